"""The lines of budget tables (budget.item), and how a line is read: its name, its depth, its amount."""

import re
from collections.abc import Iterator

from extractor.fact import DocumentKind, Fact
from extractor.facts.amount_totals import is_total
from extractor.facts.amount_units import ambient_unit, caption
from extractor.facts.amounts import Bound, follow, unit_note
from extractor.facts.view import Row, Unit, View
from extractor.outline import numbered
from extractor.text import normalise

ITEM = "budget.item"
TABLED: frozenset[DocumentKind] = frozenset(
    {
        "feasibility_report", "construction_plan", "preliminary_design", "application_form", "budget_estimate",
        "approval", "review_material", "om_request", "fund_document", "change_request", "crypto_plan",
        "security_plan", "unknown",
    }
)  # fmt: skip
_AMOUNT_HEAD = re.compile(
    r"合计|总计|总价|合价|小计|金额|估算|概算|预算|投资|费用(?!名称|项)|价格|数额|经费(?!名称|项|科目)|[(](?:万|亿)?元[)]"
)
_WHOLE_HEAD = re.compile(r"合计|总计|总价|合价|总投资|总金额")
_NO_AMOUNT = re.compile(
    r"数量|单价|比例|占比|%|序号|税率|型号|规格|备注|说明|依据|名称|项目$|科目|类别|内容|单位$|年$|来源|自筹|拨款|配套|专项"
)
_PART_ROW = re.compile(r"^[\s(（\d)）.、]*(?:其中|其中[:：]|含|小计|本页)")
_GRAND = re.compile(r"总投资|总预算|总概算|总估算|支出[合总]计|总经费|总费用")
_NUMBER_CELL = re.compile(r"[(（]?[\d一二三四五六七八九十]{1,3}(?:\.\d{1,2}){0,3}[)）、.]?|[①-⑳]|[IVX]{1,4}|[A-Z]")


def table_kind(view: View, row: Row) -> bool:
    """Tell whether a row is of a budget table, by its caption, section or heads."""
    around = caption(view, row.block) + " " + " ".join(unit.text for unit in row.heads.values())
    if re.search(r"评分|付款|支付|业绩|案例|资金来源|进度|工期|人员名单", around):
        return False
    if any(hit.topic == "budget" and hit.group in ("table", "total") for hit in view.lexicon.hits(around)):
        return True
    return view.kind == "budget_estimate" or _sums_a_project(row)


def _sums_a_project(row: Row) -> bool:
    """Tell whether a table without a caption has a row of its own for the project's total."""
    table = row.block.table
    first = [normalise(cell.text).text for cell in table.cells if cell.column <= 2] if table else []
    return any(_GRAND.search(text) for text in first)


def lines(view: View) -> Iterator[Fact]:
    """Yield the lines of budget tables, ``subject`` the label; sum rows, 其中 rows and parts of a line above are none.

    The lines of one table share ``evidence[0].block``; their amounts add up to its sum row where the table is right.
    """
    if view.kind not in TABLED:
        return
    known: dict[int, bool] = {}
    above: dict[
        int, list[tuple[int, bool]]
    ] = {}  # by table: the rows this one belongs to, with whether each has an amount
    for row in view.rows:
        block = row.block.id
        if row.is_head or len(row.cells) < 2:
            continue
        if block not in known:
            known[block] = table_kind(view, row)
        if not known[block]:
            continue
        name = row_name(row)
        if name is None or is_total(name, "budget") or _PART_ROW.match(name.text) or _is_grand(name):
            continue
        level = level_of(row, name)
        parents = above.setdefault(block, [])
        while parents and parents[-1][0] >= level:
            parents.pop()
        found = row_amount(view, row, name)
        inside = any(counted for _, counted in parents)
        parents.append((level, found is not None))
        if found is None:
            continue
        if inside:
            view.refuse(ITEM, "table_line", "下一级的费用，已含在上一级里", name, 0, len(name.text))
            continue
        yield line_fact(view, name, found, ITEM, "table_line")


def _is_grand(name: Unit) -> bool:
    """Tell whether a row is the total under its own name: 总投资, 支出合计, 合同总额."""
    return (
        re.search(r"总投资|总预算|总概算|总额|支出[合总]计|总经费|总费用|合计$|总计$|资金来源", name.text) is not None
    )


def row_name(row: Row) -> Unit | None:
    """Return the cell that names a row: the first one with words, its number left out."""
    for cell in row.cells[:3]:
        if cell.text and not _NUMBER_CELL.fullmatch(cell.text) and re.search(r"[\u4e00-\u9fff]{2}", cell.text):
            return cell
    return None


def level_of(row: Row, name: Unit) -> int:
    """Return how deep a row stands, by the number in front of it or in its name; smaller is higher."""
    first = row.cells[0]
    lead = name.text if first.index == name.index else first.text or (first.cell.number if first.cell else "")
    found = numbered(lead if first.index == name.index else f"{lead.rstrip('、.')}、名")
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,3}){1,4}", lead):
        return 50 + lead.count(".")
    return found.rank if found else 50


def row_amount(view: View, row: Row, name: Unit) -> tuple[Unit, Bound] | None:
    """Return the cell of a row's amount and what it states: in the column of totals, else of amounts, else any."""
    ambient = ambient_unit(view, name)
    ranked: list[tuple[int, int, Unit, Bound]] = []
    for order, cell in enumerate(row.cells):
        if cell.index <= name.index or not cell.text or cell.cell is None:
            continue
        head = row.heads.get(cell.cell.column)
        head_text = head.text if head is not None else ""
        whole = _WHOLE_HEAD.search(head_text) is not None
        if _NO_AMOUNT.search(head_text) and not whole:
            continue
        unit = unit_note(head_text) or ambient
        if unit is None and not re.search(r"[万亿]?元|¥", cell.text):
            continue
        bound = follow(cell.text, 0, len(cell.text), unit)
        if bound is None or bound.state != "stated" or bound.amount is None or bound.amount.currency != "CNY":
            continue
        if bound.end < len(cell.text.rstrip()) - 2:
            continue
        rank = 0 if whole else 1 if _AMOUNT_HEAD.search(head_text) else 2
        ranked.append((rank, order, cell, bound))
    if not ranked:
        return None
    _, _, cell, bound = min(ranked, key=lambda r: (r[0], r[1]))
    return cell, bound


def line_fact(view: View, name: Unit, found: tuple[Unit, Bound], kind: str, pattern: str) -> Fact:
    """Return the fact of a line: ``subject`` its label without its number, evidence of the amount's cell first."""
    cell, bound = found
    amount = bound.amount
    label = numbered(name.norm.source.strip())
    subject = label.rest if label and label.rest else name.norm.source.strip()
    words = cell.norm.source[slice(*cell.norm.span(0, bound.end))].strip()
    return Fact(
        kind,
        "stated",
        f"{name.norm.source.strip()} {words}",
        view.evidence(cell, 0, bound.end) + view.whole(name),
        value=amount.value if amount else None,
        subject=subject,
        pattern=f"{kind}:{pattern}",
    )
