"""What runs where a file may hang, crash or eat the memory: pictures of pages, by PDFium, places framed.

Nothing here may be called in a process that reads: the stand-in for fonts is another (``face``).
"""

import contextlib
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from extractor.readers.source import Limits
from review.pictures.tasks import Box, Order, Task

POINT_SCALE = 2.0  # pixels a point of the finest strip
WIDEST = 720.0  # points of a page that a strip shows across; more could not be read in 900 pixels
ABOVE, BELOW = 30.0, 30.0  # points of the page that a strip shows around the boxes
HIGHEST = 230.0  # points; of a place that is higher the beginning is shown
PAGE_WIDE, PAGE_LONG = 1000, 2200  # pixels of a whole page
HEADER = b"%PDF-"
FRAME = 1.5  # points around a box, for the frame not to touch its words

Image = Any  # a Pillow image
Page = tuple[Box, "Callable[[Box, float], Image]"]
"""What of the page is seen, in points from its top left, and what draws a part of that at pixels a point, in colour."""


def draw(task: Task) -> tuple[bytes | None, ...]:
    """Return the picture of each order, None where there is none. Raises nothing for a bad file."""
    with contextlib.redirect_stdout(sys.stderr):
        found: list[bytes | None] = []
        try:
            with _opened(Path(task.file)) as page_of:
                found.extend(_one(page_of, order) for order in task.orders)
        except Exception:  # noqa: BLE001  the picture library raises whatever a damaged file leads it to
            found = found[: len(task.orders)]
        return (*found, *[None] * (len(task.orders) - len(found)))


def _one(page_of: "Callable[[int], contextlib.AbstractContextManager[Page]]", order: Order) -> bytes | None:
    from review.pictures import shape  # noqa: PLC0415  brings the picture library along

    try:
        with page_of(order.page) as (seen, part):
            boxes = [_within(box, seen) for box in order.boxes if box[2] > box[0] and box[3] > box[1]]
            if order.whole:
                scale = min(PAGE_WIDE / (seen[2] - seen[0]), PAGE_LONG / (seen[3] - seen[1]))
                return shape.page(part(seen, scale), _pixels(boxes, seen, scale))
            window = _window(boxes, seen)
            if window is None:
                return None
            return shape.strip(part(window, POINT_SCALE), _pixels(boxes, window, POINT_SCALE), POINT_SCALE, order.most)
    except Exception:  # noqa: BLE001  as above; one page has no picture
        return None


def _window(boxes: list[Box], seen: Box) -> Box | None:
    """Return the part of a page that a strip shows; None where there is nothing to frame on it."""
    boxes = [box for box in boxes if box[2] > box[0] and box[3] > box[1]]
    if not boxes:
        return None
    top = max(seen[1], min(box[1] for box in boxes) - ABOVE)
    bottom = min(seen[3], max(box[3] for box in boxes) + BELOW, top + HIGHEST)
    left, right = seen[0], seen[2]
    if right - left > WIDEST:
        middle = (min(box[0] for box in boxes) + max(box[2] for box in boxes)) / 2
        left = min(max(left, middle - WIDEST / 2), right - WIDEST)
        right = left + WIDEST
    return left, top, right, bottom


def _within(box: Box, seen: Box) -> Box:
    left, top, right, bottom = box
    return (
        min(max(left - FRAME, seen[0]), seen[2]),
        min(max(top - FRAME, seen[1]), seen[3]),
        max(min(right + FRAME, seen[2]), seen[0]),
        max(min(bottom + FRAME, seen[3]), seen[1]),
    )


def _pixels(boxes: list[Box], window: Box, scale: float) -> list[Box]:
    x, y = window[:2]
    return [
        ((left - x) * scale, (top - y) * scale, (right - x) * scale, (bottom - y) * scale)
        for left, top, right, bottom in boxes
    ]


@contextlib.contextmanager
def _opened(file: Path) -> "Iterator[Callable[[int], contextlib.AbstractContextManager[Page]]]":
    """Open a PDF or a picture file; what is given opens a page of it by its number."""
    if file.stat().st_size > Limits().total_bytes:
        raise ValueError
    data = file.read_bytes()
    if HEADER in data[: 64 * 1024]:
        with _fonts().opened(data) as document:
            yield lambda number: _pdf_page(document, number)
    else:
        from extractor.ocr import render  # noqa: PLC0415

        with render.frames(data) as frames:
            yield lambda number: _frame(frames, number)


@cache
def _fonts() -> Any:
    """Return what opens PDFs, the face installed instead of the stand-in of reading."""
    from extractor.readers import pdf_native  # noqa: PLC0415

    _face()
    return pdf_native


@cache
def _face() -> Any:
    """Install the face and return what holds it: PDFium asks it for as long as the process lives."""
    from extractor.readers import pdf_fonts  # noqa: PLC0415
    from review.pictures import face  # noqa: PLC0415

    stand_in = pdf_fonts.StandIn(face.font())
    pdf_fonts.install(stand_in)
    return stand_in


@contextlib.contextmanager
def _pdf_page(document: Any, number: int) -> Iterator[Page]:
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    if not 1 <= number <= int(pdfium.FPDF_GetPageCount(document.raw)):
        raise ValueError
    with _fonts().loaded(document, number - 1, 0) as page:
        rect = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page.raw, rect)
        seen: Box = page.frame.box(rect.left, rect.bottom, rect.right, rect.top)

        def part(window: Box, scale: float) -> Image:
            from PIL import Image as Pictures  # noqa: PLC0415

            wide, high = (max(1, round((window[at + 2] - window[at]) * scale)) for at in (0, 1))
            bitmap = pdfium.FPDFBitmap_CreateEx(wide, high, pdfium.FPDFBitmap_BGR, None, 0)
            if not bitmap:
                raise MemoryError
            try:
                pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, wide, high, 0xFFFFFFFF)
                across, down = (round((seen[at] - window[at]) * scale) for at in (0, 1))
                whole = [round((seen[at + 2] - seen[at]) * scale) for at in (0, 1)]
                pdfium.FPDF_RenderPageBitmap(bitmap, page.raw, across, down, *whole, 0, pdfium.FPDF_ANNOT)
                stride = int(pdfium.FPDFBitmap_GetStride(bitmap))
                raw = bytes(_view(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * high))
            finally:
                pdfium.FPDFBitmap_Destroy(bitmap)
            return Pictures.frombuffer("RGB", (wide, high), raw, "raw", "BGR", stride, 1)

        yield seen, part


def _view(address: Any, size: int) -> Any:
    import ctypes  # noqa: PLC0415

    return (ctypes.c_ubyte * size).from_address(ctypes.cast(address, ctypes.c_void_p).value or 0)


@contextlib.contextmanager
def _frame(frames: Any, number: int) -> Iterator[Page]:
    """Give a frame of a picture file as a page; its points are those that recognising counts in."""
    from PIL import Image as Pictures  # noqa: PLC0415

    from extractor.ocr import render  # noqa: PLC0415

    drawn = render.frame(frames, number)
    picture = Pictures.fromarray(drawn.rgb)
    seen: Box = (0.0, 0.0, picture.width / drawn.scale, picture.height / drawn.scale)

    def part(window: Box, scale: float) -> Image:
        wide, high = (max(1, round((window[at + 2] - window[at]) * scale)) for at in (0, 1))
        left, top, right, bottom = (side * drawn.scale for side in window)
        return picture.resize((wide, high), Pictures.Resampling.BICUBIC, (left, top, right, bottom), reducing_gap=2.0)

    yield seen, part
