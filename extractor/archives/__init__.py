"""Archives: zip, 7z and RAR opened on hostile ground; one archive at a time, nested ones come out as members.

Nothing is ever written under a name that an archive gives: the bytes of members go to a folder of the caller's, in
files named by their hash. Nothing raises for a bad archive except MemoryError.
"""

import zipfile
from collections.abc import Callable
from pathlib import Path

from extractor.archives.contents import ArchiveLimits, Member, Opened, Problem
from extractor.archives.gathering import Gathering
from extractor.archives.store import Store
from extractor.readers.source import RAR, SEVEN_ZIP, UNSUPPORTED_ARCHIVE, ZIP, format_of_zip, is_other_archive

__all__ = ["ArchiveLimits", "Member", "Opened", "Problem", "open_archive"]

HEAD = 512  # bytes; the mark of a tar stands at 257


def open_archive(file: Path, into: Path, wants: Callable[[str], bool], limits: ArchiveLimits) -> Opened:
    """Open one archive and put the members that ``wants`` says (by their clean path) into the folder ``into``.

    A file that is no archive gives ``is_archive`` False. Raises OSError where ``file`` itself cannot be opened.
    """
    with file.open("rb") as stream:
        head = stream.read(HEAD)
    gathering = Gathering(Store(into, limits), wants)
    if head.startswith(ZIP):
        if _is_document(file):
            return Opened(is_archive=False)
        from extractor.archives.zips import open_zip  # noqa: PLC0415  each kind is loaded when it is met

        open_zip(file, gathering)
    elif head.startswith(SEVEN_ZIP):
        from extractor.archives.sevenzip import open_7z  # noqa: PLC0415  see above

        open_7z(file, gathering)
    elif head.startswith(RAR):
        from extractor.archives.rar import open_rar  # noqa: PLC0415  see above

        open_rar(file, gathering)
    elif is_other_archive(head):
        gathering.fail(Problem("unsupported-format", UNSUPPORTED_ARCHIVE))
    else:
        return Opened(is_archive=False)
    return gathering.opened()


def _is_document(file: Path) -> bool:
    """Tell a Word, Excel or OFD file, which are zips too."""
    try:
        with zipfile.ZipFile(file) as archive:
            return format_of_zip(archive.namelist()) != "archive"
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError, IndexError):
        return False
