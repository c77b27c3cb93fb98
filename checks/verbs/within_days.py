"""``within_days``: from one date to another no more days than the limit, or no fewer, or between two limits."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar, Literal

from msgspec import Struct

from checks.calendar import working_calendar
from checks.case import Case, Verdict, evidence_of
from checks.finding import Compared, FindingKind, Reason, UnreadPart
from checks.interval import Length, add_months, parse_length, side
from checks.moments import Dated, Moment, Take, dated, taken, undated
from checks.papers import Paper
from checks.statements import stated
from checks.verbs.verb import Verb
from checks.vocabulary import fact_name
from checks.wording import listed, statement_words, value_words
from extractor.fact import KIND_NAMES, DocumentKind, Fact

Days = Literal["working", "calendar", "months"]
Bound = Literal["at_most", "at_least"]
# where one stretch lies: as Side, or its end is before its start, or its days cannot be counted
Where = Literal["inside", "over", "under", "across", "backwards", "uncounted"]
_RANK: dict[Where, int] = {"backwards": 0, "over": 1, "under": 2, "uncounted": 3, "across": 4, "inside": 5}

_VERDICTS: dict[Where, tuple[FindingKind, Reason]] = {
    "inside": ("pass", "meets-limit"),
    "over": ("fail", "late"),
    "under": ("fail", "below-limit"),
    "across": ("review", "straddles-limit"),
    "backwards": ("fail", "inconsistent"),
}


class Stretch(Struct, frozen=True):
    """From a start to an end, and where it lies."""

    start: Moment
    end: Moment
    where: Where


class WithinDays(Verb, frozen=True, tag="within_days"):
    """From ``start`` to ``end`` there are at most as many days or months as the rule's value; the day after is day 1.

    ``bound: at_least`` asks for no fewer; with ``least`` both hold: the value is the most, ``least`` the least.
    ``both_days``: the stretch holds its first day too (a trial run from the 1st to the 31st is a month).
    ``start_kinds`` and ``end_kinds`` are the papers that state the dates, by default those of ``checks.moments``;
    ``start_papers`` and ``end_papers`` narrow them by title or issuer, and then no other paper tells the date.
    ``take_start`` and ``take_end`` say which of several dates counts (``last`` of several kinds: all of them must be
    known). ``period`` are facts that state the length itself, judged where a date is not known. The rule is judged over
    the whole submission: it has no carriers.
    """

    needs_limit: ClassVar[bool] = True
    judges_nothing: ClassVar[bool] = True
    says: ClassVar[dict[Reason, str]] = {
        "meets-limit": "{document}的{name}为{actual}，符合“{limit}”的要求。",
        "late": "{document}的{name}为{actual}，晚于“{limit}”的要求。",
        "below-limit": "{document}的{name}为{actual}，不足“{limit}”的要求。",
        "straddles-limit": "{document}的{name}为{actual}，不能确定是否符合“{limit}”的要求，请人工判断。",
        "inconsistent": "日期先后矛盾：{actual}。",
        "conflicting": "材料写有不止一个日期，按不同的日期结论不同：{actual}，请人工判断。",
        "unstated": "{document}中没有能确定{name}的日期（{actual}），请人工核对。",
        "needs-person": "{document}的{name}为{actual}，请对照“{limit}”的要求人工判断。",
    }

    start: tuple[str, ...]
    end: tuple[str, ...]
    days: Days
    bound: Bound = "at_most"
    least: str | None = None
    both_days: bool = False
    start_kinds: tuple[DocumentKind, ...] = ()
    end_kinds: tuple[DocumentKind, ...] = ()
    start_papers: Paper = Paper()
    end_papers: Paper = Paper()
    start_name: str = ""
    end_name: str = ""
    take_start: Take = "each"
    take_end: Take = "each"
    period: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.start or not self.end:
            raise ValueError("start和end须各写明至少一种日期。")
        if self.least is not None and (self.bound != "at_most" or self.wrong_limit(self.least)):
            raise ValueError("least只与bound: at_most连用，写法与value相同，如P6M。")

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return self.start + self.end + self.period

    def wrong_limit(self, value: str) -> str | None:
        """Return what is wrong with a rule's value: days for days, whole months for months."""
        length = parse_length(value)
        unit = "P6M" if self.days == "months" else "P10D"
        wrong = f"“{value}”不是{'月数' if self.days == 'months' else '天数'}，应如{unit}。"
        if length is None:
            return wrong
        count, other = (length.months, length.days) if self.days == "months" else (length.days, length.months)
        return wrong if other or not count or count % 1 else None

    def judge(self, case: Case) -> Verdict:
        """Return pass, fail (late, too early, backwards) or review for the dates found; what is missing where not."""
        start = dated(case.submission, self.start, self.start_kinds, self.start_name, self.start_papers)
        end = dated(case.submission, self.end, self.end_kinds, self.end_name, self.end_papers)
        short = [side for side, take in ((start, self.take_start), (end, self.take_end)) if _incomplete(side, take)]
        if not short:
            return self._dates(case, start, end)
        papers = Case(case.submission, tuple(dict.fromkeys(start.carriers + end.carriers)))
        lengths = stated(papers.facts(self.period))
        return self._lengths(papers, lengths, case.limit or "") if lengths else undated(case, short, self.near)

    def _dates(self, case: Case, start: Dated, end: Dated) -> Verdict:
        stretches = [
            Stretch(first, last, self._where(first, last, case.limit or ""))
            for first in taken(start.moments, self.take_start)
            for last in taken(end.moments, self.take_end)
        ]
        shown = min(stretches, key=lambda stretch: _RANK[stretch.where])
        found = {stretch.where for stretch in stretches}
        kind, reason, note = _verdict_of(shown.where)
        if len(found) > 1:
            kind, reason, note = "review", "conflicting", ""
        facts = [moment.fact for moment in (*start.moments, *end.moments)]
        return Verdict(
            kind=kind,
            reason=reason,
            words=self._words(shown, stretches, reason, end, case.limit or ""),
            note=note or self._counted(shown),
            expected=self._expected(case.limit or ""),
            actual=self._actual(shown),
            evidence=tuple(dict.fromkeys((*evidence_of((shown.start.fact, shown.end.fact)), *evidence_of(facts)))),
            unread=_unread(start) + _unread(end),
            fact=shown.end.fact.kind,
        )

    def _where(self, start: Moment, end: Moment, limit: str) -> Where:
        """Return where a stretch lies, all the days that a date can mean looked at."""
        if end.last < start.first:
            return "backwards"
        wheres: list[Where] = []
        for value, least in self._limits(limit):
            length = parse_length(value)
            if length is None:
                continue
            longest = self._reach(start.first, end.last, length)
            shortest = self._reach(start.last, end.first, length)
            wheres.append(_not_under(shortest, longest) if least else _not_over(shortest, longest))
        return min(wheres, key=_RANK.__getitem__, default="uncounted")

    def _limits(self, limit: str) -> list[tuple[str, bool]]:
        """Return the limits, each with whether it is the least."""
        if self.bound == "at_least":
            return [(limit, True)]
        return [(limit, False)] + ([(self.least, True)] if self.least else [])

    def _reach(self, start: date, end: date, length: Length) -> int | None:
        """Return how far ``end`` lies beyond (before: less than 0) the last day of a term; None where not countable."""
        shift = int(self.both_days)
        if self.days == "months":
            return (end - add_months(start, int(length.months))).days + shift
        if self.days == "calendar":
            return (end - start).days + shift - int(length.days)
        count = working_calendar().between(start - timedelta(days=shift), end)
        return None if count is None else count - int(length.days)

    def _lengths(self, papers: Case, lengths: Sequence[Fact], limit: str) -> Verdict:
        """Judge lengths that are stated themselves (试运行期两个月)."""
        wheres = [self._length(fact, limit) for fact in lengths]
        worst = min(range(len(wheres)), key=lambda index: _RANK[wheres[index]])
        shown = lengths[worst]
        kind, reason, note = _verdict_of(wheres[worst])
        if len(set(wheres)) > 1:
            kind, reason, note = "review", "conflicting", ""
        words = {
            "document": papers.names(),
            "name": fact_name(shown.kind),
            "subject": "",
            "actual": listed([statement_words(fact) for fact in lengths]),
            "limit": self._limit(limit),
        }
        return Verdict(kind=kind, reason="above-limit" if reason == "late" else reason, words=words, note=note,
                       expected=self._expected(limit), unread=papers.unread(), fact=shown.kind,
                       actual=Compared(shown.op, shown.value, shown.value_max, shown.unit),
                       evidence=evidence_of([shown, *lengths]))  # fmt: skip

    def _length(self, fact: Fact, limit: str) -> Where:
        working = fact.unit == "working_day"
        if working is not (self.days == "working"):
            return "across"
        wheres: list[Where] = []
        for value, least in self._limits(limit):
            # both count the same days, so that neither has to be turned into the other
            where = side(fact.op, fact.value or "", fact.value_max, value, ">=" if least else "<=")
            if where == "outside":
                wheres.append("under" if least else "over")
            else:
                wheres.append(where)
        return min(wheres, key=_RANK.__getitem__)

    def _words(
        self, shown: Stretch, stretches: Sequence[Stretch], reason: Reason, end: Dated, limit: str
    ) -> dict[str, str]:
        start = shown.start
        term = f"{self.start_name or start.name()}（{start.words()}）起{self._limit(limit)}{self._until(start, limit)}"
        words = {
            "document": _document(shown.end, end),
            "name": self.end_name or shown.end.name(),
            "subject": "",
            "actual": shown.end.words(),
            "limit": term,
        }
        if reason == "inconsistent":
            words["actual"] = (
                f"{words['name']}{shown.end.words()}早于{self.start_name or start.name()}{start.words()}"
            )  # fmt: skip
        elif reason == "conflicting":
            words["actual"] = listed([f"{s.start.words()}至{s.end.words()}" for s in stretches])
        return words

    def _until(self, start: Moment, limit: str) -> str:
        """Return the last day of a term in words; nothing where the start's day or the calendar does not tell it."""
        length = parse_length(limit)
        if self.bound != "at_most" or start.first != start.last or length is None:
            return ""
        first = start.first - timedelta(days=int(self.both_days))
        day: date | None
        if self.days == "months":
            day = add_months(start.first, int(length.months)) - timedelta(days=int(self.both_days))
        elif self.days == "calendar":
            day = first + timedelta(days=int(length.days))
        else:
            day = working_calendar().after(first, int(length.days))
        return f"，最迟{value_words(day.isoformat())}" if day is not None else ""

    def _limit(self, limit: str) -> str:
        words = value_words(limit, working=self.days == "working")
        if self.bound == "at_least":
            return f"不少于{words}"
        if self.least is not None:
            return f"满{value_words(self.least, working=self.days == 'working')}、不超过{words}"
        return f"{words}内"

    def _counted(self, shown: Stretch) -> str:
        """Return what was counted, for a person who counts again."""
        start, end = shown.start, shown.end
        if start.first != start.last or end.first != end.last or end.last < start.first or self.days == "months":
            return ""
        if self.days == "calendar":
            return f"从{start.words()}到{end.words()}共{(end.last - start.first).days + int(self.both_days)}天。"
        count = working_calendar().between(start.first - timedelta(days=int(self.both_days)), end.first)
        return "" if count is None else f"从{start.words()}到{end.words()}共{count}个工作日。"

    def _expected(self, limit: str) -> Compared:
        unit = "working_day" if self.days == "working" else None
        if self.least is not None:
            return Compared("range", self.least, limit, unit)
        return Compared("<=" if self.bound == "at_most" else ">=", limit, None, unit)

    def _actual(self, shown: Stretch) -> Compared:
        return Compared("==", f"{shown.start.fact.value}/{shown.end.fact.value}")


