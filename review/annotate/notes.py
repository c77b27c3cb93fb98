"""From the findings of a submission to the notes of one of its files."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from checks.finding import FindingKind
from review.annotate import Note
from review.layout import one_line
from review.report import EvidenceEntry, FindingEntry
from review.reporters.words import KIND_WORDS, place_words, waived_words

_OTHERS = 5  # places in other files that a note names
_QUOTED = 60


@dataclass(frozen=True)
class Elsewhere:
    """A finding that has nothing to do with the file at hand, and the files that it is about."""

    finding: FindingEntry
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """The notes for a file, the findings that stand in other files only, and how many of which kind were not asked."""

    notes: tuple[Note, ...]
    elsewhere: tuple[Elsewhere, ...]
    passed_over: Counter[FindingKind]


def notes_for(
    findings: Iterable[FindingEntry],
    document: str,
    *,
    alone: bool,
    include: Collection[FindingKind],
    clauses: Mapping[str, str],
) -> Chosen:
    """Return the notes for ``document``, the path that the evidence names it by.

    A note stands for each piece of evidence; a finding without any gives one note, where it looked at this file or
    where the file is all of its submission (``alone``). ``clauses`` are the texts of clauses by rule.
    """
    notes: list[Note] = []
    elsewhere: list[Elsewhere] = []
    passed_over: Counter[FindingKind] = Counter()
    for finding in findings:
        if finding.kind not in include:
            passed_over[finding.kind] += 1
            continue
        here = tuple(one for one in finding.evidence if one.document == document)
        others = tuple(one for one in finding.evidence if one.document != document)
        clause = clauses.get(finding.rule) if finding.kind == "fail" else None
        if here:
            notes += _notes(finding, here, others, clause)
        elif not others and (alone or _looked_at(finding, document)):
            near = next((one for one in _nearest(finding) if one.document == document), None)
            notes.append(_note(finding, None, "", _text(finding, ()), finding.fingerprint, clause, near=near))
        else:
            named = [*(one.document for one in others), *(finding.searched.documents if finding.searched else ())]
            elsewhere.append(Elsewhere(finding, tuple(dict.fromkeys(named))))
    return Chosen(tuple(_told_apart(notes)), tuple(elsewhere), passed_over)


def _notes(
    finding: FindingEntry, here: tuple[EvidenceEntry, ...], others: tuple[EvidenceEntry, ...], clause: str | None
) -> Iterable[Note]:
    total = len(here)
    for number, evidence in enumerate(here, 1):
        said = f"（第{number}处，共{total}处）" if total > 1 else ""
        if number == 1:
            yield _note(finding, evidence, said, _text(finding, others), finding.fingerprint, clause, total=total)
            continue
        text = f"{finding.message}\n与编号{finding.fingerprint}是同一条意见，依据和建议见该处。"
        yield _note(finding, evidence, said, text, _numbered(finding.fingerprint, number), None, total=total)


def _note(
    finding: FindingEntry,
    evidence: EvidenceEntry | None,
    said: str,
    text: str,
    fingerprint: str,
    clause: str | None,
    *,
    near: EvidenceEntry | None = None,
    total: int = 1,
) -> Note:
    return Note(
        evidence=evidence,
        kind=finding.kind,
        level=finding.level,
        title=one_line(f"【{KIND_WORDS[finding.kind]}】{finding.title}{said}"),
        text=text,
        fingerprint=fingerprint,
        suggestion=clause,
        near=near,
        rule=finding.rule,
        finding=finding.fingerprint,
        total=total,
    )


def _text(finding: FindingEntry, others: tuple[EvidenceEntry, ...]) -> str:
    citation = finding.citation
    named = f"《{citation.regulation}》（{citation.number}）" if citation.number else f"{citation.regulation} "
    lines = [finding.message, f"依据：{named}{citation.article}"]
    for one in others[:_OTHERS]:
        quote = one_line(one.quote)
        lines.append(f"另见：{place_words(one)}：“{quote[:_QUOTED]}{'…' if len(quote) > _QUOTED else ''}”")
    if len(others) > _OTHERS:
        lines.append(f"其他材料中另有{len(others) - _OTHERS}处。")
    if finding.suggestion:
        lines.append(f"建议：{finding.suggestion}")
    accepted = waived_words(finding)
    if accepted:
        lines.append(f"已接受：{accepted}")
    return "\n".join(map(one_line, "\n".join(lines).split("\n")))


def _looked_at(finding: FindingEntry, document: str) -> bool:
    return finding.searched is not None and document in finding.searched.documents


def _nearest(finding: FindingEntry) -> tuple[EvidenceEntry, ...]:
    return () if finding.searched is None else finding.searched.nearest


def _numbered(fingerprint: str, number: int) -> str:
    return hashlib.sha256(f"{fingerprint}\x1f{number}".encode()).hexdigest()[:16]


def _told_apart(notes: Iterable[Note]) -> Iterable[Note]:
    """Yield the notes that are not said yet: a report may hold a finding twice."""
    seen: set[str] = set()
    for note in notes:
        if note.fingerprint not in seen:
            seen.add(note.fingerprint)
            yield note
