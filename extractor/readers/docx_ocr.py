"""Scans pasted into Word: pictures as large as a page, recognised, their text put where the picture stands."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.document import Block, Notice, PartName, Piece, Place, Unread
from extractor.ocr import available, client, told
from extractor.ocr.layout import arrange
from extractor.ocr.result import Job, Lost, Page
from extractor.ocr.settled import settled
from extractor.readers.pdf_blocks import Builder
from extractor.readers.pdf_flow import elements
from extractor.readers.pdf_furniture import Sheet
from extractor.readers.source import Limits

LOST: dict[str, str] = {
    "corrupt": "此处的整页图片已损坏或格式不支持，无法识别；请提供文字版。",
    "limit": "此处的整页图片过大，未识别；请降低分辨率后提交。",
    "crashed": "此处的整页图片识别时程序异常中止，未读取；请提供文字版。",
    "timed-out": "此处的整页图片识别超过时限，未读取；请提供文字版。",
}
UNIT = "幅整页图片"


class Scan(Struct, frozen=True):
    """A picture as large as a page: its bytes (empty where they cannot be had) and the paragraph it stands in."""

    data: bytes
    place: Place


class Scanned(Struct, frozen=True):
    """What the scans of a Word file gave: all blocks in order, what is still lost, what is to be told.

    ``read`` counts the pictures recognised, ``unrecognised`` those that were not asked for.
    """

    blocks: list[Block]
    unread: list[Unread]
    notices: list[Notice]
    read: int = 0
    unrecognised: int = 0


def recognise(scans: Sequence[Scan], blocks: list[Block], unread: Iterable[Unread], limits: Limits) -> Scanned:
    """Recognise scans and put their text among the blocks; what ``unread`` says of pictures is answered by it."""
    unread = list(unread)
    if not available():
        return Scanned(blocks, unread, [])
    if limits.ocr_pages == 0:
        return Scanned(blocks, unread, [], unrecognised=len(scans))
    seen: dict[int, Page] = {}
    kept = [loss for loss in unread if loss.reason != "no-text-layer"]
    for number, scan in enumerate(scans, 1):
        if number > limits.ocr_pages:
            message = f"整页图片超过每个文件识别{limits.ocr_pages}页的上限，此处起未读取；请拆分后提交。"
            kept.append(Unread(scan.place, "limit", message))
            break
        for reply in client.recognise(Job(scan.data, "image", (1,))):
            if isinstance(reply, Lost):
                kept.append(Unread(scan.place, reply.reason, LOST[reply.reason]))
            else:
                seen[number] = replace(reply, number=number)
    for number, page in seen.items():
        blocks = _placed(blocks, _blocks(page, scans[number - 1].place, limits), scans[number - 1].place)
    notices = [
        replace(notice, location=scans[(notice.location.page or 1) - 1].place)
        for notice in told.notices(seen.values(), UNIT)
    ]
    return Scanned(blocks, kept, notices, read=len(seen))


def _blocks(page: Page, place: Place, limits: Limits) -> list[Block]:
    sheet = Sheet(page.number, page.width, page.height, arrange(page, limits), [], ocr=True)
    none: dict[int, dict[int, PartName]] = {page.number: {}}
    built = Builder([sheet], []).blocks(elements([sheet], none), none)
    return [_moved(block, place) for block in settled(built, {page.number: page})]


def _moved(block: Block, place: Place) -> Block:
    """Return a block with the places of a Word file, which knows no pages; cells keep their row and column."""
    table = block.table
    if table is not None:
        cells = tuple(
            replace(
                cell,
                place=(at := replace(place, row=cell.row, column=cell.column)),
                pieces=tuple(replace(piece, place=at) for piece in cell.pieces),
            )
            for cell in table.cells
        )
        table = replace(table, cells=cells)
    pieces: tuple[Piece, ...] = tuple(replace(piece, place=place) for piece in block.pieces)
    return replace(block, place=place, pieces=pieces, table=table)


def _placed(blocks: list[Block], added: list[Block], place: Place) -> list[Block]:
    """Return the blocks with more put after the last that stands in the same paragraph or before it."""
    at = next((at for at, block in enumerate(blocks) if _paragraph(block) > (place.paragraph or 0)), len(blocks))
    return [*blocks[:at], *added, *blocks[at:]]


def _paragraph(block: Block) -> int:
    if block.place.part != "body":
        return 0
    if block.place.paragraph is None and block.table is not None:
        return max((cell.place.paragraph or 0 for cell in block.table.cells), default=0)
    return block.place.paragraph or 0
