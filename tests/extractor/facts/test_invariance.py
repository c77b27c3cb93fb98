"""A fact does not change with what stands elsewhere: pages of unrelated text before and after a contract."""

import random
import re
import time

import pytest

from extractor.fact import DocumentKind, Fact
from extractor.pipeline import extract_text

CONTRACT = """政务数据共享平台建设合同
甲方（买方）：临河县大数据中心
乙方（卖方）：启衡软件有限公司
第一条 合同价款
合同总价为人民币贰佰陆拾捌万元整（¥2,680,000.00）。
第二条 付款方式
合同签订后10个工作日内，甲方支付合同总价的30%；初验合格后支付40%；终验合格后支付剩余30%。
第三条 建设周期
乙方应于合同签订后8个月内完成系统建设并交付。
第四条 试运行与质保
初验后试运行3个月。质保期为终验合格之日起36个月，免费维护期为两年。
第五条 知识产权
本项目开发的软件著作权归甲方所有，系统产生的数据归甲方所有。
第六条 解除
乙方逾期超过60日的，甲方有权解除合同。
签订日期：2024年6月6日
"""
STUDY = """第三章 投资与进度
项目总投资1,256.38万元，其中软件开发费632万元。
建设周期为12个月，试运行3个月。
项目质保期不少于3年。
"""
_WORDS = (
    "平台采用分层架构，由接入、汇聚、治理和服务四层组成",
    "各部门按照统一的目录编目并登记数据资源",
    "界面应当简洁，常用操作不超过三步",
    "日志集中采集并按用途分类检索",
    "接口以标准协议发布，调用方需先申请",
    "地图底图由自然资源部门提供",
    "系统按角色授权，权限最小化",
    "报表支持按区域和时段统计",
    "运行监控大屏展示关键指标",
    "用户反馈经核实后进入改进清单",
)
PAGE = 30  # lines, some 800 characters


def unrelated(pages: int, seed: int) -> str:
    """Pages of a plan's prose that states none of what facts are read from."""
    chance = random.Random(seed)  # noqa: S311  words of a test
    lines = [f"{'，'.join(chance.sample(_WORDS, 3))}。" for _ in range(pages * PAGE)]
    return "\n".join(lines) + "\n"


def core(facts: tuple[Fact, ...]) -> list[tuple[object, ...]]:
    return [(f.kind, f.state, f.value, f.op, f.value_max, f.subject, f.holder, f.text, f.pattern) for f in facts]


@pytest.mark.parametrize(("text", "kind"), [(CONTRACT, "contract"), (STUDY, "feasibility_report")])
def test_a_hundred_pages_after_change_nothing(text: str, kind: DocumentKind) -> None:
    alone = extract_text(text, kind=kind).facts
    together = extract_text(f"{text}附录 技术说明\n{unrelated(100, 7)}", kind=kind).facts
    assert len(alone) >= 4
    assert core(together) == core(alone)


@pytest.mark.parametrize(("text", "kind"), [(CONTRACT, "contract"), (STUDY, "feasibility_report")])
def test_a_hundred_pages_before_change_only_places(text: str, kind: DocumentKind) -> None:
    before = unrelated(100, 11)
    alone = extract_text(text, kind=kind).facts
    together = extract_text(before + text, kind=kind).facts
    assert core(together) == core(alone)
    moved = before.count("\n")
    for one, other in zip(alone, together, strict=True):
        for here, there in zip(one.evidence, other.evidence, strict=True):
            assert there.quote == here.quote
            assert there.location.line == (here.location.line or 0) + moved


def test_unrelated_pages_hold_no_facts() -> None:
    assert not [
        f for f in extract_text(unrelated(20, 3), kind="contract").facts if f.kind.startswith(("period.", "contract."))
    ]


def seconds(text: str, kind: DocumentKind) -> float:
    start = time.process_time()
    extract_text(text, kind=kind)
    return time.process_time() - start


@pytest.mark.parametrize("kind", ["budget_estimate", "contract"])
def test_cost_of_a_table_grows_with_its_rows(kind: DocumentKind) -> None:
    def table(rows: int) -> str:
        lines = [f"{n} | 设备{n} | 2 | 1,200.00 | 2,400.00" for n in range(rows)]
        return "\n".join(["序号 | 名称 | 数量 | 单价（元） | 合价（元）", *lines])

    seconds(table(10), kind)
    small, large = seconds(table(500), kind), seconds(table(4000), kind)
    assert large < 24 * max(small, 0.02), (small, large)  # eight times the rows; by their square it were 64


def test_cost_of_a_paragraph_grows_with_its_length() -> None:
    sentence = "乙方应于合同签订后30日内交付，质保期三年，支付合同总价的30%。"
    small, large = seconds(sentence * 100, "contract"), seconds(sentence * 800, "contract")
    assert large < 24 * max(small, 0.02), (small, large)


def test_core_sees_a_change() -> None:
    changed = re.sub("36个月", "24个月", CONTRACT)
    assert core(extract_text(CONTRACT, kind="contract").facts) != core(extract_text(changed, kind="contract").facts)
