"""Where the documents of a submission lie: under its folder, as its one file, inside archives opened for the while."""

import contextlib
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from review.errors import why
from review.intake import Intake, Listing, Package, printable
from review.unpack import unpacked
from review.verify.claims import DocumentClaim, SubmissionClaim
from review.verify.matching import CONFIRMED, Answer, failed, unchecked

_INSIDE = "!/"
_CHUNK = 1 << 20
# why an archive may open on one machine and not on another; what is damaged now was changed since
_OF_THIS_MACHINE = ("needs-tool", "limit", "timed-out", "crashed")


@dataclass(frozen=True)
class Found:
    """A document's file, None where it was not found, and what became of the claim that it is the one reported."""

    file: Path | None
    answer: Answer


@contextlib.contextmanager
def found(submission: SubmissionClaim, root: Path) -> Iterator[tuple[Found, ...]]:
    """Give the file of each document of a submission, in their order, for as long as the block lasts.

    The paths of submissions (in a report of ``facts`` those of documents) are relative to ``root``.
    """
    plain = {document.path: _plain(submission, document.path, root) for document in submission.documents}
    outer: dict[str, Path] = {}
    for path, file in plain.items():
        head, inside, _ = path.partition(_INSIDE)
        if file is None and inside and submission.path is not None:
            archive = _plain(submission, head, root)
            if archive is not None:
                outer[head] = archive
    listings = tuple(Listing(file, path, archive=True) for path, file in sorted(outer.items()))
    packages = [Package(submission.path or "", listings)] if listings else []
    with unpacked(packages, Intake(), jobs=None) as opened:
        members = {listing.path: listing for package in opened for listing in package.listings}
        yield tuple(
            _examined(document, plain[document.path])
            if plain[document.path] is not None
            else _inside(document, members)
            for document in submission.documents
        )


def _inside(document: DocumentClaim, members: Mapping[str, Listing]) -> Found:
    """Return the file of a document in an archive; where it cannot be had, what that says of the report."""
    listing = members.get(document.path)
    if listing is not None and (listing.lost is None or listing.lost.sha256):
        return _examined(document, listing.file)
    lost = listing.lost if listing is not None else None
    for inside in re.finditer(_INSIDE, document.path) if lost is None else ():
        around = members.get(document.path[: inside.start()])
        lost = lost or (around.lost if around is not None else None)
    if lost is None:
        return _examined(document, None)
    if document.sha256 is None:
        return Found(None, unchecked("no-hash", "报告没有这份材料的校验值，当时没能读取。"))
    if lost.reason in _OF_THIS_MACHINE:
        return Found(None, unchecked("not-readable", f"压缩包里的这份材料无法取出：{lost.message}"))
    return Found(None, failed("hash", f"压缩包里的这份材料当时读到，现在无法取出：{lost.message}"))


def _plain(submission: SubmissionClaim, path: str, root: Path) -> Path | None:
    """Return the file that a path names outside archives, None where there is none."""
    if submission.path is None:
        return _existing(Path(), root / _on_disk(path))
    base = place_of(submission.path, root)
    if base is None:
        return None
    if base.is_file():
        return base if path in (base.name, printable(base.name), PurePosixPath(submission.path).name) else None
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or PurePosixPath(path).is_absolute():
        return None  # no path of a submission leads out of it
    return _existing(base, Path(*map(_on_disk, parts)))


def _on_disk(path: str) -> str:
    """Return a path of a report as this run's locale writes it, which may know no Han characters."""
    try:
        return os.fsdecode(path.encode("utf-8"))
    except UnicodeError:
        return path


def _existing(folder: Path, path: Path) -> Path | None:
    """Return the file at ``path`` under ``folder``."""
    found = _named(folder, path)
    return found if found is not None and found.is_file() else None


def place_of(path: str, root: Path) -> Path | None:
    """Return the file or folder that a report calls ``path``, relative to ``root``; None where there is none."""
    return _named(Path(), root / _on_disk(path))


def _named(folder: Path, path: Path) -> Path | None:
    """Return what is at ``path`` under ``folder``; a name that is no UTF-8 is found as the report writes it out."""
    whole = folder / path
    if os.path.lexists(whole):
        return whole
    at = folder
    for part in path.parts:
        if not os.path.lexists(at / part):
            try:
                names = sorted(os.listdir(at))  # noqa: PTH208  names are wanted, not paths
            except (OSError, ValueError):
                return None
            part = next((name for name in names if printable(name) == part), "")  # noqa: PLW2901  as it is on the disk
            if not part:
                return None
        at = at / part
    return at


def _examined(document: DocumentClaim, file: Path | None) -> Found:
    """Return the file with whether its bytes are those that were reported."""
    if file is None:
        return Found(None, failed("not-found", "按报告里的路径找不到这份材料。"))
    try:
        digest, size = _digest(file)
    except OSError as error:
        return Found(None, unchecked("not-readable", f"材料无法读取（{why(error)}）。"))
    if document.sha256 is None:
        return Found(file, unchecked("no-hash", "报告没有这份材料的校验值，当时没能读取。"))
    if digest != document.sha256:
        return Found(file, failed("hash", "材料的校验值与报告不同：材料或报告改动过。"))
    if size != document.bytes:
        return Found(file, failed("size", f"材料有{size}字节，报告说是{document.bytes}字节。"))
    return Found(file, CONFIRMED)


def _digest(file: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
