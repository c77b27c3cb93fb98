"""The year that a plan, an application or an evaluation is for (plan.year): 2025年度项目申报表, 计划年度：2025."""

import re
from collections.abc import Iterator

from extractor.fact import DocumentKind, Fact
from extractor.facts.view import Unit, View

_KINDS: frozenset[DocumentKind] = frozenset(
    {"application_form", "budget_estimate", "performance_report", "om_request", "fund_document", "other", "unknown"}
)
_YEAR = r"(?<![\d—~～至-])(?P<year>20\d\d)(?![\d年]*\s?[-—~～至到]\s?20)"
_WORDS = (
    r"计划|申报|绩效|自评|评价|项目库|项目需求|项目预算|预算申请|建设项目|信息化项目"
    r"|(?:运维|运行维护)(?:经费|费|资金|预算)"
)
_OF = re.compile(
    rf"{_YEAR}\s?(?:年度|年(?=项目|政务|信息|绩效|申报|实施计划|建设计划|部门))(?=[^，。；:\d]{{0,24}}?(?:{_WORDS}))"
)
_LABEL = re.compile(r"(?:计划|申报|评价|实施|所属|预算|项目|考核)年度\s?[:：]?\s?")
_LABELLED = re.compile(rf"{_LABEL.pattern}{_YEAR}\s?年?度?")
_SENT = re.compile(r"报送|上报|申报|提交|编制|列入|申请|开展")
_TITLE = 5
_LINE = 60


def find(view: View) -> Iterator[Fact]:
    """Yield the year a paper is for: of its title, else of a field 计划年度, else of what it says that it sends.

    A stretch of years (2021—2025年规划) is none.
    """
    if view.kind not in _KINDS:
        return
    for stage in (_title, _fields, _sent):
        found = list(stage(view))
        if found:
            yield from {fact.value: fact for fact in reversed(found)}.values()
            return


def _title(view: View) -> Iterator[Fact]:
    for unit in view.units[:_TITLE]:
        title = len(unit.text) <= _LINE and not re.search("[。；]", unit.text)
        match = _OF.search(unit.text) if title else None
        if match is not None:
            yield _fact(view, unit, match, "title")


def _fields(view: View) -> Iterator[Fact]:
    for unit in view.units:
        match = _LABELLED.search(unit.text) if "年度" in unit.text else None
        if match is not None:
            yield _fact(view, unit, match, "field")
    for pair in view.labelled:
        match = re.fullmatch(rf"\s*{_YEAR}\s?年?度?\s*", pair.value.text) if "年度" in pair.label.text else None
        if match is not None and _LABEL.fullmatch(pair.label.text.strip()):
            fact = _fact(view, pair.value, match, "field")
            yield Fact(fact.kind, fact.state, fact.text, fact.evidence + view.whole(pair.label), value=fact.value,
                       pattern=fact.pattern)  # fmt: skip


def _sent(view: View) -> Iterator[Fact]:
    for unit in view.units:
        if "年" not in unit.text or not _SENT.search(unit.text):
            continue
        for start, end in unit.sentences():
            match = _OF.search(unit.text, start, end)
            if match is not None and _SENT.search(unit.text, start, end):
                yield _fact(view, unit, match, "sent")


def _fact(view: View, unit: Unit, match: re.Match[str], pattern: str) -> Fact:
    start = match.start("year")
    words = unit.norm.source[slice(*unit.norm.span(*match.span()))].strip()
    return Fact("plan.year", "stated", words, view.evidence(unit, start, match.end()), value=match["year"],
                pattern=f"plan.year:{pattern}")  # fmt: skip
