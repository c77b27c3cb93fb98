"""Tables: grids from rules, cells that hold what stands in them, pieces over pages made one."""

import pytest

HEAD = ["序号", "名称", "数量", "金额（万元）"]
WIDTHS = [50, 200, 80, 110]
LONG = "本项目建设单位为示例市大数据中心，项目建设内容包括政务云平台扩容、数据共享交换平台升级和网络安全加固，"


def test_ruled_table_with_unit_head_and_places(paper, tables, rows):
    page = paper()
    page.paragraph(80, LONG)
    page.text(380, 140, "金额单位：人民币元")
    page.table(
        72, 150, WIDTHS, [["序号", "名称", "数量", "金额"], ["1", "服务器", "2", "1,200"], ["合计", "", "", "1,200"]]
    )
    block = tables(page.read())[0]
    assert rows(block) == [["序号", "名称", "数量", "金额"], ["1", "服务器", "2", "1,200"], ["合计", "", "", "1,200"]]
    assert (block.table.header_rows, block.table.unit) == (1, "元")
    cell = block.table.cells[5]
    assert (cell.text, cell.place.page, cell.place.table, cell.place.row, cell.place.column) == ("服务器", 1, 1, 2, 2)
    assert cell.place.bbox == (122.0, 170.0, 322.0, 190.0)
    assert cell.pieces[0].place.bbox[0] == pytest.approx(126, abs=0.2)


def test_table_over_three_pages_with_repeated_head_merged_label_and_total(paper, tables, rows):
    page = paper()
    page.paragraph(80, LONG)
    page.text(400, 140, "单位：万元")
    body = [[str(n), "硬件" if n <= 7 else "软件", f"设备{n}", "1", f"{n}.50"] for n in range(1, 12)]
    head = ["序号", "类别", "名称", "数量", "金额"]
    widths = [50, 80, 150, 70, 90]
    truth = [head, *body, ["合计", "", "", "", "71.50"]]
    # the merged labels run over the page breaks: 硬件 over rows 1 to 7, 软件 over rows 8 to 11
    chunks = [body[0:4], body[4:9], body[9:]]
    for number, chunk in enumerate(chunks):
        page.text(72, 40, "示例市政务云平台建设项目", 9)
        page.center(815, f"- {number + 1} -", 9)
        label = None
        grid: list[list[str | None]] = [list(head)]
        for row in chunk:
            shown = row[1] if number == 0 or row[0] == "8" else ""
            grid.append([row[0], None if row[1] == label else shown, *row[2:]])
            label = row[1]
        if number == 2:
            grid.append(["合计", "", "", "", "71.50"])
        page.table(72, 150 if number == 0 else 60, widths, grid)
        page.page()
    found = tables(page.read())
    assert len(found) == 1
    table = found[0].table
    assert rows(found[0]) == truth
    assert (table.header_rows, table.unit, table.rows) == (1, "万元", 13)
    assert {cell.place.page for cell in table.cells} == {1, 2, 3}
    spans = {cell.text: cell.row_span for cell in table.cells if cell.column == 2 and cell.row_span > 1}
    assert spans == {"硬件": 7, "软件": 4}


def test_row_cut_by_the_page_break_is_glued(paper, tables, rows):
    page = paper()
    page.table(72, 700, WIDTHS, [HEAD, ["1", "机架式服务器配置两颗处理器以及六百六", "2", "30.00"]], height=40)
    page.page()
    page.table(72, 60, WIDTHS, [["", "十四吉字节内存", "", ""], ["2", "交换机", "1", "5.00"]])
    found = tables(page.read())
    assert len(found) == 1
    assert rows(found[0])[1:] == [
        ["1", "机架式服务器配置两颗处理器以及六百六十四吉字节内存", "2", "30.00"],
        ["2", "交换机", "1", "5.00"],
    ]
    cell = next(cell for cell in found[0].table.cells if cell.text.startswith("机架式"))
    assert [piece.place.page for piece in cell.pieces] == [1, 2]


