"""A Word file straight from its XML: every paragraph under its number, with the cell of the grid it stands in."""

from typing import Any

from msgspec import Struct

from review.verify.claims import EvidenceClaim
from review.verify.matching import Answer, failed, judged, missing, unchecked
from review.verify.packages import CannotOpen, Parts
from review.verify.word_names import child
from review.verify.word_text import Counter, Flow
from review.verify.word_walk import Grid, Spot, Walk

Element = Any  # an lxml element


class _Text(Struct, frozen=True):
    """The text of one paragraph and its cell."""

    grid: Grid
    text: str


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
        self._spots: dict[tuple[str, int], list[_Text]] = {}
        walk = Walk(styles[0] if styles else None, self._keep)
        walk.part(body, Flow(Counter("body"), Counter("textbox")))
        notes = Counter("footnote")
        for kind in ("footnotes", "endnotes"):
            for target in related.get(kind, [])[:1]:
                walk.notes(parts.root(target), notes)
        for kind in ("header", "footer"):  # each such part counts from 1
            for target in sorted(set(related.get(kind, []))):
                furniture = parts.root(target)
                if furniture is not None:
                    walk.part(furniture, Flow(Counter(kind), None))

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

    def _keep(self, spot: Spot) -> None:
        text = "".join(text for text, _ in spot.atoms)
        self._spots.setdefault((spot.part, spot.number), []).append(_Text(spot.grid, text))


def _said(claim: EvidenceClaim) -> str:
    return claim.location.label() or "所指位置"
