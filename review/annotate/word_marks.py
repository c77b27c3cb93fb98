"""What is written into a Word file: comments, the marks around their words, and clauses as tracked insertions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from review.annotate import AUTHOR, Note
from review.layout import shown
from review.verify.word_names import name, value

Element = Any  # an lxml element

INITIALS = "审"
NUMBER = "编号："
BOOKMARK = "_shenyue_"
_MOST_LINE = 4_000  # characters of a line; a message may quote a document at length
_NUMBERED = re.compile(rf"^{NUMBER}([0-9a-f]{{16}})$")
_COMMENT_PARAGRAPH = (
    '<{w}pPr><{w}spacing {w}before="0" {w}after="0" {w}line="240" {w}lineRule="auto"/>'
    '<{w}ind {w}left="0" {w}right="0" {w}firstLine="0"/><{w}jc {w}val="left"/></{w}pPr>'
)
_WORDS = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
# the ids of marks, not those of other vocabularies
_IDS = etree.XPath("//@a:id | //@b:id", namespaces={"a": _WORDS[0], "b": _WORDS[1]}, smart_strings=False)


@dataclass(frozen=True)
class Names:
    """How names of the vocabulary are written at a place: their prefix, and a declaration where none holds there."""

    prefix: str
    declared: str = ""

    @classmethod
    def at(cls, element: Element) -> "Names":
        """Return how names are written inside ``element``."""
        known = [prefix for prefix, uri in element.nsmap.items() if prefix and uri in _WORDS]
        if known:
            return cls(f"{min(known, key=lambda prefix: (prefix != 'w', prefix))}:")
        strict = any(uri == _WORDS[1] for uri in element.nsmap.values())
        return cls("w:", f' xmlns:w="{_WORDS[1 if strict else 0]}"')

    def range(self, which: str, number: int) -> str:
        """Return the mark where the words of a comment start or end."""
        return f'<{self.prefix}commentRange{which}{self.declared} {self.prefix}id="{number}"/>'

    def reference(self, number: int) -> str:
        """Return the run that shows a comment."""
        w = self.prefix
        return f'<{w}r{self.declared}><{w}commentReference {w}id="{number}"/></{w}r>'

    def comment(self, note: Note, number: int, more: Iterable[str]) -> str:
        """Return a comment: its title, its lines, ``more`` lines, and last the number it is known by again."""
        w = self.prefix
        lines = [*note.text.split("\n"), *more, NUMBER + note.fingerprint]
        title = self._line(note.title, f"<{w}r><{w}annotationRef/></{w}r>", bold=True)
        rest = "".join(self._line(line) for line in lines if line.strip())
        head = f'<{w}comment{self.declared} {w}id="{number}" {w}author={quoteattr(AUTHOR)} {w}initials="{INITIALS}">'
        return f"{head}{title}{rest}</{w}comment>"

    def _line(self, text: str, before: str = "", *, bold: bool = False) -> str:
        w = self.prefix
        look = f'<{w}rPr>{f"<{w}b/>" if bold else ""}<{w}sz {w}val="20"/></{w}rPr>'
        properties = _COMMENT_PARAGRAPH.format(w=w)
        said = f'<{w}t xml:space="preserve">{escape(plain(text))}</{w}t>'
        return f"<{w}p>{properties}{before}<{w}r>{look}{said}</{w}r></{w}p>"

    def inserted(self, number: int) -> str:
        """Return the mark that a paragraph's end, or what it holds, was inserted: an empty element."""
        return f'<{self.prefix}ins{self.declared} {self.prefix}id="{number}" {self.prefix}author={quoteattr(AUTHOR)}/>'

    def clause(self, line: str, look: str, number: int) -> str:
        """Return a line of a clause as inserted text; ``look`` is the w:rPr of the words it follows."""
        w = self.prefix
        run = f'<{w}r>{look}<{w}t xml:space="preserve">{escape(plain(line))}</{w}t></{w}r>'
        return f'<{w}ins {w}id="{number}" {w}author={quoteattr(AUTHOR)}>{run}</{w}ins>'

    def bookmark(self, which: str, number: int, fingerprint: str) -> str:
        """Return the mark by which an inserted clause is known again; its name begins as those Word does not show."""
        w = self.prefix
        named = f' {w}name="{BOOKMARK}{fingerprint}"' if which == "Start" else ""
        return f'<{w}bookmark{which} {w}id="{number}"{named}/>'


def plain(text: str) -> str:
    r"""Return one line of text that any XML can carry and that nothing in it can turn around.

    >>> plain("合同\u202e\x00")
    '合同\\u202e\\x00'
    """
    line = shown(text.replace("\n", " "))
    return line if len(line) <= _MOST_LINE else line[:_MOST_LINE] + "…"


def known_comments(root: Element | None, body: Element) -> set[str]:
    """Return the fingerprints of our comments that are still shown in a body."""
    if root is None:
        return set()
    alive = {value(one, "id") for one in body.iter(*_tags("commentReference"))}
    ours = (one for one in root if name(one) == "w:comment" and value(one, "author") == AUTHOR)
    return {known for one in ours if value(one, "id") in alive for known in _numbers(one)}


def _numbers(comment: Element) -> Iterator[str]:
    for paragraph in comment:
        text = "".join(one.text or "" for one in paragraph.iter("*") if name(one) == "w:t")
        found = _NUMBERED.match(text.strip())
        if found is not None:
            yield found[1]


def known_clauses(body: Element) -> set[str]:
    """Return the fingerprints of the clauses that an earlier run has inserted into a body."""
    named = (value(one, "name") or "" for one in body.iter(*_tags("bookmarkStart")))
    return {called.removeprefix(BOOKMARK) for called in named if called.startswith(BOOKMARK)}


def own_insertions(root: Element) -> list[Element]:
    """Return what we have inserted and nobody has accepted or refused: the text, and the marks of paragraphs."""
    return [one for one in root.iter(*_tags("ins")) if value(one, "author") == AUTHOR]


class Numbers:
    """Ids that no mark of the file has, each given once."""

    def __init__(self, *roots: Element | None) -> None:
        used = {
            int(known)
            for root in roots
            if root is not None
            for known in cast("list[str]", _IDS(root))
            if known.isascii() and known.isdigit() and len(known) < 10
        }
        self._next = max((one for one in used if one < 1 << 30), default=-1) + 1

    def take(self) -> int:
        """Return the next."""
        self._next += 1
        return self._next - 1


def _tags(called: str) -> tuple[str, ...]:
    return tuple(f"{{{uri}}}{called}" for uri in _WORDS)
