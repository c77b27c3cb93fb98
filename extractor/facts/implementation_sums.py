"""A whole period without its label, told by its phases (开发8周，测试2周，合计10周) or its ends (从签约到交付4个月)."""

import re
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.facts.period_family import Taken, is_near
from extractor.facts.period_slots import Slot, figure_end
from extractor.facts.period_spec import Bound, Spec, make_fact
from extractor.facts.period_words import PHASE, with_comparison
from extractor.facts.periods import Prose
from extractor.facts.view import View

_ENDS = r"(?:交付|交货|上线|验收|终验|竣工|完工|投运|建成|完成)"
# 从签约到交付不超过4个月; 项目自2025年5月起实施，周期10个月; 开工日期…，竣工日期…，共180日历天
_SPANNED = re.compile(
    rf"(?:自|从)(?:合同|项目|协议)?(?:签约|签订|签署|生效|立项|开工|启动|进场)(?:之日)?(?:起)?(?:至|到)[^，。；\d]{{0,10}}{_ENDS}[^，。；\d]{{0,6}}$"
    rf"|(?:项目|工程|平台|系统|建设|开发)[^。；]{{0,30}}(?:启动|实施|开工|开始|建设)[^。；，]{{0,6}}，(?:总)?(?:周期|历时|为期|总时长)(?:为|约|共)?$"
    rf"|开工[^。；]{{4,20}}，[^。；]{{0,6}}{_ENDS}[^。；]{{4,20}}，(?:共计|共|合计|总计|历时)$"
)
_MAY_SPAN = re.compile(r"[自从].{0,2}(?:签约|签订|签署|生效|立项|开工|启动|进场)|周期|历时|为期|总时长|开工", re.DOTALL)
"""What ``_SPANNED`` is not found without."""
_OTHER = re.compile(r"试运行|维护|运维|服务|培训|质保|保修|免费|保密|付款|支付")
_SUM = re.compile(r"(?:合计|共计|总计|总共|累计|共)(?:用时|历时|时间|工期|需|约|为)*$")
_MAY_SUM = re.compile(_SUM.pattern.removesuffix("$"))
_LENGTH_SIGN = re.compile("[年月日天周星礼季]")  # no length of time is written without one of these
PHASES = 12  # more are no list that somebody adds up in a sentence
_LENGTH = re.compile(r"P(\d+)([YMWD])")


def sums_of_phases(view: View, spec: Spec, taken: Taken) -> Iterator[Fact]:
    """Yield a period that is said to be the sum of the phases before it, and is; ``taken`` as for all rules."""
    for unit in view.with_hits("implementation", "act"):
        spans = [(begin, end) for begin, end in unit.sentences() if _may_add_up(unit.text, begin, end)]
        if not spans:
            continue
        reader = Prose(view, spec, unit)
        for begin, end in spans:
            found = reader.slots_in(begin, end)
            for index in range(2, len(found)):
                slot = found[index]
                lead = _SUM.search(unit.text, max(begin, slot.start - 10), slot.start)
                if (
                    lead is None
                    or is_near(taken, unit, slot)
                    or not _adds_up(unit.text, begin, found[max(0, index - PHASES) : index + 1])
                ):
                    continue
                bound = Bound(slot, lead.start(), figure_end(unit.text, slot), "sum_of_phases")
                fact = make_fact(view, spec, unit, bound)
                if fact is not None:
                    taken.add((unit.index, slot.end))
                    yield fact


def _may_add_up(text: str, begin: int, end: int) -> bool:
    """Tell whether a sentence has a word for a sum and signs of three lengths, before its slots are looked for."""
    if _MAY_SUM.search(text, begin, end) is None:
        return False
    return len(_LENGTH_SIGN.findall(text, begin, end)) >= 3


def spans(view: View, spec: Spec, taken: Taken) -> Iterator[Fact]:
    """Yield the periods of a project that are told by where they begin and end; ``taken`` as for all rules."""
    for unit in view.with_hits("implementation", "act", "label", "open_label"):
        if _MAY_SPAN.search(unit.text) is None:
            continue
        reader = Prose(view, spec, unit)
        for begin, end in unit.sentences():
            for slot in reader.slots_in(begin, end):
                low = max(begin, slot.start - 64)
                lead = _SPANNED.search(unit.text, low, with_comparison(unit.text, low, slot.start))
                if slot.kind != "duration" or lead is None or is_near(taken, unit, slot) or _OTHER.search(lead.group()):
                    continue
                bound = Bound(slot, lead.start(), figure_end(unit.text, slot), "span_of_project")
                reason = reader.refusal(bound, begin, end)
                if reason:
                    view.refuse(spec.kind, bound.pattern, reason, unit, bound.start, bound.end)
                    continue
                fact = make_fact(view, spec, unit, bound)
                if fact is not None:
                    taken.add((unit.index, slot.end))
                    yield fact


def _adds_up(text: str, begin: int, found: tuple[Slot, ...]) -> bool:
    """Tell whether the last slot is the sum of those before it, two of which at least are named as phases."""
    lengths = [_LENGTH.fullmatch(slot.value or "") for slot in found]
    units = {length[2] for length in lengths if length}
    if not all(lengths) or len(units) != 1:
        return False
    figures = [int(length[1]) for length in lengths if length]
    starts = [begin, *(slot.end for slot in found[:-2])]
    names = [text[start : slot.start] for start, slot in zip(starts, found, strict=False)]
    return sum(figures[:-1]) == figures[-1] and sum(1 for name in names if PHASE.search(name)) >= 2
