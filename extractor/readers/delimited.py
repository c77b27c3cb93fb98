"""CSV and its kin: one table whose cells are divided by commas, semicolons, tabs or bars, every cell with its line.

Lines over the table (a title, 单位：万元) and notes under it, which no divider cuts, become paragraphs.
"""

import csv
import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from extractor.document import Block, Cell, Document, Piece, Place, Table, Unread
from extractor.readers.docx_heads import header_rows, unit_of
from extractor.readers.plain import decode
from extractor.readers.source import Limits, Source

_DIVIDERS = ",;\t|"
_SAMPLE = 200  # records that tell the divider
_CAPTIONS = 4
_LIMIT = "请拆分文件后提交。"
_LABEL = re.compile(r"[^：:]{1,16}[：:]|[（(]?\s*(?:金额)?\s*单\s*位")
_LARGEST_RECORD = 4_000_000  # characters


class _TooLongError(Exception):
    """A record is longer than any table's."""


class _Lines:
    """The lines of the file for the CSV reader, from ``start`` on; _TooLongError where a record takes too much."""

    def __init__(self, lines: list[str], start: int) -> None:
        self._lines = lines
        self.at = start
        self.spent = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self._lines):
            raise StopIteration
        line = self._lines[self.at]
        self.at += 1
        self.spent += len(line)
        if self.spent > _LARGEST_RECORD:
            raise _TooLongError
        return line


class _Record(Struct, frozen=True):
    """One record: the lines of the file it stands on, from 1, and its fields."""

    first: int
    last: int
    fields: tuple[str, ...]

    @property
    def filled(self) -> int:
        return sum(1 for field in self.fields if field.strip())


def read(source: Source, limits: Limits) -> Document:
    """Read a CSV or TSV file; a cell's ``Place`` has its line, and table, row and column where it is in the table.

    Never raises for a bad file: what was not read is in ``Document.unread``.
    """
    data = source.data[: limits.part_bytes]
    text, whole = decode(data)
    text = text.removeprefix("\ufeff")
    unread: list[Unread] = []
    if len(data) < len(source.data):
        unread.append(Unread(Place(), "limit", f"文件超过{limits.part_bytes}字节，其后的内容没有读；{_LIMIT}"))
    if not whole:
        message = "文件编码无法完整识别，部分字符已无法还原；请另存为UTF-8后提交。"
        unread.append(Unread(Place(), "garbled-text", message))
    divider, start = _stated(text)
    divider = divider or sniff_divider(text)
    records = list(_records(text[start:], divider, limits, unread, first=2 if start else 1))
    blocks = _blocks(records, limits, unread)
    if not blocks and not unread:
        unread.append(Unread(Place(), "empty", "文件里没有内容，请重新提交。"))
    return Document(
        path=source.path,
        sha256=source.sha256,
        bytes=len(source.data),
        format="csv",
        status="unreadable" if not blocks else "partial" if unread else "read",
        blocks=tuple(blocks),
        unread=tuple(unread),
    )


def sniff_divider(text: str) -> str:
    r"""Return the divider that cuts the most lines into the same number of cells, a comma where none does.

    >>> sniff_divider("序号;名称;金额(元)\n1;服务器;1,200.00\n2;软件;3,400.00")
    ';'
    """
    best, reached = ",", (0, 0)
    for divider in _DIVIDERS:
        counts: dict[int, int] = {}
        for number, fields in enumerate(_parsed(text[:200_000].splitlines(keepends=True), divider)):
            if number >= _SAMPLE:
                break
            if len(fields) > 1:
                counts[len(fields)] = counts.get(len(fields), 0) + 1
        if counts:
            width, lines = max(counts.items(), key=lambda item: (item[1], item[0]))
            if (lines, width) > reached:
                best, reached = divider, (lines, width)
    return best


def _stated(text: str) -> tuple[str | None, int]:
    """Return the divider that the first line states for Excel (sep=;) and where the table starts."""
    match = re.match(r'"?sep=([,;\t|])"?\r?\n', text, re.IGNORECASE)
    return (match.group(1), match.end()) if match else (None, 0)


def _parsed(lines: list[str], divider: str) -> Iterator[list[str]]:
    """Yield the fields of each record; a field that is too long or a stray quote ends the reading of the sample."""
    try:
        yield from csv.reader(lines, delimiter=divider)
    except csv.Error:
        return


