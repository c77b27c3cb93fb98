"""Where labels of amounts stand, and where their amounts do: in the sentence, the next cell, the column, the next line.

``gather`` is the one reader of labelled amounts; the families of price and budget say which words are their labels and
which of the statements found are theirs.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from extractor.facts.amount_cells import in_tables
from extractor.facts.amount_said import LOT, NUMBERING, Label, Said, is_pure, lot_before
from extractor.facts.amount_units import ambient_unit
from extractor.facts.amounts import Amount, Bound, amounts, follow, twin_of, unit_note
from extractor.facts.view import Unit, View
from extractor.facts.windows import sentence_at
from extractor.values import op_around

Finder = Callable[[Unit], tuple[Label, ...]]


def gather(view: View, labels: Finder) -> Iterator[Said]:
    """Yield every label of the document that is bound to an amount, a blank or a pointer, wherever these stand."""
    found = {unit.index: spans for unit in view.units if (spans := labels(unit))}
    for index, spans in found.items():
        unit = view.units[index]
        for number, label in enumerate(spans):
            yield from _in_text(view, unit, label, _joined_end(unit.text, label, spans[number + 1 : number + 4]))
    cells = {index: spans for index, spans in found.items() if view.units[index].cell is not None}
    if cells:
        yield from in_tables(view, cells)


_AND = re.compile(r"\s?[(]?\s?(?:及|和|与|/|、|暨|或)\s?")


def _joined_end(text: str, label: Label, spans: tuple[Label, ...]) -> int:
    """Return where the amount of a label may begin: behind a second label that shares it (预算及最高限价：120万元)."""
    end = label.end
    for other in spans:
        gap = _AND.match(text, end)
        if gap and gap.end() == other.start:
            end = other.end
    return end


def _in_text(view: View, unit: Unit, label: Label, at: int) -> Iterator[Said]:
    _, end = sentence_at(unit.text, label.start)
    ran = (
        _run_together(unit, label, end)
        if _HEADS_AHEAD.search(unit.text, max(0, label.start - 40), label.start)
        else None
    )
    if ran is not None:
        yield ran
        return
    bound = follow(unit.text, at, end, ambient_unit(view, unit))
    if bound is not None and bound.empty and unit.cell is None and end == len(unit.text):
        below = list(_below(view, unit, label))
        if below:
            yield from below
            return
        if _open_field(view, unit, label):
            room = Bound("blank", bound.end, Amount(bound.end, bound.end, "blank"))
            yield Said(label, unit, unit, label.start, bound.end, room, "field_without_value")
            return
    if bound is None or bound.empty:
        bound = _closing(unit.text, end, bound)
    if bound is None or (bound.empty and bound.amount is None):
        ahead = _value_first(unit, label)
        if ahead is not None:
            yield ahead
            return
    if bound is None:
        listed = list(_by_lot(unit, label, at, end, ambient_unit(view, unit)))
        yield from listed
        if listed:
            return
        run_together = _run_together(unit, label, end)
        if run_together is not None:
            yield run_together
        elif unit.cell is None and label.end == len(unit.text):
            yield from _below(view, unit, label)
        return
    if bound.empty and (bound.amount is None or (unit.cell is not None and is_pure(unit.text, label))):
        if unit.cell is None and end == len(unit.text):
            yield from _below(view, unit, label)
        return
    yield Said(label, unit, unit, label.start, bound.end, bound, "label_in_text", lot_before(unit.text, label.start))


_FIELD_BELOW = re.compile(r"(?!.{0,4}(?:大写|小写|其中))[^，。；:]{1,16}:")


def _open_field(view: View, unit: Unit, label: Label) -> bool:
    """Tell whether a line is a field of a form with nothing behind its colon, and another field follows it."""
    if not unit.text.rstrip().endswith(":") or unit.block.kind == "heading" or not is_pure(unit.text, label):
        return False
    following = view.after(unit)
    return bool(following) and _FIELD_BELOW.match(following[0].text) is not None and not amounts(following[0].text)


_NAMED_AS = re.compile(r"[整正元圆)]*(?:作为|即为|系|为|的)(?:本|该)?(?:合同|项目|工程|次)?(?:的)?$")


def _value_first(unit: Unit, label: Label) -> Said | None:
    """Find an amount that is named by the label after it: 以人民币30万元作为合同总价."""
    known = amounts(unit.text)
    behind = bisect_right(known, label.start, key=lambda a: a.end)
    near = [a for a in known[max(0, behind - 3) : behind] if label.start - 24 <= a.end and not a.bare]
    if not near or not _NAMED_AS.fullmatch(unit.text, near[-1].end, label.start):
        return None
    last = near[-1]
    first = (
        near[-2]
        if len(near) > 1 and (twin := twin_of(unit.text, near[-2], label.start, None)) and twin.end == last.end
        else last
    )
    bound = Bound(
        "stated", label.end, first, None if first is last else last, op_around(unit.text, first.start, first.end)
    )
    return Said(label, unit, unit, first.start, label.end, bound, "amount_before_label")


def _closing(text: str, end: int, bound: Bound | None) -> Bound | None:
    """Turn a label with a colon and nothing before the end of its sentence (咨询费总额:。) into a blank."""
    if bound is not None and text[end : end + 1] in ("。", "；") and text[max(0, end - 4) : end].rstrip()[-1:] == ":":
        return Bound("blank", bound.end, Amount(bound.end, bound.end, "blank"))
    return bound


def _below(view: View, unit: Unit, label: Label) -> Iterator[Said]:
    """Yield the amount under a label that has a line of its own: on the next line, or in a column told line by line."""
    if not is_pure(unit.text, label):
        return
    stated = unit_note(unit.text)
    for number, following in enumerate(view.after(unit, 9)):
        if following.cell is not None or following.block.kind == "heading" or len(following.text) > 200:
            return
        lead = NUMBERING.match(following.text)
        if re.fullmatch(r"\((?:单位:)?(?:万|千|亿)?元\)", following.text):  # a head broken over two lines
            stated = unit_note(following.text)
            continue
        if number == 0 or stated:
            whole = number > 0
            at = 0
            bound = follow(following.text, 0, _sentence_end(following, 0), stated)
            if (bound is None or bound.empty) and lead and not whole:
                at = lead.end()
                bound = follow(following.text, at, _sentence_end(following, at), stated)
            if (
                bound
                and not bound.empty
                and bound.state != "unstated"
                and (not whole or bound.end >= len(following.text.rstrip()))
            ):
                if whole and bound.state != "stated":
                    continue
                yield Said(label, unit, following, at, bound.end, bound, "amount_below_label")
                return
        if not stated or re.search(r"[。；:]", following.text):
            return


def _sentence_end(unit: Unit, at: int) -> int:
    return sentence_at(unit.text, at)[1]


_LOT_STEP = re.compile(r"[\s:：、，,和及为]*")


def _by_lot(unit: Unit, label: Label, at: int, end: int, ambient: str | None) -> Iterator[Said]:
    """Yield the amounts of a label that gives one to each lot: 最高限价：标段一180万元、标段二95万元."""
    text = unit.text
    while True:
        if at == end and text[at : at + 1] == "；" and LOT.match(text, at + 1):
            at += 1
            end = sentence_at(text, at)[1]
        step = _LOT_STEP.match(text, at, end)
        lot = LOT.match(text, step.end() if step else at, end)
        if lot is None:
            return
        bound = follow(text, lot.end(), end, ambient)
        if bound is None or bound.state != "stated":
            return
        yield Said(label, unit, unit, lot.start(), bound.end, bound, "amount_by_lot", lot.group())
        at = bound.end


# The heads of a table that ran into one line with its rows.
_HEADS_AHEAD = re.compile(r"(?:(?:序号|包号|标项|品目号?|标的|采购|项目|内容|名称|数量|规格|型号|单位)[\s/]?){3,}$")


def _run_together(unit: Unit, label: Label, end: int) -> Said | None:
    """Find the amount of a table whose head and row ran into one line: 名称 预算(元) 某系统1套 468,500.00."""
    text = unit.text
    noted = re.compile(r"\((?:人民币)?(万?元)\)\s?(?!\s*[:：为])").match(text, label.end)
    if noted is None:
        return None
    scale = noted.group(1)
    figure = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+(?:\.\s?\d{1,2})?|\d+\.\d{1,4})(?![\d%])").search(
        text, noted.end(), min(end, noted.end() + 90)
    )
    if figure is None:
        return None
    bound = follow(text, figure.start(), end, scale)
    if bound is None or bound.state != "stated":
        return None
    return Said(label, unit, unit, figure.start(), bound.end, bound, "head_and_row_in_one_line")
