"""Labels in a row that share a row of figures: 质保期/免费维护期：3年/1年."""

import re
from itertools import pairwise

from extractor.facts.period_slots import Slot
from extractor.terms import Hit

_BETWEEN_LABELS = re.compile(r"(?:服务|期限|期)?[/、]|(?:服务|期限|期)?(?:和|及|与)")
_BETWEEN_FIGURES = re.compile(r"(?:以内|内|以上)?[/、，,]|(?:和|及|与)")
_TO_FIGURES = re.compile(r"(?:期|要求)?(?:分别|依次)?(?:为|是|:)+")


def parallel_slot(text: str, hit: Hit, labels: tuple[Hit, ...], found: tuple[Slot, ...]) -> Slot | None:
    """Return the figure of ``hit`` where it is one of several labels in a row followed by as many figures.

    ``labels`` are all labels and ``found`` all slots around, in order. None where the rows do not match.
    """
    if hit not in labels:
        return None
    own = labels.index(hit)
    first, last = own, own
    while first > 0 and _BETWEEN_LABELS.fullmatch(text, labels[first - 1].end, labels[first].start):
        first -= 1
    while last + 1 < len(labels) and _BETWEEN_LABELS.fullmatch(text, labels[last].end, labels[last + 1].start):
        last += 1
    row = [slot for slot in found if slot.start >= labels[last].end][: last - first + 1]
    if first == last or len(row) <= last - first or not _TO_FIGURES.fullmatch(text, labels[last].end, row[0].start):
        return None
    joined = all(_BETWEEN_FIGURES.fullmatch(text, left.end, right.start) for left, right in pairwise(row))
    return row[own - first] if joined else None
