"""PDFs that swell, loop, lie or were broken on the way."""

import io
import random
import zlib
from collections.abc import Iterator

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.hostile.made import ANY, FONT, LOST, PARTIAL, READ, SHORT, TEXT, Hostile, one_page, pdf, shown, stream

NOISE = random.Random(7).randbytes(20_000)  # noqa: S311


def pdfs() -> Iterator[Hostile]:
    """Yield every hostile PDF."""
    yield from _swelling()
    yield from _looping()
    yield from _lying()
    yield from _damaged()
    yield from _locked()
    yield from _unreadable_text()


def _forms(depth: int, times: int) -> bytes:
    """A form that draws a form ``times`` times, ``depth`` deep; the innermost writes a line."""
    more: dict[int, bytes | str] = {}
    for level in range(depth):
        last = level == depth - 1
        content = shown() if last else b"/X Do\n" * times
        inner = "/Font << /F1 8 0 R >>" if last else f"/XObject << /X {21 + level} 0 R >>"
        more[20 + level] = stream(
            content, f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << {inner} >>"
        )
    return one_page(b"/X Do\n" * times, resources="/XObject << /X 20 0 R >>", more=more)


def _ranges(spans: str, count: int = 1) -> bytes:
    """A page whose font has a ToUnicode map with these ranges."""
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{count} beginbfrange {spans} endbfrange endcmap end end"
    )
    return _mapped(cmap.encode())


def _mapped(cmap: bytes | None, content: bytes | None = None) -> bytes:
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Song /Encoding /Identity-H /DescendantFonts [21 0 R]"
    more: dict[int, bytes | str] = {
        20: f"{font} {'/ToUnicode 23 0 R' if cmap is not None else ''} >>",
        21: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Song /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (Identity) /Supplement 0 >> /FontDescriptor 22 0 R /DW 1000 >>",
        22: FONT[10].replace("STSong-Light", "ABCDEF+Song").replace("/Flags 6", "/Flags 4"),
    }
    if cmap is not None:
        more[23] = stream(cmap)
    codes = "".join(f"{code:04x}" for code in range(3, 43))
    lines = b"".join(f"BT /F2 12 Tf 72 {700 - 20 * at} Td <{codes}> Tj ET\n".encode() for at in range(12))
    return one_page(content or lines, fonts="/F1 8 0 R /F2 20 0 R", more=more)


