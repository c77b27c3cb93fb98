"""When a rule applies: its conditions, and what a submission tells of each of them."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from checks.case import Case, Verdict, evidence_of
from checks.finding import Searched, UnreadPart
from checks.papers import Paper, any_of, every_part, ways
from checks.profile import Audience, Profile, ProjectKind, Stage, parse_amount
from checks.statements import affirmed, denied, in_force, stated
from checks.submission import STAGE_NAMES, Carrier, Submission, carriers_of, may_carry, stages_of
from checks.wording import listed, money_words, statement_words
from extractor.fact import KIND_NAMES, DocumentKind, Evidence, Fact

Figure = Literal["invest_total", "contract_amount"]
LineOp = Literal[">=", ">", "<=", "<"]
Flag = Literal["government_procurement", "special_fund", "unified_build", "pure_equipment", "merged_stage"]

_FLAGS: dict[Flag, tuple[str, str]] = {
    "government_procurement": ("属于政府采购", "不属于政府采购"),
    "special_fund": ("使用省级专项资金", "未使用省级专项资金"),
    "unified_build": ("由数据主管部门统一建设", "不是统一建设"),
    "pure_equipment": ("属于纯设备购置", "不是纯设备购置"),
    "merged_stage": ("可研与初设合一", "可研与初设分开"),
}
_NOUNS: dict[Figure, str] = {"invest_total": "总投资", "contract_amount": "合同金额"}
_FACTS: dict[Figure, str] = {"invest_total": "budget.total", "contract_amount": "contract.price"}
_SOURCES: dict[Figure, tuple[DocumentKind, ...]] = {
    "invest_total": ("application_form", "feasibility_report", "construction_plan", "preliminary_design",
                     "budget_estimate", "approval"),
    "contract_amount": ("contract",),
}  # fmt: skip
_REACHED: dict[LineOp, str] = {">=": "达到", ">": "超过", "<=": "不超过", "<": "低于"}
_MISSED: dict[LineOp, str] = {">=": "低于", ">": "不超过", "<=": "超过", "<": "不低于"}
_FEN = Decimal("0.01")
_SHOWN = 3  # places that show the case a rule is for


class AmountLine(Struct, frozen=True, omit_defaults=True):
    """A line drawn by an amount: yuan with two decimals. ``name`` is the noun of the article (投资匡算).

    ``or_flag``: a project that its owner states to be such lies on this side whatever it costs (纯设备类或50万元以下).
    """

    figure: Figure
    op: LineOp
    value: str
    name: str | None = None
    or_flag: Flag | None = None

    def __post_init__(self) -> None:
        if re.fullmatch(r"\d+\.\d{2}", self.value) is None:
            raise ValueError(f"“{self.value}”不是金额，应写元和两位小数，如500000.00。")

    def holds(self, amount: Decimal) -> bool:
        """Tell whether an amount lies on this side of the line.

        >>> AmountLine("invest_total", ">=", "500000.00").holds(Decimal("499999.99"))
        False
        """
        line = Decimal(self.value)
        return {">=": amount >= line, ">": amount > line, "<=": amount <= line, "<": amount < line}[self.op]

    def noun(self) -> str:
        """Return what the article calls the figure."""
        return self.name or _NOUNS[self.figure]

    def words(self) -> str:
        """Return the line for a person.

        >>> AmountLine("contract_amount", ">", "1000000.00").words()
        '合同金额超过100万元'
        """
        return f"{self.noun()}{_REACHED[self.op]}{money_words(self.value)}"


class Presence(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Something a submission may show, in any one of these ways; ``name`` is what a person calls it.

    ``facts``: one of them is stated (and not denied); ``documents``: a document of one of these kinds; ``titles``: a
    document with one of these words in its title; ``papers``: a document with such a kind and such a title at once;
    ``denials``: one of these is denied and nowhere stated (部署在政务云 is denied: there is a system off the cloud).
    What the owner states in the profile (``flag``, or a project of one of these ``kinds``) is asked first.
    """

    name: str
    facts: tuple[str, ...] = ()
    documents: tuple[DocumentKind, ...] = ()
    titles: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    denials: tuple[str, ...] = ()
    flag: Flag | None = None
    kinds: tuple[ProjectKind, ...] = ()

    def __post_init__(self) -> None:
        if not (self.facts or self.documents or self.titles or any(self.papers) or self.denials):
            raise ValueError("须写明facts、documents、titles、papers、denials中的至少一个。")

    def owner(self, profile: Profile) -> bool | None:
        """Return whether the owner states that it is there; None where nothing is said."""
        told = getattr(profile, self.flag) if self.flag is not None else None
        if told is None and self.kinds and profile.kind is not None:
            told = profile.kind in self.kinds
        return told


