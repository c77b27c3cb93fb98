"""``documents_present``: papers that must be in the submission."""

import re
from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Literal

from msgspec import Struct
from msgspec.structs import replace

from checks.case import Case, Verdict, evidence_of
from checks.finding import Reason, UnreadPart
from checks.interval import first_day, last_day
from checks.papers import Found, Paper, body, every_part, hidden, length, papers, papers_among
from checks.statements import affirmed, denied, document_of
from checks.submission import Carrier
from checks.verbs.verb import Verb
from checks.vocabulary import fact_name
from checks.wording import listed, value_words
from extractor.fact import Evidence, Fact

Outcome = Literal["there", "unnamed", "thin", "unread", "denied", "missing"]
_BEST: tuple[Outcome, ...] = ("there", "unnamed", "thin", "unread", "denied", "missing")
_NAME_ENDS = re.compile("(?:建设|升级|改造|采购|开发)*(?:项目|工程)?$")


class Item(Paper, frozen=True, kw_only=True):
    """A paper that is asked for. ``facts``: a statement of one of these shows the same thing (a filing number).

    Where the paper is not there and a fact of ``facts`` is denied (未备案), it is missing for sure; so it is where one
    of ``denials`` is, which stated does not show the paper (采用公开招标 is no tender document, 未采购 tells of none).
    ``about_project``: a paper that does not name the project the others name is for a person to look at.
    """

    name: str
    facts: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()
    about_project: bool = False

    def __post_init__(self) -> None:
        if not (self.kinds or self.titles or self.facts):
            raise ValueError("须写明kinds、titles、facts中的至少一个。")


