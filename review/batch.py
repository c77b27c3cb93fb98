"""Files to Extracted: equal bytes read once, each file in a worker process that may be killed, results in order.

What comes out does not depend on how many workers there are.
"""

import hashlib
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as TimedOut
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from pathlib import Path, PurePath

from pebble import ProcessExpired, ProcessPool

from extractor.document import UnreadReason
from extractor.fact import DocumentKind, Extracted
from review import worker
from review.worker import PIPELINE, Task

WALL_SECONDS = 60.0
SECONDS_PER_BYTE = 0.1 / 50_000
TASKS_PER_WORKER = 100  # a worker is replaced after so many files, so that no leak lives long
SMALL = 1_000_000  # bytes; up to here one text or Word file is read without a process of its own
LIGHT_ENDINGS = (".txt", ".md", ".docx")
LOST: dict[type[BaseException], tuple[UnreadReason, str]] = {
    TimedOut: ("timed-out", "读取超过时限，未读取；请检查文件或重新导出后提交。"),
    ProcessExpired: ("crashed", "读取时程序异常中止，未读取；请检查文件或重新导出后提交。"),
    BrokenProcessPool: ("crashed", "读取进程无法工作，未读取；请人工审查该文件。"),
    CancelledError: ("crashed", "读取被取消，未读取。"),
}

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Wanted:
    """One document as it is to be reported: the file to open, its path in the report, its kind where it is told."""

    file: Path
    path: str
    kind: DocumentKind | None = None


def read_all(
    wanted: Sequence[Wanted],
    *,
    jobs: int | None = None,
    explain: bool = False,
    progress: Progress | None = None,
    extractor: str = PIPELINE,
) -> list[Extracted]:
    """Return one Extracted for each document wanted, in their order.

    ``jobs`` is the number of worker processes; None takes what the machine has. ``progress`` is called with the number
    of documents just done. Raises nothing for a bad file; KeyboardInterrupt passes through with the workers ended.
    """
    groups = _equal(wanted)
    tasks = [
        Task(
            file=str(wanted[group[0]].file),
            paths=tuple(wanted[index].path for index in group),
            kind=wanted[group[0]].kind,
            explain=explain,
            extractor=extractor,
        )
        for group in groups
    ]
    results: dict[int, Extracted] = {}
    outcomes = _here(tasks) if jobs in (None, 1) and _light(tasks) else _in_workers(tasks, jobs or _cores())
    for position, outcome in outcomes:
        results.update(zip(groups[position], outcome, strict=True))
        if progress is not None:
            progress(len(outcome))
    return [results[index] for index in range(len(wanted))]


def _equal(wanted: Sequence[Wanted]) -> list[list[int]]:
    """Group the documents that are read as one: same bytes, same kind told, same ending (it tells text formats apart).

    Only files whose size is met twice are opened for it.
    """
    sizes = [_size(document.file) for document in wanted]
    met = Counter(sizes)
    groups: dict[tuple[object, ...], list[int]] = {}
    for index, (document, size) in enumerate(zip(wanted, sizes, strict=True)):
        digest = _digest(document.file) if met[size] > 1 else None
        alone = index if digest is None else None
        ending = PurePath(document.path).suffix.lower()
        groups.setdefault((alone, digest, ending, document.kind), []).append(index)
    return list(groups.values())


def _size(file: Path) -> int | None:
    try:
        return file.stat().st_size
    except OSError:
        return None


def _digest(file: Path) -> bytes | None:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").digest()
    except OSError:
        return None


def _light(tasks: Sequence[Task]) -> bool:
    """Tell whether all there is to read is one small text or Word file: a process of its own would cost more."""
    if len(tasks) != 1:
        return not tasks
    size = _size(Path(tasks[0].file))
    return size is not None and size <= SMALL and PurePath(tasks[0].paths[0]).suffix.lower() in LIGHT_ENDINGS


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


Outcome = tuple[int, tuple[Extracted, ...]]


def _here(tasks: Sequence[Task]) -> Iterator[Outcome]:
    yield from enumerate(map(worker.run, tasks))


def _in_workers(tasks: Sequence[Task], jobs: int) -> Iterator[Outcome]:
    """Read each task in a worker; where a file took the whole pool with it, the rest get a pool of their own each."""
    left = []
    for position, outcome in enumerate(_pooled(tasks, min(jobs, len(tasks)))):
        if outcome is None:
            left.append(position)
        else:
            yield position, outcome
    for position in left:
        (outcome,) = _pooled([tasks[position]], 1)
        yield position, outcome or worker.failed(tasks[position], *LOST[BrokenProcessPool])


def _pooled(tasks: Sequence[Task], workers: int) -> Iterator[tuple[Extracted, ...] | None]:
    """Yield what became of each task, in order; None where the pool broke before the task had its turn."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # the workers are the threads
        os.environ.setdefault(name, "1")
    context = _context()
    pool = ProcessPool(max_workers=workers, max_tasks=TASKS_PER_WORKER, initializer=worker.prepare, context=context)
    try:
        futures = [
            pool.schedule(
                worker.run, args=(task,), timeout=WALL_SECONDS + (_size(Path(task.file)) or 0) * SECONDS_PER_BYTE
            )
            for task in tasks
        ]
        for task, future in zip(tasks, futures, strict=True):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield None
            except tuple(LOST) as error:
                yield worker.failed(task, *LOST[type(error)])
    finally:
        pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves this one without types
        pool.join()


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
