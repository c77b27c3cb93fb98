"""The dates of what happened, told in prose or in a table of steps: 2024年3月31日实施完成；初验 | 2024-05-06.

A date says when something happened only where the two stand in one clause and nothing puts it off: no 计划, no 前, no
condition, no other act in between. A year that a later date of the sentence leaves out is that of the date before it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from extractor.fact import DocumentKind, Fact
from extractor.facts.amount_said import CITED, EXAMPLE
from extractor.facts.dates import AHEAD, HAPPENS
from extractor.facts.view import Row, Unit, View
from extractor.facts.windows import sentence_at
from extractor.terms import Hit
from extractor.values import find_date_ranges, find_dates

_TOPIC = "milestones"
_NAME = "name_"
_REACH = 60
_BRACKETS = re.compile(
    r"\([^()]{0,40}\)|〔[^〕]{0,12}〕|\[[^\[\]]{0,12}\]|《[^》]{0,60}》|“[^”]{0,30}”|\d{1,4}号|第\d{1,3}次"
)
_WHOLE = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_MONTH = re.compile(r"(?<![\d第])(1[0-2]|0?[1-9])月(?!\d)(?![个内后])")
_PUT_OFF = re.compile(r"\s?[日号]?[初中底末]?(?:[上中下]旬)?\s?(?:之前|以前|前|之后|以后|后|起|止|至|到|内|[-—~～])")
_PLANNED = re.compile(
    r"计划(?!书)|预计|预期|拟|将(?!军)|应(?!用|急|答|对|标)|须|必须|需(?!求)|要求|力争|争取|确保|目标|最迟|最晚|不迟于|不晚于|约定|截[至止]|待|若|如(?!下|期|实)"
    r"|假如|一旦|未|没有|不得|无法|推迟|延期至|暂缓|原定|可于|或"
)
_AS_AGREED = re.compile(r"(?:按照?|依照?|根据)[^，。]{0,10}?(?:计划|要求|约定|规定|目标)")
_NOT_THE_ACT = re.compile(
    r"(?:的)?(?:条件|标准|要求|前提|依据|计划|方案|报告|证书|证明|意见|单(?!位)|表|时间|日期|程序|流程|手续|材料|资料|之日|日起|期限|工作方案)|(?:之|以)?前|时(?!间)|起"
)
_ELSEWHERE = re.compile(r"一期|原系统|原平台|原有|上一期|上期|前期项目|类似|业绩|案例|兄弟|其他项目|历年|既往")
_DONE = re.compile(r"已|了|完毕|实际")
_SENT_PLAN = re.compile(r"[^，,。；:]{0,16}?(?:计划|申报(?:表|书|材料)|项目需求|建设方案)")
_SENT_REPORT = re.compile(r"[^，,。；:]{0,20}?(?:绩效(?:自?评价?)?|自评价?)报告")
_PROJECT = re.compile(r"可研|可行性研究|初步设计|初设|立项|项目|方案|概算|实施")
_PLAN_OF_PLACE = re.compile(r"规划(?!和自然资源|局|许可)")
_BEFORE_NAME = re.compile(r"(?:^|[。；;，,、:：\s)）.|•·●○■◆□*—-])$")
# 11月终验。 the name of a step as the act itself, right behind its date
_CLAUSE_ENDS = re.compile(r"\s*(?:[。；;，,]|$)")
_AFTER_NAME = re.compile(r"(?:会议?|完成|通过)?\s?[:：(]\s?")
_SPAN_GAP = re.compile(r"(?:[^，,。；:：\d]{0,6}?(?:为|自|从|于|[:：(]|时间)){1,3}\s?")
_THEN_TRIAL = re.compile(r"(?:止|期间|间)?[，,]?[^，,。；\d]{0,12}?试运行")
_ACTUAL = re.compile(r"实际")
_FORESEEN = re.compile(r"计划|预计|拟|约定|要求|目标|合同")
_BIDS: frozenset[DocumentKind] = frozenset({"bid", "procurement_document", "award_notice", "contract"})
_FUND_GROUPS = frozenset({"budget_approved", "transferred", "received", "passed_on", "published"})
_FUND_PAPERS: frozenset[DocumentKind] = frozenset(
    {"fund_document", "audit_report", "performance_report", "progress_report", "payment_record", "approval", "other",
     "unknown"}
)  # fmt: skip
# an act word that a document's own name may hold (验收合格证书, 试运行报告), so that it is no act there
_THINGS = frozenset(
    {"accepted", "initial_accepted", "completed", "started", "in_use", "trial_start", "trial_end", "accepted_in_use"}
)


class _Spot(Struct, frozen=True):
    """A date in a text with its year, its own or that of the date before it."""

    start: int
    end: int
    iso: str


def find(view: View) -> Iterator[Fact]:
    """Yield what happened on a date: ISO days or months; a bidder's track record is not looked at."""
    if view.kind == "bid":
        return
    for unit in view.units:
        hits = unit.hits_of(_TOPIC)
        if not hits or not re.search(r"\d{4}|年", unit.text):
            continue
        spots = _spots(unit.text)
        if not spots:
            continue
        taken: set[tuple[str, str | None]] = set()  # one paragraph states one thing once
        for hit in hits:
            for fact in _of_hit(view, unit, hit, spots):
                if (fact.kind, fact.value) not in taken:
                    taken.add((fact.kind, fact.value))
                    yield fact
    yield from _rows(view)


