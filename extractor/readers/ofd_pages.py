"""One OFD page, read: its items in the order of reading, what is left out of them, and whether it can be believed."""

from msgspec import Struct

from extractor.document import UnreadReason
from extractor.readers.glyphs import Box
from extractor.readers.ofd_lines import Laid, lines
from extractor.readers.ofd_objects import Ink
from extractor.readers.ofd_rows import around
from extractor.readers.ofd_text import Run
from extractor.readers.pdf_fill import Item, fill
from extractor.readers.pdf_furniture import PALE_SIZE, Sheet, is_suspect
from extractor.readers.pdf_gaps import split_gaps
from extractor.readers.pdf_grid import grids
from extractor.readers.pdf_lines import INVISIBLE
from extractor.readers.pdf_pages import PageRead
from extractor.readers.pdf_verdict import COMMON, FEW, MARGIN, Signs, Verdict, judge, odd
from extractor.readers.source import Limits

GARBLED = 0.01  # the share of characters without meaning above which a page has holes
PRIVATE = (("\ue000", "\uf8ff"), ("\U000f0000", "\U0010fffd"))
SYMBOL_CODES = ("\uf020", "\uf0ff")  # where fonts of pictures keep them: bullets and boxes to tick, no holes


class Paper(Struct, frozen=True):
    """A page's number from 1 and its size in points."""

    number: int
    width: float
    height: float


def page_of(paper: Paper, ink: Ink, limits: Limits) -> PageRead:
    """Return what the ink of a page gives."""
    for run in ink.runs:
        if _outside(paper, run):
            run.mode = INVISIBLE
    verdict = _verdict(paper, ink)
    hidden = [] if verdict.ocr else [run for run in ink.runs if run.hidden]
    seen = [run for run in ink.runs if verdict.ocr or not run.hidden]
    doubtful = [run for run in seen if (run.angle or run.size >= PALE_SIZE) and _is_suspect(run)]
    left_out = set(map(id, doubtful))
    items: list[Item] = []
    laid = Laid()
    if verdict.reason != "garbled-text":
        drawn = ink.marks
        ruled = [] if drawn.over_limit else grids(drawn, limits.grid_rows, limits.grid_columns)
        text = lines(laid, [run for run in seen if id(run) not in left_out], [grid.box for grid in ruled])
        items = split_gaps(laid, fill(laid, text, ruled), drawn.horizontal)
    suspects = lines(laid, doubtful, [])
    return PageRead(
        sheet=Sheet(paper.number, paper.width, paper.height, items, suspects, verdict.ocr),
        verdict=verdict,
        hidden=tuple(words for run in hidden if (words := run.text.strip())),
        fonts={},
        images=ink.marks.image_share(paper.width, paper.height),
        characters=ink.characters,
        objects=ink.marks.objects,
        over_characters=ink.over_characters,
        over_paths=ink.marks.over_limit,
    )


def _outside(paper: Paper, run: Run) -> bool:
    """Tell whether all of a run stands beyond the edges of its page."""
    left, top, right, bottom = around(run.boxes)
    return right <= 0 or bottom <= 0 or left >= paper.width or top >= paper.height


def _is_suspect(run: Run) -> bool:
    nowhere: Box = (0.0, 0.0, 0.0, 0.0)
    return is_suspect(run.line("", nowhere, 0, 0))


def _verdict(paper: Paper, ink: Ink) -> Verdict:
    counted = [(run, char, box) for run in ink.runs for char, box in zip(run.chars, run.boxes, strict=True)]
    counted = [entry for entry in counted if not entry[1].isspace()]
    total = len(counted)
    hanzi = [char for _, char, _ in counted if "\u3400" <= char <= "\u9fff" or ord(char) > 0x1FFFF]
    least, most = MARGIN * paper.height, (1 - MARGIN) * paper.height
    verdict = judge(
        Signs(
            characters=total,
            middle=sum(least < (box[1] + box[3]) / 2 < most for _, _, box in counted),
            errors=0.0,  # told below: in OFD every character without meaning is known
            hanzi=len(hanzi) / max(1, total),
            rare=sum(char not in COMMON for char in hanzi) / len(hanzi) if len(hanzi) >= FEW else 0.0,
            odd=sum(odd(char) for _, char, _ in counted) / max(1, total),
            hidden=sum(run.hidden for run, _, _ in counted) / max(1, total),
            images=ink.marks.image_share(paper.width, paper.height),
            paths=ink.marks.paths,
            curves=ink.marks.curves,
        )
    )
    if verdict.reason is not None:
        return verdict
    meaningless = ink.lost + sum(_meaningless(run) for run in ink.runs)
    reason: UnreadReason | None = "garbled-text" if meaningless > GARBLED * (total + ink.lost) else None
    return Verdict(reason, verdict.ocr)


def _meaningless(run: Run) -> int:
    """Count the characters of a run that say nothing: private ones, but for the bullets and boxes of symbol fonts."""
    found = 0
    first = True
    for char in run.chars:
        if char.isspace():
            continue
        picture = SYMBOL_CODES[0] <= char <= SYMBOL_CODES[1] and (first or run.font.symbols)
        private = any(low <= char <= high for low, high in PRIVATE)
        found += (private and not picture) or char == "\ufffd"
        first = False
    return found
