"""PDF: text with places, paragraphs and tables that run over pages, and a verdict on each page.

Raw PDFium does the reading (``pdf_lines``, ``pdf_edges``), page by page, each page closed before the next; pdfplumber
is asked again only about single tables that do not add up. Nothing here knows what the text means.
"""

from collections.abc import Iterable
from typing import Any

import pypdfium2.raw as pdfium

from extractor.document import Document, Notice, PartName, Place, Status, Unread, UnreadReason
from extractor.readers import pdf_second, unreadable
from extractor.readers.pdf_blocks import Builder
from extractor.readers.pdf_flow import TableRun, elements
from extractor.readers.pdf_furniture import Watermark, furniture, watermarks
from extractor.readers.pdf_native import PdfError, bookmarks, opened
from extractor.readers.pdf_pages import PageRead, read_page, replaced, without_fonts
from extractor.readers.pdf_verdict import broken_fonts
from extractor.readers.source import Limits, Source

ENCRYPTED = "PDF文件已加密（需要打开密码），请提交未加密的版本。"
CORRUPT = "PDF文件已损坏或不完整，无法打开；请重新导出后提交。"
CUT_OFF = "PDF文件结尾不完整（可能下载或导出中断），部分内容可能缺失；请重新提交完整文件。"
MESSAGES: dict[UnreadReason, str] = {
    "no-text-layer": "{pages}没有文字层（扫描件），请提供文字版。",
    "drawn-as-outlines": "{pages}的文字已转成图形（转曲），看得见但读不出；请提供未转曲的文字版。",
    "garbled-text": "{pages}的文字编码损坏，看得见但读出来是乱码；请重新导出PDF或提供Word版。",
    "corrupt": "{pages}已损坏，无法读取；请重新导出后提交。",
    "limit": "{pages}的内容超过单页上限，只读取了一部分；请拆分或重新导出后提交。",
}
PATHS_OVER = "{pages}的图形超过单页上限，未识别其中的表格（文字已读取）；请重新导出后提交。"
FONT_BROKEN = "{pages}有文字读出来是乱码（字体{font}的编码损坏），这些文字未读取；请重新导出PDF或提供Word版。"
RUN = 20  # so many neighbouring pages lost for one reason are told together
IMAGE_SHARE = 0.25
SINGLE = 5


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
    lost: list[tuple[int, UnreadReason, str]] = []
    for index in range(min(total, limits.pages)):
        try:
            page = read_page(document, index, limits)
        except PdfError as error:
            lost.append((index + 1, error.reason, MESSAGES["corrupt"]))
            continue
        pages.append(page)
        lost += _losses(page)
    lost += _broken_fonts(pages)
    notices = _notices(document, pages)
    marks = watermarks([page.sheet for page in pages])
    furnished, flow, second = _flow(source.data, pages)
    builder = Builder([page.sheet for page in pages], bookmarks(document))
    blocks = builder.blocks(flow, furnished)
    unread = _told(lost)
    if not _has_end(source.data):
        unread.append(Unread(Place(), "corrupt", CUT_OFF))
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
        status=_status(pages, unread),
        pages=total,
        blocks=blocks,
        unread=tuple(unread),
        notices=(*_watermarks(marks), *notices, *second),
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
            if part.fragment.ruled and light and pdf_second.measure(part.fragment, whole=whole):
                found.append(pdf_second.Doubt(part.page, item, part.fragment, whole))
    return found


def _losses(page: PageRead) -> list[tuple[int, UnreadReason, str]]:
    number = page.sheet.number
    found: list[tuple[int, UnreadReason, str]] = []
    if page.verdict.reason is not None:
        found.append((number, page.verdict.reason, MESSAGES[page.verdict.reason]))
    if page.over_characters:
        found.append((number, "limit", MESSAGES["limit"]))
    elif page.over_paths:
        found.append((number, "limit", PATHS_OVER))
    return found


