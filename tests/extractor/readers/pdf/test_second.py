"""The second opinion: asked only about tables that do not add up, taken only where it is better."""

import subprocess
import sys

import msgspec
import pytest

from extractor.readers import pdf_second
from extractor.readers.pdf import read
from extractor.readers.pdf_fill import Fragment
from extractor.readers.pdf_tables import sums_wrong
from extractor.readers.source import Limits, Source

GRID = [["名称", "金额"], ["服务器", "12.00"], ["交换机", "3.50"], ["合计", "15.50"]]


def fragments(monkeypatch, page):
    """Read a page and return its bytes with the table fragments that the reader looked at."""
    seen: list[Fragment] = []
    measure = pdf_second.measure

    def spy(fragment, *, whole):
        seen.append(fragment)
        return measure(fragment, whole=whole)

    monkeypatch.setattr(pdf_second, "measure", spy)
    data = page.data()

    document = read(Source("a.pdf", data), Limits())
    monkeypatch.setattr(pdf_second, "measure", measure)
    return data, seen, document


def test_a_better_table_is_taken(paper, monkeypatch):
    page = paper()
    page.table(72, 100, [120, 100], GRID)
    data, (good,), document = fragments(monkeypatch, page)
    assert document.notices == ()
    bad = msgspec.structs.replace(good, stray=9)
    taken = pdf_second.better(data, [pdf_second.Doubt(1, 0, bad, whole=True)])
    assert [[cell.text for cell in doubt.fragment.cells] for doubt in taken] == [[text for row in GRID for text in row]]


def test_sums_that_are_wrong_in_the_file_change_nothing(paper, monkeypatch):
    page = paper()
    page.table(72, 100, [120, 100], [*GRID[:3], ["合计", "99.00"]])
    _, found, document = fragments(monkeypatch, page)
    assert sums_wrong(found[0])
    assert document.notices == ()


def test_a_doubt_that_is_taken_is_told(paper, monkeypatch):
    page = paper()
    page.table(72, 100, [120, 100], [*GRID[:3], ["合计", "99.00"]])
    repaired = {}

    def better(_data, doubts):
        doubt = doubts[0]
        cells = tuple(
            msgspec.structs.replace(c, text="15.50") if c.text == "99.00" else c for c in doubt.fragment.cells
        )
        repaired["asked"] = len(doubts)
        return [msgspec.structs.replace(doubt, fragment=msgspec.structs.replace(doubt.fragment, cells=cells))]

    monkeypatch.setattr(pdf_second, "better", better)
    document = page.read()
    assert repaired["asked"] == 1
    assert [notice.code for notice in document.notices] == ["second-opinion"]
    assert "15.50" in [cell.text for cell in document.blocks[0].table.cells]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        (GRID, False),
        ([*GRID[:3], ["合计", "99"]], True),
        ([GRID[0], ["服务器", "12.00"], ["小计", "12.00"], ["交换机", "3.50"], ["合计", "99"]], False),
        ([GRID[0], ["服务器", "见附件"], ["交换机", "3.50"], ["合计", "99"]], False),
    ],
)
def test_sums(paper, monkeypatch, rows, wrong):
    page = paper()
    page.table(72, 100, [120, 100], rows)
    _, found, _ = fragments(monkeypatch, page)
    assert sums_wrong(found[0]) is wrong


def test_pdfplumber_is_not_imported_for_a_good_file(paper, tmp_path):
    page = paper()
    page.table(72, 100, [120, 100], GRID)
    file = tmp_path / "a.pdf"
    file.write_bytes(page.data())
    code = (
        "import sys; from pathlib import Path\n"
        "from extractor.readers.pdf import read\n"
        "from extractor.readers.source import Limits, Source\n"
        f"assert read(Source.open(Path({str(file)!r})), Limits()).blocks[0].table\n"
        "assert 'pdfplumber' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
