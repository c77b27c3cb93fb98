"""``within_budget``: a price stays within budget, ceiling and award, a settlement within what was approved."""

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from msgspec import Struct

from checks.case import Case, Verdict, evidence_of
from checks.finding import Compared, Reason
from checks.statements import in_force, stated
from checks.verbs.verb import Verb
from checks.vocabulary import fact_name
from checks.wording import listed, value_words
from extractor.fact import KIND_NAMES, DocumentKind, Fact

PRICE = "contract.price"


class Bound(Struct, frozen=True):
    """Documents and the kind of fact in them that an amount must not pass."""

    documents: tuple[DocumentKind, ...]
    fact: str


class WithinBudget(Verb, frozen=True, tag="within_budget"):
    """The ``part`` of the first kind of ``of`` present is at most each bound of the other documents.

    ``required`` says that a regulation asks for both amounts: a missing document is then ``open``, a document without
    its amount ``review``. Else a submission with nothing to compare is out of scope.
    """

    says: ClassVar[dict[Reason, str]] = {
        "unstated": "{document}没有写明可以对照的{name}，无法比较，请人工核对。",
    }

    of: tuple[DocumentKind, ...]
    bounds: tuple[Bound, ...]
    part: tuple[str, ...] = (PRICE,)
    required: bool = False

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return (*self.part, *(bound.fact for bound in self.bounds))

    def judge(self, case: Case) -> Verdict:
        """Return fail where every amount stated is over a bound, pass where none is; lots are left out."""
        words = {"document": case.names(), "name": fact_name(self.part[0])}
        amount, kind = self._price(case)
        bounds = self._bounds(case, kind)
        if amount is None or not bounds:
            if case.unread():
                return case.found_nothing("pass", "nothing-found", words=words)
            if self.required:
                return self._lacking(case, amount, bounds, words)
            words["condition"] = f"材料中没有可以相互比较的{self._names()}"
            return Verdict(kind="notApplicable", reason="out-of-scope", words=words)
        value = Decimal(amount.value or "0")
        over = [(limit, owner) for limit, owner in bounds if value > Decimal(limit.value_max or limit.value or "0")]
        words["actual"] = value_words(amount.value or "0")
        if over:
            limit, owner = over[0]
            most = limit.value_max or limit.value or "0"
            ceiling = "最高限价" if limit.op in ("<=", "<") else fact_name(limit.kind)
            name = "中标价" if owner == "award_notice" else ceiling
            words["limit"] = f"{KIND_NAMES[owner]}的{name}{value_words(most)}"
            return Verdict(kind="fail", reason="above-limit", words=words, expected=Compared("<=", most),
                           actual=Compared(amount.op, amount.value), unread=case.unread(), fact=amount.kind,
                           evidence=evidence_of([amount, *(limit for limit, _ in over)]))  # fmt: skip
        words["limit"] = value_words(min((fact.value or "0" for fact, _ in bounds), key=Decimal))
        return Verdict(kind="pass", reason="consistent", words=words, unread=case.unread(), fact=amount.kind,
                       evidence=evidence_of([amount, *(fact for fact, _ in bounds)]))  # fmt: skip

    def _names(self) -> str:
        """Return what is compared, for a sentence."""
        if self.part == (PRICE,):
            return "价款和预算、限价或中标价"
        return "、".join(dict.fromkeys(fact_name(kind) for kind in self.asks()))

    def _lacking(self, case: Case, amount: Fact | None, bounds: Sequence[tuple[Fact, DocumentKind]],
                 words: dict[str, str]) -> Verdict:  # fmt: skip
        """Return why two required amounts cannot be compared: a document is not there, or its amount is not."""
        present = {carrier.kind for carrier in case.group}
        sides = [(self.of, amount is None)]
        sides.append((tuple(dict.fromkeys(kind for bound in self.bounds for kind in bound.documents)), not bounds))
        absent = [kinds for kinds, lacking in sides if lacking and not present.intersection(kinds)]
        if absent:
            named = listed([KIND_NAMES[kind] for kinds in absent for kind in kinds], 6, "类")
            return Verdict(kind="open", reason="no-carrier", words={**words, "kinds": named},
                           searched=case.searched(self.asks()))  # fmt: skip
        lacking = self.part if amount is None else tuple(bound.fact for bound in self.bounds)
        known = [amount] if amount is not None else [fact for fact, _ in bounds]
        name = "、".join(dict.fromkeys(fact_name(kind) for kind in lacking))
        words = {**words, "document": case.only([kind for kinds, short in sides if short for kind in kinds]).names()}
        return case.found_nothing("review", "unstated", asked=lacking, nearest=evidence_of(known),
                                  words={**words, "name": name, "actual": "未写明金额"})  # fmt: skip

    def _price(self, case: Case) -> tuple[Fact | None, DocumentKind | None]:
        """Return the lowest amount of the first kind that states one: tax-free and part prices make no failure."""
        for kind in self.of:
            own = case.only((kind,))
            amounts = [fact for fact in in_force(own, stated(own.facts(self.part))) if fact.subject is None]
            if amounts:
                return min(amounts, key=lambda fact: Decimal(fact.value or "0")), kind
        return None, None

    def _bounds(self, case: Case, own: DocumentKind | None) -> list[tuple[Fact, DocumentKind]]:
        """Return what must not be passed: of each document its highest ceiling, and its highest plain amount.

        A document bounds its own amount only where the two are of different kinds (结算价 and 批复金额 in one report).
        """
        found = []
        for bound in self.bounds:
            for carrier in case.group:
                if carrier.kind not in bound.documents or (carrier.kind == own and bound.fact in self.part):
                    continue
                facts = [fact for fact in stated(carrier.facts((bound.fact,))) if fact.op not in (">=", ">")]
                if any(fact.subject is not None for fact in facts):
                    continue  # lots: which of them this contract is for, the figures alone do not tell
                ceilings = [fact for fact in facts if fact.op in ("<=", "<")]
                plain = [fact for fact in facts if fact not in ceilings]
                for group in (ceilings, plain):
                    if group:
                        highest = max(group, key=lambda fact: Decimal(fact.value_max or fact.value or "0"))
                        found.append((highest, carrier.kind))
        return found
