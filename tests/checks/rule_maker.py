"""A rule of one verb, and what the engine says by it: verbs are tested with carriers, stages and absences around."""

from collections.abc import Sequence
from datetime import date

from checks.engine import judge
from checks.finding import Finding
from checks.profile import Profile
from checks.rule import Binding, Carriers, Rule, Version
from checks.rulebook import Regulation, Requirement
from checks.submission import Submission
from checks.verbs import Check
from extractor.fact import DocumentKind, Extracted


def ruled(
    check: Check,
    *documents: Extracted,
    first: Sequence[DocumentKind] = (),
    reads: Sequence[DocumentKind] = (),
    limit: str | None = None,
    binding: Binding = "mandatory",
    **profile: object,
) -> Finding:
    """Return what a rule with this check says of a submission; without ``first`` it reads the whole of it."""
    rule = Rule(
        "甲", "某项要求", "第一条", binding, check,
        carriers=Carriers(first=tuple(first)) if first else None,
        reads=tuple(reads), versions=(Version(value=limit),),
    )  # fmt: skip
    submission = Submission("项目", documents, Profile(**profile), date(2026, 1, 1), "测试")  # type: ignore[arg-type]
    return judge(submission, (Requirement(rule, Regulation("某办法", "某办法")),)).findings[0]
