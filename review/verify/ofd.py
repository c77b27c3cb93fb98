"""An OFD file by zipfile and lxml: every character of a page where its text object sets it, in points."""

import itertools
import posixpath
import re
from typing import Any

from review.verify.claims import EvidenceClaim
from review.verify.matching import Answer, failed, missing, unchecked
from review.verify.packages import CannotOpen, Parts
from review.verify.pdf import Glyph, Page, on_page

Element = Any  # an lxml element
Matrix = tuple[float, float, float, float, float, float]

_TURNS = ("CharDirection", "ReadDirection")
_POINTS = 72 / 25.4
_ABOVE, _BELOW = 0.88, 0.12  # of the size: how far a character usually reaches over and under its base line


class OfdFile:
    """The pages of a file, each read when it is asked for. Raises CannotOpen where it is no OFD file."""

    def __init__(self, data: bytes) -> None:
        self._parts = Parts(data)
        entry = next((one for one in sorted(self._parts.names(), key=len) if one.endswith("ofd.xml")), "ofd.xml")
        root = self._parts.root(entry)
        if root is None:
            raise CannotOpen("另一程序没有找到OFD的正文。")
        self._pages: list[tuple[str, dict[str, str]]] = []
        for body in root.iterchildren("{*}DocBody"):
            self._document(_current(self._parts, body, entry))
        self._read: dict[int, tuple[Page, bool]] = {}

    def answer(self, claim: EvidenceClaim) -> Answer:
        """Tell whether the quote stands on its page inside its box."""
        place = claim.location
        lacking = missing(place, ("page", "bbox"))
        if lacking is not None or place.page is None or place.bbox is None:
            return lacking or failed("no-place", "位置不全，无法按位置打开。")
        if (place.paragraph, place.sheet, place.cell, place.line) != (None,) * 4:
            return failed("bad-place", "位置里有OFD文件没有的项目。")
        if not 1 <= place.page <= len(self._pages):
            return failed("bad-place", f"文件没有第{place.page}页，共{len(self._pages)}页。")
        if place.page not in self._read:
            self._read = {place.page: self._page(place.page - 1)}
        page, whole = self._read[place.page]
        answer = on_page(claim.quote, place.page, place.bbox, page, in_table=place.table is not None)
        if answer.verdict == "failed" and not whole:
            return unchecked("lost-glyphs", f"第{place.page}页有复合图元、转向的或未给出字符的文字，另一程序无法还原。")
        return answer

    def _document(self, part: str) -> None:
        root = self._parts.root(part)
        if root is None:
            return
        common = _first(root, "CommonData")
        templates = {
            one.get("ID") or "": _at(part, one.get("BaseLoc"))
            for one in (common.iterchildren("{*}TemplatePage") if common is not None else ())
        }
        for group in root.iterchildren("{*}Pages"):
            for page in group.iterchildren("{*}Page"):
                self._pages.append((_at(part, page.get("BaseLoc")), templates))

    def _page(self, at: int) -> tuple[Page, bool]:
        """Return a page with those of its templates, and whether all that is written on it could be read."""
        part, templates = self._pages[at]
        root = self._parts.root(part)
        if root is None:
            return Page(()), False
        used = [templates.get(one.get("TemplateID") or "", "") for one in root.iterchildren("{*}Template")]
        layers = [root, *(found for found in map(self._parts.root, filter(None, used)) if found is not None)]
        glyphs: list[Glyph] = []
        whole = True
        for layer in layers:
            whole = whole and next(layer.iter("{*}CompositeObject"), None) is None
            for text in layer.iter("{*}TextObject"):
                set_here = _glyphs(text)
                turned = any(_numbers(text.get(name)) not in ([], [0.0]) for name in _TURNS)
                whole = whole and bool(set_here) and not turned and text.get("HScale") is None
                glyphs += set_here
        return Page(tuple(glyphs)), whole


def _current(parts: Parts, body: Element, entry: str) -> str:
    """Return the root part of a document in its version in force."""
    for versions in body.iterchildren("{*}Versions"):
        for version in versions.iterchildren("{*}Version"):
            if version.get("Current") in ("true", "1"):
                described = _at(entry, version.get("BaseLoc"))
                root = parts.root(described)
                found = _first(root, "DocRoot")
                if found is not None:
                    at = _at(described, found.text)
                    return at if parts.root(at) is not None else _at(entry, found.text)
    found = _first(body, "DocRoot")
    return _at(entry, None if found is None else found.text)


def _first(element: Element | None, name: str) -> Element | None:
    return None if element is None else next(element.iterchildren(f"{{*}}{name}"), None)


def _at(part: str, location: str | None) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), (location or "").strip())).lstrip("/")


def _numbers(text: str | None) -> list[float]:
    return [float(one) for one in re.findall(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?", text or "")]


def _glyphs(element: Element) -> list[Glyph]:
    """Return the characters of a TextObject with their boxes; those between templates' objects are taken the same."""
    boundary = _numbers(element.get("Boundary"))
    matrix = _numbers(element.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    left, top = boundary[:2] if len(boundary) == 4 else (0.0, 0.0)
    size = (_numbers(element.get("Size")) or [3.5])[0]
    found: list[Glyph] = []
    x = y = 0.0
    for code in element.iterchildren("{*}TextCode"):
        text = code.text or ""
        text = text.strip() if "\n" in text else text
        x, y = (_numbers(code.get("X")) or [x])[0], (_numbers(code.get("Y")) or [y])[0]
        across, down = (_by_character(text, _steps(code.get(name))) for name in ("DeltaX", "DeltaY"))
        at_x, at_y = x, y
        for index, char in enumerate(text):
            wide = size if ord(char) > 0x2E7F else 0.52 * size
            corners = [(at_x, at_y - _ABOVE * size), (at_x + wide, at_y + _BELOW * size)]
            points = [(a * p + c * q + e + left, b * p + d * q + f + top) for p, q in corners]
            xs, ys = sorted(_POINTS * p for p, _ in points), sorted(_POINTS * q for _, q in points)
            found.append(Glyph(char, xs[0], ys[0], xs[1], ys[1], slanted=abs(b) > 0.05 * max(abs(a), 1e-6)))
            if index < len(across) or index < len(down):
                at_x += across[index] if index < len(across) else 0.0
                at_y += down[index] if index < len(down) else 0.0
            else:
                at_x += wide
    return found


def _by_character(text: str, steps: list[float]) -> list[float]:
    """Return a distance for each character where a producer counted in units of UTF-16."""
    units = [len(char.encode("utf-16-le", "surrogatepass")) // 2 for char in text]
    if sum(units) == len(text) or len(steps) != sum(units) - 1:
        return steps
    ends = list(itertools.accumulate(units))
    return [sum(steps[end - unit : end]) for unit, end in zip(units, ends, strict=True)][:-1]


def _steps(text: str | None) -> list[float]:
    """Return distances; ``g n v`` stands for n times v.

    >>> _steps("g 2 5 2.5")
    [5.0, 5.0, 2.5]
    """
    found: list[float] = []
    words = iter((text or "").replace(",", " ").split())
    for word in words:
        times = 1
        if word == "g":
            times = int((_numbers(next(words, "")) or [0])[0])
            word = next(words, "")  # noqa: PLW2901  the word that is repeated
        value = _numbers(word)
        found += itertools.repeat(value[0], min(times, 10_000)) if value else ()
    return found
