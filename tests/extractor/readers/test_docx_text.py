"""The inside of paragraphs: accepted state, fields, boxes to tick, hidden text, places."""

import pytest

from extractor.document import Block, Document, Place
from extractor.readers.docx import read
from extractor.readers.source import Limits, Source
from tests.extractor.readers.docx_maker import field, p, package, picture, r, style, tbl, tc, text_box, tr, vml_box


def document(body: str, **options: object) -> Document:
    return read(Source("甲.docx", package(body, **options)), Limits())  # type: ignore[arg-type]


def blocks(body: str, **options: object) -> list[Block]:
    return list(document(body, **options).blocks)


def texts(body: str, **options: object) -> list[str]:
    return [block.text for block in blocks(body, **options)]


def notice(read_document: Document, code: str) -> str:
    return next((item.message for item in read_document.notices if item.code == code), "")


def form_box(inside: str) -> str:
    return field("FORMCHECKBOX", None, f"<w:ffData><w:checkBox>{inside}</w:checkBox></w:ffData>")


def control_box(state: int, shown: str) -> str:
    properties = f'<w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr>'
    return f"<w:sdt>{properties}<w:sdtContent>{r(shown)}</w:sdtContent></w:sdt>"


def math(*texts: str) -> str:
    return (
        "<m:oMath><m:f>"
        + "".join(f"<m:num><m:r><m:t>{text}</m:t></m:r></m:num>" for text in texts)
        + "</m:f></m:oMath>"
    )


RUBY = f"<w:r><w:ruby><w:rt>{r('shen')}</w:rt><w:rubyBase>{r('审')}</w:rubyBase></w:ruby></w:r>"
ENTRIES = '<w:listEntry w:val="一年"/><w:listEntry w:val="两年"/>'
CHOICE = f'<w:ffData><w:ddList><w:result w:val="1"/>{ENTRIES}</w:ddList></w:ffData>'
SYM = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (r("质保期") + r("两年"), "质保期两年"),
        ("<w:r><w:t>金额</w:t><w:tab/><w:t>元</w:t><w:br/><w:t>整</w:t><w:cr/></w:r>", "金额\t元\n整\n"),
        ('<w:r><w:t>前</w:t><w:br w:type="page"/><w:t>后</w:t></w:r>', "前后"),
        ("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t><w:softHyphen/></w:r>", "A-B"),
        ("<w:r><w:t>一<!-- 注 -->二</w:t></w:r>", "一二"),
        (f"<w:hyperlink>{r('链接')}</w:hyperlink>", "链接"),
        (f"<w:smartTag><w:customXml>{r('深处')}</w:customXml></w:smartTag>", "深处"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>", "控件"),
        (f'<w:fldSimple w:instr="PAGE">{r("7")}</w:fldSimple>', "7"),
        (f"<w:newThing><w:inner>{r('未知')}</w:inner></w:newThing>", "未知"),
        (RUBY, "审"),
        (math("a", "b"), "ab"),
        (field("PAGEREF _Toc1", "12"), "12"),
        (field("IF 1", r("甲") + field("DATE", "乙")), "甲乙"),
        (field(" SEQ ", None) + r("后"), "后"),
        (SYM.format("Wingdings", "F0FE") + r("是"), "☑是"),
        (SYM.format("Wingdings", "F0A8") + r("否"), "☐否"),
        (SYM.format("Wingdings", "F06F") + r("否"), "☐否"),
        (SYM.format("Wingdings 2", "F052") + r("是"), "☑是"),
        (SYM.format("Symbol", "F0B3") + r("2年"), "≥2年"),
        (r("R", '<w:rFonts w:ascii="Wingdings 2"/>') + r("固定总价"), "☑固定总价"),
        (form_box('<w:default w:val="1"/>'), "☑"),
        (form_box("<w:checked/>"), "☑"),
        (form_box(""), "☐"),
        (form_box('<w:default w:val="1"/><w:checked w:val="0"/>'), "☐"),
        (field("FORMDROPDOWN", None, CHOICE), "两年"),
        (field("FORMDROPDOWN", "两年", CHOICE), "两年"),
        (control_box(1, "☒") + r("有"), "☑有"),
        (control_box(0, "☐") + r("无"), "☐无"),
        (control_box(1, "是的"), "是的"),
    ],
)  # fmt: skip
def test_inline(inside: str, expected: str) -> None:
    assert texts(p(inside)) == [expected]


