"""Text for a terminal: the width of Han characters, folding, control characters made harmless, colour."""

import os
import shutil
import sys
import unicodedata
from functools import lru_cache

NO_LINE_START = frozenset("，。、；：！？）》〉】〕”’％…—,.;:!?)]}%")
NO_LINE_END = frozenset("（《〈【〔“‘([{")
NARROWEST, WIDEST, WITHOUT_TERMINAL = 60, 120, 100
COLOURS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36", "bold": "1", "dim": "2"}


@lru_cache(maxsize=8192)
def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    # ambiguous ones (“” … ·) are one cell wide in the terminals we know, whatever their fonts draw
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def width(text: str) -> int:
    """Return how many terminal cells ``text`` takes.

    >>> width("质保期P2Y")
    9
    """
    return sum(map(_cells, text))


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
    return shown(path).replace("\n", _written_out("\n"))


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
    used, kept = 0, []
    for character in text:
        used += _cells(character)
        if used > cells - 1:
            break
        kept.append(character)
    return "".join(kept) + "…"


def fold(text: str, cells: int) -> list[str]:
    """Return the lines of ``text`` folded to ``cells``: Latin words whole, no line starting with closing punctuation.

    >>> fold("质保期为一年，低于两年。", 12)
    ['质保期为一', '年，低于两', '年。']
    """
    lines = []
    for paragraph in text.split("\n"):
        line: list[str] = []
        used = 0
        for piece in _pieces(paragraph, cells):
            size = width(piece)
            if used + size > cells and line:
                lines.append("".join(line).rstrip())
                line, used = ([], 0) if piece == " " else ([piece], size)
            elif line or piece != " ":
                line.append(piece)
                used += size
        lines.append("".join(line).rstrip())
    return lines


def _pieces(text: str, cells: int) -> list[str]:
    """Split into what must not be broken: a Latin word, or a Han character with the punctuation that clings to it."""
    pieces: list[str] = []
    for character in text:
        if not pieces or width(pieces[-1]) >= cells - 1:
            pieces.append(character)
            continue
        last = pieces[-1]
        clings = character in NO_LINE_START or last[-1] in NO_LINE_END
        word = _cells(character) == 1 and _cells(last[-1]) == 1 and not character.isspace() and not last[-1].isspace()
        if (clings and not last[-1].isspace()) or word:
            pieces[-1] = last + character
        else:
            pieces.append(character)
    return pieces


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
