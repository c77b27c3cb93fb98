"""Every corpus of labelled passages in ``tests/corpora``: how many of its facts are found, how many found are right.

A corpus is a JSON Lines file of passages: ``id``, ``doc_kind``, ``text``, ``facts`` (what the text states, as the tool
should), ``traps`` (quotes that look like a fact of a kind and are none) and ``phenomenon``. A file is scored for the
kinds that it has facts or traps of. A fact may carry ``optional`` (neither asked for nor punished) and ``state_also``,
``holder_also``, ``op_also``, ``value_also``; a passage ``accept``, further facts that are not punished.
"""

import json
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from extractor.pipeline import extract_text

CORPORA = Path(__file__).parents[2] / "corpora"
FILES = sorted(CORPORA.glob("*.jsonl"))
WHOLE = (0.97, 0.93)
"""The precision and recall a file must reach over all of its kinds."""
ONE_KIND = (0.9, 0.85)
"""The same for a kind alone that has at least eight facts in a file."""
FOREIGN = frozenset(("background", "improvements", "buyer_materials", "third_party", "licence", "bid_documents"))
_DURATION = re.compile(r"P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?")

Labelled = dict[str, Any]


@cache
def passages(path: Path) -> tuple[Labelled, ...]:
    return tuple(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def kinds_of(rows: tuple[Labelled, ...]) -> frozenset[str]:
    return frozenset(label["kind"] for row in rows for label in (*row["facts"], *row.get("traps", ())))


def line_of(fact: Labelled) -> str:
    """The line a fact is counted on: what is owned besides the results has one of its own."""
    foreign = fact["kind"] == "ownership.results" and fact.get("subject") in FOREIGN
    return f"{fact['kind']}[other]" if foreign else str(fact["kind"])


def plain(value: object) -> object:
    """A value in a form in which equal values are equal: durations in months and days, figures as numbers."""
    text = str(value)
    match = _DURATION.fullmatch(text)
    if match and text != "P":
        years, months, weeks, days = (Decimal(part) if part else Decimal(0) for part in match.groups())
        return (years * 12 + months, weeks * 7 + days)
    try:
        return Decimal(text)
    except InvalidOperation:
        return re.sub(r"\s", "", text)


def agrees(gold: Labelled, found: Labelled) -> bool:
    if line_of(gold) != line_of(found):
        return False
    if found["state"] not in {gold.get("state", "stated"), *gold.get("state_also", ())}:
        return False
    if found["state"] != "stated":
        return True
    if gold["kind"].startswith("ownership."):
        return found["holder"] in {gold.get("holder"), *gold.get("holder_also", ())}
    if gold["kind"].startswith(("clause.", "chapter.", "reason.")):
        return True
    ops = {gold.get("op") or "==", *gold.get("op_also", ())}
    values = {plain(gold.get("value")), *(plain(value) for value in gold.get("value_also", ()))}
    if found["op"] not in ops or plain(found["value"]) not in values:
        return False
    return found["op"] != "range" or plain(found["value_max"]) == plain(gold.get("value_max"))


def same(fact: Labelled) -> tuple[object, ...]:
    """What makes two statements of a passage one: said twice is no error."""
    if fact["state"] != "stated":
        return (line_of(fact), fact["state"])
    if fact["kind"].startswith("ownership."):
        return (line_of(fact), fact["holder"])
    if fact["kind"].startswith(("clause.", "chapter.", "reason.")):
        return (fact["kind"],)
    return (fact["kind"], plain(fact["value"]), fact["op"], str(fact["value_max"]))


def found_in(row: Labelled, kinds: frozenset[str]) -> list[Labelled]:
    facts = [msgspec.to_builtins(f) for f in extract_text(row["text"], kind=row["doc_kind"]).facts if f.kind in kinds]
    seen: set[tuple[object, ...]] = set()
    out = []
    for fact in facts:
        repeated = fact["kind"] != "payment.share" and same(fact) in seen
        seen.add(same(fact))
        if not repeated:
            out.append(fact)
    return out


def score(row: Labelled, kinds: frozenset[str]) -> tuple[Counter[str], Counter[str], Counter[str], list[str]]:
    """Right, wrong and missed by line, and what was wrong or missed in words."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    said = []
    open_facts = [fact for fact in row["facts"] if not fact.get("optional")]
    spare = [*(fact for fact in row["facts"] if fact.get("optional")), *row.get("accept", ())]
    rest = []
    for found in found_in(row, kinds):
        gold = next((g for g in open_facts if agrees(g, found)), None)
        if gold is None:
            rest.append(found)
            continue
        open_facts.remove(gold)
        right[line_of(gold)] += 1
    for found in rest:
        settled = any(agrees(g, found) for g in (*row["facts"], *spare))
        if not settled and found["state"] != "unstated":
            wrong[line_of(found)] += 1
            said.append(f"{row['id']} wrong {found['kind']} {found['holder']} {found['text']} [{found['pattern']}]")
    for gold in open_facts:
        missed[line_of(gold)] += 1
        said.append(f"{row['id']} missed {gold['kind']} {gold.get('holder')} {gold['quote']}")
    return right, wrong, missed, said


@cache
def scored(path: Path) -> tuple[Counter[str], Counter[str], Counter[str], tuple[str, ...]]:
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    said: list[str] = []
    rows = passages(path)
    kinds = kinds_of(rows)
    for row in rows:
        r, w, m, words = score(row, kinds)
        right += r
        wrong += w
        missed += m
        said += words
    return right, wrong, missed, tuple(said)


def rates(right: int, wrong: int, missed: int) -> tuple[float, float]:
    return right / max(1, right + wrong), right / max(1, right + missed)


def test_there_is_a_corpus() -> None:
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_labels_stand_in_their_text(path: Path) -> None:
    rows = passages(path)
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        bare = re.sub(r"\s", "", row["text"])
        for label in (*row["facts"], *row.get("traps", ())):
            assert re.sub(r"\s", "", label["quote"]) in bare, (row["id"], label["quote"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_whole_corpus(path: Path) -> None:
    right, wrong, missed, said = scored(path)
    precision, recall = rates(right.total(), wrong.total(), missed.total())
    assert precision >= WHOLE[0], "\n".join(said)
    assert recall >= WHOLE[1], "\n".join(said)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_kind_of_a_corpus(path: Path) -> None:
    right, wrong, missed, said = scored(path)
    low = {}
    for line in right + missed:
        if right[line] + missed[line] >= 8:
            precision, recall = rates(right[line], wrong[line], missed[line])
            if precision < ONE_KIND[0] or recall < ONE_KIND[1]:
                low[line] = (round(precision, 3), round(recall, 3))
    assert not low, f"{low}\n" + "\n".join(said)


def test_the_scorer_sees_errors() -> None:
    row = {
        "id": "X",
        "doc_kind": "contract",
        "text": "软件著作权归乙方所有。甲方有权解除合同。",
        "facts": [
            {"kind": "ownership.results", "state": "stated", "holder": "buyer", "quote": "软件著作权归乙方所有"},
            {"kind": "clause.acceptance", "state": "stated", "quote": "甲方有权解除合同"},
        ],
        "traps": [{"kind": "clause.termination", "quote": "甲方有权解除合同"}],
    }
    right, wrong, missed, _ = score(row, kinds_of((row,)))
    assert not right
    assert dict(wrong) == {"ownership.results": 1, "clause.termination": 1}
    assert dict(missed) == {"ownership.results": 1, "clause.acceptance": 1}
