"""A figure against a limit: what ``at_least`` and ``at_most`` share."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import ClassVar, Literal

from msgspec.structs import replace

from checks.case import Case, Verdict, evidence_of, related_of
from checks.finding import Compared, FindingKind, Reason
from checks.interval import Side, first_day, side, span_side
from checks.statements import by_subject, followed, in_force, is_minor, stated, subject_words
from checks.submission import carriers_of
from checks.verbs.verb import OnBlank, Verb, unsettled
from checks.vocabulary import fact_name
from checks.wording import statement_words, value_words
from extractor.fact import Evidence, Fact

Want = Literal[">=", "<="]
_RANK = {"fail": 0, "review": 1, "pass": 2}


class Figure(Verb, frozen=True):
    """Parameters of a limit. ``instead`` are facts that may mean the same: they give a review, never a pass."""

    fact: tuple[str, ...]
    instead: tuple[str, ...] = ()
    if_blank: OnBlank = "fail"
    near: tuple[str, ...] = ()

    needs_limit: ClassVar[bool] = True
    want: ClassVar[Want] = ">="
    """What the limit asks of a statement."""

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return self.fact + self.instead

    def judge(self, case: Case) -> Verdict:
        """Return pass, fail or review for the statements found; missing, blank or referred where there is none."""
        limit = case.limit or ""
        words = {"document": case.names(), "limit": value_words(limit), "name": fact_name(self.fact[0])}
        facts = case.facts(self.fact)
        statements, pointers = stated(facts), [fact for fact in facts if fact.state == "referred"]
        if not statements and not any(fact.state == "blank" for fact in facts):
            statements = followed(case, pointers)
        if statements:
            return self._figures(case, in_force(case, statements), pointers, limit, words)
        verdict = unsettled(case, facts, self.if_blank, words)
        return verdict or self._absent(case, limit, words)

    def _absent(self, case: Case, limit: str, words: dict[str, str]) -> Verdict:
        """Nothing states the figure: what may mean the same is shown, and decides only where both readings fail."""
        others = in_force(case, stated(case.facts(self.instead)))
        if not others:
            return case.found_nothing("fail", "missing", asked=self.fact, near=self.near, words=words)
        judged = self._figures(case, others, [], limit, words)
        said, subject = judged.words["actual"], judged.words["subject"]
        note = f"文中约定了{subject}{fact_name(others[0].kind)}{said}，是否即{words['name']}，请核对。"
        if judged.kind == "fail":
            return case.found_nothing("fail", "missing", nearest=judged.evidence, words=words, note=note)
        return replace(
            judged, kind="review", reason="needs-person", words={**words, "actual": said}, note=note, fact=self.fact[0]
        )

    def _figures(self, case: Case, facts: Sequence[Fact], pointers: Sequence[Fact], limit: str,
                 words: dict[str, str]) -> Verdict:  # fmt: skip
        verdicts = []
        words = {**words, "document": case.names_of(facts)}
        for subject, members in by_subject(facts).items():
            verdict = self._subject(case, members, limit, {**words, "subject": subject_words(subject)})
            verdicts.append((subject, verdict))
        subject, worst = min(verdicts, key=lambda item: (_RANK[item[1].kind], is_minor(item[0])))
        if worst.kind == "fail" and is_minor(subject):
            note = f"仅{worst.words['subject']}的{words['name']}较短，是否允许请人工判断。"
            worst = replace(worst, kind="review", reason="needs-person", note=note)
        others = [fact for fact in facts if fact.subject != subject]
        evidence = (*worst.evidence, *evidence_of(others), *evidence_of(pointers), *related_of(facts))
        return replace(worst, evidence=tuple(dict.fromkeys(evidence)))

    def _subject(self, case: Case, facts: Sequence[Fact], limit: str, words: dict[str, str]) -> Verdict:
        """Judge the statements about one subject: on one side of the limit together, on both sides a person decides."""
        sides: list[tuple[Side, Fact]] = []
        starts: list[Evidence] = []
        for fact in facts:
            where, start = self._side(case, fact, limit)
            sides.append((where, fact))
            starts += start
        found = {where for where, _ in sides}
        kind: FindingKind = "review"
        reason: Reason = "conflicting" if {"inside", "outside"} <= found else "straddles-limit"
        if found == {"inside"}:
            kind, reason = "pass", "meets-limit"
        elif found == {"outside"}:
            kind, reason = "fail", "below-limit" if self.want == ">=" else "above-limit"
        order = {"outside": 0, "across": 1, "inside": 2}
        sides.sort(key=lambda item: order[item[0]])  # stable: the first of the worst
        shown = sides[0][1]
        actual = statement_words(shown)
        if reason == "conflicting":
            actual = f"{actual}和{statement_words(sides[-1][1])}"
        return Verdict(
            kind=kind,
            reason=reason,
            words={**words, "actual": actual},
            note="" if found != {"across"} or "-" not in (shown.value or "") else "只写明最迟日期，起算日期不明。",
            expected=Compared(self.want, limit),
            actual=Compared(shown.op, shown.value, shown.value_max, shown.unit),
            evidence=tuple(dict.fromkeys((*evidence_of([shown]), *evidence_of(facts), *starts))),
            unread=case.unread(),
            fact=shown.kind,
        )

    def _side(self, case: Case, fact: Fact, limit: str) -> tuple[Side, tuple[Evidence, ...]]:
        """Return the side of the limit a statement lies on, with the evidence of the start it was counted from."""
        value = fact.value or ""
        if "/" in value:
            first, last = value.split("/", 1)
            return span_side(first, last, limit, self.want), ()
        if first_day(value) is not None:
            start = self._start(case)
            if start is None:
                return "across", ()
            return span_side(start.value or "", value, limit, self.want), start.evidence
        numbers = _numbers(value, fact.value_max or value, limit)
        if numbers is not None:
            return _number_side(fact, numbers, self.want), ()
        return side(fact.op, value, fact.value_max, limit, self.want, working=fact.unit == "working_day"), ()

    def _start(self, case: Case) -> Fact | None:
        """Return the signing date from which a latest day is counted; None where there is none, or more than one."""
        facts = stated(case.facts(("date.signed",)))
        if not facts:
            contracts = carriers_of(case.submission.documents, ("contract",))
            facts = [fact for carrier in contracts for fact in stated(carrier.facts(("date.signed",)))]
        full = [fact for fact in facts if len(fact.value or "") == 10]
        return full[0] if full and len({fact.value for fact in full}) == 1 else None


def _numbers(*texts: str) -> tuple[Decimal, ...] | None:
    try:
        return tuple(Decimal(text) for text in texts)
    except InvalidOperation:
        return None


def _number_side(fact: Fact, numbers: tuple[Decimal, ...], want: Want) -> Side:
    low, high, limit = numbers
    reaches_down, reaches_up = fact.op in ("<=", "<"), fact.op in (">=", ">")
    if want == ">=":
        inside = not reaches_down and low >= limit
        outside = not reaches_up and (high < limit or (high == limit and fact.op == "<"))
    else:
        inside = not reaches_up and high <= limit
        outside = not reaches_down and (low > limit or (low == limit and fact.op == ">"))
    if inside:
        return "inside"
    return "outside" if outside else "across"