@lru_cache(maxsize=512)
def _spots(text: str) -> tuple[_Spot, ...]:
    """Return the dates of a text to the month at least, in order; a year left out is carried within a sentence."""
    found: list[_Spot] = []
    marks = [(d.start, d.end, d.iso) for d in find_dates(text) if not d.blank]
    bare = [
        (m.start(), m.end(), f"--{int(m[1]):02d}")
        for m in _MONTH.finditer(text)
        if not any(start < m.end() and m.start() < end for start, end, _ in marks)
    ]
    year, at = "", 0
    for start, end, iso in sorted(marks + bare):
        if iso[:4].isdigit():
            year, at = iso, end
            if _WHOLE.fullmatch(iso):
                found.append(_Spot(start, end, iso))
            continue
        near = start - at <= _REACH and not re.search(r"[。；\n]", text[at:start])
        if year and near and (len(year) == 4 or iso[2:4] >= year[5:7]) and not text.startswith("度", at):
            year, at = year[:4] + iso[1:], end
            found.append(_Spot(start, end, year))
    return tuple(found)


def _of_hit(view: View, unit: Unit, hit: Hit, spots: Sequence[_Spot]) -> Iterator[Fact]:
    if hit.group in ("trial_span", "trial_start"):
        yield from _trial(view, unit, hit)
    if hit.group == "trial_span":
        return
    if hit.group.startswith(_NAME):
        yield from _named(view, unit, hit, spots)
        # which contract was signed in a sentence, the labels' file tells
        if hit.group == "name_signed" or not _CLAUSE_ENDS.match(unit.text, hit.end):
            return
    spot = next((s for s in reversed(spots) if s.end <= hit.start), None)
    group = _group(unit.text, hit)
    start, end = sentence_at(unit.text, hit.start)
    if spot is None or spot.start < start or group is None or not _may(view, group):
        yield from _in_brackets(view, unit, hit, group, spots)
        return
    reason = _why_not(view, unit.text, group, spot, hit, start)
    if reason is None:
        for one in ("accepted", "in_use") if group == "accepted_in_use" else (group,):
            yield _fact(view, unit, one, spot, spot.start, hit.end, "happened_on")
    elif reason:
        view.refuse(f"date.{group}", "happened_on", reason, unit, spot.start, min(hit.end, end))


