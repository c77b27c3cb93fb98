"""OFD, the national format for fixed pages: text with places, tables, furniture, and a verdict on each page.

The page's objects are read here; lines become paragraphs and tables with the code that does it for PDF. Nothing here
knows what the text means.
"""

from extractor.document import Document, Notice, Place, Unread, UnreadReason
from extractor.readers import unreadable
from extractor.readers.docx_package import PackageError
from extractor.readers.ofd_document import Bodies, Body, bodies, bookmarks, page_size
from extractor.readers.ofd_notes import annotation_notices, attachments, signature_notices
from extractor.readers.ofd_objects import Ink, Walk, blank
from extractor.readers.ofd_ocr import Scan, recognise, scan_of
from extractor.readers.ofd_package import Element, OfdPackage, child, locations
from extractor.readers.ofd_pages import Paper, page_of
from extractor.readers.page_quality import qualities
from extractor.readers.pdf_blocks import Builder
from extractor.readers.pdf_flow import elements
from extractor.readers.pdf_furniture import furniture, watermarks
from extractor.readers.pdf_pages import PageRead
from extractor.readers.pdf_told import PAGE_LOST, Loss, losses, page_notices, status, told, watermark_notices
from extractor.readers.source import Limits, Source

MESSAGES: dict[UnreadReason, str] = {
    **PAGE_LOST,
    "encrypted": "{pages}已加密，无法读取；请提交未加密的版本。",
    "garbled-text": "{pages}有文字只存了字形、没有存字符，看得见但读不全；请重新导出OFD或提供Word版。",
}
CUT = "{pages}的数据已损坏，只读取了损坏之前的内容；请重新导出后提交。"
TEMPLATE = "{pages}引用的模板缺失或损坏，模板上的文字未读取；请重新导出后提交。"
MISSING = "{pages}引用的图形资源缺失或损坏，其中的文字未读取；请重新导出后提交。"
DEEP = "{pages}的内容嵌套过深，过深的部分未读取；请重新导出后提交。"
TOO_MUCH = "文件结构过深或内容过大，超过读取上限；请拆分或重新导出后提交。"


def read(source: Source, limits: Limits) -> Document:
    """Read an OFD file. Never raises for a bad file: what was not read is in ``unread``, a bad page costs itself."""
    try:
        package = OfdPackage(source.data, limits)
        return _document(source, package, bodies(package), limits)
    except PackageError as error:
        return unreadable(source, "ofd", error.reason, error.message)
    except (RecursionError, MemoryError):
        return unreadable(source, "ofd", "limit", TOO_MUCH)


def _document(source: Source, package: OfdPackage, found: Bodies, limits: Limits) -> Document:
    total = sum(len(body.pages) for body in found.found)
    if total == 0:
        return unreadable(source, "ofd", "corrupt", f"文件里没有页面，不是完整的OFD文件；{package.resubmit}")
    pages: list[PageRead] = []
    lost: list[Loss] = []
    scans: list[Scan] = []
    for body in found.found:
        reader = _Pages(package, body, limits)
        for at in range(min(len(body.pages), max(0, limits.pages - body.offset))):
            page = reader.read(at)
            if page is not None:
                pages.append(page)
                lost += losses(page, MESSAGES)
        lost += reader.lost
        scans += reader.scans
    notices = page_notices(pages)
    recognised = recognise(package, scans, pages, lost, limits)
    pages, lost = recognised.pages, recognised.lost
    marks = watermarks([page.sheet for page in pages])
    sheets = [page.sheet for page in pages]
    furnished = furniture(sheets)
    builder = Builder(sheets, [mark for body in found.found for mark in bookmarks(body)])
    blocks = recognised.blocks(builder.blocks(elements(sheets, furnished), furnished))
    unread = told(lost)
    unread += [Unread(Place(), problem.reason, problem.message) for problem in found.problems]
    if total > limits.pages:
        message = f"文件有{total}页，超过{limits.pages}页的上限，第{limits.pages + 1}页起未读取；请拆分后提交。"
        unread.append(Unread(Place(page=limits.pages + 1), "limit", message))
    if not unread and not any(block.layer == "body" for block in blocks):
        unread.append(Unread(Place(), "empty", "文件里没有文字，请确认提交的是完整文件。"))
    notices += [*recognised.notices(), *signature_notices(package, found.found), *_structure(found)]
    for body in found.found:
        notices += annotation_notices(package, body)
        files, data = attachments(package, body)
        unread += files
        notices += data
    return Document(
        path=source.path,
        sha256=source.sha256,
        bytes=len(source.data),
        format="ofd",
        status=status(pages, unread),
        pages=total,
        blocks=blocks,
        unread=tuple(unread),
        notices=(*watermark_notices(marks), *notices),
        unrecognised=recognised.unrecognised,
        page_quality=qualities(pages, lost, [number for number, seen in recognised.seen.items() if seen.lines]),
    )


def _structure(found: Bodies) -> list[Notice]:
    """Tell that a file holds several documents, or versions that are not in force."""
    notices = []
    if len(found.found) > 1:
        first = found.found[1].offset + 1
        message = f"文件里有{len(found.found)}个文档，依次读取，第2个从第{first}页起。"
        notices.append(Notice("other", message, Place(page=first)))
    if found.versions:
        notices.append(Notice("other", f"文件另存有{found.versions}个历史版本，只读取了当前版本。"))
    return notices


class _Pages:
    """Reads the pages of one document; what they lack is gathered in ``lost``, pages of pictures in ``scans``."""

    def __init__(self, package: OfdPackage, body: Body, limits: Limits) -> None:
        self.package = package
        self.body = body
        self.limits = limits
        self.lost: list[Loss] = []
        self.scans: list[Scan] = []
        self._templates: dict[str, Element | None] = {}

    def read(self, at: int) -> PageRead | None:
        """Return page ``at`` (from 0) of the document, None where nothing of it can be read."""
        number = self.body.offset + at + 1
        part = self.body.pages[at][1]
        try:
            root, problem = self.package.parse(part or "")
        except PackageError as error:
            self.lost.append((number, error.reason, MESSAGES.get(error.reason, MESSAGES["corrupt"])))
            return None
        if problem is not None:
            self.lost.append((number, problem.reason, CUT if problem.reason == "corrupt" else DEEP))
        for location in locations(root, "PageRes"):
            found = self.package.find(location, part or "", self.body.part)
            if found is not None:
                self.body.resources.load(self.package, found)
        size = self.body.size
        ink = blank()
        walk = Walk(ink, self.body.resources, self.limits)
        for reference in root.iterchildren("{*}Template"):
            template = self._template(reference.get("TemplateID") or "")
            if template is None:
                self.lost.append((number, "corrupt", TEMPLATE))
                continue
            size = page_size(child(template, "Area"), size)
            walk.content(template)
        walk.content(root)
        self._told(number, ink)
        width, height = page_size(child(root, "Area"), size)
        page = page_of(Paper(number, width, height), ink, self.limits)
        scan = scan_of(page, ink, self.body.resources)
        if scan is not None:
            self.scans.append(scan)
        return page

    def _told(self, number: int, ink: Ink) -> None:
        if ink.missing:
            self.lost.append((number, "corrupt", MISSING))
        if ink.deep:
            self.lost.append((number, "limit", DEEP))

    def _template(self, name: str) -> Element | None:
        if name not in self._templates:
            part = self.body.templates.get(name)
            root: Element | None = None
            if part is not None:
                try:
                    root, _ = self.package.parse(part)
                except PackageError:
                    root = None  # told for each page that asks for it
            self._templates[name] = root
        return self._templates[name]
