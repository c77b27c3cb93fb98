"""The properties that count: no visible character is lost, and every place can be found again by another program."""

import io
import zipfile
from collections import Counter
from typing import Any

import docx
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from extractor.document import Block, Document, Place, place_at
from extractor.readers.docx import read
from extractor.readers.source import Limits, Source
from tests.extractor.readers.docx_maker import NAMESPACES, field, p, package, r, tbl, tc, text_box, tr, vml_box

UNSEEN = (
    "ancestor::w:del or ancestor::w:moveFrom or ancestor::mc:Fallback or ancestor::w:rt or ancestor::w:r/w:rPr/w:vanish"
)


def xpath(element: Any, path: str) -> list[Any]:
    return etree.XPath(path, namespaces=NAMESPACES)(element)  # python-docx's own xpath() knows fewer prefixes


def seen_by_xpath(data: bytes) -> Counter[str]:
    """The visible characters of the body by XPath over the raw XML: the second opinion."""
    tree = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    found = tree.xpath(f"//w:body//w:t[not({UNSEEN})][not(ancestor::w:tr/w:trPr/w:del)]", namespaces=NAMESPACES)
    return Counter("".join("".join(element.text or "" for element in found).split()))


def written(block: Block) -> list[tuple[str, Place]]:
    """The stretches of a block with their places."""
    cells = block.table.cells if block.table is not None else ()
    whole = [(block.text, block.pieces, block.place), *((cell.text, cell.pieces, cell.place) for cell in cells)]
    found = []
    for text, pieces, place in whole:
        if pieces:
            found += [(text[piece.start : piece.end], piece.place) for piece in pieces]
            assert all(place_at(pieces, place, piece.start) == piece.place for piece in pieces)
        elif text:
            found.append((text, place))
    return found


def characters(found: Document) -> Counter[str]:
    return Counter("".join(text for block in found.blocks for text, _ in written(block)).replace(" ", ""))


def assert_found_again(found: Document, data: bytes) -> None:
    """Every stretch stands in python-docx's paragraph, and every cell at its row of python-docx's table."""
    other = docx.Document(io.BytesIO(data))
    body = other.element.body
    outside = "not(ancestor::mc:Fallback)"
    paragraphs = xpath(body, f".//w:p[not(ancestor::w:txbxContent) and {outside}]")
    boxed = xpath(body, f".//w:p[ancestor::w:txbxContent and {outside}]")
    tables = xpath(body, f".//w:tbl[not(ancestor::w:txbxContent) and {outside}]")
    for block in found.blocks:
        for text, place in written(block):
            assert place.paragraph is not None
            home = (boxed if place.part == "textbox" else paragraphs)[place.paragraph - 1]
            there = [
                node for node in xpath(home, f".//w:t[not({UNSEEN})]") if next(node.iterancestors(qn("w:p"))) is home
            ]
            assert "".join(text.split()) == "".join("".join(node.text or "" for node in there).split())
            if place.part == "body" and place.table is not None and place.row is not None:
                row = xpath(home, "ancestor::w:tr")[-1]
                assert row in xpath(tables[place.table - 1], ".//w:tr")


def test_a_document_of_python_docx() -> None:
    made = docx.Document()
    made.add_heading("建设合同", 0)
    made.add_heading("总则", 1)
    made.add_paragraph("本合同由双方订立。").add_run("加粗").bold = True
    made.add_paragraph("甲", style="List Number")
    made.add_paragraph("乙", style="List Number")
    made.add_paragraph("点", style="List Bullet")
    table = made.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"格{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 2).merge(table.cell(2, 2))
    made.add_paragraph("质保期两年。")
    made.sections[0].header.paragraphs[0].text = "页眉"
    buffer = io.BytesIO()
    made.save(buffer)
    data = buffer.getvalue()
    found = read(Source("甲.docx", data), Limits())
    assert (found.status, found.unread) == ("read", ())
    kinds = [(block.kind, block.level, block.number, block.text) for block in found.blocks]
    assert kinds == [
        ("paragraph", None, "", "建设合同"),
        ("heading", 1, "", "总则"),
        ("paragraph", None, "", "本合同由双方订立。加粗"),
        ("list_item", None, "1.", "甲"),
        ("list_item", None, "2.", "乙"),
        ("list_item", None, "", "点"),
        ("table", None, "", ""),
        ("paragraph", None, "", "质保期两年。"),
        ("paragraph", None, "", "页眉"),
    ]
    grid = found.blocks[6].table
    assert grid is not None
    spans = [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells]
    assert spans == [(1, 1, 1, 2), (1, 3, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1), (2, 3, 2, 1), (3, 1, 1, 1), (3, 2, 1, 1)]
    body = Document(found.path, found.sha256, found.bytes, "docx", "read", blocks=found.blocks[:-1])
    assert characters(body) == seen_by_xpath(data)
    assert_found_again(body, data)


WORDS = st.text("质保期两年预算万元甲乙丙丁0123456789", min_size=1, max_size=6)


def wrap(tag: str) -> st.SearchStrategy[str]:
    return inline_leaf().map(lambda inside: f"<w:{tag}>{inside}</w:{tag}>")


def inline_leaf() -> st.SearchStrategy[str]:
    return st.one_of(
        WORDS.map(r), WORDS.map(lambda text: r(text, "<w:b/>")), WORDS.map(lambda text: r(text, "<w:vanish/>"))
    )


def inlines() -> st.SearchStrategy[str]:
    piece = st.one_of(
        inline_leaf(),
        *(wrap(tag) for tag in ("ins", "del", "moveTo", "moveFrom", "hyperlink", "smartTag", "customXml", "unknown")),
        inline_leaf().map(lambda inside: f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"),
        WORDS.map(lambda text: field("PAGEREF x", text)),
        WORDS.map(lambda text: text_box(p(text) + p(text), fallback=p(text))),
        WORDS.map(lambda text: f"<w:r>{vml_box(p(text))}</w:r>"),
        WORDS.map(lambda text: f"<w:del>{text_box(p(text), fallback=p(text))}</w:del>"),
    )
    return st.lists(piece, max_size=4).map("".join)


def paragraphs() -> st.SearchStrategy[str]:
    marks = st.sampled_from(["", "", "", "<w:rPr><w:del/></w:rPr>", "<w:rPr><w:ins/></w:rPr>"])
    return st.builds(p, inlines(), marks)


def blocks_of(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    cell = st.builds(lambda inside, span: tc(inside + p(""), span=span), inner, st.integers(1, 3))
    row = st.builds(tr, st.lists(cell, min_size=1, max_size=3), st.sampled_from(["", "", "<w:del/>", "<w:ins/>"]))
    return st.one_of(
        st.lists(row, min_size=1, max_size=3).map(tbl),
        inner.map(lambda inside: f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"),
        st.lists(inner, min_size=1, max_size=3).map("".join),
    )


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.recursive(paragraphs(), blocks_of, max_leaves=6), max_size=5).map("".join))
def test_nothing_visible_is_lost_and_everything_is_found_again(body: str) -> None:
    data = package(body + p("末"))
    found = read(Source("甲.docx", data), Limits())
    assert characters(found) == seen_by_xpath(data)
    assert_found_again(found, data)
    assert [block.id for block in found.blocks] == list(range(len(found.blocks)))
