"""How Word spells a list number in each of its number formats (ST_NumberFormat)."""

from collections.abc import Callable

_HAN = "〇一二三四五六七八九"
_LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def spell(value: int, number_format: str) -> str:
    """Return ``value`` as Word prints it in ``number_format``.

    Outside the range of a format, and for formats of scripts that do not occur in our documents, decimal digits.

    >>> [spell(12, f) for f in ("chineseCounting", "upperRoman", "decimalEnclosedCircle", "decimalZero")]
    ['十二', 'XII', '⑫', '12']
    >>> spell(101, "chineseCountingThousand"), spell(101, "chineseCounting"), spell(28, "lowerLetter")
    ('一百〇一', '一〇一', 'bb')
    """
    speller = _SPELLERS.get(number_format)
    text = speller(value) if speller is not None else None
    return str(value) if text is None else text


def _digits(value: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(value))


def _counting(value: int, digits: str, units: str, zero: str) -> str | None:
    """Spell 1-99999999 with place words; ``units`` are ten, hundred, thousand, ten thousand."""
    if not 0 < value < 100_000_000:
        return digits[0] if value == 0 else None
    high, low = divmod(value, 10_000)
    if high:
        head = (_counting(high, digits, units, zero) or "") + units[3]
        if not low:
            return head
        return head + (zero if low < 1000 else "") + (_counting(low, digits, units, zero) or "")
    text = ""
    gap = False
    for place, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = value // place % 10
        if digit:
            text += (zero if gap and text else "") + digits[digit] + unit
            gap = False
        else:
            gap = True
    return text


def _plain_counting(value: int, digits: str = _HAN, units: str = "十百千万", zero: str = "〇") -> str | None:
    text = _counting(value, digits, units, zero)
    if text is not None and 10 <= value <= 19:
        return text[1:]  # 十二, not 一十二
    return text


def _chinese_counting(value: int) -> str | None:
    # from a hundred on this format gives the bare digits: 一〇一
    return _plain_counting(value) if 0 <= value < 100 else _ideograph_digital(value)


def _japanese_counting(value: int) -> str | None:
    if not 0 < value < 10_000:
        return None
    text = ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            text += (_HAN[digit] if digit > 1 or not unit else "") + unit
    return text


def _roman(value: int) -> str | None:
    if not 0 < value < 4000:
        return None
    text = ""
    for weight, letters in _ROMAN:
        while value >= weight:
            text += letters
            value -= weight
    return text


def _letters(value: int) -> str | None:
    # after z Word doubles the letter: aa, bb
    repeat, letter = divmod(value - 1, 26)
    return chr(ord("a") + letter) * (repeat + 1) if value > 0 and repeat < 30 else None


def _from(first: str, count: int) -> Callable[[int], str | None]:
    return lambda value: chr(ord(first) + value - 1) if 0 < value <= count else None


def _circled(value: int) -> str | None:
    for low, high, first in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if low <= value <= high:
            return chr(ord(first) + value - low)
    return None


def _one_of(characters: str) -> Callable[[int], str | None]:
    return lambda value: characters[value - 1] if 0 < value <= len(characters) else None


def _upper(speller: Callable[[int], str | None]) -> Callable[[int], str | None]:
    def spelled(value: int) -> str | None:
        text = speller(value)
        return None if text is None else text.upper()

    return spelled


def _full_width(value: int) -> str | None:
    return "".join(chr(ord("０") + int(digit)) for digit in str(value)) if value >= 0 else None


def _ideograph_digital(value: int) -> str | None:
    return _digits(value, _HAN) if value >= 0 else None


_SPELLERS: dict[str, Callable[[int], str | None]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",  # a level of bullets has no number of its own, not even inside %1.%2
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "numberInDash": lambda value: f"- {value} -",
    "lowerLetter": _letters,
    "upperLetter": _upper(_letters),
    "lowerRoman": _roman,
    "upperRoman": _upper(_roman),
    "hex": lambda value: f"{value:X}" if value >= 0 else None,
    "chineseCounting": _chinese_counting,
    "taiwaneseCounting": _chinese_counting,
    "chineseCountingThousand": _plain_counting,
    "taiwaneseCountingThousand": _plain_counting,
    "japaneseCounting": _japanese_counting,
    "ideographDigital": _ideograph_digital,
    "taiwaneseDigital": _ideograph_digital,
    "japaneseDigitalTenThousand": _ideograph_digital,
    "chineseLegalSimplified": lambda value: _counting(value, _LEGAL_SIMPLIFIED, "拾佰仟万", "零"),
    "ideographLegalTraditional": lambda value: _counting(value, _LEGAL_TRADITIONAL, "拾佰仟萬", "零"),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "ideographEnclosedCircle": _one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
}
