"""The report's own types, version 1 of the output contract: what is printed, whatever the inner types become.

Every key always stands, in this order; what is not known is null or an empty list. Field meanings, units and normal
forms are those of the contract: pages, lines, rows count from 1, ``bbox`` in points from the top left, money in yuan,
durations ISO 8601.
"""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType, field

from checks.finding import FindingKind, Level, Reason
from extractor.document import Format, PartName, Status, UnreadReason
from extractor.fact import DocumentKind, Holder, HolderRole, Op, State

VERSION: Literal[1] = 1


class Tool(Struct, frozen=True):
    """The program that wrote the report."""

    name: str
    version: str


class Location(Struct, frozen=True):
    """Where something stands in its source."""

    part: PartName
    page: int | None
    bbox: tuple[float, float, float, float] | None
    paragraph: int | None
    table: int | None
    row: int | None
    column: int | None
    sheet: str | None
    cell: str | None
    line: int | None


class EvidenceEntry(Struct, frozen=True):
    """A verbatim quote and its place."""

    document: str
    section: str
    quote: str
    ocr: bool
    location: Location
    label: str


class FactEntry(Struct, frozen=True):
    """One statement of a document."""

    kind: str
    state: State
    value: str | None
    op: Op
    value_max: str | None
    unit: Literal["working_day"] | None
    subject: str | None
    holder: Holder | None
    holder_text: str | None
    holder_role: HolderRole | None
    text: str
    confidence: float | None
    evidence: tuple[EvidenceEntry, ...]
    related: tuple[EvidenceEntry, ...]


class UnreadEntry(Struct, frozen=True):
    """A part of a file that was not read."""

    location: Location
    reason: UnreadReason
    message: str


class PartEntry(Struct, frozen=True):
    """One of several documents bound in one file; ``pages`` first and last, from 1."""

    kind: DocumentKind
    pages: tuple[int, int] | None


class RefusalEntry(Struct, frozen=True):
    """A candidate that was looked at and not taken."""

    kind: str
    pattern: str
    reason: str
    evidence: EvidenceEntry


class Explained(Struct, frozen=True):
    """How the facts of a document came about: the pattern of each fact, in their order, and what was refused."""

    patterns: tuple[str, ...]
    refusals: tuple[RefusalEntry, ...]


class DocumentEntry(Struct, frozen=True):
    """One file and what it states. ``sha256`` is null where its bytes could not be had.

    The key ``explained`` stands only with ``facts --explain``.
    """

    path: str
    sha256: str | None
    bytes: int
    format: Format
    kind: DocumentKind
    kind_reason: str
    parts: tuple[PartEntry, ...]
    status: Status
    pages: int | None
    unread: tuple[UnreadEntry, ...]
    facts: tuple[FactEntry, ...]
    explained: Explained | UnsetType = UNSET


class FactsReport(Struct, frozen=True):
    """What ``facts --format json`` prints."""

    version: Literal[1]
    tool: Tool
    documents: tuple[DocumentEntry, ...]


class RulebookEntry(Struct, frozen=True):
    """A rulebook that ran; ``hash`` is that of its files."""

    id: str
    title: str
    hash: str


class ProfileEntry(Struct, frozen=True):
    """What was told of the project; null where nothing was told."""

    jurisdiction: str | None
    kind: str | None
    stage: tuple[str, ...]
    classified: bool | None
    government_procurement: bool | None
    special_fund: bool | None
    unified_build: bool | None
    pure_equipment: bool | None
    merged_stage: bool | None
    audience: tuple[str, ...]
    complete: bool | None
    invest_total: str | None
    contract_amount: str | None
    documents: dict[str, str]


class ComparedEntry(Struct, frozen=True, omit_defaults=True):
    """One side of a comparison; the keys ``value_max`` and ``unit`` stand only where a range or a unit is compared."""

    op: str
    value: str | None
    value_max: str | None = None
    unit: str | None = None


class CitationEntry(Struct, frozen=True):
    """Where a requirement stands."""

    regulation: str
    number: str | None
    article: str
    effective: str | None


class SearchedEntry(Struct, frozen=True):
    """What was searched where a verdict rests on having found nothing."""

    documents: tuple[str, ...]
    sections: tuple[str, ...]
    nearest: tuple[EvidenceEntry, ...]


class UnreadPartEntry(Struct, frozen=True):
    """A part that was not read and bears on a finding."""

    document: str
    location: Location
    reason: UnreadReason
    message: str


class Waived(Struct, frozen=True):
    """Who accepted a finding, why, and up to which day."""

    by: str
    why: str
    until: str


# how a finding stands to that of an earlier report: the same, another verdict or value, a problem that was none before,
# a problem before that now meets the requirement
Change = Literal["new", "unchanged", "changed", "fixed"]


class FindingEntry(Struct, frozen=True):
    """The verdict of one rule on one submission.

    The key ``waived`` stands only on a finding that somebody has accepted, ``change`` only where the report was made
    against an earlier one. Neither alters the verdict.
    """

    rule: str
    title: str
    kind: FindingKind
    reason: Reason
    level: Level | None
    message: str
    expected: ComparedEntry | None
    actual: ComparedEntry | None
    citation: CitationEntry
    evidence: tuple[EvidenceEntry, ...]
    searched: SearchedEntry | None
    unread: tuple[UnreadPartEntry, ...]
    suggestion: str | None
    fingerprint: str
    waived: Waived | UnsetType = UNSET
    change: Change | UnsetType = UNSET


class PastFinding(Struct, frozen=True):
    """A finding of an earlier report, in short."""

    rule: str
    title: str
    kind: FindingKind
    reason: Reason
    level: Level | None
    message: str
    fingerprint: str


class BaselineEntry(Struct, frozen=True):
    """What became of a submission since an earlier report.

    ``path`` is its path there, null where it was not in it. ``fixed`` are the findings that called for action and now
    meet the requirement; ``dropped`` are those whose rule did not run this time, about which nothing is known.
    """

    path: str | None
    fixed: tuple[PastFinding, ...]
    dropped: tuple[PastFinding, ...]


class Summary(Struct, frozen=True):
    """How many findings of each kind."""

    passed: int = field(name="pass")
    fail: int
    review: int
    open: int
    not_applicable: int = field(name="notApplicable")


class SubmissionEntry(Struct, frozen=True):
    """One submission: what was judged, on which day, on what assumptions, and the findings.

    The key ``baseline`` stands only where the report was made against an earlier one.
    """

    path: str
    on: str | None
    on_reason: str
    profile: ProfileEntry
    assumed: tuple[str, ...]
    documents: tuple[DocumentEntry, ...]
    findings: tuple[FindingEntry, ...]
    summary: Summary
    baseline: BaselineEntry | UnsetType = UNSET


class Report(Struct, frozen=True):
    """What ``check --format json`` prints, and what every other report of a check is made from."""

    version: Literal[1]
    tool: Tool
    rulebooks: tuple[RulebookEntry, ...]
    submissions: tuple[SubmissionEntry, ...]
