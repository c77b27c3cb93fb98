"""How each requirement of a regulation is checked: on papers, in part, by a person alone, or not at all and why."""

import re
from typing import Literal, get_args

from msgspec import Struct

from checks.rule import Rule
from checks.rulebook import Regulation, Rulebook
from checks.verbs.outside import Outside
from extractor.values.numeral import parse_numeral

Manner = Literal["judged", "partly", "outside", "lost"]
MANNERS: tuple[Manner, ...] = get_args(Manner)
_ARTICLE = re.compile(r"第([一二三四五六七八九十百零〇\d]+)条")


class Covered(Struct, frozen=True):
    """One requirement and how it is checked.

    ``judged``: papers decide it. ``partly``: they show a part, ``why`` says what a person settles. ``outside``: they do
    not show it, ``why`` says so. ``lost``: the source has lost words of it, ``why`` says which.
    """

    rule: str
    title: str
    article: str
    manner: Manner
    why: str | None = None


class Coverage(Struct, frozen=True):
    """A regulation with all its requirements, in the order of their articles.

    ``silent`` are the articles without any, where the number of articles is known: their duties fall on authorities, or
    they say nothing that a project's papers could show.
    """

    regulation: Regulation
    requirements: tuple[Covered, ...]
    counts: dict[Manner, int]
    silent: tuple[int, ...] = ()


def coverage(book: Rulebook) -> Coverage:
    """Return how each requirement of a rulebook is checked."""
    rules = sorted(book.rules, key=lambda rule: (articles_of(rule.article)[:1], rule.id))
    covered = tuple(Covered(rule.id, rule.title, rule.article, *manner(rule)) for rule in rules)
    counts = {manner: sum(1 for one in covered if one.manner == manner) for manner in MANNERS}
    named = {number for rule in rules for number in articles_of(rule.article)}
    silent = tuple(number for number in range(1, (book.regulation.articles or 0) + 1) if number not in named)
    return Coverage(book.regulation, covered, counts, silent if rules else ())


def manner(rule: Rule) -> tuple[Manner, str | None]:
    """Return how a rule is checked, and why not on papers alone."""
    if isinstance(rule.check, Outside):
        return "outside", rule.check.why
    if rule.lost is not None:
        return "lost", rule.lost
    return ("partly", rule.settle) if rule.settle is not None else ("judged", None)


def articles_of(article: str) -> tuple[int, ...]:
    """Return the numbers of the articles that a reference names.

    >>> articles_of("第三十条第二款"), articles_of("第五条、第三十二条"), articles_of("基线第1项")
    ((30,), (5, 32), ())
    """
    values = (parse_numeral(word) for word in _ARTICLE.findall(article))
    return tuple(int(value) for value in values if value is not None)
