"""The sheets of the spreadsheet report: their columns, and the rows that one submission gives each of them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import astuple

from checks.finding import FindingKind
from checks.statements import subject_words
from checks.vocabulary import fact_name
from checks.wording import value_words
from extractor.document import Place
from extractor.fact import KIND_NAMES, Fact
from review.report import ComparedEntry, DocumentEntry, EvidenceEntry, FactEntry, Location
from review.reporters import Checked
from review.reporters.cells import Cell, Row, joined, text_cell
from review.reporters.facts_console import STATES, said
from review.reporters.profile_words import profile_words
from review.reporters.words import (
    FORMAT_WORDS,
    KIND_WORDS,
    LEVEL_WORDS,
    QUALITY_WORDS,
    REASON_WORDS,
    STATUS_WORDS,
    change_words,
    compared_words,
    waived_words,
)

# what must be acted on stands first
ORDER: tuple[FindingKind, ...] = ("fail", "review", "open", "pass", "notApplicable")
SEVERITY = {"error": 0, "warning": 1, "note": 2, None: 3}
MONEY_FACTS = ("budget.", "contract.price")
_MONEY = re.compile(r"-?\d{1,12}\.\d{2}")
_EMPTY = Cell(None)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, the heads of its columns with their widths in characters, how many stay in sight, and up to
    which one it is printed.
    """  # noqa: D205

    name: str
    columns: tuple[tuple[str, int], ...]
    kept: int
    printed: int


OVERVIEW = Sheet(
    "概览",
    (
        ("报送材料", 30), ("不符合", 9), ("需人工判断", 11), ("未能判断", 10), ("符合", 8), ("不适用", 9),
        ("材料份数", 10), ("未读完份数", 11), ("判断日期", 12), ("日期依据", 22), ("依据", 48), ("项目情况", 40),
        ("推定", 36), ("注意", 44),
    ),
    kept=1,
    printed=12,
)  # fmt: skip
FINDINGS = Sheet(
    "结论",
    (
        ("报送材料", 20), ("结论", 11), ("级别", 7), ("要求", 26), ("说明", 40), ("条款", 15), ("文件", 22),
        ("位置", 20), ("原文", 40), ("建议", 38), ("要求值", 14), ("实际值", 14), ("理由", 13), ("文件类别", 13),
        ("章节", 28), ("其他原文", 44), ("已查", 30), ("相近之处", 40), ("未读部分", 34), ("办法", 30), ("文号", 18),
        ("施行日期", 12), ("规则", 28), ("指纹", 19), ("认可", 36), ("与前次相比", 12),
    ),
    kept=2,
    printed=10,
)  # fmt: skip
FACTS = Sheet(
    "事实",
    (
        ("报送材料", 20), ("文件", 24), ("文件类别", 14), ("事实", 20), ("所指", 16), ("读作", 26), ("金额（元）", 18),
        ("状态", 10), ("原文", 40), ("位置", 20), ("章节", 30), ("值", 20), ("归属", 20), ("识别把握", 10),
        ("相关原文", 36), ("代号", 24),
    ),
    kept=2,
    printed=11,
)  # fmt: skip
SUMS = Sheet(
    "预算检查",
    (
        ("报送材料", 20), ("检查", 28), ("结论", 11), ("说明", 44), ("要求值", 14), ("实际值", 14),
        ("要求（元）", 17), ("实际（元）", 17), ("差额（元）", 17), ("文件", 24), ("位置", 22), ("原文", 36),
        ("此处金额（元）", 18), ("条款", 16), ("建议", 36), ("规则", 28),
    ),
    kept=2,
    printed=13,
)  # fmt: skip
UNREAD = Sheet(
    "未读",
    (
        ("报送材料", 24), ("文件", 34), ("文件类别", 16), ("格式", 14), ("文件状态", 12), ("位置", 22), ("原因", 24),
        ("说明", 60), ("影响的要求", 11), ("要求编号", 44),
    ),
    kept=2,
    printed=9,
)  # fmt: skip


