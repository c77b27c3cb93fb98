"""A zip whose directory is missing or broken (cut off on its way): what its own headers, one after another, give."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from extractor.archives.contents import Problem
from extractor.archives.gathering import BROKEN, LOCKED, Gathering
from extractor.archives.names import RawName, decode_names
from extractor.archives.store import Refused

CHUNK = 1 << 18
HEADER = struct.Struct("<4s5H3I2H")
LOCAL, DIRECTORY = b"PK\x03\x04", (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06")
STORED, DEFLATED = 0, 8
SIZE_LATER = 0x8  # the sizes stand behind the data
FULL = 0xFFFFFFFF  # the true size stands in the zip64 field
AFTER = 24  # bytes that may stand between the data and the next header
CUT = Problem("corrupt", "压缩包不完整，该文件的数据被截断；请重新压缩后提交。")


class _Damaged(Exception):  # noqa: N818  it says where the data end
    """The data of a member are not what the header says."""


class _Local(Struct, frozen=True):
    name: str
    flags: int
    method: int
    checksum: int
    packed: int | None
    size: int


def salvage(file: Path, gathering: Gathering) -> None:
    """Read into ``gathering`` the members that stand whole at the start of a broken zip, and tell what is lost."""
    with file.open("rb") as stream:
        while (local := _local(stream)) is not None:
            if not _member(stream, local, gathering):
                break
    if gathering.read:
        message = f"压缩包不完整或已损坏，只读出{gathering.read}个文件，其余的无法列出；请重新压缩后提交。"
    else:
        message = "压缩包不完整或已损坏，无法打开；请重新压缩后提交（分卷压缩的请先合并）。"
    gathering.fail(Problem("corrupt", message))


def _local(stream: BinaryIO) -> _Local | None:
    """Read the header at the stream's place; None where there is no further one."""
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size or head[:4] != LOCAL:
        return None
    _, _, flags, method, _, _, checksum, packed, size, name_size, extra_size = HEADER.unpack(head)
    raw, extra = stream.read(name_size), stream.read(extra_size)
    if not raw or len(raw) < name_size or len(extra) < extra_size:
        return None
    if FULL in (packed, size):
        size, packed = _zip64(extra, size, packed)
    (name,) = decode_names([RawName(raw, bool(flags & 0x800), extra)])
    known = packed if packed or not flags & SIZE_LATER else None
    return _Local(name, flags, method, checksum, known, size)


def _zip64(extra: bytes, size: int, packed: int) -> tuple[int, int]:
    while len(extra) >= 4:
        tag, length = struct.unpack_from("<HH", extra)
        if tag == 1 and length >= 16 and len(extra) >= 20:
            size, packed = struct.unpack_from("<QQ", extra, 4)
        extra = extra[4 + length :]
    return size, packed


def _member(stream: BinaryIO, local: _Local, gathering: Gathering) -> bool:
    """Read one member; returns whether the next header was found behind it."""
    start = stream.tell()
    path = None if local.name.endswith(("/", "\\")) else gathering.admit(local.name)
    if path is not None and local.flags & 0x41:
        gathering.tell(path, local.size, LOCKED)
        path = None
    if path is None:
        if local.packed is not None:
            stream.seek(start + local.packed)
        elif local.method == DEFLATED and not local.flags & 0x41:
            _run_through(stream, local, gathering)
        return _at_next(stream)
    gathering.keep(path, local.size, local.packed, _data(stream, local), _broken)
    if local.packed is not None:
        stream.seek(start + local.packed)
    return _at_next(stream)


def _run_through(stream: BinaryIO, local: _Local, gathering: Gathering) -> None:
    """Unpack a member that is not wanted to where its data end, no further than the limits allow."""
    size = 0
    try:
        for chunk in _data(stream, local):
            size += len(chunk)
            gathering.store.check(size, None)
    except (_Damaged, zlib.error, Refused):
        pass  # what follows has no known place; the archive as a whole is told


def _at_next(stream: BinaryIO) -> bool:
    """Move to the next header, which may stand a few bytes on (behind a data descriptor)."""
    place = stream.tell()
    ahead = stream.read(AFTER + 4)
    found = [at for at in (ahead.find(mark) for mark in (LOCAL, *DIRECTORY)) if at >= 0]
    stream.seek(place + min(found, default=0))
    return bool(found)


def _data(stream: BinaryIO, local: _Local) -> Iterator[bytes]:
    """Yield the unpacked bytes of a member and leave the stream where its data end. Raises _Damaged, zlib.error."""
    if local.method not in (STORED, DEFLATED) or (local.method == STORED and local.packed is None):
        raise NotImplementedError
    checksum = 0
    for chunk in _stored(stream, local) if local.method == STORED else _inflated(stream, local):
        checksum = zlib.crc32(chunk, checksum)
        yield chunk
    if checksum != (local.checksum if local.packed is not None else _later_checksum(stream)):
        raise _Damaged


def _stored(stream: BinaryIO, local: _Local) -> Iterator[bytes]:
    left = local.packed or 0
    while left:
        chunk = stream.read(min(CHUNK, left))
        if not chunk:
            raise _Damaged
        left -= len(chunk)
        yield chunk


def _inflated(stream: BinaryIO, local: _Local) -> Iterator[bytes]:
    engine, left = zlib.decompressobj(-zlib.MAX_WBITS), local.packed
    while not engine.eof:
        packed = engine.unconsumed_tail
        if not packed:
            packed = stream.read(CHUNK if left is None else min(CHUNK, left))
            left = None if left is None else left - len(packed)
        if not packed:
            raise _Damaged
        if chunk := engine.decompress(packed, CHUNK):
            yield chunk
    stream.seek(-len(engine.unused_data), 1)


def _later_checksum(stream: BinaryIO) -> int:
    """Return the checksum of the data descriptor at the stream's place, and leave the stream there."""
    place = stream.tell()
    head = stream.read(8)
    stream.seek(place)
    head = head[4:] if head[:4] == b"PK\x07\x08" else head[:4]
    return int.from_bytes(head, "little") if len(head) == 4 else -1


def _broken(error: Exception) -> Problem:
    return CUT if isinstance(error, _Damaged) else BROKEN
