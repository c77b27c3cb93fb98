"""``terms_agree``: one subject has one term, inside a contract and against tender, bid and award."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from checks.case import Case, Verdict, evidence_of
from checks.interval import first_day, last_day, order, parse_length, span_side
from checks.statements import document_of, in_force, is_minor, stated, subject_words
from checks.verbs.verb import Verb
from checks.vocabulary import fact_name
from checks.wording import statement_words
from extractor.fact import KIND_NAMES, DocumentKind, Fact

_SIDES = {"<=": "most", "<": "most", ">=": "least", ">": "least"}


class Term(Struct, frozen=True):
    """A kind of fact; ``better`` is the direction in which the contract may differ from what was offered or asked.

    ``inside`` is what two different terms within the documents of ``of`` give, ``beside`` what one that is worse than
    another document's gives.
    """

    fact: str
    better: Literal["longer", "shorter", "neither"] = "neither"
    inside: Literal["fail", "review", "ignore"] = "fail"
    beside: Literal["fail", "review"] = "fail"


class TermsAgree(Verb, frozen=True, tag="terms_agree"):
    """The statements of ``of`` agree among themselves, and are no worse than those of ``against``."""

    terms: tuple[Term, ...]
    of: tuple[DocumentKind, ...]
    against: tuple[DocumentKind, ...] = ()

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return tuple(term.fact for term in self.terms)

    def judge(self, case: Case) -> Verdict:
        """Return fail or review with both statements of every contradiction, pass where none was found."""
        own = case.only(self.of)
        clashes: list[tuple[bool, str, Fact, Fact]] = []
        compared: list[Fact] = []
        for term in self.terms:
            mine = in_force(own, stated(own.facts((term.fact,))))
            clashes += _inside(case, term, mine)
            compared += mine if len(mine) > 1 else []
            for carrier in case.group:
                if carrier.kind not in self.against:
                    continue
                theirs = stated(carrier.facts((term.fact,)))
                for fact in mine:
                    matching = [other for other in theirs if _about(fact, other)]
                    compared += [fact, *matching] if matching else []
                    worse = [_worse(fact, other, term.better) for other in matching]
                    if matching and None not in worse:
                        sentence = _sentence(case, term.fact, fact, matching[0])
                        sure = all(said == "surely" for said in worse)
                        clashes.append((term.beside == "fail" and sure, sentence, fact, matching[0]))
        words = {"document": case.names()}
        if clashes:
            clashes.sort(key=lambda clash: not clash[0])
            facts = [fact for _, _, *pair in clashes for fact in pair]
            said = "；".join(dict.fromkeys(sentence for _, sentence, _, _ in clashes))
            hard = clashes[0][0]
            return Verdict(kind="fail" if hard else "review", reason="inconsistent" if hard else "conflicting",
                           words={**words, "actual": said}, evidence=evidence_of(facts), unread=case.unread(),
                           fact=facts[0].kind)  # fmt: skip
        if compared:
            return Verdict(kind="pass", reason="consistent", words=words, evidence=evidence_of(compared),
                           unread=case.unread(), fact=compared[0].kind)  # fmt: skip
        return case.found_nothing("pass", "nothing-found", words=words)


def _inside(case: Case, term: Term, facts: list[Fact]) -> list[tuple[bool, str, Fact, Fact]]:
    if term.inside == "ignore":
        return []
    return [
        (term.inside == "fail", _sentence(case, term.fact, fact, other), fact, other)
        for index, fact in enumerate(facts)
        for other in facts[index + 1 :]
        if fact.subject == other.subject and not _alternatives(fact, other) and _differ(fact, other)
    ]


def _differ(fact: Fact, other: Fact) -> bool:
    if fact.op == other.op:
        fact, other = _bare_bounds(fact, other) or (fact, other)
    return _apart(fact, other) or _apart(other, fact)


def _alternatives(fact: Fact, other: Fact) -> bool:
    """Tell whether a document gives both as one term of two clocks: 验收起12个月或到货起18个月，以后到者为准."""
    return any(one in other.related for one in fact.evidence) or any(one in fact.related for one in other.evidence)


def _about(fact: Fact, other: Fact) -> bool:
    """Tell whether ``other`` speaks of what ``fact`` is about: a general term is asked of every main part."""
    return other.subject == fact.subject or (other.subject is None and not is_minor(fact.subject))


def _sentence(case: Case, kind: str, fact: Fact, other: Fact) -> str:
    name = subject_words(fact.subject) + fact_name(kind)
    where, there = _kind(case, fact), _kind(case, other)
    if where == there and document_of(fact) != document_of(other):
        where, there = f"{where}（{document_of(fact)}）", f"{there}（{document_of(other)}）"
    return (
        f"{name}：{where}为{statement_words(fact)}，{there if there != where else '另一处'}为{statement_words(other)}"
    )


def _kind(case: Case, fact: Fact) -> str:
    path = document_of(fact)
    return next((KIND_NAMES[carrier.kind] for carrier in case.group if carrier.path == path), "文件")


def _worse(fact: Fact, other: Fact, better: str) -> Literal["surely", "perhaps"] | None:
    """Tell whether ``fact`` falls short of ``other``.

    ``perhaps`` where both bound the same side and the bound of ``fact`` is the laxer: within ten months may be eight,
    but eight are not promised.
    """
    if _falls_short(fact, other, better):
        return "surely"
    bare = _bare_bounds(fact, other)
    return "perhaps" if bare is not None and _falls_short(*bare, better) else None


def _falls_short(fact: Fact, other: Fact, better: str) -> bool:
    if better == "longer":
        return _apart(fact, other)
    if better == "shorter":
        return _apart(other, fact)
    return _apart(fact, other) or _apart(other, fact)


def _bare_bounds(fact: Fact, other: Fact) -> tuple[Fact, Fact] | None:
    """Return both statements as their bounds alone, where each is a bound and none on the other side."""
    sides = {_SIDES.get(fact.op), _SIDES.get(other.op)} - {None}
    if len(sides) != 1 or "range" in (fact.op, other.op):
        return None
    return replace(fact, op="=="), replace(other, op="==")


def _apart(low: Fact, high: Fact) -> bool:
    """Tell whether all that ``low`` can mean lies under all that ``high`` can mean; False where it cannot be told."""
    if low.op in (">=", ">") or high.op in ("<=", "<"):
        return _days(low, high)
    if _is_span(low) != _is_span(high):
        return _span_and_length(low, high)
    top = parse_length(low.value_max or low.value or "", working=low.unit == "working_day")
    bottom = parse_length(high.value or "", working=high.unit == "working_day")
    if top is None or bottom is None:
        return _days(low, high)
    return order(top, bottom) == -1


def _is_span(fact: Fact) -> bool:
    return "/" in (fact.value or "")


def _span_and_length(low: Fact, high: Fact) -> bool:
    """Compare the days from a first to a last one with a length (2025-04-01/2028-07-31 with 36 months)."""
    span, other = (low, high) if _is_span(low) else (high, low)
    first, last = (span.value or "/").split("/", 1)
    if span is high:
        return span_side(first, last, other.value_max or other.value or "", "<=") == "outside"
    return span_side(first, last, other.value or "", ">=") == "outside"


def _days(low: Fact, high: Fact) -> bool:
    """Compare two latest days, or the last days of two intervals."""
    early, late = (last_day((fact.value or "").rsplit("/", 1)[-1]) for fact in (low, high))
    if early is None or late is None:
        return False
    start = first_day((high.value or "").rsplit("/", 1)[-1])
    return start is not None and early < start
