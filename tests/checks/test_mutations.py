"""An engine that is bent must be caught by the examples inside the rules: they are what a lawyer reads and trusts."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from checks import conditions, engine, interval, statements, submission
from checks.case import Case
from checks.examples import run
from checks.rule import Carriers, Conditions, Rule
from checks.rulebook import Rulebook, load_rulebooks
from checks.submission import Carrier
from checks.tables import grid, totals
from checks.verbs import (
    amounts_agree,
    at_least,
    at_most,
    consistent,
    covers,
    figure,
    holder_in,
    party_roles,
    present,
    sums_to,
    terms_agree,
    within_budget,
)  # fmt: skip
from extractor.fact import DocumentKind, Extracted
from extractor.pipeline import extract_text

Patch = pytest.MonkeyPatch
Mutation = Callable[[Patch], None]
BOOKS = load_rulebooks()
_read: dict[tuple[str, DocumentKind | None], Extracted] = {}


def read_once(text: str, kind: DocumentKind | None) -> Extracted:
    if (text, kind) not in _read:
        _read[text, kind] = extract_text(text, kind)
    return _read[text, kind]


def strict_floor(patch: Patch) -> None:
    """>= becomes >: equal counts as less."""
    real = interval.order
    patch.setattr(interval, "order", lambda a, b: -1 if real(a, b) == 0 else real(a, b))


def strict_ceiling(patch: Patch) -> None:
    real = interval.order
    patch.setattr(interval, "order", lambda a, b: 1 if real(a, b) == 0 else real(a, b))


def swapped(patch: Patch) -> None:
    patch.setattr(at_least.AtLeast, "want", "<=")
    patch.setattr(at_most.AtMost, "want", ">=")


def strict_span(patch: Patch) -> None:
    real = interval.span_side
    shifted = lambda first, last, limit, want: real(first, f"{last}-31" if len(last) == 7 else last, limit, want)  # noqa: E731
    patch.setattr(figure, "span_side", lambda f, t, limit, want: shifted(f[:4], t, limit, want))


def thirty_day_months(patch: Patch) -> None:
    real = interval.parse_length

    def parse(iso: str, *, working: bool = False) -> interval.Length | None:
        length = real(iso, working=working)
        return length and interval.Length(length.months * 0, length.days + length.months * 30, working)

    patch.setattr(interval, "parse_length", parse)


def any_limit(patch: Patch) -> None:
    patch.setattr(figure, "span_side", lambda *_: "inside")
    patch.setattr(figure, "side", lambda *_, **__: "inside")


def best_statement(patch: Patch) -> None:
    """Only the first statement is looked at."""
    patch.setattr(figure, "in_force", lambda _case, facts: list(facts)[:1])


def no_later_instrument(patch: Patch) -> None:
    for module in (figure, holder_in, present, terms_agree, consistent):
        patch.setattr(module, "in_force", lambda _case, facts: list(facts))


def no_pointers(patch: Patch) -> None:
    for module in (figure, present, holder_in):
        patch.setattr(module, "followed", lambda *_: [])


def blanks_are_stated(patch: Patch) -> None:
    for module in (figure, present, holder_in):
        patch.setattr(module, "unsettled", lambda *_: None)


def all_was_read(patch: Patch) -> None:
    patch.setattr(Carrier, "whole", lambda _self: True)
    patch.setattr(Carrier, "unread", lambda _self: ())
    patch.setattr(engine, "suspects", lambda _submission: ())
    patch.setattr(submission, "suspects", lambda _submission: ())


def no_suspects(patch: Patch) -> None:
    patch.setattr(submission, "suspects", lambda _submission: ())


def missing_passes(patch: Patch) -> None:
    real = Case.found_nothing
    patch.setattr(Case, "found_nothing", lambda self, _kind, _reason, **words: real(self, "pass", "present", **words))


def everything_applies(patch: Patch) -> None:
    patch.setattr(engine, "_excluded", lambda *_: None)
    patch.setattr(engine, "standing", lambda *_: conditions.Standing())


def every_stage(patch: Patch) -> None:
    patch.setattr(conditions, "stages_of", lambda _submission: ())


def always_in_force(patch: Patch) -> None:
    patch.setattr(engine, "_out_of_force", lambda *_: None)


def never_complete(patch: Patch) -> None:
    real = engine._no_carrier
    patch.setattr(
        engine,
        "_no_carrier",
        lambda s, rule, kinds: real(replace(s, profile=replace(s.profile, complete=None)), rule, kinds),
    )


def best_of_each(patch: Patch) -> None:
    real = engine._worst
    patch.setattr(engine, "_ORDER", {"pass": 0, "review": 1, "open": 2, "fail": 3, "notApplicable": 4})
    patch.setattr(engine, "_worst", real)


def any_holder(patch: Patch) -> None:
    patch.setattr(holder_in.HolderIn, "_allows", lambda *_: True)


def no_holder(patch: Patch) -> None:
    patch.setattr(holder_in.HolderIn, "_allows", lambda *_: False)


def foreign_subjects_count(patch: Patch) -> None:
    for module in (statements, present, holder_in):
        patch.setattr(module, "FOREIGN_SUBJECTS", frozenset())


def nothing_is_narrow(patch: Patch) -> None:
    patch.setattr(present, "narrow", lambda *_: "")
    patch.setattr(holder_in, "narrow", lambda *_: "")


def a_name_is_an_opinion(patch: Patch) -> None:
    patch.setattr(covers.Covers, "_has_opinion", lambda *_: True)


def sums_do_not_count(patch: Patch) -> None:
    patch.setattr(sums_to, "ONE", sums_to.Decimal(2))


def rest_does_not_count(patch: Patch) -> None:
    patch.setattr(sums_to, "_REST", sums_to.re.compile("(?!)"))


def capitals_are_not_read(patch: Patch) -> None:
    patch.setattr(amounts_agree, "stated", lambda _facts: [])


def one_reading_of_tables(patch: Patch) -> None:
    patch.setattr(totals, "_readings", lambda items: ([totals._sum(items)], True))


def no_rounding(patch: Patch) -> None:
    patch.setattr(totals, "_slack", lambda *_: totals.Decimal(0))


def parts_are_rows(patch: Patch) -> None:
    patch.setattr(grid, "_PART", grid.re.compile("(?!)"))


def all_columns_are_summed(patch: Patch) -> None:
    patch.setattr(totals, "is_summed", lambda *_: True)


def strict_price(patch: Patch) -> None:
    real = within_budget.WithinBudget._price

    def dearer(self: within_budget.WithinBudget, its: Case) -> object:
        fact, kind = real(self, its)
        return (replace(fact, value=str(within_budget.Decimal(fact.value or 0) + 1)) if fact else None), kind

    patch.setattr(within_budget.WithinBudget, "_price", dearer)


def no_bound(patch: Patch) -> None:
    patch.setattr(within_budget.WithinBudget, "_bounds", lambda *_: [])


def worse_either_way(patch: Patch) -> None:
    real = terms_agree._worse
    patch.setattr(terms_agree, "_worse", lambda a, b, _better: real(a, b, "neither"))


def never_worse(patch: Patch) -> None:
    patch.setattr(terms_agree, "_worse", lambda *_: False)


def names_to_the_letter(patch: Patch) -> None:
    patch.setattr(consistent, "_core", lambda name: f"《{name}》")


def all_names_are_one(patch: Patch) -> None:
    patch.setattr(consistent, "_core", lambda _name: "")


def roles_are_not_looked_at(patch: Patch) -> None:
    patch.setattr(party_roles, "stated", lambda _facts: [])


def mentions_are_not_found(patch: Patch) -> None:
    patch.setattr(covers, "mentions", lambda *_: [])


def drawings_are_read(patch: Patch) -> None:
    patch.setattr(engine, "may_carry", lambda _extracted: True)


BENT: tuple[Mutation, ...] = (
    strict_floor, strict_ceiling, swapped, strict_span, thirty_day_months, any_limit, best_statement,
    no_later_instrument, no_pointers, blanks_are_stated, all_was_read, no_suspects, missing_passes, everything_applies,
    every_stage, always_in_force, never_complete, best_of_each, any_holder, no_holder, foreign_subjects_count,
    nothing_is_narrow, a_name_is_an_opinion, sums_do_not_count, rest_does_not_count, capitals_are_not_read,
    one_reading_of_tables, no_rounding, parts_are_rows, all_columns_are_summed, strict_price,
    no_bound, worse_either_way, never_worse, names_to_the_letter, all_names_are_one, roles_are_not_looked_at,
    mentions_are_not_found, drawings_are_read,
)  # fmt: skip


def caught(books: dict[str, Rulebook]) -> list[str]:
    return [outcome.explain() for outcome in run(books, read_once) if not outcome.passed]


def tell(name: str, failed: list[str]) -> None:
    """Print which examples caught a mutation (``pytest -rP`` shows them), and fail where none did."""
    print(f"{name}: {len(failed)}", *failed[:5], sep="\n  ")
    assert failed, f"no example of the rules shows that {name} is wrong"


def test_the_straight_engine_passes_all() -> None:
    assert caught(BOOKS) == []


@pytest.mark.parametrize("bend", BENT, ids=lambda bend: bend.__name__)
def test_a_bent_engine_is_caught(bend: Mutation, monkeypatch: Patch) -> None:
    bend(monkeypatch)
    failed = caught(BOOKS)
    tell(bend.__name__, failed)


def rules_bent(change: Callable[[Rule], Rule]) -> dict[str, Rulebook]:
    return {name: replace(book, rules=tuple(map(change, book.rules))) for name, book in BOOKS.items()}


def each_is_first(rule: Rule) -> Rule:
    if rule.carriers is None or not rule.carriers.each:
        return rule
    return replace(rule, carriers=Carriers(first=rule.carriers.each))


def first_is_each(rule: Rule) -> Rule:
    if rule.carriers is None or not rule.carriers.first:
        return rule
    return replace(rule, carriers=Carriers(each=rule.carriers.first))


def limits_moved(length: str) -> Callable[[Rule], Rule]:
    def change(rule: Rule) -> Rule:
        moved = tuple(replace(v, value=length if v.value else None) for v in rule.versions)
        return replace(rule, versions=moved)

    change.__name__ = f"limit_{length}"
    return change


def never_lost(rule: Rule) -> Rule:
    return replace(rule, lost=None)


def no_conditions(rule: Rule) -> Rule:
    return replace(rule, conditions=Conditions())


def reads_everything(rule: Rule) -> Rule:
    return replace(rule, reads=())


def without(*names: str) -> Callable[[Rule], Rule]:
    def change(rule: Rule) -> Rule:
        held = {name: () for name in names if hasattr(rule.check, name)}
        return replace(rule, check=replace(rule.check, **held)) if held else rule

    change.__name__ = f"without_{'_'.join(names)}"
    return change


@pytest.mark.parametrize(
    "change",
    [each_is_first, first_is_each, limits_moved("P23M"), limits_moved("P25M"), limits_moved("P35M"),
     limits_moved("P37M"), never_lost, no_conditions, reads_everything, without("instead"), without("or_document"),
     without("covers"), without("opinion"), without("signature")],
    ids=lambda change: change.__name__,
)  # fmt: skip
def test_bent_rules_are_caught(change: Callable[[Rule], Rule]) -> None:
    failed = caught(rules_bent(change))
    tell(change.__name__, failed)
