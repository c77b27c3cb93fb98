r"""Report types to bytes: UTF-8, Han characters as they are, two spaces of indent, a line end at the end.

A character that could steer a terminal, turn the direction of what follows it, or end a line where it should not, is
written as ``\uXXXX``: a program reads it as it was, and who looks at the file sees that it is there.
"""

import json
import re
from typing import Literal

import msgspec
from msgspec import Struct

Version = Literal[1]
GAP = b"\0"  # never stands in JSON, which writes it out
# in UTF-8: U+007F-009F, U+061C, U+200E, U+200F, U+2028-202E, U+2066-2069, U+FEFF, U+FFFE, U+FFFF; in JSON all of them
# stand within strings
_STEERING = re.compile(
    rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2(?:\x80[\x8e\x8f\xa8-\xae]|\x81[\xa6-\xa9])|\xef(?:\xbf[\xbe\xbf]|\xbb\xbf)"
)


def to_json(report: Struct) -> bytes:
    """Return a report as JSON. A lone surrogate, which UTF-8 cannot carry, is written as ``\\udXXX``."""  # noqa: D301  what is printed
    try:
        return _seen(msgspec.json.format(msgspec.json.encode(report), indent=2)) + b"\n"
    except UnicodeEncodeError:
        text = json.dumps(msgspec.to_builtins(report), ensure_ascii=False, indent=2)
        return _seen(text.encode("utf-8", "backslashreplace")) + b"\n"


def to_line(report: Struct) -> bytes:
    """Return a report as one line of JSON with its line end."""
    try:
        return _seen(msgspec.json.encode(report)) + b"\n"
    except UnicodeEncodeError:
        text = json.dumps(msgspec.to_builtins(report), ensure_ascii=False, separators=(",", ":"))
        return _seen(text.encode("utf-8", "backslashreplace")) + b"\n"


def part_of_line(report: object) -> bytes:
    """Return a piece of a report as it stands in a line. Raises UnicodeEncodeError for a lone surrogate."""
    return _seen(msgspec.json.encode(report))


def around(report: Struct, part: bytes) -> tuple[bytes, bytes, bytes]:
    """Return a report as one line with its line end, in three: ``part`` stands where it holds ``GAP``.

    The part is most of the line: it is neither looked at again nor copied.
    """
    before, _, after = to_line(report).partition(GAP)
    return before, part, after


def _seen(text: bytes) -> bytes:
    r"""Return JSON with every character in it that steers written out.

    >>> _seen('"合同\u202efdp"'.encode()).decode()
    '"合同\\u202efdp"'
    """
    return _STEERING.sub(_written_out, text)


def _written_out(found: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(found[0].decode("utf-8"))
