"""Stretches of the calendar: 2024年3月—12月, 2024.3.1～2024.6.30, 2024-2026年, 2024年上半年, 自2024年6月1日起."""

import re
from functools import lru_cache

from extractor.values.date import DAY, MONTH, YEAR, Token, full_year, iso_date, number, tokens, valid
from extractor.values.prepare import DASH, Prepared, Spanned, carry_back, prepare

_TO = rf"(?:[{DASH}]{{1,2}}|至|到)"
_CLOCK = r"(?:\s?(?:上午|下午|晚上?)?\d{1,2}(?:(?:[:：]\d\d){1,2}|[时点](?:\d{1,2}分|整)?))?"
_JOIN = re.compile(rf"{_CLOCK}(?:[(]?含[)])?(?:[日号]?(?:起|开始))?[,，]?(?:(?P<to>{_TO})|(?P<and>[和与]))(?:于)?")
_BETWEEN = re.compile(r"(?:之间|间|期间)")
_MONTHS = re.compile(rf"(?P<a>{MONTH})月?{_TO}(?P<b>{MONTH})月份?(?![\d日])(?!{DAY}[日号])")
_DAYS = re.compile(rf"(?P<a>{DAY})[日号]?{_TO}(?P<b>{DAY})[日号]")
_RIGHT = re.compile(
    rf"(?:(?P<next>次年|翌年|第二年|下一年)|(?P<same>同年|当年))?度?(?P<m>{MONTH})月份?(?:(?P<d>{DAY})[日号])?|(?P<only>{DAY})[日号]"
)
_DOTTED_RIGHT = re.compile(r"(?P<m>1[0-2]|0?[1-9])[-/.](?P<d>[12]\d|3[01]|0?[1-9])(?![\d.年月]|[-/]\d)")
_NUMERIC_RIGHT = re.compile(
    rf"(?P<y0>{YEAR})(?P<m0>0[1-9]|1[0-2])(?P<d0>[0-3]\d)(?!\d)|(?P<y>{YEAR})(?:[-/.](?P<m>1[0-2]|0?[1-9])(?:[-/.](?P<d>[12]\d|3[01]|0?[1-9]))?)?(?![\d.年]|[-/]\d)"
)
_MONTH_RIGHT = re.compile(rf"(?P<m>{MONTH})月")
_BARE = re.compile(
    rf"(?<![\d.A-Za-z/_\-])(?P<a>{YEAR})(?P<nian>年?){_TO}(?P<b>{YEAR}|\d\d(?=年))(?![\d.]|-\d)(?P<end>年(?:度)?)?"
)
_BARE_BEFORE = re.compile(r"(?:从|自|期间?|时间|年限|年度|周期|[(（“\"：:])$")
_CODE_BEFORE = re.compile(r"(?:号|编号|电话|传真|转|标准|GB|GB/T|DB|T|ISO|IEC|版本)[:：\s]?$")
_PART = re.compile(
    rf"的?(?:(?P<half>[上下前后])半年|第?(?P<q>[一二三四1-4首])(?:(?:季度?)?{_TO}第?(?P<q2>[一二三四1-4])季度?|季度?)|Q(?P<q3>[1-4])|(?P<edge>[前后头末])(?P<n>[一二三四五六七八九十两\d]{{1,2}})个?月)"
)
_SINCE_BEFORE = re.compile(r"(?:自|自从|从|始于|不早于|[早最]早于?)$")
_SINCE_AFTER = re.compile(r"(?:当?日)?(?:[及或含]?(?:以|之)后|起|开始|以来|后(?![期续备缀])|至今)")
_UNTIL_BEFORE = re.compile(r"(?:截[止至](?:到|于|至)?|[直]?至|不晚于|不迟于|最[晚迟]于?)$")
_UNTIL_AFTER = re.compile(r"(?:当?日)?(?:[底末])?(?:或者?|及|含)?(?:以前|之前|前(?![期述款置端])|止|为止)")


class DateRange(Spanned, frozen=True, kw_only=True):
    """A stretch of the calendar from ``first`` to ``last``, both included, each an ISO date, month or year.

    An open end is None. What is written backwards stays so (2026-12 to 2024-03): that is a defect of the text.
    """

    first: str | None
    last: str | None


def _right(prepared: Prepared, left: Token, at: int, starting: dict[int, Token]) -> tuple[str, int] | None:
    """Return the later date that begins at ``at``, what it leaves out taken from ``left``, and its end."""
    text = prepared.text
    token = starting.get(at)
    if token is not None and token.year is not None and not token.blank:
        part = _PART.match(text, token.end) if token.month is None else None
        if part:
            return iso_date(token.year, _part(part)[1], None), part.end()
        return token.iso(), token.end
    year, month, day = left.year, left.month, left.day
    if left.separator != "年" and day is not None:
        dotted = _DOTTED_RIGHT.match(text, at)
        if dotted:
            month, day = int(dotted["m"]), int(dotted["d"])
            return (iso_date(year, month, day), dotted.end()) if valid(year, month, day) else None
    numeric = _NUMERIC_RIGHT.match(text, at)
    if numeric:
        year = int(numeric["y"] or numeric["y0"])
        month, day = number(numeric["m"] or numeric["m0"]), number(numeric["d"] or numeric["d0"])
        return (iso_date(year, month, day), numeric.end()) if valid(year, month, day) else None
    match = _RIGHT.match(text, at)
    if match and year is not None:
        if match["only"]:
            if day is None:
                return None
            day = number(match["only"])
        else:
            month, day = number(match["m"]), number(match["d"])
            year += bool(match["next"])
        return (iso_date(year, month, day), match.end()) if valid(year, month, day) else None
    return None


