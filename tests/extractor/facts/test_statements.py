"""Statements: every example of the lexicon, what each file must show, and the ways of speaking that state nothing."""

import pytest

from extractor.facts.statement_data import Statement, index
from extractor.facts.statement_data import StatementExample as Example
from extractor.pipeline import extract_text

STATEMENTS = index().statements
BY_ID = {s.data.id: s for s in STATEMENTS}
EXAMPLES = [
    pytest.param(statement, example, id=f"{statement.data.id}-{number}")
    for statement in STATEMENTS
    for number, example in enumerate(statement.data.examples, 1)
]


def values(text: str, fact: str, kind: str = "construction_plan") -> set[str | None]:
    return {f.value for f in extract_text(text, kind=kind).facts if f.kind == fact}  # type: ignore[arg-type]  # a kind


@pytest.mark.parametrize(("statement", "example"), EXAMPLES)
def test_lexicon_example(statement: Statement, example: Example) -> None:
    wanted = {"present": {"present"}, "denied": {"denied"}, "absent": set()}
    assert values(example.text, statement.data.fact, example.kind) == wanted[example.expect]


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda s: s.data.id)
def test_every_file_is_whole(statement: Statement) -> None:
    data = statement.data
    assert data.fact.startswith("statement.")
    assert len(data.examples) >= 6
    assert {example.expect for example in data.examples} >= {"present", "absent"}
    names = [pattern.name for pattern in statement.all]
    assert len(names) == len(set(names))
    known = {*data.words, *statement.forms}
    for pattern in statement.all:
        assert {name for group in pattern.groups() for name in group} <= known, pattern.name
        assert (pattern.alone, pattern.speaks, pattern.about) == (False, False, None), pattern.name
    groups = {*data.rows, *(f.label for f in data.fields), *(f.value for f in data.fields if f.value)}
    assert groups <= set(data.words)
    used = {name for pattern in statement.all for group in pattern.groups() for name in group}
    words = [word for name, group in data.words.items() if name in used for word in group]
    assert len(words) == len(set(words)), sorted(word for word in set(words) if words.count(word) > 1)
