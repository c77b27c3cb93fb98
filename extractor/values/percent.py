"""Shares: 5%, 百分之五, 千分之三, 5‰, 三成半, 十二个百分点, 50个基点, 6-8%."""

import re
from decimal import Decimal

from extractor.values.numeral import DIGITS, Numeral, scan
from extractor.values.prepare import DASH, HAN_DIGITS, Prepared, Spanned, carry_back, prepare

_AFTER = re.compile(
    r"(?P<percent>%)|(?P<permille>‰)|(?P<myriad>‱)|(?P<point>个?百分点)|(?P<mil>个?千分点)|(?P<basis>个?(?:基点|BP|bp))"
    r"|(?P<tenth>成)(?:(?P<more>[一二三四五六七八九])(?![一-鿿])|(?P<half>半))?"
    r"(?!果|员|本|功|为|都|交|品|长|绩|熟|人|效|分|语|型|就|像|套|片|群|批|立(?!项)|不变|千|天|因|文|年|册|图|对|组|份|药|见|规|形)"
)
_SIGNS = re.compile(r"[%‰‱成]|分之|百分|千分|基点|BP|bp")  # no share without one of these
_WORTH = {"percent": 2, "permille": 3, "myriad": 4, "point": 2, "mil": 3, "basis": 4, "tenth": 1}
_BEFORE = re.compile(rf"(?<![{HAN_DIGITS}十拾\d百千万佰仟])(?P<base>[百千万佰仟]{{1,3}})分之负?$")
_ALL = re.compile(rf"(?<![{HAN_DIGITS}十拾\d])(?:百分之[百佰](?![{HAN_DIGITS}])|百分百)")
_BASES = {"百": 2, "佰": 2, "千": 3, "仟": 3, "万": 4}
_CONNECT = re.compile(rf"[{DASH}]{{1,2}}|至|到")
_MINUS = re.compile(r"负的?$|(?:^|[^\d%‰A-Za-z)])[-−]$")
_HALF_TENTH = re.compile(r"(?<![一二三四五六七八九十])半成(?![员品分熟])")
_ENCODED = re.compile(r"%[0-9A-Fa-f]?$")
_FREE = re.compile(r"$|[的，。；、,;)）\s以]")


class Percent(Spanned, frozen=True, kw_only=True):
    """A share as a fraction: 5% has ``ratio`` 0.05; ``maximum`` is the upper end of a range."""

    ratio: Decimal
    maximum: Decimal | None = None


class _Share(Spanned, frozen=True, kw_only=True):
    """A share while it is being read; ``shift`` is how many places its sign moves the point, 0 without a sign."""

    numeral: int
    shift: int
    extra: Decimal = Decimal(0)
    spelled: bool = False


def _share(text: str, numerals: tuple[Numeral, ...], index: int) -> _Share | None:
    """Return what the signs around a numeral make of it, None where it is no share."""
    numeral = numerals[index]
    before = _BEFORE.search(text, max(0, numeral.start - 8), numeral.start)
    if before is not None:
        shift = sum(_BASES[char] for char in before["base"])
        return _Share(start=before.start(), end=numeral.end, numeral=index, shift=shift, spelled=True)
    after = _AFTER.match(text, numeral.end)
    if after is None:
        return None
    if _ENCODED.search(text, max(0, numeral.start - 2), numeral.start):
        return None
    sign = next(name for name in _WORTH if after[name])
    extra = Decimal(0)
    if sign == "tenth":
        if numeral.value > 10 or text[numeral.start - 1 : numeral.start] == "第":
            return None
        if after["more"] or after["half"]:
            extra = Decimal(DIGITS[after["more"]] if after["more"] else 5) / 10
    return _Share(start=numeral.start, end=after.end(), numeral=index, shift=_WORTH[sign], extra=extra)


def scan_percents(prepared: Prepared) -> list[Percent]:
    """Return the shares of a prepared text in order, spans in the prepared text."""
    text = prepared.text
    if _SIGNS.search(text) is None:
        return []
    numerals = scan(prepared)
    found = [
        Percent(start=match.start() - bool(sign), end=match.end(), ratio=Decimal(-1 if sign else 1))
        for match in _ALL.finditer(text)
        for sign in [_MINUS.search(text, max(0, match.start() - 3), match.start())]
    ]
    found += [
        Percent(start=match.start(), end=match.end(), ratio=Decimal("0.05")) for match in _HALF_TENTH.finditer(text)
    ]
    skip = -1
    for index, numeral in enumerate(numerals):
        share = _share(text, numerals, index) if index > skip else None
        if share is None or numeral.maximum is not None:
            continue
        value = _ratio(numeral, share)
        upper = _upper(text, numerals, share)
        if upper is not None and upper.ratio > value:
            found.append(Percent(start=share.start, end=upper.end, ratio=value, maximum=upper.ratio))
            skip = index + 1
            continue
        start, lower = _lower(text, numerals, share, value)
        if lower is not None:
            found.append(Percent(start=start, end=share.end, ratio=lower, maximum=value))
            continue
        sign = _MINUS.search(text, max(0, share.start - 3), share.start)
        if sign:
            found.append(Percent(start=sign.end() - 1, end=share.end, ratio=-value))
        else:
            found.append(Percent(start=share.start, end=share.end, ratio=value))
    return sorted(found, key=lambda item: item.start)


def _ratio(numeral: Numeral, share: _Share) -> Decimal:
    return (numeral.value + share.extra).scaleb(-share.shift)


def _upper(text: str, numerals: tuple[Numeral, ...], share: _Share) -> Percent | None:
    """Return the upper end that follows: another share (5%至10%), or a bare number after 百分之 (百分之五至十)."""
    at = share.numeral + 1
    if at >= len(numerals):
        return None
    numeral = numerals[at]
    following = _share(text, numerals, at)
    if following is not None and _CONNECT.fullmatch(text, share.end, following.start):
        return Percent(start=following.start, end=following.end, ratio=_ratio(numeral, following))
    bare = share.spelled and following is None and _FREE.match(text, numeral.end)
    if bare and _CONNECT.fullmatch(text, share.end, numeral.start):
        return Percent(start=numeral.start, end=numeral.end, ratio=numeral.value.scaleb(-share.shift))
    return None


def _lower(text: str, numerals: tuple[Numeral, ...], share: _Share, value: Decimal) -> tuple[int, Decimal | None]:
    """Return start and value of the bare number a range begins with: the 6 of 6-8%."""
    if share.numeral == 0 or share.spelled:
        return 0, None
    numeral = numerals[share.numeral - 1]
    before = text[max(0, numeral.start - 1) : numeral.start]
    if (before.isascii() and before.isalnum()) or before in {".", "-", "/", "%"}:
        return 0, None
    ratio = numeral.value.scaleb(-share.shift)
    if not _CONNECT.fullmatch(text, numeral.end, share.start) or ratio >= value:
        return 0, None
    return numeral.start, ratio


def find_percents(text: str) -> list[Percent]:
    """Return the shares in ``text`` as fractions, in order, spans in ``text``.

    Points of a percentage count as shares (十二个百分点 is 0.12); 三成 is 0.3, but 成立, 成果 and 一成不变 are none.

    >>> [str(p.ratio) for p in find_percents("至少8%，千分之四，七成以上")]
    ['0.08', '0.004', '0.7']
    >>> [(str(p.ratio), str(p.maximum)) for p in find_percents("软件费的3-4%")]
    [('0.03', '0.04')]
    """
    prepared = prepare(text)
    return carry_back(scan_percents(prepared), prepared)
