"""``shenyue rules``: the rules themselves: listed, shown, tried on their examples, checked for sense, counted."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec.structs import replace

from checks.coverage import coverage as coverage_of
from checks.coverage import manner
from checks.examples import run
from checks.mutants.tables import HTML
from checks.rulebook import Rulebook, load_rulebooks
from checks.validate import validate as check_rules
from extractor.fact import DocumentKind, Extracted
from extractor.strict_yaml import DataError
from review.arguments import choice
from review.encode import to_json
from review.entries import tool
from review.errors import CannotRun, ExitCode, nearest
from review.layout import Paper
from review.mutants_report import mutants_report
from review.output import emit, emit_text
from review.report import VERSION
from review.reporters.coverage_console import coverage_text
from review.reporters.mutants_console import mutants_text
from review.reporters.rules_console import examples_text, list_text, show_text, validate_text
from review.rulebooks import folders, loaded
from review.rules_report import (
    ExamplesReport,
    ListReport,
    ProblemEntry,
    RuleReport,
    ShownRule,
    ValidateReport,
    book_line,
    coverage_report,
    example_entry,
)

FORMS = ("console", "json")
LEAST_RIGHT = Fraction(9, 10)  # of the variants


def listed(form: str, rulebooks: Iterable[str]) -> int:
    """Print every rulebook with its rules; returns 0. Raises CannotRun for broken data."""
    choice("--format", form, FORMS)
    books = tuple(map(book_line, loaded(rulebooks).values()))
    if form == "json":
        emit(to_json(ListReport(VERSION, tool(), books)))
    else:
        emit_text(list_text(books, Paper.of_stdout()))
    return ExitCode.CLEAN


def show(rule_id: str | None, form: str, rulebooks: Iterable[str]) -> int:
    """Print one rule, or every rule of one rulebook; returns 0. Raises CannotRun for an unknown id."""
    choice("--format", form, FORMS)
    books = loaded(rulebooks)
    if rule_id is None:
        raise CannotRun("请给出规则或办法的编号；可用 shenyue rules list 查看。")
    report = RuleReport(VERSION, tool(), _shown(rule_id, books))
    if form == "json":
        emit(to_json(report))
    else:
        emit_text(show_text(report, Paper.of_stdout()))
    return ExitCode.CLEAN


def test(rule_id: str | None, form: str, rulebooks: Iterable[str]) -> int:
    """Run the examples of one rule, of one rulebook or of all; returns 0, or 2 where one gives another verdict.

    Raises CannotRun for an unknown id.
    """
    choice("--format", form, FORMS)
    books = _only(rule_id, loaded(rulebooks))
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


def mutate(rule_id: str | None, form: str, rulebooks: Iterable[str]) -> int:
    """Run variants of the examples of judged rules; returns 0, or 2 where fewer than nine in ten get the right verdict.

    Raises CannotRun for an unknown id.
    """
    choice("--format", form, FORMS)
    books = _only(rule_id, loaded(rulebooks))
    from checks.mutants.run import run as run_mutants  # noqa: PLC0415  the other commands need neither
    from extractor.pipeline import extract_text  # noqa: PLC0415

    def extract(text: str, kind: DocumentKind | None) -> Extracted:
        return extract_text(text, kind, "示例.html" if text.startswith(HTML) else "示例.txt")

    judged = [rule.id for book in books.values() for rule in book.rules if manner(rule)[0] == "judged"]
    report = mutants_report(judged, run_mutants(books, extract))
    if form == "json":
        emit(to_json(report))
    else:
        emit_text(mutants_text(report, Paper.of_stdout()))
    return ExitCode.CLEAN if report.right >= LEAST_RIGHT * report.made else ExitCode.NOT_RUN


def coverage(rule_id: str | None, form: str, rulebooks: Iterable[str]) -> int:
    """Print how each requirement is checked, of one rulebook or of every regulation; returns 0.

    Raises CannotRun for an id that is no rulebook's.
    """
    choice("--format", form, FORMS)
    books = loaded(rulebooks)
    if rule_id is not None and rule_id not in books:
        raise CannotRun(f"没有“{rule_id}”这部办法。{_hint(rule_id, books)}")
    wanted = [book for book in books.values() if (book.id == rule_id if rule_id else book.kind == "regulation")]
    report = coverage_report([coverage_of(book) for book in wanted])
    if form == "json":
        emit(to_json(report))
    else:
        emit_text(coverage_text(report, Paper.of_stdout()))
    return ExitCode.CLEAN


def validate(form: str, rulebooks: Iterable[str]) -> int:
    """Check the rule files for form and for sense; returns 0, or 2 where there is a problem."""
    choice("--format", form, FORMS)
    books: dict[str, Rulebook] = {}
    try:
        books = load_rulebooks(more=folders(rulebooks))
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


def _shown(rule_id: str, books: Mapping[str, Rulebook]) -> tuple[ShownRule, ...]:
    chosen = _only(rule_id, books)
    return tuple(ShownRule(book.regulation, rule) for book in chosen.values() for rule in book.rules)


def _only(rule_id: str | None, books: Mapping[str, Rulebook]) -> Mapping[str, Rulebook]:
    """Return the rulebook of this id, or the rule of this id in its rulebook; all where none is asked for."""
    if rule_id is None:
        return books
    if rule_id in books:
        return {rule_id: books[rule_id]}
    for name, book in books.items():
        rules = tuple(rule for rule in book.rules if rule.id == rule_id)
        if rules:
            return {name: replace(book, rules=rules)}
    known = [*books, *(rule.id for book in books.values() for rule in book.rules)]
    raise CannotRun(f"没有“{rule_id}”这条规则或这部办法。{_hint(rule_id, known)}")


def _hint(rule_id: str, known: Iterable[str]) -> str:
    close = nearest(rule_id, list(known))
    asked = f"您是否要看：{'、'.join(close)}？" if close else ""
    return f"{asked}可用 shenyue rules list 查看全部编号。"
