"""Chinese, Arabic and mixed numerals: 二百五十, 1,234.56万, 2万5千, 叁佰伍拾, 一点二五亿, 二〇二四, 三五百.

Every other scanner of this package starts from the numerals found here, once per text, so each reads a run of digits
once however long it is.
"""

import re
from decimal import Decimal
from functools import lru_cache
from math import prod

from msgspec.structs import replace

from extractor.values.prepare import HAN_DIGITS, HAN_UNITS, Prepared, Spanned, carry_back, prepare

_WRITTEN = ("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
DIGITS = {char: number for number, chars in enumerate(_WRITTEN) for char in chars}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10**4, "亿": 10**8}
_POINT = "点"
# 廿 and 卅 hold their unit.
_TENS = {"廿": 2, "卅": 3}
CAPITALS = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
_ZEROS = "零〇"

LITERAL = r"\d+(?:\.\d+){2,}|\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_HAN = f"[{HAN_DIGITS}{HAN_UNITS}廿卅]"
# 千 before the name of a physical unit is a part of that name.
_PREFIX = r"千(?=[瓦伏赫帕卡克米]|字节|比特)"
_ELEMENT = rf"(?:{LITERAL}|(?!{_PREFIX}){_HAN})"
_DECIMAL = HAN_DIGITS.replace("两", "")
_RUN = re.compile(rf"(?:{LITERAL}|{_HAN})(?:(?:点(?=[\d{_DECIMAL}]))?{_ELEMENT})*")
# 五百余万, 三千多亿, 两个亿; not 三个百分点, 两个万兆口.
_MORE = re.compile(r"(?:[多余来几]个?(?=[百千万亿])|个(?=[万亿]))(?P<unit>[百千万亿]{1,3})(?![分兆])")
_TOKEN = re.compile(rf"{LITERAL}|.")
_PLAN = re.compile(r"十[一二三四五]五(?![个年天人名家台项月条岁])")


class Numeral(Spanned, frozen=True, kw_only=True):
    """A numeral at ``start:end``.

    ``maximum`` is set for the pairs of neighbours that mean a range (三五百 is 300 to 500). ``unit`` is the large unit
    the numeral ends in (10000 in 三百万), 1 where there is none. ``digits`` holds the digits of a numeral written
    without units (二〇二四 gives "2024"), else "". ``capital`` says that it is written in capitals (壹贰叁).
    """

    value: Decimal
    maximum: Decimal | None = None
    unit: int = 1
    digits: str = ""
    han: bool = False
    capital: bool = False
    implied: bool = False


