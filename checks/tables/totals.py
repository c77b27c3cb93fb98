"""Totals and subtotals of a column against the rows above them, in every reading that a table allows.

Only what is certain is said: a column of plain amounts under a row that calls itself a total. Where rows stand for
each other (其中, merged amounts, numbered parents whose rows do not add up to them) nothing is said.
"""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from checks.tables.grid import EMPTY, Mismatch, Row, amount, half_digit, is_summed, own_unit, rows_of, unit_of
from checks.tables.scale import SLIPS, slip_words
from extractor.document import Block, Cell, Table
from extractor.fact import Evidence, Extracted
from extractor.quote import quote


class _Item(Struct, frozen=True):
    row: Row
    value: Decimal
    cell: Cell


def total_errors(extracted: Extracted, block: Block, table: Table) -> Iterator[Mismatch | Evidence]:
    """Yield a mismatch for each total, subtotal or parent row that is wrong, the evidence of each that is right."""
    rows = rows_of(table)
    if not any(row.role != "item" for row in rows) or any(row.part for row in rows):
        return
    for column in range(1, table.columns + 1):
        if is_summed(table, column):
            yield from _column(extracted, block, rows, column, unit_of(table, column))


def _column(
    extracted: Extracted, block: Block, rows: list[Row], column: int, unit: Decimal | None
) -> Iterator[Mismatch | Evidence]:
    """Compare each total of a column with the rows above it; nothing where a cell is merged or no plain amount."""
    found = _items(rows, column)
    if found is None or _mixed(found, unit):
        return
    items: list[_Item] = []  # since the last total
    group: list[_Item] = []  # of these, since the last subtotal
    loose: list[_Item] = []  # of these, in no subtotal
    subtotals: list[_Item] = []
    before: _Item | None = None  # the last total, which a later one may go on from: 合计, 税金, 总计
    for item in found:
        if item.row.role == "item":
            items.append(item)
            group.append(item)
        elif item.row.role == "subtotal":
            if not group and subtotals:  # over the subtotals above it, or over what cannot be told
                if item.value != _sum(subtotals):
                    return
                subtotals = [item]
                continue
            outside = _outside(group, item.value)
            sums, plain = _readings(group)
            members = group[outside:]
            ends = [_sum(members)] if outside else []
            yield from _judged(extracted, block, item, members, [*sums, *ends], plain=plain, unit=unit)
            subtotals.append(item)
            loose += group[:outside]
            group = []
        else:
            sums, plain = _readings(items)
            members = [*subtotals, *loose, *group] if subtotals else items
            if subtotals:
                sums += [_sum(subtotals), _sum(members)]
            if before is not None:
                sums += [before.value + one for one in sums]
            yield from _judged(extracted, block, item, members, sums, plain=plain, unit=unit)
            items, group, loose, subtotals, before = [], [], [], [], item


def _items(rows: list[Row], column: int) -> list[_Item] | None:
    """Return the amounts of a column with their rows; None where not all of them can be read."""
    found: list[_Item] = []
    for row in rows:
        cell = row.cells.get(column)
        if cell is None and row.role == "item" and not row.cells:
            continue
        if cell is None or cell.row_span > 1 or cell.column_span > 1:
            return None
        value = amount(cell.text)
        if value is not None:
            found.append(_Item(row, value, cell))
        elif row.role != "item" or not EMPTY.fullmatch(cell.text):
            return None
    return found


def _outside(group: list[_Item], subtotal: Decimal) -> int:
    """Return how many of the rows above a subtotal stand before those that it adds up; 0 where all of them do."""
    for first in range(len(group) - 1):
        if abs(subtotal - _sum(group[first:])) <= _slack(subtotal, len(group) - first):
            return first
    return 0


def _sum(items: list[_Item]) -> Decimal:
    return sum((item.value for item in items), Decimal(0))


