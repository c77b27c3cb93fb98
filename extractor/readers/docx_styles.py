"""Styles of a Word file, resolved: what a paragraph or run of a style is, after its basedOn chain and the defaults."""

import re
from functools import lru_cache
from typing import Any

from extractor.readers.docx_names import FALSE, PPR, RPR, VAL, VANISH, W

Element = Any  # an lxml element

_CHAIN = 32  # a basedOn chain longer than this is damage
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(
    r"toc\s*\d|toc heading|table of (?:figures|contents)|目录\s*\d?|图表目录|contents heading", re.IGNORECASE
)
# faces that are heavy by themselves; 微软雅黑 is not one, whole documents are set in it
_HEAVY = ("黑体", "simhei", "华文黑体", "stheiti", "方正黑体", "方正小标宋", "思源黑体 heavy")
SYMBOL_FACES = ("wingdings", "symbol")
_EAST_ASIA, _ASCII, _OTHER = W + "eastAsia", W + "ascii", W + "hAnsi"
_FONTS, _STYLE = W + "rFonts", W + "rStyle"
_STRIKES = (W + "strike", W + "dstrike")
_RUN_NAMES = {W + name: name for name in ("sz", "b", "vanish", "rStyle", "u", "rFonts")}
DEFAULT_SIZE = 10.0
TEXT_LEVEL = 9  # w:outlineLvl of body text


class RunLook:
    """What a run's properties say of its look and whether it is hidden; None where they say nothing.

    ``symbols`` is the symbol face in lower case (wingdings 2) where the run is set in one.
    """

    __slots__ = ("bold", "hidden", "size", "style", "symbols", "underlined")

    def __init__(self) -> None:
        self.size: float | None = None
        self.bold: bool | None = None
        self.hidden: bool | None = None
        self.underlined = False
        self.style: str | None = None
        self.symbols: str | None = None


class ParagraphStyle:
    """A paragraph style after its chain: ``level`` from 1, ``num_id`` and ``ilvl`` as written, ``chain`` of ids."""

    __slots__ = ("bold", "centered", "chain", "contents", "hidden", "ilvl", "level", "num_id", "size")

    def __init__(self) -> None:
        self.level: int | None = None
        self.num_id: str | None = None
        self.ilvl: int | None = None
        self.centered: bool | None = None
        self.contents = False
        self.size: float | None = None
        self.bold: bool | None = None
        self.hidden: bool | None = None
        self.chain: tuple[str, ...] = ()


class Styles:
    """The styles of one file; a missing or broken ``styles.xml`` (root None) gives plain defaults.

    ``base`` is what the document defaults say of every run; ``hides`` tells whether any style hides text.
    """

    def __init__(self, root: Element | None) -> None:
        self._raw: dict[str, Element] = {}
        self._paragraphs: dict[str | None, ParagraphStyle] = {}
        self._runs: dict[str, RunLook] = {}
        self._default: str | None = None
        self.base = RunLook()
        self.hides = False
        if root is None:
            return
        self.hides = next(root.iter(VANISH), None) is not None
        for style in root.iter(W + "style"):
            identifier = style.get(W + "styleId")
            if identifier is None:
                continue
            self._raw.setdefault(identifier, style)
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self._default = identifier
        for defaults in root.iter(W + "rPrDefault"):
            for properties in defaults.iter(RPR):
                read_run(properties, self.base)

    def paragraph(self, identifier: str | None) -> ParagraphStyle:
        """Return the paragraph style ``identifier``; None or an unknown one gives the default style."""
        known = self._paragraphs.get(identifier)
        if known is None:
            start = identifier if identifier in self._raw else self._default
            known = self._paragraphs[identifier] = self._resolve(start)
        return known

    def run(self, identifier: str) -> RunLook:
        """Return the character style ``identifier`` after its chain; an unknown one says nothing."""
        known = self._runs.get(identifier)
        if known is None:
            known = self._runs[identifier] = RunLook()
            for style in self._chain(identifier):
                for properties in style.iterchildren(RPR):
                    _inherit(known, read_run(properties, RunLook()))
        return known

    def number_of(self, identifier: str) -> str | None:
        """Return the numId that a numbering style names, or None."""
        return self.paragraph(identifier).num_id if identifier in self._raw else None

    def _chain(self, identifier: str | None) -> list[Element]:
        chain: list[Element] = []
        while identifier is not None and len(chain) < _CHAIN:
            style = self._raw.get(identifier)
            if style is None or style in chain:
                break
            chain.append(style)
            based_on = style.find(W + "basedOn")
            identifier = None if based_on is None else based_on.get(VAL)
        return chain

    def _resolve(self, identifier: str | None) -> ParagraphStyle:
        result = ParagraphStyle()
        chain = self._chain(identifier)
        result.chain = tuple(style.get(W + "styleId") for style in chain)
        look = RunLook()
        outline: int | None = None
        for style in chain:
            for properties in style.iterchildren(PPR):
                for element in properties:
                    if element.tag == W + "outlineLvl" and outline is None:
                        outline = whole_number(element.get(VAL))
                    elif element.tag == W + "jc" and result.centered is None:
                        result.centered = element.get(VAL) == "center"
                    elif element.tag == W + "numPr":
                        num_id, ilvl = read_numbering(element)
                        result.num_id = result.num_id if result.num_id is not None else num_id
                        result.ilvl = result.ilvl if result.ilvl is not None else ilvl
            for properties in style.iterchildren(RPR):
                _inherit(look, read_run(properties, RunLook()))
            name_element = style.find(W + "name")
            name = (name_element.get(VAL) if name_element is not None else None) or ""
            name = name.split(",")[0].strip()  # aliases follow a comma
            named = _HEADING.fullmatch(name) or _HEADING.fullmatch(style.get(W + "styleId") or "")
            if named and outline is None:
                outline = int(named.group(1)) - 1
            if _CONTENTS.fullmatch(name):
                result.contents = True
        result.size, result.bold, result.hidden = look.size, look.bold, look.hidden
        if outline is not None and 0 <= outline < TEXT_LEVEL and not result.contents:
            result.level = outline + 1
        return result


