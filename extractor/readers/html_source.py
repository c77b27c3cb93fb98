"""The bytes of a web page as text: its encoding, and the page inside a page saved as one file (MHTML)."""

import codecs
import email
import email.errors
import email.policy
import re
from email.message import Message

_DECLARED = re.compile(
    rb"<(?:meta\b[^>]{0,200}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE
)
_CHINESE = frozenset(("gb2312", "gbk", "gb18030", "x-gbk", "cp936", "gb_2312-80", "chinese", "csgb2312"))
_MULTIPART = re.compile(rb"^content-type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_NO_CHARSETS = ("utf-16", "utf-32", "idna", "punycode", "unicode", "raw-unicode", "undefined", "mbcs", "oem")
_CERTAIN = 12  # bytes beyond ASCII that are no UTF-8 by chance
_MOST_PARTS = 5_000


def page_text(data: bytes, charset: str | None = None) -> tuple[str, bool]:
    """Return the text of a page and whether every byte was understood.

    By BOM, else by the declared charset (GB 18030 for all its forerunners), else UTF-8, else GB 18030. A page that
    says GB 2312 and is UTF-8 throughout is UTF-8: converters leave the old declaration standing.
    """
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(bom):
            text = data.decode(encoding, "replace")
            return text, "\ufffd" not in text
    match = _DECLARED.search(data[:8192])
    declared = _codec(match.group(1).decode("ascii") if match else charset)
    order = ["utf-8", "gb18030"]
    if declared is not None and declared not in order:
        order.insert(0, declared)
    elif declared == "gb18030" and len(re.findall(rb"[\x80-\xff]", data[:4096])) < _CERTAIN:
        order.reverse()
    for encoding in order:
        try:
            return data.decode(encoding), True
        except UnicodeDecodeError:
            continue
    return data.decode(declared or "gb18030", "replace"), False


def _codec(name: str | None) -> str | None:
    """Return Python's name of a declared charset, None where it knows none for text."""
    if not name:
        return None
    if name.lower() in _CHINESE:
        return "gb18030"
    try:
        b"a".decode(name, "ignore")  # tells that a codec is none of text
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    # a page whose declaration can be read as ASCII is not UTF-16, whatever it says
    return None if known.startswith(_NO_CHARSETS) else known


def is_multipart(data: bytes) -> bool:
    """Tell whether the bytes are a page saved as one file with its pictures."""
    return not data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and bool(_MULTIPART.search(data[:4096]))


def multipart_page(data: bytes) -> tuple[bytes, str | None, int] | None:
    """Return the first HTML part of an MHTML file, its charset and the number of pictures; None without one."""
    try:
        message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"), policy=email.policy.compat32)
        parts = _leaves(message)
        page = next((part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")), None)
        if page is None:
            return None
        content = page.get_payload(decode=True)
        charset = page.get_param("charset")
    except (email.errors.MessageError, RecursionError, ValueError, LookupError, AssertionError, IndexError):
        return None
    pictures = sum(1 for part in parts if part.get_content_maintype() == "image")
    return (content if isinstance(content, bytes) else b""), charset if isinstance(charset, str) else None, pictures


def _leaves(message: Message) -> list[Message]:
    """Return the parts that hold content, in order."""
    found: list[Message] = []
    queue: list[Message] = [message]
    while queue and len(found) < _MOST_PARTS:
        part = queue.pop(0)
        payload = part.get_payload()
        if isinstance(payload, list):
            queue[:0] = [child for child in payload if isinstance(child, Message)]
        else:
            found.append(part)
    return found
