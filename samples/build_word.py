"""A source becomes a Word file, the same bytes every time."""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import cast

import docx
from build_markup import Node, Source, spans, widths
from build_ooxml import (
    BULLETS,
    CLAUSES,
    NS,
    add_footnotes,
    add_numbering,
    field,
    field_mark,
    footnote_mark,
    number_paragraph,
    outline_level,
    revise,
    text_box,
)
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun
from msgspec import Struct

ALIGN = {
    "c": WD_ALIGN_PARAGRAPH.CENTER,
    "l": WD_ALIGN_PARAGRAPH.LEFT,
    "r": WD_ALIGN_PARAGRAPH.RIGHT,
}
STAMP = (2025, 1, 6, 9, 0, 0)
TEXT_WIDTH = 15.6


class Fonts(Struct, frozen=True):
    """The faces of running text and of headings."""

    body: str = "宋体"
    head: str = "黑体"
    latin: str = "Times New Roman"


class Writer:
    """Writes one source; ``pages`` maps the index of a heading to the page printed in the contents list."""

    def __init__(self, source: Source, fonts: Fonts, pages: dict[int, str]) -> None:
        self.source, self.fonts, self.pages = source, fonts, pages
        self.head = source.head
        self.document: Document = docx.Document()
        self.notes: list[str] = []
        self.identity = 100
        self.first_heading = True

    def build(self) -> bytes:
        """Return the bytes of the Word file."""
        self._set_up()
        for node in self.source.nodes:
            self._write(node)
        add_footnotes(self.document, self.notes)
        core = self.document.core_properties
        core.title, core.author, core.last_modified_by = self.head.title, self.head.author, self.head.author
        core.comments, core.revision = "", 3
        core.created = core.modified = datetime.fromisoformat(f"{self.head.date}T09:00:00")
        buffer = io.BytesIO()
        self.document.save(buffer)
        return fixed_zip(buffer.getvalue())

    def _set_up(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.7)
        section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.5)
        self._face(self._style("Normal"), self.fonts.body, self.head.size)
        for level, extra in ((1, 4), (2, 2), (3, 0)):
            style = self._style(f"Heading {level}")
            self._face(style, self.fonts.head, self.head.size + extra)
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.font.bold, style.font.italic = True, False
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(8), Pt(6)
        add_numbering(self.document)
        section.different_first_page_header_footer = self.head.cover
        self._furniture(section)

    def _style(self, name: str) -> ParagraphStyle:
        return cast("ParagraphStyle", self.document.styles[name])

    def _face(self, style: ParagraphStyle, face: str, size: float) -> None:
        style.font.name, style.font.size = self.fonts.latin, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(name), None)
        fonts.set(qn("w:eastAsia"), face)

    def _furniture(self, section: Section) -> None:
        if self.head.header:
            paragraph = section.header.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._plain(paragraph, self.head.header, 9)
            paragraph._p.get_or_add_pPr().insert_element_before(
                parse_xml(
                    f'<w:pBdr {NS}><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>',
                ),
                "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr",
            )  # fmt: skip
        if self.head.number == "none":
            return
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        before, after = {"dash": ("— ", " —"), "plain": ("", ""), "of": ("第 ", " 页  共 ")}[self.head.number]
        paragraph.add_run(before)
        field(paragraph, "PAGE", "1")
        paragraph.add_run(after)
        if self.head.number == "of":
            field(paragraph, "NUMPAGES", "1")
            paragraph.add_run(" 页")
        for run in paragraph.runs:
            run.font.size = Pt(9)

    def _plain(self, paragraph: Paragraph, text: str, size: float = 0, *, bold: bool = False) -> WordRun:
        run = paragraph.add_run(text)
        if size:
            run.font.size = Pt(size)
        if bold:
            run.font.bold = True
        return run

    def _runs(self, paragraph: Paragraph, node: Node, size: float = 0, *, bold: bool = False) -> None:
        for part in node.runs:
            if part.kind == "footnote":
                self.notes.append(part.text)
                footnote_mark(paragraph, len(self.notes))
                continue
            run = self._plain(paragraph, part.text, size, bold=bold or part.kind == "bold")
            run.font.underline = True if part.kind == "underline" else None
            if part.kind in {"insert", "delete"}:
                self.identity += 1
                revise(run, part.kind, self.identity)

    def _paragraph(self, node: Node) -> Paragraph:
        paragraph = self.document.add_paragraph()
        form = paragraph.paragraph_format
        form.line_spacing, form.space_after, form.space_before = Pt(self.head.line), Pt(0), Pt(0)
        if node.kind in {"paragraph", "subclause"}:
            form.first_line_indent = Pt(self.head.size * 2)
        return paragraph

    def _write(self, node: Node) -> None:
        if node.kind in {"heading", "clause"}:
            self._heading(node)
        elif node.kind in {"paragraph", "flush", "center", "right", "subclause", "bullet"}:
            paragraph = self._paragraph(node)
            self._runs(paragraph, node)
            if node.kind == "subclause":
                number_paragraph(paragraph, CLAUSES, 1)
            elif node.kind == "bullet":
                number_paragraph(paragraph, BULLETS, 0)
            elif node.kind in {"center", "right"}:
                paragraph.alignment = ALIGN[node.kind[0]]
        elif node.kind == "big":
            paragraph = self._paragraph(node)
            paragraph.alignment, paragraph.paragraph_format.line_spacing = ALIGN["c"], 1.5
            for run in [self._plain(paragraph, node.text, node.number, bold=True)]:
                run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), self.fonts.head)
        elif node.kind == "space":
            for _ in range(node.number):
                self._paragraph(node)
        elif node.kind == "table":
            self._table(node)
        elif node.kind == "toc":
            self._toc()
        elif node.kind == "break":
            self.document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        elif node.kind == "body":
            self._body()
        elif node.kind == "box":
            self.identity += 1
            text_box(self.document.add_paragraph(), node.text, self.identity)

    def _heading(self, node: Node) -> None:
        level = node.number or 1
        size = self.head.size + (4, 2, 0)[level - 1] if node.kind == "heading" else self.head.size + 1
        if self.head.headings == "style" and node.kind == "heading":
            paragraph = self.document.add_paragraph(style=f"Heading {level}")
            self._runs(paragraph, node)
        else:
            paragraph = self._paragraph(node)
            self._runs(paragraph, node, size, bold=True)
            paragraph.paragraph_format.space_before = Pt(6)
            for run in paragraph.runs:
                run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), self.fonts.head)
            if self.head.headings == "outline":
                outline_level(paragraph, level)
        paragraph.paragraph_format.keep_with_next = True
        if node.kind == "clause":
            number_paragraph(paragraph, CLAUSES, 0)
        elif level == 1:
            paragraph.alignment = ALIGN["c"]
            paragraph.paragraph_format.page_break_before = self.head.chapter_break and not self.first_heading
            self.first_heading = False

    def _body(self) -> None:
        """Begin the section of the running text, its pages counted from 1."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        section._sectPr.insert_element_before(
            parse_xml(f'<w:pgNumType {NS} w:start="1"/>'), "w:cols", "w:titlePg", "w:docGrid"
        )

    def _toc(self) -> None:
        entries = [
            (node.number, node.text, node.page or self.pages.get(i, "1"))
            for i, node in enumerate(self.source.nodes)
            if (node.kind == "heading" and node.number < 3) or node.kind == "ghost"
        ]
        title = self._paragraph(Node("center"))
        title.alignment = ALIGN["c"]
        self._plain(title, "目  录", 16, bold=True)
        for place, (level, text, page) in enumerate(entries):
            paragraph = self._paragraph(Node("flush"))
            paragraph.paragraph_format.line_spacing = Pt(min(self.head.line, 23))
            paragraph.paragraph_format.left_indent = Pt(self.head.size * 1.5 * (level - 1))
            paragraph.paragraph_format.tab_stops.add_tab_stop(
                Cm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
            )
            if place == 0:
                field_mark(paragraph, "begin", 'TOC \\o "1-2" \\h \\z \\u')
            self._plain(paragraph, f"{text}\t{page}", min(self.head.size, 12))
            if place == len(entries) - 1:
                field_mark(paragraph, "end")

    def _table(self, node: Node) -> None:
        rows, options = node.rows, node.options
        table: Table = self.document.add_table(len(rows), len(rows[0]))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        if options.grid:
            table.style = "Table Grid"
        wide = widths(node, TEXT_WIDTH)
        for column, width in zip(table.columns, wide, strict=True):
            column.width = Cm(width)
        grid = [list(row.cells) for row in table.rows]
        for top, left, bottom, right in spans(rows):
            grid[top][left].merge(grid[bottom][right])
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                grid[y][x].width = Cm(wide[x])
                if text in {"<", "^"}:
                    continue
                paragraph = grid[y][x].paragraphs[0]
                paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
                grid[y][x].vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
                look = options.align[x] if x < len(options.align) else "l"
                paragraph.alignment = ALIGN["c" if options.grid and y < options.head else look]
                self._plain(paragraph, text, options.size, bold=options.grid and y < options.head)
            properties = table.rows[y]._tr.get_or_add_trPr()
            properties.append(parse_xml(f"<w:cantSplit {NS}/>"))
            if options.repeat and y < options.head:
                properties.append(parse_xml(f"<w:tblHeader {NS}/>"))
        after = self.document.add_paragraph()
        after.paragraph_format.space_after, after.paragraph_format.line_spacing = Pt(0), Pt(10)


def fixed_zip(data: bytes) -> bytes:
    """Return the same package with fixed time stamps, so that a rebuild gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(info, old.read(name))
    return buffer.getvalue()


def write_word(source: Source, path: Path, fonts: Fonts, pages: dict[int, str]) -> None:
    """Write the source as a Word file at ``path``."""
    path.write_bytes(Writer(source, fonts, pages).build())
