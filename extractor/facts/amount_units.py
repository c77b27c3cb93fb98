"""The unit (元, 万元) of amounts that carry none of their own: from the column, the table, its caption, the section."""

from extractor.document import Block, Table
from extractor.facts.amounts import unit_note
from extractor.facts.view import Unit, View
from extractor.text import normalise


def ambient_unit(view: View, unit: Unit) -> str | None:
    """Return the unit stated around a unit of text: by its table, by the table's caption, or by its section's title."""
    if unit.cell is not None and unit.block.table is not None:
        return unit.block.table.unit or unit_note(caption(view, unit.block)) or _heads_unit(unit.block.table)
    return unit_note(view.section(unit)) if unit.block.section else None


def _heads_unit(table: Table) -> str | None:
    """Return the one unit that the heads of a table state, None where they differ."""
    notes = {note for cell in table.cells if cell.row == 1 and (note := unit_note(normalise(cell.text).text))}
    return notes.pop() if len(notes) == 1 else None


def column_unit(unit: Unit) -> str | None:
    """Return the unit that the head of a cell's column states: 数额(万元)."""
    table = unit.block.table
    if unit.cell is None or table is None:
        return None
    heads = [c for c in table.cells if c.row <= max(1, table.header_rows) and c.row < unit.cell.row]
    over = [c for c in heads if c.column <= unit.cell.column < c.column + c.column_span]
    return next((note for c in over if (note := unit_note(normalise(c.text).text))), None)


def caption(view: View, block: Block) -> str:
    """Return the text that stands over a table: up to two short units before it, and its section's title.

    What stands above a heading belongs to another clause.
    """
    first = next((u.index for u in view.units if u.block.id == block.id), 0)
    above: list[str] = []
    for unit in reversed(view.units[max(0, first - 2) : first]):
        if unit.cell is not None or len(unit.text) > 80:
            break
        above.append(unit.text)
        if unit.block.kind == "heading":
            break
    title = block.section[-1] if block.section else ""
    return " ".join([title, *reversed(above)])
