"""The outline: numbers, headings, section paths, contents lists."""

import pytest

from extractor.document import Block, Look, Place
from extractor.outline import numbered, outline


def blocks(*texts: str, look: Look | None = None) -> list[Block]:
    return [Block(i, "paragraph", text, Place(line=i + 1), look=look) for i, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("第八条 质量保证", "article", "第八条"),
        ("第 十二 章  附则", "chapter", "第 十二 章"),
        ("8.1 质保期为两年", "decimal", "8.1"),
        ("8．1．2 服务", "decimal", "8．1．2"),
        ("一、总则", "han", "一、"),
        ("（三）验收", "han_bracket", "（三）"),
        ("3、交货", "arabic", "3、"),
        ("（2）中期款", "arabic_bracket", "（2）"),
        ("附件一 供货清单", "annex", "附件一"),
    ],
)
def test_numbers(text: str, style: str, number: str) -> None:
    found = numbered(text)
    assert found is not None
    assert (found.style, found.number) == (style, number)


@pytest.mark.parametrize(
    "text",
    ["第三方测评机构", "2024年6月3日签订", "第八条规定的情形", "12.5万元", "一般不少于两年", "99.9%可用", "1.5个月"],
)
def test_no_numbers(text: str) -> None:
    assert numbered(text) is None


def test_a_clause_number_goes_below_its_article() -> None:
    out = outline(
        blocks(
            "第八条 质量保证",
            "8.1 质保期为两年，自验收合格之日起计算。",
            "第九条 违约责任",
            "9.1 逾期的，每日支付违约金。",
        )
    )
    assert out[1].section == ("第八条 质量保证", "8.1")
    assert out[3].section == ("第九条 违约责任", "9.1")


def test_generated_numbers_count() -> None:
    head = Block(0, "heading", "质量保证", Place(paragraph=1), level=1, number="第八条")
    body = Block(1, "paragraph", "质保期为两年，自验收合格之日起计算。", Place(paragraph=2), number="8.1")
    out = outline([head, body])
    assert out[1].section == ("第八条 质量保证", "8.1")
    assert out[1].text == "质保期为两年，自验收合格之日起计算。"


def test_size_and_weight_make_headings() -> None:
    out = outline(
        [
            Block(0, "paragraph", "项目概述", Place(), look=Look(size=16.0)),
            Block(1, "paragraph", "本项目建设统一的受理平台，供各部门使用。" * 4, Place(), look=Look(size=12.0)),
            Block(2, "paragraph", "建设内容", Place(), look=Look(size=16.0)),
        ]
    )
    assert [b.kind for b in out] == ["heading", "paragraph", "heading"]
    assert out[1].section == ("项目概述",)
    assert out[2].section == ("建设内容",)


def test_contents_list_with_pages_is_set_aside() -> None:
    out = outline(
        blocks(
            "目  录",
            "第一章 总体设计 ........ 3",
            "第二章 密码应用方案 ........ 8",
            "第三章 概算 ........ 12",
            "第一章 总体设计",
            "本章说明总体架构。",
        )
    )
    assert [b.layer for b in out] == ["contents"] * 4 + ["body"] * 2


def test_contents_list_without_pages_is_set_aside() -> None:
    out = outline(
        blocks(
            "目录",
            "一、概述",
            "二、密码应用",
            "三、概算",
            "一、概述",
            "本项目建设统一的受理平台，供各部门使用，分两期实施。",
        )
    )
    assert [b.layer for b in out] == ["contents"] * 4 + ["body"] * 2


def test_leaders_without_a_title_are_a_contents_list() -> None:
    out = outline(blocks("第一章 总则……1", "第二章 内容……4", "第三章 附则……9", "第一章 总则"))
    assert [b.layer for b in out] == ["contents"] * 3 + ["body"]


def test_a_long_item_is_no_heading() -> None:
    out = outline(blocks("1.1 乙方应在合同签订后10个月内完成全部建设内容并提请验收"))
    assert out[0].kind == "list_item"


def test_a_sibling_pops() -> None:
    out = outline(
        blocks("第一章 总则", "第一节 范围", "适用于市级项目的建设和管理。", "第二章 管理", "各部门按职责分工管理。")
    )
    assert out[2].section == ("第一章 总则", "第一节 范围")
    assert out[4].section == ("第二章 管理",)


def test_bare_titles_of_plain_text() -> None:
    out = outline(blocks("成果权属", "项目形成的全部成果，其知识产权归委托方所有，受托方不得另作他用。"))
    assert out[1].section == ("成果权属",)


def test_leaders_of_any_length_are_a_contents_list() -> None:
    out = outline(
        blocks(
            "目录", "第一章 总则" + "." * 150 + "1", "第二章 内容" + "." * 150 + "4", "第三章 附则" + "." * 150 + "9"
        )
    )
    assert [b.layer for b in out] == ["contents"] * 4


@pytest.mark.parametrize("text", ["表3-1 投资估算表", "表1　设备清单", "图2.1 系统架构图", "续表3-1", "表一 概算汇总"])
def test_caption_set_like_a_heading_is_no_heading(text: str) -> None:
    body = blocks("本项目建设内容包括平台升级改造和数据资源建设，详见下文。", look=Look(12.0))
    caption = Block(9, "paragraph", text, Place(line=9), look=Look(14.0, bold=True, centered=True))
    assert outline([*body, caption])[-1].kind == "paragraph"


@pytest.mark.parametrize("text", ["表决程序", "图书馆改造", "图像识别能力"])
def test_title_that_begins_like_a_caption_is_a_heading(text: str) -> None:
    body = blocks("本项目建设内容包括平台升级改造和数据资源建设，详见下文。", look=Look(12.0))
    title = Block(9, "paragraph", text, Place(line=9), look=Look(14.0, bold=True))
    assert outline([*body, title])[-1].kind == "heading"
