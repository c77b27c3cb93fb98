"""What is the budget of a project or its ceiling price, and what is a part, a line, or another sum."""

import pytest
from msgspec.structs import replace

from extractor.facts.budget import find
from extractor.facts.view import View
from extractor.outline import outline
from extractor.readers import read
from extractor.readers.source import Source

TOTALS = [
    ("investment", "feasibility_report", "本项目总投资估算为1,286.40万元，其中建设投资1,120万元。", ["12864000.00"]),
    ("need", "application_form", "预算需求：532万元", ["5320000.00"]),
    ("about", "feasibility_report", "项目估算总投资约860万元，资金由市财政统筹安排。", ["8600000.00"]),
    ("range", "feasibility_report", "项目总投资控制在800万元至1000万元之间。", ["range 8000000.00 10000000.00"]),
    ("not over", "construction_plan", "项目预算不超过500万元。", ["<= 5000000.00"]),
    ("within", "construction_plan", "总投资控制在300万元以内。", ["<= 3000000.00"]),
    ("notice", "procurement_document", "预算金额：128.5万元\n最高限价：126万元", ["1285000.00", "<= 1260000.00"]),
    (
        "unit in label",
        "procurement_document",
        "预算金额（元）：1320000\n最高限价（元）：1300000",
        ["1320000.00", "<= 1300000.00"],
    ),
    ("unit in label, wan", "procurement_document", "采购预算（万元）：132.5", ["1325000.00"]),
    ("control price", "procurement_document", "本项目招标控制价为人民币玖拾捌万元整。", ["<= 980000.00"]),
    (
        "highest bid price",
        "procurement_document",
        "最高投标限价：¥680,000.00元，报价超过最高投标限价的作无效投标处理。",
        ["<= 680000.00"],
    ),
    ("no ceiling", "procurement_document", "最高限价：无", []),
    ("lots", "procurement_document", "第一包预算金额50万元，第二包预算金额30万元。", ["500000.00", "300000.00"]),
    (
        "lot table",
        "procurement_document",
        "包号 | 名称 | 预算金额（万元） | 最高限价（万元）\n1包 | 服务器 | 60 | 58\n2包 | 软件 | 40 | 40",
        ["600000.00", "400000.00", "<= 580000.00", "<= 400000.00"],
    ),
    ("deposit", "procurement_document", "投标保证金：2万元\n项目预算：150万元", ["1500000.00"]),
    ("share of the budget", "procurement_document", "报价低于项目预算50%的，应作出说明。", []),
    ("threshold", "procurement_document", "预算金额在50万元以上的项目应公开招标。", []),
    ("over budget", "construction_plan", "实际支出超出项目预算20万元。", []),
    ("part", "feasibility_report", "其中软件开发预算320万元，硬件购置预算180万元。", []),
    ("one department", "other", "本单位部门预算为3000万元。", []),
    ("many projects", "other", "全区12个信息化项目预算共计4300万元。", []),
    ("cited", "approval", "依据《某市政府投资管理办法》第八条，总投资为400万元以上的项目须报批。", []),
    ("another project", "feasibility_report", "例如某市同类平台总投资为2000万元。", []),
    ("funds", "application_form", "项目经费总额：85万元，其中申请专项资金60万元，自筹25万元。", ["850000.00"]),
    ("topic funds", "application_form", "课题经费合计捌拾万元整。", ["800000.00"]),
    ("form", "application_form", "项目名称 | 智慧水务平台\n总投资（万元） | 356.8\n建设周期 | 12个月", ["3568000.00"]),
    (
        "form, two columns",
        "application_form",
        "| 项目名称 | 智慧水务平台 | 项目总投资（万元） | 356.8 |\n| --- | --- | --- | --- |\n| 建设单位 |"
        " 水务局 | 建设周期 | 12个月 |",
        ["3568000.00"],
    ),
    (
        "sum row",
        "feasibility_report",
        "表7 项目投资估算表（单位：万元）\n序号 | 费用名称 | 金额\n1 | 软件开发费 | 320.00\n2 | 硬件购置费"
        " | 180.50\n3 | 预备费 | 20.00\n合计 | | 520.50",
        ["5205000.00"],
    ),
    (
        "sum row, own name",
        "budget_estimate",
        "概算汇总表（万元）\n序号 | 工程或费用名称 | 概算价值\n一 | 工程费用 | 450\n二 | 其他费用 | 60\n三"
        " | 总投资 | 510",
        ["5100000.00"],
    ),
    (
        "subtable",
        "feasibility_report",
        "表8 硬件设备明细（单位：万元）\n名称 | 数量 | 金额\n服务器 | 4 | 40\n交换机 | 6 | 12\n合计 | | 52",
        [],
    ),
    ("approved", "approval", "核定项目总投资为978.36万元，资金来源为区级财政资金。", ["9783600.00"]),
    ("approved two", "approval", "项目概算总投资1560万元，较可研批复估算核减40万元。", ["15600000.00"]),
    ("no unit", "procurement_document", "项目预算：860000", ["860000.00"]),
    ("small without unit", "procurement_document", "项目预算：86", []),
    ("dollars", "feasibility_report", "项目总投资为500万美元。", []),
    ("zero", "procurement_document", "项目预算：0元", ["blank"]),
    ("referred", "procurement_document", "预算金额：详见采购清单。", ["referred"]),
    (
        "run together",
        "procurement_document",
        "采购项目名称综合管理平台预算金额壹佰贰拾万元整采购方式公开招标",
        ["1200000.00"],
    ),
    ("capital and figure", "procurement_document", "预算总额：人民币伍拾万元整（¥500000.00）", ["500000.00"]),
    ("traditional", "procurement_document", "採購預算：185.1061萬元", ["1851061.00"]),
    ("in the contract", "contract", "甲方项目预算为200万元。", ["2000000.00"]),
    ("per unit", "procurement_document", "最高限价：人月单价1.8万元/人月", []),
    ("yearly ceiling", "procurement_document", "最高限价：12万元/年", []),
    (
        "column",
        "procurement_document",
        "项目名称\n\n数量\n\n最高限价（万元）\n\n档案管理系统\n\n1套\n\n35.8",
        ["<= 358000.00"],
    ),
    ("registered capital", "procurement_document", "投标人注册资本不低于500万元，项目预算120万元。", ["1200000.00"]),
    ("track record", "procurement_document", "具有近三年总投资500万元的类似项目业绩。", []),
    (
        "plan of several",
        "other",
        "年度采购计划\n序号 | 项目名称 | 预算金额（万元）\n1 | 甲平台 | 30\n2 | 乙平台 | 45",
        [],
    ),
    ("running costs", "feasibility_report", "年度运维预算为30万元，项目总投资为260万元。", ["2600000.00"]),
    ("first year", "feasibility_report", "首年总投资120万元，三年总投资合计360万元。", ["3600000.00"]),
    ("scale", "construction_plan", "投资规模：2350万元。", ["23500000.00"]),
    ("billions", "feasibility_report", "工程总投资1.2亿元。", ["120000000.00"]),
    ("heading and line", "construction_plan", "三、项目总投资\n人民币贰佰陆拾万元整", ["2600000.00"]),
    ("compared", "performance_report", "项目预算500万元，实际执行率96%。", ["5000000.00"]),
    ("two labels, one amount", "procurement_document", "采购预算及最高限价：120万元", ["1200000.00", "<= 1200000.00"]),
    (
        "ceiling in brackets",
        "procurement_document",
        "项目预算（最高限价）：人民币98万元。",
        ["980000.00", "<= 980000.00"],
    ),
    (
        "ceiling by lots",
        "procurement_document",
        "本项目设定最高限价：标段一180万元、标段二95万元。",
        ["<= 1800000.00", "<= 950000.00"],
    ),
    (
        "per year and in all",
        "procurement_document",
        "采购预算：￥95.00万元/年，服务期三年，总预算285万元。",
        ["2850000.00"],
    ),
    ("changed", "approval", "同意该项目概算总投资由1200万元调整为1350万元。", ["13500000.00"]),
    ("settled estimate", "approval", "项目概算核定为1,098.76万元（详见附表）。", ["10987600.00"]),
    ("rough estimate", "approval", "项目总投资匡算1.35亿元，其中市级财政资金9500万元。", ["135000000.00"]),
    ("running a system", "om_request", "本年度运维经费预算合计32.8万元，较上年增加2万元。", ["328000.00"]),
    ("one source", "fund_document", "申请专项资金总额300万元，项目总投资1000万元，自筹700万元。", ["10000000.00"]),
    (
        "head row without a caption",
        "feasibility_report",
        "项目总投资估算表\n序号 | 名称 | 投资估算(万元) | 占比\n1 | 应用系统 | 560 | 56%\n2 | 基础设施 | 4"
        "40 | 44%\n | 总计 | 1000 | 100%",
        ["10000000.00"],
    ),
    ("no total with a research price", "contract", "本合同研究经费总计肆拾玖万元。", []),
    (
        "filled row of a ceiling",
        "procurement_document",
        "预算金额（万元） | 最高限价（万元） | 数量\n85.00 | 82.50 | 1项",
        ["850000.00", "<= 825000.00"],
    ),
    ("head over two lines", "procurement_document", "项目预算\n（万元）\n186.5\n采购方式\n公开招标", ["1865000.00"]),
    (
        "heads and row in one line",
        "procurement_document",
        "序号 标的名称 数量 单位 最高限价(万元) 1 12024年智慧校园运维服务 1 项 45.6 交付时间 另定",
        ["<= 456000.00"],
    ),
    ("funds in the wrong unit", "performance_report", "本年度到位资金合计20元（单位：万元）。", []),
]
SECURITY = [
    ("text", "feasibility_report", "项目总投资800万元，其中网络安全投资60万元，占7.5%。", ["600000.00"]),
    ("fee", "construction_plan", "网络安全建设费用为48.5万元。", ["485000.00"]),
    (
        "row",
        "budget_estimate",
        "投资估算表（万元）\n序号 | 项目 | 金额\n1 | 软件开发 | 300\n2 | 网络安全防护系统 | 45\n合计 | | 345",
        ["450000.00"],
    ),
    (
        "row with lines below",
        "budget_estimate",
        "投资概算表（万元）\n序号 | 项目 | 金额\n1 | 软件开发 | 300\n2 | 网络安全 | 45\n2.1 | 安全设备 | 3"
        "0\n2.2 | 等保测评 | 15\n合计 | | 345",
        ["450000.00"],
    ),
    ("share only", "feasibility_report", "网络安全投入不低于总投资的5%。", []),
    ("requirement", "other", "网络安全投资50万元以上的项目须专项评审。", []),
    ("accident", "other", "因网络安全事件造成直接经济损失100万元的，追究责任。", []),
]
ITEMS = [
    (
        "lines",
        "feasibility_report",
        "表7 项目投资估算表（单位：万元）\n序号 | 费用名称 | 金额\n1 | 软件开发费 | 320.00\n2 | 硬件购置费"
        " | 180.50\n合计 | | 500.50",
        [("软件开发费", "3200000.00"), ("硬件购置费", "1805000.00")],
    ),
    (
        "levels",
        "budget_estimate",
        "概算表（万元）\n序号 | 名称 | 金额\n一 | 工程费用 | 450\n1 | 软件 | 300\n2 | 硬件 | 150\n二 | 其他"
        "费用 | 60\n合计 | | 510",
        [("工程费用", "4500000.00"), ("其他费用", "600000.00")],
    ),
    (
        "part rows",
        "approval",
        "投资估算（单位：万元）\n项目 | 估算\n总投资 | 100\n其中：软件 | 60\n硬件 | 40",
        [("硬件", "400000.00")],
    ),
    (
        "headings without amounts",
        "budget_estimate",
        "序号 | 费用名称 | 金额（万元） | 备注\n一 | 工程费 | |\n1 | 软件 | 260 |\n2 | 硬件 | 120 |\n二 | "
        "预备费 | 12 |\n三 | 总投资 | 392 |",
        [("软件", "2600000.00"), ("硬件", "1200000.00"), ("预备费", "120000.00")],
    ),
    ("no budget", "other", "名称 | 数量\n服务器 | 4", []),
]


