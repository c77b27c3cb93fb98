"""One reader per format, one registry.

A reader is a function ``read(source, limits) -> Document``. It never raises for a bad file: what it could not read is
in ``Document.unread`` with a reason. To add a format: one module here with such a function, one line in ``READERS``.
"""

import importlib
from collections.abc import Callable

from extractor.document import Document, Format, Place, Unread, UnreadReason
from extractor.readers.source import Limits, Source, sniff

Reader = Callable[[Source, Limits], Document]

# format -> "module:function"; imported when first needed, so that the command line starts at once
READERS: dict[Format, str] = {
    "csv": "extractor.readers.delimited:read",
    "doc": "extractor.readers.legacy:read",
    "docx": "extractor.readers.docx:read",
    "et": "extractor.readers.excel:read",
    "html": "extractor.readers.html:read",
    "image": "extractor.readers.image:read",
    "ofd": "extractor.readers.ofd:read",
    "pdf": "extractor.readers.pdf:read",
    "rtf": "extractor.readers.legacy:read",
    "txt": "extractor.readers.plain:read",
    "md": "extractor.readers.plain:read",
    "wps": "extractor.readers.legacy:read",
    "xls": "extractor.readers.excel:read",
    "xlsb": "extractor.readers.excel:read",
    "xlsx": "extractor.readers.excel:read",
}

UNSUPPORTED = {
    "archive": (
        "压缩包不是单份文件，这里没有打开；请解压，或用 shenyue check 检查整个压缩包（扩展名须为.zip、.7z或.rar）。"
    ),
}


def read(source: Source, limits: Limits | None = None) -> Document:
    """Read one file by its true type. A file of no supported format is an unreadable Document, never an exception."""
    limits = limits or Limits()
    if not source.data:
        return unreadable(source, "unknown", "empty", "文件是空的（0字节），请重新提交。")
    found = sniff(source)
    if found.problem is not None:
        return unreadable(source, found.format, found.problem, found.message)
    name = READERS.get(found.format)
    if name is None:
        hint = UNSUPPORTED.get(found.format, "无法识别的文件类型；请提供Word（.docx）、PDF、Excel（.xlsx）或文本文件。")
        return unreadable(source, found.format, "unsupported-format", hint)
    module, function = name.split(":")
    reader: Reader = getattr(importlib.import_module(module), function)
    return reader(source, limits)


def unreadable(source: Source, fmt: Format, reason: UnreadReason, message: str) -> Document:
    """Return the Document of a file of which nothing could be read."""
    return Document(
        path=source.path,
        sha256=source.sha256,
        bytes=len(source.data),
        format=fmt,
        status="unreadable",
        unread=(Unread(Place(), reason, message),),
    )
