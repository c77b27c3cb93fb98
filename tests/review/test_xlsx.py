"""The book of sheets: no formula, nothing over the format's limits, links that lead to papers only, heights, memory."""

import io
import json
import re
import tempfile
import zipfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import unquote

import msgspec
import openpyxl
import pytest
from msgspec.structs import replace

from review.layout import Paper
from review.report import SubmissionEntry
from review.reporters import Checked, Ending, Look, Totals, as_xlsx
from tests.review.feeding import fed, peak

RUN = ("--on", "2026-01-01", "--rules", "qufu", "--fail-on", "never")
MEGABYTE = 1 << 20
SHEETS = ["概览", "结论", "事实", "预算检查", "未读", "说明"]


@pytest.fixture
def entry(shenyue, contract) -> Path:
    """Return a file with the entry of a submission as the JSON report has it."""
    (submission,) = json.loads(shenyue("check", contract, *RUN, "--format", "json").out)["submissions"]
    file = contract.parent / "entry.json"
    file.write_text(json.dumps(submission), encoding="utf-8")
    return file


def entry_of(file: Path) -> SubmissionEntry:
    return msgspec.json.decode(file.read_bytes(), type=SubmissionEntry)


def written(entry: SubmissionEntry, target: Path) -> None:
    """Write a book on one submission as it is."""
    with ExitStack() as files:
        look = Look(Paper(), lambda: files.enter_context(tempfile.TemporaryFile()), folder=target.parent)
        book = as_xlsx.Xlsx(files.enter_context(target.open("wb")), look)
        book.add(Checked(entry, "", ()))
        book.close(Ending((), Totals()))


def book_of(file: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(file.read_bytes()))


@pytest.mark.parametrize("form", ["xlsx", "csv", "jsonl", "json", "sarif"])
def test_two_thousand_submissions_take_no_more_memory_than_a_hundred(entry, tmp_path, form):
    few, many = (peak(form, entry, count, tmp_path / f"{count}.{form}") for count in (100, 2_000))
    assert many - few < 12 * MEGABYTE  # held, their words alone would take more than 60
    if form == "xlsx":
        book = openpyxl.load_workbook(tmp_path / "2000.xlsx", read_only=True)
        assert book["结论"].max_row == 1 + 4 * 2_000
        book.close()
    else:
        assert (tmp_path / f"2000.{form}").stat().st_size > 60 * MEGABYTE


def test_what_a_person_needs_is_there(shenyue, contract, tmp_path):
    target = tmp_path / "r.xlsx"
    assert shenyue("check", contract, *RUN, "-o", target).code == 0
    book = book_of(target)
    assert book.sheetnames == SHEETS
    for sheet in book.worksheets:
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.freeze_panes is not None
        assert sheet.freeze_panes.endswith("2")
        assert sheet.print_title_rows == "$1:$1"
        for row in range(2, sheet.max_row + 1):
            assert as_xlsx.LINE <= sheet.row_dimensions[row].height <= as_xlsx.HIGHEST * as_xlsx.LINE + 3
    findings = book["结论"]
    fills = {findings.cell(row, 2).value: findings.cell(row, 2).fill.fgColor.rgb for row in range(2, findings.max_row)}
    assert len(set(fills.values())) == len(fills) > 2
    link = next(cell.hyperlink for row in findings.iter_rows(min_row=2) for cell in row if cell.hyperlink)
    assert (tmp_path / unquote(link.target.replace("\\", "/"))).is_file()


@pytest.mark.parametrize(
    ("name", "linked"),
    [
        ("合同.txt", True), ("合 同#1%41[a]{b}.txt", True), ("合同\u3000一.txt", True), ("a:合同.txt", False),
        ("合同\n.txt", False), ("合同\u202etxt.txt", False), ("\\\\主机\\合同.txt", False), ("合同.txt.lnk", False),
    ],
)  # fmt: skip
def test_a_link_leads_to_the_paper_or_is_none(entry, tmp_path, name, linked):
    folder = tmp_path / "材料"
    folder.mkdir()
    (folder / name).write_text("合同", encoding="utf-8")
    one = entry_of(entry)
    document = replace(one.documents[0], path=name)
    one = replace(one, path=str(folder), documents=(document,))
    links = as_xlsx.Links(tmp_path / "报告")
    found = links.of_documents(one).get(name)
    assert (found is not None) == linked
    if found is not None:
        assert (tmp_path / "报告" / unquote(found.removeprefix("external:"))).resolve() == (folder / name).resolve()
        assert not re.search(r"[#\[\]{}<>\"^` ]", found)