class Conditions(Struct, frozen=True, omit_defaults=True):
    """When a rule applies, beside the scope of its regulation; all that is written must hold.

    ``when``: only where it is in the submission; ``unless``: not where it is. ``audience_when``: what in the papers
    shows the audience where the owner states none. ``classified``: a project is not where its owner says nothing.
    """

    stage: tuple[Stage, ...] = ()
    kind: tuple[ProjectKind, ...] = ()
    audience: tuple[Audience, ...] = ()
    audience_when: Presence | None = None
    classified: bool | None = None
    government_procurement: bool | None = None
    special_fund: bool | None = None
    unified_build: bool | None = None
    pure_equipment: bool | None = None
    merged_stage: bool | None = None
    amount: AmountLine | None = None
    when: Presence | None = None
    unless: Presence | None = None


class Standing(Struct, frozen=True):
    """What a submission tells of a rule's conditions.

    ``excluded`` is the verdict where the rule does not apply, or where it cannot be told for what was not read.
    ``unknown`` are the conditions that nothing tells, ``evidence`` and ``unread`` what bears on them; they matter only
    where the verdict would differ. ``note`` says by which figure a rule applies that a line draws. ``occasion`` are the
    first places that show the case a rule is for (未能按期申请验收): statements, and papers asked for by their title. A
    paper that only its kind makes the occasion shows nothing that the finding does not say.
    """

    excluded: Verdict | None = None
    unknown: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unread: tuple[UnreadPart, ...] = ()
    note: str = ""
    occasion: tuple[Evidence, ...] = ()


def standing(conditions: Conditions, submission: Submission) -> Standing:
    """Return what is known of a rule's conditions: first what its owner states, then figures, then what is there."""
    stated_by_owner = _by_profile(conditions, submission)
    if stated_by_owner is not None:
        return Standing(stated_by_owner)
    parts = [Standing(unknown=_unknown(conditions, submission.profile))]
    if conditions.amount is not None:
        parts.append(_amount(conditions.amount, submission))
    if conditions.unless is not None:
        parts.append(_unless(conditions.unless, submission))
    if conditions.audience_when is not None and not submission.profile.audience:
        parts.append(_when(conditions.audience_when, submission))
    if conditions.when is not None:
        parts.append(_when(conditions.when, submission))
    excluded = next((part.excluded for part in parts if part.excluded is not None), None)
    return Standing(
        excluded,
        tuple(words for part in parts for words in part.unknown),
        tuple(dict.fromkeys(place for part in parts for place in part.evidence)),
        tuple(dict.fromkeys(place for part in parts for place in part.unread)),
        "".join(part.note for part in parts),
        tuple(dict.fromkeys(place for part in parts for place in part.occasion)),
    )


def outside(condition: str, evidence: tuple[Evidence, ...] = ()) -> Verdict:
    """Return the verdict on what a rule is not for; ``condition`` says why."""
    return Verdict(kind="notApplicable", reason="out-of-scope", words={"condition": condition}, evidence=evidence)


def stage_words(stages: Sequence[str]) -> str:
    """Return stages for a sentence, in their order.

    >>> stage_words(("contract", "application"))
    '申报、合同'
    """
    return "、".join(name for stage, name in STAGE_NAMES.items() if stage in stages)


