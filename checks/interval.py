"""A statement as an interval, and on which side of a limit it lies.

12 months are a year, 365 days are a year, 730 two; there are no 30-day months. What cannot be ordered lies across.
Days are counted in whole calendar days; ``None`` as an end means without end.
"""

import calendar
import re
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from msgspec import Struct

from extractor.fact import Op

Side = Literal["inside", "outside", "across"]

_ISO = re.compile(
    r"P(?:(?P<years>\d+(?:\.\d+)?)Y)?(?:(?P<months>\d+(?:\.\d+)?)M)?(?:(?P<weeks>\d+(?:\.\d+)?)W)?(?:(?P<days>\d+(?:\.\d+)?)D)?(?:T.*)?"
)
# fewest and most days that 0..11 months in a row can have
_FEWEST = (0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334)
_MOST = (0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337)


class Length(Struct, frozen=True):
    """A duration in months and days; ``working`` where its days are working days."""

    months: Decimal
    days: Decimal
    working: bool = False

    def bounds(self) -> tuple[Decimal, Decimal]:
        """Return the fewest and most calendar days it can have; whole years have 365 days each, by convention."""
        low, high = self.days, self.days
        if self.working:
            # 5 working days a week, fewer around the long holidays, more where days are made up
            low, high = self.days * Decimal("1.3"), self.days * Decimal("1.6") + 14
        if self.months % 12 == 0:
            whole = self.months / 12 * 365
            return low + whole, high + whole
        floor = int(self.months.to_integral_value(ROUND_FLOOR))
        ceiling = int(self.months.to_integral_value(ROUND_CEILING))
        fewest = floor // 12 * 365 + _FEWEST[floor % 12]
        most = ceiling // 12 * 366 + _MOST[ceiling % 12]
        return low + fewest, high + most


def parse_length(iso: str, *, working: bool = False) -> Length | None:
    """Read an ISO 8601 duration; None where ``iso`` is none.

    >>> parse_length("P1Y6M").months, parse_length("P12W").days, parse_length("2年") is None
    (Decimal('18'), Decimal('84'), True)
    """
    match = _ISO.fullmatch(iso)
    if match is None or not any(match.groups()):
        return None
    years, months, weeks, days = (Decimal(match[unit] or 0) for unit in ("years", "months", "weeks", "days"))
    return Length(years * 12 + months, weeks * 7 + days, working)


def order(a: Length, b: Length) -> int | None:
    """Return -1, 0 or 1 as ``a`` is shorter, equal or longer than ``b``; None where that cannot be told.

    >>> order(parse_length("P24M"), parse_length("P2Y")), order(parse_length("P730D"), parse_length("P2Y"))
    (0, 0)
    >>> order(parse_length("P182D"), parse_length("P6M")) is None
    True
    """
    if not a.days and not b.days:
        return _sign(a.months - b.months)
    if not a.months and not b.months and a.working == b.working:
        return _sign(a.days - b.days)
    low_a, high_a = a.bounds()
    low_b, high_b = b.bounds()
    if low_a == high_a and low_b == high_b:
        return _sign(low_a - low_b)
    if high_a < low_b:
        return -1
    return 1 if low_a > high_b else None


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def side(op: Op, value: str, value_max: str | None, limit: str, want: Literal[">=", "<="], *,
         working: bool = False) -> Side:  # fmt: skip
    """Tell on which side of ``limit`` (a duration) a stated duration lies: ``want`` is what the rule asks of it.

    >>> side("==", "P24M", None, "P2Y", ">="), side("range", "P1Y", "P3Y", "P2Y", ">=")
    ('inside', 'across')
    >>> side("<", "P2Y", None, "P2Y", ">=")
    'outside'
    """
    bound, low, high = parse_length(limit), parse_length(value, working=working), None
    high = parse_length(value_max or value, working=working)
    if bound is None or low is None or high is None:
        return "across"
    low_order = None if op in ("<=", "<") else order(low, bound)
    high_order = None if op in (">=", ">") else order(high, bound)
    if want == ">=":
        near, far, open_end = low_order, high_order, op == "<"
    else:
        near, far, open_end = _negate(high_order), _negate(low_order), op == ">"
    # near: the end that must be within the limit; far: the end that, if outside, puts all of it outside
    if near is not None and near >= 0:
        return "inside"
    if far is not None and (far < 0 or (far == 0 and open_end)):
        return "outside"
    return "across"


def _negate(number: int | None) -> int | None:
    return None if number is None else -number


def first_day(iso: str) -> date | None:
    """Return the first day that ``2024``, ``2024-07`` or ``2024-07-01`` can mean; None where it is no date."""
    return _day(iso, last=False)


def last_day(iso: str) -> date | None:
    """Return the last day that ``2024``, ``2024-07`` or ``2024-07-31`` can mean; None where it is no date.

    >>> last_day("2024-02")
    datetime.date(2024, 2, 29)
    """
    return _day(iso, last=True)


def _day(iso: str, *, last: bool) -> date | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", iso)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year or (month is not None and not 1 <= month <= 12):
        return None
    month = month or (12 if last else 1)
    if day is None:
        day = calendar.monthrange(year, month)[1] if last else 1
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """Return the corresponding day ``months`` later; the month's last day where there is none.

    >>> add_months(date(2024, 1, 31), 1), add_months(date(2024, 7, 1), 36)
    (datetime.date(2024, 2, 29), datetime.date(2027, 7, 1))
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = min(count // 12, date.max.year), count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def span_side(first: str, last: str, limit: str, want: Literal[">=", "<="]) -> Side:
    """Tell on which side of ``limit`` (whole months) the time from ``first`` to ``last`` lies.

    Months run from their first to their last day; where only years are given, all that they can mean is looked at.

    >>> span_side("2024-07", "2027-06", "P3Y", "<="), span_side("2024-07", "2027-12", "P3Y", "<=")
    ('inside', 'outside')
    >>> span_side("2024", "2027", "P3Y", "<=")
    'across'
    """
    bound = parse_length(limit)
    start, end = first_day(first), last_day(last)
    if bound is None or start is None or end is None or bound.days or bound.months % 1 or end < start:
        return "across"
    months = int(bound.months)
    longest = end <= add_months(start, months)
    if len(first) > 4 and len(last) > 4:
        exact = end >= add_months(start, months)
        met = longest if want == "<=" else exact
        return "inside" if met else "outside"
    latest_start, earliest_end = last_day(first) or start, first_day(last) or end
    shortest = earliest_end <= add_months(latest_start, months)
    if want == "<=":
        return "inside" if longest else ("across" if shortest else "outside")
    return "outside" if longest else ("across" if shortest else "inside")
