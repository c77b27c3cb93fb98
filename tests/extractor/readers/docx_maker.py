"""Small helpers that build odd Word packages as bytes, part by part, for tests."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
STRICT = {
    "w": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "r": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "m": "http://purl.oclc.org/ooxml/officeDocument/math",
    "wp": "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
    "a": "http://purl.oclc.org/ooxml/drawingml/main",
    "pic": "http://purl.oclc.org/ooxml/drawingml/picture",
}
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header": "hdr",
    "footer": "ftr",
}


def r(text: str, properties: str = "") -> str:
    """A run; ``properties`` is the inside of its w:rPr."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(
    content: str = "", properties: str = "", *, style: str | None = None, num: tuple[object, object] | None = None
) -> str:
    """A paragraph; ``content`` is text, or XML where it begins with "<"; ``num`` is (numId, ilvl)."""
    inside = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num is not None:
        inside += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    inside += properties
    if content and not content.startswith("<"):
        content = r(content)
    return f"<w:p>{f'<w:pPr>{inside}</w:pPr>' if inside else ''}{content}</w:p>"


def tc(content: str = "", *, span: int | str = 1, merge: str | None = None) -> str:
    """A cell; ``content`` is text, or the XML of its blocks; ``merge`` is "restart" or "continue"."""
    properties = f'<w:gridSpan w:val="{span}"/>' if span != 1 else ""
    if merge is not None:
        properties += f'<w:vMerge w:val="{merge}"/>'
    inside = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(cells: Iterable[str], properties: str = "") -> str:
    """A row of cells; plain text becomes a cell."""
    inside = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{inside}{''.join(c if c.startswith('<') else tc(c) for c in cells)}</w:tr>"


def tbl(rows: Iterable[str | Sequence[str]]) -> str:
    """A table of rows, each XML or a list of cells."""
    return f"<w:tbl><w:tblPr/>{''.join(row if isinstance(row, str) else tr(row) for row in rows)}</w:tbl>"


def field(instruction: str, result: str | None, begin: str = "") -> str:
    """A complex field over runs; ``begin`` is the inside of its first w:fldChar."""
    xml = f'<w:r><w:fldChar w:fldCharType="begin">{begin}</w:fldChar></w:r>'
    xml += f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
    if result is not None:
        xml += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        xml += result if result.startswith("<") else r(result)
    return xml + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def text_box(content: str, *, fallback: str | None = None) -> str:
    """A run with a DrawingML text box; ``fallback`` is the content of its VML twin."""
    drawing = (
        '<w:drawing><wp:anchor><wp:extent cx="1000000" cy="500000"/><a:graphic><a:graphicData><wps:wsp><wps:txbx>'
        f"<w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing>"
    )
    twin = f"<mc:Fallback>{vml_box(fallback)}</mc:Fallback>" if fallback is not None else ""
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>{twin}</mc:AlternateContent></w:r>'
    )


def vml_box(content: str) -> str:
    """A w:pict with a VML text box."""
    return f"<w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"


def picture(wide_cm: float = 8, high_cm: float = 6) -> str:
    """A run with an inline picture; the image itself is not in the package."""
    cx, cy = int(wide_cm * 360_000), int(high_cm * 360_000)
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{cx}" cy="{cy}"/><a:graphic><a:graphicData><pic:pic/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def level(
    ilvl: int,
    text: str,
    fmt: str = "decimal",
    *,
    start: object = 1,
    extra: str = "",
) -> str:
    """A w:lvl of a list definition."""
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{extra}'
        f"<w:lvlText w:val={quoteattr(text)}/></w:lvl>"
    )


def numbering(abstracts: Mapping[int, str], nums: Mapping[int, int | tuple[int, str]]) -> str:
    """The inside of numbering.xml: definitions by id, and lists as their definition's id or (id, overrides)."""
    xml = "".join(
        f'<w:abstractNum w:abstractNumId="{key}">{inside}</w:abstractNum>' for key, inside in abstracts.items()
    )
    for key, value in nums.items():
        abstract, overrides = value if isinstance(value, tuple) else (value, "")
        xml += f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'
    return xml


def style(identifier: str, name: str, inside: str = "", *, kind: str = "paragraph", default: bool = False) -> str:
    """A w:style."""
    mark = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}" w:styleId="{identifier}"{mark}><w:name w:val="{name}"/>{inside}</w:style>'


def root(tag: str, inside: str, namespaces: Mapping[str, str] = NAMESPACES) -> bytes:
    """A whole XML part with root ``w:tag``."""
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<w:{tag} {declared}>{inside}</w:{tag}>'.encode()


def package(
    body: str | bytes,
    *,
    parts: Mapping[str, str | bytes] | None = None,
    headers: Sequence[str] = (),
    footers: Sequence[str] = (),
    files: Mapping[str, bytes] | None = None,
    main: str = "word/document.xml",
    content_type: str = "document.main+xml",
    strict: bool = False,
    before_body: str = "",
) -> bytes:
    """A Word file as bytes.

    ``body`` is the inside of w:body, or a whole document part as bytes. ``parts`` maps styles, numbering, footnotes,
    endnotes and comments to the inside of their root, or to a whole part as bytes. ``headers`` and ``footers`` are the
    insides of as many parts, all shown by the last section. ``files`` are further members as they are.
    """
    names = {**NAMESPACES, **STRICT} if strict else NAMESPACES
    rel = _STRICT_REL if strict else _REL
    folder = main.rpartition("/")[0]
    prefix = f"{folder}/" if folder else ""
    members: dict[str, bytes] = {}
    relationships: list[tuple[str, str, str]] = []
    section = ""
    for kind, inside in (parts or {}).items():
        members[f"{prefix}{kind}.xml"] = inside if isinstance(inside, bytes) else root(_ROOTS[kind], inside, names)
        relationships.append((f"rId{kind}", kind, f"{kind}.xml"))
    for kind, insides in (("header", headers), ("footer", footers)):
        for index, inside in enumerate(insides, 1):
            members[f"{prefix}{kind}{index}.xml"] = root(_ROOTS[kind], inside, names)
            relationships.append((f"rId{kind}{index}", kind, f"{kind}{index}.xml"))
            section += f'<w:{kind}Reference w:type="default" r:id="rId{kind}{index}"/>'
    if isinstance(body, str):
        if section:
            body += f"<w:sectPr>{section}</w:sectPr>"
        members[main] = root("document", f"{before_body}<w:body>{body}</w:body>", names)
    else:
        members[main] = body
    overrides = f'<Override PartName="/{main}" ContentType="{_TYPE}{content_type}"/>'
    for kind in ("styles", "numbering", "footnotes", "endnotes", "comments"):
        if f"{prefix}{kind}.xml" in members:
            overrides += f'<Override PartName="/{prefix}{kind}.xml" ContentType="{_TYPE}{kind}+xml"/>'
    members["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()
    members["_rels/.rels"] = _relationships([("rId1", "officeDocument", main)], rel)
    members[f"{prefix}_rels/{main.rpartition('/')[2]}.rels"] = _relationships(relationships, rel)
    members.update(files or {})
    return zipped(members)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _relationships(items: Iterable[tuple[str, str, str]], base: str) -> bytes:
    inside = "".join(
        f'<Relationship Id="{identifier}" Type="{base}/{kind}" Target="{target}"/>'
        for identifier, kind, target in items
    )
    return f'<Relationships xmlns="{_PACKAGE_REL}">{inside}</Relationships>'.encode()
