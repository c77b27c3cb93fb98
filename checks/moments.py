"""The dates of a project's papers as stretches of days: where they are looked for, and what is said where one is not.

A date of which only the month is known is all the days of that month. A date is looked for in the papers that state it
with authority (the award notice for the day of the award), and only where those are silent in all others.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from checks.case import Case, Verdict, evidence_of
from checks.finding import Searched
from checks.interval import first_day, last_day
from checks.papers import Paper, papers_among
from checks.statements import document_of, is_supplement, stated
from checks.submission import Carrier, Submission, carriers_of, suspects
from checks.vocabulary import fact_name
from checks.wording import listed, value_words
from extractor.fact import KIND_NAMES, DocumentKind, Fact

Take = Literal["each", "first", "last"]

_ORDER = {"missing": 0, "unreadable": 1, "no-carrier": 2, "unstated": 3}
# a supplement, a contract of supervision and a letter of duties have days of signing of their own
_OTHER_CONTRACTS: frozenset[DocumentKind] = frozenset(("contract", "supervision_contract", "responsibility_letter"))
_ACCEPTANCE: tuple[DocumentKind, ...] = ("acceptance",)
_FUNDS: tuple[DocumentKind, ...] = ("fund_document",)
_TRIAL: tuple[DocumentKind, ...] = ("trial_report", "acceptance", "progress_report")
# which papers state a date with authority; a rule may name others
PAPERS: dict[str, tuple[DocumentKind, ...]] = {
    "date.signed": ("contract",),
    "date.award": ("award_notice",),
    "date.filed": ("filing_record",),
    "date.approved": ("approval",),
    "date.declared": ("application_form",),
    "date.completed": ("acceptance_application", "acceptance", "progress_report"),
    "date.acceptance_applied": ("acceptance_application",),
    "date.started": ("progress_report", "acceptance"),
    "date.initial_accepted": _ACCEPTANCE,
    "date.accepted": _ACCEPTANCE,
    "date.trial_start": _TRIAL,
    "date.trial_end": _TRIAL,
    "date.in_use": ("acceptance", "progress_report", "performance_report"),
    "date.self_evaluated": ("performance_report",),
    "date.submitted": ("application_form", "review_material", "approval"),
    "date.opinion": ("review_material",),
    "date.decided": ("minutes",),
    "date.budget_approved": _FUNDS,
    "date.transferred": _FUNDS,
    "date.received": _FUNDS,
    "date.passed_on": _FUNDS,
    "date.published": _FUNDS,
    "date.changed": ("change_request", "progress_report"),
    "date.change_approved": ("approval", "change_request"),
    "date.tender": ("procurement_document",),
    "date.assessed": ("test_report",),
    "plan.year": ("application_form",),
}


class Moment(Struct, frozen=True):
    """A date with all the days it can mean, both ends included."""

    fact: Fact
    first: date
    last: date

    def words(self) -> str:
        """Return the date as a person reads it."""
        return value_words(self.fact.value or "")

    def name(self) -> str:
        """Return what the date is of."""
        return fact_name(self.fact.kind)


class Dated(Struct, frozen=True):
    """What was found of some kinds of dates: ``moments``, the papers that ought to state them, and their kinds."""

    kinds: tuple[str, ...]
    papers: tuple[DocumentKind, ...]
    carriers: tuple[Carrier, ...]
    moments: tuple[Moment, ...]
    name: str

    def of(self, kind: str) -> tuple[Moment, ...]:
        """Return the moments of one kind of date."""
        return tuple(moment for moment in self.moments if moment.fact.kind == kind)

    def missing(self) -> tuple[str, ...]:
        """Return the kinds of dates of which none is known."""
        return tuple(kind for kind in self.kinds if not self.of(kind))


def dated(
    submission: Submission,
    kinds: Sequence[str],
    papers: Sequence[DocumentKind] = (),
    name: str = "",
    only: Paper | None = None,
) -> Dated:
    """Return the dates of these kinds, each kind from its papers (``papers``, else those of ``PAPERS``) where they say.

    Of one value stated several times the first stands. The day on which the last party signs is the day of signing;
    a supplement's own signing is not the contract's. ``only``: no other papers than these are looked at (the bureau's
    opinion among several).
    """
    named = tuple(papers) or tuple(dict.fromkeys(paper for kind in kinds for paper in PAPERS.get(kind, ())))
    carriers = carriers_of(submission.documents, named)
    carriers = papers_among(carriers, only) if only else carriers
    moments: list[Moment] = []
    for kind in kinds:
        places = carriers
        if kind == "date.signed":
            places = tuple(carrier for carrier in carriers if not is_supplement(carrier))
        facts = _stated(fact for carrier in places for fact in carrier.facts((kind,)))
        if not facts and not only:
            facts = _stated(
                fact
                for extracted in submission.documents
                for fact in extracted.facts
                if fact.kind == kind and not (kind == "date.signed" and extracted.kind in _OTHER_CONTRACTS)
            )
        moments += _last_signatures(facts) if kind == "date.signed" else _each(facts)
    return Dated(tuple(kinds), named, carriers, tuple(moments), name or fact_name(kinds[0]))


def _stated(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in stated(facts) if first_day(fact.value or "") is not None]


def _each(facts: Sequence[Fact]) -> list[Moment]:
    return [_moment(fact) for fact in {fact.value: fact for fact in reversed(facts)}.values()][::-1]


def _last_signatures(facts: Sequence[Fact]) -> list[Moment]:
    """Return of each document the day on which the last party signed."""
    last: dict[str, Moment] = {}
    for fact in facts:
        moment = _moment(fact)
        known = last.get(document_of(fact))
        if known is None or (moment.last, moment.first) > (known.last, known.first):
            last[document_of(fact)] = moment
    return _each([moment.fact for moment in last.values()])


def _moment(fact: Fact) -> Moment:
    value = fact.value or ""
    first, last = first_day(value), last_day(value)
    if first is None or last is None:
        raise ValueError(value)
    return Moment(fact, first, last)


def taken(moments: Sequence[Moment], take: Take) -> tuple[Moment, ...]:
    """Return the moments to be judged: each, or the one stretch in which the first or the last of them lies."""
    if take == "each" or len(moments) < 2:
        return tuple(moments)
    if take == "last":
        shown = max(moments, key=lambda moment: (moment.last, moment.first))
        return (Moment(shown.fact, max(moment.first for moment in moments), shown.last),)
    shown = min(moments, key=lambda moment: (moment.first, moment.last))
    return (Moment(shown.fact, shown.first, min(moment.last for moment in moments)),)


def undated(case: Case, sides: Sequence[Dated], near: Sequence[str] = ()) -> Verdict:
    """Return the verdict where dates were not found: a paper is not there, was not read whole, or does not state it.

    Not there is ``open``/``no-carrier`` (``fail``/``missing`` where the package is said to be complete), not read
    ``open``/``unreadable``, read without the date ``review``/``unstated``. Of several sides the worst is said.
    """
    papers = list(dict.fromkeys(kind for side in sides if not side.carriers for kind in side.papers))
    verdicts = [_undated(case, side, near, papers) for side in sides]
    return min(verdicts, key=lambda verdict: _ORDER[verdict.reason])


def _undated(case: Case, side: Dated, near: Sequence[str], papers: Sequence[DocumentKind]) -> Verdict:
    missing = side.missing()
    words = {"name": side.name if missing == side.kinds else "、".join(map(fact_name, missing)), "subject": ""}
    if not side.carriers:
        return _no_paper(case, words, papers)
    group = Case(case.submission, side.carriers)
    words["document"] = group.names()
    blanks = [fact for fact in group.facts(missing) if fact.state != "stated"]
    if blanks:
        words["actual"] = blanks[0].text
        return Verdict(kind="review", reason="unstated", words=words, evidence=evidence_of(blanks),
                       unread=group.unread(), fact=blanks[0].kind)  # fmt: skip
    words["actual"] = "没有找到日期"
    known = evidence_of(moment.fact for moment in side.moments)
    return group.found_nothing("review", "unstated", asked=missing, near=near, nearest=known, words=words)


def _no_paper(case: Case, words: dict[str, str], papers: Sequence[DocumentKind]) -> Verdict:
    submission = case.submission
    searched = Searched(tuple(extracted.document.path for extracted in submission.documents))
    parts = suspects(submission)
    if parts:
        words["document"] = listed([part.document for part in parts], unit="份材料")
        return Verdict(kind="open", reason="unreadable", words=words, unread=parts, searched=searched)
    words["document"] = "提交的材料"
    words["kinds"] = "、".join(KIND_NAMES[kind] for kind in papers) or words["name"]
    if submission.profile.complete:
        note = f"材料写明已经齐全，其中没有{words['kinds']}。"
        return Verdict(kind="fail", reason="missing", words=words, note=note, searched=searched)
    return Verdict(kind="open", reason="no-carrier", words=words, searched=searched)
