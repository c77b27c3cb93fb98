"""Notes as comments in a Word file: see ``word_file``. It is opened where it may hang or eat the memory unharmed."""

from collections.abc import Sequence
from dataclasses import dataclass

from review.annotate import Done, Note, word_file
from review.errors import CannotRun
from review.pool import Loss, Pool

_SECONDS = 60.0
_PER_MEGABYTE = 10.0
_LATE = "批注这份文件超过时限，没有批注；请拆分后再试。"
_LOST = "批注这份文件时内存不足或程序异常中止，没有批注；请用Word或WPS打开并另存，或者拆分后再试。"


@dataclass(frozen=True)
class _Task:
    source: bytes
    notes: tuple[Note, ...]
    suggest: bool


def write(source: bytes, notes: Sequence[Note], suggest: bool) -> Done:  # noqa: FBT001  as all writers are called
    """Return ``source`` with ``notes`` as comments, with ``suggest`` their clauses as tracked insertions.

    A note without a place stands at the head of the document. Raises CannotRun for a file that is damaged, locked or
    over a limit.
    """
    with Pool(_noted, _seconds, 1) as pool:
        ((_, made),) = pool.run([_Task(source, tuple(notes), suggest)])
    if isinstance(made, Done):
        return made
    if isinstance(made, Loss):
        raise CannotRun(_LATE if made.reason == "timed-out" else _LOST)
    raise CannotRun(*made)


def bare(source: bytes) -> bytes:
    """Return ``source`` without clauses that an earlier run has suggested and nobody has accepted or refused yet."""
    if not word_file.has_clauses(source):
        return source
    with Pool(word_file.bare, lambda _source: _SECONDS, 1) as pool:
        ((_, made),) = pool.run([source])
    return source if isinstance(made, Loss) else made


def _noted(task: _Task) -> Done | tuple[str, ...]:
    """Return the annotated file, or the sentences that say why there is none; runs in the process that may be lost."""
    try:
        return word_file.noted(task.source, task.notes, suggest=task.suggest)
    except CannotRun as refused:
        return refused.sentences


def _seconds(task: _Task) -> float:
    return _SECONDS + _PER_MEGABYTE * len(task.source) / 1_000_000
