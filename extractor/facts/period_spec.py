"""What a period family looks for, what it binds, and the fact that is made of it."""

import re
from collections.abc import Callable

from msgspec import Struct

from extractor.fact import Evidence, Fact, State
from extractor.facts.period_slots import Slot
from extractor.facts.view import Unit, View
from extractor.terms import Hit

PERIOD_LABELS: dict[str, tuple[str, ...]] = {
    "warranty": ("label", "liability", "service"),
    "free_maintenance": ("label", "open_label", "service"),
    "trial_run": ("label", "service", "staff_like"),
    "implementation": ("label", "performance"),
    "terms_of_use": ("life", "term"),
}


class Spec(Struct, frozen=True):
    """What a period family looks for.

    ``labels`` are the lexicon groups that name the period, ``services`` those that name the service (their figure
    must stand close). ``bounded``: 内 after a figure makes it an upper bound. ``dated``: dates and intervals are
    values. ``caps``: an outermost limit in a special case is no value. ``foreign``: words that, between label and
    figure, show that the figure is about something else, beside those of all families. ``veto`` looks at a whole
    statement and gives the reason, in Chinese, why it is none of this family's. ``first_year``: 首年 is a figure.
    """

    kind: str
    topic: str
    labels: tuple[str, ...]
    services: tuple[str, ...] = ()
    bounded: bool = False
    dated: bool = False
    caps: bool = True
    foreign: re.Pattern[str] | None = None
    veto: "Veto | None" = None
    first_year: bool = False


class Bound(Struct, frozen=True):
    """A slot bound to a label; ``start:end`` is the span of both; ``label`` that of the label."""

    slot: Slot
    start: int
    end: int
    pattern: str
    subject: str | None = None


Veto = Callable[[View, Unit, Bound, int, int], str | None]


def period_hits(unit: Unit) -> tuple[Hit, ...]:
    """Return the hits of every word that names a period of any family, in order."""
    return tuple(h for h in unit.hits if h.topic in PERIOD_LABELS and h.group in PERIOD_LABELS[h.topic])


def normal_op(spec: Spec, slot: Slot, text: str) -> Slot:
    """Return the slot with the operator its family gives it: 两年内免费维护 is two years, not at most two."""
    if slot.kind != "duration" or slot.op != "<=" or spec.bounded:
        return slot
    before, after = text[max(0, slot.start - 8) : slot.start], text[slot.end : slot.end + 16]
    if re.search(
        r"不(?:得|应|能|可)?(?:超过|多于|大于|高于|长于)|最多|至多|最长|≤|<=|上限",
        before + text[slot.start : slot.start + 3],
    ):
        return slot
    if re.match(r"(?:\([^()]{0,10}\))?(?:之内|以内|内|里)", after) or text[slot.start : slot.end].endswith("内"):
        return Slot(slot.kind, slot.start, slot.end, slot.value, "==", slot.value_max, slot.working)
    return slot


def make_fact(
    view: View,
    spec: Spec,
    unit: Unit,
    bound: Bound,
    *,
    state: State | None = None,
    extra: tuple[Evidence, ...] = (),
    lead: Unit | None = None,
) -> Fact | None:
    """Return the fact for a bound slot, None where its span holds nothing.

    ``extra`` is evidence for a label elsewhere, ``lead`` that label's unit, whose words then open the fact's text.
    """
    slot = normal_op(spec, bound.slot, unit.text)
    evidence = view.evidence(unit, bound.start, bound.end) + extra
    if not evidence:
        return None
    first, last = unit.norm.span(bound.start, bound.end)
    own = unit.norm.source[first:last].strip()
    stated: State = state or ("blank" if slot.empty else "stated")
    return Fact(
        kind=spec.kind,
        state=stated,
        text=f"{lead.norm.source.strip()} {own}" if lead is not None else own,
        evidence=evidence,
        value=slot.value if stated == "stated" else None,
        op=slot.op if stated == "stated" else "==",
        value_max=slot.value_max if stated == "stated" else None,
        unit="working_day" if slot.working and stated == "stated" else None,
        subject=bound.subject,
        pattern=bound.pattern,
    )


def row_text(view: View, unit: Unit) -> str:
    """Return the text of the table row that a cell stands in, cells divided by spaces; the cell's own text outside."""
    if unit.cell is None:
        return unit.text
    row = unit.cell.row
    cells = [unit]
    for step in (-1, 1):
        at = unit.index + step
        while 0 <= at < len(view.units):
            other = view.units[at]
            if other.block.id != unit.block.id or other.cell is None or other.cell.row != row:
                break
            cells.append(other)
            at += step
    return " ".join(c.text for c in sorted(cells, key=lambda c: c.index))
