"""A TextObject into runs: its characters, each with the box it takes on the page, and their look.

OFD places every character by itself: a first point, then the distances to each next one. The box of a character goes
from its base line as far as fonts usually reach; its width is the distance to the next one where that is credible.
"""

import itertools
import math
import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from extractor.readers.glyphs import Box
from extractor.readers.ofd_package import Element, Matrix, child, is_false, is_true, number, text_of
from extractor.readers.ofd_resources import Font, Resources, shade_and_alpha
from extractor.readers.pdf_edges import apply
from extractor.readers.pdf_lines import FILL_AND_STROKE, INVISIBLE, Line

ASCENT, DESCENT = 0.88, 0.12  # of the size, above and below the base line
WIDTHS = {
    **dict.fromkeys("iljtfrI.,:;'|!()[]{}\"`- \u00b7", 0.33),
    **dict.fromkeys("mwMW%@", 0.9),
    **dict.fromkeys("“”‘’…—①②③④⑤⑥⑦⑧⑨⑩", 1.0),
}
HEAVY = 600
DOWN = 270.0  # the angle of a line whose upright characters stand one under the other
Point = tuple[float, float]


class Run(Struct):
    """The characters of one TextCode with their boxes in points, in the order of the file.

    ``base`` is the height of the base line of its first character from the top of the page; ``end`` is where the
    next character would begin. ``angle`` as in ``Line``.
    """

    chars: list[str]
    boxes: list[Box]
    base: float
    start: Point
    end: Point
    size: float
    bold: bool
    font: Font
    angle: float
    alpha: int
    shade: int
    mode: int

    @property
    def text(self) -> str:
        """Return its characters as one string."""
        return "".join(self.chars)

    @property
    def hidden(self) -> bool:
        """Tell whether a reader of the page does not see it."""
        return self.mode == INVISIBLE or self.alpha == 0

    def line(self, text: str, box: Box, first: int, last: int) -> Line:
        """Return a line of this run's look."""
        return Line(
            text, box, round(self.size, 1), self.bold, self.font.name, self.angle, self.alpha, self.shade, self.mode,
            first, last,
        )  # fmt: skip


def runs(element: Element, matrix: Matrix, resources: Resources, param: str | None, *, shown: bool) -> Iterator[Run]:
    """Yield the runs of a TextObject; ``matrix`` maps its space to points of the page, ``param`` is its DrawParam."""
    size = number(element.get("Size"), 0.0) or number(resources.setting(param, "Size"), 0.0)
    if size <= 0:
        return
    scale = math.hypot(matrix[2], matrix[3])
    font = resources.fonts.get(element.get("Font") or "", Font())
    colour = child(element, "FillColor")
    shade, alpha = shade_and_alpha(colour if colour is not None else resources.inherited(param, "FillColor"))
    alpha = min(alpha, int(number(element.get("Alpha"), 255)))
    filled, stroked = not is_false(element.get("Fill")), is_true(element.get("Stroke"))
    mode = FILL_AND_STROKE if filled and stroked else 0 if filled or stroked else INVISIBLE
    setter = _Setter(element, size, matrix)
    at = 0.0, 0.0
    for code in element.iterchildren("{*}TextCode"):
        at = number(code.get("X"), at[0]), number(code.get("Y"), at[1])
        text = code.text or ""
        text = text.strip() if "\n" in text else text  # a line break stands there only where the XML was set out
        if not text:
            continue
        chars, boxes, points = setter.set(text, at, code)
        if not chars:
            continue
        yield Run(
            chars=chars,
            boxes=boxes,
            base=points[0][1],
            start=points[0],
            end=points[-1],
            size=size * scale,
            bold=font.bold or number(element.get("Weight"), 400) >= HEAVY or mode == FILL_AND_STROKE,
            font=font,
            angle=setter.angle(points, len(chars)),
            alpha=max(0, min(255, alpha)),
            shade=shade,
            mode=mode if shown else INVISIBLE,
        )


def lost_glyphs(element: Element) -> int:
    """Return how many glyphs of a TextObject have no character: it names glyphs of its font and says no text."""
    if any((code.text or "").strip() for code in element.iterchildren("{*}TextCode")):
        return 0
    found = 0
    for transform in element.iterchildren("{*}CGTransform"):
        named = len(text_of(child(transform, "Glyphs")).split())
        found += named or max(0, min(10_000, int(number(transform.get("GlyphCount"), 1))))
    return found


