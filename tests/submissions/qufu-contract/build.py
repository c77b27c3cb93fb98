"""Builds the files of this folder from ``texts.py``. Run it after a change: ``python build.py``."""

import sys
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import texts  # noqa: E402 - the folder of this script is no package

WORD = {
    "01立项批复.docx": (f"关于{texts.PROJECT}项目立项的批复", texts.APPROVAL),
    "02竞争性磋商文件.docx": (f"{texts.PROJECT}竞争性磋商文件", texts.TENDER),
    "04建设合同.docx": (f"{texts.PROJECT}建设合同", texts.CONTRACT),
    "07补充协议.docx": (f"{texts.PROJECT}建设合同补充协议", texts.SUPPLEMENT),
    "08初步验收意见.docx": (f"{texts.PROJECT}初步验收意见", texts.INITIAL),
    "09等级保护测评报告.docx": (f"{texts.PROJECT}网络安全等级保护测评报告", texts.TESTED),
    "10竣工验收申请.docx": (f"{texts.PROJECT}竣工验收申请", texts.APPLICATION),
}
PAGES = {
    "03成交通知书.pdf": f"成交通知书\n\n{texts.AWARD}",
    "11竣工验收意见.pdf": texts.FINAL,
}


def word(title: str, body: str) -> Document:
    """Return a Word document: a centred title, headings, paragraphs (``>>`` right aligned), and ruled tables."""
    made = docx.Document()
    made.add_heading(title, 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    rows: list[list[str]] = []
    for line in [*body.strip().splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            ruled(made, rows)
            rows = []
        if line.startswith("# "):
            made.add_heading(line[2:], 1)
        elif line.startswith(">> "):
            made.add_paragraph(line[3:]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif line:
            made.add_paragraph(line)
    return made


def ruled(made: Document, rows: list[list[str]]) -> None:
    """Add a table with lines around its cells."""
    table = made.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def receipt() -> Document:
    """Return the receipt of the filing: one table of two columns."""
    made = docx.Document()
    made.add_heading("政务信息化项目管理系统合同备案回执", 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    ruled(made, [list(pair) for pair in texts.FILED])
    return made


def pages(path: Path, body: str) -> None:
    """Write a page as a PDF with an unembedded Chinese font, its lines broken after 38 characters."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = Canvas(str(path), pagesize=A4, invariant=1)
    top = 780.0
    for number, line in enumerate(body.splitlines()):
        page.setFont("STSong-Light", 12 if number else 18)
        for start in range(0, max(len(line), 1), 38):
            page.drawString(56, top, line[start : start + 38])
            top -= 22
    page.save()


def main() -> None:
    """Build every file."""
    for name, (title, body) in WORD.items():
        word(title, body).save(str(HERE / name))
    receipt().save(str(HERE / "06合同备案回执.docx"))
    for name, body in PAGES.items():
        pages(HERE / name, body)
    (HERE / "05合同会签单.txt").write_text(texts.SIGNING_SLIP, encoding="utf-8")


if __name__ == "__main__":
    main()
