"""The walk over the blocks of a part: paragraphs, tables, content controls, text boxes, in the order of the file."""

import re
from typing import Any

from extractor.document import Block, BlockKind, Layer, Look, Piece, Place
from extractor.readers import docx_names as n
from extractor.readers.docx_inline import Inline
from extractor.readers.docx_names import VAL, W
from extractor.readers.docx_numbering import Numbered, Numbering
from extractor.readers.docx_pictures import chosen
from extractor.readers.docx_story import Paragraph, Scope, Story, skip
from extractor.readers.docx_styles import DEFAULT_SIZE, Styles
from extractor.readers.docx_table import CellContent, TableReader
from extractor.readers.docx_tally import Tally
from extractor.readers.source import Limits

Element = Any  # an lxml element

_NEAR = 2  # how many paragraphs before a table may state its unit
_SCAN_PAGES = 2  # so many page-sized pictures in a row, without a word between, are a scan
_RUNS = frozenset((n.RUN, W + "hyperlink", n.FLD_SIMPLE, n.T))
_TOC_GALLERY = re.compile(r"table of contents|目录", re.IGNORECASE)


class _Sink:
    """Where paragraphs and tables go: here, into blocks. ``pending`` is a paragraph whose mark is deleted."""

    __slots__ = ("before", "blocks", "pending", "story", "walker")

    def __init__(self, walker: "Walker", story: Story) -> None:
        self.walker = walker
        self.story = story
        self.blocks: list[Block] = []
        self.before: list[str] = []
        self.pending: Paragraph | None = None

    def paragraph(self, paragraph: Paragraph) -> None:
        """Take one paragraph; one whose mark is deleted waits for the next and joins it."""
        if self.pending is not None:
            paragraph.take(self.pending)
            self.pending = None
        if paragraph.marks.deleted:
            self.pending = paragraph
        else:
            self.put(paragraph)

    def flush(self) -> None:
        """Let go of a waiting paragraph: nothing follows that it could join."""
        if self.pending is not None:
            pending, self.pending = self.pending, None
            if not pending.is_blank() or pending.boxes:
                self.put(pending)

    def put(self, paragraph: Paragraph) -> None:
        """Make a block of a finished paragraph."""
        numbered = self.walker.number(paragraph)
        if not paragraph.is_blank():
            self.blocks.append(self.walker.block(paragraph, numbered, self.story))
            self.before = [*self.before[-_NEAR + 1 :], paragraph.text]
        self.blocks.extend(paragraph.boxes)
        self.walker.seen(paragraph, self.story)

    def table(self, element: Element, depth: int) -> None:
        """Read a table and what hangs in it."""
        self.flush()
        self.walker.end_of_pictures()
        self.blocks.extend(self.walker.tables.read(element, self.story, depth + 1, self.near()))
        self.before = []

    def near(self) -> list[str]:
        """Return the paragraphs right before, nearest last: a table's unit may stand there."""
        return self.before


class _CellSink(_Sink):
    """Takes the inside of a cell: its own paragraphs apart from the blocks of nested tables and text boxes."""

    __slots__ = ("paragraphs",)

    def __init__(self, walker: "Walker", story: Story) -> None:
        super().__init__(walker, story)
        self.paragraphs: list[tuple[Paragraph, str]] = []

    def put(self, paragraph: Paragraph) -> None:
        self.paragraphs.append((paragraph, self.walker.cell_number(paragraph)))
        if paragraph.boxes:
            self.blocks.extend(paragraph.boxes)

    def near(self) -> list[str]:
        return [paragraph.text for paragraph, _ in self.paragraphs if not paragraph.is_blank()][-_NEAR:]


