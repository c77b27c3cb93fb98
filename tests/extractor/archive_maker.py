"""Archives made byte by byte, so that what no library writes (lies, locks, foreign names) can be tested."""

import struct
import zlib
from dataclasses import dataclass

LATER, UTF8, LOCKED = 0x8, 0x800, 0x1
LINK = 0o120777 << 16
PIPE = 0o010644 << 16


@dataclass(frozen=True)
class File:
    """One member as it is written; ``packed`` overrides the bytes stored, ``size`` what the headers say."""

    name: bytes
    data: bytes = b""
    flags: int = 0
    extra: bytes = b""
    attributes: int = 0o100644 << 16
    stored: bool = False
    size: int | None = None
    local_name: bytes | None = None
    method: int | None = None


def deflated(data: bytes) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


def make_zip(*files: File, directory: bool = True) -> bytes:
    """Return a zip of ``files`` in their order, with or without its directory."""
    body, central = bytearray(), bytearray()
    for file in files:
        packed = file.data if file.stored else deflated(file.data)
        method = file.method if file.method is not None else (0 if file.stored else 8)
        size = len(file.data) if file.size is None else file.size
        sums = (zlib.crc32(file.data), len(packed), size)
        at = len(body)
        local = file.name if file.local_name is None else file.local_name
        written = (0, 0, 0) if file.flags & LATER else sums
        body += struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, file.flags, method, 0, 33, *written, len(local), 0)
        body += local + packed
        if file.flags & LATER:
            body += struct.pack("<4s3I", b"PK\x07\x08", *sums)
        head = (b"PK\x01\x02", 20 | 3 << 8, 20, file.flags, method, 0, 33, *sums, len(file.name), len(file.extra))
        central += struct.pack("<4s6H3I5H2I", *head, 0, 0, 0, file.attributes, at) + file.name + file.extra
    if not directory:
        return bytes(body)
    return bytes(body) + bytes(central) + end_of_directory(len(files), len(central), len(body))


def end_of_directory(count: int, size: int, at: int) -> bytes:
    return struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, min(count, 65535), min(count, 65535), size, at, 0)


def make_overlapping_zip(count: int, kernel: bytes) -> bytes:
    """Return a zip whose every entry points at the same data, each with a name and a header of its own."""
    packed = deflated(kernel)
    sums = (zlib.crc32(kernel), len(packed), len(kernel))
    name = "同.txt".encode()
    body = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, UTF8, 8, 0, 33, *sums, len(name), 0) + name + packed
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, UTF8, 8, 0, 33, *sums, len(name), 0, 0, 0, 0, 0, 0)
    central = (entry + name) * count
    return body + central + end_of_directory(count, len(central), len(body))


def _vint(number: int) -> bytes:
    out = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        out.append(low | (0x80 if number else 0))
        if not number:
            return bytes(out)


def _block(body: bytes, data: bytes = b"") -> bytes:
    sized = _vint(len(body)) + body
    return struct.pack("<I", zlib.crc32(sized)) + sized + data


@dataclass(frozen=True)
class RarFile:
    """One member of a RAR; ``packed`` are its bytes as rar's method 1 packs them, None to store it."""

    name: str
    data: bytes
    packed: bytes | None = None
    split: bool = False
    link_to: str | None = None


def make_rar(*files: RarFile, locked: bool = False) -> bytes:
    """Return a RAR 5 of ``files``; ``locked`` puts an encrypted header where the first one should be."""
    out = bytearray(b"Rar!\x1a\x07\x01\x00")
    if locked:
        out += _block(_vint(4) + _vint(0) + _vint(0) + _vint(0) + b"\x0f" + bytes(16))
        return bytes(out) + bytes(64)
    out += _block(_vint(1) + _vint(0) + _vint(0))
    for file in files:
        data = file.data if file.packed is None else file.packed
        method = 0 if file.packed is None else (1 << 7)
        name = file.name.encode()
        extra = b""
        if file.link_to is not None:
            target = file.link_to.encode()
            record = _vint(5) + _vint(1) + _vint(0) + _vint(len(target)) + target
            extra = _vint(len(record)) + record
        flags = 0x2 | (0x10 if file.split else 0) | (0x1 if extra else 0)
        body = _vint(2) + _vint(flags) + (_vint(len(extra)) if extra else b"") + _vint(len(data))
        body += _vint(0x4) + _vint(len(file.data)) + _vint(0o100644) + struct.pack("<I", zlib.crc32(file.data))
        body += _vint(method) + _vint(1) + _vint(len(name)) + name + extra
        out += _block(body, data)
    out += _block(_vint(5) + _vint(0) + _vint(0))
    return bytes(out)


def packed_as_literals(data: bytes) -> bytes:
    """Return ``data`` in one block of RAR 5's compression that holds every byte as a literal.

    The code lengths fill each tree exactly: 206 literals of 8 bits and 100 of 9; 64 distances of 6; 16 of 4; 20 and 24
    repeats of 5 and 6.
    """
    trees = [8] * 206 + [9] * 100 + [6] * 64 + [4] * 16 + [5] * 20 + [6] * 24
    lengths = {4: 2, 5: 2, 6: 2, 8: 3, 9: 3}
    bits = "".join(f"{lengths.get(symbol, 0):04b}" for symbol in range(20))
    names = _codes([lengths.get(symbol, 0) for symbol in range(20)])
    bits += "".join(names[length] for length in trees)
    literals = _codes(trees[:306])
    bits += "".join(literals[byte] for byte in data)
    last = len(bits) % 8 or 8
    bits += "0" * (-len(bits) % 8)
    body = int(bits, 2).to_bytes(len(bits) // 8, "big")
    flags = 0x80 | 0x40 | (1 << 3) | (last - 1)
    size = struct.pack("<H", len(body))
    return bytes([flags, 0x5A ^ flags ^ size[0] ^ size[1]]) + size + body


def _codes(lengths: list[int]) -> dict[int, str]:
    """Return the canonical code of each symbol that has one."""
    codes, code, before = {}, 0, 0
    for length, symbol in sorted((length, symbol) for symbol, length in enumerate(lengths) if length):
        code <<= length - before
        codes[symbol] = f"{code:0{length}b}"
        code, before = code + 1, length
    return codes
