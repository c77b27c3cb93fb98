"""Reading with a person watching: progress on a terminal, and how it all went as an exit code."""

import sys
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from checks.submission import may_carry
from extractor.fact import Extracted
from review.batch import Wanted, read_all
from review.errors import CannotRun, ExitCode
from review.intake import Intake
from review.layout import cut, name_shown
from review.output import say

if TYPE_CHECKING:
    from rich.progress import Progress

PATH_CELLS = 40  # of the file that was read last, on the bar


class Watch:
    """A person watching: a bar where standard error is a terminal, with what is being read and the time left."""

    def __init__(self, total: int) -> None:
        self._pages = 0
        self._bar: Progress | None = None
        if not sys.stderr.isatty():
            return
        from rich import progress as rich  # noqa: PLC0415
        from rich.console import Console  # noqa: PLC0415  only for a terminal

        columns = (
            rich.TextColumn("读取材料"), rich.BarColumn(), rich.MofNCompleteColumn(),
            rich.TextColumn("{task.fields[said]}"), rich.TextColumn("剩余"), rich.TimeRemainingColumn(),
            rich.TextColumn("{task.fields[path]}"),
        )  # fmt: skip
        self._bar = rich.Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=total, said="", path="")

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def found(self, more: int) -> None:
        """Add documents that came to light in archives."""
        if self._bar is not None and more:
            self._bar.update(self._task, total=(self._bar.tasks[0].total or 0) + more)

    def done(self, count: int, pages: int, path: str) -> None:
        """Move on by ``count`` documents with ``pages`` pages; ``path`` is the last of them."""
        self._pages += pages
        if self._bar is None:
            return
        speed = self._bar.tasks[0].speed
        rate = f"，每秒{speed:.1f}份" if speed else ""
        shown = cut(name_shown(path), PATH_CELLS)
        # markup of the library must not be read in a file's name
        self._bar.update(self._task, advance=count, said=f"{self._pages}页{rate}", path=shown.replace("[", "［"))


def read_watched(wanted: Sequence[Wanted], *, jobs: int | None, explain: bool = False) -> list[Extracted]:
    """Return one Extracted for each document wanted, in order; shows progress where standard error is a terminal."""
    with Watch(len(wanted)) as watch:
        return read_all(wanted, jobs=jobs, explain=explain, progress=watch.done)


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
    return ExitCode.UNREAD if intake.missing or any(map(is_unread, documents)) else ExitCode.CLEAN


def is_unread(extracted: Extracted) -> bool:
    """Tell whether a document that may carry a requirement was not read whole."""
    document = extracted.document
    return (document.status != "read" or bool(document.unread)) and may_carry(extracted)
