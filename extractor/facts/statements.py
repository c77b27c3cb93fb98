"""Sentences that commit to something or deny it, as ``statement.*`` with value ``present`` or ``denied``.

What can be stated is data: one file of ``lexicons/statements`` each (see ``statement_data``). A sentence, a row of a
table, a field of a form or a heading with text under it states it. What only speaks of it (a rule quoted, a condition,
an example, what others did, the past) is refused with the reason.
"""

import re
from collections.abc import Iterator, Mapping, Set
from functools import cache
from itertools import chain

from extractor.fact import DocumentKind, Fact
from extractor.facts.asides import answer, aside, asked, denied, has_none, may_deny, none_of
from extractor.facts.statement_data import NONE_OF, Statement, in_order, index
from extractor.facts.statement_forms import from_fields, from_headings, from_rows, row_names
from extractor.facts.view import Unit, View
from extractor.facts.worded import clause_bounds, section_title, stated
from extractor.phrases import Match, Pattern
from extractor.terms import Hit

_MOST = 40  # facts of one statement and value in a document; more of the same add nothing
_AGREED = ("contract", "supervision_contract", "procurement_document", "bid", "responsibility_letter")
_DIRECTS = ("approval", "review_material", "legal_opinion", "audit_report")
"""Papers in which one body tells another what to do."""
_THIS_RULE = re.compile(r"本(?:办法|规定|条例|细则)")
_OFTEN = 3  # times that a regulation names itself at least
_HEADING = re.compile(r"[。；]\s*$")


def find(view: View) -> Iterator[Fact]:
    """Yield what the sentences, tables, forms and headings of a document state, each statement up to 40 times.

    A regulation states nothing, but the rules laid down for a fund are the paper that is judged: of them those
    statements are read that are looked for in such papers by name and may stand in a rule.
    """
    regulation = _is_regulation(view)
    if regulation and view.kind != "fund_document":
        return
    wanted = _wanted(view.kind, regulation=regulation)
    count: dict[tuple[str, str | None], int] = {}
    seen: set[tuple[object, ...]] = set()  # what a sentence stated its field and row need not state again
    for fact in chain(
        _from_prose(view, wanted, count),
        from_rows(view, wanted),
        from_fields(view, wanted),
        from_headings(view, wanted),
    ):
        key = (fact.kind, fact.value)
        place = (*key, *_place(fact))
        if place in seen and fact.pattern in ("field", "row"):
            continue
        seen.add(place)
        count[key] = count.get(key, 0) + 1
        if count[key] <= _MOST:
            yield fact


@cache
def _wanted(kind: DocumentKind, *, regulation: bool) -> frozenset[str]:
    """Return the statements that are looked for in a kind of document."""
    return frozenset(
        s.data.id
        for s in index().statements
        if kind in s.data.kinds or (not s.data.kinds and not regulation)
        if not regulation or "rule" in s.data.may
    )


def _place(fact: Fact) -> tuple[object, ...]:
    """Return the paragraph or cell in which a fact stands."""
    return tuple((e.block, e.location.row, e.location.column) for e in fact.evidence[:1])


def _is_regulation(view: View) -> bool:
    """Tell whether the document is itself a regulation: its sentences are rules for others."""
    if view.kind in _AGREED:
        return False
    return sum(1 for unit in view.prose if _THIS_RULE.search(unit.text)) >= _OFTEN


def _from_prose(view: View, wanted: Set[str], count: Mapping[tuple[str, str | None], int]) -> Iterator[Fact]:
    """Yield what sentences state; ``count`` says how often each was stated, for what was often enough is not read."""
    names = row_names(view)
    lexicon = index()
    for unit in view.units:
        if not unit.text or (unit.block.kind == "heading" and not _HEADING.search(unit.text)):
            continue
        words = lexicon.words(unit.text)
        if not lexicon.may_state({number for number, _, _ in words}):
            continue
        title = section_title(unit.block.section[-2:])
        at = 0
        for start, end in unit.sentences():
            inside: set[int] = set()
            while at < len(words) and words[at][2] <= end:
                if words[at][1] >= start:
                    inside.add(words[at][0])
                at += 1
            for statement, possible in lexicon.candidates(inside):
                if statement.data.id not in wanted:
                    continue
                often = count.get((statement.data.fact, "present"), 0) >= _MOST
                if often and not _may_deny(statement, possible, unit.text[start:end]):
                    continue
                if not (unit.index in names and _is_row(statement, unit)):
                    yield from _said(view, statement, possible, unit, (start, end), title)


def _may_deny(statement: Statement, possible: list[Pattern], sentence: str) -> bool:
    denials = any(p.name in statement.denials for p in possible)
    return denials or may_deny(sentence) or has_none(sentence)


