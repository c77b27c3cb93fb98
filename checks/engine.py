"""The engine: requirements against a submission, one finding each. Pure: same submission, same findings."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from checks.case import Case, Verdict, evidence_of
from checks.conditions import Standing, outside, stage_words, standing
from checks.finding import Finding, Searched, UnreadPart
from checks.fingerprint import fingerprint
from checks.interval import first_day
from checks.messages import DEFAULTS, asks_reason, message, suggestion
from checks.remembered import judging
from checks.rule import LEVELS, Rule, Version
from checks.rulebook import Regulation, Requirement
from checks.submission import Carrier, Submission, carriers_of, carry, may_carry, stages_of, suspects
from checks.vocabulary import fact_name
from checks.wording import listed
from extractor.fact import KIND_NAMES, DocumentKind, Evidence, Extracted, Fact

# these speak of all that was looked at, whatever is quoted beside
_OF_ALL = frozenset(("missing", "nothing-found", "unreadable", "no-carrier", "consistent"))
_ORDER = {"fail": 0, "open": 1, "review": 2, "pass": 3, "notApplicable": 4}


class Judgement(Struct, frozen=True):
    """The findings of a submission, one per requirement in the order given, and what was assumed."""

    findings: tuple[Finding, ...]
    assumed: tuple[str, ...]


def judge(submission: Submission, rules: Sequence[Requirement]) -> Judgement:
    """Judge a submission by every requirement exactly once.

    An error inside a rule becomes a finding ``open``/``error``; it never stops the others.
    """
    with judging():
        return Judgement(tuple(_finding(submission, item) for item in rules), assumed(submission, rules))


def _finding(submission: Submission, item: Requirement) -> Finding:
    rule, version = item.rule, item.rule.version_on(submission.on)
    try:
        verdict = _judged(submission, item, version)
    except Exception as error:  # noqa: BLE001 - a defect of one rule must not cost the others their findings
        verdict = Verdict(kind="open", reason="error", note=f"（{type(error).__name__}）")
    baseline = item.regulation.kind == "baseline"
    judged = verdict.kind in ("fail", "review")
    said = message(rule, verdict.kind, verdict.reason, verdict.words, verdict.told)
    return Finding(
        rule=rule.id,
        title=rule.title,
        kind=verdict.kind,
        reason=verdict.reason,
        message=said + verdict.note,
        citation=item.citation(version),
        level=LEVELS[rule.binding] if judged else None,
        expected=verdict.expected,
        actual=verdict.actual,
        evidence=tuple(dict.fromkeys(verdict.evidence)),
        searched=verdict.searched,
        unread=tuple(dict.fromkeys(verdict.unread)),
        suggestion=suggestion(rule, verdict.kind, verdict.reason, baseline=baseline),
        fingerprint=fingerprint(rule.id, verdict.reason, submission, verdict.evidence),
    )


def _judged(submission: Submission, item: Requirement, version: Version | None) -> Verdict:
    """Return why a requirement does not apply (scope, time, its conditions), else its verdict."""
    excluded = _excluded(submission, item, version)
    if excluded is not None:
        return excluded
    known = standing(item.rule.conditions, submission)
    if known.excluded is not None:
        return known.excluded
    verdict = _verdict(submission, item, version)
    if known.note and verdict.kind in ("fail", "review", "open"):
        verdict = replace(verdict, note=verdict.note + known.note)
    if known.occasion and verdict.kind in ("fail", "review", "open"):
        verdict = _with_occasion(verdict, known.occasion)
    return _if_it_applies(item.rule, verdict, known) if known.unknown else verdict


def _excluded(submission: Submission, item: Requirement, version: Version | None) -> Verdict | None:
    """Return why no rule of the regulation, or no wording of the rule, holds for a submission; None where one does."""
    regulation, profile = item.regulation, submission.profile
    if regulation.scope.classified is False and profile.classified is True:
        return outside("项目说明写明为涉密项目")
    if regulation.scope.special_fund is True and profile.special_fund is False:
        return outside("项目说明写明未使用省级专项资金")
    condition = _out_of_force(submission.on, regulation, version)
    if condition is not None:
        return Verdict(kind="notApplicable", reason="not-in-force", words={"condition": condition})
    return None


def _out_of_force(on: date | None, regulation: Regulation, version: Version | None) -> str | None:
    if on is None:
        return None
    start = first_day(regulation.effective) if regulation.effective else None
    end = first_day(regulation.repealed) if regulation.repealed else None
    if start is not None and on < start:
        return f"《{regulation.title}》自{start.isoformat()}起施行，判断日期为{on.isoformat()}"
    if end is not None and on >= end:
        return f"《{regulation.title}》已于{end.isoformat()}废止，判断日期为{on.isoformat()}"
    return f"本条在{on.isoformat()}没有有效的版本" if version is None else None


def _verdict(submission: Submission, item: Requirement, version: Version | None) -> Verdict:
    rule = item.rule
    limit = version.value if version else None
    verdict = _over_submission(submission, item, limit) if rule.carriers is None else _carried(submission, rule, limit)
    if verdict.kind == "fail" and asks_reason(rule.binding) and verdict.fact is not None:
        verdict = _excused(submission, verdict, verdict.fact)
    if verdict.kind == "fail" and rule.binding == "advisory":
        verdict = _for_a_person(verdict)
    if rule.settle is not None and verdict.kind in ("pass", "fail", "review"):
        verdict = _for_a_person(verdict, rule.settle)
    if rule.lost is not None and verdict.kind in ("pass", "fail", "review"):
        # what was not clear is said as it is; a pass or a failure would sound like a verdict on words that are lost
        told = (verdict.kind, verdict.reason) if verdict.kind == "review" and rule.settle is None else None
        verdict = replace(verdict, kind="review", reason="needs-person", note=f"{verdict.note}{rule.lost}", told=told)
    return verdict


def _for_a_person(verdict: Verdict, note: str = "") -> Verdict:
    """Return a review that keeps the words and the evidence of what was found; a review keeps its reason too."""
    note = verdict.note + note
    if verdict.kind == "review":
        return replace(verdict, note=note)
    told = verdict.told or (verdict.kind, verdict.reason)
    return replace(verdict, kind="review", reason="needs-person", note=note, told=told)


def _with_occasion(verdict: Verdict, occasion: tuple[Evidence, ...]) -> Verdict:
    """Return a verdict that shows why the rule applies, too: beside its evidence, or first of what is near.

    A verdict that rests on having found nothing keeps its evidence empty.
    """
    if verdict.searched is None:
        return replace(verdict, evidence=tuple(dict.fromkeys((*verdict.evidence, *occasion))))
    nearest = tuple(dict.fromkeys((*occasion, *verdict.searched.nearest)))
    return replace(verdict, searched=replace(verdict.searched, nearest=nearest))


def _if_it_applies(rule: Rule, verdict: Verdict, known: Standing) -> Verdict:
    """Return a verdict that depends on conditions that nothing tells: a review where it would differ with them.

    What is open stays open and says so: of two tiers only one asks for the paper that is not there.
    """
    words = {**verdict.words, "condition": "、".join(known.unknown)}
    if verdict.kind == "open" and verdict.reason != "error":
        return replace(verdict, note=verdict.note + DEFAULTS["condition-unknown"].format_map(words))
    if verdict.kind not in ("fail", "review"):
        return verdict
    own = "condition-unknown" in rule.message
    note = verdict.note if own else verdict.note + DEFAULTS["condition-unknown"].format_map(words)
    return replace(
        verdict,
        kind="review",
        reason="condition-unknown",
        words=words,
        note=note,
        told=None if own else verdict.told or (verdict.kind, verdict.reason),
        evidence=tuple(dict.fromkeys((*verdict.evidence, *known.evidence))),
        unread=verdict.unread + known.unread,
    )


def _over_submission(submission: Submission, item: Requirement, limit: str | None) -> Verdict:
    """Judge a rule over all the documents it reads.

    Where there is none of them, an integrity check has nothing to look at and does not apply; a requirement stays open.
    """
    rule = item.rule
    if rule.reads:
        group = carriers_of(submission.documents, rule.reads)
    else:
        readable = [extracted for extracted in submission.documents if may_carry(extracted)]
        group = tuple(Carrier(extracted, extracted.kind) for extracted in readable)
    maybe = () if not rule.reads or any(carrier.whole() for carrier in group) else suspects(submission)
    if not group and not rule.check.judges_nothing:
        if maybe:
            return _unread(submission, rule, maybe)
        if item.regulation.kind == "integrity":
            return outside(f"材料中没有{_kinds(rule.reads) or '文件'}")
        searched = Searched(tuple(extracted.document.path for extracted in submission.documents))
        words = {"kinds": _kinds(rule.reads) or "能够核对的文件"}
        return Verdict(kind="open", reason="no-carrier", words=words, searched=searched)
    case = Case(submission, group, maybe, limit)
    return _placed(case, rule.check.judge(case))


def _placed(case: Case, verdict: Verdict) -> Verdict:
    """Return a verdict that names the papers where its places stand, not all of the kinds that were looked at.

    What rests on having found nothing speaks of all of them.
    """
    if not verdict.evidence or verdict.reason in _OF_ALL or verdict.words.get("document") != case.names():
        return verdict
    return replace(verdict, words={**verdict.words, "document": case.names_at(verdict.evidence)})


def _carried(submission: Submission, rule: Rule, limit: str | None) -> Verdict:
    """Judge a rule by its carriers and take the worst of what they say."""
    carriers = rule.carriers
    if carriers is None:
        raise ValueError(rule.id)
    carried = carry(submission, carriers.mode, carriers.kinds)
    if not carried.groups:
        if carried.suspects:
            return _unread(submission, rule, carried.suspects)
        return _no_carrier(submission, rule, carriers.kinds)
    verdicts = [
        (group, rule.check.judge(Case(submission, group, carried.suspects, limit)))
        for group in carried.groups
    ]  # fmt: skip
    worst = _worst(verdicts)
    if carried.absent:
        if carried.suspects:
            absent = _unread(submission, rule, carried.suspects)
        else:
            absent = _no_carrier(submission, rule, carried.absent)
        if _ORDER[absent.kind] < _ORDER[worst.kind]:
            return absent
    return worst


def _worst(verdicts: Sequence[tuple[tuple[Carrier, ...], Verdict]]) -> Verdict:
    """Return the worst verdict, speaking for all carriers that share it, with the evidence of all of those."""
    _, worst = min(verdicts, key=lambda item: _ORDER[item[1].kind])
    alike = [(group, verdict) for group, verdict in verdicts if (verdict.kind, verdict.reason) == _key(worst)]
    if len(verdicts) == 1:
        return worst
    names = "、".join(dict.fromkeys(_name(carrier) for group, _ in alike for carrier in group))
    evidence = tuple(dict.fromkeys(place for _, verdict in alike for place in verdict.evidence))
    unread = tuple(dict.fromkeys(part for _, verdict in alike for part in verdict.unread))
    searched = [verdict.searched for _, verdict in alike if verdict.searched is not None]
    joined = None
    if searched:
        joined = Searched(
            tuple(dict.fromkeys(path for part in searched for path in part.documents)),
            tuple(dict.fromkeys(section for part in searched for section in part.sections)),
            tuple(dict.fromkeys(place for part in searched for place in part.nearest)),
        )
    words = {**worst.words, "document": names}
    return replace(worst, words=words, evidence=evidence, unread=unread, searched=joined)


def _key(verdict: Verdict) -> tuple[str, str]:
    return verdict.kind, verdict.reason


def _name(carrier: Carrier) -> str:
    return f"{KIND_NAMES[carrier.kind]}（{carrier.path}）"


def _no_carrier(submission: Submission, rule: Rule, kinds: Sequence[DocumentKind]) -> Verdict:
    searched = Searched(tuple(extracted.document.path for extracted in submission.documents))
    name = rule.check.asks()
    words = {"kinds": _kinds(kinds), "document": "提交的材料", "name": fact_name(name[0]) if name else rule.title}
    if submission.profile.complete:
        note = f"材料写明已经齐全，其中没有{_kinds(kinds)}。"
        return Verdict(kind="fail", reason="missing", words=words, note=note, searched=searched)
    return Verdict(kind="open", reason="no-carrier", words=words, searched=searched)


def _unread(submission: Submission, rule: Rule, parts: tuple[UnreadPart, ...]) -> Verdict:
    searched = Searched(tuple(extracted.document.path for extracted in submission.documents))
    paths = listed([part.document for part in parts], unit="份材料")
    name = rule.check.asks()
    words = {"document": paths, "name": fact_name(name[0]) if name and rule.carriers is not None else ""}
    return Verdict(kind="open", reason="unreadable", words=words, unread=parts, searched=searched)


def _kinds(kinds: Sequence[DocumentKind]) -> str:
    return "、".join(KIND_NAMES[kind] for kind in kinds)


def _excused(submission: Submission, verdict: Verdict, kind: str) -> Verdict:
    """Return a review where a document gives its reason for departing from a default."""
    reasons = [fact for fact in _facts(submission.documents, f"reason.{kind}") if fact.evidence]
    if not reasons:
        return verdict
    evidence = tuple(dict.fromkeys((*verdict.evidence, *evidence_of(reasons))))
    return replace(verdict, kind="review", reason="reason-given", evidence=evidence)


def _facts(documents: Sequence[Extracted], kind: str) -> list[Fact]:
    return [fact for extracted in documents for fact in extracted.facts if fact.kind == kind and fact.state == "stated"]


def assumed(submission: Submission, rules: Sequence[Requirement]) -> tuple[str, ...]:
    """Return what was taken for granted because nothing says otherwise."""
    regulations = {item.regulation.id: item.regulation for item in rules}
    said = []
    if submission.profile.classified is None and any(
        regulation.scope.classified is False for regulation in regulations.values()
    ):
        said.append("未见涉密说明，按非涉密处理")
    if submission.profile.special_fund is None and any(one.scope.special_fund for one in regulations.values()):
        said.append("未见资金来源说明，按使用省级专项资金处理")
    stages = stages_of(submission)
    if not submission.profile.stage and stages and any(item.rule.conditions.stage for item in rules):
        said.append(f"未说明阶段，按提交的材料推定为{stage_words(stages)}阶段")
    said += [
        f"《{regulation.title}》可能已经废止，废止日期不明，按有效处理，请核实"
        for regulation in regulations.values()
        if regulation.status == "repealed" and regulation.repealed is None
    ]
    return tuple(said)
