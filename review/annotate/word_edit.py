"""Marks put at points of a Word part: runs are parted where a mark stands inside them, nothing else is touched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from review.annotate.word_bytes import Change, Part, Span
from review.annotate.word_places import Point
from review.verify.word_names import child, name

Element = Any  # an lxml element

ENDS, STARTS, BLOCKS = 0, 1, 2  # at one point what ends comes before what starts
_SPACE = re.compile(rb"""\sxml:space\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass
class _Put:
    """What is put at one point, by rank."""

    words: dict[int, str] = field(default_factory=dict)

    def bytes(self) -> bytes:
        return "".join(text for _, text in sorted(self.words.items())).encode("utf-8")


class Editor:
    """Collects what is put into a part, then makes all of it at once."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._put: dict[tuple[Element, int, int], _Put] = {}

    def put(self, point: Point, text: str, rank: int) -> None:
        """Put XML at a point. Of equal rank what was put first stands first."""
        words = self._put.setdefault((point.host, point.child, point.offset), _Put()).words
        words[rank] = words.get(rank, "") + text

    def done(self) -> bytes:
        """Return the part with all of it."""
        if not self._put:
            return self._part.data
        hosts = {host for host, _, _ in self._put}
        spans = self._part.spans([*hosts, *(one for host in hosts for one in host)])
        return self._part.changed(list(self._changes(spans)))

    def raw(self, element: Element | None) -> str:
        """Return the bytes of an element as text, empty for None."""
        if element is None:
            return ""
        span = self._part.spans([element])[element]
        return self._part.data[span.start : span.end].decode("utf-8", "replace")

    def _changes(self, spans: dict[Element, Span]) -> Iterator[Change]:
        parted: dict[tuple[Element, int], list[tuple[int, bytes]]] = {}
        plain: dict[Element, list[tuple[int, bytes]]] = {}
        for (host, number, offset), put in self._put.items():
            if name(host) == "w:r":
                parted.setdefault((host, number), []).append((offset, put.bytes()))
            else:
                plain.setdefault(host, []).append((number, put.bytes()))
        for host, several in plain.items():
            yield from self._in_container(host, sorted(several), spans)
        for (run, number), cuts in parted.items():
            yield from self._in_run(run, number, sorted(cuts), spans)

    def _in_container(
        self, host: Element, several: list[tuple[int, bytes]], spans: dict[Element, Span]
    ) -> Iterator[Change]:
        span = spans[host]
        if span.empty:
            yield self._part.within(span, span.opened, b"".join(new for _, new in several))
            return
        for number, new in several:
            # right behind what stands before, so that white space and comments between elements stay where they are
            at = span.opened if number == 0 else spans[host[min(number, len(host)) - 1]].end
            yield Change(at, at, new)

    def _in_run(
        self, run: Element, number: int, cuts: list[tuple[int, bytes]], spans: dict[Element, Span]
    ) -> Iterator[Change]:
        data, span = self._part.data, spans[run]
        properties = child(run, "w:rPr")
        look = b"" if properties is None else data[spans[properties].start : spans[properties].end]
        close = data[span.closing : span.end]
        again = data[span.start : span.opened] + look
        at = spans[run[number]]
        if cuts[0][0] == 0:
            yield Change(at.start, at.start, close + cuts[0][1] + again)
            cuts = cuts[1:]
        if not cuts:
            return
        opened, ended = data[at.start : at.opened], data[at.closing : at.end]
        text = run[number].text or ""
        out, start = b"", 0
        for offset, marks in cuts:
            out += _text(opened, text[start:offset], ended) + close + marks + again
            start = offset
        yield Change(at.start, at.end, out + _text(opened, text[start:], ended), rank=1)


def _text(opened: bytes, text: str, ended: bytes) -> bytes:
    """Return a piece of a w:t; white space that was inside the text must not be lost at its new ends."""
    if text != text.strip():
        opened = _SPACE.sub(b"", opened).removesuffix(b">") + b' xml:space="preserve">'
    return opened + escape(text).encode("utf-8") + ended
