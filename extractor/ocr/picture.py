"""A picture of a page made ready: red seals taken out, straightened, its ruled lines found. Pixels throughout.

Official seals are red and stand on signatures and amounts. In the red channel they are as white as the paper, and the
text below them is whole. A red heading (the name of the office on an official paper) is kept: it is wide and low.
"""

import math
from typing import Any

from msgspec import Struct

Image = Any  # a numpy array
Affine = tuple[float, float, float, float, float, float]
PixelBox = tuple[float, float, float, float]
Stroke = tuple[float, float, float]  # position across, from, to

REDDER = 40  # by how much red exceeds the other channels in a seal's ink
SEAL = 34.0  # points, the least size of a seal (12 mm; a round official one has 120)
NOISE = 35  # levels of grey by which the ink of one seal varies
WIDE = 2.5  # as many times as wide as high: red writing
STEEPEST = 8.0  # degrees
SLIGHT = 0.15
RULE = 14.0  # points, the least length of a ruled line
THICK = 4.0


class Ready(Struct, frozen=True):
    """A grey picture ready to be recognised, the seals on it, and how its pixels lead back to those of the page."""

    gray: Image
    seals: tuple[PixelBox, ...]
    back: Affine


def ready(rgb: Image, scale: float) -> Ready:
    """Return a colour picture (``scale`` pixels a point) without seals, straightened."""
    gray, seals = without_seals(rgb, scale)
    straight, forth, back = straightened(gray)
    return Ready(straight, tuple(moved(box, forth) for box in seals), back)


def without_seals(rgb: Image, scale: float) -> tuple[Image, list[PixelBox]]:
    """Return the red channel, red writing kept dark, and the boxes of the seals."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    red = rgb[:, :, 0]
    others = np.maximum(rgb[:, :, 1], rgb[:, :, 2])
    mask = ((red.astype(np.int16) - others > REDDER) & (red > 90)).astype(np.uint8)
    gray = np.ascontiguousarray(red)
    if int(mask.sum()) < (SEAL * scale) ** 2 * 0.02:
        return gray, []
    # the characters of a heading stand apart; joined along the line they are wide, as no seal is
    reach = np.ones((max(3, round(5 * scale)), max(3, round(20 * scale))), np.uint8)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, reach)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    seals: list[PixelBox] = []
    dark: Image = None
    for label in range(1, count):
        x, y, wide, high, _ = (int(value) for value in stats[label])
        if wide > WIDE * high:
            if high >= 4 * scale and wide >= 20 * scale:
                dark = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY) if dark is None else dark
                inside = labels[y : y + high, x : x + wide] == label
                gray[y : y + high, x : x + wide][inside] = dark[y : y + high, x : x + wide][inside]
        elif max(wide, high) >= SEAL * scale:
            seals.append((float(x), float(y), float(x + wide), float(y + high)))
            _bleach(gray[y : y + high, x : x + wide], mask[y : y + high, x : x + wide])
    return gray, seals


def _bleach(part: Image, mask: Image) -> None:
    """Make the ink of a seal white where it lies on paper: even in the red channel it is a little darker than that.

    Ink of text keeps its contrast: what is darker than the seal by the width of the noise is stretched to full range.
    """
    import numpy as np  # noqa: PLC0415

    inks = part[mask > 0]
    paper = float(np.percentile(inks, 50)) - NOISE
    if paper > 2 * NOISE:
        part[:] = np.clip(part.astype(np.float32) * (255.0 / paper), 0, 255).astype(np.uint8)


def straightened(gray: Image) -> tuple[Image, Affine, Affine]:
    """Return the picture turned so that its lines run level, and the maps to it and back from it."""
    import cv2  # noqa: PLC0415

    high, wide = gray.shape[:2]
    degrees = tilt(gray)
    if abs(degrees) < SLIGHT:
        return gray, (1, 0, 0, 1, 0, 0), (1, 0, 0, 1, 0, 0)
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    turned = cv2.warpAffine(gray, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return turned, _affine(matrix), _affine(cv2.invertAffineTransform(matrix))


def tilt(gray: Image) -> float:
    """Return the degrees by which to turn a picture against the clock so that its lines run level; 0 where unsure.

    Level lines make the sums of the pixel rows jump most.
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    factor = 800 / max(gray.shape)
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else gray
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    high, wide = ink.shape[:2]
    margin = round(0.04 * min(high, wide))  # the edges of a scan are black and straight
    ink[:margin], ink[-margin:], ink[:, :margin], ink[:, -margin:] = 0, 0, 0, 0

    def jumps(degrees: float) -> float:
        matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
        rows = cv2.warpAffine(ink, matrix, (wide, high), flags=cv2.INTER_LINEAR).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    best = max(np.arange(-STEEPEST, STEEPEST + 0.1, 0.5), key=jumps)
    best = max(np.arange(best - 0.5, best + 0.51, 0.05), key=jumps)
    return float(best) if jumps(best) > 1.1 * jumps(0.0) else 0.0