def _records(text: str, divider: str, limits: Limits, unread: list[Unread], *, first: int) -> Iterator[_Record]:
    """Yield the records within the caps. A field in quotes may run over lines."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    csv.field_size_limit(_LARGEST_RECORD)
    source = _Lines(lines, 0)
    reader = csv.reader(source, delimiter=divider)
    quoted = True
    rows = cells = 0
    while True:
        begun = source.at
        source.spent = 0
        try:
            fields = next(reader)
            whole = not (quoted and _is_unclosed(lines, begun, source.at))
        except StopIteration:
            return
        except (csv.Error, _TooLongError):
            whole = False
        start = first + begun
        if not whole and quoted and source.at - begun > 1:
            # a quote that is never closed swallowed what follows: from here on quotes are what they are
            quoted = False
            source = _Lines(lines, begun)
            reader = csv.reader(source, delimiter=divider, quoting=csv.QUOTE_NONE)
            continue
        if not whole:
            unread.append(Unread(Place(line=start), "limit", f"第{start}行过长，从这一行起没有读；{_LIMIT}"))
            return
        if not any(field.strip() for field in fields):
            continue
        rows += 1
        if len(fields) > limits.grid_columns:
            if not any(item.message.startswith("单元格超过") for item in unread):
                message = f"单元格超过{limits.grid_columns}列，其后的列没有读；{_LIMIT}"
                unread.append(Unread(Place(line=start), "limit", message))
            fields = fields[: limits.grid_columns]
        cells += len(fields)
        if rows > limits.grid_rows or cells > limits.cells:
            unread.append(Unread(Place(line=start), "limit", f"表格过大，从第{start}行起没有读；{_LIMIT}"))
            return
        yield _Record(start, first + source.at - 1, tuple(fields))


def _is_unclosed(lines: list[str], start: int, end: int) -> bool:
    """Tell whether a record runs over several lines to the end of the file because its quote is not closed."""
    at_end = not "".join(lines[end : end + 2])
    return at_end and end - start > 1 and "".join(lines[start:end]).count('"') % 2 == 1


def _blocks(records: list[_Record], limits: Limits, unread: list[Unread]) -> list[Block]:
    widest = max((record.filled for record in records), default=0)
    first, last = 0, len(records)
    while first < last and _is_line(records[first], widest):
        first += 1
    while last > first and widest > 1 and records[last - 1].filled == 1 and len(records[last - 1].fields) == 1:
        last -= 1
    blocks: list[Block] = []
    for record in records[:first]:
        _paragraphs(record, blocks)
    table = records[first:last]
    if table:
        columns = max(_width(record) for record in table)
        if len(table) * columns > limits.cells:
            kept = max(1, limits.cells // columns)
            line = table[kept].first if kept < len(table) else table[-1].first
            unread.append(Unread(Place(line=line), "limit", f"表格过大，从第{line}行起没有读；{_LIMIT}"))
            table = table[:kept]
        cells = tuple(_cells(table, columns))
        lines = [block.text for block in blocks[-_CAPTIONS:]]
        heads = header_rows(cells, len(table), columns, 0)
        made = Table(cells, len(table), columns, heads, unit_of(lines, cells, columns))
        blocks.append(Block(len(blocks), "table", "", Place(line=table[0].first, table=1), table=made))
    for record in records[last:]:
        _paragraphs(record, blocks)
    return blocks


def _is_line(record: _Record, widest: int) -> bool:
    """Tell whether a record stands over the table: one text alone, or labels with values and a unit in a wide table."""
    texts = [field.strip() for field in record.fields if field.strip()]
    if len(texts) == 1:
        return True
    return 2 * len(texts) < widest and all(_LABEL.match(text) and not text.endswith(("：", ":")) for text in texts)


def _paragraphs(record: _Record, blocks: list[Block]) -> None:
    for field in record.fields:
        if field.strip():
            pieces = _pieces(field, record, Place(line=record.first))
            blocks.append(Block(len(blocks), "paragraph", field, Place(line=record.first), pieces=pieces))


def _width(record: _Record) -> int:
    """Return how many columns a record reaches over, empty ones at its end left out."""
    return max(index for index, field in enumerate(record.fields, 1) if field.strip())


def _cells(table: list[_Record], columns: int) -> Iterator[Cell]:
    for row, record in enumerate(table, 1):
        for column in range(1, columns + 1):
            text = record.fields[column - 1] if column <= len(record.fields) else ""
            place = Place(line=record.first, table=1, row=row, column=column)
            text = text if text.strip() else ""
            yield Cell(row, column, text, place, pieces=_pieces(text, record, place))


def _pieces(text: str, record: _Record, place: Place) -> tuple[Piece, ...]:
    """Return the lines of a field that runs over several, where it is sure which: it is the only such field."""
    breaks = [match.end() for match in re.finditer(r"\r\n|\n|\r", text)]
    if not breaks or len(breaks) != record.last - record.first:
        return ()
    bounds = [0, *breaks, len(text)]
    found = []
    for number, (start, end) in enumerate(pairwise(bounds)):
        if end > start:
            at = Place(line=record.first + number, table=place.table, row=place.row, column=place.column)
            found.append(Piece(start, end, at))
    return tuple(found)
