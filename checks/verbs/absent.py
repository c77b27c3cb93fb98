"""``absent``: something must not be in the papers (不得新建机房)."""

from typing import ClassVar

from checks.case import Case, Verdict, evidence_of
from checks.finding import Reason
from checks.statements import affirmed, denied
from checks.verbs.verb import Verb
from checks.vocabulary import fact_name
from checks.wording import listed
from extractor.fact import Fact


class Absent(Verb, frozen=True, tag="absent"):
    """None of the facts is stated in the carriers.

    ``except_facts``: one of these anywhere in the submission is a reason that a person weighs. ``near``: words that
    tell where to look.
    """

    judges_nothing: ClassVar[bool] = False
    says: ClassVar[dict[Reason, str]] = {
        "nothing-found": "{document}中未见{name}的内容。",
        "forbidden": "{document}写有{name}的内容：“{actual}”。",
        "conflicting": "{document}对{name}的表述不一致：{actual}，请人工判断。",
        "reason-given": "{document}写有{name}的内容：“{actual}”，文中另有说明，请人工判断是否属于例外。",
    }

    fact: tuple[str, ...]
    except_facts: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return self.fact + self.except_facts

    def judge(self, case: Case) -> Verdict:
        """Return fail with what was found; pass where nothing is, or it is denied; open where a part was not read."""
        words = {"document": case.names(), "name": fact_name(self.fact[0])}
        facts = case.facts(self.fact)
        there, no = affirmed(facts), denied(facts)
        if not there:
            evidence = evidence_of(no)
            if evidence and not case.unread() and all(carrier.whole() for carrier in case.group):
                return Verdict(kind="pass", reason="nothing-found", words=words, evidence=evidence, fact=no[0].kind)
            return case.found_nothing(
                "pass", "nothing-found", asked=self.fact, near=self.near, nearest=evidence, words=words
            )
        refused = {fact.kind for fact in no}
        # what is said without a denial of its own is there, whatever is denied of something else
        sure = [fact for fact in there if fact.kind not in refused]
        there, no = (sure, []) if sure else (there, [fact for fact in no if fact.kind in {f.kind for f in there}])
        words |= {"document": case.names_of(there), "name": fact_name(there[0].kind), "actual": _said(there)}
        if no:
            words["actual"] = f"“{_said(there)}”和“{_said(no)}”"
            return Verdict(kind="review", reason="conflicting", words=words, evidence=evidence_of(there + no),
                           unread=case.unread(), fact=there[0].kind)  # fmt: skip
        reasons = affirmed(
            fact
            for extracted in case.submission.documents
            for fact in extracted.facts
            if fact.kind in self.except_facts
        )  # fmt: skip
        if reasons:
            return Verdict(kind="review", reason="reason-given", words=words, evidence=evidence_of(there + reasons),
                           unread=case.unread(), fact=there[0].kind)  # fmt: skip
        return Verdict(kind="fail", reason="forbidden", words=words, evidence=evidence_of(there),
                       unread=case.unread(), fact=there[0].kind)  # fmt: skip


def _said(facts: list[Fact]) -> str:
    return listed([" ".join(fact.text.split()) for fact in facts])
