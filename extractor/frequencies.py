"""The segmenter's dictionary, in a form that is there at once: half a million words, of which a document asks for few.

jieba reads its dictionary in a second, and what it keeps of it in half of one, into a hundred megabytes. Here the same
frequencies stand in one file by the hash of the word; a word is looked for in the bytes when it is first asked for.
"""

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

_MAGIC = b"words 1 "
_BUCKETS = 1 << 17
_HEAD = len(_MAGIC) + 4 + 4 + 8  # magic, checksum of all that follows it, byte order, sum of all frequencies
_INDEX = 4 * (_BUCKETS + 1)
_MOST = 400_000  # words remembered; a process that reads for days begins anew
ABSENT = -1


class Frequencies(dict[str, int]):
    """How frequent words are: 0 for what only begins words, ``ABSENT`` for what is neither. Read-only to its users."""

    def __init__(self, table: bytes) -> None:
        super().__init__()
        self._table = table
        self._index = memoryview(table)[_HEAD : _HEAD + _INDEX].cast("I")

    def __missing__(self, word: str) -> int:
        """Look a word up and remember what was found."""
        key = word.encode("utf-8", "surrogatepass")
        slot = crc32(key) % _BUCKETS
        bucket = self._table[self._index[slot] : self._index[slot + 1]]
        at = bucket.find(b"\n%b\t" % key)
        value = ABSENT
        if at >= 0 and "\n" not in word and "\t" not in word:
            at += len(key) + 2
            value = int(bucket[at : bucket.index(b"\n", at)])
        if len(self) >= _MOST:
            self.clear()
        self[word] = value
        return value

    def get(self, word: str, default: Any = None) -> Any:  # as jieba asks for it
        """Return the frequency of a word, ``default`` where it is none and begins none."""
        value = self[word]
        return default if value < 0 else value

    def __contains__(self, word: object) -> bool:
        """Tell whether a text is a word or begins one."""
        return isinstance(word, str) and self[word] >= 0


def table_of(frequencies: dict[str, int], total: int) -> bytes:
    """Return the table of a dictionary, ``total`` the sum of its frequencies. No word of it holds tabs or line ends."""
    buckets: list[list[bytes]] = [[] for _ in range(_BUCKETS)]
    for word, count in frequencies.items():
        key = word.encode("utf-8", "surrogatepass")
        buckets[crc32(key) % _BUCKETS].append(b"%b\t%d\n" % (key, count))
    at = _HEAD + _INDEX
    index = [at]
    parts = []
    for words in buckets:
        parts.append(b"\n" + b"".join(words) if words else b"")
        at += len(parts[-1])
        index.append(at)
    order = sys.byteorder.encode()[:4]
    body = order + total.to_bytes(8, "big") + b"".join(n.to_bytes(4, sys.byteorder) for n in index) + b"".join(parts)
    return _MAGIC + crc32(body).to_bytes(4, "big") + body


def total_of(table: bytes) -> int | None:
    """Return the sum of all frequencies of a table; None where the bytes are no whole table of this machine."""
    start = len(_MAGIC) + 4
    if len(table) < _HEAD + _INDEX or not table.startswith(_MAGIC):
        return None
    if crc32(memoryview(table)[start:]) != int.from_bytes(table[len(_MAGIC) : start], "big"):
        return None
    if table[start : start + 4] != sys.byteorder.encode()[:4]:
        return None
    return int.from_bytes(table[start + 4 : _HEAD], "big")


def keep(table: bytes, path: Path) -> None:
    """Write a table beside its place and move it there; nothing where that cannot be done."""
    with suppress(OSError):
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(table)
            Path(beside).replace(path)
        except OSError:
            Path(beside).unlink(missing_ok=True)
