"""Every quote is found again by another program, pdfplumber, at the page and box that the reader gives."""

import io
from collections.abc import Iterator

import pdfplumber
import pytest

from extractor.document import Document, Piece
from extractor.readers.pdf import read
from extractor.readers.source import Limits, Source

LONG = "本项目建设单位为示例市大数据中心，项目建设内容包括政务云平台扩容、数据共享交换平台升级和网络安全加固，"
SLACK = 2.0  # points: PDFium's box of a character and pdfplumber's differ by ascent and descent


def stretches(document: Document) -> Iterator[tuple[str, Piece]]:
    for block in document.blocks:
        if block.table is not None:
            for cell in block.table.cells:
                for piece in cell.pieces:
                    yield cell.text[piece.start : piece.end], piece
        elif block.pieces:
            for piece in block.pieces:
                yield block.text[piece.start : piece.end], piece
        else:
            yield block.text, Piece(0, len(block.text), block.place)


def bare(text: str) -> str:
    return "".join(text.split())


def lost(data: bytes, document: Document) -> list[tuple[str, str]]:
    """Return the stretches that pdfplumber does not read at their place, with what it reads there."""
    missed = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for text, piece in stretches(document):
            left, top, right, bottom = piece.place.bbox
            page = pdf.pages[piece.place.page - 1]
            chars = [
                char
                for char in page.chars
                if left - SLACK <= (char["x0"] + char["x1"]) / 2 <= right + SLACK
                and top - SLACK <= (char["top"] + char["bottom"]) / 2 <= bottom + SLACK
            ]
            found = bare("".join(char["text"] for char in chars))
            if bare(text) not in found:
                missed.append((text, found))
    return missed


def build(paper, **options):
    page = paper(**options)
    for number in range(1, 4):
        page.text(72, 40, "示例市政务云平台建设项目", 9)
        page.center(page.height - 30, f"第 {number} 页", 9)
        page.text(72, 80, f"第{'一二三'[number - 1]}章 总则", 18)
        y = page.paragraph(110, LONG * 3)
        page.table(72, y + 20, [60, 160, 100], [["序号", "名称", "金额"], ["1", "政务云\n平台", "1,200.00"]], height=36)
        page.paragraph(y + 140, LONG * 2)
        page.askew("内部资料")
        page.page()
    return page.data()


@pytest.mark.parametrize("options", [{}, {"width": 842.0, "height": 595.0}, {"cropBox": (20, 30, 560, 800)}])
def test_every_stretch_is_found_again(paper, options):
    data = build(paper, **options)
    document = read(Source("a.pdf", data), Limits())
    assert sum(1 for _ in stretches(document)) > 40
    assert lost(data, document) == []


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_places_on_turned_pages(paper, turn):
    page = paper()
    page.canvas.setPageRotation(turn)
    page.paragraph(110, LONG * 3)
    data = page.data()
    document = read(Source("a.pdf", data), Limits())
    assert document.blocks
    assert lost(data, document) == []


def test_pieces_cover_the_text_in_order(paper):
    page = paper()
    page.paragraph(110, LONG * 5)
    for block in page.read().blocks:
        ends = [0]
        for piece in block.pieces:
            assert 0 <= piece.start - ends[-1] <= 1
            ends.append(piece.end)
        assert ends[-1] == len(block.text)
        assert block.place == block.pieces[0].place
