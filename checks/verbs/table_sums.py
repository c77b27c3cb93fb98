"""``table_sums``: the total of a table is the sum of its column.

Only what is certain is said: a column of plain amounts under a row that calls itself a total. Where rows stand for
each other (其中, numbered parents over children, merged amounts) and no reading adds up, nothing is said.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from checks.case import Case, Verdict
from checks.finding import Compared
from checks.verbs.verb import Verb
from checks.wording import listed
from extractor.document import Block, Cell, Table
from extractor.fact import Evidence, Extracted
from extractor.quote import quote

Role = Literal["item", "subtotal", "total"]

_TOTAL = re.compile(r"(?:总计|合计|总合计|共计|合计金额|总金额|项目总投资|总投资(?:合计)?)(?:[（(].*[）)])?[:：]?")
_SUBTOTAL = re.compile(r".{0,12}小计(?:[（(].*[）)])?[:：]?")
_PART = re.compile("其中|内含|包括|备注")
_NOT_SUMMED = re.compile("单价|数量|序号|编号|比例|占比|%|％|规格|型号|单位|期限|年限|周期|电话|面积|台数|税率")
_SUMMED = re.compile("金额|合价|合计|总价|小计|费用|投资|预算|概算|价格|造价|经费|万元|[（(]元[）)]")
_NUMBER = re.compile(r"[￥¥]?(-?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)(?:万元|元)?")
_UNIT = re.compile(r"[(（/](?:金额)?(?:单位)?[:：]?(?:人民币)?(亿元|万元|千元|元)[)）]?")
_YUAN = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_EMPTY = re.compile(r"[\s/\\—－–\-]*|无|免费|含")
# 一、 and （一） over 1 and 1.1: rows of which one may be the sum of others
_LEVELS = (
    re.compile("[一二三四五六七八九十]+[、.．]?"),
    re.compile("[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"\d+[、.．]?"),
    re.compile(r"[（(]?\d+[）)]|\d+\.\d+"),
    re.compile(r"\d+\.\d+\.\d+"),
)


class Mismatch(Struct, frozen=True):
    """A total that is not the sum above it."""

    label: str
    found: Decimal
    summed: Decimal
    evidence: Evidence
    unit: Decimal | None
    """What one of the amounts is in yuan; None where the table does not say."""


class TableSums(Verb, frozen=True, tag="table_sums"):
    """Every total row of every table agrees with its column."""

    def judge(self, case: Case) -> Verdict:
        """Return fail with the totals that do not add up, else pass; other tables cannot be judged and say nothing."""
        words = {"document": case.names()}
        wrong: list[Mismatch] = []
        right: list[Evidence] = []
        for carrier in case.group:
            for block in carrier.extracted.document.blocks:
                if block.table is not None and block.layer == "body":
                    for outcome in _table(carrier.extracted, block, block.table):
                        if isinstance(outcome, Mismatch):
                            wrong.append(outcome)
                        else:
                            right.append(outcome)
        if wrong:
            said = listed([f"“{miss.label}”为{miss.found:f}，各行相加为{miss.summed:f}" for miss in wrong])
            return Verdict(kind="fail", reason="inconsistent", words={**words, "actual": said},
                           expected=_yuan(wrong[0].summed, wrong[0].unit), actual=_yuan(wrong[0].found, wrong[0].unit),
                           evidence=tuple(miss.evidence for miss in wrong), unread=case.unread())  # fmt: skip
        if right:
            return Verdict(kind="pass", reason="consistent", words=words, evidence=tuple(right[:10]),
                           unread=case.unread())  # fmt: skip
        return case.found_nothing("pass", "nothing-found", words=words)


class _Row(Struct, frozen=True):
    role: Role
    label: str
    level: int | None
    part: bool
    cells: dict[int, Cell]


def _table(extracted: Extracted, block: Block, table: Table) -> Iterator[Mismatch | Evidence]:
    rows = [_row(table, number) for number in range(table.header_rows + 1, table.rows + 1)]
    if not any(row.role != "item" for row in rows) or any(row.part for row in rows):
        return
    for column in range(1, table.columns + 1):
        if _is_summed(table, column):
            yield from _column(extracted, block, rows, column, _unit(table, column))


def _row(table: Table, number: int) -> _Row:
    cells = {cell.column: cell for cell in table.cells if cell.row == number}
    texts = [re.sub(r"\s", "", cells[column].text) for column in sorted(cells)]
    label = next((text for text in texts if text and not _NUMBER.fullmatch(text)), "")
    role: Role = "item"
    if _TOTAL.fullmatch(label):
        role = "total"
    elif _SUBTOTAL.fullmatch(label):
        role = "subtotal"
    first = (next(iter(cells[column].number for column in sorted(cells)), "") or texts[0]) if texts else ""
    level = next((index for index, pattern in enumerate(_LEVELS) if pattern.fullmatch(first)), None)
    return _Row(role, label, level, bool(_PART.search(label)), cells)


def _heads(table: Table, column: int) -> str:
    return "".join(
        re.sub(r"\s", "", cell.text)
        for cell in table.cells
        if cell.row <= max(table.header_rows, 1) and cell.column <= column < cell.column + cell.column_span
    )


def _unit(table: Table, column: int) -> Decimal | None:
    """Return what one of a column's numbers is in yuan, by its head, else by the table; None where neither says."""
    said = _UNIT.search(_heads(table, column)) or _UNIT.search(f"({table.unit})" if table.unit else "")
    return _YUAN[said[1]] if said else None


