"""The package of an OFD file: its parts by location, its XML by local name, its numbers read without trust.

Element names are matched without their namespace: drafts of the standard and some producers use another one.
"""

import math
import posixpath
from collections.abc import Iterator
from typing import Any, ClassVar

from extractor.readers.docx_package import Package

Element = Any  # an lxml element; lxml carries no types that fit a tree walk
Matrix = tuple[float, float, float, float, float, float]
POINTS = 72 / 25.4  # points in a millimetre, the unit of OFD
FAR = 1e6  # millimetres; a coordinate beyond is damage


class OfdPackage(Package):
    """The parts of one OFD file, read within limits. Raises PackageError as ``Package`` does."""

    product: ClassVar[str] = "OFD"
    resubmit: ClassVar[str] = "请重新导出OFD后提交。"

    def find(self, location: str, *bases: str) -> str | None:
        """Return the part that ``location`` names, None where there is none.

        It is looked up beside the parts ``bases``, in their order, then from the root; ``..`` cannot lead out.
        """
        location = location.strip().replace("\\", "/")
        if not location:
            return None
        folders = [] if location.startswith("/") else [posixpath.dirname(base) for base in bases]
        for folder in [*folders, ""]:
            name = posixpath.normpath(posixpath.join("/", folder, location.lstrip("/"))).lstrip("/")
            if self.has(name):
                return name
        return None

    def names(self) -> list[str]:
        """Return the names of all parts, in a stable order."""
        return sorted(info.filename for info in self._infos.values())


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def child(element: Element, name: str) -> Element | None:
    """Return the first child of this name, None where there is none."""
    return next(element.iterchildren("{*}" + name), None)


def text_of(element: Element | None) -> str:
    """Return the text of an element without white space around it, "" for None."""
    return "" if element is None else str(element.text or "").strip()


def locations(element: Element, name: str) -> Iterator[str]:
    """Yield the text of each child of this name."""
    for found in element.iterchildren("{*}" + name):
        yield text_of(found)


def number(text: str | None, default: float) -> float:
    """Return a number of the file, ``default`` where it is missing, no number, or out of all measure.

    >>> number("12.5", 0), number("1e99", 3), number("nan", 3), number(None, 3)
    (12.5, 3, 3, 3)
    """
    try:
        value = float(text) if text is not None else default
    except ValueError:
        return default
    return value if math.isfinite(value) and abs(value) <= FAR else default


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """Return exactly ``count`` numbers of an attribute, None where there are fewer or one is none."""
    words = (text or "").replace(",", " ").split(maxsplit=count)[:count]
    values = tuple(number(word, math.nan) for word in words)
    return values if len(values) == count and not any(map(math.isnan, values)) else None


def is_false(text: str | None) -> bool:
    """Tell whether an attribute says no."""
    return text is not None and text.strip().lower() in ("false", "0")


def is_true(text: str | None) -> bool:
    """Tell whether an attribute says yes."""
    return text is not None and text.strip().lower() in ("true", "1")
