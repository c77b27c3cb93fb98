"""Under what a report was made, as far as it tells: the day, the kind of the documents, the rules that were asked for.

What the sources cannot tell (``--on``, a day from the clock) can only be confirmed by who says it again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from checks.profile import Profile
from checks.rulebook import Rulebook
from checks.select import GIVEN, INTEGRITY, TODAY, UnknownRuleError, select
from checks.submission import Submission
from extractor.fact import DocumentKind
from extractor.pipeline import TOLD_KIND
from review.report import RulebookEntry, SubmissionEntry
from review.verify.results import Difference
from review.verify.whole import Whole


@dataclass(frozen=True)
class Told:
    """What of a submission is needed to judge it again."""

    path: str
    on: str | None
    on_reason: str
    kinds: tuple[tuple[DocumentKind, str], ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Days:
    """The day given for all, and the day of the clock; what of them is not confirmed."""

    on: date | None
    today: date
    doubt: Difference | None = None


def told(entry: SubmissionEntry) -> Told:
    """Return what of a submission is needed."""
    kinds = tuple((document.kind, document.kind_reason) for document in entry.documents)
    rules = tuple(finding.rule for finding in entry.findings)
    return Told(entry.path, entry.on, entry.on_reason, kinds, rules)


def days(several: Sequence[Told], typed: date | None, today: date) -> Days:
    """Return the days that held: as typed now, else as the report says, with what that leaves open."""
    reported = _most([one.on for one in several if one.on_reason == GIVEN])
    if reported is not None:
        if typed is not None:
            return Days(typed, today)
        said = f"判断日期由 --on 指定，材料里没有；加 --on {reported} 即可一并核对。"
        return Days(reported, today, _doubt(said, reported))
    clock = _most([one.on for one in several if one.on_reason == TODAY])
    if typed is not None or clock is None or clock == today:
        return Days(None, typed or clock or today)
    if clock > today + timedelta(days=1):
        said = "判断日期取自检查当天，可是这一天还没有到。"
        return Days(None, clock, Difference("failed", "day", said, None, "on", clock.isoformat(), None))
    said = f"判断日期取自检查当天，材料里没有；那天是{clock}的，加 --on {clock} 即可一并核对。"
    return Days(None, clock, _doubt(said, clock))


def _doubt(said: str, day: date) -> Difference:
    return Difference("unchecked", "day", said, None, "on", day.isoformat(), None)


def _most(several: Sequence[str | None]) -> date | None:
    """Return the day that most submissions have, the earlier of two; None where none has a day."""
    found = Counter(day for text in several if text is not None and (day := _day(text)) is not None)
    return min(found, key=lambda day: (-found[day], day)) if found else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def kind_of_all(several: Sequence[Told]) -> DocumentKind | None:
    """Return the kind that was told for every document, None where they were not all told one and the same."""
    kinds = {one for submission in several for one in submission.kinds}
    if len(kinds) == 1:
        ((kind, reason),) = kinds
        return kind if reason == TOLD_KIND else None
    return None


def wanted_for(rules: Sequence[str], report: Whole, books: Mapping[str, Rulebook]) -> tuple[str, ...] | None:
    """Return what ``--rules`` may have said for a submission to be judged by just these rules; None where nothing.

    That is its rulebooks, else the single rules.
    """
    named = tuple(book.id for book in report.rulebooks if book.id != INTEGRITY)
    for wanted in (named, (*named, INTEGRITY), tuple(rules)):
        try:
            chosen = select(Submission("", (), Profile()), books, wanted) if wanted else None
        except UnknownRuleError:
            continue
        if chosen is not None and tuple(item.rule.id for item in chosen.requirements) == tuple(rules):
            return wanted
    return None


def books_compared(
    reported: tuple[RulebookEntry, ...],
    ran: tuple[RulebookEntry, ...],
    books: Mapping[str, Rulebook],
    shipped: frozenset[str],
    rules: frozenset[str],
) -> Iterator[Difference]:
    """Yield what is wrong with the rulebooks that a report lists, against those that ``ran`` now.

    ``shipped`` are the ids of those that came with the program that wrote the report, if it is this very one: they are
    the same here. ``rules`` are those that the findings of the report name.
    """
    own = {book.id: book for book in ran}
    for index, book in enumerate(reported, 1):
        where = f"rulebooks[{book.id}]"
        installed = books.get(book.id)
        if installed is None:
            said = "本机没有这个规则库，按它作出的结论没有核对；可用 --rulebooks 给出。"
            yield Difference("unchecked", "rulebook", said, None, where, book.title, None)
        elif installed.hash != book.hash:
            said = (
                "程序版本相同，规则库的校验值却不同：报告或规则库改动过。"
                if book.id in shipped
                else "规则库版本不同，按它作出的结论没有核对。"
            )
            verdict: Literal["failed", "unchecked"] = "failed" if book.id in shipped else "unchecked"
            yield Difference(verdict, "rulebook", said, None, f"{where}.hash", book.hash, installed.hash)
        elif book.id not in own:
            said = "重新检查没有用到这个规则库。"
            yield Difference("failed", "rulebook", said, None, where, book.title, None)
        elif own[book.id] != book:
            said = "规则库的名称不符。"
            yield Difference("failed", "rulebook", said, None, f"{where}.title", book.title, installed.title)
        elif index > 1 and reported[index - 2].id > book.id:
            yield Difference("failed", "rulebook", "规则库的顺序不符。", None, where)
    listed = {book.id for book in reported}
    elsewhere = not listed <= books.keys()  # then others may have run here in the place of those
    for book in ran:
        named = any(rule.id in rules for rule in books[book.id].rules)
        if book.id not in listed and (named or not elsewhere):
            said = "重新检查用到的规则库，报告没有列出。"
            yield Difference("failed", "rulebook", said, None, f"rulebooks[{book.id}]", None, book.title)
