"""``at_most``: a figure must not be over the limit."""

from typing import ClassVar

from checks.verbs.figure import Figure, Want


class AtMost(Figure, frozen=True, tag="at_most"):
    """All of the statement lies at or below the rule's value (实施周期不超过3年)."""

    want: ClassVar[Want] = "<="
