"""The outline of documents on a terminal: the section tree, the tables in their sections, what was not read."""

from collections.abc import Sequence

from extractor.document import PART_NAMES
from extractor.fact import KIND_NAMES
from review.layout import Paper, cut, name_shown, one_line, width
from review.outline_report import OutlineDocument, ReadPartEntry, TableEntry
from review.reporters.words import FORMAT_WORDS, STATUS_WORDS, quality_words


def outline_text(documents: Sequence[OutlineDocument], paper: Paper) -> str:
    """Return the outlines of the documents as text for a terminal."""
    for document in documents:
        _document(paper, document)
        paper.line()
    unread = sum(document.status != "read" for document in documents)
    tail = f"，{unread}个没有读完" if unread else "，全部读完"
    paper.line(f"共{len(documents)}个文件{tail}。", "bold")
    return paper.text()


def _document(paper: Paper, document: OutlineDocument) -> None:
    paper.rule(name_shown(document.path))
    about = [FORMAT_WORDS.get(document.format, document.format), STATUS_WORDS[document.status]]
    if document.pages is not None:
        about.append(f"{document.pages}页")
    about += [f"{document.characters}字", f"{len(document.sections)}个标题", f"{len(document.tables)}个表格"]
    if document.contents_entries:
        about.append(f"目录{document.contents_entries}行")
    paper.line("，".join(about), indent=2)
    paper.labelled("类别", f"{KIND_NAMES[document.kind]}（{document.kind_reason}）", indent=2)
    if document.page_quality:
        paper.labelled("各页", quality_words(document.page_quality), indent=2)
    if document.parts_read:
        paper.labelled("读到", "，".join(map(_part_words, document.parts_read)), indent=2)
    joined = sum(table.pages is not None and table.pages[0] < table.pages[1] for table in document.tables)
    if joined:
        paper.labelled("表格", f"{len(document.tables)}个，其中{joined}个跨页，各页部分已接成一个", indent=2)
    for unread in document.unread:
        where = _page(unread.location.page)
        paper.labelled("未读", f"{where}{unread.message}", "yellow", indent=2)
    for notice in document.notices:
        paper.labelled("注意", f"{_page(notice.location.page)}{notice.message}", indent=2)
    for position in range(len(document.sections) + 1):
        if position:
            section = document.sections[position - 1]
            _row(paper, section.title, section.label, 2 * max(len(section.path), 1))
        for table in document.tables:
            if table.sections_before == position:
                _row(paper, _table_words(table), table.label, 2 * len(table.path) + 2)


def _part_words(part: ReadPartEntry) -> str:
    name = f"工作表“{one_line(part.sheet)}”" if part.sheet is not None else PART_NAMES[part.part]
    return f"{name}{part.characters}字" + (f"（含{part.tables}个表格）" if part.tables else "")


def _table_words(table: TableEntry) -> str:
    spread = table.pages is not None and table.pages[0] < table.pages[1]
    pages = f"，第{table.pages[0]}至{table.pages[1]}页接成" if table.pages is not None and spread else ""
    unit = f"，单位{table.unit}" if table.unit else ""
    head = one_line("、".join(text for text in table.head if text.strip()))
    return f"［表 {table.rows}行{table.columns}列{unit}{pages}］{cut(head, 40)}"


def _row(paper: Paper, title: str, label: str, indent: int) -> None:
    room = paper.columns - indent - width(label) - 2
    text = cut(one_line(title), max(room, 20))
    gap = max(paper.columns - indent - width(text) - width(label), 2)
    paper.lines.append(f"{' ' * indent}{text}{' ' * gap}{paper.paint(label, 'dim')}".rstrip())


def _page(page: int | None) -> str:
    return f"第{page}页：" if page is not None else ""
