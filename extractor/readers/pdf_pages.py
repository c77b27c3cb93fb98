"""One page, read: its items in stream order, what is left out of them, and whether the page can be believed."""

from typing import Any

from msgspec import Struct

from extractor.readers.pdf_edges import marks
from extractor.readers.pdf_fill import Item, fill
from extractor.readers.pdf_furniture import Sheet, is_suspect
from extractor.readers.pdf_gaps import split_gaps
from extractor.readers.pdf_grid import grids
from extractor.readers.pdf_lines import INVISIBLE, Line, lines
from extractor.readers.pdf_native import loaded
from extractor.readers.pdf_struck import struck
from extractor.readers.pdf_verdict import Verdict, judge, signs
from extractor.readers.source import Limits

TELLING = 4  # characters


class PageRead(Struct, frozen=True):
    """What one page gave. ``fonts`` counts lines and broken lines of each font; ``objects`` are drawings, no text.

    ``struck`` are the words that a rule runs through.
    """

    sheet: Sheet
    verdict: Verdict
    hidden: tuple[str, ...]
    fonts: dict[str, tuple[int, int]]
    images: float
    characters: int
    objects: int
    over_characters: bool
    over_paths: bool
    struck: tuple[str, ...] = ()


def read_page(document: Any, index: int, limits: Limits) -> PageRead:
    """Read page ``index`` (from 0); raise PdfError where PDFium cannot load it."""
    with loaded(document, index, limits.characters_per_page) as page:
        found = lines(page)
        drawn = marks(page, limits.paths_per_page)
        frame = page.frame
        verdict = judge(signs(page, found, drawn))
        fonts: dict[str, tuple[int, int]] = {}
        for line in found:
            if len(line.text) < TELLING:
                continue  # a lone tick or bullet of a symbol font tells nothing of the text
            count, errors = fonts.get(line.font, (0, 0))
            fonts[line.font] = (count + 1, errors + line.error)
        hidden: list[Line] = []
        if not verdict.ocr:
            hidden = [line for line in found if line.mode == INVISIBLE or line.alpha == 0]
        left_out = set(map(id, hidden))
        suspects = [line for line in found if is_suspect(line) and id(line) not in left_out]
        left_out |= set(map(id, suspects))
        items: list[Item] = []
        if verdict.reason != "garbled-text":
            kept = [line for line in found if id(line) not in left_out]
            ruled = [] if drawn.over_limit else grids(drawn, limits.grid_rows, limits.grid_columns, frame.height)
            items = split_gaps(page, fill(page, kept, ruled), drawn.horizontal)
        return PageRead(
            sheet=Sheet(index + 1, frame.width, frame.height, items, suspects, verdict.ocr),
            verdict=verdict,
            hidden=tuple(line.text for line in hidden),
            fonts=fonts,
            images=drawn.image_share(frame.width, frame.height),
            characters=page.count,
            objects=drawn.objects,
            over_characters=page.over_limit,
            over_paths=drawn.over_limit,
            struck=() if drawn.over_limit or verdict.ocr else struck(page, found, drawn.horizontal),
        )


def without_fonts(sheet: Sheet, fonts: frozenset[str]) -> int:
    """Take the lines in these fonts from a page and return how many they were."""
    kept = [item for item in sheet.items if not (isinstance(item, Line) and item.font in fonts)]
    taken = len(sheet.items) - len(kept)
    sheet.items = kept
    return taken


def replaced(sheet: Sheet, position: int, item: Item) -> None:
    """Put another item in the place of the one at ``position``."""
    sheet.items = [*sheet.items[:position], item, *sheet.items[position + 1 :]]
