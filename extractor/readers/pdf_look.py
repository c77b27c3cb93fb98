"""How the text of a PDF page looks: size, weight, angle, colour, asked once for each text object and each font.

All characters of a text object share their look, so its address is the key to what is known already.
"""

import ctypes
import math
import re
import struct

import pypdfium2.raw as pdfium
from msgspec import Struct

from extractor.readers.pdf_native import Page, quick

BOLD_NAME = re.compile(r"bold|black|heavy|(?<!ya)hei(?!ght)|黑体|粗", re.IGNORECASE)
FILL_AND_STROKE = 2
INVISIBLE = 3

_text_object = quick(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_matrix_of = quick(pdfium.FPDFText_GetMatrix, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_size_of = quick(pdfium.FPDFText_GetFontSize, ctypes.c_double, ctypes.c_void_p, ctypes.c_int)
_font_of = quick(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p, ctypes.c_void_p)
_mode_of = quick(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ctypes.c_void_p)
_colour_of = quick(pdfium.FPDFText_GetFillColor, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)
_map_of = struct.Struct("6f").unpack_from  # FS_MATRIX: a, b, c, d, e, f
_channels = struct.Struct("4I").unpack_from  # red, green, blue, alpha


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
        self._matrix_address = ctypes.addressof(self._matrix)
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._colour = (ctypes.c_uint * 4)()
        first = ctypes.addressof(self._colour)
        self._colour_addresses = tuple(first + at * ctypes.sizeof(ctypes.c_uint) for at in range(4))

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
        address = self._page.address
        if not _matrix_of(address, index, self._matrix_address):
            return None
        a, b, c, d, _, _ = _map_of(self._matrix)
        size = _size_of(address, index) * math.hypot(c, d)
        font, heavy = self._font(index, key)
        painted = _colour_of(address, index, *self._colour_addresses)
        red, green, blue, alpha = _channels(self._colour)
        mode = _mode_of(key) if key else 0
        look = Look(
            size=size,
            bold=heavy or mode == FILL_AND_STROKE,
            font=font,
            angle=self._page.frame.angle(a, b),
            alpha=alpha if painted else 255,
            shade=min(red, green, blue) if painted else 0,
            mode=mode,
        )
        if key:
            self._known[key] = look
        return look

    def _font(self, index: int, text_object: int) -> tuple[str, bool]:
        """Return the name of a character's font and whether the font itself is bold; asked once for each font."""
        key = (_font_of(text_object) or 0) if text_object else 0
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
