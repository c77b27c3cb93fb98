"""Values with the bound their words put on them: 不少于5人, 5%以上, 三年以内, 30万元（含）以上90万元（不含）以下."""

import re

from msgspec.structs import replace

from extractor.values.bound import Kind, Op, bound
from extractor.values.date import tokens
from extractor.values.duration import Duration, lengths
from extractor.values.length import plain
from extractor.values.money import Money, scan_money
from extractor.values.number import Number, scan_numbers
from extractor.values.percent import Percent, scan_percents
from extractor.values.prepare import Prepared, Spanned, carry_back, prepare

_BOUND_INSIDE = re.compile(r"以上(?:[(](?P<not>不)?含[^)]*[)])?")


class Comparison(Spanned, frozen=True, kw_only=True):
    """A bounded value: ``op`` with ``value`` in the normal form of its kind.

    ``unit`` is ``CNY`` or another currency code, ``ratio``, ``duration``, ``date``, or the measure word of a number.
    ``value_start:value_end`` is the value, ``start:end`` the value with the words that bound it. ``working`` says that
    a duration counts working days.
    """

    op: Op
    value: str
    unit: str
    value_start: int
    value_end: int
    working: bool = False


class _Value(Spanned, frozen=True, kw_only=True):
    kind: Kind
    low: str
    high: str
    unit: str
    working: bool = False


def _money(item: Money) -> _Value:
    high = item.amount if item.maximum is None else item.maximum
    return _Value(
        start=item.start, end=item.end, kind="money", low=f"{item.amount:.2f}", high=f"{high:.2f}", unit=item.currency
    )


def _percent(item: Percent) -> _Value:
    high = item.ratio if item.maximum is None else item.maximum
    return _Value(start=item.start, end=item.end, kind="ratio", low=plain(item.ratio), high=plain(high), unit="ratio")


def _duration(item: Duration) -> _Value:
    high = item.iso if item.iso_max is None else item.iso_max
    return _Value(
        start=item.start, end=item.end, kind="duration", low=item.iso, high=high, unit="duration", working=item.working
    )


def _number(item: Number, ending: int) -> _Value:
    high = item.value if item.maximum is None else item.maximum
    return _Value(
        start=item.start, end=ending, kind="number", low=plain(item.value), high=plain(high), unit=item.measure
    )


def _values(prepared: Prepared) -> list[_Value]:
    """Return the values of every kind; a figure that is part of an amount, share, length or date is that alone."""
    found = [_money(item) for item in scan_money(prepared)]
    found += [_percent(item) for item in scan_percents(prepared)]
    found += [_duration(item) for item in lengths(prepared)]
    found += [
        _Value(start=token.start, end=token.end, kind="date", low=token.iso(), high=token.iso(), unit="date")
        for token in tokens(prepared)
        if token.sure and not token.blank and token.year is not None
    ]
    found.sort(key=lambda item: item.start)
    kept: list[_Value] = []
    for value in found:
        if not kept or value.start >= kept[-1].end:
            kept.append(value)
    at = 0
    plain_numbers = []
    for item in scan_numbers(prepared):
        while at < len(kept) and kept[at].end <= item.start:
            at += 1
        if at == len(kept) or item.end <= kept[at].start:
            ending = item.end + (len(item.measure) if prepared.text.startswith(item.measure, item.end) else 0)
            plain_numbers.append(_number(item, ending))
    return sorted([*kept, *plain_numbers], key=lambda item: item.start)


def _read(text: str, value: _Value) -> list[Comparison]:
    if text[max(0, value.start - 1) : value.start] == "第":
        return []  # 第7周起: an ordinal bounds nothing
    inside = _BOUND_INSIDE.search(text, value.start, value.end) if value.kind == "duration" else None
    if inside is not None:
        # 2年以上4年以下 is one length from three to seven years and two bounds.
        lower = _comparison(value, ">" if inside["not"] else ">=", value.low, value.start, inside.end())
        return [lower, _comparison(value, "<=", value.high, inside.end(), value.end)]
    op, start, end = bound(text, value.start, value.end, value.kind)
    if (start, end) == (value.start, value.end):
        return []
    return [_comparison(value, op, value.high if op in {"<", "<="} else value.low, start, end)]


def _comparison(value: _Value, op: Op, figure: str, start: int, end: int) -> Comparison:
    return Comparison(
        start=start,
        end=end,
        op=op,
        value=figure,
        unit=value.unit,
        value_start=value.start,
        value_end=value.end,
        working=value.working,
    )


def find_comparisons(text: str) -> list[Comparison]:
    """Return the bounded values in ``text`` in order, all spans in ``text``; values without a bound are left out.

    >>> [(c.op, c.value, c.unit) for c in find_comparisons("不少于概算的8%，工期不超过20个月，至少6人")]
    [('>=', '0.08', 'ratio'), ('<=', 'P20M', 'duration'), ('>=', '6', '人')]
    >>> [(c.op, c.value) for c in find_comparisons("30万元（含）以上90万元（不含）以下")]
    [('>=', '300000.00'), ('<', '900000.00')]
    """
    prepared = prepare(text)
    found = [item for value in _values(prepared) for item in _read(prepared.text, value)]
    if prepared.offsets is None:
        return found
    carried = []
    for item in carry_back(found, prepared):
        start, end = prepared.back(item.value_start, item.value_end)
        carried.append(replace(item, value_start=start, value_end=end))
    return carried
