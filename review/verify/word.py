"""A Word file straight from its XML: every paragraph under its number, with the cell of the grid it stands in."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from review.verify.claims import EvidenceClaim
from review.verify.matching import Answer, failed, judged, missing, unchecked
from review.verify.packages import CannotOpen, Parts
from review.verify.word_names import child, is_on, name, number, value
from review.verify.word_text import GONE, Counter, Flow, Hiding, Text, count, shown

Element = Any  # an lxml element

Grid = tuple[int, int, int] | None  # table, row, column
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_MOST_COLUMNS = 512


class Spot(Struct, frozen=True):
    """The text of one paragraph and its cell."""

    grid: Grid
    text: str


class _Cell(Struct):
    row: int
    column: int


class WordFile:
    """The paragraphs of a file by part and number. Raises CannotOpen where it is no Word file."""

    def __init__(self, data: bytes) -> None:
        parts = Parts(data)
        main = next((target for kind, target in parts.related("") if kind == "officeDocument"), "word/document.xml")
        root = parts.root(main)
        body = None if root is None else child(root, "w:body")
        if body is None:
            raise CannotOpen("另一程序没有找到Word正文。")
        related: dict[str, list[str]] = {}
        for kind, target in parts.related(main):
            related.setdefault(kind, []).append(target)
        styles = [parts.root(target) for target in related.get("styles", [])]
        self._text = Text(Hiding(styles[0] if styles else None), self._box)
        self._spots: dict[tuple[str, int], list[Spot]] = {}
        self._part(body, Flow(Counter("body"), Counter("textbox")))
        notes = Counter("footnote")
        for kind in ("footnotes", "endnotes"):
            for target in related.get(kind, [])[:1]:
                self._notes(parts.root(target), notes)
        for kind in ("header", "footer"):  # each such part counts from 1
            for target in sorted(set(related.get(kind, []))):
                furniture = parts.root(target)
                if furniture is not None:
                    self._part(furniture, Flow(Counter(kind), None))

    def answer(self, claim: EvidenceClaim) -> Answer:
        """Tell whether the quote stands in its paragraph, and that in its cell."""
        place = claim.location
        if place.part == "comment":
            return unchecked("no-second-reader", "批注里的原文不在核对范围内。")
        lacking = missing(place, ("paragraph",))
        if lacking is not None or place.paragraph is None:
            return lacking or failed("no-place", "位置不全，无法按位置打开。")
        if (place.page, place.bbox, place.sheet, place.cell, place.line) != (None,) * 5:
            return failed("bad-place", "位置里有Word文件没有的项目。")
        spots = self._spots.get((place.part, place.paragraph), [])
        if not spots:
            return failed("bad-place", f"文件里没有{_said(claim)}。")
        grid = None if place.table is None else (place.table, place.row or 0, place.column or 0)
        here = [spot for spot in spots if spot.grid == grid]
        if not here:
            return failed("bad-place", f"第{place.paragraph}段不在报告所说的表格位置。")
        answers = [judged(claim.quote, spot.text, _said(claim)) for spot in here]
        return min(answers, key=lambda answer: ("confirmed", "unchecked", "failed").index(answer.verdict))

    def _part(self, root: Element, flow: Flow) -> None:
        self._text.prepare(root)
        self._walk(root, flow, None)

    def _notes(self, root: Element | None, counter: Counter) -> None:
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
                self._put(flow, at, grid, self._text.paragraph(element, flow))
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
                self._put(flow, max(flow.counter.paragraphs, 1), grid, self._text.paragraph(loose, flow))
            elif called not in ("w:tcPr", "w:trPr", "w:tblPr", "w:sectPr"):
                self._walk(element, flow, grid)

    def _put(self, flow: Flow, at: int, grid: Grid, text: str) -> None:
        counter = flow.counter
        fixed = counter.at is not None
        key = counter.part, at if counter.at is None else counter.at
        self._spots.setdefault(key, []).append(Spot(None if fixed else grid, text))

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


def _said(claim: EvidenceClaim) -> str:
    return claim.location.label() or "所指位置"
