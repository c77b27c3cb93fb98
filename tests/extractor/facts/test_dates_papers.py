"""The date that a paper bears, and the year it is for."""

import pytest
from msgspec.structs import replace

from extractor.facts import dates_all, plan_year
from extractor.facts.view import View
from extractor.outline import outline
from extractor.readers import read
from extractor.readers.source import Source

PAPERS = [
    ("review, foot", "review_material", "智慧水务项目专家评审意见\n专家组认为方案可行。\n2024年5月8日",
     ["opinion 2024-05-08"]),
    ("review, meeting", "review_material", "专家评审意见\n会议时间：2024年5月8日上午9时\n专家组认为可行。",
     ["opinion 2024-05-08"]),
    ("acceptance", "acceptance", "智慧水务项目竣工验收报告\n验收组同意通过。\n云栖市数据局\n2024年11月20日",
     ["accepted 2024-11-20"]),
    ("initial acceptance", "acceptance", "智慧水务项目初步验收报告\n同意。\n云栖市数据局 2024年9月5日",
     ["initial_accepted 2024-09-05"]),
    ("acceptance of a delivery", "acceptance", "到货验收单\n货物齐全。\n2024年7月1日", []),
    ("its own statement counts", "acceptance", "竣工验收报告\n验收日期：2024年11月20日\n云栖市数据局\n2024年11月25日",
     ["accepted 2024-11-20"]),
    ("evaluation, cover", "performance_report",
     "智慧水务项目\n绩效自评报告\n云栖市数据局\n二〇二五年十二月\n一、项目概况\n略。",
     ["self_evaluated 2025-12"]),
    ("the evaluation before the project", "performance_report",
     "智慧水务项目事前绩效评估报告\n云栖市数据局\n2025年3月6日", []),
    ("assessment of risks", "risk_assessment", "安全风险评估报告\n残余风险可接受。\n云栖市数据局\n2024年10月8日",
     ["assessed 2024-10-08"]),
    ("minutes of the group", "minutes", "中共云栖市数据局党组会议纪要\n时间：2025年3月3日上午\n会议同意申报。",
     ["decided 2025-03-03"]),
    ("minutes of a work meeting", "minutes", "项目例会纪要\n时间：2025年3月3日\n会议讨论进度。", []),
    ("trial", "trial_report", "系统试运行报告\n系统运行稳定。\n某科技有限公司\n2024年12月10日",
     ["trial_end 2024-12-10"]),
    ("trial, stated", "trial_report", "系统试运行报告\n试运行时间：2024年9月6日至2024年12月6日\n2024年12月10日",
     ["trial_end 2024-12-06", "trial_start 2024-09-06"]),
    ("test report", "test_report", "网络安全等级测评报告\n报告日期：2024年10月15日\n结论：合格。",
     ["assessed 2024-10-15"]),
    ("tender", "procurement_document", "公开招标文件\n采购人：云栖市数据局\n2025年1月\n第一章 公告",
     ["tender 2025-01"]),
    ("funds passed on", "fund_document", "关于分解下达专项资金的通知\n各镇街：\n云栖市财政局\n2025年4月25日",
     ["passed_on 2025-04-25"]),
    ("a contract has none", "contract", "采购合同\n2025年1月6日", []),
    ("a date within the text is none", "review_material", "专家评审意见\n方案计划2025年6月30日前完成。", []),
]  # fmt: skip
YEARS = [
    ("om-money", "om_request", "2025年度运维经费申请\n申请运维费20万元。", ["2025"]),
    ("om-money-asked", "om_request", "运维经费申请\n现申请2026年度运行维护费18万元。", ["2026"]),
    ("om-of-the-past", "om_request", "运维经费申请\n2024年度运维情况：巡检十二次，无故障。", []),
    ("title", "application_form", "云栖市2025年度政务信息化项目申报表\n项目名称：智慧水务", ["2025"]),
    ("title without 度", "application_form", "2025年政务信息化项目申报表", ["2025"]),
    ("report", "performance_report", "2024年度项目绩效自评报告\n2025年3月6日", ["2024"]),
    ("field", "application_form", "项目申报表\n计划年度：2026年", ["2026"]),
    ("cell", "application_form", "申报年度 | 2026", ["2026"]),
    ("sent", "application_form", "项目申报函\n我局于2024年8月26日报送2025年度实施计划。", ["2025"]),
    ("the title counts first", "application_form", "2025年度项目申报表\n已报送2024年度项目计划。", ["2025"]),
    ("a stretch", "application_form", "2021—2025年信息化项目规划申报表", []),
    ("a year of something else", "application_form", "项目申报表\n2023年度业务量增长两成。", []),
    ("a contract", "contract", "2025年度信息化项目采购合同", []),
]


def view_of(text: str, kind: str) -> View:
    document = read(Source("甲.txt", text.encode()), None)
    return View(replace(document, blocks=outline(document.blocks)), kind)


@pytest.mark.parametrize(("kind", "text", "expected"), [pytest.param(k, t, e, id=i) for i, k, t, e in PAPERS])
def test_papers(kind, text, expected):
    facts = list(dates_all.find(view_of(text, kind)))
    assert sorted(f"{fact.kind.removeprefix('date.')} {fact.value}" for fact in facts) == sorted(expected)
    assert all("".join(e.quote.split()) in "".join(text.split()) for fact in facts for e in fact.evidence)


@pytest.mark.parametrize(("kind", "text", "expected"), [pytest.param(k, t, e, id=i) for i, k, t, e in YEARS])
def test_years(kind, text, expected):
    facts = list(plan_year.find(view_of(text, kind)))
    assert [fact.value for fact in facts] == expected
    assert all(fact.evidence[0].quote[:4] == fact.value for fact in facts)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("acceptance", "竣工验收日期：2024年11月20日", ["accepted 2024-11-20"]),
        ("acceptance", "到货验收日期：2024年7月1日", []),
        ("progress_report", "实际开工日期：2024年6月10日", ["started 2024-06-10"]),
        ("contract", "开工日期：2024年6月10日", []),
        ("construction_plan", "竣工验收时间：2025年6月", []),
        ("contract", "实际开工日期：2024年6月10日", ["started 2024-06-10"]),
        ("review_material", "受理日期：2025年3月3日", ["submitted 2025-03-03"]),
        ("procurement_document", "评审时间：2025年3月3日", []),
        ("acceptance", "开工日期 | 2024年6月10日\n正式投用时间 | 2024年12月1日",
         ["started 2024-06-10", "in_use 2024-12-01"]),
        ("progress_report", "节点 | 实际时间\n初验 | 2024年9月5日", ["initial_accepted 2024-09-05"]),
        ("application_form", "送审日期：2025年3月3日", ["declared 2025-03-03", "submitted 2025-03-03"]),
    ],
)  # fmt: skip
def test_labels(kind, text, expected):
    facts = dates_all.find(view_of(text, kind))
    assert sorted(f"{fact.kind.removeprefix('date.')} {fact.value}" for fact in facts) == sorted(expected)
