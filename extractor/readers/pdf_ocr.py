"""Pages of a PDF that have no text to read, recognised from their picture: scans, outlines, broken encodings."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from extractor.document import Block, Notice, UnreadReason
from extractor.ocr import HINT, available, client, told
from extractor.ocr.layout import arrange
from extractor.ocr.result import Job, Lost, Page
from extractor.ocr.settled import settled
from extractor.readers.pdf_furniture import Sheet
from extractor.readers.pdf_pages import PageRead
from extractor.readers.pdf_told import Loss
from extractor.readers.pdf_verdict import Verdict
from extractor.readers.source import Limits

REASONS: tuple[UnreadReason, ...] = ("no-text-layer", "drawn-as-outlines", "garbled-text")
BROKEN = 0.3  # of a page's lines without meaning; a page with fewer keeps the rest of its text as it is
LOST: dict[str, str] = {
    "corrupt": "{pages}无法转成图像识别，未读取；请提供文字版。",
    "limit": "{pages}的图像过大，未识别；请提供文字版或降低分辨率后提交。",
    "crashed": "{pages}识别时程序异常中止，未读取；请提供文字版。",
    "timed-out": "{pages}识别超过时限，未读取；请提供文字版。",
}
ILLEGIBLE = "{pages}有多处文字识别不出（手写、模糊或损坏），未完整读取；请提供文字版。"
HAN_SHARE = 0.3  # of the letters of a page; below it a page whose encoding is broken shows no words to the eye either
OVER = "{{pages}}是扫描件，超过每个文件识别{count}页的上限，未读取；请拆分后提交。"


class Recognised(Struct, frozen=True):
    """What recognising changed: the pages of the file, what is still lost, and what was seen, by page number.

    ``unrecognised`` counts the pages that could have been recognised and were not asked for.
    """

    pages: list[PageRead]
    lost: list[Loss]
    seen: dict[int, Page]
    unrecognised: int = 0

    def notices(self) -> list[Notice]:
        """Return what is to be told of the recognised pages."""
        return told.notices(self.seen.values())

    def blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Return the blocks with the confidences and places of what was recognised."""
        return settled(blocks, self.seen)


def recognise(data: bytes, pages: list[PageRead], lost: list[Loss], limits: Limits) -> Recognised:
    """Recognise the pages that were lost for want of text; ``data`` is the file. Nothing is raised for a bad page."""
    wanted = _wanted(pages, lost)
    if not wanted:
        return Recognised(pages, lost, {})
    if not available():
        return Recognised(pages, [_hinted(loss) for loss in lost], {})
    if limits.ocr_pages == 0:
        return Recognised(pages, lost, {}, unrecognised=len(wanted))
    asked, over = wanted[: limits.ocr_pages], set(wanted[limits.ocr_pages :])
    seen: dict[int, Page] = {}
    failed: dict[int, Loss] = {number: (number, "limit", OVER.format(count=limits.ocr_pages)) for number in over}
    for reply in client.recognise(Job(data, "pdf", tuple(asked))):
        if isinstance(reply, Lost):
            failed[reply.number] = (reply.number, reply.reason, LOST[reply.reason])
        elif _is_text(reply, {reason for number, reason, _ in lost if number == reply.number}):
            seen[reply.number] = reply
            if told.is_illegible(reply):
                failed[reply.number] = (reply.number, "garbled-text", ILLEGIBLE)
    kept = [loss for loss in lost if loss[1] not in REASONS or (loss[0] not in seen and loss[0] not in failed)]
    return Recognised([_read(page, seen, limits) for page in pages], [*kept, *failed.values()], seen)


def _wanted(pages: list[PageRead], lost: list[Loss]) -> list[int]:
    """Return the numbers of the pages to recognise: those without text, and those with much broken text."""
    without = {number for number, reason, _ in lost if reason in REASONS}
    found = []
    for page in pages:
        count = sum(lines for lines, _ in page.fonts.values())
        broken = sum(errors for _, errors in page.fonts.values()) > BROKEN * count
        if page.sheet.number in without and (page.verdict.reason is not None or broken):
            found.append(page.sheet.number)
    return found


def _hinted(loss: Loss) -> Loss:
    number, reason, message = loss
    return (number, reason, f"{message.removesuffix('。')}；{HINT}。") if reason in REASONS else loss


def _is_text(page: Page, reasons: set[UnreadReason]) -> bool:
    """Tell whether what was seen can stand for the page.

    A page on which nothing was seen is a scanned picture or a blank leaf, if it showed no text otherwise. Where hanzi
    were set as accented letters, that is what the page looks like, and what is recognised means nothing.
    """
    if not page.lines:
        return not page.faint and "no-text-layer" in reasons
    letters = [char for line in page.lines for char in line.text if char.isalpha()]
    han = sum("\u3400" <= char <= "\u9fff" for char in letters)
    return "garbled-text" not in reasons or han >= HAN_SHARE * len(letters)


def _read(page: PageRead, seen: dict[int, Page], limits: Limits) -> PageRead:
    """Return a page with what was recognised in the place of what it held."""
    found = seen.get(page.sheet.number)
    if found is None:
        return page
    if not found.lines:  # what a text layer held is all there is: a header over a picture
        return replace(page, verdict=Verdict())
    sheet = Sheet(page.sheet.number, found.width, found.height, arrange(found, limits), [], ocr=True)
    return replace(page, sheet=sheet, verdict=Verdict())
