"""One period family over a whole document: prose, tables and forms, each statement once."""

from collections.abc import Iterator

from extractor.fact import Fact
from extractor.facts.period_tables import Apart
from extractor.facts.periods import Prose, Spec
from extractor.facts.view import View


def find_periods(view: View, spec: Spec, taken: set[tuple[int, int]] | None = None) -> Iterator[Fact]:
    """Yield the facts of one period family, prose before tables and forms, no figure twice.

    ``taken`` holds the figures used up, as (index of the unit, end of the slot); what is found is added to it.
    """
    used = taken if taken is not None else set()
    for unit in view.units:
        if unit.hits_of(spec.topic, *spec.labels, *spec.services):
            for fact, end in Prose(view, spec, unit).facts():
                if (unit.index, end) not in used:
                    used.add((unit.index, end))
                    yield fact
    for fact, index, end in Apart(view, spec).facts():
        if (index, end) not in used:
            used.add((index, end))
            yield fact
