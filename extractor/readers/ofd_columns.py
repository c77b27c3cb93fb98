"""Columns of running text on a page: found by the gutter between them, read one after the other.

Only prose makes columns. Short pieces side by side are the cells of a table or the fields of a form, and are read
row by row.
"""

from collections import Counter

from msgspec import Struct

from extractor.readers.glyphs import Box
from extractor.readers.ofd_rows import Row, Word, around
from extractor.readers.pdf_gaps import PROSE

LINES = 4  # a column has so many at least
GUTTER = 0.8  # em: columns stand at least so far apart
BREAK = 2.5  # em: room that parts what stands above from what stands below
START = 1.5  # em: columns begin at heights that differ by less
WORDS = 4000  # on a page; beyond that rows are read as they stand
TRIES = 12  # left edges that are tried for a gutter, the most frequent first
DEPTH = 3  # columns inside columns: two cuts make three


class Band(Struct, frozen=True):
    """A stretch of the page set in columns, each a list of rows from the top; ``box`` is around all of it."""

    box: Box
    columns: tuple[tuple[Row, ...], ...]


def bands(found: list[Row], obstacles: list[Box]) -> list[Band]:
    """Take the rows that are set in columns out of ``found`` and return them; ``obstacles`` are boxes of tables."""
    words = sorted((word for row in found for word in row), key=lambda word: (word.base, word.box[0]))
    if len(words) > WORDS:
        return []
    rest = words
    result: list[Band] = []
    for _ in range(DEPTH):
        groups = _best(rest, obstacles)
        if not groups:
            break
        for left, right in groups:
            inner = [*_split(left, obstacles, DEPTH - 1), *_split(right, obstacles, DEPTH - 1)]
            columns = tuple(tuple([word] for word in column) for column in inner)
            result.append(Band(around([word.box for word in (*left, *right)]), columns))
        taken = {id(word) for left, right in groups for word in (*left, *right)}
        rest = [word for word in rest if id(word) not in taken]
    if result:
        kept = set(map(id, rest))
        found[:] = [row for row in ([word for word in row if id(word) in kept] for row in found) if row]
    return [Band(band.box, tuple(_rows(column) for column in band.columns)) for band in result]


def _rows(column: tuple[Row, ...]) -> tuple[Row, ...]:
    """Put words of one column that stand on one base line into one row."""
    done: list[Row] = []
    for (word,) in column:
        if done and abs(done[-1][0].base - word.base) < 0.3 * word.size:
            done[-1].append(word)
        else:
            done.append([word])
    return tuple(sorted(row, key=lambda word: word.box[0]) for row in done)


def _split(words: list[Word], obstacles: list[Box], depth: int) -> list[list[Word]]:
    groups = _best(words, obstacles) if depth > 0 else []
    if len(groups) != 1 or sum(map(len, groups[0])) < len(words):
        return [words]  # what is above or below an inner gutter would lose its place
    left, right = groups[0]
    return [*_split(left, obstacles, depth - 1), *_split(right, obstacles, depth - 1)]


def _best(words: list[Word], obstacles: list[Box]) -> list[tuple[list[Word], list[Word]]]:
    """Return the columns, left and right of the gutter that parts most words; there may be several down the page."""
    lefts = Counter(round(word.box[0] / 3) for word in words if len(word.chars) >= PROSE)
    best: list[tuple[list[Word], list[Word]]] = []
    most = 0
    for edge, count in lefts.most_common(TRIES):
        if count < 2:
            break
        gutter = edge * 3 - 2.0
        groups = _along(words, gutter, obstacles)
        parted = sum(len(left) + len(right) for left, right in groups)
        if parted > most:
            best, most = groups, parted
    return best


def _along(words: list[Word], gutter: float, obstacles: list[Box]) -> list[tuple[list[Word], list[Word]]]:
    """Walk down the page: what crosses the gutter, or empty ground, ends a stretch of columns and begins the next."""
    barriers = sorted((box[1] for box in obstacles if box[0] < gutter < box[2]), reverse=True)
    stretches: list[list[Word]] = [[]]
    lowest = 0.0
    for word in words:
        crosses = word.box[0] < gutter < word.box[2]
        empty = word.box[1] - lowest > BREAK * word.size
        barred = False
        while barriers and barriers[-1] <= word.box[1]:
            barriers.pop()
            barred = True
        if crosses or empty or barred:
            stretches.append([])
        if not crosses:
            stretches[-1].append(word)
        lowest = max(lowest, word.box[3])
    groups = []
    for stretch in stretches:
        left = [word for word in stretch if word.box[2] <= gutter]
        right = [word for word in stretch if word.box[0] >= gutter]
        if not left or not right:
            continue
        # a title over one column stands above where the other begins
        start = max(left[0].base, right[0].base) - START * max(left[0].size, right[0].size)
        left, right = [word for word in left if word.base > start], [word for word in right if word.base > start]
        if _prose(left) and _prose(right) and _side_by_side(left, right):
            groups.append((left, right))
    return groups


def _side_by_side(left: list[Word], right: list[Word]) -> bool:
    one, two = around([word.box for word in left]), around([word.box for word in right])
    together = min(one[3], two[3]) - max(one[1], two[1])
    size = max(left[0].size, right[0].size)
    return two[0] - one[2] >= GUTTER * size and together >= 0.5 * min(one[3] - one[1], two[3] - two[1])


def _prose(words: list[Word]) -> bool:
    """Tell whether words are the lines of running text: long, most of them as wide as the column."""
    if len(words) < LINES or sum(len(word.chars) for word in words) < PROSE * len(words):
        return False
    box = around([word.box for word in words])
    wide = sum(word.box[2] - word.box[0] > 0.8 * (box[2] - box[0]) for word in words)
    return 2 * wide >= len(words)
