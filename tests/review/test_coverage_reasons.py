"""What is not judged on papers alone carries its reason wherever coverage is shown: terminal, JSON, page of docs."""

import importlib
import json
import re
from pathlib import Path

import pytest

from checks.coverage import coverage
from checks.rulebook import load_rulebooks

BOOKS = [book for book in load_rulebooks().values() if book.kind == "regulation"]
DOCS = Path(__file__).parents[2] / "docs"


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.regulation.id)
def test_each_reason_is_printed_under_its_requirement(shenyue, book) -> None:
    printed = bare(shenyue("rules", "coverage", book.regulation.id).out)
    found = coverage(book).requirements
    for one, following in zip(found, [*found[1:], None], strict=True):
        own = printed.partition(one.rule)[2]
        own = own.partition(following.rule)[0] if following is not None else own
        if one.manner != "judged":
            assert one.why
            assert bare(one.why) in own, one.rule


def test_each_reason_is_in_the_json(shenyue) -> None:
    made = json.loads(shenyue("rules", "coverage", "--format", "json").out)
    reasons = {one["rule"]: one["why"] for book in made["rulebooks"] for one in book["requirements"]}
    assert reasons == {one.rule: one.why for book in BOOKS for one in coverage(book).requirements}


def test_each_reason_stands_in_the_row_of_its_requirement_on_the_page(monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS))
    page = importlib.import_module("make_coverage").page()
    rows = {row.rpartition("`")[0].rpartition("`")[2]: row for row in page.splitlines() if row.startswith("| 第")}
    for book in BOOKS:
        for one in coverage(book).requirements:
            assert (one.why or "").replace("|", "／") in rows[one.rule], one.rule


def test_what_the_source_lost_is_said_of_the_source() -> None:
    lost = [one for book in BOOKS for one in coverage(book).requirements if one.manner == "lost"]
    assert lost
    assert all(re.search("原文|缺|丢|截断", one.why or "") for one in lost)
