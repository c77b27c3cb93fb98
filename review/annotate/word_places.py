"""Where in a Word file a quote stands: the elements and characters that hold it, found by its place and its words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from review.report import EvidenceEntry
from review.verify.matching import UNKNOWN_GLYPH, compact
from review.verify.word_names import name, value
from review.verify.word_text import Atom, Counter, Flow
from review.verify.word_walk import Spot, Walk

Element = Any  # an lxml element

_MATH = ("m:oMath", "m:oMathPara")
_PROPERTIES = ("w:rPr", "w:pPr")


@dataclass(frozen=True)
class Point:
    """A point in the tree: before the child ``child`` of ``host``, at its end where it has no such child.

    With an ``offset`` above 0, or where ``host`` is a run, the run has to be parted there: ``offset`` counts the
    characters of that child, a w:t, which stay before.
    """

    host: Element
    child: int
    offset: int = 0

    @property
    def parts(self) -> bool:
        """Tell whether a run has to be parted."""
        return name(self.host) == "w:r"


@dataclass(frozen=True)
class Stretch:
    """From where to where a quote stands, in which paragraph; ``exact`` where these are its words and no more.

    ``times`` is how often the words stand in the paragraph.
    """

    start: Point
    end: Point
    paragraph: Element
    exact: bool
    times: int = 1


@dataclass(frozen=True)
class _Letter:
    """One letter of a paragraph: what holds it, and which character of that it is."""

    element: Element
    offset: int
    whole: bool  # the element shows the letter, but does not hold it as text


class Places:
    """The paragraphs of a body that are asked for. ``numbers`` are the (part, paragraph) that evidence names."""

    def __init__(
        self, body: Element, styles: Element | None, notes: Sequence[Element], numbers: Collection[tuple[str, int]]
    ) -> None:
        self._spots: dict[tuple[str, int], list[Spot]] = {}
        self._numbers = frozenset(numbers)
        self._body = body
        walk = Walk(styles, self._keep)
        walk.part(body, Flow(Counter("body"), Counter("textbox")))
        counter = Counter("footnote")
        for root in notes if any(part == "footnote" for part, _ in numbers) else ():
            walk.notes(root, counter)

    def _keep(self, spot: Spot) -> None:
        if (spot.part, spot.number) in self._numbers:
            self._spots.setdefault((spot.part, spot.number), []).append(spot)

    def find(self, evidence: EvidenceEntry, number: int) -> Stretch | None:
        """Return where a quote stands, the ``number``-th (from 0) of equal words; None where it has no place here.

        A note at the foot is found at its reference in the body; words that are not found (a picture that was
        recognised) at their whole paragraph.
        """
        place = evidence.location
        spots = self._spots.get((place.part, place.paragraph or 0), [])
        for spot in spots:
            if place.part != "footnote":
                found = _in_paragraph(spot, compact(evidence.quote), number)
                if found is not None:
                    return found
        for spot in spots:
            if place.part == "footnote":
                return self._reference(spot.element)
            if spot.element.getparent() is not None and name(spot.element) == "w:p":
                return whole(spot.element)
        return None

    def _reference(self, element: Element) -> Stretch | None:
        """Return where the body refers to the note that a paragraph stands in."""
        note = next((one for one in element.iterancestors() if name(one) in ("w:footnote", "w:endnote")), None)
        if note is None:
            return None
        called, known = f"{name(note)}Reference", value(note, "id")
        for one in self._body.iter("*"):
            if name(one) == called and value(one, "id") == known:
                return _around(one, one)
        return None


def whole(paragraph: Element) -> Stretch:
    """Return the whole of a paragraph."""
    return Stretch(Point(paragraph, _first(paragraph)), Point(paragraph, len(paragraph)), paragraph, exact=False)


def head(body: Element) -> Stretch | None:
    """Return the beginning of the first paragraph of a body, a stretch of no length; None where it has none."""
    for paragraph in body.iter("*"):
        if name(paragraph) == "w:p":
            point = Point(paragraph, _first(paragraph))
            return Stretch(point, point, paragraph, exact=False)
    return None


def _first(element: Element) -> int:
    """Return the number of the first child that is no properties."""
    return next((at for at, one in enumerate(element) if name(one) not in _PROPERTIES), len(element))


def _in_paragraph(spot: Spot, quote: str, number: int) -> Stretch | None:
    if not quote:
        return None
    text, letters = _letters(spot.atoms)
    found: list[int] = []
    at = text.find(quote)
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + len(quote))
    if not found:
        return None
    start = found[min(number, len(found) - 1)]
    first, last = letters[start], letters[start + len(quote) - 1]
    paragraph = spot.element
    if paragraph.getparent() is None:
        return None  # words outside any paragraph, which only damaged files have
    begin, end = _before(first, paragraph), _after(last, paragraph)
    exact = not _shown_only((first, last), paragraph)
    return Stretch(begin, end, paragraph, exact, len(found))


def _letters(atoms: Sequence[Atom]) -> tuple[str, list[_Letter]]:
    """Return the text of a paragraph as quotes are compared, and for each of its letters what holds it."""
    out: list[str] = []
    letters: list[_Letter] = []
    for text, element in atoms:
        held = name(element) == "w:t" and len(text) == len(element.text or "")
        for offset, character in enumerate(text):
            if character == UNKNOWN_GLYPH:
                continue
            for letter in compact(character):
                out.append(letter)
                letters.append(_Letter(element, offset, not held))
    return "".join(out), letters


def _unit(element: Element, paragraph: Element) -> Element:
    """Return what an element is moved with: the outermost run or formula around it, else the element itself."""
    unit = element
    for one in element.iterancestors():
        if one is paragraph:
            break
        if name(one) == "w:r" or name(one) in _MATH:
            unit = one
    return unit


def _shown_only(letters: Sequence[_Letter], paragraph: Element) -> bool:
    """Tell whether a formula, or a run in a run (ruby), at an end of the words keeps the mark at a distance."""
    units = [(letter.element, _unit(letter.element, paragraph)) for letter in letters]
    return any(name(unit) in _MATH or (unit is not one and one.getparent() is not unit) for one, unit in units)


def _before(letter: _Letter, paragraph: Element) -> Point:
    unit = _unit(letter.element, paragraph)
    if name(unit) != "w:r" or unit is letter.element:
        return Point(unit.getparent(), unit.getparent().index(unit))
    child = _child(letter.element, unit)
    return _tidy(unit, unit.index(child), 0 if letter.whole or child is not letter.element else letter.offset)


def _after(letter: _Letter, paragraph: Element) -> Point:
    unit = _unit(letter.element, paragraph)
    if name(unit) != "w:r" or unit is letter.element:
        return Point(unit.getparent(), unit.getparent().index(unit) + 1)
    child = _child(letter.element, unit)
    at = unit.index(child)
    if letter.whole or child is not letter.element or letter.offset + 1 >= len(child.text or ""):
        return _tidy(unit, at + 1, 0)
    return _tidy(unit, at, letter.offset + 1)


def _child(element: Element, unit: Element) -> Element:
    """Return the child of ``unit`` that is ``element`` or holds it."""
    return element if element.getparent() is unit else next(
        one for one in element.iterancestors() if one.getparent() is unit
    )  # fmt: skip


def _tidy(run: Element, child: int, offset: int) -> Point:
    """Return a point in a run, or beside it where all of its content lies on one side."""
    parent = run.getparent()
    if offset == 0 and child <= _first(run):
        return Point(parent, parent.index(run))
    if offset == 0 and child >= len(run):
        return Point(parent, parent.index(run) + 1)
    return Point(run, child, offset)


def _around(first: Element, last: Element) -> Stretch:
    paragraph = next(one for one in first.iterancestors() if name(one) == "w:p")
    return Stretch(
        _before(_Letter(first, 0, whole=True), paragraph),
        _after(_Letter(last, 0, whole=True), paragraph),
        paragraph,
        exact=False,
    )