def test_underlined_blanks_stay_even_where_they_stand_alone() -> None:
    blank = r("      ", '<w:u w:val="single"/>')
    assert texts(p(r("质保期") + blank + r("年")) + p(blank) + p(r("   "))) == ["质保期      年", "      "]


def test_tracked_changes_are_read_as_accepted_and_counted() -> None:
    read_document = document(
        p(r("质保期") + f"<w:del><w:r><w:delText>一</w:delText></w:r></w:del><w:ins>{r('两')}</w:ins>" + r("年"))
        + p(f"<w:moveFrom>{r('旧处')}</w:moveFrom>" + r("留"))
        + p(f"<w:moveTo>{r('新处')}</w:moveTo>")
        + p(f"<w:ins><w:del>{r('又删')}</w:del></w:ins>" + r("尾"))
    )
    assert [block.text for block in read_document.blocks] == ["质保期两年", "留", "新处", "尾"]
    assert "插入3处、删除3处" in notice(read_document, "tracked-changes")
    changes = [item for item in read_document.notices if item.code == "tracked-changes"]
    assert changes[0].location == Place(paragraph=1)


def test_words_set_with_a_line_through_them_stay_and_are_told() -> None:
    read_document = document(
        p(r("质保期") + r("36个", "<w:b/><w:strike/>") + r("月", "<w:dstrike/>") + r("12个月"))
        + p(r("保密", '<w:strike w:val="0"/>') + r("  ", "<w:strike/>"))
        + p(f"<w:del><w:r><w:rPr><w:strike/></w:rPr><w:delText>又删</w:delText></w:r></w:del>{r('尾')}")
    )
    assert read_document.blocks[0].text == "质保期36个月12个月"
    told = [item for item in read_document.notices if item.code == "tracked-changes"]
    struck = [item for item in told if "删除线" in item.message]
    assert len(struck) == 1
    assert "1处" in struck[0].message
    assert "“36个月”" in struck[0].message
    assert struck[0].location == Place(paragraph=1)


def test_a_deleted_paragraph_mark_joins_the_next_paragraph() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    read_document = document(p("本项目", deleted) + p("质保两年", '<w:outlineLvl w:val="0"/>') + p("后", deleted))
    first, second = read_document.blocks
    assert (first.text, first.kind, first.place.paragraph) == ("本项目质保两年", "heading", 1)
    assert [(first.text[q.start : q.end], q.place.paragraph) for q in first.pieces] == [("本项目", 1), ("质保两年", 2)]
    assert second.text == "后"
    assert "删除2处" in notice(read_document, "tracked-changes")


def test_a_wholly_deleted_paragraph_leaves_no_trace_but_keeps_its_number() -> None:
    gone = "<w:del><w:r><w:delText>整段</w:delText></w:r></w:del>"
    found = blocks(p(gone, "<w:rPr><w:del/></w:rPr>") + p("下一段"))
    assert [(block.text, block.place.paragraph, block.pieces) for block in found] == [("下一段", 2, ())]


@pytest.mark.parametrize(
    "hidden",
    [
        r("暗条款", "<w:vanish/>"),
        r("暗条款", '<w:rStyle w:val="Dark"/>'),
        r("暗条款", '<w:rStyle w:val="Darker"/>'),
    ],
)
def test_hidden_text_is_left_out_and_told(hidden: str) -> None:
    styles = style("Dark", "dark", "<w:rPr><w:vanish/></w:rPr>", kind="character")
    styles += style("Darker", "darker", '<w:basedOn w:val="Dark"/>', kind="character")
    read_document = document(p("开头") + p(r("明") + hidden), parts={"styles": styles})
    assert [block.text for block in read_document.blocks] == ["开头", "明"]
    assert "共3个字符（第2段）" in notice(read_document, "hidden-text")


def test_hidden_by_paragraph_style_and_shown_again_by_the_run() -> None:
    styles = style("Gone", "gone", "<w:rPr><w:vanish/></w:rPr>")
    read_document = document(
        p(r("看不见") + r("看得见", '<w:vanish w:val="0"/>'), style="Gone"), parts={"styles": styles}
    )
    assert [block.text for block in read_document.blocks] == ["看得见"]
    assert "共3个字符" in notice(read_document, "hidden-text")


def test_hidden_field_marks_still_close_the_field() -> None:
    xml = field("XE", None).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    assert texts(p(r("前") + xml + r("后"))) == ["前后"]


