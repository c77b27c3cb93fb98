"""The text the scanners of this package read, and the way back to the text they were given.

The scanners know one script, one width and no white space inside an expression. ``prepare`` folds full width and
traditional forms, repairs the letter O read for a zero, and takes out the spaces that stand inside an expression
(``1 200 万元``, ``三 年``, ``40 %``). Spans are carried back, so callers always get offsets into their own text.
"""

import re
from functools import lru_cache
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

HAN_DIGITS = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
HAN_UNITS = "十百千万亿拾佰仟"
DASHES = "-–—―−~〜∼"
DASH = r"\-–—―−~〜∼"

_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)}
_FULL_WIDTH |= {code: chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_FULL_WIDTH |= {
    ord(wide): narrow for wide, narrow in zip("（）：％．－／＋＝＜＞～＄［］｜", "():%.-/+=<>~$[]|", strict=True)
}
_FULL_WIDTH |= {ord("￥"): "¥", ord("﹪"): "%", ord("﹣"): "-", ord("￡"): "£", ord("円"): "圆", ord("╱"): "/"}
# Only the characters these scanners look for; whole texts are converted elsewhere.
_TRADITIONAL = dict(
    zip(
        map(
            ord,
            "萬億圓個點幾雙對塊爲為兩貳貮參叄陸負時鐘鍾週號後內於過達幣滿開餘間閏個歐鎊銖盧韓無數實際歷員項條臺際價總額單資費級貫",
        ),
        "万亿圆个点几双对块为为两贰贰参叁陆负时钟钟周号后内于过达币满开余间闰个欧镑铢卢韩无数实际历员项条台际价总额单资费级贯",
        strict=True,
    )
)
_TABLE = {**_FULL_WIDTH, **_TRADITIONAL, ord("弍"): "贰", ord("弎"): "叁", ord("玐"): "捌", ord("両"): "两"}
_FOLDED = re.compile("[" + re.escape("".join(map(chr, _TABLE))) + "]")

_SPACE = r"[ \t\u00a0\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]"
_SUSPECT = re.compile(rf"{_SPACE}|\d[OolI]|[{HAN_DIGITS}][○◯0O]|[○◯][{HAN_DIGITS}]|[拾佰仟零]参|参[拾佰仟万亿元圆角分]")
# A figure with the letter O (or l, I) for a digit: only before a unit of value, or in comma groups.
_OCR = re.compile(
    r"(?<![A-Za-z0-9.,_-])\d[\dOolI]*(?:,[\dOolI]{3}(?![\dOolI]))+(?:\.[\dOo]+)?(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9.,_-])\d[\dOolI]*(?:\.[\dOo]+)?(?=[万亿元年个天%])"
)
_OCR_LETTERS = str.maketrans("OolI", "0011")
_HAN_ZERO = re.compile(rf"(?<=[{HAN_DIGITS}])[○◯0O](?=[{HAN_DIGITS}○◯0O年])|[○◯](?=[{HAN_DIGITS}])")
_CAPITAL_THREE = re.compile(
    r"(?<=[拾佰仟零])参(?=[拾佰仟万亿元圆角分整]|$|[^一-鿿])|参(?=[拾佰仟]|[万亿元圆角分][整正壹贰叁肆伍陆柒捌玖零])"
)

_GROUPED = re.compile(
    # 1 200 万元 and 3, 500, 000.00 元, the spaces of a justified line; only before a unit or with cents, where no
    # list of numbers can be meant.
    rf"(?<![\d.,])\d{{1,3}}(?:(?:,{_SPACE}{{0,2}}|{_SPACE})\d{{3}}(?!\d))+"
    rf"(?:\.{_SPACE}?\d{{2}}(?!\d)|(?:\.\d+)?(?={_SPACE}{{0,2}}[万亿元圆]))"
)
# 5 0 0 0 0元: a figure whose digits stand apart.
_APART = re.compile(rf"(?<![\d.,]{_SPACE})(?<![\d.,])\d(?:{_SPACE}\d){{2,}}(?={_SPACE}{{0,2}}[万亿元圆年%])")
_POINT = re.compile(rf"(?<=\d)\.{_SPACE}(?=\d\d{_SPACE}{{0,2}}[元万亿)])")
_RUN = re.compile(rf"{_SPACE}+")
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff")
_GLUE = frozenset("()[]{}<>≤≥=%‰¥$€£:;/×+_·")
_DASHES = frozenset(DASHES)
_DIGIT_CHARS = frozenset(HAN_DIGITS)


class Prepared(Struct, frozen=True):
    """A text made ready. ``offsets`` gives for each of its characters the offset in the source, None if the same."""

    text: str
    source: str
    offsets: tuple[int, ...] | None = None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the source for a non-empty span ``start:end`` of ``text``."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


class Spanned(Struct, frozen=True, kw_only=True):
    """A value found at ``start:end``, half open."""

    start: int
    end: int


S = TypeVar("S", bound=Spanned)


def carry_back(found: list[S], prepared: Prepared) -> list[S]:
    """Return ``found`` with its spans in the source text instead of the prepared one."""
    if prepared.offsets is None:
        return found
    carried = []
    for item in found:
        start, end = prepared.back(item.start, item.end)
        carried.append(replace(item, start=start, end=end))
    return carried


@lru_cache(maxsize=64)
def prepare(text: str) -> Prepared:
    """Return ``text`` as the scanners read it, with the way back.

    >>> ready = prepare("质保期 ３ 年")
    >>> ready.text
    '质保期3年'
    >>> ready.back(3, 5)
    (4, 7)
    >>> prepare("1,2OO,000.00元").text
    '1,200,000.00元'
    """
    folded = text.translate(_TABLE) if _FOLDED.search(text) else text
    if not _SUSPECT.search(folded):
        return Prepared(folded, text)
    folded = _OCR.sub(lambda match: match.group().translate(_OCR_LETTERS), folded)
    folded = _HAN_ZERO.sub("〇", folded)
    folded = _CAPITAL_THREE.sub("叁", folded)
    dropped = _spaces_to_drop(folded)
    if not dropped:
        return Prepared(folded, text)
    kept: list[str] = []
    offsets: list[int] = []
    position = 0
    for start, end in [*dropped, (len(folded), len(folded))]:
        if start > position:
            kept.append(folded[position:start])
            offsets.extend(range(position, start))
        position = max(position, end)
    return Prepared("".join(kept), text, tuple(offsets))


def _spaces_to_drop(text: str) -> list[tuple[int, int]]:
    inside: set[int] = set()
    for match in (*_GROUPED.finditer(text), *_POINT.finditer(text), *_APART.finditer(text)):
        inside.update(match.start() + space.start() for space in _RUN.finditer(match.group()))
    runs = [match.span() for match in _RUN.finditer(text)]
    return [
        (start, end)
        for start, end in runs
        if start in inside or text[start] in _ZERO_WIDTH or _needless(text, start, end)
    ]


def _needless(text: str, start: int, end: int) -> bool:
    """Say whether a run of spaces parts nothing: a neighbour is Han or a sign, or a dash between two values."""
    if start == 0 or end == len(text):
        return False
    left, right = text[start - 1], text[end]
    if left == "\n" or right == "\n":
        return False
    if right in _DASHES or left in _DASHES:
        return _between_values(text, start, end)
    if (left in _DIGIT_CHARS and right.isdecimal()) or (left.isdecimal() and right in _DIGIT_CHARS):
        return False
    return left > "\u2e7f" or right > "\u2e7f" or left in _GLUE or right in _GLUE


def _between_values(text: str, start: int, end: int) -> bool:
    left = text[max(0, start - 4) : start].rstrip(DASHES + " ")[-1:]
    right = text[end : end + 4].lstrip(DASHES + " ")[:1]
    return (left.isalnum() or left in {"%", ")", "]"}) and (right.isalnum() or right in {"¥", "$", "(", "["})
