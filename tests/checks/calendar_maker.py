"""Writes ``lexicons/calendar/<year>.yaml`` from chinesecalendar: ``python tests/checks/calendar_maker.py``."""

from datetime import date, timedelta
from pathlib import Path

from chinese_calendar import constants

FIRST = 2020
LAST = max(constants.holidays).year
FOLDER = Path(__file__).parents[2] / "lexicons" / "calendar"
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}


def stretches(year: int) -> list[tuple[str, date, date]]:
    """Return the holidays of a year as stretches of days off: the names of the feasts in them, first and last day."""
    days = sorted(day for day in constants.holidays if day.year == year)
    found: list[list[date]] = []
    for day in days:
        if found and day - found[-1][-1] == timedelta(days=1):
            found[-1].append(day)
        else:
            found.append([day])
    return [
        ("、".join(dict.fromkeys(NAMES[str(constants.holidays[day])] for day in part)), part[0], part[-1])
        for part in found
    ]


def text_of(year: int) -> str:
    """Return the contents of a year's file."""
    make_up = sorted(day for day in constants.workdays if day.year == year)
    lines = [
        f"year: {year}",
        f"source: 国务院办公厅对{year}年部分节假日的安排",
        "# 放假的日子，连同相接的周末",
        "holidays:",
        *(f"  - {{name: {name}, first: {first}, last: {last}}}" for name, first, last in stretches(year)),
        "# 调休上班的周末",
        "make_up:",
        *(f"  - {day}" for day in make_up),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for wanted in range(FIRST, LAST + 1):
        (FOLDER / f"{wanted}.yaml").write_text(text_of(wanted), encoding="utf-8")
