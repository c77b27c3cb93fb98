"""Values as a person reads them in Chinese."""

import re
from decimal import Decimal, InvalidOperation

from checks.vocabulary import HOLDER_NAMES
from extractor.fact import Fact, Holder, Op

_PREFIX: dict[Op, str] = {"==": "", ">=": "不少于", "<=": "不超过", ">": "超过", "<": "不足", "range": ""}
_UNITS = {"Y": "年", "M": "个月", "W": "周", "D": "天"}
_LENGTH = re.compile(r"P(?:[\d.]+[YMWD])+")


def value_words(value: str, *, working: bool = False) -> str:
    """Return a value in the normal form of the contract as Chinese words.

    >>> value_words("P2Y"), value_words("P24M"), value_words("P1Y6M"), value_words("P10D", working=True)
    ('2年', '24个月', '1年6个月', '10个工作日')
    >>> value_words("2024-07-01"), value_words("2024-07/2027-12"), value_words("1500000.00"), value_words("0.05")
    ('2024年7月1日', '2024年7月至2027年12月', '150万元', '5%')
    """
    if _LENGTH.fullmatch(value):
        units = {**_UNITS, "D": "个工作日"} if working else _UNITS
        return "".join(f"{number}{units[unit]}" for number, unit in re.findall(r"([\d.]+)([YMWD])", value))
    if "/" in value:
        first, last = value.split("/", 1)
        return f"{_date(first) or '（未写明）'}至{_date(last) or '（未写明）'}"
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", value):
        return _date(value)
    if re.fullmatch(r"-?\d+\.\d{2}", value) and not re.fullmatch(r"0\.\d{2}", value):
        return money_words(value)
    try:
        return f"{(Decimal(value) * 100).normalize():f}%"
    except InvalidOperation:
        return value


def money_words(value: str) -> str:
    """Return an amount of yuan, in 万元 where that is exact and short.

    >>> money_words("1500000.00"), money_words("1234567.89"), money_words("0.50")
    ('150万元', '1234567.89元', '0.5元')
    """
    amount = Decimal(value)
    wan = amount / 10_000
    if abs(amount) >= 10_000 and wan == wan.quantize(Decimal("0.01")):
        return f"{wan.normalize():f}万元"
    return f"{amount.normalize():f}元"


def _date(iso: str) -> str:
    parts = iso.split("-")
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False) if part.isdigit())


def statement_words(fact: Fact) -> str:
    """Return what a fact states, its operator included.

    >>> statement_words(Fact("period.warranty", "stated", "", (), value="P2Y", op=">="))
    '不少于2年'
    >>> statement_words(Fact("period.warranty", "stated", "", (), value="P1Y", value_max="P3Y", op="range"))
    '1年至3年'
    """
    if fact.value is None:
        return fact.text
    words = value_words(fact.value, working=fact.unit == "working_day")
    if fact.op == "range" and fact.value_max is not None:
        return f"{words}至{value_words(fact.value_max, working=fact.unit == 'working_day')}"
    if fact.op == "<=" and re.fullmatch(r"\d{4}(-\d{2}){0,2}", fact.value):
        return f"最迟{words}"
    return _PREFIX[fact.op] + words


def holder_words(holder: Holder | None, text: str | None) -> str:
    """Return who a right belongs to, with the word of the text where it says more.

    >>> holder_words("joint", "双方"), holder_words("supplier", None)
    ('双方共有（双方）', '供应方（承建单位）')
    """
    name = HOLDER_NAMES[holder or "unspecified"]
    return f"{name.split('（')[0]}（{text}）" if text else name


def listed(words: list[str], limit: int = 3, unit: str = "处") -> str:
    """Join words for a sentence; the rest is counted in ``unit``.

    >>> listed(["甲", "乙", "丙", "丁"])
    '甲、乙、丙等4处'
    """
    unique = list(dict.fromkeys(words))
    return "、".join(unique[:limit]) + (f"等{len(unique)}{unit}" if len(unique) > limit else "")
