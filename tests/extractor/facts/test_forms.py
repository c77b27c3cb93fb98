"""Fields of forms: beside, under, behind a colon, below a heading; empty, pointing away, or filled."""

import pytest

from extractor.pipeline import extract, extract_text
from extractor.readers.source import Source
from tests.extractor.readers.docx_maker import p, package, tbl, tc, tr

CASES = [
    ("two columns", "项目名称 | 智慧水务平台\n建设目标 | \n建设依据 | 市政府会议纪要〔2025〕3号",
     [("项目名称", "智慧水务平台"), ("建设目标", "blank"), ("建设依据", "市政府会议纪要〔2025〕3号")]),
    ("strokes are blanks", "项目名称 | 智慧水务平台\n建设依据 | /\n年度投资额 | ____万元\n备注 | 无",
     [("项目名称", "智慧水务平台"), ("建设依据", "blank"), ("年度投资额", "blank"), ("备注", "无")]),
    ("pointers", "项目名称 | 智慧水务平台\n建设依据 | 详见建设方案\n年度投资额 | 见附件2",
     [("项目名称", "智慧水务平台"), ("建设依据", "referred"), ("年度投资额", "referred")]),
    ("lines", "项目名称：智慧水务平台\n建设依据：\n年度投资额：90万元",
     [("项目名称", "智慧水务平台"), ("建设依据", "blank"), ("年度投资额", "90万元")]),
    ("value on the next line", "项目名称：智慧水务平台\n建设依据：\n按照市政府会议纪要建设。\n总投资额：240万元",
     [("项目名称", "智慧水务平台"), ("建设依据", "按照市政府会议纪要建设。"), ("总投资额", "240万元")]),
    ("a sentence is no field", "经研究，我局拟建设智慧水务平台，主要内容如下：平台开发、数据治理。", []),
]  # fmt: skip


def fields(facts) -> list[tuple[str | None, str | None]]:
    return [(f.subject, f.value or f.state) for f in facts if f.kind == "form.field"]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(text, want, id=name) for name, text, want in CASES])
def test_fields(text, expected) -> None:
    facts = extract_text(text, kind="application_form").facts
    assert fields(facts) == expected
    assert all(fact.evidence for fact in facts)


def test_other_papers_have_none() -> None:
    assert not fields(extract_text(CASES[0][1], kind="contract").facts)


def test_a_form_of_word_with_four_columns_and_a_cell_under_its_label() -> None:
    rows = [
        ["项目名称", "智慧水务平台", "申报单位", "云栖市水务局"],
        ["总投资额（万元）", "240", "年度投资额", ""],
        tr([tc("建设依据", span=4)]),
        tr([tc("市政府会议纪要要求建设统一平台。", span=4)]),
        tr([tc("目标需求", span=4)]),
        tr([tc("", span=4)]),
    ]
    found = extract(Source("申报表.docx", package(p("项目申报表") + tbl(rows))), kind="application_form").facts
    assert fields(found) == [
        ("项目名称", "智慧水务平台"),
        ("申报单位", "云栖市水务局"),
        ("总投资额（万元）", "240"),
        ("年度投资额", "blank"),
        ("建设依据", "市政府会议纪要要求建设统一平台。"),
        ("目标需求", "blank"),
    ]


def test_headings_over_their_text() -> None:
    text = "项目申报单\n\n一、建设依据\n\n按照市政府会议纪要建设。\n\n二、建设内容\n\n三、预算需求\n\n180万元。\n"
    assert fields(extract_text(text, kind="application_form").facts) == [
        ("建设依据", "按照市政府会议纪要建设。"),
        ("建设内容", "blank"),
        ("预算需求", "180万元。"),
    ]


def test_a_list_of_things_is_no_form() -> None:
    text = "序号 | 设备名称 | 数量 | 单价\n1 | 服务器 | 2 | 10\n2 | 交换机 | 3 | 5"
    assert not fields(extract_text(text, kind="acceptance").facts)
