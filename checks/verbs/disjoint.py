"""``disjoint``: who holds one part in a project holds none of the others (compiler of the plan, bidder, reviewer)."""

from collections.abc import Callable

from checks.case import Case, Verdict, evidence_of
from checks.finding import FindingKind
from checks.organisation import near, same
from checks.statements import stated
from checks.verbs.verb import Verb
from checks.vocabulary import fact_name
from checks.wording import listed
from extractor.fact import KIND_NAMES, DocumentKind, Fact


class Disjoint(Verb, frozen=True, tag="disjoint"):
    """No organisation of ``one`` stands among those of ``others``; names that are only alike are for a person.

    ``one_kinds`` and ``other_kinds`` are the documents that would name them: where none of these was submitted and
    nothing else names them, the verdict is open.
    """

    one: tuple[str, ...]
    others: tuple[str, ...]
    one_kinds: tuple[DocumentKind, ...] = ()
    other_kinds: tuple[DocumentKind, ...] = ()
    near: tuple[str, ...] = ()

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return self.one + self.others

    def judge(self, case: Case) -> Verdict:
        """Return fail where a name stands on both sides, review where one is alike or a side is not named.

        A name not found is only said to be absent where all was read.
        """
        words = {"document": case.names(), "name": fact_name(self.one[0])}
        first, second = stated(case.facts(self.one)), stated(case.facts(self.others))
        sure = _pairs(first, second, same)
        if sure:
            return self._verdict(case, "fail", sure, words)
        alike = _pairs(first, second, near)
        if alike:
            return self._verdict(case, "review", alike, words)
        if not first or not second:
            asked, kinds = (self.one, self.one_kinds) if not first else (self.others, self.other_kinds)
            if kinds and not case.unread() and not case.only(kinds).group:
                named = listed([KIND_NAMES[kind] for kind in kinds], 6, "类")
                return Verdict(kind="open", reason="no-carrier", words={**words, "kinds": named},
                               searched=case.searched(asked, self.near, evidence_of(first + second)))  # fmt: skip
            absent = fact_name(asked[0]) if not first else "、".join(dict.fromkeys(fact_name(k) for k in self.others))
            return case.found_nothing("review", "unstated", asked=asked, near=self.near,
                                       nearest=evidence_of(first + second),
                                       words={**words, "name": absent, "actual": "未写明名称"})  # fmt: skip
        shown = "；".join(dict.fromkeys(_said(fact) for fact in (*first, *second)))
        parts = case.unread()
        if parts:  # another name may stand where nothing was read
            return case.found_nothing("pass", "nothing-found", asked=self.asks(), words=words)
        return Verdict(kind="pass", reason="nothing-found", words={**words, "actual": shown},
                       evidence=evidence_of(first + second), fact=self.one[0],
                       searched=case.searched(self.asks()))  # fmt: skip

    def _verdict(self, case: Case, kind: FindingKind, pairs: list[tuple[Fact, Fact]], words: dict[str, str]) -> Verdict:
        said = "；".join(dict.fromkeys(f"{_said(one)}，{_said(other)}" for one, other in pairs))
        evidence = evidence_of(fact for pair in pairs for fact in pair)
        if kind == "fail":
            return Verdict(kind="fail", reason="forbidden", words={**words, "actual": said}, evidence=evidence,
                           unread=case.unread(), fact=self.one[0])  # fmt: skip
        return Verdict(kind="review", reason="needs-person", words={**words, "actual": said}, evidence=evidence,
                       note=f"名称相近：{said}，是否同一单位请核对。", unread=case.unread(),
                       fact=self.one[0])  # fmt: skip


def _pairs(first: list[Fact], second: list[Fact], test: Callable[[str, str], bool]) -> list[tuple[Fact, Fact]]:
    return [(one, other) for one in first for other in second if test(one.value or "", other.value or "")]


def _said(fact: Fact) -> str:
    return f"{fact_name(fact.kind)}为{fact.value}"
