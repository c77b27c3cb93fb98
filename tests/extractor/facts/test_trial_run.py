"""Trial run: texts with all the periods they state, then texts that only look like one."""

from collections.abc import Callable

import pytest

STATED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("系统试运行期不少于3个月。", "contract", ("trial_run P3M >=",)),
    ("经过三个月的试运行后，由甲方组织终验。", "contract", ("trial_run P3M",)),
    ("系统初验合格后进入为期90天的试运行。", "contract", ("trial_run P90D",)),
    ("试运行时间：1个月", "contract", ("trial_run P1M",)),
    ("上线试运行满30日，无重大故障的，进入验收。", "contract", ("trial_run P30D",)),
    ("试运行期：____天", "contract", ("trial_run blank",)),
    ("试运行期由甲乙双方商定。", "contract", ("trial_run unstated",)),
    ("试运行：系统上线后试运行____个月", "contract", ("trial_run blank",)),
    (
        "试运行3个月后，质保期2年",
        "contract",
        (
            "trial_run P3M",
            "warranty P2Y",
        ),
    ),
    ("试运行期为三个月,自初验合格之日起计算,期满组织终验", "contract", ("trial_run P3M",)),
    ("试运行不少于三十天，且试运行期间故障不超过3次", "contract", ("trial_run P30D >=",)),
    ("通过初验并经过为期不少于一个月的试运行", "contract", ("trial_run P1M >=",)),
    ("系统试运行三个月（即90天）", "contract", ("trial_run P3M",)),
    ("初验后系统进入试运行阶段，时间为2个月。", "contract", ("trial_run P2M",)),
    ("3个月试运行期满且无重大问题，乙方可申请终验。", "contract", ("trial_run P3M",)),
    ("试运行为期六周。", "contract", ("trial_run P6W",)),
    ("经三十日试运行考核合格后方可验收。", "contract", ("trial_run P30D",)),
    ("系统安装完毕后即进入两个月的试运行期。", "contract", ("trial_run P2M",)),
    ("试运行期原则上不短于3个月", "construction_plan", ("trial_run P3M >=",)),
    ("试运行期自上线之日起算，满45日届满。", "contract", ("trial_run P45D",)),
    ("试运行时限 | 30天", "contract", ("trial_run P30D",)),
    ("试运行期按招标文件规定执行。", "contract", ("trial_run referred",)),
    ("试运行XX天", "contract", ("trial_run blank",)),
    ("自上线起试用1个月，期满无异议即组织验收。", "contract", ("trial_run P1M",)),
    ("系统试运行（含压力测试）不得少于15个工作日。", "contract", ("trial_run P15D >= working",)),
    ("试运行期限自初验合格次日起90日，因乙方原因中断的重新计算。", "contract", ("trial_run P90D",)),
    ("系统上线试运行，期限：1个月", "contract", ("trial_run P1M",)),
    ("试运行一个季度后组织终验", "contract", ("trial_run P3M",)),
    ("初步验收后须经过 3 个月的试运行期。", "contract", ("trial_run P3M",)),
    ("试运行（3个月）合格后进行最终验收。", "contract", ("trial_run P3M",)),
)

NONE: tuple[tuple[str, str], ...] = (
    ("试运行期满后10个工作日内组织终验。", "contract"),
    ("试运行结束后3个月内提交验收申请。", "contract"),
    ("试运行延长1个月。", "contract"),
    ("试运行期间，乙方派2名工程师驻场。", "contract"),
    ("员工试用期三个月。", "contract"),
    ("试运行发现的问题，乙方应在5日内解决。", "contract"),
    ("项目管理人员试用期2个月", "contract"),
    ("试运行不足三个月的，不得申请验收。", "contract"),
    ("试运行期内宕机累计超过8小时的，试运行期重新起算。", "contract"),
    ("试运行自2025年7月1日至2025年9月30日。", "trial_report"),
    ("试运行累计时间达720小时", "contract"),
)


@pytest.mark.parametrize(("text", "kind", "expected"), STATED, ids=range(len(STATED)))
def test_stated(period_facts: Callable[[str, str], set[str]], text: str, kind: str, expected: tuple[str, ...]) -> None:
    assert period_facts(text, kind) == set(expected), text


@pytest.mark.parametrize(("text", "kind"), NONE, ids=range(len(NONE)))
def test_none(period_facts: Callable[[str, str], set[str]], text: str, kind: str) -> None:
    assert period_facts(text, kind) == set(), text
