"""PDFium, held so that nothing leaks: documents and pages as context managers, coordinates in one frame.

Everything above this module speaks in points from the top left of the page as it is displayed (rotation applied,
MediaBox as the page, as pdfplumber counts too); everything PDFium says is in the page's own user space.
"""

import ctypes
import math
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct

from extractor.document import UnreadReason
from extractor.readers import pdf_fonts
from extractor.readers.glyphs import Box

pdf_fonts.install()
HEADER = b"%PDF-"
ANNOTATIONS = 2000
FAR = 1e5  # points: no page is so large


class Frame(Struct, frozen=True):
    """The displayed page: its size in points and the affine map from PDFium's user space to it."""

    width: float
    height: float
    matrix: tuple[float, float, float, float, float, float]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return the displayed position (from the left, from the top) of a point of user space."""
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return the displayed box (left, top, right, bottom) of a rectangle of user space."""
        a, b, c, d, e, f = self.matrix
        if b == 0 and c == 0:
            left, right, top, bottom = a * x0 + e, a * x1 + e, d * y0 + f, d * y1 + f
        else:
            left, right, top, bottom = c * y0 + e, c * y1 + e, b * x0 + f, b * x1 + f
        if left > right:
            left, right = right, left
        if top > bottom:
            top, bottom = bottom, top
        return left, top, right, bottom

    def angle(self, a: float, b: float) -> float:
        """Return the displayed direction, in degrees from 0 to 360 against the clock, of text written along (a, b)."""
        if b == 0 and a > 0 and self.matrix[0] > 0:
            return 0.0
        ma, mb, mc, md, _, _ = self.matrix
        return math.degrees(math.atan2(-(mb * a + md * b), ma * a + mc * b)) % 360


