"""Names of parties and projects: where a label gives them, and where nothing does."""

import pytest

from extractor.facts.parties import plain_name
from extractor.pipeline import extract_text


def named(text: str, kind: str) -> list[str | None]:
    return [f.value for f in extract_text(text, kind="contract").facts if f.kind == kind]


BUYER, SUPPLIER = "云泽市水利局", "启衡信息技术有限公司"
HEADS = [
    ("lines", f"甲方：{BUYER}\n乙方：{SUPPLIER}"),
    ("roles before", f"采购人（甲方）：{BUYER}\n供应商（乙方）：{SUPPLIER}"),
    ("roles behind", f"甲方（采购人）：{BUYER}\n乙方（中标人）：{SUPPLIER}"),
    ("no 甲乙", f"委托方：{BUYER}\n受托方：{SUPPLIER}"),
    ("name of", f"买方（甲方）名称：{BUYER}\n卖方（乙方）名称：{SUPPLIER}"),
    ("full name", f"甲方（全称）：{BUYER}\n乙方（全称）：{SUPPLIER}"),
    ("spaced labels", f"甲  方：{BUYER}\n乙  方：{SUPPLIER}"),
    ("one line", f"甲方：{BUYER}      乙方：{SUPPLIER}"),
    ("short form follows", f"甲方：{BUYER}（以下简称“甲方”）\n乙方：{SUPPLIER}（以下简称“乙方”）"),
    ("table", f"甲方 | {BUYER}\n乙方 | {SUPPLIER}"),
    ("preamble", f"本合同由{BUYER}（以下简称甲方）与{SUPPLIER}（以下简称乙方）于今日签订。"),
    ("addresses between", f"甲方：{BUYER}\n地址：河东路1号\n乙方：{SUPPLIER}\n地址：高新区2号"),
    ("text on the next line", f"甲方：{BUYER}\n乙方：{SUPPLIER}\n双方协商一致订立本合同。"),
]


@pytest.mark.parametrize("text", [pytest.param(h[1], id=h[0]) for h in HEADS])
def test_parties(text: str) -> None:
    assert named(text, "party.buyer") == [BUYER]
    assert named(text, "party.supplier") == [SUPPLIER]


@pytest.mark.parametrize(
    "line",
    [
        "甲方分三期支付：首付款30%、进度款40%、验收款百分之三十。",
        "甲方应提供：全部接口文档和测试环境。",
        "甲方项目经理：李云岚工程师",
    ],
)
def test_what_a_party_does_is_not_its_name(line: str) -> None:
    assert named(line, "party.buyer") == []
    assert named(f"甲方：{BUYER}\n乙方：{SUPPLIER}\n{line}", "party.buyer") == [BUYER]


def test_the_first_row_of_a_form_is_a_field_like_the_others() -> None:
    form = "| 项目名称 | 云泽市一张图平台 | 申报单位 | 云泽市水利局 |\n| 项目类型 | 新建 | 总投资（万元） | 1,560.80 |"
    form += "\n| 建设周期 | 12个月 | 资金来源 | 财政资金 |"
    assert named(form, "project.name") == ["云泽市一张图平台"]
    assert named(form, "project.owner") == [BUYER]
    lists = "| 项目名称 | 建设单位 | 总投资 | 建设周期 |\n| 一张图平台 | 云泽市水利局 | 100 | 12个月 |"
    lists += "\n| 防汛平台 | 云泽市水利局 | 200 | 10个月 |"
    assert named(lists, "project.name") == []


def test_reversed_parties() -> None:
    text = f"甲方（供方）：{SUPPLIER}\n乙方（需方）：{BUYER}"
    assert named(text, "party.buyer") == [BUYER]
    assert named(text, "party.supplier") == [SUPPLIER]


@pytest.mark.parametrize(
    "text",
    [
        "甲方：________\n乙方：________",
        "甲方（盖章）：\n乙方（盖章）：",
        "甲方应按期付款，乙方应按期交付。",
        "甲方：（盖章）",
    ],
)
def test_no_name_no_party(text: str) -> None:
    assert named(text, "party.buyer") == []
    assert named(text, "party.supplier") == []


PROJECTS = [
    ("project.name", "项目名称：云泽市智慧水利平台", ["云泽市智慧水利平台"]),
    ("project.name", "1、项目名称:智慧水利平台   2、采购人：云泽市水利局", ["智慧水利平台"]),
    ("project.name", "| 项目名称 | 云泽市智慧水利平台 |", ["云泽市智慧水利平台"]),
    ("project.name", "项目名称：“云泽市智慧水利”平台", ["云泽市智慧水利平台"]),
    ("project.name", "项目名称：______", []),
    ("project.name", "项目名称应当与批复一致。", []),
    ("project.owner", "建设单位：云泽市水利局", ["云泽市水利局"]),
    ("project.owner", "| 建设单位 | 云泽市水利局 |", ["云泽市水利局"]),
    ("project.owner", "建设单位管理费：12万元", []),
    ("project.owner", "建设单位意见：同意上报", []),
    ("project.contractor", "中标人：启衡信息技术有限公司", ["启衡信息技术有限公司"]),
    ("project.contractor", "中标人应在十日内签订合同。", []),
]


@pytest.mark.parametrize(("kind", "text", "expected"), PROJECTS)
def test_projects(kind: str, text: str, expected: list[str]) -> None:
    assert named(text, kind) == expected


def test_the_quote_is_the_source() -> None:
    text = "項目名稱：雲澤市智慧水利平台\n建設單位：雲澤市 水利局"
    facts = {f.kind: f for f in extract_text(text, kind="contract").facts}
    assert facts["project.name"].evidence[0].quote == "雲澤市智慧水利平台"
    assert facts["project.owner"].evidence[0].quote == "雲澤市 水利局"
    assert facts["project.owner"].value == plain_name("云泽市水利局")


def test_sides_named_in_quotation_marks_alone() -> None:
    text = "本合同由以下双方签订：云泽市城市管理局（“甲方”）与霁月软件股份有限公司（“乙方”）。"
    named = {f.kind: f.value for f in extract_text(text, kind="contract").facts if f.kind.startswith("party.")}
    assert named == {"party.buyer": "云泽市城市管理局", "party.supplier": "霁月软件股份有限公司"}


def test_who_buys_and_who_builds_are_told_apart() -> None:
    text = "建设单位：云栖市档案局\n采购人：云栖市政务服务保障中心\n"
    owners = [fact for fact in extract_text(text, kind="procurement_document").facts if fact.kind == "project.owner"]
    assert [(fact.value, fact.holder_role) for fact in owners] == [
        ("云栖市档案局", "building_unit"),
        ("云栖市政务服务保障中心", None),
    ]
