"""Lengths of time: 24个月, 两年零三个月, 三（3）年, 180个日历天, 10个工作日, 1至3年, 一年半, 半年."""

import re
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from extractor.values.aside import is_aside
from extractor.values.date import tokens
from extractor.values.date_range import ranges
from extractor.values.length import plain
from extractor.values.numeral import Numeral, scan
from extractor.values.prepare import DASH, Prepared, Spanned, carry_back, prepare

# Each unit with the guards that tell it from other words: 5年级, 3周岁, 4天线, 2024年度, 3日元.
_UNIT = re.compile(
    r"[多余来]?(?P<ge>个)?(?:多|余)?(?P<halved>半)?(?:"
    r"(?P<working>(?:有效|法定)?工作[日天]|交易日)"
    r"|(?P<Y>周年|自然年|(?<=个)(?:会计|财务)?年度|年(?![级代检龄版底末初生轻份]|度|[上下]半年|第?[一二三四1-4]季度))"
    r"|(?P<Q>季度)"
    r"|(?P<M>自然月|月(?![初底末份中上下旬度球饼]))"
    r"|(?P<W>自然周|周(?![期岁边围密全末])|星期(?![一二三四五六日天])|礼拜)"
    r"|(?P<D>日历[天日]|自然[天日]|天(?![线津然文])|日(?![元圆币](?!旦)|[报志语均程]|本(?!合同|协议|项目)|常|期(?!间)))"
    r"|(?P<h>小时|钟头|[hH](?![A-Za-z\d]))"
    r"|(?P<ms>毫秒|ms(?![A-Za-z\d]))"
    r"|(?P<m>分钟|分(?=半钟)|min(?:ute)?s?(?![A-Za-z\d]))"
    r"|(?P<s>秒钟?|s(?:ec)?(?![A-Za-z\d/]))"
    r"|(?P<fen>分(?![之一-鿿])|分(?=[零\d一二三四五六七八九十]{1,5}秒))"
    r"|(?P<hour>时(?![一-鿿]))"
    r")(?P<half>半(?![年月天日个小数径导成])钟?)?"
)
_HALF = re.compile(
    r"(?<![大多过一上下前后])半(?P<ge>个)?(?P<unit>年(?![度报检])|月(?![刊度板])|[天日]|小时|钟头|分钟|周(?!期)|星期)"
    r"|(?<=后)半年(?=[内以])|(?<=后)半(?P<ge2>个)月"
)
_HALF_UNITS = {
    "年": "P6M", "月": "P0.5M", "天": "P0.5D", "日": "P0.5D", "小时": "PT30M", "钟头": "PT30M",
    "分钟": "PT30S", "周": "P0.5W", "星期": "P0.5W",
}  # fmt: skip
_CONNECT = re.compile(rf"[{DASH}]{{1,2}}|至|到")
_WORKING = re.compile(r"[(](?:均?[为指]|按)?(?:法定)?工作[日天](?:计算?)?[)]")
_BOUND = re.compile(r"(?:[(]含[^)]{0,3}[)])?以上[,，、]?(?:至|到|且)?")
_BELOW = re.compile(r"(?:[(]含[^)]{0,3}[)])?以下")
_DATE_UNITS = "YMWD"
_ORDER = "YMWDhms"
_UNIT_GROUPS = ("Y", "Q", "M", "W", "D", "h", "ms", "m", "s", "fen", "hour")
_HALVES = {"Y": ("M", Decimal(6)), "h": ("m", Decimal(30)), "m": ("s", Decimal(30))}
_TERM = re.compile(
    r"(?:期限?|周期|时[长间]|为期|满|[延顺]长?|质保|保修|免费|不[少低]于|不超过|至少)(?:期|约定|要求|暂定)?(?:[为是:：]|不[少低]于|不超过)*$"
)
# ( 300) 天, the filled-in field of a form; （3）天 at the head of a line would be a list.
_BRACKETED = re.compile(r"[)\]】](?:日历|自然|个?工作|个)?[年月日天周](?=[^一-鿿]|[内以之后前完的]|$)")
_FIELD = re.compile(r"(?:^|[一-鿿:：])[(\[【]$")
_LISTED_DAY = re.compile(r"[、和及与]$")


class Duration(Spanned, frozen=True, kw_only=True):
    """A length of time as written, in ISO 8601: ``P24M``, ``P2Y3M``, ``P180D``, ``PT4H``.

    ``iso_max`` is the upper end of a range; ``working`` says that working days are counted.
    """

    iso: str
    iso_max: str | None = None
    working: bool = False


class _Length(Struct, frozen=True):
    """A length while it is being read: its amounts by unit, and the numerals it took."""

    start: int
    end: int
    parts: dict[str, Decimal]
    working: bool
    first: int
    upper: dict[str, Decimal] | None = None
    other: "_Length | None" = None


