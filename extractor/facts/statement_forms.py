"""Statements that no sentence makes: rows of tables, fields of forms, headings with text under them."""

import re
from collections.abc import Iterator, Set

from extractor.fact import Fact
from extractor.facts.asides import answer
from extractor.facts.statement_data import Field, Statement, index
from extractor.facts.view import Row, Unit, View
from extractor.facts.worded import stated
from extractor.text import normalise

_LABEL = 24  # characters a field's label has at most
_NAME = 40  # characters the name of a row has at most
_UNDER = 40  # characters that must stand under a heading
_NOTHING = re.compile(r"^(?:本(?:项目|系统|单位))?(?:不涉及|无|未涉及|不适用|暂无)[^。；]{0,20}[。；]?$")
_EMPTY = re.compile(r"^[\s_＿—\-/／.…]*$")
_ZERO = re.compile(r"^0(?:\.0+)?\s*(?:万?元)?$")
_PROSE_FIELD = re.compile(r"^[\s\d.、()一二三四五六七八九十]{0,8}([^，。；:\n]{2,24}):\s*([^\n]*)$")
_FIGURE = re.compile(r"^[\d.,%]{1,5}$")  # of a list or an amount, no entry that tells what was asked
_PEOPLE = re.compile(r"年月日|签字|签章|盖章")


def from_rows(view: View, wanted: Set[str]) -> Iterator[Fact]:
    """Yield what rows of tables state by their name: with a figure above zero, or an entry that is no 无."""
    for row in view.rows:
        name = _name(row)
        if name is None:
            continue
        for statement, bits in index().named(name.text):
            data = statement.data
            groups = [g for g in data.rows if bits & statement.bits[g] and statement.words_of(g, name.text)]
            if not groups or data.id not in wanted:
                continue
            filled = [c for c in row.cells if c.index > name.index and not _EMPTY.match(c.text)]
            entries = [cell.text.strip() for cell in filled]
            entry = filled[0] if len(filled) == 1 else None
            if not entries:
                view.refuse(data.fact, "row", "这一行没有填写", name, 0, len(name.text))
            elif all(_ZERO.match(text) or answer(text) == "denied" for text in entries):
                yield stated(view, data.fact, name, (0, len(name.text)), "row", "denied", entry)
            else:
                yield stated(view, data.fact, name, (0, len(name.text)), "row", beside=entry)


def row_names(view: View) -> frozenset[int]:
    """Return the indexes of the cells that name a row with more cells behind: what stands beside decides for them."""
    return frozenset(
        name.index
        for row in view.rows
        if (name := _name(row)) is not None and any(cell.index > name.index for cell in row.cells)
    )


def _name(row: Row) -> Unit | None:
    """Return the cell that names a row below the heads: the first with Han characters, if it is short."""
    if row.is_head:
        return None
    name = next((c for c in row.cells if re.search(r"[\u4e00-\u9fff]", c.text)), None)
    return name if name is not None and len(name.text) <= _NAME else None


def from_fields(view: View, wanted: Set[str]) -> Iterator[Fact]:
    """Yield what fields of forms state: an entry beside or under a label, or behind its colon."""
    for pair in view.labelled:
        listed = bool(pair.heads) and pair.label.block.table is not None and pair.label.block.table.columns > 2
        if pair.row_name is None and not listed and len(pair.label.text) <= _LABEL:
            for statement, bits in index().named(pair.label.text):
                yield from _field(view, statement, bits, wanted, pair.label, pair.value, pair.value.text, 0)
    for unit in view.prose:
        line = _PROSE_FIELD.match(unit.text) if ":" in unit.text[:34] else None
        if line is not None:
            for statement, bits in index().named(line[1]):
                yield from _field(view, statement, bits, wanted, unit, unit, line[2], line.start(2), line[1])


def _field(
    view: View,
    statement: Statement,
    bits: int,
    wanted: Set[str],
    label: Unit,
    value: Unit,
    text: str,
    at: int,
    label_text: str | None = None,
) -> Iterator[Fact]:
    data = statement.data
    name = label.text if label_text is None else label_text
    for field in data.fields if data.id in wanted else ():
        if not bits & statement.bits[field.label] or not statement.words_of(field.label, name):
            continue
        if _EMPTY.match(text) or _PEOPLE.search(text) or _FIGURE.match(text):
            view.refuse(data.fact, "field", "栏目没有填写", label, 0, len(label.text))
            continue
        verdict = _entry(statement, field, text)
        if verdict:
            span = (0, len(value.text)) if label_text is not None else (at, at + len(text))
            yield stated(view, data.fact, value, span, "field", verdict, label if label.index != value.index else None)
        return


def _entry(statement: Statement, field: Field, text: str) -> str:
    """Return "present", "denied" or "" for what is entered in a field."""
    said = answer(text)
    if said == "denied" or (field.denies is not None and statement.words_of(field.denies, text)):
        return "denied"
    if field.value is None or said == "present":
        return "present"
    return "present" if statement.words_of(field.value, text) else ""


def from_headings(view: View, wanted: Set[str]) -> Iterator[Fact]:
    """Yield what headings state: a title with a word of the list, and at least 40 characters under it."""
    statements = [s for s in index().statements if s.data.headings and s.data.id in wanted]
    if not statements:
        return
    for unit in view.prose:
        if unit.block.kind != "heading" or len(unit.text) > _NAME:
            continue
        for statement in statements:
            data = statement.data
            bare = unit.text
            for word in data.look_alikes:
                bare = bare.replace(word, "")
            if any(word in bare for word in data.headings):
                below = _under(view, unit)
                if _NOTHING.match(below):
                    yield stated(view, data.fact, unit, (0, len(unit.text)), "heading", "denied")
                elif len(below) >= _UNDER:
                    yield stated(view, data.fact, unit, (0, len(unit.text)), "heading")
                else:
                    view.refuse(data.fact, "heading", "只有标题，没有内容", unit, 0, len(unit.text))


def _under(view: View, unit: Unit) -> str:
    """Return up to some hundred characters of the text under a heading, the titles below it left out."""
    path = unit.block.section
    out: list[str] = []
    size = 0
    for later in view.units[unit.index + 1 : unit.index + 60]:
        if later.block.section[: len(path)] != path or size > _UNDER:
            break
        if later.block.kind != "heading" and later.text:
            out.append(later.text)
            size += len(later.text)
    return normalise("".join(out)).text if out else ""
