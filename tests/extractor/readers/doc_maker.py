"""Small helpers that build binary Word files as bytes, structure by structure, for tests."""

import struct
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
TEXT_AT = 0x800
PAGE = 512

IN_TABLE = struct.pack("<HB", 0x2416, 1)
ROW_END = struct.pack("<HB", 0x2417, 1)
HEAD_ROW = struct.pack("<HB", 0x3404, 1)
DELETED = struct.pack("<HB", 0x0800, 1)
HIDDEN = struct.pack("<HB", 0x083C, 1)


def outline(level: int) -> bytes:
    return struct.pack("<HB", 0x2640, level)


def symbol(face: int, code: int) -> bytes:
    return struct.pack("<HHH", 0x6A09, face, code)


def row_shape(bounds: Sequence[int], merges: Sequence[int] = ()) -> bytes:
    """The definition of a row: ``bounds`` are its edges, ``merges`` the flags of its cells."""
    flags = [*merges, *[0] * (len(bounds) - 1 - len(merges))]
    data = struct.pack(f"<B{len(bounds)}h", len(bounds) - 1, *bounds)
    data += b"".join(struct.pack("<H", flag) + bytes(18) for flag in flags)
    return struct.pack("<HH", 0xD608, len(data) + 1) + data


def elsewhere(offset: int) -> bytes:
    """Properties too long for their page: they stand at ``offset`` of the stream Data, their length before them."""
    return struct.pack("<HI", 0x6646, offset)


class P(NamedTuple):
    """A paragraph: its text, the mark that ends it, its style's number, its properties."""

    text: str
    mark: str = "\r"
    style: int = 0
    properties: bytes = b""


class Chars(NamedTuple):
    """Properties of the characters ``start`` to ``end`` of the whole text."""

    start: int
    end: int
    properties: bytes


