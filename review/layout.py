"""Text for a terminal: the width of Han characters, folding, control characters made harmless, colour."""

import os
import shutil
import sys
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

NO_LINE_START = frozenset("，。、；：！？）》〉】〕”’％…—,.;:!?)]}%")
NO_LINE_END = frozenset("（《〈【〔“‘([{")
NARROWEST, WIDEST, WITHOUT_TERMINAL = 60, 120, 100
COLOURS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36", "bold": "1", "dim": "2"}


class _Cells(dict[str, int]):
    """How many cells each character takes, worked out when it is first met."""

    def __missing__(self, character: str) -> int:
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
            cells = 0
        else:
            # ambiguous ones (“” … ·) are one cell wide in the terminals we know, whatever their fonts draw
            cells = 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
        self[character] = cells
        return cells


_CELLS = _Cells()


def width(text: str) -> int:
    """Return how many terminal cells ``text`` takes.

    >>> width("质保期P2Y")
    9
    """
    return len(text) if text.isascii() else sum(map(_CELLS.__getitem__, text))


def shown(text: str) -> str:
    r"""Return ``text`` with every character that could steer a terminal written out; line ends stay.

    >>> shown("合同\x1b[31m\u202e")
    '合同\\x1b[31m\\u202e'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\u3000\u00a0" else _written_out(c) for c in text)


def _written_out(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def name_shown(path: str) -> str:
    r"""Return a file's name with every character written out that is no part of a line, line ends too.

    A name may hold a line end, and what follows it must not pass for a line of the report.

    >>> name_shown("a\n  ✓ 合同.txt")
    'a\\x0a  ✓ 合同.txt'
    """
    return path if path.isprintable() else shown(path).replace("\n", _written_out("\n"))


def one_line(text: str) -> str:
    """Return ``text`` on one line, white space runs as one space, nothing in it able to steer a terminal."""
    return shown(" ".join(text.split()))


def cut(text: str, cells: int) -> str:
    """Return ``text`` cut to ``cells`` terminal cells, with an ellipsis where something was cut.

    >>> cut("质量保证期为两年", 8)
    '质量保…'
    """
    if width(text) <= cells:
        return text
    ends = list(accumulate(map(_CELLS.__getitem__, text)))
    return text[: bisect_right(ends, cells - 1)] + "…"


@lru_cache(maxsize=4096)  # what a rule says of itself stands in one submission after the other
def fold(text: str, cells: int) -> tuple[str, ...]:
    """Return the lines of ``text`` folded to ``cells``: Latin words whole, no line starting with closing punctuation.

    >>> fold("质保期为一年，低于两年。", 12)
    ('质保期为一', '年，低于两', '年。')
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        _fold(paragraph, cells, lines)
    return tuple(lines)


def _fold(text: str, cells: int, lines: list[str]) -> None:
    """Add the lines of one paragraph: each as long as it may be, broken where that is allowed."""
    if width(text) <= cells:
        lines.append(text.lstrip(" ").rstrip())
        return
    ends = list(accumulate(map(_CELLS.__getitem__, text)))
    start, before = 0, 0  # of the line: its first character, the cells of all before it
    while True:
        while start < len(text) and text[start] == " " and not _clings(text, start + 1):
            start += 1
        before = ends[start - 1] if start else 0
        stop = bisect_right(ends, before + cells)
        if stop >= len(text):
            lines.append(text[start:].rstrip())
            return
        at = stop
        while at > start and _clings(text, at):
            at -= 1
        if at == start:  # one word longer than a line: it is broken where the line ends, but for a cell
            at = max(start + 1, bisect_right(ends, before + cells - 1))
        lines.append(text[start:at].rstrip())
        start = at


def _clings(text: str, at: int) -> bool:
    """Tell whether the characters before and at ``at`` belong on one line."""
    if at >= len(text):
        return False
    last, character = text[at - 1], text[at]
    if last.isspace():
        return False
    if character in NO_LINE_START or last in NO_LINE_END:
        return True
    return _CELLS[character] == 1 and _CELLS[last] == 1 and not character.isspace()


class Paper:
    """Lines for one reader: how wide they may be, and whether in colour."""

    def __init__(self, columns: int = WITHOUT_TERMINAL, *, colour: bool = False) -> None:
        self.columns = columns
        self.colour = colour
        self.lines: list[str] = []

    @classmethod
    def of_stdout(cls) -> "Paper":
        """Return the paper that standard output is: a terminal's width and colours, or plain where it is none."""
        if not sys.stdout.isatty():
            given = os.environ.get("COLUMNS", "")
            columns = int(given) if given.isascii() and given.isdigit() else WITHOUT_TERMINAL
            return cls(_within(columns))
        colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return cls(_within(shutil.get_terminal_size().columns), colour=colour)

    def fresh(self) -> "Paper":
        """Return an empty sheet of the same paper."""
        return Paper(self.columns, colour=self.colour)

    def paint(self, text: str, *colours: str) -> str:
        """Return ``text`` in ``colours`` where there is colour; the text itself is never read for markup."""
        if not self.colour or not colours:
            return text
        return f"\x1b[{';'.join(COLOURS[name] for name in colours)}m{text}\x1b[0m"

    def line(self, text: str = "", *colours: str, indent: int = 0) -> None:
        """Write one paragraph, folded, each line indented by ``indent`` cells; control characters written out."""
        for part in fold(shown(text), self.columns - indent):
            self.lines.append(" " * indent + self.paint(part, *colours) if part else "")

    def labelled(self, label: str, text: str, *colours: str, indent: int = 0) -> None:
        """Write ``label`` and beside it ``text``, folded under itself."""
        start = indent + width(label) + 1
        parts = fold(shown(text), max(self.columns - start, 20))
        for number, part in enumerate(parts):
            head = " " * indent + self.paint(label, "dim") + " " if number == 0 else " " * start
            self.lines.append((head + self.paint(part, *colours)).rstrip())

    def marked(self, mark: str, colour: str, text: str, *colours: str, indent: int = 0) -> None:
        """Write ``text`` behind a mark in its colour, folded under itself; a mark takes one cell and a space."""
        head = " " * indent + self.paint(mark, colour) + " " * (2 - width(mark))
        for number, part in enumerate(fold(shown(text), self.columns - indent - 2)):
            lead = head if number == 0 else " " * (indent + 2)
            self.lines.append((lead + self.paint(part, *colours)).rstrip())

    def rule(self, title: str) -> None:
        """Write a title with a rule beside it, to the right margin."""
        shortened = cut(shown(title), self.columns - 6)
        filled = "━" * (self.columns - 4 - width(shortened))
        self.lines.append(f"{self.paint('━━', 'dim')} {self.paint(shortened, 'bold')} {self.paint(filled, 'dim')}")

    def text(self) -> str:
        """Return all that was written, ending with a line end."""
        return "\n".join(self.lines) + "\n"


def _within(columns: int) -> int:
    return max(NARROWEST, min(columns, WIDEST))
