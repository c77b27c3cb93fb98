"""The dates of a project's papers that stand beside a label: signed, awarded, filed, approved, accepted and more."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from extractor.fact import DocumentKind, Fact
from extractor.facts.amount_said import CITED, EXAMPLE
from extractor.facts.amount_units import caption
from extractor.facts.amounts import FILL
from extractor.facts.view import Unit, View
from extractor.facts.windows import sentence_at
from extractor.terms import Hit
from extractor.values import Date, find_dates

GROUPS = (
    "signed", "award", "filed", "approved", "declared", "completed", "acceptance_applied",
    "started", "initial_accepted", "accepted", "trial_start", "trial_end", "in_use", "self_evaluated", "submitted",
    "opinion", "decided", "budget_approved", "transferred", "received", "passed_on", "published", "changed",
    "change_approved", "tender", "assessed",
)  # fmt: skip
# what a plan, a tender or a contract names a day for before it happens
HAPPENS = frozenset(
    ("started", "initial_accepted", "accepted", "trial_start", "trial_end", "in_use", "self_evaluated", "changed",
     "assessed")
)  # fmt: skip
_GAP = re.compile(r"(?:\s|[:：为是|*_“”\"]|\([^()]{0,16}\)|公元|[于在])*")
_PART = rf"(?:{FILL}|\*{{1,4}}|\d{{1,4}}|20\d?[Xx*_\s]{{1,2}}|[二〇零○Oo一三四五六七八九十]{{1,4}})?\s?"
_BLANK_DATE = re.compile(
    rf"{_PART}年\s?_*{_PART}月\s?_*{_PART}日?|(?:{FILL}\s?)+|20[Xx*_]{{2}}[-./][Xx*_]{{1,2}}(?:[-./][Xx*_]{{1,2}})?"
)
_SIGNED_ON = re.compile(r"(?:[于在]|系|日期为)\s?$")
_BETWEEN_SIGN = re.compile(r"[^。；\d]{0,40}")
_ANOTHER_ACT = re.compile(r"上$|后|前(?!述)|之日|起|内|完成|交付|付款|支付|开工|提交|生效|截止|至|到期")
_SIGNED_WHAT = re.compile(
    r"(?:了|的|并|、签订|、订立|日期|于)?(?:本|该|此|《|[\u4e00-\u9fff]{0,14}(?:合同|协议|责任书|约定书|备忘录))|[\s。；，,)）:]|$|于|确认|盖章|如下|[,，、和并及]?(?:加?盖公?章)?之日起?(?:正式)?(?:生效|成立)"
)
_IN_FORCE = re.compile(r"[,，、和并及]?(?:加?盖公?章)?之日起?(?:正式)?(?:生效|成立)")
_PUT_ON = re.compile(r"签字|签章|盖章|签名")  # done to this contract, it signs it; else to any paper
_ON = re.compile(r"(?:[:：]|于|(?:日期|时间)(?:为|[:：])|之日(?:即|为|[:：,，])?)\s?")
# A year, or a year and a month, filled in, and room left for the rest.
_DAY_LEFT = re.compile(
    r"(?:\d{4}|[二〇零○一三四五六七八九十]{4})年\s?_*(?:\d{1,2}|[一二三四五六七八九十]{1,2})?\s?_*月\s?_*日"
)
_NO_YEAR = re.compile(r"\d{1,2}月\d{1,2}日")
_THIS = re.compile(
    r"(?:本|该|此)《?(?:合同|协议|补充协议|责任书|约定|维护协议|服务合同|[\u4e00-\u9fff]{0,6}(?:合同|协议))"
)
_OTHER = re.compile(r"原合同|原协议|《[^》]{2,40}》|主合同|前述合同|鉴于|此前|曾|已于|业绩|续签|上一期|原.{0,6}合同")
_PLANNED = re.compile(r"计划|预计|预期|拟|约定|要求|应于|应当?在|前$|目标|合同(?:约定|规定)?(?:的)?$")
_LATEST = re.compile(r"\s?(?:之前|以前|前|起|开始)")
_SIGN_WORDS = re.compile(r"签字|签章|盖章|签名|公章|法定代表人|授权代表|[甲乙丙]方代表|委托代理人|负责人")
_CONTRACTS: frozenset[DocumentKind] = frozenset({"contract", "supervision_contract", "responsibility_letter"})
_CLOSING: dict[DocumentKind, str] = {
    "award_notice": "award",
    "approval": "approved",
    "acceptance_application": "acceptance_applied",
    "filing_record": "filed",
    "application_form": "declared",
}
_PLAIN_MEANS: dict[DocumentKind, str] = _CLOSING | {
    "contract": "signed",
    "supervision_contract": "signed",
    "responsibility_letter": "signed",
}


def find(view: View) -> Iterator[Fact]:
    """Yield the dates of the document: ISO days or months, ``blank`` where the room for one is left open.

    A labelled date (签订日期：…) counts in any document; 于…签订 counts where it is about this contract; the date alone
    at the foot of an award, an approval or an application is that paper's date.
    """
    for unit in view.with_hits("dates"):
        for hit in unit.hits_of("dates", *GROUPS):
            yield from _labelled(view, unit, hit)
        if unit.hits_of("dates", "signing", "signature"):
            yield from _signing(view, unit)
        if unit.hits_of("dates", "plain"):
            yield from _plain(view, unit)
    yield from _in_tables(view)
    yield from _bare_in_signature_block(view)
    yield from _closing(view)


def _labelled(view: View, unit: Unit, hit: Hit) -> Iterator[Fact]:
    _, end = sentence_at(unit.text, hit.start)
    gap = _GAP.match(unit.text, hit.end, end)
    at = gap.end() if gap else hit.end
    found = date_at(unit, at, end)
    blank = _blank_at(unit.text, hit.end, at, end) if found is None else None
    if found is None and blank is None:
        return
    stop = found.end if found is not None else blank or at
    reason = _refusal(view, unit, hit.group, hit.start, hit.end, stop)
    if reason is not None:
        view.refuse(f"date.{hit.group}", "labelled_date", reason, unit, hit.start, stop)
        return
    yield _fact(view, unit, hit.group, hit.start, stop, found, "labelled_date")


@lru_cache(maxsize=512)
def _dates(text: str) -> tuple[Date, ...]:
    """Return the whole dates of a text (day or month, with the year), in order."""
    return tuple(d for d in find_dates(text) if not d.blank and re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", d.iso))


def date_at(unit: Unit, at: int, end: int) -> Date | None:
    """Return the whole date (day or month) that begins at ``at``."""
    known = _dates(unit.text)
    place = bisect_right(known, at, key=lambda d: d.start) - 1
    if place < 0 or not known[place].start <= at < known[place].end or known[place].end > end:
        return None
    return known[place]


def _blank_at(text: str, label_end: int, at: int, end: int) -> int | None:
    """Return the end of a date left open: 2026年 月 日, ____, 20xx年xx月xx日; None where nothing says so."""
    for start in dict.fromkeys((label_end, at)):
        lead = re.compile(r"[\s:：为是于在|*]*").match(text, start, end)
        begin = lead.end() if lead else start
        match = _BLANK_DATE.match(text, begin, end)
        bare = _NO_YEAR.match(text, begin, end)
        if bare:
            return bare.end()
        if match and match.end() > begin and not re.fullmatch(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?", match.group()):
            return match.end()
    return None


def _refusal(view: View, unit: Unit, group: str, start: int, label_end: int, stop: int) -> str | None:
    sentence_start, _ = sentence_at(unit.text, start)
    before = unit.text[max(sentence_start, start - 16) : start]
    around = unit.text[sentence_start : stop + 20]
    if CITED.search(around) or EXAMPLE.search(around):
        return "引用、举例或其他项目"
    if group == "signed" and _OTHER.search(around):
        return "另一份合同的日期"
    if group == "completed":
        if _PLANNED.search(before) or _LATEST.match(unit.text, stop):
            return "计划中的日期"
        if (
            unit.text[start:label_end]
            in ("完成日期", "完成时间", "竣工时间", "竣工日期", "完工日期", "完工时间", "项目完成时间", "项目完成日期")
            and view.kind in AHEAD
        ):
            return "计划中的日期"
    elif group in HAPPENS:
        return planned(view, unit, before, start, label_end, stop)
    elif group == "opinion" and view.kind in _BIDDING:
        return "采购评审的日期"
    elif re.search(r"计划|预计|拟", before) or (group not in ("signed", "declared") and _LATEST.match(unit.text, stop)):
        return "计划中的日期"
    return None


def planned(view: View, unit: Unit, before: str, start: int, label_end: int, stop: int) -> str | None:
    """Return why the date of something that happens is one that is only planned; None where it has happened."""
    if _PLANNED.search(before) or _LATEST.match(unit.text, stop):
        return "计划中的日期"
    done = re.search("实际|已", before + unit.text[start:label_end])
    return "计划中的日期" if view.kind in AHEAD and not done else None


_BIDDING: frozenset[DocumentKind] = frozenset({"procurement_document", "bid", "award_notice", "contract"})
AHEAD: frozenset[DocumentKind] = frozenset(
    {
        "contract", "supervision_contract", "feasibility_report", "construction_plan", "preliminary_design",
        "crypto_plan", "application_form", "budget_estimate", "procurement_document", "bid", "award_notice", "approval",
        "security_plan",
    }
)  # fmt: skip


def _signing(view: View, unit: Unit) -> Iterator[Fact]:
    """Yield 本合同由甲乙双方于2024年6月3日在某市签订; the dates of other contracts are refused."""
    taken = -1
    for hit in unit.hits_of("dates", "signing", "signature"):
        start, end = sentence_at(unit.text, hit.start)
        if hit.group == "signature" and not (
            _PUT_ON.fullmatch(unit.text, hit.start, hit.end) and _THIS.search(unit.text, start, hit.start)
        ):
            continue
        spot = _date_before(unit, max(start, hit.start - 60, taken), hit.start)
        colon = _ON.match(unit.text, hit.end)
        after = date_at(unit, colon.end(), end) if spot is None and colon else None
        if after is not None and view.kind in _CONTRACTS:
            yield _fact(view, unit, "signed", hit.start, after.end, after, "signed_on")
            continue
        if spot is None or not _signed_on(unit.text, spot[1], hit):
            continue
        first, last, date = spot
        taken = last
        reason = _not_this_contract(view, unit.text, (start, first, last, end), hit)
        if reason is not None:
            view.refuse("date.signed", "signed_on", reason, unit, first, last)
            continue
        yield _fact(view, unit, "signed", first, hit.end, date, "signed_on")


def _date_before(unit: Unit, start: int, end: int) -> tuple[int, int, Date | None] | None:
    """Return the last date, or room for one, within ``start:end``."""
    known = _dates(unit.text)
    place = bisect_right(known, end, key=lambda d: d.end) - 1
    if place >= 0 and known[place].start >= start:
        return known[place].start, known[place].end, known[place]
    rooms = [m for m in _BLANK_DATE.finditer(unit.text, start, end) if "年" in m.group() and "月" in m.group()]
    return (rooms[-1].start(), rooms[-1].end(), None) if rooms else None


def _not_this_contract(view: View, text: str, span: tuple[int, int, int, int], hit: Hit) -> str | None:
    """Return why a date of signing is not that of this document, or None; ``span`` is sentence and date."""
    start, first, last, end = span
    sentence = text[start:end]
    in_force = _IN_FORCE.match(text, hit.end) is not None
    after = "" if in_force else text[hit.end : hit.end + 2]
    if _LATEST.match(text, last) or re.match(r"后|之日|起|前|的(?!日期)", after):
        return "不是本文件签订的日期"
    other = _of_another(text, start, first, end) and not _THIS.match(text, hit.end)
    stranger = view.kind not in _CONTRACTS and view.kind != "unknown" and not _THIS.search(sentence)
    if CITED.search(sentence) or EXAMPLE.search(sentence) or other or stranger:
        return "另一份合同的日期"
    return None


def _of_another(text: str, start: int, first: int, end: int) -> bool:
    """Tell whether the contract spoken of last before a date is another one; with none before it, any of the sentence.

    The title behind 本 is this contract's (本《技术服务合同》).
    """
    named = [m.start() for m in _THIS.finditer(text, start, first)]
    others = [m.start() for m in _OTHER.finditer(text, start, first) if m.start() - 1 not in named]
    if named:
        return bool(others) and others[-1] > named[-1]
    return _OTHER.search(text, start, end) is not None


def _signed_on(text: str, at: int, hit: Hit) -> bool:
    """Tell whether the act at ``hit`` happened on the date that ends at ``at``, and what was signed is a contract."""
    between = text[at : hit.start]
    if not _BETWEEN_SIGN.fullmatch(between) or _ANOTHER_ACT.search(between):
        return False
    if _IN_FORCE.match(text, hit.end) and "，" in between:
        return False
    return _SIGNED_WHAT.match(text, hit.end) is not None


def _plain(view: View, unit: Unit) -> Iterator[Fact]:
    """Yield 日期：… where its place tells what it is: a signature block, or a paper that has one date of its own."""
    meaning = _PLAIN_MEANS.get(view.kind)
    if meaning is None or unit.cell is not None:
        return
    for hit in unit.hits_of("dates", "plain"):
        word = unit.text[hit.start : hit.end]
        lead = unit.text[max(0, hit.start - 8) : hit.start]
        if word == "时间" or (lead.strip(" _*") and lead[-1] not in ":)年月日_ "):
            continue
        if meaning == "signed" and not _in_signature_block(view, unit):
            continue
        end = len(unit.text)
        gap = _GAP.match(unit.text, hit.end, end)
        found = date_at(unit, gap.end() if gap else hit.end, end)
        if found is not None and ":" in unit.text[hit.end : found.start + 1]:
            yield _fact(view, unit, meaning, hit.start, found.end, found, "date_in_signature_block")
            continue
        room = _blank_at(unit.text, hit.end, gap.end() if gap else hit.end, end) if meaning == "signed" else None
        if found is None and room is not None and "月" in unit.text[hit.end : room]:
            yield _fact(view, unit, meaning, hit.start, room, None, "date_in_signature_block")


def _in_signature_block(view: View, unit: Unit) -> bool:
    around = view.units[max(0, unit.index - 6) : unit.index + 3]
    return any(_SIGN_WORDS.search(u.text) and len(u.text) <= 120 for u in around)


def _in_tables(view: View) -> Iterator[Fact]:
    """Yield dates whose label stands in a cell of its own; a column of many is of other contracts."""
    seen: dict[int, int] = {}
    pairs = [p for p in view.labelled if p.label.hits_of("dates", *GROUPS) and p.label.index != p.value.index]
    for pair in pairs:
        seen[pair.label.index] = seen.get(pair.label.index, 0) + (1 if pair.value.text else 0)
    for pair in pairs:
        hit = pair.label.hits_of("dates", *GROUPS)[-1]
        if len(pair.label.text) > hit.end - hit.start + 8 or not pair.label.text.rstrip(" :：)").endswith(
            pair.label.text[hit.start : hit.end][-2:]
        ):
            continue
        text = pair.value.text
        found = date_at(pair.value, 0, len(text))
        blank = None if found is not None else _BLANK_DATE.fullmatch(text)
        if found is None and blank is None:
            continue
        around = caption(view, pair.value.block)
        over = pair.label.cell is not None and pair.value.cell is not None and pair.label.cell.row < pair.value.cell.row
        if over and (seen[pair.label.index] > 1 or EXAMPLE.search(around)):
            view.refuse(f"date.{hit.group}", "date_cell", "其他合同或项目的日期", pair.value, 0, len(text))
            continue
        ahead = _PLANNED.search(pair.label.text[: hit.start]) or view.kind in AHEAD
        if (hit.group == "completed" or hit.group in HAPPENS) and ahead:
            view.refuse(f"date.{hit.group}", "date_cell", "计划中的日期", pair.value, 0, len(text))
            continue
        if hit.group == "opinion" and view.kind in _BIDDING:
            continue
        stop = found.end if found is not None else len(text)
        evidence = view.evidence(pair.value, 0, stop) + view.whole(pair.label)
        words = f"{pair.label.norm.source.strip()} {pair.value.norm.source.strip()}"
        yield Fact(
            f"date.{hit.group}",
            "stated" if found else "blank",
            words,
            evidence,
            value=found.iso if found else None,
            pattern=f"date.{hit.group}:date_cell",
        )


def _bare_in_signature_block(view: View) -> Iterator[Fact]:
    """Yield the dates of a contract's signature block that have no label: a line of nothing but dates."""
    if view.kind not in _CONTRACTS:
        return
    for unit in view.prose:
        if len(unit.text) <= 160 and _SIGN_WORDS.search(unit.text):
            yield from _beside_signatures(view, unit)
            continue
        if len(unit.text) > 60 or not re.match(r"[\s_]*[\d二〇]", unit.text) or not _in_signature_block(view, unit):
            continue
        room = _DAY_LEFT.fullmatch(unit.text.strip())
        if room is not None:
            yield _fact(view, unit, "signed", 0, len(unit.text), None, "date_in_signature_block")
            continue
        found = [d for d in _dates(unit.text) if len(d.iso) == 10]
        if found and not re.sub(r"[\s_]", "", "".join(_between(unit.text, found))):
            for date in found:
                yield _fact(view, unit, "signed", date.start, date.end, date, "date_in_signature_block")


