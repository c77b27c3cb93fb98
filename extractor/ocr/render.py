"""Pictures of pages: PDF pages drawn at 200 dpi with the machine's own fonts, frames of picture files as they are.

Runs only in the recognising process: the process that reads a PDF's text has a stand-in for all fonts.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from extractor.ocr.engine import Image

DPI = 200.0
LONGEST = 4000  # pixels; a page larger than A3 is drawn smaller
MOST_PIXELS = 120_000_000  # of a picture file's frame; more is a bomb or a map
A4_LONG = 842.0  # points
PAGE_INCHES = (3.0, 50.0)
# what scanners, cameras and office programs write; Pillow would hand an EPS to another program to draw
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "DIB", "GIF", "JPEG2000", "WEBP")
LEAST_DPI = 90  # pictures of cameras and screens say 72 and mean nothing by it


class Drawn:
    """A picture of a page: ``rgb`` (a numpy array), pixels a point, and where its corner lies on the page."""

    def __init__(self, rgb: Image, scale: float, offset: tuple[float, float] = (0.0, 0.0)) -> None:
        self.rgb = rgb
        self.scale = scale
        self.offset = offset


class TooLarge(Exception):  # noqa: N818  it says what a picture is
    """A picture over the limit of pixels."""


@contextmanager
def pdf(data: bytes) -> Iterator[Any]:
    """Open a PDF to draw its pages; raises pypdfium2.PdfiumError."""
    import pypdfium2  # noqa: PLC0415

    start = data.find(b"%PDF-", 0, 64 * 1024)
    document = pypdfium2.PdfDocument(data[start:] if start > 0 else data)
    try:
        yield document
    finally:
        document.close()


def pdf_page(document: Any, number: int) -> Drawn:
    """Draw page ``number`` (from 1), notes and stamps included; raises pypdfium2.PdfiumError."""
    page = document[number - 1]
    try:
        wide, high = page.get_size()
        scale = min(DPI / 72, LONGEST / max(1.0, wide, high))
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, fill_color=(255, 255, 255, 255))
        rgb = bitmap.to_numpy()
        if rgb.ndim == 2:
            rgb = rgb[:, :, None].repeat(3, axis=2)
        return Drawn(rgb[:, :, :3].copy(), scale, _offset(page))
    finally:
        page.close()


def _offset(page: Any) -> tuple[float, float]:
    """Return where the visible part of a page begins on the whole page, which places are counted on."""
    left, bottom, right, top = page.get_mediabox()
    seen_left, seen_bottom, seen_right, seen_top = page.get_cropbox()
    west, south, east, north = seen_left - left, seen_bottom - bottom, right - seen_right, top - seen_top
    found = ((west, north), (south, west), (east, south), (north, east))[page.get_rotation() // 90 % 4]
    return max(0.0, found[0]), max(0.0, found[1])


@contextmanager
def frames(data: bytes) -> Iterator[Any]:
    """Open a picture file; raises OSError, ValueError and what else Pillow raises for a broken file."""
    from PIL import Image as Pictures  # noqa: PLC0415

    Pictures.MAX_IMAGE_PIXELS = None  # the limit is asked for here, before a frame is decoded
    with Pictures.open(io.BytesIO(data), formats=FORMATS) as picture:
        yield picture


def frame(picture: Any, number: int) -> Drawn:
    """Return frame ``number`` (from 1), turned as the camera was held; raises TooLarge and what Pillow raises."""
    import numpy as np  # noqa: PLC0415
    from PIL import Image as Pictures  # noqa: PLC0415
    from PIL import ImageOps  # noqa: PLC0415

    picture.seek(number - 1)
    if picture.width * picture.height > MOST_PIXELS:
        raise TooLarge
    dots = _dots(picture)
    whole = ImageOps.exif_transpose(picture)
    if whole.mode in ("RGBA", "LA", "PA") or "transparency" in whole.info:
        layer = whole.convert("RGBA")
        paper = Pictures.new("RGBA", layer.size, (255, 255, 255, 255))
        whole = Pictures.alpha_composite(paper, layer)
    if whole.mode.startswith("I;16") or whole.mode in ("I", "F"):
        whole = whole.point(lambda value: value / 256).convert("L")
    scale = dots / 72 if dots else max(whole.size) / A4_LONG
    if max(whole.size) > LONGEST:
        factor = LONGEST / max(whole.size)
        whole = whole.convert("RGB").resize((round(whole.width * factor), round(whole.height * factor)))
        scale *= factor
    return Drawn(np.array(whole.convert("RGB")), scale)


def _dots(picture: Any) -> float | None:
    """Return the dots an inch that a picture states, None where they make no page."""
    try:
        dots = float(picture.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    inches = max(picture.size) / dots if dots >= LEAST_DPI else 0.0
    return dots if PAGE_INCHES[0] <= inches <= PAGE_INCHES[1] else None