class _Reader:
    """Reads one numeral from left to right: what stands above 亿, below 亿 and below 万, and the digit not yet placed.

    ``choice`` says which of two neighbouring digits counts (三五百: 0 reads 300, 1 reads 500).
    """

    def __init__(self, tokens: list[tuple[int, int, str]], first: int, choice: int) -> None:
        self.tokens = tokens
        self.first = self.index = first
        self.choice = choice
        self.above = self.block = self.part = Decimal(0)
        self.pending: Decimal | None = None
        self.low = 10**13
        self.tail = 1
        self.digits = ""
        self.zero = self.single = self.wan = self.yi = False
        self.counted = self.paired = self.implied = False

    def read(self) -> Decimal | None:
        """Read as far as one numeral goes; return its value, None where only bare units stand here."""
        while self.index < len(self.tokens):
            token = self.tokens[self.index][2]
            if token in DIGITS:
                taken = self._digits()
            elif token[-1].isdecimal():
                taken = self._literal(token)
            elif token in _POINT:
                if self._decimals():
                    continue
                break
            elif token in _TENS:
                taken = self.pending is None and self._tens(token)
            else:
                taken = self._small(token) if UNITS[token] < 10**4 else self._large(token)
            if not taken:
                break
        if not self.counted:
            self.index = max(self.index, self.first + 1)
            return None
        return self.above + self.block + self._section()

    def _section(self) -> Decimal:
        """Return what stands below 万; a last digit without unit counts in the next lower unit (一万三, 四百五)."""
        if self.pending is None:
            return self.part
        short = self.single and self.tail > 10 and not self.zero
        return self.part + self.pending * (self.tail // 10 if short else 1)

    def _text(self, offset: int) -> str:
        at = self.index + offset
        return self.tokens[at][2] if self.first <= at < len(self.tokens) else ""

    def _digits(self) -> bool:
        stop = self.index
        while stop < len(self.tokens) and self.tokens[stop][2] in DIGITS:
            stop += 1
        side = "".join(token for _, _, token in self.tokens[self.index : stop])
        following = self.tokens[stop][2] if stop < len(self.tokens) else ""
        if self.pending is not None:
            return False
        fresh = self.index == self.first
        values = "".join(str(DIGITS[char]) for char in side)
        if fresh:
            self.digits = values
        zeros = len(side) - len(side.lstrip("零〇"))
        taken = zeros + 1
        if len(side) == 2 and _neighbours(values) and not (fresh and following == "点"):
            self.pending = Decimal(values[self.choice])
            self.paired = self.single = True
            taken = 2
        elif fresh and (len(side) > 1 or following == "点") and not (zeros and following in UNITS):
            self.pending = Decimal(values)
            taken = len(side)
        elif zeros == len(side):
            self.zero = True
            self.pending = Decimal(0) if fresh and following not in UNITS and not following[:1].isdecimal() else None
            taken = zeros
        else:
            self.zero = self.zero or zeros > 0
            self.pending = Decimal(values[zeros])
            self.single = True
        self.counted = self.counted or taken > zeros or self.pending is not None
        self.index += taken
        return True

    def _literal(self, token: str) -> bool:
        """Take Arabic digits; after units only where they can count what is left (1万600, 2千零30万)."""
        if self.pending is not None:
            return False
        value = _plain(token)
        if self.index > self.first:
            if value >= (self.low if self.part else self.tail) and self.tail > 1:
                return False
            if "." in token and self._text(1) not in UNITS:
                return False
            self.zero = self.zero or token[0] == "0"
        self.pending = value
        self.single = len(token) == 1
        self.counted = True
        self.index += 1
        return True

    def _small(self, token: str) -> bool:
        """Take 十百千, which stand in falling order and after one digit (not 2024十大工程, not 2024百强)."""
        unit = UNITS[token]
        if unit >= self.low or (self.pending is not None and self.pending >= 10):
            return False
        if unit == 10 and self._text(-1)[-1:].isdecimal():
            return False
        if self.pending is None:
            self.implied = self.implied or (unit > 10 and self.index == self.first)
            self.counted = self.counted or unit == 10
            self.pending = Decimal(1)
        self.part += self.pending * unit
        self._placed(unit)
        return True

    def _tens(self, token: str) -> bool:
        self.pending = Decimal(_TENS[token])
        self.counted = True
        return self._small("十")

    def _large(self, token: str) -> bool:
        """Take 万 and 亿; 万 may follow 万 (四万万), 亿 may follow 万 (一万亿)."""
        unit = UNITS[token]
        section = self._section() if self.pending is None else self.part + self.pending
        if unit == 10**8:
            if self.yi or not self.block + section:
                return False
            self.above, self.block = (self.block + section) * unit, Decimal(0)
            self.yi, self.wan = True, False
        elif not section and self.block and self._text(-1) == "万":
            self.block *= unit
        elif self.wan or not section:
            return False
        else:
            self.block, self.wan = section * unit, True
        self.part = Decimal(0)
        self._placed(unit)
        return True

    def _placed(self, unit: int) -> None:
        self.pending = None
        self.low = self.tail = unit
        self.zero = False
        self.digits = ""
        self.index += 1

    def _decimals(self) -> bool:
        """Take 点 and the digits after it; False for the clock (十点三十分) and where no digits follow."""
        stop = self.index + 1
        digits = ""
        if self._text(1).isdecimal():
            digits, stop = self._text(1), stop + 1
        else:
            while stop < len(self.tokens) and self.tokens[stop][2] in DIGITS and self.tokens[stop][2] != "两":
                digits += str(DIGITS[self.tokens[stop][2]])
                stop += 1
        following = self.tokens[stop][2] if stop < len(self.tokens) else ""
        if not digits or not self.counted or (following in UNITS and UNITS[following] < 10**4):
            return False
        self.pending = self._section() + Decimal(f"0.{digits}")
        self.part = Decimal(0)
        self.single = False
        self.digits = ""
        self.index = stop
        return following in {"万", "亿"}


def _plain(token: str) -> Decimal:
    return Decimal(token.replace(",", "").replace("，", ""))


def _neighbours(pair: str) -> bool:
    """Say whether two digits are spoken together to mean about: 三四, 两三, 三五."""
    return pair[0] != "0" and (int(pair[1]) == int(pair[0]) + 1 or pair == "35")


def _dotted(token: str, start: int) -> list[Numeral]:
    """Return the whole numbers of 1.2.3, which is no decimal."""
    return [
        Numeral(start=start + part.start(), end=start + part.end(), value=Decimal(part.group()), digits=part.group())
        for part in re.finditer(r"\d+", token)
    ]


def _unit(text: str, value: Decimal) -> int:
    """Return the unit a numeral ends in: 亿 and 万 together, else 百 or 千 after a single digit."""
    unit = 1
    for char in reversed(text):
        if char not in "万亿":
            break
        unit *= UNITS[char]
    if unit == 1 and text[-1] in "百佰千仟" and value < UNITS[text[-1]] * 10:
        unit = UNITS[text[-1]]
    return unit


def _read_run(text: str, start: int, end: int) -> list[Numeral]:
    run = text[start:end]
    if run.isdecimal():
        return [Numeral(start=start, end=end, value=Decimal(run), digits=run)]
    if _PLAN.match(text, start) and end - start == 3:
        return []
    tokens = [(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text, start, end)]
    found: list[Numeral] = []
    index = 0
    while index < len(tokens):
        at, _, token = tokens[index]
        if token.count(".") > 1:
            found.extend(_dotted(token, at))
            index += 1
            continue
        reader = _Reader(tokens, index, 0)
        value = reader.read()
        if value is not None:
            stop = tokens[reader.index - 1][1]
            maximum = _Reader(tokens, index, 1).read() if reader.paired else None
            written = text[at:stop]
            found.append(
                Numeral(
                    start=at,
                    end=stop,
                    value=value,
                    maximum=maximum,
                    unit=_unit(written, value),
                    digits=reader.digits or (written if written.isdecimal() else ""),
                    han=not any(char.isdecimal() for char in written),
                    capital=any(char in CAPITALS for char in written),
                    implied=reader.implied,
                )
            )
        index = reader.index
    return found


@lru_cache(maxsize=64)
def scan(prepared: Prepared) -> tuple[Numeral, ...]:
    """Return the numerals of a prepared text, spans in the prepared text; read once for all kinds of values.

    数十 and 几百 are left out: they name no figure.
    """
    text = prepared.text
    found = []
    for run in _RUN.finditer(text):
        for numeral in _read_run(text, run.start(), run.end()):
            if text[numeral.start] in "十拾" and text[max(0, numeral.start - 1) : numeral.start] in {"数", "几"}:
                continue
            more = _MORE.match(text, numeral.end)
            found.append(numeral if more is None else _scaled(numeral, more))
    return tuple(found)


def _scaled(numeral: Numeral, more: re.Match[str]) -> Numeral:
    """Return 五百余万 or 两个亿 as one numeral."""
    unit = prod(UNITS[char] for char in more["unit"])
    maximum = None if numeral.maximum is None else numeral.maximum * unit
    return replace(
        numeral, end=more.end(), value=numeral.value * unit, maximum=maximum, unit=numeral.unit * unit, digits=""
    )


def find_numerals(text: str) -> list[Numeral]:
    """Return every numeral of ``text`` in order, spans in ``text``.

    >>> [str(n.value) for n in find_numerals("接入视频三千八百路，用户4万6千户，投资2,087.15万")]
    ['3800', '46000', '20871500.00']
    >>> [(str(n.value), str(n.maximum)) for n in find_numerals("三五百")]
    [('300', '500')]
    """
    prepared = prepare(text)
    return carry_back(list(scan(prepared)), prepared)


def parse_numeral(text: str) -> Decimal | None:
    """Return the value of ``text`` if all of it is one numeral, else None.

    >>> parse_numeral("四千五百六十九万八千三百一十一亿")
    Decimal('4569831100000000')
    >>> parse_numeral("两台") is None
    True
    """
    found = find_numerals(text)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)):
        return found[0].value
    return None
