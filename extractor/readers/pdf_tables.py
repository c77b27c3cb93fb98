"""Tables of the document from the fragments of its pages: pieces joined, repeated heads dropped, cut rows glued."""

import re
from decimal import Decimal, InvalidOperation

from msgspec import Struct

from extractor.document import Cell, Piece, Place, Table
from extractor.readers.glyphs import Box
from extractor.readers.pdf_breaks import beginning
from extractor.readers.pdf_fill import Fragment, FragmentCell

SAME_EDGE = 3.0  # points
HEAD_ROWS = 4
SPACE = re.compile(r"\s+")
UNIT = re.compile(r"单位\s*[:：]\s*[（(]?\s*(?:人民币|RMB|￥|¥)?\s*[（(]?\s*(亿元|百万元|万元|千元|元|万|亿)")
HEAD_UNIT = re.compile(r"[（(]\s*(?:单位[:：])?\s*(?:人民币)?\s*(亿元|百万元|万元|千元|元)\s*[)）]")
TOTAL = re.compile(r"(?:合|总|共)\s*计|总金额|总价|汇总")
SUBTOTAL = re.compile(r"小\s*计|其中|分项合计")
AMOUNT = re.compile(r"[-−]?[¥￥]?\d[\d,，]*(?:\.\d+)?")
WIDE_LETTER = 0.65  # em: of a letter, where words are of capitals and figures
SLACK = 1.1  # em: by which a line may fall short of what would just have fitted
ENDED = re.compile(r"[。；;！？!?]$")


class Part(Struct, frozen=True):
    """A fragment with its page (from 1)."""

    page: int
    fragment: Fragment


class _Cell(Struct):
    row: int
    column: int
    row_span: int
    column_span: int
    page: int
    box: Box
    text: str
    pieces: list[tuple[int, int, int, Box]]
    bold: bool
    room: float
    lines: int


def rounded(box: Box) -> Box:
    """Return a box with one decimal, so that output does not change with the last bits of a computation."""
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)


def same_columns(one: Fragment, two: Fragment) -> bool:
    """Tell whether two fragments have the same column edges, within three points."""
    return (
        one.ruled == two.ruled
        and len(one.xs) == len(two.xs)
        and all(abs(a - b) <= SAME_EDGE for a, b in zip(one.xs, two.xs, strict=True))
    )


def build(parts: list[Part], number: int, unit: str | None) -> Table:
    """Return the table that the fragments make; ``number`` counts the tables of the document from 1."""
    first = parts[0]
    cells = _cells(first, 0)
    rows, columns = first.fragment.rows, first.fragment.columns
    repeated = 0
    for part in parts[1:]:
        more = _cells(part, 0)
        height = part.fragment.rows
        head = _repeated_head(cells, more, height)
        repeated = max(repeated, head)
        more = [cell for cell in more if cell.row >= head]
        for cell in more:
            cell.row -= head
        height -= head
        if height == 0:
            continue
        if _is_cut(cells, more, rows):
            more = _glue_cut(cells, more, rows)
            for cell in more:
                cell.row -= 1
            height -= 1
        for cell in more:
            cell.row += rows
        cells.extend(_merge_down(cells, more, rows))
        rows += height
    cells.sort(key=lambda cell: (cell.row, cell.column))
    heads = max(repeated, _header_rows(cells, rows, columns))
    table = tuple(_final(cell, number) for cell in cells)
    return Table(table, rows, columns, heads, unit or _unit_of(cells, heads))


def unit_in(text: str) -> str | None:
    """Return the unit that a line states for the amounts below it.

    >>> unit_in("金额单位：人民币元")
    '元'
    >>> unit_in("表3 投资估算 单位：万元")
    '万元'
    """
    found = UNIT.search(text)
    return found.group(1) if found and len(SPACE.sub("", text)) <= 60 else None


def amount(text: str) -> Decimal | None:
    """Return the number that a cell holds and nothing beside it, else None.

    >>> amount("1,320,000.50")
    Decimal('1320000.50')
    """
    bare = SPACE.sub("", text)
    if AMOUNT.fullmatch(bare) is None:
        return None
    try:
        return Decimal(re.sub(r"[,，¥￥]", "", bare).replace("−", "-"))
    except InvalidOperation:
        return None


