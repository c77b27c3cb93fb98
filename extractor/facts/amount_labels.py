"""Where labels of amounts stand, and where their amounts do: in the sentence, the next cell, the column, the next line.

``gather`` is the one reader of labelled amounts; the families of price and budget say which words are their labels and
which of the statements found are theirs.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise

from msgspec import Struct

from extractor.fact import Fact
from extractor.facts.amount_units import ambient_unit, column_unit
from extractor.facts.amounts import Amount, Bound, amounts, follow, threshold, twin_of, unit_note, unit_price
from extractor.facts.view import Labelled, Unit, View
from extractor.facts.windows import sentence_at
from extractor.values import op_around

_NUMBERING = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]{1,4}[条章节款项]\s?|[(]?[一二三四五六七八九十\d]{1,3}(?:[)、]|\.(?!\d))\s?|\d{1,2}(?:\.\d{1,2}){1,4}\.?\s?|[①-⑳#>·•☆★▲*]\s?)*"
)
_DRESS = re.compile(
    r"[\s:*“”\"'|，,、=#]|\([^()]{0,30}\)|[(\[【)\]】]|大写|小写|人民币|金额|单位|[万亿千]?元|[本该](?:合同|项目|工程|协议|次)?|项目|工程|采购|合同|其中?总"
)
_LOT = re.compile(
    r"(?:第\s?)?[一二三四五六七八九十\dA-Za-z]{1,3}\s?(?:分标|标段|标项|分包|包件|标包|包(?![装括含干])|品目)"
    r"|(?:分标|标段|标项|分包|包件|标包|包(?:组|号)?|品目)\s?[:：]?\s?(?:[一二三四五六七八九十]{1,3}|\d{1,3}(?![\d.,万元])|[A-Z](?![A-Za-z包标分]))"
)
_LOT_HEAD = re.compile(r"包号|标段|标项|分标|分包|包件|标包|包组|品目号|^包$|标的序号")
_SENTENCE_START = re.compile(r"[，,。；;：:、|\n]")
CITED = re.compile(
    r"《[^《》]{2,40}(?:法|条例|办法|规定|细则|通知|意见|规则|标准|制度)》[^。；]{0,20}(?:规定|要求|明确|指出|第[一二三四五六七八九十百\d]+条)"
)
EXAMPLE = re.compile(
    r"(?<!比)例如|比如|譬如|举例|假设|假如|示例|(?<!比)例[：:]|如某|类似业绩|同类业绩|业绩|案例|类似项目|同类项目|以往|往年|去年|上年度"
)
FOREIGN = "外币金额，不折算为人民币"


class Label(Struct, frozen=True):
    """A label of an amount at ``start:end`` of a unit; ``group`` is its group in the lexicon."""

    start: int
    end: int
    group: str


class Said(Struct, frozen=True):
    """A label and what it is bound to. ``start:end`` is the span in ``unit`` (label included where it stands there)."""

    label: Label
    label_unit: Unit
    unit: Unit
    start: int
    end: int
    bound: Bound
    pattern: str
    subject: str | None = None
    rows: int = 1

    def before(self) -> str:
        """Return the text before the label in its clause, nearest last."""
        text, at = self.label_unit.text, self.label.start
        low = max(0, at - 60)
        cut = [m.end() for m in _SENTENCE_START.finditer(text, low, at)]
        return text[cut[-1] if cut else low : at]

    def lead(self) -> str:
        """Return the sentence of the label up to its end."""
        start, _ = sentence_at(self.label_unit.text, self.label.start)
        return self.label_unit.text[start : self.label.end]

    def sentence(self) -> str:
        """Return the sentence of the label."""
        start, end = sentence_at(self.label_unit.text, self.label.start)
        return self.label_unit.text[start:end]


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
        yield from _in_tables(view, cells)


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


def is_pure(text: str, label: Label) -> bool:
    """Tell whether a text is a label and nothing else but its number, brackets and unit (1、合同价款(元):)."""
    lead = _NUMBERING.match(text)
    before = text[lead.end() if lead and lead.end() <= label.start else 0 : label.start]
    return len(_DRESS.sub("", before)) <= 4 and not _DRESS.sub("", text[label.end :])


def _below(view: View, unit: Unit, label: Label) -> Iterator[Said]:
    """Yield the amount under a label that has a line of its own: on the next line, or in a column told line by line."""
    if not is_pure(unit.text, label):
        return
    stated = unit_note(unit.text)
    for number, following in enumerate(view.after(unit, 9)):
        if following.cell is not None or following.block.kind == "heading" or len(following.text) > 200:
            return
        lead = _NUMBERING.match(following.text)
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
        step = _LOT_STEP.match(text, at, end)
        lot = _LOT.match(text, step.end() if step else at, end)
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


def _in_tables(view: View, found: dict[int, tuple[Label, ...]]) -> Iterator[Said]:
    columns: dict[tuple[int, int], list[tuple[Labelled, Label]]] = {}
    for pair in view.labelled:
        spans = found.get(pair.label.index)
        if not spans or pair.label.index == pair.value.index:
            continue
        label = spans[-1]
        if not is_pure(pair.label.text, label):
            continue
        if _from_head(pair):
            columns.setdefault((pair.label.index, pair.value.cell.column if pair.value.cell else 0), []).append(
                (pair, label)
            )
        else:
            yield from _in_cell(view, pair, label, "label_cell", 1)
    yield from _in_heads(view, found)
    for pairs in columns.values():
        filled = [p for p in pairs if p[0].value.text.strip()]
        for pair, label in filled or pairs[:1]:
            yield from _in_cell(view, pair, label, "column_head", len(filled))


def _in_heads(view: View, found: dict[int, tuple[Label, ...]]) -> Iterator[Said]:
    """Yield amounts beside their labels in a row that was taken for a head: forms saved as Markdown have one."""
    for row in view.rows:
        if not row.is_head:
            continue
        for left, right in pairwise(row.cells):
            spans = found.get(left.index)
            if (
                not spans
                or not is_pure(left.text, spans[-1])
                or not re.search(r"\d|[壹贰叁肆伍陆柒捌玖拾]", right.text)
            ):
                continue
            for said in _in_cell(view, Labelled(left, right, None, None, row.cells), spans[-1], "label_cell", 1):
                if said.bound.state == "stated":
                    yield said


def _from_head(pair: Labelled) -> bool:
    """Tell whether the label stands over the value and not beside it."""
    label, value = pair.label.cell, pair.value.cell
    return label is not None and value is not None and label.row + label.row_span <= value.row


def _in_cell(view: View, pair: Labelled, label: Label, pattern: str, rows: int) -> Iterator[Said]:
    unit = unit_note(pair.label.text) or column_unit(pair.value) or ambient_unit(view, pair.value)
    text = pair.value.text
    bound = follow(text, 0, len(text), unit, closed=True)
    if bound is None and not text.strip():
        bound = Bound("blank", 0, Amount(0, 0, "blank"), empty=True)
    if bound is None or (bound.empty and text.strip() and bound.amount is None):
        return
    subject = lot_of_row(pair) if pattern == "column_head" else None
    yield Said(label, pair.label, pair.value, 0, bound.end, bound, pattern, subject, rows)


def lot_of_row(pair: Labelled) -> str | None:
    """Return the lot a row is about: a cell under the head 包号 or one that reads A分标, 第二包."""
    for cell in pair.row:
        if cell.index == pair.value.index or not cell.text or len(cell.text) > 30:
            continue
        match = _LOT.match(cell.text)
        if match:
            return match.group() if len(cell.text) > 12 else cell.text
    return None


def lot_before(text: str, at: int) -> str | None:
    """Return the lot named in the same sentence before ``at``: 第一包：预算50万元."""
    start, _ = sentence_at(text, at)
    found = None
    for match in _LOT.finditer(text, max(start, at - 40), at):
        found = match.group()
    return found


def lot_head(text: str) -> bool:
    """Tell whether the head of a column names lots."""
    return _LOT_HEAD.search(text) is not None


def common_refusal(said: Said) -> str | None:
    """Return why a bound amount is no amount of this project, or None: what holds for price and budget alike."""
    amount = said.bound.amount
    text = said.unit.text
    sentence = said.sentence()
    if amount is not None and amount.currency != "CNY":
        return FOREIGN
    if said.bound.state == "stated" and amount is not None:
        if threshold(text, amount.end):
            return "金额是划线的标准，不是本项目的金额"
        if unit_price(text, amount):
            return "单价，不是总额"
    if CITED.search(sentence):
        return "引用法规的内容"
    if EXAMPLE.search(sentence):
        return "举例或另一个项目的金额"
    return None


def said_fact(view: View, said: Said, kind: str, *, op_floor: bool = False) -> Fact:
    """Return the fact of a statement; evidence is the value first, then the label where it has a place of its own."""
    bound = said.bound
    unit = said.unit
    evidence = view.evidence(unit, said.start, said.end)
    words = unit.norm.source[slice(*unit.norm.span(said.start, said.end))].strip()
    if said.label_unit.index != unit.index:
        evidence += view.whole(said.label_unit)
        words = f"{said.label_unit.norm.source.strip()} {words}".strip()
    amount = bound.amount if bound.state == "stated" else None
    op = bound.op
    if op_floor and bound.state == "stated" and op == "==":
        op = "<="
    return Fact(
        kind=kind,
        state=bound.state,
        text=words,
        evidence=evidence,
        value=amount.value if amount else None,
        value_max=amount.value_max if amount else None,
        op=op if bound.state == "stated" else "==",
        subject=said.subject,
        pattern=f"{kind}:{said.pattern}",
    )
