"""Slips of scale: a figure with its point in the wrong place, 元 written where 万元 is meant."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations

from extractor.fact import Fact

TEN, TEN_THOUSAND = Decimal(10), Decimal(10_000)
SLIPS = (TEN, TEN_THOUSAND)
_DIGITS = 3  # figures that must agree before ten times another amount is a slip and not another amount


def slip(one: Decimal, other: Decimal) -> Decimal | None:
    """Return 10 or 10000 where one amount is exactly so many times the other; None elsewhere.

    >>> slip(Decimal("4800000"), Decimal("480")), slip(Decimal("12.5"), Decimal("125")), slip(Decimal(3), Decimal(5))
    (Decimal('10000'), Decimal('10'), None)
    """
    low, high = sorted((abs(one), abs(other)))
    return next((factor for factor in SLIPS if low and low * factor == high), None)


def slip_words(one: Decimal, other: Decimal) -> str:
    """Return in words how two amounts differ where it is a slip of scale; empty elsewhere.

    >>> slip_words(Decimal(480), Decimal(4800000))
    '，相差一万倍，疑为元与万元混写'
    """
    found = slip(one, other)
    if found is None:
        return ""
    return "，相差一万倍，疑为元与万元混写" if found == TEN_THOUSAND else "，相差十倍，疑为小数点或位数写错"


def slipped_pairs(facts: Iterable[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Yield pairs of plain amounts of one thing that differ by a slip of scale, the first of them first.

    Ten times an amount of one or two figures may well be another amount: only figures of three and more tell.
    """
    for one, other in combinations([f for f in facts if f.op == "==" and f.value_max is None and f.value], 2):
        a, b = Decimal(one.value or "0"), Decimal(other.value or "0")
        found = slip(a, b)
        if found == TEN_THOUSAND or (found == TEN and len(a.normalize().as_tuple().digits) >= _DIGITS):
            yield one, other