class Order(Struct, frozen=True):
    """Dates that stand in this order: ``before`` not later than ``after``.

    Of several dates one early enough suffices; with ``each`` all must be (every report before the acceptance).
    ``before_papers`` and ``after_papers``: only such papers tell the date (the bureau's opinion, not the experts').
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    each: bool = False
    before_papers: Paper = Paper()
    after_papers: Paper = Paper()


class _Looked(Struct, frozen=True):
    """What came of looking for an item."""

    outcome: Outcome
    name: str
    words: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unread: tuple[UnreadPart, ...] = ()


class DocumentsPresent(Verb, frozen=True, tag="documents_present"):
    """All of ``all``, and one of ``any`` where that is not empty, are in the submission.

    ``minimum``: a paper with fewer characters of text is thin. ``order`` is checked where both dates are known.
    ``except_facts``: one of these is a reason why a paper may not be needed, which a person then weighs.
    """

    judges_nothing: ClassVar[bool] = True
    says: ClassVar[dict[Reason, str]] = {
        "present": "已提交{name}。",
        "missing": "未提交{missing}。",
        "thin": "{missing}内容过少，请人工判断。",
        "needs-person": "{name}需要人工核对。",
        "reason-given": "未提交{missing}，材料写有不需提交的理由，是否成立请人工判断。",
        "late": "{name}为{actual}，晚于{limit}。",
        "unreadable": "{document}有未能读取的部分，无法判断是否已提交{missing}。",
        "no-carrier": "材料中没有{missing}，无法判断。",
    }

    all: tuple[Item, ...] = ()
    any: tuple[Item, ...] = ()
    minimum: int = 40
    order: tuple[Order, ...] = ()
    except_facts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (self.all or self.any):
            raise ValueError("须写明all、any中的至少一个。")

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        named = [kind for item in self.all + self.any for kind in item.facts + item.denials]
        ordered = (kind for order in self.order for kind in order.before + order.after)
        return (*named, *ordered, *self.except_facts)

    def judge(self, case: Case) -> Verdict:
        """Return pass with the titles of the papers found.

        What is not there is missing where the submission is said to be complete, open else; a file that was not read
        and may be it leaves it open in any case. Dates in the wrong order fail whatever is there.
        """
        parts = _parts(case)
        looked = [self._look(case, parts, item) for item in self.all]
        if self.any:
            looked.append(_best([self._look(case, parts, item) for item in self.any]))
        wrong, note = self._ordered(case)
        # the dates of an order may stand on any page that was not read
        undated = case.unread() if self.order else ()
        lacking = {outcome: [one for one in looked if one.outcome == outcome] for outcome in _BEST}
        words = {"document": case.names(), "name": "、".join(one.name for one in looked)}
        if wrong is not None:
            return replace(wrong, unread=undated)
        reasons = affirmed(case.facts(self.except_facts))
        if reasons and (lacking["denied"] or lacking["missing"]):
            return _excused(case, lacking["denied"] + lacking["missing"], reasons, words)
        if lacking["denied"]:
            return _denied(case, lacking["denied"], lacking["missing"], words)
        if lacking["missing"]:
            return _absent(case, lacking["missing"], words)
        if lacking["unread"]:
            return _unread(case, lacking["unread"], words)
        evidence = tuple(dict.fromkeys(place for one in looked for place in one.evidence))
        if lacking["thin"]:
            words["missing"] = _names(lacking["thin"])
            return Verdict(kind="review", reason="thin", words=words, evidence=evidence, note=note)
        unread = tuple(dict.fromkeys((*(part for one in looked for part in one.unread), *undated)))
        if lacking["unnamed"]:
            words["name"] = _names(lacking["unnamed"])
            said = listed(sorted({word for one in lacking["unnamed"] for word in one.words}))
            note += f"{words['name']}中未见项目名称“{said}”，是否针对本项目请核对。"
            return Verdict(kind="review", reason="needs-person", words=words, evidence=evidence, unread=unread,
                           note=note)  # fmt: skip
        return Verdict(kind="pass", reason="present", words=words, evidence=evidence, unread=unread, note=note)

    def _look(self, case: Case, parts: tuple[Carrier, ...], item: Item) -> _Looked:
        words = (item.name, *item.titles)
        hits = papers(parts, item) if item.kinds or item.titles else ()
        shown = [hit for hit in hits if hit.evidence and length(hit.carrier) >= self.minimum]
        facts = affirmed(case.facts(item.facts))
        own = {hit.carrier.path for hit in shown}
        elsewhere = any(document_of(fact) not in own for fact in facts)
        named = _project_names(case, own) if item.about_project and not elsewhere else ()
        if shown and named and not any(_names_one(hit.carrier, named) for hit in shown):
            places = tuple(place for hit in shown for place in hit.evidence)
            return _Looked("unnamed", item.name, named, places, _not_read(shown))
        if shown or facts:
            evidence = (*(place for hit in shown for place in hit.evidence), *evidence_of(facts))
            return _Looked("there", item.name, words, evidence, _not_read(shown))
        if any(not hit.carrier.whole() for hit in hits):
            return _Looked("unread", item.name, words, (), _not_read(hits))
        thin = tuple(place for hit in hits for place in hit.evidence)
        if thin:
            return _Looked("thin", item.name, words, thin)
        no = denied(case.facts(item.facts + item.denials))
        if no:
            return _Looked("denied", item.name, tuple(" ".join(fact.text.split()) for fact in no), evidence_of(no))
        unread = hidden(parts, item) if item.kinds or item.titles else ()
        if item.facts:
            # what shows the same thing may stand on any page
            unread = tuple(dict.fromkeys((*unread, *case.unread())))
        return _Looked("unread" if unread else "missing", item.name, words, (), unread)

    def _ordered(self, case: Case) -> tuple[Verdict | None, str]:
        """Return a failure where dates certainly stand in the wrong order, else what could not be checked of them."""
        notes = []
        for order in self.order:
            before = _dates(case, order.before, order.before_papers)
            after = _dates(case, order.after, order.after_papers)
            first, second = fact_name(order.before[0]), fact_name(order.after[0])
            if not before or not after:
                unknown = "、".join(name for name, known in ((first, before), (second, after)) if not known)
                notes.append(f"材料中未见{unknown}，{first}与{second}的先后没有核对。")
                continue
            shown = max if order.each else min
            earliest = shown(before, key=lambda fact: _span(fact)[0])
            latest = max(after, key=lambda fact: _span(fact)[1])
            if _span(earliest)[0] > _span(latest)[1]:
                limit = f"{fact_name(latest.kind)}（{value_words(latest.value or '')}）"
                words = {"document": case.names(), "name": fact_name(earliest.kind), "limit": limit,
                         "actual": value_words(earliest.value or "")}  # fmt: skip
                evidence = evidence_of((earliest, latest))
                return Verdict(kind="fail", reason="late", words=words, evidence=evidence, fact=earliest.kind), ""
            if max(_span(fact)[1] for fact in before) > min(_span(fact)[0] for fact in after):
                notes.append(f"{first}与{second}的先后不能确定，请核对。")
        return None, "".join(notes)


def _project_names(case: Case, own: set[str]) -> tuple[str, ...]:
    """Return the project's names as the papers other than these state them."""
    others = [carrier for carrier in case.group if carrier.path not in own]
    facts = (fact for carrier in others for fact in carrier.facts(("project.name",)))
    return tuple(dict.fromkeys(fact.value or "" for fact in affirmed(facts)))