def _not_over(shortest: int | None, longest: int | None) -> Where:
    """Return where a stretch lies against the most it may be, by how far its ends reach beyond."""
    if longest is not None and longest <= 0:
        return "inside"
    if shortest is not None and shortest > 0:
        return "over"
    return "uncounted" if shortest is None or longest is None else "across"


def _not_under(shortest: int | None, longest: int | None) -> Where:
    """Return where a stretch lies against the least it may be."""
    if shortest is not None and shortest >= 0:
        return "inside"
    if longest is not None and longest < 0:
        return "under"
    return "uncounted" if shortest is None or longest is None else "across"


def _verdict_of(where: Where) -> tuple[FindingKind, Reason, str]:
    if where == "uncounted":
        known = working_calendar().span_words()
        return "review", "needs-person", f"日期所在年份的工作日安排不全（日历收录{known}），须人工计算工作日。"
    kind, reason = _VERDICTS[where]
    return kind, reason, ""


def _incomplete(side: Dated, take: Take) -> bool:
    """Tell whether a date is not known, or one of several kinds of which the first or last is asked."""
    return not side.moments or (take != "each" and bool(side.missing()))


def _document(moment: Moment, side: Dated) -> str:
    path = moment.fact.evidence[0].document if moment.fact.evidence else ""
    kind = next((carrier.kind for carrier in side.carriers if carrier.path == path), None)
    return KIND_NAMES[kind] if kind is not None else path or "提交的材料"


def _unread(side: Dated) -> tuple[UnreadPart, ...]:
    return tuple(UnreadPart(carrier.path, part) for carrier in side.carriers for part in carrier.unread())
