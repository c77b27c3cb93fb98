"""Facts on a terminal: per document each fact with its words and its place."""

from collections.abc import Sequence

from checks.statements import subject_words
from checks.vocabulary import fact_name
from checks.wording import holder_words, statement_words
from extractor.fact import Extracted, Fact
from review.entries import document_entry
from review.layout import Paper, cut, name_shown, one_line
from review.reporters.console import document_lines

STATES = {"blank": "空白未填", "referred": "见其他文件", "unstated": "未写明"}


def facts_text(read: Sequence[Extracted], paper: Paper, *, explain: bool) -> str:
    """Return the facts of the documents as text for a terminal."""
    for extracted in read:
        paper.rule(name_shown(extracted.document.path))
        notices = [notice.message for notice in extracted.document.notices]
        document_lines(paper, document_entry(extracted), notices, named=False)
        paper.labelled("类别", extracted.kind_reason, indent=7)
        if not extracted.facts:
            paper.line("没有读到事实。", indent=2)
        for fact in extracted.facts:
            _fact(paper, fact, explain=explain)
        if explain:
            _refusals(paper, extracted)
        paper.line()
    total = sum(len(extracted.facts) for extracted in read)
    paper.line(f"共{len(read)}个文件，{total}项事实。", "bold")
    return paper.text()


def said(fact: Fact) -> str:
    """Return what a fact states in words."""
    if fact.state != "stated":
        return STATES[fact.state]
    if fact.holder is not None and fact.value == "owner":
        return f"归{holder_words(fact.holder, fact.holder_text)}"
    if fact.value == "present":
        return "有"
    if fact.kind == "amount.pair" and fact.value is not None and fact.value_max is not None:
        return f"小写{fact.value}元，大写{fact.value_max}元"
    if fact.kind.startswith(("project.", "party.")):
        return fact.value or fact.text
    return statement_words(fact)


def _fact(paper: Paper, fact: Fact, *, explain: bool) -> None:
    subject = f"（{subject_words(fact.subject)}）" if fact.subject else ""
    paper.marked("·", "dim", f"{fact_name(fact.kind)}{subject}：{said(fact)}  {fact.kind}", indent=2)
    for evidence in fact.evidence:
        paper.labelled("原文", cut(f"“{one_line(evidence.quote)}”", 2 * (paper.columns - 10)), indent=5)
        paper.labelled("    ", evidence.label, "dim", indent=5)
    for evidence in fact.related:
        paper.labelled("相关", cut(f"“{one_line(evidence.quote)}”", 2 * (paper.columns - 10)), indent=5)
    if explain:
        paper.labelled("规则", fact.pattern or "未标明", indent=5)


def _refusals(paper: Paper, extracted: Extracted) -> None:
    if not extracted.refusals:
        return
    paper.line(f"排除 {len(extracted.refusals)}处", "bold", indent=2)
    for refusal in extracted.refusals:
        paper.marked("-", "dim", f"{fact_name(refusal.kind)}：{refusal.reason}  {refusal.pattern}", indent=2)
        quote = cut(f"“{one_line(refusal.evidence.quote)}”", paper.columns - 10)
        paper.labelled("原文", f"{quote}  {refusal.evidence.label}", indent=5)
