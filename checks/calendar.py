"""The working days of the State Council's holiday arrangements: ``lexicons/calendar``, one file a year.

A working day is a Monday to Friday that is no holiday, or a weekend day that is made up. Of a year that has no file
nothing is known: what is counted into it is None, never a guess.
"""

from datetime import date, timedelta
from functools import cache

from msgspec import Struct

from extractor.data import load_folder

_SATURDAY = 5
_LONGEST = 10 * 366


class Holiday(Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of days off, both ends included, with the name of its feast."""

    name: str
    first: str
    last: str


class Year(Struct, frozen=True, forbid_unknown_fields=True):
    """A year's arrangement: its holidays and the weekend days on which work is made up."""

    year: int
    source: str
    holidays: tuple[Holiday, ...]
    make_up: tuple[str, ...] = ()


class WorkingCalendar:
    """The years that are known, with the days that differ from the week."""

    def __init__(self, years: tuple[Year, ...]) -> None:
        self.years = frozenset(year.year for year in years)
        self._make_up = frozenset(date.fromisoformat(day) for year in years for day in year.make_up)
        self._off = frozenset(day for year in years for holiday in year.holidays for day in _days(holiday))

    def knows(self, day: date) -> bool:
        """Tell whether the arrangement of the day's year is known."""
        return day.year in self.years

    def is_working(self, day: date) -> bool | None:
        """Tell whether a day is a working day; None where its year is not known."""
        if not self.knows(day):
            return None
        return day in self._make_up or (day.weekday() < _SATURDAY and day not in self._off)

    def between(self, start: date, end: date) -> int | None:
        """Return how many working days there are after ``start`` up to and with ``end``; 0 where ``end`` is no later.

        None where any day counted is of a year that is not known.
        """
        count = 0
        if (end - start).days > _LONGEST:
            return None
        for number in range(1, (end - start).days + 1):
            working = self.is_working(start + timedelta(days=number))
            if working is None:
                return None
            count += working
        return count

    def after(self, start: date, count: int) -> date | None:
        """Return the ``count``-th working day after ``start``, the last day of such a term; None where not known."""
        day = start
        while count > 0:
            day += timedelta(days=1)
            working = self.is_working(day)
            if working is None:
                return None
            count -= working
        return day

    def span_words(self) -> str:
        """Return which years are known, for a sentence."""
        return f"{min(self.years)}至{max(self.years)}年" if self.years else "没有任何年份"


def _days(holiday: Holiday) -> list[date]:
    first, last = date.fromisoformat(holiday.first), date.fromisoformat(holiday.last)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@cache
def working_calendar() -> WorkingCalendar:
    """Return the calendar of the package's own data."""
    return WorkingCalendar(load_folder("calendar", Year))


def working_days_between(start: date, end: date) -> int | None:
    """Return how many working days there are after ``start`` up to and with ``end``: the day after is the first.

    None where a day of them is of a year whose arrangement is not known; 0 where ``end`` is not after ``start``.

    >>> working_days_between(date(2024, 9, 27), date(2024, 10, 12))
    7
    >>> working_days_between(date(2019, 12, 30), date(2020, 1, 2)) is None
    True
    """
    return working_calendar().between(start, end)
