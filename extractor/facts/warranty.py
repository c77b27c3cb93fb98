"""Warranty: how long (period.warranty), for what (clause.warranty_scope), and what the supplier owes within it."""

import re
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.facts.period_family import find_periods
from extractor.facts.period_spec import Bound, Spec
from extractor.facts.view import Unit, View

SPEC = Spec(
    kind="period.warranty",
    topic="warranty",
    labels=("label",),
    services=("service",),
    foreign=re.compile(
        r"交付(?!使用|之日|后|验收|日)|交货(?!后|之日|验收|日)|到货(?!后|之日|起|验收|日)|免费维护(?!及|和|与)|竣工(?!验收|后|之日|日)|[加得]分"
    ),
)


def _retention(view: View, unit: Unit, bound: Bound, begin: int, end: int) -> str | None:  # noqa: ARG001  a veto's form
    """Refuse a defects liability period that only holds retention money, or that the text keeps apart."""
    named = [unit.text[h.start : h.end] for h in unit.hits_of("warranty", "label", "service")]
    if re.search(r"保证金|质保金|预留|扣留|分别计算", unit.text) or any(not _REPAIR.match(word) for word in named):
        return "缺陷责任期用于质量保证金，与质保期分别计算"
    return None


_REPAIR = re.compile(
    r"(?:免费|无偿)(?:修|维修|更换|包换|返修|纠错|改正|更正|消缺|排除|缺陷修复)"
)  # what is owed, no other term

LIABILITY = Spec("period.warranty", "warranty", ("liability",), foreign=SPEC.foreign, veto=_retention)

_SCOPE = re.compile(r"^(?:为|是|:|包括|包含|含|涵盖|覆盖|全部|所有|本)[^。；]{2,}")
# within the warranty, also where its term was named just before: 质保期12个月，期内免费维修
_WITHIN = re.compile(
    r"(?:质保|保修|质量保证|质量保修|保固|免费维护|免费维修|缺陷责任)(?:服务)?期?(?:限|间)?(?:之内|以内|内|期间|间)|(?:质保|保修)期[:，,]|质保服务:"
    r"|(?:质保|保修|质量保证|保固)期[^。；]{1,40}[，,](?:此|该|本)?期(?:限|间)?(?:之内|以内|内|间)"
)
_DUTY = re.compile(
    r"(?:免费|无偿|负责|应当?|须|承担|予以|提供)[^，。；]{0,14}?(?:修复|维修|修理|更换|换新|返修|重作|升级|排除|检修|巡检|维护|上门)"
    r"|\d{1,4}\s?(?:个)?(?:小时|分钟)[^，。；]{0,6}?(?:响应|到场|到达|应答|答复|处理|修复|恢复|解决)|(?:响应|到场|到达|应答)[^，。；]{0,8}?\d{1,4}\s?(?:个)?(?:小时|分钟)"
    r"|[一二两三四五六七八九十]{1,3}(?:个)?小时(?:之内|以内|内)[^，。；]{0,6}(?:响应|到场|到达|应答|修复)"
)


def find(view: View) -> Iterator[Fact]:
    """Yield warranty periods, then the clauses on what the warranty covers and what the supplier must do in it."""
    yield from find_periods(view, SPEC)
    yield from find_periods(view, LIABILITY)
    yield from _clauses(view)


def _clauses(view: View) -> Iterator[Fact]:
    for unit in view.with_hits("warranty"):
        yield from _scope(view, unit)
        yield from _duty(view, unit)


def _scope(view: View, unit: Unit) -> Iterator[Fact]:
    scopes = unit.hits_of("warranty", "scope")
    for begin, end in unit.sentences() if scopes else ():
        for hit in scopes:
            if not begin <= hit.start < end:
                continue
            rest = unit.text[hit.end : end]
            if _SCOPE.match(rest):
                yield from _clause_fact(view, unit, begin, end, "clause.warranty_scope", "scope_said")
                return
            following = view.after(unit)
            if not rest.strip(" :") and following and following[0].block.kind != "heading":
                yield from _clause_fact(
                    view, following[0], 0, len(following[0].text), "clause.warranty_scope", "scope_heading"
                )
                return


def _duty(view: View, unit: Unit) -> Iterator[Fact]:
    """Yield a duty within the warranty: the sentence names the warranty, or stands under it, and says what is owed."""
    for begin, end in unit.sentences():
        sentence = unit.text[begin:end]
        within = _WITHIN.search(sentence)
        duty = _DUTY.search(sentence, within.end()) if within else None
        if duty is not None and not re.search(r"除外|不在质保范围|不予免费", sentence[: duty.start()]):
            yield from _clause_fact(view, unit, begin, end, "clause.warranty_duty", "duty_within_warranty")
            return


def _clause_fact(view: View, unit: Unit, begin: int, end: int, kind: str, pattern: str) -> Iterator[Fact]:
    evidence = view.evidence(unit, begin, end)
    if evidence:
        first, last = unit.norm.span(begin, end)
        yield Fact(kind, "stated", unit.norm.source[first:last].strip(), evidence, value="present", pattern=pattern)
