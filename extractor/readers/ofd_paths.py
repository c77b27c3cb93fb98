"""A PathObject into ruling lines: the same measure as for PDF, on the commands of AbbreviatedData."""

import math

from msgspec import Struct

from extractor.readers.ofd_package import Element, Matrix, child, number
from extractor.readers.pdf_edges import SEGMENTS, THIN, Marks, Point, apply

LENGTH = 400_000  # characters of one path; a longer one is a drawing
POINTS_OF = {"S": 1, "M": 1, "L": 1, "Q": 2, "B": 3}
ARC = 7  # words of an arc: two radii, angle, two flags, end point
CURVES = frozenset("QBA")
OBLIQUE = 0.5  # points: a straight stretch that leaves both axes by more is part of a shape


class _Drawn(Struct):
    """A path on the page: the corners of its shapes, its straight sides, how much is curved or oblique, and all."""

    shapes: list[list[Point]]
    sides: list[tuple[Point, Point]]
    curves: int = 0
    segments: int = 0


def take_path(element: Element, matrix: Matrix, width: float, marks: Marks, *, stroked: bool, filled: bool) -> None:
    """Add the rules of a PathObject to ``marks``; ``width`` is its line width in points, ``matrix`` leads to points."""
    if not stroked and not filled:
        return
    data = child(element, "AbbreviatedData")
    text = "" if data is None else str(data.text or "")
    if len(text) > LENGTH:
        marks.curves += SEGMENTS
        return
    drawn = _drawn(text, matrix)
    if drawn.segments > SEGMENTS:
        marks.curves += drawn.segments
        return
    marks.curves += drawn.curves
    points = [point for shape in drawn.shapes for point in shape]
    if not points or (stroked and width > THIN):
        return
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if marks.take_thin((min(xs), min(ys), max(xs), max(ys))):
        return
    if stroked:
        for start, end in drawn.sides:
            marks.take_side(start, end)
    elif drawn.segments > 5:  # fewer are one filled shape that is not thin: shading
        for shape in drawn.shapes:
            marks.take_shape(shape)


def _drawn(text: str, matrix: Matrix) -> _Drawn:
    """Read a path; what follows a damaged command is not read."""
    words = iter(text.replace(",", " ").split())
    found = _Drawn([], [])
    for command in words:
        if command == "C":
            if found.shapes and len(found.shapes[-1]) > 1:
                shape = found.shapes[-1]
                found.sides.append((shape[-1], shape[0]))
                shape.append(shape[0])
                found.segments += 1
            continue
        if command != "A" and command not in POINTS_OF:
            break
        count = ARC if command == "A" else 2 * POINTS_OF[command]
        values = [number(next(words, None), math.inf) for _ in range(count)]
        if math.inf in values:
            break
        point = apply(matrix, values[-2], values[-1])
        found.segments += 1
        if command in "SM" or not found.shapes:
            found.shapes.append([point])
            continue
        start = found.shapes[-1][-1]
        oblique = abs(point[0] - start[0]) > OBLIQUE and abs(point[1] - start[1]) > OBLIQUE
        found.curves += command in CURVES or oblique
        if command == "L":
            found.sides.append((start, point))
        found.shapes[-1].append(point)
    return found
