"""A PDF by pdfminer: the characters of a page with their boxes, and whether a quote stands in the box it is said to."""

import io
import math
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from review.verify.claims import EvidenceClaim
from review.verify.matching import CONFIRMED, Answer, compact, failed, missing, unchecked
from review.verify.packages import CannotOpen

Box = tuple[float, float, float, float]
Rule = tuple[float, float, float]

MARGIN = 2.5  # points that two programs may differ by in what room a character takes
DRIFT = 0.05  # of a box's width, by which programs set a line in a font that is not in the file
SLACK = 0.75  # of a line's height, that a box may reach beyond the characters in it
_DOTS = dict.fromkeys(map(ord, "•·"))
_LOST = "(cid:"  # how pdfminer writes a glyph whose character it cannot tell


class Glyph(Struct, frozen=True):
    """A character (or what a glyph stands for) with its box in points from the top left of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    slanted: bool

    def inside(self, box: Box) -> bool:
        """Tell whether the middle of the character stands in ``box``, give or take the margin."""
        across, down = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        return box[0] - MARGIN <= across <= box[2] + MARGIN and box[1] - MARGIN <= down <= box[3] + MARGIN


class Page(Struct, frozen=True):
    """The characters of a page in the order of its stream, where its rules stand, and the boxes of its form fields.

    ``across`` are the upright rules and edges (distance from the left, where they begin and end from the top), ``down``
    the level ones (distance from the top, where they begin and end from the left).
    """

    glyphs: tuple[Glyph, ...]
    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()
    fields: tuple[Box, ...] = ()


class PdfFile:
    """The pages of a file, each read when it is asked for. Raises CannotOpen where pdfminer cannot open it."""

    def __init__(self, data: bytes) -> None:
        import pdfplumber  # noqa: PLC0415  takes its time

        try:
            self._pdf: Any = pdfplumber.open(io.BytesIO(data[max(0, data.find(b"%PDF-", 0, 65536)) :]))
            self._count = len(self._pdf.pages)
        except MemoryError:
            raise
        except Exception as error:  # pdfminer raises whatever a damaged file leads it to
            raise CannotOpen("另一程序无法打开这个PDF文件。") from error
        self._number = 0
        self._page: Page | None = None

    def answer(self, claim: EvidenceClaim) -> Answer:
        """Tell whether the quote stands on its page inside its box."""
        place = claim.location
        lacking = missing(place, ("page", "bbox"))
        if lacking is not None or place.page is None or place.bbox is None:
            return lacking or failed("no-place", "位置不全，无法按位置打开。")
        if (place.paragraph, place.sheet, place.cell, place.line) != (None,) * 4:
            return failed("bad-place", "位置里有PDF文件没有的项目。")
        if not 1 <= place.page <= self._count:
            return failed("bad-place", f"文件没有第{place.page}页，共{self._count}页。")
        try:
            page = self._read(place.page)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  see above
            return unchecked("not-readable", f"另一程序无法读取第{place.page}页。")
        return on_page(claim.quote, place.page, place.bbox, page, in_table=place.table is not None)

    def _read(self, number: int) -> Page:
        if self._page is not None and self._number == number:
            return self._page
        page = self._pdf.pages[number - 1]
        left, top = page.bbox[:2]
        across = page.rotation in (90, 270)
        glyphs = tuple(
            Glyph(
                char["text"],
                char["x0"] - left,
                char["top"] - top,
                char["x1"] - left,
                char["bottom"] - top,
                _is_slanted(char["matrix"], across=across),
            )
            for char in page.chars
        )
        edges = page.edges
        self._number, self._page = (
            number,
            Page(
                glyphs,
                tuple(
                    sorted(
                        {
                            (edge["x0"] - left, edge["top"] - top, edge["bottom"] - top)
                            for edge in edges
                            if edge["orientation"] == "v"
                        }
                    )
                ),
                tuple(
                    sorted(
                        {
                            (edge["top"] - top, edge["x0"] - left, edge["x1"] - left)
                            for edge in edges
                            if edge["orientation"] == "h"
                        }
                    )
                ),
                tuple(_fields(page.annots, left, top)),
            ),
        )
        page.close()
        return self._page


def on_page(quote: str, number: int, box: Box, page: Page, *, in_table: bool = False) -> Answer:
    """Return whether ``quote`` stands in ``box`` on a page; where it does not, whether it stands elsewhere on it.

    ``in_table`` says that the box is a cell's, which may hold more lines than those of the quote.
    """
    if not _is_box(box):
        return failed("bad-place", "所指的不是一个框。")
    wanted = compact(quote)
    here = [glyph for glyph in page.glyphs if glyph.inside(box)]
    if any(wanted in text for text in _readings(here)):
        fits = _fits(box, here, page) and (in_table or _on_its_lines(wanted, box, here, page))
        return CONFIRMED if fits else failed("bad-place", f"第{number}页所指的框比其中的文字大。")
    if any(_LOST in glyph.text or not glyph.text for glyph in here):
        return unchecked("lost-glyphs", f"第{number}页的字体没有给出字符，另一程序无法还原框内文字。")
    if any(_undotted(wanted) in _undotted(text) for text in _readings(here)):
        return unchecked("lost-glyphs", f"第{number}页的字体不在文件里，另一程序无法确认引文里的圆点。")
    if any(_meet(field, box) for field in page.fields):
        return unchecked("lost-glyphs", f"第{number}页的框内有表单域，另一程序读不到填写的内容。")
    if any(wanted in text for text in _readings(list(page.glyphs))):
        return failed("elsewhere", f"这段原文在第{number}页，但不在所指的框内。")
    return failed("not-there", f"第{number}页所指的框内没有这段原文。")


def _is_box(box: Box) -> bool:
    """Tell whether a box is one: finite, its corners in order."""
    left, top, right, bottom = box
    return all(map(math.isfinite, box)) and left < right and top < bottom


def _fits(box: Box, here: list[Glyph], page: Page) -> bool:
    """Tell whether a box is that of the characters in it or of a ruled cell, not one drawn around more of the page."""
    high = max(MARGIN, SLACK * max(glyph.bottom - glyph.top for glyph in here))
    wide = max(high, DRIFT * (box[2] - box[0]))
    left, top, right, bottom = box
    begins, ends = min(glyph.left for glyph in here), max(glyph.right for glyph in here)
    upper, lower = min(glyph.top for glyph in here), max(glyph.bottom for glyph in here)
    # a line begins where it begins whatever its font; its end drifts, and how high a character is differs most
    return (
        (begins - left <= MARGIN or _at_rule(left, begins, page.across, (top, bottom)))
        and (right - ends <= wide or _at_rule(right, ends, page.across, (top, bottom)))
        and (upper - top <= high or _at_rule(top, upper, page.down, (left, right)))
        and (bottom - lower <= high or _at_rule(bottom, lower, page.down, (left, right)))
    )


def _on_its_lines(wanted: str, box: Box, here: list[Glyph], page: Page) -> bool:
    """Tell whether a box goes from the first line of a quote to its last, and not on to lines before or after them."""
    high = max(MARGIN, SLACK * max(glyph.bottom - glyph.top for glyph in here))
    sides = box[0], box[2]
    for glyphs in _orders(here):
        pieces = [compact(glyph.text) for glyph in glyphs]
        owners = [at for at, piece in enumerate(pieces) for _ in piece]
        text = "".join(pieces)
        start = text.find(wanted)
        while start >= 0:
            quoted = glyphs[owners[start] : owners[start + len(wanted) - 1] + 1]
            upper, lower = min(glyph.top for glyph in quoted), max(glyph.bottom for glyph in quoted)
            above = upper - box[1] <= high or _at_rule(box[1], upper, page.down, sides)
            if above and (box[3] - lower <= high or _at_rule(box[3], lower, page.down, sides)):
                return True
            start = text.find(wanted, start + 1)
    return False


def _at_rule(side: float, text: float, rules: tuple[Rule, ...], along: tuple[float, float]) -> bool:
    """Tell whether a side of a box stands at a rule, and no rule that would end the cell stands before it.

    ``text`` is where the text ends towards that side, ``along`` where the side itself begins and ends.
    """
    if not any(abs(at - side) <= MARGIN for at, _, _ in rules):
        return False
    low, high = sorted((side, text))
    return not any(
        low + MARGIN < at < high - MARGIN and begin - MARGIN <= along[0] and end + MARGIN >= along[1]
        for at, begin, end in rules
    )


def _undotted(text: str) -> str:
    """Return a text without the dots that pdfminer has no character for in a font that the file does not bring."""
    return text.translate(_DOTS)


def _fields(annotations: list[dict[str, Any]], left: float, top: float) -> Iterator[Box]:
    """Yield the boxes of the form fields of a page: what is filled in stands outside its stream."""
    for one in annotations:
        if "Widget" in str(one["data"].get("Subtype")):
            yield one["x0"] - left, one["top"] - top, one["x1"] - left, one["bottom"] - top


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_slanted(matrix: tuple[float, ...], *, across: bool) -> bool:
    """Tell a watermark's characters: set neither along nor across the page."""
    a, b = (matrix[1], matrix[0]) if across else (matrix[0], matrix[1])
    return abs(b) > 0.05 * max(abs(a), 1e-6)


