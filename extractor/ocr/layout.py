"""What was seen on a page, as lines and tables in reading order: the same items a page with a text layer gives.

Stretches on one level are one line, with room between them where they stand apart; columns of text are read one after
the other; ruled lines make tables, and a line ruled under nothing is a blank to fill in and reads as underscores.
"""

from collections.abc import Iterator
from itertools import groupby
from statistics import median

from extractor.ocr.page import units
from extractor.ocr.result import Glyph, Page, Rule
from extractor.ocr.result import Line as Stretch
from extractor.readers.glyphs import Box
from extractor.readers.pdf_edges import Marks
from extractor.readers.pdf_fill import Item, fill
from extractor.readers.pdf_gaps import split_gaps
from extractor.readers.pdf_grid import Grid, grids
from extractor.readers.pdf_lines import Line
from extractor.readers.source import Limits

BLANK = 1.5  # em: a ruled stretch without text at least so long is a blank
SPACE = 0.6  # em: stretches further apart have a space between them
RULED_WIDE = 0.7  # of the page's width: a longer line parts the page and is no blank
COLUMN_LINES = 5
COLUMN_TEXT = 10  # characters: shorter lines on average are no columns of text
USUAL = 0.8  # em of a line as part of the height of its box


class Sheet:
    """The characters of a recognised page with their places (``extractor.readers.glyphs.Glyphs``), and its lines."""

    def __init__(self) -> None:
        self.text = ""
        self.lines: list[Line] = []
        self._boxes: list[Box | None] = []
        self._made: set[int] = set()

    def box(self, offset: int) -> Box | None:
        """Return the box of the character at ``offset`` of ``text``, None for white space."""
        return self._boxes[offset]

    def generated(self, offset: int) -> bool:
        """Tell whether the character at ``offset`` only stands for room between two stretches."""
        return offset in self._made

    def add(self, row: list[Stretch], size: float, rules: list[Rule], column: int) -> None:
        """Add one line made of stretches from left to right."""
        if self.text:
            self.text += "\r\n"
            self._boxes += [None, None]
        first = len(self.text)
        top, bottom = min(one.box[1] for one in row), max(one.box[3] for one in row)
        ruled = [(start, end) for y, start, end in rules if abs(y - bottom) < 0.6 * size]
        right: float | None = None
        for stretch in row:
            for gap, glyph in _with_spaces(stretch):
                made_up = right is not None and glyph.left - right > SPACE * size
                blank = _blank(right, glyph.left, ruled, size)
                if blank:
                    self._underscores(*blank, (top, bottom), size)
                elif gap or (made_up and glyph is stretch.glyphs[0]):
                    self._put(" ", None)
                    if not gap:
                        self._made.add(len(self.text) - 1)
                self._put(glyph.char, (glyph.left, stretch.box[1], glyph.right, stretch.box[3]))
                right = glyph.right
        if right is not None:
            blank = _blank(right, None, ruled, size)
            if blank:
                self._underscores(*blank, (top, bottom), size)
                right = blank[1]
        text = self.text[first:]
        left = min(box[0] for box in self._boxes[first:] if box is not None)
        left = left if text.startswith("_") else min(one.box[0] for one in row)
        edge = max(right or 0.0, *(one.box[2] for one in row))
        self.lines.append(
            Line(
                text=text, box=(left, top, edge, bottom), size=size, bold=False, font="", angle=0.0, alpha=255, shade=0,
                mode=0, first=first, last=len(self.text) - 1, column=column,
            )
        )  # fmt: skip

    def _underscores(self, start: float, end: float, height: tuple[float, float], size: float) -> None:
        count = max(2, min(60, round((end - start) / (size / 2))))
        step = (end - start) / count
        for at in range(count):
            self._put("_", (start + at * step, height[0], start + (at + 1) * step, height[1]))

    def _put(self, char: str, box: Box | None) -> None:
        self.text += char
        self._boxes.append(box)


