"""Word files of the old formats (.doc, .wps, .rtf): by LibreOffice as .docx where it is there, else by our own means.

What LibreOffice makes of a file is believed only where it agrees with what we read in it ourselves: it has turned
noise into thousands of characters without a word of complaint.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec.structs import replace

from extractor.document import Document, Format, Notice, Place, Unread
from extractor.readers import docx, unreadable
from extractor.readers.legacy_doc import read_doc
from extractor.readers.legacy_own import OwnReading, texts
from extractor.readers.legacy_rtf import read_rtf
from extractor.readers.legacy_soffice import Conversion, LegacyFile, convert, convert_many
from extractor.readers.source import Limits, Source, sniff

_CONVERTED = "文件由LibreOffice转换为.docx后读取，位置（第几段、第几个表）按转换后的文件计。"
_LOST = "已改用内置方式读取正文和表格；页眉页脚、批注和自动编号没有读"
_INSTALL = "请安装LibreOffice后重新检查，或用Word、WPS另存为.docx后提交。"
_RESUBMIT = "请用Word或WPS重新打开并另存为.docx后提交。"
_GARBLED = f"文件的文字无法识别，多为乱码；{_RESUBMIT}"
_TITLES: dict[Format, str] = {"doc": "旧版Word（.doc）文件", "wps": "WPS文字（.wps）文件", "rtf": "RTF文件"}
_LEAST_KEPT = 0.5  # of the characters we read ourselves: less, and what was converted is another text
_WHOLE = 0.9  # less, though nothing was left out on purpose, and something is missing
_LEAST_KNOWN = 0.75  # of all characters: those of Chinese standard sets
_FEW = 20  # characters; too few to compare or to call garbled

_ahead: dict[tuple[str, Format], Conversion] = {}


def read(source: Source, limits: Limits) -> Document:
    """Read a .doc, .wps or .rtf file. Places are those of the converted file, or of our own count where that failed.

    The Document keeps the name, hash, size and format of the original. Never raises for a bad file.
    """
    fmt = sniff(source).format
    own = _own(source, fmt, limits)
    if own.refused is not None and own.final:
        return unreadable(source, fmt, *own.refused)
    if own.trap:
        return _fallback(source, fmt, own, Conversion(None, "corrupt", own.trap))
    conversion = _ahead.pop((source.sha256, fmt), None) or convert(LegacyFile(source.data, fmt))
    return read_converted(source, fmt, own, conversion, limits)


def convert_ahead(sources: Iterable[Source]) -> int:
    """Convert many files in one run of LibreOffice; each is kept until ``read`` is called for it in this process.

    Files that are no legacy Word file, or locked, are passed over. Returns how many were handed to LibreOffice.
    """
    wanted = {}
    for source in sources:
        fmt = sniff(source).format
        if fmt not in _TITLES:
            continue
        own = _own(source, fmt, Limits())
        if not own.final and not own.trap:
            wanted[source.sha256, fmt] = LegacyFile(source.data, fmt)
    _ahead.update(zip(wanted, convert_many(list(wanted.values())), strict=True))
    return len(wanted)


def forget_ahead() -> None:
    """Drop what ``convert_ahead`` has kept and nobody read."""
    _ahead.clear()


def read_converted(source: Source, fmt: Format, own: OwnReading, conversion: Conversion, limits: Limits) -> Document:
    """Return the Document of a file from its conversion where that can be believed, else from our own reading."""
    if conversion.docx is None:
        return _fallback(source, fmt, own, conversion)
    document = docx.read(Source(source.path, conversion.docx), limits)
    kept = _kept(texts(own.blocks), texts(document.blocks))
    if not document.blocks and not own.blocks:
        if own.refused is not None and own.refused[0] == "corrupt":  # what LibreOffice takes for an empty file
            return unreadable(source, fmt, *own.refused)
        unread = document.unread or own.unread
        return replace(_framed(source, fmt, document), unread=unread, status="unreadable")
    if kept < _LEAST_KEPT:
        return _fallback(source, fmt, own, Conversion(None, "corrupt", "LibreOffice转换后的文字与原文件不符"))
    if _is_garbled(texts(document.blocks)):
        return unreadable(source, fmt, "garbled-text", _GARBLED)
    unread = document.unread + tuple(item for item in own.unread if item.reason == "corrupt")
    changed = own.left_out or any(notice.code in ("tracked-changes", "hidden-text") for notice in document.notices)
    if kept < _WHOLE and not changed:
        message = f"LibreOffice转换后的文字比原文件少，部分内容可能没有读；{_RESUBMIT}"
        unread = (*unread, Unread(Place(), "corrupt", message))
    status = "unreadable" if document.status == "unreadable" else "partial" if unread else "read"
    notices = (Notice("other", _CONVERTED), *document.notices)
    return replace(_framed(source, fmt, document), status=status, unread=unread, notices=notices)


def _framed(source: Source, fmt: Format, document: Document) -> Document:
    """Return ``document`` as that of the original file."""
    return replace(document, path=source.path, sha256=source.sha256, bytes=len(source.data), format=fmt)


def _own(source: Source, fmt: Format, limits: Limits) -> OwnReading:
    return read_rtf(source, limits) if fmt == "rtf" else read_doc(source, limits)


def _fallback(source: Source, fmt: Format, own: OwnReading, conversion: Conversion) -> Document:
    """Return what we read ourselves, never as whole: why LibreOffice did not, and what is missing for it."""
    if own.refused is not None:
        reason, message = own.refused
        if conversion.reason == "needs-tool" and reason == "unsupported-format":
            message = f"{message.rstrip('。')}，或安装LibreOffice后重新检查。"
        return unreadable(source, fmt, reason, message)
    if _is_garbled(texts(own.blocks)):
        return unreadable(source, fmt, "garbled-text", _GARBLED)
    if not own.blocks:
        message = f"{_TITLES[fmt]}里没有读到文字（{conversion.message}）；{_INSTALL}"
        reason = "empty" if conversion.reason == "needs-tool" else conversion.reason
        if own.unread and reason == "empty":  # what stopped us may stand before all of the text
            reason = "needs-tool"
        empty = Unread(Place(), reason, message)
        return replace(unreadable(source, fmt, empty.reason, message), unread=(empty, *own.unread), notices=own.notices)
    advice = _INSTALL if conversion.reason == "needs-tool" else _RESUBMIT
    told = Unread(Place(), conversion.reason, f"{_TITLES[fmt]}：{conversion.message}，{_LOST}；{advice}")
    return Document(
        path=source.path,
        sha256=source.sha256,
        bytes=len(source.data),
        format=fmt,
        status="partial",
        blocks=own.blocks,
        unread=(told, *own.unread),
        notices=own.notices,
    )


_SPACE = re.compile(r"[\s\u00a0\u3000]+")


def _kept(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """Return the share of the pairs of neighbouring characters we read that the converted text has too, 0 to 1.

    Text too short to compare counts as kept.
    """
    wanted, found = _pairs(ours), _pairs(theirs)
    total = wanted.total()
    return (wanted & found).total() / total if total >= _FEW else 1.0


def _pairs(texts_of: Sequence[str]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for text in texts_of:
        bare = _SPACE.sub("", text)
        counted.update(first + second for first, second in pairwise(bare))
    return counted


def _is_garbled(found: Sequence[str]) -> bool:
    """Tell whether a text is noise: too many of its characters stand in no character set that Chinese is written in."""
    counted = Counter(_SPACE.sub("", "".join(found)))
    total = counted.total()
    return total >= _FEW and sum(n for c, n in counted.items() if _is_known(c)) < _LEAST_KNOWN * total


def _is_known(character: str) -> bool:
    if character < "\x20":
        return False
    for charset in ("gb2312", "big5"):
        try:
            character.encode(charset)
        except UnicodeEncodeError:
            continue
        return True
    return character in "—–·•“”‘’…¥€￥㎡☐☑☒✓✗√□■◆●○➢▪"
