"""Who owns results and data: the ways it is said, who the owner is, and what only looks like ownership."""

import re

import pytest

from extractor.fact import DocumentKind, Fact
from extractor.facts.ownership import find
from extractor.facts.view import View
from extractor.outline import outline
from extractor.pipeline import extract_text, from_document
from extractor.readers import read
from extractor.readers.source import Source


def owned(text: str, kind: DocumentKind = "contract") -> list[Fact]:
    document = read(Source("甲.txt", text.encode()))
    blocks = outline(document.blocks)
    from msgspec.structs import replace  # noqa: PLC0415  only here

    return list(find(View(replace(document, blocks=blocks), kind)))


def short(facts: list[Fact]) -> list[str]:
    """results:buyer, data:joint, results/background:supplier, results=blank"""
    out = []
    for fact in facts:
        name = fact.kind.removeprefix("ownership.") + (f"/{fact.subject}" if fact.subject else "")
        out.append(f"{name}:{fact.holder}" if fact.state == "stated" else f"{name}={fact.state}")
    return out


WAYS = [
    ("归…所有", "项目成果的著作权归甲方所有。", ["results:buyer"]),
    ("归属于", "项目成果的著作权归属于甲方。", ["results:buyer"]),
    ("归属 without 于", "项目源代码的著作权归属甲方。", ["results:buyer"]),
    ("属", "系统的软件著作权属乙方。", ["results:supplier"]),
    ("由…享有", "项目成果的专利申请权由双方共同享有。", ["results:joint"]),
    ("由…按…共有", "合作所得技术秘密由双方按投入比例共有。", ["results:joint"]),
    ("由…取得", "全部知识产权自完成之日起由甲方原始取得。", ["results:buyer"]),
    ("为…所有", "本系统的知识产权为甲方所有。", ["results:buyer"]),
    ("为…的财产", "全部源程序及其知识产权均为甲方的财产。", ["results:buyer"]),
    ("权利人为", "定制软件知识产权的权利人为甲方。", ["results:buyer"]),
    ("著作权人登记为", "本系统的著作权人登记为乙方。", ["results:supplier"]),
    ("owner first", "甲方享有本项目成果的全部知识产权。", ["results:buyer"]),
    ("owner first, 对", "甲方对乙方开发的软件享有著作权。", ["results:buyer"]),
    ("maker before owner", "乙方开发的软件甲方享有著作权。", ["results:buyer"]),
    ("owner gets", "甲方付清价款后取得该软件的所有权。", ["results:buyer"]),
    ("no verb of belonging", "软件著作权双方共有。", ["results:joint"]),
    ("shares", "系统著作权，双方各占50%份额。", ["results:joint"]),
    ("转让给", "乙方将项目软件的著作财产权无偿转让给甲方。", ["results:buyer"]),
    ("转归", "价款付清之日起，源代码的著作权转归买方。", ["results:buyer"]),
    ("traditional", "本案軟體著作權悉歸甲方。", ["results:buyer"]),
    ("pinyin", "軟件著作權(quán)歸(guī)乙方所有。", ["results:supplier"]),
    ("label", "软件著作权：甲方\n专利权：双方共有", ["results:buyer", "results:joint"]),
    ("ticked", "知识产权归属：□归甲方 ☑归乙方 □双方共有", ["results:supplier"]),
    ("not ticked", "知识产权归属：□归甲方；□归乙方；□双方共有", ["results=blank"]),
    ("boxes in brackets", "成果的知识产权归（□ 甲方所有 / □ 乙方所有 / □ 双方共有）。", ["results=blank"]),
    ("table", "条款 | 约定\n知识产权归属 | 归甲方\n数据归属 | 归甲方", ["results:buyer", "data:buyer"]),
    ("blank", "本项目成果的知识产权归______所有。", ["results=blank"]),
    ("choice", "本项目成果的知识产权归（甲方/乙方/双方）所有。", ["results=blank"]),
    ("referred", "成果的知识产权归属按附件三《知识产权协议》执行。", ["results=referred"]),
    ("open", "成果的知识产权归属由双方另行协商确定。", ["results=unstated"]),
    ("what follows the owner", "成果的知识产权归甲方所有乙方可以使用。", ["results:buyer"]),
    ("first 归 is empty", "成果的知识产权归，付清后由双方共有。", ["results:joint"]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*w[1:], id=w[0]) for w in WAYS])
def test_ways_to_say_it(text: str, expected: list[str]) -> None:
    assert short(owned(text)) == expected


