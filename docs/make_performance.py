"""Make the pages of speed and of scale from the measured figures: ``python docs/make_performance.py [--check]``.

The figures come from ``benchmarks/results``; ``--check`` only says what is not up to date. What is worked out from
them (hours, disk) is worked out here, so that no figure of the pages is typed by hand.
"""

import json
import sys
import textwrap
from pathlib import Path
from typing import Any

from review.intake import ENTRIES

HERE = Path(__file__).resolve().parent
RESULTS = HERE.parent / "benchmarks" / "results"
NOTE = "<!-- made by docs/make_performance.py from benchmarks/results; do not edit -->\n"
MILLION = 1_000_000
WORKERS = (2, 8, 32, 64)
SHARE_OF_MEMORY = 250  # MiB for one worker beyond what all share


def main() -> int:
    """Write the pages, or with ``--check`` return 1 where one is not as it would be written."""
    read, facts, screening = (
        json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8")) for name in ("reading", "facts", "screening")
    )
    pages = {"performance.md": performance(read, facts, screening), "scale.md": scale(screening)}
    pages = {name: filled(text) for name, text in pages.items()}
    stale = [name for name, text in pages.items() if _there(HERE / name) != text]
    if "--check" in sys.argv[1:]:
        for name in stale:
            sys.stderr.write(f"docs/{name} is not up to date: run python docs/make_performance.py\n")
        return 1 if stale else 0
    for name in stale:
        (HERE / name).write_text(pages[name], encoding="utf-8")
    return 0


def filled(page: str) -> str:
    """Return a page with its paragraphs and the items of its lists filled to one width; tables stay as they are."""
    made: list[str] = []
    open_block = False
    for line in page.splitlines():
        plain = bool(line) and not line.startswith(("|", "#", "<"))
        if plain and open_block and not line.startswith("- "):
            made[-1] += f" {line.strip()}"
        else:
            made.append(line)
        open_block = plain
    return "\n".join(_wrapped(line) for line in made) + "\n"