def _broken_fonts(pages: list[PageRead]) -> list[tuple[int, UnreadReason, str]]:
    """Find fonts whose characters have no meaning, over the whole document; their lines are taken out."""
    broken = broken_fonts(page.fonts for page in pages)
    if not broken:
        return []
    found: list[tuple[int, UnreadReason, str]] = []
    for page in pages:
        here = sorted(broken & page.fonts.keys())
        if page.verdict.reason is None and here and without_fonts(page.sheet, broken):
            found.append((page.sheet.number, "garbled-text", FONT_BROKEN.replace("{font}", "、".join(here))))
    return found


def _told(lost: list[tuple[int, UnreadReason, str]]) -> list[Unread]:
    """Return one Unread for each page, or for each long run of pages lost for one reason."""
    runs: list[list[tuple[int, UnreadReason, str]]] = []
    for entry in sorted(lost):
        if runs and runs[-1][-1][1:] == entry[1:] and runs[-1][-1][0] + 1 == entry[0]:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    told = []
    for run in runs:
        first, reason, message = run[0]
        if len(run) > RUN:
            text = message.replace("{pages}", f"第{first}页至第{run[-1][0]}页")
            told.append(Unread(Place(page=first), reason, text))
            continue
        told += [
            Unread(Place(page=number), reason, message.replace("{pages}", f"第{number}页")) for number, _, _ in run
        ]
    return told


def _status(pages: list[PageRead], unread: list[Unread]) -> Status:
    if not unread:
        return "read"
    unusable = {page.sheet.number for page in pages if page.verdict.reason is not None or not page.sheet.items}
    return "partial" if any(page.sheet.number not in unusable for page in pages) else "unreadable"


def _watermarks(marks: list[Watermark]) -> list[Notice]:
    """Tell each watermark once; many texts that stand askew on one page each (labels of charts) are told together."""
    single = [mark for mark in marks if mark.pages == 1]
    told = marks if len(single) <= SINGLE else [mark for mark in marks if mark.pages > 1]
    found = [
        Notice("watermark", f"文件有水印“{mark.text}”（{mark.pages}页），未计入正文。", Place(page=mark.page))
        for mark in told
    ]
    if len(single) > SINGLE:
        message = f"{_pages(sorted({mark.page for mark in single}))}有斜排文字（如“{single[0].text}”），未计入正文。"
        found.append(Notice("watermark", message, Place(page=single[0].page)))
    return found


def _notices(document: Any, pages: list[PageRead]) -> list[Notice]:
    found = []
    hidden = [page for page in pages if page.hidden]
    if hidden:
        shown = "".join(hidden[0].hidden)[:30]
        numbers = [page.sheet.number for page in hidden]
        message = f"{_pages(numbers)}有看不见的文字（如“{shown}”），未计入正文。"
        found.append(Notice("hidden-text", message, Place(page=numbers[0])))
    recognised = [page.sheet.number for page in pages if page.verdict.ocr and page.verdict.reason is None]
    if recognised:
        message = f"{_pages(recognised)}是扫描件，文字来自文件自带的识别结果，可能有错，请核对原件。"
        found.append(Notice("image", message, Place(page=recognised[0])))
    pictured = [
        page.sheet.number
        for page in pages
        if page.images > IMAGE_SHARE and not page.verdict.ocr and page.verdict.reason is None
    ]
    if pictured:
        message = f"{_pages(pictured)}有大幅图片，图片里的文字没有读取。"
        found.append(Notice("image", message, Place(page=pictured[0])))
    signatures = int(pdfium.FPDF_GetSignatureCount(document.raw))
    if signatures > 0:
        found.append(Notice("signature", f"文件带有{signatures}个电子签名（未验证）。"))
    return found


def _pages(numbers: list[int]) -> str:
    """Return page numbers in words, runs shortened: 第1、3至5页."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [f"{run[0]}至{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs]
    return f"第{'、'.join(words)}页"
