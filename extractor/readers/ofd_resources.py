"""What the objects of an OFD page refer to by id: fonts, drawing parameters, composite graphics, picture files."""

import posixpath
import re

from msgspec import Struct

from extractor.readers.docx_package import PackageError
from extractor.readers.ofd_package import Element, OfdPackage, child, is_true, text_of
from extractor.readers.pdf_lines import BOLD_NAME

SYMBOLS = re.compile(r"wingdings|webdings|symbol|dingbats|marlett", re.IGNORECASE)
CHAIN = 8  # drawing parameters may refer to each other; longer chains are loops


class Font(Struct, frozen=True):
    """A font: its name, whether it is bold in itself, whether its characters are pictures (Wingdings)."""

    name: str = ""
    bold: bool = False
    symbols: bool = False


class Resources:
    """The resources of one document by id. A part that cannot be read gives none; what needed it is told there."""

    def __init__(self) -> None:
        self.fonts: dict[str, Font] = {}
        self.composites: dict[str, Element] = {}
        self.pictures: dict[str, str] = {}  # the part of each that is there
        self._params: dict[str, Element] = {}
        self._seen: set[str] = set()

    def load(self, package: OfdPackage, part: str) -> None:
        """Add the resources of one part, once."""
        if part in self._seen:
            return
        self._seen.add(part)
        try:
            root, _ = package.parse(part)
        except PackageError:
            return
        for element in root.iter("{*}Font"):
            name = element.get("FontName") or element.get("FamilyName") or ""
            bold = is_true(element.get("Bold")) or BOLD_NAME.search(name) is not None
            self.fonts[element.get("ID") or ""] = Font(name, bold, SYMBOLS.search(name) is not None)
        for element in root.iter("{*}DrawParam"):
            self._params[element.get("ID") or ""] = element
        for element in root.iter("{*}CompositeGraphicUnit"):
            self.composites[element.get("ID") or ""] = element
        base = posixpath.join(posixpath.dirname(part), (root.get("BaseLoc") or "").replace("\\", "/"), "file")
        for element in root.iter("{*}MultiMedia"):
            if (element.get("Type") or "Image").lower() == "image":
                found = package.find(text_of(child(element, "MediaFile")), base, part)
                if found is not None:
                    self.pictures[element.get("ID") or ""] = found

    def inherited(self, reference: str | None, name: str) -> Element | None:
        """Return the child ``name`` (a colour) of a drawing parameter or of one it builds on."""
        for _ in range(CHAIN):
            param = self._params.get(reference or "")
            if param is None:
                return None
            found = child(param, name)
            if found is not None:
                return found
            reference = param.get("Relative")
        return None

    def setting(self, reference: str | None, name: str) -> str | None:
        """Return the attribute ``name`` of a drawing parameter or of one it builds on."""
        for _ in range(CHAIN):
            param = self._params.get(reference or "")
            if param is None:
                return None
            value: str | None = param.get(name)
            if value is not None:
                return value
            reference = param.get("Relative")
        return None


def shade_and_alpha(colour: Element | None) -> tuple[int, int]:
    """Return the darkest channel and the opacity of a colour, from 0 to 255; black where nothing is said.

    One value is grey, three are RGB, four are CMYK.
    """
    if colour is None:
        return 0, 255
    values = [_channel(word) for word in (colour.get("Value") or "").split()[:4]]
    alpha = _channel(colour.get("Alpha") or "255")
    if len(values) == 4:
        black = values.pop()
        values = [(255 - value) * (255 - black) // 255 for value in values]
    return (min(values) if values else 0), alpha


def _channel(word: str) -> int:
    try:
        value = int(word[1:], 16) if word.startswith("#") else int(float(word))
    except (ValueError, OverflowError):
        return 0
    return max(0, min(255, value))
