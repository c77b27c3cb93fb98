"""Where a figure beside a label is something else: a clock's start, a rule's words, the day of one paper."""

import pytest

from extractor.pipeline import extract_text


def periods(text: str, kind: str) -> list[tuple[str | None, str]]:
    return [(f.value, f.op) for f in extract_text(text, "contract").facts if f.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "实施周期：自2025年4月1日起36个月。",
        "实施周期 | 自2025年4月1日起36个月\n服务地点 | 云栖市",
        "工期自2025年4月1日起36个月。",
    ],
)
def test_the_day_the_clock_starts_is_no_period(text: str) -> None:
    assert [value for value, _ in periods(text, "period.implementation")] == ["P36M"]


def test_an_interval_is_still_one() -> None:
    assert periods("实施周期自2025年4月1日起至2026年3月31日止。", "period.implementation") == [
        ("2025-04-01/2026-03-31", "==")
    ]


def test_the_words_of_a_rule_are_no_promise() -> None:
    text = "项目所在地的管理办法对合同质保有“质保期一般不低于2年”的表述，双方在商定条款时已作参考。"
    assert periods(text, "period.warranty") == []
    assert periods("双方约定的“质保期”为2年。", "period.warranty") == [("P2Y", "==")]


def test_the_day_of_one_paper_is_no_period_of_the_project() -> None:
    table = "交付物 | 交付时间\n需求规格说明书 | 启动后10日内\n质量保证计划 | 启动后15日内\n"
    assert periods(table, "period.implementation") == []
    assert periods("标段 | 交付期\nA标段 | 60天\nB标段 | 90天\n", "period.implementation") != []


@pytest.mark.parametrize("article", ["第三十条，", "第三十条第二款，", "（云政发〔2024〕1号）第十二条，", "，"])
def test_a_regulation_named_by_its_article_is_quoted(period_facts, article: str) -> None:
    text = f"依据《云栖市政务信息化项目建设管理办法》{article}政务信息化项目质保期一般不低于2年。"
    assert period_facts(text, "contract") == set()
    own = f"依据《云栖市政务信息化项目建设管理办法》{article}本项目质保期不低于2年。"
    assert period_facts(own, "contract") == {"warranty P2Y >="}