def _part(match: re.Match[str]) -> tuple[int, int]:
    """Return the first and last month of a half, a quarter or the first months of a year."""
    if match["half"]:
        return (1, 6) if match["half"] in "上前" else (7, 12)
    if match["n"]:
        count = min(number(match["n"]) or 12, 12)
        return (1, count) if match["edge"] in "前头" else (13 - count, 12)
    quarter = match["q"] or match["q3"]
    first = 1 if quarter == "首" else number(quarter) or 1
    last = (number(match["q2"]) or first) if match["q2"] else first
    return first * 3 - 2, last * 3


def _after_year(prepared: Prepared, token: Token, starting: dict[int, Token]) -> DateRange | None:
    """Return the range that follows a year or month with its own first part left out: 2024年3-12月, 4月12-19日."""
    text, year = prepared.text, token.year
    if year is None or token.day is not None or token.separator != "年":
        return None
    if token.month is None:
        part = _PART.match(text, token.end)
        if part:
            first, last = _part(part)
            end, until = part.end(), iso_date(year, last, None)
            join = _JOIN.match(text, end)
            right = _right(prepared, token, join.end(), starting) if join and join["to"] else None
            if right is not None:
                until, end = right
            return DateRange(start=token.start, end=end, first=iso_date(year, first, None), last=until)
        spread = _MONTHS.match(text, token.end)
        if spread:
            first_month, last_month = number(spread["a"]), number(spread["b"])
            return DateRange(
                start=token.start,
                end=spread.end(),
                first=iso_date(year, first_month, None),
                last=iso_date(year, last_month, None),
            )
        return None
    spread = _DAYS.match(text, token.end)
    if spread and valid(year, token.month, number(spread["a"])) and valid(year, token.month, number(spread["b"])):
        return DateRange(
            start=token.start,
            end=spread.end(),
            first=iso_date(year, token.month, number(spread["a"])),
            last=iso_date(year, token.month, number(spread["b"])),
        )
    return None


def _closed(prepared: Prepared, token: Token, starting: dict[int, Token]) -> DateRange | None:
    join = _JOIN.match(prepared.text, token.end)
    if join is None or token.year is None or token.blank:
        return None
    right = _right(prepared, token, join.end(), starting)
    if right is None:
        return None
    last, end = right
    between = _BETWEEN.match(prepared.text, end)
    if join["and"] and not between:
        return None
    return DateRange(start=token.start, end=end, first=token.iso(), last=last)


def _open(prepared: Prepared, token: Token) -> DateRange | None:
    text = prepared.text
    if token.year is None or token.blank:
        return None
    before = text[max(0, token.start - 5) : token.start]
    until = _UNTIL_AFTER.match(text, token.end)
    if until or _UNTIL_BEFORE.search(before):
        return DateRange(start=token.start, end=until.end() if until else token.end, first=None, last=token.iso())
    since = _SINCE_AFTER.match(text, token.end)
    if since or _SINCE_BEFORE.search(before):
        return DateRange(start=token.start, end=since.end() if since else token.end, first=token.iso(), last=None)
    return None


def _bare(prepared: Prepared) -> list[DateRange]:
    """Return the ranges of two years: 2024-2026年; without 年 only where the words before speak of time."""
    found = []
    text = prepared.text
    for match in _BARE.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        first, last = int(match["a"]), full_year(match["b"])
        if last is None or _CODE_BEFORE.search(before):
            continue
        whole = match.group() == text.strip()
        plausible = first < last <= first + 30 and (whole or _BARE_BEFORE.search(before))
        if match["end"] or match["nian"] or plausible:
            month = _MONTH_RIGHT.match(text, match.end()) if match["end"] == "年" else None
            found.append(
                DateRange(
                    start=match.start(),
                    end=month.end() if month else match.end(),
                    first=str(first),
                    last=iso_date(last, number(month["m"]) if month else None, None),
                )
            )
    return found


@lru_cache(maxsize=64)
def ranges(prepared: Prepared) -> tuple[DateRange, ...]:
    """Return the date ranges of a prepared text in order, spans in the prepared text."""
    found = _bare(prepared)
    dates = tokens(prepared)
    starting = {token.start: token for token in dates}
    taken = [(item.start, item.end) for item in found]
    for token in dates:
        if any(start <= token.start < end for start, end in taken[-3:]):
            continue
        item = _after_year(prepared, token, starting) or _closed(prepared, token, starting) or _open(prepared, token)
        if item is not None:
            found.append(item)
            taken.append((item.start, item.end))
    return tuple(sorted(found, key=lambda item: item.start))


def find_date_ranges(text: str) -> list[DateRange]:
    """Return the stretches of time between dates in ``text`` in order, spans in ``text``.

    >>> [(r.first, r.last) for r in find_date_ranges("2031年2月1日至5月31日，2031年10月至次年2月")]
    [('2031-02-01', '2031-05-31'), ('2031-10', '2032-02')]
    >>> [(r.first, r.last) for r in find_date_ranges("2024年12月31日前完成")]
    [(None, '2024-12-31')]
    """
    prepared = prepare(text)
    return carry_back(list(ranges(prepared)), prepared)