_SIGNING_WORDS = re.compile(
    r"[甲乙丙]方|(?:法定|授权|签约)?代表人?|委托代理人|负责人|签字|盖章|签章|签名|公章|单位|或|日期|[:：_\s/、()]"
)


def _beside_signatures(view: View, unit: Unit) -> Iterator[Fact]:
    """Yield the dates of a line of signatures that holds nothing else: 甲方签字：____ 2024年9月12日 乙方签字：…."""
    if unit.hits_of("dates", "plain", *GROUPS):
        return
    found = [d for d in _dates(unit.text) if len(d.iso) == 10]
    if found and not any(_SIGNING_WORDS.sub("", words) for words in _between(unit.text, found)):
        for date in found:
            yield _fact(view, unit, "signed", date.start, date.end, date, "date_in_signature_block")


def _between(text: str, found: list[Date]) -> list[str]:
    """Return what a text holds beside its dates."""
    edges = [0, *(edge for date in found for edge in (date.start, date.end)), len(text)]
    return [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _closing(view: View) -> Iterator[Fact]:
    """Yield the date that stands alone at the foot of an award, an approval, an application."""
    group = _CLOSING.get(view.kind)
    if group is None:
        return
    for unit in reversed(view.prose[-6:]):
        text = unit.text.strip()
        found = date_at(unit, 0, len(unit.text)) if len(text) <= 20 else None
        if found is not None and found.end - found.start >= len(text) - 1 and len(found.iso) == 10:
            yield _fact(view, unit, group, found.start, found.end, found, "date_at_the_foot")
            return


def _fact(view: View, unit: Unit, group: str, start: int, end: int, found: Date | None, pattern: str) -> Fact:
    kind = f"date.{group}"
    return Fact(
        kind,
        "stated" if found is not None else "blank",
        unit.norm.source[slice(*unit.norm.span(start, end))].strip(),
        view.evidence(unit, start, end),
        value=found.iso if found is not None else None,
        pattern=f"{kind}:{pattern}",
    )