def facts(text: str, kind: str, want: str):
    document = read(Source("甲.txt", text.encode()), None)
    view = View(replace(document, blocks=outline(document.blocks)), kind)
    out = [f for f in find(view) if f.kind == want]
    for fact in out:
        assert fact.evidence
        assert all("".join(e.quote.split()) in "".join(text.split()) for e in fact.evidence)
    return out


def shown(text: str, kind: str, want: str) -> list[str]:
    out = set()
    for fact in facts(text, kind, want):
        words = fact.value if fact.state == "stated" else fact.state
        words = f"{words} {fact.value_max}" if fact.op == "range" else words
        out.add(words if fact.op == "==" else f"{fact.op} {words}")
    return sorted(out)


@pytest.mark.parametrize(("kind", "text", "expected"), [pytest.param(k, t, e, id=i) for i, k, t, e in TOTALS])
def test_total(kind, text, expected):
    assert shown(text, kind, "budget.total") == sorted(expected)


@pytest.mark.parametrize(("kind", "text", "expected"), [pytest.param(k, t, e, id=i) for i, k, t, e in SECURITY])
def test_security(kind, text, expected):
    assert shown(text, kind, "budget.security") == sorted(expected)


@pytest.mark.parametrize(("kind", "text", "expected"), [pytest.param(k, t, e, id=i) for i, k, t, e in ITEMS])
def test_items(kind, text, expected):
    assert [(f.subject, f.value) for f in facts(text, kind, "budget.item")] == expected


def test_lots_are_subjects():
    text = "包号 | 名称 | 最高限价（万元）\nA包 | 服务器 | 60\nB包 | 软件 | 40"
    assert [f.subject for f in facts(text, "procurement_document", "budget.total")] == ["A包", "B包"]
