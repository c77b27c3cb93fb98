"""Excel files: what a sheet becomes, and that a second program finds every cell where its place says."""

import datetime as dt
import io
import warnings
from collections.abc import Sequence

import openpyxl
import pytest
from openpyxl.comments import Comment

from extractor.document import Document
from extractor.pipeline import extract
from extractor.readers.source import Source
from tests.extractor.readers.sheet_maker import (
    BUDGET,
    binary,
    cell_at,
    grid,
    raw,
    read_bytes,
    sheet,
    tables,
    texts,
    workbook,
)


def value(text: str) -> str:
    """Return a raw cell A1 that holds a value, or what else is written there."""
    return f"<sheetData><row r='1'><c r='A1'><v>{text}</v></c></row></sheetData>"


def found_again(document: Document, data: bytes) -> int:
    """Compare every text with what openpyxl finds at its sheet and cell; return how many were compared."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of files made by hand, without a style of their own
        results = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(data))
    compared = 0
    for block in document.blocks:
        for holder in block.table.cells if block.table else (block,):
            place = holder.place
            if place.cell is None or not holder.text:
                continue
            there = results[place.sheet][place.cell].value
            if there is None:
                there = formulas[place.sheet][place.cell].value
            if isinstance(there, float):
                assert float(holder.text) == pytest.approx(there, rel=1e-14)
            else:
                assert "".join(holder.text.split()) in "".join(str(there).upper().split()), place
            compared += 1
    return compared


def test_a_sheet_is_a_heading_its_titles_and_a_table() -> None:
    document = read_bytes(sheet(BUDGET, ["A1:D1"]))
    assert (document.format, document.status) == ("xlsx", "read")
    assert [(block.kind, block.level, block.text) for block in document.blocks] == [
        ("heading", 1, "概算"),
        ("paragraph", None, "星河市一网通办平台投资概算表"),
        ("paragraph", None, "单位：万元"),
        ("table", None, ""),
    ]
    table = tables(document)[0].table
    assert table is not None
    assert (table.rows, table.columns, table.header_rows, table.unit) == (4, 4, 1, "万元")
    amount = cell_at(document, "C4")
    assert (amount.text, amount.row, amount.column) == ("100.5", 2, 3)
    assert (amount.place.sheet, amount.place.table, amount.place.row, amount.place.column) == ("概算", 1, 2, 3)
    assert amount.place.label() == "工作表“概算”单元格C4"


@pytest.mark.parametrize("rows", [BUDGET, (("项目名称", "星河平台"), ("总投资（万元）", 1286.4), ("开工日期", None))])
def test_a_second_program_finds_every_text_in_its_cell(rows: Sequence[Sequence[object]]) -> None:
    data = sheet(rows)
    document = read_bytes(data)
    assert found_again(document, data) == sum(value is not None for row in rows for value in row)


def test_a_budget_sheet_gives_its_total_and_its_lines() -> None:
    extracted = extract(Source("星河市一网通办平台投资概算表.xlsx", sheet(BUDGET, ["A1:D1"])))
    found = {(fact.kind, fact.subject): fact for fact in extracted.facts}
    total = found["budget.total", None]
    assert total.value == "3005000.00"
    assert (total.evidence[0].quote, total.evidence[0].location.sheet, total.evidence[0].location.cell) == (
        "300.5", "概算", "C6",
    )  # fmt: skip
    assert found["budget.item", "硬件购置费"].value == "1005000.00"
    assert found["budget.item", "软件开发费"].value == "2000000.00"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (12, "12"),
        (12.0, "12"),
        (1286.40, "1286.4"),
        (0.1 + 0.2, "0.3"),
        (1e-5, "0.00001"),
        (-3.5, "-3.5"),
        (123456789012345, "123456789012345"),
        ("0012", "0012"),
        (True, "TRUE"),
        (dt.date(2024, 6, 3), "2024-06-03"),
        (dt.datetime(2024, 6, 3, 14, 30), "2024-06-03 14:30:00"),  # noqa: DTZ001  # a sheet knows no zone
        (dt.time(9, 5), "09:05:00"),
        ("甲方：\n星河市大数据局", "甲方：\n星河市大数据局"),
    ],
)
def test_a_value_is_shown_as_it_stands_in_the_cell(written: object, text: str) -> None:
    data = sheet([("甲", "乙"), ("丙", written)])
    document = read_bytes(data)
    assert cell_at(document, "B2").text == text
    assert found_again(document, data) == 4


@pytest.mark.parametrize(("number", "text"), [(14, "2024-06-03"), (31, "2024-06-03"), (57, "2024-06-03"), (2, "45446")])
def test_dates_in_the_formats_of_chinese_excel_are_dates(number: int, text: str) -> None:
    styles = f'<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="{number}" applyNumberFormat="1"/></cellXfs>'
    body = "<sheetData><row r='1'><c r='A1' s='1'><v>45446</v></c><c r='B1'><v>1</v></c></row></sheetData>"
    assert cell_at(read_bytes(raw(body, styles)), "A1").text == text


def test_numbers_shown_as_something_else_are_told() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        page = book.active
        page.append(["比例", "金额", "日期", "数量"])
        page.append([0.3, 1286.4, 45446, 5])
        page["A2"].number_format = "0%"
        page["B2"].number_format = '0.00"万元"'
        page["C2"].number_format = 'yyyy"年"m"月"'
        page["D2"].number_format = "#,##0.00"

    document = read_bytes(workbook(fill))
    assert cell_at(document, "A2").text == "0.3"
    (notice,) = document.notices
    assert "2个数字" in notice.message
    assert "（A2、B2）" in notice.message


def test_merged_cells_have_spans_and_what_they_cover_is_told() -> None:
    rows = [
        ["类别", "名称", "金额", None],
        [None, None, "软件", "硬件"],
        ["建设费", "平台", 100, 50],
        [None, "接口", 20, 5],
    ]
    data = sheet(rows, ["A1:A2", "B1:B2", "C1:D1", "A3:A4"])
    document = read_bytes(data)
    spans = {cell.place.cell: (cell.row_span, cell.column_span) for cell in tables(document)[0].table.cells}  # type: ignore[union-attr]  # tables have one
    assert (spans["A1"], spans["C1"], spans["A3"], spans["B3"]) == ((2, 1), (1, 2), (2, 1), (1, 1))
    assert not {"A2", "D1", "A4"} & spans.keys()
    assert tables(document)[0].table.header_rows == 2  # type: ignore[union-attr]  # as above

    covered = raw(
        "<sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>甲</t></is></c>"
        "<c r='B1' t='inlineStr'><is><t>遮住</t></is></c>"
        "<c r='C1'><v>1</v></c></row></sheetData><mergeCells><mergeCell ref='A1:B1'/></mergeCells>"
    )
    document = read_bytes(covered)
    assert [cell.text for cell in tables(document)[0].table.cells] == ["甲", "1"]  # type: ignore[union-attr]  # as above
    assert [notice.code for notice in document.notices] == ["hidden-text"]


def test_tables_divided_by_blank_rows_and_titles_are_told_apart() -> None:
    rows = [
        ["表1 硬件清单"],
        ["名称", "数量", "金额（元）"],
        ["服务器", 2, 30000],
        [],
        ["表2 软件清单"],
        ["单位：万元"],
        ["名称", "数量", "金额"],
        ["数据库", 1, 12],
        ["注：含三年服务"],
        ["表3 服务清单"],
        ["名称", "数量", "金额"],
        ["培训", 1, 2],
    ]
    document = read_bytes(sheet(rows))
    assert [grid(block)[1][0] for block in tables(document)] == ["服务器", "数据库", "培训"]
    assert [block.table.unit for block in tables(document)] == [None, "万元", None]  # type: ignore[union-attr]  # tables have one
    assert [block.table.header_rows for block in tables(document)] == [1, 1, 1]  # type: ignore[union-attr]  # as above
    assert texts(document) == ["概算", "表1 硬件清单", "表2 软件清单", "单位：万元", "注：含三年服务", "表3 服务清单"]


def test_a_sum_after_a_blank_row_belongs_to_the_table_above() -> None:
    rows = [["序号", "名称", "金额"], [1, "硬件", 10], [2, "软件", 20], [], [None, "合计", 30]]
    (block,) = tables(read_bytes(sheet(rows)))
    assert grid(block)[-1] == ["", "合计", "30"]
    assert cell_at(read_bytes(sheet(rows)), "C5").row == 5


def test_a_form_stays_one_table_with_its_blanks() -> None:
    rows = [
        ["项目申报表"],
        ["项目名称", "星河平台", None, None],
        ["建设单位", "星河市大数据局", "联系人", None],
        ["总投资", None, "周期", "18个月"],
    ]
    document = read_bytes(sheet(rows, ["A1:D1", "B2:D2"]))
    (block,) = tables(document)
    assert grid(block) == [
        ["项目名称", "星河平台"],
        ["建设单位", "星河市大数据局", "联系人", ""],
        ["总投资", "", "周期", "18个月"],
    ]


def test_labels_over_a_wide_table_are_lines_of_their_own() -> None:
    rows = [
        ["项目名称：星河平台", None, None, None, None, "单位：元"],
        ["序号", "名称", "规格", "数量", "单价", "合价"],
        [1, "服务器", "2U", 2, 15000, 30000],
    ]
    document = read_bytes(sheet(rows))
    assert texts(document)[1:] == ["项目名称：星河平台", "单位：元"]
    assert tables(document)[0].table.unit == "元"  # type: ignore[union-attr]  # tables have one


def test_hidden_sheets_are_set_aside_and_told() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "概算"
        for row in BUDGET:
            book.active.append(row)
        for name, state in (("底稿", "hidden"), ("字典", "veryHidden")):
            page = book.create_sheet(name)
            page.append(["合计", 999])
            page.sheet_state = state

    document = read_bytes(workbook(fill))
    layers = {block.place.sheet: block.layer for block in document.blocks}
    assert layers == {"概算": "body", "底稿": "furniture", "字典": "furniture"}
    assert [notice.location.sheet for notice in document.notices if notice.code == "hidden-text"] == ["底稿", "字典"]
    assert document.status == "read"


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in BUDGET:
            book.active.append(row)
        book.active.row_dimensions[4].hidden = True
        book.active.row_dimensions[40].hidden = True  # empty: nothing is hidden by it
        book.active.column_dimensions["D"].hidden = True

    document = read_bytes(workbook(fill))
    (notice,) = document.notices
    assert notice.code == "hidden-text"
    assert "第4行、D列" in notice.message
    assert cell_at(document, "C4").text == "100.5"


def test_a_formula_without_a_result_is_unread_and_no_blank() -> None:
    rows = [*BUDGET[:-1], (None, "合计", "=SUM(C4:C5)", None)]
    data = sheet(rows)
    document = read_bytes(data)
    assert document.status == "partial"
    (unread,) = document.unread
    assert (unread.reason, unread.location.sheet, unread.location.cell) == ("needs-tool", "概算", "C6")
    assert "Excel中打开并保存一次" in unread.message
    assert cell_at(document, "C6").text == "=SUM(C4:C5)"
    assert found_again(document, data) == 15
    facts = extract(Source("投资概算表.xlsx", data)).facts
    assert not [fact for fact in facts if fact.kind == "budget.total"]
    assert [fact.subject for fact in facts if fact.kind == "budget.item"] == ["硬件购置费", "软件开发费"]


@pytest.mark.parametrize(
    ("tail", "results", "unread"),
    [
        ('<calcPr fullCalcOnLoad="1"/>', ("0", "0"), 1),  # written by a program that does not compute
        ('<calcPr fullCalcOnLoad="1"/>', ("0", "7"), 0),
        ("", ("0", "0"), 0),
    ],
)
def test_results_of_a_program_that_does_not_compute(tail: str, results: tuple[str, str], unread: int) -> None:
    cells = "".join(f"<c r='{n}1'><f>SUM(A2:A3)</f><v>{v}</v></c>" for n, v in zip("AB", results, strict=True))
    document = read_bytes(raw(f"<sheetData><row r='1'>{cells}</row></sheetData>", workbook_tail=tail))
    assert len(document.unread) == unread


def test_errors_and_empty_results_are_what_the_cell_shows() -> None:
    body = (
        "<sheetData><row r='1'><c r='A1' t='e'><f>1/0</f><v>#DIV/0!</v></c><c r='B1' t='str'><f>T(A2)</f><v></v></c>"
        "<c r='C1'><v>5</v></c></row></sheetData>"
    )
    document = read_bytes(raw(body))
    assert grid(tables(document)[0]) == [["#DIV/0!", "", "5"]]
    assert document.unread == ()
    assert "A1" in document.notices[0].message


def test_comments_pictures_and_charts_are_told() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A1"] = "概算"
        book.active["A1"].comment = Comment("请核对", "审核")

    data = workbook(fill)
    assert [notice.code for notice in read_bytes(data).notices] == ["comments"]
    drawing = '<d xmlns:a="http://x/main"><a:txBody><a:p><a:r><a:t>图中文字</a:t></a:r></a:p></a:txBody></d>'.encode()
    extra = {"xl/media/image1.png": b"x", "xl/drawings/drawing1.xml": drawing, "xl/charts/chart1.xml": b"<c/>"}
    told = read_bytes(raw(value("1"), extra=extra)).notices
    assert [notice.code for notice in told] == ["image", "other", "other"]


@pytest.mark.parametrize("strict", [False, True])
def test_strict_and_plain_files_are_read_alike(strict: bool) -> None:
    assert texts(read_bytes(raw(value("5"), strict=strict))) == ["表", "5"]


def test_cells_without_names_and_with_prefixed_tags_are_counted() -> None:
    body = "<x:sheetData xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:row><x:c><x:v>5</x:v></x:c>"
    body += (
        "<x:c><x:f>A1</x:f></x:c></x:row><x:row><x:c><x:v>6</x:v></x:c><x:c><x:v>7</x:v></x:c></x:row></x:sheetData>"
    )
    document = read_bytes(raw(body))
    assert [unread.location.cell for unread in document.unread] == ["B1"]
    assert cell_at(document, "B2").text == "7"


@pytest.mark.parametrize(
    ("name", "found"), [("甲.xlsm", "xlsx"), ("甲.xltx", "xlsx"), ("甲.docx", "xlsx"), ("甲", "xlsx")]
)
def test_the_format_is_told_by_bytes(name: str, found: str) -> None:
    assert read_bytes(sheet(BUDGET), name).format == found


def test_binary_sheets_are_read_with_their_merged_cells() -> None:
    cells = [
        (0, 0, "投资概算表"),
        (1, 0, "名称"),
        (1, 1, "金额"),
        (1, 2, "备注"),
        (2, 0, "硬件"),
        (2, 1, 100.5),
        (2, 2, "无"),
    ]
    document = read_bytes(binary(cells, [(0, 0, 0, 2)]), "概算.xlsb")
    assert (document.format, document.status) == ("xlsb", "read")
    assert texts(document) == ["表", "投资概算表"]
    assert grid(tables(document)[0]) == [["名称", "金额", "备注"], ["硬件", "100.5", "无"]]
    assert cell_at(document, "B3").text == "100.5"
    wide = read_bytes(
        binary([*cells[1:4], (2, 0, "硬件"), (2, 2, "无"), *((3, n, 5.0) for n in range(3))], [(2, 2, 0, 1)]), "甲.xlsb"
    )
    assert cell_at(wide, "A3").column_span == 2


def test_an_empty_workbook_is_said_to_be_empty() -> None:
    document = read_bytes(sheet([]))
    assert (document.status, [unread.reason for unread in document.unread]) == ("unreadable", ["empty"])
