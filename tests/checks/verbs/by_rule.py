"""A verb judged through the engine, by a rule that has nothing else."""

from checks.engine import judge
from checks.finding import Finding
from checks.rule import Rule, Version
from checks.rulebook import Regulation, Requirement
from checks.submission import Submission
from checks.verbs import Check


def by_rule(submission: Submission, check: Check, value: str | None = None) -> Finding:
    """Return the finding of a rule of this check, mandatory and for every submission."""
    rule = Rule("test-rule", "测试规则", "第一条", "mandatory", check, versions=(Version(value=value),))
    item = Requirement(rule, Regulation("test", "测试办法"))
    return judge(submission, (item,)).findings[0]
