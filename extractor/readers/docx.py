"""Word files (.docx, .docm, .dotx, transitional and Strict): one walk over the XML of the package.

The order of the blocks is the body with its tables and text boxes, then footnotes and endnotes, then headers and
footers as furniture. Tracked changes are read as accepted, and told.
"""

import posixpath
from typing import Any

from msgspec.structs import replace

from extractor.document import Block, Document, Notice, PartName, Place, Status, Unread
from extractor.ocr import HINT, available
from extractor.readers import docx_names as n
from extractor.readers import unreadable
from extractor.readers.docx_names import W
from extractor.readers.docx_numbering import Numbering
from extractor.readers.docx_package import Package, PackageError, Relationship, relationship_id
from extractor.readers.docx_story import Scope, Story, skip
from extractor.readers.docx_styles import Styles, whole_number
from extractor.readers.docx_walk import Walker
from extractor.readers.source import Limits, Source

Element = Any  # an lxml element

_SEPARATORS = frozenset(("separator", "continuationSeparator", "continuationNotice"))
_FEW_CHARACTERS = 100  # a file with less text than this and a page-sized picture is a scan with a title
_REPAIR = "请用Word或WPS打开修复并另存后提交。"
_SCAN = "请提供文字版，或将扫描件识别后提交。"
_PART_TITLES: dict[str, str] = {"footnotes": "脚注", "endnotes": "尾注", "header": "页眉", "footer": "页脚"}


def read(source: Source, limits: Limits) -> Document:
    """Read a Word file. A place counts paragraphs, tables and rows as they stand in the file, deleted ones included.

    Never raises for a bad file: what was not read is in ``Document.unread``.
    """
    try:
        return _File(source, limits).read()
    except PackageError as error:
        return unreadable(source, "docx", error.reason, error.message)
    except (RecursionError, MemoryError):
        return unreadable(source, "docx", "limit", "文件结构过深或内容过大，超过读取上限；请拆分或另存后提交。")


