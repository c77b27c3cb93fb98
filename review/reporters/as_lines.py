"""The report as JSON lines: each object on its own line, as soon as it is known.

The key ``line`` tells what it is: ``run`` first, then for each submission one ``submission`` (its entry without the
findings) and one ``finding`` for each rule (the entry of the finding, and the ``submission`` it is of), at last ``end``
with the rulebooks that ran and the sums. The entries are those of the JSON report.
"""

from typing import Literal

from msgspec import UNSET, Raw, Struct, UnsetType

from review.encode import GAP, around, to_line
from review.entries import tool
from review.report import (
    VERSION,
    BaselineEntry,
    DocumentEntry,
    FindingEntry,
    ProfileEntry,
    RulebookEntry,
    Summary,
    Tool,
)
from review.reporters import Checked, Ending, Look, Sink


class RunLine(Struct, frozen=True, tag_field="line", tag="run"):
    """The first line."""

    version: Literal[1]
    tool: Tool


class SubmissionLine(Struct, frozen=True, tag_field="line", tag="submission"):
    """One submission without its findings."""

    path: str
    on: str | None
    on_reason: str
    profile: ProfileEntry
    assumed: tuple[str, ...]
    documents: tuple[DocumentEntry, ...]
    summary: Summary
    baseline: BaselineEntry | UnsetType = UNSET


class _Around(Struct, frozen=True, tag_field="line", tag="submission"):
    """A ``SubmissionLine`` with a gap for documents that are JSON already."""

    path: str
    on: str | None
    on_reason: str
    profile: ProfileEntry
    assumed: tuple[str, ...]
    documents: Raw
    summary: Summary
    baseline: BaselineEntry | UnsetType = UNSET


class FindingLine(Struct, frozen=True, tag_field="line", tag="finding"):
    """One finding of a submission."""

    submission: str
    finding: FindingEntry


class EndLine(Struct, frozen=True, tag_field="line", tag="end"):
    """The last line: without it the report is not whole."""

    submissions: int
    documents: int
    unread: int
    rulebooks: tuple[RulebookEntry, ...]
    kinds: dict[str, int]
    rules: dict[str, dict[str, int]]
    reasons: dict[str, dict[str, int]]


class Lines:
    """Writes each submission as it comes."""

    def __init__(self, sink: Sink, _look: Look) -> None:
        self._sink = sink
        self._sink.write(to_line(RunLine(VERSION, tool())))

    def add(self, checked: Checked) -> None:
        """Write one submission and its findings."""
        entry = checked.brief
        given = (entry.path, entry.on, entry.on_reason, entry.profile, entry.assumed)
        if checked.documents is None:
            self._sink.write(to_line(SubmissionLine(*given, checked.entry.documents, entry.summary, entry.baseline)))
        else:
            for part in around(_Around(*given, Raw(GAP), entry.summary, entry.baseline), checked.documents):
                self._sink.write(part)
        self._sink.write(b"".join(to_line(FindingLine(entry.path, finding)) for finding in entry.findings))

    def close(self, ending: Ending) -> None:
        """Write the last line."""
        self._sink.write(to_line(end_line(ending)))


def end_line(ending: Ending) -> EndLine:
    """Return the last line: the sums and the rulebooks that ran."""
    totals = ending.totals
    return EndLine(
        totals.submissions,
        totals.documents,
        totals.unread,
        ending.rulebooks,
        dict(sorted(totals.kinds.items())),
        _nested(totals.rules),
        _nested(totals.reasons),
    )


def _nested(counts: dict[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (outer, inner), count in sorted(counts.items()):
        found.setdefault(outer, {})[inner] = count
    return found
