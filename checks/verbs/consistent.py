"""``consistent``: what several documents (or places of one) say of one thing is the same."""

import re
import unicodedata
from typing import Literal

from checks.case import Case, Verdict, evidence_of
from checks.statements import affirmed, document_of, in_force
from checks.submission import suspects
from checks.verbs.verb import Verb
from checks.vocabulary import fact_name
from checks.wording import listed, value_words
from extractor.fact import KIND_NAMES, DocumentKind, Fact

# what tender, contract and report add to the name of the same project
_FURNITURE = re.compile(
    r"[（(][^（）()]{0,12}(?:标段?|包|次|年度?|期|简称|以下)[^（）()]{0,12}[）)]|政府采购|公开招标|竞争性磋商|采购|招标|合同书?"
    r"|协议书?|项目|工程|建设方案|实施方案|可行性研究报告|初步设计|方案|报告|建设|服务|[\W_]"
)


class Consistent(Verb, frozen=True, tag="consistent"):
    """Statements of one kind and role agree.

    Names agree where one is part of the other without what documents add to it.

    ``words``: statements without a value of their own (采用公开招标) agree where the same of these words stands in
    them; one with none of them is not compared. ``between``: documents of each of these kinds must be there, else there
    is nothing to compare.
    """

    fact: tuple[str, ...]
    compare: Literal["name", "exact"] = "exact"
    words: tuple[str, ...] = ()
    between: tuple[DocumentKind, ...] = ()

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return self.fact

    def judge(self, case: Case) -> Verdict:
        """Return review with the differing statements: which of them is right, documents alone do not tell."""
        words = {"document": case.names()}
        absent = [kind for kind in self.between if not case.only((kind,)).group]
        if absent:
            return self._lacking(case, absent)
        compared: list[Fact] = []
        for kind in self.fact:
            facts = [
                fact
                for fact in in_force(case, affirmed(case.facts((kind,))))
                if fact.subject is None and fact.op == "==" and (not self.words or self._word(fact))
            ]  # fmt: skip
            for alike in _by_role(facts):
                groups = self._groups(alike)
                if len(groups) > 1:
                    shown = [group[0] for group in groups]
                    said = listed([f"“{self._words(fact)}”（{document_of(fact)}）" for fact in shown])
                    return Verdict(kind="review", reason="conflicting", unread=case.unread(), fact=kind,
                                   words={**words, "name": _noun(alike[0]), "actual": said},
                                   evidence=evidence_of(shown))  # fmt: skip
                if len(alike) > 1:
                    compared += alike
        if compared:
            return Verdict(kind="pass", reason="consistent", words=words, evidence=evidence_of(compared)[:10],
                           unread=case.unread(), fact=compared[0].kind)  # fmt: skip
        return case.found_nothing("pass", "nothing-found", words=words)

    def _lacking(self, case: Case, absent: list[DocumentKind]) -> Verdict:
        """Return that a paper is not there with which the others would be compared, or may be in what was not read."""
        words = {"document": case.names(), "kinds": "、".join(KIND_NAMES[kind] for kind in absent)}
        searched, unread = case.searched(self.fact), suspects(case.submission)
        if unread:
            words["document"] = listed([part.document for part in unread], unit="份材料")
            return Verdict(kind="open", reason="unreadable", words=words, unread=unread, searched=searched)
        return Verdict(kind="open", reason="no-carrier", words=words, searched=searched)

    def _groups(self, facts: list[Fact]) -> list[list[Fact]]:
        groups: list[list[Fact]] = []
        for fact in facts:
            home = next((group for group in groups if any(self._same(fact, other) for other in group)), None)
            if home is None:
                groups.append([fact])
            else:
                home.append(fact)
        return groups

    def _same(self, fact: Fact, other: Fact) -> bool:
        if self.words:
            return self._word(fact) == self._word(other)
        if self.compare == "exact":
            return fact.value == other.value
        a, b = _core(fact.value or ""), _core(other.value or "")
        return a in b or b in a

    def _word(self, fact: Fact) -> str:
        """Return which of the words stands in a statement; empty where none does."""
        text = unicodedata.normalize("NFKC", re.sub(r"\s", "", fact.text))
        return next((word for word in self.words if word in text), "")

    def _words(self, fact: Fact) -> str:
        if self.words:
            return self._word(fact)
        return fact.value or "" if self.compare == "name" else value_words(fact.value or "")


def _by_role(facts: list[Fact]) -> list[list[Fact]]:
    """Return the facts of each role apart: who buys (采购人) need not be who builds (建设单位)."""
    roles = dict.fromkeys(fact.holder_role for fact in facts)
    return [[fact for fact in facts if fact.holder_role == role] for role in roles]


def _noun(fact: Fact) -> str:
    return "采购人" if fact.kind == "project.owner" and fact.holder_role is None else fact_name(fact.kind)


def _core(name: str) -> str:
    """Return a name without what documents add to it.

    >>> _core("云栖市智慧档案平台建设项目（第二次）采购合同") == _core("云栖市智慧档案平台")
    True
    """
    return _FURNITURE.sub("", unicodedata.normalize("NFKC", name))
