"""Options chosen by their number: only the one of that number is said, and none where the number is left open."""

import pytest

from extractor.pipeline import extract_text

LEAD = "第十条 双方确定，因履行本合同所产生的研究开发成果及其相关知识产权权利归属，按下列第{}种方式处理："
WAYS = ("1．甲方享有申请专利的权利；", "2．双方共同享有，甲方有免费使用权。")


def owners(text: str) -> list[tuple[str, str | None, str | None]]:
    facts = extract_text(text, kind="contract").facts
    return [(f.state, f.holder, f.holder_text) for f in facts if f.kind == "ownership.results"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(" 1 ", ("stated", "buyer")), (" 2 ", ("stated", "joint")), ("（二）", ("stated", "joint")),
     ("____", ("blank", None)), ("【 】", ("blank", None)), ("  ", ("blank", None))],
)  # fmt: skip
def test_the_standard_form_of_a_technology_contract(number: str, expected: tuple[str, str | None]) -> None:
    text = "\n".join((LEAD.format(number), *WAYS, "第十一条 其他"))
    assert [found[:2] for found in owners(text)] == [expected]


def test_what_was_chosen_carries_the_clause_that_leads_it() -> None:
    text = "\n".join((LEAD.format("2"), *WAYS))
    fact = next(f for f in extract_text(text, kind="contract").facts if f.kind == "ownership.results")
    assert [evidence.quote for evidence in fact.evidence] == ["双方共同享有", LEAD.format("2")]


@pytest.mark.parametrize(("number", "holder"), [("一", "buyer"), ("二", "supplier"), ("三", "joint")])
def test_options_in_one_paragraph(number: str, holder: str) -> None:
    lead = f"研究开发成果的知识产权归属按下列第（{number}）种方式处理："
    text = lead + "（一）归甲方所有；（二）归乙方所有；（三）归双方共有。"
    assert [found[:2] for found in owners(text)] == [("stated", holder)]


def test_other_matters_too() -> None:
    text = "质保期按以下第2种方式执行：1、质保期一年；2、质保期三年。"
    facts = extract_text(text, kind="contract").facts
    assert [f.value for f in facts if f.kind == "period.warranty"] == ["P3Y"]


@pytest.mark.parametrize(
    "text",
    [
        "乙方应满足以下条件：1、质保期三年；2、提供备件。",
        "乙方应承担以下第三方费用：1、质保期三年内的检测费；2、质保期三年。",
        "按下列方式执行：1、质保期三年；2、免费升级。",
    ],
)
def test_a_plain_list_is_no_choice(text: str) -> None:
    facts = extract_text(text, kind="contract").facts
    assert "P3Y" in [f.value for f in facts if f.kind == "period.warranty"]
