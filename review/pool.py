"""Worker processes that may hang, crash or eat the memory: a task that takes one down costs itself, not the run."""

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as TimedOut
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from extractor.document import UnreadReason
from extractor.ocr import MEMORY
from review import worker
from review.witness import Witness

TASKS_PER_WORKER = 400  # a worker is replaced after so many tasks, so that no leak lives long
ROUNDS = 2  # a pool that broke as a whole is begun anew so often before its tasks run by themselves
LOOKS = 3  # at a task by itself, as long as somebody else ends its worker
KILLED = 9  # the signal by which a worker is ended from outside; no defect of its own sends it
STUCK_SECONDS = 30.0  # beyond the time of the longest task; then a pool that tells nothing is given up


@dataclass(frozen=True)
class Loss:
    """Why a task has no result, and what a person is told."""

    reason: UnreadReason
    message: str


_SILENCE = threading.Lock()  # two threads that turn the channel away would leave it turned away

LOST: dict[type[BaseException], Loss] = {
    TimedOut: Loss("timed-out", "读取超过时限，未读取；请检查文件或重新导出后提交。"),
    ProcessExpired: Loss("crashed", "读取时程序异常中止，未读取；请检查文件或重新导出后提交。"),
    BrokenProcessPool: Loss("crashed", "读取进程无法工作，未读取；请人工审查该文件。"),
    CancelledError: Loss("crashed", "读取被取消，未读取。"),
}

DIED = LOST[ProcessExpired]
ENDED = Loss("crashed", "读取进程多次被系统终止（可能是本机内存不足），未读取；请清理后重新检查。")
BROKEN = LOST[BrokenProcessPool]
NO_MEMORY = Loss("limit", "读取所需内存超过上限，未读取；请拆分或重新导出后提交。")

Task = TypeVar("Task")
Result = TypeVar("Result")
Made_co = TypeVar("Made_co", covariant=True)


class Workers(Protocol[Task, Made_co]):
    """What runs tasks where each may be lost: processes of this machine (``Pool``) or of others."""

    def run(
        self, tasks: Sequence[Task], again: Callable[[Task], bool] = lambda _task: True
    ) -> Iterator[tuple[int, Made_co | Loss]]:
        """Yield the position of each task, in any order, and what became of it.

        ``again`` says whether a task whose process died is tried once more by itself.
        """
        ...


class Pool(Generic[Task, Result]):
    """Workers that run ``function``; ``seconds`` says how long a task may take. Ended with the ``with`` block.

    Two threads may give them tasks at once; what the one gives waits behind what the other has given.
    """

    def __init__(self, function: Callable[[Task], Result], seconds: Callable[[Task], float], workers: int) -> None:
        self._function = function
        self._seconds = seconds
        self._workers = workers
        self._pool: ProcessPool | None = None
        self._changing = threading.Lock()
        self._longest = 0.0  # seconds that a task given so far may take
        self._heard = 0  # tasks that came to an end, whoever gave them

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(self._pool)

    def run(
        self, tasks: Sequence[Task], again: Callable[[Task], bool] = lambda _task: True
    ) -> Iterator[tuple[int, Result | Loss]]:
        """Yield the position of each task and what became of it, as it comes.

        A task whose worker died is tried once more, by itself and watched, if ``again`` says so: it may not have been
        the cause (somebody ended the worker, the machine ran out of memory), and if it is, more is known of the reason.
        """
        alone: list[int] = []
        waiting = list(range(len(tasks)))
        for _ in range(ROUNDS):
            broken: list[int] = []
            if not waiting:
                break
            pool = self._started()
            for position, outcome in self._turn(pool, tasks, waiting):
                if outcome is None:
                    broken.append(position)
                elif outcome is DIED and again(tasks[position]):
                    alone.append(position)
                else:
                    yield position, outcome
            waiting = broken
            if not broken:
                break
            self._end(pool)
        for position in sorted(alone + waiting):
            found: Result | Loss = ENDED
            for _ in range(LOOKS):
                found = self._alone(tasks[position])
                if found not in (ENDED, BROKEN):
                    break
            yield position, found

    def _turn(
        self, pool: ProcessPool, tasks: Sequence[Task], positions: Sequence[int]
    ) -> Iterator[tuple[int, Result | Loss | None]]:
        """Yield what became of each task; None where the pool broke before it had its turn."""
        ended: SimpleQueue[Future[Result]] = SimpleQueue()
        running: dict[Future[Result], int] = {}
        for position in positions:
            seconds = self._seconds(tasks[position])
            self._longest = max(self._longest, seconds)
            try:
                future: Future[Result] = pool.schedule(self._function, args=(tasks[position],), timeout=seconds)
            except RuntimeError:  # it broke since
                yield position, None
                continue
            running[future] = position
            future.add_done_callback(ended.put)
        while running:
            heard = self._heard
            try:
                future = ended.get(timeout=self._longest + STUCK_SECONDS)
            except Empty:
                if self._heard != heard:  # the other thread's tasks come along, ours wait behind them
                    continue
                # a worker died in the middle of a word to us: nothing more is heard of the others
                yield from ((position, None) for position in running.values())
                return
            self._heard += 1
            position = running.pop(future)
            try:
                yield position, future.result()
            except (BrokenProcessPool, CancelledError):
                yield position, None
            except tuple(LOST) as error:
                yield position, LOST[type(error)]

    def _alone(self, task: Task) -> Result | Loss:
        """Return what becomes of a task in a pool of its own, whose worker is watched."""
        seconds = self._seconds(task)
        context = _context()
        reader, writer = context.Pipe(duplex=False)
        pool = ProcessPool(max_workers=1, initializer=worker.prepare_watched, initargs=(writer,), context=context)
        lost: Loss
        with reader, writer, Witness(reader) as witness:
            try:
                return pool.schedule(self._function, args=(task,), timeout=seconds).result(seconds + STUCK_SECONDS)
            except tuple(LOST) as error:
                lost = LOST[type(error)]
                if isinstance(error, ProcessExpired) and error.exitcode == -KILLED:
                    lost = ENDED
            finally:
                _stop(pool)
        return NO_MEMORY if lost in (DIED, ENDED) and witness.starved(worker.LOADED, worker.address_space()) else lost

    def _started(self) -> ProcessPool:
        with self._changing:
            if self._pool is not None and not self._pool.active:  # broken with nothing to do
                _stop(self._pool)
                self._pool = None
            if self._pool is None:
                for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # the workers are the threads
                    os.environ.setdefault(name, "1")
                self._pool = ProcessPool(
                    max_workers=self._workers,
                    max_tasks=TASKS_PER_WORKER,
                    initializer=worker.prepare,
                    context=_context(),
                )
            return self._pool

    def _end(self, pool: ProcessPool | None) -> None:
        """End ``pool``, unless another thread has and works with a new one."""
        with self._changing:
            if pool is not None and pool is self._pool:
                _stop(pool)
                self._pool = None


def _stop(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves this one without types
    pool.join()


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
    with _SILENCE:
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
