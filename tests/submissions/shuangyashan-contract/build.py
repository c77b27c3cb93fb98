"""Builds the files of this folder from ``texts.py``. Run it after a change: ``python build.py``."""

import sys
from pathlib import Path

import docx
import xlsxwriter
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
    "01建设合同.docx": (f"{texts.PROJECT}建设合同", texts.CONTRACT),
    "02试运行报告.docx": (f"{texts.PROJECT}试运行报告", texts.TRIAL),
    "04密码应用安全性评估报告.docx": (f"{texts.PROJECT}商用密码应用安全性评估报告", texts.CRYPTO),
    "05安全风险评估报告.docx": (f"{texts.PROJECT}安全风险评估报告", texts.RISK),
    "06第三方验收测评报告.docx": (f"{texts.PROJECT}第三方验收测评报告", texts.TESTED),
}


def word(title: str, body: str, form: tuple[tuple[str, str], ...] = ()) -> Document:
    """Return a Word document: a centred title, a form, headings (``#``), ruled tables (``|``), paragraphs."""
    made = docx.Document()
    made.add_heading(title, 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if form:
        ruled(made, [list(pair) for pair in form])
    rows: list[list[str]] = []
    for line in [*body.strip().splitlines(), ""]:
        if line.startswith("|"):
            rows.append(line[1:].split("|"))
            continue
        if rows:
            ruled(made, rows)
            rows = []
        if line.startswith("# "):
            made.add_heading(line[2:], 1)
        elif line:
            made.add_paragraph(line)
    return made


def ruled(made: Document, rows: list[list[str]]) -> None:
    """Add a table with lines around its cells."""
    table = made.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def page(path: Path, body: str) -> None:
    """Write one page as a PDF with an unembedded Chinese font, its lines broken after 38 characters."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    top = 780.0
    for number, line in enumerate(body.splitlines()):
        canvas.setFont("STSong-Light", 12 if number else 18)
        for start in range(0, max(len(line), 1), 38):
            canvas.drawString(56, top, line[start : start + 38])
            top -= 22
    canvas.save()


def sheet(path: Path) -> None:
    """Write the list of the cloud's resources as a workbook."""
    title, heads, rows = texts.CLOUD
    with xlsxwriter.Workbook(path) as book:
        made = book.add_worksheet(title)
        made.write(0, 0, f"{texts.PROJECT}{title}")
        for number, row in enumerate((heads, *rows), 1):
            for column, value in enumerate(row):
                made.write(number, column, value)


def main() -> None:
    """Build every file."""
    for name, (title, body) in WORD.items():
        word(title, body).save(str(HERE / name))
    accepted = word(f"{texts.PROJECT}履约验收报告", texts.ACCEPTANCE, texts.ACCEPTANCE_FORM)
    accepted.save(str(HERE / "07履约验收报告.docx"))
    page(HERE / "03等级保护测评报告.pdf", texts.GRADED)
    sheet(HERE / "08云资源清单.xlsx")


if __name__ == "__main__":
    main()
