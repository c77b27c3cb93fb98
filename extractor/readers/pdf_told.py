"""What is told of the pages of a file: which were not read, and what a person should know of the others."""

from collections.abc import Mapping

from extractor.document import Notice, Place, Status, Unread, UnreadReason
from extractor.readers.pdf_furniture import Watermark
from extractor.readers.pdf_pages import PageRead

Loss = tuple[int, UnreadReason, str]  # page from 1, reason, message with {pages} where the page is named
RUN = 20  # so many neighbouring pages lost for one reason are told together
IMAGE_SHARE = 0.25
SINGLE = 5
STRUCK = 5  # stretches that a notice shows
PAGE_LOST: dict[UnreadReason, str] = {
    "no-text-layer": "{pages}没有文字层（扫描件），请提供文字版。",
    "drawn-as-outlines": "{pages}的文字已转成图形（转曲），看得见但读不出；请提供未转曲的文字版。",
    "corrupt": "{pages}已损坏，无法读取；请重新导出后提交。",
    "limit": "{pages}的内容超过单页上限，只读取了一部分；请拆分或重新导出后提交。",
}
PATHS_OVER = "{pages}的图形超过单页上限，未识别其中的表格（文字已读取）；请重新导出后提交。"


def losses(page: PageRead, messages: Mapping[UnreadReason, str]) -> list[Loss]:
    """Return what of one page was not read; ``messages`` say it for each reason, with ``{pages}`` for the pages."""
    number = page.sheet.number
    found: list[Loss] = []
    if page.verdict.reason is not None:
        found.append((number, page.verdict.reason, messages[page.verdict.reason]))
    if page.over_characters:
        found.append((number, "limit", messages["limit"]))
    elif page.over_paths:
        found.append((number, "limit", PATHS_OVER))
    return found


def told(lost: list[Loss]) -> list[Unread]:
    """Return one Unread for each page, or for each long run of pages lost for one reason."""
    runs: list[list[Loss]] = []
    for entry in sorted(lost):
        if runs and runs[-1][-1][1:] == entry[1:] and runs[-1][-1][0] + 1 == entry[0]:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    found = []
    for run in runs:
        first, reason, message = run[0]
        if len(run) > RUN:
            text = message.replace("{pages}", f"第{first}页至第{run[-1][0]}页")
            found.append(Unread(Place(page=first), reason, text))
            continue
        found += [
            Unread(Place(page=number), reason, message.replace("{pages}", f"第{number}页")) for number, _, _ in run
        ]
    return found


def status(pages: list[PageRead], unread: list[Unread]) -> Status:
    """Return whether the file counts as read, in part, or not at all: then no page gave anything usable."""
    if not unread:
        return "read"
    unusable = {page.sheet.number for page in pages if page.verdict.reason is not None or not page.sheet.items}
    return "partial" if any(page.sheet.number not in unusable for page in pages) else "unreadable"


def watermark_notices(marks: list[Watermark]) -> list[Notice]:
    """Tell each watermark once; many texts that stand askew on one page each (labels of charts) are told together."""
    single = [mark for mark in marks if mark.pages == 1]
    named = marks if len(single) <= SINGLE else [mark for mark in marks if mark.pages > 1]
    found = [
        Notice("watermark", f"文件有水印“{mark.text}”（{mark.pages}页），未计入正文。", Place(page=mark.page))
        for mark in named
    ]
    if len(single) > SINGLE:
        where = page_words(sorted({mark.page for mark in single}))
        message = f"{where}有斜排文字（如“{single[0].text}”），未计入正文。"
        found.append(Notice("watermark", message, Place(page=single[0].page)))
    return found


def page_notices(pages: list[PageRead]) -> list[Notice]:
    """Tell of text that is hidden, struck out or brought along by a scan, and of large pictures that were not read."""
    found = []
    hidden = [page for page in pages if page.hidden]
    if hidden:
        shown = "".join(hidden[0].hidden)[:30]
        numbers = [page.sheet.number for page in hidden]
        message = f"{page_words(numbers)}有看不见的文字（如“{shown}”），未计入正文。"
        found.append(Notice("hidden-text", message, Place(page=numbers[0])))
    crossed = [page for page in pages if page.struck]
    if crossed:
        shown = "、".join(f"“{words}”" for words in [words for page in crossed for words in page.struck][:STRUCK])
        numbers = [page.sheet.number for page in crossed]
        message = (
            f"{page_words(numbers)}有被横线划掉的文字（{shown}），可能是打印出来的修订；"
            "这些文字仍按正文检查，请确认是否作废并提交定稿。"
        )
        found.append(Notice("tracked-changes", message, Place(page=numbers[0])))
    recognised = [page.sheet.number for page in pages if page.verdict.ocr and page.verdict.reason is None]
    if recognised:
        message = f"{page_words(recognised)}是扫描件，文字来自文件自带的识别结果，可能有错，请核对原件。"
        found.append(Notice("image", message, Place(page=recognised[0])))
    pictured = [
        page.sheet.number
        for page in pages
        if page.images > IMAGE_SHARE and not page.verdict.ocr and page.verdict.reason is None
    ]
    if pictured:
        message = f"{page_words(pictured)}有大幅图片，图片里的文字没有读取。"
        found.append(Notice("image", message, Place(page=pictured[0])))
    return found


def page_words(numbers: list[int]) -> str:
    """Return page numbers in words, runs shortened: 第1、3至5页."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [f"{run[0]}至{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs]
    return f"第{'、'.join(words)}页"