def _by_profile(conditions: Conditions, submission: Submission) -> Verdict | None:
    profile, stages = submission.profile, stages_of(submission)
    if conditions.stage and stages and not set(conditions.stage) & set(stages):
        words = {"stage": stage_words(conditions.stage), "actual": stage_words(stages)}
        return Verdict(kind="notApplicable", reason="other-stage", words=words)
    secret = profile.classified is True
    if conditions.classified is not None and conditions.classified is not secret:
        return outside("项目说明写明为涉密项目" if secret else "项目未写明为涉密项目")
    for name, (yes, no) in _FLAGS.items():
        asked, known = getattr(conditions, name), getattr(profile, name)
        if asked is not None and known is not None and asked is not known:
            return outside(f"项目{yes if known else no}")
    if conditions.kind and profile.kind is not None and profile.kind not in conditions.kind:
        return outside("项目类型不同")
    if conditions.audience and profile.audience and not set(conditions.audience) & set(profile.audience):
        return outside("服务对象不同")
    return None


def _unknown(conditions: Conditions, profile: Profile) -> tuple[str, ...]:
    unknown = [
        f"是否{yes}"
        for name, (yes, _) in _FLAGS.items()
        if getattr(conditions, name) is not None and getattr(profile, name) is None
    ]
    if conditions.kind and profile.kind is None:
        unknown.append("项目类型")
    if conditions.audience and not profile.audience and conditions.audience_when is None:
        unknown.append("服务对象")
    return tuple(unknown)


def _amount(line: AmountLine, submission: Submission) -> Standing:
    """Return where a project lies by an amount: what its owner states, else what the papers of the figure state."""
    if line.or_flag is not None and getattr(submission.profile, line.or_flag) is True:
        return Standing(note=f"项目说明写明{_FLAGS[line.or_flag][0]}。")
    noun, limit = line.noun(), money_words(line.value)
    owner = parse_amount(getattr(submission.profile, line.figure) or "")
    if owner is not None:
        if line.holds(Decimal(owner)):
            return Standing(note=f"项目说明写明{noun}为{money_words(owner)}。")
        return Standing(outside(f"项目说明写明{noun}为{money_words(owner)}，{_MISSED[line.op]}{limit}"))
    carriers = carriers_of(submission.documents, _SOURCES[line.figure])
    facts = [fact for carrier in carriers for fact in stated(carrier.facts((_FACTS[line.figure],)))]
    # a lot's or a part's amount is not the project's
    whole = in_force(Case(submission, carriers), [fact for fact in facts if fact.subject is None])
    judged = [(_side(line, fact), fact) for fact in whole]
    # a ceiling across the line (控制在490万元以内) tells nothing of the side and takes nothing from what others say
    sides = {side for side, fact in judged if side is not None or fact.op in ("==", "range")}
    said = "、".join(dict.fromkeys(f"{_source(fact, carriers)}所写的{statement_words(fact)}" for fact in whole))
    if sides == {True}:
        return Standing(note=f"{noun}按{said}计。")
    if sides == {False}:
        return Standing(outside(f"{noun}按{said}计，{_MISSED[line.op]}{limit}", evidence_of(whole)))
    question = f"{noun}是否{_REACHED[line.op]}{limit}"
    return Standing(unknown=(f"{question}（{said}）" if said else question,), evidence=evidence_of(whole))


def _side(line: AmountLine, fact: Fact) -> bool | None:
    """Return whether all that a statement can mean lies on the line's side, or none of it; None where it is across."""
    low, high = _bounds(fact)
    worst, best = (low, high) if line.op in (">=", ">") else (high, low)
    if worst is not None and line.holds(worst):
        return True
    return False if best is not None and not line.holds(best) else None


