"""The structures of a binary Word file ([MS-DOC]): its header, the table of its pieces, the looks of its paragraphs."""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from extractor.document import UnreadReason
from extractor.readers.legacy_flow import Edge, Shape
from extractor.readers.legacy_own import SYMBOL_FACES
from extractor.readers.ole import Compound

# places in the header; the numbered ones are pairs of (offset, length) into the table stream
_FLAGS, _PAIRS, _COUNTS = 0x0A, 0x9A, 0x4C
_CHARACTER_PAGES, _PARAGRAPH_PAGES, _FONTS, _CLX = 12, 13, 15, 33
_COMPLEX, _ENCRYPTED, _TABLE_1 = 0x0004, 0x0100, 0x0200
_WORD_97 = 0x00A0  # the version numbers of Word 6 and 95 are below this, those of Word 97 and later above
_PAGE = 512
_COMPRESSED = 0x40000000

_DELETED, _HIDDEN, _SYMBOL = 0x0800, 0x083C, 0x6A09
_FACES = (0x4A4F, 0x4A51)  # of ASCII characters, of others
_IN_TABLE, _ROW_END, _OUTLINE, _NESTED_ROW_END, _HEAD_ROW = 0x2416, 0x2417, 0x2640, 0x244C, 0x3404
_ROW_SHAPE, _TABS, _ELSEWHERE = 0xD608, 0xC615, 0x6646
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_HEADING_STYLES = range(1, 10)
RESUBMIT = "请用Word或WPS重新打开并另存为.docx后提交。"