def test_next_row_with_an_empty_label_is_not_glued(paper, tables, rows):
    page = paper()
    page.table(72, 700, WIDTHS, [HEAD, ["1", "服务器", "2", "30.00"]], height=40)
    page.page()
    page.table(72, 60, WIDTHS, [["", "交换机", "1", "5.00"], ["3", "路由器", "1", "6.00"]])
    assert len(rows(tables(page.read())[0])) == 4


def test_tables_with_other_columns_or_text_between_are_two(paper, tables):
    page = paper()
    page.table(72, 700, WIDTHS, [HEAD, ["1", "服务器", "2", "30.00"]])
    page.page()
    page.paragraph(60, LONG)
    page.table(72, 120, WIDTHS, [HEAD, ["1", "交换机", "1", "5.00"]])
    page.page()
    page.table(72, 60, [100, 150, 80, 110], [["2", "路由器", "1", "6.00"], ["3", "机柜", "1", "7.00"]])
    assert len(tables(page.read())) == 3


def test_merged_cells_and_two_row_head(paper, tables, rows):
    page = paper()
    x = [72, 132, 232, 312, 392]
    for at in x:
        page.rule(at, 120 if at == 312 else 100, at, 160)
    for left, right, y in [(72, 392, 100), (232, 392, 120), (72, 392, 140), (72, 392, 160)]:
        page.rule(left, y, right, y)
    words = [
        (76, 124, "序号"), (136, 124, "名称"), (240, 114, "金额"), (236, 134, "单价"), (316, 134, "总价"),
        (76, 154, "1"), (136, 154, "服务器"), (236, 154, "10"), (316, 154, "20"),
    ]  # fmt: skip
    for left, y, text in words:
        page.text(left, y, text, 10)
    block = tables(page.read())[0]
    assert rows(block) == [
        ["序号", "名称", "金额", "金额"],
        ["序号", "名称", "单价", "总价"],
        ["1", "服务器", "10", "20"],
    ]
    assert block.table.header_rows == 2


def test_wrapped_cells_keep_their_own_text(paper, tables, rows):
    page = paper()
    grid = [
        ["名称", "规格", "金额"],
        ["政务云平\n台扩容", "两路服\n务器", "1,200,00\n0.00"],
        ["Data\nHub", "甲\n乙", "3"],
    ]
    page.table(72, 100, [80, 80, 48], grid, height=40)
    assert rows(tables(page.read())[0])[1:] == [
        ["政务云平台扩容", "两路服务器", "1,200,000.00"],
        ["Data Hub", "甲乙", "3"],
    ]


def test_watermark_over_a_table_stays_out_of_its_cells(paper, tables, rows):
    page = paper()
    grid = [HEAD, *[[str(n), f"设备{n}", "1", f"{n}.00"] for n in range(1, 20)]]
    page.askew("内部资料严禁外传")
    page.table(72, 250, WIDTHS, grid)
    page.askew("内部资料严禁外传", degrees=30)
    assert rows(tables(page.read())[0]) == grid


def test_frame_of_one_cell_is_text(paper, tables, body):
    page = paper()
    page.table(72, 100, [450], [[""]], height=120)
    page.paragraph(130, "本条所称质量保证期为两年，" + LONG, left=80, chars=34)
    document = page.read()
    assert tables(document) == []
    assert body(document)[0].startswith("本条所称质量保证期为两年")


def test_underlined_blanks_are_no_table(paper, tables, body):
    page = paper()
    for at in range(4):
        page.text(72, 100 + at * 24, f"{'甲乙丙丁'[at]}方：")
        page.rule(120, 102 + at * 24, 300, 102 + at * 24)
        page.rule(320, 102 + at * 24, 500, 102 + at * 24)
    document = page.read()
    assert tables(document) == []
    assert len(body(document)) == 4


def test_shading_is_no_rule(paper, tables):
    page = paper()
    page.canvas.setFillGray(0.9)
    for at in range(6):
        page.canvas.rect(72, 700 - at * 20, 400, 16, stroke=0, fill=1)
        page.canvas.rect(72, 700 - at * 20, 200, 16, stroke=0, fill=1)
    page.canvas.setFillGray(0)
    for at in range(6):
        page.text(80, 138 + at * 20, "阴影里的一行文字")
    assert tables(page.read()) == []


