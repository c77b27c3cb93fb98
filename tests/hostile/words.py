"""Word files that swell, loop, reach out of their package or were broken on the way."""

import struct
from collections.abc import Iterator

from tests.extractor.readers.docx_maker import NAMESPACES, level, numbering, p, package, r, root, style, tbl, tc, tr
from tests.hostile.made import ANY, LOST, PARTIAL, READ, SHORT, TEXT, Hostile, Member, plain, swollen, zip_of

MEGABYTE = 1_000_000
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
OPEN, CLOSE = f"<w:document {DECLARED}><w:body>", "</w:body></w:document>"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def words() -> Iterator[Hostile]:
    """Yield every hostile Word file."""
    yield from _swelling()
    yield from _entities()
    yield from _grids()
    yield from _deep()
    yield from _packages()


def _docx(document: Member | str, *more: Member) -> bytes:
    """A package with this document part and these further members."""
    main = document if isinstance(document, Member) else plain("word/document.xml", document)
    return zip_of([plain("[Content_Types].xml", TYPES), plain("_rels/.rels", RELS), main, *more])


def _swelling() -> Iterator[Hostile]:
    start = f"{OPEN}{p(TEXT)}<w:p><w:r><w:t>".encode()
    text = swollen("word/document.xml", start, b"a" * MEGABYTE, 1000, f"</w:t></w:r></w:p>{CLOSE}".encode())
    yield Hostile.of("docx-bomb-text.docx", _docx(text), LOST, "limit")
    many = b"<w:p/>" * 150_000
    empty = swollen("word/document.xml", f"{OPEN}{p(TEXT)}".encode(), many, 190, CLOSE.encode())
    yield Hostile.of("docx-bomb-paragraphs.docx", _docx(empty), SHORT, "limit", "crashed")
    lying = Member(text.name, text.packed, text.crc, 5000)
    yield Hostile.of("docx-bomb-says-small.docx", _docx(lying), SHORT, "limit", "corrupt")
    media = swollen("word/media/image1.png", b"\x89PNG\r\n\x1a\n", bytes(MEGABYTE), 1000, b"")
    yield Hostile.of("docx-bomb-media.docx", _docx(f"{OPEN}{p(TEXT)}{CLOSE}", media), READ)
    styles = swollen("word/styles.xml", f"<w:styles {DECLARED}>".encode(), b" " * MEGABYTE, 1000, b"</w:styles>")
    yield Hostile.of("docx-bomb-styles.docx", _docx(f"{OPEN}{p(TEXT)}{CLOSE}", styles), ANY, "limit")
    parts = [plain(f"word/part{at}.xml", "<a/>") for at in range(20_000)]
    yield Hostile.of("docx-many-parts.docx", _docx(f"{OPEN}{p(TEXT)}{CLOSE}", *parts), READ)
    crowd = " ".join(f'w:a{at}="1"' for at in range(100_000))
    yield Hostile.of("docx-attributes.docx", _docx(f"{OPEN}<w:p {crowd}/>{p(TEXT)}{CLOSE}"), ANY, "limit", "corrupt")
    attribute = "a" * 12 * MEGABYTE
    yield Hostile.of(
        "docx-long-attribute.docx", _docx(f'{OPEN}<w:p w:x="{attribute}"/>{p(TEXT)}{CLOSE}'), ANY, "limit", "corrupt"
    )


def _entities() -> Iterator[Hostile]:
    body = f"<w:document {DECLARED}><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p>{p(TEXT)}{CLOSE}"
    lol = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 10))
    bomb = f'<!DOCTYPE w:document [<!ENTITY e0 "lol">{lol}]>{body % "&e9;"}'
    yield Hostile.of("docx-entity-bomb.docx", _docx(bomb), LOST, "corrupt")
    long = f'<!DOCTYPE w:document [<!ENTITY a "{"a" * 100_000}">]>{body % ("&a;" * 10_000)}'
    yield Hostile.of("docx-entity-quadratic.docx", _docx(long), LOST, "corrupt")
    outside = f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>{body % "&x;"}'
    yield Hostile.of("docx-entity-outside.docx", _docx(outside), LOST, "corrupt")
    dtd = f'<!DOCTYPE w:document SYSTEM "http://example.invalid/w.dtd">{body % "a"}'
    yield Hostile.of("docx-dtd.docx", _docx(dtd), LOST, "corrupt")
    parameter = f'<!DOCTYPE w:document [<!ENTITY % p SYSTEM "file:///dev/zero">%p;]>{body.replace("%s", "a")}'
    yield Hostile.of("docx-entity-parameter.docx", _docx(parameter), LOST, "corrupt")


def _grids() -> Iterator[Hostile]:
    for name, span in (("2e9", 2_000_000_000), ("1e7", 10_000_000), ("word", "abc"), ("minus", -3)):
        found = package(p(TEXT) + tbl([tr([tc("甲", span=span)]), tr([tc("乙"), tc("丙")])]))
        yield Hostile.of(f"docx-span-{name}.docx", found, ANY, "limit", "corrupt")
    rows = [tr([tc("合计", merge="restart"), tc("1")])] + [tr([tc("", merge="continue"), tc("1")])] * 2999
    yield Hostile.of("docx-merge-3000-rows.docx", package(p(TEXT) + tbl(rows)), READ)
    orphan = tbl([tr([tc("", merge="continue"), tc("甲")])])
    yield Hostile.of("docx-merge-orphan.docx", package(p(TEXT) + orphan), READ)
    columns = tbl([[tc("1")] * 3000] * 40)
    yield Hostile.of("docx-3000-columns.docx", package(p(TEXT) + columns), PARTIAL, "limit")


