"""How long maintenance is free (period.free_maintenance): labelled, or a service said to cost nothing extra."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.facts.period_family import Taken, find_periods, is_near
from extractor.facts.period_slots import Slot
from extractor.facts.period_spec import Bound, Spec, make_fact, row_text
from extractor.facts.periods import Prose
from extractor.facts.view import Unit, View

_FOREIGN = re.compile(
    r"交付(?!使用|之日|后|验收|日)|交货(?!后|之日|验收|日)|竣工(?!验收|后)|到货(?!后)|质保(?!期满|期届满|期后|期结束|期外)|[加得]分|账号|代管"
)
_PAID = re.compile(
    r"单价|限价|(?:费用?|另行|另)(?:另行?)?收取|报价(?!已?含|包含)|收费标准|按年(?:计费|收|结算|支付)|年费|元|续费|续保|有偿|付费|维保费|运维费|维护费|服务费"
)
_FREE = re.compile(r"免费|无偿|费用已含|(?<!不)(?:已)?含在|价格含|不另?收费|不收费|不计费|赠送")
_PAID_WORK = re.compile(r"(?:运维|维保|维护|运营)(?:服务)?(?:采购|合同|项目|方案|费用)")


def _paid(view: View, unit: Unit, bound: Bound, begin: int, end: int) -> str | None:
    """Refuse a term of maintenance that is paid for: by its sentence or row, or by what the document is."""
    around = unit.text[begin:end]
    if unit.cell is not None:
        around = row_text(view, unit)
    if _FREE.search(around):
        return None
    if _PAID.search(around):
        return "收费的维护"
    if (
        view.kind == "om_request"
        or _PAID_WORK.search(" ".join(unit.block.section))
        or _PAID_WORK.search(view.units[0].text[:60])
    ):
        return "收费的运维服务"
    if bound.slot.empty and bound.slot.kind == "blank_date":
        return "服务起止日期"
    return None


SPEC = Spec("period.free_maintenance", "free_maintenance", ("label",), ("service",), foreign=_FOREIGN, first_year=True)
OPEN = Spec("period.free_maintenance", "free_maintenance", ("open_label",), foreign=_FOREIGN, veto=_paid)
_INCLUDED = re.compile(
    r"(?:价|价款|总额|总价|报价|金额|价格|费用)(?:中|内|里)?(?:应当?|须|需|均|已|还|亦|必须)*(?:含|包含|包括|涵盖|计入)(?:了|有)?"
)
_INCLUDES = re.compile(r"含|包括|涵盖|计入")  # one of these stands in what _INCLUDED finds
# 成交价为30万元，包含软件许可、实施及首年维护: what the price includes is listed behind the amount.
_LISTED = re.compile(r"(?:元|整|[)）])[，,；;]?\s?(?:其中|此价|该价|该价格|以上价格)?(?:已|均)?(?:包含|包括|含)(?:了)?")
_REPAIR = re.compile(r"故障(?:的)?(?:排除|修复|处理|维修|诊断|检修)")  # part of the work, no time to answer in
_SEPARATOR = re.compile(r"[、及和与]|以及")
_FEE = re.compile(r"(?:维护|运维|维保|售后服务|技术支持)费用?")  # 总价已含一年维护费
_BETWEEN = re.compile(
    r"合同期|协议期|有效期|租期|响应|到场|通知|故障|逾期|付款|支付|保证金|每[年月季周]|备件|延长|分期|超过|按年|(?<!不)(?<!不再)收取|(?<!不)(?<!不再)另行收费|须另行|有偿|如|若|账号|试用|培训|许可|授权|代管|演练|质保金|报修|续费|续保|续签"
)


class FreeService:
    """Maintenance and free of charge said apart: 技术支持免费一年, 总价已含首年之系统维护, 继续免费提供补丁."""

    def __init__(self, view: View) -> None:
        self.view = view

    def facts(self, taken: Taken) -> Iterator[Fact]:
        """Yield the facts of sentences that name both and give a figure; ``taken`` holds places taken before."""
        for unit in self.view.units:
            work = [(h.start, h.end) for h in unit.hits_of("free_maintenance", "maintenance")]
            if _INCLUDES.search(unit.text) and _INCLUDED.search(unit.text):
                work = sorted([*work, *(m.span() for m in _FEE.finditer(unit.text))])
            free = _free_spans(unit) if work else []
            if not free:
                continue
            reader = Prose(self.view, SPEC, unit)
            for begin, end in unit.sentences():
                for slot in reader.slots_in(begin, end):
                    if slot.kind not in ("duration", "blank") or is_near(taken, unit, slot):
                        continue
                    near = max(begin, slot.start - 60), min(end, slot.end + 60)
                    yield from self._one(reader, near, slot, _spans_in(free, *near), _spans_in(work, *near), taken)

    def _one(
        self,
        reader: Prose,
        near: tuple[int, int],
        slot: Slot,
        free: list[tuple[int, int]],
        work: list[tuple[int, int]],
        taken: Taken,
    ) -> Iterator[Fact]:
        unit = reader.unit
        begin, end = near
        if not free or not work:
            return
        nearest_free = min(free, key=lambda span: _distance(span, slot))
        nearest_work = min(work, key=lambda span: _distance(span, slot))
        start = min(nearest_free[0], nearest_work[0], slot.start)
        stop = max(nearest_free[1], nearest_work[1], slot.end)
        words = unit.text[start:stop]
        if listed := _LISTED.match(unit.text, nearest_free[0]):
            parts = [m.end() for m in _SEPARATOR.finditer(unit.text, listed.end(), min(slot.start, nearest_work[0]))]
            words = unit.text[parts[-1] if parts else listed.end() : stop]
        words = _REPAIR.sub("", words.replace(unit.text[slot.start : slot.end], "", 1))
        if stop - start > 46 or _BETWEEN.search(words):
            return
        opening = slot.start == start and re.match(r"(?:以|之)?内，", unit.text[slot.end : slot.end + 3]) is not None
        if unit.text.count("，", start, stop) > 1 + opening or reader.slots_in(start, slot.start):
            return
        bound = Bound(slot, start, stop, "free_and_maintenance_apart")
        if reader.warranty_between(start, min(stop + 8, end)):
            return
        reason = reader.refusal(bound, begin, end)
        if reason:
            self.view.refuse(SPEC.kind, bound.pattern, reason, unit, start, stop)
            return
        fact = make_fact(self.view, SPEC, unit, bound)
        if fact is not None:
            taken.add((unit.index, slot.end))
            yield fact


def _free_spans(unit: Unit) -> list[tuple[int, int]]:
    """Return where a unit says that something costs nothing extra, or that the price includes it."""
    spans = [(h.start, h.end) for h in unit.hits_of("free_maintenance", "free")]
    spans += [m.span() for m in _INCLUDED.finditer(unit.text)]
    if unit.hits_of("price", "label", "plain", "fee"):
        spans += [m.span() for m in _LISTED.finditer(unit.text)]
    return sorted(spans)


def _spans_in(spans: list[tuple[int, int]], begin: int, end: int) -> list[tuple[int, int]]:
    """Return the spans, sorted by start, that lie in ``begin:end``."""
    first, last = bisect_left(spans, (begin, 0)), bisect_left(spans, (end, 0))
    return [span for span in spans[first:last] if span[1] <= end]


def _distance(span: tuple[int, int], slot: Slot) -> int:
    return max(span[0] - slot.end, slot.start - span[1], 0)


def find(view: View) -> Iterator[Fact]:
    """Yield terms of free maintenance: labelled, 运维期 that nobody pays for, and service said to be free."""
    taken: Taken = set()
    for spec in (SPEC, OPEN):
        yield from find_periods(view, spec, taken)
    yield from FreeService(view).facts(taken)
