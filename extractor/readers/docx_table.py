"""A Word table onto a grid: spans, merges down by column, rows and cells in whatever wraps them."""

from collections.abc import Iterator
from typing import Any, Protocol

from extractor.document import Block, Cell, Piece, Place, Table
from extractor.readers import docx_names as n
from extractor.readers.docx_heads import header_rows, unit_of
from extractor.readers.docx_names import FALSE, VAL, W
from extractor.readers.docx_pictures import chosen
from extractor.readers.docx_story import Paragraph, Story, skip
from extractor.readers.docx_styles import is_on, whole_number
from extractor.readers.docx_tally import Tally
from extractor.readers.source import Limits

Element = Any  # an lxml element

_SPAN, _DOWN, _ACROSS, _GONE = (W + name for name in ("gridSpan", "vMerge", "hMerge", "cellDel"))
_SPLIT = "请拆分文件或表格后提交。"


class CellContent:
    """What the inside of a cell gives: its own paragraphs with their numbers, and the blocks that follow the table."""

    __slots__ = ("after", "paragraphs")

    def __init__(self, paragraphs: list[tuple[Paragraph, str]], after: list[Block]) -> None:
        self.paragraphs = paragraphs
        self.after = after


class ContentReader(Protocol):
    """Whoever reads the inside of a cell, for the table reader."""

    def cell(self, element: Element, story: Story, depth: int) -> CellContent:
        """Return the content of one w:tc."""


class _Cell:
    __slots__ = ("column", "column_span", "first", "number", "physical_row", "row", "row_span", "texts")

    def __init__(self, row: int, column: int, column_span: int, physical_row: int) -> None:
        self.row = row
        self.column = column
        self.row_span = 1
        self.column_span = column_span
        self.physical_row = physical_row
        self.first: int | None = None
        self.number = ""
        # (paragraph, text, joined to the text before without a line break: the mark between them is deleted)
        self.texts: list[tuple[int, str, bool]] = []


class _Row:
    __slots__ = ("before", "deleted", "head", "hidden", "inserted")

    def __init__(self, element: Element) -> None:
        self.before = 0
        self.deleted = self.head = self.hidden = self.inserted = False
        for properties in element.iterchildren(n.TRPR):
            for child in properties:
                tag = child.tag
                if tag == n.DEL:
                    self.deleted = True
                elif tag == n.INS:
                    self.inserted = True
                elif tag == W + "tblHeader":
                    self.head = is_on(child)
                elif tag == W + "hidden":
                    self.hidden = is_on(child)
                elif tag == W + "gridBefore":
                    self.before = max(0, whole_number(child.get(VAL)) or 0)


