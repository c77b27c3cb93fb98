"""``in_order``: one thing happened before another (先批复，后签约)."""

from collections.abc import Sequence
from itertools import combinations
from typing import ClassVar

from msgspec import Struct

from checks.case import Case, Verdict, evidence_of
from checks.finding import FindingKind, Reason
from checks.interval import Side
from checks.moments import Dated, Moment, dated, undated
from checks.statements import affirmed
from checks.verbs.verb import Verb
from checks.vocabulary import fact_name
from checks.wording import listed
from extractor.fact import DocumentKind, Fact

_RANK: dict[Side, int] = {"outside": 0, "across": 1, "inside": 2}


class Step(Struct, frozen=True):
    """A step: the dates that show it, the papers that state them, and what a person calls it.

    ``optional``: where its date is not stated nothing is asked of it.
    """

    facts: tuple[str, ...]
    kinds: tuple[DocumentKind, ...] = ()
    name: str = ""
    optional: bool = False

    def __post_init__(self) -> None:
        if not self.facts:
            raise ValueError("每一步须写明至少一种日期（facts）。")


class Pair(Struct, frozen=True):
    """Two steps' dates of one kind each, and whether they are in order: ``outside`` is the wrong order."""

    before: Moment
    after: Moment
    side: Side
    mixed: bool


