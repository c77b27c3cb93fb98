"""What ``verify`` finds: counts, and each claim that was not confirmed, with what rests on it."""

from typing import Literal

from msgspec import Struct

from review.report import EvidenceEntry, Tool
from review.verify.claims import About
from review.verify.matching import Why

# what a difference is about: the report's own sums and fingerprints, how it is written, who wrote it by which rules, on
# which day; or what checking again came to
Reason = Literal[
    "written", "fingerprint", "summary", "twice", "rule-text", "tool", "rulebook", "day", "rules", "marks",
    "differs", "not-found", "more",
]  # fmt: skip


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


class Difference(Struct, frozen=True):
    """Something in the report that does not fit the rest of it, or not what checking again gives.

    ``submission`` is null where it is about the report as a whole, or a document of a report of ``facts``. ``where`` is
    the way to the value in the entry (``findings[base-warranty-2y].message``); ``reported`` is what the report says,
    ``found`` what it ought to say, both shortened, null where a side has nothing.
    """

    verdict: Literal["failed", "unchecked"]
    reason: Reason
    message: str
    submission: str | None
    where: str
    reported: str | None = None
    found: str | None = None


class Verified(Struct, frozen=True):
    """What ``verify --format json`` prints. ``report`` is the sha256 of the report's own bytes.

    ``itself`` counts what the report says of itself (fingerprints, sums, words of the rules, tool, rulebooks, day),
    ``again`` the submissions (in a report of ``facts`` the documents) that were checked again, null with ``--quick``;
    ``differences`` are what came of both. Each piece of evidence counts as often as the report gives it; in
    ``problems`` it stands once.
    """

    version: Literal[1]
    tool: Tool
    report: str
    submissions: int
    documents: Counts
    evidence: Counts
    itself: Counts
    again: Counts | None
    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...]
