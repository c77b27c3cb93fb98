"""Figures on the line, just inside it and just outside it."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from msgspec.structs import replace

from checks.finding import FindingKind, Reason
from checks.interval import first_day, parse_length
from checks.mutants.literals import Length, only_amounts, only_length, plain, put
from checks.mutants.seed import Mutant, Seed
from checks.rule import Example
from checks.verbs.at_least import AtLeast
from checks.verbs.figure import Figure
from checks.verbs.share_at_least import ShareAtLeast

_COMPARED: tuple[Reason, ...] = ("meets-limit", "below-limit", "above-limit")
_SCALES = (("年", 12), ("个月", 1))


def mutants(seed: Seed) -> Iterator[Mutant]:
    """Yield the seed with its figure, its share, its amount or its day moved onto the limit and to both sides of it."""
    yield from _lengths(seed)
    yield from _shares(seed)
    yield from _amount_line(seed)
    yield from _in_force(seed)


def limit_of(seed: Seed) -> str | None:
    """Return the limit that holds for an example; None where the rule has none."""
    on = first_day(seed.example.on) if seed.example.on else None
    version = seed.item.rule.version_on(on)
    return version.value if version else None


def _lengths(seed: Seed) -> Iterator[Mutant]:
    check, text = seed.item.rule.check, seed.text
    limit = parse_length(limit_of(seed) or "")
    if not isinstance(check, Figure) or text is None or limit is None or seed.reason not in _COMPARED:
        return
    found = only_length(text)
    if found is None:
        return
    step = 1 if isinstance(check, AtLeast) else -1
    for number, unit, where in _near(found, int(limit.months), int(limit.days)):
        inside = where * step >= 0
        words = f"{number}{unit}"
        if number <= 0 or text[found.start : found.end] == words:
            continue
        example = seed.with_text(put(text, found.start, found.end, words))
        side = "界线上" if not where else "界内" if inside else "界外"
        yield _mutant(seed, f"改为{words}（{side}）", example, inside=inside)


def _near(found: Length, months: int, days: int) -> Iterator[tuple[int, str, int]]:
    """Yield figures on the limit (0), one unit under it (-1) and one over it (1)."""
    if months and not days and found.months is not None:
        for unit, scale in _SCALES:
            if months % scale == 0:
                yield months // scale, unit, 0
        yield months - 1, "个月", -1
        yield months + 1, "个月", 1
        if months % 12 == 0:
            yield months // 12 - 1, "年", -1
            yield months // 12 + 1, "年", 1
    elif days and not months and found.months is None:
        for where in (-1, 0, 1):
            yield days + where, found.unit, where


def _shares(seed: Seed) -> Iterator[Mutant]:
    """Move the part of a sum onto its share of the whole, and a yuan to each side."""
    check, text = seed.item.rule.check, seed.text
    if not isinstance(check, ShareAtLeast) or text is None or seed.reason not in _COMPARED:
        return
    found = only_amounts(text, 2)
    limit = limit_of(seed)
    if found is None or limit is None:
        return
    part, whole = sorted(found, key=lambda amount: amount.yuan)
    exact = whole.yuan * Decimal(limit)
    if exact != exact.quantize(Decimal("0.01")):
        return
    for shift in (0, 1, -1):
        amount = exact + shift
        words = f"{plain(amount)}元"
        example = seed.with_text(put(text, part.start, part.end, words))
        where = "界线上" if not shift else "界内" if shift > 0 else "界外"
        yield _mutant(seed, f"分项改为{words}（{where}）", example, inside=shift >= 0)


def _mutant(seed: Seed, change: str, example: Example, *, inside: bool) -> Mutant:
    if inside:
        return Mutant("boundary", change, example, ("pass",), "meets-limit")
    least = isinstance(seed.item.rule.check, AtLeast | ShareAtLeast)
    return Mutant("boundary", change, example, *seed.breach("below-limit" if least else "above-limit"))


def _amount_line(seed: Seed) -> Iterator[Mutant]:
    """Let the owner state an amount on the line from which a rule applies, and a fen to each side of it."""
    conditions = seed.item.rule.conditions
    line = conditions.amount
    if line is None or seed.kind not in ("pass", "fail") or conditions.when or conditions.unless:
        return
    for shift in (Decimal(0), Decimal("0.01"), Decimal("-0.01")):
        amount = Decimal(line.value) + shift
        applies = line.holds(amount)
        expect: FindingKind = seed.kind if applies else "notApplicable"
        reason: Reason = seed.reason if applies else "out-of-scope"
        profile = replace(seed.example.profile, **{line.figure: f"{amount:.2f}"})
        example = replace(seed.example, profile=profile, boundary=False)
        change = f"金额为{amount:.2f}元（{'适用' if applies else '不适用'}）"
        yield Mutant("boundary", change, example, (expect,), reason)


def _in_force(seed: Seed) -> Iterator[Mutant]:
    """Judge on the day a wording begins to hold, and on the day before the first of them."""
    regulation, versions = seed.item.regulation, seed.item.rule.versions
    first = first_day(versions[0].effective) if versions and versions[0].effective else None
    if first is None or regulation.kind != "regulation" or seed.kind not in ("pass", "fail"):
        return
    before = replace(seed.example, on=(first - timedelta(days=1)).isoformat())
    yield Mutant("boundary", "施行前一天", before, ("notApplicable",), "not-in-force")
    if len(versions) == 1:
        yield Mutant("boundary", "施行当天", replace(seed.example, on=first.isoformat()), (seed.kind,), seed.reason)
