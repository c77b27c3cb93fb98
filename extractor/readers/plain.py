"""Plain text and Markdown: lines to paragraphs, rows of cells to tables, the line of everything kept.

Text files come from people (one paragraph a line), from PDF tools (every line broken at the margin) and from table
exports (cells divided by bars or tabs). Which of them a file is shows in its own line lengths.
"""

import codecs
import re

from extractor.document import Block, Cell, Document, Notice, Piece, Place, Table, Unread
from extractor.readers.plain_lines import Margin, continues, margin_of, starts_item
from extractor.readers.source import Limits, Source

_FENCE = re.compile(r"\s*(?:```|~~~)")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE_ROW = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
UNIT = re.compile(r"单\s*位\s*[:：]?\s*(?:人民币)?\s*[（(]?\s*(亿元|万元|千元|元)")


def decode(data: bytes) -> tuple[str, bool]:
    """Return the text of ``data`` and whether every byte was understood: by BOM, else UTF-8, else GB 18030."""
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(bom):
            text = data.decode(encoding, "replace")
            return text, "\ufffd" not in text
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), True
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", "replace"), False


def read(source: Source, limits: Limits) -> Document:
    """Read a text or Markdown file; ``Place.line`` counts its lines from 1."""
    data = source.data[: limits.part_bytes]
    text, whole = decode(data)
    markdown = source.suffix == ".md"
    unread: list[Unread] = []
    if len(data) < len(source.data):
        unread.append(Unread(Place(), "limit", f"文件超过{limits.part_bytes}字节，其后的内容没有读。"))
    if not whole:
        unread.append(
            Unread(Place(), "garbled-text", "文件编码无法完整识别，部分字符已无法还原；请另存为UTF-8后提交。")
        )
    lines = re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)
    blocks = _blocks(lines, markdown=markdown)
    if not blocks and not unread:
        unread.append(Unread(Place(), "empty", "文件里没有文字，请重新提交。"))
    notices: tuple[Notice, ...] = ()
    return Document(
        path=source.path,
        sha256=source.sha256,
        bytes=len(source.data),
        format="md" if markdown else "txt",
        status="unreadable" if not blocks else "partial" if unread else "read",
        blocks=tuple(blocks),
        unread=tuple(unread),
        notices=notices,
    )


def _blocks(lines: list[str], *, markdown: bool) -> list[Block]:
    margin = margin_of(lines)
    blocks: list[Block] = []
    tables = 0
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip() or (markdown and _FENCE.match(line)):
            at += 1
            continue
        heading = _HEADING.match(line) if markdown else None
        if heading:
            title = heading.group(2)
            blocks.append(Block(len(blocks), "heading", title, Place(line=at + 1), level=len(heading.group(1))))
            at += 1
            continue
        end = _table_end(lines, at)
        if end > at:
            tables += 1
            unit = blocks[-1].text if blocks and len(blocks[-1].text) < 60 else ""
            table = _table(lines, at, end, tables, unit)
            blocks.append(Block(len(blocks), "table", "", Place(line=at + 1, table=tables), table=table))
            at = end
            continue
        at = _paragraph(lines, at, margin, blocks)
    return blocks


def _paragraph(lines: list[str], at: int, margin: Margin, blocks: list[Block]) -> int:
    """Append the paragraph that starts on line ``at``; return the line after it."""
    text = lines[at].strip()
    pieces = [Piece(0, len(text), Place(line=at + 1))]
    end = at + 1
    while end < len(lines) and continues(lines, end, at, margin) and _table_end(lines, end) == end:
        more = lines[end].strip()
        glue = " " if text[-1:].isascii() and text[-1:].isalnum() and more[:1].isascii() and more[:1].isalnum() else ""
        pieces.append(Piece(len(text) + len(glue), len(text) + len(glue) + len(more), Place(line=end + 1)))
        text += glue + more
        end += 1
    kind = "list_item" if starts_item(text) else "paragraph"
    blocks.append(
        Block(len(blocks), kind, text, Place(line=at + 1), pieces=tuple(pieces) if len(pieces) > 1 else ())  # type: ignore[arg-type]  # one of the two literals
    )
    return end


def _row(line: str, *, framed: bool) -> list[tuple[int, str]]:
    """Return the cells of a row written with bars or tabs, each with its offset in the line.

    ``framed``: the bars at both ends of the line are the table's edges and no empty cells.
    """
    divider = "|" if "|" in line else "\t"
    cells = []
    start = 0
    for part in line.split(divider):
        lead = len(part) - len(part.lstrip())
        cells.append((start + lead, part.strip()))
        start += len(part) + 1
    if divider == "|" and framed:
        cells = cells[1:]
        if line.strip().endswith("|") and len(cells) > 1:
            cells = cells[:-1]
    return cells


def _is_row(line: str) -> bool:
    return "|" in line.strip().strip("|") or line.strip().count("\t") >= 1


def _table_end(lines: list[str], at: int) -> int:
    """Return the line after the table that starts on line ``at``, ``at`` itself where none does."""
    if not _is_row(lines[at]):
        return at
    end = at
    while end < len(lines) and lines[end].strip() and ("|" in lines[end]) == ("|" in lines[at]) and _is_row(lines[end]):
        end += 1
    return end


def _table(lines: list[str], at: int, end: int, number: int, caption: str) -> Table:
    cells: list[Cell] = []
    row = 0
    columns = 0
    header = 0
    framed = all(lines[index].lstrip().startswith("|") for index in range(at, end))
    for index in range(at, end):
        if _RULE_ROW.match(lines[index]):
            header = max(header, 1 if row == 1 else header)
            continue
        row += 1
        found = _row(lines[index], framed=framed)
        columns = max(columns, len(found))
        for column, (_, text) in enumerate(found, 1):
            place = Place(line=index + 1, table=number, row=row, column=column)
            cells.append(Cell(row, column, text, place))
    unit = UNIT.search(caption) or UNIT.search(lines[at])
    return Table(tuple(cells), row, columns, header or head_rows(cells, row), unit.group(1) if unit else None)


_FIGURE = re.compile(r"[0-9０-９]")


def head_rows(cells: list[Cell], rows: int) -> int:
    """Return 1 where the first row of a table looks like its head: no figures of its own while later rows have some."""
    first = [cell.text for cell in cells if cell.row == 1 and cell.text]
    if rows < 2 or len(first) < 2:
        return 0
    bare = [text for text in first if not _FIGURE.search(re.sub(r"[（(].*?[）)]", "", text))]
    later = [cell.text for cell in cells if cell.row > 1]
    if len(bare) == len(first) and all(len(text) <= 24 for text in first) and any(map(_FIGURE.search, later)):
        return 1
    return 0
