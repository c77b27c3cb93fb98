"""``outside``: a requirement that the papers of a submission cannot show; a person settles it."""

from typing import ClassVar

from checks.case import Case, Verdict
from checks.finding import Reason
from checks.verbs.verb import Verb


class Outside(Verb, frozen=True, tag="outside"):
    """Always a review. ``why`` says why papers do not tell; ``near`` are words whose mentions are shown."""

    judges_nothing: ClassVar[bool] = True
    says: ClassVar[dict[Reason, str]] = {"needs-person": "{actual}"}

    why: str
    near: tuple[str, ...] = ()

    def judge(self, case: Case) -> Verdict:
        """Return review/needs-person with the places of the submission that touch the subject."""
        searched = case.searched(near=self.near)
        return Verdict(kind="review", reason="needs-person", words={"document": case.names(), "actual": self.why},
                       searched=searched, unread=case.unread())  # fmt: skip
