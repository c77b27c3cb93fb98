"""Operative clauses as ``clause.*``: somebody gets a right or a duty, not a word in passing.

Each clause is one file in ``lexicons/clauses``: its word groups, the patterns of groups that make it operative, and the
words before or after a match that make it an aside (合同终止后, 验收合格的). A clause that only points elsewhere
(保密事项按另签的《保密协议》执行) is ``referred``.
"""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from importlib import resources
from typing import Literal

import msgspec
import yaml

from extractor.fact import Fact
from extractor.facts.view import Unit, View
from extractor.phrases import Match, Pattern, Phrases
from extractor.terms import Hit, Lexicon, Topic


class ClauseExample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A short contract text and what it must give."""

    expect: Literal["present", "absent", "referred"]
    text: str


class ClauseData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause as its file states it; ``headings`` name clauses that a heading with text under it makes."""

    id: str
    fact: str
    title: str
    kinds: tuple[str, ...]
    words: dict[str, tuple[str, ...]] = {}
    look_alikes: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    headings: tuple[str, ...] = ()
    refused_before: tuple[str, ...] = ()
    refused_after: tuple[str, ...] = ()
    refused_inside: tuple[str, ...] = ()
    referred: tuple[str, ...] = ()
    examples: tuple[ClauseExample, ...] = ()


class Clause:
    """A clause with its patterns compiled; ``needs`` are the groups each pattern cannot do without."""

    def __init__(self, data: ClauseData) -> None:
        self.data = data
        self.phrases = Phrases(data.patterns)
        self.needed = tuple(
            (p, frozenset(t for t in p.tokens.split() if not t.startswith("..") and not t.endswith("?")))
            for p in data.patterns
        )

    @cached_property
    def topic(self) -> Topic:
        """Return the clause's words as a topic of a lexicon."""
        return Topic(self.data.id, self.data.title, self.data.words, self.data.look_alikes)


