"""The sum rows of tables: 总计（大写） | 人民币壹拾伍万陆仟元整, 合计 | | 1286.40."""

import re
from collections.abc import Iterator

from msgspec import Struct

from extractor.document import Block
from extractor.fact import Fact
from extractor.facts.amount_units import ambient_unit, caption
from extractor.facts.amounts import Bound, follow, unit_note
from extractor.facts.view import Row, Unit, View

_LEAD = re.compile(r"(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.]?\s?)?")
_TAIL = re.compile(r"(?:\([^()]{0,24}\)|[:\s*]|大写|小写|人民币|[万]?元|[¥])*$")
_WHOLE = re.compile(r"合计|总计|总价|合价|总额|总金额")
_AMOUNT = re.compile(r"金额|小计|估算|概算|预算|投资|费用|价格|报价|元|合价")
_NO_AMOUNT = re.compile(r"数量|单价|比例|占比|%|序号|税率|型号|规格|备注|说明|单位$|工作量|人月|人天")
STRONG = re.compile(r"合同|总计|总价|项目|总投资|支出|大写|总合计|总金额")


class Total(Struct, frozen=True):
    """A sum row: its name cell, the cell of its amount, what is written there, and the text around the table."""

    name: Unit
    unit: Unit
    bound: Bound | None
    context: str
    strong: bool
    block: Block

    @property
    def value(self) -> str | None:
        """Return the amount in yuan, None where the cell is blank."""
        return self.bound.amount.value if self.bound and self.bound.amount and self.bound.state == "stated" else None


def is_total(unit: Unit, topic: str) -> bool:
    """Tell whether a cell names a sum row: a word of ``total_row`` and nothing but number, unit and brackets."""
    for hit in unit.hits_of(topic, "total_row"):
        lead = _LEAD.match(unit.text)
        if lead and hit.start <= lead.end() and _TAIL.match(unit.text, hit.end):
            return True
    return False


def totals(view: View, topic: str) -> Iterator[Total]:
    """Yield the sum rows of the document's tables, with the amount each states or leaves blank."""
    above: dict[int, str] = {}
    for row in view.rows:
        if row.is_head:
            continue
        name = next((cell for cell in row.cells[:3] if cell.text), None)
        if name is not None and re.fullmatch(r"[\d一二三四五六七八九十]{1,3}", name.text) and len(row.cells) > 1:
            name = next((cell for cell in row.cells[1:3] if cell.text), None)
        if name is None or not is_total(name, topic):
            continue
        if row.block.id not in above:
            above[row.block.id] = f"{caption(view, row.block)} {_heads(row)}"
        unit, bound = _amount_cell(view, row, name)
        yield Total(name, unit, bound, above[row.block.id], STRONG.search(name.text) is not None, row.block)


def _heads(row: Row) -> str:
    if row.heads:
        return " ".join(dict.fromkeys(unit.text for unit in row.heads.values()))
    table = row.block.table
    return " ".join(cell.text for cell in table.cells if cell.row == 1) if table else ""


def _amount_cell(view: View, row: Row, name: Unit) -> tuple[Unit, Bound | None]:
    """Return the cell of the sum: capitals first, else the column of totals, of amounts, else the first figure."""
    ambient = ambient_unit(view, name)
    own = unit_note(name.text)
    ranked: list[tuple[int, int, Unit, Bound]] = []
    for order, cell in enumerate(row.cells):
        if cell.index <= name.index or not cell.text.strip() or cell.cell is None:
            continue
        head = row.heads.get(cell.cell.column)
        head_text = head.text if head is not None and head.index != cell.index else ""
        bound = follow(cell.text, 0, len(cell.text), own or unit_note(head_text) or ambient, closed=True)
        if bound is None or bound.state != "stated" or bound.amount is None or bound.amount.currency != "CNY":
            continue
        # A sum row often spans columns, so an amount with its own unit counts under any head.
        if bound.amount.bare and _NO_AMOUNT.search(head_text) and not _WHOLE.search(head_text):
            continue
        rank = (
            0
            if bound.amount.form == "capital"
            else 1
            if _WHOLE.search(head_text)
            else 2
            if _AMOUNT.search(head_text)
            else 3
        )
        ranked.append((rank, order, cell, bound))
    if ranked:
        _, _, cell, bound = min(ranked, key=lambda r: (r[0], r[1]))
        return cell, bound
    inside = follow(name.text, _after_name(name.text), len(name.text), own or ambient)
    if inside is not None and inside.state == "stated":
        return name, inside
    return name, None


def _after_name(text: str) -> int:
    match = re.search(r"(?:合计|总计|总价|总额|总金额|共计)", text)
    return match.end() if match else 0


def total_fact(view: View, row: Total, kind: str) -> Fact:
    """Return the fact of a sum row: evidence of the amount's cell first, then of its name; blank where it is empty."""
    if row.value is None or row.bound is None or row.bound.amount is None:
        return Fact(kind, "blank", row.name.norm.source.strip(), view.whole(row.name), pattern=f"{kind}:sum_row")
    evidence = view.evidence(row.unit, 0, row.bound.end)
    words = row.unit.norm.source[slice(*row.unit.norm.span(0, row.bound.end))].strip()
    if row.unit.index != row.name.index:
        evidence += view.whole(row.name)
        words = f"{row.name.norm.source.strip()} {words}"
    return Fact(kind, "stated", words, evidence, value=row.value, pattern=f"{kind}:sum_row")