def _iso(parts: dict[str, Decimal]) -> str:
    dates = "".join(f"{plain(parts[unit])}{unit}" for unit in _ORDER if unit in parts and unit in _DATE_UNITS)
    times = "".join(f"{plain(parts[unit])}{unit.upper()}" for unit in _ORDER if unit in parts and unit in "hms")
    return f"P{dates}" + (f"T{times}" if times else "")


def _amounts(unit: str, value: Decimal, *, half: bool) -> dict[str, Decimal]:
    """Return one unit's amount by ISO unit: a quarter is three months, half a year six, half an hour 30 minutes."""
    if unit == "Q":
        return {"M": (value + (Decimal("0.5") if half else 0)) * 3}
    if unit == "ms":
        return {"s": value / 1000}
    if not half:
        return {unit: value}
    if unit in _HALVES:
        lower, share = _HALVES[unit]
        return {unit: value, lower: share}
    return {unit: value + Decimal("0.5")}


class _Scan:
    """One pass over the numerals and halves of a text that stand in no date."""

    def __init__(self, prepared: Prepared) -> None:
        self.text = prepared.text
        self.date_ends: set[int] = set()
        spans = []
        for token in tokens(prepared):
            if token.sure:
                spans.append((token.start, token.end))
                if token.day is not None:
                    self.date_ends.add(token.end)
        spans += [(item.start, item.end) for item in ranges(prepared) if item.first and item.last]
        self.numerals = _outside(scan(prepared), sorted(spans))

    def run(self) -> list[Duration]:
        found: list[Duration] = []
        index = 0
        previous: _Length | None = None
        lengths: list[_Length] = []
        while index < len(self.numerals):
            length, index = self._length(index)
            if length is not None:
                lengths.append(length)
        taken = {at for length in lengths for at in range(length.start, length.end)}
        lengths += [self._half(match) for match in _HALF.finditer(self.text) if match.start() not in taken]
        for length in sorted(lengths, key=lambda item: item.start):
            joined = self._range(previous, length, found)
            if joined is not None:
                found[-1:] = [joined]
                previous = None
                continue
            found.append(self._duration(length))
            previous = length
            if length.other is not None:
                found.append(self._duration(length.other))
                previous = None
        return found

    def _half(self, match: re.Match[str]) -> _Length:
        unit = match["unit"] or match.group()[-1]
        iso = _HALF_UNITS[unit]
        name = iso[-1] if "T" not in iso else iso[-1].lower()
        value = Decimal(iso.strip("PTYMWDHS"))
        return _Length(match.start(), match.end(), {name: value}, working=False, first=-1)

    def _length(self, index: int) -> tuple[_Length | None, int]:
        """Read the length that begins with numeral ``index``; return it, or None, and the next numeral to look at."""
        numeral = self.numerals[index]
        at, inner = self._doubled(index, numeral)
        match = _UNIT.match(self.text, at)
        if match is None or not self._allowed(match, numeral, None):
            return None, index + 1
        after = index + (2 if inner is not None else 1)
        unit = _unit_of(match)
        parts = _amounts(unit, numeral.value, half=bool(match["half"] or match["halved"]))
        upper = None if numeral.maximum is None else _amounts(unit, numeral.maximum, half=bool(match["half"]))
        end = match.end()
        other = None
        if inner is not None and inner.value != numeral.value:
            other = _Length(
                inner.start, end, _amounts(unit, inner.value, half=False), match["working"] is not None, index + 1
            )
        if match["working"] is None:
            while after < len(self.numerals):
                following = self.numerals[after]
                gap = self.text[end : following.start]
                if gap not in {"", "又", "零"}:
                    break
                more = _UNIT.match(self.text, following.end)
                if more is None or more["working"] or not self._allowed(more, following, parts):
                    break
                name = _unit_of(more)
                if name in parts or (not gap and _ORDER.find(name) < max(map(_ORDER.find, parts))):
                    break
                parts |= _amounts(name, following.value, half=bool(more["half"] or more["halved"]))
                end, after = more.end(), after + 1
        said = _WORKING.match(self.text, end) if list(parts) == ["D"] else None
        working = match["working"] is not None or said is not None
        enclosed = inner is None and at != numeral.end
        return _Length(numeral.start - enclosed, end, parts, working, index, upper, other), after

    def _doubled(self, index: int, numeral: Numeral) -> tuple[int, Numeral | None]:
        """Return where the unit begins: after the numeral, or after its repetition in brackets (三（3）年)."""
        text = self.text
        if _BRACKETED.match(text, numeral.end) and text[max(0, numeral.start - 1) : numeral.start] in {"(", "[", "【"}:
            enclosed = _FIELD.search(text, max(0, numeral.start - 2), numeral.start) and not numeral.han
            return (numeral.end + 1 if enclosed else numeral.end), None
        if text[numeral.end : numeral.end + 1] not in {"(", "[", "【"} or index + 1 >= len(self.numerals):
            return numeral.end, None
        inner = self.numerals[index + 1]
        if inner.start == numeral.end + 1 and text[inner.end : inner.end + 1] in {")", "]", "】"}:
            return inner.end + 1, inner
        return numeral.end, None

    def _allowed(self, match: re.Match[str], numeral: Numeral, parts: dict[str, Decimal] | None) -> bool:
        """Say whether a unit that is also another word stands for time here."""
        text = self.text
        if match["fen"]:
            follows = parts is not None and "h" in parts
            return follows or bool(re.match(r"[零\d一二三四五六七八九十]{1,5}秒", text[match.end() : match.end() + 6]))
        if match["hour"]:
            return parts is not None and "D" in parts
        if match["Q"]:
            return match["ge"] is not None
        if len(numeral.digits) > 4 and not numeral.han:
            return False  # 202499日: figures run together, no length of time
        if match["Y"] and numeral.digits and len(numeral.digits) >= 4 and match["ge"] is None:
            return False
        before = text[max(0, numeral.start - 12) : numeral.start]
        if match["M"] and match["ge"] is None and not match["halved"] and parts is None:
            month_of_year = numeral.value <= 12 and numeral.value == int(numeral.value)
            return not month_of_year or (
                bool(_TERM.search(before)) and text[match.end() : match.end() + 1] not in set("前底止")
            )
        if match["D"] and match.group().endswith("日") and parts is None:
            if before.endswith("月"):
                return False
            if _LISTED_DAY.search(before) and numeral.start - 1 in self.date_ends:
                return False
        return True

    def _range(self, before: _Length | None, length: _Length, found: list[Duration]) -> Duration | None:
        """Return the range that ends in ``length``, if the length before it is its lower end."""
        if before is None or not found or before.working != length.working or before.end > length.start:
            return None
        gap = self.text[before.end : length.start]
        bound = _BOUND.fullmatch(gap) and _BELOW.match(self.text, length.end)
        if not _CONNECT.fullmatch(gap) and not bound:
            return None
        end = _BELOW.match(self.text, length.end)
        return Duration(
            start=before.start,
            end=end.end() if bound and end else length.end,
            iso=_iso(before.parts),
            iso_max=_iso(length.parts),
            working=length.working,
        )

    def _duration(self, length: _Length) -> Duration:
        start, lower, upper = length.start, length.parts, length.upper
        bare = self._bare_lower(length) if upper is None else None
        if bare is not None:
            numeral = self.numerals[length.first]
            value = bare.value
            if bare.unit < numeral.unit and value < numeral.value / numeral.unit:
                value *= numeral.unit
            unit, amount = next(iter(length.parts.items()))
            start, lower, upper = bare.start, {unit: value * amount / numeral.value}, length.parts
        return Duration(
            start=start,
            end=length.end,
            iso=_iso(lower),
            iso_max=None if upper is None else _iso(upper),
            working=length.working,
        )

    def _bare_lower(self, length: _Length) -> Numeral | None:
        """Return the numeral without unit that a range begins with: the 6 of 6-12个月."""
        if length.first < 1 or len(length.parts) != 1:
            return None
        lower, upper = self.numerals[length.first - 1], self.numerals[length.first]
        if not _CONNECT.fullmatch(self.text, lower.end, upper.start) or lower.value >= upper.value:
            return None
        before = self.text[max(0, lower.start - 1) : lower.start]
        if (before.isascii() and before.isalnum()) or before in {".", "-", "/"}:
            return None
        return lower


