"""Binary Word files without LibreOffice: text by the table of pieces, tables, what is left out, broken bytes."""

import random
import struct

import pytest

from extractor.document import Block, Document
from extractor.readers import read
from extractor.readers.source import Limits, Source, sniff
from tests.extractor.readers.doc_maker import (
    DELETED,
    HEAD_ROW,
    HIDDEN,
    IN_TABLE,
    ROW_END,
    Chars,
    P,
    compound,
    elsewhere,
    outline,
    row,
    row_shape,
    symbol,
    word,
    word_streams,
)


@pytest.fixture(autouse=True)
def without_libreoffice(monkeypatch):
    monkeypatch.setenv("SHENYUE_SOFFICE", "none")


def document(data: bytes, path: str = "合同.doc", limits: Limits | None = None) -> Document:
    return read(Source(path, data), limits)


def texts(found: Document) -> list[str]:
    return [block.text for block in found.blocks]


def reasons(found: Document) -> list[str]:
    assert all(item.message.endswith("。") for item in found.unread)
    return [item.reason for item in found.unread]


def cells(block: Block) -> list[tuple[int, int, str]]:
    assert block.table is not None
    return [(cell.row, cell.column, cell.text) for cell in block.table.cells]


CONTRACT = [P("建设合同", style=1), P("质保期为两年，自验收合格之日起计算。"), P("Total: 1,500,000.00 yuan")]


def test_text_headings_and_honesty() -> None:
    found = document(word(CONTRACT))
    assert texts(found) == [p.text for p in CONTRACT]
    assert [(b.kind, b.level) for b in found.blocks] == [("heading", 1), ("paragraph", None), ("paragraph", None)]
    assert [b.place.paragraph for b in found.blocks] == [1, 2, 3]
    assert (found.format, found.status, reasons(found)) == ("doc", "partial", ["needs-tool"])
    message = found.unread[0].message
    assert all(word in message for word in ("页眉", "自动编号", "LibreOffice", ".docx"))


@pytest.mark.parametrize("shuffled", [False, True])
def test_pieces_of_one_and_two_bytes(shuffled: bool) -> None:
    body = [P("甲方支付"), P("price – 100"), P("乙方交付")]
    found = document(word(body, compressed=((5, 17),), shuffled=shuffled))
    assert texts(found) == ["甲方支付", "price – 100", "乙方交付"]


def test_a_piece_may_end_inside_a_paragraph() -> None:
    assert texts(document(word([P("合同价款100 yuan整")], compressed=((4, 12),)))) == ["合同价款100 yuan整"]


def test_a_character_of_two_units_is_one_character() -> None:
    assert texts(document(word([P("𠮷祥路1号")]))) == ["𠮷祥路1号"]


def test_outline_level_beats_style() -> None:
    found = document(word([P("总则", properties=outline(1)), P("标题样式的正文", style=1, properties=outline(9))]))
    assert [b.level for b in found.blocks] == [2, None]


def test_rows_and_cells() -> None:
    body = [P("单位：万元"), *row("序号", "", "金额"), *row("1", "", ""), *row("2", "软件\n开发", "50"), P("以上")]
    found = document(word(body))
    assert [b.kind for b in found.blocks] == ["paragraph", "table", "paragraph"]
    assert cells(found.blocks[1]) == [
        (1, 1, "序号"), (1, 2, ""), (1, 3, "金额"), (2, 1, "1"), (2, 2, ""), (2, 3, ""),
        (3, 1, "2"), (3, 2, "软件\n开发"), (3, 3, "50"),
    ]  # fmt: skip
    table = found.blocks[1].table
    assert table is not None
    assert (table.rows, table.columns, table.unit) == (3, 3, "万元")
    two = table.cells[7]
    assert [(piece.place.paragraph, piece.place.row) for piece in two.pieces] == [(9, 3), (10, 3)]
    assert found.blocks[2].place.paragraph == 12


def test_merges_by_edges_and_flags() -> None:
    head = row("名称", "投资", properties=HEAD_ROW + row_shape([0, 1000, 3000]))
    first = row("硬件", "采购", "10", properties=row_shape([0, 1000, 2010, 3000], [0x60]))
    second = row("", "安装", "20", properties=row_shape([0, 990, 2000, 3000], [0x20]))
    last = row("合计", "元", "30", properties=row_shape([0, 1000, 2000, 3000], [1, 2]))
    found = document(word([*head, *first, *second, *last]))
    table = found.blocks[0].table
    assert table is not None
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells}
    assert spans == {
        "名称": (1, 1, 1, 1), "投资": (1, 2, 1, 2), "硬件": (2, 1, 2, 1), "采购": (2, 2, 1, 1), "10": (2, 3, 1, 1),
        "安装": (3, 2, 1, 1), "20": (3, 3, 1, 1), "合计\n元": (4, 1, 1, 2), "30": (4, 3, 1, 1),
    }  # fmt: skip
    assert table.header_rows == 1


