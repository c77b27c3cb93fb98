"""A project spread over years without a label: 项目分三年实施, 分两年建成."""

import re
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.facts.period_family import Taken, is_near
from extractor.facts.period_slots import Slot
from extractor.facts.period_spec import Bound, Spec, make_fact
from extractor.facts.periods import Prose
from extractor.facts.view import View
from extractor.facts.windows import sentence_at

_YEARS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "2": 2, "3": 3, "4": 4, "5": 5}
_BUILT = re.compile(
    r"(?:度)?[，、,]?(?:分[步批段]|分[一二两三四五]期|逐步|逐年|滚动|有序|全面|[两二三四五]期)*"
    r"(?:组织|推进|推动|进行|予以|完成)?(?:实施|建设|建成|完成|开展|推进)(?!资金|付款|支付|款项)"
)
_MONEY = re.compile(r"支付|付款|付清|拨付|下达|筹措|筹集|资金|经费|贷款|偿还|还清|摊销|折旧|租金")
_PROPOSED = re.compile(r"建议|考虑|研究|探讨|争取|若|如果|可以?$")


def spread_over_years(view: View, spec: Spec, taken: Taken) -> Iterator[Fact]:
    """Yield the years a project is spread over; ``taken`` holds the figures other rules took, and gets these."""
    for unit in view.with_hits("implementation", "spread"):
        hits = unit.hits_of("implementation", "spread")
        reader = Prose(view, spec, unit)
        for hit in hits:
            begin, end = sentence_at(unit.text, hit.start)
            built = _BUILT.match(unit.text, hit.end, end)
            if built is None:
                continue
            slot = Slot("duration", hit.start + 1, hit.end, f"P{_YEARS[unit.text[hit.start + 1]]}Y")
            if is_near(taken, unit, slot):
                continue
            bound = Bound(slot, hit.start, built.end(), "spread_over_years")
            reason = reader.refusal(bound, begin, end)
            if _MONEY.search(unit.text, max(begin, hit.start - 12), hit.start):
                reason = "分年安排的是资金，不是建设"
            elif _PROPOSED.search(unit.text, max(begin, hit.start - 16), hit.start):
                reason = "只是建议，没有定下来"
            if reason:
                view.refuse(spec.kind, bound.pattern, reason, unit, bound.start, bound.end)
                continue
            fact = make_fact(view, spec, unit, bound)
            if fact is not None:
                taken.add((unit.index, slot.end))
                yield fact
