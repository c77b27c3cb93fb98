"""Files to Extracted: equal bytes read once, each file in a worker process that may be killed, results in order.

What comes out does not depend on how many workers there are, nor on which old Word files are read in one turn: they
share a run of LibreOffice, whose start takes longer than most files.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Protocol

from extractor.fact import DocumentKind, Extracted
from extractor.ocr import SECONDS_PER_PAGE, START_SECONDS
from extractor.readers.source import Limits
from review import worker
from review.held import Held, Kept
from review.intake import Lost
from review.keys import document_key, ending_of, facts_key, lost_key
from review.pool import Loss, Pool, Workers, cores, recognisers
from review.store import Store
from review.worker import PIPELINE, Packed, Task

WALL_SECONDS = 60.0
SECONDS_PER_BYTE = 0.1 / 50_000
SMALL = 1_000_000  # bytes; up to here one text or Word file is read without a process of its own
LIGHT_ENDINGS = (".txt", ".md", ".docx")
OLD_ENDINGS = (".doc", ".dot", ".wps", ".wpt", ".rtf")
TOGETHER = 20  # old Word files that a worker reads in one turn
TOGETHER_BYTES = 100_000_000
AT_ONCE = 1 << 18  # bytes of a file that are hashed at a time
SECONDS_TOGETHER = 8.0  # for each of them, beside what the turn has

Progress = Callable[[int, int, str], None]
"""Called with the documents just done, their pages, and the path of one of them."""
Outcome = Packed | tuple[Extracted, ...]
Turn = tuple[Task, ...]
"""The tasks that a worker takes at once."""


class Away(Workers[Turn, tuple[Outcome, ...]], Protocol):
    """Other machines that read."""

    @property
    def places(self) -> int:
        """How many turns they read at once."""
        ...

    def takes(self, task: Task) -> bool:
        """Tell whether the file of a task can be read there."""
        ...


@dataclass(frozen=True)
class Wanted:
    """One document as it is to be reported: the file to open, its path in the report, its kind where it is told.

    ``lost`` says why there is nothing to open (a locked member of an archive). ``private`` is True for a file that no
    other machine can see.
    """

    file: Path
    path: str
    kind: DocumentKind | None = None
    lost: Lost | None = None
    private: bool = False


@dataclass(frozen=True)
class Identity:
    """What a document is known by in the store: the keys of its text and of its facts. None where it has no bytes."""

    document: bytes | None
    facts: bytes


class Read:
    """One document as read: unpacked when it is asked for, so that many may wait without weight."""

    def __init__(self, found: Extracted | Held | Kept) -> None:
        self.found = found

    def extracted(self) -> Extracted:
        """Return the document with its facts."""
        return self.found if isinstance(self.found, Extracted) else self.found.extracted()


def read_all(
    wanted: Sequence[Wanted],
    *,
    jobs: int | None = None,
    explain: bool = False,
    progress: Progress | None = None,
    extractor: str = PIPELINE,
) -> list[Extracted]:
    """Return one Extracted for each document wanted, in their order.

    ``jobs`` is the number of worker processes; None takes what the machine has. Raises nothing for a bad file;
    KeyboardInterrupt passes through with the workers ended.
    """
    read = read_packed(wanted, jobs=jobs, explain=explain, progress=progress, extractor=extractor)
    return [one.extracted() for one in read]


def identify(wanted: Sequence[Wanted], *, explain: bool = False) -> list[Identity]:
    """Return what each document is known by in the store. Opens every file once, to hash it."""
    digests: dict[Path, bytes | None] = {}
    found = []
    for one in wanted:
        if one.lost is not None:
            found.append(Identity(None, lost_key(one.path, one.lost)))
            continue
        if one.file not in digests:
            digests[one.file] = digest_of(one.file)
        digest = digests[one.file]
        document = None if digest is None else document_key(digest, ending_of(one.path))
        found.append(Identity(document, facts_key(document or b"", one.path, one.kind, explain=explain)))
    return found


def read_packed(
    wanted: Sequence[Wanted],
    *,
    jobs: int | None = None,
    explain: bool = False,
    progress: Progress | None = None,
    extractor: str = PIPELINE,
    store: Store | None = None,
    known: Sequence[Identity] = (),
    away: Away | None = None,
    here: "Readers | None" = None,
) -> list[Read]:
    """Return one Read for each document wanted, in their order; see ``read_all``.

    ``away`` reads what it takes, workers of this machine the rest: those of ``here``, which outlast the call, or some
    of its own.

    With ``store`` and what the documents are ``known`` by there, what was read before is taken from it and what is read
    now is put into it, each as it comes: an end at any moment loses what was being read, nothing else.
    """
    results = {index: Read(_told(one, one.lost)) for index, one in enumerate(wanted) if one.lost is not None}
    texts: dict[int, bytes] = {}
    if store is not None:
        for index, identity in enumerate(known):
            if identity.document is None:
                continue
            if store.lasting and not wanted[index].private and store.has((identity.document, identity.facts)):
                results[index] = Read(Kept(str(store.file), identity.document, identity.facts))
                continue
            text = store.raw(identity.document)
            if text is None:
                continue
            facts = store.raw(identity.facts)
            if facts is not None:
                results[index] = Read(Held(text, facts, zipped=True))
            elif (plain := store.get(identity.document)) is not None:
                texts[index] = plain
    if results and progress is not None:
        progress(len(results), 0, wanted[min(results)].path)
    groups = _equal(wanted, [index for index in range(len(wanted)) if index not in results])
    tasks = [
        Task(
            file=str(wanted[group[0]].file),
            paths=tuple(wanted[index].path for index in group),
            kind=wanted[group[0]].kind,
            explain=explain,
            extractor=extractor,
            stored=texts.get(group[0]),
            private=wanted[group[0]].private,
        )
        for group in groups
    ]

    def done(position: int, outcome: Outcome) -> None:
        group = groups[position]
        results.update(zip(group, _reads(outcome), strict=True))
        if store is not None and isinstance(outcome, Packed) and outcome.lasting:
            _keep(store, [known[index] for index in group], outcome)

    light = jobs in (None, 1) and not away and _light(tasks)
    outcomes = _here(tasks) if light else _read(tasks, jobs or cores(), away, here)
    scanned: dict[int, int] = {}
    for position, outcome in outcomes:
        if count := _unrecognised(outcome):
            scanned[position] = count
            results.update(zip(groups[position], _reads(outcome), strict=True))
            continue
        done(position, outcome)
        if progress is not None:
            progress(len(groups[position]), _pages(outcome), tasks[position].paths[0])
    for position, again in _recognised(tasks, scanned, jobs or cores(), away):
        if again is not None:
            done(position, again)
        if progress is not None:
            progress(len(groups[position]), 0 if again is None else _pages(again), tasks[position].paths[0])
    return [results[index] for index in range(len(wanted))]


def _reads(outcome: Outcome) -> list[Read]:
    if isinstance(outcome, Packed):
        return [Read(Held(outcome.document, facts)) for facts in outcome.facts]
    return [Read(extracted) for extracted in outcome]


def _pages(outcome: Outcome) -> int:
    return outcome.pages if isinstance(outcome, Packed) else outcome[0].document.pages or 0


def _unrecognised(outcome: Outcome) -> int:
    return outcome.unrecognised if isinstance(outcome, Packed) else outcome[0].document.unrecognised


def _keep(store: Store, known: Sequence[Identity], outcome: Packed) -> None:
    """Put what was read into the store: each text once, the facts of each path."""
    texts = {identity.document for identity in known if identity.document is not None}
    store.put("document", [(key, outcome.document) for key in sorted(texts)])
    store.put("facts", [(one.facts, facts) for one, facts in zip(known, outcome.facts, strict=True)])


def _recognised(
    tasks: Sequence[Task], scanned: dict[int, int], jobs: int, away: Away | None
) -> Iterator[tuple[int, Outcome | None]]:
    """Read the files again that have scans, ``scanned`` tells how many, with the time and memory it takes.

    None where that broke off as a whole: then the first reading holds, which has all but the scans.
    """
    positions = list(scanned)
    again = [replace(tasks[position], scans=count, stored=None) for position, count in scanned.items()]
    for at, outcome in _read(again, min(jobs, recognisers()), away, None) if again else ():
        yield positions[at], None if _broke_off(outcome) else outcome


def _broke_off(outcome: Outcome) -> bool:
    if isinstance(outcome, Packed) and outcome.lasting:
        return False
    document = _reads(outcome)[0].extracted().document
    lost = not document.blocks and any(one.reason in ("timed-out", "crashed") for one in document.unread)
    return lost and document.pages is None


def _told(wanted: Wanted, lost: Lost) -> Extracted:
    return worker.told(
        wanted.path, lost.reason, lost.message, lost.format, lost.bytes, lost.sha256, wanted.kind, partial=lost.partial
    )


def _equal(wanted: Sequence[Wanted], opened: Sequence[int]) -> list[list[int]]:
    """Group the documents that are read as one: same bytes, same kind told, same ending (it tells text formats apart).

    Only files whose size is met twice are opened for it, each once.
    """
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
        with open(file, "rb", buffering=0) as stream:  # noqa: PTH123  the path's own way takes as long as a small file
            digest = hashlib.sha256()
            while data := stream.read(AT_ONCE):
                digest.update(data)
            return digest.digest()
    except OSError:
        return None


def _light(tasks: Sequence[Task]) -> bool:
    """Tell whether all there is to read is one small text or Word file: a process of its own would cost more."""
    if len(tasks) != 1:
        return not tasks
    size = size_of(Path(tasks[0].file))
    return size is not None and size <= SMALL and PurePath(tasks[0].paths[0]).suffix.lower() in LIGHT_ENDINGS


def _here(tasks: Sequence[Task]) -> Iterator[tuple[int, Outcome]]:
    yield from enumerate(worker.pack(worker.run(task)) for task in tasks)


def _read(tasks: Sequence[Task], jobs: int, away: Away | None, here: "Readers | None") -> Iterator[tuple[int, Outcome]]:
    """Read on other machines what they take, the rest in ``jobs`` workers here."""
    if away is None:
        yield from _in_workers(tasks, jobs, here)
        return
    there = [position for position, task in enumerate(tasks) if away.takes(task)]
    for at, outcome in _taken(away, [tasks[position] for position in there], away.places):
        yield there[at], outcome
    taken = set(there)
    if rest := [position for position in range(len(tasks)) if position not in taken]:
        for at, outcome in _in_workers([tasks[position] for position in rest], jobs, here):
            yield rest[at], outcome


Readers = Workers[Turn, tuple[Outcome, ...]]
"""Workers that read."""


def _in_workers(tasks: Sequence[Task], jobs: int, here: Readers | None) -> Iterator[tuple[int, Outcome]]:
    if here is not None:
        yield from _taken(here, tasks, jobs)
        return
    with Pool(worker.run_all, seconds_of, max(1, min(jobs, len(tasks)))) as pool:
        yield from _taken(pool, tasks, jobs)


def _taken(
    workers: Workers[Turn, tuple[Outcome, ...]], tasks: Sequence[Task], places: int
) -> Iterator[tuple[int, Outcome]]:
    """Give the tasks to workers, of whom ``places`` work at once, and yield what became of each."""
    turns = _turns(tasks, places)
    broken: list[int] = []
    taken = [tuple(tasks[position] for position in turn) for turn in turns]
    for at, outcome in workers.run(taken, again=lambda turn: len(turn) == 1):
        turn = turns[at]
        if not isinstance(outcome, Loss):
            yield from zip(turn, outcome, strict=True)
        elif len(turn) == 1:
            yield turn[0], worker.failed(tasks[turn[0]], outcome.reason, outcome.message)
        else:
            broken += turn  # which of them it was, each shows by itself
    for at, outcome in workers.run([(tasks[position],) for position in broken]):
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


def seconds_of(tasks: Sequence[Task]) -> float:
    """Return how many seconds one turn may take: as the slowest of its files alone, and more for each of several.

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
