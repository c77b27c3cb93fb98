"""A drawn part of a page made into a small picture: few levels of grey, the place tinted and framed."""

import io
import math
from typing import Any

from review.pictures.png import Colour, png

Image = Any  # a Pillow image
PixelBox = tuple[float, float, float, float]

# pixels across and levels of grey, from the best to the least that can still be read
RUNGS = ((900, 7), (900, 4), (760, 5), (760, 4), (680, 4), (620, 4), (620, 3))
PHOTOGRAPHS = ((760, 50), (680, 40), (620, 32), (560, 24))  # pixels across and quality, for what is no clean print
AIM = 5_000  # bytes
LEAST_SCALE = 1.05  # pixels a point; Chinese characters of usual size cannot be read in less
TINT: Colour = (255, 240, 178)
LINE: Colour = (200, 30, 30)
PAPER, MARGIN = 225, 8.0  # a level lighter than this is paper; points left beside the words
PAGE_COLOURS = 40


def strip(drawn: Image, boxes: list[PixelBox], scale: float, most: int) -> bytes | None:
    """Return a strip of at most ``most`` bytes, as near to ``AIM`` as can be read; None where none is as small.

    ``drawn`` is in colour, ``scale`` pixels a point; ``boxes`` are in its pixels.
    """
    gray = _on_white(drawn.convert("L"))
    left, top, right, bottom = _words(gray, boxes, scale)
    gray = gray.crop((left, top, right, bottom))
    boxes = [(box[0] - left, box[1] - top, box[2] - left, box[3] - top) for box in boxes]
    best: bytes | None = None
    for wide, levels in RUNGS:
        factor = min(1.0, wide / gray.width)
        if factor * scale < LEAST_SCALE and best is not None:
            continue
        made = png(*_framed(_sized(gray, factor), _times(boxes, factor), levels))
        if best is None or len(made) < len(best):
            best = made
        if len(best) <= min(AIM, most):
            return best
    if best is not None and len(best) > min(most, 2 * AIM):
        best = min((best, *_photographs(gray, boxes)), key=len)
    return best if best is not None and len(best) <= most else None


def page(drawn: Image, boxes: list[PixelBox]) -> bytes:
    """Return a whole page in its colours, as a PNG; ``boxes`` are in the pixels of ``drawn``."""
    from PIL import Image as Pictures  # noqa: PLC0415
    from PIL import ImageChops, ImageDraw  # noqa: PLC0415

    whole = drawn.copy()
    for box in boxes:
        inner = _rounded(box)
        whole.paste(ImageChops.multiply(whole.crop(inner), Pictures.new("RGB", _size(inner), TINT)), inner)
    few = whole.quantize(PAGE_COLOURS, Pictures.Quantize.MEDIANCUT, dither=Pictures.Dither.NONE)
    flat = few.getpalette() or []
    palette = [tuple(flat[at : at + 3]) for at in range(0, min(len(flat), 3 * PAGE_COLOURS), 3)]
    indexes = Pictures.frombytes("L", few.size, few.tobytes())
    pen = ImageDraw.Draw(indexes)
    for box in boxes:
        pen.rectangle(_inclusive(box), outline=len(palette), width=3)
    return png(indexes, [*palette, LINE])


def _framed(gray: Image, boxes: list[PixelBox], levels: int) -> tuple[Image, list[Colour]]:
    """Return the picture as indexes of a palette: the levels of grey, the same tinted, the colour of the frame."""
    from PIL import ImageDraw  # noqa: PLC0415

    top = levels - 1
    indexes = gray.point([round(level * top / 255) for level in range(256)])
    for box in boxes:
        inner = _rounded(box)
        tinted = indexes.crop(inner).point([level + levels if level < levels else level for level in range(256)])
        indexes.paste(tinted, inner)
    pen = ImageDraw.Draw(indexes)
    for box in boxes:
        pen.rectangle(_inclusive(box), outline=2 * levels, width=2)
    grays = [round(level * 255 / top) for level in range(levels)]
    tints = [tuple(part * level // 255 for part in TINT) for level in grays]
    return indexes, [*((level, level, level) for level in grays), *tints, LINE]  # type: ignore[list-item]  # as above


def _photographs(gray: Image, boxes: list[PixelBox]) -> list[bytes]:
    """Return the strip as JPEG, for a scan whose paper has too many levels for a small PNG."""
    from PIL import Image as Pictures  # noqa: PLC0415
    from PIL import ImageChops, ImageDraw  # noqa: PLC0415

    made = []
    for wide, quality in PHOTOGRAPHS:
        factor = min(1.0, wide / gray.width)
        whole = _sized(gray, factor).convert("RGB")
        pen = ImageDraw.Draw(whole)
        for box in _times(boxes, factor):
            inner = _rounded(box)
            whole.paste(ImageChops.multiply(whole.crop(inner), Pictures.new("RGB", _size(inner), TINT)), inner)
            pen.rectangle(_inclusive(box), outline=LINE, width=2)
        out = io.BytesIO()
        whole.save(out, "JPEG", quality=quality, optimize=True, subsampling="4:2:0")
        made.append(out.getvalue())
    return made


def _on_white(gray: Image) -> Image:
    """Return a picture whose paper is white: that of a scan is grey or yellow, and would cost room."""
    counts = gray.histogram()
    paper = max(range(128, 256), key=lambda level: (counts[level], level))
    if paper >= 250 or not counts[paper]:
        return gray
    white = paper - 14
    return gray.point([min(255, round(level * 255 / white)) for level in range(256)])


def _words(gray: Image, boxes: list[PixelBox], scale: float) -> tuple[int, int, int, int]:
    """Return the part where there are words or boxes, with a little margin, no line of words cut through."""
    ink = gray.point([255 if level < PAPER else 0 for level in range(256)])
    rows: list[int] = ink.getprojection()[1]
    top, bottom = 0, gray.height
    while top < min(box[1] for box in boxes) and rows[top]:
        top += 1
    while bottom > max(box[3] for box in boxes) and rows[bottom - 1]:
        bottom -= 1
    if top >= math.floor(min(box[1] for box in boxes)):  # a table's rules leave no room between lines
        top = 0
    if bottom <= math.ceil(max(box[3] for box in boxes)):
        bottom = gray.height
    found = ink.crop((0, top, gray.width, bottom)).getbbox()
    sides = [box[0] for box in boxes] + [box[2] for box in boxes]
    if found is not None:
        sides += [found[0], found[2]]
    room = MARGIN * scale
    left, right = max(0, math.floor(min(sides) - room)), min(gray.width, math.ceil(max(sides) + room))
    return left, top, right, bottom


def _sized(gray: Image, factor: float) -> Image:
    from PIL import Image as Pictures  # noqa: PLC0415

    if factor == 1.0:
        return gray
    size = max(1, round(gray.width * factor)), max(1, round(gray.height * factor))
    return gray.resize(size, Pictures.Resampling.LANCZOS)


def _times(boxes: list[PixelBox], factor: float) -> list[PixelBox]:
    return [(box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor) for box in boxes]


def _rounded(box: PixelBox) -> tuple[int, int, int, int]:
    left, top = math.floor(box[0]), math.floor(box[1])
    return left, top, max(left + 1, math.ceil(box[2])), max(top + 1, math.ceil(box[3]))


def _inclusive(box: PixelBox) -> tuple[int, int, int, int]:
    left, top, right, bottom = _rounded(box)
    return left, top, right - 1, bottom - 1


def _size(box: tuple[int, int, int, int]) -> tuple[int, int]:
    return box[2] - box[0], box[3] - box[1]
