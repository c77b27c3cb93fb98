"""Reports that are written among the papers that are checked.

The next run of the same command would read them as papers, and its verdicts would rest on them: what a command is to
write again is no paper of it. Only the files that the command itself names are left aside, and only where they are
reports: no mark in a file can hide it from a check, and no report takes the place of a paper.
"""

import hashlib
import os
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from review.errors import CannotRun
from review.filetypes import DOCUMENTS, LIGHT
from review.intake import printable
from review.output import say
from review.reporters import EACH, format_of
from review.reporters.as_csv import HEADS
from review.shelf import folder_of, listed

_PAGE = re.compile(r"\d{4,}-\d{3,}-p\d+\.png")
_HEAD = 2000  # bytes at the beginning of a file
_MOST = 50_000_000  # bytes of a part of a package


def own_reports(
    paths: Sequence[str], outputs: Sequence[Path], detail: Path | None, read: Sequence[str | Path | None] = ()
) -> frozenset[str]:
    """Return the real paths of the files among the papers that this command is to write again.

    ``paths`` and ``read`` are what the command reads, papers and other files. Raises CannotRun where a report would
    take the place of one of them, or of another report; tells where one will lie among the papers.
    """
    roots = [os.path.realpath(path) for path in paths]
    files = {os.path.realpath(one) for one in read if one is not None}
    own: set[str] = set()
    seen: set[str] = set()
    for output in outputs:
        real = os.path.realpath(output)
        if real in seen:
            raise CannotRun(f"-o {printable(output)}：给出了两次，后写的会盖掉先写的；请给出不同的文件名。")
        seen.add(real)
        if real in files:
            raise CannotRun(f"-o {printable(output)}：这个文件本次要读取，不能写成报告；请换一个文件名。")
        if not _among(real, roots):
            continue
        if output.exists() and (real in roots or (_is_paper(output) and not _is_report(output))):
            raise CannotRun(
                f"-o {printable(output)}：这是要检查的材料，不能用报告覆盖；请换一个文件名，或写到别的文件夹。"
            )
        own.add(real)
        if format_of(output) in EACH:
            own |= _opinions(folder_of(output))
        if _is_paper(output):
            _tell("-o", output)
    if detail is not None and _among(os.path.realpath(detail), roots):
        own |= {os.path.realpath(page) for page in detail.iterdir() if _PAGE.fullmatch(page.name)}
        _tell("--detail", detail)
    return frozenset(own)


def _tell(option: str, place: Path) -> None:
    say(
        f"{option} {printable(place)}：写在要检查的材料中间。同一条命令再运行时不把它当作材料，"
        "但换一条命令就会；建议写到别的文件夹。"
    )


def _among(real: str, roots: Sequence[str]) -> bool:
    return any(real == root or real.startswith(root.rstrip(os.sep) + os.sep) for root in roots)


def _is_paper(file: Path) -> bool:
    """Tell whether a file of this name is taken for a paper."""
    return file.suffix.lower() in DOCUMENTS | LIGHT


def _opinions(folder: Path) -> set[str]:
    """Return the opinions that an earlier run left in ``folder`` and nobody has changed."""
    found = set()
    for name, digest in listed(folder).items():
        file = folder / name
        if file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == digest:
            found.add(os.path.realpath(file))
    return found


def _is_report(file: Path) -> bool:
    """Tell whether a file is a report of this program, by what stands in it."""
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
        if head.startswith(b"PK"):
            with zipfile.ZipFile(file) as package:
                return _is_book(package) or _is_opinion(package)
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, LookupError, NotImplementedError):
        return False
    line = ",".join(f'"{one}"' for one in HEADS).encode()
    return b'<meta name="generator" content="shenyue ' in head or head.startswith(b"\xef\xbb\xbf" + line)


def _is_book(package: zipfile.ZipFile) -> bool:
    return all(f">{word}<".encode() in _part(package, "docProps/app.xml") for word in ("预算检查", "未读", "说明"))


def _is_opinion(package: zipfile.ZipFile) -> bool:
    """Tell an opinion by the table of hashes, which no other paper has; the template may be anybody's."""
    return "下列校验值由shenyue ".encode() in _part(package, "word/document.xml")


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    if name not in package.namelist() or package.getinfo(name).file_size > _MOST:
        return b""
    return package.read(name)
