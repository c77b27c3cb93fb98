"""What a report claims, read back strictly: documents with their hashes, and each piece of evidence with its users.

Only what is to be confirmed is kept. A key that is missing, renamed or of another type makes the report unusable.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from msgspec import UNSET, Struct, UnsetType

from extractor.document import Format, PartName, Place
from review.errors import CannotRun, why

T = TypeVar("T")
LONE = re.compile("[\ud800-\udfff]")  # a surrogate without its other half, which no JSON of ours can carry
About = Literal["document", "fact", "refusal", "finding", "searched", "unread"]


class EvidenceClaim(Struct, frozen=True):
    """A quote and where the report says it stands; ``label`` and ``section`` say it again in words."""

    document: str
    section: str
    quote: str
    ocr: bool
    location: Place
    label: str


class _Location(Struct, frozen=True):
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


class _Evidence(Struct, frozen=True):
    document: str
    section: str
    quote: str
    ocr: bool
    location: _Location
    label: str


class _Fact(Struct, frozen=True):
    kind: str
    evidence: tuple[_Evidence, ...]
    related: tuple[_Evidence, ...]


class _Refusal(Struct, frozen=True):
    kind: str
    evidence: _Evidence


class _Explained(Struct, frozen=True):
    refusals: tuple[_Refusal, ...]


class _Document(Struct, frozen=True):
    path: str
    sha256: str | None
    bytes: int
    format: Format
    facts: tuple[_Fact, ...]
    explained: _Explained | UnsetType = UNSET


class _Searched(Struct, frozen=True):
    documents: tuple[str, ...]
    nearest: tuple[_Evidence, ...]


class _UnreadPart(Struct, frozen=True):
    document: str


class _Finding(Struct, frozen=True):
    rule: str
    evidence: tuple[_Evidence, ...]
    searched: _Searched | None
    unread: tuple[_UnreadPart, ...]


class _Submission(Struct, frozen=True):
    path: str
    documents: tuple[_Document, ...]
    findings: tuple[_Finding, ...]


class _Check(Struct, frozen=True):
    version: Literal[1]
    submissions: tuple[msgspec.Raw, ...]


class _Facts(Struct, frozen=True):
    version: Literal[1]
    documents: tuple[_Document, ...]


class DocumentClaim(Struct, frozen=True):
    """A file of a submission as the report names it; ``bytes`` is its size, ``sha256`` None where it was not had."""

    path: str
    sha256: str | None
    bytes: int
    format: Format


class Use(Struct, frozen=True):
    """A piece of evidence and what rests on it: a fact of a kind, a finding of a rule."""

    about: About
    name: str
    evidence: EvidenceClaim


class Mention(Struct, frozen=True):
    """A document that a finding names without a quote."""

    about: About
    name: str
    document: str


class SubmissionClaim(Struct, frozen=True):
    """One submission; ``path`` is None for a report of ``facts``, whose documents name their files themselves."""

    path: str | None
    documents: tuple[DocumentClaim, ...]
    uses: tuple[Use, ...]
    mentions: tuple[Mention, ...]


class ReportClaims(Struct, frozen=True):
    """A report as read: its text, the hash of its own bytes, and its submissions, decoded one at a time.

    ``lines_hold`` is False where it came as lines that are not as this program writes them.
    """

    data: bytes
    sha256: str
    parts: tuple[msgspec.Raw, ...]
    facts: tuple[_Document, ...] | None
    lines_hold: bool = True

    def submissions(self) -> Iterator[SubmissionClaim]:
        """Yield the submissions in their order. Raises CannotRun at one that is not as the contract says."""
        if self.facts is not None:
            yield SubmissionClaim(None, _documents(self.facts), tuple(_fact_uses(self.facts)), ())
        for number, part in enumerate(self.parts, 1):
            try:
                submission = decoded(bytes(part), _Submission)
            except (msgspec.DecodeError, ValueError, RecursionError) as error:
                raise unusable(f"第{number}份报送材料：{error}") from error
            yield SubmissionClaim(
                submission.path,
                _documents(submission.documents),
                (*_fact_uses(submission.documents), *_finding_uses(submission.findings)),
                tuple(_mentions(submission.findings)),
            )


def read_report(file: Path) -> ReportClaims:
    """Return what the report in ``file`` claims: JSON of ``check`` or of ``facts``, or JSON lines of ``check``.

    Raises CannotRun where it cannot be read, is no such report, or is of another version.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise CannotRun(f"{file}：无法读取（{why(error)}）。") from error
    digest = hashlib.sha256(data).hexdigest()
    from review.verify.lines import as_one, is_lines  # noqa: PLC0415  it decodes as this module does

    try:
        data, hold = as_one(data) if is_lines(data) else (data, True)
        keys = decoded(data, dict[str, msgspec.Raw])
        if "submissions" in keys:
            return ReportClaims(data, digest, decoded(data, _Check).submissions, None, hold)
        return ReportClaims(data, digest, (), decoded(data, _Facts).documents)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise unusable(f"{file}：{error}") from error


def unusable(said: str) -> CannotRun:
    """Return the refusal of a report that is not as the contract says."""
    return CannotRun(
        f"不是可以核对的报告（{said}）。",
        "请给出 shenyue check 或 facts 用 --format json（或 -o 文件.json、文件.jsonl）得到的报告，且没有改动过。",
    )


def decoded(data: bytes, kind: type[T]) -> T:
    """Decode strictly; raises what the decoder raises.

    Lone surrogates, which the fast decoder refuses, become U+FFFD, as they do in the sources.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        if b"\\ud" not in data.lower():
            raise
        text = json.dumps(json.loads(data), ensure_ascii=False)
        return msgspec.json.decode(LONE.sub("\ufffd", text).encode("utf-8"), type=kind)


def _documents(documents: tuple[_Document, ...]) -> tuple[DocumentClaim, ...]:
    return tuple(DocumentClaim(one.path, one.sha256, one.bytes, one.format) for one in documents)


def _claim(entry: _Evidence) -> EvidenceClaim:
    place = Place(**{name: getattr(entry.location, name) for name in entry.location.__struct_fields__})
    return EvidenceClaim(entry.document, entry.section, entry.quote, entry.ocr, place, entry.label)


def _fact_uses(documents: tuple[_Document, ...]) -> Iterator[Use]:
    for document in documents:
        for fact in document.facts:
            for entry in (*fact.evidence, *fact.related):
                yield Use("fact", fact.kind, _claim(entry))
        for refusal in document.explained.refusals if isinstance(document.explained, _Explained) else ():
            yield Use("refusal", refusal.kind, _claim(refusal.evidence))


def _finding_uses(findings: tuple[_Finding, ...]) -> Iterator[Use]:
    for finding in findings:
        for entry in finding.evidence:
            yield Use("finding", finding.rule, _claim(entry))
        for entry in finding.searched.nearest if finding.searched is not None else ():
            yield Use("searched", finding.rule, _claim(entry))


def _mentions(findings: tuple[_Finding, ...]) -> Iterator[Mention]:
    for finding in findings:
        for document in finding.searched.documents if finding.searched is not None else ():
            yield Mention("searched", finding.rule, document)
        for part in finding.unread:
            yield Mention("unread", finding.rule, part.document)
