"""One stand-in for every font that a PDF uses but does not carry, so that reading does not depend on the machine.

PDFium looks for such a font among those installed. Where none has the glyph, a text object of one character has no
extent and PDFium drops it: 否 in a cell is lost, on a machine without Chinese fonts only. Searching also takes some ten
times longer than reading the page. The stand-in has one glyph, a box of a full em, for every character.
"""

import ctypes
import struct
from typing import Any

import pypdfium2  # noqa: F401  (starts PDFium)
import pypdfium2.raw as pdfium

EM = 1000
ASCENT, DESCENT = 880, -120
HANDLE = 1  # what PDFium calls the stand-in by


def _table_head() -> bytes:
    return struct.pack(
        ">IIIIHHQQhhhhHHhhh",
        0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0, EM, 0, 0, 0, DESCENT, EM, ASCENT, 0, 8, 2, 0, 0,
    )  # fmt: skip


def _box() -> bytes:
    """Return the outline of one glyph: a box over the whole em."""
    header = struct.pack(">hhhhh", 1, 0, DESCENT, EM, ASCENT)
    flags = bytes([1, 1, 1, 1])
    across = struct.pack(">hhhh", 0, EM, 0, -EM)
    up = struct.pack(">hhhh", DESCENT, 0, ASCENT - DESCENT, 0)
    return header + struct.pack(">HH", 3, 0) + flags + across + up


def font() -> bytes:
    """Return a TrueType font in which every character from U+0020 on is the same box."""
    box = _box()
    box += bytes(-len(box) % 4)
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIIIIII", 13, 0, 28, 0, 1, 0x20, 0x10FFFF, 1)
    tables = {
        b"cmap": cmap,
        b"glyf": box + box,
        b"head": _table_head(),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x00010000, ASCENT, DESCENT, 0, EM, 0, 0, EM, 1, *[0] * 7, 1),
        b"hmtx": struct.pack(">Hhh", EM, 0, 0),
        b"loca": struct.pack(">HHH", 0, len(box) // 2, len(box)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x00010000, 2, 4, 1, 0, 0, 1, *[0] * 8),
        b"name": struct.pack(">HHH", 0, 0, 6),
        b"post": struct.pack(">IIhhIIIII", 0x00030000, *[0] * 8),
    }
    directory = struct.pack(">IHHHH", 0x00010000, len(tables), 128, 3, len(tables) * 16 - 128)
    offset = len(directory) + 16 * len(tables)
    body = b""
    for tag, data in tables.items():
        directory += struct.pack(">4sIII", tag, 0, offset + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return directory + body


class StandIn:
    """The font interface that PDFium asks, giving one font for all; its callbacks must live as long as PDFium does."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        fields = dict(pdfium.FPDF_SYSFONTINFO._fields_)
        self.info = pdfium.FPDF_SYSFONTINFO()
        self.info.version = 1
        self.info.MapFont = fields["MapFont"](lambda *_: HANDLE)
        self.info.GetFont = fields["GetFont"](lambda *_: HANDLE)
        self.info.GetFontData = fields["GetFontData"](self._give)
        self.info.GetFaceName = fields["GetFaceName"](lambda *_: 0)
        self.info.GetFontCharset = fields["GetFontCharset"](lambda *_: 1)
        self.info.DeleteFont = fields["DeleteFont"](lambda *_: None)

    def _give(self, _info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0  # no collection, and no table alone
        if buffer and size >= len(self.data):
            ctypes.memmove(buffer, self.data, len(self.data))
        return len(self.data)


STAND_IN = StandIn(font())


def install(stand_in: StandIn = STAND_IN) -> None:
    """Make the stand-in the only font PDFium finds outside a file; for the whole process, before any file is opened.

    The caller holds ``stand_in`` as long as the process lives.
    """
    pdfium.FPDF_SetSystemFontInfo(stand_in.info)
