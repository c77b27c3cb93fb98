"""Facts that changed between two reports of a submission: what a resubmission says otherwise, or no longer says.

Each change names the findings that speak about it; one without any is quiet: nobody would be told of it. Facts are held
against those of the same document before, whatever it is called now; a document without a counterpart is told as added
or removed, and its facts are not told one by one.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from review.living.outcomes import FindingPair
from review.living.pairing import DocumentPair
from review.report import EvidenceEntry, FactEntry

FactChangeKind = Literal["changed", "added", "removed", "not-read"]
_Spots = dict[tuple[str, str, str], set[str]]


class FactChange(Struct, frozen=True):
    """One statement before and now; ``not-read`` is one whose document can no longer be read as far as before.

    ``findings`` are the rules whose reported findings quote it, empty for a quiet change.
    """

    kind: str
    subject: str | None
    change: FactChangeKind
    findings: tuple[str, ...]
    old: FactEntry | None
    new: FactEntry | None


def fact_changes(documents: Iterable[DocumentPair], findings: Sequence[FindingPair]) -> tuple[FactChange, ...]:
    """Return the changes of facts, in the order of the documents of now and of the facts before in them."""
    before = _spots((pair.rule, pair.old.evidence) for pair in findings if pair.old and pair.outcome != "clear")
    now = _spots((pair.rule, pair.new.evidence) for pair in findings if pair.new and pair.outcome != "clear")
    return tuple(change for pair in documents for change in _of_pair(pair, before, now))


def _spots(quoted: Iterable[tuple[str, tuple[EvidenceEntry, ...]]]) -> _Spots:
    """Return the rules that quote each place."""
    spots: _Spots = {}
    for rule, evidence in quoted:
        for one in evidence:
            spots.setdefault(_spot(one), set()).add(rule)
    return spots


def _spot(evidence: EvidenceEntry) -> tuple[str, str, str]:
    return evidence.document, evidence.label, evidence.quote


def _of_pair(pair: DocumentPair, before: _Spots, now: _Spots) -> Iterator[FactChange]:
    if pair.old is None or pair.new is None or pair.change != "replaced":
        return
    olds, news = _grouped(pair.old.facts), _grouped(pair.new.facts)
    for key in dict.fromkeys((*olds, *news)):
        old, new = _without_equal(olds.get(key, []), news.get(key, []))
        for number in range(max(len(old), len(new))):
            was = old[number] if number < len(old) else None
            says = new[number] if number < len(new) else None
            rules = _rules(was, before) | _rules(says, now)
            change: FactChangeKind = "changed" if was and says else "added" if says else "removed"
            if change == "removed" and pair.lost:
                change = "not-read"
            yield FactChange(key[0], key[1], change, tuple(sorted(rules)), was, says)


def _grouped(facts: Iterable[FactEntry]) -> dict[tuple[str, str | None], list[FactEntry]]:
    """Return facts by what they are about: their kind and their subject."""
    groups: dict[tuple[str, str | None], list[FactEntry]] = {}
    for fact in facts:
        groups.setdefault((fact.kind, fact.subject), []).append(fact)
    return groups


def _without_equal(old: Sequence[FactEntry], new: Sequence[FactEntry]) -> tuple[list[FactEntry], list[FactEntry]]:
    """Return what is left of two lists once every statement is taken out that both make, as often as both make it.

    A statement that is made once more or once less, beside an equal one that stays, is no change of what is said.
    """
    said_before, said_now = {_said(fact) for fact in old}, {_said(fact) for fact in new}
    return (
        _each_once(fact for fact in old if _said(fact) not in said_now),
        _each_once(fact for fact in new if _said(fact) not in said_before),
    )


def _each_once(facts: Iterable[FactEntry]) -> list[FactEntry]:
    found: dict[tuple[str | None, ...], FactEntry] = {}
    for fact in facts:
        found.setdefault(_said(fact), fact)
    return list(found.values())


def _said(fact: FactEntry) -> tuple[str | None, ...]:
    """Return what a fact says, without where and in which words."""
    return (
        fact.state, fact.value, fact.op, fact.value_max, fact.unit, fact.holder, fact.holder_text, fact.holder_role
    )  # fmt: skip


def _rules(fact: FactEntry | None, spots: _Spots) -> set[str]:
    if fact is None:
        return set()
    return {rule for one in fact.evidence for rule in spots.get(_spot(one), ())}
