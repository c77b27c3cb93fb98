"""Web pages: .html in any encoding of Chinese, pages saved as one file (.mht), and pages under another name (.doc).

``Place.paragraph`` counts the texts of block level from 1, those in table cells included; cells have table, row and
column. Nothing is fetched and no script runs.
"""

import re
from typing import Any

from extractor.document import Document, Notice, Place, Unread
from extractor.readers import unreadable
from extractor.readers.html_source import is_multipart, multipart_page, page_text
from extractor.readers.html_walk import Walker
from extractor.readers.source import Limits, Source

_LARGEST = 50_000_000  # bytes; the tree of a page takes many times its size
_NAMES = {".html", ".htm", ".xhtml", ".mht", ".mhtml"}
_LIMIT = "请拆分后提交。"
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTES = 5_000  # of one element: the parser compares each with all before it


def read(source: Source, limits: Limits) -> Document:
    """Read a web page. Never raises for a bad file: what was not read is in ``Document.unread``."""
    unread: list[Unread] = []
    most = min(_LARGEST, limits.part_bytes)
    data, charset, pictures = source.data[:most], None, 0
    if len(source.data) > most:
        message = f"网页超过{most // 1_000_000}MB，其后的内容没有读；{_LIMIT}"
        unread.append(Unread(Place(), "limit", message))
    if is_multipart(data):
        page = multipart_page(data)
        if page is None:
            return unreadable(source, "html", "corrupt", "单一文件网页中没有找到正文，无法读取；请另存为.docx后提交。")
        data, charset, pictures = page
    text, whole = page_text(data, charset)
    if not whole:
        message = "网页编码无法完整识别，部分字符已无法还原；请另存为UTF-8后提交。"
        unread.append(Unread(Place(), "garbled-text", message))
    walker = Walker(limits)
    try:
        root, problem = _tree(text)
        if problem is not None:
            unread.append(problem)
        if root is not None:
            walker.walk(root, _title(root))
    except (MemoryError, RecursionError):
        return unreadable(source, "html", "limit", f"网页结构过深或内容过大，超过读取上限；{_LIMIT}")
    unread += walker.unread
    if walker.stopped:
        unread.append(Unread(Place(), "limit", f"表格的单元格超过{limits.cells}个，其后的内容没有读；{_LIMIT}"))
    pictures = max(pictures, walker.pictures)
    blocks = tuple(walker.blocks)
    if not any(block.layer == "body" for block in blocks) and not unread:
        if pictures:
            message = f"网页里只有图片（{pictures}张），没有可读的文字；请提供文字版。"
            unread.append(Unread(Place(), "no-text-layer", message))
        else:
            unread.append(Unread(Place(), "empty", "网页里没有文字，请重新提交。"))
    return Document(
        path=source.path,
        sha256=source.sha256,
        bytes=len(source.data),
        format="html",
        status="unreadable" if not blocks else "partial" if unread else "read",
        blocks=blocks,
        unread=tuple(unread),
        notices=tuple(_notices(source, walker, pictures)),
    )


def _tree(text: str) -> tuple[Any, Unread | None]:
    """Return the root of the page's tree, None where there is none, and what was cut off by the parser's own limits."""
    from lxml import etree  # noqa: PLC0415  # the command line starts without it

    if not text.strip():
        return None, None
    if any(len(_QUOTED.sub("", tag.group()).split()) > _ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        return None, Unread(Place(), "limit", f"网页中一个标签的属性超过{_ATTRIBUTES}个，没有读；请重新导出后提交。")
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except etree.ParserError:  # nothing but comments
        root = None
    except etree.XMLSyntaxError:
        return None, Unread(Place(), "corrupt", "网页已损坏，无法读取；请重新导出后提交。")
    # the parser stops at its limits without failing, and names them in words only
    words = ("depth", "too large", "too long", "huge")
    if any(word in entry.message.lower() for entry in parser.error_log for word in words):
        message = f"网页嵌套过深或单段文字过长，其后的内容没有读；{_LIMIT}"
        return root, Unread(Place(), "limit", message)
    return root, None


def _title(root: Any) -> str:
    """Return the page's title where the page has no first-level heading of its own, else an empty text."""
    if any("".join(heading.itertext()).strip() for heading in root.iter("h1")):
        return ""
    title = next(root.iter("title"), None)
    return " ".join((title.text or "").split()) if title is not None else ""


def _notices(source: Source, walker: Walker, pictures: int) -> list[Notice]:
    told: list[Notice] = []
    if walker.deleted:
        message = f"网页含有标为删除的文字{walker.deleted}处；按接受修订后的内容检查，请确认修订后提交定稿。"
        told.append(Notice("tracked-changes", message))
    if walker.hidden:
        message = f"网页含有隐藏文字共{walker.hidden}个字符，打开网页时看不到，未计入检查；请删除或取消隐藏。"
        told.append(Notice("hidden-text", message))
    if pictures:
        told.append(Notice("image", f"网页含有图片{pictures}张，图片中的文字没有检查。"))
    if source.suffix and source.suffix not in _NAMES:
        told.append(Notice("name-lies", f"文件扩展名为{source.suffix}，内容实为网页，已按网页读取。"))
    return told
