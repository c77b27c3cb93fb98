"""All hostile files, and the honest ones that must not suffer from them."""

import io
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import docx
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.hostile.made import Hostile
from tests.hostile.others import others
from tests.hostile.packed import names, packed
from tests.hostile.pdfs import pdfs
from tests.hostile.sheets import sheets
from tests.hostile.words import words

LINES = (
    "软件开发合同",
    "甲方：云栖市数据资源局",
    "乙方：青岚科技有限公司",
    "第一条 合同价款为人民币壹佰万元整（￥1,000,000.00元）。",
    "第二条 实施周期为10个月。",
    "第三条 质量保证期为一年，自最终验收合格之日起计算。",
    "第四条 本项目形成的软件著作权归甲方所有。",
)
FONT = "STSong-Light"


def every() -> Iterator[Hostile]:
    """Yield every hostile file."""
    for kind in (pdfs, words, sheets, others, packed, names):
        yield from kind()


def write(folder: Path, name: str | bytes, data: bytes) -> None:
    """Write a file under a name that may be any bytes."""
    path = os.fsencode(folder) + b"/" + (name if isinstance(name, bytes) else name.encode())
    with open(path, "wb") as stream:  # noqa: PTH123  pathlib has no bytes
        stream.write(data)


@cache
def good() -> dict[str, bytes]:
    """Return three honest contracts, each with a warranty of one year, by their names."""
    paper = docx.Document()
    for line in LINES:
        paper.add_paragraph(line)
    word = io.BytesIO()
    paper.save(word)
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont(FONT, 12)
    for number, line in enumerate(LINES):
        canvas.drawString(72, 760 - 24 * number, line)
    canvas.save()
    return {
        "采购合同一.docx": word.getvalue(),
        "采购合同二.pdf": out.getvalue(),
        "采购合同三.txt": "\n".join(LINES).encode(),
    }
