"""What every verb is: a Struct whose fields are the rule's parameters and whose ``judge`` gives a verdict."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from msgspec import Struct

from checks.case import Case, Verdict, evidence_of
from checks.finding import FindingKind, Reason
from extractor.fact import Fact

OnBlank = Literal["fail", "review"]


class Verb(Struct, frozen=True, tag_field="verb"):
    """A way to judge; its parameters stand under ``check:`` of a rule."""

    needs_limit: ClassVar[bool] = False
    """Whether the versions of a rule with this verb carry a value."""
    judges_nothing: ClassVar[bool] = False
    """Whether it judges a submission that has none of the documents it reads; else such a rule does not apply."""
    says: ClassVar[dict[Reason, str]] = {}
    """The verb's own sentences, where those of ``checks.messages`` do not fit and a rule has none."""

    def judge(self, case: Case) -> Verdict:
        """Return the verdict on a case; pure, and the same for the same case."""
        raise NotImplementedError

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return ()

    def wrong_limit(self, value: str) -> str | None:  # noqa: ARG002 - those that take a value say what it has to be
        """Return what is wrong with the value of a rule's version, as a Chinese sentence; None where nothing is."""
        return None


def unsettled(case: Case, facts: Sequence[Fact], if_blank: OnBlank, words: dict[str, str]) -> Verdict | None:
    """Return the verdict where a statement stands without its value (blank, referred, unstated); None where none does.

    A blank weighs more than a pointer, a pointer more than a clause without its value.
    """
    for state in ("blank", "referred", "unstated"):
        found = [fact for fact in facts if fact.state == state]
        if not found:
            continue
        kind: FindingKind = "review"
        reason: Reason = "referred" if state == "referred" else "unstated"
        if state == "blank" and if_blank == "fail":
            kind, reason = "fail", "blank"
        elif state == "unstated" and found[0].kind.startswith("chapter."):
            reason = "thin"
        return Verdict(
            kind=kind,
            reason=reason,
            words={"document": case.names(), **words, "actual": found[0].text},
            evidence=evidence_of(found),
            unread=case.unread(),
            fact=found[0].kind,
        )
    return None
