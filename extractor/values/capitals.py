"""Numbers written as Chinese numerals, and amounts in the capitals of contracts and cheques (大写)."""

from decimal import ROUND_HALF_UP, Decimal

_PLAIN = "零一二三四五六七八九"
_CAPITAL = "零壹贰叁肆伍陆柒捌玖"
_SMALL_PLAIN = ("", "十", "百", "千")
_SMALL_CAPITAL = ("", "拾", "佰", "仟")
_LARGE = ("", "万", "亿", "万亿")
_LIMIT = 10**16


def to_chinese(number: int) -> str:
    """Return a whole number below 10 to the 16th as a Chinese numeral; ValueError beyond.

    >>> to_chinese(10_204), to_chinese(-15), to_chinese(300_000_000)
    ('一万零二百零四', '负十五', '三亿')
    """
    words = _whole(abs(number), _PLAIN, _SMALL_PLAIN)
    if words.startswith("一十"):
        words = words[1:]
    return f"负{words}" if number < 0 else words


def to_capitals(amount: Decimal) -> str:
    """Return an amount in yuan in capitals, 整 where no 分 follows; rounded to 分. ValueError if negative or too large.

    >>> to_capitals(Decimal("3500000"))
    '叁佰伍拾万元整'
    >>> to_capitals(Decimal("8000.05")), to_capitals(Decimal("987654.3"))
    ('捌仟元零伍分', '玖拾捌万柒仟陆佰伍拾肆元叁角整')
    """
    if amount < 0:
        raise ValueError(f"负数没有大写金额：{amount}")
    cents = int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    yuan, cents = divmod(cents, 100)
    tenth, cent = divmod(cents, 10)
    words = f"{_whole(yuan, _CAPITAL, _SMALL_CAPITAL)}元" if yuan or not cents else ""
    if tenth:
        words += f"{_CAPITAL[tenth]}角"
    elif cent and yuan:
        words += "零"
    return words + (f"{_CAPITAL[cent]}分" if cent else "整")


def _whole(number: int, digits: str, small: tuple[str, ...]) -> str:
    if number >= _LIMIT:
        raise ValueError(f"数太大，无法写成中文：{number}")
    if number == 0:
        return digits[0]
    words = ""
    gap = False
    for power in range(3, -1, -1):
        group = number // 10 ** (4 * power) % 10**4
        if group == 0:
            gap = bool(words)
            # 亿 is not said again after 万亿 unless something stands between them.
            if power == 2 and words:
                words, gap = words.removesuffix("亿") + "亿", False
            continue
        if words and (gap or group < 1000):
            words += digits[0]
        large = "万" if power == 3 else _LARGE[power]
        words += _group(group, digits, small) + large
        gap = False
    return words


def _group(group: int, digits: str, small: tuple[str, ...]) -> str:
    words = ""
    zero = False
    for power in range(3, -1, -1):
        digit = group // 10**power % 10
        if digit == 0:
            zero = bool(words)
            continue
        words += (digits[0] if zero else "") + digits[digit] + small[power]
        zero = False
    return words
