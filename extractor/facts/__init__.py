"""Terms, values and structure to facts, one file per family; ``FAMILIES`` is their registry.

A family is a function ``find(view) -> Iterable[Fact]``. To add one: one module here and one line in ``FAMILIES``.
"""

import importlib
from collections.abc import Callable, Iterable

from extractor.fact import Fact
from extractor.facts.view import View

Family = Callable[[View], Iterable[Fact]]

FAMILIES: tuple[str, ...] = (  # one line a family, in alphabetical order
    "extractor.facts.amount_pair:find",
    "extractor.facts.blanks:find",
    "extractor.facts.budget:find",
    "extractor.facts.budget_fees:find",
    "extractor.facts.chapters:find",
    "extractor.facts.clauses:find",
    "extractor.facts.dates_all:find",
    "extractor.facts.forms:find",
    "extractor.facts.free_maintenance:find",
    "extractor.facts.implementation:find",
    "extractor.facts.ownership:find",
    "extractor.facts.participants:find",
    "extractor.facts.parties:find",
    "extractor.facts.payment:find",
    "extractor.facts.plan_year:find",
    "extractor.facts.price:find",
    "extractor.facts.reasons:find",
    "extractor.facts.statements:find",
    "extractor.facts.terms_of_use:find",
    "extractor.facts.trial_run:find",
    "extractor.facts.warranty:find",
)


def families() -> tuple[Family, ...]:
    """Return the fact families in the order of the registry."""
    found = []
    for name in FAMILIES:
        module, function = name.split(":")
        family: Family = getattr(importlib.import_module(module), function)
        found.append(family)
    return tuple(found)
