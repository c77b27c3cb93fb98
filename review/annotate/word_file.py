"""A Word file with notes as comments beside the very words they are about.

Of the package only the text, the comments, the list of content types and the relationships of the text change.
Comments that people have made stay.
"""

import posixpath
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from extractor.readers.docx_package import Package, PackageError, Relationship
from extractor.readers.source import Limits
from review.annotate import Done, Left, Note, Placed, Spot
from review.annotate.word_bytes import BrokenPartError, Change, Part
from review.annotate.word_clause import insert
from review.annotate.word_edit import ENDS, STARTS, Editor
from review.annotate.word_marks import BOOKMARK, Names, Numbers, known_clauses, known_comments, own_insertions
from review.annotate.word_package import key_of, rewritten
from review.annotate.word_places import Places, Stretch, head
from review.errors import CannotRun
from review.verify.matching import compact
from review.verify.word_names import name

Element = Any  # an lxml element

_REPAIR = "请用Word或WPS打开修复并另存后再试。"
_CLAUSE = "建议条款："
_TYPES = "[Content_Types].xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = {
    False: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    True: "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
}
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def noted(source: bytes, notes: Sequence[Note], *, suggest: bool) -> Done:
    """Return ``source`` with ``notes`` as comments, with ``suggest`` their clauses as tracked insertions.

    A note without a place stands at the head of the document. Raises CannotRun for a file that is damaged, locked or
    over a limit.
    """
    try:
        return _File(source).write(notes, suggest=suggest)
    except PackageError as error:
        raise CannotRun(error.message) from error
    except BrokenPartError as error:
        raise CannotRun(f"文件内部的XML已损坏，没有批注；{_REPAIR}") from error
    except (RecursionError, MemoryError) as error:
        raise CannotRun("文件结构过深或内容过大，没有批注；请拆分或另存后再试。") from error


def has_clauses(source: bytes) -> bool:
    """Tell whether an earlier run has suggested clauses in a file; False too where it cannot be opened."""
    try:
        package = Package(source, Limits())
        return BOOKMARK.encode() in package.read(package.main_part())[0]
    except PackageError:
        return False


def bare(source: bytes) -> bytes:
    """Return ``source`` without the clauses that an earlier run has suggested and nobody has accepted or refused yet.

    Their paragraphs stay, empty, so that all others keep their numbers. The same bytes where the file is broken.
    """
    try:
        package = Package(source, Limits())
        main = package.main_part()
        part = Part(package.read(main)[0])
        spans = part.spans(own_insertions(part.root))
        return rewritten(
            source, {key_of(main): part.changed(Change(one.start, one.end, b"") for one in spans.values())}
        )
    except (PackageError, BrokenPartError, CannotRun, RecursionError, MemoryError):
        return source


