"""Days on the last day of a term, just before and just after; two days in order, on one day, and the other way round.

Working days are counted in July and August, where no public holiday and no make-up day falls in any year.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from checks.interval import add_months, parse_length
from checks.mutants.boundary import limit_of
from checks.mutants.literals import Day, all_days_full, day_words, days, put
from checks.mutants.seed import Mutant, Seed
from checks.rule import Example
from checks.verbs.in_order import InOrder
from checks.verbs.within_days import WithinDays

MONDAY = date(2025, 7, 7)
_LONGEST = 35  # working days from that Monday that still end in August


class Two(Struct, frozen=True):
    """The only two days of an example: which document each stands in, and where."""

    first: tuple[int, Day]
    second: tuple[int, Day]


def mutants(seed: Seed) -> Iterator[Mutant]:
    """Yield the seed with its two days moved."""
    check = seed.item.rule.check
    if seed.kind not in ("pass", "fail") or any(document.unread is not None for document in seed.documents):
        return
    if isinstance(check, WithinDays):
        two = _two(seed, check.start, check.end)
        if two is not None and not seed.facts(check.period):
            yield from _term(seed, check, two)
    elif isinstance(check, InOrder) and len(check.steps) == 2:
        two = _two(seed, check.steps[0].facts, check.steps[1].facts)
        if two is not None:
            yield from _order(seed, check, two)


def _two(seed: Seed, first: tuple[str, ...], second: tuple[str, ...]) -> Two | None:
    """Return the two days of an example, the one of ``first`` before that of ``second``; None where there are others.

    Which is which is told by the facts that the example was judged on.
    """
    found = [(at, day) for at, document in enumerate(seed.documents) for day in days(document.text)]
    if len(found) != 2 or not all(all_days_full(document.text) for document in seed.documents):
        return None
    ones = {fact.value for fact in seed.facts(first)}
    others = {fact.value for fact in seed.facts(second)}
    if len(ones) != 1 or len(others) != 1 or ones == others:
        return None
    by_day = {day.day.isoformat(): (at, day) for at, day in found}
    one, other = by_day.get(ones.pop() or ""), by_day.get(others.pop() or "")
    return Two(one, other) if one and other else None


def _term(seed: Seed, check: WithinDays, two: Two) -> Iterator[Mutant]:
    limit = parse_length(limit_of(seed) or "")
    if limit is None or check.least is not None or check.both_days:
        return
    last = _last_day(check.days, int(limit.days), int(limit.months))
    if last is None:
        return
    at_most = check.bound == "at_most"
    for shift, where in ((0, "最后一天"), (-1, "最后一天之前"), (1, "最后一天之后")):
        end = _moved(last, shift, working=check.days == "working")
        met = shift <= 0 if at_most else shift >= 0
        example = _dated(seed, two, MONDAY, end)
        change = f"自{day_words(MONDAY)}起，至{day_words(end)}（{where}）"
        if met:
            yield Mutant("boundary", change, example, ("pass",), "meets-limit")
        else:
            yield Mutant("boundary", change, example, *seed.breach("late" if at_most else "below-limit"))


def _last_day(unit: str, count: int, months: int) -> date | None:
    if unit == "months":
        return add_months(MONDAY, months) if months else None
    if unit == "calendar":
        return MONDAY + timedelta(days=count) if count else None
    return _moved(MONDAY, count, working=True) if 0 < count < _LONGEST else None


def _moved(day: date, count: int, *, working: bool) -> date:
    """Return the day so many days (or working days) later, or earlier."""
    step = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day += timedelta(days=step)
        while working and day.weekday() >= 5:
            day += timedelta(days=step)
    return day


def _order(seed: Seed, check: InOrder, two: Two) -> Iterator[Mutant]:
    day = MONDAY + timedelta(days=9)
    yield Mutant("boundary", "先后两天", _dated(seed, two, MONDAY, day), ("pass",), "consistent")
    yield Mutant("boundary", "先后颠倒", _dated(seed, two, day, MONDAY), *seed.breach("late"))
    eve = day - timedelta(days=1)
    yield Mutant("boundary", "差一天颠倒", _dated(seed, two, day, eve), *seed.breach("late"))
    same = _dated(seed, two, day, day)
    if check.strict:
        yield Mutant("boundary", "同一天", same, *seed.breach("late"))
    else:
        yield Mutant("boundary", "同一天", same, ("pass",), "consistent")


def _dated(seed: Seed, two: Two, first: date, second: date) -> Example:
    """Return the example with other days in place of its own."""
    documents = list(seed.documents)
    for (at, old), new in sorted(((two.first, first), (two.second, second)), key=lambda one: -one[0][1].start):
        text = put(documents[at].text, old.start, old.end, day_words(new))
        documents[at] = replace(documents[at], text=text)
    return seed.with_documents(tuple(documents))