@cache
def clauses() -> tuple[Clause, ...]:
    """Return the clause lexicon of the package, in the order of its file names."""
    folder = resources.files("lexicons").joinpath("clauses")
    found = []
    for name in sorted(f.name for f in folder.iterdir() if f.name.endswith(".yaml")):
        raw = yaml.load(folder.joinpath(name).read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506  safe
        found.append(Clause(msgspec.convert(raw, ClauseData)))
    return tuple(found)


@cache
def _words() -> Lexicon:
    return Lexicon(clause.topic for clause in clauses() if clause.data.words)


_POINTER = re.compile(
    r"(?:(?:详|另|参)?见|按照?|依照?|执行|适用|遵照|以)[^，。；]{0,14}(?:附件|附录|附表|《[^》]{2,40}》|第[一二三四五六七八九十\d]+[章节条]|协议|规格书)[^，。；]{0,12}"
)
_FORM_LABEL = re.compile(r"^(?:密级|编号|保密期限|密　级)")


def find(view: View) -> Iterator[Fact]:
    """Yield the operative clauses of a document, one fact for each place that is one."""
    wanted = [clause for clause in clauses() if view.kind in clause.data.kinds]
    if not wanted:
        return
    stated: dict[str, int] = {}
    for unit in view.units:
        if unit.block.kind == "heading" or not unit.text:
            continue
        hits = _words().hits(unit.text)
        if not hits:
            continue
        title = " ".join(view.section(unit).split(" > ")[-2:])
        for clause in wanted:
            for fact in _operative(view, clause, unit, title, [h for h in hits if h.topic == clause.data.id]):
                stated[clause.data.fact] = stated.get(clause.data.fact, 0) + 1
                yield fact
    for clause in wanted:
        if clause.data.headings:
            yield from _headed(view, clause)
        elif not stated.get(clause.data.fact):
            yield from _referred(view, clause)


def _operative(view: View, clause: Clause, unit: Unit, title: str, hits: list[Hit]) -> Iterator[Fact]:
    groups = {h.group for h in hits}
    possible = {
        p.name
        for p, needed in clause.needed
        if needed <= groups and set(p.needs) <= groups and (not p.title or any(word in title for word in p.title))
    }
    if not possible or _FORM_LABEL.match(unit.text):
        return
    for start, end in unit.sentences():
        inside = [h for h in hits if start <= h.start and h.end <= end]
        present = {h.group for h in inside}
        if not any(p.name in possible and needed <= present for p, needed in clause.needed):
            continue
        sentence = unit.text[start:end]
        local = [Hit(h.topic, h.group, h.start - start, h.end - start) for h in inside]
        for match in clause.phrases.find(sentence, local):
            if match.pattern.name not in possible:
                continue
            reason = _aside(clause.data, sentence, match)
            if reason:
                view.refuse(clause.data.fact, match.pattern.name, reason, unit, start + match.start, start + match.end)
                continue
            low, high = _clause_bounds(sentence, match)
            yield _fact(view, clause.data.fact, unit, start + low, start + high, match.pattern.name)
            break


def _aside(data: ClauseData, sentence: str, match: Match) -> str:
    before = sentence[max(0, match.start - 6) : match.start]
    after = sentence[match.end :]
    inside = sentence[match.start : match.end]
    for word in data.refused_before:
        if word in before:
            return f"前面有“{word}”，不是约定"
    for word in data.refused_inside:
        if word in inside:
            return f"其中有“{word}”，不是约定"
    for word in data.refused_after:
        if after.startswith(word):
            return f"后面是“{word}”，只是提到"
    if re.search(r"《[^》]*(?:法|条例|办法|规定)》[^，。；]{0,12}(?:规定|要求)", sentence[: match.end]):
        return "引用法规，不是约定"
    return ""


def _clause_bounds(sentence: str, match: Match) -> tuple[int, int]:
    """Return the stretch to quote: from the comma before the match to the one after it."""
    left = max(sentence.rfind(mark, 0, match.start) for mark in "，,：:") + 1
    rights = [at for mark in "，," if (at := sentence.find(mark, match.end)) >= 0]
    return left, min(rights, default=len(sentence))


def _fact(view: View, kind: str, unit: Unit, start: int, end: int, pattern: str) -> Fact:
    first, last = unit.norm.span(start, end)
    return Fact(
        kind=kind,
        state="stated",
        text=unit.norm.source[first:last].strip(),
        evidence=view.evidence(unit, start, end),
        value="present",
        pattern=pattern,
    )


def _headed(view: View, clause: Clause) -> Iterator[Fact]:
    """Read a clause that its heading makes: a title of the list with text under it."""
    for unit in view.prose:
        title = unit.block.section[-1] if unit.block.section else ""
        own = unit.block.kind == "heading" or (title and unit.text.startswith(title[:4]))
        if not own or not any(word in title for word in clause.data.headings) or len(title) > 30:
            continue
        path = unit.block.section
        below = [u for u in view.units[unit.index + 1 : unit.index + 40] if u.block.section[: len(path)] == path]
        size = sum(len(u.text) for u in below) + (len(unit.text) - len(title) if unit.block.kind != "heading" else 0)
        if size < 10:
            view.refuse(clause.data.fact, "heading", "只有标题，没有内容", unit, 0, len(unit.text))
            continue
        yield _fact(view, clause.data.fact, unit, 0, min(len(unit.text), 80), "heading")
        return


def _referred(view: View, clause: Clause) -> Iterator[Fact]:
    for unit in view.units:
        for word in clause.data.referred:
            at = unit.text.find(word)
            if at < 0:
                continue
            pointer = _POINTER.search(unit.text, at)
            if pointer is None or pointer.start() - at > 14 or re.search(r"[。；]", unit.text[at : pointer.start()]):
                continue
            first, last = unit.norm.span(at, pointer.end())
            yield Fact(
                kind=clause.data.fact,
                state="referred",
                text=unit.norm.source[first:last],
                evidence=view.evidence(unit, at, pointer.end()),
                pattern="referred",
            )
            return
