"""What was seen on a page into lines and tables in reading order, without a recogniser."""

from extractor.ocr.layout import arrange
from extractor.ocr.result import Glyph, Line, Page
from extractor.readers.pdf_fill import Fragment
from extractor.readers.source import Limits

LIMITS = Limits()


def line(text, x, y, size=12.0, height=None):
    glyphs, at = [], x
    for char in text:
        wide = size if ord(char) > 0x2E7F else size / 2
        if not char.isspace():
            glyphs.append(Glyph(char, at, at + wide))
        at += wide
    return Line(text, (x, y, at, y + (height or size)), 0.98, tuple(glyphs))


def page(*lines, horizontal=(), vertical=()):
    return Page(1, 595.0, 842.0, lines, tuple(horizontal), tuple(vertical))


def texts(found):
    return [item.text for item in arrange(found, LIMITS) if not isinstance(item, Fragment)]


def test_stretches_on_one_level_are_one_line_from_left_to_right():
    found = page(line("星河软件有限公司", 160, 102), line("乙方：", 72, 100), line("地址：示例路", 72, 130))
    assert texts(found) == ["乙方： 星河软件有限公司", "地址：示例路"]


def test_stretches_that_touch_have_no_space():
    assert texts(page(line("质保期", 72, 100), line("为两年", 108, 100))) == ["质保期为两年"]


def test_a_ruled_gap_is_a_blank():
    found = page(
        line("质保期：自验收合格之日起", 72, 100),
        line("年。", 300, 100),
        line("法定代表人：", 72, 130),
        horizontal=[(113, 218, 298), (143, 146, 260)],
    )
    first, second = texts(found)
    assert first.startswith("质保期：自验收合格之日起__")
    assert first.endswith("__年。")
    assert second.startswith("法定代表人：__")


def test_a_rule_under_words_or_over_the_page_is_no_blank():
    found = page(
        line("项目名称", 72, 100),
        line("建设单位", 72, 130),
        horizontal=[(113, 72, 120), (143, 50, 545)],
    )
    assert texts(found) == ["项目名称", "建设单位"]


def test_columns_are_read_one_after_the_other_between_whole_lines():
    left = [line("左栏的文字一共写了满满的一行字", 72, 140 + 20 * at) for at in range(6)]
    right = [line("右栏的文字一共写了满满的一行字", 320, 148 + 20 * at) for at in range(6)]
    head = line("这一行标题从左边一直写到右边横跨两栏的全部宽度", 120, 100)
    foot = line("这一行结尾从左边一直写到右边横跨两栏的全部宽度", 120, 300)
    found = texts(page(*right, foot, head, *left))
    assert [text[:2] for text in found] == ["这一", *["左栏"] * 6, *["右栏"] * 6, "这一"]


def test_form_lines_side_by_side_are_no_columns():
    lines = [line("甲方：", 72, 100), line("乙方：", 330, 100), line("日期：", 72, 124), line("日期：", 330, 124)]
    items = arrange(page(*lines), LIMITS)
    told = [item.text if not isinstance(item, Fragment) else [cell.text for cell in item.cells] for item in items]
    assert told == [["甲方：", "乙方：", "日期：", "日期："]]


def test_ruled_lines_make_a_table_and_lines_over_a_rule_are_cut():
    found = page(
        line("一、预算", 72, 90),
        line("费用名称", 80, 124),
        line("金额", 230, 124),
        line("软件开发费120.50", 80, 154),  # seen as one stretch; the rule at 156 parts it
        horizontal=[(115, 70, 300), (145, 70, 300), (175, 70, 300)],
        vertical=[(70, 115, 175), (140, 115, 175), (300, 115, 175)],
    )
    heading, table = arrange(found, LIMITS)
    assert heading.text == "一、预算"
    assert isinstance(table, Fragment)
    assert [cell.text for cell in table.cells] == ["费用名称", "金额", "软件开发费", "120.50"]


def test_strokes_of_a_large_character_are_no_table():
    found = page(
        line("田", 200, 100, size=60),
        horizontal=[(105, 205, 255), (130, 205, 255), (155, 205, 255)],
        vertical=[(205, 105, 155), (230, 105, 155), (255, 105, 155)],
    )
    assert texts(found) == ["田"]


def test_sizes_near_that_of_the_text_are_that_size():
    body = [line("正文的一行文字写在这里并且足够长", 72, 200 + 20 * at, 12.0 + 0.3 * (at % 3 - 1)) for at in range(9)]
    found = arrange(page(line("项目建设合同", 200, 100, size=22.0), *body), LIMITS)
    assert {item.size for item in found[1:]} == {12.0}
    assert found[0].size == 22.0


def test_no_lines_give_nothing():
    assert arrange(page(horizontal=[(100, 70, 500)]), LIMITS) == []
