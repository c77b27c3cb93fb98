r"""RTF without any other tool: text by code page and \u, tables, headings by outline level, written numbers.

What this way cannot give: headers and footers, comments, numbers the file does not also write out, pictures.
"""

import re
from collections.abc import Callable

from msgspec.structs import replace

from extractor.document import Block, Notice, PartName, Place, Unread, UnreadReason
from extractor.readers.docx_symbols import in_symbol_face
from extractor.readers.legacy_flow import Edge, Flow, Shape
from extractor.readers.legacy_own import SYMBOL_FACES, OwnReading, left_out_notices, symbol_field
from extractor.readers.legacy_rtf_text import CHARSETS, Look, decode, encoding_of
from extractor.readers.source import Limits, Source

_TOKEN = re.compile(
    rb"(?P<brace>[{}])|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z])|[\r\n\x00]+|(?P<text>[^\\{}\r\n\x00]+)|\\"
)
_HEADING = re.compile(rb"\s*heading ([1-9])\s*;", re.IGNORECASE)
_MOST_GROUPS = 10_000
_TRAP = "其中的二进制数据长度不实，LibreOffice会为此停住，没有交给它转换"
_CUT = "RTF文件没有正常结束，可能被截断，其后的内容缺失；请用Word或WPS重新打开并另存为.docx后提交。"
_SYMBOLS = {
    "line": "\n", "lbr": "\n", "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
}  # fmt: skip
_BREAKS = ("par", "sect", "page", "column")
# what holds no text of the document
_ASIDE = frozenset((
    "upr", "shprslt", "colortbl", "info", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl",
    "footerr", "footerf", "annotation", "sp", "objdata", "datafield", "filetbl", "revtbl", "private", "pntxtb",
    "pntxta", "xe", "tc", "rxe", "txe", "nonshppict", "nonesttables", "listtable", "listoverridetable", "themedata",
    "colorschememapping", "datastore", "latentstyles",
))  # fmt: skip
_GROUPS = frozenset(("footnote", "fonttbl", "stylesheet", "fldrslt"))
# groups marked as not for every reader that hold text all the same
_KNOWN_STARRED = frozenset(("ud", "shpinst", "shptxt", "do", "dptxbxtext", "fldinst", "listtext", "shppict"))


class _Group:
    """The state of a group; a new one begins as a copy of the one around it.

    ``aside`` tells that its text is not read, ``shut`` that nothing inside it is either. ``role`` is what it and the
    groups inside it serve, "" for text; ``kind`` is the word that began this very group.
    """

    __slots__ = ("aside", "kind", "look", "role", "shut", "starred", "unicode_skip")

    def __init__(self, outer: "_Group | None" = None) -> None:
        self.aside: bool = outer.aside if outer else False
        self.shut: bool = outer.shut if outer else False
        self.look: Look = outer.look.copy() if outer else Look()
        self.unicode_skip: int = outer.unicode_skip if outer else 1
        self.role: str = outer.role if outer else ""
        self.kind = ""
        self.starred = False


class _Story:
    """A text on its own: the body, the notes, the text boxes."""

    def __init__(self, part: PartName, limits: Limits) -> None:
        self.flow = Flow(part, limits)
        self.out: list[str] = []
        self.number = ""
        self.in_table = False
        self.level: int | None = None
        self.left = 0
        self.edges: list[Edge] = []
        self.down = self.across = self.head = False


def read_rtf(source: Source, limits: Limits) -> OwnReading:
    """Return what an RTF file holds. Never raises for a bad file."""
    return _Reader(source.data, limits).read()


