"""The template of the opinion: a Word file whose placeholders ``{{名称}}`` are filled, everything else as it stands.

A template is taken apart once and filled for each submission; the parts of its package without a placeholder go into
every opinion byte for byte.
"""

import importlib.resources
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from review.errors import CannotRun, nearest, why
from review.reporters.docx_holes import BLOCKS, EXPECTED, TEXTS, Holes, UnusableError, tagged

MOST_BYTES = 50_000_000  # of the file and of what it unpacks to
MOST_PARTS = 2000
MADE = (1980, 1, 1, 0, 0, 0)  # no clock: the same input gives the same bytes
TYPES = "[Content_Types].xml"
_ASSETS = {
    TYPES: "content_types.xml",
    "_rels/.rels": "rels.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fonts.xml",
    "word/footer1.xml": "footer.xml",
    "docProps/core.xml": "core.xml",
    "docProps/app.xml": "app.xml",
}
# the styles that what is filled in needs, by their names; one that a template lacks is brought along
STYLES = {
    "group": "heading 2",
    "opinion": "heading 3",
    "text": "意见正文",
    "entry": "意见条目",
    "quote": "意见原文",
    "note": "意见备注",
    "table": "意见表文",
    "sign": "意见签字",
}
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DOCUMENT = f"{_WORDML}document.main+xml"
_AS_TEMPLATE = f"{_WORDML}template.main+xml"
_TEXT_WIDTH = 8845  # of our own page, where a template does not tell its own


# what a damaged package can lead the library to
_DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, OSError, ValueError,
    ArithmeticError, LookupError,
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """Bytes of a part as they stand, and the name of the placeholder after them; None at the end of the part."""

    data: bytes
    hole: str | None


@dataclass(frozen=True)
class Template:
    """A template taken apart: its parts in order; the ids of its styles by our keys; its text width in twips.

    ``missing`` are placeholders without which an opinion lacks something.
    """

    parts: tuple[tuple[str, tuple[Piece, ...]], ...]
    styles: Mapping[str, str]
    width: int
    missing: tuple[str, ...]
    holes: frozenset[str]

    def fill(self, content: Mapping[str, str]) -> bytes:
        """Return the opinion as a file: each placeholder replaced by its content, which is markup already."""
        parts = [
            (name, b"".join(piece.data + content.get(piece.hole or "", "").encode("utf-8") for piece in pieces))
            for name, pieces in self.parts
        ]
        return packed(parts)


