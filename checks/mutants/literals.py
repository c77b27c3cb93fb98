"""Figures as they are written in a text: lengths of time, amounts, days. Read by patterns of this module's own.

A variant is made only where such a pattern leaves no doubt; what the extraction makes of a text is not asked.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from extractor.values.numeral import parse_numeral

_HAN = "一二两三四五六七八九十"
_LENGTH = re.compile(
    rf"(?<![\d.年月第至到~～—－–或\-{_HAN}])(?P<number>\d{{1,4}}|[{_HAN}]{{1,3}})(?P<unit>年|个月|个工作日|日历天|天)"
    r"(?![\d月度底初内前后至到~～—－–或\-半])"
)
_ANY_LENGTH = re.compile(rf"[\d{_HAN}半]\s*(?:年|个?月|个工作日|工作日|日历天|天|日|周)")
_MONEY = re.compile(r"(?<![\d.,，])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>万元|元)(?![/／每])")
_ANY_MONEY = re.compile(r"\d\s*(?:万|亿|千)?元|[壹贰叁肆伍陆柒捌玖拾佰仟]|\d\s*(?:万|亿)")
_DATE = re.compile(r"(?<!\d)(?P<year>\d{4})(?:年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日|-(?P<m2>\d{2})-(?P<d2>\d{2})(?!\d))")
_ANY_DATE = re.compile(r"\d{4}\s*[年.\-/]|[〇零一二三四五六七八九]{4}年")
BOUNDED = re.compile(
    "不少于|不低于|不得少于|不得低于|不超过|不多于|不短于|不长于|至少|至多|最多|最少|最长|最短|以上|以下|以内|之内|超过|少于"
    "|低于|高于|多于|不足|满|约|左右|上下|大于|小于|[≥≤><＞＜]|[0-9一二三四五六七八九十][至到~～—–\\-][0-9一二三四五六七八九十]"
)  # fmt: skip
Unit = Literal["年", "个月", "个工作日", "日历天", "天"]


class Length(Struct, frozen=True):
    """A length of time at ``start:end`` of a text; ``months`` is None for days."""

    start: int
    end: int
    number: int
    unit: str

    @property
    def months(self) -> int | None:
        """Return how many months it is; None for a number of days."""
        return self.number * 12 if self.unit == "年" else self.number if self.unit == "个月" else None


class Amount(Struct, frozen=True):
    """An amount at ``start:end`` of a text, in yuan."""

    start: int
    end: int
    yuan: Decimal
    unit: str


class Day(Struct, frozen=True):
    """A day at ``start:end`` of a text."""

    start: int
    end: int
    day: date


def lengths(text: str) -> list[Length]:
    """Return the lengths of time that can be replaced without touching what stands around them.

    >>> [(one.number, one.unit) for one in lengths("质保期为三年，2024年8月起24个月")]
    [(3, '年'), (24, '个月')]
    """
    found = []
    for match in _LENGTH.finditer(text):
        number = parse_numeral(match["number"])
        if number is not None and number == int(number):
            found.append(Length(match.start(), match.end(), int(number), match["unit"]))
    return found


def only_length(text: str) -> Length | None:
    """Return the length of time of a text that has no other, and nothing that bounds it or might be read for one."""
    found = lengths(text)
    if len(found) != 1 or len(_ANY_LENGTH.findall(text)) != 1 or BOUNDED.search(text):
        return None
    return found[0]


def amounts(text: str) -> list[Amount]:
    """Return the amounts in 元 or 万元 of a text.

    >>> [str(one.yuan) for one in amounts("概算12.5万元，其中100,000.00元")]
    ['125000.0', '100000.00']
    """
    return [
        Amount(match.start(), match.end(), Decimal(match["number"].replace(",", "")) * scale, match["unit"])
        for match in _MONEY.finditer(text)
        for scale in (10_000 if match["unit"] == "万元" else 1,)
    ]


def only_amounts(text: str, count: int) -> list[Amount] | None:
    """Return the amounts of a text that has so many and nothing else that might be read for one."""
    found = amounts(text)
    return found if len(found) == count == len(_ANY_MONEY.findall(text)) and not BOUNDED.search(text) else None


def days(text: str) -> list[Day]:
    """Return the full dates of a text.

    >>> [str(one.day) for one in days("2024年6月3日签订，2024-07-01备案")]
    ['2024-06-03', '2024-07-01']
    """
    found = []
    for match in _DATE.finditer(text):
        try:
            day = date(int(match["year"]), int(match["m1"] or match["m2"]), int(match["d1"] or match["d2"]))
        except ValueError:
            continue
        found.append(Day(match.start(), match.end(), day))
    return found


def all_days_full(text: str) -> bool:
    """Tell whether every date of a text is a full one that ``days`` returns."""
    return len(days(text)) == len(_ANY_DATE.findall(text))


def put(text: str, start: int, end: int, new: str) -> str:
    """Return a text with ``start:end`` replaced."""
    return text[:start] + new + text[end:]


def day_words(day: date) -> str:
    """Return a day as documents write it.

    >>> day_words(date(2025, 7, 7))
    '2025年7月7日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def plain(amount: Decimal) -> str:
    """Return a number without needless zeros.

    >>> plain(Decimal("12.50")), plain(Decimal("1E+2"))
    ('12.5', '100')
    """
    return f"{amount.normalize():f}"
