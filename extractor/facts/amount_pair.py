"""One amount written twice, in capitals and in figures, for the check that the two agree (amount.pair)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from extractor.fact import Fact
from extractor.facts.amount_units import ambient_unit, column_unit
from extractor.facts.amounts import Amount, amount_at, amounts, twin_of, unit_note
from extractor.facts.view import Unit, View
from extractor.facts.windows import sentence_at

KIND = "amount.pair"
_CAPITALS = re.compile(r"[壹贰叁肆伍陆柒捌玖拾佰仟][^，。；]{0,30}[元圆]")
_CAPITAL_LABEL = re.compile(r"大写|汉字|中文")
_FIGURE_LABEL = re.compile(r"小写|数字|[¥]")
_IN_FIGURES = re.compile(r"小写")
_PRICE = re.compile(r"(?:合同|协议|中标|成交)(?:总)?(?:价款?|金额|总额)")


def find(view: View) -> Iterator[Fact]:
    """Yield each amount said in capitals and in figures as one statement, whether or not they agree.

    ``value`` is the figures in yuan, ``value_max`` the capitals in yuan; the evidence covers both.
    """
    for unit in view.units:
        if _CAPITALS.search(unit.text):
            yield from _in_unit(view, unit)
            yield from _next_unit(view, unit)


def _in_unit(view: View, unit: Unit) -> Iterator[Fact]:
    taken = -1
    scale = unit_note(unit.text)
    for amount in amounts(unit.text):
        if amount.start < taken or amount.currency != "CNY" or amount.bare:
            continue
        _, end = sentence_at(unit.text, amount.start)
        twin = twin_of(unit.text, amount, min(end, amount.end + 60), scale)
        if twin is None or twin.form == "blank" or twin.currency != "CNY":
            continue
        taken = twin.end
        yield _pair(view, ((unit, amount), (unit, twin)), "in_one_sentence")


def _next_unit(view: View, unit: Unit) -> Iterator[Fact]:
    """Yield a pair whose halves stand in neighbouring cells or lines labelled 大写 and 小写."""
    own = _only(view, unit)
    if own is None or own.form != "capital":
        return
    neighbours = [u for u in view.units[max(0, unit.index - 3) : unit.index + 4] if u.index != unit.index]
    if unit.cell is not None:
        neighbours = [
            u
            for u in neighbours
            if u.cell is not None and u.block.id == unit.block.id and abs(u.cell.row - unit.cell.row) <= 1
        ]
    else:
        neighbours = [u for u in neighbours if u.cell is None and abs(u.index - unit.index) == 1]
        neighbours += _past_table(view, unit) or _same_price(view, unit)
    if not _CAPITAL_LABEL.search(_label(view, unit)):
        return
    for other in neighbours:
        label = _label(view, other)
        figure = _only(view, other)
        if figure is not None and figure.bare and other.index > unit.index and _one_row(unit, other):
            yield _pair(view, ((unit, own), (other, figure)), "in_neighbouring_places")
            return
        if (
            figure is not None
            and figure.form == "figure"
            and _FIGURE_LABEL.search(label)
            and not _CAPITAL_LABEL.search(label)
        ):
            first, second = sorted(((unit, own), (other, figure)), key=lambda half: half[0].index)
            yield _pair(view, (first, second), "in_neighbouring_places")
            return


def _past_table(view: View, unit: Unit) -> list[Unit]:
    """Return the lines labelled 小写 that only a table parts from a line: the price, its make-up, the price again."""
    found: list[Unit] = []
    for step in (-1, 1):
        at = unit.index + step
        while 0 <= at < len(view.units) and view.units[at].cell is not None:
            at += step
        if abs(at - unit.index) > 1 and 0 <= at < len(view.units) and _IN_FIGURES.search(view.units[at].text):
            found.append(view.units[at])
    return found


def _same_price(view: View, unit: Unit) -> list[Unit]:
    """Return the one line that says the price in figures where this one says it in capitals only."""
    price = _PRICE.search(unit.text)
    if price is None or _IN_FIGURES.search(unit.text):
        return []
    found = [
        other
        for other in view.units
        if other.cell is None
        and _IN_FIGURES.search(other.text)
        and not _CAPITAL_LABEL.search(other.text)
        and (same := _PRICE.search(other.text)) is not None
        and same[0] == price[0]
    ]
    return found if len(found) == 1 else []


def _one_row(unit: Unit, other: Unit) -> bool:
    return unit.cell is not None and other.cell is not None and unit.cell.row == other.cell.row


def _only(view: View, unit: Unit) -> Amount | None:
    """Return the single amount a unit holds."""
    found = [a for a in amounts(unit.text) if a.currency == "CNY" and not a.per_unit]
    if not found and unit.cell is not None:
        scale = unit_note(_label(view, unit)) or column_unit(view, unit) or ambient_unit(view, unit)
        bare = amount_at(unit.text, 0, scale)
        return bare if bare is not None and bare.end >= len(unit.text) - 1 else None
    return found[0] if len(found) == 1 else None


def _label(view: View, unit: Unit) -> str:
    """Return the words that say what script an amount is in: its own text, and the cell to its left."""
    if unit.cell is None:
        return unit.text
    for left, right in pairwise(view.units[max(0, unit.index - 1) : unit.index + 1]):
        if (
            right.index == unit.index
            and left.cell is not None
            and left.cell.row == unit.cell.row
            and left.block.id == unit.block.id
        ):
            return f"{left.text} {unit.text}"
    return unit.text


def _pair(view: View, halves: tuple[tuple[Unit, Amount], tuple[Unit, Amount]], pattern: str) -> Fact:
    (unit, first), (other, second) = halves
    figure, capital = (first, second) if first.form == "figure" else (second, first)
    if unit.index == other.index:
        evidence = view.evidence(unit, first.start, second.end)
        words = unit.norm.source[slice(*unit.norm.span(first.start, second.end))].strip()
    else:
        evidence = view.evidence(unit, first.start, first.end) + view.evidence(other, second.start, second.end)
        words = " ".join(
            u.norm.source[slice(*u.norm.span(a.start, a.end))].strip() for u, a in ((unit, first), (other, second))
        )
    return Fact(
        KIND, "stated", words, evidence, value=figure.value, value_max=capital.value, pattern=f"{KIND}:{pattern}"
    )