def _names_one(carrier: Carrier, names: Iterable[str]) -> bool:
    """Tell whether a paper names the project, its 建设项目 and the like left out; one not read whole may."""
    text = body(carrier)
    cores = [_NAME_ENDS.sub("", name, count=1) for name in names]
    return not carrier.whole() or any(len(core) >= 4 and core in text for core in cores)


def _parts(case: Case) -> tuple[Carrier, ...]:
    """Return the carriers, a file that holds several documents split into them."""
    parts: list[Carrier] = []
    for carrier in case.group:
        bound = carrier.pages is None and carrier.kind == carrier.extracted.kind and carrier.extracted.parts
        parts += every_part((carrier.extracted,)) if bound else [carrier]
    return tuple(parts)


def _best(looked: list[_Looked]) -> _Looked:
    """Return what is best of papers of which one is enough; where none is there, all of them are named.

    A denial of one wins over the mere silence on the others: the paper that says 未备案 would name what stands instead.
    """
    best = min(looked, key=lambda one: _BEST.index(one.outcome))
    if best.outcome == "there":
        return best
    name = "或".join(one.name for one in looked)
    telling = [one for one in looked if one.outcome == "denied"] if best.outcome == "denied" else looked
    return _Looked(
        best.outcome,
        name,
        tuple(word for one in telling for word in one.words),
        tuple(dict.fromkeys(place for one in telling for place in one.evidence if one.outcome == best.outcome)),
        tuple(dict.fromkeys(part for one in looked for part in one.unread)),
    )


def _denied(case: Case, refused: list[_Looked], lacking: list[_Looked], words: dict[str, str]) -> Verdict:
    said = listed([word for one in refused for word in one.words])
    words = {**words, "missing": _names(refused + lacking)}
    evidence = tuple(dict.fromkeys(place for one in refused for place in one.evidence))
    note = f"{case.text_at(evidence)}写明：“{said}”。"
    return Verdict(kind="fail", reason="missing", words=words, note=note, evidence=evidence)


def _excused(case: Case, lacking: list[_Looked], reasons: list[Fact], words: dict[str, str]) -> Verdict:
    """Return a review with the reason that the papers give for what is not there."""
    why = listed([" ".join(fact.text.split()) for fact in reasons])
    evidence = (*(place for one in lacking for place in one.evidence), *evidence_of(reasons))
    return Verdict(kind="review", reason="reason-given", words={**words, "missing": _names(lacking), "actual": why},
                   note=f"理由：“{why}”。", evidence=tuple(dict.fromkeys(evidence)), unread=case.unread(),
                   fact=reasons[0].kind)  # fmt: skip


def _absent(case: Case, lacking: list[_Looked], words: dict[str, str]) -> Verdict:
    searched = case.searched(near=tuple(word for one in lacking for word in one.words))
    words = {**words, "missing": _names(lacking), "kinds": _names(lacking), "document": "提交的材料"}
    if case.submission.profile.complete:
        return Verdict(kind="fail", reason="missing", words=words, note="材料写明已经齐全。", searched=searched)
    return Verdict(kind="open", reason="no-carrier", words=words, searched=searched)


def _unread(case: Case, lacking: list[_Looked], words: dict[str, str]) -> Verdict:
    parts = tuple(dict.fromkeys(part for one in lacking for part in one.unread))
    searched = case.searched(near=tuple(word for one in lacking for word in one.words))
    document = listed([part.document for part in parts], unit="份材料") or "提交的材料"
    words = {**words, "missing": _names(lacking), "document": document}
    return Verdict(kind="open", reason="unreadable", words=words, unread=parts, searched=searched)


def _names(lacking: list[_Looked]) -> str:
    return "、".join(one.name for one in lacking)


def _not_read(hits: Iterable[Found]) -> tuple[UnreadPart, ...]:
    return tuple(UnreadPart(hit.carrier.path, part) for hit in hits for part in hit.carrier.unread())


def _dates(case: Case, kinds: tuple[str, ...], paper: Paper) -> list[Fact]:
    meant = Case(case.submission, papers_among(_parts(case), paper)) if paper else case
    return [fact for fact in affirmed(meant.facts(kinds)) if first_day(fact.value or "") is not None]


def _span(fact: Fact) -> tuple[date, date]:
    """Return the first and the last day that a date can mean."""
    value = fact.value or ""
    return first_day(value) or date.min, last_day(value) or date.max