def test_a_way_that_is_too_long_for_a_link_is_none(entry, tmp_path):
    folder = tmp_path.joinpath(*["深" * 60] * 5)
    folder.mkdir(parents=True)
    (folder / "合同.txt").write_text("合同", encoding="utf-8")
    one = entry_of(entry)
    one = replace(one, path=str(folder), documents=(replace(one.documents[0], path="合同.txt"),))
    assert as_xlsx.Links(tmp_path).of_documents(one) == {}
    assert as_xlsx.Links(folder).of_documents(one) == {"合同.txt": "external:./合同.txt"}


def test_a_long_text_is_cut_with_a_note_and_the_row_stays_low(entry, tmp_path):
    one = entry_of(entry)
    long = replace(one.findings[0], message="长" * 40_000, suggestion="𠀀" * 20_000)
    target = tmp_path / "r.xlsx"
    written(replace(one, findings=(long,)), target)
    sheet = book_of(target)["结论"]
    said = [str(cell.value) for cell in sheet[2] if cell.value]
    cut = [text for text in said if text.endswith("全文见 JSON 报告。）")]
    assert len(cut) == 2
    assert all(len(text.encode("utf-16-le")) // 2 <= 32_767 for text in said)
    assert sheet.row_dimensions[2].height <= as_xlsx.HIGHEST * as_xlsx.LINE + 3


def test_more_rows_than_a_sheet_holds_are_told(entry, tmp_path, monkeypatch):
    monkeypatch.setattr(as_xlsx, "MOST_ROWS", 30)
    target = tmp_path / "r.xlsx"
    fed("xlsx", entry_of(entry), 20, target)  # four findings each
    book = book_of(target)
    sheet = book["结论"]
    assert sheet.max_row == 30
    assert "还有52行没有列出" in str(sheet.cell(30, 1).value)
    assert any("还有52行没有列出" in str(row[1]) for row in book["说明"].iter_rows(values_only=True))


def test_more_links_than_a_sheet_holds_are_told(entry, tmp_path, monkeypatch):
    monkeypatch.setattr(as_xlsx, "MOST_LINKS", 3)
    target = tmp_path / "r.xlsx"
    fed("xlsx", entry_of(entry), 20, target)
    book = book_of(target)
    assert sum(cell.hyperlink is not None for row in book["概览"].iter_rows() for cell in row) == 3
    assert any(
        "没有链接" in str(row[1]) and "链接已到3个" in str(row[1]) for row in book["说明"].iter_rows(values_only=True)
    )


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@A1", "\t=1", "{=1}", "http://a.example", "<r><t>1</t></r>", "_x0041_"]
)
def test_text_stays_text(entry, tmp_path, text):
    one = entry_of(entry)
    target = tmp_path / "r.xlsx"
    written(replace(one, findings=(replace(one.findings[0], message=text, title=text),)), target)
    sheet = book_of(target)["结论"]
    heads = [cell.value for cell in sheet[1]]
    cell = sheet.cell(2, heads.index("说明") + 1)
    assert cell.data_type in ("s", "inlineStr")
    assert (
        str(cell.value).replace("_x005F_", "_").strip() == text.strip()
    )  # as the format writes what looks like _x0041_
    assert cell.hyperlink is None
    with zipfile.ZipFile(target) as package:
        parts = b"".join(package.read(name) for name in package.namelist() if name.endswith(".xml"))
    assert b"<f>" not in parts
    assert b'definedName name="_xlnm' in parts
