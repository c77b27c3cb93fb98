"""``shenyue verify``: whether what a report says of its sources is true, by other code than that which wrote it.

Then whether the rest of it is what this program says of these sources: the only other place that asks what day it is.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from checks.submission import Submission
from review.arguments import choice, day, job_count, kind_of
from review.encode import to_json
from review.entries import tool
from review.errors import CannotRun, ExitCode
from review.judging import chosen
from review.layout import Paper
from review.living.past import read_past
from review.living.waivers import read_waivers
from review.output import emit, emit_text
from review.pool import Pool, cores
from review.profiles import given_profile
from review.report import VERSION
from review.reporters.verify_console import verify_pages
from review.rulebooks import loaded
from review.verify.again import Again, Asked
from review.verify.claims import read_report
from review.verify.examine import examine, seconds
from review.verify.itself import looked_at
from review.verify.results import Counts, Problem, Verified
from review.verify.run import verify
from review.verify.whole import Whole

FORMS = ("console", "json")
_NONE = b'"problems": []\n}\n'


@dataclass(frozen=True)
class Request:
    """What was typed, not yet looked at: the report, where its sources lie, and the options it was made with."""

    report: str | None
    root: str | None
    form: str
    jobs: str | None
    quick: bool = False
    rules: str | None = None
    rulebooks: tuple[str, ...] = ()
    on: str | None = None
    profile: str | None = None
    kind: str | None = None
    waivers: str | None = None
    baseline: str | None = None


def run(request: Request) -> int:
    """Verify a report and print what came of it.

    Returns 0 where all is confirmed, 1 where something is not, 3 where nothing failed but something could not be told.
    Raises CannotRun where the report cannot be used.
    """
    choice("--format", request.form, FORMS)
    workers = job_count(request.jobs) or cores()
    if not request.report:
        raise CannotRun("请给出要核对的报告，例如：shenyue verify 报告.json。")
    asked = _asked(request)
    claims = read_report(Path(request.report))
    whole = Whole(claims)
    looks = list(looked_at(whole, asked.books))
    wrong = tuple(look for look in looks if look is not None)
    with tempfile.TemporaryFile() as aside, Pool(examine, seconds, workers) as pool:
        outcome = verify(claims, asked.root, pool.run, cast("BinaryIO", aside))
        again = None
        itself = Counts(len(looks) - len(wrong), len(wrong), 0)
        if not request.quick:
            made = Again(whole, asked)
            made.run()
            wrong, again = (*wrong, *made.differences), made.counts
            itself = Counts(itself.confirmed, itself.failed + made.around.failed, made.around.unchecked)
        told = Verified(
            VERSION, tool(), claims.sha256, outcome.submissions, outcome.documents, outcome.evidence,
            itself, again, wrong, (),
        )  # fmt: skip
        if request.form == "json":
            _print_json(told, outcome.problems())
        else:
            for text in verify_pages(request.report, told, outcome.problems, Paper.of_stdout()):
                emit_text(text)
    return exit_code(told)


def _asked(request: Request) -> Asked:
    """Return the options as they are meant. Raises CannotRun."""
    under = Path(request.root or ".")
    if not under.is_dir():
        raise CannotRun(f"--root {request.root}：没有这个文件夹。")
    given = (request.on, request.rules, request.profile, request.kind, request.waivers, request.baseline)
    if request.quick and any(one is not None for one in given):
        raise CannotRun("--quick 不重新检查，不能和 --on、--rules、--profile、--kind、--waivers、--baseline 一起使用。")
    books = loaded(request.rulebooks)
    wanted = tuple(part.strip() for part in (request.rules or "").split(",") if part.strip())
    if request.rules is not None and not wanted:
        raise CannotRun("--rules 后面没有写编号；可用 shenyue rules list 查看。")
    chosen(Submission("", ()), books, wanted)
    rules = (rule.id for book in books.values() for rule in book.rules)
    return Asked(
        root=under,
        today=datetime.now().astimezone().date(),
        books=books,
        own=request.rulebooks,
        wanted=wanted,
        on=day("--on", request.on),
        profile=given_profile(request.profile),
        kind=kind_of(request.kind),
        waivers=read_waivers(request.waivers, rules) if request.waivers is not None else None,
        past=read_past(request.baseline, "--baseline ") if request.baseline is not None else None,
        jobs=job_count(request.jobs),
    )


def exit_code(told: Verified) -> ExitCode:
    """Return 1 where a claim did not hold, else 3 where one could not be told, else 0."""
    counted = [told.documents, told.evidence, told.itself, *([told.again] if told.again is not None else [])]
    if any(counts.failed for counts in counted):
        return ExitCode.FINDINGS
    return ExitCode.UNREAD if any(counts.unchecked for counts in counted) else ExitCode.CLEAN


def _print_json(told: Verified, problems: Iterator[Problem]) -> None:
    """Print the whole as one JSON text, its problems one after the other as they come from where they waited."""
    emit(to_json(told).removesuffix(_NONE) + b'"problems": [')
    first = True
    for problem in problems:
        text = msgspec.json.format(msgspec.json.encode(problem), indent=2).replace(b"\n", b"\n    ")
        emit((b"\n    " if first else b",\n    ") + text)
        first = False
    emit(b"]\n}\n" if first else b"\n  ]\n}\n")