def test_a_field_that_never_ends_does_not_swallow_the_document() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC </w:instrText></w:r>'
    found = blocks(p(begin + r("第一段")) + p("第二段") + p(field("PAGE", "3")))
    assert [(block.text, block.layer) for block in found] == [("第一段", "body"), ("第二段", "body"), ("3", "body")]


def test_text_inside_an_instruction_is_no_text_but_told() -> None:
    xml = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("秘密") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    read_document = document(p(xml + r("正文")))
    assert [block.text for block in read_document.blocks] == ["正文"]
    assert "共2个字符" in notice(read_document, "hidden-text")


def test_contents_lists_by_field_style_and_gallery() -> None:
    begin, end = field(' TOC \\o "1-3" ', "第一章 总则\t1").rsplit("<w:r>", 1)
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = p("目 录") + p(begin) + p("第二章 建设\t2") + p(f"<w:r>{end}" + r("第一章 总则"))
    body += p("第三章\t9", style="t1")
    body += f"<w:sdt>{gallery}<w:sdtContent>" + p("目录") + p("第四章\t12") + "</w:sdtContent></w:sdt>" + p("完")
    found = blocks(body, parts={"styles": style("t1", "toc 1")})
    assert [block.text for block in found if block.layer == "contents"] == [
        "目 录", "第一章 总则\t1", "第二章 建设\t2", "第三章\t9", "目录", "第四章\t12",
    ]  # fmt: skip
    assert [block.text for block in found if block.layer == "body"] == ["第一章 总则", "完"]


def test_text_boxes_follow_their_paragraph_and_are_read_once() -> None:
    box = text_box(p("框一") + p("") + p("框二"), fallback=p("框一") + p("框二"))
    second = f"<w:r>{vml_box(p('框三') + tbl([['表', '中']]))}</w:r>"
    found = blocks(p(r("锚") + box) + p(second) + p("后"))
    assert [(block.text, block.place.part, block.place.paragraph) for block in found if not block.table] == [
        ("锚", "body", 1), ("框一", "textbox", 1), ("框二", "textbox", 3), ("框三", "textbox", 4), ("后", "body", 3),
    ]  # fmt: skip
    table = next(block for block in found if block.table)
    assert table.place == Place("textbox", table=1)
    assert table.table is not None
    assert table.table.cells[1].place == Place("textbox", paragraph=6, table=1, row=1, column=2)


def test_a_text_box_in_a_text_box_counts_on() -> None:
    inner = p(text_box(p("里")) + r("外"))
    found = blocks(p(text_box(inner + p("次"))) + p("文"))
    assert [(block.text, block.place.part, block.place.paragraph) for block in found] == [
        ("外", "textbox", 1), ("里", "textbox", 2), ("次", "textbox", 3), ("文", "body", 2),
    ]  # fmt: skip


def test_a_fallback_without_choice_is_read() -> None:
    xml = f"<w:r><mc:AlternateContent><mc:Fallback>{vml_box(p('只有旧式'))}</mc:Fallback></mc:AlternateContent></w:r>"
    assert texts(p(xml)) == ["只有旧式"]


def test_notes_headers_comments() -> None:
    separator = f'<w:footnote w:type="continuationNotice" w:id="-1">{p("接下页")}</w:footnote>'
    read_document = document(
        p("正文"),
        parts={
            "footnotes": separator + f'<w:footnote w:id="1">{p("脚注一")}</w:footnote>',
            "endnotes": f'<w:endnote w:id="1">{p("尾注一")}</w:endnote>',
            "comments": f'<w:comment w:id="0">{p("请核对")}</w:comment><w:comment w:id="1">{p("再核")}</w:comment>',
        },
        headers=[p("某市平台项目合同"), p("某市平台项目合同") + p("第二种")],
        footers=[p(r("第") + field("PAGE", "1") + r("页"))],
    )
    told = [(block.text, block.layer, block.place.part, block.place.paragraph) for block in read_document.blocks]
    assert told == [
        ("正文", "body", "body", 1),
        ("脚注一", "body", "footnote", 2),
        ("尾注一", "body", "footnote", 3),
        ("某市平台项目合同", "furniture", "header", 1),
        ("第二种", "furniture", "header", 2),
        ("第1页", "furniture", "footer", 1),
    ]
    assert "批注2条" in notice(read_document, "comments")
    assert [block.id for block in read_document.blocks] == list(range(6))


def test_watermark_of_a_header_is_told() -> None:
    shape = '<w:r><w:pict><v:shape><v:textpath string="内部资料"/></v:shape></w:pict></w:r>'
    assert "内部资料" in notice(document(p("正文"), headers=[p(shape)]), "watermark")


