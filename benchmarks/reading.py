"""Measure reading: quality on documents with known truth, CPU and memory against named baselines.

``python -m benchmarks.reading [--inputs FOLDER] [--rounds N] [--only quality|cost]`` prints what it finds and writes
``benchmarks/results/reading.json``. CPU is what the kernel charges to a child process on one core, less what that
process had used when its imports were done; every ratio is taken inside one round, on sums over the set, and the median
of the rounds is told.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pypdfium2
from msgspec.structs import asdict

from benchmarks import reading_tools as tools
from benchmarks.inputs import SHORT_PAGES, Input, left_out, made, shortened
from benchmarks.papers.model import bare
from benchmarks.papers.score import Score, Seen, following, score

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "reading.json"
LIBRARIES = ("pypdfium2", "pdfplumber", "pdfminer.six", "python-docx", "lxml", "reportlab", "msgspec")
OPENING = 12  # characters of a numbered paragraph that surely stand on its first line


def quality(inputs: list[Input], *, others: bool = True) -> dict[str, dict[str, Score]]:
    """Return for each tool and file the score; ``others`` also for the tools we are compared with."""
    found: dict[str, dict[str, Score]] = {}

    def add(tool: str, entry: Input, seen: Seen) -> None:
        found.setdefault(tool, {})[entry.file.name] = score(entry.paper, seen)

    for entry in inputs:
        add("ours", entry, tools.our_seen(entry.file))
        if not others:
            continue
        if entry.file.suffix == ".docx":
            add("python-docx", entry, tools.python_docx_seen(entry.file))
        else:
            add("pdftotext", entry, Seen(tools.pdftotext(entry.file), []))
            add("pdfplumber", entry, tools.plumber_seen(entry.file))
    return found


def summed(scores: list[Score]) -> Score:
    """Return the sum of scores."""
    total: dict[str, int] = {}
    for one in scores:
        for name, value in asdict(one).items():
            total[name] = total.get(name, 0) + value
    return Score(**total)


def numbers(inputs: list[Input]) -> dict[str, dict[str, int]]:
    """Hold the numbers that the Word reader rebuilds against LibreOffice's print of the same file."""
    found = {}
    printed = {entry.paper.name: entry.file for entry in inputs if entry.producer == "libreoffice"}
    for entry in inputs:
        if entry.producer == "word" and entry.paper.scheme:
            blocks = [block for block in tools.ours(entry.file).blocks if block.number and block.place.part == "body"]
            texts = [bare(block.number + block.text[:OPENING]) for block in blocks]
            page = bare(tools.pdftotext(printed[entry.paper.name]))
            found[entry.paper.name] = {"as_printed": following(texts, page), "rebuilt": len(texts)}
    return found


