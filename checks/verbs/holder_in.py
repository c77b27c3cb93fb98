"""``holder_in``: a right must belong to one of the allowed holders."""

from checks.case import Case, Verdict, evidence_of, related_of
from checks.finding import Compared, FindingKind, Reason
from checks.statements import FOREIGN_SUBJECTS, followed, in_force
from checks.verbs.narrow import narrow
from checks.verbs.verb import OnBlank, Verb, unsettled
from checks.vocabulary import HOLDER_NAMES, fact_name
from checks.wording import holder_words
from extractor.fact import Fact, Holder, HolderRole


class HolderIn(Verb, frozen=True, tag="holder_in"):
    """Every statement of the fact names an allowed holder.

    ``roles``: a third party in one of these roles is allowed too. ``covers``: see ``present``.
    """

    fact: tuple[str, ...]
    allowed: tuple[Holder, ...]
    roles: tuple[HolderRole, ...] = ()
    covers: tuple[str, ...] = ()
    if_blank: OnBlank = "fail"
    near: tuple[str, ...] = ()

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return self.fact

    def judge(self, case: Case) -> Verdict:
        """Return pass or fail by the holders named; review where they conflict or the text leaves them open."""
        allowed = "、".join(HOLDER_NAMES[holder] for holder in self.allowed)
        words = {"document": case.names(), "name": fact_name(self.fact[0]), "limit": allowed}
        facts = [fact for fact in case.facts(self.fact) if fact.subject not in FOREIGN_SUBJECTS]
        named = [fact for fact in facts if _named(fact)]
        if not named and not any(fact.state == "blank" for fact in facts):
            pointers = [fact for fact in facts if fact.state == "referred"]
            named = [fact for fact in followed(case, pointers) if _named(fact)]
        if named:
            return self._named(case, in_force(case, named), words)
        verdict = unsettled(case, facts, self.if_blank, words)
        return verdict or case.found_nothing("fail", "missing", asked=self.fact, near=self.near, words=words)

    def _named(self, case: Case, facts: list[Fact], words: dict[str, str]) -> Verdict:
        wrong = [fact for fact in facts if not self._allows(fact)]
        shown = (wrong or facts)[0]
        holder = holder_words(shown.holder, shown.holder_text)
        right = {fact.subject for fact in facts if self._allows(fact)}
        related = related_of(facts)
        note = ""
        kind: FindingKind
        reason: Reason
        # whose the building unit is may stand outside the contract where somebody builds for others
        built_for_others = case.submission.profile.unified_build is True
        if wrong and any(fact.subject in right for fact in wrong):
            kind, reason = "review", "conflicting"
        elif wrong and built_for_others and all(fact.holder == "third" for fact in wrong):
            kind, reason = "review", "needs-person"
        elif wrong:
            kind, reason = "fail", "wrong-holder"
        else:
            note = narrow(case, facts, self.covers)
            if not note and related:
                note = "归属附有付款等条件，见证据。"
            kind, reason = ("review", "needs-person") if note else ("pass", "allowed-holder")
        return Verdict(
            kind=kind,
            reason=reason,
            words={**words, "holder": holder, "actual": holder},
            note=note,
            expected=Compared("in", "|".join(self.allowed)),
            actual=Compared("==", shown.holder),
            evidence=tuple(dict.fromkeys((*evidence_of([shown]), *evidence_of(facts), *related))),
            unread=case.unread(),
            fact=shown.kind,
        )

    def _allows(self, fact: Fact) -> bool:
        if fact.holder in self.allowed:
            return True
        return fact.holder == "third" and fact.holder_role in self.roles


def _named(fact: Fact) -> bool:
    return fact.state == "stated" and fact.holder not in (None, "unspecified")
