"""The stretch of a text that is read around a place: its sentence and the words found in it, at a bounded cost.

A unit may be a whole page in one paragraph, or a file made to be slow. What is looked at around a label never grows
with the unit it stands in.
"""

import re
from bisect import bisect_left

from extractor.facts.view import Unit
from extractor.terms import Hit

_END = re.compile(r"[。；！？!?\n]")
REACH = 400


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """Return the half-open span of the sentence around ``at``, at most ``REACH`` characters to either side.

    >>> text = "先验收。合同总价为30万元；其余另议。"
    >>> text[slice(*sentence_at(text, 6))]
    '合同总价为30万元'
    """
    low = max(0, at - REACH)
    start = low
    for match in _END.finditer(text, low, at):
        start = match.end()
    stop = _END.search(text, at, at + REACH)
    return start, stop.start() if stop else min(len(text), at + REACH)


def hits_between(unit: Unit, start: int, end: int, topic: str, *groups: str) -> list[Hit]:
    """Return the hits of a topic (of the named groups only, if any is named) inside ``start:end`` of a unit's text."""
    first = bisect_left(unit.hits, start, key=lambda hit: hit.start)
    out = []
    for hit in unit.hits[first : first + 4 * REACH]:
        if hit.start >= end:
            break
        if hit.end <= end and hit.topic == topic and (not groups or hit.group in groups):
            out.append(hit)
    return out