@dataclass(frozen=True)
class View:
    """One submission with what its rows point at: links by document, kinds by document."""

    checked: Checked
    itself: str | None
    links: Mapping[str, str]

    @property
    def path(self) -> Cell:
        """Return the cell that says which submission it is."""
        return text_cell(self.checked.entry.path)

    def document(self, path: str | None) -> Cell:
        """Return the cell of a document, with its link where it lies as a file."""
        return text_cell(path, link=self.links.get(path or ""))

    def kind_of(self, path: str | None) -> Cell:
        """Return the cell of a document's kind."""
        found = next((one for one in self.checked.entry.documents if one.path == path), None)
        return text_cell(KIND_NAMES[found.kind]) if found is not None else _EMPTY


def overview_rows(view: View, first_finding: int | None) -> Iterator[Row]:
    """Yield the line of a submission; ``first_finding`` is the row of its first finding, which its counts open."""
    entry = view.checked.entry
    inside = None if first_finding is None else f"internal:'{FINDINGS.name}'!A{first_finding}"
    counts = Counter(finding.kind for finding in entry.findings)
    unread = sum(document.status != "read" for document in entry.documents)
    yield (
        text_cell(entry.path, link=view.itself),
        *(Cell(counts[kind], kind if counts[kind] else "count", inside if counts[kind] else None) for kind in ORDER),
        Cell(len(entry.documents), "count"),
        Cell(unread, "open" if unread else "count"),
        text_cell(entry.on or "未确定"),
        text_cell(entry.on_reason),
        text_cell(view.checked.chosen),
        text_cell(profile_words(entry.profile) or "没有提供项目信息"),
        text_cell(joined(entry.assumed)),
        text_cell(joined(f"{notice.document}：{notice.message}" for notice in view.checked.notices)),
    )


def finding_rows(view: View) -> Iterator[Row]:
    """Yield a line a finding, those to act on first, the gravest of them first; else in the order of the report."""
    findings = view.checked.entry.findings
    for finding in sorted(findings, key=lambda one: (ORDER.index(one.kind), SEVERITY[one.level])):
        first = finding.evidence[0] if finding.evidence else None
        searched, citation = finding.searched, finding.citation
        yield (
            view.path,
            Cell(KIND_WORDS[finding.kind], finding.kind),
            text_cell(LEVEL_WORDS[finding.level] if finding.kind == "fail" and finding.level else None),
            text_cell(finding.title),
            text_cell(finding.message),
            text_cell(citation.article),
            view.document(first.document if first else None),
            text_cell(first.label if first else None),
            text_cell(first.quote if first else None),
            text_cell(finding.suggestion),
            text_cell(compared_words(finding.expected) if finding.expected else None),
            text_cell(compared_words(finding.actual) if finding.actual else None),
            text_cell(REASON_WORDS[finding.reason]),
            view.kind_of(first.document if first else None),
            text_cell(first.section if first else None),
            text_cell(joined(map(_quoted, finding.evidence[1:]))),
            text_cell(joined(searched.documents) if searched else None),
            text_cell(joined(map(_quoted, searched.nearest)) if searched else None),
            text_cell(joined(f"{p.document} {place_label(p.location)}：{p.message}" for p in finding.unread)),
            text_cell(citation.regulation),
            text_cell(citation.number),
            text_cell(citation.effective),
            text_cell(finding.rule),
            text_cell(finding.fingerprint),
            text_cell(waived_words(finding)),
            text_cell(change_words(finding)),
        )


def fact_rows(view: View) -> Iterator[Row]:
    """Yield a line a fact, document by document, in the order of their places."""
    for document in view.checked.entry.documents:
        for fact in document.facts:
            first = fact.evidence[0] if fact.evidence else None
            yield (
                view.path,
                view.document(document.path),
                text_cell(KIND_NAMES[document.kind]),
                text_cell(fact_name(fact.kind)),
                text_cell(subject_words(fact.subject)),
                text_cell(_said(fact)),
                _money(fact.value if fact.kind.startswith(MONEY_FACTS) and fact.value_max is None else None),
                text_cell(STATES.get(fact.state, "已写明")),
                text_cell(first.quote if first else fact.text),
                text_cell(first.label if first else None),
                text_cell(first.section if first else None),
                text_cell(fact.value if fact.value_max is None else f"{fact.value}/{fact.value_max}"),
                text_cell(fact.holder_text),
                Cell(None if fact.confidence is None else round(fact.confidence, 2), "plain"),
                text_cell(joined(map(_quoted, (*fact.evidence[1:], *fact.related)))),
                text_cell(fact.kind),
            )


