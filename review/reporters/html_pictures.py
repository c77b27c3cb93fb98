"""The pictures of the HTML report: of the worst findings a strip of the page, and whole pages in a folder beside."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from review.encode import to_line
from review.errors import CannotRun
from review.output import written_whole
from review.pictures import Box, Pictures, Wanted, data_url
from review.pictures.files import opened
from review.report import DocumentEntry, FindingEntry, SubmissionEntry

WORST = 3  # findings of a submission that have a strip
BATCH = 16  # submissions whose pictures are drawn at once
INSIDE = "!/"  # between an archive and what it holds
PAGES = 24  # whole pages that are held in memory at once
WITH_PAGES = frozenset(("pdf", "image"))
TOTAL = 14_400_000  # bytes that the whole page may have, its pictures included
_ORDER = {("fail", "error"): 0, ("fail", "warning"): 1, ("fail", "note"): 2}


class StripRow(Struct, frozen=True, array_like=True):
    """The pictures of one finding: both by number, the strip as a ``data:`` URL, the whole page as a relative link."""

    submission: int
    finding: int
    strip: str
    page: str


class _Place(Struct, frozen=True):
    finding: int
    document: str
    page: int
    boxes: tuple[Box, ...]


class _Waiting(Struct, frozen=True):
    """A submission whose pictures are to be drawn: its number and path, where its findings stand, its papers."""

    number: int
    path: str
    places: tuple[_Place, ...]
    documents: tuple[DocumentEntry, ...]


class HtmlPictures:
    """Draws for several submissions at a time, keeps the pictures aside, gives as many as the page has room for.

    Reading waits while pictures are drawn, so they are drawn in batches that keep all processes at work. With
    ``detail`` each page that a finding stands on is one picture, however many findings share it, all places framed.
    """

    def __init__(
        self, pictures: Callable[[], Pictures], aside: BinaryIO, detail: Path | None, folder: Path | None
    ) -> None:
        self._make = pictures
        self._pictures: Pictures | None = None
        self._aside = aside
        self._detail = detail
        self._link = "" if detail is None else quote(Path(os.path.relpath(detail, folder or Path())).as_posix())
        self._held: list[tuple[int, int, int, int]] = []  # rank, submission, where in the file, bytes
        self._waiting: list[_Waiting] = []

    def add(self, number: int, entry: SubmissionEntry) -> None:
        """Take a submission; draws once there are enough. Raises CannotRun where a page cannot be written."""
        places = _places(entry)
        if self._detail is None:
            places = places[:WORST]
        if not places:
            return
        asked = {place.document for place in places}
        documents = tuple(replace(one, facts=()) for one in entry.documents if one.path in asked)
        self._waiting.append(_Waiting(number, entry.path, tuple(places), documents))
        # what archives hold is taken out for the while: never that of several submissions
        if len(self._waiting) >= BATCH or any(INSIDE in path for path in asked):
            self._draw()

    def _draw(self) -> None:
        """Draw all that waits: the strips of all submissions at once, then the pages of one after the other."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        if self._pictures is None:
            self._pictures = self._make()
        with ExitStack() as archives:
            files = [archives.enter_context(opened(one.path, one.documents)) for one in waiting]
            there = [
                [place for place in one.places if place.document in mine]
                for one, mine in zip(waiting, files, strict=True)
            ]
            strips = iter(
                self._pictures.strips(
                    [
                        Wanted(mine[place.document], place.page, place.boxes)
                        for places, mine in zip(there, files, strict=True)
                        for place in places[:WORST]
                    ]
                )
            )
            for one, mine, places in zip(waiting, files, there, strict=True):
                pages = self._pages(one, mine, places)
                for rank, place in enumerate(places):
                    strip = next(strips) if rank < WORST else None
                    page = pages.get((place.document, place.page), "")
                    if strip is not None or page:
                        row = StripRow(one.number, place.finding, data_url(strip) if strip is not None else "", page)
                        self._keep(min(rank, WORST), row)

    def _pages(self, one: _Waiting, files: Mapping[str, Path], places: Sequence[_Place]) -> dict[tuple[str, int], str]:
        """Write the pages that findings of a submission stand on and return the link to each."""
        if self._detail is None or self._pictures is None:
            return {}
        boxes: dict[tuple[str, int], dict[Box, None]] = {}
        for place in places:
            boxes.setdefault((place.document, place.page), {}).update(dict.fromkeys(place.boxes))
        numbers = {document.path: number for number, document in enumerate(one.documents, 1)}
        links: dict[tuple[str, int], str] = {}
        wanted = list(boxes)
        for start in range(0, len(wanted), PAGES):
            some = wanted[start : start + PAGES]
            drawn = self._pictures.strips(
                [Wanted(files[path], page, tuple(boxes[path, page]), whole=True) for path, page in some]
            )
            for (path, page), picture in zip(some, drawn, strict=True):
                if picture is not None:
                    name = f"{one.number + 1:04}-{numbers[path]:03}-p{page}.png"
                    with written_whole(self._detail / name) as stream:
                        stream.write(picture)
                    links[path, page] = f"{self._link}/{name}"
        return links

    def _keep(self, rank: int, row: StripRow) -> None:
        line = to_line(row)
        where = self._aside.tell()
        self._aside.write(line)
        self._held.append((0 if not row.strip else rank, row.submission, where, len(line)))

    def chosen(self, used: int) -> list[bytes]:
        """Return rows as JSON: the worst finding of every submission first, up to what ``used`` bytes leave.

        What still waits is drawn before. Raises CannotRun where a page cannot be written.
        """
        self._draw()
        left = TOTAL - used
        rows = []
        for _, _, where, size in sorted(self._held):
            if size <= left:
                left -= size + 1
                self._aside.seek(where)
                rows.append(self._aside.read(size).rstrip(b"\n"))
        return rows


def prepare_detail(folder: Path) -> None:
    """Make the folder of the whole pages. Raises CannotRun where it cannot be made or written."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise CannotRun(f"--detail {folder}：无法建立这个文件夹，请检查位置和权限，或换一个位置。") from error
    if not os.access(folder, os.W_OK):
        raise CannotRun(f"--detail {folder}：没有写入权限，请换一个位置。")


def _places(entry: SubmissionEntry) -> list[_Place]:
    """Return where the worst findings stand on pages, one place for each, the worst first."""
    formats = {document.path: document.format for document in entry.documents}
    acted_on = [(number, one) for number, one in enumerate(entry.findings) if one.kind in ("fail", "review")]
    acted_on.sort(key=lambda pair: (_ORDER.get((pair[1].kind, pair[1].level or ""), 3), pair[0]))
    places = [_place(number, finding, formats) for number, finding in acted_on]
    return [place for place in places if place is not None]


def _place(number: int, finding: FindingEntry, formats: Mapping[str, str]) -> _Place | None:
    at = [
        (one.document, one.location.page, one.location.bbox)
        for one in finding.evidence
        if formats.get(one.document) in WITH_PAGES and one.location.page is not None and one.location.bbox is not None
    ]
    if not at:
        return None
    document, page, _ = at[0]
    boxes = tuple(dict.fromkeys(box for where, which, box in at if (where, which) == (document, page)))
    return _Place(number, document, page or 1, tuple(box for box in boxes if box is not None))
