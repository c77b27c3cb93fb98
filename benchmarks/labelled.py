"""Labelled passages and how predictions are compared with them: the rules of the accuracy benchmark.

A passage is a line of JSON: ``id``, ``doc_kind``, ``text``, ``facts`` (what the text states), ``traps`` (quotes that
look like a fact of a kind and are none), ``accept`` (readings neither asked for nor punished), ``phenomenon``. A fact
may be ``optional`` and carry ``state_also``, ``holder_also``, ``op_also``, ``value_also``.

A prediction matches a label when kind and state agree and, if stated, value, operator and holder. Durations are
compared as months and days, amounts and shares as numbers, the rest as text. Clauses and chapters count once a
passage; saying a thing twice is no error, but instalments are counted one by one. What is owned besides the results
(a background product, a licence) has a line of its own and stands outside the averages.
"""

import json
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path

import msgspec

from extractor.fact import DocumentKind, Fact

FOREIGN = frozenset(("background", "improvements", "buyer_materials", "third_party", "licence", "bid_documents"))
_DURATION = re.compile(r"P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?")


class Label(msgspec.Struct, frozen=True):
    """What a passage states, or would be accepted as stating."""

    kind: str
    quote: str = ""
    state: str = "stated"
    value: str | None = None
    op: str | None = "=="
    value_max: str | None = None
    subject: str | None = None
    holder: str | None = None
    optional: bool = False
    state_also: tuple[str, ...] | None = None
    holder_also: tuple[str, ...] | None = None
    op_also: tuple[str, ...] | None = None
    value_also: tuple[str, ...] | None = None


class Trap(msgspec.Struct, frozen=True):
    """A quote that looks like a fact of a kind and is none, and why."""

    kind: str
    quote: str
    why: str = ""


class Passage(msgspec.Struct, frozen=True):
    """A text with all that it states."""

    id: str
    doc_kind: DocumentKind
    text: str
    facts: tuple[Label, ...]
    traps: tuple[Trap, ...] = ()
    accept: tuple[Label, ...] = ()
    phenomenon: str = ""

    def kinds(self) -> set[str]:
        """Return the kinds that the passage has labels or traps of."""
        return {label.kind for label in self.facts} | {trap.kind for trap in self.traps}


class Outcome(msgspec.Struct, frozen=True):
    """What became of a passage: lines of right, wrong and missed facts, with words for those that are not right."""

    right: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]
    trapped: tuple[str, ...]


def load(path: Path) -> list[Passage]:
    """Return the passages of a JSON Lines file.

    Raises ValueError, with the file and the line, where a line is no passage.
    """
    out = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            out.append(msgspec.convert(json.loads(line), Passage))
        except (json.JSONDecodeError, msgspec.ValidationError) as error:
            raise ValueError(f"{path}:{number}: {error}") from error
    return out


def line_of(fact: Label | Fact) -> str:
    """Return the line a fact is counted on."""
    foreign = fact.kind == "ownership.results" and fact.subject in FOREIGN
    return f"{fact.kind}[other]" if foreign else fact.kind


def compare(passage: Passage, facts: Iterable[Fact]) -> Outcome:
    """Compare the facts read from a passage with its labels."""
    found = _each_once(facts)
    wanted = [label for label in passage.facts if not label.optional]
    spare = [*(label for label in passage.facts if label.optional), *passage.accept]
    right: list[str] = []
    rest: list[Fact] = []
    for exact in (True, False):
        for fact in found if exact else tuple(rest):
            label = next((w for w in wanted if _matches(w, fact, exact=exact)), None)
            if label is not None:
                wanted.remove(label)
                right.append(line_of(label))
                if not exact:
                    rest.remove(fact)
            elif exact:
                rest.append(fact)
    wrong = []
    trapped = []
    for fact in rest:
        known = fact.kind != "payment.share" and any(_matches(label, fact) for label in passage.facts)
        if known or fact.state == "unstated" or any(_matches(label, fact) for label in spare):
            continue
        wrong.append((line_of(fact), f"{fact.value or fact.state} {fact.text!r} [{fact.pattern}]"))
        if any(trap.kind == fact.kind and _overlap(trap.quote, fact.text) for trap in passage.traps):
            trapped.append(line_of(fact))
    missed = [(line_of(label), f"{label.value or label.state} {label.quote!r}") for label in wanted]
    return Outcome(tuple(right), tuple(wrong), tuple(missed), tuple(trapped))


def _each_once(facts: Iterable[Fact]) -> list[Fact]:
    seen: set[tuple[object, ...]] = set()
    out = []
    for fact in facts:
        same = (line_of(fact), fact.state, plain(fact.value), fact.op, fact.value_max, fact.holder)
        if fact.kind == "payment.share" or same not in seen:
            out.append(fact)
        seen.add(same)
    return out


def _matches(label: Label, fact: Fact, *, exact: bool = False) -> bool:
    if line_of(label) != line_of(fact):
        return False
    also = () if exact else label.state_also or ()
    if fact.state not in {label.state, *also}:
        return False
    if fact.state != "stated" or fact.kind.startswith(("clause.", "chapter.", "reason.")):
        return True
    if fact.kind.startswith("ownership."):
        return fact.holder in {label.holder, *(() if exact else label.holder_also or ())}
    ops = {label.op or "==", *(() if exact else label.op_also or ())}
    values = {plain(value) for value in (label.value, *(() if exact else label.value_also or ()))}
    if fact.op not in ops or plain(fact.value) not in values:
        return False
    return fact.op != "range" or plain(fact.value_max) == plain(label.value_max)


def plain(value: str | None) -> object:
    """Return a value in a form in which equal values are equal: months and days, numbers, text without white space.

    >>> plain("P2Y") == plain("P24M"), plain("0.3") == plain("0.30"), plain("P730D") == plain("P2Y")
    (True, True, False)
    """
    text = value or ""
    match = _DURATION.fullmatch(text)
    if match and text != "P":
        years, months, weeks, days = (Decimal(part) if part else Decimal(0) for part in match.groups())
        return (years * 12 + months, weeks * 7 + days)
    try:
        return Decimal(text)
    except InvalidOperation:
        return re.sub(r"\s", "", text)


def _overlap(trap: str, words: str) -> bool:
    one, two = (re.sub(r"\s", "", text) for text in (trap, words))
    return bool(one and two) and (one in two or two in one)