def rules(gray: Image, scale: float) -> tuple[list[Stroke], list[Stroke]]:
    """Return the horizontal and the vertical ruled lines of a straightened picture."""
    import cv2  # noqa: PLC0415

    soft = cv2.GaussianBlur(gray, (3, 3), 0)
    ink = cv2.adaptiveThreshold(soft, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    return _strokes(ink, scale, level=True), _strokes(ink, scale, level=False)


def _strokes(ink: Image, scale: float, *, level: bool) -> list[Stroke]:
    """Return the long strokes of one direction: gaps of noise closed, what is shorter than a rule opened away."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    length, speck, gap = max(9, round(RULE * scale)), max(2, round(0.7 * scale)), max(3, round(2 * scale))

    def along(size: int, across: int = 1) -> Image:
        return np.ones((across, size) if level else (size, across), np.uint8)

    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, along(speck))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, along(length))
    joined = cv2.dilate(opened, along(gap, 3))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found: list[Stroke] = []
    for label in range(1, count):
        x, y, wide, high, _ = (float(value) for value in stats[label])
        start, long, at, thick = (x, wide, y, high) if level else (y, high, x, wide)
        if long >= RULE * scale and thick <= max(THICK * scale, 0.02 * long):
            found.append((at + thick / 2, start, start + long))
    return sorted(found)


def moved(box: PixelBox, matrix: Affine) -> PixelBox:
    """Return the upright box around a box that an affine map moved."""
    corners = [apply(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def apply(matrix: Affine, x: float, y: float) -> tuple[float, float]:
    """Return where an affine map (a, b, c, d, e, f) moves a point.

    >>> apply((1, 0, 0, 1, 5, 6), 1, 2)
    (6, 8)
    """
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def quarter(wide: int, high: int, turns: int) -> Affine:
    """Return the map from a picture turned ``turns`` quarters against the clock back to it, of ``wide`` by ``high``.

    >>> apply(quarter(100, 50, 2), 10, 10)
    (90, 40)
    """
    return (
        (1, 0, 0, 1, 0, 0),
        (0, 1, -1, 0, wide, 0),
        (-1, 0, 0, -1, wide, high),
        (0, -1, 1, 0, 0, high),
    )[turns % 4]


def times(inner: Affine, outer: Affine) -> Affine:
    """Return the map that applies ``inner`` first and ``outer`` after it."""
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip


def is_turned(angles: list[tuple[float, float]]) -> bool:
    """Tell whether most of the text, given as (width, height) of its stretches, runs up or down the page."""
    long = [(wide, high) for wide, high in angles if max(wide, high) > 3 * min(wide, high) > 0]
    upright = math.fsum(high for wide, high in long if high > wide)
    level = math.fsum(wide for wide, high in long if wide >= high)
    return upright > 2 * level


def _affine(matrix: Any) -> Affine:
    (a, c, e), (b, d, f) = ((float(value) for value in row) for row in matrix)
    return a, b, c, d, e, f
