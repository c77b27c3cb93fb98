"""``at_least``: a figure must not be under the limit."""

from typing import ClassVar

from checks.verbs.figure import Figure, Want


class AtLeast(Figure, frozen=True, tag="at_least"):
    """All of the statement lies at or above the rule's value (质保期不低于2年)."""

    want: ClassVar[Want] = ">="