def read_run(properties: Element, into: RunLook) -> RunLook:
    """Read a w:rPr into ``into`` and return it."""
    for element in properties:
        name = _RUN_NAMES.get(element.tag)
        if name is None:
            continue
        if name == "sz":
            half_points = whole_number(element.get(VAL))
            if half_points:
                into.size = half_points / 2
        elif name == "b":
            into.bold = into.bold or is_on(element)  # a heavy face stays heavy
        elif name == "vanish":
            into.hidden = is_on(element)
        elif name == "rStyle":
            into.style = element.get(VAL)
        elif name == "u":
            into.underlined = element.get(VAL) not in FALSE
        elif name == "rFonts":
            heavy, symbols = _face(element.get(_EAST_ASIA), element.get(_ASCII) or element.get(_OTHER))
            into.bold = heavy or into.bold
            into.symbols = symbols
    return into


@lru_cache(maxsize=256)
def _face(east_asian: str | None, latin: str | None) -> tuple[bool, str | None]:
    """Return whether the East Asian face is heavy by itself, and the symbol face, if the Latin one is."""
    latin = (latin or "").lower()
    heavy = (east_asian or "").lower().startswith(_HEAVY)
    return heavy, latin if latin.startswith(SYMBOL_FACES) else None


def is_struck(properties: Element) -> bool:
    """Return whether a w:rPr draws one line or two through the run."""
    for name in _STRIKES:
        element = properties.find(name)
        if element is not None and is_on(element):
            return True
    return False


def is_plain(properties: Element) -> bool:
    """Return whether a w:rPr names no style and no symbol face, by its first child: the order of w:rPr is fixed."""
    for first in properties:
        tag = first.tag
        if tag == _FONTS:
            return _face(None, first.get(_ASCII) or first.get(_OTHER))[1] is None
        return bool(tag != _STYLE)
    return True


def read_numbering(properties: Element) -> tuple[str | None, int | None]:
    """Return (numId, ilvl) of a w:numPr, each None where it is not given or no number."""
    num_id: str | None = None
    ilvl: int | None = None
    for element in properties:
        if element.tag == W + "numId":
            num_id = (element.get(VAL) or "").strip() or None
        elif element.tag == W + "ilvl":
            ilvl = whole_number(element.get(VAL))
    return num_id, ilvl


def is_on(element: Element) -> bool:
    """Return the value of a w:CT_OnOff element: on unless it says otherwise."""
    value = element.get(VAL)
    return value is None or value.lower() not in FALSE


def whole_number(text: str | None) -> int | None:
    """Return the integer ``text`` holds, or None: attributes of damaged files hold anything.

    >>> whole_number("28"), whole_number("abc"), whole_number("14.0"), whole_number("1e999"), whole_number("nan")
    (28, None, 14, None, None)
    """
    if text is None:
        return None
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return None


def _inherit(look: RunLook, parent: RunLook) -> None:
    look.size = parent.size if look.size is None else look.size
    look.bold = parent.bold if look.bold is None else look.bold
    look.hidden = parent.hidden if look.hidden is None else look.hidden
