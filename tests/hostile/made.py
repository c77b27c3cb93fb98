"""What a hostile file is to the test, and the raw writers: PDF object by object, zip member by member."""

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TEXT = "本合同质量保证期为两年，自最终验收合格之日起计算。"

READ = frozenset({"read"})
LOST = frozenset({"unreadable"})
PARTIAL = frozenset({"partial"})
SHORT = PARTIAL | LOST  # told as not read whole; how much is left depends on what the library saves
ANY = SHORT | READ


@dataclass(frozen=True)
class Hostile:
    """One file: its name in the folder (bytes where it is no UTF-8), how it may end, and the reasons that fit.

    ``reasons`` are those allowed in ``unread``; at least one of them must be told unless the file may be ``read``.
    For an archive they are those of all its documents together, and ``entries`` is how many it must give (None: any
    number from one).
    """

    name: str | bytes
    data: bytes
    ends: frozenset[str]
    reasons: frozenset[str]
    entries: int | None = 1

    @classmethod
    def of(
        cls, name: str | bytes, data: bytes, ends: frozenset[str], *reasons: str, entries: int | None = 1
    ) -> "Hostile":
        """A file with its reasons written one by one."""
        return cls(name, data, ends, frozenset(reasons), entries)


def obj(number: int, body: bytes | str) -> bytes:
    """One indirect object of a PDF."""
    return f"{number} 0 obj\n".encode() + (body.encode() if isinstance(body, str) else body) + b"\nendobj\n"


def stream(data: bytes, extra: str = "", *, packed: bool = True) -> bytes:
    """A stream object's body, deflated where ``packed``."""
    inside = zlib.compress(data, 6) if packed else data
    filtered = " /Filter /FlateDecode" if packed and "/Filter" not in extra else ""
    return f"<< /Length {len(inside)}{filtered} {extra} >>\nstream\n".encode() + inside + b"\nendstream"


def pdf(bodies: dict[int, bytes | str], *, trailer: str = "", root: str = "1 0 R") -> bytes:
    """A whole PDF with a right cross-reference table around these objects, by number."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in bodies.items():
        places[number] = len(out)
        out += obj(number, body)
    at = len(out)
    size = max(bodies) + 1
    out += f"xref\n0 {size}\n".encode()
    for number in range(size):
        out += (f"{places[number]:010d} 00000 n \n" if number in places else "0000000000 65535 f \n").encode()
    out += f"trailer\n<< /Size {size} /Root {root} {trailer} >>\nstartxref\n{at}\n%%EOF\n".encode()
    return bytes(out)


FONT = {
    8: "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [9 0 R] >>",
    9: "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
    "/Ordering (GB1) /Supplement 2 >> /FontDescriptor 10 0 R /DW 1000 >>",
    10: "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
    "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
}


def shown(text: str = TEXT, y: int = 720) -> bytes:
    """The content that writes one line of text in font F1."""
    return f"BT /F1 12 Tf 72 {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n".encode()


def one_page(
    content: bytes,
    *,
    page: str = "",
    resources: str = "",
    box: str = "[0 0 595 842]",
    fonts: str = "/F1 8 0 R",
    more: dict[int, bytes | str] | None = None,
    catalog: str = "",
    trailer: str = "",
    content_body: bytes | None = None,
) -> bytes:
    """A PDF of one page with this content; numbers from 20 on are free for ``more``."""
    bodies: dict[int, bytes | str] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents 4 0 R "
        f"/Resources << /Font << {fonts} >> {resources} >> {page} >>",
        4: content_body if content_body is not None else stream(content),
        **FONT,
    }
    return pdf({**bodies, **(more or {})}, trailer=trailer)


@dataclass(frozen=True)
class Member:
    """One member of a zip as written: ``packed`` are its bytes deflated, ``crc`` and ``size`` those of the whole."""

    name: str
    packed: bytes
    crc: int
    size: int
    method: int = 8


def plain(name: str, data: bytes | str) -> Member:
    """A member with these bytes."""
    whole = data.encode() if isinstance(data, str) else data
    return Member(name, _deflated([whole]), zlib.crc32(whole), len(whole))


def swollen(name: str, head: bytes, filler: bytes, count: int, tail: bytes) -> Member:
    """A member of ``head``, ``count`` times ``filler`` and ``tail``, never held whole."""
    engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = bytearray(engine.compress(head) + engine.flush(zlib.Z_FULL_FLUSH))
    once = engine.compress(filler) + engine.flush(zlib.Z_FULL_FLUSH)
    crc = zlib.crc32(head)
    for _ in range(count):
        packed += once
        crc = zlib.crc32(filler, crc)
    packed += engine.compress(tail) + engine.flush()
    return Member(name, bytes(packed), zlib.crc32(tail, crc), len(head) + count * len(filler) + len(tail))


def _deflated(parts: Iterable[bytes]) -> bytes:
    engine = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return b"".join(engine.compress(part) for part in parts) + engine.flush()


def zip_of(members: Sequence[Member]) -> bytes:
    """A zip of members; names are written as UTF-8, whatever they say."""
    body, central = bytearray(), bytearray()
    for member in members:
        name = member.name.encode()
        sums = (member.crc, len(member.packed), member.size)
        at = len(body)
        body += struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0x800, member.method, 0, 33, *sums, len(name), 0)
        body += name + member.packed
        head = (b"PK\x01\x02", 20 | 3 << 8, 20, 0x800, member.method, 0, 33, *sums, len(name), 0)
        central += struct.pack("<4s6H3I5H2I", *head, 0, 0, 0, 0o100644 << 16, at) + name
    end = (b"PK\x05\x06", 0, 0, len(members), len(members), len(central), len(body), 0)
    return bytes(body) + bytes(central) + struct.pack("<4s4H2IH", *end)
