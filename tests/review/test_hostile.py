"""What documents and names say does nothing in any report: each stays well-formed, inert, and says it all the same."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from contextlib import ExitStack
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from review.layout import Paper
from review.report import SubmissionEntry
from review.reporters import ENDINGS, Checked, DocumentNotice, Ending, Look, Totals, reporter
from tests.review.hostile_maker import WORDS, make
from tests.review.sarif_rules import problems

ROOT = Path(__file__).resolve().parents[2]
RUN = ("--by", "folder", "--on", "2026-01-01", "--rules", "qufu", "--fail-on", "never")
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
FORMULA = re.compile(r"[\s\"'“‘]*[=+\-@＝＋－＠\t\r]")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, bytes]:
    """Return the reports on a hostile submission by their endings, and what was printed under ``console``."""
    root = tmp_path_factory.mktemp("hostile")
    make(root / "<b>项目=1")
    outputs = [part for ending in ENDINGS for part in ("-o", str(root / f"r{ending}"))]
    command = [sys.executable, "-c", "from review.cli import main; main()", "check", str(root / "<b>项目=1")]
    done = subprocess.run([*command, *RUN, *outputs], capture_output=True, check=False, cwd=ROOT, timeout=120)
    assert done.returncode in (0, 3), done.stderr.decode("utf-8", "replace")
    assert not STEERS.search(done.stderr.decode("utf-8"))
    found = {ending: root / f"r{ending}" for ending in ENDINGS}
    return {"console": done.stdout, **{ending: file.read_bytes() for ending, file in found.items() if file.is_file()}}


def test_the_terminal_is_told_nothing(made):
    printed = made["console"].decode("utf-8")
    assert not STEERS.search(printed)
    assert "\n  ✓ 全部符合" not in printed
    assert "\\x0a  ✓ 全部符合" in printed
    assert "\\x1b[31m" in printed


def test_json_holds_it_all_and_shows_it_harmless(made):
    for ending in (".json", ".jsonl", ".sarif"):
        assert not STEERS.search(made[ending].decode("utf-8"))
    text = json.dumps(json.loads(made[".json"]), ensure_ascii=False)
    assert "<script>alert(1)" in text
    assert "\u202e" in text
    for line in made[".jsonl"].decode("utf-8").splitlines():
        assert "line" in json.loads(line)


def test_sarif_is_sarif(made):
    log = json.loads(made[".sarif"])
    assert problems(log) == []
    (run,) = log["runs"]
    assert len(run["artifacts"]) == len(json.loads(made[".json"])["submissions"][0]["documents"])
    assert [one for one in run["invocations"][0]["toolExecutionNotifications"] if "坏" in one["message"]["text"]]


def test_csv_runs_nothing(made):
    text = made[".csv"].decode("utf-8-sig")
    assert not STEERS.search(text.replace("\r\n", ""))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(text.removesuffix("\r\n").split("\r\n")) == len(rows)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if FORMULA.match(cell) and not cell.startswith("'")]


def of_package(data: bytes) -> dict[str, etree._Element]:
    """Return the XML parts of a package, all well-formed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(package.read(name)) for name in names}


def targets(parts: dict[str, etree._Element]) -> list[str]:
    """Return what the links of a package lead to outside of it."""
    every = [one for name, part in parts.items() if name.endswith(".rels") for one in part]
    return [one.get("Target") for one in every if one.get("TargetMode") == "External"]


def test_the_book_is_inert(made):
    parts = of_package(made[".xlsx"])
    found = targets(parts)
    assert found
    assert not [way for way in found if re.match(r"[a-zA-Z][a-zA-Z0-9+.\-]*:|//|\\\\", way) or STEERS.search(way)]
    assert not [name for name, part in parts.items() if part.findall(".//{*}f") and "worksheet" in name]
    book = openpyxl.load_workbook(io.BytesIO(made[".xlsx"]))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and STEERS.search(cell.value)]
    assert any("<script>alert(1)" in str(cell.value) for cell in cells)


