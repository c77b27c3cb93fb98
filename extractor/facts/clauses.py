"""Operative clauses as ``clause.*``: somebody gets a right or a duty, not a word in passing.

Each clause is one file in ``lexicons/clauses``: its word groups, the patterns of groups that make it operative, and the
words before or after a match that make it an aside (合同终止后, 验收合格的). A clause that only points elsewhere
(保密事项按另签的《保密协议》执行) is ``referred``.
"""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Literal

import msgspec
from msgspec.structs import replace

from extractor.data import load_folder
from extractor.fact import Fact
from extractor.facts.view import Unit, View
from extractor.facts.worded import cell_heads, clause_bounds, section_title, stated
from extractor.phrases import Match, Pattern, Phrases
from extractor.terms import Hit, Lexicon, Topic, lexicon
from extractor.text import normalise


class ClauseExample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A short contract text and what it must give."""

    expect: Literal["present", "absent", "referred"]
    text: str


class ClauseData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause as its file states it.

    ``headings`` name clauses that a heading with text under it makes. ``referred`` are words that, with a pointer after
    them, refer elsewhere; ``referred_titles`` words of a title under which a pointer alone does. ``joins``: a
    sentence that goes on from the one before it (一旦发生, 如有违反) is read with it. A pattern's ``about`` holds only
    where one of ``about_words`` stands in the sentence: 侵犯甲方的著作权 is about no third party.
    """

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
    refused_sentence: tuple[str, ...] = ()
    joins: bool = False
    about_words: tuple[str, ...] = ()
    referred: tuple[str, ...] = ()
    referred_titles: tuple[str, ...] = ()
    examples: tuple[ClauseExample, ...] = ()


class Clause:
    """A clause with its patterns compiled; ``needed`` is what each pattern cannot do without."""

    def __init__(self, data: ClauseData) -> None:
        self.data = data
        self.phrases = Phrases(data.patterns)
        self.needed = tuple((pattern, pattern.groups()) for pattern in data.patterns)

    @cached_property
    def topic(self) -> Topic:
        """Return the clause's words as a topic of a lexicon, with the parties' where its patterns ask for them."""
        asked = {name for _, needed in self.needed for group in needed for name in group}
        parties = lexicon().topics["parties"]
        words = dict(self.data.words)
        look_alikes = self.data.look_alikes
        for name, groups in _PARTY_GROUPS.items():
            if name in asked:
                words[name] = tuple(word for group in groups for word in parties.words[group])
                look_alikes = (*look_alikes, *parties.look_alikes)
        return Topic(self.data.id, self.data.title, words, look_alikes)


_PARTY_GROUPS = {
    "buyer_side": ("first", "buyer", "joint"),
    "seller_side": ("second", "supplier"),
}


@cache
def clauses() -> tuple[Clause, ...]:
    """Return the clause lexicon of the package, in the order of its file names."""
    return tuple(Clause(data) for data in load_folder("clauses", ClauseData))


@cache
def _words() -> Lexicon:
    return Lexicon(clause.topic for clause in clauses() if clause.data.words)


_POINTER = re.compile(
    r"(?:(?:详|另|参)?见|按照?|依照?|执行|适用|遵照|以)[^，。；]{0,14}(?:附件|附录|附表|《[^》]{2,40}(?<![法例定则])》|第[一二三四五六七八九十\d]+[章节条]|协议|规格书)[^，。；]{0,12}"
)
_JOINED_LENGTH = 300  # characters; two sentences that are longer together speak of more than one thing
_TAKES_UP = re.compile(
    r"(?:一旦|如有|如果?发生|若有|若发生|否则|由此|因此|上述|前述|该等|此类|违者|如有?违反|若违反|如因|若因|如遇|如出现|若出现|如存在|对此)"
)
_LABEL = re.compile(r"[\s\d.、()一二三四五六七八九十]*([^，。；:]{2,12}):")
_FORM_LABEL = re.compile(r"^(?:密级|编号|保密期限|密　级)")


def find(view: View) -> Iterator[Fact]:
    """Yield the operative clauses of a document, one fact for each place that is one."""
    wanted = [clause for clause in clauses() if view.kind in clause.data.kinds]
    if not wanted:
        return
    seen: set[str] = set()
    heads = cell_heads(view)
    for unit in view.units:
        if unit.block.kind == "heading" or not unit.text:
            continue
        by_clause: dict[str, list[Hit]] = {}
        for hit in _words().hits(unit.text):
            by_clause.setdefault(hit.topic, []).append(hit)
        for clause in wanted:
            hits = by_clause.get(clause.data.id)
            if hits is None or len(hits) < 2:  # no pattern is a single word
                continue
            for fact in _operative(view, clause, unit, heads, hits):
                seen.add(clause.data.fact)
                yield fact
    for clause in wanted:
        if clause.data.headings:
            yield from _headed(view, clause)
        elif clause.data.fact not in seen:
            yield from _referred(view, clause)


