"""A picture of a page into what stands on it: stretches of text with confidence, ruled lines, seals, in points."""

from itertools import pairwise

from extractor.ocr import picture
from extractor.ocr.engine import Engine, Image, Seen, View
from extractor.ocr.picture import Affine
from extractor.ocr.result import Glyph, Line, Page, Rule
from extractor.readers.glyphs import Box

FAINT = 0.5  # less sure than this is a guess: speckles, what is left of a seal, scrawls


def read(rgb: Image, number: int, scale: float, engine: Engine, *, offset: tuple[float, float] = (0.0, 0.0)) -> Page:
    """Recognise a colour picture of ``scale`` pixels a point; ``offset`` is where its corner lies on the page."""
    gray, seals = picture.without_seals(rgb, scale)
    straight, forth, back = picture.straightened(gray)
    view = engine.view(straight)
    turns = 0
    if picture.is_turned([_extent(line) for line in view.lines]):
        turns = 3
        straight, forth, back, view = _turned(gray, turns, engine)
    if view.lines and view.reversed_share > 0.5:
        straight, forth, back, view = _turned(gray, (turns + 2) % 4, engine)
    horizontal, vertical = picture.rules(straight, scale)
    high, wide = straight.shape[:2]
    sure = [line for line in view.lines if line.confidence >= FAINT]
    a, b, c, d, e, f = back
    return Page(
        number=number,
        width=wide / scale,
        height=high / scale,
        lines=tuple(_line(line, scale) for line in sure),
        horizontal=tuple(_rule(stroke, scale) for stroke in horizontal),
        vertical=tuple(_rule(stroke, scale) for stroke in vertical),
        seals=tuple(_points(picture.moved(box, forth), scale) for box in seals),
        matrix=(a, b, c, d, e / scale + offset[0], f / scale + offset[1]),
        faint=sum(len(line.text) > 1 for line in view.lines) - sum(len(line.text) > 1 for line in sure),
    )


def _turned(gray: Image, turns: int, engine: Engine) -> tuple[Image, Affine, Affine, View]:
    """Turn the picture by quarters against the clock and look again."""
    import numpy as np  # noqa: PLC0415

    high, wide = gray.shape[:2]
    turned = np.ascontiguousarray(np.rot90(gray, turns))
    straight, forth, back = picture.straightened(turned)
    there = picture.quarter(turned.shape[1], turned.shape[0], -turns % 4)
    home = picture.quarter(wide, high, turns)
    return straight, picture.times(there, forth), picture.times(back, home), engine.view(straight)


def _extent(line: Seen) -> tuple[float, float]:
    xs, ys = [x for x, _ in line.corners], [y for _, y in line.corners]
    return max(xs) - min(xs), max(ys) - min(ys)


def _line(seen: Seen, scale: float) -> Line:
    """Return a stretch in points; its upper and lower edge are those in its middle, where it runs a little askew."""
    corners = seen.corners
    xs = [x for x, _ in corners]
    ys = sorted(y for _, y in corners)
    box = (min(xs), (ys[0] + ys[1]) / 2, max(xs), (ys[2] + ys[3]) / 2)
    return Line(seen.text, _points(box, scale), seen.confidence, _glyphs(seen, box, scale))


def _glyphs(seen: Seen, box: Box, scale: float) -> tuple[Glyph, ...]:
    """Return the room of each character: around its middle, no wider than it is set, not into its neighbours'."""
    chars = [(char, middle) for char, middle in seen.middles if not char.isspace()]
    if not chars or "".join(char for char, _ in chars) != "".join(seen.text.split()):
        chars = _even(seen.text, box)
    em = min(box[3] - box[1], (box[2] - box[0]) / max(0.5, sum(units(char) for char, _ in chars)))
    rooms = [[middle - units(char) * em / 2, middle + units(char) * em / 2] for char, middle in chars]
    for before, after in pairwise(rooms):
        if before[1] > after[0]:
            before[1] = after[0] = (before[1] + after[0]) / 2
    return tuple(
        Glyph(char, round(left / scale, 2), round(right / scale, 2))
        for (char, _), (left, right) in zip(chars, rooms, strict=True)
    )


def _even(text: str, box: Box) -> list[tuple[str, float]]:
    """Return the characters spread evenly over a box, for a text whose places were not told."""
    found: list[tuple[str, float]] = []
    passed, total = 0.0, max(0.5, sum(map(units, text)))
    for char in text:
        middle = box[0] + (passed + units(char) / 2) / total * (box[2] - box[0])
        passed += units(char)
        if not char.isspace():
            found.append((char, middle))
    return found


def units(char: str) -> float:
    """Return the width of a character in em: a whole one for those of Chinese, else half.

    >>> units("期"), units("2")
    (1.0, 0.5)
    """
    return 1.0 if ord(char) > 0x2E7F or char in "“”‘’—…‰" else 0.5


def _points(box: Box, scale: float) -> Box:
    return round(box[0] / scale, 2), round(box[1] / scale, 2), round(box[2] / scale, 2), round(box[3] / scale, 2)


def _rule(stroke: tuple[float, float, float], scale: float) -> Rule:
    return round(stroke[0] / scale, 2), round(stroke[1] / scale, 2), round(stroke[2] / scale, 2)
