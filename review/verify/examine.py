"""One file and what is claimed of it: opened by its own bytes, each quote answered. Runs where it may be stopped."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from extractor.document import Format
from review.errors import why
from review.verify.claims import EvidenceClaim
from review.verify.matching import Answer, failed, unchecked
from review.verify.packages import CannotOpen

Family = Literal["pdf", "word", "sheet", "binary sheet", "ofd", "ole", "rtf", "image", "text", "archive"]

_FAMILIES: dict[Format, Family] = {
    "pdf": "pdf", "docx": "word", "xlsx": "sheet", "xlsb": "binary sheet", "ofd": "ofd", "doc": "ole", "wps": "ole",
    "xls": "ole", "et": "ole", "rtf": "rtf", "image": "image", "txt": "text", "md": "text", "csv": "text",
    "html": "text", "archive": "archive",
}  # fmt: skip
_NO_SECOND: dict[Family, str] = {
    "binary sheet": "二进制工作簿（.xlsb）",
    "ole": "旧版二进制文件（.doc、.wps、.xls、.et）",
    "rtf": "RTF文件",
    "image": "图片",
    "archive": "压缩包",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")
_MOST_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Task:
    """A file to open and the claims about it, in the order in which they are answered."""

    file: str
    format: Format
    claims: tuple[EvidenceClaim, ...]


class Source(Protocol):
    """An opened file."""

    def answer(self, claim: EvidenceClaim) -> Answer:
        """Tell whether a claim holds."""


def seconds(task: Task) -> float:
    """Return how many seconds an examination may take."""
    return 120.0 + 2.0 * len(task.claims)


def examine(task: Task) -> tuple[Answer, ...]:
    """Return an answer for each claim, in their order. Never raises: what cannot be opened is ``unchecked``."""
    try:
        data = Path(task.file).read_bytes() if Path(task.file).stat().st_size <= _MOST_BYTES else None
        if data is None:
            return (unchecked("not-readable", "文件过大，没有核对。"),) * len(task.claims)
        family = family_of(data)
        if family != _FAMILIES.get(task.format):
            return (failed("format", f"报告说文件是{task.format}，其实不是。"),) * len(task.claims)
        told = _NO_SECOND.get(family)
        if told is not None:
            said = f"{told}没有第二种程序可以逐处打开，请人工对照。"
            return (unchecked("no-second-reader", said),) * len(task.claims)
        source = _opened(data, family, task.format)
        in_order = sorted(range(len(task.claims)), key=lambda at: task.claims[at].location.page or 0)
        answers = {at: _answer(source, task.claims[at]) for at in in_order}  # a page is read once
        return tuple(answers[at] for at in range(len(task.claims)))
    except CannotOpen as problem:
        return (unchecked("not-readable", str(problem)),) * len(task.claims)
    except OSError as error:
        return (unchecked("not-readable", f"文件无法读取（{why(error)}）。"),) * len(task.claims)
    except (RecursionError, MemoryError):
        return (unchecked("not-readable", "文件结构过深或内容过大，没有核对。"),) * len(task.claims)


def _answer(source: Source, claim: EvidenceClaim) -> Answer:
    answer = source.answer(claim)
    if answer.verdict == "failed" and claim.ocr:
        return unchecked("recognised", "这段文字由图像识别得出，原文件里没有可对照的文字，请对照图像。")
    return answer


def family_of(data: bytes) -> Family:
    """Return what the bytes are, whatever the file is called.

    >>> family_of(b"%PDF-1.7"), family_of("质保期".encode())
    ('pdf', 'text')
    """
    if data[:2] == b"PK":
        return _zip_family(data)
    if b"%PDF-" in data[:65536] and data.lstrip()[:1] != b"<":
        return "pdf"
    if data.startswith(_OLE):
        return "ole"
    if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_PICTURES):
        return "image"
    return "archive" if data.startswith(_ARCHIVES) else "text"


def _zip_family(data: bytes) -> Family:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lstrip("/").casefold() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise CannotOpen("文件已损坏，另一程序无法打开。") from error
    if any(name.rpartition("/")[2] == "ofd.xml" for name in names):
        return "ofd"
    if "xl/workbook.bin" in names:
        return "binary sheet"
    if any(name.startswith("xl/") for name in names):
        return "sheet"
    return "word" if "[content_types].xml" in names else "archive"


def _opened(data: bytes, family: Family, said: Format) -> Source:
    """Open a file with the code for its family, which is loaded when it is met."""
    if family == "pdf":
        from review.verify.pdf import PdfFile  # noqa: PLC0415  see above

        return PdfFile(data)
    if family == "word":
        from review.verify.word import WordFile  # noqa: PLC0415  see above

        return WordFile(data)
    if family == "sheet":
        from review.verify.sheets import Workbook  # noqa: PLC0415  see above

        return Workbook(data)
    if family == "ofd":
        from review.verify.ofd import OfdFile  # noqa: PLC0415  see above

        return OfdFile(data)
    if said == "html":
        from review.verify.pages import WebPage  # noqa: PLC0415  see above

        return WebPage(data)
    from review.verify.texts import TextFile  # noqa: PLC0415  see above

    return TextFile(data, table=said == "csv")
