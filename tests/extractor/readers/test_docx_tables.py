"""Tables: the grid, wrappers, nested tables, deleted rows, heads and units."""

import pytest

from extractor.document import Cell, Document, Table
from extractor.readers.docx import read
from extractor.readers.docx_heads import header_rows, unit_of
from extractor.readers.source import Limits, Source
from tests.extractor.readers.docx_maker import level, numbering, p, package, r, tbl, tc, tr


def document(body: str, limits: Limits | None = None, **options: object) -> Document:
    return read(Source("甲.docx", package(body, **options)), limits or Limits())  # type: ignore[arg-type]


def tables(body: str, limits: Limits | None = None, **options: object) -> list[Table]:
    return [block.table for block in document(body, limits, **options).blocks if block.table is not None]


def grid(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in table.cells]


def test_spans_on_the_grid() -> None:
    (table,) = tables(
        tbl(
            [
                tr([tc("类别", merge="restart"), tc("费用", span=2)]),
                tr([tc("", merge="continue"), tc("软件"), tc("硬件")]),
                tr([tc("合计"), tc("10"), tc("20")], '<w:gridBefore w:val="0"/>'),
                tr([tc("尾")], '<w:gridBefore w:val="2"/>'),
            ]
        )
    )
    assert grid(table) == [
        (1, 1, 2, 1, "类别"), (1, 2, 1, 2, "费用"), (2, 2, 1, 1, "软件"), (2, 3, 1, 1, "硬件"),
        (3, 1, 1, 1, "合计"), (3, 2, 1, 1, "10"), (3, 3, 1, 1, "20"), (4, 3, 1, 1, "尾"),
    ]  # fmt: skip
    assert (table.rows, table.columns) == (4, 3)


def test_merges_without_a_start_or_in_a_shifted_column_are_cells_of_their_own() -> None:
    (table,) = tables(
        tbl(
            [
                tr([tc("孤", merge="continue"), tc("甲")]),
                tr([tc("宽", span=2)]),
                tr([tc("乙"), tc("错", merge="continue")]),
            ]
        )
    )
    assert [cell.text for cell in table.cells] == ["孤", "甲", "宽", "乙", "错"]
    assert all(cell.row_span == 1 for cell in table.cells)


def test_a_merge_down_stops_where_a_row_does_not_continue_it() -> None:
    (table,) = tables(tbl([tr([tc("甲", merge="restart")]), tr([tc("乙")]), tr(["", tc("丙", merge="continue")])]))
    assert [(cell.text, cell.row_span) for cell in table.cells] == [("甲", 1), ("乙", 1), ("", 1), ("丙", 1)]


def test_what_stands_in_a_continued_cell_is_kept() -> None:
    (table,) = tables(tbl([tr([tc("上", merge="restart")]), tr([tc("下", merge="continue")])]))
    (cell,) = table.cells
    assert (cell.text, cell.row_span) == ("上\n下", 2)
    assert [piece.place.paragraph for piece in cell.pieces] == [1, 2]


@pytest.mark.parametrize(
    "wrap",
    [
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:customXml>{}</w:customXml>",
        "<w:ins>{}</w:ins>",
        "<mc:AlternateContent><mc:Choice>{}</mc:Choice></mc:AlternateContent>",
    ],
)
def test_wrappers_at_every_level(wrap: str) -> None:
    cell = tc(wrap.format(p(wrap.format(r("值")))))
    (table,) = tables(wrap.format(tbl([wrap.format(tr([wrap.format(cell), "旁"]))])))
    assert grid(table) == [(1, 1, 1, 1, "值"), (1, 2, 1, 1, "旁")]


def test_cells_of_several_paragraphs_and_empty_ones() -> None:
    (table,) = tables(p("前") + tbl([[tc(p("") + p("第一段") + p("") + p("第二段")), tc("")]]))
    cell, empty = table.cells
    assert cell.text == "第一段\n第二段"
    assert [(cell.text[q.start : q.end], q.place.paragraph) for q in cell.pieces] == [("第一段", 3), ("第二段", 5)]
    assert (cell.place.paragraph, cell.place.table, cell.place.row, cell.place.column) == (3, 1, 1, 1)
    assert (empty.text, empty.place.paragraph) == ("", 6)


def test_joined_paragraphs_in_a_cell_have_no_line_break() -> None:
    (table,) = tables(tbl([[tc(p("质保", "<w:rPr><w:del/></w:rPr>") + p("两年") + p("完"))]]))
    assert table.cells[0].text == "质保两年\n完"


def test_a_nested_table_comes_after_the_outer_one() -> None:
    inner = tbl([["内甲", "内乙"]])
    found = document(tbl([[tc(p("外") + inner + p("外二")), "旁"]]) + tbl([["后"]])).blocks
    outer, nested, last = (block.table for block in found)
    assert outer is not None
    assert nested is not None
    assert last is not None
    assert [cell.text for cell in outer.cells] == ["外\n外二", "旁"]
    assert [cell.text for cell in nested.cells] == ["内甲", "内乙"]
    assert [block.place.table for block in found] == [1, 2, 3]
    assert [cell.place.paragraph for cell in nested.cells] == [2, 3]
    assert outer.cells[1].place.paragraph == 5


