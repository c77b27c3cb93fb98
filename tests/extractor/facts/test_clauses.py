"""Operative clauses: every example in the lexicon, pairs that differ in one point, titles, tables, pointers."""

import pytest

from extractor.facts.clauses import Clause, clauses
from extractor.pipeline import extract_text, from_document

BY_ID = {clause.data.id: clause for clause in clauses()}
EXAMPLES = [
    pytest.param(clause, example, id=f"{clause.data.id}-{number}")
    for clause in clauses()
    for number, example in enumerate(clause.data.examples, 1)
]


def states(text: str, kind: str, document: str = "contract") -> set[str]:
    return {f.state for f in extract_text(text, kind=document).facts if f.kind == kind}  # type: ignore[arg-type]  # a kind


@pytest.mark.parametrize(("clause", "example"), EXAMPLES)
def test_lexicon_example(clause: Clause, example: object) -> None:
    wanted = {"present": {"stated"}, "absent": set(), "referred": {"referred"}}
    assert states(example.text, clause.data.fact) == wanted[example.expect]  # type: ignore[attr-defined]  # a struct


def test_every_clause_shows_what_it_is_and_is_not() -> None:
    for clause in clauses():
        assert {example.expect for example in clause.data.examples} >= {"present", "absent"}, clause.data.id


def test_patterns_name_only_groups_there_are() -> None:
    for clause in clauses():
        for pattern, needed in clause.needed:
            for group in frozenset().union(*needed):
                assert group in clause.topic.words, (clause.data.id, pattern.name, group)


PAIRS = [
    ("termination", "甲方有权解除合同。", "甲方无权解除合同。"),
    ("termination", "乙方不能履行的，本合同终止。", "乙方不能履行的，本合同顺延。"),
    ("termination", "乙方违约的，甲方可立即清退。", "乙方违约的，甲方可立即清退其人员。"),
    ("confidentiality", "乙方应妥善保管甲方的涉密资料。", "乙方应妥善保管甲方的施工机具。"),
    ("confidentiality", "不得将客户名单等告知无关人员。", "应将施工安排等告知无关人员。"),
    ("ip_liability", "第三人提出权利主张的，由乙方赔偿。", "第三人提出询问的，由乙方答复。"),
    ("ip_liability", "乙方承担由此引起的知识产权纠纷责任。", "乙方承担由此引起的停工责任。"),
    ("acceptance", "验收方法和标准：按附件三逐项测试，全部通过为合格。", "验收方法和标准：按附件三。"),
    ("termination", "逾期30日的，甲方可解除合同。", "逾期30日的，甲方可中止付款。"),
    ("termination", "不可抗力持续90日的，本合同终止。", "不可抗力持续90日的，本合同顺延。"),
    ("termination", "一方拟终止本合同的，须提前30日书面通知对方。", "一方违约的，须在30日内书面通知对方。"),
    ("termination", "采购人可以取消该订单。", "采购人可以取消该品目的中标资格。"),
    ("termination", "双方协商一致，可以解除本协议。", "本协议解除后，双方结清账目。"),
    ("termination", "廠商違約者，機關得終止契約。", "廠商違約者，機關得扣抵保證金。"),
    ("confidentiality", "乙方不得泄露甲方资料。", "乙方不得遗失甲方资料。"),
    ("confidentiality", "双方对商业秘密负有保密义务。", "双方对货物质量负有检验义务。"),
    ("confidentiality", "乙方不得将数据提供给任何单位和个人。", "乙方不得将合同转让给任何单位和个人。"),
    ("confidentiality", "乙方对甲方的数据予以保密。", "乙方对甲方的数据予以备份。"),
    ("confidentiality", "泄露甲方商业秘密的，应赔偿损失。", "发生数据泄漏的，应在12小时内报告。"),
    ("acceptance", "甲方应在十日内组织验收。", "甲方组织验收合格后十日内付款。"),
    ("acceptance", "甲方收到申请后十日内完成终验。", "乙方应在十月底前完成开发并通过终验。"),
    ("acceptance", "验收由甲方负责。", "验收费用由甲方承担。"),
    ("acceptance", "逾期未提出异议的，视为验收合格。", "逾期未提出异议的，视为同意付款。"),
    ("acceptance", "验收标准：全部功能符合附件一的要求。", "验收标准：____"),
    ("acceptance", "验收未通过的，乙方应整改并重新申请验收。", "验收通过的，乙方应移交全部资料。"),
    ("ip_liability", "侵犯第三方著作权的，由乙方承担责任。", "乙方保证不侵犯第三方著作权。"),
    ("ip_liability", "因权利瑕疵造成的损失由乙方赔偿。", "因操作失误造成的损失由乙方赔偿。"),
    ("ip_liability", "违反知识产权条款的，支付违约金。", "违反付款条款的，支付违约金。"),
    ("ip_liability", "侵害他人专利权的，甲方有权解除合同。", "侵害他人人身权的，甲方有权报警。"),
]


