"""Can a page be believed? No text layer, a scan with recognised text, text drawn as outlines, broken font maps.

The thresholds are measured on good and bad files: on every good file the shares stay near zero, on every bad one they
are a multiple of the threshold.
"""

import re
from collections.abc import Iterable

from msgspec import Struct

from extractor.document import UnreadReason
from extractor.readers.pdf_edges import Marks
from extractor.readers.pdf_lines import INVISIBLE, Line
from extractor.readers.pdf_native import Page

SAMPLE = 64
FEW = 10  # fewer characters than this are no text
MARGIN = 0.12  # of the height, at the top and at the bottom: where headers and footers stand
OUTLINES = 400  # curves on a page without text or image: glyphs drawn as shapes
MAYBE_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x80-\xff\ue000-\uf8ff\ufffd]")


def _common() -> frozenset[str]:
    """Return the hanzi in everyday use: GB2312 level 1 and, for traditional script, Big5 level 1."""
    simplified = [bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
    lows = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    traditional = [bytes((high, low)) for high in range(0xA4, 0xC7) for low in lows]
    return frozenset(
        "".join(code.decode("gb2312", "ignore") for code in simplified)
        + "".join(code.decode("big5", "ignore") for code in traditional)
    )


COMMON = _common()
USUAL_LATIN1 = frozenset("\xa0·×÷°±§©®«»²³µ¥£")


class Signs(Struct, frozen=True):
    """What a page shows of itself; shares run from 0 to 1, of the sampled characters or of the page's area."""

    characters: int
    middle: int
    errors: float
    hanzi: float
    rare: float
    odd: float
    hidden: float
    images: float
    paths: int
    curves: int


class Verdict(Struct, frozen=True):
    """``reason`` why the page counts as not read, or None; ``ocr`` where its text is a recognised layer."""

    reason: UnreadReason | None = None
    ocr: bool = False


def signs(page: Page, lines: list[Line], marks: Marks) -> Signs:
    """Sample the page: 64 characters evenly spread, its lines, and what is drawn."""
    height = page.frame.height
    texts = [(line, len("".join(line.text.split()))) for line in lines]
    total = sum(count for _, count in texts)
    middle = sum(count for line, count in texts if MARGIN * height < _middle(line) < (1 - MARGIN) * height)
    hidden = sum(count for line, count in texts if line.mode == INVISIBLE)
    offsets = list(_spread(texts, total))
    chars = [page.text[offset] for offset in offsets]
    hanzi = [char for char in chars if "\u3400" <= char <= "\u9fff" or ord(char) > 0x1FFFF]
    count = max(1, len(chars))
    return Signs(
        characters=total,
        middle=middle,
        errors=sum(map(page.unmapped, offsets)) / count,
        hanzi=len(hanzi) / count,
        rare=sum(char not in COMMON for char in hanzi) / max(1, len(hanzi)) if len(hanzi) >= FEW else 0.0,
        odd=sum(map(odd, MAYBE_ODD.findall("".join(chars)))) / count,
        hidden=hidden / max(1, total),
        images=marks.image_share(page.frame.width, height),
        paths=marks.paths,
        curves=marks.curves,
    )


def judge(seen: Signs) -> Verdict:
    """Return the verdict on a page.

    >>> blank = Signs(characters=0, middle=0, errors=0, hanzi=0, rare=0, odd=0, hidden=0, images=0, paths=0, curves=0)
    >>> judge(blank).reason is None
    True
    """
    if seen.characters < FEW:
        if seen.images > 0.5:
            return Verdict("no-text-layer")
        if seen.curves >= OUTLINES and seen.images < 0.5:
            return Verdict("drawn-as-outlines")
    if seen.images > 0.1 and seen.hidden > 0.5:
        if seen.errors > 0.3 or seen.rare > 0.25:
            return Verdict("garbled-text", ocr=True)
        return Verdict(ocr=True)
    if seen.images > 0.7 and seen.characters < 120 and seen.middle < 2 * FEW:
        return Verdict("no-text-layer")  # a scan with a digital header, footer or stamp on it
    if seen.characters < FEW:
        return Verdict()
    if seen.errors > 0.3 or (seen.hanzi < 0.05 and seen.odd > 0.12) or seen.rare > 0.25:
        return Verdict("garbled-text")
    return Verdict()


def broken_fonts(pages: Iterable[dict[str, tuple[int, int]]]) -> frozenset[str]:
    """Return the fonts whose lines mostly have no meaning, from the counts (lines, broken lines) of each page.

    One bad heading font hides in a page's average; over the document it shows.
    """
    seen: dict[str, tuple[int, int]] = {}
    for fonts in pages:
        for font, (count, errors) in fonts.items():
            lines, broken = seen.get(font, (0, 0))
            seen[font] = lines + count, broken + errors
    return frozenset(font for font, (lines, broken) in seen.items() if broken >= 3 and broken > 0.5 * lines)


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2


def _spread(texts: list[tuple[Line, int]], total: int) -> Iterable[int]:
    """Yield offsets into the page's text of at most SAMPLE characters, evenly spread over its lines."""
    step = max(1.0, total / SAMPLE)
    due = 0.0
    passed = 0
    for line, count in texts:
        while due < passed + count:
            at = line.first + int((due - passed) / max(1, count) * (line.last - line.first + 1))
            due += step
            if at <= line.last:
                yield at
        passed += count


def odd(char: str) -> bool:
    """Tell whether a character is none that Chinese text uses: accented Latin, controls, private ones, U+FFFD."""
    code = ord(char)
    if 0x80 <= code <= 0xFF:
        return char not in USUAL_LATIN1
    return (code < 0x20 and char not in "\r\n\t") or 0xE000 <= code <= 0xF8FF or code == 0xFFFD
