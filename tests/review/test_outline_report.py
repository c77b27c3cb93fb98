"""The honest reading report: what was read of each part and page, what was not, and what a person should know of it."""

import io
import json

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractor.readers.page_quality import runs
from review import batch
from tests.extractor.readers import ofd_maker as ofd
from tests.extractor.readers.sheet_maker import BUDGET, sheet

FONT = "STSong-Light"
LINE = "第四条 质量保证期为一年，自最终验收合格之日起计算。"


@pytest.fixture(autouse=True)
def without_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told of a scan must not depend on whether the extra is installed."""
    for module in ("extractor.readers.pdf_ocr", "extractor.readers.docx", "review.worker"):
        monkeypatch.setattr(f"{module}.available", lambda: False)
    monkeypatch.setattr("review.batch._in_workers", lambda tasks, _jobs, _pool: batch._here(tasks))


@pytest.fixture
def outlined(shenyue):
    """Return a function that gives the outline of one file as the JSON says it, and as a person reads it."""

    def call(file):
        made = json.loads(shenyue("outline", file, "--format", "json").out)
        (document,) = made["documents"]
        return document, shenyue("outline", file).out

    return call


def mixed_pdf() -> bytes:
    """A page of text, a scan, a scan with its own text, a blank page, and a table over the last two pages."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))

    def text(y: float, words: str, mode: int = 0) -> None:
        line = canvas.beginText(72, y)
        line.setFont(FONT, 12)
        line.setTextRenderMode(mode)
        line.textOut(words)
        canvas.drawText(line)

    def picture() -> None:
        from PIL import Image  # noqa: PLC0415

        canvas.drawInlineImage(Image.new("RGB", (40, 40), (220, 225, 230)), 0, 0, 595, 842)

    def table(rows: range, top: float) -> None:
        for at in (72, 272, 472):
            canvas.line(at, top, at, top - 24 * len(rows))
        for number, row in enumerate(rows):
            canvas.line(72, top - 24 * number, 472, top - 24 * number)
            for x, words in ((76, f"第{row}项费用"), (276, f"{row}00")):
                canvas.setFont(FONT, 10)
                canvas.drawString(x, top - 24 * number - 16, words)
        canvas.line(72, top - 24 * len(rows), 472, top - 24 * len(rows))

    for number in range(12):
        text(780 - 24 * number, LINE)
    canvas.showPage()
    picture()
    canvas.showPage()
    picture()
    for number in range(12):
        text(780 - 24 * number, LINE, mode=3)
    canvas.showPage()
    canvas.showPage()
    for number in range(10):
        text(780 - 24 * number, LINE)
    table(range(1, 20), 520)
    canvas.showPage()
    table(range(20, 30), 780)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_every_page_of_a_pdf_is_told_with_the_worth_of_its_text(outlined, tmp_path):
    file = tmp_path / "合同.pdf"
    file.write_bytes(mixed_pdf())
    document, shown = outlined(file)
    told = [(run["first"], run["last"], run["quality"]) for run in document["page_quality"]]
    assert told == [(1, 1, "text"), (2, 2, "no-text-layer"), (3, 3, "ocr-layer"), (4, 4, "blank"), (5, 6, "text")]
    assert [(one["location"]["page"], one["reason"]) for one in document["unread"]] == [(2, "no-text-layer")]
    assert "文字层第1、5至6页，扫描件（无文字层）第2页，扫描件（自带识别文字）第3页，没有文字第4页" in "".join(
        shown.split()
    )
    assert [table["pages"] for table in document["tables"]] == [[5, 6]]
    assert "1个跨页" in shown


def test_a_check_tells_it_too_but_is_silent_on_plain_files(shenyue, tmp_path, contract):
    file = tmp_path / "合同.pdf"
    file.write_bytes(mixed_pdf())
    checked = shenyue("check", file, "--rules", "base-warranty-2y", "--on", "2026-01-01")
    assert "扫描件（无文字层）第2页" in checked.out
    made = json.loads(shenyue("check", file, "--format", "json", "--on", "2026-01-01").out)
    assert [one["reason"] for one in made["submissions"][0]["documents"][0]["unread"]] == ["no-text-layer"]
    assert "各页文字" not in shenyue("check", contract).out


def test_an_ofd_tells_pages_and_seals(outlined, tmp_path):
    body, parts = ofd.signed([("seal", ofd.seal("云栖市数据资源局专用章"))])
    file = tmp_path / "批复.ofd"
    pages = (ofd.page(ofd.text(20, 40, LINE)), ofd.page(ofd.image(0, 0, 210, 297)))
    file.write_bytes(ofd.package(*pages, body=body, parts=parts))
    document, shown = outlined(file)
    assert [run["quality"] for run in document["page_quality"]] == ["text", "no-text-layer"]
    (seal,) = [notice["message"] for notice in document["notices"] if notice["code"] == "signature"]
    assert "云栖市数据资源局专用章" in seal
    assert "电子签名" in shown


def test_a_word_file_tells_its_parts_changes_hidden_text_and_numbers(outlined, tmp_path):
    paper = docx.Document()
    paper.add_heading("建设合同", 1)
    numbered = paper.add_paragraph("自动编号的一条。", style="List Number")
    assert numbered is not None
    changed = paper.add_paragraph("质量保证期为")
    inserted = f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t>两年。</w:t></w:r></w:ins>'
    changed._p.append(parse_xml(inserted))
    paper.add_paragraph("看得见").add_run("看不见").font.hidden = True
    paper.add_table(2, 2).cell(0, 0).text = "表中文字"
    paper.sections[0].header.paragraphs[0].text = "页眉文字"
    file = tmp_path / "合同.docx"
    paper.save(str(file))
    document, shown = outlined(file)
    codes = {notice["code"] for notice in document["notices"]}
    assert {"tracked-changes", "hidden-text", "numbering-rebuilt"} <= codes
    parts = {part["part"]: (part["tables"], part["characters"]) for part in document["parts_read"]}
    assert parts == {"body": (1, 4 + 8 + 9 + 3 + 4), "header": (0, 4)}
    assert document["page_quality"] == []
    assert "页眉4字" in shown


def test_a_workbook_tells_its_sheets(outlined, tmp_path):
    file = tmp_path / "概算.xlsx"
    file.write_bytes(sheet(BUDGET))
    document, shown = outlined(file)
    (part,) = document["parts_read"]
    assert (part["sheet"], part["tables"]) == ("概算", 1)
    assert "工作表“概算”" in shown
    assert document["tables"][0]["pages"] is None


def test_pages_are_told_in_runs():
    made = [(one.first, one.last, one.quality) for one in runs({1: "text", 2: "text", 4: "text", 5: "corrupt"})]
    assert made == [(1, 2, "text"), (4, 4, "text"), (5, 5, "corrupt")]
