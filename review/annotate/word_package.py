"""The zip of a Word file with some parts changed; the others keep their bytes, packed as they are, and their places."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from review.errors import CannotRun

_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_DEFLATED = 8
_UTF8_NAME = 0x800
_SIZES_FOLLOW = 0x8
_ZIP64 = 1
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_MOST = 0xFFFF_FFFF


def rewritten(source: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return the zip with the parts of ``changed`` in place of theirs, new ones at the end.

    Names are compared as the package compares them: without case, with forward slashes. The result depends on nothing
    but what is given. Raises CannotRun for a zip whose list does not fit its bytes.
    """
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        infos = archive.infolist()
        comment = archive.comment
    if sum(info.compress_size for info in infos) > len(source):
        raise CannotRun("文件的压缩包目录与内容不符，没有批注；请用Word或WPS重新打开并另存后再试。")
    last = {key_of(info.filename): info for info in infos}
    out = io.BytesIO()
    central: list[bytes] = []
    for info in infos:
        new = changed.get(key_of(info.filename)) if last[key_of(info.filename)] is info else None
        if new is None:
            packed, crc, size, method = _packed(source, info), info.CRC, info.file_size, info.compress_type
        else:
            packed, crc, size, method = _deflated(new), zlib.crc32(new), len(new), _DEFLATED
        _entry(out, central, info, packed, (crc, size, method))
    for name in sorted(changed):
        if name not in last:
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            new = changed[name]
            _entry(out, central, info, _deflated(new), (zlib.crc32(new), len(new), _DEFLATED))
    start = out.tell()
    out.write(b"".join(central))
    size = out.tell() - start
    if out.tell() >= _MOST or len(central) >= 0xFFFF:
        raise CannotRun("文件过大或部分过多，没有批注；请拆分后再试。")
    out.write(_END.pack(0x0605_4B50, 0, 0, len(central), len(central), size, start, len(comment)) + comment)
    return out.getvalue()


def key_of(name: str) -> str:
    """Return the name of a part as it is compared."""
    return name.replace("\\", "/").lstrip("/").casefold()


def _packed(source: bytes, info: zipfile.ZipInfo) -> bytes:
    """Return the bytes of an entry as they are packed."""
    head = source[info.header_offset : info.header_offset + _LOCAL.size]
    if len(head) < _LOCAL.size:
        raise CannotRun("文件的压缩包不完整，没有批注；请用Word或WPS重新打开并另存后再试。")
    name, extra = _LOCAL.unpack(head)[-2:]
    start = info.header_offset + _LOCAL.size + name + extra
    return source[start : start + info.compress_size]


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _entry(
    out: io.BytesIO, central: list[bytes], info: zipfile.ZipInfo, packed: bytes, about: tuple[int, int, int]
) -> None:
    crc, size, method = about
    flags = info.flag_bits & ~_SIZES_FOLLOW
    known = info.orig_filename
    try:
        name = known.encode("utf-8" if flags & _UTF8_NAME else "cp437")
    except UnicodeEncodeError:
        name, flags = known.encode("utf-8", "replace"), flags | _UTF8_NAME
    year, month, day, hour, minute, second = info.date_time
    date, time = max(year - 1980, 0) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
    extra = _without_sizes(info.extra)
    offset = out.tell()
    common = (flags, method, time, date, crc, len(packed), size, len(name))
    version = info.extract_version
    out.write(_LOCAL.pack(0x0403_4B50, version, *common, len(extra)) + name + extra + packed)
    central.append(
        _CENTRAL.pack(
            0x0201_4B50, info.create_system << 8 | info.create_version, version, *common, len(extra),
            len(info.comment), 0, info.internal_attr, info.external_attr, offset,
        )
        + name + extra + info.comment
    )  # fmt: skip


def _without_sizes(extra: bytes) -> bytes:
    """Return the extra fields of an entry without the one for sizes past four gigabytes."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind != _ZIP64:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept
