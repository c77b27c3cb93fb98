"""Binary Word files (.doc, .wps written by Word's rules) without any other tool: text, tables, headings by style.

What this way cannot give: headers and footers, comments, numbering that Word generates, pictures.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from msgspec.structs import replace

from extractor.document import Block, Notice, PartName, Place, Unread
from extractor.readers.docx_symbols import in_symbol_face, symbol
from extractor.readers.legacy_doc_file import RESUBMIT, Mark, Run, TextPiece, WordFile, WordFileError
from extractor.readers.legacy_flow import Flow
from extractor.readers.legacy_own import OwnReading, left_out_notices, symbol_field
from extractor.readers.source import Limits, Source

_BREAKS = re.compile("[\r\x07\x0c]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_PICTURES = "\x01\x08"
_PLAIN = {"\x0b": "\n", "\x1e": "-", "\x0e": "\n"}
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTENTS = re.compile(r"\s*TOC\b")
# the texts that are read, by their place in the counts of the header: main text, footnotes, endnotes, text boxes
_PARTS: tuple[tuple[int, PartName], ...] = ((0, "body"), (1, "footnote"), (5, "footnote"), (6, "textbox"))


def read_doc(source: Source, limits: Limits) -> OwnReading:
    """Return what a binary Word file holds. Never raises for a bad file."""
    try:
        file = WordFile(source.data)
    except WordFileError as error:
        return OwnReading(refused=(error.reason, error.message), final=error.reason == "encrypted")
    reader = _Reader(file, limits)
    blocks: list[Block] = []
    for number, part in _PARTS:
        start = sum(file.counts[:number])
        blocks += reader.part(part, start, start + file.counts[number])
    unread = [Unread(Place(), "limit", f"{over}；请拆分文件或表格后提交。") for over in dict.fromkeys(reader.over)]
    if file.cut or reader.short:
        unread.append(Unread(Place(), "corrupt", f"文件已损坏或不完整，部分内容没有读；{RESUBMIT}"))
    notices = left_out_notices(reader.deleted, reader.hidden)
    if reader.pictures:
        notices += (Notice("image", f"文件含有图片或图形{reader.pictures}个，其中的文字没有检查。"),)
    if file.fast_saved:
        notices += (Notice("other", "文件以“快速保存”方式保存，已删除的修订可能没有全部剔除；请重新保存后提交。"),)
    return OwnReading(
        blocks=tuple(replace(block, id=index) for index, block in enumerate(blocks)),
        unread=tuple(unread),
        notices=notices,
        left_out=bool(reader.deleted or reader.hidden),
    )


class _Field:
    """An open field: its instruction so far, and whether its result has begun."""

    __slots__ = ("instruction", "result")

    def __init__(self) -> None:
        self.instruction = ""
        self.result = False


class _Fields:
    """The fields that are open; ``muted`` counts those whose result has not begun."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self.muted = 0

    def take(self, control: str) -> None:
        """Take a limit of a field: its beginning, the beginning of its result, its end."""
        if control == "\x13":
            self._open.append(_Field())
            self.muted += 1
        elif self._open and control == "\x14" and not self._open[-1].result:
            self._open[-1].result = True
            self.muted -= 1
        elif self._open and control == "\x15":
            self.muted -= not self._open.pop().result

    def instruct(self, text: str) -> None:
        """Take text that is muted: the instruction of the innermost field; its first words tell what it is."""
        if self._open and len(self._open[-1].instruction) < 80:
            self._open[-1].instruction += text

    @property
    def instruction(self) -> str:
        """Return the instruction of the innermost field, whose result has not begun; else ""."""
        return self._open[-1].instruction if self._open and not self._open[-1].result else ""

    @property
    def contents(self) -> bool:
        """Tell whether this is inside a table of contents."""
        return any(field.result and _CONTENTS.match(field.instruction) for field in self._open[:8])


