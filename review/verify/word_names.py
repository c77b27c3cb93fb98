"""WordprocessingML names with a short prefix whatever namespace a file uses, and the signs of its symbol faces."""

from functools import lru_cache
from typing import Any

Element = Any  # an lxml element

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
}
_OFF = ("0", "false", "off", "none")

# the faces that draw signs in place of letters; only signs whose character is certain
_WINGDINGS = (
    "6E■ 6F☐ 70☐ 71☐ 72☐ A8☐ FB✗ FC✓ FD☒ FE☑ 6C● A1○ 75◆ D8➢ A7▪ 81① 82② 83③ 84④ 85⑤ 86⑥ 87⑦ 88⑧ 89⑨ 8A⑩ "
    "8C❶ 8D❷ 8E❸ 8F❹ 90❺ 91❻ 92❼ 93❽ 94❾ 95❿"
)
_WINGDINGS_2 = "2A☐ 30☐ 35☐ A3☐ 4F✗ 50✓ 51☒ 52☑ 53☒ 54☒ A2■ 97● 99○ 6A① 6B② 6C③ 6D④ 6E⑤ 6F⑥ 70⑦ 71⑧ 72⑨ 73⑩"
_SYMBOL = "A3≤ B3≥ B1± B4× B0° B8÷ B9≠ BB≈ A5∞ B7• D6√ 61α 62β 67γ 64δ 6Dμ 57Ω 53Σ 44Δ 70π B2″ A2′"


def _face(signs: str) -> dict[int, str]:
    return {int(sign[:2], 16): sign[2] for sign in signs.split()}


FACES = {"wingdings": _face(_WINGDINGS), "wingdings 2": _face(_WINGDINGS_2), "symbol": _face(_SYMBOL)}


@lru_cache(maxsize=4096)
def _short(tag: str) -> str:
    space, _, local = tag.rpartition("}")
    prefix = _PREFIXES.get(space[1:])
    return f"{prefix}:{local}" if prefix else ""


def name(element: Element) -> str:
    """Return ``w:p`` for a paragraph, and "" for names outside the vocabularies that hold text."""
    return _short(element.tag) if isinstance(element.tag, str) else ""


def value(element: Element | None, attribute: str = "val") -> str | None:
    """Return an attribute of a Word element, whatever its namespace; None where it has none."""
    if element is None:
        return None
    for key, text in element.attrib.items():
        if key.rpartition("}")[2] == attribute:
            return str(text)
    return None


def child(element: Element | None, wanted: str) -> Element | None:
    """Return the first child of this short name."""
    return None if element is None else next((one for one in element if name(one) == wanted), None)


def is_on(element: Element | None) -> bool:
    """Tell whether a switch (w:vanish) is there and not turned off."""
    return element is not None and (value(element) or "1").lower() not in _OFF


def number(text: str | None, default: int = 0) -> int:
    """Return a whole number as written, else ``default``."""
    digits = (text or "").strip().removeprefix("-")
    return int(text or "0") if digits.isascii() and digits.isdigit() and len(digits) < 10 else default
