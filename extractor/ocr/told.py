"""What a person should know of recognised pages: that they are, what was not made out, seals on amounts, 0.x%."""

import re
from collections.abc import Iterable

from extractor.document import Notice, Place
from extractor.ocr.result import Line, Page
from extractor.readers.glyphs import Box
from extractor.text import normalise
from extractor.values import find_money

RATE = re.compile(r"(?<![\d.])0?\.\d+\s*[%％]")  # ‰ is the sign that recognisers take for another
DOUBTFUL = 0.8  # a page read with less confidence on average
RING = 0.06  # of a round seal's box that its corners leave free on each side
ILLEGIBLE = 0.2  # of the stretches seen: a page with more that was not made out is not read whole
NAMED = 5  # places named one by one; more are counted


def notices(pages: Iterable[Page], unit: str = "页") -> list[Notice]:
    """Return what is to be told of recognised pages, in the order of kinds, then of pages; ``unit`` names a page."""
    pages = sorted(pages, key=lambda page: page.number)
    read = [page for page in pages if page.lines]
    found = []
    if read:
        message = f"{words(read, unit)}没有可用的文字层，文字是由图像识别得到的，可能有错，请核对原件。"
        found.append(Notice("image", message, Place(page=read[0].number)))
    doubtful = [page for page in read if _mean(page) < DOUBTFUL]
    if doubtful:
        message = f"{words(doubtful, unit)}的识别把握不高（可能有手写、模糊或倾斜），请重点核对原件。"
        found.append(Notice("image", message, Place(page=doubtful[0].number)))
    faint = [page for page in read if page.faint and not is_illegible(page)]
    if faint:
        message = f"{words(faint, unit)}共有{sum(page.faint for page in faint)}处文字看不清，未读取，请核对原件。"
        found.append(Notice("image", message, Place(page=faint[0].number)))
    blank = [page for page in pages if not page.lines]
    if blank:
        message = f"{words(blank, unit)}是图像，其中没有识别到文字。"
        found.append(Notice("image", message, Place(page=blank[0].number)))
    found += _limited([notice for page in read for notice in _sealed(page, unit)], "处红色印章压在金额上")
    found += _limited([notice for page in read for notice in _rates(page, unit)], "处识别为0.x%的比率，原件可能是‰")
    return found


def is_illegible(page: Page) -> bool:
    """Tell whether so much of a page was not made out that it cannot count as read."""
    return page.faint > max(2.0, ILLEGIBLE * (page.faint + len(page.lines)))


def words(pages: list[Page], unit: str) -> str:
    """Return the numbers of pages in words: 第1、3至5页."""
    from extractor.readers.pdf_told import page_words  # noqa: PLC0415  brings PDFium, which a child has no use for

    return page_words([page.number for page in pages]).removesuffix("页") + unit


def _mean(page: Page) -> float:
    count = sum(len(line.text) for line in page.lines)
    return sum(line.confidence * len(line.text) for line in page.lines) / max(1, count)


def _limited(found: list[Notice], what: str) -> list[Notice]:
    """Return the first of many notices of one kind, and how many more there are."""
    if len(found) <= NAMED:
        return found
    rest = found[NAMED:]
    return [*found[:NAMED], Notice("image", f"另有{len(rest)}{what}，请核对原件。", rest[0].location)]


def _sealed(page: Page, unit: str) -> list[Notice]:
    found = []
    for line in page.lines:
        for amount, box in _amounts(line):
            if any(_meets(box, seal) for seal in page.seals):
                message = f"第{page.number}{unit}的红色印章压在金额“{amount}”上，识别结果可能有错，请核对原件。"
                found.append(Notice("image", message, Place(page=page.number, bbox=page.original(box))))
    return found


def _rates(page: Page, unit: str) -> list[Notice]:
    found = []
    for line in page.lines:
        for match in RATE.finditer(line.text):
            message = f"第{page.number}{unit}的“{match.group()}”由识别得到，原件可能是“‰”（相差十倍），请核对原件。"
            place = Place(page=page.number, bbox=page.original(_box(line, match.start(), match.end())))
            found.append(Notice("image", message, place))
    return found


def _amounts(line: Line) -> list[tuple[str, Box]]:
    """Return the amounts of money on a line as they are written, with their boxes."""
    norm = normalise(line.text)
    spans = [norm.span(amount.start, amount.end) for amount in find_money(norm.text) if amount.has_unit]
    return [(line.text[start:end], _box(line, start, end)) for start, end in spans]


def _box(line: Line, start: int, end: int) -> Box:
    """Return the box of ``text[start:end]`` of a line, white space having none."""
    first = sum(not char.isspace() for char in line.text[:start])
    count = sum(not char.isspace() for char in line.text[start:end])
    glyphs = line.glyphs[first : first + count]
    if not glyphs:
        return line.box
    return glyphs[0].left, line.box[1], glyphs[-1].right, line.box[3]


def _meets(box: Box, seal: Box) -> bool:
    inset = RING * (seal[2] - seal[0])
    wide = min(box[2], seal[2] - inset) - max(box[0], seal[0] + inset)
    high = min(box[3], seal[3] - inset) - max(box[1], seal[1] + inset)
    return wide > 1 and high > 1
