"""The findings as a spreadsheet for a person: 概览, 结论, 事实, 预算检查, 未读, and 说明 on what ran.

The rows of all sheets wait in files without a name until all submissions are judged, and the workbook is written row
by row: no more than a row is held, whatever the number of submissions. Everything is text or a number, never a
formula; a link only opens a file that is there, or a place in the workbook.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO, cast

import msgspec
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from review.entries import tool
from review.layout import width
from review.reporters import Checked, Ending, Look, Sink
from review.reporters.cells import Cell, Links, Row, Style, text_cell
from review.reporters.tables import (
    FACTS,
    FINDINGS,
    ORDER,
    OVERVIEW,
    SUMS,
    UNREAD,
    Sheet,
    View,
    fact_rows,
    finding_rows,
    overview_rows,
    sum_rows,
    unread_rows,
)
from review.reporters.words import KIND_WORDS

MOST_ROWS = 1_048_576  # of a sheet, the format's own limit, the head included
MOST_LINKS = 20_000  # of a sheet: the format allows 65,530, and each is held until the end
HIGHEST = 8  # lines of a row; what is longer is read in the cell
LINE = 13.5  # points, of a font of ten
HEAD = 24.0  # points, the height of a sheet's head
ABOUT = Sheet("说明", (("项目", 22), ("内容", 110)), kept=0, printed=2)
# no clock: the same input gives the same bytes
MADE = datetime(1980, 1, 1)  # noqa: DTZ001  the format takes no zone
FONT = "等线"
_BASE: dict[str, object] = {"font_name": FONT, "font_size": 10, "valign": "top", "border": 1, "border_color": "#D9D9D9"}
_FILLS = {
    "fail": ("#9C0006", "#FFC7CE"),
    "review": ("#7F6000", "#FFEB9C"),
    "open": ("#1F4E78", "#DDEBF7"),
    "pass": ("#006100", "#C6EFCE"),
    "notApplicable": ("#595959", "#EDEDED"),
}
LOOKS: dict[Style, dict[str, object]] = {
    "text": {**_BASE, "text_wrap": True},
    "plain": {**_BASE, "align": "left"},
    "count": {**_BASE, "align": "center"},
    "money": {**_BASE, "num_format": "#,##0.00"},
    "head": {**_BASE, "bold": True, "valign": "vcenter", "font_color": "#FFFFFF", "bg_color": "#305496"},
    "title": {**_BASE, "bold": True},
    **{
        cast("Style", kind): {**_BASE, "align": "center", "bold": kind == "fail", "font_color": ink, "bg_color": fill}
        for kind, (ink, fill) in _FILLS.items()
    },
}  # fmt: skip
_OF_A_ROW = ("row_info", "row_sizes", "set_rows")  # where versions of the library keep what is said of a row
MEANINGS = {
    "fail": "要求没有达到。",
    "review": "须由人判断：表述不明、前后矛盾、跨越限值，或只能判断一部分。",
    "open": "没有判断：应载明的材料没有提交，或没有读到。",
    "pass": "要求已经达到。",
    "notApplicable": "不在适用范围、当日没有施行，或属于其他阶段。",
}


class Waiting:
    """The rows of a sheet until they are written."""

    def __init__(self, sheet: Sheet, store: BinaryIO) -> None:
        self.sheet = sheet
        self.count = 0
        self._store = store
        self._encoder = msgspec.msgpack.Encoder()

    def take(self, rows: Iterable[Row]) -> None:
        """Keep more rows."""
        for row in rows:
            line = self._encoder.encode(row)
            self._store.write(len(line).to_bytes(4, "big") + line)
            self.count += 1

    def rows(self) -> Iterator[Row]:
        """Give the rows back, in order."""
        decoder = msgspec.msgpack.Decoder(Row)
        self._store.seek(0)
        while size := self._store.read(4):
            yield decoder.decode(self._store.read(int.from_bytes(size, "big")))


class Xlsx:
    """Keeps the rows of each submission as it comes; at the end writes the workbook."""

    def __init__(self, sink: Sink, look: Look) -> None:
        self._sink = sink
        self._look = look
        self._links = Links(look.folder)
        sheets = (OVERVIEW, FINDINGS, FACTS, SUMS, UNREAD)
        self._waiting = {sheet.name: Waiting(sheet, look.aside()) for sheet in sheets}

    def add(self, checked: Checked) -> None:
        """Keep the rows of one submission."""
        view = View(checked, self._links.of_submission(checked.entry), self._links.of_documents(checked.entry))
        row = self._waiting[FINDINGS.name].count + 2  # from 1, the head first
        self._waiting[OVERVIEW.name].take(overview_rows(view, row if row <= MOST_ROWS else None))
        self._waiting[FINDINGS.name].take(finding_rows(view))
        self._waiting[FACTS.name].take(fact_rows(view))
        self._waiting[SUMS.name].take(sum_rows(view, self._look.sums))
        self._waiting[UNREAD.name].take(unread_rows(view))

    def close(self, ending: Ending) -> None:
        """Write the workbook. Raises OSError where the disk does not take it."""
        whole = self._look.aside()
        with tempfile.TemporaryDirectory() as folder:
            workbook = xlsxwriter.Workbook(
                whole,
                {
                    "constant_memory": True,
                    "tmpdir": folder,
                    "strings_to_formulas": False,
                    "strings_to_urls": False,
                    "strings_to_numbers": False,
                    "max_url_length": 2079,
                },
            )
            try:
                self._write(workbook, ending)
            except BaseException:
                for sheet in workbook.worksheets():
                    sheet._opt_close()  # the library closes them only where all goes well
                raise
            try:
                workbook.close()
            except FileCreateError as error:
                raise _cause(error) from error
        whole.seek(0)
        shutil.copyfileobj(whole, cast("BinaryIO", self._sink), 1 << 20)

    def _write(self, workbook: Workbook, ending: Ending) -> None:
        workbook.use_zip64()
        workbook.set_properties({"title": "审阅报告", "created": MADE, "comments": ""})
        workbook.set_calc_mode("auto")
        looks = {style: workbook.add_format(look) for style, look in LOOKS.items()}
        linked = {
            style: workbook.add_format(
                {**look, "underline": 1, **({"font_color": "#0563C1"} if style == "text" else {})}
            )
            for style, look in LOOKS.items()
        }
        told: list[Row] = []
        for waiting in self._waiting.values():
            page = Page(workbook.add_worksheet(waiting.sheet.name), waiting.sheet, looks, linked)
            page.fill(waiting.rows(), waiting.count)
            told += page.told
        about = tuple(_about(ending, told))
        Page(workbook.add_worksheet(ABOUT.name), ABOUT, looks, linked).fill(about, len(about))


class Page:
    """A sheet that is being written; ``told`` says afterwards what it could not hold."""

    def __init__(self, sheet: Worksheet, plan: Sheet, looks: dict[Style, Format], linked: dict[Style, Format]) -> None:
        self._sheet = sheet
        self._plan = plan
        self._looks = looks
        self._linked = linked
        self._links = 0
        self._unlinked = 0
        self.told: list[Row] = []
        for column, (_, wide) in enumerate(plan.columns):
            sheet.set_column(column, column, wide)
        sheet.freeze_panes(1, plan.kept)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L{plan.name}&R第&P页，共&N页")

    def fill(self, rows: Iterable[Row], count: int) -> None:
        """Write the head and ``count`` rows, or as many as a sheet holds and how many more there are."""
        heads = tuple(Cell(head, "head") for head, _ in self._plan.columns)
        self._row(0, heads)
        room = MOST_ROWS - 1 if count < MOST_ROWS else MOST_ROWS - 2
        for number, row in enumerate(rows, start=1):
            if number > room:
                words = f"表格已到行数上限，还有{count - room}行没有列出；全部内容见 CSV 或 JSON 报告。"
                self._row(number, (Cell(words, "title"),))
                self._tell(words)
                break
            self._row(number, row)
        last = min(count, MOST_ROWS - 1)
        self._sheet.autofilter(0, 0, last, len(self._plan.columns) - 1)
        self._sheet.print_area(0, 0, last, self._plan.printed - 1)
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
        if self._unlinked:
            self._tell(f"链接已到{MOST_LINKS}个，其后的{self._unlinked}处没有链接，请按文件名打开。")

    def _tell(self, words: str) -> None:
        self.told.append((Cell(f"“{self._plan.name}”表", "title"), text_cell(words)))

    def _row(self, number: int, row: Row) -> None:
        # no program counts the lines of a row in the same way, and some not at all: the height is told, by what is seen
        # first; what stands far to the right makes no row tall
        seen = zip(row[: self._plan.printed], self._plan.columns, strict=False)
        lines = min(HIGHEST, max(_lines(cell.value, wide) for cell, (_, wide) in seen))
        self._sheet.set_row(number, HEAD if number == 0 else lines * LINE + 3)
        for column, cell in enumerate(row):
            self._cell(number, column, cell)
        for known in _OF_A_ROW:  # the row before is written; the library would keep its height to the end
            getattr(self._sheet, known, {}).pop(number - 1, None)

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        look = self._looks[cell.style]
        link = self._link(cell)
        if cell.value is None:
            self._sheet.write_blank(row, column, None, look)
        elif link is not None:
            text = _not_markup(str(cell.value))
            self._sheet.write_url(row, column, link, self._linked[cell.style], string=text)
            if not isinstance(cell.value, str):
                self._sheet.write_number(row, column, cell.value, self._linked[cell.style])
        elif isinstance(cell.value, str):
            self._sheet.write_string(row, column, _not_markup(cell.value), look)
        else:
            self._sheet.write_number(row, column, cell.value, look)

    def _link(self, cell: Cell) -> str | None:
        if cell.link is None or cell.value is None:
            return None
        if self._links >= MOST_LINKS:
            self._unlinked += 1
            return None
        self._links += 1
        return cell.link


def _not_markup(text: str) -> str:
    """Return ``text`` so that the library does not take it for its own rich text, which it writes as it is.

    >>> _not_markup("<r><t>1</t></r>"), _not_markup("<r>")
    ('<r><t>1</t></r> ', '<r>')
    """
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _lines(value: str | float | None, wide: int) -> int:
    """Return about how many lines a text takes in a column ``wide`` characters wide."""
    if not isinstance(value, str):
        return 1
    if len(value) > HIGHEST * wide:
        return HIGHEST
    # a line ends before a character that does not fit: about one cell of each is lost
    return sum(max(1, -(-width(line) // (wide - 1))) for line in value.split("\n"))


def _about(ending: Ending, told: Iterable[Row]) -> Iterator[Row]:
    own, totals = tool(), ending.totals

    def line(name: str, text: str) -> Row:
        return Cell(name, "title"), text_cell(text)

    counts = "，".join(f"{KIND_WORDS[kind]}{totals.kinds[kind]}项" for kind in ORDER)
    yield line("程序", f"{own.name} {own.version}")
    yield line(
        "合计", f"{totals.submissions}份报送材料，{totals.documents}份文件，其中{totals.unread}份没有读完；{counts}。"
    )
    for book in ending.rulebooks:
        yield line("依据", f"{book.title}（{book.id}，{book.hash}）")
    for kind in ORDER:
        yield Cell(KIND_WORDS[kind], kind), text_cell(MEANINGS[kind])
    yield line("位置", "页、行、列、段、单元格均从1数起；原文照录，可在所指位置核对。")
    yield line("链接", "文件名的链接指向生成报告时文件所在的位置；压缩包里的文件没有链接。移动文件后链接失效。")
    yield line("单元格", "控制字符和改变文字方向的字符没有写入；超过32767个字符的文字截断。")
    yield from told


def _cause(error: FileCreateError) -> OSError:
    """Return the disk's own error, which the library hides in its own."""
    cause = error.args[0] if error.args else None
    return cause if isinstance(cause, OSError) else OSError(str(error))
