"""What ``outline --format json`` prints: what was read of each document, and what was not."""

from itertools import accumulate
from typing import Literal

from msgspec import Struct

from extractor.document import Block, Document, Format, NoticeCode, PartName, Status, Table, TextQuality
from extractor.fact import DocumentKind, Extracted
from review.entries import location, unread_entries
from review.report import Location, Tool, UnreadEntry


class SectionEntry(Struct, frozen=True):
    """A heading of the body; ``level`` counts from 1, ``path`` holds the headings above it and itself."""

    level: int
    title: str
    path: tuple[str, ...]
    location: Location
    label: str


class TableEntry(Struct, frozen=True):
    """A table: its section, its size, how many rows at the top are heads, its unit.

    ``sections_before`` is how many of the document's ``sections`` stand before it. ``pages`` are the first and the last
    page it stands on, null where the format has none; where they differ its pieces were joined.
    """

    path: tuple[str, ...]
    rows: int
    columns: int
    header_rows: int
    unit: str | None
    head: tuple[str, ...]
    sections_before: int
    pages: tuple[int, int] | None
    location: Location
    label: str


class QualityEntry(Struct, frozen=True):
    """What the text of the pages ``first`` to ``last`` is worth.

    ``text``, ``ocr-layer`` (a scan that brought its text along), ``recognised`` (here, from the picture), ``blank``, or
    the reason why they were not, or not all, read.
    """

    first: int
    last: int
    quality: TextQuality


class ReadPartEntry(Struct, frozen=True):
    """A part of the file that text was read from: the body, footnotes, headers, or a sheet by its name."""

    part: PartName
    sheet: str | None
    blocks: int
    tables: int
    characters: int


class NoticeEntry(Struct, frozen=True):
    """Something a person should know of the file that is no failure to read it."""

    code: NoticeCode
    message: str
    location: Location


class OutlineDocument(Struct, frozen=True):
    """One document as read. ``characters`` counts those of the body, white space left out.

    ``parts_read`` is empty where nothing was read; ``page_quality`` where the format has no pages.
    """

    path: str
    sha256: str | None
    bytes: int
    format: Format
    kind: DocumentKind
    kind_reason: str
    status: Status
    pages: int | None
    page_quality: tuple[QualityEntry, ...]
    characters: int
    parts_read: tuple[ReadPartEntry, ...]
    sections: tuple[SectionEntry, ...]
    tables: tuple[TableEntry, ...]
    contents_entries: int
    unread: tuple[UnreadEntry, ...]
    notices: tuple[NoticeEntry, ...]


class OutlineReport(Struct, frozen=True):
    """What ``outline`` prints."""

    version: Literal[1]
    tool: Tool
    documents: tuple[OutlineDocument, ...]


def outline_entry(extracted: Extracted) -> OutlineDocument:
    """Return what was read of one document."""
    document = extracted.document
    sections = tuple(_section(block) for block in document.blocks if _is_section(block))
    before = list(accumulate(int(_is_section(block)) for block in document.blocks))
    tables = tuple(
        _table(block, block.table, count)
        for block, count in zip(document.blocks, before, strict=True)
        if block.table is not None
    )
    return OutlineDocument(
        path=document.path,
        sha256=document.sha256 or None,
        bytes=document.bytes,
        format=document.format,
        kind=extracted.kind,
        kind_reason=extracted.kind_reason,
        status=document.status,
        pages=document.pages,
        page_quality=tuple(QualityEntry(run.first, run.last, run.quality) for run in document.page_quality),
        characters=sum(_size(block) for block in document.blocks if block.layer == "body"),
        parts_read=_parts(document),
        sections=sections,
        tables=tables,
        contents_entries=sum(block.layer == "contents" for block in document.blocks),
        unread=unread_entries(document.unread),
        notices=tuple(
            NoticeEntry(notice.code, notice.message, location(notice.location)) for notice in document.notices
        ),
    )


def _size(block: Block) -> int:
    """Return how many characters a block has, white space left out."""
    cells = block.table.cells if block.table is not None else ()
    return sum(len("".join(text.split())) for text in (block.text, *(cell.text for cell in cells)))


def _parts(document: Document) -> tuple[ReadPartEntry, ...]:
    """Return the parts of the file in the order in which they were met."""
    held: dict[tuple[PartName, str | None], list[Block]] = {}
    for block in document.blocks:
        held.setdefault((block.place.part, block.place.sheet), []).append(block)
    return tuple(
        ReadPartEntry(
            part, sheet, len(blocks), sum(block.table is not None for block in blocks), sum(map(_size, blocks))
        )
        for (part, sheet), blocks in held.items()
    )


def _is_section(block: Block) -> bool:
    return block.kind == "heading" and block.layer == "body"


def _section(block: Block) -> SectionEntry:
    title = block.section[-1] if block.section else block.text
    return SectionEntry(
        block.level or len(block.section) or 1, title, block.section, location(block.place), block.place.label()
    )


def _table(block: Block, table: Table, sections_before: int) -> TableEntry:
    return TableEntry(
        path=block.section,
        rows=table.rows,
        columns=table.columns,
        header_rows=table.header_rows,
        unit=table.unit,
        head=tuple(cell.text for cell in table.cells if cell.row == 1),
        sections_before=sections_before,
        pages=_pages(block, table),
        location=location(block.place),
        label=block.place.label(),
    )


def _pages(block: Block, table: Table) -> tuple[int, int] | None:
    """Return the first and last page a table stands on."""
    places = [block.place]
    for cell in table.cells:
        places += [cell.place, *(piece.place for piece in cell.pieces)]
    numbers = [place.page for place in places if place.page is not None]
    return (min(numbers), max(numbers)) if numbers else None
