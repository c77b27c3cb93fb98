"""All dates of a paper: beside a label, told as what happened, and where both are silent the paper's own."""

from collections.abc import Iterator

from extractor.fact import Fact
from extractor.facts import dates, dates_events, dates_papers
from extractor.facts.view import View


def find(view: View) -> Iterator[Fact]:
    """Yield the dates of a document: ISO days or months, ``blank`` where the room for one is left open.

    One date told in two ways at one place is one fact.
    """
    found: list[Fact] = []
    seen: set[tuple[str, str | None, int]] = set()
    for fact in (*dates.find(view), *dates_events.find(view)):
        key = (fact.kind, fact.value, fact.evidence[0].block if fact.evidence else -1)
        if fact.state == "stated" and key in seen and fact.pattern.split(":")[-1] in _TOLD:
            continue
        seen.add(key)
        found.append(fact)
    yield from found
    yield from dates_papers.find(view, {fact.kind for fact in found if fact.state == "stated"})


_TOLD = frozenset(("happened_on", "named_step", "trial_span"))