@pytest.mark.system
def test_the_book_opens_in_another_program(made, tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office is not None
    (tmp_path / "r.xlsx").write_bytes(made[".xlsx"])
    command = [office, "--headless", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--convert-to"]
    subprocess.run(
        [*command, "csv:Text - txt - csv (StarCalc):44,34,76", "r.xlsx"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        timeout=180,
    )
    assert "<b>项目" in (tmp_path / "r.csv").read_text(encoding="utf-8", errors="replace")


class Tags(HTMLParser):
    """Takes down what a page has besides text."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        if tag in ("iframe", "object", "embed", "base") or (tag == "img" and "data:" not in str(attrs)):
            self.wrong.append(tag)
        for name, value in attrs:
            reaches = name in ("src", "href", "action", "formaction", "srcset", "xlink:href")
            if name.startswith("on") or (reaches and not re.match(r"data:image/|#|\./|\.\./|$", value or "")):
                self.wrong.append(f"{tag} {name}={value}")


def test_the_page_has_no_tag_of_a_document(made, shenyue, contract, tmp_path):
    plain = tmp_path / "plain.html"
    assert shenyue("check", contract, *RUN, "-o", plain).code == 0
    counted = []
    for page in (plain.read_bytes(), made[".html"]):
        tags = Tags()
        tags.feed(page.decode("utf-8"))
        assert tags.wrong == []
        counted.append(tags.scripts)
    assert counted[0] == counted[1]


def test_the_opinion_is_inert(made):
    parts = of_package(made[".docx"])
    assert targets(parts) == []
    text = "".join(parts["word/document.xml"].itertext())
    assert not STEERS.search(text)
    # a field that fetches or runs; the page's number is one that does not
    asked = [one.text or "" for part in parts.values() for one in part.iter("{*}instrText")]
    asked += [one.get(key) for part in parts.values() for one in part.iter("{*}fldSimple") for key in one.attrib]
    assert {word.split()[0] for word in asked if word.strip()} <= {"PAGE", "NUMPAGES"}


FREE = {
    "path", "document", "documents", "message", "title", "quote", "label", "section", "sections", "suggestion", "sheet",
    "text", "holder_text", "kind_reason", "on_reason", "regulation", "number", "article", "assumed", "cell",
}  # fmt: skip
NASTY = st.text(
    st.one_of(
        st.sampled_from("=+-@'\"<>&[](){}|;,\t\r\n\0\x1b\x9b\x7f\u202e\u2066\u200f\u2028\ufeff\ufffe\uffff\ud800\udfff\\%#:/!＝`$~"),
        st.characters(),
    ),
    min_size=1,
    max_size=40,
) | st.sampled_from(WORDS)  # fmt: skip


@pytest.fixture(scope="module")
def tree(tmp_path_factory) -> dict[str, Any]:
    """Return the entry of a submission as the JSON report has it."""
    from review.cli import run  # noqa: PLC0415  as it is started

    root = tmp_path_factory.mktemp("plain")
    (root / "合同.txt").write_text("合同\n\n质保期为一年。\n合同总价为100万元，质保金为__元。\n", encoding="utf-8")
    assert run(["check", str(root), *RUN, "-o", str(root / "r.json")]) == 0
    entry: dict[str, Any] = json.loads((root / "r.json").read_text(encoding="utf-8"))["submissions"][0]
    entry["findings"] = [one for one in entry["findings"] if one["kind"] != "notApplicable"][:6]
    return entry


def poisoned(value: Any, text: str, free: bool = False) -> Any:
    """Return a report's tree with ``text`` before whatever words in it come from outside."""
    if isinstance(value, dict):
        return {key: poisoned(one, text, key in FREE) for key, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one, text, free) for one in value]
    return text + value if free and isinstance(value, str) else value


def strings(value: Any) -> list[str]:
    """Return all strings of a tree."""
    if isinstance(value, dict):
        return [words for one in value.values() for words in strings(one)]
    if isinstance(value, list):
        return [words for one in value for words in strings(one)]
    return [value] if isinstance(value, str) else []


def reported(form: str, entry: SubmissionEntry, *, colour: bool = False) -> bytes:
    """Return a report on one submission."""
    sink = io.BytesIO()
    with ExitStack() as files:
        look = Look(Paper(colour=colour), lambda: files.enter_context(tempfile.TemporaryFile()), verbose=True)
        writer = reporter(form)(sink, look)
        totals = Totals()
        totals.add(entry)
        writer.add(Checked(entry, entry.path, (DocumentNotice(entry.path, entry.path),)))
        writer.close(Ending((), totals))
    return sink.getvalue()


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=NASTY)
def test_any_text_is_inert_anywhere(tree, text):
    poison = poisoned(tree, text)
    entry = msgspec.convert(poison, SubmissionEntry)

    whole = reported("json", entry)
    assert json.loads(whole)["submissions"] == [poison]
    assert not STEERS.search(whole.decode("utf-8"))
    lines = [json.loads(line) for line in reported("jsonl", entry).decode("utf-8").split("\n")[:-1]]
    assert [line["finding"] for line in lines if line["line"] == "finding"] == poison["findings"]

    log = json.loads(reported("sarif", entry))
    assert problems(log) == []
    assert not [words for words in strings(log) if re.search("[\ud800-\udfff]", words)]

    for colour in (False, True):
        printed = reported("console", entry, colour=colour).decode("utf-8")
        assert not STEERS.search(COLOUR.sub("", printed) if colour else printed)

    table = reported("csv", entry).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert len(rows) == 1 + len(entry.findings) == len(table.split("\r\n")) - 1
    assert not [cell for row in rows for cell in row if FORMULA.match(cell) and not cell.startswith("'")]


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=NASTY)
def test_any_text_is_text_in_a_cell(tree, text):
    data = reported("xlsx", msgspec.convert(poisoned(tree, text), SubmissionEntry))
    parts = of_package(data)
    assert targets(parts) == []
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and STEERS.search(cell.value)]
