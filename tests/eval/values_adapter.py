"""What the value scanners find, in the normal forms of a scorer: one string for each value."""

from decimal import Decimal

from extractor.values import (
    distinct,
    find_comparisons,
    find_date_ranges,
    find_dates,
    find_durations,
    find_money,
    find_numbers,
    find_percents,
)


def _plain(value: Decimal) -> str:
    return format(value, "f")


def _range(value: Decimal, maximum: Decimal | None) -> str:
    return _plain(value) if maximum is None else f"{_plain(value)}..{_plain(maximum)}"


def _money(text: str) -> list[str]:
    return [f"{_range(m.amount, m.maximum)} {m.currency}" for m in distinct(find_money(text))]


def _date(text: str) -> list[str]:
    return [d.iso for d in find_dates(text) if not d.blank and not d.iso.startswith("--")]


def _date_range(text: str) -> list[str]:
    return [f"{r.first or '..'}/{r.last or '..'}" for r in find_date_ranges(text)]


def _duration(text: str) -> list[str]:
    return [
        (d.iso if d.iso_max is None else f"{d.iso}..{d.iso_max}") + ("/workday" if d.working else "")
        for d in find_durations(text)
    ]


def _percent(text: str) -> list[str]:
    return [_range(p.ratio, p.maximum) for p in find_percents(text)]


def _number(text: str) -> list[str]:
    return [_range(n.value, n.maximum) for n in find_numbers(text)]


def _comparison(text: str) -> list[str]:
    return [f"{c.op} {c.value}{'/workday' if c.working else ''} {c.unit}".rstrip() for c in find_comparisons(text)]


_KINDS = {
    "comparison": _comparison,
    "number": _number,
    "money": _money,
    "duration": _duration,
    "percent": _percent,
    "date": _date,
    "date_range": _date_range,
}


def find(text: str, kind: str) -> list[str] | None:
    """Return the values of one kind in ``text``, or None for a kind that is not read."""
    scanner = _KINDS.get(kind)
    return None if scanner is None else scanner(text)
