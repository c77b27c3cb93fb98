"""The examples inside the rules, run through the real extraction."""

import pytest

from checks.examples import Outcome, run
from checks.rule import Example
from checks.rulebook import load_rulebooks
from extractor.fact import DocumentKind, Extracted
from extractor.pipeline import extract_text

BOOKS = load_rulebooks()
COUNTS = {rule.id: len(rule.examples) for book in BOOKS.values() for rule in book.rules}
_read: dict[tuple[str, DocumentKind | None], Extracted] = {}


def read_once(text: str, kind: DocumentKind | None) -> Extracted:
    """Extract each text of the examples once for all tests of this module."""
    if (text, kind) not in _read:
        _read[text, kind] = extract_text(text, kind)
    return _read[text, kind]


@pytest.fixture(scope="module")
def outcomes() -> dict[str, list[Outcome]]:
    by_rule: dict[str, list[Outcome]] = {rule: [] for rule in COUNTS}
    for outcome in run(BOOKS, read_once):
        by_rule[outcome.rule].append(outcome)
    return by_rule


@pytest.mark.parametrize("rule", COUNTS)
def test_every_example_gives_the_verdict_it_says(rule: str, outcomes: dict[str, list[Outcome]]) -> None:
    assert len(outcomes[rule]) == COUNTS[rule]
    assert [outcome.explain() for outcome in outcomes[rule] if not outcome.passed] == []


def test_no_example_ends_in_an_error(outcomes: dict[str, list[Outcome]]) -> None:
    assert [outcome.explain() for found in outcomes.values() for outcome in found if outcome.reason == "error"] == []


def test_the_examples_of_each_book_show_all_five_verdicts(outcomes: dict[str, list[Outcome]]) -> None:
    for book in (book for book in BOOKS.values() if book.rules):
        kinds = {outcome.kind for rule in book.rules for outcome in outcomes[rule.id]}
        assert kinds == {"pass", "fail", "review", "open", "notApplicable"}, book.id


def test_a_wrong_expectation_is_told() -> None:
    outcome = Outcome("r", 2, Example("pass", text="质保期一年。"), "fail", "below-limit", "低于2年。")
    assert not outcome.passed
    assert outcome.explain() == "r第2例：应为pass，得到fail/below-limit（低于2年。）：质保期一年。"
    assert Outcome("r", 1, Example("fail", text="x", reason="missing"), "fail", "blank", "").passed is False
