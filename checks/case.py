"""What a verb is given (a case) and what it gives back (a verdict)."""

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from checks.finding import Compared, FindingKind, Reason, Searched, UnreadPart
from checks.submission import Carrier, Submission
from checks.wording import listed
from extractor.fact import KIND_NAMES, DocumentKind, Evidence, Extracted, Fact
from extractor.quote import quote

NEAREST = 3


class Verdict(Struct, frozen=True, kw_only=True):
    """What a verb says of a case; the engine makes a Finding of it.

    ``words`` fill the rule's message; ``note`` is a further sentence; ``fact`` the kind of fact that was judged.
    ``told`` is the verdict whose words are said, where what was found is left to a person.
    """

    kind: FindingKind
    reason: Reason
    words: dict[str, str] = {}
    note: str = ""
    expected: Compared | None = None
    actual: Compared | None = None
    evidence: tuple[Evidence, ...] = ()
    searched: Searched | None = None
    unread: tuple[UnreadPart, ...] = ()
    fact: str | None = None
    told: tuple[FindingKind, Reason] | None = None


class Case(Struct, frozen=True):
    """Carriers that are judged together, in their submission, against a limit.

    ``suspects`` are unread files that may be the carrier. ``limit`` is the rule's value on the day of the submission.
    """

    submission: Submission
    group: tuple[Carrier, ...]
    suspects: tuple[UnreadPart, ...] = ()
    limit: str | None = None

    def facts(self, kinds: Iterable[str]) -> tuple[Fact, ...]:
        """Return the facts of these kinds in the carriers, in the order of documents and places."""
        wanted = tuple(kinds)
        return tuple(fact for carrier in self.group for fact in carrier.facts(wanted))

    def only(self, kinds: Iterable[DocumentKind]) -> "Case":
        """Return the same case with the carriers of these kinds only."""
        wanted = frozenset(kinds)
        return Case(self.submission, tuple(c for c in self.group if c.kind in wanted), self.suspects, self.limit)

    def unread(self) -> tuple[UnreadPart, ...]:
        """Return what was not read and might bear on an absence: parts of the carriers, files that may be one."""
        parts = tuple(UnreadPart(carrier.path, part) for carrier in self.group for part in carrier.unread())
        return parts + self.suspects

    def names(self) -> str:
        """Return the carriers for a sentence: their kinds, with the file names where there are several."""
        if not self.group:
            return "提交的材料"
        kinds = list(dict.fromkeys(KIND_NAMES[carrier.kind] for carrier in self.group))
        return "、".join(kinds)

    def names_of(self, facts: Iterable[Fact]) -> str:
        """Return the carriers that state these facts for a sentence; all of them where none of them does."""
        return self.names_at(place for fact in facts for place in fact.evidence)

    def names_at(self, places: Iterable[Evidence]) -> str:
        """Return the carriers in which these places stand for a sentence; all of them where none of them does."""
        stands = tuple(places)
        own = tuple(carrier for carrier in self.group if any(carrier.holds(place) for place in stands))
        return Case(self.submission, own or self.group).names()

    def text_at(self, places: Iterable[Evidence]) -> str:
        """Return where these places stand: 文中, or the papers' names where more kinds of papers were looked at."""
        names = self.names_at(places)
        return "文中" if names == self.names() else f"{names}中"

    def found_nothing(
        self,
        kind: FindingKind,
        reason: Reason,
        *,
        asked: Iterable[str] = (),
        near: Iterable[str] = (),
        nearest: Iterable[Evidence] = (),
        words: dict[str, str] | None = None,
        note: str = "",
    ) -> Verdict:
        """Return a verdict that rests on an absence; ``open``/``unreadable`` where something was not read.

        ``nearest`` are the likeliest places; ``near`` are words of the subject that find more of them.
        """
        parts = self.unread()
        filled = {"document": self.names(), **(words or {})}
        searched = self.searched(asked, near, nearest)
        if parts or any(not carrier.whole() for carrier in self.group):
            kind, reason = "open", "unreadable"
            filled["document"] = listed([part.document for part in parts], unit="份材料") or filled["document"]
        return Verdict(kind=kind, reason=reason, words=filled, note=note, searched=searched, unread=parts)

    def searched(
        self, asked: Iterable[str] = (), near: Iterable[str] = (), nearest: Iterable[Evidence] = ()
    ) -> Searched:
        """Return what was searched: documents, sections whose text touches the subject, and the likeliest places."""
        kinds, hints = frozenset(asked), tuple(near)
        known = tuple(dict.fromkeys(nearest))
        found = [
            refusal.evidence
            for carrier in self.group
            for refusal in carrier.extracted.refusals
            if refusal.kind in kinds
        ]
        if hints:
            found += [place for carrier in self.group for place in mentions(carrier.extracted, hints)]
        sections = tuple(dict.fromkeys(place.section for place in (*known, *found) if place.section))
        more = tuple(place for place in dict.fromkeys(found) if not any(_within(one, place) for one in known))
        documents = tuple(dict.fromkeys(carrier.path for carrier in self.group))
        return Searched(documents, sections[:10], known + more[: max(0, NEAREST - len(known))])


