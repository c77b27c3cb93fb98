"""What may stand in a cell of a spreadsheet, whatever a document says: bounded, printable, no formula, no link."""

import os
import re
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Literal
from urllib.parse import quote

from msgspec import Struct

from review.filetypes import ARCHIVES, DOCUMENTS, LIGHT
from review.report import SubmissionEntry

LONGEST = 32_767  # UTF-16 units in a cell, the format's own limit
CUT = "……（原文过长，此处截断；全文见 JSON 报告。）"
LONGEST_LINK = 2_000
Style = Literal[
    "text", "count", "money", "head", "title", "fail", "review", "open", "pass", "notApplicable", "plain",
]  # fmt: skip
# no cell can hold the first; the second turn the direction of what stands after them, a name may hide its ending so
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LONE = re.compile("[\ud800-\udfff]")
_READ = DOCUMENTS | LIGHT | ARCHIVES  # endings of what a program for documents opens
_IN_A_LINK = re.compile(r'[%#"<>\[\]^`{} ]')


class Cell(Struct, frozen=True, array_like=True):
    """A cell: text or a number (None: empty), how it looks, and the link it opens (``external:`` or ``internal:``)."""

    value: str | int | float | None
    style: Style = "text"
    link: str | None = None


Row = tuple[Cell, ...]


def cell_text(text: str) -> str:
    r"""Return ``text`` as a cell can hold it: control and direction marks left out, cut with a sentence where too long.

    >>> cell_text("质保\0期\u202e为\r\n两年\ud800"), len(cell_text("长" * 40_000))
    ('质保期为\n两年�', 32767)
    """
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    clean = LONE.sub("\ufffd", _TURNING.sub("", _CONTROL.sub("", clean)))
    if len(clean) * 2 > LONGEST and _units(clean) > LONGEST:
        room = LONGEST - len(CUT)
        clean = clean[:room]
        while _units(clean) > room:
            clean = clean[: len(clean) - max(1, (_units(clean) - room) // 2)]
        clean += CUT
    return clean


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def text_cell(text: str | None, style: Style = "text", link: str | None = None) -> Cell:
    """Return a cell with a text that came from anywhere; empty where there is none."""
    return Cell(cell_text(text) if text else None, style, link if text else None)


def joined(lines: Iterable[str]) -> str:
    """Return the lines one under the other, each once; empty where there are none."""
    return "\n".join(dict.fromkeys(line for line in lines if line))


class Links:
    """Where the files of the submissions lie, seen from the folder in which the report will stand.

    Paths are bytes here: whatever locale a run has, the same files are found. A name that is no UTF-8 has no link.
    """

    def __init__(self, folder: Path | None) -> None:
        """``folder`` is None where the report goes to no file: then there is no link."""
        self._folder = None if folder is None else os.path.realpath(os.fsencode(folder))

    def of_submission(self, entry: SubmissionEntry) -> str | None:
        """Return the link to a submission's file or folder, None where it is neither."""
        return self._to(entry.path)

    def of_documents(self, entry: SubmissionEntry) -> dict[str, str]:
        """Return the links of a submission's documents by their paths; what lies in an archive has none."""
        name = PurePath(entry.path).name
        links = {}
        for document in entry.documents:
            alone = len(entry.documents) == 1 and name == document.path
            path = entry.path if alone else os.path.join(entry.path, document.path)  # noqa: PTH118  no path yet
            link = self._to(path, file=True)
            if link is not None:
                links[document.path] = link
        return links

    def _to(self, path: str, *, file: bool = False) -> str | None:
        try:
            found = path.encode("utf-8")
            folder = os.path.isdir(found)  # noqa: PTH112  bytes
            if self._folder is None or not (os.path.isfile(found) or (folder and not file)):  # noqa: PTH113  bytes
                return None
            way = os.path.relpath(os.path.realpath(found), self._folder).decode("utf-8").replace(os.sep, "/")
        except (OSError, ValueError):  # another drive, or a name that no file can have
            return None
        # what a spreadsheet would read as a host, a scheme or another folder is no plain path
        if "\\" in way or ":" in way or way.startswith("//") or cell_text(way) != way or "\n" in way:
            return None
        # a click on what a system would run is no way of reading it, whatever its bytes were read as
        if not folder and PurePath(path).suffix.lower() not in _READ:
            return None
        # each character that is no ASCII may take nine in the program's own form of the link
        if len(quote(way)) > LONGEST_LINK:
            return None
        return "external:./" + _IN_A_LINK.sub(lambda found: f"%{ord(found[0]):02x}", way)
