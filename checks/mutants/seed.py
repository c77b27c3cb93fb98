"""What a variant is made from, and what it is."""

from collections.abc import Iterator
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from checks.examples import Extract, Judge, default_kind, submission_of
from checks.finding import FindingKind, Reason
from checks.rule import Example, ExampleDocument
from checks.rulebook import Requirement
from extractor.fact import Extracted, Fact

Operator = Literal["boundary", "unit", "negation", "paraphrase", "table", "carriers"]
OPERATORS: tuple[Operator, ...] = get_args(Operator)
_TOLD_BY_PROFILE = ("government_procurement", "special_fund", "unified_build", "pure_equipment", "merged_stage")


class Mutant(Struct, frozen=True):
    """A variant: what was changed (``change``, in Chinese), the case it gives, and the verdicts that are right for it.

    ``reason`` is None where more than one would be right. ``shows_unread`` asks that the finding names what was not
    read.
    """

    operator: Operator
    change: str
    example: Example
    expect: tuple[FindingKind, ...]
    reason: Reason | None = None
    shows_unread: bool = False


class Seed(Struct, frozen=True):
    """An example of a rule with its documents as they were read.

    ``documents`` have their kinds; ``reason`` is the reason of the right verdict.
    """

    item: Requirement
    number: int
    example: Example
    documents: tuple[ExampleDocument, ...]
    read: tuple[Extracted, ...]
    reason: Reason

    @property
    def kind(self) -> FindingKind:
        """Return the verdict of the example."""
        return self.example.expect

    @property
    def text(self) -> str | None:
        """Return the text of the only document; None where there are several, or where a part of it is unread."""
        if len(self.documents) != 1 or self.documents[0].unread is not None:
            return None
        return self.documents[0].text

    def facts(self, kinds: tuple[str, ...]) -> list[Fact]:
        """Return the facts of these kinds in all documents, in their order."""
        return [fact for extracted in self.read for fact in extracted.facts if fact.kind in kinds]

    def carried(self) -> bool:
        """Tell whether every document is one of the rule's carriers."""
        carriers = self.item.rule.carriers
        return carriers is not None and all(document.kind in carriers.kinds for document in self.documents)

    def unconditional(self) -> bool:
        """Tell whether the rule applies whatever the documents say: nothing in them decides that."""
        conditions = self.item.rule.conditions
        known = conditions.amount is None or getattr(self.example.profile, conditions.amount.figure) is not None
        return conditions.when is None and conditions.unless is None and known

    def failing(self) -> FindingKind:
        """Return what a breach gives for this profile: a review where it is advised only, or may not apply."""
        conditions, profile = self.item.rule.conditions, self.example.profile
        unknown = any(
            getattr(conditions, name) is not None and getattr(profile, name) is None for name in _TOLD_BY_PROFILE
        )
        unknown |= bool(conditions.kind and profile.kind is None) or bool(conditions.audience and not profile.audience)
        return "review" if unknown or self.item.rule.binding == "advisory" else "fail"

    def with_text(self, text: str, at: int = 0) -> Example:
        """Return the example with another text of one of its documents."""
        documents = tuple(
            replace(document, text=text) if index == at else document for index, document in enumerate(self.documents)
        )
        return self.with_documents(documents)

    def with_documents(self, documents: tuple[ExampleDocument, ...]) -> Example:
        """Return the example with other documents."""
        return replace(self.example, text=None, documents=documents, boundary=False, why=None)

    def breach(self, reason: Reason) -> tuple[tuple[FindingKind, ...], Reason | None]:
        """Return the verdict that a breach of this reason gives, as what is right for a variant."""
        kind = self.failing()
        return (kind,), reason if kind == "fail" else None

    def same(self) -> tuple[tuple[FindingKind, ...], Reason | None]:
        """Return the verdict of the example as what is right for a variant that says the same."""
        return (self.kind,), None if self.kind == "review" else self.reason


def _told_by_papers(item: Requirement, example: Example) -> bool:
    """Tell whether what decides if a rule applies is read in papers, so that another text may change it."""
    conditions = item.rule.conditions
    return conditions.audience_when is not None and not example.profile.audience


def seeds(item: Requirement, extract: Extract, judge: Judge) -> Iterator[Seed]:
    """Yield the examples of a rule whose right verdict is known with its reason.

    The reason is the one that the example states, else the one that it was given with the right verdict.
    """
    first = default_kind(item)
    for number, example in enumerate(item.rule.examples, 1):
        submission = submission_of(item, example, extract)
        finding = judge(submission, (item,)).findings[0]
        reason = example.reason or (finding.reason if finding.kind == example.expect else None)
        if reason is None or _told_by_papers(item, example):
            continue
        given = example.documents or (ExampleDocument(text=example.text or "", kind=example.kind),)
        documents = tuple(replace(document, kind=document.kind or first) for document in given)
        yield Seed(item, number, example, documents, submission.documents, reason)
