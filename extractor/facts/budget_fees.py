"""Fees a budget must name (budget.supervision, budget.testing), and what a project cost in the end (budget.settled)."""

import re
from collections.abc import Iterator

from extractor.fact import DocumentKind, Fact
from extractor.facts.amount_labels import gather
from extractor.facts.amount_said import Label, Said, common_refusal, said_fact
from extractor.facts.amount_totals import is_total
from extractor.facts.budget_lines import TABLED, line_fact, row_amount, row_name, table_kind
from extractor.facts.view import Row, Unit, View

FEES = {"supervision": "budget.supervision", "testing": "budget.testing"}
SETTLED = "budget.settled"
_SETTLING: frozenset[DocumentKind] = frozenset(
    {
        "acceptance", "acceptance_application", "audit_report", "performance_report", "progress_report",
        "payment_record", "change_request", "om_request", "fund_document", "other", "unknown",
    }
)  # fmt: skip
_PLANNED: frozenset[DocumentKind] = TABLED | {"procurement_document", "filing_record", "minutes"}
_SUM_ROW = re.compile(r"[小合总]计")
_WARES = re.compile(r"系统|平台|模块|功能|工具|接口|数据库|设备|APP")
# 等保测评 and 密评 are paid for security, a test of the software is another
_SECURITY_TEST = re.compile(r"(?:等保|等级保护|安全|密码|密评|密码应用|风险)$")
_OF_OTHERS = re.compile(r"不含|不包括|除|另行|自行承担|由[^，。；]{1,12}(?:承担|支付)$")
_FORECAST = re.compile(r"预计|暂定|暂估|拟")


def find(view: View) -> Iterator[Fact]:
    """Yield the fees for supervision and testing in yuan, ``blank`` where a line has no money, and amounts settled.

    ``subject`` of a fee is the line's label; a settlement has none, so that it can be held against the approval.
    """
    if view.kind in _PLANNED:
        yield from _fees(view)
    if view.kind in _SETTLING:
        yield from _settled(view)


def _fees(view: View) -> Iterator[Fact]:
    told: set[int] = set()
    tables: dict[int, bool] = {}
    for row in view.rows:
        name = None if row.is_head or len(row.cells) < 2 else row_name(row)
        if name is None or len(name.text) > 30 or is_total(name, "budget") or _SUM_ROW.search(name.text):
            continue
        groups = tuple(dict.fromkeys(label.group for label in _labels(name)))
        if not groups or _WARES.search(name.text):
            continue
        if row.block.id not in tables:
            tables[row.block.id] = table_kind(view, row)
        if not tables[row.block.id]:
            continue
        told.update(cell.index for cell in row.cells)
        for group in groups:
            yield _line(view, row, name, FEES[group])
    for said in gather(view, _labels):
        if said.unit.index in told or said.label_unit.index in told or said.bound.state != "stated":
            continue
        kind = FEES[said.label.group]
        reason = common_refusal(said) or ("不在本项目预算内" if _OF_OTHERS.search(said.before()) else None)
        if reason is not None:
            view.refuse(kind, said.pattern, reason, said.unit, said.start, said.end)
            continue
        yield said_fact(view, _about(said), kind)


def _line(view: View, row: Row, name: Unit, kind: str) -> Fact:
    found = row_amount(view, row, name)
    if found is not None:
        return line_fact(view, name, found, kind, "table_line")
    label = name.norm.source.strip()
    return Fact(kind, "blank", label, view.whole(name), subject=label, pattern=f"{kind}:table_line")


def _about(said: Said) -> Said:
    """Return the statement with its own label as its subject."""
    label = said.label_unit.norm.source[slice(*said.label_unit.norm.span(said.label.start, said.label.end))]
    return Said(
        said.label, said.label_unit, said.unit, said.start, said.end, said.bound, said.pattern, label, said.rows
    )


def _labels(unit: Unit) -> tuple[Label, ...]:
    """Return the labels of fees in a text, of two that overlap the one that begins first."""
    out: list[Label] = []
    for hit in unit.hits_of("budget", *FEES):
        if hit.group == "testing" and _SECURITY_TEST.search(unit.text[max(0, hit.start - 6) : hit.start]):
            continue
        if out and hit.start < out[-1].end:
            if hit.group == out[-1].group:
                out[-1] = Label(out[-1].start, max(out[-1].end, hit.end), hit.group)
            continue
        end = hit.end
        tail = re.compile(r"(?:服务)?(?:费用|经费|费)").match(unit.text, end)
        out.append(Label(hit.start, tail.end() if tail else end, hit.group))
    return tuple(out)


def _settled(view: View) -> Iterator[Fact]:
    for said in gather(
        view, lambda unit: tuple(Label(h.start, h.end, h.group) for h in unit.hits_of("budget", "settled"))
    ):
        if said.bound.state != "stated" or said.rows > 1:
            continue
        reason = common_refusal(said) or ("预计的数，不是结算" if _FORECAST.search(said.before()) else None)
        if reason is not None:
            view.refuse(SETTLED, said.pattern, reason, said.unit, said.start, said.end)
            continue
        yield said_fact(view, said, SETTLED)
