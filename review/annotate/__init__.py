"""Findings written into a copy of the document they are about, each beside the words it rests on.

A writer takes the bytes of a file and the notes for it, and gives the bytes of the annotated copy and what became of
every note. One line in ``WRITERS`` makes a format known; nothing of a writer is loaded before it is needed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, cast

from checks.finding import FindingKind, Level
from extractor.document import Format
from review.report import EvidenceEntry

AUTHOR = "审阅"
Spot = Literal["words", "place", "head"]
"""Where a note stands: at the exact words, at the nearest place that can hold one, or at the head of the document."""


@dataclass(frozen=True)
class Note:
    r"""What is to be said in a document, and where.

    ``evidence`` is the quote it is said of; None where a finding has no place (something is missing). ``title`` is one
    line, ``text`` the rest, its lines parted by "\n". ``fingerprint`` is 16 hex digits, no two notes of a file share
    one, and a later run of the same finding gives the same: a writer leaves out what it finds already there.
    ``suggestion`` is the text of a clause that may be inserted as it is, None where there is none; ``near`` the
    likeliest place for it where there is no evidence. ``rule`` and ``finding`` name the rule and the fingerprint of the
    finding, ``total`` is how many notes of this finding the file has.
    """

    evidence: EvidenceEntry | None
    kind: FindingKind
    level: Level | None
    title: str
    text: str
    fingerprint: str
    suggestion: str | None = None
    near: EvidenceEntry | None = None
    rule: str = ""
    finding: str = ""
    total: int = 1


@dataclass(frozen=True)
class Placed:
    """A note that stands in the copy. ``known`` tells one that an earlier run had put there.

    ``inserted`` tells that its suggestion stands in the copy as a tracked insertion.
    """

    note: Note
    spot: Spot
    known: bool = False
    inserted: bool = False


@dataclass(frozen=True)
class Left:
    """A note that could not be put into the copy, and why, in words for a person."""

    note: Note
    reason: str


@dataclass(frozen=True)
class Done:
    """The bytes of the copy and what became of the notes, each in one of the two, in the order they were given.

    Where nothing was added ``data`` is the source byte for byte.
    """

    data: bytes
    placed: tuple[Placed, ...]
    left: tuple[Left, ...]


Writer = Callable[[bytes, Sequence[Note], bool], Done]
"""``write(source, notes, suggest)``; raises CannotRun for a file that cannot be annotated as a whole."""

WRITERS: dict[Format, str] = {
    "docx": "review.annotate.as_word:write",
    "pdf": "review.annotate.as_pdf:write",
}


def writer(form: Format) -> Writer | None:
    """Return what writes notes into files of a format, None where nothing does."""
    target = WRITERS.get(form)
    if target is None:
        return None
    module, _, function = target.partition(":")
    return cast("Writer", getattr(import_module(module), function))


def bare(form: Format, source: bytes) -> bytes:
    """Return a file as it is to be checked: without what an earlier run of ours suggests in it, where that is text.

    Its places are those of ``source``. The same bytes where there is nothing of the kind.
    """
    target = WRITERS.get(form)
    if target is None:
        return source
    undone = getattr(import_module(target.partition(":")[0]), "bare", None)
    return source if undone is None else cast("Callable[[bytes], bytes]", undone)(source)
