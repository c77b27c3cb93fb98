"""The fields of application, acceptance and filing forms (form.field): what each is called, and what is written there.

A field is a cell with its value beside or under it, a line with a colon, or a numbered heading over its text.
"""

import re
from collections.abc import Iterator

from extractor.fact import DocumentKind, Fact, State
from extractor.facts.amounts import FILL
from extractor.facts.view import Row, Unit, View, is_form
from extractor.outline import numbered

KIND = "form.field"
FORMS: frozenset[DocumentKind] = frozenset(
    {
        "application_form", "acceptance_application", "acceptance", "filing_record", "change_request", "om_request",
        "fund_document", "performance_report", "progress_report",
    }
)  # fmt: skip
LONGEST = 400  # characters of a value that are kept; a whole chapter may stand in a cell
_LABEL = 24
_NO_LABEL = re.compile(r"[。；;，,？?！!]|\d{4}|^\d+$|[:：].")
_EMPTY = re.compile(rf"(?:{FILL}|[\s/／\\\-—–－_.。:：、无填写]){{0,200}}")
_UNITS_ONLY = re.compile(r"[\s_]*(?:人民币)?[\s_]*(?:万元|元|个月|年|月|日|%)(?:[\s_]*(?:年|月|日))*[\s_]*")
_NOTHING = re.compile(r"\s*无\s*")
_POINTER = re.compile(
    r"(?:具体|详细)?(?:内容)?(?:请)?(?:详见|另见|参见|见|同|详)(?!证)[^。；]{0,30}[。]?|(?:另附|附后|后附|见附件)[^。；]{0,12}[。]?"
)
_LINE = re.compile(r"(?P<label>[\u4e00-\u9fffA-Za-z、/()（）]{2,24}?)\s?(?P<mark>[:：|])\s?(?P<value>.*)", re.DOTALL)
_NUMBERED = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s?)?")


def find(view: View) -> Iterator[Fact]:
    """Yield the fields of a form: ``subject`` the label as written, ``value`` the text without white space.

    ``blank`` where nothing, a stroke or a line to write on stands there; ``referred`` where it names another paper.
    """
    if view.kind not in FORMS:
        return
    yield from _tables(view)
    yield from _lines(view)
    yield from _headings(view)


def _tables(view: View) -> Iterator[Fact]:
    rows: dict[int, list[Row]] = {}
    for row in view.rows:
        rows.setdefault(row.block.id, []).append(row)
    for table_rows in rows.values():
        if _is_list(table_rows):
            continue
        above: Unit | None = None
        for row in table_rows:
            cells = [cell for cell in row.cells if not (cell.cell and cell.cell.row_span > 1 and len(row.cells) % 2)]
            if len(cells) == 1:
                inner = list(_line(view, cells[0]))
                if inner:
                    yield from inner
                    above = None
                elif above is not None:
                    yield _fact(view, above, cells[0], "under")
                    above = None
                else:
                    above = cells[0] if _is_label(cells[0].text) else None
                continue
            if above is not None and not any(_is_label(cell.text) for cell in cells[:1]):
                yield _fact(view, above, cells[0], "under")
            above = None
            for key, value in zip(cells[::2], cells[1::2], strict=False):
                if _is_label(key.text):
                    yield _fact(view, key, value, "beside")


def _is_list(rows: list[Row]) -> bool:
    """Tell a list of things, a head over many like rows, from a form of fields and values."""
    table = rows[0].block.table
    if table is None or table.columns <= 2 or is_form(table):
        return False
    even = all(len(row.cells) == table.columns for row in rows)
    return even and (bool(rows[0].heads) or (table.columns % 2 == 1 and table.columns > 4))


def _is_label(text: str) -> bool:
    bare = text.strip().rstrip(":：")
    return (
        2 <= len(bare) <= _LABEL
        and _NO_LABEL.search(bare) is None
        and re.search(r"[\u4e00-\u9fff]{2}", bare) is not None
    )


def _lines(view: View) -> Iterator[Fact]:
    for unit in view.prose:
        if unit.block.kind == "heading" and len(unit.text) > _LABEL and ":" not in unit.text:
            continue
        yield from _line(view, unit)


def _line(view: View, unit: Unit) -> Iterator[Fact]:
    """Yield the field of a line 建设依据：…; where nothing follows the colon, the next line is its value."""
    lead = _NUMBERED.match(unit.text)
    match = _LINE.fullmatch(unit.text, lead.end() if lead else 0)
    if match is None or not _is_label(match["label"]):
        return
    label, start = match["label"], match.start("value")
    if match["value"].strip() or unit.cell is not None or match["mark"] == "|":
        yield _made(view, label, unit, start, "line", unit)
        return
    following = view.after(unit)
    if following and following[0].cell is None and not _begins_field(following[0]):
        yield _made(view, label, following[0], 0, "line", unit)
    else:
        yield _made(view, label, unit, start, "line", unit)


def _begins_field(unit: Unit) -> bool:
    lead = _NUMBERED.match(unit.text)
    match = _LINE.fullmatch(unit.text, lead.end() if lead else 0)
    return unit.block.kind == "heading" or (match is not None and _is_label(match["label"]))


def _headings(view: View) -> Iterator[Fact]:
    """Yield the fields that are headings: 一、建设依据 over its text; blank where the next heading follows at once."""
    for unit in view.prose:
        found = numbered(unit.text, unit.block.number) if len(unit.text) <= _LABEL + 6 else None
        if unit.block.kind != "heading" or found is None or not _is_label(found.rest) or ":" in unit.text:
            continue
        following = view.after(unit)
        if not following:
            yield _made(view, found.rest, unit, len(unit.text), "heading", unit)
        elif following[0].block.kind != "heading":
            yield _made(view, found.rest, following[0], 0, "heading", unit)
        else:
            below = numbered(following[0].text, following[0].block.number)
            if below is None or below.rank <= found.rank:
                yield _made(view, found.rest, unit, len(unit.text), "heading", unit)


def _fact(view: View, label: Unit, value: Unit, pattern: str) -> Fact:
    return _made(view, label.norm.source.strip().rstrip(":：").strip(), value, 0, pattern, label)


def _made(view: View, label: str, unit: Unit, start: int, pattern: str, named: Unit) -> Fact:
    """Return the fact of a field whose value is the text of ``unit`` from ``start`` on; ``named`` holds its label."""
    text = unit.text[start:]
    state: State = "stated"
    if not _NOTHING.fullmatch(text) and (_EMPTY.fullmatch(text) or _UNITS_ONLY.fullmatch(text)):
        state = "blank"
    elif _POINTER.fullmatch(text.strip()):
        state = "referred"
    end = min(len(unit.text), start + LONGEST)
    words = unit.norm.source[slice(*unit.norm.span(start, end))].strip() if text.strip() else ""
    evidence = view.evidence(unit, start, end) if words else ()
    if not evidence or named.index != unit.index:
        evidence += view.whole(named)
    value = re.sub(r"\s+", "", unit.text[start:end]) if state == "stated" else None
    return Fact(KIND, state, words or label, evidence, value=value, subject=label, pattern=f"{KIND}:{pattern}")
