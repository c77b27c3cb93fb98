"""``shenyue rules``: the rules themselves: listed, shown, tried on their examples, checked for sense."""

from checks.examples import run
from checks.rulebook import Rulebook, load_rulebooks
from checks.validate import validate as check_rules
from extractor.strict_yaml import DataError
from review.arguments import choice
from review.encode import to_json
from review.entries import tool
from review.errors import CannotRun, ExitCode, nearest
from review.layout import Paper
from review.output import emit, emit_text
from review.report import VERSION
from review.reporters.rules_console import examples_text, list_text, show_text, validate_text
from review.rulebooks import loaded
from review.rules_report import (
    ExamplesReport,
    ListReport,
    ProblemEntry,
    RuleReport,
    ShownRule,
    ValidateReport,
    book_line,
    example_entry,
)

FORMS = ("console", "json")


def listed(form: str) -> int:
    """Print every rulebook with its rules; returns 0. Raises CannotRun for broken data."""
    choice("--format", form, FORMS)
    books = tuple(map(book_line, loaded().values()))
    if form == "json":
        emit(to_json(ListReport(VERSION, tool(), books)))
    else:
        emit_text(list_text(books, Paper.of_stdout()))
    return ExitCode.CLEAN


def show(rule_id: str | None, form: str) -> int:
    """Print one rule, or every rule of one rulebook; returns 0. Raises CannotRun for an unknown id."""
    choice("--format", form, FORMS)
    books = loaded()
    if rule_id is None:
        raise CannotRun("请给出规则或办法的编号；可用 shenyue rules list 查看。")
    report = RuleReport(VERSION, tool(), _shown(rule_id, books))
    if form == "json":
        emit(to_json(report))
    else:
        emit_text(show_text(report, Paper.of_stdout()))
    return ExitCode.CLEAN


def test(form: str) -> int:
    """Run the examples of every rule through the pipeline; returns 0, or 2 where one gives another verdict."""
    choice("--format", form, FORMS)
    books = loaded()
    from extractor.pipeline import extract_text  # noqa: PLC0415  the other commands here need no segmenter

    outcomes = run(books, extract_text)
    examples = tuple(map(example_entry, outcomes))
    passed = sum(example.ok for example in examples)
    report = ExamplesReport(VERSION, tool(), examples, passed, len(examples) - passed)
    if form == "json":
        emit(to_json(report))
    else:
        emit_text(examples_text(report, Paper.of_stdout()))
    return ExitCode.NOT_RUN if report.failed else ExitCode.CLEAN


def validate(form: str) -> int:
    """Check the rule files for form and for sense; returns 0, or 2 where there is a problem."""
    choice("--format", form, FORMS)
    books: dict[str, Rulebook] = {}
    try:
        books = load_rulebooks()
        problems = check_rules(books)
    except DataError as error:
        problems = error.problems
    entries = tuple(ProblemEntry(one.file, one.line, one.column, one.message) for one in problems)
    rules = sum(len(book.rules) for book in books.values())
    report = ValidateReport(VERSION, tool(), len(books), rules, entries)
    if form == "json":
        emit(to_json(report))
    else:
        emit_text(validate_text(report, Paper.of_stdout()))
    return ExitCode.NOT_RUN if problems else ExitCode.CLEAN


def _shown(rule_id: str, books: dict[str, Rulebook]) -> tuple[ShownRule, ...]:
    rules = [ShownRule(book.regulation, rule) for book in books.values() for rule in book.rules]
    found = tuple(shown for shown in rules if rule_id in (shown.rule.id, shown.regulation.id))
    if not found:
        close = nearest(rule_id, [*books, *(shown.rule.id for shown in rules)])
        hint = f"您是否要看：{'、'.join(close)}？" if close else ""
        raise CannotRun(f"没有“{rule_id}”这条规则或这部办法。{hint}可用 shenyue rules list 查看全部编号。")
    return found