def _wrapped(line: str) -> str:
    if line.startswith(("|", "#", "<")):
        return line
    indent = "  " if line.startswith("- ") else ""
    words = textwrap.wrap(line, 110, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(words)


def _there(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def performance(read: dict[str, Any], facts: dict[str, Any], screening: dict[str, Any]) -> str:
    """Return the page of speed."""
    made, run, pdf = screening["folder"], screening["screening"], screening["pdf"]
    cold, warm, rule = (run[name] for name in ("cold", "warm", "after_rule"))
    term = screening["term"]
    damaged, memory, word = sum(made["damaged"].values()), run["memory"], screening["word_file"]
    rows = "\n".join(
        f"| {name} | {one['wall']:.1f} | {one['cpu']:.1f} | {one['files_a_second']:,.0f} |"
        f" {one['pages_a_second']:,.0f} | {cold['wall'] / one['wall']:.0f} | {cold['cpu'] / one['cpu']:.0f} |"
        for name, one in (
            ("first run", cold),
            ("again, nothing changed", warm),
            ("again, a rule changed", rule),
        )
    )
    papers = "\n".join(
        f"| {name} | {one['pages']:,} | {one['ours_ms_a_page']:.1f} | {one['pdfplumber_ms_a_page']:.1f} |"
        f" {one['ours_to_pdfplumber']:.2f} |"
        for name, one in (("short papers, 4 to 5 pages", pdf["short_papers"]), ("long papers", pdf.get("long_papers")))
        if one is not None
    )
    workers = screening["workers"]
    grown = memory["grown_after_2000"]
    return f"""{NOTE}
# How fast it is, and how the cost grows

Every figure here was measured by the programs in `benchmarks/`, on a machine with {screening["cores"]} cores,
Python {screening["python"]}. Days of measuring: {_days(screening)}. The load of the machine
stands in the
results, as a busy machine makes wall time longer. Ratios are medians over rounds that run both sides one after the
other, so that what slows one slows the other. To measure again: `python -m benchmarks.screening`, then
`python docs/make_performance.py`.

## A folder of {made["files"]:,} files

{made["submissions"]} submissions of made-up projects, {made["pages_a_file"]:.1f} pages a file in the mean:
contracts, plans,
forms, estimates, minutes and acceptance papers as {_listed(made["endings"])}. {damaged} files are damaged (cut
off, empty,
encrypted, garbage, another ending than they should have). `python -m benchmarks.folder FOLDER` makes it.

| run | wall seconds | CPU seconds | files a second | pages a second | times as fast | times less CPU |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
{rows}

{_busy(run["load"][0], screening["cores"])} The first run is shared by all cores, a run with
nothing changed is the work of one: its lead in wall time is smaller than its lead in CPU by the number of workers.

Of {run["results"]["files"]:,} files {run["results"]["once"]:,} have exactly one result; {run["results"]["missing"]} are
missing, {run["results"]["twice"]} are reported twice.

The parent process held {memory["peak_resident"]:.0f} MiB at its highest{_flat(grown)}.

- **First run.** Each file is hashed, read in a worker, its facts are found, its submission is judged in a
  worker, too. Nearly all of the cost is reading and facts.
- **Nothing changed.** Each file is hashed again, and each submission is one entry of the store, whose facts go into the
  report as they lie there.
- **A rule changed.** No file is read: documents and facts come from the store, and a submission is judged again by the
  rules that have changed, in workers. The rule of this measuring (`base-price-within-budget`) runs on every
  submission that a regulation is for and looks at facts; one that looks at the text or the tables of all papers costs
  about twice that. Where a changed rule does not run, nothing is judged.
- **A term changed.** No file is parsed: the text of each document comes from the store, the facts are found
  again ({term["cold_to_after_term"]:.1f} times as fast as the first run, on {term["files"]:,} files). Plain text is the
  exception: how its lines are joined depends on the terms.

## Beside other programs

Whole screening (all processes, starting included: reading, facts, judging, report) against
`pdfplumber.extract_text` alone on the same PDF pages, CPU milliseconds a page:

| papers | pages | whole screening | pdfplumber, text only | ratio |
| --- | ---: | ---: | ---: | ---: |
{papers}

Starting the program and its first worker takes some two CPU seconds. They are part of these figures, and weigh the more
the fewer pages there are.

One Word file is judged in {word["ours"]:.1f} s; spaCy with jieba comes to its first token in
{word["first_token"]:.1f} s:
{word["ours_to_first_token_wall"]:.2f} times as long.

Two workers are {workers["one_to_two"]:.2f} times as fast as one (load of the machine before each round:
{", ".join(f"{load:.1f}" for load in workers["load"])}, the rounds themselves included; {workers["files"]:,} files).
Hashing, writing the reports and the start of the program are the work of one core.

Reading alone, without facts: {read["cost"]["pdf_ours_to_pdftotext"]} times the CPU of `pdftotext`, and
`pdfplumber` needs
{read["cost"]["pdf_pdfplumber_to_ours"]} times ours; on Word files `python-docx` needs
{read["cost"]["word_python_docx_to_ours"]} times ours.

## What we aim at, and what was shown

| aim | shown |
| --- | --- |
| again with nothing changed, 50 times as fast | {cold["wall"] / warm["wall"]:.0f} by wall time |
| again after a change of a rule, 20 times as fast | {cold["wall"] / rule["wall"]:.0f} by wall time |
| whole screening at most 0.33 of pdfplumber's CPU | {pdf["short_papers"]["ours_to_pdfplumber"]:.2f} on short papers |
| two workers 1.7 times as fast as one, on idle cores | {workers["one_to_two"]:.2f} |
| one Word file within 1.6 times spaCy's first token | {word["ours_to_first_token_wall"]:.2f} |
| memory of the parent under 300 MiB | {memory["peak_resident"]:.0f} MiB |

## How the cost grows

- With pages: in a straight line. A report of {facts["pages"]} pages takes {facts["read_cpu_s"]:.1f} CPU seconds
  to read and
  {facts["facts_cpu_s"]:.1f} for its facts. A sentence without a word that matters is passed over.
- With rows of a table: in a straight line; 8,000 rows take about twice what 4,000 take.
- With files: in a straight line; the store is asked by key, no file is compared with another beyond its size.
- With documents of one submission: judging asks each rule of all documents it concerns, so rules times documents. What
  many rules ask of a document (its titles, its tables) is worked out once.
- With memory: a worker that reads {_pages(read)} pages with facts needs {_peak(read)} MiB, most of it words and
  patterns
  that all workers share. The parent holds a portion of the submissions at a time, whatever the folder holds; a
  submission is held whole while it is judged.
"""


def scale(screening: dict[str, Any]) -> str:
    """Return the page on a million files, worked out from what one file costs."""
    made, run = screening["folder"], screening["screening"]
    files = made["files"]
    work = run["cold"]["cpu"] / files
    judge, again = run["after_rule"]["wall"] / files, run["warm"]["cpu"] / files
    stored, report = run["store_bytes"] / files, run["report_bytes"] / files
    busiest = round(work / again)
    rows = "\n".join(
        f"| {count} | {_hours(max(work / count, again))} | {(count * SHARE_OF_MEMORY + 300) / 1024:.0f} GiB |"
        for count in WORKERS
    )
    return f"""{NOTE}
# What a million files need

Worked out from the costs of one file, measured on {files:,} files of {made["pages_a_file"]:.1f} pages
({_days(screening)};
[performance.md](performance.md)). Files with more pages cost more in proportion; pages without text that must be
recognised cost some seconds each and are not in these figures.

| what one file costs | |
| --- | ---: |
| work of all processes, first run | {1000 * work:.0f} ms CPU |
| judging again after a change of a rule, wall time on {screening["cores"]} cores | {1000 * judge:.1f} ms |
| running again, nothing changed | {1000 * again:.2f} ms |
| store | {stored / 1024:.1f} KiB |
| report as JSON lines | {report / 1024:.1f} KiB |

A million times that:

| | |
| --- | ---: |
| work of all workers | {work * MILLION / 3600:.0f} CPU hours |
| store on disk | {stored * MILLION / 1024**3:.1f} GiB |
| report as JSON lines | {report * MILLION / 1024**3:.1f} GiB |
| again, nothing changed | {_hours(again)} |
| again, a rule changed | {_hours(judge)} |

| workers | first run | memory |
| ---: | ---: | ---: |
{rows}

- **Where more workers stop helping.** One parent hashes the files and writes the reports: about what a run with
  nothing changed costs. It keeps up with about {busiest} workers of this speed; with more, split the folder and run one
  command for each part.
- **One machine or many.** The report of a folder does not depend on where its files were read. On one machine give
  `--jobs`; for many, one command a machine on its part of the folder is the simplest, as submissions do not touch.
- **Intake.** Below one path that is given, at most {ENTRIES:,} files and folders are listed, and it is said where there
  are more: give several folders, all in one command or each in its own.
- **Disk.** The store keeps text, facts and verdicts, compressed; `shenyue store info` shows it and `shenyue store
  clear`
  empties it. It lives in `$SHENYUE_HOME`; put that on a local disk, as SQLite is no database for a network drive.
- **What is lost when it stops.** What was being read at that moment. The same command goes on where it was.
- **What to watch.** Reports of JSON lines can be read while they grow. Other reports are whole only at the end,
  and are large files to open: for a million files take JSON lines.
"""


def _busy(load: float, cores: int) -> str:
    if load < cores / 2:
        return f"The machine did nothing else (load {load:.1f} before)."
    return f"The machine was busy with other work (load {load:.1f} before): CPU seconds tell more than wall seconds."


def _hours(seconds_a_file: float) -> str:
    seconds = seconds_a_file * MILLION
    return f"{seconds / 3600:.1f} hours" if seconds >= 3600 else f"{seconds / 60:.0f} minutes"


def _days(screening: dict[str, Any]) -> str:
    return ", ".join(sorted(set(screening["measured"].values())))


def _listed(endings: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in sorted(endings.items(), key=lambda item: -item[1]))


def _flat(grown: float | None) -> str:
    if grown is None:
        return ""
    return f"; from 2,000 files on, the median of the later half is {grown:+.1f} MiB against the half before"


def _pages(read: dict[str, Any]) -> str:
    return next(name for name in read["peak_mib"] if name.endswith("_with_facts")).split("_")[1]


def _peak(read: dict[str, Any]) -> str:
    return f"{next(size for name, size in read['peak_mib'].items() if name.endswith('_with_facts')):.0f}"


if __name__ == "__main__":
    sys.exit(main())