@pytest.mark.parametrize(
    ("properties", "styles", "level"),
    [
        ("", style("X", "heading 2"), 2),
        ("", style("X", "标题 3"), 3),
        ("", style("X", "Heading 1,章"), 1),
        ("", style("X", "章标题", '<w:basedOn w:val="Y"/>') + style("Y", "heading 1"), 1),
        ("", style("X", "自定", '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>'), 4),
        ('<w:outlineLvl w:val="1"/>', style("X", "heading 5"), 2),
        ('<w:outlineLvl w:val="9"/>', style("X", "heading 1"), None),
        ("", style("X", "Title"), None),
        ("", style("X", "甲", '<w:basedOn w:val="Y"/>') + style("Y", "乙", '<w:basedOn w:val="X"/>'), None),
        ('<w:outlineLvl w:val="abc"/>', style("X", "Normal"), None),
    ],
)
def test_heading_levels(properties: str, styles: str, level: int | None) -> None:
    (block,) = blocks(p("题目", properties, style="X"), parts={"styles": styles})
    assert (block.level, block.kind) == (level, "heading" if level else "paragraph")


def test_look_is_that_of_the_dominant_run() -> None:
    defaults = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    styles = defaults + style("C", "甲", '<w:basedOn w:val="D"/><w:rPr><w:b/></w:rPr>')
    styles += style("D", "乙", '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr>')
    body = (
        p("正文") + p("标题", style="C") + p(r("很长的一段", '<w:sz w:val="28"/><w:b w:val="0"/>') + r("短"), style="C")
    )
    body += p(r("黑体字", '<w:rFonts w:eastAsia="黑体"/>')) + p(r("雅黑字", '<w:rFonts w:eastAsia="微软雅黑"/>'))
    looks = [block.look for block in blocks(body, parts={"styles": styles})]
    told = [(look.size, look.bold, look.centered) for look in looks if look]
    assert told == [
        (10.5, False, False), (16.0, True, True), (14.0, False, True), (10.5, True, False), (10.5, False, False),
    ]  # fmt: skip


def test_pictures_are_told_and_a_file_of_pictures_is_a_scan() -> None:
    assert "图片1张" in notice(document(p("见图") + p(picture())), "image")
    scan = document(p(picture(16, 24)) + p("") + p(picture(16, 24)))
    assert (scan.status, [item.reason for item in scan.unread]) == ("unreadable", ["no-text-layer"])
    assert "扫描件" in scan.unread[0].message


def test_scanned_pages_pasted_between_text_are_unread() -> None:
    long = p("本合同正文" * 30)
    mixed = document(long + p(picture(16, 24)) + p(picture(16, 24)) + long)
    assert (mixed.status, mixed.unread[0].reason) == ("partial", "no-text-layer")
    assert mixed.unread[0].location == Place(paragraph=2)
    assert document(long + p(picture(16, 24)) + p("图1 总体架构") + p(picture(16, 24)) + p("图2 部署")).status == "read"
    assert document(long + p(picture(15, 8)) + p(picture(15, 8))).status == "read"


def test_a_title_over_one_scanned_page_is_a_scan() -> None:
    assert document(p("合同扫描件") + p(picture(16, 24))).unread[0].reason == "no-text-layer"


def test_empty_and_embedded() -> None:
    empty = document(p("") + p("  "))
    assert (empty.status, empty.unread[0].reason) == ("unreadable", "empty")
    chunk = document(p("正文") + '<w:altChunk r:id="rId9"/>')
    assert (chunk.status, chunk.unread[0].reason) == ("partial", "unsupported-format")
    sheet = '<w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    embedded = document(p("概算") + p(sheet))
    assert (embedded.unread[0].reason, embedded.unread[0].location.paragraph) == ("unsupported-format", 2)
    visio = sheet.replace("Excel.Sheet.12", "Visio.Drawing.15")
    assert document(p("概算") + p(visio)).status == "read"


def test_runs_outside_paragraphs_are_not_lost() -> None:
    assert texts(p("甲") + r("乙") + tbl([tr([tc(r("丙"))])])) == ["甲", "乙", ""]


def test_sections_and_content_controls_around_blocks() -> None:
    wrapped = f"<w:sdt><w:sdtContent>{p('一')}<w:customXml>{p('二')}</w:customXml></w:sdtContent></w:sdt>"
    assert [(b.text, b.place.paragraph) for b in blocks(wrapped + p("三"))] == [("一", 1), ("二", 2), ("三", 3)]
