"""How well a tool read a made-up document, against what the document says. White space is never compared."""

import re
from bisect import bisect_left
from difflib import SequenceMatcher
from typing import Any

from msgspec import Struct

from benchmarks.papers.model import Grid, Heading, Paper, Text, bare

Row = tuple[str, ...]
SHORT = 12  # characters: shorter paragraphs may stand in the text by chance


class Seen(Struct):
    """What a tool gave: its running text, its tables row by row, and what it calls headings (None: it does not say).

    ``blocks`` are its paragraphs one by one, where it tells them apart. ``fills`` says that a merged cell stands in
    every field that it covers.
    """

    text: str
    tables: list[list[Row]]
    headings: list[str] | None = None
    blocks: list[str] | None = None
    fills: bool = False


class Score(Struct):
    """Counts, each with what it is out of; a tool that does not do a thing has 0 of 0 there.

    ``leaks`` counts headers, footers and watermarks that stand in the text.
    """

    pages: int = 0
    rows: int = 0
    rows_of: int = 0
    totals: int = 0
    totals_of: int = 0
    joined: int = 0
    joined_of: int = 0
    headings: int = 0
    headings_of: int = 0
    headings_told: int = 0
    ordered: int = 0
    whole: int = 0
    paragraphs_of: int = 0
    leaks: int = 0

    def shares(self) -> dict[str, Any]:
        """Return the shares that the goals speak of, None where the tool does not do the thing."""

        def share(part: int, of: int) -> float | None:
            return round(part / of, 4) if of else None

        return {
            "rows_exact": share(self.rows, self.rows_of),
            "totals_exact": share(self.totals, self.totals_of),
            "tables_joined": share(self.joined, self.joined_of),
            "heading_recall": share(self.headings, self.headings_of),
            "heading_precision": share(self.headings, self.headings_told),
            "paragraphs_in_order": share(self.ordered, self.paragraphs_of),
            "paragraphs_whole": share(self.whole, self.paragraphs_of),
            "furniture_left": self.leaks,
        }


def score(paper: Paper, seen: Seen) -> Score:
    """Hold what a tool read against the paper."""
    found = Score(leaks=leaks(paper, seen))
    _tables(paper, seen, found)
    prose = [item for item in paper.items if isinstance(item, Text) and item.role in ("paragraph", "item")]
    wanted = [bare(item.number + item.text) for item in prose if len(item.text) >= SHORT]
    found.paragraphs_of = len(wanted)
    found.ordered = in_order(wanted, bare(seen.text))
    if seen.blocks is not None:
        found.whole = _common(wanted, [bare(block) for block in seen.blocks])
    titles = [bare(item.number + item.title) for item in paper.items if isinstance(item, Heading)]
    if seen.headings is not None:
        aside = {bare(paper.title), "目录"}
        told = [text for heading in seen.headings if (text := bare(heading)) not in aside]
        found.headings_of, found.headings_told = len(titles), len(told)
        found.headings = _common(titles, told)
    return found


def in_order(wanted: list[str], text: str) -> int:
    """Return how many of these stand in the text unbroken and in this order.

    >>> in_order(["甲甲", "乙乙", "丙丙"], "甲甲丙丙乙乙")
    2
    """
    places = [text.find(want) for want in wanted]
    ends: list[int] = []
    for place in places:
        if place >= 0:
            at = bisect_left(ends, place)
            ends[at : at + 1] = [place]
    return len(ends)


def following(wanted: list[str], text: str) -> int:
    """Return how many of these stand in the text, each after the one before; for texts that may stand there twice.

    >>> following(["甲", "乙", "甲"], "甲乙甲")
    3
    """
    found = at = 0
    for want in wanted:
        place = text.find(want, at)
        if place >= 0:
            found, at = found + 1, place + len(want)
    return found


def leaks(paper: Paper, seen: Seen) -> int:
    """Return how often header, footer or watermark stand in the text or in a table."""
    footer = re.sub(r"\\{pages?\\}", r"\\d+", re.escape(bare(paper.footer)))
    marks = [re.escape(bare(text)) for text in (paper.header, paper.watermark) if text]
    pattern = re.compile("|".join([*marks, footer]))
    cells = "\n".join(cell for table in seen.tables for row in table for cell in row)
    return len(pattern.findall(bare(seen.text))) + len(pattern.findall(cells))


def _tables(paper: Paper, seen: Seen, found: Score) -> None:
    grids = [item for item in paper.items if isinstance(item, Grid)]
    truths = [grid.filled() if seen.fills else grid.plain() for grid in grids]
    where: dict[Row, set[int]] = {}
    for number, rows in enumerate(truths):
        for row in rows:
            where.setdefault(row, set()).add(number)
    given: list[list[list[Row]]] = [[] for _ in grids]
    for table in seen.tables:
        votes: dict[int, int] = {}
        for row in table:
            numbers = where.get(row, set())
            if len(numbers) == 1:  # a head is no vote, many tables share it
                votes[next(iter(numbers))] = votes.get(next(iter(numbers)), 0) + 1
        if votes:
            given[max(votes, key=lambda number: votes[number])].append(table)
    for grid, truth, tables in zip(grids, truths, given, strict=True):
        read = [row for table in tables for row in table]
        hits: set[int] = set()
        for block in SequenceMatcher(None, truth, read, autojunk=False).get_matching_blocks():
            hits.update(range(block.a, block.a + block.size))
        found.rows += len(hits)
        found.rows_of += len(truth)
        found.totals += sum(total in hits for total in grid.totals)
        found.totals_of += len(grid.totals)
        found.joined += len(tables) == 1 and len(read) == len(truth)
        found.joined_of += 1


def _common(wanted: list[str], read: list[str]) -> int:
    """Return how many of the wanted are among the read ones, in order."""
    return sum(block.size for block in SequenceMatcher(None, wanted, read, autojunk=False).get_matching_blocks())
