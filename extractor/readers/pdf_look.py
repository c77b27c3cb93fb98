"""How the text of a PDF page looks: size, weight, angle, colour, asked once for each text object and each font.

All characters of a text object share their look, so its address is the key to what is known already.
"""

import ctypes
import math
import re

import pypdfium2.raw as pdfium
from msgspec import Struct

from extractor.readers.pdf_native import Page, quick

BOLD_NAME = re.compile(r"bold|black|heavy|(?<!ya)hei(?!ght)|黑体|粗", re.IGNORECASE)
FILL_AND_STROKE = 2
INVISIBLE = 3

_text_object = quick(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)


class Look(Struct, frozen=True, gc=False):
    """The look of a text object: ``angle`` in degrees as displayed, ``alpha`` and ``shade`` from 0 to 255."""

    size: float
    bold: bool
    font: str
    angle: float
    alpha: int
    shade: int
    mode: int


class Looks:
    """The looks of one page; the buffers that PDFium writes into are made once."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._known: dict[int, Look] = {}
        self._fonts: dict[int, tuple[str, bool]] = {}
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._colour = [ctypes.c_uint() for _ in range(4)]

    def key(self, offset: int) -> int:
        """Return the address of the text object that a character belongs to, 0 where it has none."""
        index = self._page.char(offset)
        return 0 if index < 0 else _text_object(self._page.address, index) or 0

    def of(self, offset: int) -> Look | None:
        """Return the look of the character at ``offset`` of the page's text, None where it has none."""
        index = self._page.char(offset)
        if index < 0:
            return None
        key = _text_object(self._page.address, index) or 0
        if key and key in self._known:
            return self._known[key]
        handle, matrix = self._page.text_page, self._matrix
        if not pdfium.FPDFText_GetMatrix(handle, index, matrix):
            return None
        size = float(pdfium.FPDFText_GetFontSize(handle, index)) * math.hypot(matrix.c, matrix.d)
        text_object = ctypes.cast(key, pdfium.FPDF_PAGEOBJECT) if key else None
        font, heavy = self._font(index, text_object)
        red, green, blue, alpha = self._colour
        painted = pdfium.FPDFText_GetFillColor(handle, index, red, green, blue, alpha)
        mode = int(pdfium.FPDFTextObj_GetTextRenderMode(text_object)) if key else 0
        look = Look(
            size=size,
            bold=heavy or mode == FILL_AND_STROKE,
            font=font,
            angle=self._page.frame.angle(matrix.a, matrix.b),
            alpha=int(alpha.value) if painted else 255,
            shade=min(int(red.value), int(green.value), int(blue.value)) if painted else 0,
            mode=mode,
        )
        if key:
            self._known[key] = look
        return look

    def _font(self, index: int, text_object: object) -> tuple[str, bool]:
        """Return the name of a character's font and whether the font itself is bold; asked once for each font."""
        font = pdfium.FPDFTextObj_GetFont(text_object) if text_object else None
        key = ctypes.addressof(font.contents) if font else 0
        if key and key in self._fonts:
            return self._fonts[key]
        written = int(pdfium.FPDFText_GetFontInfo(self._page.text_page, index, self._name, 128, self._flags))
        name = self._name.raw[: max(0, min(written, 128) - 1)].decode("utf-8", "replace")
        weight = int(pdfium.FPDFText_GetFontWeight(self._page.text_page, index))
        self._fonts[key] = name, weight >= 600 or BOLD_NAME.search(name) is not None
        return self._fonts[key]


def unlike(one: Look, two: Look) -> bool:
    """Tell whether two looks are too different for one line."""
    turn = abs(one.angle - two.angle) % 360
    return (
        2 < turn < 358
        or not 0.4 < one.size / max(two.size, 0.1) < 2.5
        or abs(one.shade - two.shade) > 100
        or abs(one.alpha - two.alpha) > 60
        or (one.mode == INVISIBLE) != (two.mode == INVISIBLE)
    )
