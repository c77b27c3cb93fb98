"""What stands on a sheet: titles, notes and tables, told apart by blank rows and by how the rows are filled.

A sheet is one large grid; people put a title over it, the unit under the title, the table, a note below, and the next
table after a blank row. Pure functions on the cells: rows and columns count from 1 as on the sheet.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

Position = tuple[int, int]

_LABEL = re.compile(r"[^：:]{1,16}[：:]")
_UNIT_NOTE = re.compile(r"[（(]?\s*(?:金额)?\s*单\s*位\s*[:：]?.{0,14}")
_NOTE = re.compile(r"\s*(?:注|备注|说明|填表|编制|附注|温馨提示|\*|※)")
_TABLE_TITLE = re.compile(r"\s*(?:附\s*)?表\s*(?:[\d一二三四五六七八九十]{1,3}(?:[-—.．]\d{1,2})?)(?![\d年月])")
_LONG = 40
_GAP = 2  # blank rows that may stand inside one table


class SheetCell(Struct, frozen=True):
    """A cell with its text; one that is merged over others has their spans, and those are not there."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1

    @property
    def filled(self) -> bool:
        """Tell whether there is any text."""
        return bool(self.text.strip())


class Area(Struct, frozen=True):
    """A part of a sheet: lines of text (``is_table`` False) or a table over ``columns`` (first, last) of the sheet."""

    is_table: bool
    rows: tuple[tuple[SheetCell, ...], ...]
    columns: tuple[int, int]


class _Row(Struct, frozen=True):
    number: int
    cells: tuple[SheetCell, ...]

    @property
    def count(self) -> int:
        return len(self.cells)

    @property
    def width(self) -> int:
        return sum(cell.column_span for cell in self.cells)

    @property
    def last(self) -> int:
        return max((cell.row + cell.row_span - 1 for cell in self.cells), default=self.number)


def areas(cells: Sequence[SheetCell]) -> list[Area]:
    """Return the areas of a sheet in order. ``cells`` are its cells with text, row by row.

    Rows of a table hold its cells with text only; a row over which nothing but a merged cell reaches is empty.
    """
    by_row: dict[int, list[SheetCell]] = {}
    for cell in cells:
        if cell.filled:
            by_row.setdefault(cell.row, []).append(cell)
    regions: list[list[_Row]] = []
    reach = 0
    for number in sorted(by_row):
        row = _Row(number, tuple(by_row[number]))
        if regions and number <= reach + 1:
            regions[-1].append(row)
        else:
            regions.append([row])
        reach = max(reach, row.last)
    found: list[Area] = []
    for region in regions:
        for part in _at_titles(region):
            _take(part, found)
    return found


def _take(region: list[_Row], found: list[Area]) -> None:
    """Append the lines, the table and the notes of a region."""
    width = max(row.cells[-1].column + row.cells[-1].column_span for row in region) - min(
        row.cells[0].column for row in region
    )
    first = 0
    while first < len(region) and _is_caption(region, first, width):
        first += 1
    last = len(region)
    while last - first > 1 and _is_note(region[last - 1], width):
        last -= 1
    if last - first == 1 and region[first].count == 1:
        first = last  # one cell is no table
    table = region[first:last]
    _lines(region[:first], found)
    if table and not _joined(table, found, alone=first == 0):
        found.append(_area(table))
    _lines(region[last:], found)


def _lines(rows: list[_Row], found: list[Area]) -> None:
    if rows:
        area = _area(rows)
        found.append(Area(is_table=False, rows=area.rows, columns=area.columns))


def _area(rows: list[_Row]) -> Area:
    """Return rows as a table: with empty rows where the sheet has rows without text between them."""
    first, last = rows[0].number, max(row.last for row in rows)
    by_number = {row.number: row.cells for row in rows}
    left = min(cell.column for row in rows for cell in row.cells)
    right = max(cell.column + cell.column_span - 1 for row in rows for cell in row.cells)
    return Area(is_table=True, rows=tuple(by_number.get(n, ()) for n in range(first, last + 1)), columns=(left, right))


def _is_caption(region: list[_Row], at: int, width: int) -> bool:
    """Tell whether a row stands over a table: alone in its row, or labels with values and a unit in a wide sheet."""
    row = region[at]
    below = region[at + 1 :]
    if row.count == 1:
        cell = row.cells[0]
        reaches_beside = any(other.number <= row.last for other in below)
        return not _is_figure(cell.text) and not (reaches_beside and cell.column_span < width)
    said = all(_LABEL.match(cell.text) or _UNIT_NOTE.fullmatch(cell.text.strip()) for cell in row.cells)
    if not said or any(cell.text.rstrip().endswith(("：", ":")) for cell in row.cells):
        return False
    return not below or row.count < max(other.count for other in below)


def _is_note(row: _Row, width: int) -> bool:
    """Tell whether a row stands under a table: one cell over most of it, or a text that says that it is a note."""
    if row.count != 1:
        return False
    cell = row.cells[0]
    return 2 * cell.column_span > width > 1 or bool(_NOTE.match(cell.text)) or len(cell.text) > _LONG


def _at_titles(region: list[_Row]) -> list[list[_Row]]:
    """Cut a region where a table's title stands between its rows: 表2 …, or a lone cell before the same heads again."""
    parts: list[list[_Row]] = [[]]
    heads: tuple[str, ...] | None = None
    for at, row in enumerate(region):
        below = region[at + 1] if at + 1 < len(region) else None
        starts = row.count == 1 and below is not None and below.count > 1
        if starts and heads is not None and below is not None:
            again = tuple(cell.text for cell in below.cells) == heads
            if again or _TABLE_TITLE.match(row.cells[0].text):
                parts.append([])
                heads = None
        if heads is None and row.count > 1:
            heads = tuple(cell.text for cell in row.cells)
        parts[-1].append(row)
    return parts


def _joined(table: list[_Row], found: list[Area], *, alone: bool) -> bool:
    """Join rows that go on with the table before a blank row: under its columns, without heads of their own."""
    before = found[-1] if found else None
    if before is None or not before.is_table or not alone:
        return False
    top = before.rows[0]
    bottom = max(cell.row + cell.row_span - 1 for row in before.rows for cell in row)
    gap = table[0].number - bottom - 1
    area = _area(table)
    inside = before.columns[0] <= area.columns[0] and area.columns[1] <= before.columns[1]
    goes_on = any(_is_figure(cell.text) for cell in table[0].cells)
    headed = len(top) > 2 and not any(_is_figure(cell.text) for cell in top)
    if gap > _GAP or not inside or not goes_on or not headed:
        return False
    found[-1] = Area(is_table=True, rows=(*before.rows, *(((),) * gap), *area.rows), columns=before.columns)
    return True


def _is_figure(text: str) -> bool:
    return re.fullmatch(r"[¥￥]?\s*[-－+]?\d[\d,，]*(?:\.\d+)?\s*[%％]?", text.strip()) is not None
