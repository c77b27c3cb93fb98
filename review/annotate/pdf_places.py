"""Where notes go on the pages of a PDF, and whether the annotated copy holds: by PDFium, in a process that may be lost.

Boxes are in points from the top left of the page as it is displayed, as everywhere above the readers.
"""

import contextlib
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pypdfium2.raw as pdfium

from extractor.readers.glyphs import Box
from extractor.readers.pdf_native import Frame, Page, PdfError, loaded, opened
from extractor.readers.source import Limits
from review.verify.matching import compact

MARGIN = 2.0  # points that the middle of a character may lie outside the box of its evidence
SAME_LINE = 0.5  # of a character's height, by which two of one line overlap at least
GAP = 6.0  # of a line's height; words further apart are marked apart, in two columns of a table

Exactness = Literal["words", "place"]


@dataclass(frozen=True)
class Ask:
    """A quote and where it is said to stand; ``page`` counts from 1."""

    page: int
    box: Box
    quote: str


@dataclass(frozen=True)
class Marked:
    """The boxes over a quote, a line of words each, or the box of its evidence where the words were not found in it."""

    boxes: tuple[Box, ...]
    exactness: Exactness


@dataclass(frozen=True)
class Sheet:
    """A page: how it is displayed, what of it is seen, how many annotations it has, and its text."""

    number: int
    frame: Frame
    seen: Box
    annotations: int
    text: str


@dataclass(frozen=True)
class Located:
    """What was found: how many pages there are, those that are asked for and can be loaded, an answer for each ask.

    An answer is None where the page is not there, or the box is not on it.
    """

    pages: int
    sheets: tuple[Sheet, ...]
    answers: tuple[Marked | None, ...]


def locate(source: bytes, asks: Sequence[Ask]) -> Located | str:
    """Return where the quotes stand, page 1 among the sheets; or why the file cannot be opened, as a word."""
    with contextlib.redirect_stdout(sys.stderr):
        try:
            with opened(source) as document:
                count = max(0, int(pdfium.FPDF_GetPageCount(document.raw)))
                sheets: list[Sheet] = []
                answers: dict[int, Marked] = {}
                for number in sorted({1, *(ask.page for ask in asks)}):
                    if not 1 <= number <= count:
                        continue
                    with contextlib.suppress(PdfError), _page(document, number) as (sheet, page):
                        sheets.append(sheet)
                        for at, ask in enumerate(asks):
                            if ask.page == number and (found := marked(ask, page)) is not None:
                                answers[at] = found
        except PdfError as error:
            return error.reason
    return Located(count, tuple(sheets), tuple(answers.get(at) for at in range(len(asks))))


def holds(copy: bytes, before: Located, added: dict[int, int]) -> bool:
    """Tell whether a copy opens with the same pages and text and, by page, with as many more annotations."""
    with contextlib.redirect_stdout(sys.stderr):
        try:
            with opened(copy) as document:
                if int(pdfium.FPDF_GetPageCount(document.raw)) != before.pages:
                    return False
                for old in before.sheets:
                    with _page(document, old.number) as (new, _):
                        if new.annotations != old.annotations + added.get(old.number, 0) or new.text != old.text:
                            return False
        except PdfError:
            return False
    return True


@contextlib.contextmanager
def _page(document: Any, number: int) -> Iterator[tuple[Sheet, Page]]:
    raw = pdfium.FPDF_LoadPage(document.raw, number - 1)
    if not raw:
        raise PdfError("corrupt")
    annotations = int(pdfium.FPDFPage_GetAnnotCount(raw))
    pdfium.FPDF_ClosePage(raw)
    with loaded(document, number - 1, Limits().characters_per_page) as page:
        rect = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page.raw, rect)
        seen = page.frame.box(rect.left, rect.bottom, rect.right, rect.top)
        yield Sheet(number, page.frame, seen, annotations, page.text), page


@dataclass(frozen=True)
class _Glyph:
    text: str
    box: Box


