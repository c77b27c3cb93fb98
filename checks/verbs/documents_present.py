"""``documents_present``: papers that must be in the submission."""

from typing import ClassVar

from msgspec import Struct

from checks.case import Case, Verdict
from checks.papers import Paper
from checks.verbs.verb import Verb


class Item(Paper, frozen=True, kw_only=True):
    """A paper that is asked for. ``facts``: a statement of one of these shows the same thing (a filing number)."""

    name: str
    facts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (self.kinds or self.titles or self.facts):
            raise ValueError("须写明kinds、titles、facts中的至少一个。")


class Order(Struct, frozen=True):
    """Dates that stand in this order: ``before`` not later than ``after``."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class DocumentsPresent(Verb, frozen=True, tag="documents_present"):
    """All of ``all``, and one of ``any`` where that is not empty, are in the submission.

    ``minimum``: a paper with fewer characters is thin. ``order`` is checked where both dates are known.
    """

    judges_nothing: ClassVar[bool] = True

    all: tuple[Item, ...] = ()
    any: tuple[Item, ...] = ()
    minimum: int = 40
    order: tuple[Order, ...] = ()

    def __post_init__(self) -> None:
        if not (self.all or self.any):
            raise ValueError("须写明all、any中的至少一个。")

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        named = [kind for item in self.all + self.any for kind in item.facts]
        return (*named, *(kind for order in self.order for kind in order.before + order.after))

    def judge(self, case: Case) -> Verdict:
        """Return pass with the titles of the papers found."""
        raise NotImplementedError
