"""Makes Excel files for the tests: with openpyxl, and by hand where a library would not write what is wanted."""

import io
import struct
import zipfile
from collections.abc import Callable, Sequence

import openpyxl

from extractor.document import Block, Cell, Document
from extractor.readers import read
from extractor.readers.source import Limits, Source

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"

BUDGET: tuple[tuple[object, ...], ...] = (
    ("星河市一网通办平台投资概算表",),
    (None, None, None, "单位：万元"),
    ("序号", "费用名称", "金额", "备注"),
    (1, "硬件购置费", 100.5, None),
    (2, "软件开发费", 200, "含测试"),
    (None, "合计", 300.5, None),
)


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    """Return the bytes of a workbook that ``fill`` filled."""
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(rows: Sequence[Sequence[object]], merged: Sequence[str] = (), title: str = "概算") -> bytes:
    """Return a workbook with one sheet of these rows."""

    def fill(book: openpyxl.Workbook) -> None:
        page = book.active
        page.title = title
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                page.cell(number, column, value)
        for area in merged:
            page.merge_cells(area)

    return workbook(fill)


def raw(
    body: str, styles: str = "", workbook_tail: str = "", *, strict: bool = False, extra: dict[str, bytes] | None = None
) -> bytes:
    """Return an .xlsx whose only sheet 表 has this XML inside its worksheet element."""
    main, relations = (STRICT_MAIN, STRICT_RELATIONS) if strict else (MAIN, RELATIONS)
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{types}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        f'<sheet name="表" sheetId="1" r:id="rId1"/></sheets>{workbook_tail}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{relations}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{relations}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{body}</worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def binary(cells: Sequence[tuple[int, int, str | float]], merges: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """Return an .xlsb with one sheet 表: cells (row, column from 0), merged ranges (top, bottom, left, right)."""

    def record(kind: int, body: bytes = b"") -> bytes:
        head = bytes((kind,)) if kind < 0x80 else bytes(((kind & 0x7F) | 0x80, kind >> 7))
        size = len(body)
        length = bytes((size,)) if size < 0x80 else bytes(((size & 0x7F) | 0x80, size >> 7))
        return head + length + body

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    rows: dict[int, list[tuple[int, str | float]]] = {}
    for row, column, value in cells:
        rows.setdefault(row, []).append((column, value))
    bottom, right = max(row for row, _, _ in cells), max(column for _, column, _ in cells)
    body = record(129) + record(148, struct.pack("<4I", 0, bottom, 0, right)) + record(145)
    for row in sorted(rows):
        body += record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        for column, value in rows[row]:
            head = struct.pack("<II", column, 0)
            body += (
                record(6, head + text(value)) if isinstance(value, str) else record(5, head + struct.pack("<d", value))
            )
    body += record(146)
    if merges:
        body += record(177, struct.pack("<I", len(merges)))
        body += b"".join(record(176, struct.pack("<4I", *merge)) for merge in merges) + record(178)
    body += record(130)
    book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + text("rId1") + text("表")) + record(144)
    package = "http://schemas.openxmlformats.org/package/2006"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
        archive.writestr("xl/workbook.bin", book + record(132))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/worksheet" '
            'Target="worksheets/sheet1.bin"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.bin", body)
    return out.getvalue()


def read_bytes(data: bytes, name: str = "概算.xlsx", limits: Limits | None = None) -> Document:
    """Read bytes as a file of this name."""
    return read(Source(name, data), limits)


def tables(document: Document) -> list[Block]:
    """Return the tables of a document."""
    return [block for block in document.blocks if block.table is not None]


def grid(block: Block) -> list[list[str]]:
    """Return the texts of a table by row, merged cells once."""
    assert block.table is not None
    rows: list[list[str]] = [[] for _ in range(block.table.rows)]
    for cell in block.table.cells:
        rows[cell.row - 1].append(cell.text)
    return rows


def cell_at(document: Document, name: str) -> Cell:
    """Return the cell of this name."""
    return next(cell for block in tables(document) for cell in block.table.cells if cell.place.cell == name)  # type: ignore[union-attr]  # tables have one


def texts(document: Document) -> list[str]:
    """Return the texts that stand outside tables."""
    return [block.text for block in document.blocks if block.table is None]
