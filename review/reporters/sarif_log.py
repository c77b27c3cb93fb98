"""The objects of a SARIF 2.1.0 log that this program writes, under the names of the standard."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType, field

Unit = Literal["page", "cell", "paragraph", "line", "document"]


class Text(Struct, frozen=True):
    """A message of plain text, as the standard wants it: see ``as_sarif.message``."""

    text: str


class Snippet(Struct, frozen=True):
    """The words of the source, verbatim."""

    text: str


class Region(Struct, frozen=True, rename="camel"):
    """A line of a text file, from 1."""

    start_line: int
    snippet: Snippet


class Artifact(Struct, frozen=True, omit_defaults=True):
    """A file: its reference (RFC 3986), its index in the run's list; a folder has no index and ends in a slash."""

    uri: str
    index: int | UnsetType = UNSET


class Physical(Struct, frozen=True, rename="camel", omit_defaults=True):
    """A file and, in a text file, the region."""

    artifact_location: Artifact
    region: Region | UnsetType = UNSET


class Logical(Struct, frozen=True, rename="camel"):
    """A place in a file that has no lines: page, paragraph, cell, as its programs show them."""

    name: str
    fully_qualified_name: str
    kind: Unit


class PlaceProperties(Struct, frozen=True, omit_defaults=True):
    """A place for a program, as in the JSON report; only what is known of it, and the words that stand there."""

    quote: str
    part: str = "body"
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None


class Where(Struct, frozen=True, rename="camel", omit_defaults=True):
    """A place of a result; the message says it in words and quotes the source."""

    physical_location: Physical
    message: Text
    logical_locations: tuple[Logical, ...] = ()
    properties: PlaceProperties | UnsetType = UNSET


class Properties(Struct, frozen=True, rename="camel"):
    """What SARIF has no word for."""

    submission: str
    reason: str
    requirement_level: str | None
    suggestion: str | None


class Suppression(Struct, frozen=True):
    """Somebody accepts a result, by words that do not stand in the source."""

    kind: Literal["external"]
    status: Literal["accepted"]
    justification: str


class Result(Struct, frozen=True, rename="camel", omit_defaults=True):
    """One finding. ``suppressions`` stands on all results or on none (3.27.23): empty where nobody accepted it."""

    rule_id: str
    rule_index: int
    kind: str
    level: Literal["error", "warning", "note", "none"]
    message: Text
    locations: tuple[Where, ...]
    partial_fingerprints: dict[str, str]
    properties: Properties
    related_locations: tuple[Where, ...] = ()
    suppressions: tuple[Suppression, ...] | UnsetType = UNSET
    baseline_state: Literal["new", "unchanged", "updated"] | UnsetType = UNSET


class RuleProperties(Struct, frozen=True):
    """Where a requirement stands."""

    regulation: str
    number: str | None
    article: str
    effective: str | None


class RuleDescriptor(Struct, frozen=True, rename="camel"):
    """A rule that ran."""

    id: str
    short_description: Text
    properties: RuleProperties


class Driver(Struct, frozen=True, rename="camel"):
    """This program with its rules."""

    name: str
    semantic_version: str
    rules: tuple[RuleDescriptor, ...]


class ToolPart(Struct, frozen=True):
    """The tool of a run."""

    driver: Driver


class ArtifactEntry(Struct, frozen=True):
    """A file of the run's list; ``length`` in bytes, hashes by the names of the functions (sha-256)."""

    location: Artifact
    length: int
    roles: tuple[Literal["analysisTarget"], ...] = ("analysisTarget",)
    hashes: dict[str, str] | UnsetType = UNSET


class DescriptorReference(Struct, frozen=True):
    """The id of a kind of notification."""

    id: str


class Notification(Struct, frozen=True):
    """A part of a file that was not read."""

    descriptor: DescriptorReference
    level: Literal["error", "warning"]
    message: Text
    locations: tuple[Where, ...]


class Invocation(Struct, frozen=True, rename="camel"):
    """That the program ran to its end; its notifications are written by themselves."""

    execution_successful: bool
    tool_execution_notifications: tuple[Notification, ...]


class Run(Struct, frozen=True, rename="camel"):
    """One run; what is written by itself stands last in it."""

    tool: ToolPart
    column_kind: Literal["unicodeCodePoints"]
    language: str
    invocations: tuple[Invocation, ...]
    artifacts: tuple[ArtifactEntry, ...]
    results: tuple[Result, ...]


class Log(Struct, frozen=True):
    """The whole file."""

    schema: str = field(name="$schema")
    version: Literal["2.1.0"]
    runs: tuple[Run, ...]
