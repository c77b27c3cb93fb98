"""``all_present``: several things must all be stated."""

from msgspec import Struct

from checks.case import Case, Verdict, evidence_of
from checks.statements import FOREIGN_SUBJECTS, stated
from checks.verbs.verb import OnBlank, Verb, unsettled
from checks.vocabulary import fact_name
from extractor.fact import Fact


class Item(Struct, frozen=True):
    """One of the things: any of its facts will do; ``instead`` are facts that may mean the same."""

    fact: tuple[str, ...]
    name: str | None = None
    instead: tuple[str, ...] = ()


class AllPresent(Verb, frozen=True, tag="all_present"):
    """Each item is stated somewhere in the carriers (质保范围、质保期限、质保责任)."""

    items: tuple[Item, ...]
    if_blank: OnBlank = "fail"
    near: tuple[str, ...] = ()

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return tuple(kind for item in self.items for kind in item.fact + item.instead)

    def judge(self, case: Case) -> Verdict:
        """Return pass where all are stated; fail naming those that are missing; review where one is not clear."""
        words = {"document": case.names(), "name": "、".join(_name(item) for item in self.items)}
        found: list[Fact] = []
        missing: list[str] = []
        doubtful: list[str] = []
        loose: list[Fact] = []
        for item in self.items:
            facts = [fact for fact in case.facts(item.fact) if fact.subject not in FOREIGN_SUBJECTS]
            if stated(facts):
                found += stated(facts)
            elif facts:
                loose += facts
            elif stated(case.facts(item.instead)):
                found += stated(case.facts(item.instead))
                doubtful.append(_name(item))
            else:
                missing.append(_name(item))
        evidence = evidence_of(found + loose)
        if missing:
            words["missing"] = "、".join(missing)
            return case.found_nothing(
                "fail", "missing", asked=self.asks(), near=self.near, nearest=evidence, words=words
            )
        verdict = unsettled(case, loose, self.if_blank, {**words, "missing": _loose(loose)})
        if verdict is not None:
            return verdict
        if doubtful:
            note = f"{'、'.join(doubtful)}没有直接写明，请核对相近的约定。"
            return Verdict(kind="review", reason="needs-person", words=words, note=note, evidence=evidence,
                           unread=case.unread(), fact=self.items[0].fact[0])  # fmt: skip
        return Verdict(kind="pass", reason="present", words=words, evidence=evidence, unread=case.unread(),
                       fact=self.items[0].fact[0])  # fmt: skip


def _name(item: Item) -> str:
    return item.name or fact_name(item.fact[0])


def _loose(facts: list[Fact]) -> str:
    return "、".join(dict.fromkeys(fact_name(fact.kind) for fact in facts))
