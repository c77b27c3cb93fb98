r"""The bytes of a report without the white space between its tokens: what two reports that say the same have equal.

Two files may say the same and differ in a character (88.2 and 88.20, / and \/): this program writes in one way only.
"""

import re

from msgspec import Struct

from review.encode import to_line

_BETWEEN = re.compile(rb'("(?:[^"\\]|\\.)*+")|[ \t\r\n]++', re.DOTALL)
_LONE = re.compile(rb"(\\[^u])|\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


def compact(data: bytes) -> bytes:
    r"""Return JSON without the white space that says nothing.

    >>> compact(b'{"a b": [1,\n 2]}')
    b'{"a b":[1,2]}'
    """
    return _BETWEEN.sub(rb"\1", data)


def line_of(entry: Struct) -> bytes:
    """Return an entry as this program writes it, without white space between its tokens."""
    return to_line(entry).removesuffix(b"\n")


def same(data: bytes, entry: Struct) -> bool:
    """Tell whether compact JSON is an entry as this program writes it; half characters are those that were read."""
    told = line_of(entry)
    return data == told or (rb"\ud" in data.lower() and _whole(data) == _whole(told))


def _whole(data: bytes) -> bytes:
    """Return JSON with U+FFFD for each half of a character, which the fast decoder cannot carry."""
    return _LONE.sub(lambda found: found[1] or "\ufffd".encode(), data)
