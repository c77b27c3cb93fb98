"""Who compiled, bid, reviewed, and who signs beside the two sides."""

import pytest

from extractor.pipeline import extract_text

CASES = [
    ("cover", "construction_plan", "编制单位：青岚咨询有限公司\n编制日期：2025年3月",
     [("party.compiler", "青岚咨询有限公司")]),
    ("cell", "feasibility_report", "项目名称 | 智慧档案平台\n编制单位 | 青岚咨询有限公司（盖章）\n建设周期 | 12个月",
     [("party.compiler", "青岚咨询有限公司")]),
    ("sentence", "construction_plan", "本方案由青岚咨询有限公司负责编制。",
     [("party.compiler", "青岚咨询有限公司")]),
    ("by itself", "construction_plan", "本方案由云栖市档案局编制。", [("party.compiler", "云栖市档案局")]),
    ("rule", "construction_plan", "建设方案可由第三方咨询公司编制；应当由具备资质的咨询公司编制。", []),
    ("heading", "construction_plan", "编制单位资质要求\n编制单位应具有甲级资信。", []),
    ("bidders", "award_notice", "投标人：云帆科技有限公司、启衡有限公司。",
     [("party.bidder", "云帆科技有限公司"), ("party.bidder", "启衡有限公司")]),
    ("candidates", "award_notice", "序号 | 投标人名称 | 报价\n1 | 云帆科技有限公司 | 28\n2 | 启衡有限公司 | 29",
     [("party.bidder", "云帆科技有限公司"), ("party.bidder", "启衡有限公司")]),
    ("notes for bidders", "procurement_document", "投标人：指响应招标、参加投标竞争的法人。", []),
    ("reviewer", "review_material", "评审单位：云栖市政府投资评审中心", [("party.reviewer", "云栖市政府投资评审中心")]),
    ("experts", "review_material", "姓名 | 工作单位 | 职称\n张三 | 云栖大学 | 教授\n李四 | 启衡有限公司 | 高工",
     [("party.reviewer", "云栖大学"), ("party.reviewer", "启衡有限公司")]),
    ("a job", "application_form", "联系人 | 李四\n工作单位 | 云栖大学\n电话 | 123", []),
    ("third side", "contract", "甲方：云栖市大数据局\n乙方：云帆科技有限公司\n丙方（需求单位）：云栖市医疗保障局",
     [("party.other", "云栖市医疗保障局")]),
    ("left open", "construction_plan", "编制单位：____________", []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "expected"), [pytest.param(k, t, e, id=i) for i, k, t, e in CASES])
def test_participants(kind, text, expected) -> None:
    kinds = ("party.compiler", "party.bidder", "party.reviewer", "party.other")
    found = [fact for fact in extract_text(text, kind=kind).facts if fact.kind in kinds]
    assert [(fact.kind, fact.value) for fact in found] == expected
    for fact in found:
        assert "".join(fact.evidence[0].quote.split()) == fact.value
