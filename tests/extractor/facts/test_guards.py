"""What is looked for before a costly pattern is tried lets it be tried wherever the pattern finds something."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from extractor.document import Block, Document, Place
from extractor.facts import free_maintenance, ownership_statements, payment, roles
from extractor.facts.chapters import _titles as titles
from extractor.facts.chapters import chapters, heading_title, match_title
from extractor.facts.statement_data import index
from extractor.facts.view import View
from extractor.text import normalise
from extractor.values import percent

CORPORA = sorted((Path(__file__).parents[2] / "corpora").glob("*.jsonl"))


MORE = ("甲方为全部成果的著作权人。", "一次付清百分之百的价款", "另付半成的费用")


@cache
def lines() -> tuple[str, ...]:
    rows = (json.loads(line) for file in CORPORA for line in file.read_text(encoding="utf-8").splitlines() if line)
    found = (normalise(line).text for row in rows for line in row["text"].splitlines() if line)
    return (*found, *MORE)


GUARDED = [
    (ownership_statements._HAS_NEEDS, ownership_statements._HAS),
    (ownership_statements._SHARED_NEEDS, ownership_statements._SHARED),
    (ownership_statements._PERSON_NEEDS, ownership_statements._PERSON_IS),
    (ownership_statements._LAW_NEEDS, ownership_statements._TO_THE_LAW),
    (ownership_statements._OPEN_NEEDS, ownership_statements._OPEN),
    (roles._BODY_NEEDS, roles._BODY),
    (payment._BLANK_NEEDS, payment._BLANK_SHARE),
    (free_maintenance._INCLUDES, free_maintenance._INCLUDED),
    (percent._SIGNS, percent._ALL),
    (percent._SIGNS, percent._HALF_TENTH),
]


@pytest.mark.parametrize(("needs", "pattern"), GUARDED, ids=lambda p: p.pattern[:20])
def test_what_a_pattern_finds_holds_what_it_needs(needs: re.Pattern[str], pattern: re.Pattern[str]):
    found = [match for line in lines() for match in pattern.finditer(line) if match.group()]
    assert found
    assert all(needs.search(match.string, match.start()) for match in found)


def test_owners_are_tried_wherever_one_may_be_named():
    def spans(found: Iterator[re.Match[str]]) -> list[tuple[int, int]]:
        return [match.span() for match in found]

    for line in lines():
        at = len(line) // 3
        for start, end in ((0, len(line)), (at, len(line)), (0, at)):
            plain = ownership_statements._OWNER_AFTER.finditer(line, start, end)
            assert spans(ownership_statements._owners_after(line, start, end)) == spans(plain)


def test_a_title_is_held_against_every_chapter_it_names():
    for line in lines():
        if len(line) <= 30:
            named = {chapter.id for chapter in chapters() if match_title(chapter, line) is not None}
            assert named <= titles().near(line)


def test_the_rarest_place_of_a_pattern_lets_it_be_found_wherever_all_its_places_stand():
    found = index()
    for line in lines():
        words = {number for number, _, _ in found.words(line)}
        told = {statement.data.id for statement, _ in found.candidates(words)}
        for at, statement in enumerate(found.statements):
            bits = found._held(at, words)
            if bits and statement.possible(bits):
                assert statement.data.id in told


def test_units_with_a_word_are_those_that_have_it():
    blocks = tuple(Block(n, "paragraph", line, Place(line=n + 1)) for n, line in enumerate(lines()))
    view = View(Document("示例.txt", "0", 0, "txt", "read", blocks=blocks), "contract")
    for topic, data in view.lexicon.topics.items():
        assert list(view.with_hits(topic)) == [u for u in view.units if u.hits_of(topic)]
        for group in data.words:
            assert list(view.with_hits(topic, group)) == [u for u in view.units if u.hits_of(topic, group)]
    assert any(heading_title(unit) for unit in view.units)
