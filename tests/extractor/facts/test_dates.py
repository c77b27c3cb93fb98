"""The dates of a project's papers, and the days in them that are something else."""

import pytest
from msgspec.structs import replace

from extractor.facts.dates import find
from extractor.facts.view import View
from extractor.outline import outline
from extractor.readers import read
from extractor.readers.source import Source

CASES = [
    ("label", "contract", "签订日期：2024年6月3日", ["signed 2024-06-03"]),
    ("label with spaces", "contract", "签 约 时 间 ： 2023 年 1 月 5 日", ["signed 2023-01-05"]),
    ("Chinese numerals", "contract", "合同签订时间：二〇二三年十二月十五日", ["signed 2023-12-15"]),
    ("dots", "contract", "签署日期 2020.3.2", ["signed 2020-03-02"]),
    ("month only", "contract", "签订日期：2024年6月", ["signed 2024-06"]),
    ("blank", "contract", "签订日期：    年    月    日", ["signed blank"]),
    ("year only", "contract", "签订日期：2024年  月  日", ["signed blank"]),
    ("underscores", "contract", "签约日期：____年__月__日", ["signed blank"]),
    ("template", "contract", "签署日期：20xx年xx月xx日", ["signed blank"]),
    ("inline", "contract", "本合同由甲乙双方于2024年3月18日在南湖区签订。", ["signed 2024-03-18"]),
    ("inline, later word", "contract", "甲乙双方于2024年5月6日就智慧停车平台建设签署本合同。", ["signed 2024-05-06"]),
    ("other contract", "contract", "甲乙双方于2021年3月1日签订了《平台建设合同》，现补充约定如下。", []),
    ("other contract, tender", "procurement_document", "采购人与原服务商于2019年5月1日签订服务合同。", []),
    ("validity", "contract", "有效期：2024年6月1日至2025年5月31日", []),
    ("effect", "contract", "本合同自2024年6月1日起生效。", []),
    ("after signing", "contract", "自2024年6月1日签订之日起三十日内开工。", []),
    ("contract number", "contract", "合同编号：HT-20240603-01", []),
    (
        "signature block",
        "contract",
        "甲方（盖章）：某局\n法定代表人（签字）：\n日期：2024年7月8日",
        ["signed 2024-07-08"],
    ),
    (
        "signature block of two",
        "contract",
        "甲方（盖章）：　　　乙方（盖章）：\n日期：2024年7月8日　　　日期：2024年7月9日",
        ["signed 2024-07-08", "signed 2024-07-09"],
    ),
    ("date elsewhere", "contract", "会议日期：2024年7月8日", []),
    ("opening of bids", "procurement_document", "开标时间：2024年7月8日9时30分", []),
    ("award notice", "award_notice", "中标日期：2024年5月20日", ["award 2024-05-20"]),
    (
        "award notice foot",
        "award_notice",
        "中标通知书\n某公司：\n经评审，确定贵单位为中标人。\n某市采购中心\n2024年5月20日",
        ["award 2024-05-20"],
    ),
    ("filed", "filing_record", "备案时间：2024-06-25", ["filed 2024-06-25"]),
    ("filed in a form", "filing_record", "合同名称 | 智慧水务平台\n备案日期 | 2024年6月25日", ["filed 2024-06-25"]),
    (
        "approved",
        "approval",
        "关于某平台的批复\n同意实施。\n某市发展和改革委员会\n二〇二四年四月九日",
        ["approved 2024-04-09"],
    ),
    ("approved label", "application_form", "立项批复时间：2024年4月9日", ["approved 2024-04-09"]),
    ("declared", "application_form", "申报日期：2024年3月1日", ["declared 2024-03-01"]),
    ("filled in", "application_form", "填表日期 | 2024.3.1", ["declared 2024-03-01"]),
    ("completed", "acceptance", "实际竣工日期：2025年1月10日", ["completed 2025-01-10"]),
    ("completed label", "acceptance_application", "项目完成时间：2025年1月", ["completed 2025-01"]),
    ("planned", "construction_plan", "计划完工日期：2025年1月10日", []),
    ("planned in a contract", "contract", "竣工日期：2025年1月10日前", []),
    (
        "application for acceptance",
        "acceptance_application",
        "申请验收日期：2025年3月2日",
        ["acceptance_applied 2025-03-02"],
    ),
    (
        "foot of an application",
        "acceptance_application",
        "验收申请\n现申请验收。\n某公司\n2025年3月2日",
        ["acceptance_applied 2025-03-02"],
    ),
    ("regulation", "other", "成文日期 | 2024-11-12", []),
    ("track record", "bid", "近三年业绩\n项目 | 签订日期\n甲 | 2021-01-02\n乙 | 2022-03-04", []),
    ("traditional", "contract", "簽訂日期：2023年8月1日", ["signed 2023-08-01"]),
    ("asterisks", "contract", "本协议于****年**月**日由双方签署。", ["signed blank"]),
    ("made of", "product_statement", "生产日期：2023年5月", []),
    (
        "dates alone",
        "contract",
        "甲方（盖章）：　　　　乙方（盖章）：\n代表签字：　　　　代表签字：\n2024年5月6日　　　　2024年5月7日",
        ["signed 2024-05-06", "signed 2024-05-07"],
    ),
    (
        "supplement",
        "contract",
        "本补充协议于2024年6月18日签订，系对双方2023年5月1日签订的主合同的补充。",
        ["signed 2024-06-18"],
    ),
    ("colon after signing", "contract", "本合同由双方授权代表签署：2024年6月18日。", ["signed 2024-06-18"]),
    ("acceptance report signed", "contract", "乙方于2024年6月18日前完成安装，双方签署验收报告。", []),
    ("no year", "contract", "签订日期：12月30日", ["signed blank"]),
    ("signed on", "contract", "本合同签订于2020.3.2，有效期一年。", ["signed 2020-03-02"]),
    ("blank in the signature block", "contract", "甲方（公章）：某局\n日期：__年__月__日", ["signed blank"]),
]


def shown(text: str, kind: str) -> list[str]:
    document = read(Source("甲.txt", text.encode()), None)
    view = View(replace(document, blocks=outline(document.blocks)), kind)
    out = set()
    for fact in find(view):
        assert fact.evidence
        assert all("".join(e.quote.split()) in "".join(text.split()) for e in fact.evidence)
        out.add(f"{fact.kind.removeprefix('date.')} {fact.value or fact.state}")
    return sorted(out)


@pytest.mark.parametrize(("kind", "text", "expected"), [pytest.param(k, t, e, id=i) for i, k, t, e in CASES])
def test_dates(kind, text, expected):
    assert shown(text, kind) == sorted(expected)
