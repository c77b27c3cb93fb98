"""PDFs as an office program makes them: LibreOffice turns a Word file with known contents into a PDF."""

import shutil
import subprocess

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from extractor.readers.pdf import read
from extractor.readers.source import Limits, Source

pytestmark = pytest.mark.system

SENTENCE = "政务信息化项目应当统筹规划集约建设并按照网络安全等级保护要求落实质量保证期内的各项运维服务"
WIDTHS = [1.6, 2.6, 5.0, 2.2]
HEAD = ["序号", "类别", "名称及规格", "金额（万元）"]


def bare(text):
    return "".join(text.split())


def build(path):
    """Write the Word file and return its headings, paragraphs and table rows."""
    document = docx.Document()
    font = document.styles["Normal"].font
    font.name, font.size = "Noto Serif CJK SC", Pt(12)
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.header.paragraphs[0].text = "示例市政务云平台建设项目可行性研究报告"
    headings, paragraphs = [], []

    def heading(text, size):
        run = document.add_paragraph().add_run(text)
        run.bold, run.font.size = True, Pt(size)
        headings.append(text)

    def paragraph(number):
        text = f"第{number}段正文，" + "，".join([SENTENCE] * (4 + number % 7)) + "。"
        made = document.add_paragraph(text)
        made.paragraph_format.first_line_indent = Pt(24)
        paragraphs.append(text)

    for chapter in range(1, 4):
        heading(f"第{'一二三'[chapter - 1]}章 建设内容", 16)
        for part in range(1, 5):
            heading(f"{chapter}.{part} 总体要求", 12)
            for number in range(3):
                paragraph(chapter * 100 + part * 10 + number)
    document.add_paragraph("单位：万元").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table = document.add_table(rows=0, cols=4)
    table.style = "Table Grid"

    def row(texts, head=False):
        made = table.add_row()
        for cell, text, width in zip(made.cells, texts, WIDTHS, strict=True):
            cell.text, cell.width = text, Cm(width)
        if head:
            mark = OxmlElement("w:tblHeader")
            mark.set(qn("w:val"), "true")
            made._tr.get_or_add_trPr().append(mark)
        return made

    truth = [HEAD]
    row(HEAD, head=True)
    for group in range(12):
        made = []
        for member in range(6):
            number = group * 6 + member + 1
            texts = [str(number), f"类别{group}", f"设备{number}" + SENTENCE[: number % 30], f"{number}.50"]
            truth.append(texts)
            made.append(row([texts[0], texts[1] if member == 0 else "", *texts[2:]]))
        made[0].cells[1].merge(made[-1].cells[1])
    total = row(["合计", "", "", f"{sum(range(1, 73)) + 36:.2f}"])
    total.cells[0].merge(total.cells[2]).text = "合计"
    truth.append(["合计", "合计", "合计", "2664.00"])
    document.save(path)
    return headings, paragraphs, truth


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.fail("soffice is needed for the tests marked system")
    folder = tmp_path_factory.mktemp("office")
    truth = build(folder / "a.docx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(folder / "a.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return read(Source.open(folder / "a.pdf", "a.pdf"), Limits()), truth


def test_read_whole(made):
    document, _ = made
    assert (document.status, document.unread) == ("read", ())


def test_each_heading_is_one_block(made):
    document, (headings, _, _) = made
    texts = [bare(block.text) for block in document.blocks if block.layer == "body"]
    assert [text for text in texts if text in map(bare, headings)] == list(map(bare, headings))


def test_paragraphs_are_whole_over_line_and_page_ends(made):
    document, (_, paragraphs, _) = made
    texts = {bare(block.text) for block in document.blocks}
    assert [text for text in paragraphs if bare(text) not in texts] == []
    assert any(len({piece.place.page for piece in block.pieces}) == 2 for block in document.blocks)


def test_one_table_with_all_rows_over_pages(made, rows):
    document, (_, _, truth) = made
    blocks = [block for block in document.blocks if block.table is not None]
    assert len(blocks) == 1
    table = blocks[0].table
    assert len({cell.place.page for cell in table.cells}) >= 3
    assert (table.header_rows, table.unit) == (1, "万元")
    assert [list(map(bare, row)) for row in rows(blocks[0])] == [list(map(bare, row)) for row in truth]


def test_header_is_furniture_on_every_page(made):
    document, _ = made
    headers = [block for block in document.blocks if block.place.part == "header"]
    assert {block.place.page for block in headers} == set(range(1, document.pages + 1))
    assert {block.layer for block in headers} == {"furniture"}
