"""Characters of symbol faces, as the reader of the page sees them: above all the boxes of a form."""

_WINGDINGS = {
    0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐", 0xA8: "☐", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    0x6C: "●", 0xA1: "○", 0x75: "◆", 0xD8: "➢", 0xA7: "▪",
    **{0x81 + i: chr(ord("①") + i) for i in range(10)},
    **{0x8C + i: chr(ord("❶") + i) for i in range(10)},
}  # fmt: skip
_WINGDINGS_2 = {
    0x2A: "☐", 0x30: "☐", 0x35: "☐", 0xA3: "☐", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒",
    0xA2: "■", 0x97: "●", 0x99: "○",
    **{0x6A + i: chr(ord("①") + i) for i in range(10)},
}  # fmt: skip
_SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB0: "°", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0xB7: "•",
    0xD6: "√", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x57: "Ω", 0x53: "Σ", 0x44: "Δ", 0x70: "π",
    0xB2: "″", 0xA2: "′",
}  # fmt: skip
_FACES = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE = range(0xF000, 0xF100)


def symbol(face: str, code: str) -> str:
    """Return the character of a w:sym: ``face`` as named, ``code`` in hexadecimal (F0FE). Unknown ones give "".

    >>> symbol("Wingdings", "F0FE"), symbol("Wingdings 2", "00A3"), symbol("Wingdings", "zz"), symbol("宋体", "25A1")
    ('☑', '☐', '', '□')
    """
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    table = _FACES.get(face.strip().lower())
    if table is not None:
        return table.get(value & 0xFF if value in _PRIVATE else value, "")
    if value in _PRIVATE:
        # boxes inserted through a face this machine lacks keep the code of Wingdings
        return _WINGDINGS.get(value & 0xFF, "")
    return chr(value) if 0x20 <= value < 0xD800 else ""


def in_symbol_face(text: str, face: str) -> str:
    r"""Return ``text`` as it looks in a symbol face, character for character; what has no known look stays.

    >>> in_symbol_face("R固定总价", "wingdings 2"), in_symbol_face("\uf0a8", "wingdings")
    ('☑固定总价', '☐')
    """
    table = _FACES.get(face, {})
    return "".join(table.get(ord(c) & 0xFF, c) if ord(c) < 0x100 or ord(c) in _PRIVATE else c for c in text)
