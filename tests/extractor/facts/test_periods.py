"""What all period families owe: verbatim evidence, independence of other text, reasons for refusals, linear cost."""

import time

import pytest

from extractor.fact import Fact
from extractor.facts.period_context import own_label, subject_of
from extractor.facts.period_slots import slots
from extractor.pipeline import extract, extract_text
from extractor.readers.source import Source
from extractor.text import normalise


def _periods(text: str) -> list[Fact]:
    return [f for f in extract_text(text, kind="contract").facts if f.kind.startswith("period.")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("６．２　质 保 期 ： 两 年 ， 自验收合格之日起算。", "质 保 期 ： 两 年"),
        ("供方提供質量保證期18個(gè)月。", "質量保證期18個(gè)月"),
        ("开发方给予**90日**免费修复。", "90日**免费修复"),
        ("自合同签订之日起９０日内完成供货并安装调试完毕。", "自合同签订之日起９０日内完成"),
    ],
)
def test_text_and_quote_are_the_sources_own_characters(text: str, words: str) -> None:
    facts = _periods(text)
    assert [f.text for f in facts] == [words]
    assert all(e.quote in text for f in facts for e in f.evidence)


def test_a_value_in_a_table_brings_the_cell_of_its_label_along() -> None:
    (fact,) = _periods("条款 | 内容\n质量保证期（月） | 36\n付款方式 | 分期")
    assert (fact.value, fact.text) == ("P36M", "质量保证期（月） 36")
    assert [e.quote for e in fact.evidence] == ["36", "质量保证期（月）"]
    assert [(e.location.row, e.location.column) for e in fact.evidence] == [(2, 2), (2, 1)]


def test_facts_do_not_change_with_unrelated_text() -> None:
    clause = "质保期为三年，自终验合格之日起算。"
    noise = "本项目坚持统筹规划。数据每日备份，备份保留30日。\n逾期付款的，按日支付违约金。\n"
    alone = [(f.kind, f.value, f.text) for f in _periods(clause)]
    assert alone == [("period.warranty", "P3Y", "质保期为三年")]
    assert [(f.kind, f.value, f.text) for f in _periods(noise * 30 + clause + "\n" + noise * 30)] == alone


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("《示范市政务信息化项目管理办法》规定，质保期不低于2年。", "法规"),
        ("质保期由一年变更为三年。", "变更前"),
        ("例如，某平台约定质保期为两年。", "举例"),
        ("更换的部件自更换之日起质保12个月。", "另行起算"),
        ("质保期在3年基础上每延长1年加1分。", "评分"),
        ("合同履行期限：一年。", "按年"),
        ("合同签订后10日内甲方应完成场地交付。", "采购方"),
    ],
)
def test_what_is_not_taken_is_kept_with_its_reason(text: str, reason: str) -> None:
    refusals = extract(Source("x.txt", text.encode()), kind="contract", explain=True).refusals
    assert any(reason in r.reason and r.evidence.quote in text for r in refusals), refusals


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("质保期____年", ["blank"]),
        ("质保期______年，试运行______月", ["blank", "blank"]),
        ("工期【】天", ["blank"]),
        ("工期（  ）天", ["blank"]),
        ("工期XX日", ["blank"]),
        ("交付期***日", ["blank"]),
        ("质保期{{ n }}年", ["blank"]),
        ("质保期[请填写]", ["blank"]),
        ("提供个月的维护", ["blank"]),
        ("签订合同后 A 个工作日", ["blank"]),
        ("自____年__月__日至____年__月__日", ["blank_date"]),
        ("年月日", ["blank_date"]),
        ("工期__60__日", ["duration"]),
        ("1.5个月（45天）", ["duration"]),
        ("三年（24个月）", ["duration", "duration"]),
        ("5个月（2025年3月至2025年8月）", ["duration"]),
        ("每个月", []),
        ("这个月、上个月、几个月", []),
        ("2小时内", []),
    ],
)
def test_slots(text: str, kinds: list[str]) -> None:
    assert [s.kind for s in slots(normalise(text).text)] == kinds


def test_a_subject_is_of_a_part_not_of_the_whole() -> None:
    assert [subject_of(t) for t in ("硬件", "应用软件", "软硬件", "第三方中间件", "B包", "本项目")] == [
        "hardware",
        "software",
        None,
        "third_party",
        "B包",
        None,
    ]
    assert [own_label(t) for t in ("泵机", "本项目", "自验收之日起", "易损件")] == ["泵机", None, None, "易损件"]


@pytest.mark.parametrize(
    "text",
    [
        "质保期" * 4000,
        "免费维护3年" * 1500,
        "工期" + "_" * 10000,
        "工期" + "_ " * 8000,
        "1" * 10000 + "年质保",
        "质保期" + "期限" * 5000 + "2年",
        "《办法》" * 3000 + "规定质保期2年",
        "质保期 | " + "xX" * 3000 + "q",
        "质保期内" + "9" * 10000 + "小时响应",
        "合同签订后3日内" * 2000,
    ],
    ids=range(10),
)
def test_hostile_text_costs_little(text: str) -> None:
    start = time.process_time()
    extract_text(text, kind="contract")
    assert time.process_time() - start < 3


def test_clauses_on_scope_and_duty_of_the_warranty() -> None:
    text = (
        "第六条 质量保证\n6.1 质保范围为本合同项下全部软件和硬件。\n"
        "6.2 质保期内设备出现故障的，乙方应在4小时内到场并免费修复。\n6.3 质量保证金在质保期满后退还。"
    )
    clauses = [(f.kind, f.value) for f in extract_text(text, kind="contract").facts if f.kind.startswith("clause.warr")]
    assert clauses == [("clause.warranty_scope", "present"), ("clause.warranty_duty", "present")]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("质保期自竣工验收合格之日起12个月，期内免费维修。", True),
        ("设备保修期为三年，该期限内乙方负责更换损坏的部件。", True),
        ("质保期自验收合格之日起24个月，期满退还保证金，另行免费维护的由双方商定。", False),
        ("质保期为24个月。期内的安排见附件。", False),
    ],
)
def test_a_duty_within_a_term_named_just_before(text: str, there: bool) -> None:
    kinds = {fact.kind for fact in extract_text(text, kind="contract").facts}
    assert ("clause.warranty_duty" in kinds) is there


def test_a_mere_mention_is_no_clause_on_the_warranty() -> None:
    text = "质保期满后10日内，甲方退还质量保证金。质保服务费已含在总价内。"
    assert not [f for f in extract_text(text, kind="contract").facts if f.kind.startswith("clause.warranty")]


def test_a_regulation_is_not_the_project() -> None:
    articles = "".join(f"第{n}条 本办法所称项目是指信息化项目。\n" for n in "一二三四五六")
    text = f"示范市政务信息化项目管理办法\n{articles}第七条 项目质保期一般不低于2年，建设周期不超过3年。\n"
    assert not [f for f in extract_text(text, kind="other").facts if f.kind.startswith("period.")]


def test_two_clocks_of_one_term_carry_each_other() -> None:
    text = "质保期为验收合格起12个月或到货起18个月，以后到者为准。"
    first, second = (f for f in extract_text(text, kind="contract").facts if f.kind == "period.warranty")
    assert (first.value, second.value) == ("P12M", "P18M")
    assert first.related == second.evidence
    assert second.related == first.evidence