def _orders(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the characters in the orders they may be meant in: as drawn, and line by line as seen."""
    upright = [glyph for glyph in glyphs if not glyph.slanted]
    for several in (glyphs, upright, _once(upright)):
        yield several
        yield _as_seen(several)


def _readings(glyphs: list[Glyph]) -> list[str]:
    """Return the text of characters in the orders it may be meant in."""
    return [compact("".join(glyph.text for glyph in several)) for several in _orders(glyphs)]


def _as_seen(glyphs: list[Glyph]) -> list[Glyph]:
    """Sort into lines from the top, each from the left; a line is what overlaps by half its height."""
    lines: list[tuple[float, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=lambda one: (one.top + one.bottom, one.left)):
        middle = (glyph.top + glyph.bottom) / 2
        if lines and middle - lines[-1][0] < (glyph.bottom - glyph.top) / 2:
            lines[-1][1].append(glyph)
        else:
            lines.append((middle, [glyph]))
    return [glyph for _, line in lines for glyph in sorted(line, key=lambda one: one.left)]


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """Leave out a character that is drawn again where it stands already: bold by drawing twice."""
    seen: dict[str, list[Glyph]] = {}
    kept = []
    for glyph in glyphs:
        known = seen.setdefault(glyph.text, [])
        if any(abs(one.left - glyph.left) < 1 and abs(one.top - glyph.top) < 1 for one in known):
            continue
        known.append(glyph)
        kept.append(glyph)
    return kept
