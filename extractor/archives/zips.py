"""Zip by the standard library: the directory read, its traps seen before anything is unpacked."""

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from extractor.archives.contents import Problem
from extractor.archives.gathering import BROKEN, LOCKED, Gathering
from extractor.archives.names import RawName, decode_names
from extractor.archives.salvage import salvage

CHUNK = 1 << 18
UTF8_FLAG = 0x800
LOCKED_FLAGS = 0x1 | 0x40  # encrypted; strongly encrypted
UNIX = 3
UNKNOWN_METHOD = Problem("unsupported-format", "压缩包内的文件使用了不支持的压缩方式，未读取；请用普通方式重新压缩。")
OVERLAP = Problem("corrupt", "它们的数据互相重叠，正常的压缩包不会这样；请重新压缩后提交。")
# what the standard library raises for a directory it cannot read
UNLISTABLE = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError, IndexError)


def open_zip(file: Path, gathering: Gathering) -> None:
    """Read the members of a zip into ``gathering``; without a usable directory, what can be salvaged."""
    try:
        archive = zipfile.ZipFile(file)
    except UNLISTABLE:
        salvage(file, gathering)
        return
    with archive:
        infos = archive.infolist()
        overlapping = _overlapping(infos)
        for info, name in zip(infos, decode_names([_raw_name(info) for info in infos]), strict=True):
            _take(archive, info, name, gathering, overlaps=info.header_offset in overlapping)


def _take(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, gathering: Gathering, *, overlaps: bool) -> None:
    if _is_folder(info, name):
        return
    if _is_special(info):
        gathering.link()
        return
    path = gathering.admit(name)
    if path is None:
        return
    if overlaps:
        gathering.leave_out(OVERLAP)
    elif info.flag_bits & LOCKED_FLAGS:
        gathering.tell(path, info.file_size, LOCKED)
    else:
        gathering.keep(path, info.file_size, info.compress_size, _chunks(archive, info), _broken)


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _broken(error: Exception) -> Problem:
    return UNKNOWN_METHOD if isinstance(error, NotImplementedError) else BROKEN


def _raw_name(info: zipfile.ZipInfo) -> RawName:
    utf8 = bool(info.flag_bits & UTF8_FLAG)
    return RawName(info.orig_filename.encode("utf-8" if utf8 else "cp437"), utf8, info.extra)


def _is_folder(info: zipfile.ZipInfo, name: str) -> bool:
    return name.endswith(("/", "\\")) or (info.create_system == UNIX and stat.S_ISDIR(info.external_attr >> 16))


def _is_special(info: zipfile.ZipInfo) -> bool:
    """Tell a symbolic link, a pipe or a device; many programs write no type at all, which is a file."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    return info.create_system == UNIX and kind not in (0, stat.S_IFREG, stat.S_IFDIR)


def _overlapping(infos: list[zipfile.ZipInfo]) -> frozenset[int]:
    """Return the offsets of members whose data another member's data runs into."""
    spans = sorted((info.header_offset, info.header_offset + 30 + info.compress_size) for info in infos)
    found = set()
    reach, owner = -1, -1
    for start, end in spans:
        if start < reach:
            found |= {owner, start}
        if end > reach:
            reach, owner = end, start
    return frozenset(found)
