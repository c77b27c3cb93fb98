"""The findings as SARIF 2.1.0 (OASIS), for build servers and editors.

SARIF's kinds of result are those of the contract. A result that is no ``fail`` has level ``none``, as the standard asks
(3.27.10); the level of the requirement then stands in its properties. A place in a text file is a region with its line;
in other formats, which have no lines, it is the file with a sentence that says where.
"""

import shutil
from typing import BinaryIO, Literal, cast
from urllib.parse import quote

from msgspec import UNSET, Struct, UnsetType, field

from review.encode import to_line
from review.entries import tool
from review.report import EvidenceEntry, FindingEntry, SubmissionEntry
from review.reporters import Checked, Ending, Look, Sink

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class Text(Struct, frozen=True):
    """A message."""

    text: str


class Snippet(Struct, frozen=True):
    """The words of the source."""

    text: str


class Region(Struct, frozen=True, rename="camel", omit_defaults=True):
    """A line of a text file, from 1."""

    start_line: int
    snippet: Snippet


class Artifact(Struct, frozen=True):
    """A file, as a relative reference (RFC 3986)."""

    uri: str


class Physical(Struct, frozen=True, rename="camel", omit_defaults=True):
    """A file and, in a text file, the region."""

    artifact_location: Artifact
    region: Region | UnsetType = UNSET


class Where(Struct, frozen=True, rename="camel"):
    """A place of a result; the message says it in words and quotes the source."""

    physical_location: Physical
    message: Text


class Properties(Struct, frozen=True, rename="camel"):
    """What SARIF has no word for."""

    submission: str
    reason: str
    requirement_level: str | None
    suggestion: str | None


class Result(Struct, frozen=True, rename="camel"):
    """One finding."""

    rule_id: str
    kind: str
    level: Literal["error", "warning", "note", "none"]
    message: Text
    locations: tuple[Where, ...]
    partial_fingerprints: dict[str, str]
    properties: Properties


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


class Run(Struct, frozen=True, rename="camel"):
    """One run; its results are written by themselves."""

    tool: ToolPart
    column_kind: Literal["unicodeCodePoints"]
    language: str
    results: tuple[Result, ...]


class Log(Struct, frozen=True):
    """The whole file."""

    schema: str = field(name="$schema")
    version: Literal["2.1.0"]
    runs: tuple[Run, ...]


_EMPTY = b'"results":[]'


class Sarif:
    """Writes one log with one run; the results wait in a file without a name until the rules that ran are known."""

    def __init__(self, sink: Sink, look: Look) -> None:
        self._sink = sink
        self._waiting = look.aside()
        self._rules: dict[str, RuleDescriptor] = {}
        self._count = 0

    def add(self, checked: Checked) -> None:
        """Take the findings of one submission."""
        for finding in checked.entry.findings:
            self._rules.setdefault(finding.rule, _descriptor(finding))
            line = to_line(_result(checked.entry, finding)).rstrip(b"\n")
            self._waiting.write((b",\n" if self._count else b"\n") + line)
            self._count += 1

    def close(self, _ending: Ending) -> None:
        """Write the log."""
        rules = tuple(rule for _, rule in sorted(self._rules.items()))
        own = tool()
        run = Run(ToolPart(Driver(own.name, own.version, rules)), "unicodeCodePoints", "zh-CN", ())
        whole = to_line(Log(SCHEMA, "2.1.0", (run,)))
        before, found, after = whole.rpartition(_EMPTY)
        self._sink.write(before + found[:-1])
        self._waiting.seek(0)
        shutil.copyfileobj(self._waiting, cast("BinaryIO", self._sink), 1 << 20)
        self._sink.write(b"\n]" + after)


def _descriptor(finding: FindingEntry) -> RuleDescriptor:
    citation = finding.citation
    about = RuleProperties(citation.regulation, citation.number, citation.article, citation.effective)
    return RuleDescriptor(finding.rule, Text(finding.title), about)


def _result(entry: SubmissionEntry, finding: FindingEntry) -> Result:
    return Result(
        rule_id=finding.rule,
        kind=finding.kind,
        level=finding.level if finding.kind == "fail" and finding.level is not None else "none",
        message=Text(finding.message),
        locations=tuple(_where(entry, one) for one in finding.evidence),
        partial_fingerprints={"shenyue/v1": finding.fingerprint},
        properties=Properties(entry.path, finding.reason, finding.level, finding.suggestion),
    )


def _where(entry: SubmissionEntry, evidence: EvidenceEntry) -> Where:
    alone = len(entry.documents) == 1 and entry.path.endswith(evidence.document)
    path = entry.path if alone else f"{entry.path.rstrip('/')}/{evidence.document}"
    line = evidence.location.line
    region = UNSET if line is None else Region(line, Snippet(evidence.quote))
    return Where(
        Physical(Artifact(quote(path, safe="/", errors="replace")), region),
        Text(f"{evidence.label}：“{evidence.quote}”"),
    )
