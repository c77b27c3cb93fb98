"""A source becomes a PDF by reportlab, set in the Acrobat font STSong-Light, which the file does not carry along."""

from pathlib import Path
from xml.sax.saxutils import escape

from build_markup import Node, Source, spans, widths
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table

FONT = "STSong-Light"
WIDTH = A4[0] - 5.2 * cm
ALIGN = {"l": TA_LEFT, "c": TA_CENTER, "r": TA_RIGHT}


class Heading(Paragraph):  # type: ignore[misc]  # reportlab has no types
    """A paragraph that remembers which node it is, so that its page can be told."""

    index = -1


class Entry(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A line of the contents list: a title, dots, a page."""

    def __init__(self, text: str, page: str, level: int) -> None:
        super().__init__()
        self.text, self.page, self.level = text, page, level

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size of the line."""
        self.width = width
        return width, 19.5

    def draw(self) -> None:
        """Draw the line."""
        left = 16 * (self.level - 1)
        canvas = self.canv
        canvas.setFont(FONT, 11)
        canvas.drawString(left, 5, self.text)
        canvas.drawRightString(self.width, 5, self.page)
        dot = pdfmetrics.stringWidth(".", FONT, 11)
        end = self.width - pdfmetrics.stringWidth(self.page, FONT, 11) - 4
        begin = left + pdfmetrics.stringWidth(self.text, FONT, 11) + 4
        canvas.drawRightString(end, 5, "." * max(0, int((end - begin) / dot)))


class Template(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """Draws head and foot and notes the page of every heading."""

    def __init__(self, path: str, source: Source, **options: object) -> None:
        super().__init__(path, pagesize=A4, **options)
        self.source = source
        self.pages: dict[int, str] = {}
        frame = Frame(2.6 * cm, 2.4 * cm, WIDTH, A4[1] - 5.2 * cm, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("all", frames=[frame], onPage=self.furniture))

    def furniture(self, canvas: Canvas, _document: object) -> None:
        """Draw the head line and the page number."""
        if canvas.getPageNumber() == 1:
            return
        canvas.setFont(FONT, 9)
        canvas.drawString(2.6 * cm, A4[1] - 1.8 * cm, self.source.head.header)
        canvas.line(2.6 * cm, A4[1] - 1.95 * cm, A4[0] - 2.6 * cm, A4[1] - 1.95 * cm)
        canvas.drawCentredString(A4[0] / 2, 1.4 * cm, f"- {canvas.getPageNumber()} -")

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - the name reportlab calls
        """Note the page of a heading."""
        if isinstance(flowable, Heading):
            self.pages[flowable.index] = str(self.page)


def style(size: float, leading: float, align: int = TA_JUSTIFY, indent: float = 0, before: float = 0) -> ParagraphStyle:
    """Return a paragraph style in the one font of these files."""
    return ParagraphStyle(
        f"s{size}-{leading}-{align}-{indent}-{before}", fontName=FONT, fontSize=size, leading=leading, alignment=align,
        firstLineIndent=indent, spaceBefore=before, spaceAfter=before / 2, wordWrap="CJK",
    )  # fmt: skip


def table(node: Node) -> Table:
    """Return a ruled table, its joined cells joined and its head repeated where the source says so."""
    options = node.options
    data = []
    for y, row in enumerate(node.rows):
        cells = []
        for x, text in enumerate(row):
            look = options.align[x] if x < len(options.align) else "l"
            align = ALIGN["c" if y < options.head else look]
            cells.append("" if text in {"<", "^"} else Paragraph(escape(text), style(9.5, 13, align)))
        data.append(cells)
    looks: list[tuple[object, ...]] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if options.grid:
        looks.append(("GRID", (0, 0), (-1, -1), 0.6, colors.black))
    if options.grid and options.head:
        looks.append(("BACKGROUND", (0, 0), (-1, options.head - 1), colors.Color(0.9, 0.92, 0.95)))
    looks += [("SPAN", (left, top), (right, bottom)) for top, left, bottom, right in spans(node.rows)]
    return Table(
        data,
        colWidths=widths(node, WIDTH),
        repeatRows=options.head if options.repeat else 0,
        style=looks,
        spaceBefore=4,
        spaceAfter=8,
    )


def story(source: Source, pages: dict[int, str]) -> list[Flowable]:
    """Return the flowables of the whole text."""
    head = source.head
    flow: list[Flowable] = []
    first = True
    for index, node in enumerate(source.nodes):
        text = escape(node.text)
        if node.kind == "heading":
            if node.number == 1 and head.chapter_break and not first:
                flow.append(PageBreak())
            first = False
            align = TA_CENTER if node.number == 1 else TA_LEFT
            size = head.size + (5, 2.5, 1)[node.number - 1]
            title = Heading(text, style(size, size * 1.6, align, 0, 9))
            title.index, title.keepWithNext = index, 1
            flow.append(title)
        elif node.kind in {"paragraph", "bullet"}:
            mark = "（●）" if node.kind == "bullet" else ""
            flow.append(Paragraph(mark + text, style(head.size, head.line, TA_JUSTIFY, head.size * 2)))
        elif node.kind in {"flush", "center", "right"}:
            align = {"flush": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}[node.kind]
            flow.append(Paragraph(text, style(head.size, head.line, align)))
        elif node.kind == "big":
            flow.append(Paragraph(text, style(node.number, node.number * 1.7, TA_CENTER)))
        elif node.kind == "space":
            flow.append(Spacer(1, head.line * node.number))
        elif node.kind == "table":
            flow.append(table(node))
        elif node.kind in {"break", "body"}:
            flow.append(PageBreak())
        elif node.kind == "toc":
            flow.append(Paragraph("目  录", style(18, 36, TA_CENTER)))
            flow += [
                Entry(n.text, n.page or pages.get(i, "1"), n.number)
                for i, n in enumerate(source.nodes)
                if (n.kind == "heading" and n.number < 3) or n.kind == "ghost"
            ]
    return flow


def write_print(source: Source, path: Path) -> None:
    """Write the source as a PDF at ``path``; set twice, since the contents list stands before what it lists."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    pages: dict[int, str] = {}
    for _ in range(2):
        template = Template(
            str(path), source, title=source.head.title, author=source.head.author, creator="公文排版", invariant=1
        )
        template.build(story(source, pages))
        pages = template.pages