def marked(ask: Ask, page: Page) -> Marked | None:
    """Return the boxes over a quote, by the characters inside the box of its evidence; None for a box off the page."""
    glyphs = [glyph for glyph in _glyphs(page) if _inside(glyph.box, ask.box)]
    wanted = compact(ask.quote)
    for several in (glyphs, _as_seen(glyphs), _once(glyphs), _as_seen(_once(glyphs))):
        found = _runs(several, wanted)
        if found:
            return Marked(tuple(line for run in found for line in _lines(run)), "words")
    left, top, right, bottom = ask.box
    box = max(left, 0.0), max(top, 0.0), min(right, page.frame.width), min(bottom, page.frame.height)
    return Marked((box,), "place") if box[0] < box[2] and box[1] < box[3] else None


def _glyphs(page: Page) -> Iterator[_Glyph]:
    for offset, char in enumerate(page.text):
        if text := compact(char):
            box = page.box(offset)
            if box is not None and box[2] > box[0] and box[3] > box[1]:
                yield _Glyph(text, box)


def _inside(one: Box, box: Box) -> bool:
    across, down = (one[0] + one[2]) / 2, (one[1] + one[3]) / 2
    return box[0] - MARGIN <= across <= box[2] + MARGIN and box[1] - MARGIN <= down <= box[3] + MARGIN


def _runs(glyphs: list[_Glyph], wanted: str) -> list[list[_Glyph]]:
    """Return the glyphs that make up ``wanted``, each time that it stands among them: none is more right than another.

    Where a quote runs over a page's end they are those of its beginning.
    """
    text, owners = "", []
    for at, glyph in enumerate(glyphs):
        text += glyph.text
        owners += [at] * len(glyph.text)
    if not text or not wanted:
        return []
    found = [(one.start(), one.end()) for one in re.finditer(re.escape(wanted), text)]
    if not found:
        most = max(0, len(text) - len(wanted))
        start = next((at for at in range(most, len(text)) if wanted.startswith(text[at:])), len(text))
        if 2 * (len(text) - start) < len(text) or start == len(text):  # a few characters that happen to be alike
            return []
        found = [(start, len(text))]
    return [[glyphs[at] for at in dict.fromkeys(owners[start:end])] for start, end in found]


def _as_seen(glyphs: list[_Glyph]) -> list[_Glyph]:
    return [glyph for line in _rows(sorted(glyphs, key=lambda one: (one.box[1] + one.box[3], one.box[0]))) for glyph in
            sorted(line, key=lambda one: one.box[0])]  # fmt: skip


def _once(glyphs: list[_Glyph]) -> list[_Glyph]:
    """Leave out a character that is drawn again where it stands already: bold by drawing twice."""
    kept: list[_Glyph] = []
    seen: dict[str, list[Box]] = {}
    for glyph in glyphs:
        known = seen.setdefault(glyph.text, [])
        if not any(abs(box[0] - glyph.box[0]) < 1 and abs(box[1] - glyph.box[1]) < 1 for box in known):
            known.append(glyph.box)
            kept.append(glyph)
    return kept


def _rows(glyphs: Sequence[_Glyph]) -> list[list[_Glyph]]:
    """Part glyphs, in their order, where a line ends."""
    rows: list[list[_Glyph]] = []
    for glyph in glyphs:
        if rows and _level(rows[-1][-1].box, glyph.box):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _level(one: Box, other: Box) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared >= SAME_LINE * min(one[3] - one[1], other[3] - other[1])


def _lines(glyphs: list[_Glyph]) -> Iterator[Box]:
    """Yield a box for each line of words, in the order they are read."""
    for row in _rows(glyphs):
        row.sort(key=lambda one: one.box[0])
        start = 0
        for at in range(1, len(row) + 1):
            high = row[at - 1].box[3] - row[at - 1].box[1]
            if at == len(row) or row[at].box[0] - row[at - 1].box[2] > GAP * high:
                yield _around([glyph.box for glyph in row[start:at]])
                start = at


def _around(boxes: list[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
