"""A file's bytes, the limits on reading them, and what they truly are (by bytes, not by name)."""

import hashlib
import io
import re
import zipfile
from functools import cached_property
from pathlib import Path, PurePath

import msgspec

from extractor.document import Format, UnreadReason
from extractor.readers.ole import Compound


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
    cells: int = 300_000
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
        hint = "文件已损坏或不完整，无法打开；请重新导出后提交。"
        named = "docx" if source.suffix in (".docx", ".docm", ".dotx") else _LOCKED.get(source.suffix, "archive")
        return Sniffed(named, "corrupt", hint)
    if {"mimetype", "content.xml"} <= names:
        return Sniffed("unknown", "unsupported-format", "OpenDocument文件，请另存为.docx或.xlsx后再检查。")
    if any(name.endswith("OFD.xml") for name in names):
        return Sniffed("ofd")
    keys = {name.replace("\\", "/").lower() for name in names}
    if any(name.startswith("xl/") for name in keys):
        return Sniffed("xlsb" if "xl/workbook.bin" in keys else "xlsx")
    if "[Content_Types].xml" in names or any(name.startswith("word/") for name in names):
        return Sniffed("docx")
    return Sniffed("archive")


def _ole(source: Source) -> Sniffed:
    try:
        names = Compound(source.data).names
    except ValueError:  # cut off, or only its head is here: look for the names as they are written there
        known = ("EncryptedPackage", "WordDocument", "Workbook", "Book")
        names = frozenset(name for name in known if name.encode("utf-16-le") in source.data)
    if "EncryptedPackage" in names:
        return Sniffed(_LOCKED.get(source.suffix, "docx"), "encrypted", ENCRYPTED_WORD)
    if "WordDocument" in names:
        return Sniffed("wps" if source.suffix == ".wps" else "doc")
    if "Workbook" in names or "Book" in names:
        return Sniffed("et" if source.suffix == ".et" else "xls")
    return Sniffed("unknown")


_LOCKED: dict[str, Format] = {
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xltx": "xlsx", ".xls": "xlsx", ".xlsb": "xlsb", ".et": "et",
}  # fmt: skip
_SHEETS = (".xls", ".xlsx", ".xlsm", ".et", ".csv", ".tsv")
_XML_2003: tuple[tuple[str, Format, str], ...] = (
    ("schemas-microsoft-com:office:spreadsheet", "xls", "Excel 2003 XML表格，请用Excel另存为.xlsx后再检查。"),
    ("schemas.microsoft.com/office/word/2003/wordml", "doc", "Word 2003 XML文件，请用Word另存为.docx后再检查。"),
    ("schemas.microsoft.com/office/2006/xmlpackage", "docx", "Word XML文件，请用Word另存为.docx后再检查。"),
)
_HTML_FIRST = re.compile(r"<!doctype\s+html|<html[\s>]")
# how fragments and the exports of office systems begin; in notes and plain text these may be a passage of their own
_HTML_FRAGMENT = re.compile(r"<(?:head|body|title|meta|style|script|table|div|p|h[1-6]|center|font|span)[\s>/]")
_PREAMBLE = re.compile(r"\s*(?:<\?.{0,200}?\?>|<!--.{0,2000}?-->)", re.DOTALL)
_MULTIPART = re.compile(r"^content-type:\s*multipart/(?:related|alternative|mixed)", re.MULTILINE)


def _text(source: Source) -> Sniffed:
    head = source.data[:4096]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in head and not wide:
        if source.suffix in (".pdf", ".docx", *_SHEETS):
            return Sniffed("unknown", "corrupt", _NOT_AS_NAMED)
        return Sniffed("unknown")
    marked = _markup(head.decode("utf-16" if wide else "latin-1", "ignore").lower(), source.suffix)
    if marked is not None:
        return marked
    if source.suffix == ".md":
        return Sniffed("md")
    printable = sum(byte >= 32 or byte in (9, 10, 13) for byte in head)
    if source.suffix in (".pdf", ".docx", *_SHEETS) and printable < 0.95 * len(head) and not wide:
        return Sniffed("unknown", "corrupt", _NOT_AS_NAMED)
    return Sniffed("csv" if source.suffix in _SHEETS else "txt")


_NOT_AS_NAMED = "文件内容与扩展名不符，也不是可识别的格式；请重新导出后提交。"


def _markup(head: str, suffix: str) -> Sniffed | None:
    """Tell web pages, pages saved as one file, and office files written as XML by how they begin."""
    start = head.removeprefix("\xef\xbb\xbf").removeprefix("\ufeff")
    while match := _PREAMBLE.match(start):
        start = start[match.end() :]
    start = start.lstrip()
    if _HTML_FIRST.match(start) or suffix in (".html", ".htm", ".mht", ".mhtml"):
        return Sniffed("html")
    if start.startswith("<"):
        for word, fmt, hint in _XML_2003:
            if word in start:
                return Sniffed(fmt, "unsupported-format", hint)
    if suffix not in (".txt", ".md", ".csv", ".tsv") and _HTML_FRAGMENT.match(start):
        return Sniffed("html")
    if start.startswith(("mime-version:", "from:", "content-type:")) and _MULTIPART.search(start):
        return Sniffed("html")
    return None
