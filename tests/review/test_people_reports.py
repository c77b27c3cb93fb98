"""The reports for people, HTML and Excel: they say what the JSON report says, and hostile text does nothing in them."""

import html
import io
import json
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest

from review.cli import run

RUN = ("--on", "2026-01-01", "--rules", "qufu", "--fail-on", "never")
FORMS = ("json", "html", "xlsx")
HOSTILE = "=cmd|'/c calc'!A1</script><script>alert(1)</script><img src=http://evil.example/x>\u202e\x0b"


@pytest.fixture
def reports(shenyue, contract, tmp_path):
    """Return the reports of a submission with a hostile document, by their format."""
    (contract / "=1+1 <b>合同.txt").write_text(
        f"软件开发合同\n\n甲方：云栖市数据资源局\n乙方：{HOSTILE}公司\n\n质保期为{HOSTILE}一年。\n{'长' * 40_000}\n",
        encoding="utf-8",
    )
    files = [tmp_path / f"r.{form}" for form in FORMS]
    outputs = [part for file in files for part in ("-o", file)]
    assert shenyue("check", contract, *RUN, *outputs).code == 0
    return {form: file.read_bytes() for form, file in zip(FORMS, files, strict=True)}


def findings(reports) -> list[dict]:
    (submission,) = json.loads(reports["json"])["submissions"]
    return submission["findings"]


def test_the_page_runs_nothing_of_a_document_and_asks_nothing_of_the_network(reports):
    page = reports["html"].decode("utf-8")
    assert "default-src 'none'" in html.unescape(page[:1000])
    assert "<script>alert(1)" not in page
    assert "<img src=http" not in page
    assert not re.search(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//""", page)
    assert not re.search(r"@import|url\(\s*['\"]?http", page)


def test_the_page_holds_every_finding(reports):
    page = reports["html"].decode("utf-8")
    for finding in findings(reports):
        assert finding["rule"] in page
        assert finding["fingerprint"] in page or finding["kind"] == "notApplicable" or finding["title"] in page


def test_the_book_holds_every_finding_as_text(reports):
    book = openpyxl.load_workbook(io.BytesIO(reports["xlsx"]))
    sheet = book["结论"]
    rows = list(sheet.iter_rows(values_only=True))
    heads = next(row for row in rows if "规则" in row)
    at = heads.index("规则")
    found = [row[at] for row in rows[rows.index(heads) + 1 :] if row[at]]
    assert sorted(found) == sorted(finding["rule"] for finding in findings(reports))
    for one in book.worksheets:
        assert not [cell.coordinate for row in one.iter_rows() for cell in row if cell.data_type == "f"]
        assert not [
            cell
            for row in one.iter_rows(values_only=True)
            for cell in row
            if isinstance(cell, str) and len(cell) > 32_767
        ]


def test_a_link_of_the_book_leads_to_a_file_beside_it(reports):
    with zipfile.ZipFile(io.BytesIO(reports["xlsx"])) as package:
        links = [package.read(name).decode() for name in package.namelist() if name.endswith(".rels")]
    assert not re.search(r'Target="(?:https?|mailto|ftp):', "".join(links))


@pytest.mark.parametrize("form", FORMS)
def test_two_runs_are_byte_equal(shenyue, contract, tmp_path, form):
    written = []
    for name in ("a", "b"):
        target = tmp_path / f"{name}.{form}"
        assert shenyue("check", contract, *RUN, "--no-store", "-o", target).code == 0
        written.append(target.read_bytes())
    assert written[0] == written[1]


def test_no_submission_is_left_out(shenyue, tmp_path):
    for number in range(40):
        folder = tmp_path / "件" / f"{number:02}"
        folder.mkdir(parents=True)
        (folder / "合同.txt").write_text(f"合同\n\n质保期为{number + 1}个月。\n", encoding="utf-8")
    target = tmp_path / "r.xlsx"
    page = tmp_path / "r.html"
    assert run(["check", str(tmp_path / "件"), *RUN, "-o", str(target), "-o", str(page)]) == 0
    book = openpyxl.load_workbook(target, read_only=True)
    shown = "".join(str(cell) for row in book["概览"].iter_rows(values_only=True) for cell in row)
    text = page.read_text(encoding="utf-8")
    for number in range(40):
        assert f"{number:02}" in shown
        assert f"件/{number:02}" in text


@pytest.mark.system
def test_the_page_shows_the_findings_of_a_submission_in_a_browser(reports, tmp_path):
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert browser is not None
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=4000", "--dump-dom"]
    shown = {}
    for name, address in (("overview", ""), ("detail", "#/s/0")):
        done = subprocess.run(
            [*command, f"--user-data-dir={tmp_path / name}", f"{(tmp_path / 'r.html').as_uri()}{address}"],
            capture_output=True,
            check=True,
            timeout=120,
        )
        shown[name] = done.stdout.decode("utf-8").rpartition("</script>")[0].partition("<body")[2]
    detail = shown["detail"].partition("<script")[0]
    assert "[object" not in detail
    assert "项目" in shown["overview"].partition("<script")[0]
    judged = [finding for finding in findings(reports) if finding["kind"] in ("fail", "review", "open")]
    assert judged
    assert not [finding["title"] for finding in judged if html.escape(finding["title"], quote=False) not in detail]