def test_properties_too_long_for_their_page() -> None:
    properties = IN_TABLE + ROW_END + row_shape([0, 1000, 3000])
    data = bytes(6) + struct.pack("<H", len(properties)) + properties
    body = [*row("甲", "乙")[:-1], P("", "\x07", 0, elsewhere(6)), *row("丙", "丁")]
    found = document(compound({**word_streams(body), "Data": data}))
    assert cells(found.blocks[0]) == [(1, 1, "甲"), (1, 2, "乙"), (2, 1, "丙"), (2, 2, "丁")]
    assert "corrupt" in reasons(document(compound(word_streams(body))))


def test_tables_without_properties_are_told_by_their_marks() -> None:
    found = document(word([P("前言"), *row("甲", "乙"), *row("丙", "丁"), P("后记")], with_properties=False))
    # the mark of a row's end is all that tells; a paragraph after the last row is one of its own
    assert cells(found.blocks[1]) == [(1, 1, "甲"), (1, 2, "乙"), (2, 1, "丙"), (2, 2, "丁")]
    assert texts(found) == ["前言", "", "后记"]


def test_field_code_is_left_out_and_its_result_kept() -> None:
    body = [
        P('见\x13 HYPERLINK "http://a.example" \x14附件一\x15和\x13 PAGE \x15末'),
        P("\x13 SEQ \x13 IF \x14甲\x15 \x14乙\x15。"),
    ]
    assert texts(document(word(body))) == ["见附件一和末", "乙。"]


def test_contents_list_is_set_aside() -> None:
    body = [P('\x13 TOC \\o "1-3" \x14第一章 总则\t1'), P("第二章 内容\t2\x15"), P("第一章 总则", style=1)]
    found = document(word(body))
    assert [(b.layer, b.kind) for b in found.blocks] == [
        ("contents", "paragraph"), ("contents", "paragraph"), ("body", "heading"),
    ]  # fmt: skip


def test_deleted_and_hidden_text_is_left_out_and_told() -> None:
    body = [P("质保期为一两年。"), P("机密内容公开内容")]
    found = document(word(body, chars=[Chars(4, 5, DELETED), Chars(9, 13, HIDDEN)]))
    assert texts(found) == ["质保期为两年。", "公开内容"]
    told = {notice.code: notice.message for notice in found.notices}
    assert "1个字符" in told["tracked-changes"]
    assert "4个字符" in told["hidden-text"]


def test_a_deleted_field_does_not_silence_what_follows() -> None:
    text = "甲\x13 REF \x14乙\x15丙"
    assert texts(document(word([P(text)], chars=[Chars(1, len(text) - 1, DELETED)]))) == ["甲丙"]
    assert texts(document(word([P(text)], chars=[Chars(text.index("\x14"), len(text) - 1, DELETED)]))) == ["甲丙"]


def test_ticked_boxes() -> None:
    found = document(
        word(
            [P("(新建 (改建")],
            chars=[Chars(0, 1, symbol(1, 0xF052)), Chars(4, 5, symbol(1, 0xF0A3))],
            faces=("宋体", "Wingdings 2"),
        )
    )
    assert texts(found) == ["☑新建 ☐改建"]


def test_symbols_of_a_face_and_of_a_field() -> None:
    face = struct.pack("<HH", 0x4A4F, 1)
    body = [P("R固定总价"), P('\x13 SYMBOL 163 \\f "Wingdings 2" \\s 10 \x15单价')]
    found = document(word(body, chars=[Chars(0, 1, face)], faces=("宋体", "Wingdings 2")))
    assert texts(found) == ["☑固定总价", "☐单价"]


def test_line_breaks_and_hyphens_and_pictures() -> None:
    found = document(word([P("甲\x0b乙\x1e丙\x1f丁\x01\x08戊")]))
    assert texts(found) == ["甲\n乙-丙丁戊"]
    assert [notice.message for notice in found.notices if notice.code == "image"] == [
        "文件含有图片或图形2个，其中的文字没有检查。"
    ]


def test_a_page_break_ends_no_paragraph_but_a_section_does() -> None:
    assert texts(document(word([P("上\x0c下"), P("末", "\x0c"), P("新节")]))) == ["上下", "末", "新节"]


def test_notes_and_text_boxes() -> None:
    found = document(word([P("正文内容")], notes=[P("\x02 注释")], boxes=[P("框内文字")]))
    assert [(b.place.part, b.place.paragraph, b.text) for b in found.blocks] == [
        ("body", 1, "正文内容"), ("footnote", 1, " 注释"), ("textbox", 1, "框内文字"),
    ]  # fmt: skip


def test_wps_is_read_as_doc() -> None:
    found = document(word(CONTRACT), "合同.wps")
    assert (found.format, found.status, texts(found)[0]) == ("wps", "partial", "建设合同")


def test_encrypted() -> None:
    found = document(word(CONTRACT, flags=0x1300))
    assert (found.status, reasons(found)) == ("unreadable", ["encrypted"])