def _unit_of(match: re.Match[str]) -> str:
    if match["working"]:
        return "D"
    name = next(unit for unit in _UNIT_GROUPS if match[unit])
    return {"fen": "m", "hour": "h"}.get(name, name)


def _outside(numerals: tuple[Numeral, ...], spans: list[tuple[int, int]]) -> list[Numeral]:
    """Return the numerals that begin in none of ``spans``, which are sorted."""
    kept = []
    at = 0
    reach = -1
    for numeral in numerals:
        while at < len(spans) and spans[at][0] <= numeral.start:
            reach = max(reach, spans[at][1])
            at += 1
        if numeral.start >= reach:
            kept.append(numeral)
    return kept


@lru_cache(maxsize=64)
def lengths(prepared: Prepared) -> tuple[Duration, ...]:
    """Return every length of time of a prepared text, those included that state no term; spans in the prepared text."""
    return tuple(_Scan(prepared).run())


def find_durations(text: str) -> list[Duration]:
    """Return the lengths of time in ``text`` that can be a term, in order, spans in ``text``.

    Left out are ordinals (第三年), rates (每半年), the past (近三年), experience (2年以上工作经验), round-the-clock
    service (7×24小时) and names of plans (五年规划).

    >>> [(d.iso, d.iso_max) for d in find_durations("质保三（3）年，试运行6-12个月，两年零三个月，半年")]
    [('P3Y', None), ('P6M', 'P12M'), ('P2Y3M', None), ('P6M', None)]
    >>> [(d.iso, d.working) for d in find_durations("收到发票后10个工作日内支付")]
    [('P10D', True)]
    """
    prepared = prepare(text)
    found = [item for item in lengths(prepared) if not is_aside(prepared.text, item.start, item.end)]
    return carry_back(found, prepared)