def arrange(page: Page, limits: Limits) -> list[Item]:
    """Return the lines and tables of a recognised page in reading order."""
    marks = Marks(list(page.horizontal), list(page.vertical), [])
    ruled = [grid for grid in grids(marks, limits.grid_rows, limits.grid_columns) if _holds_text(grid, page)]
    rules = [rule for rule in page.horizontal if _may_be_blank(rule, page, ruled)]
    stretches = [stretch for stretch in page.lines if stretch.glyphs]
    inside = [stretch for stretch in stretches if any(_within(stretch, grid) for grid in ruled)]
    outside = [stretch for stretch in stretches if not any(_within(stretch, grid) for grid in ruled)]
    sizes = _sizes(stretches)
    sheet = Sheet()
    entries: list[tuple[float, int, list[Stretch]]] = [
        (row[0].box[1], column, row) for column, row in _in_order(outside, page.width)
    ]
    # the text of a table goes where its first line stands; its cells are filled by place
    for stretch in sorted(inside, key=lambda one: (one.box[1], one.box[0])):
        at = next((i for i, entry in enumerate(entries) if entry[1] == 0 and entry[0] > stretch.box[1]), len(entries))
        entries.insert(at, (stretch.box[1], 0, [stretch]))
    for _, column, row in entries:
        size = sizes[id(max(row, key=lambda one: len(one.text)))]
        within = any(_within(row[0], grid) for grid in ruled)
        sheet.add(row, size, [] if within else rules, column)
    return split_gaps(sheet, fill(sheet, sheet.lines, ruled), list(page.horizontal))


def _holds_text(grid: Grid, page: Page) -> bool:
    """Tell whether at least two cells of a grid hold text: the strokes of a large character make a grid too."""
    held = {grid.locate(*_middle(stretch.box)) for stretch in page.lines if grid.holds(*_middle(stretch.box))}
    return len(held - {-1}) >= 2


def _may_be_blank(rule: Rule, page: Page, ruled: list[Grid]) -> bool:
    y, start, end = rule
    if end - start > RULED_WIDE * page.width:
        return False
    return not any(grid.holds((start + end) / 2, y) for grid in ruled)


def _within(stretch: Stretch, grid: Grid) -> bool:
    return grid.holds(*_middle(stretch.box))


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _in_order(stretches: list[Stretch], width: float) -> Iterator[tuple[int, list[Stretch]]]:
    """Yield (column, line) in reading order; ``column`` counts from 1 where columns of text stand side by side."""
    middle = width / 2

    def crosses(row: list[Stretch]) -> bool:
        return any(one.box[0] < middle - 6 and one.box[2] > middle + 6 for one in row)

    for whole, group in groupby(_rows(stretches), key=crosses):
        rows = list(group)
        part = [one for row in rows for one in row]
        if whole:
            yield from ((0, row) for row in rows)
            continue
        left = [one for one in part if _middle(one.box)[0] < middle]
        right = [one for one in part if _middle(one.box)[0] >= middle]
        top, bottom = _together(left, right)
        beside = [[one for one in side if top <= _middle(one.box)[1] <= bottom] for side in (left, right)]
        if not _are_columns(*beside):
            yield from ((0, row) for row in rows)
            continue
        yield from ((0, row) for row in _rows([one for one in part if _middle(one.box)[1] < top]))
        for column, side in enumerate(beside, 1):
            yield from ((column, row) for row in _rows(side))
        yield from ((0, row) for row in _rows([one for one in part if _middle(one.box)[1] > bottom]))


def _together(left: list[Stretch], right: list[Stretch]) -> tuple[float, float]:
    """Return from where to where long lines stand on both sides, with room for a short line at either end."""
    tops, bottoms = [], []
    for side in (left, right):
        long = [one.box for one in side if len(one.text) >= COLUMN_TEXT]
        if not long:
            return 0.0, -1.0
        room = 1.5 * median(box[3] - box[1] for box in long)
        tops.append(min(box[1] for box in long) - room)
        bottoms.append(max(box[3] for box in long) + room)
    return max(tops), min(bottoms)


