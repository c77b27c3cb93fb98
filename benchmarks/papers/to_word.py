"""A paper as a Word file: python-docx for the package, the body as XML, headings counted by Word if so wanted.

python-docx's own tables take minutes for a document of this size, so rows and cells are written as XML.
"""

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from benchmarks.papers.model import Grid, GridCell, Heading, Item, Paper

SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
WIDTH = 9070  # of the text, in twentieths of a point
HEAD_SIZES = (16, 14, 12, 12)
# level -> (format, text)
SCHEMES: dict[str, tuple[tuple[str, str], ...]] = {
    "decimal": tuple(("decimal", text) for text in ("第%1章", "%1.%2", "%1.%2.%3", "%1.%2.%3.%4")),
    "han": tuple(("chineseCounting", text) for text in ("第%1章", "%2、", "（%3）")),
}
HEADINGS_LIST, ITEMS_LIST = 900, 901
FIRST_ITEMS = 1000


def write(paper: Paper, path: Path) -> None:
    """Write the Word file."""
    document = docx.Document()
    _styles(document)
    _section(document.sections[0], paper)
    body = document.element.body
    if paper.scheme:
        _numbering(document, paper.scheme)
    title = document.add_paragraph(paper.title)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.runs[0].font.size, title.runs[0].bold = Pt(26), True
    title.paragraph_format.space_before = Pt(180)
    for element in _contents(paper):
        body.insert(len(body) - 1, element)
    lists = 0
    before: Item | None = None
    for item in paper.items:
        if isinstance(item, Grid):
            made = _grid(item)
        elif isinstance(item, Heading):
            made = _heading(item, paper.scheme)
        elif item.role == "item" and paper.scheme:
            if getattr(before, "role", "") != "item":
                lists += 1
                _new_list(document, FIRST_ITEMS + lists)
            made = _paragraph(item.text, _numbered(FIRST_ITEMS + lists, 0) + '<w:ind w:firstLine="480" w:left="0"/>')
        elif item.role == "caption":
            made = _paragraph(item.text, '<w:keepNext/><w:jc w:val="center"/>', '<w:b/><w:sz w:val="21"/>')
        elif item.role == "unit":
            made = _paragraph(item.text, '<w:keepNext/><w:jc w:val="right"/>', '<w:sz w:val="21"/>')
        else:
            made = _paragraph(f"{item.number} {item.text}".strip(), '<w:ind w:firstLineChars="200" w:firstLine="480"/>')
        body.insert(len(body) - 1, made)
        before = item
    document.save(str(path))


def _styles(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = SERIF, Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), SERIF)
    normal.paragraph_format.line_spacing = 1.3
    normal.paragraph_format.space_after = Pt(0)
    for level, size in enumerate(HEAD_SIZES, start=1):
        style = document.styles[f"Heading {level}"]
        style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{name}"), None)
        for name in ("ascii", "hAnsi", "eastAsia"):
            fonts.set(qn(f"w:{name}"), SANS)
    for level in (1, 2):
        style = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        tabs = f'<w:tabs {nsdecls("w")}><w:tab w:val="right" w:leader="dot" w:pos="{WIDTH}"/></w:tabs>'
        style.element.get_or_add_pPr().append(parse_xml(tabs))


def _section(section: Any, paper: Paper) -> None:
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    header.add_run(paper.header).font.size = Pt(9)
    edge = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
    header._p.get_or_add_pPr().append(parse_xml(edge))
    if paper.watermark:
        header._p.append(_watermark(paper.watermark))
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    rest = paper.footer
    while rest:
        at = rest.find("{")
        text, field = (rest, "") if at < 0 else (rest[:at], rest[at + 1 : rest.index("}")])
        rest = "" if at < 0 else rest[rest.index("}") + 1 :]
        if text:
            footer.add_run(text).font.size = Pt(9)
        if field:
            name = "PAGE" if field == "page" else "NUMPAGES"
            simple = f'<w:fldSimple {nsdecls("w")} w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            footer._p.append(parse_xml(simple))


