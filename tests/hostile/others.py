"""Hostile OFD, RTF, old Word, web pages, texts and pictures."""

import struct
import zlib
from collections.abc import Iterator

from tests.extractor.readers import ofd_maker as ofd
from tests.extractor.readers.doc_maker import P, compound, word
from tests.hostile.made import ANY, LOST, PARTIAL, READ, SHORT, TEXT, Hostile, plain, swollen, zip_of

LINE = ofd.text(20, 40, TEXT)


def others() -> Iterator[Hostile]:
    """Yield every hostile file of these formats."""
    yield from _ofd()
    yield from _rtf()
    yield from _old_word()
    yield from _web()
    yield from _texts()
    yield from _pictures()


def _ofd() -> Iterator[Hostile]:
    whole = ofd.package(ofd.page(LINE))
    parts = ofd.members(whole)
    page = "Doc_0/Pages/Page_0/Content.xml"
    kept = [plain(name, data) for name, data in parts.items() if name != page]
    bomb = swollen(page, f'<ofd:Page xmlns:ofd="{ofd.NAMESPACE}">'.encode(), b" " * 1_000_000, 1000, b"</ofd:Page>")
    yield Hostile.of("ofd-bomb.ofd", zip_of([*kept, bomb]), LOST, "limit")
    entity = f'<!DOCTYPE x [<!ENTITY a "{"b" * 1000}">]>'.encode() + ofd.page(ofd.text(20, 40, "&a;"))
    yield Hostile.of("ofd-entity.ofd", zip_of([*kept, plain(page, entity)]), LOST, "corrupt")
    deep = ofd.page("<ofd:PageBlock>" * 4000 + LINE + "</ofd:PageBlock>" * 4000)
    yield Hostile.of("ofd-deep.ofd", ofd.package(deep), SHORT, "limit", "corrupt")
    yield Hostile.of("ofd-no-pages.ofd", ofd.package(), LOST, "corrupt")
    yield Hostile.of("ofd-no-document.ofd", zip_of([plain("OFD.xml", parts["OFD.xml"])]), LOST, "corrupt")
    yield Hostile.of("ofd-cut.ofd", whole[: len(whole) * 2 // 3], LOST, "corrupt")
    missing = {name: data for name, data in parts.items() if name != page}
    yield Hostile.of("ofd-page-missing.ofd", ofd.zipped(missing), LOST, "corrupt")
    circle = ofd.package(
        ofd.page(ofd.tag("CompositeObject", ID=1, Boundary="0 0 210 297", ResourceID=7)),
        resources=ofd.FONTS
        + ofd.tag(
            "CompositeGraphicUnits",
            ofd.tag(
                "CompositeGraphicUnit",
                ofd.tag("Content", ofd.tag("CompositeObject", ID=2, Boundary="0 0 210 297", ResourceID=7) * 10),
                ID=7, Width=210, Height=297,
            ),
        ),
    )  # fmt: skip
    yield Hostile.of("ofd-draws-itself.ofd", circle, SHORT, "limit", "corrupt", "empty")
    many = ofd.package(ofd.page(*[ofd.rule(1, 1, 9, 1)] * 60_000, LINE))
    yield Hostile.of("ofd-60000-paths.ofd", many, PARTIAL, "limit")
    away = str(parts["OFD.xml"], "utf-8").replace("Doc_0/Document.xml", "../../../../etc/passwd")
    yield Hostile.of("ofd-path-away.ofd", ofd.zipped({**parts, "OFD.xml": away}), LOST, "corrupt")
    wide = ofd.page(ofd.text(20, 40, TEXT), area="0 0 1e300 nan")
    yield Hostile.of("ofd-page-size.ofd", ofd.package(wide), ANY, "corrupt", "limit", "empty")


def _rtf() -> Iterator[Hostile]:
    head, said = b"{\\rtf1\\ansi\\ansicpg936 ", TEXT.encode("gb18030")
    words = b"".join(b"\\'%02x" % byte for byte in said)
    yield Hostile.of(
        "rtf-deep.rtf", head + b"{" * 200_000 + words + b"}" * 200_000 + b"}", SHORT, "needs-tool", "limit", "corrupt"
    )
    yield Hostile.of("rtf-unclosed.rtf", head + words, SHORT, "needs-tool", "corrupt")
    yield Hostile.of(
        "rtf-binary-lies.rtf", head + words + b"\\bin2000000000 abc}", SHORT, "needs-tool", "corrupt", "limit"
    )
    yield Hostile.of(
        "rtf-numbers.rtf",
        head + b"\\li99999999999999999999\\u-9999999999?" + words + b"}",
        SHORT,
        "needs-tool",
        "corrupt",
    )
    cells = b"\\trowd" + b"\\cellx10" * 3000 + b"1\\cell" * 3000 + b"\\row"
    yield Hostile.of("rtf-3000-cells.rtf", head + words + b"\\par" + cells + b"}", SHORT, "needs-tool", "limit")
    closing = head + words + b"}" * 100_000
    yield Hostile.of("rtf-closes-too-often.rtf", closing, SHORT, "needs-tool", "corrupt")


def _old_word() -> Iterator[Hostile]:
    whole = word([P(TEXT)] * 3)
    yield Hostile.of("doc-cut.doc", whole[: len(whole) // 2], SHORT, "corrupt", "needs-tool")
    yield Hostile.of("doc-locked.doc", compound({"EncryptedPackage": bytes(5000), "EncryptionInfo": bytes(300)}), LOST,
                     "encrypted")  # fmt: skip
    locked = compound({"EncryptedPackage": bytes(5000), "EncryptionInfo": bytes(300)})
    yield Hostile.of("docx-password.docx", locked, LOST, "encrypted")
    loop = bytearray(whole)
    fat = struct.unpack_from("<I", loop, 76)[0] * 512 + 512
    for at in range(0, 256, 4):
        struct.pack_into("<I", loop, fat + at, 0)
    yield Hostile.of("doc-sector-loop.doc", bytes(loop), SHORT, "corrupt", "needs-tool", "unsupported-format", "limit")
    pieces = bytearray(whole)
    at = pieces.find(struct.pack("<HHHH", 0xA5EC, 193, 0, 0x804))
    if at >= 0:
        struct.pack_into("<II", pieces, at + 0x9A + 8 * 33, 0, 0x7FFFFFFF)
    yield Hostile.of("doc-table-lies.doc", bytes(pieces), SHORT, "corrupt", "needs-tool")
    yield Hostile.of("doc-noise.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40, LOST, "corrupt")


def _web() -> Iterator[Hostile]:
    deep = f"<html><body>{'<div>' * 100_000}{TEXT}{'</div>' * 100_000}</body></html>".encode()
    yield Hostile.of("html-deep.html", deep, ANY, "limit", "corrupt")
    span = f'<html><body><table><tr><td colspan="1000000000" rowspan="1000000000">{TEXT}</td></tr></table>'.encode()
    yield Hostile.of("html-span.html", span, ANY, "limit")
    nested = f"<html><body>{'<table><tr><td>' * 3000}{TEXT}".encode()
    yield Hostile.of("html-tables-in-tables.html", nested, ANY, "limit")
    outside = f'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">]><html><body>&a;{TEXT}</body></html>'.encode()
    yield Hostile.of("html-entity.html", outside, READ)
    links = (
        '<html><head><base href="http://example.invalid/"><meta http-equiv="refresh" content="0;url=file:///etc/passwd">'
        f'</head><body><img src="file:///etc/passwd"><iframe src="http://example.invalid/"></iframe>{TEXT}</body></html>'
    )
    yield Hostile.of("html-links.html", links.encode(), ANY, "unsupported-format", "no-text-layer")
    attributes = "<html><body><p " + " ".join(f"a{at}=1" for at in range(100_000)) + f">{TEXT}</p></body></html>"
    yield Hostile.of("html-attributes.html", attributes.encode(), LOST, "limit")
    again = b'Content-Type: multipart/related; boundary="a"\n\n--a\n'
    mail = b"MIME-Version: 1.0\n" + again * 5000
    yield Hostile.of("html-mail-in-mail.mht", mail, SHORT, "corrupt", "empty", "limit")


def _texts() -> Iterator[Hostile]:
    yield Hostile.of("txt-empty.txt", b"", LOST, "empty")
    yield Hostile.of("docx-empty.docx", b"", LOST, "empty")
    yield Hostile.of("pdf-empty.pdf", b"", LOST, "empty")
    yield Hostile.of("txt-blank.txt", b" \r\n" * 50, LOST, "empty")
    yield Hostile.of("txt-one-line.txt", TEXT.encode() * 21_000, PARTIAL, "limit")
    yield Hostile.of("txt-digits.txt", b"1" * 300_000 + "元".encode(), READ)
    yield Hostile.of("txt-controls.txt", bytes(range(1, 32)) * 500 + TEXT.encode(), ANY, "garbled-text", "corrupt")
    yield Hostile.of("txt-zeros.txt", bytes(50_000), LOST, "unsupported-format", "corrupt", "garbled-text", "empty")
    yield Hostile.of("txt-broken-utf8.txt", TEXT.encode() * 50 + b"\xff\xfe\x80" * 50, ANY, "garbled-text", "corrupt")
    yield Hostile.of("txt-half-utf16.txt", b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], PARTIAL, "garbled-text")
    yield Hostile.of("txt-combining.txt", ("质" + "\u0301" * 20_000).encode(), READ)
    yield Hostile.of("md-brackets.md", ("[" * 50_000 + "](" * 50_000 + TEXT).encode(), READ)
    yield Hostile.of("md-quotes.md", (">" * 50_000 + TEXT + "\n" + "|" * 50_000).encode(), ANY, "limit")


def _pictures() -> Iterator[Hostile]:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10_000_000), 9))
    yield Hostile.of(
        "png-bomb.png", bomb + chunk(b"IEND", b""), LOST, "no-text-layer", "needs-tool", "limit", "corrupt"
    )
    yield Hostile.of("jpg-cut.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", LOST, "no-text-layer", "needs-tool", "corrupt")
    yield Hostile.of("slides.pptx", b"PK\x05\x06" + bytes(18), LOST, "unsupported-format", "empty", "corrupt")
    yield Hostile.of("gzip.docx", b"\x1f\x8b\x08" + bytes(40), LOST, "unsupported-format")
    yield Hostile.of("noise.bin-of-nothing", zlib.compress(bytes(99)) * 9, LOST, "unsupported-format")
