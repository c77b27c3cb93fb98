"""The OPC package of a Word file: parts by relationship, read within limits, parsed without entities or network."""

import contextlib
import io
import posixpath
import zipfile
import zlib
from typing import Any, ClassVar

from extractor.document import UnreadReason
from extractor.readers.docx_names import STRICT, R
from extractor.readers.source import Limits

Element = Any  # an lxml element; lxml carries no types that fit a tree walk

_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, IndexError)
_RESUBMIT = "请用Word或WPS重新打开并另存后提交。"


class PackageError(Exception):
    """A part (or the whole package) that cannot be read; ``reason`` and ``message`` as in ``Unread``."""

    def __init__(self, reason: UnreadReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


class Relationship:
    """One relationship of a part: its kind (the last word of its type), its target and whether that is outside."""

    __slots__ = ("external", "kind", "target")

    def __init__(self, kind: str, target: str, *, external: bool) -> None:
        self.kind = kind
        self.target = target
        self.external = external


class Package:
    """The parts of one Word file. Only parts that are asked for are read; media never are.

    Raises PackageError where the bytes are no readable zip. Another format of parts in a zip sets ``product`` and
    ``resubmit``, which its messages name.
    """

    product: ClassVar[str] = "Word"
    resubmit: ClassVar[str] = _RESUBMIT

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._spent = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (*_BROKEN_ZIP, NotImplementedError) as error:
            raise PackageError("corrupt", f"文件已损坏或不完整，无法打开；{self.resubmit}") from error
        # some producers write back slashes, and names are compared without case in OPC
        self._infos = {_key(info.filename): info for info in infos}

    def has(self, name: str) -> bool:
        """Return whether the package holds a part of this name."""
        return _key(name) in self._infos

    def main_part(self) -> str:
        """Return the name of the document part. Raises PackageError where there is none."""
        for relationship in self.relationships("").values():
            if relationship.kind == "officeDocument" and self.has(relationship.target):
                return relationship.target
        if self.has("word/document.xml"):
            return "word/document.xml"
        raise PackageError("corrupt", f"文件缺少正文部分，不是完整的{self.product}文件；{self.resubmit}")

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Return the relationships of ``part`` ("" for the package) by id; none where they are missing or broken.

        A target is a name inside the package: ``..`` cannot lead out of it.
        """
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", name + ".rels")
        if not self.has(path):
            return {}
        try:
            root, _ = self.parse(path)
        except PackageError:
            return {}
        found = {}
        for element in root.iter(_REL):
            target = element.get("Target") or ""
            external = element.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
            kind = (element.get("Type") or "").rstrip("/").rsplit("/", 1)[-1]
            found[element.get("Id") or ""] = Relationship(kind, target, external=external)
        return found

    def read(self, name: str) -> tuple[bytes, bool]:
        """Return the bytes of a part and whether they are whole.

        Raises PackageError where the part is missing, locked or over a limit, or where none of it can be read.
        """
        info = self._infos.get(_key(name))
        if info is None:
            raise PackageError("corrupt", f"文件缺少{name}；{self.resubmit}")
        if info.flag_bits & 0x1:
            raise PackageError("encrypted", "文件已加密（压缩包带密码），请提交未加密的版本。")
        allowed = min(self._limits.part_bytes, self._limits.total_bytes - self._spent)
        over = PackageError("limit", f"{name}解压后超过读取上限，未读取；请拆分文件或删除嵌入内容后提交。")
        if info.file_size > allowed:
            raise over
        try:
            with self._zip.open(info) as stream:
                data = stream.read(allowed + 1)
            whole = True
        except NotImplementedError as error:
            raise PackageError("corrupt", f"{name}使用了不支持的压缩方式；{self.resubmit}") from error
        except (*_BROKEN_ZIP, RuntimeError) as error:
            data, whole = self._salvage(info, allowed), False
            if not data:
                raise PackageError("corrupt", f"{name}已损坏，无法解压；{self.resubmit}") from error
        if len(data) > allowed:
            raise over
        self._spent += len(data)
        return data, whole

    def _salvage(self, info: zipfile.ZipInfo, allowed: int) -> bytes:
        """Return what can be unpacked before the damage."""
        kept = bytearray()
        try:
            with self._zip.open(info) as stream:
                while len(kept) <= allowed and (chunk := stream.read(256)):
                    kept += chunk
        except (*_BROKEN_ZIP, RuntimeError):
            pass  # the damage; what stands before it is what we came for
        return bytes(kept)

    def parse(self, name: str) -> tuple[Element, PackageError | None]:
        """Return the root of an XML part, and what is wrong with it (None where it is whole).

        Entities are never expanded, nothing is fetched, and a document type is refused: no such file has one. Broken
        XML gives what the parser can save. Raises PackageError where that is nothing, MemoryError where
        its tree has no room.
        """
        from lxml import etree  # noqa: PLC0415  # the command line starts without it

        data, whole = self.read(name)
        if b"<!DOCTYPE" in data[:4096]:
            raise PackageError("corrupt", f"{name}含有DTD声明，正常的{self.product}文件没有；{self.resubmit}")
        problem = None if whole else PackageError("corrupt", "数据已损坏，只读到损坏之前的内容")
        root: Element = None
        try:
            root = etree.fromstring(data, _parser(recover=False))
        except etree.XMLSyntaxError as error:
            if (
                getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY
            ):  # told as broken XML; a second try would take as long
                raise MemoryError from error
            if _is_over_limit(str(error)):
                problem = PackageError("limit", "嵌套过深或单段文字过长，其后的内容没有读")
            else:
                message = f"第{error.lineno or 1}行起的XML已损坏，损坏处之后的内容可能缺失"
                problem = PackageError("corrupt", message)
            with contextlib.suppress(etree.XMLSyntaxError):  # nothing could be saved: root stays None
                root = etree.fromstring(data, _parser(recover=True))
        if root is None:
            raise PackageError("corrupt", f"{name}的XML已损坏，无法读取；{self.resubmit}")
        if root.getroottree().docinfo.internalDTD is not None:
            raise PackageError("corrupt", f"{name}含有DTD声明，正常的{self.product}文件没有；{self.resubmit}")
        if any(uri in STRICT for uri in root.nsmap.values()):
            _to_transitional(root)
        return root, problem


def _parser(*, recover: bool) -> Element:
    from lxml import etree  # noqa: PLC0415  # the command line starts without it

    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,  # a comment inside w:t would cut its text in two
        remove_pis=True,
    )


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _is_over_limit(message: str) -> bool:
    """Tell the parser's own limits (depth, length of a text) from damage; it names them in words only."""
    return any(word in message.lower() for word in ("depth", "too large", "too long", "huge"))


def _to_transitional(root: Element) -> None:
    """Rename the Strict names of a tree in place."""
    prefixes = {f"{{{strict}}}": f"{{{plain}}}" for strict, plain in STRICT.items()}
    names: dict[str, str] = {}

    def plain(name: str) -> str:
        known = names.get(name)
        if known is None:
            space, brace, local = name.rpartition("}")
            known = names[name] = prefixes.get(space + brace, space + brace) + local
        return known

    for element in root.iter("*"):
        tag = element.tag
        if plain(tag) != tag:
            element.tag = plain(tag)
        for key in element.attrib:
            if plain(key) != key:
                element.attrib[plain(key)] = element.attrib.pop(key)


def relationship_id(element: Element, name: str = "id") -> str:
    """Return the relationship id that ``element`` carries in its attribute r:``name``, or ""."""
    value = element.get(R + name)
    return value if isinstance(value, str) else ""