class _Reader:
    def __init__(self, file: WordFile, limits: Limits) -> None:
        self._file = file
        self._limits = limits
        self._piece_starts = [piece.start for piece in file.pieces]
        self._run_starts = [run.start for run in file.runs]
        self.deleted = self.hidden = self.pictures = 0
        self.short = False
        self.over: list[str] = []

    def part(self, part: PartName, start: int, end: int) -> list[Block]:
        """Return the blocks of the text between two characters of the whole."""
        flow = Flow(part, self._limits)
        fields = _Fields()
        out: list[str] = []
        contents = False
        reached = start
        for piece in self._between(start, end):
            self.short = self.short or piece.start > reached
            reached = piece.end
            text = self._file.text(piece)
            at = 0
            for found in _BREAKS.finditer(text):
                self._append(out, piece, text, at, found.start(), fields)
                at = found.end()
                mark, ends = self._file.mark(piece.offset + found.start() * piece.width, piece.width)
                if found.group() == "\x0c" and not ends:
                    continue  # a page break inside a paragraph
                self._close(flow, "".join(out), found.group(), mark, contents=contents or fields.contents)
                out.clear()
                contents = fields.contents
            self._append(out, piece, text, at, len(text), fields)
        self.short = self.short or reached < end
        if out:
            self._close(flow, "".join(out), "\r", None, contents=contents)
        if flow.over:
            self.over.append(flow.over)
        return flow.finish()

    def _between(self, start: int, end: int) -> Iterator[TextPiece]:
        """Yield the pieces, cut to the characters between ``start`` and ``end``."""
        index = max(0, bisect_right(self._piece_starts, start) - 1)
        for piece in self._file.pieces[index:]:
            if piece.start >= end:
                return
            first, last = max(piece.start, start), min(piece.end, end)
            if first < last:
                yield TextPiece(first, last, piece.offset + (first - piece.start) * piece.width, piece.width)

    @staticmethod
    def _close(flow: Flow, text: str, end: str, mark: Mark | None, *, contents: bool) -> None:
        """Hand a finished paragraph on. Where its properties are lost, the marks of cells alone tell the table."""
        if _SURROGATES.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if mark is None:
            if end == "\x07" and flow.in_row and not text:
                flow.end_row(None)
            elif end == "\x07" or flow.in_row:
                flow.cell_paragraph(text, ends_cell=end == "\x07")
            else:
                flow.paragraph(text, contents=contents)
        elif mark.row_end:
            flow.end_row(mark.shape)
        elif mark.nested_row_end:
            return
        elif mark.in_table or end == "\x07":
            flow.cell_paragraph(text, ends_cell=end == "\x07")
        else:
            flow.paragraph(text, level=mark.level, contents=contents)

    def _append(self, out: list[str], piece: TextPiece, text: str, start: int, end: int, fields: _Fields) -> None:
        """Append the characters ``start`` to ``end`` of a piece's text, without what is deleted, hidden or code."""
        offset = piece.offset
        at = start
        for run in self._runs(offset + start * piece.width, offset + end * piece.width):
            first = max(at, (run.start - offset) // piece.width)
            last = min(end, (run.end - offset) // piece.width)
            if last <= first:
                continue
            self._plain(out, text[at:first], fields)
            at = last
            if run.deleted:
                self.deleted += last - first
            elif run.hidden:
                self.hidden += last - first
            elif run.symbol is not None:
                face, code = run.symbol
                self._say(out, symbol(face, f"{code:04X}"), fields)
            else:
                self._plain(out, in_symbol_face(text[first:last], run.face), fields)
                continue
            # the limits of fields count even where they are deleted, or the rest of the text would be muted
            for control in re.findall("[\x13-\x15]", text[first:last]):
                fields.take(control)
        self._plain(out, text[at:end], fields)

    def _runs(self, start: int, end: int) -> list[Run]:
        """Return the marked runs that reach into the bytes ``start`` to ``end``."""
        first = max(0, bisect_right(self._run_starts, start) - 1)
        return self._file.runs[first : bisect_left(self._run_starts, end)]

    def _plain(self, out: list[str], text: str, fields: _Fields) -> None:
        if not text:
            return
        at = 0
        for found in _CONTROLS.finditer(text):
            control = found.group()
            self._say(out, text[at : found.start()], fields)
            at = found.end()
            if control in "\x13\x14\x15":
                shown = symbol_field(fields.instruction) if control == "\x15" else ""
                fields.take(control)
                self._say(out, shown, fields)
            elif control in _PICTURES:
                self.pictures += not fields.muted
            else:
                self._say(out, _PLAIN.get(control, ""), fields)
        self._say(out, text[at:], fields)

    @staticmethod
    def _say(out: list[str], text: str, fields: _Fields) -> None:
        if fields.muted:
            fields.instruct(text)
        elif text:
            out.append(text)
