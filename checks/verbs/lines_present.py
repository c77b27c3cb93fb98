"""``lines_present``: a budget has these lines, with money in them (监理费, 软件测评费)."""

import re
import unicodedata
from decimal import Decimal

from msgspec import Struct

from checks.case import Case, Verdict, evidence_of
from checks.statements import stated
from checks.verbs.verb import Verb
from checks.wording import value_words
from extractor.fact import Fact

ITEM = "budget.item"


class Line(Struct, frozen=True):
    """A line: facts of its own, or a line of a budget with one of ``labels`` in its name.

    ``instead`` are names of lines that may hold it (其他费用): such a line gives a review, never a pass.
    """

    name: str
    facts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


class LinesPresent(Verb, frozen=True, tag="lines_present"):
    """Every line is in the budget and above zero."""

    lines: tuple[Line, ...]

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return tuple(dict.fromkeys((*(kind for line in self.lines for kind in line.facts), ITEM)))

    def judge(self, case: Case) -> Verdict:
        """Return pass with the lines and their amounts; fail naming those absent or empty; review where held inside."""
        items = case.facts((ITEM,))
        found: list[tuple[str, Fact]] = []
        empty: list[tuple[str, Fact]] = []
        inside: list[tuple[str, Fact]] = []
        missing: list[str] = []
        for line in self.lines:
            own = [*case.facts(line.facts), *(fact for fact in items if _named(fact, line.labels))]
            paid = [fact for fact in stated(own) if _amount(fact) > 0]
            if paid:
                found.append((line.name, paid[0]))
            elif own:
                empty.append((line.name, own[0]))
            elif held := [fact for fact in stated(items) if _named(fact, line.instead) and _amount(fact) > 0]:
                inside.append((line.name, held[0]))
            else:
                missing.append(line.name)
        words = {"document": case.names(), "name": "、".join(line.name for line in self.lines)}
        words["actual"] = "、".join(f"{name}{value_words(fact.value or '0')}" for name, fact in found)
        seen = evidence_of(fact for _, fact in found)
        if missing:
            near = tuple(label for line in self.lines if line.name in missing for label in (*line.labels, line.name))
            absent = case.found_nothing("fail", "missing", asked=self.asks(), near=near,
                                        nearest=evidence_of(fact for _, fact in empty) + seen,
                                        words={**words, "missing": "、".join(missing)})  # fmt: skip
            if absent.kind != "open" or not empty:
                return absent
        if empty:
            said = "、".join(name for name, _ in empty)
            return Verdict(kind="fail", reason="blank", words={**words, "name": said},
                           evidence=evidence_of(fact for _, fact in empty), unread=case.unread(),
                           fact=empty[0][1].kind)  # fmt: skip
        if inside:
            said = "、".join(f"{name}是否含在“{fact.subject}”中" for name, fact in inside)
            return Verdict(kind="review", reason="needs-person", words=words, note=f"{said}，请核对。",
                           evidence=evidence_of(fact for _, fact in (*inside, *found)), unread=case.unread(),
                           fact=inside[0][1].kind)  # fmt: skip
        return Verdict(kind="pass", reason="present", words=words, evidence=seen, unread=case.unread(),
                       fact=found[0][1].kind if found else ITEM)  # fmt: skip


def _amount(fact: Fact) -> Decimal:
    return Decimal(fact.value or "0")


def _named(fact: Fact, labels: tuple[str, ...]) -> bool:
    name = re.sub(r"\s", "", unicodedata.normalize("NFKC", fact.subject or ""))
    return any(label in name for label in labels)
