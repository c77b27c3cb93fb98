"""A whole period behind its phases, without a label: 需求确认2周，开发8周，测试2周，合计12周."""

import re
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.facts.period_family import Taken, is_near
from extractor.facts.period_slots import Slot, figure_end
from extractor.facts.period_spec import Bound, Spec, make_fact
from extractor.facts.period_words import PHASE
from extractor.facts.periods import Prose
from extractor.facts.view import View

_SUM = re.compile(r"(?:合计|共计|总计|总共|累计|共)(?:用时|历时|时间|工期|需|约|为)*$")
PHASES = 12  # more are no list that somebody adds up in a sentence
_LENGTH = re.compile(r"P(\d+)([YMWD])")


def sums_of_phases(view: View, spec: Spec, taken: Taken) -> Iterator[Fact]:
    """Yield a period that is said to be the sum of the phases before it, and is; ``taken`` as for all rules."""
    for unit in view.with_hits("implementation", "act"):
        reader = Prose(view, spec, unit)
        for begin, end in unit.sentences():
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