def run_child(task: str, file: Path) -> dict[str, float]:
    """Run one task on one file in a process of its own on one core; return CPU seconds and peak memory in MiB."""
    pin = [] if shutil.which("taskset") is None else ["taskset", "-c", "0"]
    command = [*pin, sys.executable, "-m", "benchmarks.reading_child", task, str(file.resolve())]
    if task == "pdftotext":
        command = [*pin, "pdftotext", str(file.resolve()), "-"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = {"loading": 0.0, "peak": 0.0} if task == "pdftotext" else json.loads(done.stdout)
    return {"cpu": cpu - told["loading"], "peak": told["peak"]}


def cost(inputs: list[Input], rounds: int) -> dict[str, Any]:
    """Return CPU seconds of each tool on each file (medians) and the ratios of the sums (medians over the rounds)."""
    runs: dict[str, dict[str, list[float]]] = {}
    for number in range(rounds):
        for entry in inputs:
            word = entry.file.suffix == ".docx"
            for task in (
                ("ours", "bare-walk", "text-walk", "python-docx") if word else ("ours", "pdftotext", "pdfplumber")
            ):
                cpu = run_child(task, entry.file)["cpu"]
                runs.setdefault(f"{'word' if word else 'pdf'} {task}", {}).setdefault(entry.file.name, []).append(cpu)
        print(f"第{number + 1}轮完成", file=sys.stderr)
    sums = {name: [sum(times[at] for times in files.values()) for at in range(rounds)] for name, files in runs.items()}

    def ratio(one: str, two: str) -> float:
        return round(statistics.median(a / b for a, b in zip(sums[one], sums[two], strict=True)), 2)

    def ratios(kind: str, one: str, two: str) -> dict[str, float]:
        top, bottom = runs[f"{kind} {one}"], runs[f"{kind} {two}"]
        return {
            name: round(statistics.median(a / b for a, b in zip(top[name], bottom[name], strict=True)), 2)
            for name in top
        }

    return {
        "rounds": rounds,
        "pdf_ours_to_pdftotext": ratio("pdf ours", "pdf pdftotext"),
        "pdf_pdfplumber_to_ours": ratio("pdf pdfplumber", "pdf ours"),
        "word_ours_to_bare_walk": ratio("word ours", "word bare-walk"),
        "word_ours_to_text_walk": ratio("word ours", "word text-walk"),
        "word_python_docx_to_ours": ratio("word python-docx", "word ours"),
        "by_file": {
            "pdf_ours_to_pdftotext": ratios("pdf", "ours", "pdftotext"),
            "pdf_pdfplumber_to_ours": ratios("pdf", "pdfplumber", "ours"),
            "word_ours_to_bare_walk": ratios("word", "ours", "bare-walk"),
        },
        "cpu_seconds": {
            name: {file: round(statistics.median(times), 3) for file, times in files.items()}
            for name, files in runs.items()
        },
    }


def memory(inputs: list[Input]) -> dict[str, float]:
    """Return the peak memory in MiB of a process that reads the plan, whole and its first pages, and with facts."""
    whole = next(entry.file for entry in inputs if entry.paper.name == "plan" and entry.producer == "libreoffice")
    word = next(entry.file for entry in inputs if entry.paper.name == "plan" and entry.producer == "word")
    with pypdfium2.PdfDocument(whole) as document:
        pages = len(document)
    files = {f"pdf_{SHORT_PAGES}_pages": shortened(whole), f"pdf_{pages}_pages": whole, f"word_{pages}_pages": word}
    found = {name: round(run_child("ours", file)["peak"], 1) for name, file in files.items()}
    found[f"pdf_{pages}_pages_with_facts"] = round(run_child("facts", whole)["peak"], 1)
    return found


def versions() -> dict[str, str]:
    """Return the versions of what was measured and of what made the inputs."""
    found = {"python": platform.python_version()}
    found |= {name: importlib.metadata.version(name) for name in LIBRARIES}
    programs = {
        "poppler": ("pdftotext", "-v"),
        "libreoffice": ("soffice", "--version"),
        "chromium": ("chromium", "--version"),
    }
    for name, command in programs.items():
        if shutil.which(command[0]) is None:
            continue
        said = subprocess.run(command, capture_output=True, check=False)
        words = (said.stdout + said.stderr).decode("utf-8", "replace").split()
        found[name] = next((word for word in words if word[:1].isdigit()), "")
    return found


def report(inputs: list[Input], scores: dict[str, dict[str, Score]]) -> dict[str, Any]:
    """Return the shares of each tool by producer, and ours file by file."""
    producers = {entry.file.name: entry.producer for entry in inputs}
    by_producer: dict[str, dict[str, Any]] = {}
    for tool, files in scores.items():
        for producer in sorted({producers[name] for name in files}):
            sums = summed([files[name] for name in files if producers[name] == producer])
            by_producer.setdefault(tool, {})[producer] = sums.shares()
    ours = {name: one.shares() for name, one in scores["ours"].items()}
    return {"by_producer": by_producer, "ours_by_file": ours, "numbers": numbers(inputs)}


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description="测量读取的质量和开销")
    parser.add_argument("--inputs", type=Path, help="样本文件夹，缺省用临时文件夹")
    parser.add_argument("--rounds", type=int, default=3, help="计时轮数")
    parser.add_argument("--only", choices=("quality", "cost"), help="只测一项，不写结果文件")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        inputs = made(options.inputs or Path(temporary))
        result: dict[str, Any] = {"versions": versions(), "left_out": left_out(), "cores": os.cpu_count()}
        if options.only != "cost":
            result["quality"] = report(inputs, quality(inputs))
        if options.only != "quality":
            result["cost"] = cost(inputs, options.rounds)
            result["peak_mib"] = memory(inputs)
    text = json.dumps(result, ensure_ascii=False, indent=1)
    print(text)
    if options.only is None:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
