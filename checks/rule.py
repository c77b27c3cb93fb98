"""A rule as it stands in its file: what is asked, of which documents, when, how it is said, and the examples."""

from datetime import date
from typing import Literal

from msgspec import Struct

from checks.conditions import Conditions
from checks.finding import FindingKind, Level, Reason
from checks.interval import first_day
from checks.profile import Profile
from checks.submission import CarrierMode
from checks.verbs import Check
from extractor.document import NoticeCode
from extractor.fact import DocumentKind

Binding = Literal["mandatory", "default", "advisory"]
MessageKey = FindingKind | Reason

LEVELS: dict[Binding, Level] = {"mandatory": "error", "default": "warning", "advisory": "note"}


class Carriers(Struct, frozen=True, omit_defaults=True):
    """Who carries a requirement: exactly one of the three.

    ``first``: the first of these kinds that is present; ``each``: every document of these kinds; ``all``: all these
    kinds must be there.
    """

    first: tuple[DocumentKind, ...] = ()
    each: tuple[DocumentKind, ...] = ()
    all: tuple[DocumentKind, ...] = ()

    def __post_init__(self) -> None:
        if sum(1 for kinds in (self.first, self.each, self.all) if kinds) != 1:
            raise ValueError("carriers须写明first、each、all中的一个，且不能为空。")

    @property
    def mode(self) -> CarrierMode:
        """Return which of the three it is."""
        if self.first:
            return "first"
        return "each" if self.each else "all"

    @property
    def kinds(self) -> tuple[DocumentKind, ...]:
        """Return the kinds of documents."""
        return self.first or self.each or self.all


class Version(Struct, frozen=True, omit_defaults=True):
    """The wording of a rule from ``effective`` on (None: always), until the next version or the day ``until``."""

    effective: str | None = None
    until: str | None = None
    value: str | None = None

    def __post_init__(self) -> None:
        for day in (self.effective, self.until):
            if day is not None and (len(day) != 10 or first_day(day) is None):
                raise ValueError(f"“{day}”不是日期，应如2024-07-01。")

    def holds(self, on: date) -> bool:
        """Tell whether this version holds on a day (``until`` is the first day on which it does not)."""
        start = first_day(self.effective) if self.effective else None
        end = first_day(self.until) if self.until else None
        return (start is None or start <= on) and (end is None or on < end)


class ExampleDocument(Struct, frozen=True, omit_defaults=True):
    """A document of an example; ``unread`` says that nothing or a part of it could not be read."""

    text: str = ""
    kind: DocumentKind | None = None
    path: str | None = None
    unread: Literal["all", "part"] | None = None
    notices: tuple[NoticeCode, ...] = ()


class Example(Struct, frozen=True, omit_defaults=True):
    """A case with its expected verdict: ``text`` is one document of ``kind``, ``documents`` are several.

    ``kind`` is the rule's first carrier where not stated. ``boundary`` marks a case exactly at the limit.
    """

    expect: FindingKind
    text: str | None = None
    kind: DocumentKind | None = None
    reason: Reason | None = None
    profile: Profile = Profile()
    on: str | None = None
    documents: tuple[ExampleDocument, ...] = ()
    boundary: bool = False
    why: str | None = None

    def __post_init__(self) -> None:
        if (self.text is None) == (not self.documents):
            raise ValueError("例子须写明text或documents中的一个。")
        if self.on is not None and (len(self.on) != 10 or first_day(self.on) is None):
            raise ValueError(f"“{self.on}”不是日期，应如2024-07-01。")


class Rule(Struct, frozen=True, omit_defaults=True):
    """One requirement of a regulation.

    ``carriers`` is None for a rule over a whole submission; ``reads`` then says which kinds of documents it looks at
    (all where empty). ``lost`` says what of the source's text is lost: such a rule gives a review at most. ``settle``
    says what a person still has to settle where papers show a part only: a pass and a fail both become a review.
    ``clause`` is the text of a clause that meets the requirement, as it may stand in a contract, a line a paragraph.
    """

    id: str
    title: str
    article: str
    binding: Binding
    check: Check
    carriers: Carriers | None = None
    reads: tuple[DocumentKind, ...] = ()
    conditions: Conditions = Conditions()
    versions: tuple[Version, ...] = ()
    message: dict[MessageKey, str] = {}
    suggestion: str | None = None
    clause: str | None = None
    lost: str | None = None
    settle: str | None = None
    note: str | None = None
    examples: tuple[Example, ...] = ()

    def version_on(self, on: date | None) -> Version | None:
        """Return the version that holds on a day (the last one where no day is given); None where none does."""
        if on is None:
            return self.versions[-1] if self.versions else None
        holding = [version for version in self.versions if version.holds(on)]
        return holding[-1] if holding else None
