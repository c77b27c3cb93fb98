"""Facts on a terminal: per document each fact with its words and its place."""

import re
from collections.abc import Sequence
from decimal import Decimal

from checks.statements import subject_words
from checks.vocabulary import fact_name
from checks.wording import holder_words, statement_words
from extractor.document import Block
from extractor.fact import Evidence, Extracted, Fact, Refusal
from review.entries import document_entry
from review.layout import Paper, cut, name_shown, one_line
from review.reporters.console import document_lines
from review.reporters.pattern_words import pattern_words

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
        blocks = {block.id: block for block in extracted.document.blocks} if explain else {}
        for fact in extracted.facts:
            _fact(paper, fact, blocks)
        if explain:
            _refusals(paper, extracted, blocks)
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
    if fact.kind == "payment.share" and fact.value is not None:
        return f"{(Decimal(fact.value) * 100).normalize():f}%"
    return statement_words(fact)


def _fact(paper: Paper, fact: Fact, blocks: dict[int, Block]) -> None:
    """Write a fact; with ``blocks``, by which it is explained, also its pattern and the sentence it stands in."""
    subject = f"（{subject_words(fact.subject)}）" if fact.subject else ""
    paper.marked("·", "dim", f"{fact_name(fact.kind)}{subject}：{said(fact)}  {fact.kind}", indent=2)
    for evidence in fact.evidence:
        paper.labelled("原文", cut(f"“{one_line(evidence.quote)}”", 2 * (paper.columns - 10)), indent=5)
        paper.labelled("    ", evidence.label, "dim", indent=5)
    for evidence in fact.related:
        paper.labelled("相关", cut(f"“{one_line(evidence.quote)}”", 2 * (paper.columns - 10)), indent=5)
    if blocks:
        paper.labelled("读法", pattern_words(fact.pattern) if fact.pattern else "未标明", indent=5)
        _context(paper, fact.evidence[0], blocks)


def _context(paper: Paper, evidence: Evidence, blocks: dict[int, Block]) -> None:
    """Write the sentence, or the row of the table, that a quote stands in, where it says more than the quote."""
    words = one_line(sentence_of(evidence, blocks))
    if words and words.strip("。；") != one_line(evidence.quote).strip("。；"):
        paper.labelled("全句", cut(words, 3 * (paper.columns - 10)), "dim", indent=5)


def sentence_of(evidence: Evidence, blocks: dict[int, Block]) -> str:
    """Return the sentence around a quote, or its table row with cells divided by bars; empty where it is unknown."""
    block = blocks.get(evidence.block)
    if block is None:
        return ""
    if block.table is not None:
        row = evidence.location.row
        return " | ".join(cell.text for cell in block.table.cells if cell.row == row and cell.text.strip())
    start = max((m.end() for m in re.finditer(r"[。；！？\n]", block.text[: evidence.start])), default=0)
    stop = re.search(r"[。；！？\n]", block.text[evidence.end :])
    return block.text[start : evidence.end + stop.end() if stop else len(block.text)].strip()


def _refusals(paper: Paper, extracted: Extracted, blocks: dict[int, Block]) -> None:
    """Write what was looked at and not taken, with the reason, in the order of the document."""
    if not extracted.refusals:
        return
    paper.line(f"看过而没有采用的 {len(extracted.refusals)}处", "bold", indent=2)
    for refusal in sorted(extracted.refusals, key=_place):
        paper.marked("-", "dim", f"{fact_name(refusal.kind)}：{refusal.reason}", indent=2)
        quote = cut(f"“{one_line(refusal.evidence.quote)}”", paper.columns - 10)
        paper.labelled("原文", f"{quote}  {refusal.evidence.label}", indent=5)
        _context(paper, refusal.evidence, blocks)
        paper.labelled("读法", pattern_words(refusal.pattern), "dim", indent=5)


def _place(refusal: Refusal) -> tuple[int, int, int, str]:
    return refusal.evidence.block, refusal.evidence.location.row or 0, refusal.evidence.start, refusal.kind
