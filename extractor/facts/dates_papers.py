"""The date that a paper itself bears: at its foot, on its cover, or beside 日期 and 会议时间 at its head.

It says what the paper is about (a review's opinion, the group's decision, the report of an acceptance) only where the
paper states that date nowhere else.
"""

import re
from collections.abc import Collection, Iterator

from extractor.fact import DocumentKind, Fact
from extractor.facts.dates import date_at
from extractor.facts.view import Unit, View
from extractor.values import Date

_MEANS: dict[DocumentKind, str] = {
    "review_material": "opinion",
    "acceptance": "accepted",
    "performance_report": "self_evaluated",
    "minutes": "decided",
    "trial_report": "trial_end",
    "test_report": "assessed",
    "risk_assessment": "assessed",
    "procurement_document": "tender",
    "fund_document": "transferred",
}
_HEAD = 25  # paragraphs within which a cover and the data of a meeting stand
_FOOT = 8
_LINE = 60
# in a tender 时间 is that of handing in or opening bids
_TENDER_LABEL = re.compile(r"(?:(?:编制|发布|公告|发文|落款)(?:日期|时间)|日\s?期)\s?[:：]\s?")
_LABEL = re.compile(
    r"(?:(?:报告|编制|出具|签发|撰写|会议|开会|评审|评价|测评|印发|发文|填报|提交|验收|召开|发布|公告|落款)(?:日期|时间)|日\s?期|时\s?间)\s?[:：]\s?"
)
# the body that signs stands before its date on the line
_SIGNER = re.compile(
    r"[^\d，。；、]{2,30}(?:局|委|委员会|办公室|办|中心|公司|政府|厅|部|组|会|院|所|处|科|署|银行|学校|医院)\s*(?:\((?:盖章|公章|章|印)\))?\s*"
)
_INITIAL = re.compile(r"初步?验")
_NOT_FINAL = re.compile(r"到货|开箱|单项|分项|分部|阶段|预验收|验收方案|验收申请|验收标准|验收计划|验收大纲")
_DECIDES = re.compile(r"党组|党委|党工委|党支部|办公会|班子|常务会")
# a plan of the evaluation, and the evaluation before the project, are not the one after it
_NOT_AFTER = re.compile(r"方案|事前|目标")
_PASSED_ON = re.compile(r"分解|转下达|分配")
_BODY = re.compile(r"(?:第?[一二三四五六七八九十]+[、章节.]|\d+(?:\.\d+)*[、.\s])")


def find(view: View, stated: Collection[str] = ()) -> Iterator[Fact]:
    """Yield the date of a paper of a kind that has one, unless ``stated`` (kinds of facts) already holds its kind.

    A day at the foot comes before the head's; of dates alone on a cover the first counts.
    """
    group = _group(view)
    if group is None or f"date.{group}" in stated:
        return
    lines = [unit for unit in view.units if unit.text.strip() and unit.cell is None]
    for unit in reversed(lines[-_FOOT:]):
        found = _alone(unit)
        if found is not None and len(found.iso) == 10:
            yield _fact(view, unit, group, found, "date_at_the_foot")
            return
    for unit in lines[:_HEAD]:
        found = _labelled(unit, _TENDER_LABEL if group == "tender" else _LABEL) or _alone(unit)
        if found is not None:
            yield _fact(view, unit, group, found, "date_at_the_head")
            return


def _group(view: View) -> str | None:
    """Return what the date of this paper is of, by its kind and its title."""
    group = _MEANS.get(view.kind)
    title = "".join(unit.text for unit in view.units[:4] if len(unit.text) <= _LINE and not _BODY.match(unit.text))
    name = title + view.document.path
    if group == "accepted":
        if _NOT_FINAL.search(name):
            return None
        return "initial_accepted" if _INITIAL.search(name) else group
    if group == "decided":
        return group if _DECIDES.search(name) else None
    if group == "transferred":
        return "passed_on" if _PASSED_ON.search(name) else group if "下达" in name else None
    if group == "self_evaluated":
        return group if not _NOT_AFTER.search(title) else None
    return group


def _alone(unit: Unit) -> Date | None:
    """Return the date of a line that holds nothing else, or only who signs it before."""
    text = unit.text.strip()
    if len(text) > _LINE:
        return None
    lead = _SIGNER.match(unit.text)
    for start in (len(unit.text) - len(unit.text.lstrip()), lead.end() if lead else 0):
        found = date_at(unit, start, len(unit.text))
        if found is not None and found.start == start and not unit.text[found.end :].strip(" 日)"):
            return found
    return None


def _labelled(unit: Unit, labels: re.Pattern[str]) -> Date | None:
    """Return the date beside a label at the beginning of a line: 时间：2025年3月3日上午9时."""
    label = labels.match(unit.text.lstrip()) if len(unit.text) <= _LINE else None
    if label is None:
        return None
    return date_at(unit, label.end() + len(unit.text) - len(unit.text.lstrip()), len(unit.text))


def _fact(view: View, unit: Unit, group: str, found: Date, pattern: str) -> Fact:
    kind = f"date.{group}"
    words = unit.norm.source[slice(*unit.norm.span(found.start, found.end))].strip()
    return Fact(kind, "stated", words, view.evidence(unit, found.start, found.end), value=found.iso,
                pattern=f"{kind}:{pattern}")  # fmt: skip