class InOrder(Verb, frozen=True, tag="in_order"):
    """The dates of the steps stand in their order; on one day is in order unless ``strict``.

    Several kinds of dates of a later step must all be late enough (签约或开工); of an earlier step one early enough
    suffices. ``admits`` are statements by which papers say themselves that the order was not kept (先上线，后补办立项):
    one of them fails whatever the dates are. The rule is judged over the whole submission: it has no carriers.
    """

    judges_nothing: ClassVar[bool] = True
    says: ClassVar[dict[Reason, str]] = {
        "consistent": "日期先后符合要求：{actual}。",
        "late": "日期先后不符合要求：{actual}。",
        "straddles-limit": "日期没有写到日，不能确定先后：{actual}，请人工判断。",
        "conflicting": "材料写有不止一个日期，按不同的日期先后不同：{actual}，请人工判断。",
        "unstated": "{document}中没有能确定{name}的日期（{actual}），请人工核对。",
        "nothing-found": "{document}中没有{name}的日期，未见先后不符的情形。",
        "forbidden": "{document}自己写明先后不符合要求：“{actual}”。",
    }

    steps: tuple[Step, ...]
    strict: bool = False
    admits: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.steps) < 2:
            raise ValueError("steps至少要有两步。")

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return (*(kind for step in self.steps for kind in step.facts), *self.admits)

    def judge(self, case: Case) -> Verdict:
        """Return fail (late) where a step came too early, even if another is not known; else what is not known."""
        admitted = affirmed(
            fact for extracted in case.submission.documents for fact in extracted.facts if fact.kind in self.admits
        )  # fmt: skip
        if admitted:
            return _admitted(admitted)
        sides = [dated(case.submission, step.facts, step.kinds, step.name) for step in self.steps]
        pairs = [
            pair
            for before, after in combinations([side for side in sides if side.moments], 2)
            for pair in self._pairs(before, after)
        ]
        worst = min(pairs, key=lambda pair: (_RANK[pair.side], pair.mixed), default=None)
        if worst is not None and worst.side == "outside" and not worst.mixed:
            return self._verdict(case, sides, worst)
        short = [side for side, step in zip(sides, self.steps, strict=True) if not side.moments and not step.optional]
        if short:
            return undated(case, short, self.near)
        if worst is None:
            return self._nothing(case, sides)
        return self._verdict(case, sides, worst)

    def _pairs(self, before: Dated, after: Dated) -> list[Pair]:
        """Return, for each kind of the later step, its dates against the kind of the earlier step that is in order."""
        found = []
        for late in after.kinds:
            against = [
                _joined([self._pair(a, b) for a in before.of(early) for b in after.of(late)])
                for early in before.kinds
                if before.of(early) and after.of(late)
            ]
            if against:
                found.append(max(against, key=lambda pair: (_RANK[pair.side], pair.mixed)))
        return found

    def _pair(self, before: Moment, after: Moment) -> Pair:
        side: Side = "across"
        if after.first > before.last or (after.first == before.last and not self.strict):
            side = "inside"
        elif after.last < before.first or (after.last == before.first and self.strict):
            side = "outside"
        return Pair(before, after, side, mixed=False)

    def _verdict(self, case: Case, sides: Sequence[Dated], worst: Pair) -> Verdict:
        kind, reason = _verdict_of(worst)
        names = {kind: self._name(side, kind) for side in sides for kind in side.kinds}
        before, after = worst.before, worst.after
        said = (
            f"{names[after.fact.kind]}（{after.words()}）"
            f"{'早于' if worst.side == 'outside' else '，'}{names[before.fact.kind]}（{before.words()}）"
        )
        if reason == "consistent":
            known = [moment for side in sides for moment in side.moments]
            said = "，".join(dict.fromkeys(f"{names[moment.fact.kind]}{moment.words()}" for moment in known))
        elif reason == "conflicting":
            known = [moment for side in sides for moment in side.moments]
            said = listed([f"{names[moment.fact.kind]}{moment.words()}" for moment in known], limit=4)
        elif worst.side == "outside" and before.fact.value == after.fact.value:
            said = f"{names[after.fact.kind]}与{names[before.fact.kind]}同为{before.words()}"
        papers = Case(case.submission, tuple(dict.fromkeys(carrier for side in sides for carrier in side.carriers)))
        facts: list[Fact] = [moment.fact for side in sides for moment in side.moments]
        words = {"document": papers.names(), "name": names[after.fact.kind], "subject": "", "actual": said,
                 "limit": f"{names[before.fact.kind]}（{before.words()}）"}  # fmt: skip
        # another date of a step may stand on any page that was not read
        unread = tuple(dict.fromkeys((*papers.unread(), *case.unread())))
        return Verdict(kind=kind, reason=reason, words=words, unread=unread, fact=after.fact.kind,
                       evidence=tuple(dict.fromkeys(evidence_of([before.fact, after.fact, *facts]))))  # fmt: skip

    def _name(self, side: Dated, kind: str) -> str:
        """Return what a person calls a date: the step's own name where the step is of one kind."""
        return side.name if len(side.kinds) == 1 else fact_name(kind)

    def _nothing(self, case: Case, sides: Sequence[Dated]) -> Verdict:
        """Return the verdict where too few dates are known, and none of the others is asked for."""
        unknown = [side for side in sides if not side.moments]
        papers = tuple(dict.fromkeys(carrier for side in unknown for carrier in side.carriers))
        asked = tuple(kind for side in unknown for kind in side.kinds)
        known = evidence_of(moment.fact for side in sides for moment in side.moments)
        words = {"name": "、".join(side.name for side in unknown), "subject": ""}
        return Case(case.submission, papers).found_nothing(
            "pass", "nothing-found", asked=asked, near=self.near, nearest=known, words=words
        )


def _admitted(facts: list[Fact]) -> Verdict:
    """Return the failure that papers state themselves."""
    paths = dict.fromkeys(place.document for place in evidence_of(facts))
    words = {"document": listed(list(paths), unit="份材料"), "name": fact_name(facts[0].kind), "subject": "",
             "actual": listed([" ".join(fact.text.split()) for fact in facts])}  # fmt: skip
    return Verdict(kind="fail", reason="forbidden", words=words, evidence=evidence_of(facts), fact=facts[0].kind)


def _joined(pairs: Sequence[Pair]) -> Pair:
    """Return what several dates of one kind say together: the worst, and whether they differ."""
    worst = min(pairs, key=lambda pair: _RANK[pair.side])
    mixed = len({pair.side for pair in pairs}) > 1
    return Pair(worst.before, worst.after, worst.side, mixed)


def _verdict_of(pair: Pair) -> tuple[FindingKind, Reason]:
    if pair.mixed:
        return "review", "conflicting"
    if pair.side == "inside":
        return "pass", "consistent"
    return ("fail", "late") if pair.side == "outside" else ("review", "straddles-limit")
