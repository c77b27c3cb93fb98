"""How each requirement of a regulation is checked, counted."""

import pytest
from msgspec.structs import replace

from checks.coverage import MANNERS, articles_of, coverage
from checks.rule import Version
from checks.verbs.outside import Outside


@pytest.fixture
def book(books):
    """Return a rulebook of four rules, one of each manner, in a regulation of six articles."""
    rule = next(rule for rule in books["qufu"].rules if rule.settle is None)
    rules = (
        replace(rule, id="r-5-judged", article="第五条第一项"),
        replace(rule, id="r-2-partly", article="第二条、第三条", settle="请核对台账。"),
        replace(rule, id="r-2-outside", article="第二条", check=Outside(why="要查外部记录。"), versions=(Version(),)),
        replace(rule, id="r-12-lost", article="第十二条", lost="后半句丢失。", settle="不论"),
    )
    regulation = replace(books["qufu"].regulation, articles=6)
    return replace(books["qufu"], rules=rules, regulation=regulation)


def test_each_requirement_stands_once_in_the_order_of_articles(book) -> None:
    found = coverage(book)
    assert [(one.rule, one.manner) for one in found.requirements] == [
        ("r-2-outside", "outside"),
        ("r-2-partly", "partly"),
        ("r-5-judged", "judged"),
        ("r-12-lost", "lost"),
    ]
    assert found.counts == dict.fromkeys(MANNERS, 1)


def test_what_is_not_judged_says_why(book) -> None:
    why = {one.manner: one.why for one in coverage(book).requirements}
    assert why == {"judged": None, "partly": "请核对台账。", "outside": "要查外部记录。", "lost": "后半句丢失。"}


def test_articles_without_a_requirement_are_told(book) -> None:
    assert coverage(book).silent == (1, 4, 6)
    unknown = replace(book, regulation=replace(book.regulation, articles=None))
    assert coverage(unknown).silent == ()
    assert coverage(replace(book, rules=())).silent == ()


def test_every_rule_of_the_projects_own_books_is_counted(books) -> None:
    for book in books.values():
        found = coverage(book)
        assert sorted(one.rule for one in found.requirements) == sorted(rule.id for rule in book.rules)
        assert sum(found.counts.values()) == len(book.rules)
        assert all(one.why for one in found.requirements if one.manner != "judged")
        if book.kind == "regulation":
            assert all(articles_of(one.article) for one in found.requirements), book.id
            assert not book.regulation.articles or all(
                number <= book.regulation.articles for one in found.requirements for number in articles_of(one.article)
            )
