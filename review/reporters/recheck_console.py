"""What became of the findings of a first submission, on a terminal: what is still to be done stands first."""

from collections import Counter

from checks.statements import subject_words
from checks.vocabulary import fact_name
from extractor.fact import KIND_NAMES, Fact
from review.layout import Paper, cut, name_shown, one_line
from review.living.outcomes import Outcome
from review.living.pairing import MatchedBy
from review.living.quiet import FactChange, FactChangeKind
from review.living.recheck import DocumentMove, FindingMove, Moves, Rechecked, RecheckReport
from review.report import EvidenceEntry, FactEntry, FindingEntry
from review.reporters.facts_console import said
from review.reporters.words import KIND_WORDS, STATUS_WORDS, place_words, waived_words

ORDER: tuple[Outcome, ...] = ("new", "not-fixed", "changed", "unsettled", "fixed")
OUTCOME_WORDS: dict[Outcome, str] = {
    "new": "新问题",
    "not-fixed": "未整改",
    "changed": "有变化，仍有问题",
    "unsettled": "不能确认",
    "fixed": "已整改",
    "clear": "两次都没有问题",
}
MARKS: dict[Outcome, tuple[str, str]] = {
    "new": ("+", "red"),
    "not-fixed": ("✗", "red"),
    "changed": ("~", "yellow"),
    "unsettled": ("○", "blue"),
    "fixed": ("✓", "green"),
    "clear": ("-", "dim"),
}
MATCH_WORDS: dict[MatchedBy, str] = {
    "path": "路径相同",
    "files": "有相同的文件",
    "project": "项目名称相同",
    "only": "两次都只有一份报送",
}
FACT_WORDS: dict[FactChangeKind, str] = {
    "changed": "有变化",
    "added": "新写明",
    "removed": "不再写明",
    "not-read": "这次没能读到",
}
QUOTES = 3
QUOTE_LINES = 2


def recheck_text(report: RecheckReport, name: str, paper: Paper, *, verbose: bool) -> str:
    """Return the result as text for a terminal; ``name`` is what the earlier report is called."""
    paper.rule(f"复查 {name_shown(name)}")
    for doubt in report.doubts:
        paper.labelled("注意", one_line(doubt), "yellow", indent=2)
    for submission in report.submissions:
        _submission(paper, submission, verbose=verbose)
    paper.line()
    paper.line(f"共{len(report.submissions)}份报送：{_summed(report)}。", "bold")
    if report.absent:
        paper.line(f"前次的另外{len(report.absent)}份报送这次没有材料，没有复查。", "yellow")
    return paper.text()


def _summed(report: RecheckReport) -> str:
    counts: Counter[str] = Counter()
    for one in report.submissions:
        counts.update(dict(_counted(one.summary)))
    return "，".join(f"{words}{counts[words]}项" for words, _ in _counted(report.submissions[0].summary))


def _counted(moves: Moves) -> list[tuple[str, int]]:
    return [
        ("新问题", moves.new),
        ("未整改", moves.not_fixed),
        ("有变化", moves.changed),
        ("不能确认", moves.unsettled),
        ("已整改", moves.fixed),
        ("悄悄变化的事实", moves.quiet),
    ]


def _submission(paper: Paper, one: Rechecked, *, verbose: bool) -> None:
    paper.line()
    paper.rule(name_shown(one.path))
    if one.old_path is None or one.matched_by is None:
        paper.labelled("前次", "前次的报告里没有找到同一份报送，以下都按新问题列出", "yellow", indent=2)
    else:
        paper.labelled("前次", f"{name_shown(one.old_path)}（{MATCH_WORDS[one.matched_by]}）", indent=2)
    for doubt in one.doubts:
        paper.labelled("注意", one_line(doubt), "yellow", indent=2)
    if one.old_path is not None:
        _documents(paper, one.documents)
        for change in one.profile:
            paper.labelled("项目", f"{change.key}：{one_line(change.old)} → {one_line(change.new)}", "yellow", indent=2)
    for outcome in ORDER:
        found = [move for move in one.findings if move.outcome == outcome]
        if found:
            paper.line()
            paper.line(f"{OUTCOME_WORDS[outcome]} {len(found)}项", "bold", MARKS[outcome][1], indent=2)
        for move in found:
            _finding(paper, move, verbose=verbose)
    _facts(paper, one.facts, verbose=verbose)


def _documents(paper: Paper, documents: tuple[DocumentMove, ...]) -> None:
    same = sum(one.change == "unchanged" for one in documents)
    paper.labelled("材料", f"{same}份没有变化" if same < len(documents) else "全部没有变化", indent=2)
    for one in documents:
        words = _document_words(one)
        if words:
            paper.line(words, indent=7)


