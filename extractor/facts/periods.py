"""How a period is stated in prose: a label and its figure bound together, whichever comes first.

Each family gives a ``Spec``; ``Prose`` reads one unit for it. Tables and forms are in ``period_tables``.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from extractor.fact import Fact, State
from extractor.facts import period_words as words
from extractor.facts.period_context import objection, own_label, replaced, subject_of
from extractor.facts.period_parallel import parallel_slot
from extractor.facts.period_slots import Slot, figure_end, first_years, slots
from extractor.facts.period_spec import Bound, Spec, make_fact, period_hits
from extractor.facts.view import Unit, View
from extractor.terms import Hit

_NUMBER = re.compile(
    r"^\s?(?:\d{1,2}(?:\.\d{1,2})+\.?|\(?[\d一二三四五六七八九十]{1,3}[).、]|[①-⑳]|第[一二三四五六七八九十\d]+条)\s?"
)
REACH = 240  # characters: no label names a figure farther away
_GENERAL = re.compile(r"整体|总体|整机|全部|系统|平台|其他|其余")


class Prose:
    """Reads one unit for one family: binds labels to slots sentence by sentence."""

    def __init__(self, view: View, spec: Spec, unit: Unit) -> None:
        self.view, self.spec, self.unit = view, spec, unit
        self.text = unit.text
        self._labels = period_hits(unit)
        self._label_starts = [h.start for h in self._labels]
        found = [s for s in slots(unit.text) if self._fits(s)]
        if spec.first_year:
            found = sorted([*found, *first_years(unit.text)], key=lambda s: s.start)
        self._slots = tuple(found)
        self._slot_starts = [s.start for s in found]

    def slots_in(self, start: int, end: int) -> tuple[Slot, ...]:
        """Return the slots that lie in ``start:end``, in order."""
        first, last = bisect_left(self._slot_starts, start), bisect_left(self._slot_starts, end)
        return tuple(s for s in self._slots[first:last] if s.end <= end)

    def labels_in(self, start: int, end: int) -> tuple[Hit, ...]:
        """Return the words that name a period of any family and lie in ``start:end``, in order."""
        first, last = bisect_left(self._label_starts, start), bisect_left(self._label_starts, end)
        return tuple(h for h in self._labels[first:last] if h.end <= end)

    def _within_slot(self, hit: Hit) -> bool:
        """Tell whether a word is part of the room for a figure: [请填写质保时长]."""
        at = bisect_left(self._slot_starts, hit.start + 1) - 1
        return at >= 0 and hit.end <= self._slots[at].end

    def _fits(self, slot: Slot) -> bool:
        return self.spec.dated or slot.kind in ("duration", "blank")

    def facts(self) -> Iterator[tuple[Fact, int]]:
        """Yield the facts of the unit, each with the end of its slot, refusing what is looked at and not taken."""
        mine = self.unit.hits_of(self.spec.topic, *self.spec.labels, *self.spec.services)
        if not mine:
            return
        mine = tuple(h for h in mine if not self._within_slot(h))
        starts = [h.start for h in mine]
        for begin, end in self.unit.sentences():
            hits = mine[bisect_left(starts, begin) : bisect_left(starts, end)]
            if hits:
                yield from self._sentence(begin, end, hits)

    def _sentence(self, begin: int, end: int, hits: tuple[Hit, ...]) -> Iterator[tuple[Fact, int]]:
        found: list[Bound] = []
        taken: set[int] = set()
        for position, hit in enumerate(hits):
            low, high = max(begin, hit.start - REACH), min(end, hit.end + REACH)
            floor = max(low, hits[position - 1].end) if position else low
            bound = self.before(hit, low, floor, taken, tight=True)
            more = [bound, *self._listed_before(bound, low)] if bound else self.follow(hit, low, high, taken)
            if not more and (slot := words.unit_in_label(self.text, hit.end, high)):
                more = [Bound(slot, hit.start, slot.end, "unit_in_label", self._subject(self._prefix(hit, low)))]
            if not more:
                loose = self.before(hit, low, floor, taken, tight=False)
                either = self._listed_before(loose, low) if loose else []
                more = [loose, *(b for b in either if b.pattern == "either_before_label")] if loose else []
            found.extend(more)
            taken.update(b.slot.start for b in more)
        for bound in found:
            reason = self.refusal(bound, begin, end)
            if reason is None:
                fact = make_fact(self.view, self.spec, self.unit, bound)
                if fact is not None:
                    yield fact, bound.slot.end
            else:
                self.view.refuse(self.spec.kind, bound.pattern, reason, self.unit, bound.start, bound.end)
        if not found:
            yield from self._without_figure(begin, end, hits)

    def refusal(self, bound: Bound, begin: int, end: int) -> str | None:
        """Return why a bound slot of the sentence ``begin:end`` is no statement, None where it is one."""
        begin, end = max(begin, bound.slot.start - REACH), min(end, bound.slot.end + REACH)
        if words.EXTENDED.search(self.text, max(0, bound.start - 6), bound.start) and bound.pattern != "changed_to":
            return "延长或顺延的幅度"
        reason = objection(self.unit, begin, end, bound.slot, caps=self.spec.caps)
        if reason is None and self.spec.veto is not None:
            reason = self.spec.veto(self.view, self.unit, bound, begin, end)
        return reason

    # -- figure before its label --------------------------------------------------------------------------------

    def before(self, hit: Hit, begin: int, floor: int, taken: set[int], *, tight: bool) -> Bound | None:
        """Return the slot that stands before a label: 两年免费质保期, 满18个月为质量保证期限, 三年内，乙方免费维护."""
        slot = next((s for s in reversed(self.slots_in(floor, hit.start)) if s.start not in taken), None)
        if slot is None:
            return None
        gap = self.text[slot.end : hit.start]
        if tight:
            if not words.TIGHT.match(gap) or self._claimed(slot, hit):
                return None
        elif not self._loose(gap, hit, slot):
            return None
        start = words.with_comparison(self.text, begin, slot.start)
        subject = self._subject(self._named_before(slot, begin) + gap)
        return Bound(slot, start, self._label_end(hit), "figure_before_label", subject)

    def _loose(self, gap: str, hit: Hit, slot: Slot) -> bool:
        if re.fullmatch(
            r"(?:以上|以内|内)?(?:即|均|作)?(?:为|是|作为|算作|属于?)(?:本?(?:项目|系统|设备|产品|合同))?(?:的)?(?:免费|整体)*\**",
            gap,
        ):
            return True
        if hit.group in self.spec.labels:
            return (
                bool(re.fullmatch(r"(?:以上|以内|之内|内|的)*[\u4e00-\u9fff]{0,8}", gap))
                and not self._foreign(gap)
                and not re.search(r"[由且并后前起为是进入完成自待至]", gap)
            )
        faults = len(slot.value or "") > 2 and slot.value[-1:] in "YM" and re.search(r"凡|质量|缺陷", gap)  # type: ignore[index]  # a value of three characters
        if (self._handed_over(slot) or faults) and re.match(r"(?:以内|之内|内)[，,]?", gap) and len(gap) <= 32:
            return not self._foreign(gap) and not re.search(r"[，,].*[，,].*[，,]|更换后|(?<!非)人为|收费|以外", gap)
        found = words.LOOSE.match(gap)
        if found is None or self._foreign(gap):
            return False
        if re.search(
            r"开始|启动|进入|提交|出具|办理|缴纳|签订|转入|完成|组织|申请|后|前|如|若|因|发生|出现|更换|承诺书",
            found["words"],
        ):
            return False
        if any(h.topic != hit.topic for h in self.labels_in(slot.end, hit.start)):
            return bool(re.fullmatch(r"[^，,]{0,2}[^，,]{0,10}(?:及|和|与|、|/)", gap))
        inner = gap.startswith(("内", "以内", "之内", "里")) or ("，" not in gap and "," not in gap)
        return inner or bool(re.search(r"提供|负责|给予|享|承担|实行|予以|继续|对", found["words"]))

    def _handed_over(self, slot: Slot) -> bool:
        """Tell whether a figure of months or years counts from acceptance or handing over."""
        long = slot.kind == "duration" and (slot.value or "").endswith(("M", "Y"))
        return long and bool(words.AFTER_HANDOVER.search(self.text[max(0, slot.start - 24) : slot.start]))

    def _named_before(self, slot: Slot, begin: int) -> str:
        """Return the words of the clause before a slot, back to the slot before it."""
        last = max((s.end for s in self.slots_in(begin, slot.start)), default=begin)
        return re.split(r"[，,:、]", self.text[max(begin, last) : slot.start])[-1]

    def _listed_before(self, last: Bound, begin: int) -> list[Bound]:
        """Return the slots listed before the one that stands at the label: 软件2年、硬件3年质保."""
        out: list[Bound] = []
        after = last.slot
        for slot in reversed(self.slots_in(begin, after.start)):
            gap = self.text[slot.end : after.start]
            if words.EITHER.fullmatch(gap):
                start = slot.start - len(self._named_before(slot, begin))
                out.append(Bound(slot, start, slot.end, "either_before_label", last.subject))
                after = slot
                continue
            if re.fullmatch(r"[,，、和及与/][^，,。；:、]{1,10}", gap) is None or subject_of(gap) is None:
                break
            name = self._named_before(slot, begin)
            out.append(Bound(slot, slot.start - len(name), slot.end, "listed_before_label", self._subject(name)))
            after = slot
        return out

    def _claimed(self, slot: Slot, hit: Hit) -> bool:
        """Tell whether a slot right before a label belongs to another label right before the slot."""
        left = [h for h in self.labels_in(max(0, slot.start - REACH), slot.start) if h.start != hit.start]
        if not left:
            return False
        gap = self.text[left[-1].end : slot.start]
        return (bool(words.STRONG.match(gap)) and left[-1].group != "service") or (
            gap == "" and left[-1].topic == hit.topic
        )

    def _label_end(self, hit: Hit) -> int:
        more = re.match(r"(?:服务|责任|期限|期)", self.text[hit.end : hit.end + 2])
        return hit.end + (more.end() if more else 0)

    # -- label before its figure --------------------------------------------------------------------------------

    def follow(self, hit: Hit, begin: int, end: int, taken: set[int]) -> list[Bound]:
        """Return the slots that a label before them names: the first in reach, then those it is listed with."""
        at = self._joined_end(hit, end)
        rest = self.text[at:end]
        is_label = hit.group in self.spec.labels
        mention = words.MENTION.match(rest)
        if mention and not self._despite_mention(hit, at, rest, mention.end()):
            return []
        parallel = parallel_slot(self.text, hit, self.labels_in(begin, end), self.slots_in(hit.end, end))
        if parallel is not None:
            return [Bound(parallel, hit.start, figure_end(self.text, parallel), "parallel_labels")]
        slot = next(iter(self.slots_in(at, end)), None)
        if slot is None or slot.start in taken:
            return []
        gap = self.text[at : slot.start]
        renewed = next(iter(self.slots_in(slot.end, end)), None)
        if renewed is not None and words.extended_in_all(gap, self.text[slot.end : renewed.start]):
            return [Bound(renewed, hit.start, figure_end(self.text, renewed), "extended_in_all")]
        if not self.reaches(gap, at, slot, end, is_label=is_label):
            return []
        if (
            renewed is not None
            and replaced(self.text, begin, slot)
            and words.CHANGE.match(self.text[slot.end : renewed.start])
        ):
            self.view.refuse(self.spec.kind, "changed_from", "变更前的数值", self.unit, hit.start, slot.end)
            subject = self._subject(self._prefix(hit, begin))
            return [Bound(renewed, hit.start, figure_end(self.text, renewed), "changed_to", subject)]
        prefix = self._prefix(hit, begin)
        subject = (
            self._subject(prefix) or self._subject(gap) or self._own(prefix if is_label else "") or self._item(gap)
        )
        subject = self._tag(slot) or subject
        start = hit.start - (len(prefix) if subject and subject in prefix else 0)
        first = Bound(slot, start, figure_end(self.text, slot), "label_before_figure", subject)
        listing = subject is not None or self._tag(slot) is not None or bool(_GENERAL.search(gap))
        stop = self.text.find("。", slot.end, slot.end + 3 * REACH)
        return [
            first,
            *self.listed(
                first,
                has_subject=listing,
                end=stop if stop >= 0 else min(len(self.text), slot.end + 3 * REACH),
                taken=taken,
            ),
        ]

    def _joined_end(self, hit: Hit, end: int) -> int:
        """Return the end of the last of the labels that a label is joined to: 交货期、质保期."""
        at = hit.end
        for other in self.labels_in(at, end):
            if other.start >= at and words.JOINED.match(self.text[at : other.start]):
                at = other.end
        return at

    def _despite_mention(self, hit: Hit, at: int, rest: str, length: int) -> bool:
        """Tell whether a label that reads like a point in time names a figure all the same: 试运行满两月."""
        slot = next(iter(self.slots_in(at, at + REACH)), None)
        if slot is None:
            return False
        gap = self.text[at : slot.start]
        if re.fullmatch(r"(?:期)?满?\((?:(?:自|从)[^()，。；]{1,20}(?:起|后)(?:计|算)*|即|共|为)?", gap):
            return True
        return hit.topic == "trial_run" and bool(re.fullmatch(r"(?:满|应满|需满|连续满)", gap)) and length <= len(rest)

    def reaches(self, gap: str, at: int, slot: Slot, end: int, *, is_label: bool) -> bool:
        """Tell whether the words between a label and a slot let the label name it."""
        if not words.connected(gap) or self._foreign(gap):
            return False
        inner = () if words.FLOORED.search(gap) else self.labels_in(at, slot.start)
        if any(not words.starts_clock(self.text[h.end : h.end + 6]) for h in inner):
            return False
        strong = bool(words.STRONG.match(gap)) or gap in ("(", "期(", "满(")
        tail = self.text[slot.end : end]
        over = gap == "" and slot.value is not None and slot.value[-1] in "YM" and words.EXPIRED.match(tail)
        if words.NAMED_BEHIND.match(tail) or (words.TAIL.match(tail) and not (strong and is_label) and not over):
            return False
        if is_label or strong:
            return True
        if not strong and self._next_label_claims(slot):
            return False
        return len(gap) <= 34 and not re.search(
            r"由.{0,8}(?:负责|承担|提供)|内容|方式|标准|[一-龥]{2,}(?:应|须|需)(?!不)", gap
        )

    def _subject(self, around: str) -> str | None:
        """Return the subject named around a figure; where the clock starts (自设备到货之日起) names none.

        A time of delivery is that of a lot at most: 软件开发周期 is not a subject of its own.
        """
        found = subject_of(words.CLOCK.sub("", around))
        return None if self.spec.bounded and found in ("software", "hardware", "third_party") else found

    def _tag(self, slot: Slot) -> str | None:
        """Return the subject in brackets after a figure: 2年（软件）."""
        match = re.match(r"\(([^()]{1,8})\)", self.text[slot.end : slot.end + 12])
        return self._subject(match.group(1)) if match else None

    def _own(self, name: str) -> str | None:
        """Return a name as the text's own subject; a time of delivery has none."""
        return None if self.spec.bounded else own_label(name)

    def _item(self, gap: str) -> str | None:
        """Return the item named right before a figure: 自验收之日起，主机三年."""
        last = re.split(r"[，,:]", gap)[-1]
        return self._own(last) if last and not words.STRONG.match(last) and len(last) <= 6 else None

    def _next_label_claims(self, slot: Slot) -> bool:
        after = next(iter(self.labels_in(slot.end, slot.end + REACH)), None)
        return after is not None and bool(words.TIGHT.match(self.text[slot.end : after.start]))

    def _prefix(self, hit: Hit, begin: int) -> str:
        """Return the words of the clause before a label, without a number that opens it."""
        lead = _NUMBER.sub("", self.text[begin : hit.start])
        clause = re.split(r"[，,、；:\s|]|其中", lead)[-1]
        return re.sub(
            r"^(?:\d{1,2}(?:\.\d{1,2})+|\(?[\d一二三四五六七八九十]{1,3}[).、]|[★▲*●·\-]+|[①-⑳]|第[一二三四五六七八九十\d]+条)\s?",
            "",
            clause,
        )[-16:]

    def listed(self, first: Bound, *, has_subject: bool, end: int, taken: set[int]) -> list[Bound]:
        """Return the further slots of a list: 硬件三年、软件一年; 15个月，或自到货起20个月，以后到者为准."""
        out: list[Bound] = []
        last = first.slot
        for slot in self.slots_in(last.end, min(end, last.end + 3 * REACH)):
            if slot.start in taken:
                continue
            gap = self.text[last.end : slot.start]
            if self._foreign(gap) or self.labels_in(last.end, slot.start):
                break
            later, item, clocked = words.LATER.match(gap), words.ITEM.match(gap), words.CLOCKED_ITEM.fullmatch(gap)
            if later and (gap.lstrip("内以").startswith(("或", "，或", ",或", "、或")) or re.search(r"或", gap[:4])):
                out.append(Bound(slot, last.end, figure_end(self.text, slot), "later_of_two", first.subject))
            elif words.TAGGED.match(gap) and has_subject:
                out.append(Bound(slot, slot.start, figure_end(self.text, slot), "listed_item", self._tag(slot)))
            elif clocked and (subject := self._subject(clocked["name"])):
                start = slot.start - len(gap) + clocked.start("name")
                out.append(Bound(slot, start, figure_end(self.text, slot), "listed_item", subject))
            elif item and (has_subject or "其中" in gap) and (name := item["name"]):
                subject = self._subject(name) or self._own(name)
                if self.spec.bounded and subject is None:
                    break  # 总工期90天，其中设计30天: a part is no period of the project
                start = slot.start - len(gap) + item.start("name")
                out.append(Bound(slot, start, figure_end(self.text, slot), "listed_item", subject))
            else:
                break
            last = slot
        return [
            Bound(b.slot, self._clause_start(b), b.end, b.pattern, b.subject) if b.pattern == "later_of_two" else b
            for b in out
        ]

    def _clause_start(self, bound: Bound) -> int:
        lead = re.match(r"(?:以内|内)?[)）]?[，,、]?", self.text[bound.start : bound.slot.start])
        return bound.start + (lead.end() if lead else 0)

    def warranty_between(self, start: int, stop: int) -> bool:
        """Tell whether a word of the warranty stands in ``start:stop``."""
        return any(h.topic == "warranty" for h in self.labels_in(start, stop))

    def _foreign(self, gap: str) -> bool:
        gap = words.FIRST_PAYMENT.sub("", gap)
        if self.spec.bounded:
            gap = words.ORDERED.sub("", gap)
        if words.FOREIGN.search(gap):
            return True
        return bool(
            self.spec.foreign and self.spec.foreign.search(words.STARTS_AFTER.sub("", words.CLOCK.sub("", gap)))
        )

    # -- a label without a figure -------------------------------------------------------------------------------

    def _without_figure(self, begin: int, end: int, hits: tuple[Hit, ...]) -> Iterator[tuple[Fact, int]]:
        for hit in hits:
            if hit.group not in self.spec.labels and not re.match(
                r"(?:服务|要求|期限)?:", self.text[hit.end : hit.end + 6]
            ):
                continue
            low, high = max(begin, hit.start - REACH), min(end, hit.end + REACH)
            found = self.open_state(self._joined_end(hit, high), high, self.text[low : hit.start])
            if found is not None:
                state, stop = found
                bound = Bound(
                    Slot("blank", hit.end, stop),
                    hit.start,
                    stop,
                    f"label_{state}",
                    self._subject(self._prefix(hit, low)),
                )
                fact = make_fact(self.view, self.spec, self.unit, bound, state=state)
                if fact is not None:
                    yield fact, stop
                return
        first = hits[0]
        self.view.refuse(self.spec.kind, "label_alone", "提到了期限，没有写长短", self.unit, first.start, first.end)

    def open_state(self, at: int, end: int, before: str = "") -> tuple[State, int] | None:
        """Return what stands after a label instead of a figure, and where it ends: blank, referred, unstated."""
        found = words.left_open(self.text[at:end], before)
        if found is None or (found[0] == "referred" and self.spec.foreign and self.spec.foreign.search(found[2])):
            return None
        return found[0], at + found[1]
