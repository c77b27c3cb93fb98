"""PDF: text with places, paragraphs and tables that run over pages, and a verdict on each page.

Raw PDFium does the reading (``pdf_lines``, ``pdf_edges``), page by page, each page closed before the next; pdfplumber
is asked again only about single tables that do not add up. Nothing here knows what the text means.
"""

from collections.abc import Iterable
from typing import Any

import pypdfium2.raw as pdfium

from extractor.document import Document, Notice, PartName, Place, Unread, UnreadReason
from extractor.readers import pdf_second, unreadable
from extractor.readers.page_quality import qualities
from extractor.readers.pdf_blocks import Builder
from extractor.readers.pdf_flow import TableRun, elements
from extractor.readers.pdf_furniture import furniture, watermarks
from extractor.readers.pdf_native import PdfError, bookmarks, opened
from extractor.readers.pdf_ocr import recognise
from extractor.readers.pdf_pages import PageRead, read_page, replaced, without_fonts
from extractor.readers.pdf_streams import damaged_contents
from extractor.readers.pdf_told import PAGE_LOST, Loss, losses, page_notices, status, told, watermark_notices
from extractor.readers.pdf_verdict import broken_fonts
from extractor.readers.source import Limits, Source

ENCRYPTED = "PDF文件已加密（需要打开密码），请提交未加密的版本。"
CORRUPT = "PDF文件已损坏或不完整，无法打开；请重新导出后提交。"
CUT_OFF = "PDF文件结尾不完整（可能下载或导出中断），部分内容可能缺失；请重新提交完整文件。"
DAMAGED = "文件中有{count}处页面内容的数据已损坏，其中的文字可能没有读到；请重新导出后提交。"
FONT_BROKEN = "{pages}有文字读出来是乱码（字体{font}的编码损坏），这些文字未读取；请重新导出PDF或提供Word版。"
MESSAGES: dict[UnreadReason, str] = {
    **PAGE_LOST,
    "garbled-text": "{pages}的文字编码损坏，看得见但读出来是乱码；请重新导出PDF或提供Word版。",
}


def read(source: Source, limits: Limits) -> Document:
    """Read a PDF. Never raises for a bad file: what was not read is in ``unread``, a page that fails costs itself."""
    try:
        with opened(source.data) as document:
            return _document(source, document, limits)
    except PdfError as error:
        return unreadable(source, "pdf", error.reason, ENCRYPTED if error.reason == "encrypted" else CORRUPT)


def _document(source: Source, document: Any, limits: Limits) -> Document:
    total = max(0, int(pdfium.FPDF_GetPageCount(document.raw)))
    if total == 0:
        return unreadable(source, "pdf", "corrupt", CORRUPT)
    pages: list[PageRead] = []
    lost: list[Loss] = []
    for index in range(min(total, limits.pages)):
        try:
            page = read_page(document, index, limits)
        except PdfError as error:
            lost.append((index + 1, error.reason, MESSAGES["corrupt"]))
            continue
        pages.append(page)
        lost += losses(page, MESSAGES)
    lost += _broken_fonts(pages)
    notices = [*page_notices(pages), *_signatures(document)]
    recognised = recognise(source.data, pages, lost, limits)
    pages, lost = recognised.pages, recognised.lost
    marks = watermarks([page.sheet for page in pages])
    furnished, flow, second = _flow(source.data, pages)
    builder = Builder([page.sheet for page in pages], bookmarks(document))
    blocks = recognised.blocks(builder.blocks(flow, furnished))
    unread = told(lost)
    if not _has_end(source.data):
        unread.append(Unread(Place(), "corrupt", CUT_OFF))
    if damaged := damaged_contents(source.data):
        unread.append(Unread(Place(), "corrupt", DAMAGED.format(count=damaged)))
    if total > limits.pages:
        message = f"文件有{total}页，超过{limits.pages}页的上限，第{limits.pages + 1}页起未读取；请拆分后提交。"
        unread.append(Unread(Place(page=limits.pages + 1), "limit", message))
    if not unread and not any(block.layer == "body" for block in blocks):
        unread.append(Unread(Place(), "empty", "文件里没有文字，请确认提交的是完整文件。"))
    return Document(
        path=source.path,
        sha256=source.sha256,
        bytes=len(source.data),
        format="pdf",
        status=status(pages, unread),
        pages=total,
        blocks=blocks,
        unread=tuple(unread),
        notices=(*watermark_notices(marks), *notices, *recognised.notices(), *second),
        unrecognised=recognised.unrecognised,
        page_quality=qualities(pages, lost, [number for number, seen in recognised.seen.items() if seen.lines]),
    )


def _has_end(data: bytes) -> bool:
    """Tell whether the file has its end mark: PDFium repairs a file that was cut off without a word."""
    return b"%%EOF" in data[-1_000_000:].rstrip(b"\0\t\r\n ")[-2048:]


def _flow(data: bytes, pages: list[PageRead]) -> tuple[dict[int, dict[int, PartName]], list[Any], list[Notice]]:
    """Return furniture, body elements, and what the second opinion changed in them."""
    sheets = [page.sheet for page in pages]
    furnished = furniture(sheets)
    flow = elements(sheets, furnished)
    doubts = _doubts(pages, flow)
    taken = pdf_second.better(data, doubts)
    if not taken:
        return furnished, flow, []
    by_number = {sheet.number: sheet for sheet in sheets}
    notices = []
    for doubt in taken:
        replaced(by_number[doubt.page], doubt.item, doubt.fragment)
        message = f"第{doubt.page}页的一张表首次读取后对不上，已采用第二种方法的读取结果，请核对原表。"
        notices.append(Notice("second-opinion", message, Place(page=doubt.page)))
    return furnished, elements(sheets, furnished), notices


def _doubts(pages: list[PageRead], flow: Iterable[Any]) -> list[pdf_second.Doubt]:
    found = []
    for element in flow:
        if not isinstance(element, TableRun):
            continue
        whole = len(element.parts) == 1
        for part, (index, item) in zip(element.parts, element.positions, strict=True):
            page = pages[index]
            light = page.objects <= pdf_second.OBJECTS and page.characters <= pdf_second.CHARACTERS
            if part.fragment.ruled and light and not page.sheet.ocr and pdf_second.measure(part.fragment, whole=whole):
                found.append(pdf_second.Doubt(part.page, item, part.fragment, whole))
    return found


def _broken_fonts(pages: list[PageRead]) -> list[Loss]:
    """Find fonts whose characters have no meaning, over the whole document; their lines are taken out."""
    broken = broken_fonts(page.fonts for page in pages)
    if not broken:
        return []
    found: list[Loss] = []
    for page in pages:
        here = sorted(broken & page.fonts.keys())
        if page.verdict.reason is None and here and without_fonts(page.sheet, broken):
            found.append((page.sheet.number, "garbled-text", FONT_BROKEN.replace("{font}", "、".join(here))))
    return found


def _signatures(document: Any) -> list[Notice]:
    count = int(pdfium.FPDF_GetSignatureCount(document.raw))
    return [Notice("signature", f"文件带有{count}个电子签名（未验证）。")] if count > 0 else []
