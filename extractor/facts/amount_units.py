"""The unit (元, 万元) of amounts that carry none of their own: from the column, the table, its caption, the section."""

from msgspec import Struct

from extractor.document import Block
from extractor.facts.amounts import unit_note
from extractor.facts.view import Unit, View
from extractor.text import normalise


def ambient_unit(view: View, unit: Unit) -> str | None:
    """Return the unit stated around a unit of text: by its table, by the table's caption, or by its section's title."""
    if unit.cell is not None and unit.block.table is not None:
        return table_notes(view, unit.block).ambient
    return unit_note(view.section(unit)) if unit.block.section else None


class TableNotes(Struct, frozen=True):
    """What is said of a table as a whole: its caption, the unit of its amounts, and the units its heads state."""

    caption: str
    ambient: str | None
    columns: dict[int, str]


def table_notes(view: View, block: Block) -> TableNotes:
    """Return the notes of a table, made once for each: a table of many rows asks for them at every cell."""
    known = view.notes.get(block.id)
    if not isinstance(known, TableNotes):
        known = _notes(view, block)
        view.notes[block.id] = known
    return known


def _notes(view: View, block: Block) -> TableNotes:
    over = _caption(view, block)
    if block.table is None:
        return TableNotes(over, None, {})
    table = block.table
    columns: dict[int, str] = {}
    units: set[str] = set()
    for cell in table.cells:
        if cell.row > max(1, table.header_rows):
            continue
        note = unit_note(normalise(cell.text).text)
        if note is None:
            continue
        if cell.row == 1:
            units.add(note)
        for column in range(cell.column, cell.column + cell.column_span):
            columns.setdefault(column, note)
    heads = units.pop() if len(units) == 1 else None
    return TableNotes(over, table.unit or unit_note(over) or heads, columns)


def column_unit(view: View, unit: Unit) -> str | None:
    """Return the unit that the head of a cell's column states: 数额(万元)."""
    table = unit.block.table
    if unit.cell is None or table is None or unit.cell.row <= max(1, table.header_rows):
        return None
    return table_notes(view, unit.block).columns.get(unit.cell.column)


def caption(view: View, block: Block) -> str:
    """Return the text that stands over a table: up to two short units before it, and its section's title.

    What stands above a heading belongs to another clause.
    """
    return table_notes(view, block).caption


def _caption(view: View, block: Block) -> str:
    first = view.first_unit.get(block.id, 0)
    above: list[str] = []
    for unit in reversed(view.units[max(0, first - 2) : first]):
        if unit.cell is not None or len(unit.text) > 80:
            break
        above.append(unit.text)
        if unit.block.kind == "heading":
            break
    title = block.section[-1] if block.section else ""
    return " ".join([title, *reversed(above)])
