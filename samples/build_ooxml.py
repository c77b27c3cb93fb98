"""Raw WordprocessingML that python-docx has no words for: numbering, notes, text boxes, revisions, fields."""

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

CLAUSES, BULLETS = 91, 92
REVISION = 'w:author="经办人" w:date="2025-05-12T09:30:00Z"'
NS = nsdecls("w")
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
WPS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
LEVELS = (
    ("chineseCountingThousand", "第%1条", "", 0, 0, "space"),
    ("decimal", "%1.%2", "<w:isLgl/>", 0, 0, "space"),
)


def add_numbering(document: Document) -> None:
    """Give the document the lists ``CLAUSES`` (第X条, X.Y) and ``BULLETS``."""
    element = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>{extra}<w:suff w:val="{suffix}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:firstLine="{first}"/></w:pPr></w:lvl>'
        for i, (fmt, text, extra, left, first, suffix) in enumerate(LEVELS)
    )
    bullet = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="840" w:hanging="360"/></w:pPr></w:lvl>'
    )
    for number, body in ((CLAUSES, levels), (BULLETS, bullet)):
        abstract = parse_xml(
            f'<w:abstractNum {NS} w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{body}'
            "</w:abstractNum>"
        )
        first = element.find(qn("w:num"))
        if first is None:
            element.append(abstract)
        else:
            first.addprevious(abstract)
        element.append(
            parse_xml(f'<w:num {NS} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'),
        )


def number_paragraph(paragraph: Paragraph, number: int, level: int) -> None:
    """Let Word number ``paragraph`` on ``level`` of list ``number``."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # type: ignore[attr-defined]  # made at run time
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number


def outline_level(paragraph: Paragraph, level: int) -> None:
    """Set the outline level (1 is the highest) on the paragraph itself, as authors without styles do."""
    mark = parse_xml(f'<w:outlineLvl {NS} w:val="{level - 1}"/>')
    paragraph._p.get_or_add_pPr().insert_element_before(
        mark, "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange"
    )


def field(paragraph: Paragraph, code: str, shown: str) -> None:
    """Append a field such as PAGE with its last shown result."""
    field_mark(paragraph, "begin", code)
    paragraph.add_run(shown)
    field_mark(paragraph, "end")


def field_mark(paragraph: Paragraph, kind: str, code: str = "") -> None:
    """Append one mark of a field that spans paragraphs: ``begin`` (with its code and separator) or ``end``."""
    marks = [f'<w:fldChar {NS} w:fldCharType="{kind}"/>']
    if code:
        marks.append(f'<w:instrText {NS} xml:space="preserve"> {code} </w:instrText>')
        marks.append(f'<w:fldChar {NS} w:fldCharType="separate"/>')
    for mark in marks:
        paragraph.add_run()._r.append(parse_xml(mark))


def revise(run: Run, kind: str, identity: int) -> None:
    """Wrap ``run`` in an unaccepted insertion or deletion."""
    tag = "w:ins" if kind == "insert" else "w:del"
    wrapper = parse_xml(f'<{tag} {NS} w:id="{identity}" {REVISION}/>')
    run._r.addprevious(wrapper)
    wrapper.append(run._r)
    if kind == "delete":
        for text in run._r.findall(qn("w:t")):
            text.tag = qn("w:delText")
            text.set(qn("xml:space"), "preserve")


def add_footnotes(document: Document, notes: list[str]) -> None:
    """Add the part that holds the texts of the footnotes 1, 2, …"""
    if not notes:
        return
    marks = "".join(
        f'<w:footnote w:type="{kind}" w:id="{i}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for kind, i, mark in (("separator", -1, "separator"), ("continuationSeparator", 0, "continuationSeparator"))
    )
    body = "".join(
        f'<w:footnote w:id="{i}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
        for i, text in enumerate(notes, 1)
    )
    blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {NS}>{marks}{body}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, blob.encode(), document.part.package)
    document.part.relate_to(part, RT.FOOTNOTES)


def footnote_mark(paragraph: Paragraph, identity: int) -> None:
    """Append the reference to footnote ``identity``."""
    paragraph.add_run()._r.append(
        parse_xml(f'<w:rPr {NS}><w:vertAlign w:val="superscript"/></w:rPr>'),
    )
    paragraph.runs[-1]._r.append(parse_xml(f'<w:footnoteReference {NS} w:id="{identity}"/>'))


def text_box(paragraph: Paragraph, text: str, identity: int) -> None:
    """Append a text box the way Word writes it: a drawing, and the same text again for old programs."""
    content = (
        f'<w:txbxContent {NS}><w:p><w:pPr><w:jc w:val="left"/></w:pPr><w:r><w:rPr><w:sz w:val="21"/></w:rPr>'
        f"<w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    )
    height = 380000 + 200000 * (len(text) // 34)
    xml = f"""<mc:AlternateContent {NS} {WPS}><mc:Choice Requires="wps"><w:drawing>
<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="5400000" cy="{height}"/>
<wp:docPr id="{identity}" name="文本框 {identity}"/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5400000" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
<a:ln w="9525"><a:solidFill><a:srgbClr val="808080"/></a:solidFill></a:ln>
</wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr rot="0" vert="horz" wrap="square"/></wps:wsp></a:graphicData>
</a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>
<v:shape id="box{identity}" style="width:425pt;height:{height // 12700}pt"><v:textbox>{content}</v:textbox></v:shape>
</w:pict></mc:Fallback></mc:AlternateContent>"""
    paragraph.add_run()._r.append(etree.fromstring(xml))
