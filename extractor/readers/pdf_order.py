"""Characters that were drawn later than the words around them, put back where they stand in their row.

A word processor that lacks a glyph in the font of a line (quotation marks, dashes, ticks, a rare character) draws the
line without it and then, from another font, all that is missing. The content stream then reads 系统 是指 智慧 “ ” “
where the page shows “系统”是指“智慧. What tells such a row: on one base line the writing goes back to the left, and
what follows fits into the holes that were left. A row where that is not so (bold by drawing twice, a table drawn from
the right) keeps its order.
"""

import bisect
import ctypes
import itertools
import re
from collections.abc import Iterator

import pypdfium2.raw as pdfium
from msgspec import Struct

from extractor.readers.pdf_native import Page, quick

# where PDFium shows that the writing may go back: at a space beside a wide character, at a line's end beside a sign
TURN = re.compile(
    r"(?<=[^\x00-\x7f\s]) +(?=\S)|(?<=\S) +(?=[^\x00-\x7f\s])"
    r"|(?<=\S)\r\n(?=[^\w\s])|(?<=[^\w\s，。、；：,.;:])\r\n(?=\S)"
)
SIGN = re.compile(r"[^\x00-\x7f\u4e00-\u9fff，。、；：（）]")  # what the font of a line may lack
NEAR = 4  # characters: PDFium goes so far back without a space
LEVEL = 0.12  # em by which characters of one base line may differ
BACK = 0.3  # em: the writing goes back, it is not only set tight
LAP = 0.3  # em by which a character may reach over its neighbour (punctuation is set tight)
TIGHT = 0.6  # em, beyond what is usual in the row, between what fills a hole and a side of the hole
ROOM = 0.2  # em: a wider gap is told by a space


class Glyph(Struct, frozen=True, gc=False):
    """A character of a row: offset into the page's text, base line, left and right side as displayed, its size."""

    offset: int
    base: float
    left: float
    right: float
    size: float


_origin = quick(
    pdfium.FPDFText_GetCharOrigin, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p
)
_size = quick(pdfium.FPDFText_GetFontSize, ctypes.c_double, ctypes.c_void_p, ctypes.c_int)


def set_in_order(page: Page) -> None:
    """Change the page's text so that each row drawn in several goes reads from left to right."""
    changes: list[tuple[int, int, list[int]]] = []
    done = 0
    for match in TURN.finditer(page.text):
        if match.start() < done or not _turns(page, match.start(), match.end()):
            continue
        row = _row(page, match.start() - 1, done)
        if not row:
            continue
        done = row[-1].offset + 1
        order = _sorted(row)
        if order is not None:
            changes.append((row[0].offset, done, _spaced(order)))
    if changes:
        page.arrange(changes)


def _turns(page: Page, start: int, end: int) -> bool:
    """Tell whether the writing goes back at the space ``text[start:end]`` or, beside a sign, soon after it."""
    if _goes_back(page, start - 1, end):
        return True
    sign = SIGN.search(page.text, end, end + NEAR)
    if sign is None:
        return False
    at = sign.start()
    return (at > end and _goes_back(page, at - 1, at)) or _goes_back(page, at, at + 1)


def _goes_back(page: Page, before: int, after: int) -> bool:
    """Tell whether between two characters the writing goes back to the left on one row."""
    here = page.box(before) if before >= 0 else None
    there = None if here is None or after >= len(page.text) else page.box(after)
    if here is None or there is None or there[0] >= here[0]:
        return False
    high = max(here[3] - here[1], there[3] - there[1])
    return abs(here[1] + here[3] - there[1] - there[3]) < high


def _row(page: Page, offset: int, start: int) -> list[Glyph]:
    """Return the characters of the base line of ``offset`` that follow each other in the stream, from ``start`` on."""
    middle = _glyph(page, offset)
    if middle is None:
        return []
    before = list(_followed(page, range(offset - 1, start - 1, -1), middle))
    after = list(_followed(page, range(offset + 1, len(page.text)), middle))
    return [*reversed(before), middle, *after]


def _followed(page: Page, offsets: range, middle: Glyph) -> Iterator[Glyph]:
    for at in offsets:
        if page.text[at] in "\r\n" or page.generated(at):
            continue
        glyph = _glyph(page, at)
        if glyph is None or abs(glyph.base - middle.base) > LEVEL * min(glyph.size, middle.size):
            return
        yield glyph


def _glyph(page: Page, offset: int) -> Glyph | None:
    """Return a character with its place, None where it has none or its font has no size."""
    index, box = page.char(offset), page.box(offset)
    if index < 0 or box is None:
        return None
    across, up = ctypes.c_double(), ctypes.c_double()
    if not _origin(page.address, index, ctypes.addressof(across), ctypes.addressof(up)):
        return None
    return Glyph(offset, page.frame.point(across.value, up.value)[1], box[0], box[2], box[3] - box[1])


def _sorted(row: list[Glyph]) -> list[Glyph] | None:
    """Return the characters from left to right; None where they are so already or would not fit into each other."""
    goes = _goes(row)
    if len(goes) == 1:
        return None
    whole = list(goes[0])
    usual = _usual(whole)
    for go in goes[1:]:
        end = max(glyph.right for glyph in whole)
        for word in _words(go):
            if word[0].left < end - LAP * word[0].size and not _fits(whole, word, usual):
                return None
        whole = sorted([*whole, *go], key=lambda glyph: (glyph.left + glyph.right, glyph.offset))
    return whole


def _goes(row: list[Glyph]) -> list[list[Glyph]]:
    """Cut a row where the writing goes back."""
    goes = [[row[0]]]
    for before, glyph in itertools.pairwise(row):
        if glyph.left < before.left - BACK * glyph.size:
            goes.append([])
        goes[-1].append(glyph)
    return goes


def _words(go: list[Glyph]) -> Iterator[list[Glyph]]:
    """Yield what stands without a gap."""
    word = [go[0]]
    for glyph in go[1:]:
        if glyph.left - word[-1].right > ROOM * glyph.size:
            yield word
            word = []
        word.append(glyph)
    yield word


def _usual(go: list[Glyph]) -> float:
    """Return the usual room between two characters in points: a line may be set wide to fill its measure."""
    rooms = sorted(max(0.0, glyph.left - before.right) for before, glyph in itertools.pairwise(go))
    return rooms[len(rooms) // 2] if rooms else 0.0


def _fits(whole: list[Glyph], word: list[Glyph], usual: float) -> bool:
    """Tell whether a word stands in a hole of a row, as close to one side of it as is usual, and over nothing."""
    left, right, size = word[0].left, word[-1].right, word[0].size
    near = usual + TIGHT * size
    at = bisect.bisect(whole, left + right, key=lambda glyph: glyph.left + glyph.right)
    before, after = whole[at - 1] if at else None, whole[at] if at < len(whole) else None
    clear = (before is None or before.right - left < LAP * size) and (after is None or right - after.left < LAP * size)
    return clear and (
        (before is not None and left - before.right < near) or (after is not None and after.left - right < near)
    )


def _spaced(order: list[Glyph]) -> list[int]:
    """Return the offsets in their order, -1 for a gap."""
    offsets = [order[0].offset]
    for before, glyph in itertools.pairwise(order):
        if glyph.left - before.right > ROOM * glyph.size:
            offsets.append(-1)
        offsets.append(glyph.offset)
    return offsets