def _swelling() -> Iterator[Hostile]:
    yield Hostile.of("pdf-form-bomb.pdf", _forms(28, 2), LOST, "crashed", "limit", "timed-out")
    engine = zlib.compressobj(9)
    packed = b"".join(engine.compress(b" " * 1_000_000) for _ in range(300)) + engine.flush()
    twice = zlib.compress(packed, 9)
    bomb = f"<< /Length {len(twice)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n".encode() + twice + b"\nendstream"
    yield Hostile.of(
        "pdf-flate-bomb.pdf", one_page(b"", content_body=bomb), ANY, "limit", "crashed", "empty", "corrupt"
    )
    yield Hostile.of("pdf-range-bomb.pdf", _ranges("<0000> <ffffffff> <4e00>"), ANY, "garbled-text", "limit")
    spans = "\n".join("<0000> <ffff> <4e00>" for _ in range(3000))
    yield Hostile.of("pdf-many-ranges.pdf", _ranges(spans, 3000), ANY, "garbled-text", "limit")
    paths = shown() + b"0 0 m 9 9 l S\n" * 1_000_000
    yield Hostile.of("pdf-million-paths.pdf", one_page(paths), PARTIAL, "limit")
    rectangles = shown() + b"".join(b"%d %d 9 9 re S\n" % (at % 500, at // 500 * 3 % 800) for at in range(100_000))
    yield Hostile.of("pdf-many-rectangles.pdf", one_page(rectangles), PARTIAL, "limit")
    words = f"<{TEXT.encode('utf-16-be').hex()}> Tj ".encode()
    characters = b"BT /F1 1 Tf 1 1 Td " + words * 40_000 + b"ET"
    yield Hostile.of("pdf-million-characters.pdf", one_page(characters), SHORT, "limit")
    yield Hostile.of("pdf-million-states.pdf", one_page(b"q " * 1_000_000 + shown()), ANY, "limit", "corrupt")
    yield Hostile.of("pdf-deep-array.pdf", one_page(b"[" * 200_000 + shown()), ANY, "limit", "corrupt", "empty")
    filters = "/Filter [" + "/ASCIIHexDecode " * 20_000 + "]"
    yield Hostile.of(
        "pdf-many-filters.pdf",
        one_page(b"", content_body=stream(b"20>", filters, packed=False)),
        ANY,
        "empty",
        "corrupt",
    )
    image = "/Type /XObject /Subtype /Image /Width 200000 /Height 200000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    huge = one_page(
        shown() + b"q 500 0 0 500 50 50 cm /I Do Q", resources="/XObject << /I 20 0 R >>", more={20: stream(b"", image)}
    )
    yield Hostile.of("pdf-huge-image.pdf", huge, ANY, "no-text-layer", "limit", "corrupt")


def _looping() -> Iterator[Hostile]:
    self_form = stream(shown() + b"/X Do", "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << "
                       "/F1 8 0 R >> /XObject << /X 20 0 R >> >>")  # fmt: skip
    looped = one_page(b"/X Do", resources="/XObject << /X 20 0 R >>", more={20: self_form})
    yield Hostile.of("pdf-form-draws-itself.pdf", looped, ANY, "empty", "corrupt", "limit")
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 8 0 R >> >> >>"
    )
    tree: dict[int, bytes | str] = {1: "<< /Type /Catalog /Pages 2 0 R >>", 4: stream(shown()), **FONT}
    loop = pdf({**tree, 2: "<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 40 >>", 3: page})
    yield Hostile.of("pdf-page-tree-loop.pdf", loop, SHORT, "corrupt")
    circle = pdf(
        {**tree, 2: "<< /Type /Pages /Kids [3 0 R] /Count 7 >>", 3: "<< /Type /Pages /Kids [2 0 R] /Count 7 >>"}
    )
    yield Hostile.of("pdf-page-tree-circle.pdf", circle, LOST, "corrupt")
    deep: dict[int, bytes | str] = {
        20 + at: f"<< /Type /Pages /Count 1 /Kids [{21 + at} 0 R] /Parent {19 + at if at else 2} 0 R >>"
        for at in range(3000)
    }
    deep[3020] = page.replace("/Parent 2 0 R", "/Parent 3019 0 R")
    deepest = pdf({**tree, 2: "<< /Type /Pages /Kids [20 0 R] /Count 1 >>", **deep})
    yield Hostile.of("pdf-deep-page-tree.pdf", deepest, ANY, "corrupt", "limit")
    whole = one_page(shown())
    start = whole.rindex(b"xref\n0 ")
    prev = whole.replace(b"trailer\n<< ", b"trailer\n<< /Prev %d " % start)
    yield Hostile.of("pdf-xref-loop.pdf", prev, ANY, "corrupt")
    length = one_page(b"", content_body=b"<< /Length 4 0 R >>\nstream\n" + shown() + b"\nendstream")
    yield Hostile.of("pdf-length-of-itself.pdf", length, ANY, "corrupt", "empty")
    marks: dict[int, bytes | str] = {
        20: "<< /First 21 0 R /Last 21 0 R /Count 2 >>",
        21: "<< /Title (a) /Parent 20 0 R /Next 21 0 R /First 21 0 R /Dest [3 0 R /Fit] >>",
    }
    yield Hostile.of("pdf-outline-loop.pdf", one_page(shown(), catalog="/Outlines 20 0 R", more=marks), READ)
    fields: dict[int, bytes | str] = {20: "<< /T (a) /FT /Tx /Kids [20 0 R] /Parent 20 0 R /V (b) >>"}
    form = one_page(
        shown(), catalog="/AcroForm << /Fields [20 0 R] /NeedAppearances true >>", page="/Annots [20 0 R]", more=fields
    )
    yield Hostile.of("pdf-field-loop.pdf", form, READ)
    glyph = stream(b"1000 0 d0 /T 1 Tf (a) Tj", "/Resources << /Font << /T 20 0 R >> >>")
    kind3: dict[int, bytes | str] = {
        20: "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 21 0 R >> "
        "/Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [9] "
        "/Resources << /Font << /T 20 0 R >> >> >>",
        21: glyph,
    }
    content = shown() + b"BT /T 9 Tf 9 9 Td (aaaa) Tj ET"
    yield Hostile.of("pdf-glyph-draws-itself.pdf", one_page(content, fonts="/F1 8 0 R /T 20 0 R", more=kind3), READ)


def _lying() -> Iterator[Hostile]:
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 8 0 R >> >> >>"
    )
    base: dict[int, bytes | str] = {1: "<< /Type /Catalog /Pages 2 0 R >>", 3: page, 4: stream(shown()), **FONT}
    million = pdf({**base, 2: "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>"})
    yield Hostile.of("pdf-claims-million-pages.pdf", million, PARTIAL, "corrupt", "limit")
    levels: dict[int, bytes | str] = {
        20 + at: f"<< /Type /Pages /Count {10 ** (6 - at)} /Kids [{f'{21 + at} 0 R ' * 10}] >>" for at in range(6)
    }
    levels[26] = page.replace("/Parent 2 0 R", "/Parent 25 0 R")
    many = pdf({**base, 1: "<< /Type /Catalog /Pages 20 0 R >>", **levels})
    yield Hostile.of("pdf-shows-million-pages.pdf", many, PARTIAL, "limit", "corrupt")
    yield Hostile.of(
        "pdf-negative-count.pdf", pdf({**base, 2: "<< /Type /Pages /Kids [3 0 R] /Count -5 >>"}), ANY, "corrupt"
    )
    for name, box in (
        ("huge", "[0 0 1000000000 1000000000]"),
        ("empty", "[0 0 0 0]"),
        ("broken", "[0 0 nan 1e9999]"),
        ("backwards", "[595 842 0 0]"),
    ):
        yield Hostile.of(f"pdf-box-{name}.pdf", one_page(shown(), box=box), ANY, "corrupt", "empty", "limit")
    far = b"BT /F1 1e30 Tf 1e30 0 0 1e30 1e38 -1e38 Tm <4e00> Tj ET " + shown()
    yield Hostile.of("pdf-far-text.pdf", one_page(far), READ)
    declared = {20: stream(b"", "/Type /ObjStm /N 1000000000 /First 2000000000")}
    yield Hostile.of("pdf-object-stream-lies.pdf", one_page(shown(), more=dict(declared)), READ)
    action = "/OpenAction << /S /Launch /F (/bin/true) >> /AA << /O << /S /URI /URI (http://example.invalid/) >> >>"
    yield Hostile.of("pdf-launches.pdf", one_page(shown(), catalog=action), READ)