def _document_words(one: DocumentMove) -> str:
    name, old = name_shown(one.path or ""), name_shown(one.old_path or "")
    worse = ""
    if one.status is not None and one.status != "read":
        before = f"，前次{STATUS_WORDS[one.old_status]}" if one.old_status not in (None, one.status) else ""
        worse = f"（{STATUS_WORDS[one.status]}{before}）"
    if one.change == "unchanged":
        return f"没有变化 {name}{worse}" if worse else ""
    if one.change == "added":
        return f"新增 {name}  {KIND_NAMES[one.kind]}{worse}"
    if one.change == "removed":
        return f"缺少 {old}  {KIND_NAMES[one.kind]}（前次报送过）"
    if one.change == "moved":
        return f"改名 {old} → {name}{worse}"
    return f"替换 {name}{worse}" if name == old else f"替换 {old} → {name}{worse}"


def _finding(paper: Paper, move: FindingMove, *, verbose: bool) -> None:
    mark, colour = MARKS[move.outcome]
    one = move.new or move.old
    if one is None:
        return
    paper.marked(mark, colour, f"{one.title}  {move.rule}", "bold", indent=2)
    if move.why:
        paper.line(one_line(move.why), "yellow", indent=4)
    said_again = move.old is not None and move.new is not None and _verdict(move.old) == _verdict(move.new)
    if move.old is not None and move.old.kind != "notApplicable" and not said_again:
        paper.labelled("前次", _verdict(move.old), indent=4)
        if move.outcome in ("changed", "unsettled"):
            _quotes(paper, "前文", move.old.evidence, verbose=verbose)
    if move.new is None:
        return
    paper.labelled("这次", _verdict(move.new), indent=4)
    accepted = waived_words(move.new)
    if accepted:
        paper.labelled("认可", one_line(accepted), "cyan", indent=4)
    _quotes(paper, "原文", move.new.evidence, verbose=verbose)
    if move.new.suggestion and move.outcome in ("new", "not-fixed", "changed"):
        paper.labelled("建议", move.new.suggestion, "cyan", indent=4)


def _verdict(finding: FindingEntry) -> str:
    return f"{KIND_WORDS[finding.kind]}：{one_line(finding.message)}"


def _quotes(paper: Paper, label: str, evidence: tuple[EvidenceEntry, ...], *, verbose: bool) -> None:
    shown = evidence if verbose else evidence[:QUOTES]
    for one in shown:
        paper.labelled(label, cut(f"“{one_line(one.quote)}”", QUOTE_LINES * (paper.columns - 10)), indent=4)
        paper.labelled("    ", place_words(one), "dim", indent=4)
    if len(evidence) > len(shown):
        paper.line(f"另有{len(evidence) - len(shown)}处，加 -v 列出", "dim", indent=9)


def _facts(paper: Paper, facts: tuple[FactChange, ...], *, verbose: bool) -> None:
    quiet = [fact for fact in facts if not fact.findings]
    told = len(facts) - len(quiet)
    if not facts:
        return
    paper.line()
    hint = f"（另有{told}项变化，上面的结论已引用{'' if verbose else '，加 -v 列出'}）" if told else ""
    paper.line(f"没有结论提到而变化了的事实 {len(quiet)}项{hint}", "bold", "yellow", indent=2)
    unread = Counter(_old_document(fact) for fact in quiet if fact.change == "not-read")
    for document, count in unread.items() if not verbose else ():
        paper.marked("·", "yellow", f"{name_shown(document)}：前次的{count}项事实这次没能读到，加 -v 列出", indent=2)
    for fact in facts if verbose else [one for one in quiet if one.change != "not-read"]:
        subject = f"（{subject_words(fact.subject)}）" if fact.subject else ""
        paper.marked("·", "yellow", f"{fact_name(fact.kind)}{subject}：{_change(fact)}", "bold", indent=2)
        for label, one in (("前次", fact.old), ("这次", fact.new)):
            if one is not None:
                _statement(paper, label, one)
        if fact.findings:
            paper.labelled("引用", "、".join(fact.findings), "dim", indent=4)


def _old_document(fact: FactChange) -> str:
    return fact.old.evidence[0].document if fact.old is not None and fact.old.evidence else ""


def _change(fact: FactChange) -> str:
    if fact.old is not None and fact.new is not None:
        return f"{one_line(_said(fact.old))} → {one_line(_said(fact.new))}"
    one = fact.new or fact.old
    return FACT_WORDS[fact.change] + (f"（{one_line(_said(one))}）" if one is not None else "")


def _statement(paper: Paper, label: str, fact: FactEntry) -> None:
    first = fact.evidence[0] if fact.evidence else None
    quote = first.quote if first is not None else fact.text
    paper.labelled(label, cut(f"“{one_line(quote)}”", QUOTE_LINES * (paper.columns - 10)), indent=4)
    if first is not None:
        paper.labelled("    ", place_words(first), "dim", indent=4)


def _said(entry: FactEntry) -> str:
    """Return what a fact states in words."""
    fact = Fact(
        entry.kind, entry.state, entry.text, (), value=entry.value, op=entry.op, value_max=entry.value_max,
        unit=entry.unit, subject=entry.subject, holder=entry.holder, holder_text=entry.holder_text,
    )  # fmt: skip
    return said(fact)
