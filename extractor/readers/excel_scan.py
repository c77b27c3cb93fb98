"""One pass over the XML of a sheet for what the library of values does not tell.

How far the cells reach (it would allocate every cell up to the last one), formulas without a result, errors, rows and
columns that are hidden, numbers that are shown as something else.
"""

from typing import IO, Any

from msgspec import Struct

from extractor.readers.excel_values import cell_name, cell_position

Element = Any  # an lxml element
Position = tuple[int, int]

_WIDEST, _DEEPEST = 16_384, 1_048_576
_MOST_ELEMENTS = 6_000_000  # cells with and without a value


class SheetScan(Struct):
    """What one pass found; positions are (row, column) from 1, ``rows`` and ``columns`` the last ones with a value.

    ``formulas`` are the texts of formulas without a stored result, ``zeros`` of those whose result is 0, ``errors``
    the errors shown. ``hidden_rows`` and ``hidden_columns`` hold values. ``over`` tells that the pass was stopped at
    the cap; ``broken`` that the XML is damaged.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    formulas: dict[Position, str] = {}
    zeros: dict[Position, str] = {}
    computed: int = 0
    errors: dict[Position, str] = {}
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    dressed: list[str] = []
    over: bool = False
    broken: bool = False


def scan(stream: IO[bytes], dressed: frozenset[int], most: int) -> SheetScan:
    """Return what stands in a sheet's part. ``dressed`` are the styles that show a number as something else."""
    from lxml import etree  # noqa: PLC0415  # the command line starts without it

    found = SheetScan()
    walk = _Walk(found, dressed)
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        tag=("{*}c", "{*}row", "{*}col"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    elements = 0
    try:
        for event, element in events:
            elements += 1
            if found.cells > most or elements > 2 * _MOST_ELEMENTS:
                found.over = True
                break
            walk.take(event, element)
    except etree.XMLSyntaxError:
        found.broken = True
    return found


class _Walk:
    def __init__(self, found: SheetScan, dressed: frozenset[int]) -> None:
        self._found = found
        self._dressed = dressed
        self._row = self._column = 0
        self._row_hidden = False
        self._columns_hidden: set[int] = set()

    def take(self, event: str, element: Element) -> None:
        name = element.tag.rpartition("}")[2]
        if name == "row":
            if event == "start":
                self._row = min(_number(element.get("r")) or self._row + 1, _DEEPEST)
                self._column = 0
                self._row_hidden = element.get("hidden") in ("1", "true")
            else:
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        elif event == "end" and name == "c":
            self._cell(element)
            element.clear()
        elif event == "start" and name == "col" and element.get("hidden") in ("1", "true"):
            first, last = _number(element.get("min")) or 1, _number(element.get("max")) or 1
            self._columns_hidden.update(range(min(first, _WIDEST), min(last, _WIDEST) + 1))

    def _cell(self, element: Element) -> None:
        at = cell_position(element.get("r") or "")
        row, column = at or (self._row, self._column + 1)
        row, column = min(row, _DEEPEST), min(column, _WIDEST)
        self._column = column
        value = formula = None
        inline = False
        for child in element.iterchildren("{*}v", "{*}f", "{*}is"):
            kind = child.tag.rpartition("}")[2]
            if kind == "v":
                value = child.text or ""
            elif kind == "f":
                formula = f"={child.text or ''}"
            else:
                inline = True
        if value is None and formula is None and not inline:
            return
        found = self._found
        found.cells += 1
        found.rows = max(found.rows, row)
        found.columns = max(found.columns, column)
        kind = element.get("t")
        if formula is not None:
            found.computed += 1
            if value is None or (not value and kind != "str"):
                found.formulas[row, column] = formula
            elif value in ("0", "0.0") and kind in (None, "n"):
                found.zeros[row, column] = formula
        if kind == "e" and value:
            found.errors[row, column] = value
        if self._row_hidden:
            found.hidden_rows.add(row)
        if column in self._columns_hidden:
            found.hidden_columns.add(column)
        if value and kind in (None, "n") and _number(element.get("s")) in self._dressed:
            found.dressed.append(cell_name(row, column))


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) <= 9 else None
