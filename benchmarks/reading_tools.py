"""The tools that are measured: our readers, and those they are compared with.

Imports stand inside, so that a process pays only for the tool it runs.
"""

# ruff: noqa: PLC0415

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.papers.model import GridCell, bare, filled
from benchmarks.papers.score import Row, Seen

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def ours(file: Path) -> Any:
    """Read and outline a file with our readers and return the Document."""
    import msgspec

    from extractor.outline import outline
    from extractor.readers import read
    from extractor.readers.source import Source

    document = read(Source.open(file, file.name))
    return msgspec.structs.replace(document, blocks=outline(document.blocks))


def our_seen(file: Path) -> Seen:
    """Return what our readers see, numbers that Word generates before their texts."""
    document = ours(file)
    body = [block for block in document.blocks if block.layer == "body" and block.place.part == "body"]
    tables = []
    for block in body:
        if block.table is not None:
            table = block.table
            cells = [GridCell(c.row - 1, c.column - 1, c.text, c.row_span, c.column_span) for c in table.cells]
            tables.append(filled(table.rows, table.columns, cells))
    texts = [block.number + block.text for block in body if block.table is None]
    headings = [block.number + block.text for block in body if block.kind == "heading"]
    return Seen("\n".join(texts), tables, headings, texts, fills=True)


def facts(file: Path) -> Any:
    """Run the whole pipeline on a file, facts included."""
    from extractor.pipeline import extract
    from extractor.readers.source import Source

    return extract(Source.open(file, file.name))


def pdftotext(file: Path) -> str:
    """Return what pdftotext prints."""
    return subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True).stdout.decode()


def _quiet() -> None:
    """Let pdfminer keep to itself what it does not like in a font."""
    import logging

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def plumber_text(file: Path) -> str:
    """Return pdfplumber's text, each page closed so that memory stays flat."""
    import pdfplumber

    _quiet()
    texts = []
    with pdfplumber.open(file) as document:
        for page in document.pages:
            texts.append(page.extract_text())
            page.close()
    return "\n".join(texts)


def plumber_seen(file: Path) -> Seen:
    """Return pdfplumber's text and ruled tables; a merged cell stands in its first field only."""
    import pdfplumber

    _quiet()
    texts: list[str] = []
    tables: list[list[Row]] = []
    with pdfplumber.open(file) as document:
        for page in document.pages:
            texts.append(page.extract_text())
            tables += [[_row(row) for row in table] for table in page.extract_tables()]
            page.close()
    return Seen("\n".join(texts), tables)


def _row(cells: list[str | None]) -> Row:
    return tuple(bare(cell or "") for cell in cells)


def bare_walk(file: Path) -> int:
    """Unpack document.xml, parse it and pass over all of its elements once, the text of each paragraph gathered."""
    import zipfile

    from lxml import etree

    with zipfile.ZipFile(file) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    paragraphs: list[list[str]] = []
    rows = 0
    for element in root.iter():
        tag = element.tag
        if tag == W + "t":
            paragraphs[-1].append(element.text or "")
        elif tag == W + "p":
            paragraphs.append([])
        elif tag == W + "tr":
            rows += 1
    return rows + sum(len("".join(texts)) for texts in paragraphs)


def text_walk(file: Path) -> int:
    """Unpack document.xml, parse it and pass over nothing but its paragraphs and texts: no program can do less."""
    import zipfile

    from lxml import etree

    with zipfile.ZipFile(file) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return sum(len(element.text or "") for element in root.iter(W + "p", W + "t"))


def python_docx_seen(file: Path) -> Seen:
    """Return what python-docx gives: paragraphs and, by row.cells, tables, in body order."""
    import docx
    from docx.table import Table

    texts: list[str] = []
    tables: list[list[Row]] = []
    headings = []
    for item in docx.Document(str(file)).iter_inner_content():
        if isinstance(item, Table):
            tables.append([_row([cell.text for cell in row.cells]) for row in item.rows])
            continue
        texts.append(item.text)
        if item.style is not None and (item.style.name or "").startswith("Heading"):
            headings.append(item.text)
    return Seen("\n".join(texts), tables, headings, texts, fills=True)


# name -> (modules to import before the clock starts, what to time)
TASKS: dict[str, tuple[tuple[str, ...], Callable[[Path], object]]] = {
    "ours": (("extractor.readers.pdf", "extractor.readers.docx", "extractor.outline", "lxml.etree"), ours),
    "pdfplumber": (("pdfplumber",), plumber_text),
    "bare-walk": (("zipfile", "lxml.etree"), bare_walk),
    "text-walk": (("zipfile", "lxml.etree"), text_walk),
    "python-docx": (("docx",), python_docx_seen),
    "facts": (("review.warm",), facts),
}
