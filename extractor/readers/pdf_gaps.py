"""Tables without rules, and columns of text that a producer wrote row by row: both show as wide gaps inside lines.

Conservative: at least two consecutive lines must share their columns. Contents lists, and forms with one label and one
value on a line, stay lines.
"""

import re

import msgspec
from msgspec import Struct

from extractor.readers.glyphs import Box, Glyphs
from extractor.readers.pdf_edges import Rule
from extractor.readers.pdf_fill import Fragment, Item, cell_of, cut
from extractor.readers.pdf_lines import Line, characters

GAP = 2.0  # in em: a wider gap parts columns
LEADER = re.compile(r"[.…·．‥_]{4,}|(?:[.·…]\s){4,}")
PAGE_NUMBER = re.compile(r"[-—–(（]?\s*(\d{1,4}|[ivxIVX]{1,6})\s*[-—–)）]?")
LABEL = re.compile(r"[：:]\s*$|^[^：:]{1,16}[：:]")
SPACE = re.compile(r"\s")
ALONE = -1  # the ``column`` of a line with wide gaps that is no table: an entry, a form line
PROSE = 12  # characters: pieces at least so long on average are lines of text, not cells


class Row(Struct, frozen=True):
    """A line cut at its wide gaps."""

    line: Line
    parts: tuple[Line, ...]


def split_gaps(page: Glyphs, items: list[Item], rules: list[Rule]) -> list[Item]:
    """Return the items with tables without rules built, and columns written row by row put one after the other.

    ``rules`` are the page's horizontal rules: a gap that is underlined is a blank to fill in, no gap.
    """
    result: list[Item] = []
    run: list[Row] = []
    for item in items:
        row = _row(page, item, rules) if isinstance(item, Line) else None
        if row is not None and run and _follows(run, row):
            run.append(row)
            continue
        result.extend(_closed(run))
        run = [row] if row is not None else []
        if row is None:
            result.append(item)
    result.extend(_closed(run))
    return result


def _row(page: Glyphs, line: Line, rules: list[Rule]) -> Row | None:
    if not line.upright or SPACE.search(line.text) is None or LEADER.search(line.text):
        return None
    expected = sum([1.0 if char > "\u2e7f" else 0.5 for char in line.text]) * line.size
    if line.box[2] - line.box[0] < expected + GAP * line.size * 0.5:
        return None
    parts: list[Line] = []
    chars: list[tuple[int, str, Box | None]] = []
    right: float | None = None
    for offset, char, box in characters(page, line.first, line.last):
        if box is not None:
            wide = right is not None and box[0] - right > GAP * line.size
            if right is not None and wide and not _underlined(line, right, box[0], rules):
                part = cut(page, line, chars)
                if part is not None:
                    parts.append(part)
                chars = []
            right = box[2]
        chars.append((offset, char, box))
    part = cut(page, line, chars)
    if part is not None:
        parts.append(part)
    return Row(line, tuple(parts)) if len(parts) >= 2 else None


def _underlined(line: Line, left: float, right: float, rules: list[Rule]) -> bool:
    covered = sum(
        max(0.0, min(right, end) - max(left, start))
        for y, start, end in rules
        if abs(y - line.box[3]) < 0.4 * line.size
    )
    return covered > 0.6 * (right - left)


def _columns(rows: list[Row]) -> list[tuple[float, float]]:
    """Return the horizontal extent of each column, taken together over the rows."""
    spans = sorted((part.box[0], part.box[2]) for row in rows for part in row.parts)
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _follows(run: list[Row], row: Row) -> bool:
    above, line = run[-1].line, row.line
    step = line.box[1] - above.box[1]
    if not 0.5 * line.size < step < 3.2 * line.size:
        return False
    columns = _columns(run)
    together = _columns([*run, row])
    if len(together) < max(len(run[0].parts), len(row.parts)) or len(together) > max(len(columns), len(row.parts)):
        return False
    if len(run) > 1:
        return True
    return len(run[0].parts) == len(row.parts) and all(
        _aligned(upper, lower) for upper, lower in zip(run[0].parts, row.parts, strict=True)
    )


def _aligned(upper: Line, lower: Line) -> bool:
    near = 0.7 * lower.size
    centre = (upper.box[0] + upper.box[2] - lower.box[0] - lower.box[2]) / 2
    return min(abs(upper.box[0] - lower.box[0]), abs(upper.box[2] - lower.box[2]), abs(centre)) <= near


def _closed(run: list[Row]) -> list[Item]:
    if len(run) == 1 and not _alone(run[0]):
        return [run[0].line]  # words set apart inside a sentence
    if len(run) < 2 or _contents(run) or _form(run):
        return [_numbered(row.line, ALONE) for row in run]
    if _prose(run):
        count = max(len(row.parts) for row in run)
        return [_numbered(row.parts[at], at + 1) for at in range(count) for row in run if at < len(row.parts)]
    columns = _columns(run)
    middles = [(columns[at][1] + columns[at + 1][0]) / 2 for at in range(len(columns) - 1)]
    xs = (columns[0][0], *middles, columns[-1][1])
    tops = [row.line.box[1] for row in run]
    ends = [*tops[1:], run[-1].line.box[3]]
    cells = []
    for number, row in enumerate(run):
        texts: dict[int, list[Line]] = {}
        for part in row.parts:
            centre = (part.box[0] + part.box[2]) / 2
            texts.setdefault(sum(middle < centre for middle in middles), []).append(part)
        for column in range(len(columns)):
            box = (xs[column], tops[number], xs[column + 1], ends[number])
            cells.append(cell_of((number, column, 1, 1), box, texts.get(column, [])))
    return [Fragment((xs[0], tops[0], xs[-1], ends[-1]), xs, len(run), tuple(cells), ruled=False)]


def _numbered(line: Line, column: int) -> Line:
    return msgspec.structs.replace(line, column=column)


def _alone(row: Row) -> bool:
    """Tell whether one row is an entry of a contents list or a line of a form, not a sentence with a gap in it."""
    return _contents([row]) or all(LABEL.search(part.text) is not None for part in row.parts)


def _contents(run: list[Row]) -> bool:
    """Tell whether the rows are entries of a contents list whose leaders are not characters."""
    if any(len(row.parts) != 2 or PAGE_NUMBER.fullmatch(row.parts[1].text) is None for row in run):
        return False
    numbers = [int(row.parts[1].text) for row in run if row.parts[1].text.isdecimal()]
    return numbers == sorted(numbers)


def _form(run: list[Row]) -> bool:
    """Tell whether most rows are one label and its value; two labels side by side are columns."""
    labelled = sum(
        len(row.parts) == 2 and LABEL.search(row.parts[0].text) is not None and LABEL.search(row.parts[1].text) is None
        for row in run
    )
    return labelled * 2 >= len(run)


def _prose(run: list[Row]) -> bool:
    """Tell whether the rows are columns of running text: long pieces that all reach across their column."""
    parts = [part for row in run for part in row.parts]
    if len(run) < 4 or sum(len(part.text) for part in parts) < PROSE * len(parts):
        return False
    columns = _columns(run)
    wide = sum(
        part.box[2] - part.box[0] > 0.8 * (right - left)
        for part in parts
        for left, right in columns
        if left <= part.box[0] < right
    )
    return wide * 3 >= 2 * len(parts)
