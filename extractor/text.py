"""Normalising Chinese document text, always with a map back to the source's own characters.

What is evened out is what files differ in and readers do not: full and half width, spaces inside numbers and between
Han characters, traditional script, readings in brackets after a character (數(shù)), compatibility characters that PDF
fonts bring, zero-width characters. Every character of the result comes from one character of the source, so a span of
the result is a span of the source.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

import msgspec

from extractor.data import load


class NormalText(msgspec.Struct, frozen=True):
    """Normalised ``text``; ``back[i]`` is the source offset of ``text[i]``, None where each stands at its own place."""

    text: str
    source: str
    back: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open span of the source for the half-open span ``start:end`` of ``text``.

        The source span covers everything between the first and the last character, so it includes what was dropped
        in the middle (spaces, a reading) but nothing before or after.

        >>> n = normalise("质保期 ２ 年")
        >>> n.text, n.source[slice(*n.span(3, 5))]
        ('质保期2年', '２ 年')
        """
        if self.back is None:
            return start, end
        if start >= end:
            at = self.back[start] if start < len(self.back) else len(self.source)
            return at, at
        return self.back[start], self.back[end - 1] + 1


_ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\ufeff\ufffc"
_SPACES = (
    " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\x0b\x0c\r"
)
_KEEP_WIDE = {"，": "，", "；": "；", "！": "！", "？": "？"}  # sentence marks stay apart from 1,000 and a;b
_EXTRA = {
    "\ufffe": "-",  # PDFium's line-end hyphen
    "￥": "¥",
    ";": "；",
    "﹕": ":",
    "∶": ":",
    "﹪": "%",
    "﹣": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "∼": "~",
    "〜": "~",
    "﹒": ".",
    "․": ".",
    "﹙": "(",
    "﹚": ")",
    "［": "[",
    "］": "]",
    "〇": "〇",
    "●": "●",
}
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
_READING = re.compile(r"\([a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ][a-zü]{0,4}\)|\((?:wan|me|ne|de|le|zhe|zi)\)")
# What is left of a text without brackets and colons in full width needs no look at its characters one by one.
_STRANGE = re.compile(
    r"[^\u0021-\u003a\u003c-\u007e\u3400-\u4dbf\u4e00-\u9fff〇、。，；！？《》“”‘’（）：【】〔〕「」『』·…—①-⑳Ⅰ-Ⅻ℃\n]"
)
_LOOSE = re.compile(rf"[\x00-\x09\x0b-\x20{_ZERO_WIDTH}]+|{_READING.pattern}")
# The number of an item before a year: 3. 2025年9月30日前 is no 3.2025 years.
_ITEM_YEAR = re.compile(
    r"(?:(?<=[\n。；;：:，,\s])|^)[0-9０-９]{1,2}[.．](?=\s{0,2}[12１２][09０９][0-9０-９]{2}\s?年)"
)
_LABEL_AHEAD = re.compile(rf"[{_HAN}][{_HAN}{_SPACES}()/（）]{{1,14}}[:：]")
_BLANK_AHEAD = re.compile(r"[年月日天个元万亿%％工周小份次圆]|[)）\]】]|$|\n")
_HAN_RE = re.compile(rf"[{_HAN}]")


@cache
def _width_table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in (*range(0xFF01, 0xFF5F), *range(0xFFE0, 0xFFE7), *range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)):
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char)
        if len(folded) == 1 and folded != char and char not in _KEEP_WIDE:
            table[code] = folded
    for char, folded in _EXTRA.items():
        table[ord(char)] = folded
    for char in _SPACES:
        table[ord(char)] = " "
    return table


@cache
def _converter() -> "object":
    import opencc  # noqa: PLC0415  loading its dictionaries takes time; most documents need none

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=30_000)
def _simplified(char: str) -> str:
    """Return the simplified form of one traditional character, itself where it has none or is in common use.

    著 stays: 著作权 is written with it in both scripts.
    """
    if char == "著":
        return char
    converted = str(_converter().convert(char))  # type: ignore[attr-defined]  # opencc carries no types
    return converted if len(converted) == 1 else char