def test_before_word_97() -> None:
    found = document(word(CONTRACT, version=0x0068))
    assert (found.status, reasons(found)) == ("unreadable", ["unsupported-format"])
    assert ".docx" in found.unread[0].message


def test_noise_is_no_text() -> None:
    rng = random.Random(3)  # noqa: S311  a fixed seed
    noise = "".join(chr(rng.choice((rng.randrange(0x100, 0x2000), rng.randrange(0x3400, 0xD7FF)))) for _ in range(800))
    found = document(word([P(noise)]))
    assert (found.status, reasons(found), found.blocks) == ("unreadable", ["garbled-text"], ())


def test_no_text_at_all() -> None:
    found = document(word([P("")]))
    assert (found.status, reasons(found)) == ("unreadable", ["empty"])


def test_pieces_that_overlap_are_a_limit() -> None:
    streams = word_streams([P("甲" * 3000)])
    stream = bytearray(streams["WordDocument"])
    at, _ = struct.unpack_from("<II", stream, 0x9A + 8 * 33)
    size = 3000
    bounds = struct.pack("<2001I", *range(0, 2001 * size, size))
    table = bounds + struct.pack("<HIH", 0, 0x800, 0) * 2000
    clx = b"\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<II", stream, 0x9A + 8 * 33, at, len(clx))
    found = document(compound({"WordDocument": bytes(stream), "1Table": streams["1Table"][:at] + clx}))
    assert reasons(found) == ["limit"]


def test_columns_and_rows_over_the_limit_are_told() -> None:
    body = [*row(*"甲乙丙丁"), *row("一"), *row("二"), *row("三")]
    found = document(word(body), limits=Limits(grid_columns=3, grid_rows=2))
    assert cells(found.blocks[0]) == [(1, 1, "甲"), (1, 2, "乙"), (1, 3, "丙"), (2, 1, "一")]
    assert reasons(found) == ["needs-tool", "limit"]


WHOLE = word([*CONTRACT, *row("甲", "乙", properties=row_shape([0, 500, 900]))], chars=[Chars(0, 1, DELETED)])


@pytest.mark.parametrize("size", [8, 60, 512, 1000, 2600, 4096, 5000, len(WHOLE) - 600, len(WHOLE) - 200])
def test_cut_off(size: int) -> None:
    found = document(WHOLE[:size])
    assert found.status in ("unreadable", "partial")
    assert found.format == "doc"
    assert set(reasons(found)) & {"corrupt", "garbled-text"}


@pytest.mark.parametrize("number", [12, 13])
def test_properties_cut_off_are_told(number: int) -> None:
    streams = word_streams(CONTRACT, chars=[Chars(0, 1, HIDDEN)])
    stream = bytearray(streams["WordDocument"])
    struct.pack_into("<I", stream, 0x9A + 8 * number, 5000)
    found = document(compound({**streams, "WordDocument": bytes(stream)}))
    assert reasons(found) == ["needs-tool", "corrupt"]


def test_text_that_no_piece_holds_is_told() -> None:
    streams = word_streams(CONTRACT)
    stream = bytearray(streams["WordDocument"])
    struct.pack_into("<i", stream, 0x4C, 5000)
    found = document(compound({**streams, "WordDocument": bytes(stream)}))
    assert reasons(found) == ["needs-tool", "corrupt"]
    assert len(found.blocks) == 3


def test_a_circle_of_sectors_ends() -> None:
    data = bytearray(WHOLE)
    fat = 512 * (1 + struct.unpack_from("<I", data, 76)[0])
    struct.pack_into("<I", data, fat, 0)  # the first sector follows itself
    assert document(bytes(data)).status in ("unreadable", "partial")


def test_damaged_bytes_never_raise() -> None:
    rng = random.Random(11)  # noqa: S311  a fixed seed
    for _ in range(300):
        data = bytearray(WHOLE)
        for _ in range(rng.randrange(1, 30)):
            data[rng.choice((rng.randrange(len(data)), rng.randrange(512, 2048)))] = rng.randrange(256)
        found = document(bytes(data))
        assert found.blocks or found.unread
        assert found.status != "read"


def test_words_in_a_damaged_file_do_not_make_it_a_sheet() -> None:
    text = "见Bookmark和WorkbookS"
    assert sniff(Source("合同.doc", word([P(text)])[:4000])).format == "doc"


def test_true_type_of_files_named_doc() -> None:
    assert sniff(Source("a.doc", "<html><body>合同</body></html>".encode("gbk"))).format == "html"
    assert sniff(Source("a.doc", rb" {\rtf1\ansi a}")).format == "rtf"
    assert sniff(Source("a.doc", bytes(range(256)) * 8)).problem == "corrupt"
    old = sniff(Source("a.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
                       b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'))  # fmt: skip
    assert (old.problem, ".docx" in old.message) == ("unsupported-format", True)
