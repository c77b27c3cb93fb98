"""Findings on a terminal: what must be acted on first, each with all that is needed to check it by hand."""

from collections import Counter
from functools import lru_cache

from msgspec import UNSET

from checks.finding import FindingKind
from extractor.fact import KIND_NAMES
from review.layout import Paper, cut, name_shown, one_line
from review.report import BaselineEntry, DocumentEntry, EvidenceEntry, FindingEntry, SubmissionEntry
from review.reporters import Checked, DocumentNotice, Ending, Look, Sink, Totals
from review.reporters.profile_words import profile_words
from review.reporters.words import (
    CHANGE_WORDS,
    FORMAT_WORDS,
    KIND_WORDS,
    LEVEL_WORDS,
    MARKS,
    SCOPE_WORDS,
    STATUS_WORDS,
    change_words,
    compared_words,
    place_words,
    waived_words,
)

QUOTE_LINES = 3
QUOTES = 3
SECTIONS = 6
ORDER: tuple[FindingKind, ...] = ("fail", "review", "open", "pass", "notApplicable")
SEVERITY = {"error": 0, "warning": 1, "note": 2, None: 3}


class Console:
    """Writes each submission as it comes, as wide as the paper; at last what all came to."""

    def __init__(self, sink: Sink, look: Look) -> None:
        self._sink = sink
        self._look = look

    def add(self, checked: Checked) -> None:
        """Write one submission."""
        paper = self._look.paper.fresh()
        _submission(paper, checked.brief, checked.chosen, checked.notices, verbose=self._look.verbose)
        self._sink.write(paper.text().encode("utf-8", "backslashreplace"))

    def close(self, ending: Ending) -> None:
        """Write the sums."""
        paper = self._look.paper.fresh()
        _closing(paper, ending.totals)
        self._sink.write(paper.text().encode("utf-8", "backslashreplace"))


def _submission(
    paper: Paper, submission: SubmissionEntry, chosen: str, notices: tuple[DocumentNotice, ...], *, verbose: bool
) -> None:
    paper.rule(name_shown(submission.path))
    paper.labelled("依据", chosen, indent=2)
    paper.labelled("日期", f"{submission.on or '未确定'}（{one_line(submission.on_reason)}）", indent=2)
    paper.labelled("项目", profile_words(submission.profile) or "没有提供项目信息", indent=2)
    for assumed in submission.assumed:
        paper.labelled("推定", assumed, indent=2)
    _documents(paper, submission.documents, notices)
    if isinstance(submission.baseline, BaselineEntry):
        _baseline(paper, submission.baseline)
    for kind in ORDER:
        found = [finding for finding in submission.findings if finding.kind == kind]
        if kind in ("fail", "review"):
            found.sort(key=lambda finding: (finding.waived is not UNSET, SEVERITY[finding.level]))
        _group(paper, kind, found, verbose=verbose)
    paper.line()


def _baseline(paper: Paper, baseline: BaselineEntry) -> None:
    """Write what became of the submission since the earlier report."""
    if baseline.path is None:
        paper.labelled("前次", "前次的报告里没有这份报送", indent=2)
        return
    paper.labelled("前次", name_shown(baseline.path), indent=2)
    for label, past, colour in (("已整改", baseline.fixed, "green"), ("未再查", baseline.dropped, "yellow")):
        for finding in past:
            paper.labelled(
                label, f"{finding.title}  {finding.rule}  前次：{one_line(finding.message)}", colour, indent=2
            )


def _documents(paper: Paper, documents: tuple[DocumentEntry, ...], notices: tuple[DocumentNotice, ...]) -> None:
    paper.labelled("材料", _counted(documents), indent=2)
    told: dict[str, list[str]] = {}
    for notice in notices:
        told.setdefault(notice.document, []).append(notice.message)
    for document in documents:
        document_lines(paper, document, told.get(document.path, []))


def _counted(documents: tuple[DocumentEntry, ...]) -> str:
    counts = Counter(document.status for document in documents)
    parts = [f"{STATUS_WORDS[status]}{counts[status]}份" for status in STATUS_WORDS if counts[status]]
    return f"{len(documents)}份（{'，'.join(parts)}）"


def document_lines(paper: Paper, document: DocumentEntry, told: list[str], *, named: bool = True) -> None:
    """Write one document: what it is, how much was read, what was not, what else a person should know.

    ``named`` is False where its path stands just above.
    """
    about = [KIND_NAMES[document.kind], FORMAT_WORDS.get(document.format, document.format)]
    if document.pages is not None:
        about.append(f"{document.pages}页")
    if document.status != "read":
        about.append(STATUS_WORDS[document.status])
    path = f"{name_shown(document.path)}  " if named else ""
    paper.line(f"{path}{'，'.join(about)}", indent=7)
    for unread in document.unread:
        where = _where(unread.location.page, unread.location.sheet)
        paper.labelled("未读", f"{where}{unread.message}", "yellow", indent=9)
    for message in told:
        paper.labelled("注意", message, indent=9)


def _where(page: int | None, sheet: str | None) -> str:
    words = (f"第{page}页" if page is not None else "") + (f"工作表“{sheet}”" if sheet is not None else "")
    return f"{words}：" if words else ""