class _File:
    def __init__(self, source: bytes) -> None:
        self._source = source
        self._package = Package(source, Limits())
        self._main = self._package.main_part()
        self._relations = self._package.relationships(self._main)
        self._text = self._part(self._main)
        body = next((one for one in self._text.root.iter("*") if name(one) == "w:body"), None)
        if body is None:
            raise CannotRun("文件里没有正文，不是完整的Word文件；请用Word或WPS重新打开并另存后再试。")
        self._body: Element = body
        self._strict = str(self._text.root.tag).startswith(f"{{{_STRICT}}}")
        self._comments_name = self._related("comments")
        known = self._comments_name if self._comments_name and self._package.has(self._comments_name) else None
        self._comments = None if known is None else self._part(known)
        self._editor = Editor(self._text)
        old = None if self._comments is None else self._comments.root
        self._numbers = Numbers(self._text.root, old)
        self._known = known_comments(old, self._body)
        self._written = known_clauses(self._body)
        self._new: list[str] = []
        self._clauses: dict[Element, list[tuple[str, str]]] = {}

    def write(self, notes: Sequence[Note], *, suggest: bool) -> Done:
        places = self._places(notes)
        placed: list[Placed] = []
        left: list[Left] = []
        seen: Counter[tuple[str, str, object]] = Counter()
        clauses: set[str] = set()
        names = Names.at(self._comments.root) if self._comments is not None else Names("w:")
        for note in notes:
            stretch, spot, told = self._stretch(note, places, seen)
            if stretch is None:
                left.append(Left(note, "文件里没有可以放批注的段落。"))
                continue
            clause = note.suggestion if suggest else None
            inserted = False
            if clause is not None and clause not in clauses:
                clauses.add(clause)
                inserted = True
                if note.fingerprint not in self._written:
                    told.append(self._insert(note, clause, stretch, places))
            elif note.suggestion is not None:
                told += f"{_CLAUSE}{note.suggestion}".split("\n")
            known = note.fingerprint in self._known
            if not known:
                self._comment(note, stretch, told, names)
            placed.append(Placed(note, spot, known, inserted))
        for paragraph, several in self._clauses.items():
            insert(self._editor, paragraph, several, self._numbers.take)
        return Done(self._packed(), tuple(placed), tuple(left))

    def _places(self, notes: Sequence[Note]) -> Places:
        evidence = [one for note in notes for one in (note.evidence, note.near) if one is not None]
        numbers = {(one.location.part, one.location.paragraph or 0) for one in evidence}
        styles = self._related("styles")
        roots = [self._optional(self._related(kind)) for kind in ("footnotes", "endnotes")]
        return Places(self._body, self._optional(styles), [root for root in roots if root is not None], numbers)

    def _stretch(
        self, note: Note, places: Places, seen: "Counter[tuple[str, str, object]]"
    ) -> tuple[Stretch | None, Spot, list[str]]:
        """Return where a note goes, how near that is to its words, and what its reader has to be told of it."""
        evidence = note.evidence
        if evidence is None:
            return head(self._body), "head", []
        key = (note.finding, compact(evidence.quote), evidence.location)
        number, seen[key] = seen[key], seen[key] + 1
        found = places.find(evidence, number)
        if found is None:
            said = f"原文在{evidence.label}：“{evidence.quote}”。Word的批注不能放在那里，所以放在文首。"
            return head(self._body), "head", [said]
        told: list[str] = []
        if not found.exact:
            told.append(f"原文：“{evidence.quote}”（{evidence.label}）。")
        elif found.times > 1 and note.total < found.times:
            told.append(
                f"本段有{found.times}处同样的文字，批注标在第{min(number, found.times - 1) + 1}处，请一并核对。"
            )
        return found, "words" if found.exact else "place", told

    def _insert(self, note: Note, clause: str, stretch: Stretch, places: Places) -> str:
        """Insert a clause after the words, else after the likeliest place, else at the end; return where that is."""
        near = None if note.near is None else places.find(note.near, 0)
        if note.evidence is not None:
            after, said = stretch.paragraph, "建议的条款已作为修订插在本段之后。"
        elif near is not None and note.near is not None:
            after, said = near.paragraph, f"建议的条款已作为修订插在“{note.near.label}”之后，请移到合适的位置。"
        else:
            after, said = _last(self._body, stretch.paragraph), "建议的条款已作为修订插在正文末尾，请移到合适的位置。"
        self._clauses.setdefault(after, []).append((note.fingerprint, clause))
        return said

    def _comment(self, note: Note, stretch: Stretch, told: Sequence[str], names: Names) -> None:
        number = self._numbers.take()
        self._new.append(names.comment(note, number, told))
        start, end = Names.at(stretch.start.host), Names.at(stretch.end.host)
        if stretch.start == stretch.end:
            marks = start.range("Start", number) + start.range("End", number) + start.reference(number)
            self._editor.put(stretch.start, marks, STARTS)
            return
        self._editor.put(stretch.start, start.range("Start", number), STARTS)
        self._editor.put(stretch.end, end.range("End", number) + end.reference(number), ENDS)

    def _packed(self) -> bytes:
        text = self._editor.done()
        if text == self._text.data:
            return self._source
        changed = {key_of(self._main): text}
        if self._new:
            changed |= self._with_comments("".join(self._new))
        return rewritten(self._source, changed)

    def _with_comments(self, new: str) -> dict[str, bytes]:
        """Return the parts that hold the comments, and those that tell of them."""
        if self._comments is not None and self._comments_name is not None:
            return {key_of(self._comments_name): _appended(self._comments, new)}
        folder, base = posixpath.split(self._main)
        called = self._comments_name or self._free(posixpath.join(folder, "comments.xml"))
        words = self._text.root.nsmap.get(self._text.root.prefix)
        whole = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments xmlns:w="{words}">{new}</w:comments>'
        )
        changed = {called: whole.encode("utf-8")}
        types = self._part(_TYPES)
        if not any(one.get("PartName", "").casefold() == f"/{called}".casefold() for one in types.root):
            entry = {"PartName": f"/{called}", "ContentType": _COMMENTS_TYPE}
            changed[key_of(_TYPES)] = _appended(types, _element(types.root, "Override", entry))
        if self._comments_name is None:
            rels = posixpath.join(folder, "_rels", f"{base}.rels")
            target = {"Id": self._free_relation(), "Type": _KINDS[self._strict], "Target": posixpath.basename(called)}
            if self._package.has(rels):
                part = self._part(rels)
                changed[key_of(rels)] = _appended(part, _element(part.root, "Relationship", target))
            else:
                part = Part(f'<Relationships xmlns="{_RELATIONS}"/>'.encode())
                changed[rels] = _appended(part, _element(part.root, "Relationship", target))
        return changed

    def _part(self, called: str) -> Part:
        data, whole = self._package.read(called)
        if not whole:
            raise BrokenPartError
        return Part(data)

    def _optional(self, called: str | None) -> Element | None:
        """Return the root of a part that is only looked at; None where there is none or it cannot be read."""
        if called is None or not self._package.has(called):
            return None
        try:
            return self._part(called).root
        except (PackageError, BrokenPartError):
            return None

    def _related(self, kind: str) -> str | None:
        several: list[Relationship] = [one for one in self._relations.values() if one.kind == kind and not one.external]
        return several[0].target if several else None

    def _free(self, called: str) -> str:
        stem, ending = posixpath.splitext(called)
        number = 0
        while self._package.has(called):
            number += 1
            called = f"{stem}{number}{ending}"
        return called

    def _free_relation(self) -> str:
        number = 1
        while f"rIdComments{number}" in self._relations:
            number += 1
        return f"rIdComments{number}"


def _last(body: Element, default: Element) -> Element:
    """Return the last paragraph of a body with text, what stands in tables (for signing) aside."""
    written = [one for one in body if name(one) == "w:p" and any(name(t) == "w:t" and t.text for t in one.iter("*"))]
    return written[-1] if written else default


def _appended(part: Part, new: str) -> bytes:
    """Return a part with ``new`` as the last of its root."""
    span = part.spans([part.root])[part.root]
    changes: list[Change] = [part.within(span, span.closing, new.encode("utf-8"))]
    return part.changed(changes)


def _element(root: Element, called: Literal["Override", "Relationship"], values: dict[str, str]) -> str:
    """Return an element of the vocabulary of ``root``, without content."""
    prefix = f"{root.prefix}:" if root.prefix else ""
    return f"<{prefix}{called} " + " ".join(f'{key}="{value}"' for key, value in values.items()) + "/>"
