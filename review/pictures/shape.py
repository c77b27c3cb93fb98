"""A drawn part of a page made into a small picture: few levels of grey, the place tinted and framed."""

import io
import math
from typing import Any

from review.pictures.png import Colour, png

Image = Any  # a Pillow image
PixelBox = tuple[float, float, float, float]

# pixels across and levels of grey, from the best to the least that can still be read
RUNGS = ((900, 7), (900, 4), (760, 5), (760, 4), (680, 4), (620, 4), (580, 4))
PHOTOGRAPHS = ((760, 50), (680, 40), (620, 32), (560, 24))  # pixels across and quality, for what is no clean print
AIM = 5_000  # bytes
LEAST_SCALE = 1.05  # pixels a point; Chinese characters of usual size cannot be read in less
TINT: Colour = (255, 240, 178)
LINE: Colour = (200, 30, 30)
PAPER, MARGIN = 225, 8.0  # a level lighter than this is paper; points left beside the words
PAPER_SHARE = 0.3  # of a page, at least; less is no paper but part of a photograph
INK_SHARE = 0.004  # of a page, that is as dark as its darkest words
DARKER = 0.2  # of a level, by which thin strokes are taken for darker, lest they be lost between two levels
LOWEST, NARROWEST = 16.0, 240.0  # points of the place that a strip shows at least, and of its width
PAGE_COLOURS = 24


def strip(drawn: Image, boxes: list[PixelBox], scale: float, most: int) -> bytes | None:
    """Return a strip of at most ``most`` bytes, as near to ``AIM`` as can be read; None where none is as small.

    ``drawn`` is in colour, ``scale`` pixels a point; ``boxes`` are in its pixels.
    """
    gray = _on_white(drawn.convert("L"))
    left, top, right, bottom = _words(gray, boxes, scale)
    gray = gray.crop((left, top, right, bottom))
    boxes = [(box[0] - left, box[1] - top, box[2] - left, box[3] - top) for box in boxes]
    lowest = min(gray.height, round(min(box[1] for box in boxes) + LOWEST * scale))
    while gray.height >= lowest:
        made = _smallest(gray, boxes, scale, most)
        if len(made) <= most:
            return made
        gray = gray.crop((0, 0, gray.width, round(gray.height * 0.7)))  # the beginning of a long place tells enough
    return None


def _smallest(gray: Image, boxes: list[PixelBox], scale: float, most: int) -> bytes:
    """Return the first strip that is as small as is aimed at, else the smallest that can be read."""
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
    return best or b""


def page(drawn: Image, boxes: list[PixelBox]) -> bytes:
    """Return a whole page in its colours, as a PNG; ``boxes`` are in the pixels of ``drawn``."""
    from PIL import Image as Pictures  # noqa: PLC0415

    whole = Pictures.merge("RGB", [_on_white(band) for band in drawn.split()])
    few = whole.quantize(PAGE_COLOURS, Pictures.Quantize.MAXCOVERAGE, dither=Pictures.Dither.NONE)
    flat = few.getpalette() or []
    colours: list[Colour] = [(flat[at], flat[at + 1], flat[at + 2]) for at in range(0, len(flat), 3)][:PAGE_COLOURS]
    indexes = Pictures.frombytes("L", few.size, few.tobytes())
    return png(*_marked(indexes, boxes, colours, 3))


def _framed(gray: Image, boxes: list[PixelBox], levels: int) -> tuple[Image, list[Colour]]:
    """Return the picture as indexes of a palette of so many levels of grey, the boxes tinted and framed."""
    top = levels - 1
    grays = [round(level * 255 / top) for level in range(levels)]
    indexes = gray.point([max(0, round(level * top / 255 - DARKER * (level < 255))) for level in range(256)])
    return _marked(indexes, boxes, [(level, level, level) for level in grays], 2)


def _marked(indexes: Image, boxes: list[PixelBox], colours: list[Colour], pen_width: int) -> tuple[Image, list[Colour]]:
    """Return indexes and their palette with the boxes tinted and framed: the palette has each colour tinted too."""
    from PIL import ImageDraw  # noqa: PLC0415

    count = len(colours)
    for box in boxes:
        inner = _rounded(box)
        tinted = indexes.crop(inner).point([index + count if index < count else index for index in range(256)])
        indexes.paste(tinted, inner)
    pen = ImageDraw.Draw(indexes)
    for box in boxes:
        pen.rectangle(_inclusive(box), outline=2 * count, width=pen_width)
    red, green, blue = TINT
    tints = [(one[0] * red // 255, one[1] * green // 255, one[2] * blue // 255) for one in colours]
    return indexes, [*colours, *tints, LINE]


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
    """Return a picture whose paper is white and whose ink is black: those of a scan are grey, and would cost room."""
    counts = gray.histogram()
    paper = max(range(128, 256), key=lambda level: (counts[level], level))
    if paper >= 250 or sum(counts[paper - 12 :]) < PAPER_SHARE * sum(counts):
        return gray
    white, black, few = paper - 14, 0, INK_SHARE * sum(counts)
    while black < white // 2 and sum(counts[: black + 1]) < few:
        black += 1
    return gray.point([max(0, min(255, round((level - black) * 255 / (white - black)))) for level in range(256)])


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
    left = max(0, math.floor(min(sides) - room))
    right = min(gray.width, max(math.ceil(max(sides) + room), left + round(NARROWEST * scale)))
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
