"""Text into the cells of a page's grids, character by character where a line runs over cells.

What stands on the page becomes a list of items in stream order: lines, and one fragment for each table, at the place
of its first text.
"""

import itertools
import math
import re

import msgspec
from msgspec import Struct

from extractor.readers.glyphs import Box, Glyphs
from extractor.readers.pdf_grid import Grid
from extractor.readers.pdf_lines import Line, characters, clean

PADDING = 0.6  # em, at most, between the side of a cell and its text
HANGING = 2.5  # em: how far below its table the text of a cut cell may begin
RAGGED = 0.34  # a grid with a larger share of cells that are no rectangles is a drawing


class Stretch(Struct, frozen=True, gc=False):
    """``text[start:end]`` of a cell stands at ``box``."""

    start: int
    end: int
    box: Box


class FragmentCell(Struct, frozen=True, gc=False):
    """A cell of a fragment, rows and columns from 0; ``room`` in em is what its last line leaves free of the cell."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    text: str
    stretches: tuple[Stretch, ...]
    bold: bool
    room: float


class Fragment(Struct, frozen=True):
    """The part of a table that stands on one page. ``stray`` counts characters inside its box that fit no cell."""

    box: Box
    xs: tuple[float, ...]
    rows: int
    cells: tuple[FragmentCell, ...]
    ruled: bool = True
    stray: int = 0
    ragged: int = 0

    @property
    def columns(self) -> int:
        """Return the number of columns."""
        return len(self.xs) - 1


Item = Line | Fragment
Mark = tuple[int, str, Box | None]  # offset into the page's text, character, box
Target = tuple[int, int]  # index of a grid, of a region of it; -1 where there is none
WORD = re.compile(r"\S+")
FIGURE = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d.,])")


def fill(page: Glyphs, lines: list[Line], grids: list[Grid]) -> list[Item]:
    """Return lines and tables in stream order; a grid with fewer than two cells of text is no table."""
    grids = [grid for grid in grids if grid.ragged <= RAGGED * len(grid.regions)]
    while grids:
        work = _Work(page, grids)
        for line in lines:
            work.take(line)
        thin = {at for at in range(len(grids)) if sum(bool(texts) for texts in work.cells[at].values()) < 2}
        if not thin:
            return work.result()
        grids = [grid for at, grid in enumerate(grids) if at not in thin]
    return list(lines)


class _Work:
    def __init__(self, page: Glyphs, grids: list[Grid]) -> None:
        self.page = page
        self.grids = grids
        self.cells: list[dict[int, list[Line]]] = [{} for _ in grids]
        self.stray = [0] * len(grids)
        self.items: list[Line | int] = []
        self.placed: set[int] = set()
        # where one table stands in a cell of another, the inner one holds the text
        self.order = sorted(range(len(grids)), key=lambda at: _area(grids[at].box))

    def take(self, line: Line) -> None:
        """Give a line to the cells it stands in; what stands outside every grid stays a line."""
        left, top, right, bottom = line.box
        middle = (top + bottom) / 2
        near = [at for at in self.order if _touch(self.grids[at].box, line.box)]
        if not near:
            self._put(self._hanging(line), line)
            return
        inset = min(line.size / 2, (right - left) / 2)
        ends = {self._target(left + inset, middle, near), self._target(right - inset, middle, near)}
        if len(ends) == 1 and line.upright:
            self._put(ends.pop(), line)
            return
        for target, part in self._parts(line, near):
            self._put(target, part)

    def _hanging(self, line: Line) -> Target:
        """Return the cell, cut by the page's end, out of which a line hangs below the table; (-1, -1) if none."""
        for at, grid in enumerate(self.grids):
            if not 0 <= line.box[1] + 0.5 * line.size - grid.ys[-1] < HANGING * line.size:
                continue
            for index, region in enumerate(grid.regions):
                inside = region.box[0] <= line.box[0] and line.box[2] <= region.box[2]
                if region.cut and inside and index in self.cells[at]:
                    return at, index
        return -1, -1

    def _target(self, x: float, y: float, near: list[int]) -> Target:
        for at in near:
            region = self.grids[at].locate(x, y)
            if region >= 0 or self.grids[at].holds(x, y):
                return at, region
        return -1, -1

    def _parts(self, line: Line, near: list[int]) -> list[tuple[Target, Line]]:
        """Cut a line where its words, or the characters of a word, pass from one cell into another."""
        parts: list[tuple[Target, list[Mark]]] = []
        for word in _words(self.page, line):
            ends = [self._at(mark, near) for mark in word]
            goals = ends
            if ends[0] != ends[-1] or not line.upright:
                first, last = word[0][0], word[-1][0]
                word = characters(self.page, first, last)  # noqa: PLW2901  (the same word, character by character)
                goals = _settled(word, [self._at(mark, near) for mark in word])
            for goal, mark in zip(goals, word, strict=True):
                if parts and parts[-1][0] == goal:
                    parts[-1][1].append(mark)
                else:
                    parts.append((goal, [mark]))
        found = []
        for goal, marks in parts:
            part = cut(self.page, line, marks)
            if part is not None:
                found.append((goal, part))
        return found

    def _at(self, mark: Mark, near: list[int]) -> Target:
        box = mark[2]
        return (-1, -1) if box is None else self._target((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, near)

    def _put(self, target: Target, line: Line) -> None:
        at, region = target
        if at >= 0 and region >= 0:
            self.cells[at].setdefault(region, []).append(line)
            if at not in self.placed:
                self.placed.add(at)
                self.items.append(at)
            return
        if at >= 0:
            self.stray[at] += len(line.text)
        self.items.append(line)

    def result(self) -> list[Item]:
        return [item if isinstance(item, Line) else self._fragment(item) for item in self.items]

    def _fragment(self, at: int) -> Fragment:
        grid = self.grids[at]
        cells = []
        for index, region in enumerate(grid.regions):
            cells.append(
                cell_of(
                    (region.row, region.column, region.row_span, region.column_span),
                    region.box,
                    self.cells[at].get(index, []),
                )
            )
        cells.sort(key=lambda cell: (cell.row, cell.column))
        return Fragment(grid.box, grid.xs, grid.rows, tuple(cells), stray=self.stray[at], ragged=grid.ragged)


def cut(page: Glyphs, line: Line, marks: list[Mark]) -> Line | None:
    """Return the part of a line from the first to the last of these characters, None where they are white space."""
    first = last = -1
    left = top = math.inf
    right = bottom = -math.inf
    for offset, _, box in marks:
        if box is not None:
            first, last = offset if first < 0 else first, offset
            left, top = min(left, box[0]), min(top, box[1])
            right, bottom = max(right, box[2]), max(bottom, box[3])
    if first < 0:
        return None
    whole = (left, top, right, bottom)
    return msgspec.structs.replace(line, text=clean(page, first, last), box=whole, first=first, last=last)


def _settled(marks: list[Mark], goals: list[Target]) -> list[Target]:
    """Let a word that runs over the side of its cell stay whole: out of the grid, or a figure into the next cell."""
    inside = [goal for goal in goals if goal[1] >= 0]
    settled = goals
    if 2 * len(inside) > len(goals):
        settled = []
        for goal in goals:  # those before the first cell go with it, the others with the cell before them
            settled.append(goal if goal[1] >= 0 else settled[-1] if settled else inside[0])
    for figure in FIGURE.finditer("".join(char for _, char, _ in marks)):
        part = slice(*figure.span())
        if len(set(settled[part])) > 1 and _unbroken(marks[part]):
            whole = max(settled[part], key=settled[part].count)
            settled[part] = [whole] * len(figure.group())
    return settled


def _unbroken(marks: list[Mark]) -> bool:
    """Tell whether characters follow each other without room between them, as the figures of one number do."""
    boxes = [box for _, _, box in marks if box is not None]
    return len(boxes) == len(marks) and all(
        -0.3 < (after[0] - before[2]) / max(before[3] - before[1], 0.1) < 0.1
        for before, after in itertools.pairwise(boxes)
    )


def _words(page: Glyphs, line: Line) -> list[list[Mark]]:
    """Return the first and last character of each stretch of a line without white space, with their boxes."""
    text = page.text[line.first : line.last + 1]
    words = []
    for word in WORD.finditer(text):
        start, end = word.span()
        marks: list[Mark] = [(line.first + start, text[start], page.box(line.first + start))]
        if end - start > 1:
            marks.append((line.first + end - 1, text[end - 1], page.box(line.first + end - 1)))
        words.append(marks)
    return words


def cell_of(at: tuple[int, int, int, int], box: Box, lines: list[Line]) -> FragmentCell:
    """Join the lines of one cell; ``at`` is row, column, row span and column span."""
    text = ""
    stretches = []
    before: Line | None = None
    for line in lines:
        if before is not None:
            text += "\n" if _ends(before, line, box) else glue(before, line, full=_room(before, box) < 1.3)
        stretches.append(Stretch(len(text), len(text) + len(line.text), line.box))
        text += line.text
        before = line
    return FragmentCell(
        *at,
        box=box,
        text=text,
        stretches=tuple(stretches),
        bold=bool(lines) and all(line.bold for line in lines),
        room=math.inf if before is None else _free(before, box),
    )


def _room(line: Line, box: Box) -> float:
    """Return how many em are free in the cell to the right of a line."""
    return (box[2] - line.box[2]) / max(line.size, 0.1)


def _free(line: Line, box: Box) -> float:
    """Return how many em a line leaves free at both ends, without the cell's padding, which shows at the nearer end."""
    left, right = (line.box[0] - box[0]) / max(line.size, 0.1), _room(line, box)
    return left + right - 2 * min(max(left, 0.0), max(right, 0.0), PADDING)


def _ends(before: Line, line: Line, box: Box) -> bool:
    """Tell whether a paragraph of a wide cell ends with a line: it stops short and starts at the left."""
    wide = box[2] - box[0] > 14 * line.size
    flush = before.box[0] - box[0] < 3.5 * line.size
    return wide and flush and line.box[1] > before.box[1] + 0.5 * line.size and _room(before, box) > 4


def glue(before: Line, after: Line, *, full: bool) -> str:
    """Return what joins two lines: nothing, or a space where words of letters and figures would run together.

    A figure that was too wide for its cell (``full``) goes on without a space.
    """
    last, first = before.text[-1], after.text[0]
    if not (last.isascii() and first.isascii()) or last in "-/([" or not (last.isalnum() or last in ".,;:!?)%"):
        return ""
    middle = (after.box[1] + after.box[3]) / 2
    if before.box[1] <= middle <= before.box[3] and abs(after.box[0] - before.box[2]) < 0.2 * after.size:
        return ""
    if full and (last.isdigit() or last in ".,") and (first.isdigit() or first in ".,%"):
        return ""
    return " " if first.isalnum() or first in "([" else ""


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _touch(outer: Box, box: Box) -> bool:
    middle = (box[1] + box[3]) / 2
    if box[3] - box[1] > 3 * (box[2] - box[0]):  # a line that runs up the page
        return outer[0] <= (box[0] + box[2]) / 2 <= outer[2] and box[1] < outer[3] and outer[1] < box[3]
    return outer[1] <= middle <= outer[3] and box[0] < outer[2] and outer[0] < box[2]