class _Reader:
    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._group = _Group()
        self._stack: list[tuple[_Group, _Story]] = []
        self._body, self._notes, self._boxes = (_Story(part, limits) for part in ("body", "footnote", "textbox"))
        self._story = self._body
        self._default = "cp1252"
        self._fonts: dict[int, str] = {}
        self._faces: dict[int, str] = {}  # number -> name, of those that hold symbols
        self._styles: dict[int, int] = {}  # number -> heading level
        self._entry = 0  # of the font or style table, the number that is being read
        self._bytes = bytearray()
        self._skip = 0  # characters that stand in for the \u just read
        self._instruction = ""
        self._contents = 0  # depth of the group that holds a table of contents, 0 outside
        self._listed: list[str] = []
        self.deleted = self.hidden = self.pictures = 0
        self._words: dict[str, Callable[[int | None], None]] = {
            "u": self._unicode,
            "cell": self._cell,
            "nestcell": lambda _: self._end("\r"),
            "row": self._row,
            "trowd": self._begin_row,
            "cellx": self._edge,
            "pard": self._plain_paragraph,
            "intbl": self._into_table,
            "s": self._style,
            "outlinelevel": self._outline,
        }

    def read(self) -> OwnReading:
        unread: list[Unread] = []
        at, trap = 0, ""
        while at < len(self._data):
            token = _TOKEN.match(self._data, at)
            if token is None:  # a byte no rule knows
                at += 1
                continue
            at = token.end()
            if token["word"] == b"bin":
                claimed = int(token["number"] or 0)
                if claimed > len(self._data) - at:
                    trap = _TRAP
                at += max(0, min(claimed, len(self._data)))
            elif token["brace"] is not None:
                if not self._brace(token["brace"]):
                    break
                if len(self._stack) > _MOST_GROUPS:
                    unread.append(_unread("limit", "RTF嵌套过深，其后的内容没有读；请用Word另存为.docx后提交。"))
                    break
            else:
                self._token(token)
        if self._stack and not unread:
            unread.append(_unread("corrupt", _CUT))
        self._flush()
        blocks: list[Block] = []
        for story in (self._body, self._notes, self._boxes):
            self._story = story
            if story.out:
                self._end("\x07" if story.flow.in_row else "\r")
            blocks += story.flow.finish()
            if story.flow.over:
                unread.append(_unread("limit", f"{story.flow.over}；请拆分文件或表格后提交。"))
        notices = left_out_notices(self.deleted, self.hidden)
        if self.pictures:
            notices += (Notice("image", f"文件含有图片{self.pictures}张，图片中的文字没有检查。"),)
        return OwnReading(
            blocks=tuple(replace(block, id=index) for index, block in enumerate(blocks)),
            unread=tuple(unread),
            notices=notices,
            left_out=bool(self.deleted or self.hidden),
            trap=trap,
        )

    def _brace(self, brace: bytes) -> bool:
        """Begin or end a group; return False where the last one ended: what follows is no RTF."""
        self._flush()
        self._skip = 0
        if brace == b"{":
            self._stack.append((self._group, self._story))
            self._group = _Group(self._group)
            return True
        if not self._stack:
            return False
        if self._contents == len(self._stack):
            self._contents = 0
        if self._group.kind == "fldinst":
            self._symbol_field()
        if self._group.kind == "listtext":
            self._story.number = "".join(self._listed).strip()
        if self._group.kind in ("footnote", "shptxt", "dptxbxtext") and self._story.out:
            self._end("\r")
        self._group, self._story = self._stack.pop()
        return bool(self._stack)

    def _symbol_field(self) -> None:
        """Write the character of a field that shows nothing else, into the group around its instruction."""
        shown = symbol_field(self._instruction)
        outer = self._stack[-1][0]
        if shown and not outer.aside:
            inner, self._group = self._group, outer
            self._write(shown)
            self._group = inner

    def _token(self, token: "re.Match[bytes]") -> None:
        if token["word"] is not None:
            number = int(token["number"]) if token["number"] is not None else None
            self._word(token["word"].decode("ascii"), number)
        elif token["hex"] is not None:
            self._byte(bytes([int(token["hex"], 16)]))
        elif token["symbol"] is not None:
            self._symbol(token["symbol"])
        elif token["text"] is not None:
            self._byte(token["text"])

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._group.starred = True
        elif symbol in b"\\{}":
            self._byte(symbol)
        elif symbol == b"~":
            self._write("\u00a0")
        elif symbol == b"_":
            self._write("-")
        elif symbol in b"\r\n":
            self._end("\r")

    def _byte(self, data: bytes) -> None:
        """Take bytes of text; they are decoded once it is sure that no second half of a character follows."""
        if self._skip:
            left = data[self._skip :]
            self._skip = max(0, self._skip - len(data))
            data = left
        if self._group.role == "fldinst":
            self._instruction += data.decode("latin-1")[:80] if len(self._instruction) < 80 else ""
        elif self._group.role == "fonttbl":
            face = data.decode("latin-1").strip("; ").lower()
            if face in SYMBOL_FACES:
                self._faces[self._entry] = face
        elif self._group.role == "stylesheet":
            named = _HEADING.match(data)
            if named:
                self._styles.setdefault(self._entry, int(named[1]))
        elif not self._group.aside:
            self._bytes += data

    def _flush(self) -> None:
        if self._bytes:
            data = bytes(self._bytes)
            self._bytes.clear()
            self._write(decode(data, self._group.look, self._fonts, self._default), flush=False)

    def _write(self, text: str, *, flush: bool = True) -> None:
        if flush:
            self._flush()
        group = self._group
        if group.aside or not text:
            return
        if group.look.font in self._faces:
            text = in_symbol_face(text, self._faces[group.look.font])
        if group.look.deleted:
            self.deleted += len(text)
        elif group.look.hidden:
            self.hidden += len(text)
        elif group.role == "listtext":
            self._listed.append(text)
        else:
            self._story.out.append(text)

    def _word(self, word: str, number: int | None) -> None:
        group = self._group
        if word != "u":
            self._flush()
            self._skip = 0
        if word in _KNOWN_STARRED or word in _GROUPS or (word in _ASIDE and not group.kind):
            self._destination(word)
        elif group.starred and not group.kind:
            group.kind = "*"
            group.aside = group.shut = True
        elif group.role in ("fonttbl", "stylesheet"):
            self._table_word(word, number)
        elif group.shut:
            return
        elif word in self._words:
            if not group.aside:
                self._words[word](number)
        elif word in _BREAKS:
            if not group.aside:
                self._end("\r")
        elif word in _SYMBOLS:
            self._write(_SYMBOLS[word])
        elif word == "uc":
            group.unicode_skip = max(0, min(number if number is not None else 1, 64))
        elif word in ("ansicpg", "mac", "pc", "pca"):
            self._default = encoding_of(word, number)
        elif word in ("clvmrg", "clmrg", "trhdr", "trleft"):
            self._cell_word(word, number)
        else:
            group.look.take(word, number)

    def _destination(self, word: str) -> None:
        """Begin what kind of group this is: text that is read, text of another part, or none of the document's."""
        group = self._group
        group.kind = word
        if group.shut:
            return
        if word in _ASIDE:
            self.pictures += word == "pict"
            group.aside = group.shut = True
        elif word in ("shpinst", "do"):
            group.aside = True  # only the text inside, not its geometry
        elif word in ("shptxt", "dptxbxtext", "footnote"):
            group.aside = False
            group.look = Look()
            self._story = self._notes if word == "footnote" else self._boxes
        elif word == "ud":
            group.aside = False
        elif word == "fldrslt":
            if not self._contents and self._instruction.split()[:1] == ["TOC"]:
                self._contents = len(self._stack)
            self._instruction = ""
        elif word in ("fldinst", "fonttbl", "stylesheet"):
            group.aside = True
            group.role = word
            self._instruction = ""
        elif word == "listtext":
            group.role = word
            self._listed = []

    def _table_word(self, word: str, number: int | None) -> None:
        """Take a word of the table of type faces or of the table of styles."""
        if number is None:
            return
        if word == ("f" if self._group.role == "fonttbl" else "s"):
            self._entry = number
        elif word == "fcharset" and number in CHARSETS:
            self._fonts[self._entry] = CHARSETS[number]
        elif word == "outlinelevel" and 0 <= number < 9:
            self._styles[self._entry] = number + 1

    def _cell_word(self, word: str, number: int | None) -> None:
        story = self._story
        if word == "clvmrg":
            story.down = True
        elif word == "clmrg":
            story.across = True
        elif word == "trhdr":
            story.head = True
        else:
            story.left = number or 0

    def _unicode(self, number: int | None) -> None:
        self._flush()
        self._skip = self._group.unicode_skip
        if number is not None and -0x8000 <= number <= 0xFFFF:
            self._write(chr(number & 0xFFFF))

    def _style(self, number: int | None) -> None:
        self._story.level = self._styles.get(number) if number is not None else None

    def _outline(self, number: int | None) -> None:
        self._story.level = number + 1 if number is not None and 0 <= number < 9 else None

    def _into_table(self, _: int | None) -> None:
        self._story.in_table = True

    def _plain_paragraph(self, _: int | None) -> None:
        self._story.in_table = False
        self._story.level = None

    def _begin_row(self, _: int | None) -> None:
        story = self._story
        story.edges = []
        story.left = 0
        story.down = story.across = story.head = False

    def _edge(self, number: int | None) -> None:
        story = self._story
        if number is not None and len(story.edges) < 4096:
            story.edges.append(Edge(number, story.down, story.across))
        story.down = story.across = False

    def _cell(self, _: int | None) -> None:
        self._end("\x07")

    def _row(self, _: int | None) -> None:
        story = self._story
        self._flush()
        if story.out:  # text after the last cell: rows of careless writers end without one
            self._end("\x07")
        story.flow.end_row(Shape(story.left, tuple(story.edges), story.head) if story.edges else None)

    def _end(self, end: str) -> None:
        """End a paragraph, with ``end`` as in a binary file: a cell's mark or a paragraph's."""
        self._flush()
        story = self._story
        text = "".join(story.out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        story.out.clear()
        if end == "\x07" or story.in_table or story.flow.in_row:
            story.flow.cell_paragraph(text, ends_cell=end == "\x07")
        else:
            contents = bool(self._contents)
            story.flow.paragraph(text, level=story.level, contents=contents, number=story.number)
        story.number = ""


def _unread(reason: UnreadReason, message: str) -> Unread:
    return Unread(Place(), reason, message)
