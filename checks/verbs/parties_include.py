"""``parties_include``: a named body is among the parties (the city's centre buys, the data bureau signs too)."""

import re

from checks.case import Case, Verdict, evidence_of
from checks.organisation import near, plain
from checks.statements import stated
from checks.verbs.verb import OnBlank, Verb, unsettled
from checks.vocabulary import fact_name
from checks.wording import listed


class PartiesInclude(Verb, frozen=True, tag="parties_include"):
    """One of the parties of these kinds has one of ``words`` in its name.

    ``with_another``: a further body that is no company must be among them (the bureau signs with the unit in need);
    where none is named, a person looks at who signed.
    """

    fact: tuple[str, ...]
    words: tuple[str, ...]
    with_another: bool = False
    if_blank: OnBlank = "fail"

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return self.fact

    def judge(self, case: Case) -> Verdict:
        """Return pass with the party, fail where all parties have other names, review where one is only alike."""
        facts = case.facts(self.fact)
        parties = stated(facts)
        words = {"document": case.names(), "name": fact_name(self.fact[0]), "limit": "或".join(self.words)}
        words["missing"] = words["limit"]
        found = [fact for fact in parties if any(plain(word) in plain(fact.value or "") for word in self.words)]
        if found:
            actual = listed([fact.value or "" for fact in found], unit="家")
            others = [fact for fact in parties if self._another(fact.value or "")]
            if self.with_another and not others:
                note = f"签约方中只写明{actual}，是否还有别的单位一并签约请核对。"
                return Verdict(kind="review", reason="needs-person", words={**words, "actual": actual}, note=note,
                               evidence=evidence_of(found), unread=case.unread(), fact=found[0].kind)  # fmt: skip
            if self.with_another:
                found = list({id(fact): fact for fact in (*found, *others)}.values())
                actual = listed([fact.value or "" for fact in found], unit="家")
            return Verdict(kind="pass", reason="present", words={**words, "actual": actual},
                           evidence=evidence_of(found), unread=case.unread(), fact=found[0].kind)  # fmt: skip
        if not parties:
            return unsettled(case, facts, self.if_blank, words) or case.found_nothing(
                "fail", "missing", asked=self.fact, near=self.words, words={**words, "missing": words["name"]}
            )
        actual = listed([f"{fact_name(fact.kind)}为{fact.value}" for fact in parties], unit="家")
        alike = [fact for fact in parties if any(near(word, fact.value or "") for word in self.words)]
        if alike:
            return Verdict(kind="review", reason="needs-person", words={**words, "actual": actual},
                           note=f"{actual}，是否即{words['limit']}，请核对。", evidence=evidence_of(alike),
                           unread=case.unread(), fact=alike[0].kind)  # fmt: skip
        return case.found_nothing("fail", "missing", asked=self.fact, near=self.words,
                                  nearest=evidence_of(parties), words={**words, "actual": actual},
                                  note=f"写明的是：{actual}。")  # fmt: skip

    def _another(self, names: str) -> bool:
        """Tell whether of the bodies named (甲局、乙局) one is neither the one asked for nor a company."""
        bodies = [plain(name) for name in re.split("[、,，;；]", names)]
        return any(body and not body.endswith("公司") and not any(plain(word) in body for word in self.words)
                   for body in bodies)  # fmt: skip
