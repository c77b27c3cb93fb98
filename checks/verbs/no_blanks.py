"""``no_blanks``: nothing that had to be filled in was left empty."""

import re

from checks.case import Case, Verdict, evidence_of
from checks.verbs.verb import Verb
from checks.vocabulary import fact_name
from checks.wording import listed
from extractor.fact import Fact

# what a form or a budget leaves empty is judged by the rules that ask for it: not every field must be filled
_ELSEWHERE = frozenset(("form.field", "budget.supervision", "budget.testing"))


class NoBlanks(Verb, frozen=True, tag="no_blanks"):
    """No form field is empty.

    ``signature`` are labels of fields that are filled by hand when signing; such a field with its exact label is none.
    """

    signature: tuple[str, ...] = ()

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return ("form.blank",)

    def judge(self, case: Case) -> Verdict:
        """Return fail with every blank, pass where all carriers were read whole and none was found."""
        by_hand = {"date.signed", *self.signature}
        blanks: list[Fact] = []
        seen: set[tuple[str, int, int | None, int | None]] = set()
        for carrier in case.group:
            for fact in carrier.extracted.facts:
                if fact.state != "blank" or not fact.evidence or fact.kind in _ELSEWHERE:
                    continue
                if fact.kind in by_hand or re.sub(r"\s", "", fact.subject or "") in by_hand:
                    continue
                place = fact.evidence[0]
                # the same blank may be a form field and the empty value of a fact
                key = (place.document, place.block, place.location.row, place.location.column)
                if key in seen and fact.kind != "form.blank":
                    continue
                seen.add(key)
                blanks.append(fact)
        words = {"document": case.names(), "count": str(len(blanks))}
        if blanks:
            actual = listed([fact.subject or (fact.text if fact.kind == "form.blank" else fact_name(fact.kind))
                             for fact in blanks])  # fmt: skip
            return Verdict(kind="fail", reason="blank", words={**words, "actual": actual}, evidence=evidence_of(blanks),
                           unread=case.unread(), fact="form.blank")  # fmt: skip
        return case.found_nothing("pass", "nothing-found", words=words)
