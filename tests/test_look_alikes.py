"""Look-alikes matter: without those of a subject, an example of a rule that rests on it comes out wrong.

``pytest tests/test_look_alikes.py -rP`` prints which examples notice.
"""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from checks.examples import run
from checks.rulebook import load_rulebooks
from extractor.facts import chapters, clauses, view
from extractor.pipeline import extract_text
from extractor.terms import Lexicon, lexicon

BOOKS = load_rulebooks()


def broken() -> Iterator[str]:
    for outcome in run(BOOKS, extract_text):
        if not outcome.passed:
            yield outcome.explain()


def test_all_examples_hold_with_them() -> None:
    assert list(broken()) == []


@pytest.mark.parametrize("topic", ["warranty", "implementation", "ownership", "payment"])
def test_terms(topic: str, monkeypatch: pytest.MonkeyPatch) -> None:
    topics = [replace(t, look_alikes=()) if t.id == topic else t for t in lexicon().topics.values()]
    poorer = Lexicon(topics)
    monkeypatch.setattr(view, "lexicon", lambda: poorer)
    noticed = list(broken())
    print(topic, *noticed, sep="\n")
    assert noticed


@pytest.mark.parametrize("chapter", ["crypto", "data_sharing"])
def test_chapters(chapter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    poorer = tuple(replace(c, title_look_alikes=()) if c.id == chapter else c for c in chapters.chapters())
    monkeypatch.setattr(chapters, "chapters", lambda: poorer)
    noticed = list(broken())
    print(chapter, *noticed, sep="\n")
    assert noticed


@pytest.mark.parametrize("clause", ["ip_liability"])
def test_clauses(clause: str, monkeypatch: pytest.MonkeyPatch) -> None:
    poorer = tuple(
        clauses.Clause(replace(c.data, refused_before=(), look_alikes=())) if c.data.id == clause else c
        for c in clauses.clauses()
    )
    words = Lexicon(c.topic for c in poorer if c.data.words)
    monkeypatch.setattr(clauses, "clauses", lambda: poorer)
    monkeypatch.setattr(clauses, "_words", lambda: words)
    noticed = list(broken())
    print(clause, *noticed, sep="\n")
    assert noticed
