"""Builds the files of this folder; every name in them is made up. Run it after a change: ``python build.py``."""

import sys
from pathlib import Path

import docx
from docx.document import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import texts  # noqa: E402 - the folder of this script is no package


def text(title: str, body: str) -> Document:
    """Return a Word document: a centred title, headings for the lines that begin with #, paragraphs for the rest."""
    made = docx.Document()
    made.add_heading(title, 0).alignment = 1
    for line in body.strip().splitlines():
        marks = len(line) - len(line.lstrip("#"))
        if marks:
            made.add_heading(line[marks + 1 :], marks)
        else:
            made.add_paragraph(line)
    return made


def page_of(body: str, path: Path) -> None:
    """Write a text as a PDF page with an unembedded Chinese font."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = Canvas(str(path), pagesize=A4, invariant=1)
    top = 780.0
    for number, line in enumerate(body.splitlines()):
        page.setFont("STSong-Light", 12 if number else 18)
        for start in range(0, max(len(line), 1), 40):
            page.drawString(56, top, line[start : start + 40])
            top -= 22
    page.save()


def main() -> None:
    """Build every file."""
    name = texts.PROJECT
    text(f"{name}建设方案", texts.PLAN).save(str(HERE / "01建设方案.docx"))
    text(f"关于{name}建设方案的批复", texts.APPROVAL).save(str(HERE / "02批复.docx"))
    text(f"{name}公开招标文件", texts.TENDER).save(str(HERE / "03招标文件.docx"))
    text(f"{name}建设合同", texts.CONTRACT).save(str(HERE / "04建设合同.docx"))
    text(f"{name}建设进展报告", texts.PROGRESS).save(str(HERE / "05建设进展报告.docx"))
    text(f"{name}初步验收意见", texts.INITIAL).save(str(HERE / "06初验意见.docx"))
    text(f"关于{name}终验的申请", texts.APPLICATION).save(str(HERE / "07终验申请.docx"))
    page_of(texts.FINAL, HERE / "08竣工验收意见.pdf")
    (HERE / "09用户使用报告.txt").write_text(texts.USERS, encoding="utf-8")
    (HERE / "10承建单位工作总结.txt").write_text(texts.SUMMARY, encoding="utf-8")


if __name__ == "__main__":
    main()
