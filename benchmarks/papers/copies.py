"""One file made into many: the same document telling of another project, without being printed anew.

A base is a file taken apart once; a copy is put together from its parts with words replaced. That is thousands of
files a minute where printing each would take a second.
"""

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.pdfbase.cidfonts import UnicodeCIDFont

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)endobj\n", re.DOTALL)
_STREAM = re.compile(
    rb"<<\n/Filter \[ /ASCII85Decode /FlateDecode \] /Length \d+\n>>\nstream\n(.*?)~>endstream", re.DOTALL
)
_TRAILER = re.compile(rb"trailer\n(.*?)startxref", re.DOTALL)
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_DAY = (2031, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class PdfBase:
    """A PDF of reportlab taken apart: ``streams`` are its page contents, unpacked, by number of the object."""

    head: bytes
    objects: dict[int, bytes]
    streams: dict[int, bytes]
    trailer: bytes

    @classmethod
    def of(cls, data: bytes) -> "PdfBase":
        """Take a PDF apart that reportlab wrote."""
        objects, streams = {}, {}
        for found in _OBJECT.finditer(data):
            number, body = int(found[1]), found[2]
            stream = _STREAM.search(body)
            if stream is None:
                objects[number] = body
            else:
                streams[number] = zlib.decompress(base64.a85decode(stream[1]))
        trailer = _TRAILER.search(data)
        if trailer is None or not streams:
            raise ValueError("not as reportlab writes it")
        return cls(data[: data.index(b"1 0 obj")], objects, streams, trailer[1])

    def copy(self, words: Mapping[str, str]) -> bytes:
        """Return the PDF with words replaced."""
        pairs = [(_as_written(old), _as_written(new)) for old, new in words.items()]
        out = io.BytesIO()
        out.write(self.head)
        places = []
        for number in range(1, len(self.objects) + len(self.streams) + 1):
            places.append(out.tell())
            body = self.objects.get(number)
            if body is None:
                packed = zlib.compress(_replaced(self.streams[number], pairs), 6)
                body = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\n" % (len(packed), packed)
            out.write(b"%d 0 obj\n%sendobj\n" % (number, body))
        start = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        out.writelines(b"%010d 00000 n \n" % place for place in places)
        out.write(b"trailer\n%sstartxref\n%d\n%%%%EOF\n" % (self.trailer, start))
        return out.getvalue()


@dataclass(frozen=True)
class ZipBase:
    """A Word, Excel or OFD file taken apart; words are replaced in its XML."""

    members: dict[str, bytes]

    @classmethod
    def of(cls, data: bytes) -> "ZipBase":
        """Take a package apart. Raises zipfile.BadZipFile."""
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return cls(
                {name: _MODIFIED.sub(rb"\g<1>2031-01-01T00:00:00Z", package.read(name)) for name in package.namelist()}
            )

    def copy(self, words: Mapping[str, str]) -> bytes:
        """Return the package with words replaced."""
        pairs = [(escape(old).encode(), escape(new).encode()) for old, new in words.items()]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
            for name, data in self.members.items():
                content = _replaced(data, pairs) if name.endswith(".xml") else data
                entry = zipfile.ZipInfo(name, _DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, content)
        return out.getvalue()


@dataclass(frozen=True)
class TextBase:
    """A plain text in an encoding."""

    text: str
    encoding: str

    def copy(self, words: Mapping[str, str]) -> bytes:
        """Return the text with words replaced."""
        text = self.text
        for old, new in words.items():
            text = text.replace(old, new)
        return text.encode(self.encoding)


Base = PdfBase | ZipBase | TextBase
_FACE = UnicodeCIDFont("STSong-Light")


def _as_written(words: str) -> bytes:
    """Return words as they stand in a page's content."""
    written: str | bytes = _FACE.formatForPdf(words)
    return written.encode("latin-1") if isinstance(written, str) else written


def _replaced(data: bytes, pairs: list[tuple[bytes, bytes]]) -> bytes:
    for old, new in pairs:
        data = data.replace(old, new)
    return data


def ofd(pages: list[list[str]]) -> bytes:
    """Return an OFD with these lines on its pages, one font, nothing else."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    members = {
        "OFD.xml": f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>'
        "00000000000000000000000000000001</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {space} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="宋体"/>'
        "</ofd:Fonts></ofd:Res>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        "</ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{10 + at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    for at, lines in enumerate(pages):
        members[f"Doc_0/Pages/Page_{at}/Content.xml"] = _ofd_page(space, 1000 * (at + 1), lines)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in members.items():
            package.writestr(zipfile.ZipInfo(name, _DAY), f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')
    return out.getvalue()


def _ofd_page(space: str, first: int, lines: list[str]) -> str:
    objects = "".join(
        f'<ofd:TextObject ID="{first + 10 + row}" Boundary="25 {25 + 8 * row} 165 6" Font="1" Size="4.2">'
        f'<ofd:TextCode X="0" Y="4.5" DeltaX="g {len(line) - 1} 4.2">{escape(line)}</ofd:TextCode></ofd:TextObject>'
        for row, line in enumerate(lines)
    )
    return (
        f"<ofd:Page {space}><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area><ofd:Content>"
        f'<ofd:Layer ID="{first}" Type="Body">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    )