def _judged(
    extracted: Extracted,
    block: Block,
    total: _Item,
    members: list[_Item],
    sums: list[Decimal],
    *,
    plain: bool,
    unit: Decimal | None,
) -> Iterator[Mismatch | Evidence]:
    """Yield what a total shows: its evidence where a reading adds up to it, the cell that is wrong where none does."""
    count = len(members)
    if count < 2 and len(sums) < 2:
        return
    parents = _parents(members)
    place = _quoted(extracted, block, total)
    if any(abs(total.value - one) <= _slack(total.value, count) for one in sums):
        yield place[0]
        # the total holds, so a parent that its own rows do not make is what is wrong
        wrong = [(parent, made) for parent, made in parents if not _equal(parent.value, made, count)]
        if len(wrong) == 1 and len(parents) > 1 and _equal(total.value, _top(members), count):
            yield _mismatch(extracted, block, wrong[0][0], wrong[0][1], "下级各行相加", unit)
        return
    # parents that are all made by their own rows leave one reading: the total is over the parents
    if not plain and not (parents and all(_equal(parent.value, made, count) for parent, made in parents)):
        return
    expected = _sum(members) if plain else _top(members)
    slipped = [
        (item, fixed)
        for item in members
        for factor in SLIPS
        for fixed in (item.value / factor, item.value * factor)
        if plain and item.value and expected - item.value + fixed == total.value
    ]
    if len(slipped) == 1:  # the total is right, one row is written in another unit
        item, fixed = slipped[0]
        said = f"“{item.row.label}”为{item.value:f}，按“{total.row.label}”{total.value:f}推算应为{fixed:f}"
        yield Mismatch(f"{said}{slip_words(item.value, fixed)}", item.value, fixed,
                       (*_quoted(extracted, block, item), *place), unit)  # fmt: skip
        return
    yield _mismatch(extracted, block, total, expected, "各行相加", unit)


def _mismatch(
    extracted: Extracted, block: Block, item: _Item, expected: Decimal, how: str, unit: Decimal | None
) -> Mismatch:
    said = f"“{item.row.label}”为{item.value:f}，{how}为{expected:f}{slip_words(item.value, expected)}"
    return Mismatch(said, item.value, expected, _quoted(extracted, block, item), unit)


def _quoted(extracted: Extracted, block: Block, item: _Item) -> tuple[Evidence, ...]:
    return quote(extracted.document, block, 0, len(item.cell.text), item.cell)


def _mixed(items: list[_Item], unit: Decimal | None) -> bool:
    """Tell whether cells carry units of their own that are not the column's: such figures do not add."""
    own = {own_unit(item.cell.text) for item in items}
    return len(own - {None} if unit is not None else own) > 1 or (unit is not None and not own <= {None, unit})


def _readings(items: list[_Item]) -> tuple[list[Decimal], bool]:
    """Return the sums that rows may mean, and whether they are plain: no row stands for others below it."""
    everything = _sum(items)
    levels = sorted({item.row.level for item in items if item.row.level is not None})
    if len(levels) < 2:
        return [everything], True
    by_level = [_sum([item for item in items if item.row.level == level]) for level in levels]
    return [*by_level, everything], False


def _parents(items: list[_Item]) -> list[tuple[_Item, Decimal]]:
    """Return the rows that have two rows or more of the next depth right below them, with what these add up to."""
    found = []
    for index, item in enumerate(items):
        level = item.row.level
        below: list[_Item] = []
        for other in items[index + 1 :]:
            if level is None or other.row.level is None or other.row.level <= level:
                break
            below.append(other)
        if len(below) > 1:
            next_level = min(other.row.level or 0 for other in below)
            found.append((item, _sum([other for other in below if other.row.level == next_level])))
    return found


def _top(items: list[_Item]) -> Decimal:
    """Return the sum of the rows that stand highest, those without a number included."""
    levels = [item.row.level for item in items if item.row.level is not None]
    top = min(levels, default=0)
    return _sum([item for item in items if item.row.level in (None, top)])


def _equal(one: Decimal, other: Decimal, count: int) -> bool:
    return abs(one - other) <= _slack(one, count)


def _slack(number: Decimal, count: int) -> Decimal:
    """Return what rounding of each row may add up to; whole numbers are exact."""
    return count * half_digit(number)
