"""``party_roles``: 甲方 is the buyer, 乙方 the supplier; where a contract turns them round, a person should know."""

from checks.case import Case, Verdict, evidence_of
from checks.statements import stated
from checks.verbs.verb import Verb


class PartyRoles(Verb, frozen=True, tag="party_roles"):
    """No contract calls its supplier 甲方: clauses that give 甲方 a right would give it to the wrong side."""

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return ("party.buyer", "party.supplier")

    def judge(self, case: Case) -> Verdict:
        """Return review where 甲方 is the supplier, pass where the parties stand the usual way."""
        parties = stated(case.facts(self.asks()))
        words = {"document": case.names()}
        turned = [
            fact
            for fact in parties
            if (fact.holder_text or "")[:2] == ("甲方" if fact.kind == "party.supplier" else "乙方")
        ]
        if turned:
            actual = "；".join(f"{fact.holder_text}为{fact.value}" for fact in turned)
            return Verdict(kind="review", reason="needs-person", words={**words, "actual": actual},
                           evidence=evidence_of(turned), unread=case.unread(), fact=turned[0].kind)  # fmt: skip
        if parties:
            return Verdict(kind="pass", reason="consistent", words=words, evidence=evidence_of(parties),
                           unread=case.unread(), fact=parties[0].kind)  # fmt: skip
        return case.found_nothing("pass", "nothing-found", words=words)
