"""CSV and its kin: dividers, encodings, lines of every cell, and files that are broken or too large."""

import pytest

from extractor.document import Document
from extractor.pipeline import extract
from extractor.readers import read
from extractor.readers.source import Limits, Source
from tests.extractor.readers.sheet_maker import grid, tables, texts

ROWS = (("序号", "名称", "金额"), ("1", "服务器", "30.5"), ("2", "数据库", "12"))
SMALL = Limits(grid_rows=5, grid_columns=4, cells=12)


def csv(text: str | bytes, name: str = "清单.csv", limits: Limits | None = None) -> Document:
    return read(Source(name, text if isinstance(text, bytes) else text.encode()), limits)


@pytest.mark.parametrize("divider", [",", ";", "\t", "|"])
def test_the_divider_is_found(divider: str) -> None:
    document = csv("\n".join(divider.join(row) for row in ROWS))
    assert (document.format, document.status) == ("csv", "read")
    assert grid(tables(document)[0]) == [list(row) for row in ROWS]
    assert tables(document)[0].table.header_rows == 1  # type: ignore[union-attr]  # tables have one


def test_commas_inside_amounts_do_not_divide() -> None:
    document = csv("名称;金额（元）\n服务器;1,200,000.00\n数据库;3,400,000.00\n")
    assert grid(tables(document)[0])[1] == ["服务器", "1,200,000.00"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    document = csv("\n".join(",".join(row) for row in ROWS).encode(encoding))
    assert grid(tables(document)[0])[0] == ["序号", "名称", "金额"]


def test_the_divider_that_the_file_states_is_taken() -> None:
    document = csv("sep=;\n甲,乙;丙\n1,2;3\n")
    assert grid(tables(document)[0]) == [["甲,乙", "丙"], ["1,2", "3"]]
    assert tables(document)[0].table.cells[0].place.line == 2  # type: ignore[union-attr]  # tables have one


def test_every_cell_knows_its_line() -> None:
    document = csv('名称,说明,金额\r\n甲,"第一行\r\n第二行",1\r\n\r\n乙,无,2\r\n')
    cells = {cell.text: cell for cell in tables(document)[0].table.cells}  # type: ignore[union-attr]  # tables have one
    assert [cells[text].place.line for text in ("名称", "甲", "乙")] == [1, 2, 5]
    long = cells["第一行\r\n第二行"]
    assert [(long.text[piece.start : piece.end].strip(), piece.place.line) for piece in long.pieces] == [
        ("第一行", 2), ("第二行", 3),
    ]  # fmt: skip
    assert (cells["乙"].row, cells["乙"].place.table, cells["乙"].place.row) == (3, 1, 3)


def test_lines_around_the_table_are_paragraphs_and_tell_its_unit() -> None:
    document = csv("星河平台投资概算表\n单位：万元\n序号,名称,金额\n1,硬件,10\n,合计,10\n注：含税\n")
    assert texts(document) == ["星河平台投资概算表", "单位：万元", "注：含税"]
    assert tables(document)[0].table.unit == "万元"  # type: ignore[union-attr]  # tables have one
    assert document.blocks[-1].place.line == 6


def test_a_budget_gives_its_total() -> None:
    text = "星河平台投资概算表\n单位：万元\n序号,名称,金额\n1,硬件费,10\n2,软件费,20.5\n,合计,30.5\n"
    (total,) = [fact for fact in extract(Source("投资概算表.csv", text.encode())).facts if fact.kind == "budget.total"]
    assert (total.value, total.evidence[0].quote, total.evidence[0].location.line) == ("305000.00", "30.5", 6)


def test_a_quote_that_is_not_closed_swallows_nothing() -> None:
    document = csv('名称,金额\n"甲,乙",1\n丙,"2\n丁,3\n')
    assert grid(tables(document)[0]) == [["名称", "金额"], ["甲,乙", "1"], ["丙", '"2'], ["丁", "3"]]


@pytest.mark.parametrize("text", ["", "\n\n", ",,,\n,,\n", "\ufeff"])
def test_a_file_without_text_is_empty(text: str) -> None:
    assert csv(text).unread[0].reason == "empty"


def test_rows_and_columns_over_the_caps_are_told() -> None:
    long = csv("".join(f"{n},甲\n" for n in range(9)), limits=SMALL)
    assert [(unread.reason, unread.location.line) for unread in long.unread] == [("limit", 6)]
    wide = csv("甲,乙,丙,丁,戊,己\n1,2,3,4,5,6\n", limits=SMALL)
    assert [unread.reason for unread in wide.unread] == ["limit"]
    assert grid(tables(wide)[0])[1] == ["1", "2", "3", "4"]
    ragged = csv("甲\n1,2\n1,2,3\n1,2,3,4\n", limits=Limits(cells=12))
    assert (ragged.status, ragged.blocks[0].text) == ("read", "甲")


@pytest.mark.parametrize(
    "text", ["甲" * 5_000_000, "甲," * 3_000_000, '"\n",' * 2_000_000], ids=["one", "many", "quotes"]
)
def test_endless_lines_end_in_a_reason(text: str) -> None:
    document = csv(text, limits=Limits(cells=2000))
    assert document.status in ("partial", "unreadable")
    assert {unread.reason for unread in document.unread} == {"limit"}


def test_bytes_of_no_encoding_are_told() -> None:
    document = csv("名称,金额\n".encode("gb18030") + b"\xff\xff,1\n")
    assert (document.status, document.unread[0].reason) == ("partial", "garbled-text")


@pytest.mark.parametrize("name", ["清单.tsv", "清单.xls", "清单.xlsx", "清单.et"])
def test_text_under_the_name_of_a_sheet_is_read_as_a_table(name: str) -> None:
    document = csv("\r\n".join("\t".join(row) for row in ROWS).encode("gb18030"), name)
    assert (document.format, grid(tables(document)[0])[1]) == ("csv", ["1", "服务器", "30.5"])
