"""The second opinion: pdfplumber's tables of single pages whose grid or sums do not add up.

pdfplumber costs some twenty times what PDFium does and can hang on pages made to hurt, so it is imported only when it
is needed and sees few pages, and none with a great many objects or characters. Its table is taken only where it is
better by the same measure.
"""

import io
import logging
import math
from typing import Any

from msgspec import Struct

from extractor.readers.glyphs import Box
from extractor.readers.pdf_fill import Fragment, FragmentCell, Stretch
from extractor.readers.pdf_native import HEADER
from extractor.readers.pdf_tables import sums_wrong

PAGES = 6  # of one file
OBJECTS = 2_000  # on one page
CHARACTERS = 8_000
BYTES = 20_000_000


class Doubt(Struct, frozen=True):
    """A fragment to look at again: its page from 1, its position among the items of the page, and itself."""

    page: int
    item: int
    fragment: Fragment
    whole: bool


def measure(fragment: Fragment, *, whole: bool) -> int:
    """Return how badly a table adds up, 0 for a good one; ``whole`` where all of it stands on this page."""
    wrong = 100 if whole and sums_wrong(fragment) else 0
    return fragment.stray + 10 * fragment.ragged + wrong


def better(data: bytes, doubts: list[Doubt]) -> list[Doubt]:
    """Return those doubts, with pdfplumber's fragment in place, for which pdfplumber's table is better."""
    if not doubts or len(data) > BYTES:
        return []
    import pdfplumber  # noqa: PLC0415  (heavy, and most files never need it)

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it says on standard error what it does not like
    pages = sorted({doubt.page for doubt in doubts})[:PAGES]
    stream = io.BytesIO(data[max(0, data.find(HEADER, 0, 64 * 1024)) :])
    found: list[Doubt] = []
    try:
        with pdfplumber.open(stream, pages=pages) as document:
            for page in document.pages:
                level = page.filter(_level)
                for doubt in doubts:
                    if doubt.page == page.page_number:
                        found += _compare(level, doubt)
                page.close()
    except Exception:  # noqa: BLE001  (a second opinion may fail in any way pdfminer knows; the first one stands then)
        return found
    return found


def _level(item: dict[str, Any]) -> bool:
    """Leave out characters askew: pdfminer calls a watermark at 45 degrees upright."""
    if item.get("object_type") != "char":
        return True
    matrix = item.get("matrix") or (1, 0, 0, 1, 0, 0)
    along, up = abs(float(matrix[0])), abs(float(matrix[1]))
    return min(along, up) <= 0.05 * max(along, up)


def _compare(page: Any, doubt: Doubt) -> list[Doubt]:
    own = measure(doubt.fragment, whole=doubt.whole)
    best: Doubt | None = None
    for table in page.find_tables():
        if _overlap(table.bbox, doubt.fragment.box) < 0.5:
            continue
        fragment = _fragment(page, table)
        if fragment is not None and measure(fragment, whole=doubt.whole) < own:
            own = measure(fragment, whole=doubt.whole)
            best = Doubt(doubt.page, doubt.item, fragment, doubt.whole)
    return [best] if best is not None else []


def _fragment(page: Any, table: Any) -> Fragment | None:
    boxes = [_box(cell) for cell in table.cells]
    xs = sorted({round(x, 1) for box in boxes for x in (box[0], box[2])})
    ys = sorted({round(y, 1) for box in boxes for y in (box[1], box[3])})
    if len(xs) < 3 or len(ys) < 2:
        return None
    x_at, y_at = {x: at for at, x in enumerate(xs)}, {y: at for at, y in enumerate(ys)}
    held = 0
    cells = []
    for box in boxes:
        column, row = x_at[round(box[0], 1)], y_at[round(box[1], 1)]
        spans = y_at[round(box[3], 1)] - row, x_at[round(box[2], 1)] - column
        text, stretches = _text(page, box)
        held += sum(not char.isspace() for char in text)
        cells.append(FragmentCell(row, column, *spans, box, text, stretches, bold=False, room=math.inf))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    whole = page.crop(table.bbox, strict=False)
    stray = max(0, sum(not char["text"].isspace() for char in whole.chars) - held)
    return Fragment(_box(table.bbox), tuple(xs), len(ys) - 1, tuple(cells), stray=stray)


def _box(sides: tuple[float, ...]) -> Box:
    left, top, right, bottom = map(float, sides)
    return left, top, right, bottom


def _text(page: Any, box: Box) -> tuple[str, tuple[Stretch, ...]]:
    def inside(item: dict[str, Any]) -> bool:
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return bool(box[0] <= x < box[2] and box[1] <= y < box[3])

    lines = page.filter(lambda item: item.get("object_type") == "char" and inside(item)).extract_text_lines(
        return_chars=False
    )
    text = ""
    stretches = []
    for line in lines:
        if text and text[-1].isascii() and text[-1].isalpha() and line["text"][:1].isascii():
            text += " "
        at = (float(line["x0"]), float(line["top"]), float(line["x1"]), float(line["bottom"]))
        stretches.append(Stretch(len(text), len(text) + len(line["text"]), at))
        text += line["text"]
    return text, tuple(stretches)


def _overlap(one: Box, two: Box) -> float:
    width = min(one[2], two[2]) - max(one[0], two[0])
    height = min(one[3], two[3]) - max(one[1], two[1])
    if width <= 0 or height <= 0:
        return 0.0
    smaller = min((one[2] - one[0]) * (one[3] - one[1]), (two[2] - two[0]) * (two[3] - two[1]))
    return width * height / max(1.0, smaller)
