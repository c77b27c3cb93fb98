"""A web page by lxml: its paragraphs as a browser sets them, each with its number and the cells around it."""

import email
import email.policy
import re
from typing import Any

from msgspec import Struct

from review.verify.claims import EvidenceClaim
from review.verify.matching import CONFIRMED, Answer, compact, failed, missing, stands
from review.verify.packages import CannotOpen
from review.verify.texts import decoded

Element = Any  # an lxml element

_SET_APART = frozenset(
    (
        "h1", "h2", "h3", "h4", "h5", "h6", "address", "article", "aside", "blockquote", "body", "caption", "center",
        "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
_NOT_SHOWN = frozenset(
    (
        "applet", "audio", "canvas", "datalist", "head", "iframe", "map", "math", "noscript", "object", "script",
        "select", "style", "svg", "template", "video", "del",
    )
)  # fmt: skip
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*comment", re.IGNORECASE
)
_CHARSET = re.compile(
    rb"<(?:meta\b[^>]{0,200}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE
)
_CHINESE = ("gb", "x-gbk", "cp936", "chinese", "csgb")
Grid = tuple[int, int]  # row, column


class Paragraph(Struct, frozen=True):
    """The text of a paragraph and the cells around it, of the innermost table first."""

    text: str
    cells: tuple[Grid, ...]


class _Table:
    """The grid of a table while it is read: where the next cell goes, and the cells that reach down from above."""

    def __init__(self) -> None:
        self.row = 0
        self._column = 0
        self._down: dict[int, int] = {}
        self.cell: Grid | None = None

    def next_row(self) -> None:
        self.row += 1
        self._column = 1

    def next_cell(self, element: Element) -> None:
        if not self.row:
            self.next_row()
        while self._down.get(self._column, 0) >= self.row:
            self._column += 1
        across, down = _span(element.get("colspan"), 1), _span(element.get("rowspan"), 1)
        self.cell = self.row, self._column
        for column in range(self._column, self._column + across):
            self._down[column] = self.row + down - 1 if down else 10**9
        self._column += across


class WebPage:
    """The paragraphs of a page by number. Raises CannotOpen where lxml cannot read it."""

    def __init__(self, data: bytes) -> None:
        from lxml import etree, html  # noqa: PLC0415  only where a source is opened

        text = _page(data)
        try:
            root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise CannotOpen("另一程序无法读取这个网页。") from error
        self._paragraphs: list[Paragraph] = []
        self._tables: list[_Table] = []
        self._text: list[str] = []
        title = next(root.iter("title"), None)
        headed = any(compact("".join(map(str, heading.itertext()))) for heading in root.iter("h1"))
        named = compact((title.text if title is not None else None) or "")
        if named and not headed:
            self._paragraphs.append(Paragraph(named, ()))  # then it is the page's first heading
        self._walk(root)
        self._end()

    def answer(self, claim: EvidenceClaim) -> Answer:
        """Tell whether the quote stands in its paragraph, and that in a cell at its row and column."""
        place = claim.location
        lacking = missing(place, ("paragraph",))
        if lacking is not None or place.paragraph is None:
            return lacking or failed("no-place", "位置不全，无法按位置打开。")
        if (place.page, place.bbox, place.sheet, place.cell, place.line) != (None,) * 5:
            return failed("bad-place", "位置里有网页没有的项目。")
        quote = compact(claim.quote)
        if not 1 <= place.paragraph <= len(self._paragraphs):
            return failed("bad-place", f"网页没有第{place.paragraph}段。")
        found = self._paragraphs[place.paragraph - 1]
        if stands(quote, found.text) != "confirmed":
            return failed("not-there", f"网页第{place.paragraph}段没有这段原文。")
        if place.table is not None and (place.row, place.column) not in found.cells:
            return failed("bad-place", f"网页第{place.paragraph}段不在所说的表格位置。")
        return CONFIRMED

    def _walk(self, element: Element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if (
            not tag
            or tag in _NOT_SHOWN
            or element.get("hidden") is not None
            or _HIDDEN.search(element.get("style") or "")
        ):
            return
        apart = tag in _SET_APART
        if apart:
            self._end()
        if tag == "table":
            self._tables.append(_Table())
        elif tag == "tr" and self._tables:
            self._tables[-1].next_row()
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].next_cell(element)
        self._text.append(element.text or "")
        for child in element:
            self._walk(child)
            self._text.append(child.tail or "")
        if apart:
            self._end()
        if tag == "table" and self._tables:
            self._tables.pop()

    def _end(self) -> None:
        text, self._text = compact("".join(self._text)), []
        if text:
            cells = tuple(table.cell for table in reversed(self._tables) if table.cell is not None)
            self._paragraphs.append(Paragraph(text, cells))


def _span(text: str | None, least: int) -> int:
    return max(least, min(int(text), 1000)) if text and text.isascii() and text.isdigit() else least


def _page(data: bytes) -> str:
    """Return the text of a page, of the HTML part where it was saved with its pictures in one file."""
    charset = ""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<") and re.search(rb"^content-type:\s*multipart/", head, re.IGNORECASE | re.MULTILINE):
        message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"), policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                content = part.get_payload(decode=True)
                data = content if isinstance(content, bytes) else b""
                charset = str(part.get_param("charset") or "")
                break
    declared = _CHARSET.search(data[:8192])
    charset = (declared.group(1).decode("ascii") if declared else charset).lower()
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or not charset or charset.startswith(_CHINESE):
        return decoded(data)
    for encoding in ("utf-8", charset):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return decoded(data)
