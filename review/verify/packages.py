"""A zip of XML parts (Word, OFD), opened with the standard library and lxml alone, within limits."""

import io
import posixpath
import zipfile
import zlib
from typing import Any

Element = Any  # an lxml element

PART_BYTES = 200_000_000
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, IndexError, RuntimeError, NotImplementedError)


class CannotOpen(Exception):  # noqa: N818  a state of the source, told as a sentence
    """The source cannot be opened here; the message is a Chinese sentence."""


class Parts:
    """The parts of a zip by name, without regard to case. Raises CannotOpen where the bytes are no zip."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._names = {_key(info.filename): info for info in self._zip.infolist()}
        except _BROKEN as error:
            raise CannotOpen("文件已损坏，另一程序无法打开。") from error

    def names(self) -> list[str]:
        """Return the names of all parts as they are compared: lower case, forward slashes."""
        return sorted(self._names)

    def root(self, name: str) -> Element | None:
        """Return the root of an XML part, None where there is none or it is no XML. Raises CannotOpen over a limit."""
        from lxml import etree  # noqa: PLC0415  only where a source is opened

        info = self._names.get(_key(name))
        if info is None:
            return None
        if info.file_size > PART_BYTES:
            raise CannotOpen("文件的一个部分过大，没有核对。")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(PART_BYTES + 1)
        except _BROKEN:
            return None
        if len(data) > PART_BYTES:
            raise CannotOpen("文件的一个部分过大，没有核对。")
        for recover in (False, True):
            parser = etree.XMLParser(
                recover=recover, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                remove_pis=True,
            )  # fmt: skip
            try:
                root = etree.fromstring(data, parser)
            except etree.XMLSyntaxError:
                continue
            if root is not None:
                return root
        return None

    def related(self, part: str) -> list[tuple[str, str]]:
        """Return (last word of the type, target inside the package) of each relationship of ``part``, "" for all."""
        folder, base = posixpath.split(part)
        root = self.root(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: list[tuple[str, str]] = []
        for element in root if root is not None else ():
            if isinstance(element.tag, str) and element.get("TargetMode") != "External":
                target = (element.get("Target") or "").replace("\\", "/")
                kind = (element.get("Type") or "").rstrip("/").rpartition("/")[2]
                found.append((kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")))
        return found


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
