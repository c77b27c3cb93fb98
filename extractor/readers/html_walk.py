"""One walk over the tree of a web page: text into paragraphs, headings, list items and tables, in the order shown.

White space runs as it is shown: runs of it are one space, but in pre. What a browser does not show is left out and
counted; style sheets are not evaluated, only what an element says of itself.
"""

import re
from typing import Any

from extractor.document import Block, BlockKind, Layer, Place, Unread
from extractor.readers.html_table import HtmlTable
from extractor.readers.source import Limits

Element = Any  # an lxml element

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    (
        *_HEADINGS,
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html",
        "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
        "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
_SKIPPED = frozenset(
    (
        "applet", "audio", "canvas", "datalist", "head", "iframe", "map", "math", "noscript", "object", "script",
        "select", "style", "svg", "template", "video",
    )
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_COMMENT = re.compile(r"mso-element\s*:\s*comment", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_CAPTIONS = 4
_LIMIT = "请拆分后提交。"


class Walker:
    """Reads one page into ``blocks``; ``unread`` and the counts are what it could not or would not take."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.blocks: list[Block] = []
        self.unread: list[Unread] = []
        self.hidden = 0
        self.deleted = 0
        self.pictures = 0
        self._paragraphs = 0
        self._tables = 0
        self._cells = 0
        self._text: list[str] = []
        self._heading = 0
        self._item: str | None = None  # the number of the list item whose first text is still to come
        self._pre = 0
        self._nav = 0
        self._open: list[tuple[HtmlTable, list[Block]]] = []  # tables being read, and where their blocks go
        self._sink = self.blocks
        self._lists: list[int | None] = []  # the next number of each list, None where it has none
        self._over = False

    def walk(self, root: Element, title: str) -> None:
        """Read the tree under ``root``; ``title`` becomes the first heading where it is not empty."""
        from lxml import etree  # noqa: PLC0415  # the command line starts without it

        if title:
            self._paragraphs += 1
            self.blocks.append(Block(0, "heading", title, Place(paragraph=self._paragraphs), level=1))
        events = etree.iterwalk(root, events=("start", "end"))
        left_out: Element = None
        for event, element in events:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if left_out is None and self._leaves_out(element, tag):
                    left_out = element
                    events.skip_subtree()
                elif left_out is None:
                    self._start(element, tag)
                    self._add(element.text)
            else:
                if left_out is None:
                    self._end(tag)
                elif left_out is element:
                    left_out = None
                if left_out is None and element is not root:
                    self._add(element.tail)
            if self._over:
                break
        self._flush()
        while self._open:
            self._end_table()
        self.blocks = [_numbered(block, number) for number, block in enumerate(self.blocks)]

    def _leaves_out(self, element: Element, tag: str) -> bool:
        """Tell whether an element is not shown; count what it hides."""
        if tag in _SKIPPED:
            return True
        style = element.get("style") or ""
        if element.get("hidden") is not None or (style and _HIDDEN.search(style)):
            self.hidden += sum(len(_SPACE.sub("", text)) for text in element.itertext())
            return True
        if tag == "del":
            self.deleted += 1
            return True
        return bool(style and _COMMENT.search(style))

    def _start(self, element: Element, tag: str) -> None:
        if tag == "br":
            self._text.append("\n")
            return
        if tag == "img":
            self.pictures += 1
            return
        if tag not in _BLOCKS:
            return
        self._flush()
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag == "pre":
            self._pre += 1
        elif tag == "nav":
            self._nav += 1
        elif tag in ("ol", "ul"):
            start = element.get("start") or "1"
            plain = tag == "ol" and (element.get("type") or "1") == "1"
            self._lists.append(int(start) if plain and start.isascii() and start.isdigit() else None)
        elif tag == "li":
            self._item = self._next_number()
        elif tag == "table":
            self._start_table(element)
        elif tag in ("tr", "td", "th", "thead", "tbody", "tfoot") and self._open:
            self._start_in_table(element, tag)

    def _next_number(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return ""
        self._lists[-1] += 1
        return f"{self._lists[-1] - 1}."

    def _start_table(self, element: Element) -> None:
        layout = (element.get("role") or "").lower() in ("presentation", "none")
        table = HtmlTable(self._limits.grid_rows, self._limits.grid_columns, presentation=layout)
        self._open.append((table, self._sink))

    def _start_in_table(self, element: Element, tag: str) -> None:
        table, outside = self._open[-1]
        self._sink = outside
        if tag == "tr":
            table.start_row()
        elif tag in ("td", "th"):
            self._cells += 1
            self._over = self._cells > self._limits.cells
            self._sink = table.start_cell(element.get("rowspan"), element.get("colspan"), head=tag == "th")
        else:
            table.in_head = tag == "thead"

    def _end(self, tag: str) -> None:
        if tag not in _BLOCKS:
            return
        self._flush()
        if tag in _HEADINGS:
            self._heading = 0
        elif tag == "pre":
            self._pre = max(0, self._pre - 1)
        elif tag == "nav":
            self._nav = max(0, self._nav - 1)
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._item = None
        elif tag == "table" and self._open:
            self._end_table()
        elif tag in ("td", "th") and self._open:
            self._sink = self._open[-1][1]  # text between cells stands before the table, as browsers put it

    def _end_table(self) -> None:
        table, outside = self._open.pop()
        self._sink = outside
        before = [block.text for block in outside[-_CAPTIONS:] if block.table is None]
        blocks, is_table = table.finish(self._tables + 1, before)
        self._tables += is_table
        outside.extend(blocks)
        if table.cut:
            number = f"表{self._tables}" if is_table else "一个表格"
            message = f"{number}超过{self._limits.grid_rows}行或{self._limits.grid_columns}列，其余的没有读；{_LIMIT}"
            self.unread.append(Unread(Place(table=self._tables if is_table else None), "limit", message))

    def _add(self, text: str | None) -> None:
        if text:
            self._text.append(text.replace("\r\n", "\n") if self._pre else _SPACE.sub(" ", text))

    def _flush(self) -> None:
        """End the paragraph that is being read."""
        if not self._text:
            return
        text = "".join(self._text)
        self._text = []
        if not self._pre:
            text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", text))
        text = text.strip(" \t\n\r\f\xa0")
        if not text:
            return
        self._paragraphs += 1
        kind: BlockKind = "heading" if self._heading else "paragraph" if self._item is None else "list_item"
        layer: Layer = "furniture" if self._nav else "body"
        place = Place(paragraph=self._paragraphs)
        number = self._item or ""
        self._item = None
        level = self._heading or None
        self._sink.append(Block(0, kind, text, place, layer=layer, level=level, number=number))

    @property
    def stopped(self) -> bool:
        """Tell whether the walk ended at the cap on cells."""
        return self._over


def _numbered(block: Block, number: int) -> Block:
    from msgspec.structs import replace  # noqa: PLC0415

    return replace(block, id=number)