def distances(text: str | None, count: int) -> list[float]:
    """Return at most ``count`` distances; ``g n v`` stands for n times v. What follows a damaged word is not read.

    >>> distances("g 3 5 2.5", 9)
    [5.0, 5.0, 5.0, 2.5]
    """
    found: list[float] = []
    words = iter(re.split(r"[\s,]+", (text or "").strip()))
    for word in words:
        times = 1
        if word == "g":
            times = int(number(next(words, None), 0.0))
            word = next(words, "")  # noqa: PLW2901  (the word that is repeated)
        value = number(word, math.nan)
        if math.isnan(value) or len(found) >= count:
            break
        found += [value] * min(times, count - len(found))
    return found


class _Setter:
    """Places the characters of one TextObject."""

    def __init__(self, element: Element, size: float, matrix: Matrix) -> None:
        self.size = size
        self.matrix = matrix
        self.stretch = number(element.get("HScale"), 1.0) or 1.0
        self.turn = _quarter(element.get("CharDirection"))
        self.read = _quarter(element.get("ReadDirection"))
        self.plain = self.turn == (1, 0) and matrix[1] == 0 and matrix[2] == 0

    def set(self, text: str, at: Point, code: Element) -> tuple[list[str], list[Box], list[Point]]:
        """Return characters, boxes, and the displayed points where each character and what follows it begins."""
        gaps = len(text.encode("utf-16-le", "surrogatepass")) // 2 - 1
        across, down = distances(code.get("DeltaX"), gaps), distances(code.get("DeltaY"), gaps)
        if gaps >= len(text) and max(len(across), len(down)) == gaps:  # some producers count UTF-16 units
            across, down = _by_character(text, across), _by_character(text, down)
        x, y = at
        chars: list[str] = []
        boxes: list[Box] = []
        points = [apply(self.matrix, x, y)]
        for index, char in enumerate(text):
            natural = _em(char) * self.size * self.stretch
            dx, dy = self.read[0] * natural, self.read[1] * natural
            if index < len(across) or index < len(down):
                dx = across[index] if index < len(across) else 0.0
                dy = down[index] if index < len(down) else 0.0
            step = abs(dx) if abs(dx) >= abs(dy) else natural
            width = step if char.isspace() or (0 < step < 1.3 * natural and index < len(text) - 1) else natural
            chars.append(char)
            boxes.append(self._box(x, y, width))
            x, y = x + dx, y + dy
            points.append(apply(self.matrix, x, y))
        return chars, boxes, points

    def _box(self, x: float, y: float, width: float) -> Box:
        up, low = ASCENT * self.size, DESCENT * self.size
        if self.plain:
            a, _, _, d, e, f = self.matrix
            left, right, top, bottom = a * x + e, a * (x + width) + e, d * (y - up) + f, d * (y + low) + f
            return min(left, right), min(top, bottom), max(left, right), max(top, bottom)
        c, s = self.turn
        corners = [
            apply(self.matrix, x + c * along - s * across, y + s * along + c * across)
            for along in (0.0, width)
            for across in (-up, low)
        ]
        xs, ys = [px for px, _ in corners], [py for _, py in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def angle(self, points: list[Point], count: int) -> float:
        """Return the direction of a run as displayed, in degrees against the clock; ``DOWN`` for stacked characters."""
        c, s = self.turn
        a, b, cc, d, _, _ = self.matrix
        along = a * c + cc * s, b * c + d * s
        angle = math.degrees(math.atan2(-along[1], along[0])) % 360
        upright = angle < 2 or angle > 358
        stacked = self.read[0] == 0
        if upright and count > 1:  # by most of its steps: a run may hold the break of a line
            steps = itertools.pairwise(points[:count])
            down = sum(abs(below[1] - above[1]) > abs(below[0] - above[0]) for above, below in steps)
            stacked = 2 * down > count - 1
        return DOWN if upright and stacked else 0.0 if upright else angle


def _quarter(text: str | None) -> tuple[int, int]:
    """Return the cosine and sine of a direction given in degrees with the clock, a multiple of 90."""
    return ((1, 0), (0, 1), (-1, 0), (0, -1))[round(number(text, 0.0) / 90) % 4]


def _by_character(text: str, deltas: list[float]) -> list[float]:
    found = []
    unit = 0
    for char in text[:-1]:
        units = 2 if ord(char) > 0xFFFF else 1
        found.append(sum(deltas[unit : unit + units]))
        unit += units
    return found if deltas else []


def _em(char: str) -> float:
    """Return the usual width of a character in em."""
    width = WIDTHS.get(char)
    if width is not None:
        return width
    if ord(char) > 0x2E7F or unicodedata.east_asian_width(char) in "WF":
        return 1.0
    return 0.68 if char.isupper() else 0.52
