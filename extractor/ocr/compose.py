"""Pages put together from their pictures: a format that places pictures (OFD) and that nothing here can draw whole.

Runs only in the recognising process, as ``render`` does: a picture may be made to crash its decoder.
"""

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from extractor.ocr.picture import apply
from extractor.ocr.render import FORMATS, LONGEST, MOST_PIXELS, Drawn, TooLarge
from extractor.ocr.result import Drawing, Matrix, Picture
from extractor.readers.glyphs import Box

STRETCH = 0.02  # by which the two directions of a picture may differ in scale and it still lies as it is
EDGE = 1.0  # points that a picture may reach beyond its frame


@contextmanager
def drawing(data: bytes) -> Iterator[Any]:
    """Open the pictures of a page; raises what Pillow raises for a broken file."""
    from PIL import Image as Pictures  # noqa: PLC0415  the extra

    Pictures.MAX_IMAGE_PIXELS = None  # the limit is asked for here, before a picture is decoded
    page = msgspec.msgpack.decode(data, type=Drawing)
    opened = [Pictures.open(io.BytesIO(one.data), formats=FORMATS) for one in page.pictures]
    try:
        yield page, opened
    finally:
        for picture in opened:
            picture.close()


def drawn(source: Any, _number: int = 1) -> Drawn:
    """Return the page drawn; one picture that lies upright keeps its own pixels. Raises TooLarge."""
    page, opened = source
    if sum(picture.width * picture.height for picture in opened) > MOST_PIXELS:
        raise TooLarge
    if len(opened) == 1 and _lies(page.pictures[0], opened[0]):
        return _alone(page.pictures[0], opened[0])
    return _composed(page, opened)


def _lies(picture: Picture, file: Any) -> bool:
    """Tell whether a picture stands upright, unbent and whole on its page."""
    a, b, c, d, _, _ = picture.matrix
    if min(a, d) <= 0 or max(abs(b), abs(c)) > 0.001 * min(a, d) or picture.alpha < 1:
        return False
    across, down = file.width / a, file.height / d
    left, top, right, bottom = _around(picture.matrix)
    clip = picture.clip
    whole = left > clip[0] - EDGE and top > clip[1] - EDGE and right < clip[2] + EDGE and bottom < clip[3] + EDGE
    return whole and abs(across - down) <= STRETCH * max(across, down)


def _alone(picture: Picture, file: Any) -> Drawn:
    import numpy as np  # noqa: PLC0415  the extra

    whole = _on_paper(file)
    scale = file.width / picture.matrix[0]
    if max(whole.size) > LONGEST:
        factor = LONGEST / max(whole.size)
        whole = whole.resize((round(whole.width * factor), round(whole.height * factor)))
        scale *= factor
    return Drawn(np.array(whole), scale, (picture.matrix[4], picture.matrix[5]))


def _on_paper(file: Any) -> Any:
    """Return a picture in colour, what shows through it white."""
    from PIL import Image as Pictures  # noqa: PLC0415

    layer = _layer(file)
    return Pictures.alpha_composite(Pictures.new("RGBA", layer.size, (255, 255, 255, 255)), layer).convert("RGB")


def _layer(file: Any) -> Any:
    if file.mode.startswith("I;16") or file.mode in ("I", "F"):  # 16 bits of grey
        file = file.point(lambda value: value / 256).convert("L")
    return file.convert("RGBA")


def _composed(page: Drawing, opened: list[Any]) -> Drawn:
    """Lay the pictures on white paper, each through its own map, the later over the earlier."""
    import numpy as np  # noqa: PLC0415
    from PIL import Image as Pictures  # noqa: PLC0415

    finest = max((_density(one.matrix, file) for one, file in zip(page.pictures, opened, strict=True)), default=0.0)
    scale = max(0.1, min(finest or 1.0, LONGEST / max(1.0, page.width, page.height)))
    size = max(1, round(page.width * scale)), max(1, round(page.height * scale))
    paper = Pictures.new("RGBA", size, (255, 255, 255, 255))
    for picture, file in zip(page.pictures, opened, strict=True):
        outer = _shared(_around(picture.matrix), picture.clip)
        left, top = max(0, math.floor(outer[0] * scale)), max(0, math.floor(outer[1] * scale))
        right, bottom = min(size[0], math.ceil(outer[2] * scale)), min(size[1], math.ceil(outer[3] * scale))
        turned = _inverse(picture.matrix)
        if right <= left or bottom <= top or turned is None:
            continue
        layer = _layer(file)
        factor = int(_density(picture.matrix, file) / scale)
        if factor > 1:
            layer = layer.reduce(factor)
        where = _pixels(turned, scale, (left, top), layer.size)
        patch = layer.transform(
            (right - left, bottom - top), Pictures.Transform.AFFINE, where, Pictures.Resampling.BICUBIC
        )
        if picture.alpha < 1:
            patch.putalpha(patch.getchannel("A").point(lambda value, by=picture.alpha: round(value * by)))
        paper.alpha_composite(patch, (left, top))
    return Drawn(np.array(paper.convert("RGB")), scale)


def _density(matrix: Matrix, file: Any) -> float:
    """Return how many pixels of a picture stand on a point, in the direction that has more."""
    a, b, c, d, _, _ = matrix
    return float(max(file.width / max(0.01, math.hypot(a, b)), file.height / max(0.01, math.hypot(c, d))))


def _pixels(turned: Matrix, scale: float, corner: tuple[int, int], size: tuple[int, int]) -> tuple[float, ...]:
    """Return Pillow's map from a pixel of the patch at ``corner`` to one of a picture of ``size``."""
    a, b, c, d, e, f = turned
    x, y = corner[0] / scale, corner[1] / scale
    wide, high = size
    return (
        a / scale * wide, c / scale * wide, (a * x + c * y + e) * wide,
        b / scale * high, d / scale * high, (b * x + d * y + f) * high,
    )  # fmt: skip


def _inverse(matrix: Matrix) -> Matrix | None:
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if abs(area) < 0.01:
        return None
    return d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area


def _around(matrix: Matrix) -> Box:
    """Return the box on the page around the unit square that a picture fills."""
    corners = [apply(matrix, x, y) for x in (0.0, 1.0) for y in (0.0, 1.0)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _shared(one: Box, two: Box) -> Box:
    return max(one[0], two[0]), max(one[1], two[1]), min(one[2], two[2]), min(one[3], two[3])