def _watermark(text: str) -> Any:
    place = "mso-position-horizontal:center;mso-position-horizontal-relative:margin;" + (
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        '<v:shape id="Mark" type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;width:420pt;'
        f'height:70pt;rotation:315;z-index:-251658752;{place}" fillcolor="silver" stroked="f">'
        f'<v:textpath style="font-family:\'{SANS}\';font-size:1pt" string="{escape(text)}"/></v:shape></w:pict></w:r>'
    )


def _numbering(document: Any, scheme: str) -> None:
    root = document.part.numbering_part.element
    first = next((at for at, child in enumerate(root) if child.tag == qn("w:num")), len(root))
    levels = ""
    for at, (form, text) in enumerate(SCHEMES[scheme]):
        levels += (
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="Heading{at + 1}"/>'
            f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        )
    many = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{HEADINGS_LIST}"><w:multiLevelType w:val="multilevel"/>'
    items = (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{ITEMS_LIST}"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/>'
        '<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
    )
    root.insert(first, parse_xml(many + levels + "</w:abstractNum>"))
    root.insert(first + 1, parse_xml(items))
    number = f'<w:num {nsdecls("w")} w:numId="{HEADINGS_LIST}"><w:abstractNumId w:val="{HEADINGS_LIST}"/></w:num>'
    root.append(parse_xml(number))


def _new_list(document: Any, number: int) -> None:
    document.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{ITEMS_LIST}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )


def _numbered(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _paragraph(text: str, properties: str, run: str = "") -> Any:
    return parse_xml(
        f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr>"
        f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def _heading(heading: Heading, scheme: str) -> Any:
    style = f'<w:pStyle w:val="Heading{heading.level}"/>'
    if scheme:
        return _paragraph(heading.title, style + _numbered(HEADINGS_LIST, heading.level - 1))
    return _paragraph(f"{heading.number} {heading.title}", style)


def _contents(paper: Paper) -> list[Any]:
    """Return the title 目录 and its entries, with page numbers as stale as in files that people send."""
    style = '<w:pageBreakBefore/><w:jc w:val="center"/>'
    made = [_paragraph("目　录", style, '<w:b/><w:sz w:val="32"/>')]
    entries = [item for item in paper.items if isinstance(item, Heading) and item.level <= 2]
    for at, entry in enumerate(entries):
        tab = f"<w:r><w:tab/><w:t>{at + 1}</w:t></w:r>"
        made.append(
            parse_xml(
                f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="toc{entry.level}"/></w:pPr><w:r>'
                f'<w:t xml:space="preserve">{entry.number} {escape(entry.title)}</w:t></w:r>{tab}</w:p>'
            )
        )
    made.append(parse_xml(f'<w:p {nsdecls("w")}><w:r><w:br w:type="page"/></w:r></w:p>'))
    return made


def _grid(grid: Grid) -> Any:
    widths = [round(width * WIDTH) for width in grid.widths]
    rows: list[dict[int, tuple[GridCell, bool]]] = [{} for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            rows[row][cell.column] = cell, row > cell.row
    xml = [
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>',
        *(f'<w:gridCol w:w="{width}"/>' for width in widths),
        "</w:tblGrid>",
    ]
    for number, fields in enumerate(rows):
        head = number < grid.heads
        xml.append("<w:tr><w:trPr><w:tblHeader/></w:trPr>" if head else "<w:tr>")
        for column, (cell, goes_on) in sorted(fields.items()):
            width = sum(widths[column : column + cell.column_span])
            span = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
            down = "" if cell.row_span == 1 else "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>'
            look = '<w:rPr><w:b/><w:sz w:val="20"/></w:rPr>' if head else '<w:rPr><w:sz w:val="20"/></w:rPr>'
            text = "" if goes_on else f"<w:r>{look}<w:t>{escape(cell.text)}</w:t></w:r>"
            xml.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{down}</w:tcPr>'
                f'<w:p><w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr>{text}</w:p></w:tc>'
            )
        xml.append("</w:tr>")
    xml.append("</w:tbl>")
    return parse_xml("".join(xml))