class _File:
    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._package = Package(source.data, limits)
        self._main = self._package.main_part()
        self._relationships = self._package.relationships(self._main)
        self._notices: list[Notice] = []
        self._unread: list[Unread] = []
        self._unrecognised = 0

    def read(self) -> Document:
        root, problem = self._package.parse(self._main)
        if not root.tag.startswith(W):
            raise PackageError("unsupported-format", "文件不是Word文档（可能是演示文稿等），请另存为.docx后再检查。")
        body = next(root.iter(W + "body"), None)
        if body is None:
            raise PackageError("corrupt", "文件里没有正文，不是完整的Word文件；请用Word或WPS重新打开并另存后提交。")
        if problem is not None:
            message = f"正文{problem.message}；{_REPAIR}"
            self._unread.append(Unread(Place(), problem.reason, message))
        styles = Styles(self._lookup("styles"))
        walker = Walker(styles, Numbering(self._lookup("numbering"), styles), self._limits)
        walker.tally.page_area = _page_area(body, walker.tally.page_area)
        main = Story(Scope("body"), Scope("textbox"))
        blocks = walker.part(body, main)
        walker.end_of_pictures()
        sections = list(walker.sections)
        blocks = self._scans(walker, blocks)
        has_text = bool(blocks)
        characters = _characters(blocks)
        blocks += self._notes(walker)
        blocks += self._furniture(walker, sections)
        comments = self._lookup("comments")
        if comments is not None:
            walker.tally.comments = sum(1 for _ in comments.iter(W + "comment"))
        return self._document(walker, _contents_titles(blocks), has_text=has_text, characters=characters)

    def _document(self, walker: Walker, blocks: list[Block], *, has_text: bool, characters: int) -> Document:
        tally = walker.tally
        unread = [*self._unread, *tally.unread]
        if not has_text and tally.pictures:
            unread = [item for item in unread if item.reason != "no-text-layer"]
            message = f"文件只有图片（{tally.pictures}张），像是扫描件粘贴在Word中，没有可读的文字；{_SCAN}"
            unread.append(Unread(Place(), "no-text-layer", message))
        elif not has_text and not unread:
            unread.append(Unread(Place(), "empty", "文件里没有文字，请重新提交。"))
        elif characters < _FEW_CHARACTERS and tally.scans and all(item.reason != "no-text-layer" for item in unread):
            message = f"文件的主要内容是整页图片，只有{characters}个字符的文字，像是扫描件；{_SCAN}"
            unread.append(Unread(Place(), "no-text-layer", message))
        if tally.scans and not available():
            unread = [replace(loss, message=_hinted(loss)) for loss in unread]
        status: Status = "unreadable" if not has_text else "partial" if unread else "read"
        return Document(
            path=self._source.path,
            sha256=self._source.sha256,
            bytes=len(self._source.data),
            format="docx",
            status=status,
            blocks=tuple(replace(block, id=index) for index, block in enumerate(blocks)),
            unread=tuple(unread),
            notices=(*tally.notices(), *self._notices),
            unrecognised=self._unrecognised,
        )

    def _scans(self, walker: Walker, blocks: list[Block]) -> list[Block]:
        """Return the blocks with the text of scans, where scans are what a page of the file consists of."""
        tally = walker.tally
        few = _characters(blocks) < _FEW_CHARACTERS
        if not tally.scanned or not (few or any(loss.reason == "no-text-layer" for loss in tally.unread)):
            return blocks
        from extractor.readers import docx_ocr  # noqa: PLC0415  few Word files have scans

        scans = [docx_ocr.Scan(self._image(name), place) for name, place in tally.scanned]
        found = docx_ocr.recognise(scans, blocks, tally.unread, self._limits)
        tally.unread = found.unread
        tally.pictures -= found.read
        if found.read:
            tally.scans = 0
        self._notices += found.notices
        self._unrecognised = found.unrecognised
        return found.blocks

    def _image(self, name: str) -> bytes:
        """Return the bytes of an image, empty where it is not in the file or cannot be read."""
        relationship = self._relationships.get(name)
        if relationship is None or relationship.external or not self._package.has(relationship.target):
            return b""
        try:
            return self._package.read(relationship.target)[0]
        except PackageError:
            return b""

    def _find(self, kind: str) -> str | None:
        """Return the name of the part of this kind, by relationship, else by its usual name beside the document."""
        for relationship in self._relationships.values():
            if relationship.kind == kind and not relationship.external and self._package.has(relationship.target):
                return relationship.target
        usual = posixpath.join(posixpath.dirname(self._main), kind + ".xml")
        return usual if not self._relationships and self._package.has(usual) else None

    def _lookup(self, kind: str) -> Element | None:
        """Return the root of a part that the text is told by but does not stand in; a broken one is a notice."""
        name = self._find(kind)
        if name is None:
            return None
        try:
            root, problem = self._package.parse(name)
        except PackageError as error:
            self._notices.append(Notice("other", f"{error.message}样式、编号或批注可能不全。"))
            return None
        if problem is not None:
            self._notices.append(Notice("other", f"{name}{problem.message}；样式、编号或批注可能不全。"))
        return root

    def _text_part(self, name: str, kind: str, part: PartName) -> Element | None:
        """Return the root of a part that holds text; what is broken in it is unread."""
        try:
            root, problem = self._package.parse(name)
        except PackageError as error:
            self._unread.append(Unread(Place(part), error.reason, f"{_PART_TITLES[kind]}没有读：{error.message}"))
            return None
        if problem is not None:
            message = f"{_PART_TITLES[kind]}{problem.message}；{_REPAIR}"
            self._unread.append(Unread(Place(part), problem.reason, message))
        return root

    def _notes(self, walker: Walker) -> list[Block]:
        """Return footnotes, then endnotes; their paragraphs are counted on, those of separators too."""
        blocks: list[Block] = []
        scope = Scope("footnote")
        for kind in ("footnotes", "endnotes"):
            name = self._find(kind)
            root = self._text_part(name, kind, "footnote") if name is not None else None
            if root is None:
                continue
            walker.prepare(root)
            for note in root:
                story = Story(scope)
                if note.get(W + "type") in _SEPARATORS:
                    skip(note, story)
                else:
                    blocks += walker.content(note, story)
        return blocks

    def _furniture(self, walker: Walker, sections: list[Element]) -> list[Block]:
        """Return the headers and footers that a section shows, each distinct text once."""
        blocks: list[Block] = []
        kinds: tuple[PartName, PartName] = ("header", "footer")
        for part in kinds:
            seen: set[str] = set()
            for name in _references(sections, part, self._relationships):
                root = self._text_part(name, part, part) if self._package.has(name) else None
                if root is None:
                    continue
                walker.tally.watermarks += [
                    text for shape in root.iter(n.V + "textpath") if (text := (shape.get("string") or "").strip())
                ]
                for block in walker.part(root, Story(Scope(part), furniture=True)):
                    cells = block.table.cells if block.table is not None else ()
                    key = "\t".join((block.text.strip(), *(cell.text.strip() for cell in cells)))
                    if key not in seen:
                        seen.add(key)
                        blocks.append(block)
        return blocks


def _hinted(loss: Unread) -> str:
    """Return the message of a loss, for want of text with the command that would help."""
    if loss.reason != "no-text-layer" or HINT in loss.message:
        return loss.message
    return f"{loss.message.removesuffix('。')}；{HINT}。"


def _characters(blocks: list[Block]) -> int:
    count = sum(len(block.text) for block in blocks)
    return count + sum(len(cell.text) for block in blocks if block.table for cell in block.table.cells)


def _references(sections: list[Element], part: str, relationships: dict[str, Relationship]) -> list[str]:
    """Return the names of the header or footer parts the sections refer to, in order, each once."""
    names: dict[str, None] = {}
    for section in sections:
        for reference in section.iterchildren(f"{W}{part}Reference"):
            relationship = relationships.get(relationship_id(reference))
            if relationship is not None and not relationship.external:
                names[relationship.target] = None
    return list(names)


def _page_area(body: Element, default: float) -> float:
    """Return the area of the last section's page in square points."""
    for section in body.iterchildren(n.SECT_PR):
        for size in section.iterchildren(W + "pgSz"):
            wide, high = whole_number(size.get(W + "w")), whole_number(size.get(W + "h"))
            if wide and high and wide > 0 and high > 0:
                return wide / 20 * high / 20
    return default


def _contents_titles(blocks: list[Block]) -> list[Block]:
    """Put the title right above a table of contents with it: 目 录."""
    for index in range(len(blocks) - 1):
        block = blocks[index]
        title = "".join(block.text.split())
        if title in ("目录", "目次", "目錄") and block.layer == "body" and blocks[index + 1].layer == "contents":
            blocks[index] = replace(block, layer="contents", kind="paragraph", level=None)
    return blocks