def _group(paper: Paper, kind: FindingKind, found: list[FindingEntry], *, verbose: bool) -> None:
    if not found:
        return
    paper.line()
    hint = f"（{_why_not(found)}加 -v 列出）" if kind == "notApplicable" and not verbose else ""
    accepted = sum(finding.waived is not UNSET for finding in found)
    hint = f"（其中{accepted}项已认可）" if accepted else hint
    paper.line(f"{KIND_WORDS[kind]} {len(found)}项{hint}", "bold", MARKS[kind][1], indent=2)
    if kind == "notApplicable" and not verbose:
        return
    for finding in found:
        if kind in ("pass", "notApplicable"):
            _short(paper, finding, whole=verbose)
        else:
            _full(paper, finding, verbose=verbose)


def _head(finding: FindingEntry) -> tuple[str, str]:
    level = f"  {LEVEL_WORDS[finding.level]}" if finding.level and finding.kind == "fail" else ""
    accepted = "  已认可" if finding.waived is not UNSET else ""
    change = f"  {change_words(finding)}" if finding.change in ("new", "changed", "fixed") else ""
    return f"{finding.title}{level}{accepted}{change}", finding.rule


def _why_not(found: list[FindingEntry]) -> str:
    """Return why requirements were not judged, counted: a regulation out of force is not the same as one met."""
    counts = Counter(finding.reason for finding in found)
    return "".join(f"{words}{counts[reason]}项，" for reason, words in SCOPE_WORDS.items() if counts[reason])


def _short(paper: Paper, finding: FindingEntry, *, whole: bool) -> None:
    mark, colour = MARKS[finding.kind]
    title, rule = _head(finding)
    where = finding.evidence[0].label if finding.evidence and finding.kind == "pass" else ""
    said = f"{finding.message} {where}".strip() if where else finding.message
    words = f"{title}  {rule}  {one_line(said)}"
    paper.marked(mark, colour, words if whole else cut(words, paper.columns - 4), indent=2)


def _full(paper: Paper, finding: FindingEntry, *, verbose: bool) -> None:
    mark, colour = MARKS[finding.kind]
    title, rule = _head(finding)
    paper.marked(mark, colour, f"{title}  {rule}", "bold", indent=2)
    paper.line(one_line(finding.message), indent=4)
    sides = []
    if finding.expected is not None:
        sides.append(f"要求 {compared_words(finding.expected)}")
    if finding.actual is not None:
        sides.append(f"实际 {compared_words(finding.actual)}")
    if sides:
        paper.labelled("比对", "，".join(sides), indent=4)
    if finding.waived is not UNSET:
        paper.labelled("认可", one_line(waived_words(finding)), "cyan", indent=4)
    _quotes(paper, "原文", finding.evidence, verbose=verbose)
    searched = finding.searched
    if searched is not None:
        paper.labelled("已查", _names(searched.documents) or "没有可查的材料", indent=4)
        if searched.sections:
            paper.labelled("章节", _sections(searched.sections, verbose=verbose), indent=4)
        _quotes(paper, "相近", searched.nearest, verbose=verbose)
    for unread in finding.unread:
        where = _where(unread.location.page, unread.location.sheet)
        paper.labelled("未读", f"{name_shown(unread.document)}  {where}{unread.message}", "yellow", indent=4)
    citation = finding.citation
    # what has a document number is a regulation, and its title stands in title marks
    name = f"《{citation.regulation}》（{citation.number}）" if citation.number else f"{citation.regulation} "
    effective = f"，自{citation.effective}起施行" if citation.effective else ""
    paper.labelled("依据", f"{name}{citation.article}{effective}", indent=4)
    if finding.suggestion:
        paper.labelled("建议", finding.suggestion, "cyan", indent=4)


@lru_cache(maxsize=256)  # many findings of a submission have searched the same papers
def _names(documents: tuple[str, ...]) -> str:
    return "、".join(map(name_shown, documents))


def _sections(paths: tuple[str, ...], *, verbose: bool) -> str:
    """Return the titles of sections without those above them, which repeat from one to the next."""
    titles = list(dict.fromkeys(one_line(path.split(" > ")[-1]).rstrip("、. ") for path in paths))
    shown = titles if verbose else titles[:SECTIONS]
    return "、".join(shown) + (f"等{len(titles)}处" if len(titles) > len(shown) else "")


def _quotes(paper: Paper, label: str, evidence: tuple[EvidenceEntry, ...], *, verbose: bool) -> None:
    shown = evidence if verbose else evidence[:QUOTES]
    for one in shown:
        paper.labelled(label, cut(f"“{one_line(one.quote)}”", QUOTE_LINES * (paper.columns - 10)), indent=4)
        paper.labelled("    ", place_words(one), "dim", indent=4)
    if len(evidence) > len(shown):
        paper.line(f"另有{len(evidence) - len(shown)}处，加 -v 列出", "dim", indent=9)


def _closing(paper: Paper, totals: Totals) -> None:
    parts = [f"{KIND_WORDS[kind]}{totals.kinds[kind]}项" for kind in ORDER]
    tail = f"；{totals.unread}份材料没有读完" if totals.unread else ""
    paper.line(f"共{totals.submissions}份报送：{'，'.join(parts)}{tail}。", "bold")
    if totals.waived:
        paper.line(f"其中{totals.waived}项已认可，不计入退出码。", "bold")
    if totals.changes or totals.dropped:
        changes = [f"{words}{totals.changes[change]}项" for change, words in CHANGE_WORDS.items()]
        dropped = f"；前次有问题的{totals.dropped}项这次没有检查" if totals.dropped else ""
        paper.line(f"与前次相比：{'，'.join(changes)}{dropped}。", "bold")
