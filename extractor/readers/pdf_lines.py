"""The lines of a page with place and look: PDFium's text once, then a handful of calls for each line.

PDFium keeps the order of the content stream, so the lines of a wrapped cell or of a column stay together; this module
never sorts. Cost grows with lines, not characters: only ``characters`` asks for every character's box.
"""

import itertools
import math
import re

import msgspec
import pypdfium2.raw as pdfium
from msgspec import Struct

from extractor.readers.glyphs import Box, Glyphs
from extractor.readers.pdf_look import BOLD_NAME, FILL_AND_STROKE, INVISIBLE, Look, Looks, unlike
from extractor.readers.pdf_native import Page
from extractor.readers.pdf_order import set_in_order

__all__ = ["BOLD_NAME", "FILL_AND_STROKE", "INVISIBLE", "Line", "characters", "clean", "lines"]

NOTHING = "\x00"  # no character, or one that was taken out of the page's text
HYPHEN = "\ufffe"  # what PDFium leaves for a hyphen at a line's end; it also swallows the line break after it
MADE_UP = re.compile(r"(?<=[^\x00-\x7f\s]) (?=\S)|(?<=\S) (?=[^\x00-\x7f\s])")
TICKS = re.compile("[□☐☑☒✓✔✗✘√■▣◻◼○●⊙]")  # often from another font, and then drawn after the words around it


class Line(Struct, frozen=True, gc=False):
    """One line: its text without white space at the ends, displayed box, and look.

    ``error`` says that its font does not tell what the characters mean.

    ``first`` and ``last`` are offsets into the page's text (both inclusive) of the first and last character.
    ``angle`` in degrees against the clock as displayed; ``alpha`` and ``shade`` (the darkest channel) from 0 to 255.
    ``column`` is 1, 2 … where the line was cut out of a row that ran over columns of text, -1 where it has wide gaps
    and stands alone, else 0.
    """

    text: str
    box: Box
    size: float
    bold: bool
    font: str
    angle: float
    alpha: int
    shade: int
    mode: int
    first: int
    last: int
    error: bool = False
    column: int = 0

    @property
    def upright(self) -> bool:
        """Tell whether the line runs from left to right."""
        return self.angle < 2 or self.angle > 358

    @property
    def oblique(self) -> bool:
        """Tell whether the line runs along neither edge of the page, as watermarks do."""
        return 5 < self.angle % 90 < 85


def lines(page: Page) -> list[Line]:
    """Return the page's lines in stream order; empty lines are left out, U+FFFE is the hyphen it stands for."""
    set_in_order(page)
    looks = Looks(page)
    found: list[Line] = []
    start = 0
    for stretch in page.text.split("\r\n"):
        end = start + len(stretch)
        cuts = _unhyphened(page, start, end) if HYPHEN in stretch else [(start, end)]
        for first, last in cuts:
            _add(page, first, last, looks, found)
        start = end + 2
    slanted = [line for line in found if line.oblique]
    return _freed(page, found, slanted, looks) if slanted else found


def _freed(page: Page, found: list[Line], slanted: list[Line], looks: Looks) -> list[Line]:
    """Take letters of a slanted text out of the lines they were hung into.

    PDFium may part the last letter of a watermark from it and put it between two letters of the line written next. So
    the lines near the ends of a slanted text are looked at letter by letter.
    """
    ends = [(end, line.size) for line in slanted for at in (line.first, line.last) if (end := page.box(at)) is not None]
    freed: list[Line] = []
    for line in found:
        near = line.upright and any(
            line.box[0] < box[2] + size
            and box[0] - size < line.box[2]
            and line.box[1] < box[3] + size
            and box[1] - size < line.box[3]
            for box, size in ends
        )
        cuts = _slants(page, line.first, line.last) if near else []
        if not cuts:
            freed.append(line)
            continue
        parts: list[Line] = []
        for first, last in cuts:
            _add(page, first, last, looks, parts, whole=True)
        level: list[Line] = []
        for part in parts:
            if part.oblique:
                page.text = (
                    page.text[: part.first] + NOTHING * (part.last + 1 - part.first) + page.text[part.last + 1 :]
                )
                freed.append(part)
            elif level and _same_row(level[-1], part):
                level[-1] = _one_row(level[-1], part)
            else:
                level.append(part)
        freed += level
    return freed


