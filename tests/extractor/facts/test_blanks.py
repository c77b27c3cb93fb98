"""Places left unfilled, in every style met in forms; signature lines, rules and page numbers are none."""

import pytest
from msgspec.structs import replace

from extractor.facts.blanks import find
from extractor.facts.view import View
from extractor.outline import outline
from extractor.readers import read
from extractor.readers.source import Source

CASES = [
    ("underscores", "质保期为____年。", ["质保期为____年"]),
    ("brackets", "工期：【】日历天。", ["工期：【】日历天"]),
    ("square", "质保期[  ]个月", ["质保期[  ]个月"]),
    ("spaces", "合同总价：        元（大写        ）。", ["合同总价：        元"]),
    ("crosses", "乙方应在XX日内交付。", ["乙方应在XX日内"]),
    ("stars", "合同金额：***元", ["合同金额：***元"]),
    ("template", "交付地点：{{ place }}", ["交付地点：{{ place }}"]),
    ("instruction", "付款方式：[请填写付款方式]", ["付款方式：[请填写付款方式]"]),
    ("letter", "乙方提供A个月的免费维护。", ["乙方提供A个月"]),
    ("vanished months", "乙方提供个月的免费维护。", ["乙方提供个月"]),
    ("vanished money", "报酬:元。", ["报酬:元"]),
    ("vanished date", "服务期:年月日至年月日。", ["服务期:年月日"]),
    ("to be settled", "验收标准：待定", ["验收标准：待定"]),
    ("escaped", r"合同一式\_\_份", [r"合同一式\_\_份"]),
    ("once a clause", "合同总价____元，首付款____元。", ["合同总价____元"]),
    ("once each clause", "合同总价____元；工期____天。", ["合同总价____元", "工期____天"]),
    (
        "dash in a list",
        "| 序号 | 名称 | 品牌型号 | 数量 |\n| --- | --- | --- | --- |\n| 1 | 服务器 | —— | 4 |\n| 2 | 交换机 | / | 2 |",
        [],
    ),
    ("signature", "甲方（盖章）：____________", []),
    ("signature two", "法定代表人（签字）：________　　乙方代表（签字）：________", []),
    (
        "signature block",
        "甲方（盖章）：\n法定代表人（签字）：\n地址：________\n电话：________\n日期：    年    月    日",
        [],
    ),
    ("page", "第 __ 页 共 __ 页", []),
    ("rule of a form", "____________________", []),
    ("annex", "附件一：________", []),
    ("ordinary text", "质保期为两年，自验收之日起计算。", []),
    ("dash", "系统由前端——后端组成。", []),
    ("ellipsis", "包括数据治理、共享交换……等内容。", []),
    ("unit of a table", "价款明细（单位：万元）", []),
    ("per cent", "可用率达到99.9%。", []),
    ("masked digits", "合同总价（大写）：伍拾万元整，小写：¥*******。", []),
    ("product code", "型号为XX-3000的终端。", []),
    ("bold", "**合同总价**：30万元", []),
    ("months counted", "每个月出具报告，几个月后复查。", []),
    ("credit code", "统一社会信用代码:9134**********X", []),
    ("placeholder of an annex", "附件：\n1.______\n2.______", []),
    ("round brackets", "乙方应在合同生效后的第( )天交付。", ["乙方应在合同生效后的第( )天"]),
    ("field without a value", "合同编号：\n签订地点：某市\n合同总价：30万元", ["合同编号："]),
    ("heading of a list", "付款方式：\n首付款：30%\n尾款：70%", []),
    ("choices", "质保期：□一年 □两年", []),
    ("cell", "| 项目名称 | 智慧水务 |\n| 合同金额 | ____元 |\n| 工期 | 30天 |", ["合同金额 ____元"]),
    ("phone number", "电话：0551-********", []),
    ("remark struck out", "备注：————", []),
    ("number struck out", "合同编号：————", ["合同编号：————"]),
    ("header of one's own", "合同编号：____________", ["合同编号：____________"]),
]


def shown(text: str, kind: str = "contract") -> list[str]:
    document = read(Source("甲.txt", text.encode()), None)
    view = View(replace(document, blocks=outline(document.blocks)), kind)
    out = []
    for fact in find(view):
        assert fact.state == "blank"
        assert fact.evidence
        assert all("".join(e.quote.split()) in "".join(text.split()) for e in fact.evidence)
        out.append(fact.text)
    return out


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in CASES])
def test_blanks(text, expected):
    assert shown(text) == expected


def test_subject_is_the_label():
    document = read(Source("甲.txt", "8.1 质保期：____年".encode()), None)
    facts = list(find(View(replace(document, blocks=outline(document.blocks)), "contract")))
    assert [f.subject for f in facts] == ["质保期"]


def test_a_plan_has_no_form_fields():
    assert shown("总投资____万元", "feasibility_report") == []


def test_empty_cell_of_a_filled_form():
    text = "| 项目名称 | 智慧水务 |\n| 合同金额 | 30万元 |\n| 交付地点 |  |\n| 联系人 | 李某 |"
    assert shown(text) == ["交付地点"]
