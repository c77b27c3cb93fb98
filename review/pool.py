"""Worker processes that may hang, crash or eat the memory: a task that takes one down costs itself, not the run."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as TimedOut
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Generic, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from extractor.document import UnreadReason
from extractor.ocr import MEMORY
from review import worker

TASKS_PER_WORKER = 100  # a worker is replaced after so many tasks, so that no leak lives long


@dataclass(frozen=True)
class Loss:
    """Why a task has no result, and what a person is told."""

    reason: UnreadReason
    message: str


LOST: dict[type[BaseException], Loss] = {
    TimedOut: Loss("timed-out", "读取超过时限，未读取；请检查文件或重新导出后提交。"),
    ProcessExpired: Loss("crashed", "读取时程序异常中止，未读取；请检查文件或重新导出后提交。"),
    BrokenProcessPool: Loss("crashed", "读取进程无法工作，未读取；请人工审查该文件。"),
    CancelledError: Loss("crashed", "读取被取消，未读取。"),
}

Task = TypeVar("Task")
Result = TypeVar("Result")


class Pool(Generic[Task, Result]):
    """Workers that run ``function``; ``seconds`` says how long a task may take. Ended with the ``with`` block."""

    def __init__(self, function: Callable[[Task], Result], seconds: Callable[[Task], float], workers: int) -> None:
        self._function = function
        self._seconds = seconds
        self._workers = workers
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def run(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Result | Loss]]:
        """Yield the position of each task and what became of it.

        In the order of the tasks, but those that had no turn before a task took all workers with it come last; they
        run alone.
        """
        left = []
        for position, outcome in enumerate(self._scheduled(tasks, self._workers)):
            if outcome is None:
                left.append(position)
            else:
                yield position, outcome
        for position in left:
            self._end()
            (outcome,) = self._scheduled([tasks[position]], workers=1)
            yield position, LOST[BrokenProcessPool] if outcome is None else outcome
        if left:
            self._end()

    def _scheduled(self, tasks: Sequence[Task], workers: int) -> Iterator[Result | Loss | None]:
        """Yield what became of each task, in order; None where the pool broke before the task had its turn."""
        pool = self._started(workers)
        futures = [pool.schedule(self._function, args=(task,), timeout=self._seconds(task)) for task in tasks]
        for future in futures:
            try:
                yield future.result()
            except BrokenProcessPool:
                yield None
            except tuple(LOST) as error:
                yield LOST[type(error)]

    def _started(self, workers: int) -> ProcessPool:
        if self._pool is None:
            for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # the workers are the threads
                os.environ.setdefault(name, "1")
            self._pool = ProcessPool(
                max_workers=workers,
                max_tasks=TASKS_PER_WORKER,
                initializer=worker.prepare,
                context=_context(),
            )
        return self._pool

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves this one without types
            self._pool.join()
            self._pool = None


def cores() -> int:
    """Return how many processor cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def recognisers() -> int:
    """Return how many processes may recognise scans at once: as many as half of the machine's memory holds."""
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # Windows
        return 2
    return max(1, memory // (2 * MEMORY))


def _context() -> BaseContext:
    """Return how workers are started: from a server that has the readers loaded, where the system can do that.

    The server and all that it starts speak into nothing: what a library or a dying worker prints is no sentence for a
    person; what became of the file is told by its Document.
    """
    if os.name != "posix":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["review.worker", "review.warm"])
    if os.environ.get("SHENYUE_DEBUG"):
        return context
    sys.stderr.flush()
    spoken = os.dup(2)
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        forkserver.ensure_running()
    finally:
        os.dup2(spoken, 2)
        os.close(spoken)
        os.close(nothing)
    return context
