"""The walk over the parts of a Word file: every paragraph with its number and the cell of the grid it stands in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from review.verify.word_names import child, is_on, name, number, value
from review.verify.word_text import GONE, Atom, Counter, Flow, Hiding, Text, count, shown

Element = Any  # an lxml element

Grid = tuple[int, int, int] | None  # table, row, column
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_MOST_COLUMNS = 512


@dataclass(frozen=True)
class Spot:
    """One paragraph: its part and number, its cell, and its text with the elements that hold it.

    ``element`` is the w:p, or one made up for what stands outside any paragraph.
    """

    part: str
    number: int
    grid: Grid
    element: Element
    atoms: list[Atom]


@dataclass
class _Cell:
    row: int
    column: int


class Walk:
    """Hands each paragraph of the parts of one file to ``take``. ``styles`` is the root of its styles."""

    def __init__(self, styles: Element | None, take: Callable[[Spot], None]) -> None:
        self._text = Text(Hiding(styles), self._box)
        self._take = take

    def part(self, root: Element, flow: Flow) -> None:
        """Take every paragraph of a part (a body, a header)."""
        self._text.prepare(root)
        self._walk(root, flow, None)

    def notes(self, root: Element | None, counter: Counter) -> None:
        """Take every paragraph of the footnotes or endnotes; nothing where there are none."""
        if root is None:
            return
        self._text.prepare(root)
        for note in root:
            flow = Flow(counter, None)
            if value(note, "type") in _SEPARATORS:
                count(note, flow)
            else:
                self._walk(note, flow, None)

    def _walk(self, parent: Element, flow: Flow, grid: Grid) -> None:
        for element in parent:
            called = name(element)
            if called == "w:p":
                flow.counter.paragraphs += 1
                at = flow.counter.paragraphs
                self._put(flow, at, grid, element, self._text.paragraph(element, flow))
            elif called == "w:tbl":
                self._table(element, flow)
            elif called in GONE:
                count(element, flow)
            elif called == "mc:AlternateContent":
                self._walk(shown(element), flow, grid)
            elif called == "w:sdt":
                for content in element:
                    if name(content) == "w:sdtContent":
                        self._walk(content, flow, grid)
            elif called in ("w:r", "w:hyperlink", "w:fldSimple"):  # outside any paragraph, as damaged files have it
                loose = element.makeelement(element.tag)
                loose.append(element.__copy__())
                self._put(flow, max(flow.counter.paragraphs, 1), grid, loose, self._text.paragraph(loose, flow))
            elif called not in ("w:tcPr", "w:trPr", "w:tblPr", "w:sectPr"):
                self._walk(element, flow, grid)

    def _put(self, flow: Flow, at: int, grid: Grid, element: Element, atoms: list[Atom]) -> None:
        counter = flow.counter
        if counter.at is not None:
            at, grid = counter.at, None
        self._take(Spot(counter.part, at, grid, element, atoms))

    def _box(self, content: Element, flow: Flow) -> None:
        """Take a text box: its paragraphs are counted on in the body; elsewhere they stand at their anchor."""
        counter = flow.boxes
        if counter is None:
            anchor = flow.counter.paragraphs if flow.counter.at is None else flow.counter.at
            counter = Counter(flow.counter.part, anchor)
        self._walk(content, Flow(counter, counter), None)

    def _table(self, table: Element, flow: Flow) -> None:
        flow.counter.tables += 1
        at = flow.counter.tables
        above: dict[int, _Cell] = {}
        for row_number, row in enumerate(_inside(table, "w:tr", flow), 1):
            properties = child(row, "w:trPr")
            if child(properties, "w:del") is not None or is_on(child(properties, "w:hidden")):
                count(row, flow)
                continue
            above = self._row(row, flow, at, row_number, above)

    def _row(self, row: Element, flow: Flow, table: int, at: int, above: dict[int, _Cell]) -> dict[int, _Cell]:
        """Read the cells of a row; return them by their column, for the merges of the next row."""
        column = 1 + max(0, number(value(child(child(row, "w:trPr"), "w:gridBefore"))))
        here: dict[int, _Cell] = {}
        left: _Cell | None = None
        for element in _inside(row, "w:tc", flow):
            properties = child(element, "w:tcPr")
            span = max(1, number(value(child(properties, "w:gridSpan")), 1))
            if column > _MOST_COLUMNS or child(properties, "w:cellDel") is not None:
                count(element, flow)
                column += span
                continue
            cell = _Cell(at, column)
            if _goes_on(properties, "w:hMerge") and left is not None:
                cell = left
            elif _goes_on(properties, "w:vMerge") and column in above:
                cell = above[column]
            here[cell.column] = left = cell
            self._walk(element, flow, (table, cell.row, cell.column))
            column += span
        return here


def _goes_on(properties: Element | None, merge: str) -> bool:
    """Tell whether a cell goes on with the one above or before it."""
    element = child(properties, merge)
    return element is not None and value(element) in (None, "", "continue")


def _inside(parent: Element, wanted: str, flow: Flow) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, whatever wraps them."""
    for element in parent:
        called = name(element)
        if called == wanted:
            yield element
        elif called == "w:p":
            flow.counter.paragraphs += 1
            count(element, flow)
        elif called in GONE:
            count(element, flow)
        elif called == "mc:AlternateContent":
            yield from _inside(shown(element), wanted, flow)
        elif called not in ("w:trPr", "w:tblPr", "w:sdtPr", "w:tc", "w:tr"):
            yield from _inside(element, wanted, flow)
