"""From the inner types to those of the report."""

import importlib.metadata
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from checks.finding import Compared, Finding, UnreadPart
from extractor.document import Place, Unread
from extractor.fact import Evidence, Extracted, Fact
from review.report import (
    CitationEntry,
    ComparedEntry,
    DocumentEntry,
    EvidenceEntry,
    Explained,
    FactEntry,
    FindingEntry,
    Location,
    PartEntry,
    RefusalEntry,
    SearchedEntry,
    Summary,
    Tool,
    UnreadEntry,
    UnreadPartEntry,
)

MOST_UNREAD = 50  # parts that a document or a finding lists; thousands would drown what a person has to see
MOST_SEARCHED = 200  # documents or sections that a finding lists


def tool() -> Tool:
    """Return this program's name and version."""
    return Tool("shenyue", importlib.metadata.version("shenyue"))


def location(place: Place) -> Location:
    """Return a place as the report writes it."""
    return Location(
        part=place.part,
        page=place.page,
        bbox=place.bbox,
        paragraph=place.paragraph,
        table=place.table,
        row=place.row,
        column=place.column,
        sheet=place.sheet,
        cell=place.cell,
        line=place.line,
    )


def evidence_entry(evidence: Evidence) -> EvidenceEntry:
    """Return one piece of evidence as the report writes it."""
    return EvidenceEntry(
        document=evidence.document,
        section=evidence.section,
        quote=evidence.quote,
        ocr=evidence.ocr,
        location=location(evidence.location),
        label=evidence.label,
    )


def _evidence(several: Iterable[Evidence]) -> tuple[EvidenceEntry, ...]:
    return tuple(map(evidence_entry, several))


def fact_entry(fact: Fact) -> FactEntry:
    """Return one fact as the report writes it."""
    return FactEntry(
        kind=fact.kind,
        state=fact.state,
        value=fact.value,
        op=fact.op,
        value_max=fact.value_max,
        unit=fact.unit,
        subject=fact.subject,
        holder=fact.holder,
        holder_text=fact.holder_text,
        holder_role=fact.holder_role,
        text=fact.text,
        confidence=fact.confidence,
        evidence=_evidence(fact.evidence),
        related=_evidence(fact.related),
    )


def unread_entry(unread: Unread) -> UnreadEntry:
    """Return one unread part of a document as the report writes it."""
    return UnreadEntry(location(unread.location), unread.reason, unread.message)


def unread_entries(parts: Sequence[Unread]) -> tuple[UnreadEntry, ...]:
    """Return the unread parts of a document as the report writes them: the first of many, then one that counts."""
    listed = tuple(map(unread_entry, parts[:MOST_UNREAD]))
    rest = parts[MOST_UNREAD:]
    if not rest:
        return listed
    pages = [part.location.page for part in rest if part.location.page is not None]
    where = f"，在第{min(pages)}页至第{max(pages)}页之间" if len(pages) == len(rest) else ""
    return (*listed, UnreadEntry(location(Place()), rest[0].reason, f"此外还有{len(rest)}处没有读{where}。"))


def _unread_parts(parts: Sequence[UnreadPart]) -> tuple[UnreadPartEntry, ...]:
    """Return the unread parts that bear on a finding, bounded in the same way; every document tells its own."""
    listed = tuple(map(_unread_part, parts[:MOST_UNREAD]))
    rest = parts[MOST_UNREAD:]
    if not rest:
        return listed
    papers = len({part.document for part in rest})
    said = f"此外还有{len(rest)}处没有读，涉及{papers}份材料，见各份材料的说明。"
    return (*listed, UnreadPartEntry(rest[0].document, location(Place()), rest[0].unread.reason, said))


def _bounded(words: tuple[str, ...], unit: str) -> tuple[str, ...]:
    """Return the first of many words, then one that counts the rest."""
    rest = len(words) - MOST_SEARCHED
    return words if rest <= 0 else (*words[:MOST_SEARCHED], f"（另有{rest}{unit}）")


def document_entry(extracted: Extracted) -> DocumentEntry:
    """Return one document with its facts as the report writes it."""
    document = extracted.document
    return DocumentEntry(
        path=document.path,
        sha256=document.sha256 or None,
        bytes=document.bytes,
        format=document.format,
        kind=extracted.kind,
        kind_reason=extracted.kind_reason,
        parts=tuple(PartEntry(part.kind, part.pages) for part in extracted.parts),
        status=document.status,
        pages=document.pages,
        unread=unread_entries(document.unread),
        facts=tuple(map(fact_entry, extracted.facts)),
    )


def explained_entry(extracted: Extracted) -> DocumentEntry:
    """Return one document with its facts and how they came about."""
    refusals = tuple(
        RefusalEntry(refusal.kind, refusal.pattern, refusal.reason, evidence_entry(refusal.evidence))
        for refusal in extracted.refusals
    )
    patterns = tuple(fact.pattern for fact in extracted.facts)
    return replace(document_entry(extracted), explained=Explained(patterns, refusals))


def _compared(side: Compared | None) -> ComparedEntry | None:
    return None if side is None else ComparedEntry(side.op, side.value, side.value_max, side.unit)


def _unread_part(part: UnreadPart) -> UnreadPartEntry:
    unread = part.unread
    return UnreadPartEntry(part.document, location(unread.location), unread.reason, unread.message)


def finding_entry(finding: Finding) -> FindingEntry:
    """Return one finding as the report writes it."""
    searched = finding.searched
    citation = finding.citation
    return FindingEntry(
        rule=finding.rule,
        title=finding.title,
        kind=finding.kind,
        reason=finding.reason,
        level=finding.level,
        message=finding.message,
        expected=_compared(finding.expected),
        actual=_compared(finding.actual),
        citation=CitationEntry(citation.regulation, citation.number, citation.article, citation.effective),
        evidence=_evidence(finding.evidence),
        searched=None
        if searched is None
        else SearchedEntry(
            _bounded(searched.documents, "份材料"), _bounded(searched.sections, "节"), _evidence(searched.nearest)
        ),
        unread=_unread_parts(finding.unread),
        suggestion=finding.suggestion,
        fingerprint=finding.fingerprint,
    )


def summary(findings: Iterable[FindingEntry]) -> Summary:
    """Return how many findings of each kind there are."""
    counts = Counter(finding.kind for finding in findings)
    return Summary(counts["pass"], counts["fail"], counts["review"], counts["open"], counts["notApplicable"])
