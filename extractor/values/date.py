"""Calendar days, months and years: 2024年6月3日, 二〇二四年六月, 2024-06-03, 2020.3.2, 20240603, 2011年  月  日.

Years of 民国 (民国113年6月3日) are given in our count.
"""

import re
from calendar import monthrange
from functools import lru_cache

from msgspec import Struct

from extractor.values.numeral import parse_numeral
from extractor.values.prepare import DASH, Prepared, Spanned, carry_back, prepare

_HAN = "一二三四五六七八九壹贰叁肆伍陆柒捌玖"
YEAR = r"(?:19|20|21)\d\d"
MONTH = rf"(?:1[0-2]|0?[1-9]|[零〇]?(?:[一壹]?[十拾][一二壹贰]?|[{_HAN}]))"
DAY = rf"(?:廿[{_HAN}]?|卅一?|[12]\d|3[01]|0?[1-9]|[零〇]?(?:[一二三壹贰叁]?[十拾][{_HAN}]?|[{_HAN}]))"
_HAN_YEAR = rf"[一二壹贰][{_HAN}〇零]{{3}}|[一二两壹贰][千仟](?:[零〇][{_HAN}十拾]{{1,3}}|[{_HAN}][十拾][{_HAN}]?)?"
_SHORT_YEAR = rf"(?<![\d.,，/第{_HAN}十百千万零〇])(?:\d\d(?!\d)|[{_HAN}零〇]{{2}})"
_CODE = r"(?<![A-Za-z\d_./\-])"
# What may follow a dash after a date: a later date, not the rest of a code.
_GOES_ON = rf"{YEAR}(?:[-./年\s，。,;；)]|$)|\d{{1,2}}[./月]"
_TOKEN = re.compile(
    rf"{_CODE}(?P<y1>{YEAR})(?P<sep>[-/.])(?P<m1>1[0-2]|0?[1-9])[-/.](?P<d1>[12]\d|3[01]|0?[1-9])(?![\d年月]|[./][\dA-Za-z]|-(?!{_GOES_ON})\d)"
    rf"|{_CODE}(?P<y2>{YEAR})(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?![\dA-Za-z_.]|-(?!{YEAR}\d{{4}}(?!\d)))"
    rf"|{_CODE}(?P<y3>{YEAR})\s(?P<m3>0[1-9]|1[0-2])\s(?P<d3>0[1-9]|[12]\d|3[01])(?![\d.])"
    rf"|(?:(?:中[华華])?民[国國](?P<roc>\d{{1,3}}|[{_HAN}〇零十拾百佰]{{1,5}})|(?<![\d.])(?P<y4>{YEAR})|(?P<y5>{_HAN_YEAR})|(?P<y6>{_SHORT_YEAR}))年(?!代)"
    rf"(?:的?第(?P<nth>{MONTH})个月|(?P<first>首月)|[度份的]?(?P<m4>{MONTH})月份?(?:(?P<d4>{DAY})[日号])?)?"
    rf"|{_CODE}(?P<y7>{YEAR})(?P<sep7>[-/.])(?P<m7>1[0-2]|0?[1-9])(?![\d号.年个%万亿元]|/[\dA-Za-z]|-(?!{_GOES_ON})[\dA-Za-z])"
    rf"|(?<![\d年个.])(?<!年[度份])(?P<m8>{MONTH})月(?P<d8>{DAY})[日号]"
)
_BLANK = r"[\s_＿xX×*＊\[\]【】□/]{0,10}"
_BLANK_DATE = re.compile(
    rf"年(?P<b1>{_BLANK})(?P<m>{MONTH}(?=[\s_月]))?(?P<b2>{_BLANK})月(?:(?P<b3>{_BLANK})(?P<d>{DAY}(?=[\s_日]))?(?P<b4>{_BLANK})(?P<day>日(?![均期常报志程元])))?"
)
_BLANK_YEAR = re.compile(rf"(?P<y>{YEAR}|20|二[〇零])?(?P<b>{_BLANK})$")
# A year or month whose own part follows is the beginning of a range (2024年上半年, 2024年3-12月, 4月12-19日), and one
# whose months cannot be read (2024年13月) is no year.
_TO = rf"(?:[{DASH}]{{1,2}}|至|到)"
_GOES_FINER = re.compile(
    rf"的?(?:[上下前后]半年|第?[一二三四1-4首](?:(?:季度?)?{_TO}第?[一二三四1-4])?季|[前后头末][一二三四五六七八九十两\d]{{1,2}}个?月"
    rf"|Q[1-4])|[\d{_HAN}十、,和至到{DASH}]{{1,7}}月"
)
_DAY_GOES_FINER = re.compile(rf"{DAY}[日号]?{_TO}{DAY}[日号]")
_RANGE_OF_YEARS = re.compile(rf"{YEAR}{_TO}$")
_NEXT_DAY = re.compile(rf"(?:[、和及与]|以及)(?P<d>{DAY})[日号](?![元圆])")
_WHOLE_YEAR = re.compile(rf"[\s=＝:：]*(?P<y>{YEAR})\s*")


