"""Papers as they come back from an office: two pages put in, every clause one number further on."""

import io
import re
from pathlib import Path

import docx
from docx.enum.text import WD_BREAK
from docx.text.paragraph import Paragraph
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

SLIP = "本页为内部流转单，由经办人员按次序传阅，阅后在末尾签字并存档，不改变正文的任何内容。"
LINES = 24
_FACE = "STSong-Light"
_DIGITS = "零一二三四五六七八九"
_HAN = "[一二三四五六七八九十]+"
_CLAUSE = re.compile(
    rf"(?P<before>^\s*第|本合同第|(?<=见)第)(?P<a>{_HAN}|\d+)(?=[章节条])"
    r"|(?P<indent>^\s*)(?P<b>\d+)(?=(?:\.\d+)+\s*[^\d\s年月周天日元万亿个%％.-])"
    rf"|(?P<open>^\s*[（(]?)(?P<c>{_HAN})(?=[、）)])"
    r"|(?P<table>[表图])(?P<d>\d+)(?=-\d)"
)
_STARTS = re.compile(rf"\s*(?:第(?:{_HAN}|\d+)[章节条]|{_HAN}、|\d+[.、])")


def renumbered(text: str) -> str:
    """Return a paragraph with its clause number, and those of the clauses and tables it names, one further on.

    >>> renumbered("第八条 质量保证"), renumbered("8.1 质保期为1.5年"), renumbered("（九）见表5-1")
    ('第九条 质量保证', '9.1 质保期为1.5年', '（十）见表6-1')
    """

    def further(match: re.Match[str]) -> str:
        told = match.groupdict(default="")
        number = told["a"] or told["b"] or told["c"] or told["d"]
        return told["before"] + told["indent"] + told["open"] + told["table"] + _next(number)

    return _CLAUSE.sub(further, text)


def _next(number: str) -> str:
    if number.isdigit():
        return str(int(number) + 1)
    left, ten, right = number.partition("十") if "十" in number else ("", "", number)
    value = (_DIGITS.index(left) if left else 1) * 10 * bool(ten) + (_DIGITS.index(right) if right else 0) + 1
    tens, ones = divmod(value, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def word(source: Path, target: Path) -> None:
    """Write a Word file with two pages put in before its first clause (at its end where it has none), renumbered."""
    opened = docx.Document(str(source))
    clauses = [one for one in opened.paragraphs if _starts(one)]
    for paragraph in opened.paragraphs:
        text = renumbered(paragraph.text)
        if text != paragraph.text and paragraph.runs:
            paragraph.runs[0].text = text
            for run in paragraph.runs[1:]:
                run.text = ""
    for _ in range(2):
        slip = clauses[0].insert_paragraph_before(SLIP) if clauses else opened.add_paragraph(SLIP)
        slip.add_run().add_break(WD_BREAK.PAGE)
    opened.save(str(target))


def _starts(paragraph: Paragraph) -> bool:
    style = paragraph.style
    return _STARTS.match(paragraph.text) is not None or (style is not None and (style.name or "").startswith("Heading"))


def pdf(source: Path, target: Path) -> None:
    """Write a PDF file with two pages put in after its first."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FACE))
    slips = io.BytesIO()
    canvas = Canvas(slips, pagesize=A4, invariant=True)
    for _ in range(2):
        canvas.setFont(_FACE, 10.5)
        for line in range(LINES):
            canvas.drawString(72, A4[1] - 90 - 24 * line, SLIP)
        canvas.showPage()
    canvas.save()
    pages = PdfReader(str(source)).pages
    writer = PdfWriter()
    for page in (pages[0], *PdfReader(slips).pages, *pages[1:]):
        writer.add_page(page)
    writer.write(str(target))