def test_deleted_and_hidden_rows_leave_the_grid_but_not_the_counting() -> None:
    read_document = document(
        tbl(
            [
                ["名称", "金额"],
                tr([tc(p(f"<w:del>{r('旧')}</w:del>")), tc("1")], "<w:del/>"),
                tr([tc("密"), tc("2")], "<w:hidden/>"),
                tr([tc("新"), tc("3")], "<w:ins/>"),
            ]
        )
    )
    (block,) = read_document.blocks
    assert block.table is not None
    assert [(cell.row, cell.text) for cell in block.table.cells] == [(1, "名称"), (1, "金额"), (2, "新"), (2, "3")]
    assert [(cell.place.row, cell.place.paragraph) for cell in block.table.cells] == [(1, 1), (1, 2), (4, 7), (4, 8)]
    told = {item.code: item.message for item in read_document.notices}
    assert "插入1处、删除1处" in told["tracked-changes"]
    assert "共2个字符（表1）" in told["hidden-text"]


def test_numbers_of_cells() -> None:
    lists = numbering({0: level(0, "%1")}, {1: 0})
    body = tbl([[tc(p("", num=(1, 0))), "甲"], [tc(p("", num=(1, 0))), "乙"]])
    (table,) = tables(body, parts={"numbering": lists})
    assert [(cell.number, cell.text) for cell in table.cells] == [("1", ""), ("", "甲"), ("2", ""), ("", "乙")]


def test_text_outside_the_cells_of_a_table_is_told() -> None:
    read_document = document("<w:tbl><w:tr>" + tc("甲") + p("散") + "</w:tr></w:tbl>" + p("后"))
    assert [item.reason for item in read_document.unread] == ["corrupt"]
    assert read_document.unread[0].location.paragraph == 2
    assert read_document.blocks[-1].place.paragraph == 3


def test_limits_are_told() -> None:
    tight = Limits(grid_columns=3, grid_rows=2)
    read_document = document(tbl([["甲", "乙", "丙", "丁"], ["一"], ["二"]]) + p("后"), tight)
    assert read_document.status == "partial"
    assert {item.reason for item in read_document.unread} == {"limit"}
    assert len(read_document.unread) == 2
    assert read_document.blocks[-1].place.paragraph == 7


@pytest.mark.parametrize("span", ["10000000", "2000000000", "abc", "-3", "0", "1e400"])
def test_mad_spans(span: str) -> None:
    (table,) = tables(tbl([[tc("甲", span=span), "乙"]]))
    assert table.columns <= Limits().grid_columns
    assert table.cells[0].text == "甲"


def test_deep_nesting_is_told() -> None:
    body = p("底")
    for _ in range(30):
        body = tbl([[tc(body + p(""))]])
    read_document = document(body + p("后"), Limits(depth=10))
    assert [item.reason for item in read_document.unread] == ["limit"]
    assert read_document.blocks[-1].text == "后"
    assert read_document.blocks[-1].place.paragraph == 32


HEAD = ["序号", "名称", "金额（万元）"]
GROUPED = [
    [tc("费用", span=2), tc("备注", merge="restart")],
    ["软件", "硬件", tc("", merge="continue")],
    ["1", "2", "无"],
]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([HEAD, ["1", "平台", "87.5"], ["2", "数据", "12"]], 1),
        ([[tc("表1 概算", span=3)], HEAD, ["1", "平台", "87.5"]], 2),
        ([tr(HEAD, "<w:tblHeader/>"), tr(["小", "计", "元"], "<w:tblHeader/>"), ["1", "平台", "87.5"]], 2),
        (GROUPED, 2),
        ([["1", "平台", "87.5"], ["2", "数据", "12"]], 0),
        ([["项目名称", "某平台"], ["建设单位", "某局"], ["总投资", "500万元"]], 0),
        ([["序号", "名称", "说明"], ["甲", "平台", "自建"]], 1),
        ([["名称", "2024年", "2025年"], ["平台", "10", "20"]], 1),
        ([HEAD], 0),
    ],
)  # fmt: skip
def test_header_rows(rows: list[object], expected: int) -> None:
    (table,) = tables(tbl(rows))  # type: ignore[arg-type]
    assert table.header_rows == expected


@pytest.mark.parametrize(
    ("body", "unit"),
    [
        (p("表5-1 投资估算表") + p("单位：万元") + tbl([HEAD]), "万元"),
        (p("单位：万元") + p("表5-1 投资估算表") + tbl([HEAD]), "万元"),
        (p("金额单位：人民币万元") + tbl([HEAD]), "万元"),
        (p("单 位： 万 元") + tbl([HEAD]), "万元"),
        (p("投资估算表（单位：元）") + tbl([HEAD]), "元"),
        (p("投资估算表（万元）") + tbl([HEAD]), "万元"),
        (p("币种：人民币 单位：元") + tbl([HEAD]), "元"),
        (tbl([[tc("概算表 单位：万元", span=3)], HEAD]), "万元"),
        (tbl([["单位：万元", "", ""], HEAD]), "万元"),
        (tbl([HEAD, ["1", "平台", "87.5"]]), None),
        (tbl([["序号", "名称", "金额（单位：万元）"]]), None),
        (p("采购单位：元方公司") + tbl([HEAD]), None),
        (p("单位：万元") + tbl([HEAD]) + tbl([["甲"]]), "万元"),
        (p("单位：万元") + p("一" * 80) + tbl([HEAD]), None),
    ],
)
def test_units(body: str, unit: str | None) -> None:
    assert tables(body)[0].unit == unit


def test_a_unit_is_used_up_by_its_table() -> None:
    first, second = tables(p("单位：万元") + tbl([HEAD]) + tbl([HEAD]))
    assert (first.unit, second.unit) == ("万元", None)


def test_heads_of_odd_grids() -> None:
    place = document(p("甲")).blocks[0].place
    assert header_rows((), 0, 0, 0) == 0
    assert header_rows((Cell(3, 2, "1", place),), 3, 2, 0) == 0
    assert unit_of([], (), 0) is None