def _within(one: Evidence, other: Evidence) -> bool:
    """Tell whether a place lies within another, in the same paragraph or cell: the wider one shows nothing more."""
    return (one.document, one.block, one.location.row, one.location.column) == (
        other.document, other.block, other.location.row, other.location.column
    ) and other.start <= one.start <= one.end <= other.end  # fmt: skip


def mentions(extracted: Extracted, words: tuple[str, ...]) -> list[Evidence]:
    """Return the sentences of a document's own text (no contents list, no page furniture) where a word stands."""
    pattern = spaced(words)
    found: list[Evidence] = []
    for block in extracted.document.blocks:
        if block.layer != "body":
            continue
        for match in pattern.finditer(block.text):
            start = max(block.text.rfind(mark, 0, match.start()) for mark in "。；！？\n") + 1
            ends = [end for mark in "。；！？\n" if (end := block.text.find(mark, match.end())) >= 0]
            end = min(ends) + 1 if ends else len(block.text)
            if not found or found[-1].block != block.id or found[-1].end <= match.start():
                found.extend(quote(extracted.document, block, start, end))
        if block.table is not None:
            cells = (cell for cell in block.table.cells if pattern.search(cell.text))
            found.extend(e for cell in cells for e in quote(extracted.document, block, 0, len(cell.text), cell))
    return found


@lru_cache(maxsize=256)
def spaced(words: tuple[str, ...]) -> re.Pattern[str]:
    r"""Return a pattern for any of ``words``, white space between their characters allowed.

    >>> bool(spaced(("质保",)).search("质 保期")), bool(spaced(("质保",)).search("保质"))
    (True, False)
    """
    return re.compile("|".join(r"\s*".join(re.escape(char) for char in word) for word in words) or r"(?!)")


def title_evidence(extracted: Extracted) -> tuple[Evidence, ...]:
    """Return the first words of a document's body, to show that it is there; empty where it has none."""
    for block in extracted.document.blocks:
        if block.layer == "body" and block.text.strip():
            return quote(extracted.document, block, 0, min(len(block.text), 60))
    return ()


def evidence_of(facts: Iterable[Fact]) -> tuple[Evidence, ...]:
    """Return the evidence of facts, each place once, then what limits or contradicts them."""
    stated = [evidence for fact in facts for evidence in fact.evidence]
    return tuple(dict.fromkeys(stated))


def related_of(facts: Iterable[Fact]) -> tuple[Evidence, ...]:
    """Return what limits or contradicts these facts."""
    return tuple(dict.fromkeys(evidence for fact in facts for evidence in fact.related))
