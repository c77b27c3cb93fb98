"""Small Word files made by hand, and notes about what stands in them."""

import io
import zipfile

from extractor.readers.docx import read
from extractor.readers.source import Limits, Source
from review.annotate import Note
from review.report import EvidenceEntry, Location

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
ROOT = (
    f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{KIND}/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def run(text: str, look: str = "") -> str:
    """Return a run."""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str) -> str:
    """Return a paragraph."""
    return f"<w:p>{''.join(inside)}</w:p>"


def word(body: str, parts: dict[str, str] | None = None, relations: str = "", spaces: str = SPACES) -> bytes:
    """Return a Word file with this body; ``parts`` are further parts, ``relations`` those of the body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", HEAD + TYPES)
        archive.writestr("_rels/.rels", HEAD + ROOT)
        archive.writestr("word/media/image1.png", b"\x89PNG\r\n" + bytes(range(256)) * 4)
        section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
        archive.writestr(
            "word/document.xml", f"{HEAD}<w:document {spaces}><w:body>{body}{section}</w:body></w:document>"
        )
        if relations:
            archive.writestr(
                "word/_rels/document.xml.rels", f'{HEAD}<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'
            )
        for name, text in (parts or {}).items():
            archive.writestr(name, HEAD + text)
    return out.getvalue()


def contents(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def evidence(quote: str, paragraph: int, **more: object) -> EvidenceEntry:
    """Return evidence in a paragraph of the body, or wherever ``more`` says."""
    place: dict[str, object] = dict.fromkeys(Location.__struct_fields__)
    place |= {"part": "body", "paragraph": paragraph, **more}
    return EvidenceEntry("合同.docx", "", quote, ocr=False, location=Location(**place), label=f"第{paragraph}段")


def note(one: EvidenceEntry | None, number: int = 1, **more: object) -> Note:
    """Return a note about a piece of evidence."""
    known = f"{number:016x}"
    said: dict[str, object] = {
        "kind": "fail",
        "level": "error",
        "title": f"【不符合】第{number}条意见",
        "finding": known,
    }
    return Note(evidence=one, fingerprint=known, **{"text": "低于要求。\n依据：第一条", **said, **more})


def read_back(data: bytes):
    """Return what the reader makes of a file, without what tells of its bytes."""
    document = read(Source("合同.docx", data), Limits())
    return document.blocks, document.unread, [one for one in document.notices if one.code != "comments"]
