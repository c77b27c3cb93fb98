"""What ``annotate --format json`` prints, and what its console output is made from."""

from typing import Literal

from msgspec import Struct

from checks.finding import FindingKind
from review.annotate import Done, Note, Spot
from review.annotate.notes import Chosen
from review.report import EvidenceEntry, Tool


class PlacedEntry(Struct, frozen=True):
    """A note that stands in the copy; ``known`` where an earlier run had put it there."""

    rule: str
    kind: FindingKind
    title: str
    fingerprint: str
    finding: str
    spot: Spot
    known: bool
    inserted: bool
    evidence: EvidenceEntry | None


class LeftEntry(Struct, frozen=True):
    """A note that is not in the copy, and why."""

    rule: str
    kind: FindingKind
    title: str
    fingerprint: str
    finding: str
    reason: str
    evidence: EvidenceEntry | None


class ElsewhereEntry(Struct, frozen=True):
    """A finding that is about other files only."""

    rule: str
    kind: FindingKind
    title: str
    finding: str
    documents: tuple[str, ...]


class Annotated(Struct, frozen=True):
    """One file: its copy, whether that had to be written, and what became of each finding.

    ``passed_over`` counts the findings of the kinds that were not asked for.
    """

    path: str
    output: str
    written: bool
    placed: tuple[PlacedEntry, ...]
    left: tuple[LeftEntry, ...]
    elsewhere: tuple[ElsewhereEntry, ...]
    passed_over: dict[FindingKind, int]


class AnnotateReport(Struct, frozen=True):
    """What the command prints."""

    version: Literal[1]
    tool: Tool
    documents: tuple[Annotated, ...]


def annotated(path: str, output: str, written: bool, done: Done, chosen: Chosen) -> Annotated:  # noqa: FBT001
    """Return what became of a file."""
    return Annotated(
        path=path,
        output=output,
        written=written,
        placed=tuple(
            PlacedEntry(*_named(one.note), one.spot, one.known, one.inserted, one.note.evidence) for one in done.placed
        ),
        left=tuple(LeftEntry(*_named(one.note), one.reason, one.note.evidence) for one in done.left),
        elsewhere=tuple(
            ElsewhereEntry(
                one.finding.rule, one.finding.kind, one.finding.title, one.finding.fingerprint, one.documents
            )
            for one in chosen.elsewhere
        ),
        passed_over=dict(sorted(chosen.passed_over.items())),
    )


def _named(note: Note) -> tuple[str, FindingKind, str, str, str]:
    return note.rule, note.kind, note.title, note.fingerprint, note.finding
