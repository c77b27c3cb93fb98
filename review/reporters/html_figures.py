"""Figures of a finding in the HTML report: found against required as a picture, and a sum reckoned again, row by row.

Only what the finding and the facts of its submission tell is used. Where two figures are not of one measure, or rows do
not make what was reckoned, nothing is drawn and nothing is added up.
"""

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct

from checks.calendar import working_days_between
from checks.wording import money_words, value_words
from review.report import ComparedEntry, DocumentEntry, EvidenceEntry, FactEntry, FindingEntry, Location
from review.reporters.html_rows import GaugeRow, SumRow, plain
from review.reporters.words import compared_words

MOST_TERMS = 60  # rows of a sum that are listed
LEAST = 2  # rows that are a sum
OTHER_SHARES = "质保金、累计付款等另计"
ITEM, SHARE = "budget.item", "payment.share"
MONTHS = 12
DAYS = 365  # of a year, where the limit counts in one and the document in the other
WHOLE_DAY, WHOLE_MONTH = 3, 2  # parts of a date

_MONEY = re.compile(r"-?\d+\.\d{2}")
_SHARE = re.compile(r"\d(?:\.\d+)?")
_LENGTH = re.compile(r"P(?=\d)(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?")
_DATE = r"\d{4}-\d{2}(?:-\d{2})?"
_INTERVAL = re.compile(rf"({_DATE})/({_DATE})")


class _Measured(Struct, frozen=True):
    """A figure: of what measure (``yuan share month day working``), how many, in words."""

    measure: str
    number: Decimal
    words: str


def gauge(finding: FindingEntry) -> GaugeRow | None:
    """Return what was found beside what is required, in one measure; None where the two are no such numbers."""
    asked, found = finding.expected, finding.actual
    if asked is None or found is None or asked.value is None or found.value is None:
        return None
    limit = _measured(asked.value, asked)
    ends = [_measured(value, found, limit) for value in (found.value, found.value_max) if value is not None]
    top = _measured(asked.value_max, asked) if asked.value_max is not None else None
    if limit is None or (asked.value_max is not None and top is None):
        return None
    measured = _alike([limit, *([top] if top is not None else []), *ends])
    if measured is None or min(measured) < 0 or (asked.op == "==" and limit.measure != "share"):
        return None
    low = measured[0]
    room = _reach(asked.op, low, measured[1] if top is not None else None)
    first = measured[2 if top is not None else 1]
    reach = _reach(found.op, first, measured[-1] if found.op == "range" else None)
    if room is None or reach is None:
        return None
    said = ends[0].words if found.op == "==" and ends[0] is not None else compared_words(found)
    return GaugeRow(_pair(room), _pair(reach), plain(compared_words(asked)), plain(said))


def _measured(value: str, side: ComparedEntry, limit: _Measured | None = None) -> _Measured | None:
    """Return a value as a number of its measure; an interval in the measure of the limit that it is held against."""
    length = _LENGTH.fullmatch(value)
    working = side.unit == "working_day"
    if length is not None:
        years, months, weeks, days = (Decimal(part or 0) for part in length.groups())
        some, many = years * MONTHS + months, weeks * 7 + days
        if some and many:
            return None
        measure = "working" if working else "day" if many else "month"
        return _Measured(measure, many or some, value_words(value, working=working))
    interval = _INTERVAL.fullmatch(value)
    if interval is not None:
        return _between(interval[1], interval[2], limit)
    if _MONEY.fullmatch(value) and not value.startswith(("0.", "-0.")):
        return _Measured("yuan", Decimal(value), money_words(value))
    return _Measured("share", Decimal(value), value_words(value)) if _SHARE.fullmatch(value) else None


def _between(start: str, end: str, limit: _Measured | None) -> _Measured | None:
    """Return how long an interval is, its last day included; of working days the day after the first is 1."""
    first, last = _day(start, last=False), _day(end, last=True)
    if limit is None or first is None or last is None or last < first or last == date.max:
        return None
    if limit.measure == "working":
        count = working_days_between(first, last)
        return None if count is None else _Measured("working", Decimal(count), f"{count}个工作日")
    if limit.measure != "month":
        return None
    after = last + timedelta(days=1)
    months = (after.year - first.year) * MONTHS + after.month - first.month - (after.day < first.day)
    year, month = divmod(first.year * MONTHS + first.month - 1 + months, MONTHS)
    length = calendar.monthrange(year, month + 1)[1]
    over = (after - date(year, month + 1, min(first.day, length))).days
    words = f"{months}个月" + (f"零{over}天" if over else "")
    return _Measured("month", months + Decimal(over) / length, words)


def _day(written: str, *, last: bool) -> date | None:
    parts = [int(part) for part in written.split("-")]
    try:
        if len(parts) == WHOLE_DAY:
            return date(*parts)
        year, month = parts
        return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    except (ValueError, OverflowError):
        return None


def _alike(several: Sequence[_Measured | None]) -> list[Decimal] | None:
    """Return numbers in one measure: years and days meet at 365 days, months and days do not meet."""
    known = [one for one in several if one is not None]
    measures = {one.measure for one in known}
    if len(known) < len(several):
        return None
    if len(measures) == 1:
        return [one.number for one in known]
    if measures != {"month", "day"} or any(one.measure == "month" and one.number % MONTHS for one in known):
        return None
    return [one.number if one.measure == "day" else one.number / MONTHS * DAYS for one in known]


