"""Lines into paragraphs: what is broken is made whole, what is apart stays apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.readers.pdf_gaps import LEADER
from extractor.readers.pdf_paragraphs import ENTRY, is_entry

LONG = "本项目建设单位为示例市大数据中心，项目建设内容包括政务云平台扩容、数据共享交换平台升级和网络安全加固，"


def test_keyword_over_line_end_is_whole(paper, body):
    page = paper()
    text = "一二三四五六七八九十" * 3 + "设备整体质量保证期为验收合格之日起十二个月，期间免费维护。"
    page.paragraph(100, text)
    page.paragraph(160, "另一段以缩进开头，" + LONG)
    got = body(page.read())
    assert got[0] == text
    assert got[1].startswith("另一段")


def test_keyword_over_page_break_and_furniture_is_whole(paper, body):
    page = paper()
    first = LONG + "质量保"
    cut = len(first)
    for number in (1, 2, 3):
        page.text(72, 40, "示例市政务云平台建设项目合同", 9)
        page.center(815, f"第 {number} 页", 9)
        if number == 1:
            # the last line of the page is full and breaks the keyword
            filler = "甲" * (34 + 36 * 2 - cut)
            page.paragraph(690, filler + first)
        elif number == 2:
            page.paragraph(100, "证期为两年。", indent=0)
            page.paragraph(140, "第二段。")
            page.paragraph(180, LONG)
        else:
            page.paragraph(100, LONG)
        page.page()
    document = page.read()
    whole = next(block for block in document.blocks if "质量保证期为两年" in block.text)
    assert {piece.place.page for piece in whole.pieces} == {1, 2}
    assert whole.place.page == 1
    furniture = [block for block in document.blocks if block.layer == "furniture"]
    assert [block.place.part for block in furniture] == ["header", "footer"] * 3
    assert not any("第 1 页" in text or "云平台建设项目合同" in text for text in body(document))


@pytest.mark.parametrize(
    "heading",
    ["第二章 建设内容", "第八条 质量保证", "二、建设目标", "（二）建设原则", "2.1 总体架构", "1.1.1 现状", "2. 目标"],
)
def test_heading_after_full_sentence_is_its_own_block(paper, body, heading):
    page = paper()
    y = page.paragraph(100, "甲" * 33 + "。", indent=2)
    page.text(72, y, heading)
    page.paragraph(y + 20, LONG * 2)
    got = body(page.read())
    assert heading in got
    assert got.index(heading) == 1


def test_number_at_line_start_inside_a_sentence_is_no_heading(paper, body):
    page = paper()
    text = "甲" * 28 + "质量保证按照" + "第三条规定的期限执行，总金额为人民币" + "乙" * 18 + "2.5万元，一次付清。"
    page.paragraph(100, text)
    page.paragraph(200, LONG * 2)
    assert body(page.read())[0] == text


def test_larger_heading_is_a_heading_and_body_is_not(paper):
    page = paper()
    page.center(90, "第一章 总则", 18)
    page.paragraph(130, LONG * 3)
    blocks = page.read().blocks
    assert [(block.kind, block.look.size, block.look.centered) for block in blocks][:2] == [
        ("heading", 18.0, True),
        ("paragraph", 12.0, False),
    ]


def test_form_lines_stay_apart(paper, body):
    page = paper()
    lines = ["项目名称：示例市政务云平台建设项目", "建设单位：示例市大数据中心", "项目负责人：张三"]
    for at, line in enumerate(lines):
        page.text(72, 100 + at * 20, line)
    page.paragraph(200, LONG * 3)
    assert body(page.read())[:3] == lines


def test_contents_entries_stay_apart(paper, body):
    page = paper()
    entries = [f"第{n}章 {'总则概述' * 2}{'.' * (90 - 2 * at)}{at * 7 + 1}" for at, n in enumerate("一二三四")]
    for at, entry in enumerate(entries):
        page.text(72, 100 + at * 20, entry)
    page.paragraph(220, LONG * 3)
    assert body(page.read())[:4] == entries


def test_contents_entries_without_leaders_are_no_table(paper, body, tables):
    page = paper()
    for at, name in enumerate(["第一章 项目概述", "第二章 建设方案", "第三章 投资估算"]):
        page.text(72, 100 + at * 20, name)
        page.right(500, 100 + at * 20, str(3 + at * 4))
    document = page.read()
    assert tables(document) == []
    assert len(body(document)) == 3


def test_columns_of_text_are_not_mixed(paper, body):
    page = paper()
    left, right = "左栏" + "甲乙丙丁戊己庚辛" * 14, "右栏" + "子丑寅卯辰巳午未" * 14
    page.paragraph(100, left, chars=16)
    page.paragraph(100, right, left=310, chars=16)
    assert body(page.read()) == [left, right]


def test_columns_written_row_by_row_are_put_one_after_the_other(paper, body):
    page = paper()
    left, right = "甲乙丙丁戊己庚辛" * 11 + "甲乙丙丁戊。", "子丑寅卯辰巳午未" * 12
    for at in range(6):
        page.text(72, 100 + at * 20, left[at * 16 : at * 16 + 16])
        page.text(310, 100 + at * 20, right[at * 16 : at * 16 + 16])
    assert body(page.read()) == [left, right]


def test_latin_words_keep_one_space_at_a_line_end(paper, body):
    page = paper()
    page.text(72, 100, "The warranty period shall be two years after the final acceptance of all")
    page.text(72, 120, "delivered systems and components, including the state-of-the-")
    page.text(72, 140, "art data platform and everything else that has been named in the annex.")
    text = body(page.read())[0]
    assert "acceptance of all delivered systems" in text
    assert "state-of-the-art data platform" in text


def test_page_without_text_is_told_and_blank_page_is_not(paper):
    page = paper()
    page.paragraph(100, LONG)
    page.page()
    page.page()
    page.picture(0, 0, 595, 842)
    page.page()
    document = page.read()
    assert document.status == "partial"
    assert [(unread.location.page, unread.reason) for unread in document.unread] == [(3, "no-text-layer")]
    assert document.unread[0].message.startswith("第3页没有文字层（扫描件），请提供文字版")


def test_watermark_askew_is_left_out_and_told_once(paper, body):
    page = paper()
    for _ in range(3):
        page.paragraph(100, LONG * 8)
        page.askew("内部资料严禁外传")
        page.page()
    document = page.read()
    assert not any("严禁外传" in text for text in body(document))
    notices = [notice for notice in document.notices if notice.code == "watermark"]
    assert len(notices) == 1
    assert "内部资料严禁外传" in notices[0].message


def test_pale_text_that_repeats_is_a_watermark_and_a_pale_title_is_none(paper, body):
    page = paper()
    for number in range(4):
        page.canvas.setFillGray(0.85)
        page.text(150, 400, "示例市大数据中心", 40)
        if number == 0:
            page.text(100, 250, "浅色标题", 30)
        page.canvas.setFillGray(0)
        page.paragraph(100, LONG)
        page.page()
    got = body(page.read())
    assert not any(text == "示例市大数据中心" for text in got)
    assert "浅色标题" in got


def test_unit_line_at_the_top_of_pages_is_no_furniture(paper, body):
    page = paper()
    for _ in range(4):
        page.text(400, 60, "单位：万元")
        page.paragraph(120, LONG)
        page.page()
    assert body(page.read()).count("单位：万元") == 4


def test_hidden_text_is_told_and_no_part_of_the_body(paper, body):
    page = paper()
    page.paragraph(100, LONG * 3)
    page.text(72, 400, "质保期为三年", mode=3)
    document = page.read()
    assert not any("质保期为三年" in text for text in body(document))
    assert [notice.code for notice in document.notices] == ["hidden-text"]


def test_scan_with_recognised_text_is_read_as_such(paper):
    page = paper()
    page.picture(0, 0, 595, 842)
    y = 100.0
    for at in range(5):
        page.text(72, y + at * 20, LONG[:36], mode=3)
    document = page.read()
    assert document.status == "read"
    assert all(block.ocr for block in document.blocks)
    assert [notice.code for notice in document.notices] == ["image"]


def test_bookmark_gives_the_level(paper):
    page = paper()
    page.text(72, 100, "总体要求")
    page.paragraph(120, LONG)
    page.canvas.bookmarkPage("a")
    page.canvas.addOutlineEntry("总体要求", "a", 0)
    blocks = page.read().blocks
    assert (blocks[0].kind, blocks[0].level) == ("heading", 1)


def test_filled_form_fields_are_read_and_notes_are_not(paper, body):
    page = paper()
    page.text(72, 100, "合同编号：")
    page.canvas.acroForm.textfield(name="number", value="SL-2024-001", x=140, y=842 - 106, width=160, height=18)
    page.canvas.textAnnotation("质保期应为三年", Rect=[300, 500, 320, 520])
    text = "".join(body(page.read()))
    assert "合同编号：" in text
    assert "SL-2024-001" in text
    assert "三年" not in text


def test_tick_drawn_after_its_row_stands_where_it_is_seen(paper, body):
    page = paper()
    page.text(72, 100, "□新建")
    page.text(144, 100, "升级改造")
    page.text(216, 100, "□续建")
    page.text(126, 100, "√")
    assert "".join(body(page.read())[0].split()) == "□新建√升级改造□续建"


def test_spacing_between_figures_and_hanzi_is_no_space(paper, body):
    page = paper()
    x = 72.0
    for word, width in [("签订日期：", 63), ("2024", 27), ("年", 15), ("6", 9), ("月", 15), ("3", 9), ("日", 12)]:
        page.text(x, 100, word)
        x += width
    assert body(page.read()) == ["签订日期：2024年6月3日"]


def test_bullet_item_over_two_lines_is_whole(paper, body):
    page = paper()
    text = "支持国产密码算法满足商用密码应用安全性评估第三级的全部要求并在系统上线前完成评估工作"
    page.text(72, 100, "• " + text[:34])
    page.text(84, 120, text[34:])
    page.paragraph(160, LONG * 3)
    assert body(page.read())[0] == "• " + text


def test_line_of_the_text_that_recurs_at_the_foot_of_pages_is_no_footer(paper, body):
    page = paper()
    for number in range(1, 5):
        page.center(825, f"第 {number} 页", 9)
        page.paragraph(720, "甲" * 34 + "乙" * 36)
        page.paragraph(760, f"第{number}段正文" + "丙" * 29)
        page.page()
        page.paragraph(60, "丁" * 36 + "戊" * 10 + "。", indent=0)
        page.center(825, "附页", 9)
        page.page()
    got = body(page.read())
    assert sum("段正文" in text for text in got) == 4
    assert sum(text.startswith("第 ") for text in got) == 0


def test_centred_lines_of_a_cover_stay_apart(paper, body):
    page = paper()
    lines = ["甲方：示例市城市运行指导中心", "乙方：示例数据技术有限公司啊", "二〇二五年三月"]
    for at, line in enumerate(lines):
        page.center(500 + at * 24, line)
    page.page()
    page.paragraph(100, LONG * 4)
    assert body(page.read())[:3] == lines


@pytest.mark.parametrize("last", ["发出日期：2024年9月26日", "2024年9月26日", "二〇二四年九月二十六日"])
def test_lines_against_the_right_edge_stay_apart(paper, body, last):
    page = paper()
    below = page.paragraph(100, LONG)
    page.right(504, below + 20, "云栖市城市停车服务中心")
    page.right(504, below + 42, last)
    assert body(page.read())[-2:] == ["云栖市城市停车服务中心", last]


def test_underlined_blank_inside_a_sentence_breaks_nothing(paper, body, tables):
    page = paper()
    page.text(96, 100, "本项目实施周期为自合同签订之日起")
    page.rule(290, 102, 340, 102)
    page.text(342, 100, "个月，乙方应当按期完成质量")
    page.text(72, 120, "保证金的缴纳，金额为合同总价的")
    page.rule(254, 122, 304, 122)
    page.text(306, 120, "，逾期不缴纳的甲方有权解除合同。")
    page.paragraph(160, LONG * 3)
    document = page.read()
    assert tables(document) == []
    assert "质量保证金" in body(document)[0]


def test_labels_of_a_chart_are_told_together(paper):
    page = paper()
    page.paragraph(60, LONG)
    for at in range(12):
        page.canvas.saveState()
        page.canvas.translate(60 + at * 40, 300)
        page.canvas.rotate(45)
        page.canvas.setFont("STSong-Light", 9)
        page.canvas.drawString(0, 0, f"第{at}类设备")
        page.canvas.restoreState()
    assert [notice.code for notice in page.read().notices] == ["watermark"]


@given(st.text("甲….·．ivxIV12９٣-—()）( \x0b", max_size=16).map(lambda text: f"总则{'.' * 4}{text}"))
def test_an_entry_is_tried_wherever_one_could_be_found(text):
    assert is_entry(text) == bool(ENTRY.search(text) or (LEADER.search(text) and text[-1].isdigit()))
