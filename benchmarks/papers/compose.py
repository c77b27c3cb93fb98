"""Three documents: a feasibility report with 40 budget tables, a construction plan, a contract."""

from collections.abc import Iterator
from decimal import Decimal

from benchmarks.papers.model import Grid, GridCell, Heading, Item, Paper, Text
from benchmarks.papers.words import GOODS, GROUPS, UNITS, Writer

HAN = "零一二三四五六七八九"
HEADS = ("序号", "类别", "名称", "规格说明", "单位", "数量", "单价", "金额")
WIDE_WIDTHS = (0.07, 0.12, 0.17, 0.27, 0.07, 0.08, 0.10, 0.12)
SPLIT_WIDTHS = (0.08, 0.28, 0.15, 0.15, 0.15, 0.19)


def feasibility(*, chapters: int = 7, tables: int = 40) -> Paper:
    """Return a feasibility report of about ten pages a chapter; one table in four runs over pages."""
    writer = Writer(11)
    items: list[Item] = []
    made = 0
    for chapter in range(1, chapters + 1):
        items.append(Heading(1, f"第{chapter}章", writer.title()))
        for section in range(1, 5):
            items.append(Heading(2, f"{chapter}.{section}", writer.title()))
            items += [*paragraphs(writer, 1), Text(writer.statement())]
            for part in range(1, 4):
                items.append(Heading(3, f"{chapter}.{section}.{part}", writer.title()))
                items += paragraphs(writer, 3)
                if part == 2:
                    items.append(Heading(4, f"{chapter}.{section}.{part}.1", writer.title()))
                    items += paragraphs(writer, 2)
            due = tables * ((chapter - 1) * 4 + section) // (chapters * 4)
            while made < due:
                made += 1
                items += table(writer, f"表{chapter}-{made}", long=made % 4 == 0, split=made % 3 == 0)
                items += paragraphs(writer, 1)
    return Paper(
        name="feasibility",
        title="云溪市政务协同平台项目可行性研究报告",
        header="云溪市政务协同平台项目可研报告　内部资料",
        footer="第 {page} 页 共 {pages} 页",
        scheme="decimal",
        items=tuple(items),
    )


def plan(*, chapters: int = 12, sections: int = 6) -> Paper:
    """Return a construction plan of some 17 pages a chapter, numbered 第一章, 一、, （一）."""
    writer = Writer(24)
    items: list[Item] = []
    made = 0
    for chapter in range(1, chapters + 1):
        items.append(Heading(1, f"第{han(chapter)}章", writer.title()))
        items += paragraphs(writer, 2)
        for section in range(1, sections + 1):
            items.append(Heading(2, f"{han(section)}、", writer.title()))
            items += paragraphs(writer, 2)
            for part in range(1, 5):
                items.append(Heading(3, f"（{han(part)}）", writer.title()))
                items += [*paragraphs(writer, 5), Text(writer.statement())]
                if part == 3:
                    items += [Text(writer.item(), f"{at}.", "item") for at in range(1, writer.random.randrange(4, 8))]
            if section % 3 == 0:
                made += 1
                items += table(writer, f"表{made}", long=made % 6 == 0, split=made % 2 == 0)
    return Paper(
        name="plan",
        title="青屿县城市运行管理项目建设方案",
        header="青屿县城市运行管理项目建设方案（送审稿）",
        footer="— {page} —",
        scheme="han",
        items=tuple(items),
    )


def contract(*, articles: int = 20, clauses: int = 11) -> Paper:
    """Return a contract of about a page an article, its numbers typed, with a watermark."""
    writer = Writer(37)
    items: list[Item] = [
        Text("甲方（采购人）：云溪市协同办公服务中心"),
        Text("乙方（供应商）：北岸数智工程有限公司"),
    ]
    for article in range(1, articles + 1):
        items.append(Heading(1, f"第{han(article)}条", writer.title()))
        items += [Text(writer.paragraph(), f"{article}.{clause}", "item") for clause in range(1, clauses + 1)]
        if article % 9 == 0:
            items += table(writer, f"表{article // 9}", long=False, split=False)
    return Paper(
        name="contract",
        title="云溪市协同办公系统采购合同",
        header="合同编号：YX-2031-0147",
        footer="{page} / {pages}",
        scheme="",
        items=tuple(items),
        watermark="仅供评审使用",
    )


