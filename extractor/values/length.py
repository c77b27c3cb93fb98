"""Arithmetic on durations as written: 12 months are a year, 365 days are a year; no 30-day months.

Durations are ISO 8601 (``P24M``, ``P2Y6M``, ``P180D``, ``PT4H``).
"""

import re
from decimal import Decimal

_ISO = re.compile(
    r"P(?:(?P<Y>[\d.]+)Y)?(?:(?P<M>[\d.]+)M)?(?:(?P<W>[\d.]+)W)?(?:(?P<D>[\d.]+)D)?"
    r"(?:T(?:(?P<h>[\d.]+)H)?(?:(?P<m>[\d.]+)M)?(?:(?P<s>[\d.]+)S)?)?"
)
# The fewest and the most days that n months in a row can have, leap days left out as in "365 days are a year".
_MONTH_DAYS = (
    (0, 0), (28, 31), (59, 62), (89, 92), (120, 123), (150, 153), (181, 184), (212, 215),
    (242, 245), (273, 276), (303, 306), (334, 337), (365, 365),
)  # fmt: skip


def plain(value: Decimal) -> str:
    """Return a decimal without exponent and without trailing zeros.

    >>> plain(Decimal("1.50")), plain(Decimal("1E+2"))
    ('1.5', '100')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _parts(iso: str) -> tuple[Decimal, Decimal]:
    """Return the months and the days of a duration; ValueError where it is none."""
    match = _ISO.fullmatch(iso)
    if match is None or not any(match.groups()):
        raise ValueError(f"不是期限：{iso}")
    part = {name: Decimal(value or 0) for name, value in match.groupdict().items()}
    seconds = part["h"] * 3600 + part["m"] * 60 + part["s"]
    return part["Y"] * 12 + part["M"], part["W"] * 7 + part["D"] + seconds / 86400


def months(iso: str) -> Decimal | None:
    """Return how many months ``iso`` is, None where days do not make whole years. ValueError for no duration.

    >>> months("P2Y6M"), months("P730D"), months("P180D")
    (Decimal('30'), Decimal('24'), None)
    """
    in_months, in_days = _parts(iso)
    if not in_days:
        return in_months
    years, rest = divmod(in_days, 365)
    return None if rest else in_months + years * 12


def days(iso: str) -> Decimal | None:
    """Return how many days ``iso`` is, None where its months are no whole years. ValueError for no duration.

    >>> days("P2Y"), days("P12W"), days("P6M")
    (Decimal('730'), Decimal('84'), None)
    """
    in_months, in_days = _parts(iso)
    years, rest = divmod(in_months, 12)
    return None if rest else years * 365 + in_days


def compare(first: str, second: str) -> int | None:
    """Return -1, 0 or 1 as ``first`` is shorter, equal or longer; None where it depends on the months meant.

    >>> compare("P24M", "P2Y"), compare("P180D", "P1Y"), compare("P182D", "P6M")
    (0, -1, None)
    """
    for measure in (months, days):
        left, right = measure(first), measure(second)
        if left is not None and right is not None:
            return (left > right) - (left < right)
    low, high = _bounds(first)
    other_low, other_high = _bounds(second)
    if high < other_low:
        return -1
    if low > other_high:
        return 1
    return None


def _bounds(iso: str) -> tuple[Decimal, Decimal]:
    """Return the fewest and the most days a duration can be."""
    in_months, in_days = _parts(iso)
    years, rest = divmod(in_months, 12)
    whole = int(rest)
    share = rest - whole
    least = years * 365 + in_days + _MONTH_DAYS[whole][0] + share * 28
    most = years * 365 + in_days + _MONTH_DAYS[whole][1] + share * 31
    return least, most