def _slants(page: Page, first: int, last: int) -> list[tuple[int, int]]:
    """Return a stretch cut where level text turns slanted or back, and at line breaks; nothing if it never turns."""
    level: bool | None = None
    turned = False
    cuts = [first]
    for offset in range(first, last + 1):
        char = page.text[offset]
        if char.isspace():
            if char == "\n" and cuts[-1] != offset:
                cuts.append(offset)
            continue
        slant = math.degrees(pdfium.FPDFText_GetCharAngle(page.text_page, page.char(offset))) % 90
        now = not 5 < slant < 85
        if level is not None and now != level:
            turned = True
            cuts.append(offset)
        level = now
    cuts.append(last + 1)
    return list(itertools.pairwise(cuts)) if turned else []


def characters(page: Glyphs, first: int, last: int) -> list[tuple[int, str, Box | None]]:
    """Return (offset, character, displayed box) for ``text[first:last + 1]``; a generated character has no box."""
    found: list[tuple[int, str, Box | None]] = []
    for offset in range(first, last + 1):
        char = page.text[offset]
        if char in "\r\n":
            continue
        box = None if char.isspace() or char == NOTHING else page.box(offset)
        found.append((offset, "-" if char == HYPHEN else char, box))
    return found


def _unhyphened(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a stretch after each U+FFFE that ended a line: where the next character stands lower or back left."""
    cuts = [start]
    for offset in range(start, end - 1):
        if page.text[offset] != HYPHEN:
            continue
        here, after = page.box(offset - 1) if offset > start else None, page.box(offset + 1)
        if here is None or after is None:
            continue
        middle = (after[1] + after[3]) / 2
        if not here[1] <= middle <= here[3] or after[0] < here[0]:
            cuts.append(offset + 1)
    cuts.append(end)
    return [(cuts[at], cuts[at + 1]) for at in range(len(cuts) - 1)]


def _unmixed(page: Page, first: int, last: int, looks: Looks) -> list[tuple[int, int]]:
    """Cut a stretch where text of quite another look or height begins, character by character.

    PDFium hangs a watermark, or the row below a heading, on the line that was written before it.
    """
    cuts = [first]
    current: tuple[Look, Box] | None = None
    key, previous = 0, first
    for offset in range(first, last + 1):
        if page.text[offset].isspace():
            continue
        own = looks.key(offset)
        if own and own == key:
            previous = offset  # of one text object: of one look, on one base line
            continue
        look, box = looks.of(offset), page.box(offset)
        if look is None or box is None:
            continue
        if current is not None:
            before = page.box(previous) or current[1]
            back = look.angle == 0 and box[0] < before[0] - 0.5 * look.size
            if back or unlike(current[0], look) or _lower(before, box, look):
                cuts.append(offset)
        current = look, box
        key, previous = own, offset
    cuts.append(last + 1)
    return [(cuts[at], cuts[at + 1]) for at in range(len(cuts) - 1)]


def _in_place(page: Page, parts: list[Line], looks: Looks) -> list[Line]:
    """Put what was drawn later than the words around it (a tick from another font) where it stands in its row."""
    placed: list[Line] = []
    for part in parts:
        middle = (part.box[0] + part.box[2]) / 2
        at = next((at for at, line in enumerate(placed) if line.upright and _inside(line, part)), None)
        if at is None:
            placed.append(part)
            continue
        line = placed[at]
        chars = [
            (offset, box)
            for offset, _, box in characters(page, line.first, line.last)
            if box is not None and (box[0] + box[2]) / 2 > middle
        ]
        if not chars or chars[0][0] == line.first:
            placed.append(part)
            continue
        halves: list[Line] = []
        for first, last in ((line.first, chars[0][0]), (chars[0][0], line.last + 1)):
            _add(page, first, last, looks, halves, whole=True)
        placed[at : at + 1] = [*halves[:1], part, *halves[1:]]
    return placed


def _inside(line: Line, part: Line) -> bool:
    """Tell whether a part stands in the row of a line, between its ends."""
    level = abs(line.box[1] + line.box[3] - part.box[1] - part.box[3]) < 0.8 * line.size
    return level and part.upright and line.box[0] < part.box[0] and part.box[2] < line.box[2]


def _lower(before: Box, box: Box, look: Look) -> bool:
    """Tell whether a character stands on another base line than the one before."""
    return look.angle == 0 and abs(before[1] + before[3] - box[1] - box[3]) > 1.3 * look.size


def _squeezed(text: str, room: float, size: float) -> bool:
    """Tell whether a stretch has more full-width characters than fit into its box."""
    wide = (len(text.encode("utf-8", "replace")) - len(text)) / 2
    return (wide - 2) * size > room


def _add(page: Page, start: int, end: int, looks: Looks, found: list[Line], *, whole: bool = False) -> None:
    """Append the line of a stretch; ``whole`` where it is known to be of one look."""
    raw = page.text[start:end]
    text = raw.strip()
    if not text:
        return
    first = start + raw.index(text[0])
    last = first + len(text) - 1
    head, tail = page.box(first), page.box(last)
    look, closing = looks.of(first), looks.of(last)
    if head is None or tail is None or look is None:
        return
    closing = closing or look
    box = _around(head, tail)
    if not whole and (
        unlike(look, closing)
        or _lower(head, tail, look)
        or (look.angle == 0 and (_squeezed(text, box[2] - box[0], look.size) or TICKS.search(text)))
    ):
        parts: list[Line] = []
        for from_, to in _unmixed(page, first, last, looks):
            _add(page, from_, to, looks, parts, whole=True)
        found.extend(_in_place(page, parts, looks))
        return
    line = Line(
        text=clean(page, first, last),
        box=box,
        size=round(max(look.size, closing.size), 1),
        bold=look.bold and closing.bold,
        font=look.font if text[0].isalnum() else closing.font,  # a bullet is often the only sign of its font
        angle=look.angle,
        alpha=look.alpha,
        shade=look.shade,
        mode=look.mode,
        first=first,
        last=last,
        error=page.unmapped(first) and page.unmapped(last),
    )
    if found and not whole and _same_row(found[-1], line):
        found[-1] = _one_row(found[-1], line)
    else:
        found.append(line)


def _around(one: Box, two: Box) -> Box:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])


def _same_row(before: Line, line: Line) -> bool:
    """Tell whether a line goes on to the right of the one before: PDFium breaks a row before a lone character."""
    offset = (before.box[1] + before.box[3] - line.box[1] - line.box[3]) / 2
    return (
        before.upright
        and line.upright
        and abs(offset) < 0.35 * min(before.size, line.size)
        and line.box[0] >= before.box[2] - 0.5 * line.size
        and abs(before.size - line.size) < 0.1 * line.size
        and (before.alpha, before.mode, before.shade) == (line.alpha, line.mode, line.shade)
    )


def _one_row(before: Line, line: Line) -> Line:
    space = " " if line.box[0] - before.box[2] > 0.2 * line.size else ""
    return msgspec.structs.replace(
        before,
        text=before.text + space + line.text,
        box=_around(before.box, line.box),
        size=max(before.size, line.size),
        bold=before.bold and line.bold,
        last=line.last,
    )


def clean(page: Glyphs, first: int, last: int) -> str:
    """Return ``text[first:last + 1]`` as the source has it: hyphens for U+FFFE, no NUL, no space that is none.

    PDFium makes up a space where two characters stand a little apart. Beside a full-width character that is only
    spacing (``2024 年``) and is dropped; a gap of half an em and more keeps its space.
    """
    text = page.text[first : last + 1]
    if " " in text and MADE_UP.search(text):
        dropped = {at.start() for at in MADE_UP.finditer(text) if _is_spacing(page, first + at.start())}
        if dropped:
            text = "".join(char for at, char in enumerate(text) if at not in dropped)
    if HYPHEN in text or NOTHING in text:
        text = text.replace(HYPHEN, "-").replace(NOTHING, "")
    return " ".join(text.split("\r\n")) if "\r" in text else text


def _is_spacing(page: Glyphs, offset: int) -> bool:
    if not page.generated(offset):
        return False
    before, after = page.box(offset - 1), page.box(offset + 1)
    if before is None or after is None:
        return False
    return -0.5 <= (after[0] - before[2]) / max(after[3] - after[1], 0.1) < 0.5