def sums_wrong(fragment: Fragment) -> bool:
    """Tell whether a last row 合计 misses the sum of a column whose other rows are all amounts (no subtotals)."""
    by_row: dict[int, dict[int, str]] = {}
    for cell in fragment.cells:
        by_row.setdefault(cell.row, {})[cell.column] = cell.text
    numbers = sorted(by_row)
    totals = [row for row in numbers if any(TOTAL.search(text) for text in by_row[row].values())]
    if not totals or totals[-1] != numbers[-1] or len(totals) > 1:
        return False
    if any(SUBTOTAL.search(text) for row in by_row.values() for text in row.values()):
        return False
    for column, text in by_row[totals[0]].items():
        total = amount(text)
        items = [by_row[row].get(column, "") for row in numbers[1:-1]]
        values = [value for value in map(amount, items) if value is not None]
        if total is not None and len(items) >= 2 and len(values) == len(items) and sum(values) != total:
            return True
    return False


def _cells(part: Part, offset: int) -> list[_Cell]:
    def one(cell: FragmentCell) -> _Cell:
        pieces = [(piece.start, piece.end, part.page, piece.box) for piece in cell.stretches]
        return _Cell(
            cell.row + offset, cell.column, cell.row_span, cell.column_span, part.page, cell.box, cell.text,
            pieces, cell.bold, cell.room, len(cell.stretches),
        )  # fmt: skip

    return [one(cell) for cell in part.fragment.cells]


def _bare(text: str) -> str:
    return SPACE.sub("", text)


def _repeated_head(cells: list[_Cell], more: list[_Cell], height: int) -> int:
    """Return how many rows at the top of a later fragment repeat the top rows of the table."""

    def row(of: list[_Cell], number: int) -> list[tuple[int, int, int, str]]:
        return [(c.column, c.row_span, c.column_span, _bare(c.text)) for c in of if c.row == number]

    same = 0
    while same < min(height, HEAD_ROWS):
        ours, theirs = row(cells, same), row(more, same)
        if sorted(ours) != sorted(theirs) or (not same and not any(text for *_, text in theirs)):
            break
        same += 1
    # a head ends where all of its cells end
    while same and any(cell.row < same < cell.row + cell.row_span for cell in more):
        same -= 1
    return same


def _row(cells: list[_Cell], number: int) -> dict[int, _Cell]:
    return {cell.column: cell for cell in cells if cell.row <= number < cell.row + cell.row_span}


def _is_cut(cells: list[_Cell], more: list[_Cell], rows: int) -> bool:
    """Tell whether the first row of a fragment is the rest of the last row before the page break.

    Then what goes on are cells whose text ran to the foot of the page, and a cell that was done before the break (a
    row number, an amount) is empty after it.
    """
    above, below = _row(cells, rows - 1), _row(more, 0)
    if set(above) != set(below) or any(above[c].column_span != below[c].column_span for c in above):
        return False
    filled = [column for column, cell in below.items() if cell.text]
    done = [c for c, cell in above.items() if cell.text and not below[c].text and cell.row == rows - 1]
    if not filled or not done or any(TOTAL.search(cell.text) for cell in below.values()):
        return False
    if all(above[c].row_span > 1 or below[c].row_span > 1 or c == 0 for c in done) and len(filled) > 1:
        return False  # only a merged label is missing: the next row of its group
    for column in filled:
        cell = above[column]
        if not cell.text:
            continue
        full = cell.room < beginning(below[column].text, WIDE_LETTER) + SLACK
        if not (full or cell.lines > 1) or ENDED.search(cell.text):
            return False
        if _both_whole(cell.text, below[column].text, full=full):
            return False
    return True


def _both_whole(above: str, below: str, *, full: bool) -> bool:
    """Tell two amounts or row numbers that are whole from the halves of one that was too wide for its cell."""
    one, two = amount(above), amount(below)
    if one is None or two is None:
        return False
    places = one.as_tuple().exponent
    return not full or two == one + 1 or (places != 0 and places == two.as_tuple().exponent)


def _glue_cut(cells: list[_Cell], more: list[_Cell], rows: int) -> list[_Cell]:
    above = _row(cells, rows - 1)
    rest = []
    for cell in more:
        if cell.row:
            rest.append(cell)
            continue
        target = above[cell.column]
        _append(target, cell)
        target.row_span += cell.row_span - 1
    return rest