_FIRST_MONTH = re.compile(r"(?<=年)元月")


class Date(Spanned, frozen=True, kw_only=True):
    """A calendar date: ``iso`` is ``2024-06-03``, ``2024-06`` or ``2024``; ``--06-03`` where no year is written.

    ``blank`` says that a form's field was left open (2011年  月  日); ``iso`` then holds what was filled in, or "".
    """

    iso: str
    blank: bool = False


class Token(Struct, frozen=True, kw_only=True):
    """A date as read in a prepared text.

    ``sure`` is False for a year of two digits that could as well be a number of years (24年).
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    blank: bool = False
    sure: bool = True
    separator: str = "年"

    def iso(self) -> str:
        """Return the date in ISO 8601, as far as it is written."""
        return iso_date(self.year, self.month, self.day)


def iso_date(year: int | None, month: int | None, day: int | None) -> str:
    """Return ``2024-06-03``, ``2024-06``, ``2024``, ``--06-03`` or "" for what is known.

    >>> iso_date(2024, 6, None), iso_date(None, 6, 3)
    ('2024-06', '--06-03')
    """
    if year is None:
        return f"--{month:02d}-{day:02d}" if month and day else ""
    text = f"{year:04d}"
    if month:
        text += f"-{month:02d}"
        if day:
            text += f"-{day:02d}"
    return text


def number(written: str | None) -> int | None:
    """Return a year, month or day as written (2024, 二〇二四, 零六, 十二), None for None."""
    if written is None:
        return None
    if written.isdecimal():
        return int(written)
    value = parse_numeral(written)
    return None if value is None else int(value)


def full_year(written: str) -> int | None:
    """Return the year meant: two digits up to 50 are of this century, above of the last.

    >>> full_year("24"), full_year("九八"), full_year("二〇二四")
    (2024, 1998, 2024)
    """
    year = number(written)
    if year is None or len(written) > 2 or written[-1] in "千仟":
        return year
    return year + (2000 if year <= 50 else 1900)


def _since_1911(written: str) -> int | None:
    """Return the year of our count for a year of 民国, whose first is 1912."""
    year = number(written)
    return None if not year else 1911 + year


def valid(year: int | None, month: int | None, day: int | None) -> bool:
    """Say whether the calendar has this date; a date without year may be the 29th of February."""
    if month is not None and not 1 <= month <= 12:
        return False
    if day is None or month is None:
        return True
    return 1 <= day <= monthrange(year or 2024, month)[1]


def _token(match: re.Match[str], text: str) -> Token | None:
    group = match.groupdict()
    start, end = match.span()
    if group["m8"]:
        year, month, day = None, number(group["m8"]), number(group["d8"])
        return Token(start=start, end=end, month=month, day=day) if valid(year, month, day) else None
    sure = True
    names = ("y1", "y2", "y3", "roc", "y4", "y5", "y6", "y7")
    written = next(group[name] for name in names if group[name])
    year = _since_1911(written) if group["roc"] else full_year(written)
    month = number(next((group[name] for name in ("m1", "m2", "m3", "nth", "m4", "m7") if group[name]), None))
    day = number(next((group[name] for name in ("d1", "d2", "d3", "d4") if group[name]), None))
    if group["first"]:
        month = 1
    if year is None or not 1900 <= year < 2200 or not valid(year, month, day):
        return None
    if month is None and not group["y4"] and not group["roc"]:
        whole = start == 0 and end == len(text)
        if group["y6"]:
            sure = written[0] in "0零〇" or (not written.isdecimal() and not _counts(written))
        else:
            sure = len(written) == 4 and written[1] not in "千仟"
        if not sure and not whole:
            return None
    return Token(
        start=start,
        end=end,
        year=year,
        month=month,
        day=day,
        sure=sure,
        separator=group["sep"] or group["sep7"] or "年",
    )


def _counts(written: str) -> bool:
    """Say whether two Han digits before 年 count years: neighbours (七八年), or a unit among them (二十年)."""
    first, second = number(written[0]), number(written[1])
    return first is None or second is None or second == first + 1 or first == 10 or (first, second) == (3, 5)


def _blanks(text: str) -> list[Token]:
    found = []
    for match in _BLANK_DATE.finditer(text):
        head = _BLANK_YEAR.search(text, max(0, match.start() - 14), match.start())
        year = head["y"] if head else None
        month, day = match["m"], match["d"]
        open_year = year is None or len(year) < 4
        if not (month is None or (match["day"] and day is None) or (open_year and head and head["b"].strip())):
            continue
        marks = "".join(match[name] or "" for name in ("b1", "b2", "b3", "b4")).strip()
        if not (match["day"] or marks or year):
            continue
        known = None if open_year else number(year)
        found.append(
            Token(
                start=head.start() if head else match.start(),
                end=match.end(),
                year=known,
                month=number(month) if known else None,
                blank=True,
            )
        )
    return found


@lru_cache(maxsize=64)
def tokens(prepared: Prepared) -> tuple[Token, ...]:
    """Return the dates of a prepared text in order, spans in the prepared text."""
    text = prepared.text
    if "年" not in text and "月" not in text and not re.search(YEAR, text):
        return ()
    blanks = _blanks(text)
    found = list(blanks)
    for match in _TOKEN.finditer(text):
        token = _token(match, text)
        if token and not any(blank.start < token.end and token.start < blank.end for blank in blanks):
            found.append(token)
    whole = _WHOLE_YEAR.fullmatch(text)
    if whole:
        found.append(Token(start=whole.start("y"), end=whole.end("y"), year=int(whole["y"])))
    return tuple(sorted(found, key=lambda token: token.start))


def find_dates(text: str) -> list[Date]:
    """Return the dates in ``text`` in order, spans in ``text``; halves and quarters of a year are date ranges.

    >>> [d.iso for d in find_dates("二〇二二年七月签订，2024.3.2验收，12月30日前付款")]
    ['2022-07', '2024-03-02', '--12-30']
    >>> find_dates("签订日期：2011年  月  日")
    [Date(start=5, end=16, iso='2011', blank=True)]
    """
    prepared = prepare(_FIRST_MONTH.sub("一月", text))
    found: list[Date] = []
    for token in tokens(prepared):
        if not token.blank and _in_range(prepared.text, token):
            continue
        found.append(Date(start=token.start, end=token.end, iso=token.iso(), blank=token.blank))
        found += _listed(prepared.text, token)
    return carry_back(found, prepared)


def _in_range(text: str, token: Token) -> bool:
    """Say whether a token is only the part of a range that is written out."""
    if token.month is None:
        return bool(
            _GOES_FINER.match(text, token.end) or _RANGE_OF_YEARS.search(text, max(0, token.start - 6), token.start)
        )
    return token.day is None and _DAY_GOES_FINER.match(text, token.end) is not None


def _listed(text: str, token: Token) -> list[Date]:
    """Return the further days of a list that names its month once: 2024年6月3日、5日."""
    found: list[Date] = []
    match = _NEXT_DAY.match(text, token.end) if token.day is not None and token.separator == "年" else None
    while match is not None:
        day = number(match["d"])
        if not valid(token.year, token.month, day):
            break
        found.append(Date(start=match.start("d"), end=match.end(), iso=iso_date(token.year, token.month, day)))
        match = _NEXT_DAY.match(text, match.end())
    return found