def sum_rows(view: View, rules: frozenset[str]) -> Iterator[Row]:
    """Yield the findings of ``rules``, those on sums of money: a line for each place that was reckoned with.

    What is asked, what was found and the difference stand as numbers in yuan on the first line of a finding.
    """
    amounts = _amounts_by_place(view.checked.entry.documents)
    findings = [one for one in view.checked.entry.findings if one.rule in rules and one.kind != "notApplicable"]
    for finding in sorted(findings, key=lambda one: (ORDER.index(one.kind), SEVERITY[one.level])):
        asked, found = _yuan(finding.expected), _yuan(finding.actual)
        gap = round(found - asked, 2) if asked is not None and found is not None else None
        for number, evidence in enumerate(finding.evidence or (None,)):
            again = number > 0
            yield (
                view.path,
                text_cell(finding.title),
                Cell(KIND_WORDS[finding.kind], finding.kind),
                _EMPTY if again else text_cell(finding.message),
                text_cell(compared_words(finding.expected) if finding.expected and not again else None),
                text_cell(compared_words(finding.actual) if finding.actual and not again else None),
                *(Cell(None if again else amount, "money") for amount in (asked, found, gap)),
                view.document(evidence.document if evidence else None),
                text_cell(evidence.label if evidence else None),
                text_cell(evidence.quote if evidence else None),
                _money(amounts.get((evidence.document, evidence.location, evidence.quote)) if evidence else None),
                text_cell(finding.citation.article),
                _EMPTY if again else text_cell(finding.suggestion),
                text_cell(finding.rule),
            )


def unread_rows(view: View) -> Iterator[Row]:
    """Yield a line for each part that was not read, with the requirements that it bears on."""
    bearing: dict[tuple[str, Location, str], list[str]] = {}
    for finding in view.checked.entry.findings:
        for part in finding.unread:
            bearing.setdefault((part.document, part.location, part.reason), []).append(finding.rule)
    for document in view.checked.entry.documents:
        for unread in document.unread:
            rules = tuple(dict.fromkeys(bearing.get((document.path, unread.location, unread.reason), ())))
            yield (
                view.path,
                view.document(document.path),
                text_cell(KIND_NAMES[document.kind]),
                text_cell(FORMAT_WORDS.get(document.format, document.format)),
                Cell(STATUS_WORDS[document.status], "open" if document.status == "unreadable" else "text"),
                text_cell(place_label(unread.location) or "整个文件"),
                text_cell(QUALITY_WORDS[unread.reason]),
                text_cell(unread.message),
                Cell(len(rules), "count"),
                text_cell("、".join(rules)),
            )


def place_label(location: Location) -> str:
    """Return a place in words; empty where it is a whole file."""
    return Place(*astuple(location)).label()


def _quoted(evidence: EvidenceEntry) -> str:
    return f"{evidence.document} {evidence.label}：“{evidence.quote}”"


def _fact(entry: FactEntry) -> Fact:
    return Fact(
        entry.kind, entry.state, entry.text, (), value=entry.value, op=entry.op, value_max=entry.value_max,
        unit=entry.unit, subject=entry.subject, holder=entry.holder, holder_text=entry.holder_text,
    )  # fmt: skip


def _said(entry: FactEntry) -> str:
    return said(_fact(entry))


def _money(value: str | None) -> Cell:
    """Return an amount as a number; empty where it is none, or more than a cell holds exactly."""
    return Cell(float(value), "money") if value is not None and _MONEY.fullmatch(value) else _EMPTY


def _yuan(side: ComparedEntry | None) -> float | None:
    """Return one side of a comparison as yuan; None where it is no single amount of money."""
    if side is None or side.value is None or side.value_max is not None or not _MONEY.fullmatch(side.value):
        return None
    return None if value_words(side.value).endswith("%") else float(side.value)


def _amounts_by_place(documents: tuple[DocumentEntry, ...]) -> dict[tuple[str, Location, str], str]:
    """Return what the places of money facts were read as."""
    return {
        (evidence.document, evidence.location, evidence.quote): fact.value
        for document in documents
        for fact in document.facts
        if fact.value is not None and fact.value_max is None and fact.kind.startswith(MONEY_FACTS)
        for evidence in fact.evidence
    }