def _append(target: _Cell, cell: _Cell) -> None:
    if not cell.text:
        return
    latin = (
        target.text[-1:].isascii() and target.text[-1:].isalpha() and cell.text[0].isascii() and cell.text[0].isalpha()
    )
    shift = len(target.text) + latin
    target.text += (" " if latin else "") + cell.text
    target.pieces += [(start + shift, end + shift, page, box) for start, end, page, box in cell.pieces]
    target.room, target.lines = cell.room, target.lines + cell.lines


def _merge_down(cells: list[_Cell], more: list[_Cell], rows: int) -> list[_Cell]:
    """Let a merged cell go on over the page break: where the cell below the break is empty and one of them spans rows.

    In the first column a single empty field below a label counts too: its label stands above the break.
    """
    above = _row(cells, rows - 1)
    heads = {cell.column: cell for cell in more if cell.row == rows}
    others = sum(bool(cell.text) for cell in heads.values())
    rest = []
    for cell in more:
        upper = above.get(cell.column)
        goes_on = (
            cell.row == rows
            and upper is not None
            and not cell.text
            and upper.text
            and upper.column_span == cell.column_span
            and (upper.row_span > 1 or cell.row_span > 1 or (cell.column == 0 and 2 * others > len(heads)))
        )
        if goes_on and upper is not None:
            upper.row_span += cell.row_span
        else:
            rest.append(cell)
    return rest


def _header_rows(cells: list[_Cell], rows: int, columns: int) -> int:
    """Return how many rows at the top are heads: short words, no amounts, and something under them that differs."""
    if rows < 2:
        return 0
    start = 0
    top = [cell for cell in cells if cell.row == 0]
    if len(top) == 1 and top[0].column_span == columns and top[0].row_span == 1:
        start = 1  # a title or a unit across the whole table
    head = [cell for cell in cells if cell.row == start]
    texts = [_bare(cell.text) for cell in head]
    if not head or sum(map(bool, texts)) < max(2, 0.6 * len(head)) or any(len(text) > 24 for text in texts):
        return 0
    if any(amount(text) is not None and not re.fullmatch(r"(?:19|20)\d\d", text) for text in texts):
        return 0
    end = max(cell.row + cell.row_span for cell in head)
    if end > start + HEAD_ROWS or end >= rows:
        return 0
    body = [cell for cell in cells if cell.row >= end and cell.text]
    bold = all(cell.bold for cell in head if cell.text) and not (body and all(cell.bold for cell in body))
    amounts = sum(_numeric(body, cell.column, rows - end) for cell in head)
    numeric = amounts >= (2 if columns in (2, 4) and rows == 2 else 1)  # one amount may be a sheet's only value
    labels = any(text.endswith(("：", ":")) for text in texts)
    wide = columns >= 3 and (rows >= 3 or not body) and all(texts) and len(set(texts)) == len(texts)
    form = columns in (2, 4) and not bold and not numeric
    return end if not labels and not form and (bold or numeric or wide) else 0


def _numeric(body: list[_Cell], column: int, rows: int) -> bool:
    """Tell whether a column holds amounts: most of its cells, and more than one where there are more rows."""
    texts = [cell.text for cell in body if cell.column == column]
    amounts = sum(amount(text) is not None for text in texts)
    return 2 * amounts >= len(texts) and amounts >= min(2, rows)


def _unit_of(cells: list[_Cell], heads: int) -> str | None:
    first = [cell.text for cell in cells if cell.row == 0]
    for text in first:
        if (unit := unit_in(text)) is not None:
            return unit
    units = {found for cell in cells if cell.row < heads for found in HEAD_UNIT.findall(cell.text)}
    return units.pop() if len(units) == 1 else None


def _final(cell: _Cell, number: int) -> Cell:
    row, column = cell.row + 1, cell.column + 1

    def place(page: int, box: Box) -> Place:
        return Place(page=page, bbox=rounded(box), table=number, row=row, column=column)

    pieces = tuple([Piece(start, end, place(page, box)) for start, end, page, box in cell.pieces])
    return Cell(row, column, cell.text, place(cell.page, cell.box), cell.row_span, cell.column_span, pieces)
