"""Who buys and who supplies: what the head of a contract says, who pays, who the parties are."""

import pytest
from msgspec.structs import replace

from extractor.facts.roles import Roles, owner_at, owner_before, roles
from extractor.facts.view import View
from extractor.outline import outline
from extractor.readers import read
from extractor.readers.source import Source


def view(text: str) -> View:
    document = read(Source("甲.txt", text.encode()))
    return View(replace(document, blocks=outline(document.blocks)), "contract")


def who(text: str) -> Roles:
    return roles(view(text))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("第一条 双方应当友好合作。", "buyer"),
        ("甲方（采购人）：云泽市水利局\n乙方（供应商）：启衡信息技术有限公司", "buyer"),
        ("甲方（供方）：启衡信息技术有限公司\n乙方（需方）：云泽市水利局", "supplier"),
        ("采购人（甲方）：云泽市水利局\n供应商（乙方）：启衡信息技术有限公司", "buyer"),
        ("出租方（甲方）：云栈云计算有限公司\n承租方（乙方）：云泽市水利局", "supplier"),
        ("许可方（甲方）：启衡信息技术有限公司\n被许可方（乙方）：云泽市水利局", "supplier"),
        ("供应商（以下简称甲方）：启衡信息技术有限公司", "supplier"),
        ("平台方（甲方）向用户（乙方）提供服务。", "supplier"),
        ("甲方委托乙方开发软件。", "buyer"),
        ("乙方委托甲方开发软件。", "supplier"),
        ("乙方向甲方采购软件一套。", "supplier"),
        ("验收后甲方向乙方支付合同价款。", "buyer"),
        ("乙方应于签约后十日内向甲方支付首付款。", "supplier"),
        ("乙方应向甲方支付违约金。", "buyer"),
        ("乙方应向甲方缴纳履约保证金。", "buyer"),
        ("甲方：启衡信息技术有限公司\n乙方：云泽市第一中学", "supplier"),
        ("甲方：云泽市第一中学\n乙方：启衡信息技术有限公司", "buyer"),
        ("甲方：云泽水务集团有限公司\n乙方：启衡信息技术有限公司", "buyer"),
    ],
)
def test_which_side_the_first_party_is(text: str, first: str) -> None:
    found = who(text)
    assert (found.first, found.second) == (first, "supplier" if first == "buyer" else "buyer")


def test_the_head_goes_before_the_flow_of_money() -> None:
    text = "甲方（采购人）：云泽市水利局\n乙方（供应商）：启衡公司\n乙方向甲方支付服务费分成。"
    assert who(text).first == "buyer"


def test_the_reason_is_in_words() -> None:
    assert "没有写明" in who("双方友好合作。").reason
    assert "委托" in who("乙方委托甲方开发软件。").reason


OWNERS = [
    ("归甲方所有", "buyer", "甲方"),
    ("归甲、乙双方共有", "joint", "甲、乙双方"),
    ("归甲方和乙方共有", "joint", "甲方和乙方"),
    ("归甲方所有乙方可以使用", "buyer", "甲方"),
    ("归采购人（甲方）所有", "buyer", "采购人"),
    ("归丙方所有", "third", "丙方"),
    ("归承建单位所有", "supplier", "承建单位"),
    ("归云泽市档案馆所有", "third", None),
]


@pytest.mark.parametrize(("text", "holder", "word"), OWNERS)
def test_owner_named_after_a_verb(text: str, holder: str, word: str | None) -> None:
    seen = view(text)
    owner = owner_at(roles(seen), seen.units[0], 1, len(seen.units[0].text))
    if word is None:
        assert owner is None or owner.holder == holder
    else:
        assert owner is not None
        assert (owner.holder, owner.text) == (holder, word)


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("甲方对乙方开发的软件享有", "buyer"),
        ("乙方开发的软件甲方享有", "buyer"),
        ("乙方为甲方开发的软件乙方享有", "supplier"),
        ("甲方与乙方共同享有", "joint"),
        ("全部成果享有", None),
    ],
)
def test_subject_of_a_verb(text: str, holder: str | None) -> None:
    seen = view(text)
    owner = owner_before(roles(seen), seen.units[0], 0, len(text) - 2)
    assert (owner.holder if owner else None) == holder
