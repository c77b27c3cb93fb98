"""Plain text and Markdown: lines to paragraphs, rows of cells to tables, the line of everything kept.

Text files come from people (one paragraph a line), from PDF tools (every line broken at the margin) and from table
exports (cells divided by bars or tabs). Which of them a file is shows in its own line lengths.
"""

import codecs
import re

from extractor.document import Block, Cell, Document, Notice, Piece, Place, Table, Unread
from extractor.readers.source import Limits, Source
from extractor.terms import lexicon
from extractor.text import normalise

_TERMINAL = "。；：！？!?;:…"
_STARTS_ITEM = re.compile(
    r"\s*(?:第[\s〇零一二三四五六七八九十百0-9]{1,8}[章节条款部分编篇]|[（(][一二三四五六七八九十0-9a-zA-Z]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、．.]"
    r"|\d{1,2}(?:[.．]\d{1,2}){1,4}(?!\d)|\d{1,3}[、．.)）](?!\d)|[①-⑳]|[-*•·●■◆▪]\s?|[☑☐□√]|附[件表录]|表\s?\d|图\s?\d)"
)
_LABEL_LINE = re.compile(r"\s*\**[^\s：:，。；、（(]{1,14}(?:[（(][^（）()]{1,12}[）)])?\**\s*[：:]")
# 质保期　　一年: a field and its value kept apart by room instead of a colon.
_SPACED_FIELD = re.compile(r"\s*[^\s：:，。；、]{2,14}(?:\s{2,}|\u3000)\s*[^\s，。；][^，。；]{0,40}$")
_PROSE = re.compile(r"[，、].{0,40}$")
_CHAPTER = re.compile(r"\s*第[\s〇零一二三四五六七八九十百0-9]{1,8}[章篇编]\s*[^，。；：,;:]{2,24}(?<!、)\s*$")
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
    margin = _margin(lines)
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


def _paragraph(lines: list[str], at: int, margin: int, blocks: list[Block]) -> int:
    """Append the paragraph that starts on line ``at``; return the line after it."""
    text = lines[at].strip()
    pieces = [Piece(0, len(text), Place(line=at + 1))]
    end = at + 1
    while end < len(lines) and _continues(lines[end - 1], lines[end], margin) and _table_end(lines, end) == end:
        more = lines[end].strip()
        glue = " " if text[-1:].isascii() and text[-1:].isalnum() and more[:1].isascii() and more[:1].isalnum() else ""
        pieces.append(Piece(len(text) + len(glue), len(text) + len(glue) + len(more), Place(line=end + 1)))
        text += glue + more
        end += 1
    kind = "list_item" if _STARTS_ITEM.match(text) else "paragraph"
    blocks.append(
        Block(len(blocks), kind, text, Place(line=at + 1), pieces=tuple(pieces) if len(pieces) > 1 else ())  # type: ignore[arg-type]  # one of the two literals
    )
    return end


def _width(line: str) -> int:
    return sum(1 if c.isascii() else 2 for c in line.rstrip())


def _margin(lines: list[str]) -> int:
    """Return the width at which this file's lines are broken, 0 where they are not broken at a margin.

    A file broken at a margin has several lines of nearly the greatest width that end inside a sentence.
    """
    widths = sorted((_width(line) for line in lines if line.strip() and "|" not in line), reverse=True)
    if len(widths) < 2 or widths[0] < 24 or widths[0] > 160:
        return 0
    top = widths[min(len(widths) - 1, len(widths) // 20)]
    full = [
        line
        for line in lines
        if abs(_width(line) - top) <= max(6, top // 6) and "|" not in line and line.rstrip()[-1:] not in _TERMINAL
    ]
    return top if full else 0


def _continues(before: str, line: str, margin: int) -> bool:
    """Tell whether ``line`` goes on with the paragraph of the line ``before`` it."""
    if not line.strip() or "|" in before or "|" in line or before.rstrip()[-1:] in _TERMINAL:
        return False
    if line.lstrip()[:1] in ("：", ":") and len(before.strip()) <= 24:
        return True  # 采购预算⏎：120万元
    if _STARTS_ITEM.match(line) or _LABEL_LINE.match(line):
        return False
    if line[:2] in ("　　", "  ") and before[:1] not in (" ", "　"):
        return False
    if _SPACED_FIELD.match(before) and _SPACED_FIELD.match(line):
        return False
    if _CHAPTER.match(before):
        return False  # a chapter's title is whole, however long the other lines are
    if _LABEL_LINE.match(before) and not _PROSE.search(before):
        return False  # 乙方：某公司: a line of a form is whole
    if margin and margin - max(8, margin // 5) <= _width(before) <= margin + 12:
        return True
    if _PROSE.search(before) and re.search(r"[。；]", line) and _width(before) >= 30:
        return True  # 卖方交齐全部设备，买方⏎核对无误之后…：a sentence that stopped at a comma's distance from its end
    return _cuts_term(before.rstrip()[-8:], line.strip()[:8])


def _cuts_term(tail: str, head: str) -> bool:
    """Tell whether a word of the lexicon runs over the line break (质量保⏎证期), wherever the margin is."""
    joint = len(normalise(tail).text)
    hits = lexicon().hits(normalise(tail).text + normalise(head).text)
    return any(hit.start < joint < hit.end and hit.end - hit.start >= 3 for hit in hits)


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
