"""Instalments in tables: a column or row of shares (付款比例), or a row that names an instalment and its share."""

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.fact import Fact
from extractor.facts.amount_units import caption
from extractor.facts.amounts import FILL
from extractor.facts.view import Row, Unit, View

KIND = "payment.share"
_SHARE = re.compile(r"\s?(?:(?:合同)?(?:总)?(?:价款|总价|金额|总额|价|款)的?)?(\d{1,3}(?:\.\d{1,4})?)\s?(%?)\s?$")
_EMPTY = re.compile(rf"(?:{FILL}\s?)+%?|%")
_RATIO_HEAD = re.compile(r"比例|占比|百分比|比率|份额|^[(]?%[)]?$|付款额?[(]%[)]")
_NO_RATIO = re.compile(
    r"累计|税|权重|评分|得分|分值|进度比例|完成比例|折扣|扣款|违约|资金来源|出资|持股|优惠|人员|偏离"
)
_PLAN = re.compile(r"付款|支付|款项|期次|批次|分期|节点|里程碑|款额|笔|付款阶段|阶段|首付|尾款|预付|结算")
_OTHER_TABLE = re.compile(r"评分|评审|得分|权重|违约|考核|扣分|资金来源|股权|保证金|税率|可用性|测试|指标")
_TOTAL_ROW = re.compile(r"^\s*(?:合计|总计|小计|共计|总额|累计)")
_ORDINAL = re.compile(r"\s?(?:第?[一二三四五六1-6][期笔次]|[首末尾][期笔次])(?:款项?|付款)?\s?")
_NOT_INSTALMENT = re.compile(r"质保金|质量保证金|保证金|保修金|税|违约|罚|利率|扣")


def share(ratio: Decimal) -> str:
    """Return a share in the contract's form, with two decimals at least.

    >>> share(Decimal("0.3")), share(Decimal("0.125"))
    ('0.30', '0.125')
    """
    plain = format(ratio.normalize(), "f")
    whole, _, digits = plain.partition(".")
    return f"{whole}.{digits.ljust(2, '0')}"


def table_shares(view: View) -> Iterator[Fact]:
    """Yield the instalments of payment tables; a bare number under a head of shares is a percentage."""
    contexts: dict[int, str] = {}
    numbered = _numbered_wholes(view)
    for row in view.rows:
        block = row.block.id
        if block not in contexts:
            contexts[block] = _context(view, row)
        if row.is_head or _OTHER_TABLE.search(contexts[block]):
            continue
        across = _across(row)
        if across:
            for label, cell in across:
                yield from _cell(view, row, cell, label, bare=True)
            continue
        columns = _ratio_cells(row, contexts[block])
        if columns:
            for cell, head in columns:
                yield from _cell(view, row, cell, head, bare=True)
            continue
        named = next((c for c in row.cells if c.hits_of("payment", "instalment") and len(c.text) <= 20), None)
        if named is None and block in numbered and _ORDINAL.fullmatch(row.cells[0].text):
            named = row.cells[0]
        if named is not None and not _NOT_INSTALMENT.search(row.text()):
            pure = [c for c in row.cells if c.index != named.index and _SHARE.fullmatch(c.text) and "%" in c.text]
            if len(pure) == 1 and not _head_refuses(row, pure[0]):
                yield from _cell(view, row, pure[0], named, bare=False)


def _context(view: View, row: Row) -> str:
    table = row.block.table
    top = " ".join(cell.text for cell in table.cells if cell.row == 1) if table else ""
    above = re.sub(r"税率[^，。；]{0,8}", "", caption(view, row.block))  # said of the price, not of the table
    return f"{above} {top}"


def _head_refuses(row: Row, cell: Unit) -> bool:
    head = row.heads.get(cell.cell.column) if cell.cell else None
    return head is not None and _NO_RATIO.search(head.text) is not None


def _numbered_wholes(view: View) -> frozenset[int]:
    """Return the blocks of the tables whose numbered rows give one share each, the whole in all: 二期 | 40%."""
    sums: dict[int, Decimal] = {}
    for row in view.rows:
        if _ORDINAL.fullmatch(row.cells[0].text) or row.cells[0].hits_of("payment", "instalment"):
            pure = [m for cell in row.cells[1:] if (m := _SHARE.fullmatch(cell.text)) and m.group(2)]
            if pure:
                sums[row.block.id] = sums.get(row.block.id, Decimal(0)) + Decimal(pure[0].group(1))
    return frozenset(block for block, total in sums.items() if total == 100)


def _ratio_cells(row: Row, context: str) -> list[tuple[Unit, Unit]]:
    """Return the cell of the column of shares with its head, where the table is one of payments.

    Where a row gives each instalment a column (预付比例 | 到货比例) and these make up the whole, all of them.
    """
    if not _PLAN.search(context) and not any(cell.hits_of("payment", "instalment", "pay") for cell in row.cells):
        return []
    found = []
    for cell in row.cells:
        head = row.heads.get(cell.cell.column) if cell.cell else None
        if head is None or head.index == cell.index or not _RATIO_HEAD.search(head.text) or _NO_RATIO.search(head.text):
            continue
        found.append((cell, head))
    shares = [_SHARE.fullmatch(cell.text) for cell, _ in found]
    whole = sum(Decimal(match.group(1)) for match in shares if match) == 100
    return found if whole and len(found) > 1 else found[:1]


def _across(row: Row) -> list[tuple[Unit, Unit]]:
    """Return the shares of a row that is named 付款比例 and holds one share a column."""
    name = row.cells[0]
    if (
        not re.fullmatch(r"(?:各期|分期)?(?:付款|支付|拨付)(?:比例|占比|百分比)\s?(?:\(%\))?[:：]?", name.text)
        or len(row.cells) < 2
    ):
        return []
    return [(name, cell) for cell in row.cells[1:] if _SHARE.fullmatch(cell.text) or _EMPTY.fullmatch(cell.text)]


def _cell(view: View, row: Row, cell: Unit, label: Unit, *, bare: bool) -> Iterator[Fact]:
    if any(_TOTAL_ROW.match(c.text) for c in row.cells[:2]):
        return
    if _NOT_INSTALMENT.search(row.cells[0].text) or (
        len(row.cells) > 1 and _NOT_INSTALMENT.search(row.cells[1].text[:8])
    ):
        view.refuse(KIND, "share_in_table", "质保金、保证金等，不是付款", cell, 0, len(cell.text))
        return
    match = _SHARE.fullmatch(cell.text)
    name = next((c for c in row.cells if c.index != cell.index and re.search(r"[\u4e00-\u9fff]{2}", c.text)), label)
    words = f"{name.norm.source.strip()} {cell.norm.source.strip()}".strip()
    evidence = view.whole(cell) + view.whole(name)
    if match and (match.group(2) or bare):
        ratio = Decimal(match.group(1))
        if not match.group(2) and ratio <= 1 and "." in match.group(1):
            ratio *= 100
        if 0 < ratio <= 100:
            yield Fact(KIND, "stated", words, evidence, value=share(ratio / 100), pattern=f"{KIND}:share_in_table")
        return
    if not cell.text.strip():
        if len([c for c in row.cells if c.text.strip()]) >= 2:
            yield Fact(KIND, "blank", words, view.whole(label), pattern=f"{KIND}:share_in_table")
        return
    if _EMPTY.fullmatch(cell.text):
        yield Fact(KIND, "blank", words, evidence, pattern=f"{KIND}:share_in_table")