def _bounds(fact: Fact) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the greatest amount a statement can mean; None where it is open to that side."""
    value = Decimal(fact.value or "0")
    if fact.op == "range":
        return value, Decimal(fact.value_max) if fact.value_max is not None else None
    if fact.op in ("<=", "<"):
        return None, value if fact.op == "<=" else value - _FEN
    if fact.op in (">=", ">"):
        return value if fact.op == ">=" else value + _FEN, None
    return value, value


def _source(fact: Fact, carriers: Sequence[Carrier]) -> str:
    path = fact.evidence[0].document if fact.evidence else ""
    return next((KIND_NAMES[carrier.kind] for carrier in carriers if carrier.path == path), "材料")


def _when(presence: Presence, submission: Submission) -> Standing:
    told = presence.owner(submission.profile)
    if told is not None:
        return Standing() if told else Standing(outside(f"项目说明写明的情况不是{presence.name}"))
    there, no, unread = _look(presence, submission)
    if there is not None:
        # said and denied: a person decides which of the two holds
        words = (f"是否有{presence.name}（材料的表述不一致）",) if no else ()
        return Standing(unknown=words, evidence=there + no if no else (), occasion=_shown(presence, submission))
    if no:
        return Standing(replace(outside(f"材料写明没有{presence.name}", no), unread=unread))
    if unread:
        searched = Searched(tuple(extracted.document.path for extracted in submission.documents))
        words_of = {"name": presence.name, "document": listed([part.document for part in unread], unit="份材料")}
        return Standing(
            Verdict(kind="open", reason="unreadable", words=words_of, unread=unread, searched=searched)
        )  # fmt: skip
    return Standing(outside(f"材料中未见{presence.name}"))


def _unless(presence: Presence, submission: Submission) -> Standing:
    told = presence.owner(submission.profile)
    if told is not None:
        return Standing(outside(f"项目说明写明属于{presence.name}")) if told else Standing()
    there, no, unread = _look(presence, submission)
    if there is not None and not no:
        return Standing(outside(f"材料中有{presence.name}", there))
    if there is not None:
        return Standing(unknown=(f"是否有{presence.name}（材料的表述不一致）",), evidence=there + no)
    if unread and not no:
        # the breach was read, the exception may stand in what was not
        return Standing(unknown=(f"是否有{presence.name}（有未能读取的部分）",), unread=unread)
    return Standing()


def _look(
    presence: Presence, submission: Submission
) -> tuple[tuple[Evidence, ...] | None, tuple[Evidence, ...], tuple[UnreadPart, ...]]:
    """Return the places where it is (None where it is not), where it is denied, and what was not read and may have it.

    A denial weighs only against statements: a paper that is there is there.
    """
    found, unread = any_of(submission.documents, ways(presence.documents, presence.titles, presence.papers))
    yes, no = _said(presence, submission)
    shown = tuple(dict.fromkeys((*evidence_of(yes), *(place for one in found for place in one.evidence))))
    if presence.facts or presence.denials:
        readable = [carrier for carrier in every_part(submission.documents) if may_carry(carrier.extracted)]
        unread += tuple(UnreadPart(carrier.path, part) for carrier in readable for part in carrier.unread())
    there = shown if found or yes else None
    return there, () if found else evidence_of(no), tuple(dict.fromkeys(unread))


def _shown(presence: Presence, submission: Submission) -> tuple[Evidence, ...]:
    """Return the first places that a finding quotes as its occasion: what is said, and the titles asked for."""
    titled = tuple(paper for paper in ways((), presence.titles, presence.papers) if paper.titles or paper.issuers)
    found, _ = any_of(submission.documents, titled)
    yes, _ = _said(presence, submission)
    return tuple(dict.fromkeys((*evidence_of(yes), *(place for one in found for place in one.evidence))))[:_SHOWN]


def _said(presence: Presence, submission: Submission) -> tuple[list[Fact], list[Fact]]:
    """Return the statements that it is there, and those that it is not."""
    facts = [fact for extracted in submission.documents for fact in extracted.facts if fact.kind in presence.facts]
    no = [fact for fact in denied(facts) if fact.kind not in presence.denials]
    return affirmed(facts) + _only_denied(presence, submission), no


def _only_denied(presence: Presence, submission: Submission) -> list[Fact]:
    """Return the denials of what a submission denies and nowhere states."""
    found: list[Fact] = []
    for kind in presence.denials:
        facts = [fact for extracted in submission.documents for fact in extracted.facts if fact.kind == kind]
        found += [] if affirmed(facts) else denied(facts)
    return found
