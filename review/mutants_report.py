"""What ``shenyue rules test --mutate --format json`` prints."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from checks.finding import FindingKind, Reason
from checks.mutants.run import Tried
from checks.mutants.seed import OPERATORS, Operator
from review.entries import tool
from review.report import VERSION, Tool


class MutantCount(Struct, frozen=True):
    """Of how many variants the verdict is right; ``of`` is a rule's id, or what was changed."""

    of: str
    made: int
    right: int


class WrongVerdict(Struct, frozen=True):
    """A variant whose verdict is wrong; ``number`` is that of its example, ``expected`` are the right verdicts."""

    rule: str
    number: int
    operator: Operator
    change: str
    expected: tuple[FindingKind, ...]
    expected_reason: Reason | None
    got: FindingKind
    got_reason: Reason
    message: str
    text: str


class MutantsReport(Struct, frozen=True):
    """How the rules did on the variants of their examples.

    ``rate`` is the share that is right, rounded down; None where no variant was made.
    """

    version: Literal[1]
    tool: Tool
    rules: tuple[MutantCount, ...]
    operators: tuple[MutantCount, ...]
    wrong: tuple[WrongVerdict, ...]
    made: int
    right: int
    rate: str | None


def mutants_report(rules: Iterable[str], tried: Sequence[Tried]) -> MutantsReport:
    """Return the counts of each of ``rules``, those without any variant included, and every wrong verdict."""
    made, right = Counter(one.rule for one in tried), Counter(one.rule for one in tried if one.right)
    by, well = Counter(one.mutant.operator for one in tried), Counter(one.mutant.operator for one in tried if one.right)
    total = sum(one.right for one in tried)
    return MutantsReport(
        version=VERSION,
        tool=tool(),
        rules=tuple(MutantCount(rule, made[rule], right[rule]) for rule in rules),
        operators=tuple(MutantCount(operator, by[operator], well[operator]) for operator in OPERATORS),
        wrong=tuple(_wrong(one) for one in tried if not one.right),
        made=len(tried),
        right=total,
        rate=_rate(total, len(tried)),
    )


def _rate(right: int, made: int) -> str | None:
    """Return a share with four decimals, cut and not rounded.

    >>> _rate(2, 3), _rate(3, 3), _rate(0, 0)
    ('0.6666', '1.0000', None)
    """
    return None if not made else "1.0000" if right == made else f"0.{right * 10_000 // made:04d}"


def _wrong(one: Tried) -> WrongVerdict:
    example = one.mutant.example
    text = example.text if example.text is not None else " ／ ".join(document.text for document in example.documents)
    return WrongVerdict(
        rule=one.rule,
        number=one.number,
        operator=one.mutant.operator,
        change=one.mutant.change,
        expected=one.mutant.expect,
        expected_reason=one.mutant.reason,
        got=one.kind,
        got_reason=one.reason,
        message=one.message,
        text=text,
    )
