"""A file's bytes, the limits on reading them, and what they truly are (by bytes, not by name)."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
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
    ocr_pages: int = 100


class Sniffed(msgspec.Struct, frozen=True):
    """The true type of a file; ``problem`` where its bytes already tell that it cannot be read."""

    format: Format
    problem: UnreadReason | None = None
    message: str = ""


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"
RAR = b"Rar!\x1a\x07"
OTHER_ARCHIVES = (  # gzip, bzip2, xz, zstd, cab, lz4
    b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"MSCF\x00\x00\x00\x00", b"\x04\x22\x4d\x18",
)  # fmt: skip
UNSUPPORTED_ARCHIVE = "不支持这种压缩包（tar、gz等），没有打开；请改用zip、7z或rar重新压缩，或解压后提交。"
JUNK = 64 * 1024  # bytes that a download or a mail may have put before the head of a file called .pdf
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
    if data.startswith(ZIP):  # before PDF, which may stand unpacked at the start of an archive
        return _zip(source)
    if data.startswith((SEVEN_ZIP, RAR)):
        return Sniffed("archive")
    if b"%PDF-" in data[: JUNK if source.suffix == ".pdf" else 1024]:
        return Sniffed("pdf")
    if data[:8] == OLE:
        return _ole(source)
    if data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{\\rtf"):
        return Sniffed("rtf")
    if is_other_archive(data):
        return Sniffed("archive", "unsupported-format", UNSUPPORTED_ARCHIVE)
    if data.startswith(IMAGES):
        return Sniffed("image")
    return _text(source)


def _zip(source: Source) -> Sniffed:
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            names = frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError):
        hint = "文件已损坏或不完整，无法打开；请重新导出后提交。"
        named = "docx" if source.suffix in (".docx", ".docm", ".dotx") else _LOCKED.get(source.suffix, "archive")
        return Sniffed(named, "corrupt", hint)
    if {"mimetype", "content.xml"} <= names:
        return Sniffed("unknown", "unsupported-format", "OpenDocument文件，请另存为.docx或.xlsx后再检查。")
    return Sniffed(format_of_zip(names))


def is_other_archive(head: bytes) -> bool:
    """Tell a packed file of a kind that is not opened (gzip, bzip2, xz, zstd, cab, lz4, tar) from its first bytes."""
    return head.startswith(OTHER_ARCHIVES) or head[257:262] == b"ustar"


def format_of_zip(names: Iterable[str]) -> Format:
    """Tell by the names in a zip whether it is a document or an archive of files.

    A folder called ``word`` makes no Word file: that has its main part or a list of content types.

    >>> format_of_zip(["[Content_Types].xml", "word/document.xml"]), format_of_zip(["word/合同.docx"])
    ('docx', 'archive')
    """
    # back slashes are written by some producers, and names are compared without case
    found = {name.replace("\\", "/").lower() for name in names}
    if any(PurePath(name).name == "ofd.xml" for name in found):
        return "ofd"
    typed = "[content_types].xml" in found
    books = {"xl/workbook.xml", "xl/workbook.bin"}
    if books & found or (typed and any(name.startswith("xl/") for name in found)):
        return "xlsb" if "xl/workbook.bin" in found else "xlsx"
    return "docx" if typed or "word/document.xml" in found else "archive"


def _ole(source: Source) -> Sniffed:
    broken = False
    try:
        names = Compound(source.data).names
    except ValueError:  # cut off, or only its head is here: look for the names as they are written there
        known = ("EncryptedPackage", "WordDocument", "Workbook", "Book")
        names = frozenset(name for name in known if _is_entry(name, source.data))
        broken = True
    if "EncryptedPackage" in names:
        return Sniffed(_LOCKED.get(source.suffix, "docx"), "encrypted", ENCRYPTED_WORD)
    if "WordDocument" in names:
        return Sniffed("wps" if source.suffix == ".wps" else "doc")
    if "Workbook" in names or "Book" in names:
        return Sniffed("et" if source.suffix == ".et" else "xls")
    if broken and source.suffix in _CUT_OFF:
        return Sniffed(_CUT_OFF[source.suffix], "corrupt", "文件已损坏或不完整，无法打开；请重新导出后提交。")
    return Sniffed("unknown")


def _is_entry(name: str, data: bytes) -> bool:
    """Tell whether ``name`` begins an entry of a directory, which stand at every 128th byte, filled up with zeros."""
    wanted = name.encode("utf-16-le") + b"\x00\x00"
    at = data.find(wanted)
    while at >= 0 and at % 128:
        at = data.find(wanted, at + 1)
    return at >= 0


_LOCKED: dict[str, Format] = {
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xltx": "xlsx", ".xls": "xlsx", ".xlsb": "xlsb", ".et": "et",
}  # fmt: skip
_CUT_OFF: dict[str, Format] = {".doc": "doc", ".dot": "doc", ".wps": "wps", ".wpt": "wps", ".xls": "xls", ".et": "et"}
_WORD = (".doc", ".dot", ".wps", ".wpt", ".rtf")
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
        if source.suffix in (".pdf", ".docx", *_WORD, *_SHEETS):
            return Sniffed("unknown", "corrupt", _NOT_AS_NAMED)
        return Sniffed("unknown")
    marked = _markup(head.decode("utf-16" if wide else "latin-1", "ignore").lower(), source.suffix)
    if marked is not None:
        return marked
    if source.suffix == ".md":
        return Sniffed("md")
    printable = sum(byte >= 32 or byte in (9, 10, 13) for byte in head)
    if source.suffix in (".pdf", ".docx", *_WORD, *_SHEETS) and printable < 0.95 * len(head) and not wide:
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
