"""Plain text and Markdown: encodings, paragraphs broken at a margin, tables of bars, lines kept."""

import pytest

from extractor.document import Document
from extractor.kinds import classify
from extractor.readers import read
from extractor.readers.source import Limits, Source


def text(content: str | bytes, name: str = "合同.txt") -> Document:
    return read(Source(name, content if isinstance(content, bytes) else content.encode()), Limits())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_encodings(encoding: str) -> None:
    document = text("第八条 质量保证\n质保期为两年。".encode(encoding))
    assert [b.text for b in document.blocks] == ["第八条 质量保证", "质保期为两年。"]
    assert document.status == "read"


def test_one_paragraph_a_line_stays_so() -> None:
    document = text("采购预算：260万\n交付时间：2027年3月31日前\n质保要求：3年免费质保\n")
    assert len(document.blocks) == 3
    assert [b.place.line for b in document.blocks] == [1, 2, 3]


def test_lines_broken_at_a_margin_are_joined_with_their_places() -> None:
    lines = [
        "13.2 第三方就买方使用标的设备提起侵权之诉的，买方应",
        "在10日内转告卖方，由卖方以自身费用应诉并清偿判赔金",
        "额；卖方怠于应诉的，买方可自行处理。",
        "13.3 判令停止使用的，卖方应换以等效设备。",
    ]
    document = text("\n".join(lines))
    assert [b.text for b in document.blocks] == ["".join(lines[:3]), lines[3]]
    first = document.blocks[0]
    assert [first.text[p.start : p.end] for p in first.pieces] == lines[:3]
    assert [p.place.line for p in first.pieces] == [1, 2, 3]


def test_a_keyword_over_a_line_break_is_whole_again() -> None:
    document = text(
        "五、整机及附件的质量保\n证期自双方签署终验证书之日起计，为期24个\n月；软件授权升级另行计算，不受此限。\n"
    )
    assert "质量保证期" in document.blocks[0].text
    assert "24个月" in document.blocks[0].text


def test_titles_are_not_joined_to_what_follows() -> None:
    document = text("验收\n受托方交齐源程序后，由委托方召集评审会。\n成果权属\n著作权由受托方享有。\n")
    assert [b.text for b in document.blocks][:1] == ["验收"]
    assert len(document.blocks) == 4


def test_table_of_bars() -> None:
    document = text("价款汇总（单位：万元）\n费用项 | 金额\n开发费 | 310\n合计 | 310\n")
    table = document.blocks[1].table
    assert table is not None
    assert (table.rows, table.columns, table.header_rows, table.unit) == (3, 2, 1, "万元")
    last = table.cells[-1]
    assert (last.row, last.column, last.text, last.place.line) == (3, 2, "310", 4)


def test_markdown_table_and_headings() -> None:
    document = text("# 方案\n\n## 工期\n\n| 项目 | 约定 |\n| --- | --- |\n| 工期 | 90天 |\n", "方案.md")
    assert [(b.kind, b.level) for b in document.blocks[:2]] == [("heading", 1), ("heading", 2)]
    table = document.blocks[2].table
    assert table is not None
    assert (table.rows, table.header_rows) == (2, 1)


def test_an_empty_file_says_so() -> None:
    document = text("")
    assert (document.status, document.unread[0].reason) == ("unreadable", "empty")
    assert text("  \n\n").status == "unreadable"


def test_bytes_that_are_no_text_say_so() -> None:
    document = text("质保期为两年。".encode() + b"\xff\xfe\xff")
    assert document.status == "partial"
    assert document.unread[0].reason == "garbled-text"


def test_a_limit_is_told() -> None:
    document = read(Source("大.txt", "质保期为两年。\n".encode() * 100), Limits(part_bytes=210))
    assert document.status == "partial"
    assert [u.reason for u in document.unread] == ["limit"]


def test_lines_of_a_form_stay_apart() -> None:
    lines = ["甲方：东源市政务服务保障中心", "乙方：青岚科技有限公司云栖", "双方就平台建设订立本合同。"]
    assert [b.text for b in text("\n".join(lines)).blocks] == lines


def test_a_chapters_title_is_whole_however_long_the_other_lines_are() -> None:
    document = text("第八章 信息资源目录与共享\n本章不涉及。\n第九章 其他\n无。")
    assert [b.text for b in document.blocks] == ["第八章 信息资源目录与共享", "本章不涉及。", "第九章 其他", "无。"]
    listed = "第五章 数据共享、业务协同和系统集成方案"
    text_under = "本系统向应急、气象部门提供水位数据目录十二项，按日更新，需求均已列入清单。"
    assert [b.text for b in text(f"{listed}\n{text_under}").blocks] == [listed, text_under]


@pytest.mark.parametrize(
    "title",
    [
        "关于云栖市智慧停车综合管理平台可行性研究报告的批复",
        "云栖市智慧停车平台密码应用安全性评估报告",
        "云栖经开区智慧园区综合管理平台建设方案（报批稿）",
        "7.1 云栖市智慧停车综合管理平台的系统安全设计",
        "（三）现有信息系统和政务数据资源的整合利用情况",
        "现有信息系统和政务数据资源的整合利用情况",
        "云栖市数据局关于在全市推广智慧停车平台的通知",
    ],
)
@pytest.mark.parametrize(
    "below",
    [
        "本项目由市城管局建设，同意立项。",
        "经研究，原则同意该项目的建设内容和投资规模，请按基本建设程序抓紧组织实施，建成后及时申请验收。",
        "系统上线运行前须通过评估并完成整改",
    ],
)
def test_a_title_stands_alone_whatever_stands_under_it(title: str, below: str) -> None:
    assert [b.text for b in text(f"{title}\n{below}\n").blocks] == [title, below]


def test_a_title_stands_alone_in_a_file_broken_at_its_own_width() -> None:
    title = "关于云栖市智慧停车平台建设的批复"
    body = [
        "市城管局报来的请示和附件均已收悉",
        "经研究同意该项目立项建设并由市城管",
        "局按照有关规定组织实施直至竣工验收。",
    ]
    assert [b.text for b in text("\n".join([title, *body])).blocks] == [title, "".join(body)]


@pytest.mark.parametrize(
    "lines",
    [
        ["乙方应在合同签订后三十日内编制并提交项目实施方案", "经甲方确认后执行。"],
        ["（三）乙方应于合同签订之日起三十日内向甲方提交实施", "方案。"],
        ["验收合格后由甲方委托的造价咨询机构出具审计报告", "，据此办理结算。"],
        ["五、整机及附件的质量保", "证期自验收合格之日起计两年。"],
    ],
)
def test_a_sentence_broken_once_is_joined_though_it_is_the_only_long_line(lines: list[str]) -> None:
    assert [b.text for b in text("\n".join(lines)).blocks] == ["".join(lines)]


def test_lines_of_a_timetable_stay_apart() -> None:
    lines = ["2026.3.1—2026.4.30 完成系统详细设计方案", "2026.5.1—2026.8.31 完成系统开发与部署上线"]
    assert [b.text for b in text("\n".join(lines)).blocks] == lines


def test_the_kind_of_a_paper_is_told_by_a_title_directly_over_its_text() -> None:
    paper = "云栖市智慧停车平台商用密码应用安全性评估报告\n被测系统已完成评估，结论为基本符合，综合得分七十八分。\n"
    kind, _ = classify(text(paper, "材料.txt"))
    assert kind == "test_report"
