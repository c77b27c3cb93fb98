"""The package of an Excel file (.xlsx, .xlsm, .xlsb): which part is which sheet, and whether it is safe to open.

The Rust library that reads the values trusts what a file says of itself. So every part it will read is unpacked here
once, within the limits, before it sees the file.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from extractor.document import UnreadReason
from extractor.readers.excel_binary import bundle_sheets
from extractor.readers.excel_formats import dressed_styles
from extractor.readers.source import Limits

Element = Any  # an lxml element; lxml carries no types that fit a tree walk

RESUBMIT = "请用Excel或WPS表格重新打开并另存后提交。"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, IndexError, NotImplementedError)
_CHUNK = 1 << 20
_DATA = (".xml", ".rels", ".bin")
# what the reader of values never opens
_NOT_READ = ("xl/media/", "xl/embeddings/", "xl/printersettings/", "xl/activex/", "xl/vbaproject", "customxml/")
_LARGEST_SHAPES = 20_000_000  # bytes of drawings that are looked through for text


class PackageError(Exception):
    """A file or a part of it that cannot be read; ``reason`` and ``message`` as in ``Unread``."""

    def __init__(self, reason: UnreadReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


class Package:
    """The parts of one Excel file, checked against the limits. Raises PackageError where it must not be opened."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except BROKEN as error:
            raise PackageError("corrupt", f"文件已损坏或不完整，无法打开；{RESUBMIT}") from error
        # back slashes are written by some producers, and names are compared without case
        self._infos = {_key(info.filename): info for info in infos}
        self._check(limits)
        self.binary = "xl/workbook.bin" in self._infos
        self.parts = self._sheet_parts()
        self.dressed = frozenset[int]() if self.binary else dressed_styles(self.parse("xl/styles.xml"))

    def _check(self, limits: Limits) -> None:
        """Unpack every part that holds data, so that a size that is not as declared is found here."""
        spent = 0
        for name, info in self._infos.items():
            if not name.endswith(_DATA) or name.startswith(_NOT_READ):
                continue
            if info.flag_bits & 0x1:
                raise PackageError("encrypted", "文件已加密（压缩包带密码），请提交未加密的版本。")
            spent += info.file_size
            if info.file_size > limits.part_bytes or spent > limits.total_bytes:
                message = f"{info.filename}解压后超过读取上限，未读取；请拆分文件或删除多余内容后提交。"
                raise PackageError("limit", message)
            try:
                with self._zip.open(info) as stream:
                    while stream.read(_CHUNK):
                        pass
            except (*BROKEN, RuntimeError) as error:
                raise PackageError("corrupt", f"{info.filename}已损坏，无法解压；{RESUBMIT}") from error

    def open(self, name: str) -> IO[bytes] | None:
        """Return a part as a stream of its bytes, None where there is none of this name."""
        info = self._infos.get(_key(name))
        return None if info is None else self._zip.open(info)

    def read(self, name: str) -> bytes:
        """Return the bytes of a part, none where it is missing."""
        stream = self.open(name)
        if stream is None:
            return b""
        with stream:
            return stream.read()

    def parse(self, name: str) -> Element | None:
        """Return the root of an XML part, None where it is missing or broken; no entities, no network."""
        from lxml import etree  # noqa: PLC0415  # the command line starts without it

        data = self.read(name)
        if not data or b"<!DOCTYPE" in data[:4096]:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            return None

    def _sheet_parts(self) -> dict[str, str]:
        """Return the part of each sheet by its name."""
        kind = "bin" if self.binary else "xml"
        targets = dict(self._targets(f"xl/_rels/workbook.{kind}.rels"))
        if self.binary:
            named = bundle_sheets(self.read("xl/workbook.bin"))
        else:
            root = self.parse("xl/workbook.xml")
            if root is None:
                raise PackageError("corrupt", f"文件缺少工作簿部分或它已损坏，不是完整的Excel文件；{RESUBMIT}")
            named = [(sheet.get("name") or "", _relationship(sheet)) for sheet in root.iter("{*}sheet")]
        return {name: targets[key] for name, key in named if key in targets}

    def _targets(self, part: str) -> Iterator[tuple[str, str]]:
        root = self.parse(part)
        for element in root.iter("{*}Relationship") if root is not None else ():
            target = (element.get("Target") or "").replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            yield element.get("Id") or "", path

    def recomputes(self) -> bool:
        """Tell whether the file asks to be computed when opened: a program wrote it, its results may be none."""
        root = None if self.binary else self.parse("xl/workbook.xml")
        calc = None if root is None else next(root.iter("{*}calcPr"), None)
        return calc is not None and calc.get("fullCalcOnLoad") in ("1", "true")

    def count(self, folder: str, *endings: str) -> int:
        """Return how many parts stand in a folder, of the given endings only if any is given."""
        start = folder.lower()
        return sum(1 for name in self._infos if name.startswith(start) and (not endings or name.endswith(endings)))

    def comments(self) -> int:
        """Return how many cells carry a comment."""
        roots = (self.parse(name) for name in self._infos if name.startswith("xl/comments") and name.endswith(".xml"))
        return sum(1 for root in roots if root is not None for _ in root.iter("{*}comment"))

    def shapes_with_text(self) -> int:
        """Return how many shapes and text boxes over the cells hold text of their own."""
        found = 0
        for name, info in self._infos.items():
            if name.startswith("xl/drawings/drawing") and name.endswith(".xml") and info.file_size < _LARGEST_SHAPES:
                root = self.parse(name)
                shapes = () if root is None else root.iter("{*}txBody")
                found += sum(1 for shape in shapes if any((text.text or "").strip() for text in shape.iter("{*}t")))
        return found


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _relationship(element: Element) -> str:
    """Return the value of the attribute r:id, whichever of the two namespaces r is."""
    return next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
