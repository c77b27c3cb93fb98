"""Web pages: what is shown, in which order, at which place; what is not shown is left out and told."""

import base64

import pytest

from extractor.document import Block, Document
from extractor.pipeline import extract
from extractor.readers import read
from extractor.readers.source import Limits, Source
from tests.extractor.readers.sheet_maker import grid, tables, texts


def page(text: str | bytes, name: str = "合同.html", limits: Limits | None = None) -> Document:
    return read(Source(name, text if isinstance(text, bytes) else text.encode()), limits)


def spans(block: Block) -> dict[str, tuple[int, int, int, int]]:
    assert block.table is not None
    return {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in block.table.cells}


def test_headings_paragraphs_and_lists_in_the_order_shown() -> None:
    document = page(
        "<html><body><h1>采购合同</h1><h3>质保</h3>散文<p>一<b>二</b>三</p><div>四<div>五</div>六</div>"
        "<ul><li>甲<li><p>乙</p><p>丙</p></ul><ol start='3'><li>丁<ol><li>戊</ol><li>己</ol></body></html>"
    )
    assert (document.format, document.status) == ("html", "read")
    assert [(block.kind, block.level, block.number, block.text) for block in document.blocks] == [
        ("heading", 1, "", "采购合同"),
        ("heading", 3, "", "质保"),
        ("paragraph", None, "", "散文"),
        ("paragraph", None, "", "一二三"),
        ("paragraph", None, "", "四"),
        ("paragraph", None, "", "五"),
        ("paragraph", None, "", "六"),
        ("list_item", None, "", "甲"),
        ("list_item", None, "", "乙"),
        ("paragraph", None, "", "丙"),
        ("list_item", None, "3.", "丁"),
        ("list_item", None, "1.", "戊"),
        ("list_item", None, "4.", "己"),
    ]
    assert [block.place.paragraph for block in document.blocks] == list(range(1, 14))
    assert [block.id for block in document.blocks] == list(range(13))


def test_white_space_line_breaks_and_entities_are_as_shown() -> None:
    document = page(
        "<p> 质保期\n\t 为&lt;两&gt;年&#65292; <br> 自验收&amp;合格起 </p><pre>第一行\n  第二行\n</pre><p>&nbsp; </p>"
    )
    assert texts(document) == ["质保期 为<两>年，\n自验收&合格起", "第一行\n  第二行"]


def test_the_title_is_the_first_heading_only_where_there_is_none() -> None:
    assert texts(page("<title> 采购\n合同 </title><h2>质保</h2>")) == ["采购 合同", "质保"]
    assert texts(page("<title>首页</title><h1>采购合同</h1>")) == ["采购合同"]
    assert texts(page("<title>采购合同</title><h1> </h1><p>文</p>")) == ["采购合同", "文"]


def test_what_is_not_shown_is_left_out_and_told() -> None:
    document = page(
        "<style>p{}</style><script>var 甲='文'</script><!-- 注 --><p hidden>藏一</p>尾一"
        "<p style='color:red;DISPLAY : none'>藏<b>二</b></p>尾二<span style='mso-hide:all'>藏三</span>"
        "<noscript>请启用</noscript><template><p>模</p></template><p>正<del>旧</del>文</p>"
        "<p style='display:none'> </p><img src='http://nowhere.invalid/a.png'>"
    )
    assert texts(document) == ["尾一尾二", "正文"]
    told = {notice.code: notice.message for notice in document.notices}
    assert set(told) == {"hidden-text", "tracked-changes", "image"}
    assert "6个字符" in told["hidden-text"]


def test_navigation_is_set_aside() -> None:
    document = page("<nav><ul><li>首页<li>联系</ul></nav><p>质保期两年。</p>")
    assert [(block.layer, block.text) for block in document.blocks] == [
        ("furniture", "首页"),
        ("furniture", "联系"),
        ("body", "质保期两年。"),
    ]