def row(*cells: str, properties: bytes = b"") -> list[P]:
    """The paragraphs of a row of cells; a line break inside one divides its paragraphs."""
    made = []
    for cell in cells:
        *first, last = cell.split("\n")
        made += [P(text, "\r", 0, IN_TABLE) for text in first]
        made.append(P(last, "\x07", 0, IN_TABLE))
    return [*made, P("", "\x07", 0, IN_TABLE + ROW_END + properties)]


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams at its root; each is filled up with zeros to a size no small stream has."""
    padded = {
        name: data + bytes(max(4096, -(-len(data) // SECTOR) * SECTOR) - len(data)) for name, data in streams.items()
    }
    names = sorted(padded, key=lambda name: (len(name), name.upper()))
    directory_sectors = -(-(len(names) + 1) // 4)
    fat: list[int] = []
    sectors = b""
    starts = {}
    for name in names:
        starts[name] = len(fat)
        count = len(padded[name]) // SECTOR
        fat += [*range(len(fat) + 1, len(fat) + count), END]
        sectors += padded[name]
    directory_at = len(fat)
    fat += [*range(len(fat) + 1, len(fat) + directory_sectors), END]
    entries = _entry("Root Entry", 5, END, 0, child=1)
    for index, name in enumerate(names, 1):
        right = index + 1 if index < len(names) else FREE
        entries += _entry(name, 2, starts[name], len(padded[name]), right=right)
    sectors += entries + bytes(directory_sectors * SECTOR - len(entries))
    fat_sectors = 1
    while fat_sectors * 128 < len(fat) + fat_sectors:
        fat_sectors += 1
    fat_at = len(fat)
    fat += [FAT] * fat_sectors
    fat += [FREE] * (fat_sectors * 128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fat_sectors, directory_at, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", *[fat_at + i for i in range(fat_sectors)], *[FREE] * (109 - fat_sectors))
    return header + sectors + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    written = name.encode("utf-16-le")
    entry = written + bytes(64 - len(written)) + struct.pack("<HBB", len(written) + 2, kind, 1)
    return entry + struct.pack("<III", FREE, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def word_streams(
    body: Sequence[P],
    *,
    notes: Sequence[P] = (),
    boxes: Sequence[P] = (),
    chars: Sequence[Chars] = (),
    compressed: Sequence[tuple[int, int]] = (),
    shuffled: bool = False,
    flags: int = 0x1200,
    version: int = 0x00C1,
    faces: Sequence[str] = ("Times New Roman",),
    with_properties: bool = True,
) -> dict[str, bytes]:
    """The streams of a Word 97 file.

    ``compressed`` are stretches of characters kept as one byte each, the others take two. ``shuffled`` lays the
    pieces down in the opposite order, as fast saves do.
    """
    paragraphs = [*body, *notes, *boxes]
    text = "".join(p.text + p.mark for p in paragraphs)
    cuts = sorted({0, len(text), *(at for pair in compressed for at in pair)})
    spans = [(a, b, (a, b) in compressed) for a, b in pairwise(cuts)]
    where: dict[int, int] = {}
    stream = bytearray(TEXT_AT)
    for start, end, narrow in reversed(spans) if shuffled else spans:
        where[start] = len(stream)
        stream += text[start:end].encode("cp1252") if narrow else text[start:end].encode("utf-16-le", "surrogatepass")
        stream += bytes(len(stream) % 2)

    def offset(at: int) -> int:
        start, _, narrow = next(span for span in spans if span[0] <= at < span[1])
        return where[start] + (at - start) * (1 if narrow else 2)

    def end_of(at: int) -> int:
        narrow = next(span for span in spans if span[0] <= at < span[1])[2]
        return offset(at) + (1 if narrow else 2)

    stream += bytes(-len(stream) % PAGE)
    looks = []
    at = 0
    for p in paragraphs:
        size = len(p.text) + len(p.mark)
        looks.append((offset(at), end_of(at + size - 1), struct.pack("<H", p.style) + p.properties))
        at += size
    paragraph_pages = _pages(stream, looks if with_properties else [], _paragraph_page)
    marked = [(offset(c.start), end_of(c.end - 1), c.properties) for c in chars]
    character_pages = _pages(stream, marked, _character_page)

    piece_table = struct.pack(f"<{len(spans) + 1}I", *[span[0] for span in spans], len(text))
    for start, _, narrow in spans:
        piece_table += struct.pack("<HIH", 0, where[start] * 2 | 0x40000000 if narrow else where[start], 0)
    table = bytearray()
    fonts = struct.pack("<HH", len(faces), 0)
    for face in faces:
        record = bytes(39) + (face + "\x00").encode("utf-16-le")
        fonts += bytes([len(record)]) + record
    clx = b"\x02" + struct.pack("<I", len(piece_table)) + piece_table
    struct.pack_into("<HHHHHHH", stream, 0, 0xA5EC, version, 0, 0x804, 0, flags, 0x00BF)
    struct.pack_into("<8i", stream, 0x4C, *_counts(body), *_counts(notes), 0, 0, 0, 0, *_counts(boxes), 0)
    for number, part in ((12, character_pages), (13, paragraph_pages), (15, fonts), (33, clx)):
        struct.pack_into("<II", stream, 0x9A + 8 * number, len(table), len(part))
        table += part
    return {"WordDocument": bytes(stream), "1Table": bytes(table)}


def word(body: Sequence[P], **options: object) -> bytes:
    """A whole file; ``options`` are those of ``word_streams``."""
    return compound(word_streams(body, **options))  # type: ignore[arg-type]  # handed through


def _counts(paragraphs: Sequence[P]) -> tuple[int]:
    return (sum(len(p.text) + len(p.mark) for p in paragraphs),)


def _pages(stream: bytearray, looks: list[tuple[int, int, bytes]], page: object) -> bytes:
    """Append a page of properties for each stretch to the stream; return the table that lists the pages."""
    if not looks:
        return b""
    looks = sorted(looks)
    numbers = []
    for start, end, properties in looks:
        numbers.append(len(stream) // PAGE)
        stream += page(start, end, properties)  # type: ignore[operator]  # one of the two below
    firsts = [start for start, _, _ in looks]
    return struct.pack(f"<{len(firsts) + 1}I", *firsts, looks[-1][1]) + struct.pack(f"<{len(numbers)}I", *numbers)


def _paragraph_page(start: int, end: int, properties: bytes) -> bytes:
    properties += bytes(len(properties) % 2)
    record = bytes([0, len(properties) // 2]) + properties
    at = (PAGE - 2 - len(record)) // 2 * 2
    page = bytearray(PAGE)
    struct.pack_into("<IIB", page, 0, start, end, at // 2)
    page[at : at + len(record)] = record
    page[-1] = 1
    return bytes(page)


def _character_page(start: int, end: int, properties: bytes) -> bytes:
    record = bytes([len(properties)]) + properties
    at = (PAGE - 2 - len(record)) // 2 * 2
    page = bytearray(PAGE)
    struct.pack_into("<IIB", page, 0, start, end, at // 2)
    page[at : at + len(record)] = record
    page[-1] = 1
    return bytes(page)
