"""The working-day calendar: every day of it against chinesecalendar, and the counts that go wrong by hand."""

from datetime import date, timedelta

import pytest
from chinese_calendar import is_workday

from checks.calendar import working_calendar, working_days_between
from tests.checks.calendar_maker import FIRST, FOLDER, LAST, text_of


def test_the_years_have_no_gap() -> None:
    assert working_calendar().years == set(range(FIRST, LAST + 1))


def test_every_day_is_what_the_published_calendar_says() -> None:
    day, last = date(FIRST, 1, 1), date(LAST, 12, 31)
    while day <= last:
        assert working_calendar().is_working(day) is is_workday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", range(FIRST, LAST + 1))
def test_the_files_are_what_the_maker_makes(year: int) -> None:
    assert (FOLDER / f"{year}.yaml").read_text(encoding="utf-8") == text_of(year)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2024-09-27", "2024-09-29", 1),  # a Sunday that is worked
        ("2024-09-27", "2024-10-08", 3),  # the National Day of 2024: 29 and 30 September, 8 October
        ("2024-09-27", "2024-10-12", 7),  # a Saturday that is worked
        ("2024-09-27", "2024-10-13", 7),
        ("2025-01-24", "2025-02-05", 3),  # the Spring Festival of 2025: 26 and 27 January, 5 February
        ("2025-01-24", "2025-02-08", 6),
        ("2025-01-24", "2025-02-09", 6),
        ("2025-03-03", "2025-03-14", 9),
        ("2025-03-03", "2025-03-17", 10),
        ("2025-03-03", "2025-03-03", 0),
        ("2025-03-03", "2025-03-01", 0),
        ("2023-12-29", "2024-01-02", 1),  # over a year's end both sides of which are known
    ],
)
def test_counts(start: str, end: str, count: int) -> None:
    assert working_days_between(date.fromisoformat(start), date.fromisoformat(end)) == count


def test_a_year_outside_is_not_guessed() -> None:
    assert working_days_between(date(LAST, 12, 30), date(LAST + 1, 1, 5)) is None
    assert working_days_between(date(LAST, 12, 28), date(LAST, 12, 31)) is not None
    # the day of the start itself is not counted
    assert working_days_between(date(FIRST - 1, 12, 31), date(FIRST, 1, 2)) == 1
    assert working_days_between(date(FIRST - 1, 12, 30), date(FIRST, 1, 2)) is None
    assert working_days_between(date(1, 1, 1), date(9999, 12, 31)) is None


def test_the_last_day_of_a_term() -> None:
    assert working_calendar().after(date(2025, 3, 3), 10) == date(2025, 3, 17)
    assert working_calendar().after(date(2024, 9, 27), 7) == date(2024, 10, 12)
    assert working_calendar().after(date(LAST, 12, 25), 10) is None
