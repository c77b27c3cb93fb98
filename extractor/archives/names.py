r"""The names of members: in which characters they are written, and a clean path that leads nowhere else."""

import re
import struct
import unicodedata
import zlib
from pathlib import PurePosixPath

from msgspec import Struct

_UNICODE_PATH = 0x7075
_DRIVE = re.compile(r"^[A-Za-z]:")
_LONGEST_PART = 240  # characters; a longer name fits no file system


class RawName(Struct, frozen=True):
    """A name as a zip holds it: its bytes, whether they are said to be UTF-8, and the extra field beside them."""

    raw: bytes
    utf8: bool
    extra: bytes = b""


def decode_names(names: list[RawName]) -> list[str]:
    """Return the names in characters.

    A name is UTF-8 where the archive says so or names it apart (Unicode Path, 0x7075), else where it is valid UTF-8
    (macOS says nothing), else GB18030. Where other names of the archive are no UTF-8, one that is valid UTF-8 by
    chance (two-byte letters that are Han characters in GB18030) is read like them.

    >>> decode_names([RawName("合同.docx".encode("gbk"), utf8=False), RawName("附件".encode(), utf8=False)])
    ['合同.docx', '附件']
    """
    other = any(_named_apart(name) is None and not name.utf8 and _utf8(name.raw) is None for name in names)
    return [_decode(name, others_are_not_utf8=other) for name in names]


def _decode(name: RawName, *, others_are_not_utf8: bool) -> str:
    text = _named_apart(name) or _utf8(name.raw)
    if text is not None and (name.utf8 or not others_are_not_utf8 or not _by_chance(text)):
        return text
    try:
        return name.raw.decode("gb18030")
    except UnicodeDecodeError:
        return text if text is not None else name.raw.decode("gb18030", "replace")


def _by_chance(text: str) -> bool:
    """Tell whether a name is made of ASCII and two-byte letters only, as Chinese in UTF-8 never is."""
    return not text.isascii() and all(ord(char) < 0x800 for char in text)


def _utf8(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _named_apart(name: RawName) -> str | None:
    """Return the name of the Unicode Path field, None where there is none or it belongs to another name."""
    extra = name.extra
    while len(extra) >= 4:
        tag, size = struct.unpack_from("<HH", extra)
        data, extra = extra[4 : 4 + size], extra[4 + size :]
        if tag == _UNICODE_PATH and len(data) > 5 and data[0] == 1:
            (checksum,) = struct.unpack_from("<I", data, 1)
            if checksum == zlib.crc32(name.raw):
                return _utf8(data[5:])
    return None


def clean_path(name: str) -> tuple[str, bool]:
    r"""Return the path of a member inside its archive, and whether its name would have led out of it.

    >>> clean_path("附件\\合同.docx")
    ('附件/合同.docx', False)
    >>> clean_path("../../etc/合同.docx")
    ('etc/合同.docx', True)
    """
    text = "".join("_" if unicodedata.category(char) in ("Cc", "Cs") else char for char in name).replace("\\", "/")
    bare = _DRIVE.sub("", text)
    parts = [part for part in bare.split("/") if part not in ("", ".", "..")]
    escapes = bare != text or bare.startswith("/") or ".." in bare.split("/")
    return "/".join(_short(part) for part in parts) or "未命名", escapes


def _short(part: str) -> str:
    if len(part) <= _LONGEST_PART:
        return part
    ending = PurePosixPath(part).suffix[:10]
    return part[: _LONGEST_PART - len(ending)] + ending


class Names:
    """Keeps the paths of one archive apart: the second of two equal ones gets a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def take(self, path: str) -> str:
        """Return ``path``, or where it is taken the next free one.

        >>> names = Names()
        >>> names.take("a/合同.docx"), names.take("a/合同.docx")
        ('a/合同.docx', 'a/合同 (2).docx')
        """
        free, number = path, self._last.get(path, 1)
        pure = PurePosixPath(path)
        while free in self._taken:
            number += 1
            free = str(pure.with_name(f"{pure.stem} ({number}){pure.suffix}"))
        self._last[path] = number
        self._taken.add(free)
        return free
