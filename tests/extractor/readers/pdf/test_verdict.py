"""Pages that cannot be believed are named as such, and good pages are not."""

import zlib

import pytest

from extractor.readers.pdf import read
from extractor.readers.pdf_verdict import MAYBE_ODD, Signs, judge, odd
from extractor.readers.source import Limits, Source

GOOD = Signs(characters=800, middle=700, errors=0, hanzi=0.8, rare=0.01, odd=0, hidden=0, images=0, paths=40, curves=0)
TEXT = "本项目建设单位为示例市大数据中心质量保证期为验收合格之日起两年期间免费维护"
TRADITIONAL = "軟體著作權歸甲方所有並負責免費維護兩年本專案經費總額為壹佰萬元整應於驗收後給付廠商"


def handmade(codes: list[int], to_unicode: dict[int, str] | None, pages: int = 1, heading: bytes = b"") -> bytes:
    """Return a PDF in a composite font without a known character collection; ``heading`` in one without any map."""
    content = b"BT /F2 18 Tf 72 740 Td <" + heading + b"> Tj ET BT /F1 12 Tf 72 700 Td 16 TL "
    for at in range(0, len(codes), 30):
        content += b"<" + "".join(f"{code:04X}" for code in codes[at : at + 30]).encode() + b"> Tj T* "
    content += b"ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[" + b"3 0 R " * pages + b"]/Count %d>>" % pages,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 8 0 R>>>>>>",
        b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type0/BaseFont/Broken/Encoding/Identity-H/DescendantFonts[6 0 R]"
        + (b"/ToUnicode 10 0 R" if to_unicode else b"")
        + b">>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Broken/DW 1000/FontDescriptor 7 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        b"<</Type/FontDescriptor/FontName/Broken/Flags 4/FontBBox[0 -200 1000 800]/Ascent 800/Descent -200"
        b"/ItalicAngle 0/CapHeight 700/StemV 80>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/Worse/Encoding/Identity-H/DescendantFonts[9 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Worse/DW 1000/FontDescriptor 7 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
    ]
    if to_unicode:
        pairs = "\n".join(f"<{code:04X}> <{ord(char):04X}>" for code, char in to_unicode.items())
        table = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            f"{len(to_unicode)} beginbfchar\n{pairs}\nendbfchar\n"
            "endcmap end end"
        )
        packed = zlib.compress(table.encode())
        objects.append(b"<</Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + b"\nendstream")
    data, offsets = b"%PDF-1.5\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj" % number + item + b"endobj\n"
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def reasons(data: bytes) -> list[str]:
    return [unread.reason for unread in read(Source("a.pdf", data), Limits()).unread]


def test_font_without_a_way_to_unicode_is_garbled():
    assert reasons(handmade(list(range(300, 380)), None)) == ["garbled-text"]


def test_lying_map_to_rare_hanzi_is_garbled():
    lie = {code: chr(0x9F00 - code * 3) for code in range(1, 60)}
    assert reasons(handmade(list(range(1, 60)), lie)) == ["garbled-text"]


@pytest.mark.parametrize("text", [TEXT, TRADITIONAL, "The quick brown fox jumps over the lazy dog. " * 2])
def test_true_map_is_read(text):
    codes = {char: at for at, char in enumerate(dict.fromkeys(text), 1)}
    data = handmade([codes[char] for char in text], {at: char for char, at in codes.items()})
    document = read(Source("a.pdf", data), Limits())
    assert document.unread == ()
    assert "".join(block.text for block in document.blocks).replace(" ", "") == text.replace(" ", "")


def test_one_broken_font_is_found_over_the_document():
    text = TEXT * 6
    codes = {char: at for at, char in enumerate(dict.fromkeys(text), 1)}
    good = {at: char for char, at in codes.items()}
    data = handmade([codes[char] for char in text], good, pages=4, heading=b"0300030103020303030403050306")
    document = read(Source("a.pdf", data), Limits())
    assert document.status == "partial"
    assert [(unread.location.page, unread.reason) for unread in document.unread] == [
        (page, "garbled-text") for page in range(1, 5)
    ]
    assert "".join(block.text for block in document.blocks).count("质量保证期") >= 20


def test_hanzi_read_as_latin_letters_are_garbled(paper):
    page = paper()
    page.canvas.setFont("Helvetica", 12)
    for at in range(5):
        page.canvas.drawString(72, 700 - at * 20, TEXT.encode("gb2312").decode("latin-1"))
    document = page.read()
    assert [unread.reason for unread in document.unread] == ["garbled-text"]
    assert document.status == "unreadable"


def test_accented_letters_are_no_garble(paper):
    page = paper()
    page.canvas.setFont("Helvetica", 12)
    page.canvas.drawString(72, 700, "Le maître d'œuvre présente le système d'échange de données à la collectivité.")
    assert page.read().unread == ()


@pytest.mark.parametrize(
    ("changes", "reason", "ocr"),
    [
        ({}, None, False),
        ({"characters": 3, "middle": 3, "images": 0.9}, "no-text-layer", False),
        ({"characters": 60, "middle": 0, "images": 0.9}, "no-text-layer", False),
        ({"characters": 80, "middle": 60, "images": 0.95}, None, False),
        ({"images": 0.95, "hidden": 0.98}, None, True),
        ({"images": 0.95, "hidden": 0.98, "rare": 0.5}, "garbled-text", True),
        ({"characters": 2, "middle": 2, "curves": 5000}, "drawn-as-outlines", False),
        ({"characters": 2, "middle": 2, "paths": 300}, None, False),
        ({"errors": 0.9}, "garbled-text", False),
        ({"rare": 0.57}, "garbled-text", False),
        ({"hanzi": 0.0, "odd": 0.3}, "garbled-text", False),
        ({"hanzi": 0.3, "odd": 0.2}, None, False),
    ],
)
def test_verdict(changes, reason, ocr):
    values = {name: getattr(GOOD, name) for name in GOOD.__struct_fields__}
    verdict = judge(Signs(**{**values, **changes}))
    assert (verdict.reason, verdict.ocr) == (reason, ocr)


def test_only_what_may_be_odd_is_looked_at():
    every = [chr(code) for code in range(0x110000)]
    assert {char for char in every if odd(char)} <= set(MAYBE_ODD.findall("".join(every)))
