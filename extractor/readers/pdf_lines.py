"""The lines of a page with place and look: PDFium's text once, then a handful of calls for each line.

PDFium keeps the order of the content stream, so the lines of a wrapped cell or of a column stay together; this module
never sorts. Cost grows with lines, not characters: only ``characters`` asks for every character's box.
"""

import ctypes
import math
import re

import pypdfium2.raw as pdfium
from msgspec import Struct

from extractor.readers.pdf_native import Box, Page

HYPHEN = "\ufffe"  # what PDFium leaves for a hyphen at a line's end; it also swallows the line break after it
BOLD_NAME = re.compile(r"bold|black|heavy|(?<!ya)hei(?!ght)|黑体|粗", re.IGNORECASE)
FILL_AND_STROKE = 2
INVISIBLE = 3


class Line(Struct, frozen=True):
    """One line: its text without white space at the ends, displayed box, and look.

    ``first`` and ``last`` are offsets into the page's text (both inclusive) of the first and last character.
    ``angle`` in degrees against the clock as displayed; ``alpha`` and ``shade`` (the darkest channel) from 0 to 255.
    ``column`` is 1, 2 … where the line was cut out of a row that ran over columns of text, else 0.
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


class _Probe:
    """The buffers that PDFium writes into, made once a page."""

    def __init__(self) -> None:
        self.rect = pdfium.FS_RECTF()
        self.matrix = pdfium.FS_MATRIX()
        self.name = ctypes.create_string_buffer(128)
        self.flags = ctypes.c_int()
        self.colour = [ctypes.c_uint() for _ in range(4)]


class _Look(Struct, frozen=True):
    size: float
    bold: bool
    font: str
    angle: float
    alpha: int
    shade: int
    mode: int


def lines(page: Page) -> list[Line]:
    """Return the page's lines in stream order; empty lines are left out, U+FFFE is the hyphen it stands for."""
    probe = _Probe()
    looks: dict[int, _Look] = {}
    found: list[Line] = []
    start = 0
    for stretch in page.text.split("\r\n"):
        end = start + len(stretch)
        if HYPHEN in stretch:
            for first, last in _unhyphened(page, start, end, probe):
                _add(page, first, last, probe, looks, found)
        else:
            _add(page, start, end, probe, looks, found)
        start = end + 2
    return found


def characters(page: Page, first: int, last: int) -> list[tuple[int, str, Box | None]]:
    """Return (offset, character, displayed box) for ``text[first:last + 1]``; a generated character has no box."""
    rect = pdfium.FS_RECTF()
    found: list[tuple[int, str, Box | None]] = []
    for offset in range(first, last + 1):
        char = page.text[offset]
        if char in "\r\n":
            continue
        box = None if char.isspace() else _box(page, offset, rect)
        found.append((offset, "-" if char == HYPHEN else char, box))
    return found


def _unhyphened(page: Page, start: int, end: int, probe: _Probe) -> list[tuple[int, int]]:
    """Cut a stretch after each U+FFFE that ended a line: where the next character stands lower or back left."""
    cuts = [start]
    for offset in range(start, end - 1):
        if page.text[offset] != HYPHEN:
            continue
        here, after = _box(page, offset - 1, probe.rect) if offset > start else None, _box(page, offset + 1, probe.rect)
        if here is None or after is None:
            continue
        middle = (after[1] + after[3]) / 2
        if not here[1] <= middle <= here[3] or after[0] < here[0]:
            cuts.append(offset + 1)
    cuts.append(end)
    return [(cuts[at], cuts[at + 1]) for at in range(len(cuts) - 1)]


def _add(page: Page, start: int, end: int, probe: _Probe, looks: dict[int, _Look], found: list[Line]) -> None:
    raw = page.text[start:end]
    text = raw.strip()
    if not text:
        return
    first = start + raw.index(text[0])
    last = first + len(text) - 1
    head, tail = _box(page, first, probe.rect), _box(page, last, probe.rect)
    if head is None or tail is None:
        return
    look, closing = _look(page, first, probe, looks), _look(page, last, probe, looks)
    if look is None:
        return
    closing = closing or look
    whole = (min(head[0], tail[0]), min(head[1], tail[1]), max(head[2], tail[2]), max(head[3], tail[3]))
    found.append(
        Line(
            text=_clean(text),
            box=whole,
            size=round(max(look.size, closing.size), 1),
            bold=look.bold and closing.bold,
            font=look.font,
            angle=look.angle,
            alpha=look.alpha,
            shade=look.shade,
            mode=look.mode,
            first=first,
            last=last,
            error=pdfium.FPDFText_HasUnicodeMapError(page.text_page, page.char(first)) == 1,
        )
    )


def _clean(text: str) -> str:
    return text.replace(HYPHEN, "-").replace("\x00", "") if HYPHEN in text or "\x00" in text else text


def _box(page: Page, offset: int, rect: pdfium.FS_RECTF) -> Box | None:
    index = page.char(offset)
    if index < 0 or not pdfium.FPDFText_GetLooseCharBox(page.text_page, index, rect):
        return None
    box = page.frame.box(rect.left, rect.bottom, rect.right, rect.top)
    # a broken font can give boxes that are no numbers or as large as the coordinate space
    return box if all(-1e5 < side < 1e5 for side in box) else None


def _look(page: Page, offset: int, probe: _Probe, looks: dict[int, _Look]) -> _Look | None:
    """Return the look of one character; all characters of a text object share it, so it is asked once for each."""
    index = page.char(offset)
    if index < 0:
        return None
    text_object = pdfium.FPDFText_GetTextObject(page.text_page, index)
    key = ctypes.cast(text_object, ctypes.c_void_p).value or 0
    if key and key in looks:
        return looks[key]
    handle = page.text_page
    matrix = probe.matrix
    if not pdfium.FPDFText_GetMatrix(handle, index, matrix):
        return None
    size = float(pdfium.FPDFText_GetFontSize(handle, index)) * math.hypot(matrix.c, matrix.d)
    written = int(pdfium.FPDFText_GetFontInfo(handle, index, probe.name, 128, probe.flags))
    font = probe.name.raw[: max(0, min(written, 128) - 1)].decode("utf-8", "replace")
    red, green, blue, alpha = probe.colour
    painted = pdfium.FPDFText_GetFillColor(handle, index, red, green, blue, alpha)
    mode = int(pdfium.FPDFTextObj_GetTextRenderMode(text_object)) if key else 0
    bold = (
        mode == FILL_AND_STROKE
        or int(pdfium.FPDFText_GetFontWeight(handle, index)) >= 600
        or BOLD_NAME.search(font) is not None
    )
    look = _Look(
        size=size,
        bold=bold,
        font=font,
        angle=page.frame.angle(matrix.a, matrix.b),
        alpha=int(alpha.value) if painted else 255,
        shade=min(int(red.value), int(green.value), int(blue.value)) if painted else 0,
        mode=mode,
    )
    if key:
        looks[key] = look
    return look
