"""``holder_in``: a right must belong to one of the allowed holders."""

from checks.case import Case, Verdict, evidence_of, related_of
from checks.finding import Compared, FindingKind, Reason
from checks.organisation import plain
from checks.statements import FOREIGN_SUBJECTS, followed, in_force, stated
from checks.verbs.narrow import narrow
from checks.verbs.verb import OnBlank, Verb, unsettled
from checks.vocabulary import HOLDER_NAMES, ROLE_NAMES, fact_name
from checks.wording import holder_words
from extractor.fact import Fact, Holder, HolderRole

BUYER = "party.buyer"


class HolderIn(Verb, frozen=True, tag="holder_in"):
    """Every statement of the fact names an allowed holder.

    ``roles``: a third party in one of these roles is allowed too; without ``allowed`` such a body alone is.
    ``covers``: see ``present``. ``buys_for_others``: words in the name of a buyer that buys for the allowed holder:
    whether 甲方 or 丙方 is that holder is then a person's to tell, unless the text names the role. ``not_named``: words
    in the name of a third body that make it another one of its role (县人民政府).
    """

    fact: tuple[str, ...]
    allowed: tuple[Holder, ...] = ()
    roles: tuple[HolderRole, ...] = ()
    covers: tuple[str, ...] = ()
    buys_for_others: tuple[str, ...] = ()
    not_named: tuple[str, ...] = ()
    if_blank: OnBlank = "fail"
    near: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (self.allowed or self.roles):
            raise ValueError("须写明allowed、roles中的至少一个。")

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return self.fact + ((BUYER,) if self.buys_for_others else ())

    def judge(self, case: Case) -> Verdict:
        """Return pass or fail by the holders named; review where they conflict or the text leaves them open."""
        names = [HOLDER_NAMES[holder] for holder in self.allowed] or [ROLE_NAMES[role] for role in self.roles]
        allowed = "、".join(names)
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
        holder = _words(shown)
        right = {fact.subject for fact in facts if self._allows(fact)}
        seen = related_of(facts)
        note = ""
        kind: FindingKind
        reason: Reason
        # whose the building unit is may stand outside the contract where somebody builds for others
        built_for_others = case.submission.profile.unified_build is True
        agents = self._agents(case)
        doubtful = [fact for fact in facts if self._doubtful(fact)] if agents else []
        if wrong and any(fact.subject in right for fact in wrong):
            kind, reason = "review", "conflicting"
        elif doubtful and all(fact in doubtful for fact in wrong):
            shown = doubtful[0]
            holder = _words(shown)
            kind, reason = "review", "needs-person"
            allowed = words["limit"] if not self.roles else "、".join(ROLE_NAMES[role] for role in self.roles)
            said = shown.holder_text or HOLDER_NAMES[shown.holder or "unspecified"]
            note = f"采购方为{agents[0].value}，“{said}”是否即{allowed}，请核对。"
            seen = (*evidence_of(agents), *seen)
        elif wrong and built_for_others and all(fact.holder == "third" for fact in wrong):
            kind, reason = "review", "needs-person"
        elif wrong:
            kind, reason = "fail", "wrong-holder"
        else:
            note = narrow(case, facts, self.covers)
            if not note and seen:
                note = "归属附有付款等条件，见证据。"
            kind, reason = ("review", "needs-person") if note else ("pass", "allowed-holder")
        return Verdict(
            kind=kind,
            reason=reason,
            words={**words, "holder": holder, "actual": holder},
            note=note,
            expected=Compared("in", "|".join(self.allowed or self.roles)),
            actual=Compared("==", shown.holder_role if shown.holder_role in self.roles else shown.holder),
            evidence=tuple(dict.fromkeys((*evidence_of([shown]), *evidence_of(facts), *seen))),
            unread=case.unread(),
            fact=shown.kind,
        )

    def _allows(self, fact: Fact) -> bool:
        if fact.holder in self.allowed:
            return True
        other = any(word in (fact.holder_text or "") for word in self.not_named)
        return fact.holder == "third" and fact.holder_role in self.roles and not other

    def _agents(self, case: Case) -> list[Fact]:
        """Return the buyers that buy for others."""
        words = [plain(word) for word in self.buys_for_others]
        return [fact for fact in stated(case.facts((BUYER,))) if any(word in plain(fact.value or "") for word in words)]

    def _doubtful(self, fact: Fact) -> bool:
        """Tell whether a holder is only named by its side, where the buyer buys for others."""
        return fact.holder in ("buyer", "third") and fact.holder_role is None and "公司" not in (fact.holder_text or "")


def _words(fact: Fact) -> str:
    """Return who holds a right, with the part that the contract gives 丙方 where it does."""
    text = fact.holder_text or ""
    if fact.holder == "third" and fact.holder_role is not None and text.endswith("方"):
        return f"{text}（{ROLE_NAMES[fact.holder_role]}）"
    return holder_words(fact.holder, fact.holder_text)


def _named(fact: Fact) -> bool:
    return fact.state == "stated" and fact.holder not in (None, "unspecified")
