"""What a check says: findings in the closed words of the output contract (SARIF's kinds and levels)."""

from typing import Literal

from msgspec import Struct

from checks.citation import Citation
from extractor.document import Unread
from extractor.fact import Evidence

FindingKind = Literal["pass", "fail", "review", "open", "notApplicable"]
Level = Literal["error", "warning", "note"]
Reason = Literal[
    "meets-limit", "present", "consistent", "allowed-holder", "nothing-found",
    "below-limit", "above-limit", "missing", "blank", "forbidden", "wrong-holder", "inconsistent", "late",
    "straddles-limit", "conflicting", "unstated", "referred", "thin", "condition-unknown", "needs-person",
    "reason-given",
    "no-carrier", "unreadable", "error",
    "out-of-scope", "not-in-force", "other-stage",
]  # fmt: skip


class Compared(Struct, frozen=True):
    """One side of a comparison: what is asked, or what was found. ``value_max`` is set for ``op == "range"``."""

    op: str
    value: str | None
    value_max: str | None = None
    unit: str | None = None


class Searched(Struct, frozen=True):
    """What was searched where a verdict rests on having found nothing; ``nearest`` are the likeliest places to look."""

    documents: tuple[str, ...]
    sections: tuple[str, ...] = ()
    nearest: tuple[Evidence, ...] = ()


class UnreadPart(Struct, frozen=True):
    """A part that was not read and bears on the finding."""

    document: str
    unread: Unread


class Finding(Struct, frozen=True):
    """The verdict of one rule on one submission.

    A ``fail`` carries a citation; a verdict that rests on something read carries evidence, one that rests on having
    found nothing carries ``searched``. ``level`` is the level a violation has (None for pass, open, notApplicable).
    """

    rule: str
    title: str
    kind: FindingKind
    reason: Reason
    message: str
    citation: Citation
    level: Level | None = None
    expected: Compared | None = None
    actual: Compared | None = None
    evidence: tuple[Evidence, ...] = ()
    searched: Searched | None = None
    unread: tuple[UnreadPart, ...] = ()
    suggestion: str | None = None
    fingerprint: str = ""
