"""Builds the files of this folder; every name in them is made up. Run it after a change: ``python build.py``."""

import sys
from pathlib import Path

import docx
import xlsxwriter
from docx.document import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from texts import (  # noqa: E402 - the folder of this script is no package
    APPROVAL,
    ASSESSMENT,
    AWARD,
    CONTRACT,
    DESIGN,
    ESTIMATE,
    EXPERTS,
    FORM,
    OPINION,
    PROJECT,
    REPORT,
    TENDER,
    UNIT,
)


def text(title: str, body: str, cover: str = "") -> Document:
    """Return a Word document: a centred title, headings for the lines that begin with #, paragraphs for the rest."""
    made = docx.Document()
    if title:
        made.add_heading(title, 0).alignment = 1
    if cover:
        made.add_paragraph(cover).alignment = 1
    for line in body.strip().splitlines():
        marks = len(line) - len(line.lstrip("#"))
        if marks:
            made.add_heading(line[marks + 1 :], marks)
        else:
            made.add_paragraph(line)
    return made


def form() -> Document:
    """Return the form: one table of two columns."""
    made = docx.Document()
    made.add_heading("鹤林市2025年度数字化项目申报表", 0).alignment = 1
    table = made.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in FORM:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    return made


def estimate(path: Path) -> None:
    """Write the estimate as a worksheet; its last line is the sum of the others."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("估算")
        sheet.write(0, 0, f"{PROJECT}投资估算表")
        sheet.write(1, 0, "单位：万元")
        for column, head in enumerate(("序号", "费用名称", "金额")):
            sheet.write(2, column, head)
        for number, (name, amount) in enumerate(ESTIMATE, 1):
            for column, value in enumerate((number, name, amount)):
                sheet.write(number + 2, column, value)
        sheet.write(len(ESTIMATE) + 3, 1, "合计")
        sheet.write(len(ESTIMATE) + 3, 2, sum(amount for _, amount in ESTIMATE))


def opinion(path: Path) -> None:
    """Write the bureau's opinion as a PDF page with an unembedded Chinese font."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = Canvas(str(path), pagesize=A4, invariant=1)
    top = 780.0
    for number, line in enumerate(OPINION.splitlines()):
        page.setFont("STSong-Light", 12 if number > 1 else 18)
        for start in range(0, max(len(line), 1), 40):
            page.drawString(56, top, line[start : start + 40])
            top -= 22
    page.save()


def main() -> None:
    """Build every file."""
    form().save(str(HERE / "01项目申报表.docx"))
    text(f"{PROJECT}可行性研究报告", REPORT, f"{UNIT}　2025年2月").save(str(HERE / "02可行性研究报告.docx"))
    estimate(HERE / "03投资估算表.xlsx")
    opinion(HERE / "04市数据局评审意见.pdf")
    (HERE / "05专家评审意见.txt").write_text(EXPERTS, encoding="utf-8")
    text("", APPROVAL).save(str(HERE / "06可研批复.docx"))
    text(f"{PROJECT}初步设计方案", DESIGN, f"{UNIT}　2025年4月").save(str(HERE / "07初步设计方案.docx"))
    text("", ASSESSMENT).save(str(HERE / "08初步设计评估报告.docx"))
    text(f"{PROJECT}公开招标文件", TENDER).save(str(HERE / "09公开招标文件.docx"))
    text("中标通知书", AWARD).save(str(HERE / "10中标通知书.docx"))
    text(f"{PROJECT}采购合同", CONTRACT).save(str(HERE / "11采购合同.docx"))


if __name__ == "__main__":
    main()
