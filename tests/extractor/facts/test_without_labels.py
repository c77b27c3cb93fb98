"""Periods, prices and shares that are said without their label, each beside what only looks like one."""

import time

import pytest

from extractor.pipeline import extract_text

KINDS = ("period.", "payment.", "contract.price", "budget.total")

PAIRS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("construction_plan", "本工程分三年实施。", frozenset({"implementation P3Y =="})),
    ("construction_plan", "所需资金分三年安排，逐年下达。", frozenset()),
    ("construction_plan", "建议本工程分三年实施。", frozenset()),
    ("construction_plan", "执法平台计划于2026年底前建成。", frozenset({"implementation 2026-12 <="})),
    ("construction_plan", "执法平台计划于2026年二季度末前建成。", frozenset({"implementation 2026-06 <="})),
    ("construction_plan", "2024年底前，全区共受理事项九千件。", frozenset()),
    ("contract", "开发6周，测试2周，部署1周，合计9周。", frozenset({"implementation P9W =="})),
    ("contract", "开发6周，测试2周，部署1周，合计12周。", frozenset()),
    ("contract", "接到发货通知后20日内运抵现场并装好。", frozenset({"implementation P20D <="})),
    ("contract", "接到报修通知后2日内将备件送达现场。", frozenset()),
    ("contract", "工期：2025年9月启动，工期12个月。", frozenset({"implementation P12M =="})),
    ("contract", "从签约到交付不超过4个月。", frozenset({"implementation P4M <="})),
    ("contract", "从报修到修复不超过4天。", frozenset()),
    ("construction_plan", "项目自2025年5月起实施，周期10个月。", frozenset({"implementation P10M =="})),
    ("contract", "系统自2025年5月起试运行，周期3个月后组织培训。", frozenset({"trial_run P3M =="})),
    ("contract", "质保期/免费维护期：3年/1年。", frozenset({"warranty P3Y ==", "free_maintenance P1Y =="})),
    ("contract", "三年之内，凡属质量问题，卖方一律免费维修。", frozenset({"warranty P3Y =="})),
    ("contract", "三年之内，卖方不得提价。", frozenset()),
    ("contract", "两年内系统维护均由乙方负责，不另行收费。", frozenset({"free_maintenance P2Y =="})),
    ("contract", "软件升级不收取费用，合同期为3年。", frozenset({"contract_term P3Y =="})),
    ("contract", "质保期：（  ）一年 （  ）两年 （  ）三年", frozenset()),
    ("contract", "质保期再延长1年，即共计4年。", frozenset({"warranty P4Y =="})),
    ("contract", "质保期相应延长1年。", frozenset()),
    ("contract", "质保期同原厂政策，但不得少于三年。", frozenset({"warranty P3Y >="})),
    ("contract", "移交后两年内为质量保证期，三年内为优惠服务期。", frozenset({"warranty P2Y =="})),
    ("contract", "原合同质保期三年已于去年届满。", frozenset()),
    ("minutes", "有的专家提出，质保期宜不少于三年。", frozenset()),
    (
        "contract",
        "合同总价60万元，含软件许可、实施及首年维护。",
        frozenset({"price 600000.00 ==", "free_maintenance P1Y =="}),
    ),
    ("contract", "合同总价60万元，含软件许可一年、培训及维护手册。", frozenset({"price 600000.00 =="})),
    ("contract", "合同总价调减5万元，调减后为61万元。", frozenset({"price 610000.00 =="})),
    ("contract", "不含税合同价为100万元，含税合同价为106万元。", frozenset({"price 1060000.00 =="})),
    ("feasibility_report", "总投资由软件30万元、硬件20万元构成，合计50万元。", frozenset({"total 500000.00 =="})),
    ("feasibility_report", "总投资900万元，2025年计划投资300万元。", frozenset({"total 9000000.00 =="})),
    (
        "contract",
        "里程碑付款：M1蓝图20%，M2开发50%，M3终验30%。",
        frozenset({"share 0.20 ==", "share 0.50 ==", "share 0.30 =="}),
    ),
    ("contract", "里程碑付款考核：M1蓝图20%，M2开发50%。", frozenset()),
    ("contract", "付款：30%-60%-10%。", frozenset({"share 0.30 ==", "share 0.60 ==", "share 0.10 =="})),
    ("contract", "签约时先付三分之一，余下三分之二验收后付清。", frozenset({"share 0.3333 ==", "share 0.6667 =="})),
    ("contract", "变更须经三分之二以上成员同意后支付。", frozenset()),
    ("contract", "验收后一次性支付合同总金额，乙方开具增值税发票，本合同不设预付款。", frozenset({"share 1.00 =="})),
)


def said(text: str, kind: str) -> set[str]:
    facts = [fact for fact in extract_text(text, kind=kind).facts if fact.kind.startswith(KINDS)]  # type: ignore[arg-type]  # a kind of the table
    return {f"{fact.kind.split('.')[1]} {fact.value} {fact.op}" for fact in facts if fact.state == "stated"}


@pytest.mark.parametrize(("kind", "text", "expected"), PAIRS)
def test_said_without_a_label(kind: str, text: str, expected: frozenset[str]) -> None:
    assert said(text, kind) == expected


def test_a_row_of_the_sum_has_no_blank_term() -> None:
    text = "| 货物 | 金额（元） | 质保 |\n|---|---|---|\n| 服务器 | 92,000 | 五年 |\n| 合计 | 92,000 | |"
    facts = [fact for fact in extract_text(text, kind="contract").facts if fact.kind == "period.warranty"]
    assert [(fact.state, fact.value) for fact in facts] == [("stated", "P5Y")]


def test_only_the_column_after_a_change_is_agreed() -> None:
    rows = (
        "条款 | 变更前 | 变更后",
        "合同总价 | 120万元 | 136万元",
        "完工时间 | 2025年6月30日 | 2025年10月31日",
        "质保期 | 1年 | 2年",
    )
    text = "\n".join(rows)
    assert said(text, "contract") == {"price 1360000.00 ==", "implementation 2025-10-31 ==", "warranty P2Y =="}
    assert "warranty P1Y ==" in said(text.replace("变更后", "备注"), "contract")


def test_numbered_rows_are_instalments_only_if_they_make_the_whole() -> None:
    whole = "首期 | 30% | 签订\n二期 | 40% | 上线\n三期 | 30% | 终验"
    assert len(said(whole, "contract")) == 2  # 30% stands twice
    assert "share 0.40 ==" in said(whole, "contract")
    assert "share 0.40 ==" not in said(whole.replace("三期 | 30%", "三期 | 90%"), "contract")


def test_a_figure_on_the_line_of_a_form_is_no_blank() -> None:
    assert said("项目总投资（万元）：＿426＿", "application_form") == {"total 4260000.00 =="}
    assert said("合同签订后支付__30__%。", "contract") == {"share 0.30 =="}


@pytest.mark.parametrize(
    "piece",
    ["付款：30%，", "开发1周，合计2周，", "分三年实施，", "总投资由", "3月1日前提交，", "2025年3月1日，4月1日前交付，"],
)
def test_costs_do_not_grow_with_repetition(piece: str) -> None:
    start = time.perf_counter()
    extract_text(piece * 3000, kind="contract")
    assert time.perf_counter() - start < 8
