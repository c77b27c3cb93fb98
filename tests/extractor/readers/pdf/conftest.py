"""PDFs made for the tests with reportlab: no font file is needed, and the truth is known."""

import io
from collections.abc import Callable, Iterable

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from extractor.document import Block, Document
from extractor.readers.pdf import read
from extractor.readers.source import Limits, Source

FONT = "STSong-Light"


class Paper:
    """A PDF in the making; positions are points from the top left, ``y`` is the base line."""

    def __init__(self, width: float = 595, height: float = 842, **options: object) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.width, self.height = width, height
        self.stream = io.BytesIO()
        self.canvas = canvas.Canvas(self.stream, pagesize=(width, height), **options)

    def text(self, x: float, y: float, text: str, size: float = 12, *, mode: int | None = None) -> None:
        line = self.canvas.beginText(x, self.height - y)
        line.setFont(FONT, size)
        if mode is not None:
            line.setTextRenderMode(mode)
        line.textOut(text)
        self.canvas.drawText(line)

    def right(self, x: float, y: float, text: str, size: float = 12) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawRightString(x, self.height - y, text)

    def center(self, y: float, text: str, size: float = 12) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawCentredString(self.width / 2, self.height - y, text)

    def paragraph(
        self,
        y: float,
        text: str,
        *,
        left: float = 72,
        chars: int = 36,
        indent: int = 2,
        size: float = 12,
        step: float = 20,
    ) -> float:
        """Set full-width text in lines of ``chars`` characters and return the base line after the last one."""
        room = chars - indent
        x = left + indent * size
        while text:
            self.text(x, y, text[:room], size)
            text, room, x, y = text[room:], chars, left, y + step
        return y

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def table(
        self,
        x: float,
        y: float,
        widths: Iterable[float],
        rows: list[list[str | None]],
        *,
        height: float = 20,
        size: float = 10,
    ) -> float:
        """Rule and fill a grid from its top left corner; None goes on with the cell above. Return its lower edge."""
        xs = [x]
        for width in widths:
            xs.append(xs[-1] + width)
        bottom = y + height * len(rows)
        for at in xs:
            self.rule(at, y, at, bottom)
        for number, row in enumerate(rows):
            top = y + number * height
            for column, text in enumerate(row):
                if text is not None:
                    self.rule(xs[column], top, xs[column + 1], top)
                    for line, words in enumerate(text.split("\n")):
                        self.text(xs[column] + 4, top + 14 + line * (size + 2), words, size)
        self.rule(xs[0], bottom, xs[-1], bottom)
        return bottom

    def askew(self, text: str, size: float = 48, degrees: float = 45) -> None:
        self.canvas.saveState()
        self.canvas.translate(self.width / 2, self.height / 2)
        self.canvas.rotate(degrees)
        self.canvas.setFillGray(0.8)
        self.canvas.setFont(FONT, size)
        self.canvas.drawCentredString(0, 0, text)
        self.canvas.restoreState()

    def picture(self, x: float, y: float, width: float, height: float) -> None:
        pixel = io.BytesIO(b"P6 2 2 255 " + bytes([200, 210, 220] * 4))
        self.canvas.drawImage(ImageReader(pixel), x, self.height - y - height, width, height)

    def page(self) -> None:
        self.canvas.showPage()

    def data(self) -> bytes:
        self.canvas.save()
        return self.stream.getvalue()

    def read(self, limits: Limits | None = None) -> Document:
        return read(Source("样例.pdf", self.data()), limits or Limits())


@pytest.fixture(autouse=True)
def without_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about what PDFium reads, whether or not the extra for scans is installed."""
    monkeypatch.setattr("extractor.readers.pdf_ocr.available", lambda: False)


@pytest.fixture
def paper() -> Callable[..., Paper]:
    return Paper


@pytest.fixture
def body() -> Callable[[Document], list[str]]:
    def texts(document: Document) -> list[str]:
        return [block.text for block in document.blocks if block.layer == "body" and block.table is None]

    return texts


@pytest.fixture
def tables() -> Callable[[Document], list[Block]]:
    def found(document: Document) -> list[Block]:
        return [block for block in document.blocks if block.table is not None]

    return found


@pytest.fixture
def rows() -> Callable[[Block], list[list[str]]]:
    """Return the grid of a table block as rows of texts; a merged cell's text stands in each field it covers."""

    def grid(block: Block) -> list[list[str]]:
        assert block.table is not None
        fields = [[""] * block.table.columns for _ in range(block.table.rows)]
        for cell in block.table.cells:
            for row in range(cell.row - 1, cell.row - 1 + cell.row_span):
                for column in range(cell.column - 1, cell.column - 1 + cell.column_span):
                    fields[row][column] = cell.text
        return fields

    return grid
