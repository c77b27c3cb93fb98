"""Changes to an XML part as bytes: what is not changed stays as it was written, to the last space.

A tree says where something belongs; the bytes are cut there. The two meet in the order of the elements, which is the
same in both.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

Element = Any  # an lxml element

_TOKEN = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(?P<close></[^>]*>)"
    rb"|(?P<open><[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>)",
    re.DOTALL,
)
_ENCODING = re.compile(r"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*")
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PLAIN = ("utf-8", "utf8", "us-ascii", "ascii")


class BrokenPartError(Exception):
    """A part that is no well-formed XML of the kind such files hold."""


@dataclass(frozen=True)
class Span:
    """Where an element stands: its start tag is ``start:opened``, its end tag ``closing:end``, each half open.

    Of ``<w:p/>`` all but ``start`` are the same.
    """

    start: int
    opened: int
    closing: int
    end: int

    @property
    def empty(self) -> bool:
        """Tell whether it is one tag that opens and closes."""
        return self.closing == self.end


@dataclass(frozen=True)
class Change:
    """Bytes that take the place of ``start:end``; nothing is replaced where the two are equal.

    Of several at one place the lower ``rank`` comes first, and of one rank the earlier given.
    """

    start: int
    end: int
    new: bytes
    rank: int = 0


class Part:
    """An XML part as bytes (always UTF-8) and as a tree. Raises BrokenPartError."""

    def __init__(self, data: bytes) -> None:
        self.data = _in_utf8(data)
        if b"<!DOCTYPE" in self.data[:4096]:
            raise BrokenPartError
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            self.root: Element = etree.fromstring(self.data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise BrokenPartError from error
        if self.root.getroottree().docinfo.internalDTD is not None:
            raise BrokenPartError

    def spans(self, elements: Collection[Element]) -> dict[Element, Span]:
        """Return where each of ``elements`` stands in the bytes."""
        wanted = set(elements)
        numbers = {number: one for number, one in enumerate(self.root.iter("*")) if one in wanted}
        found: dict[Element, Span] = {}
        stack: list[tuple[int, int, int]] = []
        count = 0
        for token in _TOKEN.finditer(self.data):
            if token["open"] is not None:
                if token["open"].endswith(b"/>"):
                    if count in numbers:
                        end = token.end()
                        found[numbers[count]] = Span(token.start(), end, end, end)
                else:
                    stack.append((count, token.start(), token.end()))
                count += 1
            elif token["close"] is not None and stack:
                number, start, opened = stack.pop()
                if number in numbers:
                    found[numbers[number]] = Span(start, opened, token.start(), token.end())
        return found

    def changed(self, changes: Iterable[Change]) -> bytes:
        """Return the bytes with all ``changes`` made; they may touch, but not overlap."""
        out: list[bytes] = []
        at = 0
        for change in sorted(changes, key=lambda change: (change.start, change.end, change.rank)):
            out += [self.data[at : change.start], change.new]
            at = change.end
        return b"".join([*out, self.data[at:]])

    def within(self, span: Span, at: int, new: bytes, rank: int = 0) -> Change:
        """Return the change that puts ``new`` inside an element, at the place ``at`` of its bytes.

        An element that is a single tag is opened for it.
        """
        if not span.empty:
            return Change(at, at, new, rank)
        tag = self.data[span.start : span.end]
        called = re.match(rb"<([^\s/>]+)", tag)
        name = called[1] if called is not None else b""
        return Change(span.start, span.end, tag.removesuffix(b"/>").rstrip() + b">" + new + b"</" + name + b">")


def _in_utf8(data: bytes) -> bytes:
    """Return XML in UTF-8; what is so already stays byte for byte."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    if encoding is None:
        said = _ENCODING.match(data[:200].decode("latin-1").lstrip("ï»¿"))
        if said is None or said[1].lower() in _PLAIN:
            return data
        encoding = said[1]
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise BrokenPartError from error
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return (head + _DECLARATION.sub("", text.lstrip("\ufeff"), count=1)).encode("utf-8", "replace")
