"""``share_at_least``: a part of a sum makes up at least a share of it (network security of the total budget)."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal
from typing import ClassVar

from msgspec import Struct

from checks.case import Case, Verdict, evidence_of
from checks.finding import Compared, FindingKind, Reason
from checks.statements import document_of, in_force, stated
from checks.verbs.verb import OnBlank, Verb, unsettled
from checks.vocabulary import fact_name
from checks.wording import listed, value_words
from extractor.fact import Fact

SHOWN = 8  # rows of the part named in the sentence


class _Sum(Struct, frozen=True):
    """What the part, or the whole, may come to; ``facts`` are the rows that make it up, ``high`` None where open."""

    low: Decimal
    high: Decimal | None
    facts: tuple[Fact, ...]


class ShareAtLeast(Verb, frozen=True, tag="share_at_least"):
    """The amounts of ``part`` together are at least the limit's share of ``whole``, counted to the fen, never rounded.

    Rows of one table are added. What several tables or sentences say of the part are readings of it: the verdict is
    certain where all of them lie on one side.
    """

    part: tuple[str, ...]
    whole: tuple[str, ...]
    if_blank: OnBlank = "fail"
    near: tuple[str, ...] = ()

    needs_limit: ClassVar[bool] = True

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return self.part + self.whole

    def judge(self, case: Case) -> Verdict:
        """Return pass, fail or review with the rows of the part and the whole; missing where either is not stated."""
        name, whole_name = fact_name(self.part[0]), fact_name(self.whole[0])
        limit = case.limit or "0"
        words = {"document": case.names(), "limit": value_words(limit), "name": f"{name}占{whole_name}的比例"}
        parts, wholes = case.facts(self.part), case.facts(self.whole)
        counted = in_force(case, stated(parts))
        totals = [_Sum(*_ends(fact), (fact,)) for fact in in_force(case, stated(wholes)) if _usable(fact)]
        if not counted:
            return unsettled(case, parts, self.if_blank, {**words, "name": name}) or case.found_nothing(
                "fail", "missing", asked=self.part, near=self.near, nearest=evidence_of(t.facts[0] for t in totals),
                words={**words, "missing": name})  # fmt: skip
        if not totals:
            actual = listed([f"{name}{value_words(fact.value or '0')}" for fact in counted])
            return Verdict(kind="review", reason="unstated", words={**words, "name": whole_name, "actual": actual},
                           evidence=evidence_of((*counted, *wholes)), unread=case.unread(),
                           fact=self.part[0])  # fmt: skip
        return self._compare(case, _readings(counted, totals), totals, Decimal(limit), words)

    def _compare(self, case: Case, sums: Sequence[_Sum], totals: Sequence[_Sum], limit: Decimal,
                 words: dict[str, str]) -> Verdict:  # fmt: skip
        pairs = [(part, total) for part in sums for total in totals]
        sides = {_side(part, total, limit) for part, total in pairs}
        kind: FindingKind = "review"
        reason: Reason = "conflicting" if {"inside", "outside"} <= sides else "straddles-limit"
        if sides == {"inside"}:
            kind, reason = "pass", "meets-limit"
        elif sides == {"outside"}:
            kind, reason = "fail", "below-limit"
        part, total = min(pairs, key=lambda pair: _share(*pair))
        shown = [_words(*pair) for pair in pairs] if reason == "conflicting" else [_words(part, total)]
        facts = [fact for one in (part, total, *sums, *totals) for fact in one.facts]
        rows = listed([_row(fact) for fact in part.facts], SHOWN, "项")
        added = value_words(f"{part.low:.2f}")
        if part.high is not None and part.high > part.low and len(part.facts) > 1:
            added += f"至{value_words(f'{part.high:.2f}')}（几张表各有列支，是否重复请核对）"
        note = f"计入的有：{rows}；合计{added}，{fact_name(self.whole[0])}{_total_words(total)}。"
        return Verdict(
            kind=kind, reason=reason, words={**words, "actual": listed(shown)},
            note=note, expected=Compared(">=", f"{limit}"), actual=Compared("==", f"{_share(part, total)}"),
            evidence=evidence_of(facts), unread=case.unread(), fact=self.part[0],
        )  # fmt: skip


def _usable(fact: Fact) -> bool:
    """Tell whether a whole can be divided by: a lot is no whole, a floor or nothing says no share."""
    return fact.subject is None and fact.op not in (">", ">=") and Decimal(fact.value or "0") > 0


def _ends(fact: Fact) -> tuple[Decimal, Decimal | None]:
    """Return the least and the most an amount may be; None where nothing bounds it above."""
    value = Decimal(fact.value or "0")
    if fact.op in ("<", "<="):
        return Decimal(0), value
    if fact.op in (">", ">="):
        return value, None
    return value, Decimal(fact.value_max) if fact.value_max is not None else value


def _readings(facts: Sequence[Fact], totals: Sequence[_Sum]) -> list[_Sum]:
    """Return what the part may come to: the rows of the table of the whole added, the sums of others, sentences.

    A table that holds the whole's own row counts before tables that do not: details of the same money stand there.
    Rows of several such tables may be the same money again or more of it, so their sum lies between the largest and
    all of them.
    """
    tables: dict[tuple[str, int], list[Fact]] = {}
    said: list[Fact] = []
    for fact in facts:
        if fact.pattern.endswith(":table_line"):
            tables.setdefault((document_of(fact), fact.evidence[0].block), []).append(fact)
        else:
            said.append(fact)
    homes = {(document_of(fact), fact.evidence[0].block) for total in totals for fact in total.facts if fact.evidence}
    own = [rows for place, rows in tables.items() if place in homes]
    found = [_added(rows) for rows in own]
    if tables and not own:
        groups = [_added(rows) for rows in tables.values()]
        largest = max(groups, key=lambda one: one.low)
        every = tuple(fact for one in groups for fact in one.facts)
        same = len({one.low for one in groups}) == 1
        found.append(largest if same else _Sum(largest.low, sum((one.low for one in groups), Decimal(0)), every))
    general = [fact for fact in said if not _is_detail(fact)]
    found += [_Sum(*_ends(fact), (fact,)) for fact in general]
    if not found:
        distinct = {(fact.subject, fact.value): fact for fact in said}
        found.append(_added(tuple(distinct.values())))
    return found


def _is_detail(fact: Fact) -> bool:
    """Tell whether a sentence states one item of the part (等保测评费) and not all of it (网络安全投资)."""
    words = fact.subject or fact.text
    return any(word in words for word in ("测评", "密评", "设备", "产品", "软件", "服务", "密码", "等级保护"))


def _added(facts: Sequence[Fact]) -> _Sum:
    ends = [_ends(fact) for fact in facts]
    low = sum((one for one, _ in ends), Decimal(0))
    high = None if any(end is None for _, end in ends) else sum((end or Decimal(0) for _, end in ends), Decimal(0))
    return _Sum(low, high, tuple(facts))


def _side(part: _Sum, total: _Sum, limit: Decimal) -> str:
    if total.high is not None and part.low >= limit * total.high:
        return "inside"
    if part.high is not None and part.high < limit * total.low:
        return "outside"
    return "across"


def _share(part: _Sum, total: _Sum) -> Decimal:
    """Return the least share with four decimals, cut and not rounded: 4.996% is below 5%."""
    return (part.low / (total.high or total.low)).quantize(Decimal("0.0001"), ROUND_DOWN)


def _words(part: _Sum, total: _Sum) -> str:
    share = f"{_share(part, total) * 100:f}".rstrip("0").rstrip(".")
    return f"{share}%（{value_words(f'{part.low:.2f}')}÷{value_words(f'{total.high or total.low:.2f}')}）"


def _total_words(total: _Sum) -> str:
    return value_words(f"{total.high or total.low:.2f}")


def _row(fact: Fact) -> str:
    return f"{fact.subject or fact_name(fact.kind)}{value_words(fact.value or '0')}"
