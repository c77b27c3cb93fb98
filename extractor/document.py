"""What every format becomes: a Document of Blocks, each with the Place where it stands in the source.

Readers (``extractor.readers``) build these; everything after reads only these. All types are frozen and travel between
processes as msgspec structs. Offsets are Python string offsets, half open; everything a person counts starts from 1.
"""

from typing import Literal

from msgspec import Struct

PartName = Literal["body", "header", "footer", "footnote", "comment", "textbox"]
BlockKind = Literal["heading", "paragraph", "list_item", "table"]
Layer = Literal["body", "furniture", "contents"]
Format = Literal[
    "pdf", "docx", "doc", "wps", "rtf", "xlsx", "xls", "xlsb", "et", "csv",
    "ofd", "txt", "md", "html", "image", "archive", "unknown",
]  # fmt: skip
Status = Literal["read", "partial", "unreadable"]
UnreadReason = Literal[
    "no-text-layer", "encrypted", "corrupt", "garbled-text", "drawn-as-outlines", "empty",
    "needs-tool", "unsupported-format", "limit", "timed-out", "crashed",
]  # fmt: skip
NoticeCode = Literal[
    "tracked-changes", "hidden-text", "numbering-rebuilt", "comments", "watermark", "contents-list",
    "second-opinion", "image", "name-lies", "signature", "other",
]  # fmt: skip
# what the text of a page is: set as text, brought along by a scan, recognised here, none on a page without a picture of
# text; or why it was not read
TextQuality = Literal["text", "ocr-layer", "recognised", "blank"] | UnreadReason

PART_NAMES: dict[PartName, str] = {
    "body": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnote": "脚注",
    "comment": "批注",
    "textbox": "文本框",
}


class Place(Struct, frozen=True):
    """Where something stands in its source, in the terms of that format; the fields a format lacks are None.

    ``page`` counts from 1; ``bbox`` is (left, top, right, bottom) in points from the top left of the page;
    ``paragraph`` counts every paragraph of the part from 1, those in table cells included (those of text boxes belong
    to the part ``textbox``); ``table``, ``row``, ``column`` count from 1 on the table's grid; ``line`` from 1.
    """

    part: PartName = "body"
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None

    def label(self) -> str:
        """Return the place in Chinese, for a person who will open the file there.

        >>> Place(page=6, bbox=(88.2, 402.1, 310.0, 416.4)).label()
        '第6页'
        >>> Place(part="body", paragraph=41, table=2, row=3, column=2).label()
        '表2第3行第2列'
        >>> Place(sheet="概算表", cell="B7", table=1, row=3, column=2).label()
        '工作表“概算表”单元格B7'
        >>> Place(part="footnote", paragraph=2).label()
        '脚注第2段'
        """
        words = []
        if self.part != "body":
            words.append(PART_NAMES[self.part])
        if self.page is not None:
            words.append(f"第{self.page}页")
        if self.sheet is not None:
            words.append(f"工作表“{self.sheet}”")
        if self.cell is not None:
            words.append(f"单元格{self.cell}")
        # the name of a sheet's cell says all; a table's number there is only ours
        if self.table is not None and self.sheet is None:
            words.append(f"表{self.table}")
            if self.row is not None:
                words.append(f"第{self.row}行")
            if self.column is not None:
                words.append(f"第{self.column}列")
        elif self.paragraph is not None:
            words.append(f"第{self.paragraph}段")
        if self.line is not None:
            words.append(f"第{self.line}行")
        return "".join(words)


class Piece(Struct, frozen=True):
    """A stretch ``text[start:end]`` of a block or cell that stands in one place (a line of a PDF, a line of a text).

    ``confidence`` from 0 to 1 is how sure the recogniser was of it; None for text that was not recognised here.
    """

    start: int
    end: int
    place: Place
    confidence: float | None = None


class Cell(Struct, frozen=True):
    """A cell of a table's grid; ``row`` and ``column`` count from 1 and name its top left corner."""

    row: int
    column: int
    text: str
    place: Place
    row_span: int = 1
    column_span: int = 1
    pieces: tuple[Piece, ...] = ()
    number: str = ""


class Table(Struct, frozen=True):
    """A table on one grid, the pieces of a table that runs over pages joined.

    ``cells`` holds each cell once, in reading order. ``header_rows`` is how many rows at the top are heads.
    ``unit`` is the unit stated for the amounts of the table (``万元``), from its caption or head, or None.
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    header_rows: int = 0
    unit: str | None = None


class Look(Struct, frozen=True):
    """How a block looks, for the outline: ``size`` in points, ``bold`` in any of the ways a file can say it."""

    size: float | None = None
    bold: bool = False
    centered: bool = False


class Block(Struct, frozen=True):
    """A heading, paragraph, list item or table, in document order.

    ``text`` holds the source's own characters in their accepted state and nothing else; a number that the source
    generates (Word's 第八条) is in ``number``. A table has an empty ``text``. ``pieces`` maps stretches of ``text`` to
    places where one place is not enough (lines, page breaks); empty means that all of it stands at ``place``.
    ``level`` is 1 for the highest heading. A reader sets ``level`` only where the source says it (style, outline
    level); ``extractor.outline`` decides the rest and fills ``section``: the headings above this block, outermost
    first, the block itself included when it is a heading.
    """

    id: int
    kind: BlockKind
    text: str
    place: Place
    section: tuple[str, ...] = ()
    layer: Layer = "body"
    level: int | None = None
    number: str = ""
    pieces: tuple[Piece, ...] = ()
    table: Table | None = None
    look: Look | None = None
    ocr: bool = False


class Unread(Struct, frozen=True):
    """A part of the file that was not read: where, why, and what a person can do."""

    location: Place
    reason: UnreadReason
    message: str


class Notice(Struct, frozen=True):
    """Something a person should know of the file that is no failure to read it (tracked changes, hidden text)."""

    code: NoticeCode
    message: str
    location: Place = Place()


class PageQuality(Struct, frozen=True):
    """What the text of the pages ``first`` to ``last`` is worth; pages count from 1, both ends are meant."""

    first: int
    last: int
    quality: TextQuality


class Document(Struct, frozen=True):
    """One file as read.

    ``path`` is as the caller names it; ``format`` is by bytes; ``pages`` is None where the format has none.
    ``unrecognised`` counts the pages that stay unread only because recognising them was not asked for
    (``Limits.ocr_pages`` of 0): what a second reading would cost. ``page_quality`` covers the pages that were looked
    at, in order; empty where the format has no pages.
    """

    path: str
    sha256: str
    bytes: int
    format: Format
    status: Status
    pages: int | None = None
    blocks: tuple[Block, ...] = ()
    unread: tuple[Unread, ...] = ()
    notices: tuple[Notice, ...] = ()
    unrecognised: int = 0
    page_quality: tuple[PageQuality, ...] = ()


def place_at(pieces: tuple[Piece, ...], default: Place, offset: int) -> Place:
    """Return the place of the character at ``offset`` of a block's or cell's text.

    >>> a, b = Place(page=1), Place(page=2)
    >>> place_at((Piece(0, 5, a), Piece(5, 9, b)), a, 6).page
    2
    >>> place_at((), a, 6).page
    1
    """
    for piece in pieces:
        if piece.start <= offset < piece.end:
            return piece.place
    return default