OBJECTS = [
    ("data", "系统产生的业务数据归采购人所有。", ["data:buyer"]),
    ("derived data", "运行数据及衍生数据的全部权益由甲方独占享有。", ["data:buyer"]),
    ("data and results", "项目成果和数据的所有权归甲方。", ["results:buyer", "data:buyer"]),
    ("system only in the attribute", "平台沉淀的日志和统计数据归甲方所有。", ["data:buyer"]),
    ("results clause with data in a list", "系统、数据、文档的知识产权归甲方所有。", ["results:buyer"]),
    ("background", "乙方签约前已有的通用框架，权利仍归乙方。", ["results/background:supplier"]),
    ("improvements", "甲方后续改进所得新成果的著作权归甲方。", ["results/improvements:buyer"]),
    ("equipment", "验收后服务器的所有权归甲方。", []),
    ("goods of any name", "网框的所有权归甲方所有。", []),
    ("made of the buyer's material", "乙方基于甲方提供资料形成的知识产权归甲方。", ["results:buyer"]),
    ("tools lent", "乙方领用的笔记本电脑、门禁卡归甲方所有。", []),
    ("licence", "甲方享有软件的永久使用权。", []),
    ("naming", "乙方保留在成果上署名的权利。", []),
    ("inventor", "完成人享有在专利文件中写明自己是发明人的权利。", []),
    ("buyer's own material", "甲方提供的图纸，其知识产权归甲方所有。", []),
    ("bid papers", "投标人提交的技术方案，无论中标与否，其知识产权归招标人。", []),
    ("management", "各部门数据归口大数据局管理。", []),
    ("storage", "业务数据由乙方保存六个月。", []),
    ("costs", "因知识产权产生的费用归乙方承担。", []),
    ("tax", "属于甲方的税费由甲方缴纳，软件另计。", []),
    ("each side keeps its own", "双方各自既有的知识产权归各自所有。", []),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*o[1:], id=o[0]) for o in OBJECTS])
def test_what_is_owned(text: str, expected: list[str]) -> None:
    assert short(owned(text)) == expected


NO_STATEMENT: list[tuple[str, DocumentKind, str]] = [
    ("warranty of title", "contract", "乙方保证其对所供软件拥有完整的知识产权。"),
    ("lawful owner", "contract", "乙方为所供软件的合法著作权人。"),
    ("qualification", "procurement_document", "投标人拥有同类软件著作权的，每项得1分。"),
    ("scoring", "procurement_document", "著作权归供应商所有的得3分。"),
    ("prohibition", "contract", "乙方不得将成果的著作权转让给第三方。"),
    ("statute", "contract", "《著作权法》规定，委托作品的著作权属于受托人。"),
    ("advice", "other", "签约前务必写明“源代码归甲方”。"),
    ("usual practice", "construction_plan", "软件著作权通常归甲方所有。"),
    ("opinion", "review_material", "建议约定项目成果的知识产权归建设单位所有。"),
]


@pytest.mark.parametrize(("kind", "text"), [pytest.param(*n[1:], id=n[0]) for n in NO_STATEMENT])
def test_no_statement(kind: DocumentKind, text: str) -> None:
    assert short(owned(text, kind)) == []


@pytest.mark.parametrize(
    ("head", "holder"),
    [
        ("", "buyer"),
        ("甲方（供方）：杉原软件有限公司\n乙方（需方）：柏城市水务局\n", "supplier"),
        ("卖方（以下简称甲方）：杉原软件有限公司\n", "supplier"),
        ("甲方：杉原软件有限公司\n乙方：柏城市环境监测站\n", "supplier"),
        ("甲方委托乙方开发软件。\n", "buyer"),
        ("乙方委托甲方开发软件。\n", "supplier"),
    ],
)
def test_the_same_words_under_reversed_parties(head: str, holder: str) -> None:
    facts = owned(head + "第一条 权属\n源代码的著作权归甲方所有，永久有效，不因人员变动而改变。")
    assert [fact.holder for fact in facts] == [holder]
    assert facts[0].holder_text == "甲方"


NAMES = "甲方：云泽市水利局\n乙方：启衡信息技术有限公司\n第一条 权属与其他约定\n"


@pytest.mark.parametrize(
    ("owner", "holder"),
    [
        ("云泽市水利局", "buyer"),
        ("市水利局", "buyer"),
        ("启衡公司", "supplier"),
        ("启衡信息技术有限公司", "supplier"),
        ("云泽市财政局", "third"),
        ("云泽市水利局和启衡公司", "joint"),
    ],
)
def test_owner_by_name(owner: str, holder: str) -> None:
    facts = owned(f"{NAMES}源代码的著作权归{owner}所有，本条约定长期有效，不受人员变动影响。")
    assert [fact.holder for fact in facts] == [holder]