def test_tables_have_spans_heads_and_a_unit() -> None:
    document = page(
        "<p>单位：万元</p><table><caption>投资表</caption><thead><tr><th colspan=2>费用<th>金额<tbody>"
        "<tr><td rowspan=2>硬件<td>服务器<td>10<tr><td>存储<td>5<tr><td colspan=2>合计<td>15</table>"
    )
    assert texts(document) == ["单位：万元", "投资表"]
    (block,) = tables(document)
    assert block.table is not None
    assert (block.table.rows, block.table.columns, block.table.header_rows, block.table.unit) == (4, 3, 1, "万元")
    assert spans(block)["硬件"] == (2, 1, 2, 1)
    assert spans(block)["存储"] == (3, 2, 1, 1)
    assert spans(block)["合计"] == (4, 1, 1, 2)
    place = next(cell.place for cell in block.table.cells if cell.text == "存储")
    assert (place.table, place.row, place.column, place.paragraph) == (1, 3, 2, 8)


def test_paragraphs_of_a_cell_keep_their_places_and_nested_tables_follow() -> None:
    document = page(
        "<table><tr><td>名称<td>说明<tr><td>甲<td><p>段一</p><p>段二</p><table><tr><td>内一<td>内二</table><tr><td>乙<td>无</table>"
    )
    outer, inner = tables(document)
    assert grid(outer) == [["名称", "说明"], ["甲", "段一\n段二"], ["乙", "无"]]
    assert grid(inner) == [["内一", "内二"]]
    cell = next(cell for cell in outer.table.cells if "段一" in cell.text)  # type: ignore[union-attr]  # tables have one
    assert [(cell.text[piece.start : piece.end], piece.place.paragraph) for piece in cell.pieces] == [
        ("段一", 4),
        ("段二", 5),
    ]


@pytest.mark.parametrize(
    "frame",
    [
        "<table><tr><td>{}</table>",
        "<table role=presentation><tr><td>左<td>{}</table>",
        "<table><tr><td>左<td>{}<tr><td>下</table>",
    ],
)
def test_a_table_that_frames_the_page_is_none(frame: str) -> None:
    inside = "<h2>质保</h2><p>两年</p><table><tr><td>一<td>二<td>三<tr><td>四<td>五<td>六</table><p>完</p>"
    document = page(frame.format(inside))
    (block,) = tables(document)
    assert grid(block) == [["一", "二", "三"], ["四", "五", "六"]]
    assert [text for text in texts(document) if text not in ("左", "下")] == ["质保", "两年", "完"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"), ("gb2312", "gb18030"), ("GBK", "gb18030"), ("", "gb18030"), ("", "utf-8"),
        ("utf-8", "gb18030"), ("idna", "gb18030"), ("gb2312", "utf-8"),
        ("big5", "big5"), ("x-nonsense", "utf-8"), ("base64", "gb18030"), ("utf-16", "utf-8"),
    ],
)  # fmt: skip
def test_encodings_declared_rightly_wrongly_or_not(declared: str, encoding: str) -> None:
    meta = f"<meta http-equiv=Content-Type content='text/html; charset={declared}'>" if declared else ""
    text = f"<html><head>{meta}</head><body><p>合同文件，保固期限自驗收日起算。</p></body></html>"
    document = page(text.encode(encoding))
    assert (texts(document), document.status) == (["合同文件，保固期限自驗收日起算。"], "read")


def test_utf_16_is_told_by_its_mark() -> None:
    assert texts(page("<html><body><p>质保期两年</p></body></html>".encode("utf-16"), "合同.doc")) == ["质保期两年"]


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_a_page_saved_as_one_file_under_the_name_of_word(encoding: str) -> None:
    inner = "<html><body><p>质保期为两年，自验收合格之日起计算。</p></body></html>".encode("gb18030")
    if encoding == "base64":
        inner = base64.encodebytes(inner)
    elif encoding == "quoted-printable":
        inner = b"".join(
            b"=%02X" % byte + (b"=\r\n" if number % 20 == 19 else b"") for number, byte in enumerate(inner)
        )
    head = f'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'.encode()
    data = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n' + head + inner
    data += b"\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"
    document = page(data, "合同.doc")
    assert (document.format, texts(document)) == ("html", ["质保期为两年，自验收合格之日起计算。"])
    assert [notice.code for notice in document.notices] == ["image", "name-lies"]


