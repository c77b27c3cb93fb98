"""A resubmission held against the report of the first one: what ``recheck --format json`` prints, and how it is made.

All submissions of both reports are held at once: those of now are matched with those of before one to one.
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct, field

from extractor.document import Status
from extractor.fact import DocumentKind
from review.entries import tool
from review.living.outcomes import FindingPair, Outcome, pair_findings
from review.living.pairing import (
    DocumentChange,
    DocumentPair,
    MatchedBy,
    identity,
    pair_documents,
    pair_submissions,
    shares,
)
from review.living.past import Past
from review.living.quiet import FactChange, fact_changes
from review.report import VERSION, FindingEntry, RulebookEntry, SubmissionEntry, Tool


class DocumentMove(Struct, frozen=True):
    """A document before and now; what is not there on one side is null there."""

    change: DocumentChange
    path: str | None
    old_path: str | None
    kind: DocumentKind
    status: Status | None
    old_status: Status | None
    sha256: str | None
    old_sha256: str | None


class ProfileChange(Struct, frozen=True):
    """Something that was told of the project otherwise before, as JSON text."""

    key: str
    old: str
    new: str


class FindingMove(Struct, frozen=True):
    """A rule's finding before and now; ``why`` says in Chinese why it is not settled, else null."""

    rule: str
    outcome: Outcome
    why: str | None
    old: FindingEntry | None
    new: FindingEntry | None


class Moves(Struct, frozen=True):
    """How many findings of each outcome, and how many facts changed without a finding that says so."""

    new: int
    not_fixed: int = field(name="not-fixed")
    changed: int
    unsettled: int
    fixed: int
    clear: int
    quiet: int


class Rechecked(Struct, frozen=True):
    """One submission of now against the one before; ``old_path`` is null where none was found to be the same."""

    path: str
    old_path: str | None
    matched_by: MatchedBy | None
    on: str | None
    old_on: str | None
    doubts: tuple[str, ...]
    documents: tuple[DocumentMove, ...]
    profile: tuple[ProfileChange, ...]
    findings: tuple[FindingMove, ...]
    facts: tuple[FactChange, ...]
    summary: Moves


class RecheckReport(Struct, frozen=True):
    """The whole. ``absent`` are the submissions of before that were not handed in again; of them nothing is known."""

    version: Literal[1]
    tool: Tool
    old_sha256: str
    old_tool: Tool
    rulebooks: tuple[RulebookEntry, ...]
    doubts: tuple[str, ...]
    submissions: tuple[Rechecked, ...]
    absent: tuple[str, ...]


def recheck(past: Past, new: Sequence[SubmissionEntry], rulebooks: tuple[RulebookEntry, ...]) -> RecheckReport:
    """Hold the submissions of now against those of ``past``. Raises CannotRun where the report cannot be used."""
    old = {entry.path: entry for entry in past.submissions()}
    pairs = pair_submissions([identity(one) for one in old.values()], [identity(one) for one in new])
    matched = {path for path, _ in pairs.values()}
    return RecheckReport(
        VERSION,
        tool(),
        past.sha256,
        past.tool,
        rulebooks,
        tuple(_doubts(past, rulebooks)),
        tuple(_rechecked(one, old, pairs.get(one.path)) for one in new),
        tuple(path for path in old if path not in matched),
    )


def _doubts(past: Past, rulebooks: tuple[RulebookEntry, ...]) -> list[str]:
    """Return why a difference may not come from the papers: another version of the tool, other rules."""
    own = tool()
    doubts = []
    if past.tool != own:
        doubts.append(
            f"前次报告由 {past.tool.name} {past.tool.version} 得出，这次是 {own.version}：读法不同也会带来差别。"
        )
    before = {book.id: book.hash for book in past.rulebooks}
    changed = [book.title for book in rulebooks if before.get(book.id, book.hash) != book.hash]
    if changed:
        doubts.append(f"规则有更新：{'、'.join(changed)}，结论的差别可能由此而来。")
    return doubts


def _rechecked(
    new: SubmissionEntry, before: dict[str, SubmissionEntry], match: tuple[str, MatchedBy] | None
) -> Rechecked:
    old = before[match[0]] if match is not None else None
    documents = pair_documents(old.documents if old is not None else (), new.documents)
    findings = pair_findings(old.findings if old is not None else (), new.findings, documents)
    facts = fact_changes(documents, findings)
    doubts = []
    if old is not None and not shares(old, new):
        doubts.append("两次材料写的项目名称不同，请确认是同一个项目。")
    if old is not None and old.on != new.on:
        doubts.append(f"判断的日期不同：前次{old.on or '未确定'}，这次{new.on or '未确定'}。")
    return Rechecked(
        path=new.path,
        old_path=old.path if old is not None else None,
        matched_by=match[1] if match is not None else None,
        on=new.on,
        old_on=old.on if old is not None else None,
        doubts=tuple(doubts),
        documents=tuple(map(_move, documents)),
        profile=_profile(old, new),
        findings=tuple(FindingMove(one.rule, one.outcome, one.why or None, one.old, one.new) for one in findings),
        facts=facts,
        summary=_moves(findings, facts),
    )


def _move(pair: DocumentPair) -> DocumentMove:
    old, new = pair.old, pair.new
    kind = new.kind if new is not None else old.kind if old is not None else "unknown"
    return DocumentMove(
        change=pair.change,
        path=new.path if new is not None else None,
        old_path=old.path if old is not None else None,
        kind=kind,
        status=new.status if new is not None else None,
        old_status=old.status if old is not None else None,
        sha256=new.sha256 if new is not None else None,
        old_sha256=old.sha256 if old is not None else None,
    )


def _profile(old: SubmissionEntry | None, new: SubmissionEntry) -> tuple[ProfileChange, ...]:
    if old is None:
        return ()
    before, now = msgspec.to_builtins(old.profile), msgspec.to_builtins(new.profile)
    return tuple(
        ProfileChange(key, *(json.dumps(side[key], ensure_ascii=False) for side in (before, now)))
        for key in now
        if before[key] != now[key]
    )


def _moves(findings: Sequence[FindingPair], facts: Sequence[FactChange]) -> Moves:
    counts: Counter[Outcome] = Counter(pair.outcome for pair in findings)
    return Moves(
        new=counts["new"],
        not_fixed=counts["not-fixed"],
        changed=counts["changed"],
        unsettled=counts["unsettled"],
        fixed=counts["fixed"],
        clear=counts["clear"],
        quiet=sum(not fact.findings for fact in facts),
    )