def _title(unit: Unit, heads: dict[int, str]) -> str:
    """Return the words over a unit: its section, a table's heads, or the label that opens it (验收：…)."""
    label = _LABEL.match(unit.text)
    section = section_title(unit.block.section[-2:])
    return f"{section} {heads.get(unit.index, '')} {label.group(1) if label else ''}"


def _operative(view: View, clause: Clause, unit: Unit, heads: dict[int, str], hits: list[Hit]) -> Iterator[Fact]:
    groups = {h.group for h in hits}
    held = [p for p, needed in clause.needed if not any(part.isdisjoint(groups) for part in needed)]
    title = _title(unit, heads) if any(p.title for p in held) else ""
    possible = {p.name for p in held if not p.title or any(word in title for word in p.title)}
    if not possible or _FORM_LABEL.match(unit.text):
        return
    for start, end in _sentences(unit, joins=clause.data.joins):
        sentence = unit.text[start:end]
        if any(word in sentence for word in clause.data.refused_sentence):
            continue
        inside = [h for h in hits if start <= h.start and h.end <= end]
        present = {h.group for h in inside}
        asked = [p for p, _ in clause.needed if p.name in possible and _holds(p, present)]
        if not asked:
            continue
        local = [Hit(h.topic, h.group, h.start - start, h.end - start) for h in inside]
        chosen: Fact | None = None  # what binds the parties themselves goes before what is owed to others
        for match in clause.phrases.find(sentence, local):
            if match.pattern.name not in possible:
                continue
            reason = _aside(clause.data, sentence, match)
            if reason:
                view.refuse(clause.data.fact, match.pattern.name, reason, unit, start + match.start, start + match.end)
                continue
            low, high = clause_bounds(sentence, match.start, match.end)
            fact = stated(view, clause.data.fact, unit, (start + low, start + high), match.pattern.name)
            if match.pattern.about is None or not any(word in sentence for word in clause.data.about_words):
                chosen = fact
                break
            chosen = chosen or replace(fact, subject=match.pattern.about)
        if chosen is not None:
            yield chosen


def _sentences(unit: Unit, *, joins: bool) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a unit; with ``joins`` one that takes up the one before it once more, both together."""
    before: tuple[int, int] | None = None
    for start, end in unit.sentences():
        yield start, end
        if joins and before is not None and end - before[0] <= _JOINED_LENGTH and _TAKES_UP.match(unit.text, start):
            yield before[0], end
        before = (start, end)


def _holds(pattern: Pattern, groups: set[str]) -> bool:
    """Tell whether a sentence has a word for every place of a pattern; its ``needs`` may stand elsewhere."""
    places = pattern.groups()
    return not any(place.isdisjoint(groups) for place in places[: len(places) - len(pattern.needs)])


def _aside(data: ClauseData, sentence: str, match: Match) -> str:
    before = sentence[max(0, match.start - 6) : match.start]
    after = sentence[match.end :]
    inside = sentence[match.start : match.end]
    if match.pattern.closes and after and after[0] not in "，,、：:":
        return "后面还有话，只是提到"
    if match.pattern.speaks and len(re.sub(r"[\s_.…]|(?:详?见|按照?|参见|依照?)[^，。；]*", "", after)) < 4:
        return "只有名目，没有内容"
    if match.pattern.alone and after.startswith(tuple(w for name in match.pattern.needs for w in data.words[name])):
        return "后面的话另行判断"
    condition = match.pattern.tokens.startswith("if ")  # 乙方不能交付的，本合同终止
    for word in data.refused_before if not condition else ():
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
        yield stated(view, clause.data.fact, unit, (0, min(len(unit.text), 80)), "heading")
        return


def _referred(view: View, clause: Clause) -> Iterator[Fact]:
    """Read a clause that only points elsewhere: by a word of the list, or by a pointer alone under its title."""
    for unit in view.units:
        found = _pointed(unit, clause)
        if found is None and unit.block.kind != "heading" and clause.data.referred_titles:
            found = _pointed_by_title(unit, clause)
        if found is None:
            continue
        first, last = unit.norm.span(*found)
        yield Fact(
            kind=clause.data.fact,
            state="referred",
            text=unit.norm.source[first:last],
            evidence=view.evidence(unit, *found),
            pattern="referred",
        )
        return


def _pointed(unit: Unit, clause: Clause) -> tuple[int, int] | None:
    for word in clause.data.referred:
        at = unit.text.find(word)
        pointer = _POINTER.search(unit.text, at) if at >= 0 else None
        if pointer is None or pointer.start() - at > 14 or re.search(r"[。；]", unit.text[at : pointer.start()]):
            continue
        return at, pointer.end()
    return None


def _pointed_by_title(unit: Unit, clause: Clause) -> tuple[int, int] | None:
    pointer = _POINTER.match(unit.text)
    if pointer is None or not unit.block.section:
        return None
    title = normalise(unit.block.section[-1]).text
    return pointer.span() if any(word in title for word in clause.data.referred_titles) else None
