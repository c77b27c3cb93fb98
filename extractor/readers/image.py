"""Scans and photos as picture files (PNG, JPEG, TIFF of several pages, BMP): each frame a page, recognised.

Without the extra ``ocr``, or where it is not asked for, such a file is unread, with what would help.
"""

import io

from extractor.document import Document, PageQuality, Place, Status, TextQuality, Unread
from extractor.ocr import HINT, available, client, told
from extractor.ocr.layout import arrange
from extractor.ocr.result import Job, Lost, Page
from extractor.ocr.settled import settled
from extractor.readers import unreadable
from extractor.readers.page_quality import runs
from extractor.readers.pdf_blocks import Builder
from extractor.readers.pdf_flow import elements
from extractor.readers.pdf_furniture import Sheet, furniture
from extractor.readers.source import Limits, Source

NO_TEXT = "图片文件，没有可读的文字；请提供文字版或带文字层的PDF"
CORRUPT = "图片文件已损坏或不完整，无法打开；请重新扫描或导出后提交。"
NOTHING = "图片中没有识别到文字，请确认提交的是正确的文件。"
LOST: dict[str, str] = {
    "corrupt": "第{page}页已损坏，无法识别；请重新扫描或导出后提交。",
    "limit": "第{page}页的图像过大，未识别；请降低分辨率后提交。",
    "crashed": "第{page}页识别时程序异常中止，未读取；请提供文字版。",
    "timed-out": "第{page}页识别超过时限，未读取；请提供文字版。",
}


def read(source: Source, limits: Limits) -> Document:
    """Read a picture file, each frame as a page; never raises for a bad file."""
    if not available():
        return unreadable(source, "image", "needs-tool", f"{NO_TEXT}；{HINT}。")
    count = _frames(source.data)
    if count == 0:
        return unreadable(source, "image", "corrupt", CORRUPT)
    if limits.ocr_pages == 0:
        return _document(source, count, [], [Unread(Place(page=1), "no-text-layer", f"{NO_TEXT}。")], limits, count)
    asked = tuple(range(1, min(count, limits.ocr_pages) + 1))
    seen: list[Page] = []
    unread: list[Unread] = []
    for reply in client.recognise(Job(source.data, "image", asked)):
        if isinstance(reply, Lost):
            message = LOST[reply.reason].format(page=reply.number)
            unread.append(Unread(Place(page=reply.number), reply.reason, message))
            continue
        seen.append(reply)
        if told.is_illegible(reply):
            message = f"第{reply.number}页有多处文字识别不出（手写、模糊或损坏），未完整读取；请提供文字版。"
            unread.append(Unread(Place(page=reply.number), "garbled-text", message))
    if count > len(asked):
        after = len(asked) + 1
        message = f"文件有{count}页，超过每个文件识别{limits.ocr_pages}页的上限，第{after}页起未读取；请拆分后提交。"
        unread.append(Unread(Place(page=after), "limit", message))
    return _document(source, count, seen, unread, limits, 0)


def _frames(data: bytes) -> int:
    """Return how many pages a picture file has, 0 where it is none that can be opened; decodes nothing."""
    from PIL import Image as Pictures  # noqa: PLC0415  the extra

    Pictures.MAX_IMAGE_PIXELS = None  # only the head is read here; how large a frame may be is asked before decoding
    try:
        with Pictures.open(io.BytesIO(data)) as picture:
            # the frames of a GIF or an animated PNG are a film, not pages
            return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
    except Exception:  # noqa: BLE001  Pillow raises whatever its decoders meet
        return 0


def _quality(seen: list[Page], unread: list[Unread]) -> tuple[PageQuality, ...]:
    found: dict[int, TextQuality] = {page.number: "recognised" if page.lines else "blank" for page in seen}
    found |= {one.location.page: one.reason for one in unread if one.location.page is not None}
    return runs(found)


def _document(
    source: Source, count: int, seen: list[Page], unread: list[Unread], limits: Limits, unrecognised: int
) -> Document:
    sheets = [Sheet(page.number, page.width, page.height, arrange(page, limits), [], ocr=True) for page in seen]
    furnished = furniture(sheets)
    blocks = Builder(sheets, []).blocks(elements(sheets, furnished), furnished)
    blocks = settled(blocks, {page.number: page for page in seen})
    if not unread and not blocks:
        unread = [Unread(Place(), "empty", NOTHING)]
    status: Status = "read" if not unread else "partial" if blocks else "unreadable"
    return Document(
        path=source.path,
        sha256=source.sha256,
        bytes=len(source.data),
        format="image",
        status=status,
        pages=count,
        blocks=blocks,
        unread=tuple(unread),
        notices=tuple(told.notices(seen)),
        unrecognised=unrecognised,
        page_quality=_quality(seen, unread),
    )