def _group(text: str, hit: Hit) -> str | None:
    """Return what an act is, by what it is done to: 报送 a plan declares it, 报送 a report of performance evaluates."""
    if hit.group == "declared_verb":
        if _SENT_REPORT.match(text, hit.end):
            return "self_evaluated"
        return "declared" if _SENT_PLAN.match(text, hit.end) else None
    if hit.group in ("approved", "approved_budget"):
        start, end = sentence_at(text, hit.start)
        if "预算" in text[max(start, hit.start - 30) : hit.end + 8]:
            return "budget_approved"
        if hit.group == "approved_budget":
            return None
        sentence = text[start:end]
        if "变更" in sentence:
            return "change_approved"
        if not _PROJECT.search(sentence) or _PLAN_OF_PLACE.search(text, hit.end, end):
            return None
    return hit.group.removeprefix(_NAME)


def _may(view: View, group: str) -> bool:
    if group in _FUND_GROUPS:
        return view.kind in _FUND_PAPERS
    return not (group in ("opinion", "submitted") and view.kind in _BIDS)


def _why_not(view: View, text: str, group: str, spot: _Spot, hit: Hit, start: int) -> str | None:
    """Return why a date is not that of the act, "" where the two have nothing to do with one another; None where so."""
    between = _BRACKETS.sub("", text[spot.end : hit.start])
    before = text[max(start, spot.start - 14) : spot.start]
    inner = between.lstrip("日号份初中底末上下旬 ").lstrip("，, ")
    if len(inner) > _REACH // 2 or re.search(r"[，,;:：]", inner) or re.search(r"\d", inner):
        return ""
    if any(first[0] <= spot.start < last[1] for first, last in _ranges(text)):
        return ""
    if hit.group.startswith(_NAME) and len(inner) > 4:
        return ""
    if text.rfind("《", start, hit.start) > text.rfind("》", start, hit.start):
        return ""
    if group in _THINGS and _NOT_THE_ACT.match(text, hit.end):
        return ""
    if _PUT_OFF.match(text, spot.end):
        return "期限，不是发生的日期"
    lead = re.split(r"[，,:：]", before)[-1]
    if _PLANNED.search(lead) or _PLANNED.search(_AS_AGREED.sub("", inner)):
        return "计划、条件或尚未发生的事"
    sentence_start, end = sentence_at(text, hit.start)
    sentence = text[sentence_start:end]
    if CITED.search(sentence) or EXAMPLE.search(sentence):
        return "引用或举例"
    if view.kind in AHEAD and _ELSEWHERE.search(text, sentence_start, hit.start):
        return "其他项目的日期"
    happens = group in HAPPENS or group in ("completed", "accepted_in_use")
    if happens and view.kind in AHEAD and not _DONE.search(before + inner + text[hit.end : hit.end + 2]):
        return "计划中的日期"
    return None


def _in_brackets(view: View, unit: Unit, hit: Hit, group: str | None, spots: Sequence[_Spot]) -> Iterator[Fact]:
    """Yield an act whose date follows in brackets: 经局党组会议（2025年3月3日）研究."""
    if group is None or group == "accepted_in_use" or not unit.text.startswith("(", hit.end) or not _may(view, group):
        return
    spot = next((s for s in spots if s.start in (hit.end + 1, hit.end + 2)), None)
    if spot is not None and not (group in HAPPENS and view.kind in AHEAD):
        yield _fact(view, unit, group, spot, hit.start, spot.end, "happened_on")


def _named(view: View, unit: Unit, hit: Hit, spots: Sequence[_Spot]) -> Iterator[Fact]:
    """Yield 初验：2024年5月6日, the name of a step at the beginning of a clause with its date behind it."""
    gap = _AFTER_NAME.match(unit.text, hit.end)
    spot = next((s for s in spots if gap is not None and s.start == gap.end()), None)
    if spot is None or not _BEFORE_NAME.search(unit.text[max(0, hit.start - 1) : hit.start]):
        return
    group = hit.group.removeprefix(_NAME)
    reason = None
    if _PUT_OFF.match(unit.text, spot.end):
        reason = "期限，不是发生的日期"
    elif (group in HAPPENS or group == "completed") and view.kind in AHEAD:
        reason = "计划中的日期"
    elif group == "opinion" and view.kind in _BIDS:
        reason = "采购评审的日期"
    if reason is not None:
        view.refuse(f"date.{group}", "named_step", reason, unit, hit.start, spot.end)
        return
    yield _fact(view, unit, group, spot, hit.start, spot.end, "named_step")


