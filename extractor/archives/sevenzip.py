"""7z by py7zr: sizes checked before anything is unpacked, checksums checked here, one bad block costs only itself."""

import zlib
from pathlib import Path
from typing import Any

from msgspec import Struct
from py7zr import SevenZipFile, WriterFactory
from py7zr.exceptions import PasswordRequired, UnsupportedCompressionMethodError
from py7zr.io import Py7zIO

from extractor.archives.contents import Problem
from extractor.archives.gathering import BROKEN, LOCKED, Gathering
from extractor.archives.store import Refused, Store, Writer

LOCKED_WHOLE = Problem("encrypted", "压缩包已加密（需要密码），无法打开；请提交未加密的版本。")
BROKEN_WHOLE = Problem("corrupt", "压缩包不完整或已损坏，无法打开；请重新压缩后提交（分卷压缩的请先合并）。")
UNKNOWN_METHOD = Problem("unsupported-format", "压缩包使用了不支持的压缩方式；请用普通方式重新压缩。")
TRIES = 12  # blocks that may fail before the rest of the archive is given up


class _Wanted(Struct, frozen=True):
    """A member to unpack: its path, size, checksum and the block its data stand in."""

    path: str
    size: int
    checksum: int | None
    block: int


class _Kept(Struct, frozen=True):
    size: int
    sha256: str


class _Member(Py7zIO):
    """Takes the bytes of one member; told by the library when they are complete."""

    def __init__(self, index: int, sink: "_Sink") -> None:
        self._index = index
        self._sink = sink
        self._checksum = 0
        self.writer: Writer = sink.store.writer(None)

    def write(self, s: bytes | bytearray) -> int:
        """Take the next bytes."""
        data = bytes(s)
        self._checksum = zlib.crc32(data, self._checksum)
        self.writer.write(data)
        return len(data)

    def close(self) -> None:
        """Keep the member where its checksum is right."""
        self._sink.current = None
        wanted = self._sink.wanted[self._index]
        if wanted.checksum not in (None, self._checksum):
            self.writer.drop()
        else:
            self._sink.kept[self._index] = _Kept(self.writer.size, self.writer.finish())

    def read(self, size: int | None = None) -> bytes:  # noqa: ARG002  the library's interface
        """Return nothing: what was written is not read back."""
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002  the library's interface
        """Stay at the start, the only place the library asks for."""
        return 0

    def flush(self) -> None:
        """Do nothing: finishing the writer does it."""

    def size(self) -> int:
        """Return how many bytes were written."""
        return self.writer.size


class _Sink(WriterFactory):
    """Gives the library a place for each member; members are named by their number in the archive."""

    def __init__(self, store: Store, wanted: dict[int, _Wanted]) -> None:
        self.store = store
        self.wanted = wanted
        self.kept: dict[int, _Kept] = {}
        self.current: tuple[int, _Member] | None = None

    def interrupted(self, left: dict[int, _Wanted]) -> list[int]:
        """Drop what was being written and return the members of ``left`` that cannot be had for it.

        Those are all in the same block that are not complete: data behind a break cannot be unpacked.
        """
        if self.current is None:
            at = next(iter(left))  # the block did not even start
        else:
            at, member = self.current
            member.writer.drop()
            self.current = None
        block = self.wanted[at].block
        return [index for index, one in left.items() if one.block == block and index not in self.kept]

    def create(self, filename: str) -> Py7zIO:
        """Return where the member of this number is written."""
        index = int(filename)
        member = _Member(index, self)
        self.current = (index, member)
        return member


def open_7z(file: Path, gathering: Gathering) -> None:
    """Read the members of a 7z into ``gathering``."""
    try:
        # from an open stream: by a path the library would start threads of its own
        with file.open("rb") as stream, SevenZipFile(stream, "r") as archive:
            wanted = _plan(archive, gathering, file.stat().st_size)
    except PasswordRequired:
        gathering.fail(LOCKED_WHOLE)
    except UnsupportedCompressionMethodError:
        gathering.fail(UNKNOWN_METHOD)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  a hostile header makes the library raise anything
        gathering.fail(BROKEN_WHOLE)
    else:
        _unpack_all(file, wanted, gathering)


def _plan(archive: SevenZipFile, gathering: Gathering, packed: int) -> dict[int, _Wanted]:
    """Return the members to unpack by their number in the archive; what is not unpacked is told."""
    store = gathering.store
    infos: list[Any] = list(archive.files)
    locked = archive.needs_password()
    bomb = store.is_bomb(sum(info.uncompressed for info in infos), packed)
    wanted: dict[int, _Wanted] = {}
    blocks: dict[int, int] = {}
    planned = 0
    for index, info in enumerate(infos):
        if info.is_directory:
            continue
        if info.is_symlink or info.is_junction or info.is_socket:
            gathering.link()
            continue
        path = gathering.admit(info.filename)
        if path is None:
            continue
        size = info.uncompressed
        if info.emptystream:
            gathering.keep(path, 0, None, (), lambda _: BROKEN)
        elif locked:
            gathering.tell(path, size, LOCKED)
        elif bomb:
            gathering.leave_out(store.bomb())
        else:
            try:
                store.check(size, None, planned)
            except Refused as refused:
                gathering.refuse(path, size, refused)
                continue
            planned += size
            wanted[index] = _Wanted(path, size, info.crc32, blocks.setdefault(id(info.folder), len(blocks)))
    return wanted


def _unpack_all(file: Path, wanted: dict[int, _Wanted], gathering: Gathering) -> None:
    """Unpack what is wanted; where a block of data is broken, go on behind it."""
    sink = _Sink(gathering.store, wanted)
    problems: dict[int, Problem] = {}
    left = dict(wanted)
    for _ in range(TRIES):
        if not left:
            break
        problem = _unpack(file, left, sink)
        if problem is not None:
            lost = sink.interrupted(left)
            problems |= dict.fromkeys(lost, problem)
        else:
            problems |= dict.fromkeys(left.keys() - sink.kept.keys(), BROKEN)
        left = {index: one for index, one in left.items() if index not in sink.kept and index not in problems}
    for index, one in wanted.items():
        kept = sink.kept.get(index)
        if kept is not None:
            gathering.kept(one.path, kept.size, kept.sha256)
        else:
            gathering.tell(one.path, one.size, problems.get(index, BROKEN))


def _unpack(file: Path, wanted: dict[int, _Wanted], sink: "_Sink") -> Problem | None:
    """Unpack ``wanted`` into ``sink``; returns what stopped it, None where it came to its end."""
    try:
        with file.open("rb") as stream, SevenZipFile(stream, "r") as archive:
            for index, info in enumerate(archive.files.files_list):
                # a number is a name that needs no cleaning and meets no other; a wrong checksum must cost one member
                info["filename"] = str(index)
                info.pop("digest", None)
            archive.extract(targets={str(index) for index in wanted}, factory=sink)
    except Refused as refused:
        return refused.problem
    except UnsupportedCompressionMethodError:
        return UNKNOWN_METHOD
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  hostile data make the library raise anything
        return BROKEN
    return None
