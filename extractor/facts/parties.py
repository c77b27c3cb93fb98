"""Parties of a contract and the project's own particulars: ``party.*``, ``project.*``.

A name counts where a label gives it (项目名称：…, 甲方：…, a key/value table), not where it is mentioned.
"""

import re
from collections.abc import Iterator

from extractor.fact import Fact, Holder
from extractor.facts.roles import Roles, roles
from extractor.facts.view import Unit, View

_NAME_END = re.compile(r"[，。；\n]|\s(?=[^\s:]{2,10}:)|\d{1,2}[、.)]\s?(?=[\u4e00-\u9fff]{2,10}:)|\(?(?:以下)?简称")
_BLANK = re.compile(r"^[_\s.…/xX*]*$|^[(\[【]")
_FORMS = {
    "name": "project.name",
    "owner": "project.owner",
    "purchaser": "project.owner",
    "contractor": "project.contractor",
}
_STRIP = re.compile(r"[“”\"《》‘’]|\((?:甲方|乙方|盖章|公章|全称|签章|盖单位章)\)")


def find(view: View) -> Iterator[Fact]:
    """Yield the parties a document names and the project's name, owner and contractor.

    An owner named as 建设单位 has the role ``building_unit``, one named as 采购人 has none: a centre may buy
    what another unit builds.
    """
    seen: set[tuple[str, str]] = set()
    for fact in (*_parties(view), *_project(view)):
        key = (fact.kind, fact.value or "")
        if key not in seen:
            seen.add(key)
            yield fact


def plain_name(text: str) -> str:
    """Return a name in the form facts compare: no white space, no quotation marks, no （甲方）.

    >>> plain_name("“云栖市 政务服务中心”(甲方)")
    '云栖市政务服务中心'
    """
    return _STRIP.sub("", re.sub(r"\s+", "", text))


def _parties(view: View) -> Iterator[Fact]:
    if not any("方" in unit.text or ":" in unit.text for unit in view.units):
        return
    who = roles(view)
    for index, start, end, side in who.found:
        unit = view.units[index]
        holder = _holder(who, side)
        if holder not in ("buyer", "supplier"):
            continue
        name = plain_name(unit.text[start:end])
        if not name:
            continue
        first, last = unit.norm.span(start, end)
        yield Fact(
            kind=f"party.{holder}",
            state="stated",
            text=unit.norm.source[first:last],
            evidence=view.evidence(unit, start, end),
            value=name,
            holder=holder,
            holder_text=f"{side}方" if side in "甲乙" else side,
            pattern="parties-block",
        )


def _holder(who: Roles, side: str) -> Holder:
    if side == "甲":
        return who.first
    if side == "乙":
        return who.second
    return "buyer" if side == "采购方" else "supplier"


def _project(view: View) -> Iterator[Fact]:
    for unit in view.prose:
        for hit in unit.hits_of("project"):
            colon = re.compile(r"(?:\([^()]{1,10}\))?\s?[:：]\s?").match(unit.text, hit.end)
            if colon is None or (
                hit.start > 0 and unit.text[hit.start - 1] not in " ，。；、\n)." and not _numbered(unit, hit.start)
            ):
                continue
            stop = _NAME_END.search(unit.text, colon.end())
            end = stop.start() if stop else len(unit.text)
            yield from _one(view, hit.group, unit, colon.end(), end, "labelled")
    for pair in view.labelled:
        hits = [h for h in pair.label.hits_of("project") if h.start <= 4 and len(pair.label.text) - h.end <= 8]
        if hits and pair.row_name is None and pair.value.text:
            yield from _one(view, hits[0].group, pair.value, 0, len(pair.value.text), "table", pair.label)


def _numbered(unit: Unit, at: int) -> bool:
    return at <= 6 and re.match(r"[\d.一二三四五六七八九十()、]+$", unit.text[:at]) is not None


def _one(
    view: View, group: str, unit: Unit, start: int, end: int, pattern: str, label: Unit | None = None
) -> Iterator[Fact]:
    kind = _FORMS[group]
    words = unit.text[start:end]
    name = plain_name(words)
    if len(name) < 3 or len(name) > 60 or _BLANK.match(words):
        return
    if kind != "project.name" and not re.search(r"[\u4e00-\u9fff]{3,}", name):
        return
    first, last = unit.norm.span(start, end)
    yield Fact(
        kind=kind,
        state="stated",
        text=unit.norm.source[first:last].strip(),
        evidence=view.evidence(unit, start, end) + (view.whole(label) if label is not None else ()),
        value=name,
        holder_role="building_unit" if group == "owner" else None,
        pattern=pattern,
    )
