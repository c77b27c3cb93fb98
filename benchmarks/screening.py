"""Measure whole screening: ``python -m benchmarks.screening [--files 10000]``; results in ``results/screening.json``.

One run on a generated folder: cold, warm, after a change of a rule, after a change of a term, with one worker and two,
the memory of the parent; beside it what the public baselines need. Every ratio is the median over rounds that measure
both sides one after the other. Figures of wall time mean something on an idle machine only: the load is written down.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2

from benchmarks import folder, inputs
from benchmarks.runs import Installed, Took, take_orphans, timed

RESULTS = Path(__file__).parent / "results" / "screening.json"
RULE = "lexicons/regulations/integrity/base-price-within-budget.yaml"  # runs on every submission of a regulation
TERM = "lexicons/terms/warranty.yaml"
PARTS = ("kept", "term", "workers", "pdf", "word")
FLAT_FROM = 2_000  # documents
PDF_SUBMISSIONS = 40  # whose PDFs are read by pdfplumber too


def kept(installed: Installed, files: Path, work: Path, made: folder.Made) -> dict[str, Any]:
    """Screen the folder cold, warm, and after a change of a rule."""
    out = work / "cold.jsonl"
    loads = [os.getloadavg()[0]]
    cold = installed.check([files], out, look=True)
    found: dict[str, Any] = {"report_bytes": out.stat().st_size, "results": results(files, out)}
    found["store_bytes"] = installed.store_bytes()
    warm = [installed.check([files], work / "warm.jsonl") for _ in range(2)]
    found["warm_report_is_the_same"] = out.read_bytes() == (work / "warm.jsonl").read_bytes()
    installed.retitle(RULE)
    judged = [installed.check([files], work / "rule.jsonl")]
    installed.retitle(RULE)
    judged.append(installed.check([files], work / "rule.jsonl"))
    found["rule_report_is_another"] = out.read_bytes() != (work / "rule.jsonl").read_bytes()
    loads.append(os.getloadavg()[0])
    shares = {"cold": [cold], "warm": warm, "after_rule": judged}
    for name, runs in shares.items():
        wall = statistics.median(run.wall for run in runs)
        found[name] = {
            "wall": wall,
            "cpu": statistics.median(run.cpu for run in runs),
            "files_a_second": round(made.files / wall, 1),
            "pages_a_second": round(made.pages / wall, 1),
        }
    for name in ("warm", "after_rule"):
        found[f"cold_to_{name}"] = round(cold.wall / found[name]["wall"], 1)
    return {**found, "memory": memory(cold), "load": [round(load, 2) for load in loads]}


def terms(files: Path, work: Path) -> dict[str, Any]:
    """Screen a folder with a store of its own, then again after a change of a term."""
    work.mkdir()
    installed = Installed(work)
    cold = installed.check([files], work / "cold.jsonl")
    installed.change(TERM)
    after = installed.check([files], work / "term.jsonl")
    return {"cold": cold.wall, "after_term": after.wall, "cold_to_after_term": round(cold.wall / after.wall, 1)}


def results(files: Path, out: Path) -> dict[str, Any]:
    """Hold the report against the folder: every file must have exactly one result, by its path."""
    reported: Counter[str] = Counter()
    unread: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    with out.open(encoding="utf-8") as stream:
        for text in stream:
            line = json.loads(text)
            if line["line"] == "submission":
                reported.update(f"{line['path']}/{document['path']}" for document in line["documents"])
                unread.update(part["reason"] for document in line["documents"] for part in document["unread"])
            elif line["line"] == "finding":
                findings[line["finding"]["kind"]] += 1
    wanted = {str(file) for file in files.rglob("*") if file.is_file() and file.name != "submission.yaml"}
    return {
        "files": len(wanted),
        "once": sum(reported[file] == 1 for file in wanted),
        "missing": len(wanted - set(reported)),
        "twice": sum(count > 1 for count in reported.values()),
        "unread": dict(sorted(unread.items())),
        "findings": dict(sorted(findings.items())),
    }


def memory(run: Took) -> dict[str, Any]:
    """Return the memory of the parent in MiB: its peak, and how much it grew once ``FLAT_FROM`` files were done."""
    late = [sample for sample in run.samples if sample.documents >= FLAT_FROM and sample.resident]
    half = len(late) // 2
    return {
        "peak_resident": max((sample.resident for sample in run.samples), default=None),
        "peak_proportional": max((sample.proportional for sample in run.samples), default=None),
        "grown_after_2000": None
        if half < 5
        else round(
            statistics.median(sample.resident for sample in late[half:])
            - statistics.median(sample.resident for sample in late[:half]),
            1,
        ),
        "samples": [asdict(sample) for sample in run.samples[:: max(1, len(run.samples) // 40)]],
    }


def workers(installed: Installed, files: Path, work: Path, rounds: int) -> dict[str, Any]:
    """Screen a folder without the store with one worker and with two."""
    ratios, walls, loads = [], [], []
    for _ in range(rounds):
        loads.append(os.getloadavg()[0])
        one = installed.check([files], work / "one.jsonl", "--no-store", "--jobs", "1")
        two = installed.check([files], work / "two.jsonl", "--no-store", "--jobs", "2")
        ratios.append(one.wall / two.wall)
        walls.append((one.wall, two.wall))
    same = (work / "one.jsonl").read_bytes() == (work / "two.jsonl").read_bytes()
    return {
        "one_to_two": round(statistics.median(ratios), 2),
        "walls": walls,
        "report_is_the_same": same,
        "load": [round(load, 2) for load in loads],
    }


def against_plumber(installed: Installed, submissions: Sequence[Path], work: Path, rounds: int) -> dict[str, Any]:
    """Screen PDFs whole and compare the CPU of all processes with that of ``pdfplumber.extract_text`` alone."""
    files = [str(file) for submission in submissions for file in sorted(submission.rglob("*.pdf"))]
    pages = sum(map(pages_of, files))
    runs = []
    for _ in range(rounds):
        ours = installed.check(submissions, work / "pdf.jsonl", "--no-store", "--by", "folder", "--jobs", "1").cpu
        out = work / "plumber.json"
        timed([sys.executable, "-m", "benchmarks.screening_child", "plumber", *files], out, {})
        runs.append((ours, float(json.loads(out.read_text())["cpu"])))
    return {
        "files": len(files),
        "pages": pages,
        "ours_to_pdfplumber": round(statistics.median(ours / theirs for ours, theirs in runs), 3),
        "ours_ms_a_page": round(1000 * statistics.median(ours for ours, _ in runs) / pages, 2),
        "pdfplumber_ms_a_page": round(1000 * statistics.median(theirs for _, theirs in runs) / pages, 2),
        "cpu": [(round(ours, 2), round(theirs, 2)) for ours, theirs in runs],
    }


def pages_of(file: str) -> int:
    """Return the pages of a PDF."""
    with pypdfium2.PdfDocument(file) as document:
        return len(document)


def pdf_submissions(files: Path, into: Path) -> list[Path]:
    """Copy the PDFs that are whole out of the first submissions of a generated folder."""
    found = []
    for submission in sorted(files.glob("*/*"))[:PDF_SUBMISSIONS]:
        copy = into / submission.name
        copy.mkdir(parents=True)
        for file in submission.glob("*.pdf"):
            try:
                pages_of(str(file))
            except pypdfium2.PdfiumError:
                continue
            shutil.copy(file, copy)
        found.append(copy)
    return found


def one_word_file(installed: Installed, file: Path, work: Path, rounds: int) -> dict[str, Any]:
    """Judge one Word file, and let spaCy with jieba come to its first token."""
    runs = []
    for _ in range(rounds):
        base = timed([sys.executable, "-m", "benchmarks.screening_child", "first-token"], work / "token.json", {})
        runs.append((installed.check([file], work / "word.jsonl", "--no-store"), base))
    return {
        "ours_to_first_token_wall": round(statistics.median(ours.wall / base.wall for ours, base in runs), 2),
        "ours_to_first_token_cpu": round(statistics.median(ours.cpu / base.cpu for ours, base in runs), 2),
        "ours": statistics.median(ours.wall for ours, _ in runs),
        "first_token": statistics.median(base.wall for _, base in runs),
    }


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description="测量整个检查过程")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--scaling-files", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=PARTS, help="只测一项，写入已有的结果文件")
    options = parser.parse_args()
    wanted = PARTS if options.only is None else (options.only,)
    take_orphans()
    result: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    result |= {"python": platform.python_version(), "cores": os.cpu_count()}
    measured: dict[str, str] = result.setdefault("measured", {})
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        installed = Installed(work)
        small = work / "small"
        folder.made(small, options.scaling_files, seed=2)
        for name in wanted:
            if name == "kept":
                made = folder.made(work / "files", options.files)
                result["folder"] = {**msgspec.to_builtins(made), "pages_a_file": round(made.pages / made.paged, 2)}
                result["screening"] = kept(installed, work / "files", work, made)
            elif name == "workers":
                result["workers"] = {"files": options.scaling_files, **workers(installed, small, work, options.rounds)}
            elif name == "term":
                result["term"] = {"files": options.scaling_files, **terms(small, work / "term")}
            elif name == "pdf":
                thin = pdf_submissions(small, work / "pdfs")
                result["pdf"] = {"short_papers": against_plumber(installed, thin, work, options.rounds)}
                if shutil.which("soffice") is not None:
                    dense = long_papers(work / "long")
                    result["pdf"]["long_papers"] = against_plumber(installed, [dense], work, options.rounds)
            else:
                file = next(small.rglob("00采购合同.docx"))
                result["word_file"] = one_word_file(installed, file, work, 2 * options.rounds + 1)
            measured[name] = datetime.now(UTC).date().isoformat()
            RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    result.get("screening", {}).get("memory", {}).pop("samples", None)
    print(json.dumps(result, ensure_ascii=False, indent=1))


def long_papers(into: Path) -> Path:
    """Print the papers that reading is measured on as PDF and put them in one folder."""
    submission = into / "submission"
    submission.mkdir(parents=True)
    for entry in inputs.made(into / "made", small=True):
        if entry.file.suffix == ".pdf":
            shutil.copy(entry.file, submission)
    return submission


if __name__ == "__main__":
    main()
