"""Which rules reckon with money: sums, shares, limits of a budget."""

from collections.abc import Iterable

from checks.rule import Rule
from checks.rulebook import Rulebook
from checks.verbs.amounts_agree import AmountsAgree
from checks.verbs.at_least import AtLeast
from checks.verbs.at_most import AtMost
from checks.verbs.consistent import Consistent
from checks.verbs.lines_present import LinesPresent
from checks.verbs.share_at_least import ShareAtLeast
from checks.verbs.sums_to import SumsTo
from checks.verbs.table_sums import TableSums
from checks.verbs.within_budget import WithinBudget

_ALWAYS = (AmountsAgree, LinesPresent, ShareAtLeast, SumsTo, TableSums, WithinBudget)
_ON_MONEY = (AtLeast, AtMost, Consistent)
_MONEY = ("budget.", "contract.price", "payment.share")


def reckoning_rules(books: Iterable[Rulebook]) -> frozenset[str]:
    """Return the ids of the rules that reckon with money, of all the rulebooks."""
    return frozenset(rule.id for book in books for rule in book.rules if _reckons(rule))


def _reckons(rule: Rule) -> bool:
    kinds = rule.check.asks()
    return isinstance(rule.check, _ALWAYS) or (
        isinstance(rule.check, _ON_MONEY) and bool(kinds) and all(kind.startswith(_MONEY) for kind in kinds)
    )
