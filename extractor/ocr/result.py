"""What the recognising process is asked and what it answers; all of it travels as msgpack.

Positions are points from the top left of the page, turned upright and straight: a page scanned askew is straightened
first, and ``Page.matrix`` leads back to the page as it is.
"""

from typing import Literal

from msgspec import Struct

from extractor.readers.glyphs import Box

Matrix = tuple[float, float, float, float, float, float]
Rule = tuple[float, float, float]  # position across, from, to
STRAIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Job(Struct, frozen=True, tag=True):
    """Pages of a file to recognise, counted from 1; of a picture file ``pages`` are its frames.

    ``drawing`` is one page put together from its pictures; ``data`` then is a ``Drawing`` as msgpack.
    """

    data: bytes
    format: Literal["pdf", "image", "drawing"]
    pages: tuple[int, ...]


class Picture(Struct, frozen=True):
    """A picture on a page: its file, the map from the unit square it fills to points of the page, top left first.

    ``clip`` is the box of the page it shows in, ``alpha`` from 0 to 1 how far it covers what lies below it.
    """

    data: bytes
    matrix: Matrix
    clip: Box
    alpha: float = 1.0


class Drawing(Struct, frozen=True):
    """A page as the pictures that lie on it, the lowest first; its size in points."""

    width: float
    height: float
    pictures: tuple[Picture, ...]


class Glyph(Struct, frozen=True, array_like=True):
    """One character and the left and right end of its room on the line."""

    char: str
    left: float
    right: float


class Line(Struct, frozen=True):
    """A stretch of text on one line as the detector found it; ``confidence`` from 0 to 1."""

    text: str
    box: Box
    confidence: float
    glyphs: tuple[Glyph, ...] = ()


class Page(Struct, frozen=True, tag=True):
    """A page as seen. ``width`` and ``height`` are those of the page; ``seals`` are boxes of red seals.

    ``matrix`` (a, b, c, d, e, f) maps the straightened page to the page itself: x' = ax + cy + e, y' = bx + dy + f.
    ``faint`` counts stretches that were seen but not made out.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...] = ()
    horizontal: tuple[Rule, ...] = ()
    vertical: tuple[Rule, ...] = ()
    seals: tuple[Box, ...] = ()
    matrix: Matrix = STRAIGHT
    faint: int = 0

    def original(self, box: Box) -> Box:
        """Return the box on the page as it is around a box of the straightened page."""
        if self.matrix == STRAIGHT:
            return box
        a, b, c, d, e, f = self.matrix
        corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def confidence(self, box: Box) -> float | None:
        """Return the least confidence of the lines in a box of the straightened page, None where there is none."""
        found = [line.confidence for line in self.lines if _shared(line.box, box) > 0.3]
        return min(found) if found else None


class Lost(Struct, frozen=True, tag=True):
    """A page that could not be recognised, and why."""

    number: int
    reason: Literal["corrupt", "limit", "crashed", "timed-out"]


class Done(Struct, frozen=True, tag=True):
    """All pages asked for were answered."""


Reply = Page | Lost | Done


def _shared(one: Box, two: Box) -> float:
    """Return the part of the smaller box that lies in the other."""
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    if wide <= 0 or high <= 0:
        return 0.0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, two)]
    return wide * high / max(0.01, min(areas))
