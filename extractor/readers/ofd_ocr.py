"""OFD pages that are pictures, recognised: scans packed as OFD.

Nothing here draws a page: its pictures are laid where the page puts them, and text that stands on them as text is kept
as it is. Text that a file stores as glyphs without characters, or as outlines, cannot be seen this way and stays told.
"""

from collections.abc import Iterable

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from extractor.document import UnreadReason
from extractor.ocr import HINT, available, client, told
from extractor.ocr.layout import arrange
from extractor.ocr.page import units
from extractor.ocr.picture import apply, moved
from extractor.ocr.result import Drawing, Glyph, Job, Lost, Page
from extractor.ocr.result import Line as Seen
from extractor.ocr.result import Picture as Laid
from extractor.readers.docx_package import PackageError
from extractor.readers.glyphs import Box
from extractor.readers.ofd_objects import Ink, Picture
from extractor.readers.ofd_package import OfdPackage
from extractor.readers.ofd_resources import Resources
from extractor.readers.pdf_furniture import Sheet
from extractor.readers.pdf_lines import Line
from extractor.readers.pdf_ocr import ILLEGIBLE, LOST, OVER, Recognised
from extractor.readers.pdf_pages import PageRead
from extractor.readers.pdf_told import Loss
from extractor.readers.pdf_verdict import OUTLINES, Verdict
from extractor.readers.source import Limits

SCAN: UnreadReason = "no-text-layer"
BEYOND = "{pages}除图像外还有只存了字形或转成图形的文字，这些文字未读取；请重新导出OFD或提供Word版。"
MISSING = "{pages}有图片缺失，其中的文字未读取；请重新导出后提交。"
MOST_PICTURES = 500  # on a page; a scan cut into strips has some dozens
DAMAGED = "{pages}的图片缺失、损坏或格式不支持，无法识别；请重新导出OFD或提供文字版。"


class Scan(Struct, frozen=True):
    """A page that is pictures: the part of each and how it lies, the lowest first.

    ``lost`` is what the page holds beside them and what is not read with them.
    """

    number: int
    pictures: tuple[tuple[str, Picture], ...]
    lost: tuple[Loss, ...] = ()


def scan_of(page: PageRead, ink: Ink, resources: Resources) -> Scan | None:
    """Return a page as a scan, None where it is none or has no picture that could be recognised."""
    if page.verdict.reason != SCAN:
        return None
    found = tuple((resources.pictures[one.resource], one) for one in ink.pictures if one.resource in resources.pictures)
    if not found:
        return None
    number = page.sheet.number
    lost: list[Loss] = []
    if len(found) < len(ink.pictures):
        lost.append((number, "corrupt", MISSING))
    if ink.lost:
        lost.append((number, "garbled-text", BEYOND))
    elif ink.marks.curves >= OUTLINES:
        lost.append((number, "drawn-as-outlines", BEYOND))
    return Scan(number, found, tuple(lost))


def recognise(
    package: OfdPackage, scans: list[Scan], pages: list[PageRead], lost: list[Loss], limits: Limits
) -> Recognised:
    """Recognise the scans among the pages of a file; ``lost`` is what was not read before. Raises nothing."""
    if not scans:
        return Recognised(pages, lost, {})
    if not available():
        return Recognised(pages, list(map(_hinted, lost)), {})
    if limits.ocr_pages == 0:
        return Recognised(pages, lost, {}, unrecognised=len(scans))
    sheets = {page.sheet.number: page.sheet for page in pages}
    seen: dict[int, Page] = {}
    failed: list[Loss] = []
    for scan in scans[: limits.ocr_pages]:
        sheet = sheets[scan.number]
        reply = _look(package, scan, sheet)
        if isinstance(reply, Lost):
            failed.append((scan.number, reply.reason, DAMAGED if reply.reason == "corrupt" else LOST[reply.reason]))
            continue
        if not reply.lines and reply.faint:
            continue  # something stands there that nobody can read: the page stays a scan without text
        seen[scan.number] = _with_own(reply, sheet)
        failed += scan.lost
        if told.is_illegible(reply):
            failed.append((scan.number, "garbled-text", ILLEGIBLE))
    failed += [(scan.number, "limit", OVER.format(count=limits.ocr_pages)) for scan in scans[limits.ocr_pages :]]
    answered = seen.keys() | {number for number, _, _ in failed}
    kept = [loss for loss in lost if loss[1] != SCAN or loss[0] not in answered]
    return Recognised([_read(page, seen, limits) for page in pages], [*kept, *failed], seen)


