"""One period family over a whole document: prose, tables and forms, each statement once."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from extractor.fact import Fact
from extractor.facts.period_slots import Slot
from extractor.facts.period_spec import Spec
from extractor.facts.period_tables import Apart
from extractor.facts.periods import Prose
from extractor.facts.view import Unit, View

Taken = set[tuple[int, int]]  # figures used up: index of the unit, end of the slot
_REGULATION_TITLE = re.compile(
    r"^[^，。；:]{4,40}(?:管理办法|暂行办法|实施办法|办法|条例|实施细则|细则|规定)(?:\([^()]{1,12}\))?$"
)


def is_regulation(view: View) -> bool:
    """Tell whether a document of no kind of ours is itself a regulation, whose demands no project states."""
    if view.kind not in ("other", "unknown"):
        return False
    known = view.notes.get("is_regulation")
    if not isinstance(known, bool):
        known = view.notes["is_regulation"] = _reads_as_regulation(view)
    return known


def _reads_as_regulation(view: View) -> bool:
    opening = [u.text for u in view.units[:60] if len(u.text) <= 60]
    articles = sum(1 for u in view.units if u.block.text.lstrip().startswith("第") and "条" in u.block.text[:10])
    return articles >= 5 and any(_REGULATION_TITLE.match(text) for text in opening)


def is_near(taken: Taken, unit: Unit, slot: Slot) -> bool:
    """Tell whether a figure was used up already; another reading of it may end a few characters apart."""
    return any((unit.index, slot.end + shift) in taken for shift in range(-6, 7))


def linked(found: list[tuple[Fact, int]]) -> list[tuple[Fact, int]]:
    """Let the two figures of one term with two clocks carry each other: 验收起12个月或到货起18个月，以后到者为准.

    Neither alone is the term, and together they contradict nothing. Returns the facts in the order given.
    """
    out = list(found)
    for index, (fact, end) in enumerate(found):
        if index and fact.pattern in ("later_of_two", "either_before_label"):
            first, first_end = out[index - 1]
            out[index - 1] = replace(first, related=first.related + fact.evidence), first_end
            out[index] = replace(fact, related=fact.related + first.evidence), end
    return out


def find_periods(view: View, spec: Spec, taken: Taken | None = None) -> Iterator[Fact]:
    """Yield the facts of one period family, prose before tables and forms, no figure twice.

    ``taken`` holds the figures used up, as (index of the unit, end of the slot); what is found is added to it.
    """
    used = taken if taken is not None else set()
    if is_regulation(view):
        return
    for unit in view.with_hits(spec.topic, *spec.labels, *spec.services):
        for fact, end in linked(list(Prose(view, spec, unit).facts())):
            if (unit.index, end) not in used:
                used.add((unit.index, end))
                yield fact
    for fact, index, end in Apart(view, spec).facts():
        if (index, end) not in used:
            used.add((index, end))
            yield fact
