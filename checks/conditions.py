"""When a rule applies: its conditions, and what a submission tells of each of them."""

import re
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from checks.papers import Paper
from checks.profile import Audience, ProjectKind, Stage
from extractor.fact import DocumentKind

Figure = Literal["invest_total", "contract_amount"]
LineOp = Literal[">=", ">", "<=", "<"]


class AmountLine(Struct, frozen=True, omit_defaults=True):
    """A line drawn by an amount: yuan with two decimals. ``name`` is the noun of the article (投资匡算)."""

    figure: Figure
    op: LineOp
    value: str
    name: str | None = None

    def __post_init__(self) -> None:
        if re.fullmatch(r"\d+\.\d{2}", self.value) is None:
            raise ValueError(f"“{self.value}”不是金额，应写元和两位小数，如500000.00。")

    def holds(self, amount: Decimal) -> bool:
        """Tell whether an amount lies on this side of the line.

        >>> AmountLine("invest_total", ">=", "500000.00").holds(Decimal("499999.99"))
        False
        """
        line = Decimal(self.value)
        return {">=": amount >= line, ">": amount > line, "<=": amount <= line, "<": amount < line}[self.op]


class Presence(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Something a submission may show, in any one of these ways; ``name`` is what a person calls it.

    ``facts``: one of them is stated (and not denied); ``documents``: a document of one of these kinds; ``titles``: a
    document with one of these words in its title; ``papers``: a document with such a kind and such a title at once.
    """

    name: str
    facts: tuple[str, ...] = ()
    documents: tuple[DocumentKind, ...] = ()
    titles: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()

    def __post_init__(self) -> None:
        if not (self.facts or self.documents or self.titles or any(self.papers)):
            raise ValueError("须写明facts、documents、titles、papers中的至少一个。")


class Conditions(Struct, frozen=True, omit_defaults=True):
    """When a rule applies, beside the scope of its regulation; all that is written must hold.

    ``when``: only where it is in the submission; ``unless``: not where it is.
    """

    stage: tuple[Stage, ...] = ()
    kind: tuple[ProjectKind, ...] = ()
    audience: tuple[Audience, ...] = ()
    government_procurement: bool | None = None
    special_fund: bool | None = None
    unified_build: bool | None = None
    pure_equipment: bool | None = None
    merged_stage: bool | None = None
    amount: AmountLine | None = None
    when: Presence | None = None
    unless: Presence | None = None
