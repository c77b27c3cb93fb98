"""``all_present``: several things must all be stated."""

from msgspec import Struct

from checks.case import Case, Verdict, evidence_of
from checks.finding import UnreadPart
from checks.papers import Found, Paper, any_of, ways
from checks.statements import FOREIGN_SUBJECTS, affirmed, denied, stated
from checks.verbs.verb import OnBlank, Verb, unsettled
from checks.vocabulary import fact_name
from checks.wording import listed
from extractor.fact import DocumentKind, Evidence, Fact


class Item(Struct, frozen=True):
    """One of the things: any of its facts will do; ``instead`` are facts that may mean the same.

    ``documents`` (kinds), ``titles`` (words of a title) and ``papers`` (both at once) stand for it anywhere in the
    submission. ``against``: one of these stated speaks against it (不予共享 against a plan of sharing).
    """

    fact: tuple[str, ...] = ()
    name: str | None = None
    instead: tuple[str, ...] = ()
    documents: tuple[DocumentKind, ...] = ()
    titles: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    against: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.fact and (self.name is None or not self.ways()):
            raise ValueError("须写明fact；只写documents、titles、papers的，须写明name。")

    def ways(self) -> tuple[Paper, ...]:
        """Return the papers that stand for it."""
        return ways(self.documents, self.titles, self.papers)


class _Sorted(Struct):
    """What was found of the items."""

    found: list[Fact] = []
    papers: list[Evidence] = []
    loose: list[Fact] = []
    denied: list[Fact] = []
    missing: list[str] = []
    refused: list[str] = []
    conflicting: list[str] = []
    doubtful: list[str] = []
    unread: list[UnreadPart] = []


class AllPresent(Verb, frozen=True, tag="all_present"):
    """Each item is stated somewhere in the carriers (质保范围、质保期限、质保责任).

    An item that is denied (value ``denied``) is missing; one that is both stated and denied is a person's to settle.
    ``except_facts``: one of these anywhere in the submission is a reason for a denial, which a person then weighs.
    """

    items: tuple[Item, ...]
    if_blank: OnBlank = "fail"
    near: tuple[str, ...] = ()
    except_facts: tuple[str, ...] = ()

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        named = (kind for item in self.items for kind in item.fact + item.instead + item.against)
        return (*named, *self.except_facts)

    def judge(self, case: Case) -> Verdict:
        """Return pass where all are stated; fail naming those that are missing; review where one is not clear."""
        words = {"document": case.names(), "name": "、".join(_name(item) for item in self.items)}
        got = self._sorted(case)
        seen = Case(case.submission, case.group, (*case.suspects, *got.unread), case.limit)
        evidence = tuple(dict.fromkeys((*evidence_of(got.found + got.loose), *got.papers)))
        fact = next((kind for item in self.items for kind in item.fact), None)
        if got.refused:
            silent = [] if seen.unread() else got.missing
            words["missing"] = "、".join(got.refused + silent)
            said = listed([" ".join(one.text.split()) for one in got.denied])
            where = case.text_at(evidence_of(got.denied))
            reasons = self._reasons(case)
            if reasons:
                words["actual"], why = said, " ".join(reasons[0].text.split())
                return Verdict(kind="review", reason="reason-given", words=words, fact=got.denied[0].kind,
                               note=f"{where}写明：“{said}”；理由：“{why}”。", unread=seen.unread(),
                               evidence=evidence_of([*got.denied, *reasons]))  # fmt: skip
            return Verdict(kind="fail", reason="missing", words=words, note=f"{where}写明：“{said}”。",
                           evidence=evidence_of(got.denied), unread=seen.unread(),
                           fact=got.denied[0].kind)  # fmt: skip
        if got.missing:
            words["missing"] = "、".join(got.missing)
            return seen.found_nothing(
                "fail", "missing", asked=self.asks(), near=self.near, nearest=evidence, words=words
            )
        if got.conflicting:
            words = {**words, "name": "、".join(got.conflicting), "actual": "既有肯定的写法，也有否定的写法"}
            return Verdict(kind="review", reason="conflicting", words=words,
                           evidence=(*evidence_of(got.denied), *evidence), unread=case.unread(), fact=fact)  # fmt: skip
        verdict = unsettled(case, got.loose, self.if_blank, {**words, "missing": _loose(got.loose)})
        if verdict is not None:
            return verdict
        if got.doubtful:
            note = f"{'、'.join(got.doubtful)}没有直接写明，请核对相近的约定。"
            return Verdict(kind="review", reason="needs-person", words=words, note=note, evidence=evidence,
                           unread=case.unread(), fact=fact)  # fmt: skip
        return Verdict(kind="pass", reason="present", words=words, evidence=evidence, unread=case.unread(), fact=fact)

    def _reasons(self, case: Case) -> list[Fact]:
        facts = (fact for extracted in case.submission.documents for fact in extracted.facts)
        return affirmed(fact for fact in facts if fact.kind in self.except_facts)

    def _sorted(self, case: Case) -> _Sorted:
        got = _Sorted()
        for item in self.items:
            facts = [fact for fact in case.facts(item.fact) if fact.subject not in FOREIGN_SUBJECTS]
            yes, no = affirmed(facts), [*denied(facts), *affirmed(case.facts(item.against))]
            papers, unread = any_of(case.submission.documents, item.ways())
            shown = [place for one in papers for place in one.evidence]
            got.denied += no
            got.found += yes
            got.papers += shown
            if yes and no:
                got.conflicting.append(_name(item))
            elif yes or shown:
                # a paper that is there weighs more than a denial elsewhere
                got.denied = [fact for fact in got.denied if fact not in no]
            elif no:
                got.refused.append(_name(item))
            elif facts:
                got.loose += facts
            elif stated(case.facts(item.instead)):
                got.found += stated(case.facts(item.instead))
                got.doubtful.append(_name(item))
            else:
                got.missing.append(_name(item))
                got.unread += [*(part for one in papers for part in _parts(one)), *unread]
        return got


def _name(item: Item) -> str:
    return item.name or fact_name(item.fact[0])


def _parts(paper: Found) -> list[UnreadPart]:
    return [UnreadPart(paper.carrier.path, part) for part in paper.carrier.unread()]


def _loose(facts: list[Fact]) -> str:
    return "、".join(dict.fromkeys(fact_name(fact.kind) for fact in facts))
