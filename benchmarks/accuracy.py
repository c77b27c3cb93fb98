"""How well facts are read: ``python -m benchmarks.accuracy SET.jsonl… [--baseline FILE] [--keep]``.

Prints precision, recall and F1 for each kind, what was missed and what was wrong, and the traps run into. With a
baseline (``benchmarks/results/accuracy.json`` holds that of ``tests/corpora``), what each passage gained or lost
against it is printed; ``--keep`` writes the result there. The exit code is 1 where a passage lost something.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

import msgspec

from benchmarks.labelled import Passage, compare, load
from extractor.pipeline import extract_text

RESULTS = Path(__file__).parent / "results" / "accuracy.json"


class Line(msgspec.Struct, frozen=True):
    """The counts of a kind."""

    right: int
    wrong: int
    missed: int
    precision: float | None
    recall: float | None
    f1: float | None


class Result(msgspec.Struct, frozen=True):
    """What a set of passages gave: counts by kind and in all, traps, and the errors of each passage that has any."""

    passages: int
    without_error: int
    kinds: dict[str, Line]
    whole: Line
    traps: int
    trapped: int
    errors: dict[str, list[str]]


def line(right: int, wrong: int, missed: int) -> Line:
    """Return counts with their rates; a rate is None where nothing of its kind was found or asked for."""

    def rate(part: int, whole: int) -> float | None:
        return round(part / whole, 4) if whole else None

    return Line(
        right,
        wrong,
        missed,
        rate(right, right + wrong),
        rate(right, right + missed),
        rate(2 * right, 2 * right + wrong + missed),
    )


def measure(sets: list[list[Passage]]) -> Result:
    """Read all passages and count; each set is judged on the kinds that it has labels or traps of."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    errors: dict[str, list[str]] = {}
    trapped = traps = passages = 0
    for rows in sets:
        kinds = {kind for row in rows for kind in row.kinds()}
        for row in rows:
            facts = (f for f in extract_text(row.text, kind=row.doc_kind).facts if f.kind in kinds)
            outcome = compare(row, facts)
            right.update(outcome.right)
            wrong.update(kind for kind, _ in outcome.wrong)
            missed.update(kind for kind, _ in outcome.missed)
            traps += len(row.traps)
            trapped += len(outcome.trapped)
            passages += 1
            said = [f"多 {kind} {words}" for kind, words in outcome.wrong]
            said += [f"漏 {kind} {words}" for kind, words in outcome.missed]
            if said:
                errors[row.id] = said
    lines = {kind: line(right[kind], wrong[kind], missed[kind]) for kind in sorted(right + wrong + missed)}
    own = [kind for kind in lines if not kind.endswith("[other]")]
    whole = line(*(sum(counts[kind] for kind in own) for counts in (right, wrong, missed)))
    return Result(passages, passages - len(errors), lines, whole, traps, trapped, errors)


def changes(before: Result, now: Result) -> tuple[list[str], list[str]]:
    """Return what was gained and what was lost, passage by passage."""
    gained, lost = [], []
    for name in sorted(before.errors.keys() | now.errors.keys()):
        old, new = before.errors.get(name, []), now.errors.get(name, [])
        gained += [f"{name} {words}" for words in old if words not in new]
        lost += [f"{name} {words}" for words in new if words not in old]
    return gained, lost


def shown(result: Result) -> str:
    """Return the table of a result and its errors as text."""

    def number(rate: float | None) -> str:
        return "    –" if rate is None else f"{rate:5.3f}"

    out = [f"{'类别':<28}{'对':>5}{'多':>5}{'漏':>5}   精确  召回  F1"]
    for kind, one in [*result.kinds.items(), ("合计", result.whole)]:
        rates = " ".join(number(rate) for rate in (one.precision, one.recall, one.f1))
        out.append(f"{kind:<30}{one.right:>5} {one.wrong:>5} {one.missed:>5}  {rates}")
    out.append(f"语段{result.passages}，无错{result.without_error}；陷阱{result.traps}，误入{result.trapped}")
    out += [f"{name} {words}" for name, said in result.errors.items() for words in said]
    return "\n".join(out)


def main() -> int:
    """Measure, compare with the baseline, and keep the result if asked to; return the exit code."""
    parser = argparse.ArgumentParser(description="测量读取事实的准确程度")
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET.jsonl", help="标注语段")
    parser.add_argument("--baseline", type=Path, help="与此前的结果比较")
    parser.add_argument("--keep", action="store_true", help="把结果写入基线文件（缺省为results/accuracy.json）")
    options = parser.parse_args()
    try:
        sets = [load(path) for path in options.sets]
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    result = measure(sets)
    print(shown(result))
    lost: list[str] = []
    if options.baseline is not None and options.baseline.exists():
        gained, lost = changes(msgspec.json.decode(options.baseline.read_bytes(), type=Result), result)
        print("\n".join([*(f"改进 {words}" for words in gained), *(f"退步 {words}" for words in lost)]) or "与基线相同")
    if options.keep:
        target = options.baseline or RESULTS
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