def _deep() -> Iterator[Hostile]:
    def nested(depth: int, opening: str, closing: str, inside: str = p("底")) -> bytes:
        return _docx(f"{OPEN}{p(TEXT)}{opening * depth}{inside}{closing * depth}{p('末')}{CLOSE}")

    control = ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")
    yield Hostile.of("docx-depth-5000.docx", nested(5000, *control), SHORT, "limit")
    cell = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")
    yield Hostile.of("docx-tables-in-tables.docx", nested(5000, *cell), SHORT, "limit")
    yield Hostile.of("docx-tables-within-parser.docx", nested(80, *cell), ANY, "limit")
    circle = style("A", "a", '<w:basedOn w:val="B"/>') + style("B", "b", '<w:basedOn w:val="A"/>')
    itself = style("C", "c", '<w:basedOn w:val="C"/><w:link w:val="C"/>')
    found = package(p(TEXT, style="A") + p(TEXT, style="C"), parts={"styles": circle + itself})
    yield Hostile.of("docx-styles-circle.docx", found, READ)
    chain = "".join(style(f"S{at}", f"s{at}", f'<w:basedOn w:val="S{at + 1}"/>') for at in range(20_000))
    yield Hostile.of("docx-styles-chain.docx", package(p(TEXT, style="S0"), parts={"styles": chain}), READ)
    huge = numbering({0: level(0, "%1." * 5000, start=2_000_000_000)}, {1: 0})
    yield Hostile.of("docx-number-huge.docx", package(p(TEXT, num=(1, 0)) * 50, parts={"numbering": huge}), READ)
    roman = numbering({0: level(0, "%1.", "upperRoman", start=2_000_000_000)}, {1: 0})
    yield Hostile.of("docx-number-roman.docx", package(p(TEXT, num=(1, 0)) * 50, parts={"numbering": roman}), READ)
    lists = numbering({at: level(0, "%1.") for at in range(20_000)}, {at: at for at in range(20_000)})
    yield Hostile.of("docx-many-lists.docx", package(p(TEXT, num=(1, 0)), parts={"numbering": lists}), READ)
    fields = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000
    yield Hostile.of(
        "docx-fields-never-end.docx", package(p(TEXT) + p(fields + r(TEXT)) + p(TEXT)), ANY, "limit", "corrupt"
    )
    one = p("<w:r><w:t>字</w:t></w:r>" * 200_000)
    yield Hostile.of("docx-200000-runs.docx", package(p(TEXT) + one), READ)


def _packages() -> Iterator[Hostile]:
    whole = package(p(TEXT) * 200)
    for percent in (10, 60, 98):
        yield Hostile.of(f"docx-cut-at-{percent}.docx", whole[: len(whole) * percent // 100], LOST, "corrupt")
    types, rels = plain("[Content_Types].xml", TYPES), plain("_rels/.rels", RELS)
    main = plain("word/document.xml", f"{OPEN}{p(TEXT)}{CLOSE}")
    yield Hostile.of("docx-no-document.docx", zip_of([types, rels]), LOST, "corrupt")
    yield Hostile.of("docx-no-rels.docx", zip_of([types, main]), READ)
    yield Hostile.of("docx-broken-rels.docx", zip_of([types, plain("_rels/.rels", "<Relationships"), main]), READ)
    away = plain("_rels/.rels", RELS.replace("word/document.xml", "../../../../etc/passwd"))
    yield Hostile.of("docx-rels-away.docx", zip_of([types, away, main]), ANY, "corrupt")
    paths = [
        plain(name, "<a/>") for name in ("../../../tmp/x.xml", "/etc/x.xml", "..\\..\\x.xml", "C:\\x.xml", "a\x00b")
    ]
    yield Hostile.of("docx-path-traversal.docx", zip_of([types, rels, main, *paths]), READ)
    twice = zip_of([types, rels, plain("word/document.xml", f"{OPEN}{p('另一份')}{CLOSE}"), main])
    yield Hostile.of("docx-two-documents.docx", twice, ANY, "corrupt")
    outside = '<w:altChunk r:id="x"/><w:subDoc r:id="x"/>'
    yield Hostile.of("docx-chunk-missing.docx", package(p(TEXT) + outside), ANY, "corrupt", "unsupported-format")
    yield Hostile.of("docx-not-xml.docx", _docx("\x00\x01\x02" * 100), LOST, "corrupt")
    wide = f'<?xml version="1.0" encoding="UTF-7"?>{OPEN}{p(TEXT)}{CLOSE}'
    yield Hostile.of("docx-odd-encoding.docx", _docx(wide), ANY, "corrupt")
    locked = bytearray(package(p(TEXT)))
    at = -1
    while (at := locked.find(b"PK\x01\x02", at + 1)) >= 0:
        locked[at + 8] |= 1
    yield Hostile.of("docx-locked-members.docx", bytes(locked), LOST, "encrypted")
    yield Hostile.of("docx-named-pdf.pdf", package(p(TEXT)), READ)
    yield Hostile.of("docx-unpackable.docx", _stored_as_unknown(), LOST, "corrupt", "unsupported-format")
    empty = root("document", "<w:body/>")
    yield Hostile.of("docx-no-text.docx", package(empty), LOST, "empty")


def _stored_as_unknown() -> bytes:
    """A package whose members say they are packed in a way nobody knows."""
    data = bytearray(package(p(TEXT)))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            struct.pack_into("<H", data, at + offset, 97)
    return bytes(data)