class Walker:
    """Walks the parts of one file in turn; counters of lists and text boxes go on from part to part."""

    def __init__(self, styles: Styles, numbering: Numbering, limits: Limits) -> None:
        self.tally = Tally()
        self.styles = styles
        self.limits = limits
        self.tables = TableReader(self, self.tally, limits)
        self.sections: list[Element] = []
        self._numbering = numbering
        self._inline = Inline(styles, self.tally, self._box)
        self._depth = 0
        self._pictures = 0
        self._pictures_from = 0

    def part(self, root: Element, story: Story) -> list[Block]:
        """Return the blocks of a part (a body, a header, a note), with ids still to be given."""
        self.prepare(root)
        return self.content(root, story)

    def prepare(self, root: Element) -> None:
        """Look a part over before its elements are read one by one."""
        self._inline.prepare(root)

    def content(self, root: Element, story: Story) -> list[Block]:
        """Return the blocks of one element of a part that is already prepared."""
        sink = _Sink(self, story)
        self._walk(root, story, sink, 0)
        sink.flush()
        return sink.blocks

    def cell(self, element: Element, story: Story, depth: int) -> CellContent:
        """Read the inside of a w:tc."""
        wanted, story.wants_look = story.wants_look, False
        only = _only_paragraph(element) if depth <= self.limits.depth else None
        if only is not None:  # nearly every cell is one paragraph: no detour for it
            paragraph = self._paragraph(only, story, depth)
            story.wants_look = wanted
            if paragraph.marks.deleted and paragraph.is_blank() and not paragraph.boxes:
                return CellContent([], [])
            return CellContent([(paragraph, self.cell_number(paragraph))], paragraph.boxes)
        sink = _CellSink(self, story)
        self._walk(element, story, sink, depth)
        sink.flush()
        story.wants_look = wanted
        return CellContent(sink.paragraphs, sink.blocks)

    def _walk(self, parent: Element, story: Story, sink: _Sink, depth: int) -> None:
        if depth > self.limits.depth:
            message = f"表格或内容控件嵌套超过{self.limits.depth}层，更深的内容没有读；请简化结构后提交。"
            self.tally.lose(story.scope.place(story.scope.paragraphs or None), "limit", message)
            skip(parent, story)
            return
        for element in parent:
            tag = element.tag
            if tag == n.P:
                sink.paragraph(self._paragraph(element, story, depth))
            elif tag == n.TBL:
                sink.table(element, depth)
            elif tag == n.SDT:
                contents = _is_contents(element)
                story.contents += contents
                for inner in element.iterchildren(n.SDT_CONTENT):
                    self._walk(inner, story, sink, depth + 1)
                story.contents -= contents
            elif tag == n.SECT_PR:
                self.sections.append(element)
            elif tag in (n.DEL, n.MOVE_FROM):
                if len(element):
                    self.tally.deleted(story.scope.place(story.scope.paragraphs or None))
                    skip(element, story)
            elif tag == n.ALTERNATE:
                self._walk(chosen(element), story, sink, depth + 1)
            elif tag in (W + "altChunk", W + "subDoc"):
                message = "此处嵌入了另一个文档，其内容没有读；请用Word打开并另存后提交。"
                self.tally.lose(story.scope.place(story.scope.paragraphs or None), "unsupported-format", message)
            elif tag in _RUNS:
                sink.paragraph(self._inline.loose(element, story))
            elif len(element) and tag not in (n.TCPR, n.TRPR, n.TBLPR):
                self._walk(element, story, sink, depth + 1)

    def _paragraph(self, element: Element, story: Story, depth: int) -> Paragraph:
        self._depth = depth
        paragraph = self._inline.paragraph(element, story)
        if paragraph.marks.section is not None:
            self.sections.append(paragraph.marks.section)
        return paragraph

    def _box(self, content: Element, paragraph: Paragraph, story: Story) -> None:
        """Read a text box; its blocks follow the paragraph that anchors it."""
        scope = story.boxes
        if scope is None:
            scope = Scope(story.scope.part, story.scope.place(paragraph.number))
        inner = Story(scope, scope, furniture=story.furniture)
        sink = _Sink(self, inner)
        depth = self._depth
        self._walk(content, inner, sink, depth + 1)
        self._depth = depth
        sink.flush()
        paragraph.boxes.extend(sink.blocks)

    def number(self, paragraph: Paragraph) -> Numbered | None:
        """Count a paragraph in its list; one whose mark is hidden is not numbered."""
        marks = paragraph.marks
        if marks.num_id is None and paragraph.style.num_id is None:
            return None
        if marks.hidden and paragraph.is_blank():
            return None
        return self._numbering.next(marks.num_id, marks.ilvl, paragraph.style)

    def cell_number(self, paragraph: Paragraph) -> str:
        """Count a paragraph of a cell in its list and return its number, or ""."""
        numbered = self.number(paragraph)
        if numbered is None or not numbered.text:
            return ""
        self.tally.numbered += 1
        return numbered.text

    def block(self, paragraph: Paragraph, numbered: Numbered | None, story: Story) -> Block:
        """Return a paragraph as a block."""
        text = paragraph.text
        parts = [(at, piece) for at, piece in paragraph.parts if piece]
        pieces: tuple[Piece, ...] = ()
        place = story.scope.place(parts[0][0])
        if len(parts) > 1:
            pieces = _pieces(parts, story)
        layer = self._layer(paragraph, story, text)
        number = numbered.text if numbered is not None else ""
        if number:
            self.tally.numbered += 1
        level = _level(paragraph) if layer == "body" else None
        kind: BlockKind = "heading" if level is not None else "list_item" if numbered is not None else "paragraph"
        return Block(
            0, kind, text, place, layer=layer, level=level, number=number, pieces=pieces, look=self._look(paragraph)
        )

    def _layer(self, paragraph: Paragraph, story: Story, text: str) -> Layer:
        if story.furniture:
            return "furniture"
        if paragraph.style.contents or 2 * paragraph.contents > len(text):
            return "contents"
        return "body"

    def _look(self, paragraph: Paragraph) -> Look | None:
        if not paragraph.looks:
            return None
        size, bold = max(paragraph.looks.items(), key=lambda item: item[1])[0]
        if size is None:
            size = self.styles.base.size or DEFAULT_SIZE
        centered = paragraph.marks.centered
        return Look(size, bold, bool(paragraph.style.centered if centered is None else centered))

    def seen(self, paragraph: Paragraph, story: Story) -> None:
        """Watch for runs of page-sized pictures in the body: pages that were scanned and pasted."""
        if story.scope.part != "body":
            return
        if not paragraph.is_blank():
            self.end_of_pictures()
        elif paragraph.scans:
            if not self._pictures:
                self._pictures_from = paragraph.number
            self._pictures += paragraph.scans

    def end_of_pictures(self) -> None:
        """Close a run of pictures; one of several pages is told as unread."""
        if self._pictures >= _SCAN_PAGES:
            message = (
                f"此处连续{self._pictures}幅整页图片，像是扫描件粘贴在Word中，没有可读的文字；"
                "请提供文字版，或将扫描件识别后提交。"
            )
            self.tally.lose(Place(paragraph=self._pictures_from), "no-text-layer", message)
        self._pictures = 0


def _only_paragraph(cell: Element) -> Element | None:
    """Return the paragraph of a w:tc that holds its properties and this one paragraph, None for any other."""
    count = len(cell)
    if count == 2 and cell[1].tag == n.P and cell[0].tag == n.TCPR:
        return cell[1]
    return cell[0] if count == 1 and cell[0].tag == n.P else None


def _pieces(parts: list[tuple[int, str]], story: Story) -> tuple[Piece, ...]:
    pieces = []
    start = 0
    for at, text in parts:
        pieces.append(Piece(start, start + len(text), story.scope.place(at)))
        start += len(text)
    return tuple(pieces)


def _level(paragraph: Paragraph) -> int | None:
    outline = paragraph.marks.outline
    if outline is None or outline < 0:
        return paragraph.style.level
    return outline + 1 if outline < 9 else None


def _is_contents(control: Element) -> bool:
    for properties in control.iterchildren(n.SDT_PR):
        for gallery in properties.iter(W + "docPartGallery"):
            return _TOC_GALLERY.search(gallery.get(VAL) or "") is not None
    return False