def _trial(view: View, unit: Unit, hit: Hit) -> Iterator[Fact]:
    """Yield both ends of a trial run: 试运行时间：2025年3月1日至5月31日, 自3月1日至5月31日开展试运行."""
    gap = _SPAN_GAP.match(unit.text, hit.end)
    for span in _ranges(unit.text):
        first, last = span
        behind = gap is not None and first[0] == gap.end()
        ahead = first[0] < hit.start and _THEN_TRIAL.match(unit.text, last[1]) is not None
        if not (behind or (ahead and hit.start - last[1] <= 14)):
            continue
        start, end = (hit.start, last[1]) if behind else (first[0], hit.end)
        clause = unit.text[max(0, start - 10) : end]
        if (view.kind in AHEAD and not _DONE.search(clause)) or _PLANNED.search(clause):
            view.refuse("date.trial_start", "trial_span", "计划中的日期", unit, start, end)
            continue
        for group, iso in (("trial_start", first[2]), ("trial_end", last[2])):
            yield _fact(view, unit, group, _Spot(start, end, iso), start, end, "trial_span")


@lru_cache(maxsize=128)
def _ranges(text: str) -> tuple[tuple[tuple[int, int, str], tuple[int, int, str]], ...]:
    """Return the closed stretches of a text to the month at least, each end with the stretch's span and its date."""
    return tuple(
        ((r.start, r.end, r.first), (r.start, r.end, r.last))
        for r in find_date_ranges(text)
        if r.first and r.last and _WHOLE.fullmatch(r.first) and _WHOLE.fullmatch(r.last) and r.first <= r.last
    )


def _rows(view: View) -> Iterator[Fact]:
    """Yield the rows of a table of steps: the name in a cell of its own, and one date that is not planned."""
    for row in view.rows:
        if row.is_head:
            continue
        for cell in row.cells:
            hit = next((h for h in cell.hits_of(_TOPIC) if h.group.startswith(_NAME)), None)
            if hit is None or not re.fullmatch(r"(?:会议?|完成|通过)?[:：]?\s*", cell.text[hit.end :]):
                continue
            if cell.text[: hit.start].strip(" 0123456789.、"):
                continue
            yield from _row(view, row, cell, hit.group.removeprefix(_NAME))


def _row(view: View, row: Row, name: Unit, group: str) -> Iterator[Fact]:
    dated = []
    for cell in row.cells:
        spots = _spots(cell.text)
        if (
            cell is name
            or len(spots) != 1
            or cell.text.strip(" 日") != cell.text[spots[0].start : spots[0].end].strip(" 日")
        ):
            continue
        head = row.heads.get(cell.cell.column) if cell.cell else None
        dated.append((cell, spots[0], head.text if head is not None else ""))
    actual = [one for one in dated if _ACTUAL.search(one[2])] or [one for one in dated if not _FORESEEN.search(one[2])]
    if len(actual) != 1 or (group == "opinion" and view.kind in _BIDS):
        return
    cell, spot, over = actual[0]
    if (group in HAPPENS or group == "completed") and view.kind in AHEAD and not _ACTUAL.search(over):
        view.refuse(f"date.{group}", "step_row", "计划中的日期", cell, spot.start, spot.end)
        return
    fact = _fact(view, cell, group, spot, spot.start, spot.end, "step_row")
    yield Fact(fact.kind, fact.state, f"{name.norm.source.strip()} {fact.text}", fact.evidence + view.whole(name),
               value=fact.value, pattern=fact.pattern)  # fmt: skip


def _fact(view: View, unit: Unit, group: str, spot: _Spot, start: int, end: int, pattern: str) -> Fact:
    kind = f"date.{group}"
    low, high = min(start, spot.start), max(end, spot.end)
    words = unit.norm.source[slice(*unit.norm.span(low, high))].strip()
    return Fact(kind, "stated", words, view.evidence(unit, low, high), value=spot.iso, pattern=f"{kind}:{pattern}")
