"""A paper as a PDF by reportlab: with a font that the file does not carry, or with a TrueType font that it does."""

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    LongTable,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)

from benchmarks.papers.model import Grid, Heading, Item, Paper

MARGIN = 71.0
WIDTH = A4[0] - 2 * MARGIN
HEAD_SIZES = (16, 14, 12, 12)
BOLD_LEVELS = 3  # deeper headings look like the text


class _Counted(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that knows the number of pages when it writes the footers."""

    footer = ""
    face = ""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._states: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802  (reportlab's name)
        self._states.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for page, state in enumerate(self._states, start=1):
            self.__dict__.update(state)
            self.setFont(self.face, 9)
            self.drawCentredString(A4[0] / 2, 40, self.footer.format(page=page, pages=len(self._states)))
            super().showPage()
        super().save()


class _Title(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A heading in one line; ``heavy`` strokes the letters, as programs do that have no bold face."""

    def __init__(self, text: str, face: str, size: float, *, heavy: bool, centered: bool) -> None:
        super().__init__()
        self.text, self.face, self.size, self.heavy, self.centered = text, face, size, heavy, centered
        self.keepWithNext = True

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        return width, self.size * 1.9

    def draw(self) -> None:
        text = self.canv.beginText(0, self.size * 0.5)
        text.setFont(self.face, self.size)
        if self.heavy:
            text.setTextRenderMode(2)
            self.canv.setLineWidth(self.size / 40)
        if self.centered:
            text.setXPos((WIDTH - pdfmetrics.stringWidth(self.text, self.face, self.size)) / 2)
        text.textOut(self.text)
        text.setTextRenderMode(0)
        self.canv.drawText(text)


def write(paper: Paper, path: Path, font_file: Path | None = None) -> None:
    """Write the PDF; ``font_file`` is embedded, without one STSong-Light is only named."""
    if font_file is None:
        face = "STSong-Light"
        pdfmetrics.registerFont(UnicodeCIDFont(face))
    else:
        face = font_file.stem
        pdfmetrics.registerFont(TTFont(face, str(font_file)))

    def furnish(canvas: Canvas, _document: object) -> None:
        canvas.saveState()
        canvas.setFont(face, 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 45, paper.header)
        canvas.line(MARGIN, A4[1] - 50, A4[0] - MARGIN, A4[1] - 50)
        if paper.watermark:
            canvas.setFont(face, 54)
            canvas.setFillColor(colors.Color(0.6, 0.6, 0.6, alpha=0.4))
            canvas.translate(A4[0] / 2, A4[1] / 2)
            canvas.rotate(45)
            canvas.drawCentredString(0, 0, paper.watermark)
        canvas.restoreState()

    frame = Frame(MARGIN, MARGIN, WIDTH, A4[1] - 2 * MARGIN, 0, 0, 0, 0)
    document = BaseDocTemplate(str(path), pagesize=A4, title=paper.title, invariant=1)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=furnish))
    story: list[Any] = [Spacer(1, 200), _Title(paper.title, face, 24, heavy=True, centered=True), PageBreak()]
    story += _contents(paper, face)
    styles = _styles(face)
    for item in paper.items:
        story += _item(item, face, styles)
    canvas = type("Canvas", (_Counted,), {"footer": paper.footer, "face": face})
    document.build(story, canvasmaker=canvas)


def _styles(face: str) -> dict[str, ParagraphStyle]:
    text = ParagraphStyle("paragraph", fontName=face, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    return {
        "paragraph": text,
        "item": ParagraphStyle("item", text),
        "caption": ParagraphStyle("caption", text, fontSize=10.5, alignment=1, firstLineIndent=0, keepWithNext=1),
        "unit": ParagraphStyle("unit", text, fontSize=10.5, alignment=2, firstLineIndent=0, keepWithNext=1),
        "cell": ParagraphStyle("cell", fontName=face, fontSize=9.5, leading=13, wordWrap="CJK"),
    }


def _contents(paper: Paper, face: str) -> list[Any]:
    size = 12
    dot = pdfmetrics.stringWidth(".", face, size)
    made: list[Any] = [_Title("目　录", face, 16, heavy=True, centered=True)]
    entries = [item for item in paper.items if isinstance(item, Heading) and item.level <= 2]
    for at, entry in enumerate(entries):
        text = f"{entry.number} {entry.title}"
        room = WIDTH - pdfmetrics.stringWidth(f"{text}{at + 1}", face, size)
        dots = "." * int(room / dot)
        made.append(_Title(f"{text}{dots}{at + 1}", face, size, heavy=False, centered=False))
    return [*made, PageBreak()]


def _item(item: Item, face: str, styles: dict[str, ParagraphStyle]) -> list[Any]:
    if isinstance(item, Heading):
        size = HEAD_SIZES[item.level - 1]
        heavy = item.level <= BOLD_LEVELS
        return [_Title(f"{item.number} {item.title}", face, size, heavy=heavy, centered=item.level == 1)]
    if isinstance(item, Grid):
        return [_grid(item, styles["cell"]), Spacer(1, 8)]
    return [Paragraph(escape(f"{item.number} {item.text}".strip()), styles[item.role])]


def _grid(grid: Grid, style: ParagraphStyle) -> LongTable:
    data: list[list[Any]] = [[""] * grid.columns for _ in range(grid.rows)]
    look: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("BACKGROUND", (0, 0), (-1, grid.heads - 1), colors.whitesmoke),
    ]
    for cell in grid.cells:
        data[cell.row][cell.column] = Paragraph(escape(cell.text), style)
        if cell.row_span > 1 or cell.column_span > 1:
            end = cell.column + cell.column_span - 1, cell.row + cell.row_span - 1
            look.append(("SPAN", (cell.column, cell.row), end))
    widths = [width * WIDTH / sum(grid.widths) for width in grid.widths]
    return LongTable(data, colWidths=widths, repeatRows=grid.heads, style=TableStyle(look))