def paragraphs(writer: Writer, count: int) -> Iterator[Text]:
    """Return ``count`` paragraphs, sometimes one less."""
    for _ in range(count - (writer.random.random() < 0.2)):
        yield Text(writer.paragraph())


def table(writer: Writer, number: str, *, long: bool, split: bool) -> Iterator[Item]:
    """Return a budget table with its caption and its unit; ``split`` with a head of two rows."""
    yield Text(f"{number} {writer.pick(GROUPS)}投资估算表", role="caption")
    yield Text("单位：万元", role="unit")
    count = writer.random.randrange(60, 130) if long else writer.random.randrange(4, 24)
    yield _split(writer, min(count, 70)) if split else _wide(writer, count)


def _wide(writer: Writer, count: int) -> Grid:
    """Return a table of goods in groups, each group one merged cell with its sum below."""
    cells = [GridCell(0, at, text) for at, text in enumerate(HEADS)]
    row, serial, total = 1, 0, Decimal(0)
    while serial < count:
        size = min(writer.random.randrange(3, 9), count - serial)
        cells.append(GridCell(row, 1, writer.pick(GROUPS), row_span=size))
        subtotal = Decimal(0)
        for _ in range(size):
            serial += 1
            number = writer.random.randrange(1, 40)
            price = Decimal(writer.random.randrange(10, 90_000)) / 100
            subtotal += number * price
            texts = {0: str(serial), 2: writer.pick(GOODS), 3: writer.spec(), 4: writer.pick(UNITS), 5: str(number)}
            texts |= {6: f"{price:.2f}", 7: f"{number * price:,.2f}"}
            cells += [GridCell(row, column, text) for column, text in texts.items()]
            row += 1
        total += subtotal
        cells += [GridCell(row, 0, "小计", column_span=7), GridCell(row, 7, f"{subtotal:,.2f}")]
        row += 1
    cells += [GridCell(row, 0, "合计", column_span=7), GridCell(row, 7, f"{total:,.2f}")]
    return _grid(cells, row + 1, 1, WIDE_WIDTHS)


def _split(writer: Writer, count: int) -> Grid:
    """Return a table whose head has two rows: amounts of three kinds under one title."""
    cells = [
        GridCell(0, 0, "序号", row_span=2),
        GridCell(0, 1, "工程或费用名称", row_span=2),
        GridCell(0, 2, "投资估算", column_span=3),
        GridCell(0, 5, "合计", row_span=2),
        *(GridCell(1, 2 + at, text) for at, text in enumerate(("软件费", "硬件费", "其他费用"))),
    ]
    totals = [Decimal(0)] * 4
    for at in range(count):
        amounts = [Decimal(writer.random.randrange(0, 400_000)) / 100 for _ in range(3)]
        amounts.append(sum(amounts, Decimal(0)))
        totals = [total + amount for total, amount in zip(totals, amounts, strict=True)]
        name = writer.pick(GOODS) + writer.random.choice(("", "", "（" + writer.pick(GROUPS) + "）"))
        texts = [str(at + 1), name, *(f"{amount:,.2f}" for amount in amounts)]
        cells += [GridCell(2 + at, column, text) for column, text in enumerate(texts)]
    row = 2 + count
    cells.append(GridCell(row, 0, "合　计", column_span=2))
    cells += [GridCell(row, 2 + at, f"{total:,.2f}") for at, total in enumerate(totals)]
    return _grid(cells, row + 1, 2, SPLIT_WIDTHS)


def _grid(cells: list[GridCell], rows: int, heads: int, widths: tuple[float, ...]) -> Grid:
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return Grid(ordered, rows, len(widths), heads, (rows - 1,), widths)


def han(number: int) -> str:
    """Return a number below 100 as Word counts in Chinese.

    >>> [han(number) for number in (3, 10, 14, 20, 36)]
    ['三', '十', '十四', '二十', '三十六']
    """
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else HAN[tens] + "十") + (HAN[ones] if ones else "")
