"""Notes in a PDF: highlights over the exact words, notes on the first page for what has no place.

The copy is the original with an update at its end: its bytes stand unchanged at its beginning, and a signature still
covers what it covered. All that opens the file runs in a process that may be lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.document import UnreadReason
from review.annotate import Done, Left, Note, Placed, Spot
from review.annotate import pdf_places as places
from review.annotate import pdf_update as update
from review.annotate.pdf_places import Ask, Located, Marked
from review.annotate.pdf_update import Work, Written
from review.errors import CannotRun
from review.pool import Loss, Pool

SECONDS, SECONDS_A_MEGABYTE = 60.0, 2.0
LOCKED = "PDF文件有密码或权限保护，不能加批注；请取消保护后再批注。"
BROKEN = "PDF文件的结构已损坏，加上批注后可能打不开；请用阅读软件另存为新文件后再批注。"
NO_PAGE = "PDF文件的第1页无法打开，没有可放批注的地方。"
CLAUSE = "建议条款："


@dataclass(frozen=True)
class _Locate:
    source: bytes
    asks: tuple[Ask, ...]


@dataclass(frozen=True)
class _Write:
    source: bytes
    works: tuple[Work, ...]
    located: Located


@dataclass(frozen=True)
class _Examine:
    copy: bytes
    located: Located
    added: dict[int, int]


_Task = _Locate | _Write | _Examine
_Outcome = Located | Written | str | bool


def write(source: bytes, notes: Sequence[Note], suggest: bool) -> Done:  # noqa: FBT001  the form all writers have
    """Return the PDF with a highlight for each note, those it has already left out.

    A suggested clause stands in the note's text if ``suggest`` asks for it. Raises CannotRun for a file that is locked,
    damaged, or takes too long.
    """
    if not notes:
        return Done(source, (), ())
    with Pool(_step, _seconds, 1) as pool:
        asks, owners = _asks(notes)
        located = _told(pool, _Locate(source, asks))
        if not isinstance(located, Located):
            raise CannotRun(LOCKED if located == "encrypted" else BROKEN)
        spots = dict(zip(owners, located.answers, strict=True))
        works = [_work(note, spots.get(at), suggest=suggest) for at, note in enumerate(notes)]
        there = {sheet.number for sheet in located.sheets}
        going = [work for work in works if work.page in there]
        if not going:
            return Done(source, (), tuple(Left(note, NO_PAGE) for note in notes))
        written = _told(pool, _Write(source, tuple(going), located))
        if not isinstance(written, Written):
            raise CannotRun(LOCKED if written == "encrypted" else BROKEN)
        if written.data != source and _told(pool, _Examine(written.data, located, written.added)) is not True:
            raise CannotRun(BROKEN)
    known = dict(zip(map(id, going), written.known, strict=True))
    return Done(
        written.data,
        tuple(Placed(work.note, _spot(work), known[id(work)]) for work in works if id(work) in known),
        tuple(Left(work.note, NO_PAGE) for work in works if id(work) not in known),
    )


def _asks(notes: Sequence[Note]) -> tuple[tuple[Ask, ...], list[int]]:
    """Return what is to be looked for, and the position of the note that each is for."""
    asks, owners = [], []
    for at, note in enumerate(notes):
        place = note.evidence.location if note.evidence is not None else None
        if note.evidence is not None and place is not None and place.page is not None and place.bbox is not None:
            asks.append(Ask(place.page, place.bbox, note.evidence.quote))
            owners.append(at)
    return tuple(asks), owners


def _work(note: Note, marked: Marked | None, *, suggest: bool) -> Work:
    words = f"{note.title}\n{note.text}".strip()
    if suggest and note.suggestion:
        words = f"{words}\n{CLAUSE}{note.suggestion}"
    page = note.evidence.location.page if note.evidence is not None and marked is not None else None
    return Work(note, words, marked, page or 1)


def _spot(work: Work) -> Spot:
    return "head" if work.marked is None else work.marked.exactness


def _step(task: _Task) -> _Outcome:
    """Do one step; what runs in the process that may be lost."""
    if isinstance(task, _Locate):
        return places.locate(task.source, task.asks)
    if isinstance(task, _Write):
        return update.write(task.source, task.works, task.located)
    return places.holds(task.copy, task.located, task.added)


def _seconds(task: _Task) -> float:
    size = len(task.copy if isinstance(task, _Examine) else task.source)
    return SECONDS + SECONDS_A_MEGABYTE * size / 1_000_000


def _told(pool: "Pool[_Task, _Outcome]", task: _Task) -> _Outcome:
    (_, outcome), *_ = pool.run([task], again=lambda _task: False)
    if isinstance(outcome, Loss):
        reasons: dict[UnreadReason, str] = {"timed-out": "超过时限", "limit": "所需内存超过上限"}
        raise CannotRun(
            f"给PDF文件加批注时{reasons.get(outcome.reason, '程序异常中止')}，没有写出；请检查文件或重新导出后再批注。"
        )
    return outcome
