"""Reading with a person watching: progress on a terminal, and how it all went as an exit code."""

import sys
from collections.abc import Iterable, Sequence

from checks.submission import may_carry
from extractor.fact import Extracted
from review.batch import Wanted, read_all
from review.errors import CannotRun, ExitCode
from review.intake import Intake
from review.output import say


def read_watched(wanted: Sequence[Wanted], *, jobs: int | None, explain: bool = False) -> list[Extracted]:
    """Return one Extracted for each document wanted, in order; shows progress where standard error is a terminal."""
    if not sys.stderr.isatty():
        return read_all(wanted, jobs=jobs, explain=explain)
    from rich.console import Console  # noqa: PLC0415  only for a terminal
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("读取材料"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("", total=len(wanted))
        return read_all(wanted, jobs=jobs, explain=explain, progress=lambda count: progress.advance(bar, count))


def tell(intake: Intake) -> None:
    """Say what was left aside and what was not found, each once: what was said is taken from ``intake``."""
    for problem in intake.problems:
        say(problem)
    intake.problems.clear()
    aside = intake.aside_sentence()
    intake.aside.clear()
    if aside is not None:
        say(aside)


def nothing_found(paths: Iterable[str]) -> CannotRun:
    """Return the refusal of a run that has no file to read."""
    return CannotRun(
        f"没有找到可以检查的材料：{'、'.join(paths)}。",
        "请给出含有Word（.docx）、PDF或文本文件的文件夹，或直接给出文件。",
    )


def unread_code(documents: Iterable[Extracted], intake: Intake) -> ExitCode:
    """Return whether everything was read; what never carries a requirement (drawings, videos) does not count."""
    for extracted in documents:
        document = extracted.document
        if (document.status != "read" or document.unread) and may_carry(extracted):
            return ExitCode.UNREAD
    return ExitCode.UNREAD if intake.missing else ExitCode.CLEAN
