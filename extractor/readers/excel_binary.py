"""Binary sheets (.xlsb): only what is needed to open them safely and to place merged cells.

A part is a row of records: a type and a length, both written in 7-bit groups, then the data ([MS-XLSB] 2.1.4).
"""

import struct
from collections.abc import Iterator

from msgspec import Struct

Range = tuple[tuple[int, int], tuple[int, int]]

_ROW, _SHEET, _MERGE = 0, 156, 176
_CELLS = frozenset((*range(2, 12), 62))  # every cell record but the blank one
_WIDEST, _DEEPEST = 16_384, 1_048_576


class BinaryScan(Struct, frozen=True):
    """How far the cells of a binary sheet reach (rows and columns, from 1), how many there are, what is merged.

    ``merges`` are (first, last) positions counted from 0, as the library gives them for other formats.
    """

    rows: int
    columns: int
    cells: int
    merges: tuple[Range, ...]


def records(data: bytes) -> Iterator[tuple[int, memoryview]]:
    """Yield type and data of each record; ends where the bytes end or make no sense."""
    view = memoryview(data)
    at, end = 0, len(data)
    while at < end:
        kind = view[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = (kind & 0x7F) | (view[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < end:
            byte = view[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift >= 28:
                break
        if at + size > end:
            return
        yield kind, view[at : at + size]
        at += size


def scan_binary(data: bytes, most: int) -> BinaryScan:
    """Return the extent of a binary sheet; stops counting above ``most`` cells."""
    row = rows = columns = cells = 0
    merges: list[Range] = []
    for kind, body in records(data):
        if kind == _ROW and len(body) >= 4:
            row = min(int(struct.unpack_from("<I", body)[0]), _DEEPEST)
        elif kind in _CELLS and len(body) >= 4:
            cells += 1
            rows = max(rows, row + 1)
            columns = max(columns, min(int(struct.unpack_from("<I", body)[0]), _WIDEST) + 1)
            if cells > most:
                break
        elif kind == _MERGE and len(body) >= 16:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            merges.append(((top, left), (bottom, right)))
    return BinaryScan(rows, columns, cells, tuple(merges))


def bundle_sheets(data: bytes) -> list[tuple[str, str]]:
    """Return (name, relationship id) of each sheet of ``xl/workbook.bin``, in order."""
    found = []
    for kind, body in records(data):
        if kind == _SHEET:
            relationship, at = _string(body, 8)
            name, _ = _string(body, at)
            found.append((name, relationship))
    return found


def _string(body: memoryview, at: int) -> tuple[str, int]:
    if at + 4 > len(body):
        return "", len(body)
    length = struct.unpack_from("<I", body, at)[0]
    end = at + 4 + 2 * length
    return bytes(body[at + 4 : end]).decode("utf-16-le", "replace"), min(end, len(body))
