"""The words around a quote, as far as they were read: a report's own facts are the only text it may use."""

from collections.abc import Sequence

from msgspec import Struct

from review.report import DocumentEntry, EvidenceEntry, Location

NEAR = 1
NEAR_CELLS = 6
LONGEST_AROUND = 400

Order = tuple[float, ...]
Place = tuple[str, str]


class Around(Struct, frozen=True):
    """What stands around a quote; ``value`` is where in it the value stands (first character, length)."""

    lead: str
    trail: str
    value: tuple[int, int] | None
    before: tuple[EvidenceEntry, ...]
    after: tuple[EvidenceEntry, ...]


NOTHING = Around("", "", None, (), ())


class Surroundings:
    """What the facts of a submission tell of the text around a quote."""

    def __init__(self, documents: Sequence[DocumentEntry]) -> None:
        self._sections: dict[Place, dict[tuple[Order, str], EvidenceEntry]] = {}
        self._values: dict[tuple[str, str, str], str] = {}
        for document in documents:
            for fact in document.facts:
                for one in (*fact.evidence, *fact.related):
                    held = self._sections.setdefault(_home(one), {})
                    held.setdefault((_order(one.location), one.quote), one)
                if fact.evidence and fact.text:
                    first = fact.evidence[0]
                    self._values.setdefault((first.document, first.label, first.quote), fact.text)
        self._sorted = {home: [held[key] for key in sorted(held)] for home, held in self._sections.items()}

    def around(self, evidence: EvidenceEntry) -> Around:
        """Return what stands around a quote, nearest first kept, in the order of the source."""
        all_here = self._sorted.get(_home(evidence), [])
        lead, trail = _within(evidence, all_here)
        others = [one for one in all_here if one.quote not in evidence.quote and evidence.quote not in one.quote]
        mine = _order(evidence.location)
        reach = NEAR_CELLS if _cell(evidence.location) else NEAR
        before = [one for one in others if _order(one.location) < mine][-reach:]
        after = [one for one in others if _order(one.location) >= mine][:reach]
        return Around(lead, trail, self._value(evidence), tuple(before), tuple(after))

    def _value(self, evidence: EvidenceEntry) -> tuple[int, int] | None:
        text = self._values.get((evidence.document, evidence.label, evidence.quote), "")
        start = evidence.quote.find(text) if text else -1
        return (start, len(text)) if start >= 0 and len(text) < len(evidence.quote) else None


def _within(evidence: EvidenceEntry, others: Sequence[EvidenceEntry]) -> tuple[str, str]:
    """Return the words before and after a quote in the longest other quote of the same place that holds it once."""
    best = ("", "")
    for one in others:
        if one.label == evidence.label and len(one.quote) <= LONGEST_AROUND and one.quote.count(evidence.quote) == 1:
            lead, _, trail = one.quote.partition(evidence.quote)
            best = max(best, (lead, trail), key=lambda pair: len(pair[0]) + len(pair[1]))
    return best


def _cell(location: Location) -> bool:
    return location.row is not None and location.column is not None


def _home(evidence: EvidenceEntry) -> Place:
    """Return what a quote shares with its neighbours: the row of a table, or the section."""
    place = evidence.location
    if _cell(place):
        return evidence.document, f"{place.part}/{place.sheet}/{place.table}/{place.row}"
    return evidence.document, f"section {place.part}/{place.sheet}/{evidence.section}"


def _order(place: Location) -> Order:
    top, left = (place.bbox[1], place.bbox[0]) if place.bbox is not None else (0.0, 0.0)
    numbers = (place.page, place.paragraph, place.line, place.table, place.row, place.column)
    return (*(float(number or 0) for number in numbers), top, left)
