"""An HTML table onto a grid: row and column spans, and tables that only lay out a page told from tables of data."""

from msgspec import Struct

from extractor.document import Block, Cell, Piece, Place, Table
from extractor.readers.docx_heads import header_rows, unit_of

_LAYOUT_CELLS = 4  # a cell that holds a table of more cells than this is a frame around it


class HtmlCell(Struct):
    """A cell while it is read: where it starts on the grid, its spans, and its content in order."""

    row: int
    column: int
    row_span: int
    column_span: int
    content: list[Block]


class HtmlTable:
    """A table while it is read. ``columns`` and ``rows`` are the caps; what is over them is counted in ``cut``."""

    def __init__(self, rows: int, columns: int, *, presentation: bool) -> None:
        self._most_rows = rows
        self._most_columns = columns
        self._presentation = presentation
        self._rows = 0
        self._reach: dict[int, int] = {}  # the last row that a cell from above covers, by column
        self._heads = 0
        self._row_is_head = False
        self._row_cells = 0
        self._column = 1
        self.in_head = False
        self.cells: list[HtmlCell] = []
        self.cut = False

    def start_row(self) -> None:
        """Begin a row."""
        self._end_row()
        self._rows += 1
        self._column = 1
        self._row_is_head = True
        self._row_cells = 0

    def _end_row(self) -> None:
        if self._rows and self._row_cells and self._row_is_head and self._heads == self._rows - 1:
            self._heads = self._rows

    def start_cell(self, row_span: str | None, column_span: str | None, *, head: bool) -> list[Block]:
        """Begin a cell, in a row of its own where none was begun; return the list that takes its content."""
        if not self._rows:
            self.start_row()
        while self._reach.get(self._column, 0) >= self._rows:
            self._column += 1
        content: list[Block] = []
        if self._rows > self._most_rows or self._column > self._most_columns:
            self.cut = True
            return content
        across = min(_span(column_span), self._most_columns - self._column + 1)
        down = min(_span(row_span), self._most_rows - self._rows + 1)
        if down > 1:
            for column in range(self._column, self._column + across):
                self._reach[column] = self._rows + down - 1
        self.cells.append(HtmlCell(self._rows, self._column, down, across, content))
        self._row_is_head = self._row_is_head and (head or self.in_head)
        self._row_cells += 1
        self._column += across
        return content

    def finish(self, number: int, before: list[str]) -> tuple[list[Block], bool]:
        """Return the blocks the table becomes and whether the first of them is a table, numbered ``number``.

        ``before`` are the texts right above it. A frame that lays out a page gives its content in reading order.
        Tables inside cells follow the table they stand in.
        """
        self._end_row()
        filled = [cell for cell in self.cells if cell.content]
        if self._presentation or len(filled) <= 1 or any(map(_frames, filled)):
            return [block for cell in filled for block in cell.content], False
        rows = min(self._rows, self._most_rows)
        # columns in which no cell starts are no columns: a title may be said to span more than there are
        columns = max(cell.column for cell in self.cells)
        cells = tuple(_cell(cell, number, rows, columns) for cell in self.cells)
        heads = header_rows(cells, rows, columns, min(self._heads, rows - 1))
        table = Table(cells, rows, columns, heads, unit_of(before, cells, columns))
        inner = [block for cell in filled for block in cell.content if block.table is not None]
        return [Block(0, "table", "", Place(table=number), table=table), *inner], True


def _frames(cell: HtmlCell) -> bool:
    return any(block.table is not None and len(block.table.cells) > _LAYOUT_CELLS for block in cell.content)


def _cell(cell: HtmlCell, number: int, rows: int, columns: int) -> Cell:
    def place(block: Block) -> Place:
        return Place(paragraph=block.place.paragraph, table=number, row=cell.row, column=cell.column)

    text = ""
    pieces: list[Piece] = []
    for block in cell.content:
        if block.table is None:
            text += "\n" if text else ""
            pieces.append(Piece(len(text), len(text) + len(block.text), place(block)))
            text += block.text
    down, across = min(cell.row_span, rows - cell.row + 1), min(cell.column_span, columns - cell.column + 1)
    first = pieces[0].place if pieces else Place(table=number, row=cell.row, column=cell.column)
    return Cell(cell.row, cell.column, text, first, down, across, tuple(pieces) if len(pieces) > 1 else ())


def _span(text: str | None) -> int:
    """Return a span as browsers read it: digits at the start, at least 1, at most 65534."""
    digits = ""
    for character in (text or "").strip()[:9]:
        if not ("0" <= character <= "9"):
            break
        digits += character
    return min(max(int(digits or "1"), 1), 65_534)
