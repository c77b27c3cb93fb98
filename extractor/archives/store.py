"""Where the bytes of members go: a private folder, in files named by their hash and never by their own names."""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from extractor.archives.contents import ArchiveLimits, Problem


class Refused(Exception):  # noqa: N818  it is a verdict on a member, told as a sentence
    """A member must not be unpacked further; ``whole`` where the archive has spent all it may."""

    def __init__(self, problem: Problem, *, whole: bool = False) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.whole = whole


class Store:
    """A folder that takes members within the limits of one archive. ``kept`` counts the bytes it took."""

    def __init__(self, folder: Path, limits: ArchiveLimits) -> None:
        self.folder = folder
        self.limits = limits
        self.kept = 0

    def check(self, size: int, packed: int | None, planned: int = 0) -> None:
        """Raise Refused for a member of ``size`` bytes; ``packed`` is its size in the archive where that is known.

        ``planned`` are bytes of other members that are still to come.
        """
        limits = self.limits
        if size > limits.member_bytes:
            message = f"解压后超过{limits.member_bytes / 1e6:.0f}MB，未读取；请拆分后提交。"
            raise Refused(Problem("limit", message))
        if packed is not None and self.is_bomb(size, packed):
            raise Refused(self.bomb())
        if self.kept + planned + size > limits.total_bytes:
            message = "解压后的总量超过上限；请拆分成几个压缩包后提交。"
            raise Refused(Problem("limit", message), whole=True)

    def is_bomb(self, size: int, packed: int) -> bool:
        """Tell whether ``packed`` bytes unpack to more than documents ever do."""
        return size > self.limits.free_bytes and size > self.limits.ratio * packed

    def bomb(self) -> Problem:
        """Return what is told of a bomb."""
        message = f"解压后超过压缩数据的{self.limits.ratio}倍，疑似压缩炸弹，未读取；请重新压缩后提交。"
        return Problem("limit", message)

    def writer(self, packed: int | None) -> "Writer":
        """Return where to write one member. Raises Refused where the disk is full."""
        return Writer(self, packed)


class Writer:
    """One member on its way into the store: written in pieces, then finished or dropped."""

    def __init__(self, store: Store, packed: int | None) -> None:
        self._store = store
        self._packed = packed
        self._hash = hashlib.sha256()
        self.size = 0
        try:
            handle, name = tempfile.mkstemp(prefix="part-", dir=store.folder)
        except OSError as error:
            raise _disk_full() from error
        self._part = Path(name)
        self._stream = os.fdopen(handle, "wb")

    def write(self, data: bytes) -> None:
        """Take the next bytes. Raises Refused where they are over a limit or the disk is full."""
        self.size += len(data)
        self._store.check(self.size, self._packed)
        self._hash.update(data)
        try:
            self._stream.write(data)
        except OSError as error:
            raise _disk_full() from error

    def finish(self) -> str:
        """Keep the member and return its hash. Raises Refused where the disk is full."""
        name = self._hash.hexdigest()
        try:
            self._stream.close()
            self._part.replace(self._store.folder / name)
        except OSError as error:
            raise _disk_full() from error
        self._store.kept += self.size
        return name

    def drop(self) -> None:
        """Forget the member."""
        with contextlib.suppress(OSError):  # what could not be written is dropped anyway
            self._stream.close()
        with contextlib.suppress(OSError):  # the folder goes as a whole in the end
            self._part.unlink(missing_ok=True)


def _disk_full() -> Refused:
    return Refused(Problem("limit", "临时目录写不下解压后的文件；请清理磁盘或用TMPDIR指定别处后再试。"), whole=True)