def _reach(op: str, low: Decimal, high: Decimal | None) -> tuple[Decimal, Decimal | None] | None:
    """Return from where to where an operator reaches; the end is None where there is none."""
    reaches = {"==": (low, low), ">=": (low, None), ">": (low, None), "<=": (Decimal(0), low), "<": (Decimal(0), low)}
    if op == "range" and high is not None:
        return low, high
    return reaches.get(op)


def _pair(reach: tuple[Decimal, Decimal | None]) -> tuple[float, float | None]:
    low, high = reach
    return float(round(low, 4)), None if high is None else float(round(high, 4))


def reckoned(finding: FindingEntry, documents: Sequence[DocumentEntry]) -> SumRow | None:
    """Return a sum made again: of the rows of a table, or of shares; None where the finding compares no such figures.

    ``documents`` are those of the submission, with their facts.
    """
    asked, found = finding.expected, finding.actual
    if finding.kind not in ("fail", "review") or asked is None or found is None or not finding.evidence:
        return None
    if asked.op != "==" or found.op != "==" or asked.value is None or found.value is None:
        return None
    if _SHARE.fullmatch(asked.value) and _SHARE.fullmatch(found.value):
        return _shares(finding, documents, Decimal(asked.value), Decimal(found.value))
    place = finding.evidence[0].location
    if not (_MONEY.fullmatch(asked.value) and _MONEY.fullmatch(found.value)) or None in (place.row, place.column):
        return None
    made, stated = Decimal(asked.value), Decimal(found.value)
    terms = _rows(finding.evidence[0], documents, made)
    over = _signed(stated - made, money_words(str(abs(stated - made))))
    lines = (
        (f"{len(terms)}行相加" if terms else "应为", money_words(asked.value)),
        ("表中所列", money_words(found.value)),
        ("相差", over),
    )
    return SumRow(0, f"{'重算' if terms else '应为'}{money_words(asked.value)}，表中差{over}", _listed(terms), lines)


def _shares(finding: FindingEntry, documents: Sequence[DocumentEntry], whole: Decimal, made: Decimal) -> SumRow | None:
    """Return the shares that are quoted, and what the sum that the finding tells has beside them."""
    quoted = set(map(_key, finding.evidence))
    facts = [
        fact
        for document in documents
        for fact in document.facts
        if fact.kind == SHARE and fact.op == "==" and fact.value and fact.evidence and _key(fact.evidence[0]) in quoted
    ]
    beside = made - sum((Decimal(fact.value or 0) for fact in facts), Decimal(0))
    if len(facts) < LEAST or beside < 0:
        return None
    # what is kept back, or lifts the sum (付至), is reckoned in but is no instalment of its own
    other = ((OTHER_SHARES, value_words(str(beside))),) if beside else ()
    over = _signed(made - whole, value_words(str(abs(made - whole))))
    lines = (("相加", value_words(str(made))), ("应为", value_words(str(whole))), ("相差", over))
    return SumRow(-1, "", (*_listed(facts), *other), lines)


def _rows(cell: EvidenceEntry, documents: Sequence[DocumentEntry], made: Decimal) -> list[FactEntry]:
    """Return the lines of a table right above a cell, else right below it, that make ``made``; none where none do."""
    facts = [
        fact
        for document in documents
        if document.path == cell.document
        for fact in document.facts
        if fact.kind == ITEM and fact.value and fact.evidence and _column(fact.evidence[0]) == _column(cell)
    ]
    row = cell.location.row or 0
    facts.sort(key=_row)
    above = [fact for fact in facts if _row(fact) < row]
    below = [fact for fact in facts if _row(fact) > row]
    return _making(above[::-1], made)[::-1] or _making(below, made)


def _making(facts: Sequence[FactEntry], made: Decimal) -> list[FactEntry]:
    """Return the first rows, two or more, that add up to ``made``; none where no beginning does."""
    total = Decimal(0)
    for count, fact in enumerate(facts, 1):
        total += Decimal(fact.value or 0)
        if count >= LEAST and total == made:
            return list(facts[:count])
    return []


def _row(fact: FactEntry) -> int:
    return fact.evidence[0].location.row or 0


def _listed(facts: Sequence[FactEntry]) -> tuple[tuple[str, str], ...]:
    """Return the name and the value of each row; of very many those left out are told as one."""
    terms = [(plain(_name(fact)), value_words(fact.value or "")) for fact in facts[:MOST_TERMS]]
    rest = facts[MOST_TERMS:]
    if rest:
        total = sum((Decimal(fact.value or 0) for fact in rest), Decimal(0))
        terms.append((f"其余{len(rest)}行", value_words(str(total))))
    return tuple(terms)


def _name(fact: FactEntry) -> str:
    return fact.subject or fact.text or fact.evidence[0].quote


def _signed(difference: Decimal, words: str) -> str:
    return f"{'+' if difference > 0 else '−' if difference < 0 else ''}{words}"


def _key(evidence: EvidenceEntry) -> tuple[str, str, Location]:
    return evidence.document, evidence.quote, evidence.location


def _column(evidence: EvidenceEntry) -> tuple[object, ...]:
    place = evidence.location
    return evidence.document, place.part, place.sheet, place.table, place.column
