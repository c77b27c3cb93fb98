"""RTF without LibreOffice: code pages, \\u, tables, what holds no text, what is left out, broken bytes."""

import random

import pytest

from extractor.document import Document
from extractor.readers import read
from extractor.readers.source import Limits, Source

HEAD = (
    rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\froman\fcharset0 Times;}"
    rb"{\f2\fnil\fcharset136 Ming;}}"
)


@pytest.fixture(autouse=True)
def without_libreoffice(monkeypatch):
    monkeypatch.setenv("SHENYUE_SOFFICE", "none")


def gbk(text: str) -> bytes:
    """``text`` as RTF writes it: every byte above ASCII as two hexadecimal digits."""
    return b"".join(b"\\'%02x" % byte if byte >= 0x80 else bytes([byte]) for byte in text.encode("gbk"))


def document(inside: bytes, path: str = "合同.rtf", limits: Limits | None = None, head: bytes = HEAD) -> Document:
    return read(Source(path, head + inside + b"}"), limits)


def texts(found: Document) -> list[str]:
    return [block.text for block in found.blocks]


def reasons(found: Document) -> list[str]:
    assert all(item.message.endswith("。") for item in found.unread)
    return [item.reason for item in found.unread]


def test_paragraphs_in_gbk() -> None:
    found = document(gbk("质保期为两年") + rb"\par " + gbk("合同总价100万元") + rb"\par")
    assert texts(found) == ["质保期为两年", "合同总价100万元"]
    assert [block.place.paragraph for block in found.blocks] == [1, 2]
    assert (found.format, found.status, reasons(found)) == ("rtf", "partial", ["needs-tool"])


def test_a_character_split_by_a_line_end_and_a_plain_second_byte() -> None:
    # 丂 is 81 40 in GBK: its second byte is written as the letter it is in ASCII
    assert texts(document(b"\\'d6\r\n\\'ca\\'b1\\'a3\\'81@\\par")) == ["质保丂"]


def test_raw_bytes() -> None:
    assert texts(document("质保期".encode("gbk") + rb"\par")) == ["质保期"]


def test_unicode_with_its_stand_ins() -> None:
    # 質 保 期 and, of two units, 𠮷
    inside = rb"\uc1\u-29462?\uc2\u20445\'b1\'a3{\uc0\u26399}\u-10174??\u-8265??\u20108{}12\par"
    assert texts(document(inside)) == ["質保期𠮷二12"]


def test_code_page_of_the_face_beats_that_of_the_file() -> None:
    latin = HEAD.replace(rb"\ansicpg936", rb"\ansicpg1252")
    assert texts(document(rb"\f0 " + gbk("甲方") + rb"\f1 caf\'e9\f2 \'a4\'a4\par", head=latin)) == ["甲方café中"]
    assert texts(document(rb"{\loch\af1\dbch\af0\f1 " + gbk("乙方") + rb"}\par", head=latin)) == ["乙方"]


def test_what_holds_no_text() -> None:
    inside = (
        rb"{\stylesheet{\s0 Normal;}}{\info{\title Secret}}{\*\unknown {\shptxt boxed\par}}{\header "
        + gbk("页眉")
        + rb"{\shp{\*\shpinst{\shptxt boxed\par}}}\par}"
        rb"{\pict\wmetafile8 0102ff}{\pict\pngblip\bin5 }}}{{}" + gbk("正文") + rb"{\*\bkmkstart b}{\v hidden}\par"
    )
    found = document(inside)
    assert texts(found) == ["正文"]
    assert {notice.code for notice in found.notices} == {"image", "hidden-text"}


def test_unaccepted_deletions_are_left_out() -> None:
    found = document(
        gbk("质保期为") + rb"{\deleted " + gbk("一") + rb"}{\revised " + gbk("两") + rb"}" + gbk("年") + rb"\par"
    )
    assert texts(found) == ["质保期为两年"]
    assert [notice.code for notice in found.notices] == ["tracked-changes"]


def test_fields_keep_their_results() -> None:
    inside = (
        rb'{\field{\*\fldinst HYPERLINK "http://a.example"}{\fldrslt ' + gbk("附件") + rb"}}" + gbk("一") + rb"\par"
    )
    assert texts(document(inside)) == ["附件一"]


def test_contents_list_is_set_aside() -> None:
    inside = (
        rb'{\field{\*\fldinst {\f1 TOC \\o "1-3"}}{\fldrslt {'
        + gbk("第一章")
        + rb"\tab 1\par "
        + gbk("第二章")
        + rb"\tab 2\par}}}"
        rb"\pard\outlinelevel0 " + gbk("第一章") + rb"\par"
    )
    assert [(b.layer, b.level) for b in document(inside).blocks] == [
        ("contents", None),
        ("contents", None),
        ("body", 1),
    ]


def test_symbols_of_a_face_and_of_a_field() -> None:
    faces = HEAD.replace(rb"{\f2", rb"{\f5\fnil\fcharset2 Wingdings 2;}{\f2")
    inside = (
        rb"{\f5 \u-4014?}" + gbk("固定总价") + rb"\par{\f5 R}" + gbk("总价")
        + rb'\par{\field{\*\fldinst SYMBOL 163 \\f "Wingdings 2" \\s 10}{\fldrslt\f5\fs20}}' + gbk("单价") + rb"\par"
    )  # fmt: skip
    assert texts(document(inside, head=faces)) == ["☑固定总价", "☑总价", "☐单价"]


