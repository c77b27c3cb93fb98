"""Compound files, the container of .doc .xls .et .wps: the names at their root, one stream, the reach of BIFF sheets.

Only what it takes to tell such files apart and to open them safely ([MS-CFB], [MS-XLS]); no content is read here.
"""

import struct

from msgspec import Struct

_FREE, _LAST_REAL = 0xFFFFFFFF, 0xFFFFFFFA
_ENTRY = 128
_BOF, _FILEPASS, _MULTIPLE_RK = 0x0809, 0x002F, 0x00BD
_CELLS = frozenset((0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E))


class _Entry(Struct, frozen=True):
    name: str
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """A compound file. Raises ValueError where the bytes are none or its directory is damaged."""

    def __init__(self, data: bytes) -> None:
        try:
            self._open(data)
        except struct.error as error:
            raise ValueError("compound file cut off") from error

    def _open(self, data: bytes) -> None:
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError("no compound file")
        self._data = data
        self._sector = 1 << shift
        self._fat: list[int] = []
        first_directory, _, cutoff, first_mini, _, first_difat, _ = struct.unpack_from("<7I", data, 48)
        self._cutoff = cutoff
        tables = list(struct.unpack_from("<109I", data, 76))
        seen: set[int] = set()
        while first_difat < _LAST_REAL and first_difat not in seen:
            seen.add(first_difat)
            words = struct.unpack_from(f"<{self._sector // 4}I", data, (first_difat + 1) * self._sector)
            tables += words[:-1]
            first_difat = words[-1]
        for sector in tables:
            at = (sector + 1) * self._sector
            if sector < _LAST_REAL and at + self._sector <= len(data):
                self._fat += struct.unpack_from(f"<{self._sector // 4}I", data, at)
        self._entries = self._directory(self._chain(first_directory))
        if not self._entries:
            raise ValueError("no directory")
        self._mini_fat = self._words(self._chain(first_mini))
        self._root = self._children()

    def _chain(self, start: int, size: int | None = None) -> bytes:
        """Return the bytes of a chain of sectors, up to ``size``; ends where the chain leaves the file."""
        parts = []
        left = len(self._data) if size is None else size
        most = len(self._fat)
        while start < len(self._fat) and left > 0 and most > 0:
            at = (start + 1) * self._sector
            parts.append(self._data[at : at + min(self._sector, left)])
            left -= self._sector
            most -= 1
            start = self._fat[start]
        return b"".join(parts)

    @staticmethod
    def _words(data: bytes) -> tuple[int, ...]:
        return struct.unpack_from(f"<{len(data) // 4}I", data)

    @staticmethod
    def _directory(data: bytes) -> list[_Entry]:
        entries = []
        for at in range(0, len(data) - _ENTRY + 1, _ENTRY):
            length = min(struct.unpack_from("<H", data, at + 64)[0], 64)
            name = data[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
            left, right, child = struct.unpack_from("<3I", data, at + 68)
            start, size = struct.unpack_from("<II", data, at + 116)
            entries.append(_Entry(name, left, right, child, start, size))
        return entries

    def _children(self) -> dict[str, _Entry]:
        found: dict[str, _Entry] = {}
        queue = [self._entries[0].child]
        seen = set()
        while queue:
            number = queue.pop()
            if number in seen or number >= len(self._entries):
                continue
            seen.add(number)
            entry = self._entries[number]
            found[entry.name] = entry
            queue += (entry.left, entry.right)
        return found

    @property
    def names(self) -> frozenset[str]:
        """Return the names of the streams and storages at the root."""
        return frozenset(self._root)

    def stream(self, name: str) -> bytes | None:
        """Return the bytes of a stream at the root, None where there is none; what is cut off is missing."""
        entry = self._root.get(name)
        if entry is None:
            return None
        if entry.size >= self._cutoff:
            return self._chain(entry.start, entry.size)
        mini = self._chain(self._entries[0].start)
        parts: list[bytes] = []
        sector, left = entry.start, entry.size
        while sector < len(self._mini_fat) and left > 0 and len(parts) <= len(self._mini_fat):
            parts.append(mini[sector * 64 : sector * 64 + min(64, left)])
            left -= 64
            sector = self._mini_fat[sector]
        return b"".join(parts)


class BiffScan(Struct, frozen=True):
    """What the records of an .xls tell: whether it is locked, and the cells its sheets span, the largest and all."""

    encrypted: bool
    largest: int
    total: int


def scan_biff(data: bytes) -> BiffScan | None:
    """Return what the workbook stream of a compound file tells, None where there is none to be read."""
    try:
        compound = Compound(data)
    except ValueError:
        return None
    stream = compound.stream("Workbook") or compound.stream("Book")
    if stream is None:
        return None
    spans: list[int] = []
    rows = columns = at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        at += 4
        if kind == _FILEPASS:
            return BiffScan(encrypted=True, largest=0, total=0)
        if kind == _BOF:
            spans.append(rows * columns)
            rows = columns = 0
        elif kind in _CELLS and size >= 4 and at + size <= len(stream):
            row, column = struct.unpack_from("<HH", stream, at)
            if kind == _MULTIPLE_RK:
                column = struct.unpack_from("<H", stream, at + size - 2)[0]
            rows = max(rows, row + 1)
            columns = max(columns, column + 1)
        at += size
    spans.append(rows * columns)
    return BiffScan(encrypted=False, largest=max(spans), total=sum(spans))