def packed(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a package of these parts, in their order, without a clock."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, data)
    return target.getvalue()


def built_in() -> bytes:
    """Return our own template as a file, which a person may change in Word."""
    folder = importlib.resources.files("review.reporters") / "docx_assets"
    return packed([(name, (folder / asset).read_bytes()) for name, asset in _ASSETS.items()])


def opened(file: Path | None, named: str = "--template") -> Template:
    """Return the template of ``file``, or our own for None; ``named`` is how it was given.

    Raises CannotRun for one that cannot be used, with what is wrong in it.
    """
    if file is None:
        return _taken_apart(_unpacked(built_in()))
    try:
        if file.stat().st_size > MOST_BYTES:
            raise CannotRun(f"{named} {file}：文件超过{MOST_BYTES // 1_000_000}MB，不能作模板。")
        data = file.read_bytes()
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else "名称不能用"
        raise CannotRun(f"{named} {file}：无法读取（{reason}），请检查路径和权限。") from error
    try:
        return _taken_apart(_unpacked(data))
    except UnusableError as error:
        raise CannotRun(
            f"{named} {file}：{error}", "运行 shenyue template -o 模板.docx 可得到一份可用的模板，在它上面修改。"
        ) from error


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name, the list of types first."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnusableError("是旧格式（.doc）或加了密码，请用Word或WPS另存为不加密的 .docx。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise UnusableError("内容过多，不能作模板。")
            parts = {entry.filename: package.read(entry) for entry in entries}
    except _DAMAGED as error:
        raise UnusableError("不是完好的 .docx 文件。") from error
    if len(parts) != len(entries) or TYPES not in parts:
        raise UnusableError("不是完好的 .docx 文件。")
    return {TYPES: parts.pop(TYPES), **parts}


def _taken_apart(parts: dict[str, bytes]) -> Template:
    types = _parsed(parts[TYPES], TYPES)
    kinds = {str(one.get("PartName", "")).lstrip("/"): one for one in types if one.get("ContentType")}
    by_kind: dict[str, list[str]] = {}
    for name, one in kinds.items():
        if name in parts:
            by_kind.setdefault(str(one.get("ContentType")), []).append(name)
    if any("macroEnabled" in kind for kind in by_kind):
        raise UnusableError("含有宏，请另存为不含宏的 .docx。")
    mains = by_kind.get(_DOCUMENT, []) + by_kind.get(_AS_TEMPLATE, [])
    if len(mains) != 1:
        raise UnusableError("不是Word文档（.docx）。")
    (main,) = mains
    if main in by_kind.get(_AS_TEMPLATE, []):
        kinds[main].set("ContentType", _DOCUMENT)
        parts[TYPES] = _written(types)
    sheets = by_kind.get(f"{_WORDML}styles+xml", [])
    if len(sheets) != 1:
        raise UnusableError("没有样式表，请用Word或WPS打开后另存为 .docx。")
    parts[sheets[0]], styles = _styled(parts[sheets[0]], sheets[0])
    done: dict[str, tuple[Piece, ...]] = {}
    found: set[str] = set()
    width = _TEXT_WIDTH
    for name in (main, *sorted(by_kind.get(f"{_WORDML}header+xml", []) + by_kind.get(f"{_WORDML}footer+xml", []))):
        holes = Holes(_parsed(parts[name], name), body=name == main)
        if name == main:
            width = holes.text_width() or width
        found |= holes.names
        unknown = sorted(holes.unknown)
        if unknown:
            close = nearest(unknown[0], [*BLOCKS, *TEXTS])
            hint = f"您是否要用：{'、'.join(close)}？" if close else ""
            known = "、".join((*BLOCKS, *TEXTS))
            raise UnusableError(f"没有占位符“{{{{{unknown[0]}}}}}”。{hint}可用的有：{known}。")
        done[name] = _pieces(_written(holes.root))
    if not found:
        raise UnusableError("没有占位符，例如 {{意见}}；意见书的内容不知写在哪里。")
    return Template(
        parts=tuple((name, done.get(name, (Piece(data, None),))) for name, data in parts.items()),
        styles=styles,
        width=width,
        missing=tuple(name for name in EXPECTED if name not in found),
        holes=frozenset(found),
    )


_HOLE = re.compile(rb"<\?shenyue ([^?]+)\?>")


def _pieces(data: bytes) -> tuple[Piece, ...]:
    """Cut a part where its placeholders stand."""
    pieces, start = [], 0
    for match in _HOLE.finditer(data):
        pieces.append(Piece(data[start : match.start()], match[1].decode("utf-8")))
        start = match.end()
    return (*pieces, Piece(data[start:], None))


def _parsed(data: bytes, name: str) -> etree._Element:
    """Return the root of a part; nothing outside it is asked for, what is no text or element of it is left out."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnusableError(f"其中的 {name} 已损坏，请用Word或WPS打开后另存为 .docx。") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnusableError(f"其中的 {name} 不是Word写出的内容，请用Word或WPS打开后另存为 .docx。")
    return root


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True))


def _styled(data: bytes, name: str) -> tuple[bytes, dict[str, str]]:
    """Return the style sheet with the styles it lacked, and the ids of those we need, by our keys."""
    root = _parsed(data, name)
    ours = _parsed((importlib.resources.files("review.reporters") / "docx_assets/styles.xml").read_bytes(), name)
    known, source = _paragraph_styles(root), _paragraph_styles(ours)
    taken = {style.get(tagged("styleId")) for style in root.iter(tagged("style"))}
    base = next((one for one in known.values() if one.get(tagged("default")) in ("1", "true", "on")), None)
    ids = {}
    added = False
    for key, wanted in STYLES.items():
        style = known.get(wanted)
        if style is None:
            style = source[wanted]
            own = str(style.get(tagged("styleId")))
            while own in taken:
                own += "0"
            taken.add(own)
            style.set(tagged("styleId"), own)
            for link in style.findall(tagged("next")) + (style.findall(tagged("basedOn")) if base is None else []):
                style.remove(link)
            for link in style.findall(tagged("basedOn")):
                link.set(tagged("val"), str(base.get(tagged("styleId")) if base is not None else ""))
            root.append(style)
            added = True
        ids[key] = str(style.get(tagged("styleId")))
    return (_written(root) if added else data), ids


def _paragraph_styles(root: etree._Element) -> dict[str, etree._Element]:
    """Return the paragraph styles of a sheet by their names, in small letters."""
    styles: dict[str, etree._Element] = {}
    for style in root.iter(tagged("style")):
        name = style.find(tagged("name"))
        if style.get(tagged("type")) == "paragraph" and name is not None and style.get(tagged("styleId")):
            styles.setdefault(str(name.get(tagged("val"))).casefold(), style)
    return styles