class WordFileError(Exception):
    """A file that cannot be read at all; ``reason`` and ``message`` as in ``Unread``."""

    def __init__(self, reason: UnreadReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


class TextPiece(NamedTuple):
    """Characters ``start`` to ``end`` of the whole text: at byte ``offset`` of the stream, ``width`` bytes each."""

    start: int
    end: int
    offset: int
    width: int


class Mark(NamedTuple):
    """What a paragraph's properties tell of it."""

    in_table: bool = False
    row_end: bool = False
    nested_row_end: bool = False
    level: int | None = None
    shape: Shape | None = None


class Run(NamedTuple):
    """A stretch of bytes of the stream whose characters are left out, or look different in their face.

    ``symbol`` is the name of a face and a code where the run is one symbol; ``face`` that of a face of symbols.
    """

    start: int
    end: int
    deleted: bool
    hidden: bool
    symbol: tuple[str, int] | None
    face: str


class WordFile:
    """One file of Word 97 or later, opened. Raises WordFileError where it is locked, older, or broken at the root.

    ``counts`` are the characters of the main text, footnotes, headers, macros, comments, endnotes, text boxes and text
    boxes of headers, in the order in which their texts stand; ``cut`` tells that a structure was cut off or damaged.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._open(data)
        except (struct.error, IndexError, ValueError) as error:
            raise WordFileError("corrupt", f"文件已损坏或不完整，无法打开；{RESUBMIT}") from error

    def _open(self, data: bytes) -> None:
        compound = Compound(data)
        self.stream = compound.stream("WordDocument") or b""
        version = struct.unpack_from("<H", self.stream, 2)[0]
        flags = struct.unpack_from("<H", self.stream, _FLAGS)[0]
        if flags & _ENCRYPTED:
            raise WordFileError("encrypted", "文件已加密（需要打开密码），请提交未加密的版本。")
        if version < _WORD_97:
            message = "Word 6.0或Word 95格式的文件，无法直接读取；请用Word或WPS打开后另存为.docx再检查。"
            raise WordFileError("unsupported-format", message)
        names = ("1Table", "0Table") if flags & _TABLE_1 else ("0Table", "1Table")
        self._table = compound.stream(names[0]) or compound.stream(names[1]) or b""
        self._data = compound.stream("Data") or b""
        self.fast_saved = bool(flags & _COMPLEX)
        self.counts = tuple(max(0, count) for count in struct.unpack_from("<8i", self.stream, _COUNTS))
        self.cut = False
        self.pieces = self._pieces()
        self._starts, self._ends, self._marks = self._paragraphs()
        self._faces = self._read_faces()
        self.runs = self._character_runs()

    def _part(self, number: int) -> bytes:
        """Return what one pair of the header points at in the table stream; b"" where that is nothing."""
        at, size = struct.unpack_from("<II", self.stream, _PAIRS + 8 * number)
        part = self._table[at : at + size]
        self.cut = self.cut or len(part) < size
        return part

    def _pieces(self) -> list[TextPiece]:
        clx = self._part(_CLX)
        at = 0
        while at < len(clx) and clx[at] == 1:  # properties of a fast save stand before the table
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        if at >= len(clx) or clx[at] != 2:
            raise ValueError("no piece table")
        table = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
        listed = (len(table) - 4) // 12
        bounds = struct.unpack_from(f"<{listed + 1}I", table)
        pieces: list[TextPiece] = []
        total = 0
        for index, (start, end) in enumerate(pairwise(bounds)):
            where = struct.unpack_from("<I", table, 4 * (listed + 1) + 8 * index + 2)[0]
            width = 1 if where & _COMPRESSED else 2
            offset = (where & 0x3FFFFFFF) // 2 if width == 1 else where & 0x3FFFFFFF
            held = max(0, len(self.stream) - offset) // width
            count = min(max(0, end - start), held)
            self.cut = self.cut or count != end - start
            total += count
            if total > len(self.stream):  # pieces share no bytes in a file that Word wrote
                raise WordFileError("limit", f"文件的文字片段相互重叠，超过读取上限；{RESUBMIT}")
            if count:
                if pieces and start < pieces[-1].end:
                    raise ValueError("pieces out of order")
                pieces.append(TextPiece(start, start + count, offset, width))
        return pieces

    def text(self, piece: TextPiece) -> str:
        """Return the characters of a piece, one for each of its code units."""
        data = self.stream[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
        if piece.width == 1:
            return data.decode("cp1252", "replace")
        # code units one by one, so that offsets hold; pairs are joined when a paragraph is done
        return "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data)))

    def mark(self, offset: int, width: int) -> tuple[Mark | None, bool]:
        """Return what is known of the paragraph at byte ``offset``, and whether it ends with that character."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._ends[index]:
            return None, True
        return self._marks[index], offset + width >= self._ends[index]

    def _formatted_pages(self, number: int) -> Iterator[bytes]:
        """Yield the pages of properties that a table of the header lists, each once."""
        plc = self._part(number)
        count = (len(plc) - 4) // 8
        if count < 1:
            return
        pages = struct.unpack_from(f"<{count}I", plc, 4 * (count + 1))
        for page in dict.fromkeys(page & 0x3FFFFF for page in pages):
            data = self.stream[page * _PAGE : (page + 1) * _PAGE]
            if len(data) == _PAGE:
                yield data
            else:
                self.cut = True

    def _paragraphs(self) -> tuple[list[int], list[int], list[Mark]]:
        """Return where each known paragraph starts and ends in the stream, by start, and its marks."""
        found: dict[int, tuple[int, Mark]] = {}
        for page in self._formatted_pages(_PARAGRAPH_PAGES):
            count = page[-1]
            if count * 17 + 5 > _PAGE:
                self.cut = True
                continue
            bounds = struct.unpack_from(f"<{count + 1}I", page)
            for index, (start, end) in enumerate(pairwise(bounds)):
                at = page[4 * (count + 1) + 13 * index] * 2
                found[start] = (end, self._mark(_paragraph_properties(page, at)) if at else Mark())
        starts = sorted(found)
        return starts, [found[start][0] for start in starts], [found[start][1] for start in starts]

    def _mark(self, data: bytes) -> Mark:
        style = struct.unpack_from("<H", data)[0] if len(data) >= 2 else 0
        level = style if style in _HEADING_STYLES else None
        found = dict(_sprms(data[2:]))
        elsewhere = found.get(_ELSEWHERE)
        if elsewhere is not None and len(elsewhere) == 4:  # too long for its page: the row of a wide table
            at = struct.unpack("<I", elsewhere)[0]
            if at + 2 > len(self._data):
                self.cut = True
            else:
                found.update(_sprms(self._data[at + 2 : at + 2 + struct.unpack_from("<H", self._data, at)[0]]))
        outline = found.get(_OUTLINE)
        if outline:
            level = outline[0] + 1 if outline[0] < 9 else None
        shape = found.get(_ROW_SHAPE)
        return Mark(
            in_table=_is_on(found.get(_IN_TABLE)),
            row_end=_is_on(found.get(_ROW_END)),
            nested_row_end=_is_on(found.get(_NESTED_ROW_END)),
            level=level,
            shape=_shape(shape, head=_is_on(found.get(_HEAD_ROW))) if shape else None,
        )

    def _character_runs(self) -> list[Run]:
        """Return the runs that are deleted, hidden or symbols, by where they start; none reaches into the next."""
        found = []
        for page in self._formatted_pages(_CHARACTER_PAGES):
            count = page[-1]
            if count * 5 + 5 > _PAGE:
                self.cut = True
                continue
            bounds = struct.unpack_from(f"<{count + 1}I", page)
            for index, (start, end) in enumerate(pairwise(bounds)):
                at = page[4 * (count + 1) + index] * 2
                properties = dict(_sprms(page[at + 1 : at + 1 + page[at]])) if at else {}
                deleted, hidden = (_is_on(properties.get(name)) for name in (_DELETED, _HIDDEN))
                code = properties.get(_SYMBOL, b"")
                symbol = (self._face(code), struct.unpack_from("<H", code, 2)[0]) if len(code) == 4 else None
                face = next(
                    (name for key in _FACES if (name := self._face(properties.get(key, b""))) in SYMBOL_FACES), ""
                )
                if end > start and (deleted or hidden or symbol or face):
                    found.append(Run(start, end, deleted, hidden, symbol, face))
        apart: list[Run] = []
        for run in sorted(found, key=lambda run: (run.start, run.end)):
            start = max(run.start, apart[-1].end) if apart else run.start
            if start < run.end:
                apart.append(run._replace(start=start))
        return apart

    def _face(self, number: bytes) -> str:
        index = number[0] | number[1] << 8 if len(number) >= 2 else len(self._faces)
        return self._faces[index] if index < len(self._faces) else ""

    def _read_faces(self) -> list[str]:
        """Return the names of the type faces by number, in lower case."""
        data = self._part(_FONTS)
        names: list[str] = []
        at = 4
        while at < len(data) and len(names) < 0x7FFF:
            size = data[at] + 1
            name = data[at + 40 : at + size].decode("utf-16-le", "replace")
            names.append(name.split("\x00", 1)[0].strip().lower())
            at += size
        return names


def _is_on(value: bytes | None) -> bool:
    return value is not None and value[:1] in (b"\x01", b"\x81")


def _paragraph_properties(page: bytes, at: int) -> bytes:
    """Return style number and properties of a paragraph, whose length is written in words."""
    size = page[at] * 2 - 1 if page[at] else page[at + 1] * 2
    start = at + 1 if page[at] else at + 2
    return page[start : start + size]


def _shape(data: bytes, *, head: bool) -> Shape | None:
    """Return the cells of a row from its definition: their edges, then 20 bytes each, the first word the merges."""
    count = data[0]
    if len(data) < 1 + 2 * (count + 1):
        return None
    bounds = struct.unpack_from(f"<{count + 1}h", data, 1)
    edges = []
    for index in range(count):
        at = 1 + 2 * (count + 1) + 20 * index
        flags = struct.unpack_from("<H", data, at)[0] if at + 2 <= len(data) else 0
        edges.append(Edge(bounds[index + 1], down=flags & 0x60 == 0x20, across=flags & 0x03 == 0x02))
    return Shape(bounds[0], tuple(edges), head)


def _sprms(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the properties of a list: number and operand; a broken list ends early."""
    at = 0
    while at + 2 < len(data):
        number = data[at] | data[at + 1] << 8
        at += 2
        size = _SIZES[number >> 13]
        if number == _ROW_SHAPE:
            if at + 2 > len(data):
                return
            size = max(0, (data[at] | data[at + 1] << 8) - 1)
            at += 2
        elif size == 0:
            size = data[at]
            at += 1
            if number == _TABS and size == 255:  # its length does not fit: the end of the list is its end
                return
        yield number, data[at : at + size]
        at += size
