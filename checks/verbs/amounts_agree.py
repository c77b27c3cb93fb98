"""``amounts_agree``: an amount in capitals says the same as the figures beside it."""

from decimal import Decimal

from checks.case import Case, Verdict, evidence_of
from checks.finding import Compared
from checks.statements import stated
from checks.tables.scale import slip_words
from checks.verbs.verb import Verb
from checks.wording import listed, value_words


class AmountsAgree(Verb, frozen=True, tag="amounts_agree"):
    """Figures (``value``) and capitals (``value_max``) of each ``amount.pair`` are equal to the fen."""

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return ("amount.pair",)

    def judge(self, case: Case) -> Verdict:
        """Return fail with every pair that differs, pass with those that agree, or that there is none to compare."""
        pairs = [fact for fact in stated(case.facts(self.asks())) if fact.value_max is not None]
        words = {"document": case.names(), "count": str(len(pairs))}
        wrong = [fact for fact in pairs if fact.value != fact.value_max]
        if wrong:
            said = [
                f"小写{value_words(fact.value or '')}、大写{value_words(fact.value_max or '')}"
                + slip_words(Decimal(fact.value or "0"), Decimal(fact.value_max or "0"))
                for fact in wrong
            ]
            return Verdict(kind="fail", reason="inconsistent", words={**words, "actual": "；".join(said[:3])},
                           expected=Compared("==", wrong[0].value), actual=Compared("==", wrong[0].value_max),
                           evidence=evidence_of(wrong), unread=case.unread(), fact="amount.pair")  # fmt: skip
        if pairs:
            actual = listed([value_words(fact.value or "") for fact in pairs])
            return Verdict(kind="pass", reason="consistent", words={**words, "actual": actual},
                           evidence=evidence_of(pairs), unread=case.unread(), fact="amount.pair")  # fmt: skip
        return case.found_nothing("pass", "nothing-found", words=words)