def test_rules_drawn_as_thin_filled_boxes(paper, tables, rows):
    page = paper()
    grid = [["名称", "金额"], ["服务器", "12"], ["交换机", "3"]]
    for at in range(4):
        page.canvas.rect(72, 700 - at * 20, 200, 0.7, stroke=0, fill=1)
    for at in range(3):
        page.canvas.rect(72 + at * 100, 640, 0.7, 60, stroke=0, fill=1)
    for at, row in enumerate(grid):
        for column, text in enumerate(row):
            page.text(78 + column * 100, 842 - 686 + at * 20, text)
    assert rows(tables(page.read())[0]) == grid


def test_table_without_side_rules(paper, tables, rows):
    page = paper()
    grid = [["名称", "数量", "金额"], ["服务器", "2", "12"], ["合计", "", "12"]]
    for at in range(4):
        page.rule(72, 100 + at * 20, 372, 100 + at * 20)
    for at in (1, 2):
        page.rule(72 + at * 100, 100, 72 + at * 100, 160)
    for at, row in enumerate(grid):
        for column, text in enumerate(row):
            page.text(78 + column * 100, 114 + at * 20, text)
    assert rows(tables(page.read())[0]) == grid


def test_table_without_rules_by_shared_columns(paper, tables, rows):
    page = paper()
    page.paragraph(80, LONG)
    grid = [
        ["科目", "2024年", "2025年"],
        ["基本支出", "120.50", "98.00"],
        ["项目支出", "30.00", "41.20"],
        ["合计", "150.50", "139.20"],
    ]
    for at, row in enumerate(grid):
        page.text(72, 160 + at * 20, row[0])
        page.right(300, 160 + at * 20, row[1])
        page.right(450, 160 + at * 20, row[2])
    block = tables(page.read())[0]
    assert rows(block) == grid
    assert block.table.header_rows == 1


def test_one_line_with_a_gap_is_no_table(paper, tables, body):
    page = paper()
    page.paragraph(80, LONG)
    page.text(72, 160, "甲方（盖章）：")
    page.text(330, 160, "乙方（盖章）：")
    page.paragraph(220, LONG)
    document = page.read()
    assert tables(document) == []
    assert len(body(document)) == 3


def test_landscape_page_and_rotated_page(paper, tables, rows):
    page = paper(842, 595)
    page.table(72, 100, WIDTHS, [HEAD, ["1", "服务器", "2", "30.00"]])
    page.page()
    page.canvas.setPageRotation(90)
    page.canvas.saveState()
    page.canvas.translate(842, 0)  # written up the page, displayed upright once the page is turned
    page.canvas.rotate(90)
    page.width, page.height = 595, 842
    page.table(72, 100, WIDTHS, [HEAD, ["2", "交换机", "1", "5.00"]])
    page.canvas.restoreState()
    page.page()
    found = tables(page.read())
    grids = [rows(block) for block in found]
    assert ["1", "服务器", "2", "30.00"] in grids[0]
    assert any(["2", "交换机", "1", "5.00"] in grid for grid in grids)


def test_header_in_a_ruled_table_is_furniture(paper, body, tables):
    page = paper()
    for number in range(1, 5):
        page.table(72, 30, [200, 200], [["示例市大数据中心", f"第{number}页 共4页"]])
        page.paragraph(150, LONG * number)
        page.page()
    document = page.read()
    assert tables(document) == []
    assert len(body(document)) >= 4
    assert sum(block.layer == "furniture" for block in document.blocks) == 8


def test_blank_form_has_a_head_and_a_sheet_of_labels_has_none(paper, tables):
    page = paper()
    page.table(72, 100, [100, 90, 90], [["项目名称", "投标总价（元）", "质保期"], ["", "", ""]])
    page.table(
        72,
        200,
        [90, 120, 90, 120],
        [["建设单位", "某中心", "联系人", "张三"], ["资金来源", "财政", "总投资", "120.00"]],
    )
    form, sheet = tables(page.read())
    assert (form.table.header_rows, form.table.unit) == (1, "元")
    assert sheet.table.header_rows == 0
