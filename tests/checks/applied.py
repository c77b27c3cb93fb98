"""A rule of any make, and what the engine says by it."""

from checks.engine import judge
from checks.finding import Finding
from checks.rule import Rule, Version
from checks.rulebook import BookKind, Regulation, Requirement
from checks.submission import Submission
from checks.verbs import Check


def applied(submission: Submission, check: Check, *, book: BookKind = "regulation", **fields: object) -> Finding:
    """Return the finding of a rule with these fields on a submission."""
    made = {"binding": "mandatory", "versions": (Version(),), **fields}
    rule = Rule(id="r", title="某项要求", article="第一条", check=check, **made)  # type: ignore[arg-type]
    return judge(submission, (Requirement(rule, Regulation("某办法", "某办法", kind=book)),)).findings[0]