@pytest.mark.parametrize("name", ["合同.doc", "合同.xls", "合同.docx", "合同"])
@pytest.mark.parametrize(
    "start",
    [
        "<html>",
        "<!DOCTYPE html>\n<html>",
        "\n<!-- 导出 --><HTML xmlns:o='x'>",
        "<?xml version='1.0'?><!DOCTYPE html><html>",
        "<table>",
    ],
)
def test_a_page_is_known_by_its_beginning(name: str, start: str) -> None:
    document = page(f"{start}<tr><td>质保期两年", name)
    assert document.format == "html"
    assert "质保期两年" in "".join(texts(document))


def test_markup_in_a_text_file_is_text() -> None:
    assert page("<table> 表示表格\n正文", "说明.txt").format == "txt"


def test_office_files_written_as_xml_are_named_and_not_read() -> None:
    book = "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>"
    book += "<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>"
    document = page(book, "概算.xls")
    assert (document.unread[0].reason, "另存为.xlsx" in document.unread[0].message) == ("unsupported-format", True)


def test_a_contract_gives_its_warranty_with_its_place() -> None:
    document = extract(
        Source(
            "采购合同.html",
            "<h1>采购合同</h1><h2>第八条 质量保证</h2><p>质保期为两年，自验收合格之日起计算。</p>".encode("gbk"),
        )
    )
    (fact,) = [fact for fact in document.facts if fact.kind == "period.warranty"]
    assert (fact.value, fact.evidence[0].location.paragraph) == ("P2Y", 3)
    assert fact.evidence[0].section == "采购合同 > 第八条 质量保证"


@pytest.mark.parametrize(
    ("text", "reasons", "kept"),
    [
        ("<p>前</p>" + "<div>" * 20_000 + "后", ["limit"], ["前"]),
        ("<p>前</p>" + "<table><tr><td>" * 5_000 + "后", ["limit"], ["前"]),
        ("<p>前</p><p>" + "质" * 4_000_000 + "</p>", ["limit"], ["前"]),
        ("<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c '&b;&b;'>]><p>&c;</p>", [], None),
        ("<p>前<b><table><td><<</p></tr>后<a href='", [], None),
        ("<p " + "甲" * 2_000_000 + ">前</p>", [], ["前"]),
        ("", ["empty"], []),
        ("<html><!-- 空 --></html>", ["empty"], []),
        ("<html><body><img src=a></body></html>", ["no-text-layer"], []),
    ],
    ids=["deep", "tables", "long", "entities", "broken", "attribute", "nothing", "empty", "picture"],
)
def test_hostile_pages_end_in_a_reason(text: str, reasons: list[str], kept: list[str] | None) -> None:
    document = page(text)
    assert [unread.reason for unread in document.unread] == reasons
    assert kept is None or texts(document) == kept


def test_spans_and_cells_over_the_caps_are_told() -> None:
    document = page("<table><tr><td colspan=999999999>题<td>多<tr><td rowspan=999999999>甲<td>乙<tr><td>丙</table>")
    assert [unread.reason for unread in document.unread] == ["limit"]
    assert spans(tables(document)[0])["甲"] == (2, 1, 2, 1)
    title = page("<table><tr><td colspan=500>题<tr><td>甲<td>乙</table>")
    assert (title.unread, tables(title)[0].table.columns) == ((), 2)  # type: ignore[union-attr]  # tables have one
    many = page("<table>" + "<tr><td>甲<td>乙" * 60 + "</table>", limits=Limits(cells=100))
    assert [unread.reason for unread in many.unread] == ["limit"]
    rows = page("<table>" + "<tr><td>甲<td>乙" * 60 + "</table>", limits=Limits(grid_rows=10))
    assert ([unread.reason for unread in rows.unread], len(grid(tables(rows)[0]))) == (["limit"], 10)


def test_bytes_of_no_encoding_are_told() -> None:
    document = page(b"<html><body><p>" + "质保期".encode("gbk") + b"\xff\xff</p></body></html>")
    assert (document.status, document.unread[0].reason) == ("partial", "garbled-text")


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n",
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed\n\n--b\nContent-Type: text/plain\n\nx",
    ],
)
def test_a_page_saved_as_one_file_without_its_page_is_corrupt(data: bytes) -> None:
    assert page(data, "合同.mht").unread[0].reason == "corrupt"