@pytest.mark.parametrize(("clause", "yes", "no"), PAIRS)
def test_minimal_pair(clause: str, yes: str, no: str) -> None:
    fact = BY_ID[clause].data.fact
    assert states(yes, fact) == {"stated"}
    assert states(no, fact) == set()


def test_what_follows_in_the_next_sentence_is_read_with_it() -> None:
    text = "乙方应确保甲方不因使用本系统卷入知识产权诉讼；一旦发生，由乙方抗辩并承担全部费用。"
    assert states(text, "clause.ip_liability") == {"stated"}
    assert states("乙方应确保系统稳定运行；一旦发生故障，由乙方承担全部费用。", "clause.ip_liability") == set()


def test_duties_to_others_are_told_from_breach_of_the_contract() -> None:
    def subjects(text: str) -> list[str | None]:
        return [f.subject for f in extract_text(text, kind="contract").facts if f.kind == "clause.ip_liability"]

    assert subjects("侵犯第三方著作权的，由乙方承担责任。") == ["third_party"]
    assert subjects("侵犯甲方著作权的，由乙方承担责任。") == [None]
    assert subjects("侵犯他人专利权或者违反知识产权约定的，支付违约金。") == [None]


def test_a_title_makes_words_operative() -> None:
    body = "双方代表逐项核对清单并签字确认，当日完成。"
    assert states(f"第六条 验收\n乙方应到场，{body}", "clause.acceptance") == {"stated"}
    assert states(f"第六条 盘点\n乙方应到场，{body}", "clause.acceptance") == set()


def test_a_table_cell_is_read_under_its_head() -> None:
    table = "阶段 | {} | 时间\n初验 | 甲方组织，监理参加 | 上线后10日\n终验 | 甲方组织专家会议 | 试运行后10日"
    assert states(table.format("验收安排"), "clause.acceptance") == {"stated"}
    assert states(table.format("培训安排").replace("验", "训"), "clause.acceptance") == set()


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("第九条 保密\n详见双方另签的《保密协议》。", "clause.confidentiality"),
        ("第八条 验收\n按附件四《验收方案》执行。", "clause.acceptance"),
        ("验收程序见附件二。", "clause.acceptance"),
    ],
)
def test_referred(text: str, fact: str) -> None:
    assert states(text, fact) == {"referred"}


def test_a_clause_stated_elsewhere_is_not_referred() -> None:
    text = "验收程序见附件二。\n甲方应在十日内组织验收。"
    assert states(text, "clause.acceptance") == {"stated"}


@pytest.mark.parametrize("kind", ["minutes", "construction_plan", "feasibility_report", "review_material"])
def test_only_contracts_and_tenders_have_clauses(kind: str) -> None:
    text = "甲方有权解除合同。乙方不得泄露资料。甲方应在十日内组织验收。侵权责任由乙方承担。"
    assert not [f for f in extract_text(text, kind=kind).facts if f.kind.startswith("clause.")]  # type: ignore[arg-type]  # a kind


HEADED = [
    ("clause.definitions", "第一条 定义\n本合同中的“系统”指乙方开发并交付的全部软件。", True),
    ("clause.definitions", "第一条 词语含义\n“交付物”指附件一所列全部软件、文档和介质。", True),
    ("clause.definitions", "第一条 定义\n第二条 价款\n合同总价为壹佰万元，含税。", False),
    ("clause.subject", "第二条 项目内容\n乙方为甲方建设一网通办平台一套。", True),
    ("clause.subject", "二、合同标的\n政务云资源租用服务，规格见附件一所列清单。", True),
    ("clause.subject", "第二条 价款\n合同总价为壹佰万元，含税。", False),
    ("clause.performance", "第四条 履行期限、地点和方式\n乙方在甲方机房完成部署，十个月内完成。", True),
    ("clause.performance", "四、交货时间和地点\n签约后三十日内送至甲方指定机房。", True),
    ("clause.performance", "第四条 违约责任\n逾期一日按合同价款的千分之一支付违约金。", False),
]


@pytest.mark.parametrize(("fact", "text", "there"), HEADED)
def test_clause_made_by_its_heading(fact: str, text: str, there: bool) -> None:
    assert states(text, fact) == ({"stated"} if there else set())


def test_quote_is_the_clause_and_no_more() -> None:
    text = "乙方应按期付款，逾期三十日的，甲方有权解除合同，已付款项不退。"
    facts = [f for f in extract_text(text, kind="contract").facts if f.kind == "clause.termination"]
    assert [f.text for f in facts] == ["甲方有权解除合同"]


def test_asides_are_kept_with_their_reason() -> None:
    document = extract_text("任何一方不得擅自解除合同，甲方有权终止本合同后索赔。", kind="contract").document
    refusals = from_document(document, kind="contract", explain=True).refusals
    assert any("后面是“后”" in r.reason for r in refusals if r.kind == "clause.termination")
