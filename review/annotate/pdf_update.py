"""An update added to the end of a PDF (ISO 32000-1, 7.5.6): what stood there before stays, byte for byte.

pypdf finds the objects; what is added is written here, in the same kind of cross-reference the file ends with.
"""

import contextlib
import hashlib
import io
import logging
import re
import struct
import sys
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NullObject

from review.annotate import Note
from review.annotate.pdf_marks import NAME, Numbers, View, highlight, name_of, sticker
from review.annotate.pdf_places import Located, Marked

HEAD = b"%PDF-"
TAIL = 4096
START = re.compile(rb"startxref\s+(\d{1,12})")
OBJECT = re.compile(rb"\s*\d+\s+\d+\s+obj\b")
ANNOTATIONS = 20_000  # of a page that are looked through for our own
ENTRY = struct.Struct(">BQH")  # of a cross-reference stream: in use, where, generation
HIGHEST = 8_000_000  # object numbers; a file that claims more is none of an office

Refusal = Literal["encrypted", "corrupt"]


@dataclass(frozen=True)
class Work:
    """A note with all its words, its highlight (None: it goes to the head), and the page (from 1) it is to stand on."""

    note: Note
    words: str
    marked: Marked | None
    page: int


@dataclass(frozen=True)
class Written:
    """The copy, which works an earlier run had put there, and by page how many annotations were added."""

    data: bytes
    known: tuple[bool, ...]
    added: dict[int, int]