def _are_columns(left: list[Stretch], right: list[Stretch]) -> bool:
    """Tell whether both halves are running text: many lines, long, most of them reaching across."""
    for side in (left, right):
        if len(side) < COLUMN_LINES or sum(len(one.text) for one in side) < COLUMN_TEXT * len(side):
            return False
        edges = min(one.box[0] for one in side), max(one.box[2] for one in side)
        full = sum(one.box[2] - one.box[0] > 0.8 * (edges[1] - edges[0]) for one in side)
        if 2 * full < len(side):
            return False
    return max(one.box[2] for one in left) < min(one.box[0] for one in right)


def _rows(stretches: list[Stretch]) -> list[list[Stretch]]:
    """Return the lines: stretches that share most of their height and stand side by side, from left to right."""
    rows: list[list[Stretch]] = []
    for stretch in sorted(stretches, key=lambda one: (one.box[1] + one.box[3]) / 2):
        for row in reversed(rows[-3:]):
            if all(_beside(other, stretch) for other in row):
                row.append(stretch)
                break
        else:
            rows.append([stretch])
    return [sorted(row, key=lambda one: one.box[0]) for row in rows]


def _beside(one: Stretch, two: Stretch) -> bool:
    shared = min(one.box[3], two.box[3]) - max(one.box[1], two.box[1])
    least = min(one.box[3] - one.box[1], two.box[3] - two.box[1])
    overlap = min(one.box[2], two.box[2]) - max(one.box[0], two.box[0])
    return shared > 0.5 * least and overlap < 0.5 * least


def _with_spaces(stretch: Stretch) -> Iterator[tuple[bool, Glyph]]:
    """Yield each character of a stretch, with whether the recogniser put a space before it."""
    at = 0
    for glyph in stretch.glyphs:
        gap = False
        while at < len(stretch.text) and stretch.text[at].isspace():
            at, gap = at + 1, at > 0
        at += 1
        yield gap, glyph


def _blank(
    left: float | None, right: float | None, ruled: list[tuple[float, float]], size: float
) -> tuple[float, float] | None:
    """Return the ruled stretch without text between two characters (None: the line's end), where there is one."""
    for start, end in ruled:
        low = start if left is None else max(start, left)
        high = end if right is None else min(end, right)
        near = (left is None or low - left < 2 * size) and (right is None or right - high < 2 * size)
        if near and high - low >= BLANK * size:
            return low, high
    return None


def _sizes(stretches: list[Stretch]) -> dict[int, float]:
    """Return the size in points of each stretch by its id; what is near the size of most of the text is that size.

    The width of a long Chinese text tells its size best; other boxes tell it by their height.
    """
    measured: dict[int, float] = {}
    for stretch in stretches:
        count = sum(map(units, stretch.text))
        han = sum(units(char) == 1.0 for char in stretch.text)
        if han >= 6 and han >= 0.7 * len(stretch.text):
            measured[id(stretch)] = min((stretch.box[2] - stretch.box[0]) / count, stretch.box[3] - stretch.box[1])
    heights = {id(stretch): stretch.box[3] - stretch.box[1] for stretch in stretches}
    shares = [size / max(1.0, heights[key]) for key, size in measured.items()]
    share = median(shares) if shares else USUAL
    sizes = {id(one): measured.get(id(one), share * heights[id(one)]) for one in stretches}
    weighed = sorted((sizes[id(one)], len(one.text)) for one in stretches)
    half = sum(count for _, count in weighed) / 2
    main = 0.0
    for size, count in weighed:
        half -= count
        if half <= 0:
            main = round(size * 2) / 2
            break
    return {key: main if abs(size - main) < 0.18 * main else round(size * 2) / 2 for key, size in sizes.items()}