@lru_cache(maxsize=30_000)
def _only_traditional(char: str) -> bool:
    """Tell whether a character never stands in simplified text: it is outside GB 2312 and has a simplified form."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return _simplified(char) != char
    return False


class _Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    regional_words: dict[str, str]


@cache
def _regional_words() -> tuple[re.Pattern[str], dict[str, str]]:
    words = load("script.yaml", _Script).regional_words
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True)))), words


@lru_cache(maxsize=30_000)
def _outside_gb2312(char: str) -> bool:
    """Tell whether a character is a Han character that GB 2312, the set of simplified text, does not hold."""
    if not "\u4e00" <= char <= "\u9fff":
        return False
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def _may_be_traditional(text: str) -> bool:
    """Tell whether a text has a Han character outside GB 2312; one that has none is left after one pass in C."""
    if text.isascii():
        return False
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return any(_outside_gb2312(char) for char in set(text))
    return False


def to_simplified(text: str) -> str:
    """Return ``text`` in simplified script, of the same length, character for character.

    Characters that never stand in simplified text are always converted; those that stand in both scripts only where
    the text is traditional. In traditional text the words of Taiwan and Hong Kong usage become the mainland's.

    >>> to_simplified("軟體著作權歸乙方，免費維護")
    '软件著作权归乙方，免费维护'
    >>> to_simplified("著作权归乾元公司")
    '著作权归乾元公司'
    """
    if not _may_be_traditional(text):
        return text
    only = {c for c in set(text) if _only_traditional(c)}
    if not only:
        return text
    table = {ord(c): _simplified(c) for c in only}
    if len(only) >= 2:
        table |= {ord(c): _simplified(c) for c in set(text) if _HAN_RE.match(c)}
        pattern, words = _regional_words()
        return pattern.sub(lambda m: words[m.group()], text.translate(table))
    return text.translate(table)


def normalise(source: str) -> NormalText:
    """Normalise a paragraph or cell; see the module's head for what is evened out.

    A long run of spaces that leaves room to write (质保期：      年) becomes one ``_``; a run before another label
    (甲方：…      乙方：…) one space; line breaks stay.

    >>> normalise("合同金额的  45 %  付款，折合 ￥ 193,500. 00 元").text
    '合同金额的45%付款，折合¥193,500.00元'
    >>> normalise("質(zhì)保期18個(gè)月").text
    '质保期18个月'
    >>> normalise("质保期：       年").text
    '质保期:_年'
    >>> normalise("甲方（盖章）：      乙方（盖章）：").text
    '甲方(盖章): 乙方(盖章):'
    >>> normalise("3．2025年9月30日前交付").text
    '3、2025年9月30日前交付'
    """
    numbered = "年" in source and ("." in source or "．" in source) and _ITEM_YEAR.search(source) is not None
    if not numbered and _STRANGE.search(source) is None and not _may_be_traditional(source):
        text = source.replace("（", "(").replace("）", ")").replace("：", ":")
        if text == source or "(" not in text or _READING.search(text) is None:
            return NormalText(text, source)
    folded = to_simplified(source.translate(_width_table()))
    if numbered:
        folded = _ITEM_YEAR.sub(lambda match: match.group()[:-1] + "、", folded)
    kept: list[str] = []
    back: list[int] = []
    position, last = 0, ""
    for match in _LOOSE.finditer(folded):
        start, end = match.span()
        reading = folded[start] == "("
        if reading and not (start and _HAN_RE.match(folded[start - 1])):
            continue
        if start > position:
            kept.append(folded[position:start])
            back.extend(range(position, start))
            last = folded[start - 1]
        position = end
        if reading:
            continue
        for at, char in _spaces(folded, source, start, end, last):
            kept.append(char)
            back.append(at)
            last = char
    if not kept and position == 0:
        return NormalText(folded, source)
    kept.append(folded[position:])
    back.extend(range(position, len(folded)))
    text = "".join(kept)
    return NormalText(text, source, None if text == source else tuple(back))


def _spaces(folded: str, source: str, start: int, end: int, last: str) -> Iterator[tuple[int, str]]:
    """Yield what is kept of the spaces and invisible characters ``start:end``, behind the kept character ``last``."""
    position = start
    while position < end:
        if folded[position] != " ":
            position += 1
            continue
        stop = position
        while stop < end and (folded[stop] == " " or folded[stop] in _ZERO_WIDTH):
            stop += 1
        kept = _space(folded, source, position, stop, last)
        if kept:
            yield position, kept
            last = kept
        position = stop


def _space(folded: str, source: str, start: int, end: int, before: str) -> str:
    """Return what a run of spaces ``start:end`` stands for: nothing, one space, or ``_`` for room to write."""
    after = folded[end] if end < len(folded) else ""
    width = sum(2 if source[i] in "\u3000\t" else 1 for i in range(start, end))
    if not before or before == "\n":
        return "_" if width >= 4 and after in ("年", "月", "日", "元", "个") else ""
    if width >= 2 and _LABEL_AHEAD.match(folded, end):
        return " "
    room = width >= 3 and (before in ":：¥_" or (not before.isascii() and before not in "，。；、"))
    if room and _BLANK_AHEAD.match(folded, end) and before not in "年月":
        return "_"
    if not after or after == "\n":
        return ""
    if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
        return " "
    if before.isascii() and after.isascii() and not (before in ".,%(:¥" or after in ".,%)"):
        return " "
    return ""
