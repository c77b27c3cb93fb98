"""``within_budget``: a price stays within the budget, the approval, the ceiling and the award."""

from decimal import Decimal

from msgspec import Struct

from checks.case import Case, Verdict, evidence_of
from checks.finding import Compared
from checks.statements import in_force, stated
from checks.verbs.verb import Verb
from checks.vocabulary import fact_name
from checks.wording import value_words
from extractor.fact import KIND_NAMES, DocumentKind, Fact


class Bound(Struct, frozen=True):
    """Documents and the kind of fact in them that a price must not pass."""

    documents: tuple[DocumentKind, ...]
    fact: str


class WithinBudget(Verb, frozen=True, tag="within_budget"):
    """The price of the first kind of ``of`` present is at most each bound of the other documents."""

    of: tuple[DocumentKind, ...]
    bounds: tuple[Bound, ...]

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return ("contract.price", *(bound.fact for bound in self.bounds))

    def judge(self, case: Case) -> Verdict:
        """Return fail where every price stated is over a bound, pass where none is; lots are left out."""
        words = {"document": case.names()}
        price, kind = self._price(case)
        bounds = self._bounds(case, kind)
        if price is None or not bounds:
            if case.unread():
                return case.found_nothing("pass", "nothing-found", words=words)
            words["condition"] = "材料中没有可以相互比较的价款和预算、限价或中标价"
            return Verdict(kind="notApplicable", reason="out-of-scope", words=words)
        value = Decimal(price.value or "0")
        over = [(limit, owner) for limit, owner in bounds if value > Decimal(limit.value_max or limit.value or "0")]
        words["actual"] = value_words(price.value or "0")
        if over:
            limit, owner = over[0]
            amount = limit.value_max or limit.value or "0"
            ceiling = "最高限价" if limit.op in ("<=", "<") else fact_name(limit.kind)
            name = "中标价" if owner == "award_notice" else ceiling
            words["limit"] = f"{KIND_NAMES[owner]}的{name}{value_words(amount)}"
            return Verdict(kind="fail", reason="above-limit", words=words, expected=Compared("<=", amount),
                           actual=Compared(price.op, price.value), unread=case.unread(), fact=price.kind,
                           evidence=evidence_of([price, *(limit for limit, _ in over)]))  # fmt: skip
        words["limit"] = value_words(min((fact.value or "0" for fact, _ in bounds), key=Decimal))
        return Verdict(kind="pass", reason="consistent", words=words, unread=case.unread(), fact=price.kind,
                       evidence=evidence_of([price, *(fact for fact, _ in bounds)]))  # fmt: skip

    def _price(self, case: Case) -> tuple[Fact | None, DocumentKind | None]:
        """Return the lowest price of the first kind that states one: tax-free and part prices do not make a failure."""
        for kind in self.of:
            own = case.only((kind,))
            prices = [fact for fact in in_force(own, stated(own.facts(("contract.price",)))) if fact.subject is None]
            if prices:
                return min(prices, key=lambda fact: Decimal(fact.value or "0")), kind
        return None, None

    def _bounds(self, case: Case, own: DocumentKind | None) -> list[tuple[Fact, DocumentKind]]:
        """Return what the price must not pass: of each document its highest ceiling, and its highest plain amount."""
        found = []
        for bound in self.bounds:
            for carrier in case.group:
                if carrier.kind not in bound.documents or carrier.kind == own:
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
