"""Pictures of pages of PDF and scanned files with the place of a finding framed, for reports a person looks at.

Every file is drawn in a process that may be lost: a page that hangs or crashes it has no picture, the report goes on.
The same file gives the same bytes on every machine, as no font of the machine is used (``face``).
"""

import base64
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from review.pictures.draw import draw
from review.pictures.tasks import STRIP_BYTES, Box, Order, Task
from review.pool import Loss, Pool, cores

__all__ = ["STRIP_BYTES", "Box", "Pictures", "Wanted", "data_url", "ending"]

PER_TASK = 12  # pictures of one file that are drawn in one go; more go to the next process
SECONDS, SECONDS_EACH = 15.0, 5.0  # that a task may take: for the file, and for each picture
PATIENCE = 2  # times that a file may take its process along before its other pages are not tried
KEPT = 2_000  # strips that are remembered, the oldest forgotten first
JPEG = b"\xff\xd8"


@dataclass(frozen=True)
class Wanted:
    """A picture that is wanted: page ``page`` (from 1) of ``file`` with ``boxes`` framed.

    ``boxes`` are in points from the top left of the page, as evidence has them. ``most`` is how many bytes a strip may
    have; ``whole`` asks for the page instead of a strip.
    """

    file: Path
    page: int
    boxes: tuple[Box, ...]
    most: int = STRIP_BYTES
    whole: bool = False


class Pictures:
    """Draws pictures in processes of its own, which are started with the first picture and end with the block."""

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or cores()
        self._pool: Pool[Task, tuple[bytes | None, ...]] | None = None
        self._known: dict[Wanted, bytes | None] = {}
        self._lost: Counter[Path] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.__exit__(kind, error, trace)
            self._pool = None
        self._known.clear()

    def strip(self, file: Path, page: int, boxes: Sequence[Box], most: int = STRIP_BYTES) -> bytes | None:
        """Return a strip of a page, as wide as its text, from a little above the boxes to a little below them.

        It is a PNG or JPEG of at most ``most`` bytes and some 900 pixels across; None where there is no such page,
        the file is of no format that has pages, or no readable picture is as small.
        """
        return self.strips([Wanted(file, page, tuple(boxes), most)])[0]

    def page(self, file: Path, page: int, boxes: Sequence[Box]) -> bytes | None:
        """Return a whole page as a PNG some 1,000 pixels across; None where there is no such page."""
        return self.strips([Wanted(file, page, tuple(boxes), whole=True)])[0]

    def strips(self, wanted: Sequence[Wanted]) -> list[bytes | None]:
        """Return the picture of each of ``wanted``, in their order, several drawn at once; None as above.

        One call with many costs much less than many calls: a file is opened once for all that is wanted of it.
        """
        new = list(dict.fromkeys(one for one in wanted if one not in self._known))
        if new:
            self._draw(new)
        found = [self._known[one] for one in wanted]
        for one in [one for one in new if one.whole]:  # large, and written to a file by who asked
            del self._known[one]
        for one in list(self._known)[: max(0, len(self._known) - KEPT)]:
            del self._known[one]
        return found

    def _draw(self, wanted: list[Wanted]) -> None:
        if self._pool is None:
            self._pool = Pool(draw, _seconds, self._workers)
        portions = list(_portions(wanted))
        tasks = [Task(str(some[0].file), tuple(_order(one) for one in some)) for some in portions]
        for position, outcome in self._pool.run(tasks, again=lambda _task: False):
            some = portions[position]
            if not isinstance(outcome, Loss):
                self._known.update(zip(some, outcome, strict=True))
                continue
            self._lost[some[0].file] += 1
            for one in some:  # one of them took the others along; a file that does it again and again is left
                if len(some) == 1 or self._lost[one.file] > PATIENCE:
                    self._known[one] = None
                else:
                    self._draw([one])


def data_url(picture: bytes) -> str:
    """Return a picture as a ``data:`` URL, for a page that must not ask for files."""
    return f"data:image/{'jpeg' if ending(picture) == 'jpg' else 'png'};base64,{base64.b64encode(picture).decode()}"


def ending(picture: bytes) -> str:
    """Return the ending of a file that holds the picture, ``png`` or ``jpg``."""
    return "jpg" if picture.startswith(JPEG) else "png"


def _portions(wanted: Iterable[Wanted]) -> Iterable[list[Wanted]]:
    """Yield what is wanted by file, in portions for one process each, the pages of a file in order."""
    by_file: dict[Path, list[Wanted]] = {}
    for one in wanted:
        by_file.setdefault(one.file, []).append(one)
    for several in by_file.values():
        several.sort(key=lambda one: one.page)
        for start in range(0, len(several), PER_TASK):
            yield several[start : start + PER_TASK]


def _order(wanted: Wanted) -> Order:
    return Order(wanted.page, wanted.boxes, wanted.most, wanted.whole)


def _seconds(task: Task) -> float:
    return SECONDS + SECONDS_EACH * len(task.orders)
