"""How a period is stated where label and figure stand apart: tables with keys or heads, forms, lines of labels."""

import re
from collections.abc import Iterator

from extractor.document import Block
from extractor.fact import Evidence, Fact, State
from extractor.facts import period_words as words
from extractor.facts.period_context import subject_of
from extractor.facts.period_slots import Slot, bare_number, figure_end, slots
from extractor.facts.period_spec import Bound, Spec, make_fact
from extractor.facts.periods import Prose
from extractor.facts.view import Row, Unit, View
from extractor.terms import Hit

_NOTHING = re.compile(r"^(?:[-—/\\]+|不适用|无|无要求|不涉及)$")
_EMPTY = re.compile(
    r"^(?:(?:\\?_|\s|\[ ?\]|【 ?】|\( ?\)|[Xx×*]|\{\{[^{}]*\}\}|…|待定|待填|待补)*"
    r"(?:个?工作日|个?日历[天日]|个?月|年|天|日)?)$"
)
_LABEL_TAIL = re.compile(
    r"^(?:要求|约定|承诺|说明|指标|标准|安排|[与和及、]?(?:交货|交付)?地点|年限|天数)?(?:\*)*(?:\([^()]{0,14}\)|/[年月天日]{1,3})*\s?:?\**$"
)
_NUMBERING = re.compile(
    r"^(?:\(?[\d一二三四五六七八九十.]{1,6}[).、]?|[①-⑳]|第[一二三四五六七八九十\d]+[条章节]|[★▲*●·\-]+|\*\*)+\s?"
)
_RECORDS = re.compile(r"业绩|案例|类似项目|同类项目|既往|历年|合同一览")
_PAPER = re.compile(
    r"(?:方案|计划|说明书|报告|手册|文档|图纸|清单|资料|记录|证书|光盘|纪要|证明)(?:[、及和等]|\([^()]*\)|$)"
)
_UNIT_CELL = re.compile(r"\s?(?:年|个?月|日历天|日历日|自然日|工作日|天|日|周)\s?")
_ITEM_LINE = re.compile(
    r"\s?(?:[(]?[\d一二三四五六七八九十]{1,2}[)、.]|[①-⑳]|[-*·•])\s?(?P<name>[\u4e00-\u9fffA-Za-z]{2,14}):"
)
_SIDE = re.compile(r"^(?:序号|编号|合计|\d{1,3}|[一二三四五六七八九十]{1,3})$")


def label_hit(unit: Unit, spec: Spec, *, services: bool) -> Hit | None:
    """Return the hit by which a cell or line is the label of a period and nothing else, None where it is more."""
    groups = (*spec.labels, *spec.services) if services else spec.labels
    if spec.topic not in unit.topics or len(unit.text) > 36:
        return None
    for hit in unit.hits_of(spec.topic, *groups):
        lead = _NUMBERING.sub("", unit.text[: hit.start])
        if (
            len(lead) <= 14
            and not re.search(r"[，。；:]|[后前日内为]$", lead)
            and _LABEL_TAIL.match(unit.text[hit.end :])
        ):
            return hit
        coordinated = re.match(r"^[及和与、/(]", unit.text[hit.end :])
        if coordinated and len(lead) <= 14 and len(unit.text) <= 20 and not slots(unit.text):
            return hit
    return None


def _past_unit(row: Row, label: Unit, value: Unit) -> Unit:
    """Return the figure of a row whose cell beside the label only names the unit: 建设工期 | 月 | 15."""
    if not _UNIT_CELL.fullmatch(value.text):
        return value
    after = (c for c in row.cells if c.index > value.index and re.fullmatch(r"\s?\d{1,4}(?:\.\d)?\s?", c.text))
    return next(after, value) if label.index < value.index else value


