"""Files to Extracted: equal bytes read once, each file in a worker process that may be killed, results in order.

What comes out does not depend on how many workers there are, nor on which old Word files are read in one turn: they
share a run of LibreOffice, whose start takes longer than most files.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from extractor.fact import DocumentKind, Extracted
from extractor.ocr import SECONDS_PER_PAGE, START_SECONDS
from extractor.readers.source import Limits
from review import worker
from review.intake import Lost
from review.pool import Loss, Pool, cores, recognisers
from review.worker import PIPELINE, Task

WALL_SECONDS = 60.0
SECONDS_PER_BYTE = 0.1 / 50_000
SMALL = 1_000_000  # bytes; up to here one text or Word file is read without a process of its own
LIGHT_ENDINGS = (".txt", ".md", ".docx")
OLD_ENDINGS = (".doc", ".dot", ".wps", ".wpt", ".rtf")
TOGETHER = 20  # old Word files that a worker reads in one turn
TOGETHER_BYTES = 100_000_000
SECONDS_TOGETHER = 8.0  # for each of them, beside what the turn has

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Wanted:
    """One document as it is to be reported: the file to open, its path in the report, its kind where it is told.

    ``lost`` says why there is nothing to open (a locked member of an archive).
    """

    file: Path
    path: str
    kind: DocumentKind | None = None
    lost: Lost | None = None


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
    results = {index: _told(one, one.lost) for index, one in enumerate(wanted) if one.lost is not None}
    if results and progress is not None:
        progress(len(results))
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
    outcomes = _here(tasks) if jobs in (None, 1) and _light(tasks) else _in_workers(tasks, jobs or cores())
    scanned: dict[int, int] = {}
    for position, outcome in outcomes:
        results.update(zip(groups[position], outcome, strict=True))
        if outcome[0].document.unrecognised:
            scanned[position] = outcome[0].document.unrecognised
        elif progress is not None:
            progress(len(outcome))
    for position, again in _recognised(tasks, scanned, jobs or cores()):
        if again is not None:
            results.update(zip(groups[position], again, strict=True))
        if progress is not None:
            progress(len(groups[position]))
    return [results[index] for index in range(len(wanted))]


def _recognised(
    tasks: Sequence[Task], scanned: dict[int, int], jobs: int
) -> Iterator[tuple[int, tuple[Extracted, ...] | None]]:
    """Read the files again that have scans, ``scanned`` tells how many, with the time and memory it takes.

    None where that broke off as a whole: then the first reading holds, which has all but the scans.
    """
    positions = list(scanned)
    again = [replace(tasks[position], scans=count) for position, count in scanned.items()]
    for at, outcome in _in_workers(again, min(jobs, recognisers())) if again else ():
        document = outcome[0].document
        lost = not document.blocks and any(one.reason in ("timed-out", "crashed") for one in document.unread)
        yield positions[at], None if lost and document.pages is None else outcome


def _told(wanted: Wanted, lost: Lost) -> Extracted:
    return worker.told(
        wanted.path, lost.reason, lost.message, lost.format, lost.bytes, lost.sha256, wanted.kind, partial=lost.partial
    )


def _equal(wanted: Sequence[Wanted]) -> list[list[int]]:
    """Group the documents that are read as one: same bytes, same kind told, same ending (it tells text formats apart).

    Only files whose size is met twice are opened for it, each once.
    """
    opened = [index for index, document in enumerate(wanted) if document.lost is None]
    sizes = {file: size_of(file) for file in {wanted[index].file for index in opened}}
    met = Counter(sizes[wanted[index].file] for index in opened)
    digests = {file: digest_of(file) for file, size in sizes.items() if met[size] > 1}
    groups: dict[tuple[object, ...], list[int]] = {}
    for index in opened:
        document = wanted[index]
        digest = digests.get(document.file)
        alone = index if digest is None else None
        ending = PurePath(document.path).suffix.lower()
        groups.setdefault((alone, digest, ending, document.kind), []).append(index)
    return list(groups.values())


def size_of(file: Path) -> int | None:
    """Return the size of a file in bytes, None where it cannot be had."""
    try:
        return file.stat().st_size
    except OSError:
        return None


def digest_of(file: Path) -> bytes | None:
    """Return the SHA-256 of a file, None where it cannot be read."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").digest()
    except OSError:
        return None


