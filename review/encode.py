"""Report types to bytes: UTF-8, Han characters as they are, two spaces of indent, a line end at the end."""

import json
from typing import Literal

import msgspec
from msgspec import Struct

Version = Literal[1]


def to_json(report: Struct) -> bytes:
    """Return a report as JSON. A lone surrogate, which UTF-8 cannot carry, is written as ``\\udXXX``."""  # noqa: D301  what is printed
    try:
        return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"
    except UnicodeEncodeError:
        text = json.dumps(msgspec.to_builtins(report), ensure_ascii=False, indent=2)
        return text.encode("utf-8", "backslashreplace") + b"\n"


def to_line(report: Struct) -> bytes:
    """Return a report as one line of JSON with its line end."""
    try:
        return msgspec.json.encode(report) + b"\n"
    except UnicodeEncodeError:
        text = json.dumps(msgspec.to_builtins(report), ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "backslashreplace") + b"\n"