class Apart:
    """Reads the tables and forms of a view for one family."""

    def __init__(self, view: View, spec: Spec) -> None:
        self.view, self.spec = view, spec
        self._first_rows: dict[int, Row] = {}
        self._others: dict[int, bool] = {}

    def facts(self) -> Iterator[tuple[Fact, int, int]]:
        """Yield facts, each with its unit's index and the end of its slot, tables first."""
        topic = self.spec.topic
        tables = {u.block.id for u in self.view.with_hits(topic) if u.cell is not None}
        if tables:
            for row in self.view.rows:
                self._first_rows.setdefault(row.block.id, row)
                if row.block.id in tables and not self._about_others(row.block):
                    yield from self._row(row)
        for unit in self.view.with_hits(topic, *self.spec.labels, *self.spec.services):
            if unit.cell is None:
                yield from self._line(unit)

    def _about_others(self, block: Block) -> bool:
        known = self._others.get(block.id)
        if known is None:
            first = self.view.first_unit.get(block.id, 0)
            above = self.view.units[first - 1].text if first else ""
            around = " ".join(block.section[-2:]) + (above if len(above) <= 60 else "")
            known = self._others[block.id] = _RECORDS.search(around) is not None
        return known

    def _row(self, row: Row) -> Iterator[tuple[Fact, int, int]]:
        heads = row.heads or self._first_row(row)
        if row.is_head:
            return
        topic = self.spec.topic
        beside = any(topic in cell.topics for cell in row.cells)
        over = any(topic in head.topics for head in heads.values())
        if not beside and not over:
            return
        for left, right in zip(row.cells, row.cells[1:], strict=False):
            hit = label_hit(left, self.spec, services=True)
            if hit is not None and not (heads and left is heads.get(left.cell.column if left.cell else 0)):
                yield from self._value(left, hit, _past_unit(row, left, right), name=None, unit_cell=right.text)
        name = next(
            (c for c in row.cells if re.search(r"[\u4e00-\u9fffA-Za-z]", c.text) and not _SIDE.match(c.text)), None
        )
        for cell in row.cells if over else ():
            head = heads.get(cell.cell.column) if cell.cell else None
            if head is None or head is cell or cell is name or (name is None and not cell.text.strip()):
                continue  # in the row of the sum nothing stands under 质保
            hit = label_hit(head, self.spec, services=True)
            if hit is not None:
                yield from self._value(head, hit, cell, name=name)

    def _first_row(self, row: Row) -> dict[int, Unit]:
        """Return the cells of a table's first row by column where it heads the rows below without being marked so."""
        if row.number == 1 or (row.block.table and row.block.table.header_rows):
            return {}
        first = self._first_rows[row.block.id]
        if len(first.cells) < 2 or any(slots(c.text) or len(c.text) > 16 for c in first.cells):
            return {}
        return {c.cell.column: c for c in first.cells if c.cell}

    def _value(
        self, label: Unit, hit: Hit, value: Unit, name: Unit | None, unit_cell: str = ""
    ) -> Iterator[tuple[Fact, int, int]]:
        kind = self.spec.kind
        text = value.text
        subject = subject_of(label.text[: hit.start])
        if name is not None:
            subject = subject_of(name.text) or subject or name.text[:20]
            if self.spec.bounded and words.PHASE.search(name.text) and not words.TOTAL.search(name.text):
                self.view.refuse(kind, "table_phase", "表中一个阶段的用时，不是总工期", value, 0, len(text))
                return
            if self.spec.bounded and _PAPER.search(name.text):
                self.view.refuse(
                    kind, "table_deliverable", "表中一份交付文件的时间，不是项目的工期", value, 0, len(text)
                )
                return
            if words.TOTAL.search(name.text):
                subject = None
        pattern = "table_key" if name is None else "table_head"
        if _NOTHING.match(text.strip()):
            return
        unit_word = words.UNIT_IN_LABEL.search(label.text)
        word = unit_word.group(1) if unit_word else unit_cell.strip() if _UNIT_CELL.fullmatch(unit_cell) else None
        extra = self.view.whole(label)
        joined = self._interval(value) if self.spec.dated else None
        if joined is not None:
            yield from self._over_cells(value, joined, label, extra)
            return
        single = bare_number(text, word)
        if single is not None:
            yield from self._made(value, Bound(single, 0, len(text), pattern, subject), label, extra)
            return
        if name is None and _EMPTY.match(text):
            yield from self._blank(label, value, extra, pattern)
            return
        if value.hits_of(self.spec.topic, *self.spec.labels):
            return
        yield from self._text_value(value, label, extra, pattern, subject)

    def _interval(self, value: Unit) -> tuple[Unit, str] | None:
        """Return the cell of the last day and the interval where a row gives both days in cells: 6月 | 至 | 次年5月."""
        first = slots(value.text)
        between, last = (*self.view.after(value, 2), None, None)[:2]
        if between is None or last is None or last.block.id != value.block.id or len(first) != 1:
            return None
        ends = slots(last.text)
        if first[0].kind != "date" or not re.fullmatch(r"\s?[至到—~-]{1,2}\s?", between.text) or len(ends) != 1:
            return None
        return (last, f"{first[0].value}/{ends[0].value}") if ends[0].kind == "date" else None

    def _over_cells(
        self, value: Unit, joined: tuple[Unit, str], label: Unit, extra: tuple[Evidence, ...]
    ) -> Iterator[tuple[Fact, int, int]]:
        last, interval = joined
        slot = Slot("interval", 0, len(value.text), interval)
        bound = Bound(slot, 0, len(value.text), "interval_over_cells")
        yield from self._made(value, bound, label, (*self.view.whole(last), *extra))

    def _blank(
        self, label: Unit, value: Unit, extra: tuple[Evidence, ...], pattern: str
    ) -> Iterator[tuple[Fact, int, int]]:
        evidence = self.view.whole(value) + extra
        if evidence:
            text = f"{label.norm.source.strip()} {value.norm.source.strip()}".strip()
            yield Fact(self.spec.kind, "blank", text, evidence, pattern=pattern), value.index, len(value.text)

    def _text_value(
        self, value: Unit, label: Unit, extra: tuple[Evidence, ...], pattern: str, subject: str | None
    ) -> Iterator[tuple[Fact, int, int]]:
        reader = Prose(self.view, self.spec, value)
        found = False
        for begin, end in value.sentences():
            bounds = self.first_value(reader, begin, end)
            for bound in bounds:
                reason = reader.refusal(bound, begin, end)
                if reason:
                    self.view.refuse(self.spec.kind, pattern, reason, value, bound.start, bound.end)
                    continue
                found = True
                named = Bound(bound.slot, bound.start, bound.end, pattern, bound.subject or subject)
                yield from self._made(value, named, label, extra)
            if found:
                return
            state = reader.open_state(begin, end)
            if state is not None:
                yield from self._state(value, state, label, extra, pattern, begin)
                return

    def first_value(self, reader: Prose, begin: int, end: int) -> list[Bound]:
        """Return the slots that a text following its label states: the first, and those listed with it."""
        slot = next(iter(reader.slots_in(begin, end)), None)
        if slot is None:
            return []
        gap = reader.text[begin : slot.start]
        if not reader.reaches(gap, begin, slot, end, is_label=True) or words.TAIL.match(reader.text[slot.end : end]):
            return []
        if reader.labels_in(begin, slot.start):
            return []
        if slot.kind == "date" and re.search(r"(?:开工|启动|开始|起始|进场)[^，。；]{0,6}$", gap):
            return []
        subject = subject_of(gap)
        first = Bound(slot, begin, figure_end(reader.text, slot), "value_after_label", subject)
        return [first, *reader.listed(first, has_subject=subject is not None, end=end, taken=set())]

    def _state(
        self,
        value: Unit,
        state: tuple[State, int],
        label: Unit,
        extra: tuple[Evidence, ...],
        pattern: str,
        begin: int,
    ) -> Iterator[tuple[Fact, int, int]]:
        bound = Bound(Slot("blank", begin, state[1]), begin, state[1], f"{pattern}_{state[0]}")
        yield from self._made(value, bound, label, extra, state=state[0])

    def _made(
        self, value: Unit, bound: Bound, label: Unit, extra: tuple[Evidence, ...], state: State | None = None
    ) -> Iterator[tuple[Fact, int, int]]:
        fact = make_fact(self.view, self.spec, value, bound, state=state, extra=extra, lead=label)
        if fact is not None:
            yield fact, value.index, bound.slot.end

    # -- forms: a label alone on its line -----------------------------------------------------------------------

    def _line(self, unit: Unit) -> Iterator[tuple[Fact, int, int]]:
        hit = label_hit(unit, self.spec, services=False)
        after = self.view.after(unit, 9)
        if hit is None:
            titled = label_hit(unit, self.spec, services=True)  # 八、试运行 / 不少于60天。: a title names a service
            if titled and not re.search(r"[:。]", unit.text) and after and after[0].cell is None:
                yield from self._next(unit, after[0], self.view.whole(unit)) if self._is_value(after[0]) else ()
            return
        extra = self.view.evidence(unit, hit.start, hit.end)
        items = list(self._items(unit, after, extra)) if not self.spec.bounded else []
        if items:
            yield from items
            return
        if after and after[0].cell is None:
            found = list(self._next(unit, after[0], extra))
            if found:
                yield from found
                return
        for distance, other in enumerate(after):
            if other.cell is not None or len(other.text) > 48 or re.search(r"[。；]", other.text):
                break
            if distance and self._is_value(other):
                yield from self._text_value(other, unit, extra, "label_lines_above", None)
                return
            if slots(other.text) and other.text != unit.text:
                break
        closes = unit.text.rstrip().endswith(":") and unit.block.kind != "heading"
        if closes and (not after or re.match(r"[^，。；:]{1,16}:", after[0].text)):
            fact = make_fact(
                self.view,
                self.spec,
                unit,
                Bound(Slot("blank", hit.end, len(unit.text)), hit.start, len(unit.text), "label_alone"),
            )
            if fact is not None:
                yield fact, unit.index, len(unit.text)

    def _items(
        self, unit: Unit, after: tuple[Unit, ...], extra: tuple[Evidence, ...]
    ) -> Iterator[tuple[Fact, int, int]]:
        """Yield the terms of a list of things under a label: 硬件设备：3年； / 应用软件：2年 (on lines)."""
        for other in after:
            named = _ITEM_LINE.match(other.text) if other.cell is None else None
            slot = next(iter(slots(other.text)), None)
            if named is None or slot is None or slot.kind != "duration" or slot.start > named.end() + 24:
                return
            reader = Prose(self.view, self.spec, other)
            _, end = next(iter(other.sentences()))
            bound = Bound(
                slot, named.start("name"), figure_end(other.text, slot), "list_under_label", subject_of(named["name"])
            )
            if reader.refusal(bound, 0, end) is not None or words.FOREIGN.search(named["name"]):
                return
            yield from self._made(other, bound, unit, extra)

    def _next(self, unit: Unit, value: Unit, extra: tuple[Evidence, ...]) -> Iterator[tuple[Fact, int, int]]:
        word = words.UNIT_IN_LABEL.search(unit.text)
        single = bare_number(value.text, word.group(1) if word else None)
        if single is not None:
            yield from self._made(value, Bound(single, 0, len(value.text), "label_line_above"), unit, extra)
            return
        lead = _NUMBERING.match(value.text)
        begin = (
            lead.end()
            if lead
            and not slots(value.text[: lead.end()])
            and slots(value.text)[:1]
            and slots(value.text)[0].start >= lead.end()
            else 0
        )
        sentence = next(iter(value.sentences()), None)
        if sentence is None:
            return
        slot = next((s for s in slots(value.text) if s.start >= begin), None)
        if slot is None or slot.start > 36 or slot.end > sentence[1]:
            return
        gap = value.text[begin : slot.start]
        if re.search(r"[，,:]", gap) or re.search(r"响应|到场|故障|通知|每", value.text[: slot.end + 8]):
            return
        yield from self._text_value(value, unit, extra, "label_line_above", None)

    def _is_value(self, unit: Unit) -> bool:
        slot = next(iter(slots(unit.text)), None)
        if slot is None or slot.kind not in ("duration", "interval", "date"):
            return False
        if words.TAIL.match(unit.text[slot.end :]) or words.FOREIGN.search(unit.text):
            return False
        return slot.start <= 20 and words.covers(slot, unit.text)
