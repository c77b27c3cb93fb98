"""What ``shenyue rules … --format json`` prints. A rule and a regulation stand there as in their files."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from checks.coverage import MANNERS, Coverage, Covered, Manner
from checks.examples import Outcome
from checks.finding import FindingKind, Level, Reason
from checks.rule import LEVELS, Rule
from checks.rulebook import BookKind, Regulation, Rulebook, Status
from review.entries import tool
from review.report import VERSION, Tool


class RuleLine(Struct, frozen=True):
    """A rule in a list; ``level`` is the level of a violation."""

    id: str
    title: str
    article: str
    level: Level


class BookLine(Struct, frozen=True):
    """A rulebook in a list with its rules."""

    id: str
    title: str
    kind: BookKind
    number: str | None
    effective: str | None
    repealed: str | None
    status: Status
    hash: str
    rules: tuple[RuleLine, ...]


class ListReport(Struct, frozen=True):
    """What ``rules list`` prints."""

    version: Literal[1]
    tool: Tool
    rulebooks: tuple[BookLine, ...]


class ShownRule(Struct, frozen=True):
    """One rule with its regulation."""

    regulation: Regulation
    rule: Rule


class RuleReport(Struct, frozen=True):
    """What ``rules show`` prints for a rule, or for each rule of a rulebook."""

    version: Literal[1]
    tool: Tool
    rules: tuple[ShownRule, ...]


class ExampleEntry(Struct, frozen=True):
    """An example that was run; ``number`` counts from 1 inside its rule."""

    rule: str
    number: int
    ok: bool
    expected: FindingKind
    expected_reason: Reason | None
    got: FindingKind
    got_reason: Reason
    message: str
    text: str


class ExamplesReport(Struct, frozen=True):
    """What ``rules test`` prints."""

    version: Literal[1]
    tool: Tool
    examples: tuple[ExampleEntry, ...]
    passed: int
    failed: int


class CoverageCounts(Struct, frozen=True):
    """How many requirements are judged, partly judged, not to be seen on papers, lost in the source; and all."""

    judged: int
    partly: int
    outside: int
    lost: int
    total: int


class CoveredBook(Struct, frozen=True):
    """A regulation with each of its requirements; ``silent`` are the numbers of articles without any."""

    regulation: Regulation
    counts: CoverageCounts
    silent: tuple[int, ...]
    requirements: tuple[Covered, ...]


class CoverageReport(Struct, frozen=True):
    """What ``rules coverage`` prints; ``counts`` are over all its regulations."""

    version: Literal[1]
    tool: Tool
    rulebooks: tuple[CoveredBook, ...]
    counts: CoverageCounts


class ProblemEntry(Struct, frozen=True):
    """A problem of a data file; line and column count from 1."""

    file: str
    line: int
    column: int
    message: str


class ValidateReport(Struct, frozen=True):
    """What ``rules validate`` prints."""

    version: Literal[1]
    tool: Tool
    rulebooks: int
    rules: int
    problems: tuple[ProblemEntry, ...]


def book_line(book: Rulebook) -> BookLine:
    """Return a rulebook as a list shows it."""
    return BookLine(
        id=book.id,
        title=book.title,
        kind=book.kind,
        number=book.number,
        effective=book.effective,
        repealed=book.repealed,
        status=book.status,
        hash=book.hash,
        rules=tuple(RuleLine(rule.id, rule.title, rule.article, LEVELS[rule.binding]) for rule in book.rules),
    )


def example_entry(outcome: Outcome) -> ExampleEntry:
    """Return how one example went."""
    example = outcome.example
    text = example.text if example.text is not None else " ／ ".join(document.text for document in example.documents)
    return ExampleEntry(
        rule=outcome.rule,
        number=outcome.number,
        ok=outcome.passed,
        expected=example.expect,
        expected_reason=example.reason,
        got=outcome.kind,
        got_reason=outcome.reason,
        message=outcome.message,
        text=text,
    )


def coverage_report(found: Sequence[Coverage]) -> CoverageReport:
    """Return how the requirements of regulations are checked, with the counts of each and of all."""
    books = tuple(CoveredBook(one.regulation, _counts(one.counts), one.silent, one.requirements) for one in found)
    return CoverageReport(VERSION, tool(), books, _counts(sum((Counter(one.counts) for one in found), Counter())))


def _counts(counts: Mapping[Manner, int]) -> CoverageCounts:
    each = {manner: counts.get(manner, 0) for manner in MANNERS}
    return CoverageCounts(**each, total=sum(each.values()))
