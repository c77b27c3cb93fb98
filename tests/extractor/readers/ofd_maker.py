"""Builds OFD packages as bytes, object by object, for tests. Lengths are millimetres, as in the files themselves."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://www.ofdspec.org/2016"
WIDTH, HEIGHT = 210.0, 297.0
SIZE = 4.2333  # 12 points


def tag(name: str, inside: str = "", **attributes: object) -> str:
    """An element; attributes that are None are left out."""
    words = "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items() if value is not None)
    return f"<ofd:{name}{words}>{inside}</ofd:{name}>"


def root(name: str, inside: str, **attributes: object) -> bytes:
    xml = tag(name, inside, **attributes).replace(f"<ofd:{name}", f'<ofd:{name} xmlns:ofd="{NAMESPACE}"', 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>{xml}'.encode()


def widths(text: str, size: float) -> list[float]:
    """How far each character is from the next, as a proportional font would set it."""
    return [size if ord(char) > 0x2E7F or char in "“”" else size / 2 for char in text]


def text(
    x: float, y: float, words: str, size: float = SIZE, *, spacing: float = 0.0, inside: str = "", **attributes: object
) -> str:
    """A line of text with its base line at ``y``; attributes go to the TextObject."""
    gaps = [width + spacing for width in widths(words, size)][:-1]
    code = tag("TextCode", escape(words), X=0, Y=size, DeltaX=" ".join(f"{gap:g}" for gap in gaps) or None)
    box = f"{x:g} {y - size:g} {sum(gaps) + size:g} {size * 1.2:g}"
    return tag("TextObject", inside + code, **{"ID": 1, "Boundary": box, "Font": 1, "Size": size, **attributes})


def column(x: float, y: float, words: str, size: float = SIZE, step: float | None = None) -> str:
    """Characters one under the other, the first base line at ``y``."""
    step = size * 1.1 if step is None else step
    code = tag("TextCode", escape(words), X=0, Y=size, DeltaY=f"g {len(words) - 1} {step:g}")
    box = f"{x:g} {y - size:g} {size:g} {step * len(words):g}"
    return tag("TextObject", code, ID=1, Boundary=box, Font=1, Size=size)


def letters(x: float, y: float, words: str, size: float = SIZE) -> str:
    """A line of which every character is an object of its own."""
    found = ""
    for char, width in zip(words, widths(words, size), strict=True):
        found += text(x, y, char, size)
        x += width
    return found


def paragraph(
    x: float, y: float, words: str, chars: int, *, indent: int = 2, size: float = SIZE, step: float = 7.0
) -> tuple[str, float]:
    """Full-width text in lines of ``chars`` characters, and the base line after the last one."""
    found, room, left = "", chars - indent, x + indent * size
    while words:
        found += text(left, y, words[:room], size)
        words, room, left, y = words[room:], chars, x, y + step
    return found, y


def rule(x0: float, y0: float, x1: float, y1: float, **attributes: object) -> str:
    box = f"{x0:g} {y0:g} {x1 - x0:g} {y1 - y0:g}"
    data = tag("AbbreviatedData", f"M 0 0 L {x1 - x0:g} {y1 - y0:g}")
    return tag("PathObject", data, **{"ID": 1, "Boundary": box, "LineWidth": 0.25, **attributes})


def path(data: str, box: str = "0 0 210 297", **attributes: object) -> str:
    return tag("PathObject", tag("AbbreviatedData", data), **{"ID": 1, "Boundary": box, **attributes})


def image(x: float, y: float, width: float, height: float) -> str:
    box = f"{x:g} {y:g} {width:g} {height:g}"
    return tag("ImageObject", ID=1, Boundary=box, CTM=f"{width:g} 0 0 {height:g} 0 0", ResourceID=9)


def table(
    x: float, y: float, columns: Sequence[float], rows: Iterable[Sequence[str]], *, height: float = 8, size: float = 3.5
) -> str:
    """A ruled grid with one line of text in each cell."""
    rows = list(rows)
    xs = [x + sum(columns[:at]) for at in range(len(columns) + 1)]
    bottom = y + height * len(rows)
    found = "".join(rule(at, y, at, bottom) for at in xs)
    found += "".join(rule(xs[0], y + at * height, xs[-1], y + at * height) for at in range(len(rows) + 1))
    for at, row in enumerate(rows):
        for left, words in zip(xs, row, strict=False):
            for line, part in enumerate(words.split("\n") if words else []):
                found += text(left + 1.5, y + at * height + 5 + line * (size + 1), part, size)
    return found


def page(*objects: str, area: str | None = None, templates: Iterable[int] = (), layer: str = "Body") -> bytes:
    """The content of one page (or template)."""
    inside = "".join(tag("Template", TemplateID=name, ZOrder="Background") for name in templates)
    inside += tag("Area", tag("PhysicalBox", area)) if area else ""
    return root("Page", inside + tag("Content", tag("Layer", "".join(objects), Type=layer, ID=2)))


FONTS = tag(
    "Fonts",
    tag("Font", ID=1, FontName="宋体") + tag("Font", ID=2, FontName="黑体") + tag("Font", ID=3, FontName="Wingdings"),
)


def package(
    *pages: bytes,
    templates: Sequence[bytes] = (),
    resources: str = FONTS,
    document: str = "",
    body: str = "",
    parts: Mapping[str, bytes | str] | None = None,
) -> bytes:
    """A whole file; ``document`` is added to Document.xml, ``body`` to its DocBody, ``parts`` are files by name."""
    common = tag("MaxUnitID", "99") + tag("PageArea", tag("PhysicalBox", f"0 0 {WIDTH:g} {HEIGHT:g}"))
    common += tag("PublicRes", "PublicRes.xml")
    common += "".join(tag("TemplatePage", ID=at + 1, BaseLoc=f"Tpls/{at}.xml") for at in range(len(templates)))
    listed = "".join(tag("Page", ID=100 + at, BaseLoc=f"Pages/Page_{at}/Content.xml") for at in range(len(pages)))
    files: dict[str, bytes | str] = {
        "OFD.xml": root(
            "OFD",
            tag("DocBody", tag("DocInfo") + tag("DocRoot", "Doc_0/Document.xml") + body),
            Version="1.0",
            DocType="OFD",
        ),
        "Doc_0/Document.xml": root("Document", tag("CommonData", common) + tag("Pages", listed) + document),
        "Doc_0/PublicRes.xml": root("Res", resources, BaseLoc="Res"),
    }
    files |= {f"Doc_0/Tpls/{at}.xml": data for at, data in enumerate(templates)}
    files |= {f"Doc_0/Pages/Page_{at}/Content.xml": data for at, data in enumerate(pages)}
    files |= parts or {}
    return zipped(files)


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def members(data: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def der(number: int, *values: bytes) -> bytes:
    """A DER value of this tag around others."""
    inside = b"".join(values)
    size = len(inside)
    length = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([number]) + length + inside


def certificate(issuer: str, subject: str) -> bytes:
    """The frame of an X.509 certificate: the fields around its two names, no real key."""

    def name(words: str) -> bytes:
        pair = der(0x30, bytes.fromhex("0603550403"), der(0x0C, words.encode()))
        return der(0x30, der(0x31, pair))

    empty = der(0x30)
    return der(
        0x30,
        der(0x30, der(0xA0, der(2, b"\2")), der(2, b"\1"), empty, name(issuer), empty, name(subject), empty),
        empty,
        der(3, b"\0"),
    )


def seal(name: str) -> bytes:
    """The frame of an electronic seal (GB/T 38540) of this name."""
    properties = der(0x30, der(2, b"\1"), der(0x0C, name.encode()), der(2, b"\1"), der(0x30))
    head = der(0x30, der(0x16, b"ES"), der(2, b"\4"), der(0x16, b"maker"))
    return der(
        0x30, der(0x30, head, der(0x16, b"0001"), properties, der(0x30)), certificate("示例发证中心", "示例制章单位")
    )


def signed(values: Sequence[tuple[str, bytes]]) -> tuple[str, dict[str, bytes | str]]:
    """What goes into the DocBody, and the parts, for signatures given as (kind "seal" or "value", DER bytes)."""
    parts: dict[str, bytes | str] = {}
    listed = ""
    for at, (kind, data) in enumerate(values):
        folder = f"Doc_0/Signs/Sign_{at}"
        listed += tag("Signature", ID=at, Type="Seal", BaseLoc=f"Sign_{at}/Signature.xml")
        inner = tag("Provider", ProviderName="示例软件")
        if kind == "seal":
            inner += tag("Seal", tag("BaseLoc", "Seal.esl"))
            parts[f"{folder}/Seal.esl"] = data
        else:
            parts[f"{folder}/SignedValue.dat"] = data
        body = tag("SignedInfo", inner) + tag("SignedValue", f"/{folder}/SignedValue.dat")
        parts[f"{folder}/Signature.xml"] = root("Signature", body)
    parts["Doc_0/Signs/Signatures.xml"] = root("Signatures", listed)
    return tag("Signatures", "/Doc_0/Signs/Signatures.xml"), parts


def picture(x: float, y: float, width: float, height: float, resource: int = 20, **attributes: object) -> str:
    """An image object that shows one of the ``pictures`` of a file."""
    box = f"{x:g} {y:g} {width:g} {height:g}"
    ctm = f"{width:g} 0 0 {height:g} 0 0"
    return tag("ImageObject", **{"ID": 1, "Boundary": box, "CTM": ctm, "ResourceID": resource, **attributes})


def pictures(*files: bytes) -> dict[str, object]:
    """What ``package`` needs for pictures, whose ids count from 20: resources and parts."""
    listed = "".join(
        tag("MultiMedia", tag("MediaFile", f"Image_{at}.dat"), ID=20 + at, Type="Image") for at in range(len(files))
    )
    parts = {f"Doc_0/Res/Image_{at}.dat": data for at, data in enumerate(files)}
    return {"resources": FONTS + tag("MultiMedias", listed), "parts": parts}
