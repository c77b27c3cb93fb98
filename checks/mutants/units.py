"""The same figure in another unit or other numerals; and the same number in another unit, which is another figure."""

from collections.abc import Iterator

from checks.interval import parse_length
from checks.mutants.boundary import limit_of
from checks.mutants.literals import Amount, Length, amounts, lengths, only_length, plain, put
from checks.mutants.seed import Mutant, Seed
from checks.verbs.at_least import AtLeast
from checks.verbs.figure import Figure

_DIGITS = "零一二三四五六七八九"
_MOST = 3  # figures of one document that are changed


def mutants(seed: Seed) -> Iterator[Mutant]:
    """Yield the seed with one figure written otherwise, and with one in the wrong unit."""
    if seed.kind not in ("pass", "fail", "review"):
        return
    for at, document in enumerate(seed.documents):
        for found in lengths(document.text)[:_MOST]:
            for words in _same_length(found):
                yield _same(seed, at, found, words)
        for amount in amounts(document.text)[:_MOST]:
            for words in _same_amount(amount):
                yield _same(seed, at, amount, words)
    yield from _slips(seed)


def _same(seed: Seed, at: int, found: Length | Amount, words: str) -> Mutant:
    text = seed.documents[at].text
    old = text[found.start : found.end]
    example = seed.with_text(put(text, found.start, found.end, words), at)
    return Mutant("unit", f"“{old}”改写为“{words}”", example, *seed.same())


def _same_length(found: Length) -> Iterator[str]:
    if found.unit == "年" and found.number <= 10:
        yield f"{found.number * 12}个月"
        yield f"{found.number}年"
        yield f"{'两' if found.number == 2 else han(found.number)}年"
    elif found.unit == "个月":
        if found.number % 12 == 0:
            yield f"{found.number // 12}年"
        if found.number < 100:
            yield f"{'两' if found.number == 2 else han(found.number)}个月"
        yield f"{found.number}个月"


def _same_amount(amount: Amount) -> Iterator[str]:
    if amount.unit == "万元":
        yield f"{plain(amount.yuan)}元"
        yield f"{amount.yuan:,.2f}元"
    elif amount.yuan >= 10_000:
        yield f"{plain(amount.yuan / 10_000)}万元"


def _slips(seed: Seed) -> Iterator[Mutant]:
    """Yield the only length of a text with its number in another unit: 三年 for 三个月."""
    check, text = seed.item.rule.check, seed.text
    limit = parse_length(limit_of(seed) or "")
    if not isinstance(check, Figure) or text is None or limit is None or limit.days or not limit.months:
        return
    found = only_length(text)
    if found is None or found.months is None or seed.reason not in ("meets-limit", "below-limit", "above-limit"):
        return
    unit = "个月" if found.unit == "年" else "年"
    months = found.number * (12 if unit == "年" else 1)
    at_least = isinstance(check, AtLeast)
    met = months >= limit.months if at_least else months <= limit.months
    example = seed.with_text(put(text, found.start, found.end, f"{found.number}{unit}"))
    change = f"单位改为“{unit}”，即{found.number}{unit}"
    if met:
        yield Mutant("unit", change, example, ("pass",), "meets-limit")
    else:
        yield Mutant("unit", change, example, *seed.breach("below-limit" if at_least else "above-limit"))


def han(number: int) -> str:
    """Return a number under a hundred in Han numerals.

    >>> han(12), han(24), han(30), han(7)
    ('十二', '二十四', '三十', '七')
    """
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")
