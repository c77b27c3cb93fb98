"""What the binary Word and the RTF reader have in common: paragraphs, cells and rows in order, made into blocks."""

from itertools import pairwise
from typing import NamedTuple

from extractor.document import Block, BlockKind, Cell, Layer, PartName, Piece, Place, Table
from extractor.readers.docx_heads import header_rows, unit_of
from extractor.readers.source import Limits

_TOLERANCE = 30  # twentieths of a point; cell edges nearer than this are one edge


class Edge(NamedTuple):
    """One cell of a row as the file shapes it: where it ends (twentieths of a point), and what it is merged into."""

    right: int
    down: bool = False
    across: bool = False


class Shape(NamedTuple):
    """The cells of a row; ``left`` is where the first one begins, in twentieths of a point. ``head``: repeated row."""

    left: int
    edges: tuple[Edge, ...]
    head: bool = False


class _Row(NamedTuple):
    cells: tuple[tuple[tuple[int, str], ...], ...]  # of each cell its paragraphs: (number in the part, text)
    shape: Shape | None


class Flow:
    """Collects the blocks of one part. Paragraphs are counted from 1, those in cells included.

    ``over`` names the limit that cut the content off, "" where none did.
    """

    def __init__(self, part: PartName, limits: Limits) -> None:
        self._part = part
        self._limits = limits
        self._blocks: list[Block] = []
        self._before: list[str] = []
        self._rows: list[_Row] = []
        self._cells: list[tuple[tuple[int, str], ...]] = []
        self._open: list[tuple[int, str]] = []
        self._paragraphs = 0
        self._tables = 0
        self.over = ""

    @property
    def in_row(self) -> bool:
        """Return whether a row has begun and not ended."""
        return bool(self._cells or self._open)

    def paragraph(self, text: str, *, level: int | None = None, contents: bool = False, number: str = "") -> None:
        """Add a paragraph outside tables; an empty one is only counted."""
        self._end_table()
        self._paragraphs += 1
        if not text.strip() and not number:
            return
        kind: BlockKind = "heading" if level is not None and not contents else "list_item" if number else "paragraph"
        layer: Layer = "contents" if contents else "body"
        place = Place(self._part, paragraph=self._paragraphs)
        level = None if contents else level
        self._blocks.append(Block(0, kind, text, place, layer=layer, level=level, number=number))
        self._before.append(text)

    def cell_paragraph(self, text: str, *, ends_cell: bool) -> None:
        """Add a paragraph of the cell that is being read."""
        self._paragraphs += 1
        self._open.append((self._paragraphs, text))
        if ends_cell:
            if len(self._cells) < self._limits.grid_columns:
                self._cells.append(tuple(self._open))
            else:
                self.over = f"表格超过{self._limits.grid_columns}列，其后的列没有读"
            self._open = []

    def end_row(self, shape: Shape | None) -> None:
        """Close the row; ``shape`` is None where the file does not tell it."""
        if self._open:
            self._cells.append(tuple(self._open))
            self._open = []
        if self._cells:
            if len(self._rows) < self._limits.grid_rows:
                self._rows.append(_Row(tuple(self._cells), shape))
            else:
                self.over = f"表格超过{self._limits.grid_rows}行，其后的行没有读"
        self._cells = []

    def finish(self) -> list[Block]:
        """Return the blocks, in order; a row cut off is kept."""
        self._end_table()
        return self._blocks

    def _end_table(self) -> None:
        if self.in_row:
            self.end_row(None)
        if not self._rows:
            return
        self._tables += 1
        table = _table(self._rows, self._part, self._tables, self._before[-3:])
        place = Place(self._part, table=self._tables)
        self._blocks.append(Block(0, "table", "", place, table=table))
        self._rows = []
        self._before = []


def _table(rows: list[_Row], part: PartName, number: int, before: list[str]) -> Table:
    """Return the rows on one grid: by their cells' edges where every row tells them, else one column a cell."""
    shaped = all(row.shape is not None and len(row.shape.edges) == len(row.cells) for row in rows)
    columns = _grid(rows) if shaped else {}
    done: list[Cell] = []
    above: dict[int, int] = {}  # first column -> index in done of the cell that reaches down to the next row
    for at, row in enumerate(rows, 1):
        here: dict[int, int] = {}
        left = row.shape.left if row.shape is not None else 0
        last: int | None = None
        for index, content in enumerate(row.cells):
            column, span, down, across = index + 1, 1, False, False
            if shaped and row.shape is not None:
                edge = row.shape.edges[index]
                column = columns[left]
                span = max(1, columns[max(left, edge.right)] - column)
                down, across = edge.down, edge.across
                left = max(left, edge.right)
            into = last if across else above.get(column) if down else None
            if into is not None:
                done[into] = _merged(done[into], content, at, column + span, part, number)
            else:
                into = len(done)
                done.append(_cell(at, column, span, content, part, number))
            here[done[into].column] = into
            last = into
        above = here
    width = max((cell.column + cell.column_span - 1 for cell in done), default=0)
    marked = 0
    while marked < len(rows) and (shape := rows[marked].shape) is not None and shape.head:
        marked += 1
    cells = tuple(done)
    return Table(cells, len(rows), width, header_rows(cells, len(rows), width, marked), unit_of(before, cells, width))


def _grid(rows: list[_Row]) -> dict[int, int]:
    """Return for every edge of the rows the column that begins there, counted from 1."""
    edges: set[int] = set()
    for row in rows:
        if row.shape is not None:
            left = row.shape.left
            edges.add(left)
            for cell in row.shape.edges:
                left = max(left, cell.right)
                edges.add(left)
    ordered = sorted(edges)
    columns = {ordered[0]: 1} if ordered else {}
    column = 1
    for before, edge in pairwise(ordered):
        column += edge - before > _TOLERANCE
        columns[edge] = column
    return columns


def _pieces(
    content: tuple[tuple[int, str], ...], part: PartName, table: int, row: int, column: int, text: str
) -> tuple[str, tuple[Piece, ...]]:
    """Return ``text`` with the paragraphs of ``content`` after it, and the pieces of what was added."""
    pieces = []
    for paragraph, written in content:
        if not written.strip():
            continue
        text += "\n" if text else ""
        place = Place(part, paragraph=paragraph, table=table, row=row, column=column)
        pieces.append(Piece(len(text), len(text) + len(written), place))
        text += written
    return text, tuple(pieces)


def _cell(row: int, column: int, span: int, content: tuple[tuple[int, str], ...], part: PartName, table: int) -> Cell:
    text, pieces = _pieces(content, part, table, row, column, "")
    first = content[0][0] if content else None
    place = pieces[0].place if pieces else Place(part, paragraph=first, table=table, row=row, column=column)
    return Cell(row, column, text, place, 1, span, pieces if len(pieces) > 1 else ())


def _merged(cell: Cell, content: tuple[tuple[int, str], ...], row: int, end: int, part: PartName, table: int) -> Cell:
    """Return ``cell`` grown over another one; what stands in that one is kept with it: nothing written is lost."""
    text, more = _pieces(content, part, table, row, cell.column, cell.text)
    pieces = cell.pieces
    if more:
        pieces = (*(pieces or ((Piece(0, len(cell.text), cell.place),) if cell.text else ())), *more)
    place = cell.place if cell.text or not more else more[0].place
    return Cell(
        row=cell.row,
        column=cell.column,
        text=text,
        place=place,
        row_span=max(cell.row_span, row - cell.row + 1),
        column_span=max(cell.column_span, end - cell.column),
        pieces=pieces if len(pieces) > 1 else (),
    )