def test_a_user_by_any_name_owns_what_it_enters() -> None:
    assert short(owned("会员单位录入的经营数据归会员单位。")) == ["data:buyer"]
    assert short(owned("承办机构填报的业务数据归承办机构所有。")) == ["data:buyer"]
    assert short(owned("会员单位的经营数据归档保存。")) == []


@pytest.mark.parametrize(
    ("word", "role"),
    [("项目建设单位", "building_unit"), ("需求单位", "demand_unit"), ("市人民政府", "government")],
)
def test_role_of_the_owner(word: str, role: str) -> None:
    assert owned(f"系统产生的数据归{word}所有。")[0].holder_role == role


def test_quotes_are_the_source_and_facts_know_their_pattern() -> None:
    text = "第九条 權屬\n本系統之著作財產權，於驗收後移轉予 甲方 所有；乙方不得留存。"
    for fact in extract_text(text, kind="contract").facts:
        for evidence in fact.evidence:
            assert re.sub(r"\s", "", evidence.quote) in re.sub(r"\s", "", text)
        assert fact.pattern
    assert any(f.kind == "ownership.results" for f in extract_text(text, kind="contract").facts)


def test_a_table_quotes_thing_and_owner() -> None:
    fact = owned("条款 | 约定\n知识产权归属 | 归甲方")[0]
    assert [e.quote for e in fact.evidence] == ["知识产权归属", "归甲方"]


def test_refusals_say_why() -> None:
    read_once = extract_text("服务器的所有权归甲方。", kind="contract")
    refusals = from_document(read_once.document, kind="contract", explain=True).refusals
    assert [r.reason for r in refusals if r.kind == "ownership.results"] == ["设备或物品的所有权，不是项目成果的归属"]


@pytest.mark.parametrize(
    "text",
    [
        "项目数据、接口参数、网络拓扑均属甲方的保密信息。",
        "由甲方成果形成的收益归甲方。",
        "权重由专家打分和历史数据回归共同确定。",
    ],
)
def test_what_only_sounds_like_ownership(text: str) -> None:
    assert short(owned(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "乙方提供的第三方商用软件，知识产权归原厂商所有。",
        "乙方外购的成品软件，其著作权归原权利人所有。",
    ],
)
def test_what_was_bought_is_no_result(text: str) -> None:
    assert short(owned(text)) == ["results/third_party:third"]


def test_a_body_named_for_the_results_is_no_third_party_software() -> None:
    assert short(owned("本项目形成的全部成果知识产权归云栖市人民政府所有。")) == ["results:third"]


@pytest.mark.parametrize("text", ["知识产权归属由双方另行协商。", "本合同知识产权归属由双方另行约定。"])
def test_an_owner_left_open_is_unstated(text: str) -> None:
    assert short(owned(text)) == ["results=unstated"]


@pytest.mark.parametrize(
    ("text", "word", "role"),
    [
        ("项目数据归云栖市人民政府所有。", "市人民政府", "government"),
        ("项目数据归市政府办公室所有。", "市政府办公室", None),
        ("项目数据归云栖市政府采购中心所有。", "市政府采购中心", None),
    ],
)
def test_an_office_of_the_government_is_not_the_government(text: str, word: str, role: str | None) -> None:
    (fact,) = owned(text)
    assert (fact.holder, fact.holder_text, fact.holder_role) == ("third", word, role)


@pytest.mark.parametrize(
    ("head", "holder", "role"),
    [
        ("甲方：云栖市城运中心\n乙方：青岚数据有限公司\n丙方：云栖市苇田中心（项目需求单位）", "丙方", "demand_unit"),
        ("甲方：云栖市城运中心\n乙方：青岚数据有限公司\n丙方（需求单位）：云栖市苇田中心", "丙方", "demand_unit"),
        ("甲方（建设单位）：云栖市苇田中心\n乙方：青岚数据有限公司", "甲方", "building_unit"),
        ("甲方：云栖市城运中心\n乙方：青岚数据有限公司\n丙方：云栖市苇田中心", "丙方", None),
    ],
)
def test_a_side_has_the_role_that_the_parties_block_gives_it(head: str, holder: str, role: str | None) -> None:
    fact = next(f for f in owned(f"{head}\n项目成果的知识产权归{holder}所有。") if f.kind == "ownership.results")
    assert (fact.holder_text, fact.holder_role) == (holder, role)