class TableReader:
    """Reads the tables of one file; ``reader`` reads the inside of their cells."""

    def __init__(self, reader: ContentReader, tally: Tally, limits: Limits) -> None:
        self._reader = reader
        self._tally = tally
        self._limits = limits
        self._cells = 0  # of the whole file

    def read(self, element: Element, story: Story, depth: int, before: list[str]) -> list[Block]:
        """Return the table as a block, and after it the blocks of the tables and text boxes inside its cells.

        ``before`` are the paragraphs right before the table. A row's place counts every row of the file; its number
        on the grid leaves deleted and hidden rows out.
        """
        story.scope.tables += 1
        number = story.scope.tables
        place = story.scope.place(None, number)
        cells: list[_Cell] = []
        after: list[Block] = []
        above: dict[int, _Cell] = {}
        rows = physical = marked = 0
        for row in wrapped(element, n.TR, story, self._tally):
            physical += 1
            marks = _Row(row)
            if marks.deleted or marks.hidden:
                self._leave_out(row, marks, story, place)
                continue
            if marks.inserted:
                self._tally.inserted(place)
            if rows >= self._limits.grid_rows or self._cells >= self._limits.cells:
                message = f"表{number}超过{self._limits.grid_rows}行，其后的行没有读；{_SPLIT}"
                if self._cells >= self._limits.cells:
                    message = f"文件的单元格超过{self._limits.cells}个，表{number}其后的行没有读；{_SPLIT}"
                self._tally.lose(place, "limit", message)
                skip(row, story)
                continue
            rows += 1
            marked += marks.head and marked == rows - 1
            known = len(cells)
            above = self._row(row, marks, (rows, physical, number), story, depth, above, cells, after)
            self._cells += len(cells) - known
        columns = max((cell.column + cell.column_span - 1 for cell in cells), default=0)
        done = tuple(self._finish(cell, number, story) for cell in cells)
        if not done:
            return after
        table = Table(done, rows, columns, header_rows(done, rows, columns, marked), unit_of(before, done, columns))
        layer = "furniture" if story.furniture else "body"
        return [Block(0, "table", "", place, layer=layer, table=table), *after]  # type: ignore[arg-type]  # one of two literals

    def _row(
        self,
        row: Element,
        marks: _Row,
        numbers: tuple[int, int, int],
        story: Story,
        depth: int,
        above: dict[int, _Cell],
        cells: list[_Cell],
        after: list[Block],
    ) -> dict[int, _Cell]:
        """Read one row; return the cells that reach it by their first column, for merges of the next row."""
        grid_row, physical, number = numbers
        limit = self._limits.grid_columns
        column = min(marks.before, limit) + 1
        here: dict[int, _Cell] = {}
        left: _Cell | None = None
        for element in wrapped(row, n.TC, story, self._tally):
            span, down, across, gone = _read_cell(element)
            if column > limit:
                message = f"表{number}超过{limit}列，其后的列没有读；{_SPLIT}"
                self._tally.lose(story.scope.place(None, number), "limit", message)
                skip(element, story)
                continue
            span = min(span, limit - column + 1)
            if gone:
                self._tally.deleted(story.scope.place(None, number))
                skip(element, story)
                column += span
                continue
            cell = above.get(column) if down else None
            if across and left is not None:
                cell = left
                cell.column_span += span
            elif cell is not None:
                cell.row_span = grid_row - cell.row + 1
            else:
                cell = _Cell(grid_row, column, span, physical)
                cells.append(cell)
            here[cell.column] = cell
            left = cell
            column += span
            # what stands in a cell that is merged into another is kept with that one: nothing written is lost
            content = self._reader.cell(element, story, depth)
            _fill(cell, content)
            after.extend(content.after)
        return here

    def _leave_out(self, row: Element, marks: _Row, story: Story, place: Place) -> None:
        if marks.deleted:
            self._tally.deleted(place)
        else:
            self._tally.hide(place, sum(len(text.text or "") for text in row.iter(n.T)))
        skip(row, story)

    def _finish(self, cell: _Cell, number: int, story: Story) -> Cell:
        part, fixed = story.scope.part, story.scope.fixed

        def place(paragraph: int | None) -> Place:
            if fixed is not None:
                return fixed
            return Place(part, paragraph=paragraph, table=number, row=cell.physical_row, column=cell.column)

        if len(cell.texts) == 1:
            at, text, _ = cell.texts[0]
            return Cell(cell.row, cell.column, text, place(at), cell.row_span, cell.column_span, (), cell.number)
        text = ""
        pieces: list[Piece] = []
        for paragraph, written, joined in cell.texts:
            text += "\n" if text and not joined else ""
            pieces.append(Piece(len(text), len(text) + len(written), place(paragraph)))
            text += written
        return Cell(
            cell.row,
            cell.column,
            text,
            pieces[0].place if pieces else place(cell.first),
            cell.row_span,
            cell.column_span,
            tuple(pieces),
            cell.number,
        )


def _fill(cell: _Cell, content: CellContent) -> None:
    for paragraph, number in content.paragraphs:
        if cell.first is None:
            cell.first = paragraph.number
        if number and not cell.number and not cell.texts:
            cell.number = number
        if paragraph.is_blank():
            continue
        if len(paragraph.parts) == 1:
            cell.texts.append((paragraph.number, paragraph.text, False))
            continue
        joined = False
        for at, text in paragraph.parts:
            if text:
                cell.texts.append((at, text, joined))
                joined = True


def _read_cell(element: Element) -> tuple[int, bool, bool, bool]:
    """Return (columns spanned, merged into the cell above, merged into the cell before, deleted)."""
    span, down, across, gone = 1, False, False, False
    for properties in element:
        if properties.tag != n.TCPR:
            break  # the properties stand first
        for child in properties:
            tag = child.tag
            if tag == _SPAN:
                span = max(1, whole_number(child.get(VAL)) or 1)
            elif tag == _DOWN:
                down = child.get(VAL) in (None, "", "continue")
            elif tag == _ACROSS:
                across = child.get(VAL) in (None, "", "continue")
            elif tag == _GONE:
                gone = child.get(VAL) not in FALSE
    return span, down, across, gone


def wrapped(parent: Element, wanted: str, story: Story, tally: Tally) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, in whatever content controls and changes wrap them."""
    for element in parent:
        tag = element.tag
        if tag == wanted:
            yield element
        elif tag == n.P:
            story.scope.paragraphs += 1
            message = "表格结构损坏，单元格之外的文字没有读；请用Word或WPS打开修复并另存后提交。"
            tally.lose(story.scope.place(story.scope.paragraphs), "corrupt", message)
            skip(element, story)
        elif tag in (n.DEL, n.MOVE_FROM):
            tally.deleted(story.scope.place(story.scope.paragraphs or None))
            skip(element, story)
        elif tag == n.ALTERNATE:
            yield from wrapped(chosen(element), wanted, story, tally)
        elif len(element) and tag not in (n.TRPR, n.TBLPR, n.SDT_PR, n.TC, n.TR):
            yield from wrapped(element, wanted, story, tally)