def quick(function: Any, result: Any, *arguments: Any) -> Any:
    """Return a function of PDFium that takes plain addresses and numbers: it costs half of what ctypes' pointers do."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_loose_box = quick(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_map_error = quick(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_sides = struct.Struct("4f").unpack_from  # FS_RECTF: left, top, right, bottom


class PdfError(Exception):
    """A file or page PDFium cannot give, with the reason in the words of the contract."""

    def __init__(self, reason: UnreadReason) -> None:
        super().__init__(reason)
        self.reason: UnreadReason = reason


class Page:
    """One loaded page with its text page; ``text`` is the page's text in the order of its content stream."""

    def __init__(self, raw: Any, text_page: Any, limit: int) -> None:
        self.raw = raw
        self.text_page = text_page
        self.frame = _frame(raw)
        self.count = max(0, int(pdfium.FPDFText_CountChars(text_page)))
        self.over_limit = self.count > limit
        self.count = min(self.count, limit)
        self.text, self._index = self._read()
        self.address: int = ctypes.cast(text_page, ctypes.c_void_p).value or 0
        self._rect = pdfium.FS_RECTF()
        self._rect_address = ctypes.addressof(self._rect)

    def _read(self) -> tuple[str, list[int] | None]:
        if self.count == 0:
            return "", None
        # an astral character takes two units, and PDFium may give more units than it counts characters
        buffer = (ctypes.c_ushort * (2 * self.count + 2))()
        written = int(pdfium.FPDFText_GetText(self.text_page, 0, self.count, buffer))
        units = max(0, written - 1)
        text = bytes(memoryview(buffer).cast("B")[: 2 * units]).decode("utf-16-le", "replace")
        if len(text) == units == self.count:
            return text, None
        index: list[int] = []
        unit = 0
        for char in text:
            at = unit
            if units != self.count:
                at = int(pdfium.FPDFText_GetCharIndexFromTextIndex(self.text_page, unit))
            index.append(at)
            unit += 2 if ord(char) > 0xFFFF else 1
        return text, index

    def char(self, offset: int) -> int:
        """Return PDFium's index of the character at ``offset`` of ``text``; -1 where it has none."""
        return offset if self._index is None else self._index[offset]

    def box(self, offset: int) -> Box | None:
        """Return the displayed box of the character at ``offset`` of ``text``, None where it has none."""
        index = offset if self._index is None else self._index[offset]
        if index < 0 or not _loose_box(self.address, index, self._rect_address):
            return None
        left, top, right, bottom = _sides(self._rect)
        box = self.frame.box(left, bottom, right, top)
        # a broken font can give boxes that are no numbers or as large as the coordinate space
        far_right, far_down = FAR + self.frame.width, FAR + self.frame.height  # a page may claim any size
        return box if box[0] > -FAR and box[1] > -FAR and box[2] < far_right and box[3] < far_down else None

    def unmapped(self, offset: int) -> bool:
        """Tell whether the font does not say what the character at ``offset`` means."""
        return bool(_map_error(self.address, self.char(offset)) == 1)

    def generated(self, offset: int) -> bool:
        """Tell whether the character at ``offset`` was made up, from the room between two others."""
        index = self.char(offset)
        return index < 0 or bool(pdfium.FPDFText_IsGenerated(self.text_page, index) == 1)

    def arrange(self, rows: list[tuple[int, int, list[int]]]) -> None:
        """Write stretches of the text anew: from, to (exclusive), and the offsets in their new order, -1 for a space.

        The stretches follow each other and do not overlap; offsets told before hold no longer where one has changed.
        """
        text: list[str] = []
        index: list[int] = []
        done = 0
        for first, end, order in [*rows, (len(self.text), len(self.text), [])]:
            text.append(self.text[done:first])
            index += [self.char(at) for at in range(done, first)]
            text += [" " if at < 0 else self.text[at] for at in order]
            index += [at if at < 0 else self.char(at) for at in order]
            done = end
        self.text, self._index = "".join(text), index


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """Open a PDF from its bytes, junk before the header stripped; raise PdfError (encrypted or corrupt)."""
    start = data.find(HEADER, 0, 64 * 1024)
    try:
        document = pypdfium2.PdfDocument(data[start:] if start > 0 else data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        locked = code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise PdfError("encrypted" if locked else "corrupt") from error
    try:
        yield document
    finally:
        document.close()


@contextmanager
def loaded(document: Any, index: int, limit: int) -> Iterator[Page]:
    """Load page ``index`` (from 0) with at most ``limit`` characters; raise PdfError where PDFium cannot."""
    raw = pdfium.FPDF_LoadPage(document.raw, index)
    if not raw:
        raise PdfError("corrupt")
    text_page = None
    try:
        if _draw_fields(raw):
            pdfium.FPDF_ClosePage(raw)
            raw = pdfium.FPDF_LoadPage(document.raw, index)
            if not raw:
                raise PdfError("corrupt")
        text_page = pdfium.FPDFText_LoadPage(raw)
        if not text_page:
            raise PdfError("corrupt")
        yield Page(raw, text_page, limit)
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        if raw:
            pdfium.FPDF_ClosePage(raw)


def _draw_fields(raw: Any) -> bool:
    """Draw filled form fields into the page, in memory, so that what a form was filled with is text like other text.

    Only fields: a reader's notes and highlights are no part of the document. Return whether the page must be loaded
    anew.
    """
    count = min(int(pdfium.FPDFPage_GetAnnotCount(raw)), ANNOTATIONS)
    others = []
    for at in range(count):
        note = pdfium.FPDFPage_GetAnnot(raw, at)
        if not note:
            continue
        if pdfium.FPDFAnnot_GetSubtype(note) != pdfium.FPDF_ANNOT_WIDGET:
            others.append(at)
        pdfium.FPDFPage_CloseAnnot(note)
    if count <= 0 or len(others) == count:
        return False
    for at in reversed(others):
        pdfium.FPDFPage_RemoveAnnot(raw, at)
    return bool(pdfium.FPDFPage_Flatten(raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)


def _frame(raw: Any) -> Frame:
    values = [ctypes.c_float() for _ in range(4)]
    if pdfium.FPDFPage_GetMediaBox(raw, *values):
        xs = sorted((values[0].value, values[2].value))
        ys = sorted((values[1].value, values[3].value))
    else:  # a MediaBox inherited from the page tree is only told through the page's bounding box
        rect = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(raw, rect)
        xs = sorted((rect.left, rect.right))
        ys = sorted((rect.bottom, rect.top))
    (x0, x1), (y0, y1) = xs, ys
    turn = int(pdfium.FPDFPage_GetRotation(raw)) % 4
    matrices = (
        (1.0, 0.0, 0.0, -1.0, -x0, y1),
        (0.0, 1.0, 1.0, 0.0, -y0, -x0),
        (-1.0, 0.0, 0.0, 1.0, x1, -y0),
        (0.0, -1.0, -1.0, 0.0, y1, x1),
    )
    width, height = x1 - x0, y1 - y0
    if turn % 2:
        width, height = height, width
    return Frame(width, height, matrices[turn])


def bookmarks(document: Any, limit: int = 5000) -> list[tuple[str, int, int]]:
    """Return the outline entries as (title, page from 1, level from 1); at most ``limit``, loops cut."""
    entries: list[tuple[str, int, int]] = []
    seen: set[int] = set()
    stack = [(pdfium.FPDFBookmark_GetFirstChild(document.raw, None), 1)]
    while stack and len(seen) < limit:
        node, level = stack.pop()
        if not node:
            continue
        address = ctypes.cast(node, ctypes.c_void_p).value or 0
        if address in seen:
            continue
        seen.add(address)
        stack.append((pdfium.FPDFBookmark_GetNextSibling(document.raw, node), level))
        if level < 10:
            stack.append((pdfium.FPDFBookmark_GetFirstChild(document.raw, node), level + 1))
        size = int(pdfium.FPDFBookmark_GetTitle(node, None, 0))
        if not 2 < size < 2000:
            continue
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDFBookmark_GetTitle(node, buffer, size)
        title = buffer.raw[: size - 2].decode("utf-16-le", "replace").strip("\x00")
        target = pdfium.FPDFBookmark_GetDest(document.raw, node)
        page = int(pdfium.FPDFDest_GetDestPageIndex(document.raw, target)) if target else -1
        if title and page >= 0:
            entries.append((title, page + 1, level))
    return entries