def _yuan(amount: Decimal, unit: Decimal | None) -> Compared | None:
    """Return an amount as the reports compare it, in yuan; None where its unit is not known."""
    return None if unit is None else Compared("==", f"{amount * unit:.2f}")


def _is_summed(table: Table, column: int) -> bool:
    """Tell whether the head of a column names amounts; a table with a unit and a plain head counts too."""
    heads = _heads(table, column)
    return bool(_SUMMED.search(heads)) and not _NOT_SUMMED.search(re.sub("[（(]单位[^）)]*[）)]", "", heads))


def _column(
    extracted: Extracted, block: Block, rows: list[_Row], column: int, unit: Decimal | None
) -> Iterator[Mismatch | Evidence]:
    """Compare each total of a column with the rows above it, in every reading that the table allows."""
    items: list[tuple[_Row, Decimal]] = []  # since the last total
    group: list[tuple[_Row, Decimal]] = []  # since the last subtotal
    subtotals: list[Decimal] = []
    for row in rows:
        cell = row.cells.get(column)
        if cell is None or cell.row_span > 1 or cell.column_span > 1:
            if row.role == "item" and cell is None and not row.cells:
                continue
            return
        amount = _amount(cell.text)
        if amount is None:
            if row.role == "item" and _EMPTY.fullmatch(cell.text):
                continue
            return
        if row.role == "item":
            items.append((row, amount))
            group.append((row, amount))
            continue
        if row.role == "subtotal":
            sums, plain = _readings(group)
            subtotals.append(amount)
            count, group = len(group), []
        else:
            sums, plain = _readings(items)
            count = len(items)
            if subtotals:
                loose = sum((value for _, value in group), Decimal(0))
                sums = [*sums, sum(subtotals, Decimal(0)), sum(subtotals, Decimal(0)) + loose]
            items, group, subtotals = [], [], []
        if count < 2 and len(sums) < 2:
            continue
        evidence = quote(extracted.document, block, 0, len(cell.text), cell)[0]
        if any(abs(amount - total) <= _slack(amount, count) for total in sums):
            yield evidence
        elif plain:
            yield Mismatch(row.label, amount, sums[0], evidence, unit)


def _readings(items: list[tuple[_Row, Decimal]]) -> tuple[list[Decimal], bool]:
    """Return the sums that rows may mean, and whether they are plain: no row stands for others below it."""
    everything = sum((value for _, value in items), Decimal(0))
    levels = sorted({row.level for row, _ in items if row.level is not None})
    if len(levels) < 2:
        return [everything], True
    by_level = [sum((value for row, value in items if row.level == level), Decimal(0)) for level in levels]
    return [*by_level, everything], False


def _amount(text: str) -> Decimal | None:
    match = _NUMBER.fullmatch(re.sub(r"\s", "", text))
    return Decimal(re.sub("[,，]", "", match[1])) if match else None


def _slack(amount: Decimal, count: int) -> Decimal:
    """Return what rounding of each row may add up to; whole numbers are exact."""
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0:
        return Decimal(0)
    return Decimal(count) * Decimal(5).scaleb(exponent - 1)
