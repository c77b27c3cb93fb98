"""Which file is the annotated copy of another, and says nothing that the original does not.

A clause that was suggested would pass for a clause of the papers, and heal the finding that it was suggested for. A
name or a mark alone leaves no file aside: every word must stand in the original too, but for our own notes and clauses.
"""

import io
import stat
import zipfile
import zlib
from pathlib import Path
from typing import Any

from review.annotate.word_bytes import BrokenPartError, Part
from review.annotate.word_marks import own_insertions
from review.annotate.word_package import key_of

Element = Any  # an lxml element

MOST = 64_000_000  # bytes of a file and of what it unpacks to; a larger one is read as a paper
_NOTES = ("word/comments", "[content_types].xml")
_BROKEN = (
    OSError, zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, LookupError, NotImplementedError, EOFError,
    BrokenPartError,
)  # fmt: skip


def adds_nothing(original: Path, copy: Path) -> bool:
    """Tell whether ``copy`` is ``original``, but for what ``annotate`` adds to it; False where that cannot be told.

    A Word file has every part of the original, with its words, and no other; a PDF goes on where the original ends.
    """
    try:
        sizes = [one.stat().st_size for one in (original, copy) if stat.S_ISREG(one.stat().st_mode)]
        if len(sizes) < 2 or max(sizes) > MOST:
            return False
        first, second = original.read_bytes(), copy.read_bytes()
        if first == second or (first.startswith(b"%PDF-") and second.startswith(first)):
            return True
        with zipfile.ZipFile(io.BytesIO(first)) as known, zipfile.ZipFile(io.BytesIO(second)) as found:
            return _words_stay(known, found)
    except _BROKEN:
        return False


def _words_stay(original: zipfile.ZipFile, copy: zipfile.ZipFile) -> bool:
    known, found = _parts(original), _parts(copy)
    if known is None or found is None or not known.keys() <= found.keys():
        return False
    if not all(_is_note(key) for key in found.keys() - known.keys()):
        return False
    for key, name in known.items():
        before, after = original.read(name), copy.read(found[key])
        if before != after and not _is_note(key) and (not key.startswith("word/") or _words(before) != _words(after)):
            return False
    return True


def _is_note(key: str) -> bool:
    """Tell whether a part holds our notes, or only says that there are some."""
    return key.startswith(_NOTES) or key.endswith(".rels")


def _parts(package: zipfile.ZipFile) -> dict[str, str] | None:
    """Return the names of the parts by how they are compared; None where two are alike or they unpack to too much."""
    infos = package.infolist()
    parts = {key_of(info.filename): info.filename for info in infos}
    fits = len(parts) == len(infos) and sum(info.file_size for info in infos) <= MOST
    return parts if fits else None


def _words(data: bytes) -> str:
    """Return all text of a part without what we have inserted."""
    root: Element = Part(data).root
    for inserted in own_insertions(root):
        for one in list(inserted):
            inserted.remove(one)
    return "".join("".join(text.split()) for text in root.itertext())
