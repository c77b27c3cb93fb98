"""The pictures of the HTML report: of the worst findings a strip of the page, and whole pages in a folder beside."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from msgspec import Struct

from review.encode import to_line
from review.errors import CannotRun
from review.output import written_whole
from review.pictures import Box, Pictures, Wanted, data_url
from review.pictures.files import opened
from review.report import FindingEntry, SubmissionEntry

WORST = 3  # findings of a submission that have a strip
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


class HtmlPictures:
    """Draws as submissions come, keeps the pictures aside, and gives at the end as many as the page has room for."""

    def __init__(
        self, pictures: Callable[[], Pictures], aside: BinaryIO, detail: Path | None, folder: Path | None
    ) -> None:
        self._make = pictures
        self._pictures: Pictures | None = None
        self._aside = aside
        self._detail = detail
        self._link = "" if detail is None else quote(Path(os.path.relpath(detail, folder or Path())).as_posix())
        self._held: list[tuple[int, int, int, int]] = []  # rank, submission, where in the file, bytes

    def add(self, number: int, entry: SubmissionEntry) -> None:
        """Draw the pictures of a submission. Raises CannotRun where a page cannot be written."""
        places = _places(entry)
        if self._detail is None:
            places = places[:WORST]
        if not places:
            return
        if self._pictures is None:
            self._pictures = self._make()
        asked = {place.document for place in places}
        documents = [document for document in entry.documents if document.path in asked]
        with opened(entry.path, documents) as files:
            there = [place for place in places if place.document in files]
            strips = [Wanted(files[one.document], one.page, one.boxes) for one in there[:WORST]]
            drawn: list[bytes | None] = [*self._pictures.strips(strips), *([None] * max(0, len(there) - WORST))]
            for rank, (place, strip) in enumerate(zip(there, drawn, strict=True)):
                page = self._page(number, place, files[place.document])
                if strip is not None or page:
                    row = StripRow(number, place.finding, data_url(strip) if strip is not None else "", page)
                    self._keep(min(rank, WORST), row)

    def _page(self, number: int, place: _Place, file: Path) -> str:
        if self._detail is None or self._pictures is None:
            return ""
        drawn = self._pictures.page(file, place.page, place.boxes)
        if drawn is None:
            return ""
        name = f"{number + 1:04}-{place.finding + 1:03}-p{place.page}.png"
        with written_whole(self._detail / name) as stream:
            stream.write(drawn)
        return f"{self._link}/{name}"

    def _keep(self, rank: int, row: StripRow) -> None:
        line = to_line(row)
        where = self._aside.tell()
        self._aside.write(line)
        self._held.append((0 if not row.strip else rank, row.submission, where, len(line)))

    def chosen(self, used: int) -> list[bytes]:
        """Return rows as JSON: the worst finding of every submission first, up to what ``used`` bytes leave."""
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