def _report(pages: int = 6, **options: object) -> bytes:
    """An honest report of several pages, to be damaged."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), **options)
    for page in range(pages):
        for line in range(30):
            canvas.drawString(72, 780 - 20 * line, f"Page {page + 1} line {line + 1}: the warranty period is two years")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _damaged() -> Iterator[Hostile]:
    whole = _report()
    for percent in (5, 35, 70, 97):
        cut = whole[: len(whole) * percent // 100]
        yield Hostile.of(f"pdf-cut-at-{percent}.pdf", cut, SHORT, "corrupt")
    for seed in range(4):
        noise = random.Random(seed)  # noqa: S311
        bent = bytearray(whole)
        for _ in range(60):
            bent[noise.randrange(9, len(bent))] ^= 1 << noise.randrange(8)
        yield Hostile.of(f"pdf-bits-flipped-{seed}.pdf", bytes(bent), ANY, "corrupt", "garbled-text", "empty")
    yield Hostile.of("pdf-junk-before.pdf", b"HTTP/1.1 200 OK\r\n" * 3 + one_page(shown()), READ)
    yield Hostile.of("pdf-much-junk-before.pdf", bytes(range(256)) * 12 + one_page(shown()), READ)
    yield Hostile.of("pdf-head-only.pdf", b"%PDF-1.7\n", LOST, "corrupt")
    yield Hostile.of("pdf-noise.pdf", b"%PDF-1.7\n" + NOISE, LOST, "corrupt")
    yield Hostile.of("pdf-no-end.pdf", one_page(shown()).removesuffix(b"%%EOF\n"), SHORT, "corrupt")


def _locked() -> Iterator[Hostile]:
    yield Hostile.of("pdf-user-password.pdf", _report(1, encrypt=StandardEncryption("a", "b")), LOST, "encrypted")
    yield Hostile.of("pdf-owner-password.pdf", _report(1, encrypt=StandardEncryption("", "b")), READ)
    broken = one_page(shown(), trailer="/Encrypt << /Filter /Standard /V 99 /R 99 /O () /U () /P -1 >> /ID [<00> <00>]")
    yield Hostile.of("pdf-unknown-lock.pdf", broken, LOST, "encrypted", "corrupt")


def _unreadable_text() -> Iterator[Hostile]:
    yield Hostile.of("pdf-no-tounicode.pdf", _mapped(None), LOST, "garbled-text")
    rare = "<0000> <ffff> <7e9b>"  # hanzi that no report uses, in a row
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <ffff> "
        f"endcodespacerange\n1 beginbfrange {rare.replace('ffff', '00ff')} endbfrange endcmap end end"
    )
    yield Hostile.of("pdf-lying-tounicode.pdf", _mapped(cmap.encode()), LOST, "garbled-text")
    picture = stream(bytes(range(256)) * 12, "/Type /XObject /Subtype /Image /Width 32 /Height 32 /ColorSpace "
                     "/DeviceRGB /BitsPerComponent 8")  # fmt: skip
    scan = one_page(b"q 595 0 0 842 0 0 cm /I Do Q", resources="/XObject << /I 20 0 R >>", more={20: picture})
    yield Hostile.of("pdf-image-only.pdf", scan, LOST, "no-text-layer")
    curves = b"".join(
        b"%d %d m %d %d %d %d %d %d c %d %d %d %d %d %d c h %d %d m %d %d l %d %d l h f\n"
        % (
            x,
            y,
            x + 3,
            y + 8,
            x + 6,
            y + 8,
            x + 9,
            y,
            x + 6,
            y - 3,
            x + 3,
            y - 3,
            x,
            y,
            x + 2,
            y,
            x + 4,
            y + 2,
            x + 6,
            y,
        )
        for x in range(72, 500, 12)
        for y in range(100, 700, 24)
    )
    yield Hostile.of("pdf-outlined.pdf", one_page(curves), LOST, "drawn-as-outlines")
    yield Hostile.of("pdf-blank.pdf", one_page(b""), LOST, "empty")
