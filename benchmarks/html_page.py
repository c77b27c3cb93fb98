"""Measure the HTML report of many submissions: ``python -m benchmarks.html_page``, into ``results/html_page.json``.

500 submissions of 50 papers, each with the strips of its worst findings, drawn from files of its own: how long the
pictures take, how large the page is, how long Chromium takes to open it, to answer each filter, to show a submission.
"""

import argparse
import contextlib
import dataclasses
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from review.cli import run
from review.layout import Paper
from review.pictures import Pictures, Wanted
from review.report import FindingEntry, SubmissionEntry
from review.reporters import TO_ACT_ON, Checked, Ending, Look, Totals
from review.reporters.html_report import Html
from tests.review.browser import Page, chromium

RESULTS = Path(__file__).parent / "results" / "html_page.json"
SAMPLES = Path(__file__).parents[1] / "samples"
SUBMISSIONS, PAPERS = 500, 50
ROUNDS = 3
# what a person does, as a script; told when the page has been drawn anew
DEEDS = {
    "text of two characters": "words.value = '质保'; words.dispatchEvent(new Event('input'))",
    "text of many matches": "words.value = '合同'; words.dispatchEvent(new Event('input'))",
    "text without a match": "words.value = '查无此词'; words.dispatchEvent(new Event('input'))",
    "text emptied": "words.value = ''; words.dispatchEvent(new Event('input'))",
    "verdict added": "document.querySelector('[data-kind=notApplicable]').click()",
    "verdict taken away": "document.querySelector('[data-kind=notApplicable]').click()",
    "requirement": "rule.selectedIndex = 9; rule.dispatchEvent(new Event('change'))",
    "kind of paper": "kind.selectedIndex = 2; kind.dispatchEvent(new Event('change'))",
    "all cleared": "document.getElementById('reset').click()",
    "sorted": "document.querySelector('[data-sort=\"0\"]').click()",
    "matrix": "document.querySelector('[data-view=matrix]').click()",
}


def judged(into: Path) -> list[SubmissionEntry]:
    """Return the samples as they are judged; ``into`` is a folder for the report."""
    report = into / "samples.json"
    with (into / "told").open("w") as told, contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        code = run(["check", str(SAMPLES), "--on", "2026-01-01", "--fail-on", "never", "-o", str(report)])
    if code:
        raise SystemExit(f"the samples could not be checked: {code}")
    return msgspec.convert(json.loads(report.read_bytes())["submissions"], list[SubmissionEntry])


def many(entries: Sequence[SubmissionEntry], count: int, papers: int, work: Path) -> Iterator[SubmissionEntry]:
    """Yield ``count`` submissions, each with the files of a sample under a path of its own, relative to ``work``.

    No two say the same of what calls for action, so that nothing is held in common that would not be in earnest.
    """
    for number in range(count):
        entry = entries[-1 - number % len(entries)]
        path = Path("报送") / f"{number:03}"
        (work / path).mkdir(parents=True)
        for document in entry.documents:
            (work / path / document.path).symlink_to(Path(entry.path) / document.path)
        more = (
            replace(document, path=f"附件{place:02}-{document.path}", facts=())
            for place in range(papers - len(entry.documents))
            for document in (entry.documents[place % len(entry.documents)],)
        )
        yield replace(
            entry,
            path=path.as_posix(),
            documents=(*entry.documents, *more),
            findings=tuple(_own(one, number) for one in entry.findings),
        )


def _own(finding: FindingEntry, number: int) -> FindingEntry:
    if finding.kind not in TO_ACT_ON:
        return finding
    return replace(
        finding, message=f"{finding.message}（第{number}份）", fingerprint=f"{number:04x}{finding.fingerprint[4:]}"
    )


