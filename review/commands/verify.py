"""``shenyue verify``: whether what a report says of its sources is true, by other code than that which wrote it."""

import tempfile
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from review.arguments import choice, job_count
from review.encode import to_json
from review.entries import tool
from review.errors import CannotRun, ExitCode
from review.layout import Paper
from review.output import emit, emit_text
from review.pool import Pool, cores
from review.report import VERSION
from review.reporters.verify_console import verify_pages
from review.verify.claims import read_report
from review.verify.examine import examine, seconds
from review.verify.results import Verified
from review.verify.run import Outcome, verify

FORMS = ("console", "json")
_NONE = b'"problems": []\n}\n'


def run(report: str | None, *, root: str | None, form: str, jobs: str | None) -> int:
    """Verify ``report`` and print what came of it.

    Returns 0 where all is confirmed, 1 where something is not, 3 where nothing failed but something could not be told.
    Raises CannotRun where the report cannot be used.
    """
    choice("--format", form, FORMS)
    workers = job_count(jobs) or cores()
    if not report:
        raise CannotRun("请给出要核对的报告，例如：shenyue verify 报告.json。")
    under = Path(root or ".")
    if not under.is_dir():
        raise CannotRun(f"--root {root}：没有这个文件夹。")
    claims = read_report(Path(report))
    with tempfile.TemporaryFile() as aside, Pool(examine, seconds, workers) as pool:
        outcome = verify(claims, under, pool.run, cast("BinaryIO", aside))
        if form == "json":
            _print_json(claims.sha256, outcome)
        else:
            for text in verify_pages(report, claims.sha256, outcome, Paper.of_stdout()):
                emit_text(text)
    return exit_code(outcome)


def exit_code(outcome: Outcome) -> ExitCode:
    """Return 1 where a claim did not hold, else 3 where one could not be told, else 0."""
    if outcome.documents.failed or outcome.evidence.failed:
        return ExitCode.FINDINGS
    return ExitCode.UNREAD if outcome.documents.unchecked or outcome.evidence.unchecked else ExitCode.CLEAN


def _print_json(report: str, outcome: Outcome) -> None:
    """Print the whole as one JSON text, its problems one after the other as they come from where they waited."""
    empty = Verified(VERSION, tool(), report, outcome.submissions, outcome.documents, outcome.evidence, ())
    emit(to_json(empty).removesuffix(_NONE) + b'"problems": [')
    first = True
    for problem in outcome.problems():
        text = msgspec.json.format(msgspec.json.encode(problem), indent=2).replace(b"\n", b"\n    ")
        emit((b"\n    " if first else b",\n    ") + text)
        first = False
    emit(b"]\n}\n" if first else b"\n  ]\n}\n")
