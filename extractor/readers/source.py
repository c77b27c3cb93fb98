"""A file's bytes, the limits on reading them, and what they truly are (by bytes, not by name)."""

import hashlib
import io
import zipfile
from functools import cached_property
from pathlib import Path, PurePath

import msgspec

from extractor.document import Format, UnreadReason


class Source:
    """The bytes of one file under the name it is reported by."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data

    @classmethod
    def open(cls, file: Path, path: str | None = None) -> "Source":
        """Read ``file`` whole; it is reported as ``path``. Raises OSError where the file cannot be read."""
        return cls(str(file) if path is None else path, file.read_bytes())

    @cached_property
    def sha256(self) -> str:
        """Return the hash of the bytes in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def suffix(self) -> str:
        """Return the lower-case ending of the name, with its dot."""
        return PurePath(self.path).suffix.lower()


class Limits(msgspec.Struct, frozen=True):
    """Caps on what one file may cost; what is over a cap is told as ``limit``, never silently dropped."""

    pages: int = 5_000
    characters_per_page: int = 200_000
    paths_per_page: int = 20_000
    part_bytes: int = 200_000_000
    total_bytes: int = 600_000_000
    grid_columns: int = 512
    grid_rows: int = 20_000
    depth: int = 64


class Sniffed(msgspec.Struct, frozen=True):
    """The true type of a file; ``problem`` where its bytes already tell that it cannot be read."""

    format: Format
    problem: UnreadReason | None = None
    message: str = ""


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
ENCRYPTED_WORD = "文件已加密（需要打开密码），请提交未加密的版本。"


def sniff(source: Source) -> Sniffed:
    """Tell what ``source`` is from its bytes; the name only tells text formats apart.

    >>> sniff(Source("合同.docx", b"%PDF-1.7 ...")).format
    'pdf'
    >>> sniff(Source("说明.md", "# 标题".encode())).format
    'md'
    """
    data = source.data
    if b"%PDF-" in data[:1024]:
        return Sniffed("pdf")
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zip(source)
    if data[:8] == OLE:
        return _ole(source)
    if data[:5] == b"{\\rtf":
        return Sniffed("rtf")
    if data[:6] in (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"):
        return Sniffed("archive")
    if data.startswith(IMAGES):
        return Sniffed("image")
    return _text(source)


def _zip(source: Source) -> Sniffed:
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError):
        word = source.suffix in (".docx", ".docm", ".dotx")
        hint = "文件已损坏或不完整，无法打开；请重新导出后提交。"
        return Sniffed("docx" if word else "archive", "corrupt", hint)
    if any(name.endswith("OFD.xml") for name in names):
        return Sniffed("ofd")
    if any(name.startswith("xl/") for name in names):
        return Sniffed("xlsb" if "xl/workbook.bin" in names else "xlsx")
    if "[Content_Types].xml" in names or any(name.startswith("word/") for name in names):
        return Sniffed("docx")
    return Sniffed("archive")


def _ole(source: Source) -> Sniffed:
    def named(name: str) -> bool:
        return name.encode("utf-16-le") in source.data

    if named("EncryptedPackage"):
        return Sniffed("xlsx" if source.suffix == ".xlsx" else "docx", "encrypted", ENCRYPTED_WORD)
    if named("WordDocument"):
        return Sniffed("wps" if source.suffix == ".wps" else "doc")
    if named("Workbook") or named("Book"):
        return Sniffed("et" if source.suffix == ".et" else "xls")
    return Sniffed("unknown")


def _text(source: Source) -> Sniffed:
    head = source.data[:4096]
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        if source.suffix in (".pdf", ".docx"):
            hint = "文件内容与扩展名不符，也不是可识别的格式；请重新导出后提交。"
            return Sniffed("unknown", "corrupt", hint)
        return Sniffed("unknown")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")) or source.suffix in (".html", ".htm"):
        return Sniffed("html")
    if source.suffix == ".md":
        return Sniffed("md")
    if source.suffix == ".csv":
        return Sniffed("csv")
    if source.suffix in (".pdf", ".docx"):
        printable = sum(byte >= 32 or byte in (9, 10, 13) for byte in head)
        if printable < 0.95 * len(head):
            return Sniffed("unknown", "corrupt", "文件内容与扩展名不符，也不是可识别的格式；请重新导出后提交。")
    return Sniffed("txt")
