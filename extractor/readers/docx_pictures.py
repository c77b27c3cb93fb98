"""Pictures, diagrams and embedded objects: what a Word file shows that holds no text the reader can take."""

import re
from collections.abc import Iterator
from typing import Any

from extractor.document import Place
from extractor.readers import docx_names as n
from extractor.readers.docx_package import relationship_id
from extractor.readers.docx_styles import whole_number
from extractor.readers.docx_tally import Tally

Element = Any  # an lxml element

_PICTURES = (n.PIC + "pic", n.V + "imagedata")
_GRAPHICS = (n.CHART + "chart", n.DIAGRAM + "relIds")
_OLE = n.OFFICE + "OLEObject"
_EMU_PER_POINT = 12_700
# a picture that covers this much of the page is a page; figures and screenshots stay below
_PAGE_SHARE = 0.5
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]{1,12})(pt|in|cm|mm|px)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}
# embedded files that hold text; a Visio drawing or a formula is a picture
_DOCUMENTS = {"excel": "Excel表格", "word": "Word文档", "powerpoint": "演示文稿", "package": "文件", "et.": "WPS表格"}


def look_into(drawing: Element, tally: Tally, place: Place) -> int:
    """Count what a w:drawing, w:pict or w:object shows; return how many pictures in it are as large as a page."""
    pictures = 0
    scans = 0
    for element in _visible(drawing):
        tag = element.tag
        if tag in _PICTURES:
            pictures += 1
        elif tag in _GRAPHICS or tag == n.A + "t":
            tally.drawings += tag in _GRAPHICS
            if tag == n.A + "t" and (element.text or "").strip():
                tally.drawings += 1
        elif tag == _OLE:
            _embedded(element, tally, place)
    tally.pictures += pictures
    if pictures and _area(drawing) >= _PAGE_SHARE * tally.page_area:
        scans = 1
        tally.scans += 1
        if place.part == "body":
            tally.scanned += [(name, place) for name in _images(drawing)]
    return scans


def _images(drawing: Element) -> Iterator[str]:
    """Yield the relationships of the image files a drawing shows."""
    for element in _visible(drawing):
        if element.tag == n.PIC + "pic":
            names = [relationship_id(blip, "embed") for blip in element.iter(n.A + "blip")]
        elif element.tag == n.V + "imagedata":
            names = [relationship_id(element)]
        else:
            continue
        yield from (name for name in names if name)


def boxes(drawing: Element) -> Iterator[Element]:
    """Yield the content of each text box in a drawing once: of a choice and its fallback only the choice."""
    if next(drawing.iter(n.TXBX), None) is None:
        return
    yield from _boxes(drawing)


def chosen(alternate: Element) -> Element:
    """Return the branch of an mc:AlternateContent that is shown; an empty list where it has none."""
    fallback: Element = []
    for branch in alternate:
        if branch.tag == n.CHOICE:
            return branch
        if branch.tag == n.FALLBACK:
            fallback = branch
    return fallback


def _boxes(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == n.TXBX:
            yield child
        elif child.tag == n.ALTERNATE:
            yield from _boxes(chosen(child))
        elif len(child):
            yield from _boxes(child)


def _visible(drawing: Element) -> Iterator[Element]:
    """Yield the elements of interest outside text boxes, which are walked as text and bring their own drawings."""
    if next(drawing.iter(n.TXBX, n.ALTERNATE), None) is None:
        yield from drawing.iter(*_PICTURES, *_GRAPHICS, _OLE, n.A + "t")
        return
    stack = [drawing]
    while stack:
        element = stack.pop()
        if element.tag == n.TXBX:
            continue
        yield element
        children = chosen(element) if element.tag == n.ALTERNATE else element
        stack.extend(reversed(children))


def _area(drawing: Element) -> float:
    """Return the area of a drawing on the page in square points; 0 where it lies behind the text as a background."""
    for anchor in drawing.iter(n.WP + "anchor"):
        if anchor.get("behindDoc") in ("1", "true"):
            return 0.0
    for extent in drawing.iter(n.WP + "extent"):
        wide, high = whole_number(extent.get("cx")), whole_number(extent.get("cy"))
        return (wide or 0) / _EMU_PER_POINT * (high or 0) / _EMU_PER_POINT
    for shape in drawing.iter(n.V + "shape", n.V + "rect"):
        size = {name: float(value) * _POINTS[unit or "px"] for name, value, unit in _lengths(shape.get("style") or "")}
        return size.get("width", 0.0) * size.get("height", 0.0)
    return 0.0


def _lengths(style: str) -> list[tuple[str, str, str]]:
    return [found for found in _LENGTH.findall(style) if found[1].count(".") <= 1 and found[1] != "."]


def _embedded(element: Element, tally: Tally, place: Place) -> None:
    program = (element.get("ProgID") or "").lower()
    for start, name in _DOCUMENTS.items():
        if program.startswith(start):
            tally.lose(
                place, "unsupported-format", f"此处嵌入了{name}，其中的内容没有读；请将内容直接写入正文或另附文件。"
            )
            return