def _light(tasks: Sequence[Task]) -> bool:
    """Tell whether all there is to read is one small text or Word file: a process of its own would cost more."""
    if len(tasks) != 1:
        return not tasks
    size = size_of(Path(tasks[0].file))
    return size is not None and size <= SMALL and PurePath(tasks[0].paths[0]).suffix.lower() in LIGHT_ENDINGS


Outcome = tuple[int, tuple[Extracted, ...]]


def _here(tasks: Sequence[Task]) -> Iterator[Outcome]:
    yield from enumerate(map(worker.run, tasks))


def _in_workers(tasks: Sequence[Task], jobs: int) -> Iterator[Outcome]:
    turns = _turns(tasks, jobs)
    broken: list[int] = []
    with Pool(worker.run_all, _seconds_of_all, min(jobs, len(turns))) as pool:
        for at, outcome in pool.run([tuple(tasks[position] for position in turn) for turn in turns]):
            turn = turns[at]
            if not isinstance(outcome, Loss):
                yield from zip(turn, outcome, strict=True)
            elif len(turn) == 1:
                yield turn[0], worker.failed(tasks[turn[0]], outcome.reason, outcome.message)
            else:
                broken += turn  # which of them it was, each shows by itself
        for at, outcome in pool.run([(tasks[position],) for position in broken]):
            position = broken[at]
            if isinstance(outcome, Loss):
                yield position, worker.failed(tasks[position], outcome.reason, outcome.message)
            else:
                yield position, outcome[0]


def _turns(tasks: Sequence[Task], jobs: int) -> list[list[int]]:
    """Return the positions of the tasks as workers take them: old Word files some together, first as they take longest.

    They are shared out among the workers. The name decides, as it costs nothing: a file with another ending is read
    alone, one that is no old Word file is passed over when its turn converts ahead.
    """
    old = [position for position, task in enumerate(tasks) if _is_old(task)]
    share = min(TOGETHER, -(-len(old) // jobs))
    turns: list[list[int]] = []
    held = 0
    for position in old:
        size = size_of(Path(tasks[position].file)) or 0
        if not turns or len(turns[-1]) >= share or held + size > TOGETHER_BYTES:
            turns.append([])
            held = 0
        turns[-1].append(position)
        held += size
    taken = set(old)
    return turns + [[position] for position in range(len(tasks)) if position not in taken]


def _is_old(task: Task) -> bool:
    return not task.scans and PurePath(task.paths[0]).suffix.lower() in OLD_ENDINGS


def seconds_for(file: Path) -> float:
    """Return how long the reading of a file may take, in seconds of wall time."""
    return WALL_SECONDS + (size_of(file) or 0) * SECONDS_PER_BYTE


def _seconds_of_all(tasks: Sequence[Task]) -> float:
    """Return how long one turn may take: as the slowest of its files alone, and more for each of several.

    Not the sum: one file that hangs would hold up the rest for all their time. What a turn that is ended did not finish
    is read again, each file alone with its own time.
    """
    if len(tasks) == 1:
        return _seconds(tasks[0])
    sizes = sum(size_of(Path(task.file)) or 0 for task in tasks)
    return 2 * WALL_SECONDS + sizes * SECONDS_PER_BYTE + SECONDS_TOGETHER * len(tasks)


def _seconds(task: Task) -> float:
    seconds = seconds_for(Path(task.file))
    if task.scans:
        seconds += START_SECONDS + SECONDS_PER_PAGE * min(task.scans, Limits().ocr_pages)
    return seconds
