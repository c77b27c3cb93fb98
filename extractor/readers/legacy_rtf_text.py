"""Which characters the bytes of an RTF file are: code pages of the file and of its type faces."""

# character set of a type face -> code page; 0 (ANSI), 1 (default) and 2 (symbol) say nothing of their own
CHARSETS = {
    128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 932: "cp932", 949: "cp949", 65001: "utf-8"}
_SINGLE = range(1250, 1259)
_WIDE = frozenset(("gb18030", "big5hkscs", "cp932", "cp949"))


class Look:
    """The properties of characters that matter to what is read.

    ``font`` is the face; ``east`` the face for East Asian characters where the file names one of its own.
    """

    __slots__ = ("_mode", "deleted", "east", "font", "hidden")

    def __init__(self) -> None:
        self.font = -1
        self.east = -1
        self.deleted = False
        self.hidden = False
        self._mode = ""

    def copy(self) -> "Look":
        """Return a copy, for the group inside."""
        other = Look()
        other.font, other.east, other.deleted, other.hidden = self.font, self.east, self.deleted, self.hidden
        return other

    def take(self, word: str, number: int | None) -> None:
        """Take one control word; those of no concern change nothing."""
        if word in ("loch", "hich", "dbch"):
            self._mode = word
        elif word == "f" and number is not None:
            self.font = number
        elif word == "af" and number is not None and self._mode == "dbch":
            self.east = number
        elif word == "v":
            self.hidden = number != 0
        elif word == "deleted":
            self.deleted = number != 0
        elif word == "plain":
            self.font = self.east = -1
            self.deleted = self.hidden = False


def encoding_of(word: str, number: int | None) -> str:
    """Return the code page that the head of a file names (``ansicpg936``, ``mac``, ``pc``, ``pca``).

    >>> encoding_of("ansicpg", 936), encoding_of("ansicpg", 1251), encoding_of("pc", None)
    ('gb18030', 'cp1251', 'cp437')
    """
    if word == "ansicpg" and number is not None:
        return _PAGES.get(number) or (f"cp{number}" if number in _SINGLE else "cp1252")
    return {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}.get(word, "cp1252")


def decode(data: bytes, look: Look, fonts: dict[int, str], default: str) -> str:
    """Return the text of ``data``; bytes that are no character of its code page give U+FFFD.

    The face's own character set is asked first, then the face for East Asian text, then the file's code page.
    """
    if data.isascii():
        return data.decode("ascii")
    named = fonts.get(look.font)
    east = fonts.get(look.east)
    if named not in _WIDE and east in _WIDE:
        named = east
    return data.decode(named or default, "replace")