def _is_row(statement: Statement, unit: Unit) -> bool:
    return any(statement.words_of(group, unit.text) for group in statement.data.rows)


def _said(
    view: View, statement: Statement, possible: list[Pattern], unit: Unit, span: tuple[int, int], title: str
) -> Iterator[Fact]:
    """Yield a fact for each clause of the sentence that states or denies it."""
    data, (offset, end) = statement.data, span
    sentence = unit.text[offset:end]
    if not has_none(sentence):
        possible = [p for p in possible if p.name != NONE_OF]
    if not possible:
        return
    hits = statement.hits(sentence)
    held = [p for p in possible if not p.needs or _has_needs(statement, p, sentence, hits)]
    asked_for = {p.name for p in held if in_order(statement.steps[p.name], hits, sentence)}
    if not asked_for or any(word in sentence for word in data.refused_sentence):
        return
    taken: list[tuple[int, int]] = []
    for match in statement.phrases.find(_apart(sentence, hits), hits):
        low, high = clause_bounds(sentence, match.start, match.end)
        if any(low < right and left < high for left, right in taken) or not _fits(match, asked_for, sentence, title):
            continue
        if match.pattern.name == NONE_OF and not none_of(sentence, match.start):
            continue
        at = (offset + match.start, offset + match.end)
        may = (*data.may, "advice") if match.pattern.name == NONE_OF else data.may  # 不考虑 is no advice
        reason = _own_refusal(statement, sentence, match) or aside(
            sentence, match.start, match.end, title, may, directs=view.kind in _DIRECTS
        )
        value = "" if reason else _value(view, statement, unit, sentence, match, hits)
        if reason or not value:
            reason = reason or "问而未答，或否定之否定"
            view.refuse(data.fact, match.pattern.name, reason, unit, *at)
            continue
        taken.append((low, high))
        replied = asked(sentence, match.start) and not answer(sentence[match.end :])
        beside = _answering(view, unit) if replied else None
        yield stated(view, data.fact, unit, (offset + low, offset + high), match.pattern.name, value, beside)


def _has_needs(statement: Statement, pattern: Pattern, sentence: str, hits: list[Hit]) -> bool:
    """Tell whether each of what a pattern needs stands in the sentence, be it within a longer word."""
    groups = {h.group for h in hits}

    def stands(name: str) -> bool:
        return name in groups or any(word in sentence for word in statement.data.words.get(name, ()))

    return all(any(stands(name) for name in need.split("|")) for need in pattern.needs)


def _apart(sentence: str, hits: list[Hit]) -> str:
    """Return the sentence with a bar for 不 and 未 before a word found: segmented with it (未确定) it would hide it."""
    before = {hit.start - 1 for hit in hits if hit.start and sentence[hit.start - 1] in "不未"}
    if not before:
        return sentence
    return "".join("|" if at in before else sign for at, sign in enumerate(sentence))


def _fits(match: Match, asked_for: set[str], sentence: str, title: str) -> bool:
    pattern = match.pattern
    if pattern.name not in asked_for or (pattern.title and not any(word in title for word in pattern.title)):
        return False
    return not pattern.closes or sentence[match.end : match.end + 1] in ("", "，", ",", "、", "：", ":", ")")


def _own_refusal(statement: Statement, sentence: str, match: Match) -> str:
    data = statement.data
    before = sentence[max(0, match.start - 8) : match.start]
    inside = sentence[match.start : match.end]
    if "__" in inside:
        return "中间空着没有填"
    for word in data.refused_before:
        if word in before:
            return f"前面有“{word}”，不是这件事"
    for word in data.refused_inside:
        if word in inside:
            return f"其中有“{word}”，不是这件事"
    for word in data.refused_after:
        if sentence.startswith(word, match.end):
            return f"后面是“{word}”，不是这件事"
    return ""


def _value(view: View, statement: Statement, unit: Unit, sentence: str, match: Match, hits: list[Hit]) -> str:
    """Return "present", "denied", or "" where the sentence asks and nobody answers, or where a denial is denied."""
    is_denial = match.pattern.name in statement.denials
    if asked(sentence, match.start):
        cell = _answering(view, unit)
        return answer(sentence[match.end :]) or (answer(cell.text) if cell is not None else "")
    if match.pattern.name == NONE_OF:
        return "denied"
    own = [(h.start, h.end) for h in hits if match.start <= h.start and h.end <= match.end]
    negative = denied(sentence, match.start, match.end, own)
    if is_denial:
        return "" if negative else "denied"
    return "denied" if negative else "present"


def _answering(view: View, unit: Unit) -> Unit | None:
    """Return the cell behind a cell that asks."""
    following = view.after(unit) if unit.cell is not None else ()
    return next((after for after in following if after.cell is not None and after.block is unit.block), None)
