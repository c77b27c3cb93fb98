"""What repeats on pages and is not the document's text: headers, footers, page numbers, watermarks."""

import itertools
import re
from collections import defaultdict

from msgspec import Struct

from extractor.document import PartName
from extractor.readers.pdf_fill import Fragment, Item
from extractor.readers.pdf_lines import INVISIBLE, Line

ZONE = 0.12  # of the height, at the top and at the bottom
SAME_HEIGHT = 3.0  # points
FIGURES = re.compile(r"\d+|(?<=第)[一二三四五六七八九十百〇零]+(?=页)|^[ivxlcIVXLC]{1,6}$")
LONE_NUMBER = re.compile(r"[-—–－·\s]*第?\d{1,4}页?(?:[/／,，]?(?:共)?\d{1,4}页?)?[-—–－·\s]*")
UNIT = re.compile(r"单位[:：]")
PALE_SIZE = 18.0


class Sheet(Struct):
    """A page on its way: what stands on it, in stream order; ``suspects`` are lines that may be a watermark."""

    number: int
    width: float
    height: float
    items: list[Item]
    suspects: list[Line]
    ocr: bool = False


class Watermark(Struct, frozen=True):
    """A text that lies over or under pages, with the first of them and their number."""

    text: str
    page: int
    pages: int


def is_suspect(line: Line) -> bool:
    """Tell whether a line looks like a watermark: askew, or large and pale."""
    if line.mode == INVISIBLE:
        return False
    return line.oblique or (line.size >= PALE_SIZE and (line.alpha < 160 or 175 <= line.shade < 250))


def watermarks(sheets: list[Sheet]) -> list[Watermark]:
    """Take the watermarks from the pages and return them; pale lines that do not repeat go back to their page."""
    pages: dict[str, set[int]] = defaultdict(set)
    for sheet in sheets:
        for line in sheet.suspects:
            pages[line.text].add(sheet.number)
    least = min(3, max(2, len(sheets)))
    kept: dict[str, set[int]] = {}
    for sheet in sheets:
        for line in sheet.suspects:
            faint = line.alpha < 160 and line.size >= 2 * PALE_SIZE
            if line.oblique or faint or len(pages[line.text]) >= least:
                kept[line.text] = pages[line.text]
            else:
                sheet.items.append(line)
        sheet.suspects = []
    return [Watermark(text, min(numbers), len(numbers)) for text, numbers in kept.items()]


def furniture(sheets: list[Sheet]) -> dict[int, dict[int, PartName]]:
    """Return for each page (by number) which of its items, by position, are header or footer."""
    sightings: dict[tuple[PartName, str], list[tuple[int, float]]] = defaultdict(list)
    edges: list[list[_AtEdge]] = []
    for sheet in sheets:
        placed = [(index, item, _zone(sheet, item)) for index, item in enumerate(sheet.items)]
        edges.append([(place[0], place[1], index, _masked(item)) for index, item, place in placed if place is not None])
        for part, distance, _, masked in edges[-1]:
            sightings[part, masked].append((sheet.number, distance))
    least = 2 if len(sheets) <= 3 else 3
    repeated = {key for key, seen in sightings.items() if key[1] and _repeats(seen, least)}
    return {sheet.number: _of_page(sheet, near, repeated) for sheet, near in zip(sheets, edges, strict=True)}


_AtEdge = tuple[PartName, float, int, str]
"""An item near an edge of its page: which, how far from it, its position, its text without figures."""


def _of_page(sheet: Sheet, near: list[_AtEdge], repeated: set[tuple[PartName, str]]) -> dict[int, PartName]:
    """Go from the edge of the page inward, as far as what stands there is furniture."""
    found: dict[int, PartName] = {}
    parts: tuple[PartName, ...] = ("header", "footer")
    for part in parts:
        entries = [(distance, index, (part, masked)) for at, distance, index, masked in near if at == part]
        echoes = {index for _, index, key in entries if key in repeated}
        for _, index, key in sorted(entries):
            item = sheet.items[index]
            lone = part == "footer" and isinstance(item, Line) and _lone_number(item.text, sheet.number)
            if key not in repeated and not lone:
                break
            if not lone and _in_text(sheet, item, echoes):
                break
            found[index] = part
    return found


def _in_text(sheet: Sheet, item: Item, repeated: set[int]) -> bool:
    """Tell whether an item is a line of the text after all: one of its size follows or precedes it at line distance."""
    if not isinstance(item, Line):
        return False
    return any(
        isinstance(other, Line)
        and at not in repeated
        and abs(other.size - item.size) < 0.06 * item.size
        and abs(other.box[1] - item.box[1]) < 2 * item.size
        and min(other.box[2], item.box[2]) > max(other.box[0], item.box[0])
        for at, other in enumerate(sheet.items)
    )


def _zone(sheet: Sheet, item: Item) -> tuple[PartName, float] | None:
    """Return whether an item stands at the top or the bottom of its page, and how far from that edge."""
    top, bottom = item.box[1], item.box[3]
    if isinstance(item, Line) and (UNIT.search(item.text) or item.column > 0):
        return None
    if isinstance(item, Fragment) and bottom - top > ZONE * sheet.height:
        return None
    if (top + bottom) / 2 <= ZONE * sheet.height:
        return "header", top
    if (top + bottom) / 2 >= (1 - ZONE) * sheet.height:
        return "footer", sheet.height - bottom
    return None


def _masked(item: Item) -> str:
    text = item.text if isinstance(item, Line) else "|".join(cell.text for cell in item.cells)
    return FIGURES.sub("#", "".join(text.split()))


def _repeats(seen: list[tuple[int, float]], least: int) -> bool:
    """Tell whether a text stands at one height on ``least`` pages that follow each other or every other one."""
    for _, height in seen:
        pages = sorted({page for page, at in seen if abs(at - height) <= SAME_HEIGHT})
        chain = 1
        for before, after in itertools.pairwise(pages):
            chain = chain + 1 if after - before <= 2 else 1
            if chain >= least:
                return True
        if len(pages) >= least * 4:
            return True
        if len(seen) > 50:  # many pages: the first height tells enough
            return False
    return False


def _lone_number(text: str, page: int) -> bool:
    if LONE_NUMBER.fullmatch(text.strip()) is None:
        return False
    return not text.strip().isdigit() or int(text) == page