def write(source: bytes, works: Sequence[Work], located: Located) -> Written | Refusal:
    """Return the source with the annotations that it lacks; a word where it cannot be added to."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with contextlib.redirect_stdout(sys.stderr):
        try:
            return _written(source, works, {sheet.number: View(sheet.frame, sheet.seen) for sheet in located.sheets})
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  pypdf raises whatever a damaged file leads it to
            return "corrupt"


def _written(source: bytes, works: Sequence[Work], views: dict[int, View]) -> Written | Refusal:

    reader = PdfReader(io.BytesIO(source))
    if reader.is_encrypted:
        return "encrypted"
    ending = _ending(source)
    if ending is None:
        return "corrupt"
    update = _Update(reader, source, ending)
    pages = {number: _PageNotes(reader, number) for number in sorted({work.page for work in works})}
    names = {name for page in pages.values() for name in page.names}
    known, added = [], dict.fromkeys(pages, 0)
    stickers = {number: page.stickers for number, page in pages.items()}
    for work in works:
        known.append(name_of(work.note) in names)
        if known[-1]:
            continue
        view, page = views[work.page], pages[work.page]
        if work.marked is None:
            at = Numbers(update.new(), update.new())
            objects = sticker(work.note, work.words, stickers[work.page], view, at)
            stickers[work.page] += 1
        else:
            at = Numbers(update.new(), update.new(), update.new())
            objects = highlight(work.note, work.words, work.marked.boxes, view, at)
        update.objects.update({(number, 0): body for number, body in objects.items()})
        page.new += [at.mark, at.popup]
        added[work.page] += 2
    for page in pages.values():
        if page.new:
            update.objects[page.holder] = page.body()
    return Written(update.data() if update.objects else source, tuple(known), added)


class _PageNotes:
    """The annotations of a page: the names of ours, and the object that lists them, to be written anew."""

    def __init__(self, reader: PdfReader, number: int) -> None:

        reference = reader.pages[number - 1].indirect_reference
        if reference is None:
            raise ValueError
        page = reader.get_object(reference)
        if not isinstance(page, DictionaryObject):
            raise TypeError
        self._page = page
        self.new: list[int] = []
        raw = page.raw_get("/Annots") if "/Annots" in page else NullObject()
        listed = raw.get_object() if isinstance(raw, IndirectObject) else raw
        self._listed = listed if isinstance(listed, ArrayObject) else ArrayObject()
        self._apart = isinstance(raw, IndirectObject) and isinstance(listed, ArrayObject)
        holder = raw if self._apart and isinstance(raw, IndirectObject) else reference
        self.holder = holder.idnum, holder.generation
        self.names: set[str] = set()
        self.stickers = 0
        for one in self._listed[:ANNOTATIONS]:
            annotation = one.get_object()
            if isinstance(annotation, DictionaryObject) and str(annotation.get("/NM", "")).startswith(NAME):
                self.names.add(str(annotation["/NM"]))
                self.stickers += annotation.get("/Subtype") == "/Text"

    def body(self) -> bytes:
        """Return the object that lists the annotations, the new ones among them."""
        whole = ArrayObject([*self._listed, *(IndirectObject(number, 0, self._page) for number in self.new)])
        out = io.BytesIO()
        if self._apart:
            whole.write_to_stream(out)
        else:
            page = DictionaryObject(self._page)
            page[NameObject("/Annots")] = whole
            page.write_to_stream(out)
        return out.getvalue()


@dataclass(frozen=True)
class _Ending:
    """How a file ends: junk before its head, where its last cross-reference begins, and whether that is a stream."""

    junk: int
    startxref: int
    stream: bool


def _ending(source: bytes) -> _Ending | None:
    """Return how a file ends; None where its last cross-reference is not where the file says."""
    junk = max(0, source.find(HEAD, 0, 64 * 1024))
    found = START.findall(source, max(0, len(source) - TAIL))
    if not found:
        return None
    start = int(found[-1])
    for before in dict.fromkeys((junk, 0)):
        there = source[before + start : before + start + 64]
        if there.lstrip().startswith(b"xref"):
            return _Ending(before, start, stream=False)
        if OBJECT.match(there):
            return _Ending(before, start, stream=True)
    return None


class _Update:
    """Objects to be added to a file, by number and generation."""

    def __init__(self, reader: PdfReader, source: bytes, ending: _Ending) -> None:
        self._source = source
        self._ending = ending
        self._trailer = reader.trailer
        highest = max(
            (number for numbers in (*reader.xref.values(), reader.xref_objStm) for number in numbers), default=0
        )
        size = self._trailer.get("/Size", 0)
        self._next = max(highest + 1, int(size) if isinstance(size, int) else 0)
        if self._next > HIGHEST:
            raise ValueError
        self.objects: dict[tuple[int, int], bytes] = {}

    def new(self) -> int:
        """Return a number that no object of the file has."""
        self._next += 1
        return self._next - 1

    def data(self) -> bytes:
        """Return the file with the objects added."""
        out = bytearray(self._source)
        if not out.endswith((b"\n", b"\r")):
            out += b"\n"
        offsets: dict[tuple[int, int], int] = {}
        for (number, generation), body in sorted(self.objects.items()):
            offsets[number, generation] = len(out) - self._ending.junk
            out += b"%d %d obj\n" % (number, generation) + body + b"\nendobj\n"
        start = len(out) - self._ending.junk
        if self._ending.stream:
            own = self.new(), 0
            offsets[own] = start
            body = b"".join(
                b"\x01" + offset.to_bytes(8, "big") + key[1].to_bytes(2, "big")
                for key, offset in sorted(offsets.items())
            )
            index = b" ".join(b"%d %d" % (part[0][0], len(part)) for part in _runs(sorted(offsets)))
            packed = zlib.compress(body, 9)
            keys = b"/Type /XRef /W [1 8 2] /Index [" + index + b"] /Filter /FlateDecode /Length %d " % len(packed)
            out += b"%d 0 obj\n<< " % own[0] + keys + self._keys(out) + b" >>\nstream\n" + packed
            out += b"\nendstream\nendobj\n"
        else:
            out += b"xref\n"
            for part in _runs(sorted(offsets)):
                out += b"%d %d\n" % (part[0][0], len(part))
                out += b"".join(b"%010d %05d n\r\n" % (offsets[key], key[1]) for key in part)
            out += b"trailer\n<< " + self._keys(out) + b" >>\n"
        out += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(out)

    def _keys(self, so_far: bytearray) -> bytes:
        keys = b"/Size %d /Prev %d" % (self._next, self._ending.startxref)
        for name in ("/Root", "/Info"):
            if name in self._trailer:
                keys += f" {name} ".encode() + _shape(self._trailer.raw_get(name).write_to_stream)
        named = self._trailer.get("/ID")
        if isinstance(named, ArrayObject) and named:
            raw = getattr(named[0].get_object(), "original_bytes", b"")
            keys += b" /ID [<%s> <%s>]" % (raw.hex().encode(), hashlib.sha256(so_far).hexdigest()[:32].encode())
        return keys


def _runs(keys: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the keys in runs whose numbers follow one another."""
    runs: list[list[tuple[int, int]]] = []
    for key in keys:
        if runs and runs[-1][-1][0] + 1 == key[0]:
            runs[-1].append(key)
        else:
            runs.append([key])
    return runs


def _shape(write: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    write(out)
    return out.getvalue()
