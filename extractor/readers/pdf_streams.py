"""Page contents whose packed data are damaged: PDFium gives what stands before the damage, or nothing, without a word.

The file is searched for its streams as they lie there, without its own index: which page a stream belongs to is not
known here, only that something that was written on a page is not whole.
"""

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Iterator

from msgspec import Struct

_STREAM = re.compile(rb">>\s{0,4}stream\r?\n")
_END = b"endstream"
_HEAD = 400  # bytes before a stream in which its dictionary is looked for
_OTHER = re.compile(
    rb"/Image|/ObjStm|/XRef|/Length1|/Length2|/FontFile|/Type1C|/CIDFontType0C|/OpenType|/N\s|/Metadata|/Crypt"
)
_FLATE = re.compile(rb"/Fl(?:ateDecode)?\b")
_ASCII = re.compile(rb"/A(?:SCII)?85(?:Decode)?\b")
_OPERATORS = re.compile(rb"(?:^|\s)(?:BT|ET|Tf|Tj|TJ|Td|TD|Tm|re|cm|Do|gs|BDC)\s")
_BLANKS = b" \t\n\r\v\x00"
_FIGURES = bytes(range(33, 118))
_NOUGHT = 33 * (85**4 + 85**3 + 85**2 + 85 + 1)  # what five exclamation marks, which stand for zero, add up to
_START = 1 << 9  # bytes: enough to know the content of a page by its operators
_CHUNK = 1 << 16
_MOST = 50_000_000  # bytes unpacked of one stream
_MOST_ALL = 400_000_000  # of all


class _Unpacked(Struct):
    """How far a stream could be unpacked."""

    start: bytes
    size: int
    damaged: bool


def damaged_contents(data: bytes) -> int:
    """Return how many contents of pages or forms in a PDF break off in damaged data; 0 for a locked file."""
    if b"/Encrypt" in data:
        return 0
    found, spent = 0, 0
    for packed in _packed(data):
        unpacked = _unpack(packed)
        spent += unpacked.size
        if unpacked.damaged and (not unpacked.start or _OPERATORS.search(unpacked.start)):
            found += 1
        if spent > _MOST_ALL:
            break
    return found


def _packed(data: bytes) -> Iterator[bytes]:
    """Yield the deflated bytes of each stream that may be the content of a page."""
    for mark in _STREAM.finditer(data):
        head = data[max(0, mark.start() - _HEAD) : mark.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if not _FLATE.search(head) or _OTHER.search(head):
            continue
        end = data.find(_END, mark.end())
        if end < 0:
            return  # cut off, which is told by itself
        body = data[mark.end() : end]
        if _ASCII.search(head):
            try:
                body = ascii85(body.strip().removesuffix(b"~>"))
            except (ValueError, binascii.Error):
                body = b"\0"  # damaged before it is unpacked: nothing that could be
        yield body


def ascii85(body: bytes) -> bytes:
    r"""Return what ASCII85 stands for, five characters at a time; raise ValueError for what is none.

    >>> ascii85(b"E+*B j+E)./"), ascii85(b"z")
    (b'page one', b'\x00\x00\x00\x00')
    """
    body = body.translate(None, _BLANKS)
    if body.translate(None, _FIGURES):  # z for four zeros, or none of its characters
        return base64.a85decode(body)
    missing = -len(body) % 5
    body += b"u" * missing
    places = (body[at::5] for at in range(5))
    words = [(((a * 85 + b) * 85 + c) * 85 + d) * 85 + e - _NOUGHT for a, b, c, d, e in zip(*places, strict=True)]
    try:
        whole = struct.pack(f">{len(words)}I", *words)
    except struct.error as error:
        raise ValueError("Ascii85 overflow") from error
    return whole[: len(whole) - missing]


def _unpack(packed: bytes) -> _Unpacked:
    """Unpack a stream; one that only lacks its checksum is whole, one that ends in the middle is not."""
    found, whole = _inflate(packed, zlib.decompressobj())
    if not whole and not found.damaged:
        _, whole = _inflate(packed[2:], zlib.decompressobj(-zlib.MAX_WBITS))
    return _Unpacked(found.start, found.size, damaged=not whole)


def _inflate(packed: bytes, engine: "zlib._Decompress") -> tuple[_Unpacked, bool]:
    """Return how far it went, and whether the end was reached, or so much that no more is looked at."""
    start, size, left = b"", 0, packed
    try:
        while left and not engine.eof and size < _MOST:
            part = engine.decompress(left, _CHUNK if start else _START)
            start = start or part
            size += len(part)
            left = engine.unconsumed_tail
    except zlib.error:
        return _Unpacked(start, size, damaged=True), False
    return _Unpacked(start, size, damaged=False), engine.eof or size >= _MOST
