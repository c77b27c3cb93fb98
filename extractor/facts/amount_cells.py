"""Amounts in tables: beside their label, under it as the head of a column, and which column of a row counts."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from msgspec.structs import replace

from extractor.facts.amount_said import LOT, Label, Said, is_pure
from extractor.facts.amount_units import ambient_unit, column_unit
from extractor.facts.amounts import Amount, Bound, follow, unit_note
from extractor.facts.view import Labelled, View

_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_WHOLE_HEAD = re.compile(r"^(?:合计|总计|总价|合价|小计|总投资|总金额|投资合计|金额合计)")
_UNIT_CELL = re.compile(r"\s?(?:人民币)?(百万元|亿元|万元|千元|元)\s?")


def in_tables(view: View, found: dict[int, tuple[Label, ...]]) -> Iterator[Said]:
    """Yield the amounts of labels that are cells; ``found`` holds the labels by the index of their cell."""
    columns: dict[tuple[int, int], list[tuple[Labelled, Label]]] = {}
    for pair in view.labelled:
        spans = found.get(pair.label.index)
        if not spans or pair.label.index == pair.value.index:
            continue
        label = spans[-1]
        if not is_pure(pair.label.text, label):
            continue
        if _from_head(pair):
            columns.setdefault((pair.label.index, pair.value.cell.column if pair.value.cell else 0), []).append(
                (pair, label)
            )
        else:
            yield from _in_cell(view, _across_columns(_past_unit(pair)), label, "label_cell", 1)
    yield from _in_heads(view, found)
    for pairs in columns.values():
        filled = [p for p in pairs if p[0].value.text.strip()]
        for pair, label in filled or pairs[:1]:
            yield from _in_cell(view, pair, label, "column_head", len(filled))


def _in_heads(view: View, found: dict[int, tuple[Label, ...]]) -> Iterator[Said]:
    """Yield amounts beside their labels in a row that was taken for a head: forms saved as Markdown have one."""
    for row in view.rows:
        if not row.is_head:
            continue
        for left, right in pairwise(row.cells):
            spans = found.get(left.index)
            if (
                not spans
                or not is_pure(left.text, spans[-1])
                or not re.search(r"\d|[壹贰叁肆伍陆柒捌玖拾]", right.text)
            ):
                continue
            for said in _in_cell(view, Labelled(left, right, None, None, row.cells), spans[-1], "label_cell", 1):
                if said.bound.state == "stated":
                    yield said


def _from_head(pair: Labelled) -> bool:
    """Tell whether the label stands over the value and not beside it."""
    label, value = pair.label.cell, pair.value.cell
    return label is not None and value is not None and label.row + label.row_span <= value.row


def _across_columns(pair: Labelled) -> Labelled:
    """Return the pair with the row's sum as its value where the row gives one amount a column: 硬件 | 软件 | 合计."""
    label = pair.label.index
    figures = [c for c in pair.row if c.index > label and _FIGURE.fullmatch(c.text.strip())]
    if len(figures) < 2:
        return pair
    for cell in figures:
        head = pair.heads.get(cell.cell.column) if cell.cell else None
        if head is not None and head.index != cell.index and _WHOLE_HEAD.match(head.text.strip()):
            return replace(pair, value=cell)
    values = [Decimal(c.text.strip().replace(",", "")) for c in figures]
    if len(values) > 2 and not pair.heads and abs(sum(values[:-1]) - values[-1]) <= Decimal("0.05"):
        return replace(pair, value=figures[-1])
    return pair


def _in_cell(view: View, pair: Labelled, label: Label, pattern: str, rows: int) -> Iterator[Said]:
    unit = (
        _unit_in_row(pair)
        or unit_note(pair.label.text)
        or column_unit(view, pair.value)
        or ambient_unit(view, pair.value)
    )
    text = pair.value.text
    bound = follow(text, 0, len(text), unit, closed=True)
    if bound is None and not text.strip():
        bound = Bound("blank", 0, Amount(0, 0, "blank"), empty=True)
    if bound is None or (bound.empty and text.strip() and bound.amount is None):
        return
    subject = lot_of_row(pair) if pattern == "column_head" else None
    yield Said(label, pair.label, pair.value, 0, bound.end, bound, pattern, subject, rows)


def _unit_in_row(pair: Labelled) -> str | None:
    """Return the unit of an amount that has a cell of its own beside it: 项目总投资 | 万元 | 2365.80."""
    for cell in pair.row:
        match = _UNIT_CELL.fullmatch(cell.text)
        if match and pair.label.index < cell.index < pair.value.index:
            return match.group(1)
    return None


def _past_unit(pair: Labelled) -> Labelled:
    """Return the pair with the figure as its value where the cell beside the label only names the unit."""
    if not _UNIT_CELL.fullmatch(pair.value.text):
        return pair
    after = (c for c in pair.row if c.index > pair.value.index and _FIGURE.fullmatch(c.text.strip()))
    figure = next(after, None)
    return pair if figure is None else replace(pair, value=figure)


def lot_of_row(pair: Labelled) -> str | None:
    """Return the lot a row is about: a cell under the head 包号 or one that reads A分标, 第二包."""
    for cell in pair.row:
        if cell.index == pair.value.index or not cell.text or len(cell.text) > 30:
            continue
        match = LOT.match(cell.text)
        if match:
            return match.group() if len(cell.text) > 12 else cell.text
    return None
