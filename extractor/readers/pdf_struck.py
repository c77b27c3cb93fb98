"""Words that are struck out: a rule runs through the middle of them.

A print of a Word file with its revisions shows deleted words so, and people strike out by hand what no longer holds. On
paper they are gone; in the text they stand like any other, so a person must be told.
"""

import bisect

from extractor.readers.glyphs import Box, Glyphs
from extractor.readers.pdf_edges import Rule
from extractor.readers.pdf_lines import Line, characters

UPPER, LOWER = 0.3, 0.75  # of a character's height: a rule above or below is an edge or an underline
OVER = 0.4  # em by which a strike may reach beyond the line, as the side of a table does
MOST = 40  # characters shown of one stretch


def struck(page: Glyphs, lines: list[Line], rules: list[Rule]) -> tuple[str, ...]:
    """Return the stretches of the lines that level ``rules`` run through, in the order of the lines, each once."""
    rules = sorted(rules)
    found: list[str] = []
    for line in lines:
        left, top, right, bottom = line.box
        first = bisect.bisect_left(rules, (top,))
        last = bisect.bisect_left(rules, (bottom,))
        through = [
            rule
            for rule in rules[first:last]
            if left - OVER * line.size <= rule[1] and rule[2] <= right + OVER * line.size
        ]
        if through and line.upright:
            found += _stretches(page, line, through)
    return tuple(dict.fromkeys(found))


def _stretches(page: Glyphs, line: Line, rules: list[Rule]) -> list[str]:
    """Return what of a line is struck out, neighbouring characters together."""
    found = [""]
    for _, char, box in characters(page, line.first, line.last):
        if box is None:
            continue
        if any(_through(box, rule) for rule in rules):
            found[-1] += char
        elif found[-1]:
            found.append("")
    return [words[:MOST] for words in found if words]


def _through(box: Box, rule: Rule) -> bool:
    """Tell whether a rule runs through the middle of a character."""
    height = (rule[0] - box[1]) / max(box[3] - box[1], 0.1)
    return UPPER < height < LOWER and rule[1] - 1 <= (box[0] + box[2]) / 2 <= rule[2] + 1
