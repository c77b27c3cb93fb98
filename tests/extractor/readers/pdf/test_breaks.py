"""Where pages and lines break: merged cells cut, rows that only look cut, words that run over, slanted letters."""

HEAD = ["序号", "类别", "名称", "金额"]
WIDTHS = [50, 80, 200, 100]
LEFT = 72


def frame(page, y, rows, *, open_below=(), height=20):
    """Rule and fill a grid, None for a cell that goes on; columns in ``open_below`` have no rule at its foot."""
    xs = [LEFT]
    for width in WIDTHS:
        xs.append(xs[-1] + width)
    bottom = y + height * len(rows)
    for x in xs:
        page.rule(x, y, x, bottom)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text is not None:
                page.rule(xs[column], y + number * height, xs[column + 1], y + number * height)
                page.text(xs[column] + 4, y + number * height + 14, text, 10)
    for column in range(len(WIDTHS)):
        if column not in open_below:
            page.rule(xs[column], bottom, xs[column + 1], bottom)
    return bottom


def filled(table):
    grid = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row - 1, cell.row - 1 + cell.row_span):
            for column in range(cell.column - 1, cell.column - 1 + cell.column_span):
                grid[row][column] = cell.text
    return grid


def test_merged_cell_without_floor_at_the_page_break_keeps_its_label(paper, tables):
    page = paper()
    frame(page, 700, [HEAD, ["1", "硬件", "服务器", "3.00"], ["2", None, "交换机", "2.00"]], open_below={1})
    page.page()
    frame(page, 60, [HEAD, ["3", "", "存储", "4.00"], ["4", "软件", "授权", "1.00"]])
    (block,) = tables(page.read())
    assert filled(block.table)[1:] == [
        ["1", "硬件", "服务器", "3.00"],
        ["2", "硬件", "交换机", "2.00"],
        ["3", "硬件", "存储", "4.00"],
        ["4", "软件", "授权", "1.00"],
    ]


def test_text_that_hangs_out_of_a_cut_cell_belongs_to_it(paper, tables, body):
    page = paper()
    y = frame(page, 700, [HEAD, ["1", "应用软件", "服务器", "3.00"]], open_below={1})
    page.text(LEFT + 54, y + 8, "开发", 10)
    page.page()
    frame(page, 60, [HEAD, ["2", "", "存储", "4.00"], ["3", None, "授权", "1.00"]])
    document = page.read()
    (block,) = tables(document)
    assert [row[1] for row in filled(block.table)][1:] == ["应用软件开发"] * 3
    assert body(document) == []


def test_gap_between_boxes_is_no_cell(paper, tables):
    page = paper()
    for left in (72, 300):
        for x in (left, left + 60, left + 120):
            page.rule(x, 300, x, 340)
        for y in (300, 320, 340):
            page.rule(left, y, left + 120, y)
        page.text(left + 4, 314, "甲")
        page.text(left + 64, 314, "乙")
        page.text(left + 4, 334, "丙")
    page.rule(192, 320, 300, 320)  # a connecting line, as in a chart
    page.text(220, 316, "连线说明")
    for block in tables(page.read()):
        assert all("连线说明" not in cell.text for cell in block.table.cells)


def test_group_that_begins_in_the_last_row_of_a_page_is_not_glued(paper, tables):
    page = paper()
    frame(page, 700, [HEAD, ["8", "软件", "授权", "1.00"], ["9", "硬件", "服务器", "30.00"]], open_below={1})
    page.page()
    frame(page, 60, [["10", "", "交换机", "22.00"], ["11", None, "电源", "2.00"], ["12", "服务", "运维", "5.00"]])
    (block,) = tables(page.read())
    assert [row[0] for row in filled(block.table)] == ["序号", "8", "9", "10", "11", "12"]
    assert [row[1] for row in filled(block.table)][2:] == ["硬件", "硬件", "硬件", "服务"]


def test_amount_broken_by_the_page_is_one_amount(paper, tables):
    page = paper()
    frame(page, 700, [HEAD, ["1", "硬件", "服务器", "1,234,567,890,12"]])
    page.page()
    frame(page, 60, [["", "", "", "3.50"], ["2", "软件", "授权", "1.00"]])
    (block,) = tables(page.read())
    assert [row[3] for row in filled(block.table)][1:] == ["1,234,567,890,123.50", "1.00"]


def test_figure_that_runs_over_its_cell_stays_whole(paper, tables):
    page = paper()
    frame(page, 100, [HEAD, ["1", "硬件", "服务器", ""], ["2", "软件", "授权", "5.00"]])
    page.right(LEFT + 430 + 12, 134, "1,056,001,234.99")  # its last figures stand right of the table
    (block,) = tables(page.read())
    assert filled(block.table)[1][3] == "1,056,001,234.99"


def test_rows_that_fill_their_narrow_cells_are_not_glued(paper, tables, rows):
    page = paper()
    widths = [20, 30, 42, 46, 60]
    page.table(LEFT, 740, widths, [["序", "类别", "名称", "金额", "备注"], ["9", "硬件", "服务器", "330.00", "进口"]])
    page.page()
    page.table(LEFT, 60, widths, [["10", "软件", "数据库", "222.00", ""], ["11", "软件", "中间件", "111.00", ""]])
    (block,) = tables(page.read())
    assert [row[0] for row in rows(block)] == ["序", "9", "10", "11"]


def test_line_that_ends_before_an_unbreakable_quotation_goes_on(paper, body):
    page = paper()
    page.paragraph(
        80, "政务信息化项目应当统筹规划集约建设并按照网络安全等级保护要求落实质量保证期内的各项运维服务内容" * 3
    )
    line = "各级部门应当按照统一规划分步实施的要求推进系统整合力争用两年实"
    assert len(line) == 31  # three less than fit
    page.text(96, 200, line)
    page.text(72, 220, "现“一网统管”，并形成长效机制。")
    assert body(page.read())[-1] == line + "现“一网统管”，并形成长效机制。"


def test_slanted_letter_is_taken_out_of_the_line_it_was_hung_into(paper, body):
    page = paper()

    def slanted(x, up, text):
        page.canvas.saveState()
        page.canvas.translate(x, up)
        page.canvas.rotate(45)
        page.canvas.setFillGray(0.8)
        page.canvas.setFont("STSong-Light", 54)
        page.canvas.drawString(0, 0, text)
        page.canvas.restoreState()

    for at, letter in enumerate("内部资料传"):  # each letter a text object of its own, as browsers write them
        slanted(200 + at * 38.2, 500 + at * 38.2, letter)
    for at, letter in enumerate("示例市政务协同平台项目可行性研究报告"):
        page.text(72 + at * 24, 842 - 500 - 4 * 38.2, letter, 24)
    document = page.read()
    assert body(document) == ["示例市政务协同平台项目可行性研究报告"]