def written(entries: Iterator[SubmissionEntry], file: Path, pictures: Callable[[], Pictures]) -> None:
    """Write the page of ``entries``, whose paths are relative to the folder of ``file``."""
    totals = Totals()
    with contextlib.chdir(file.parent), file.open("wb") as sink:
        html = Html(sink, Look(Paper(), BytesIO, folder=file.parent, pictures=pictures))
        for entry in entries:
            totals.add(entry)
            html.add(Checked(entry, "", ()))
        html.close(Ending((), totals))


class Once(Pictures):
    """Draws each place of a file once, however many names the file has."""

    def strips(self, wanted: Sequence[Wanted]) -> list[bytes | None]:
        """Return the picture of each of ``wanted``."""
        return super().strips([dataclasses.replace(one, file=one.file.resolve()) for one in wanted])


class Timed(Pictures):
    """Tells how long drawing took, and how many pictures it made."""

    seconds = 0.0
    count = 0

    def strips(self, wanted: Sequence[Wanted]) -> list[bytes | None]:
        """Return the picture of each of ``wanted``."""
        start = time.perf_counter()
        found = super().strips(wanted)
        self.seconds += time.perf_counter() - start
        self.count += sum(one is not None for one in found)
        return found


def answers(page: Page) -> dict[str, float]:
    """Return how many milliseconds each deed takes on the page that is open, until it has been drawn anew."""
    took: dict[str, float] = {}
    for name, deed in DEEDS.items():
        script = (
            "(async () => {"
            "const [words, rule, kind] = ['words', 'rule', 'kind'].map((id) => document.getElementById(id));"
            f"const start = performance.now(); {deed}; document.body.getBoundingClientRect(); "
            "const answered = performance.now() - start; await new Promise((done) => requestAnimationFrame(done));"
            "return answered; })()"
        )
        took[name] = round(page.run(script), 1)
    return took


def opened(page: Page, address: str) -> float:
    """Return how many seconds it takes until the page stands."""
    start = time.perf_counter()
    page.open(address)
    return round(time.perf_counter() - start, 2)


def shown(page: Page, number: int) -> float:
    """Return how many milliseconds it takes until the details of a submission stand with their pictures."""
    start = time.perf_counter()
    page.run(f"location.hash = '#/s/{number}'")
    page.wait(
        "document.querySelector('.finding') &&[...document.querySelectorAll('figure img')].every((one) => one.complete)"
    )
    return round(1000 * (time.perf_counter() - start), 1)


def measured(work: Path, submissions: int, papers: int) -> dict[str, Any]:
    """Return the figures of a page made in ``work``."""
    entries = judged(work)
    target = work / "r.html"
    start = time.perf_counter()
    with Timed() as pictures:
        written(many(entries, submissions, papers, work), target, lambda: pictures)
        wall = time.perf_counter() - start
        drawing = {"seconds": round(pictures.seconds, 1), "pictures": pictures.count}
    data = target.read_bytes()
    with chromium(work / "browser") as page:
        opening = [opened(page, target.as_uri()) for _ in range(ROUNDS)]
        rounds = []
        for _ in range(ROUNDS):
            opened(page, target.as_uri())
            rounds.append(answers(page))
        opened(page, target.as_uri())
        first, second = shown(page, 1), shown(page, 2)
        wrong = page.complaints
    return {
        "submissions": submissions,
        "papers": papers,
        "bytes": len(data),
        "strips_on_the_page": data.count(b"data:image/"),
        "writing_seconds": round(wall - drawing["seconds"], 1),
        "drawing": drawing,
        "opening_seconds": statistics.median(opening),
        "answers_ms": {name: statistics.median(one[name] for one in rounds) for name in DEEDS},
        "slowest_answer_ms": max(max(one.values()) for one in rounds),
        "submission_shown_ms": {"first": first, "second": second},
        "complaints": len(wrong),
    }


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description="测量网页报告")
    parser.add_argument("--submissions", type=int, default=SUBMISSIONS)
    parser.add_argument("--papers", type=int, default=PAPERS)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as work:
        found = measured(Path(work), options.submissions, options.papers)
    result = {"python": platform.python_version(), "cores": os.cpu_count(), "load_before": round(load, 1), **found}
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
