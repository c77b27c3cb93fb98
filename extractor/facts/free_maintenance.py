"""How long maintenance is free (period.free_maintenance): labelled, or a service said to cost nothing extra."""

import re
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.facts.period_family import find_periods
from extractor.facts.period_slots import Slot, slots
from extractor.facts.periods import Bound, Prose, Spec, make_fact
from extractor.facts.view import Unit, View

_FOREIGN = re.compile(
    r"交付(?!使用|之日|后|验收|日)|交货(?!后|之日|验收|日)|竣工(?!验收|后)|到货(?!后)|质保(?!期满|期届满|期后|期结束|期外)|[加得]分|账号|代管"
)
_PAID = re.compile(
    r"单价|限价|报价(?!已?含|包含)|收费标准|按年(?:计费|收|结算|支付)|年费|元|续费|续保|有偿|付费|维保费|运维费|维护费|服务费"
)
_FREE = re.compile(r"免费|无偿|费用已含|已含在|含在|价格含|不另?收费|不收费|不计费|赠送")
_PAID_WORK = re.compile(r"(?:运维|维保|维护|运营)(?:服务)?(?:采购|合同|项目|方案|费用)")


def _paid(view: View, unit: Unit, bound: Bound, begin: int, end: int) -> str | None:
    """Refuse a term of maintenance that is paid for: by its sentence or row, or by what the document is."""
    around = unit.text[begin:end]
    if unit.cell is not None:
        around = " ".join(
            u.text for u in view.units if u.block.id == unit.block.id and u.cell and u.cell.row == unit.cell.row
        )
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


SPEC = Spec("period.free_maintenance", "free_maintenance", ("label",), ("service",), foreign=_FOREIGN)
OPEN = Spec("period.free_maintenance", "free_maintenance", ("open_label",), foreign=_FOREIGN, veto=_paid)
_FIRST_YEAR = re.compile(r"(?:首|第一|头一)(?:个)?(?:服务)?年(?:度|内)?")
_BETWEEN = re.compile(
    r"响应|到场|通知|故障|逾期|付款|支付|保证金|每[年月季周]|备件|延长|分期|超过|按年|收取|另行收费|须另行|有偿|如|若|账号|试用|培训|许可|授权|代管|演练|质保金|报修|续费|续保|续签"
)


class FreeService:
    """Maintenance and free of charge said apart: 技术支持免费一年, 总价已含首年之系统维护, 继续免费提供补丁."""

    def __init__(self, view: View) -> None:
        self.view = view

    def facts(self, taken: set[tuple[int, int]]) -> Iterator[Fact]:
        """Yield the facts of sentences that name both and give a figure; ``taken`` holds places taken before."""
        for unit in self.view.units:
            if not unit.hits_of("free_maintenance", "free") or not unit.hits_of("free_maintenance", "maintenance"):
                continue
            found = [*slots(unit.text)]
            found += [Slot("duration", m.start(), m.end(), "P1Y") for m in _FIRST_YEAR.finditer(unit.text)]
            for begin, end in unit.sentences():
                for slot in found:
                    near = any(index == unit.index and abs(at - slot.end) <= 6 for index, at in taken)
                    if begin <= slot.start and slot.end <= end and slot.kind in ("duration", "blank") and not near:
                        yield from self._one(unit, begin, end, slot, taken)

    def _one(self, unit: Unit, begin: int, end: int, slot: Slot, taken: set[tuple[int, int]]) -> Iterator[Fact]:
        free = [h for h in unit.hits_of("free_maintenance", "free") if begin <= h.start and h.end <= end]
        work = [h for h in unit.hits_of("free_maintenance", "maintenance") if begin <= h.start and h.end <= end]
        if not free or not work:
            return
        nearest_free = min(free, key=lambda h: _distance(h.start, h.end, slot))
        nearest_work = min(work, key=lambda h: _distance(h.start, h.end, slot))
        start = min(nearest_free.start, nearest_work.start, slot.start)
        stop = max(nearest_free.end, nearest_work.end, slot.end)
        words = unit.text[start:stop]
        if stop - start > 46 or _BETWEEN.search(words.replace(unit.text[slot.start : slot.end], "", 1)):
            return
        if unit.text.count("，", start, stop) > 1 or any(
            s.start != slot.start and start <= s.start and s.end <= stop and s.end <= slot.start
            for s in slots(unit.text)
        ):
            return
        bound = Bound(slot, start, stop, "free_and_maintenance_apart")
        reader = Prose(self.view, SPEC, unit)
        if reader.warranty_between(start, stop):
            return
        reason = reader.refusal(bound, begin, end)
        if reason:
            self.view.refuse(SPEC.kind, bound.pattern, reason, unit, start, stop)
            return
        fact = make_fact(self.view, SPEC, unit, bound)
        if fact is not None:
            taken.add((unit.index, slot.end))
            yield fact


def _distance(start: int, end: int, slot: Slot) -> int:
    return max(start - slot.end, slot.start - end, 0)


def find(view: View) -> Iterator[Fact]:
    """Yield terms of free maintenance: labelled, 运维期 that nobody pays for, and service said to be free."""
    taken: set[tuple[int, int]] = set()
    for spec in (SPEC, OPEN):
        yield from find_periods(view, spec, taken)
    yield from FreeService(view).facts(taken)