def _hinted(loss: Loss) -> Loss:
    number, reason, message = loss
    return (number, reason, f"{message.removesuffix('。')}；{HINT}。") if reason == SCAN else loss


def _look(package: OfdPackage, scan: Scan, sheet: Sheet) -> Page | Lost:
    """Return what the pictures of one page show. A page is asked for alone: only its pictures are in memory."""
    if len(scan.pictures) > MOST_PICTURES:
        return Lost(scan.number, "limit")
    files: dict[str, bytes] = {}
    try:
        for part, _ in scan.pictures:
            if part not in files:
                files[part], whole = package.read(part)
                if not whole:
                    return Lost(scan.number, "corrupt")
    except PackageError as error:
        return Lost(scan.number, "limit" if error.reason == "limit" else "corrupt")
    laid = tuple(Laid(files[part], one.matrix, one.clip, one.alpha) for part, one in scan.pictures)
    drawing = msgspec.msgpack.encode(Drawing(sheet.width, sheet.height, laid))
    reply = next(client.recognise(Job(drawing, "drawing", (1,))), Lost(1, "crashed"))
    return replace(reply, number=scan.number)


def _with_own(page: Page, sheet: Sheet) -> Page:
    """Return a recognised page with the text that stands on it as text among its lines (a header, a page number).

    A page on which nothing was seen keeps its own text where it is: then nothing was turned or straightened either.
    """
    if not page.lines:
        return Page(page.number, sheet.width, sheet.height)
    own = [_seen(text, _straight(page, box)) for text, box in _texts(sheet)]
    return replace(page, lines=(*page.lines, *own))


def _texts(sheet: Sheet) -> Iterable[tuple[str, Box]]:
    """Yield the lines of a page and those in the cells of its tables."""
    for item in sheet.items:
        if isinstance(item, Line):
            yield item.text, item.box
            continue
        for cell in item.cells:
            yield from ((cell.text[one.start : one.end].strip(), one.box) for one in cell.stretches)


def _straight(page: Page, box: Box) -> Box:
    """Return a box of the page as it is on the straightened page."""
    a, b, c, d, e, f = page.matrix
    area = a * d - b * c  # of a turn: never near zero
    x, y = apply((d / area, -b / area, -c / area, a / area, 0.0, 0.0), e, f)
    return moved(box, (d / area, -b / area, -c / area, a / area, -x, -y))


def _seen(text: str, box: Box) -> Seen:
    """Return text as a line that is certain, its characters spread over the box by their widths."""
    total = sum(map(units, text)) or 1.0
    em = (box[2] - box[0]) / total
    glyphs = []
    at = box[0]
    for char in text:
        if not char.isspace():
            glyphs.append(Glyph(char, at, at + em * units(char)))
        at += em * units(char)
    return Seen(text, box, 1.0, tuple(glyphs))


def _read(page: PageRead, seen: dict[int, Page], limits: Limits) -> PageRead:
    """Return a page with what was recognised in the place of what it held."""
    found = seen.get(page.sheet.number)
    if found is None:
        return page
    if not found.lines:
        return replace(page, verdict=Verdict())
    sheet = Sheet(page.sheet.number, found.width, found.height, arrange(found, limits), page.sheet.suspects, ocr=True)
    return replace(page, sheet=sheet, verdict=Verdict())
