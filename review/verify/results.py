"""What ``verify`` finds: counts, and each claim that was not confirmed, with what rests on it."""

from typing import Literal

from msgspec import Struct

from review.report import EvidenceEntry, Tool
from review.verify.claims import About
from review.verify.matching import Why


class Counts(Struct, frozen=True):
    """How many claims were confirmed, did not hold, could not be told here."""

    confirmed: int
    failed: int
    unchecked: int


class UsedBy(Struct, frozen=True):
    """What rests on a claim: a fact of a kind, a finding of a rule; the file itself has an empty name."""

    about: About
    name: str


class Problem(Struct, frozen=True):
    """One claim that was not confirmed. ``submission`` is null in a report of ``facts``, ``evidence`` for a file."""

    verdict: Literal["failed", "unchecked"]
    reason: Why
    message: str
    submission: str | None
    document: str
    evidence: EvidenceEntry | None
    used_by: tuple[UsedBy, ...]


class Verified(Struct, frozen=True):
    """What ``verify --format json`` prints. ``report`` is the sha256 of the report's own bytes.

    Each piece of evidence counts as often as the report gives it; in ``problems`` it stands once.
    """

    version: Literal[1]
    tool: Tool
    report: str
    submissions: int
    documents: Counts
    evidence: Counts
    problems: tuple[Problem, ...]