def test_nested_tables_are_read_once() -> None:
    inner = (
        rb"\pard\intbl\itap2 " + gbk("内") + rb"\nestcell{\*\nesttableprops\trowd\cellx500\nestrow}{\nonesttables\par}"
    )
    inside = rb"\trowd\cellx1000" + inner + rb"\pard\intbl " + gbk("外") + rb"\cell\row\pard " + gbk("后") + rb"\par"
    found = document(inside)
    assert found.blocks[0].table is not None
    assert [cell.text for cell in found.blocks[0].table.cells] == ["内\n外"]
    assert found.blocks[1].place.paragraph == 3


def test_headings_by_style_and_level() -> None:
    inside = (
        rb"{\stylesheet{\s1\f0 heading 1;}{\s2\outlinelevel1 Custom;}{\s3 Plain;}}"
        rb"\pard\s1 " + gbk("总则") + rb"\par\pard\s2 " + gbk("范围") + rb"\par\pard\s3 " + gbk("内容") + rb"\par"
    )
    assert [(b.kind, b.level) for b in document(inside).blocks] == [("heading", 1), ("heading", 2), ("paragraph", None)]


def test_written_numbers() -> None:
    inside = rb"{\listtext\f0 " + gbk("第一条") + rb"\tab}" + gbk("质保期为两年") + rb"\par"
    assert [(b.number, b.text) for b in document(inside).blocks] == [("第一条", "质保期为两年")]


def row(*cells: str, bounds: tuple[bytes, ...] | None = None) -> bytes:
    edges = bounds or tuple(rb"\cellx%d" % (1000 * (i + 1)) for i in range(len(cells)))
    inside = b"".join(gbk(cell).replace(b"\n", rb"\par ") + rb"\cell " for cell in cells)
    return rb"\trowd" + b"".join(edges) + rb"\pard\intbl " + inside + rb"\row "


def test_tables_by_cells_and_edges() -> None:
    inside = (
        gbk("单位：万元") + rb"\par "
        + row("名称", "投资", bounds=(rb"\cellx1000", rb"\cellx3000"))
        + row("硬件", "采购\n安装", "10", bounds=(rb"\clvmgf\cellx1000", rb"\cellx2000", rb"\cellx3000"))
        + row("", "运输", "", bounds=(rb"\clvmrg\cellx1000", rb"\cellx2010", rb"\cellx3000"))
        + rb"\pard " + gbk("以上") + rb"\par"
    )  # fmt: skip
    found = document(inside)
    assert [block.kind for block in found.blocks] == ["paragraph", "table", "paragraph"]
    table = found.blocks[1].table
    assert table is not None
    assert {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells} == {
        "名称": (1, 1, 1, 1), "投资": (1, 2, 1, 2), "硬件": (2, 1, 2, 1), "采购\n安装": (2, 2, 1, 1),
        "10": (2, 3, 1, 1), "运输": (3, 2, 1, 1), "": (3, 3, 1, 1),
    }  # fmt: skip
    assert table.unit == "万元"
    assert found.blocks[2].place.paragraph == 11


def test_notes_and_text_boxes() -> None:
    inside = (
        gbk("正文") + rb"{\footnote " + gbk("注释") + rb"}" + gbk("继续")
        + rb"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt "
        + gbk("框内") + rb"\par}}{\shprslt{\*\do{\dptxbxtext " + gbk("框内") + rb"\par}}}}\par"
    )  # fmt: skip
    assert [(b.place.part, b.text) for b in document(inside).blocks] == [
        ("body", "正文继续"), ("footnote", "注释"), ("textbox", "框内"),
    ]  # fmt: skip


def test_a_file_cut_off_is_told() -> None:
    found = read(Source("a.rtf", HEAD + gbk("质保期为两年") + rb"\par " + gbk("合同")))
    assert texts(found) == ["质保期为两年", "合同"]
    assert reasons(found) == ["needs-tool", "corrupt"]


def test_text_after_the_end_is_no_text() -> None:
    assert texts(document(gbk("正文") + rb"\par}" + gbk("之后") + rb"{")) == ["正文"]


def test_named_doc() -> None:
    assert document(gbk("质保期为两年") + rb"\par", "合同.doc").format == "rtf"


def test_no_text() -> None:
    assert reasons(document(rb"\pard\par")) == ["empty"]


@pytest.mark.parametrize(
    "inside",
    [
        b"{" * 50_000, b"}" * 50_000, rb"\bin99999999999 ", rb"\bin-5 x\par", rb"\u99999999 \u-99999999 \par", b"\\",
        rb"\cellx99999999\row\row\cell\row", rb"\uc9999999\u20445 x\par",
        rb"{\fonttbl{\f1\fcharset134" * 50, b"\\'zz\\'e",
        rb"\trowd" + rb"\cellx1" * 10_000 + rb"\intbl" + rb"\cell" * 10_000 + rb"\row\par", rb"{\*" * 200 + b"\x00\xff",
        rb"\ansicpg99999 \'ff\par", rb"\pc\'ff\mac\'ff\par",
    ],
)  # fmt: skip
def test_hostile(inside: bytes) -> None:
    found = document(inside)
    assert found.blocks or found.unread
    assert found.status != "read"


def test_noise_never_raises() -> None:
    rng = random.Random(5)  # noqa: S311  a fixed seed
    whole = HEAD + gbk("正文内容") + rb"\par " + row("甲", "乙") + rb"{\footnote x}\u20445 ?\par}"
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(rng.randrange(1, 20)):
            data[rng.randrange(6, len(data))] = rng.choice(b"{}\\'*0123 uabcfs\x00\xff")
        found = read(Source("a.rtf", bytes(data)))
        assert found.blocks or found.unread
