"""``before_day``: done by a day of the year (每年8月底前), of the plan's own year or of the year before it."""

import re
from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Literal

from checks.case import Case, Verdict, evidence_of
from checks.finding import Compared, FindingKind, Reason
from checks.interval import Side, last_day
from checks.moments import Moment, dated, undated
from checks.verbs.verb import Verb
from checks.wording import listed, value_words
from extractor.fact import DocumentKind

_SHIFT = {"same": 0, "before": -1}
_VERDICTS: dict[Side, tuple[FindingKind, Reason]] = {
    "inside": ("pass", "meets-limit"),
    "outside": ("fail", "late"),
    "across": ("review", "straddles-limit"),
}


class BeforeDay(Verb, frozen=True, tag="before_day"):
    """The date lies on or before the rule's day (``08-31``, that day included) of a year that the papers state.

    ``of`` are the facts that state the year a paper is for (2025年度计划); ``year`` says whether the day is of that
    year or of the year before. A year that is not stated gives a review: in which year the day lies is then open.
    """

    needs_limit: ClassVar[bool] = True
    judges_nothing: ClassVar[bool] = True
    says: ClassVar[dict[Reason, str]] = {
        "meets-limit": "{document}的{name}为{actual}，未晚于{limit}。",
        "late": "{document}的{name}为{actual}，晚于{limit}。",
        "straddles-limit": "{document}的{name}为{actual}，不能确定是否晚于{limit}，请人工判断。",
        "conflicting": "材料写有不止一个日期或年度，按不同的写法结论不同：{actual}，请人工判断。",
        "unstated": "{document}中没有能确定{name}的内容（{actual}），请人工核对。",
        "needs-person": "{document}的{name}为{actual}，材料没有写明是哪一年度的，请人工核对是否晚于{limit}。",
    }

    fact: tuple[str, ...]
    year: Literal["same", "before"] = "same"
    of: tuple[str, ...] = ("plan.year",)
    kinds: tuple[DocumentKind, ...] = ()
    near: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.fact:
            raise ValueError("fact须写明至少一种日期。")

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return self.fact + self.of

    def wrong_limit(self, value: str) -> str | None:
        """Return what is wrong with a rule's value: a month and a day."""
        good = re.fullmatch(r"\d\d-\d\d", value) is not None and last_day(f"2024-{value}") is not None
        return None if good else f"“{value}”不是月和日，应如08-31。"

    def judge(self, case: Case) -> Verdict:
        """Return pass, fail (late) or review; what is missing where there is no date."""
        found = dated(case.submission, self.fact, self.kinds)
        if not found.moments:
            return undated(case, [found], self.near)
        years = dated(case.submission, self.of, self.kinds or found.papers).moments if self.of else ()
        limit = case.limit or ""
        papers = Case(case.submission, found.carriers)
        shown = found.moments[0]
        words = {
            "document": papers.names(),
            "name": shown.name(),
            "subject": "",
            "actual": listed([moment.words() for moment in found.moments]),
            "limit": _day_words(limit),
        }
        evidence = evidence_of([moment.fact for moment in (*found.moments, *years)])
        if not years:
            return Verdict(kind="review", reason="needs-person", words=words, evidence=evidence, fact=shown.fact.kind,
                           expected=Compared("<=", limit), unread=papers.unread(),
                           actual=Compared("==", shown.fact.value))  # fmt: skip
        days = [(year, _day(year.first.year + _SHIFT[self.year], limit)) for year in years]
        sides = [(moment, day, _side(moment, day)) for _, day in days for moment in found.moments]
        shown, day, side = min(sides, key=lambda one: ("outside", "across", "inside").index(one[2]))
        kind, reason = _VERDICTS[side]
        words |= {"name": shown.name(), "actual": shown.words(), "limit": value_words(day.isoformat())}
        if len({one for _, _, one in sides}) > 1:
            kind, reason = "review", "conflicting"
            words["actual"] = _all_words(found.moments, years)
        return Verdict(kind=kind, reason=reason, words=words, evidence=evidence, fact=shown.fact.kind,
                       note=f"（{years[0].words()}度）" if len(years) == 1 else "", unread=papers.unread(),
                       expected=Compared("<=", day.isoformat()),
                       actual=Compared("==", shown.fact.value))  # fmt: skip


def _day(year: int, limit: str) -> date:
    """Return the day of a year; the last of February where a year has no 29th."""
    month, day = (int(part) for part in limit.split("-"))
    if (month, day) == (2, 29):
        return last_day(f"{year}-02") or date(year, 2, 28)
    return date(year, month, day)


def _day_words(limit: str) -> str:
    month, day = (int(part) for part in limit.split("-"))
    return f"{month}月{day}日"


def _side(moment: Moment, day: date) -> Side:
    if moment.last <= day:
        return "inside"
    return "outside" if moment.first > day else "across"


def _all_words(moments: Sequence[Moment], years: Sequence[Moment]) -> str:
    return listed([*(moment.words() for moment in moments), *(f"{year.words()}度" for year in years)], limit=5)
