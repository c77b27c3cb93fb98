"""Free maintenance: texts with all the periods they state, then texts that only look like one."""

from collections.abc import Callable

import pytest

STATED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "免费维护及质保期为验收合格之日起24个月。",
        "contract",
        (
            "free_maintenance P24M",
            "warranty P24M",
        ),
    ),
    ("三年内免费维护。", "contract", ("free_maintenance P3Y",)),
    ("项目验收后提供一年免费运维服务。", "contract", ("free_maintenance P1Y",)),
    ("免费技术支持期为24个月。", "contract", ("free_maintenance P24M",)),
    ("技术支持免费一年，第二年起按合同额8%收费。", "contract", ("free_maintenance P1Y",)),
    ("合同价已包含两年系统维护服务。", "contract", ("free_maintenance P2Y",)),
    ("验收合格后乙方免费提供2年的系统升级和维护服务。", "contract", ("free_maintenance P2Y",)),
    ("免费运维期__年", "contract", ("free_maintenance blank",)),
    ("免费维护期限以附件二为准。", "contract", ("free_maintenance referred",)),
    ("提供不低于3年的免费运行维护。", "contract", ("free_maintenance P3Y >=",)),
    ("免费维保5年。", "contract", ("free_maintenance P5Y",)),
    ("1年免费维护期满后转入有偿维护。", "contract", ("free_maintenance P1Y",)),
    ("自验收之日起，免费维护18个月，到期后优惠续签。", "contract", ("free_maintenance P18M",)),
    ("提供个月的免费技术支持。", "contract", ("free_maintenance blank",)),
    ("保修期届满后，乙方继续免费维护一年。", "contract", ("free_maintenance P1Y",)),
    (
        "第五条 售后服务：乙方在系统验收合格后免费维护一年，一年后的维护费用按合同金额的10%计算。",
        "contract",
        ("free_maintenance P1Y",),
    ),
    ("乙方应提供为期两年的免费售后服务，接到报修电话后2小时内到达现场。", "contract", ("free_maintenance P2Y",)),
    ("乙方承诺提供5年免费软件升级服务", "contract", ("free_maintenance P5Y",)),
    ("乙方提供自验收之日起三年的免费技术支持与维护服务", "contract", ("free_maintenance P3Y",)),
    ("运维期：1年，费用包含在合同总价内", "contract", ("free_maintenance P1Y",)),
    ("终验通过后的第一年内，乙方免费维护。", "contract", ("free_maintenance P1Y",)),
    ("合同总价含三年的系统维护及升级服务费。", "contract", ("free_maintenance P3Y",)),
    ("投标报价须包含3年运行维护服务。", "procurement_document", ("free_maintenance P3Y",)),
    ("免费维护期：终验后【  】个月", "contract", ("free_maintenance blank",)),
    ("免费维护期为质保期满后一年。", "contract", ("free_maintenance P1Y",)),
    ("每年免费巡检两次，免费维护三年。", "contract", ("free_maintenance P3Y",)),
    ("赠送一年维护服务，总价不变。", "contract", ("free_maintenance P1Y",)),
    ("免费运维自终验合格之日起不少于24个月", "procurement_document", ("free_maintenance P24M >=",)),
    ("系统终验后转入免费运维阶段，为期一年半。", "contract", ("free_maintenance P1Y6M",)),
    ("运维服务：免费2年，之后另行签订运维合同。", "contract", ("free_maintenance P2Y",)),
    ("售后：2年免费，第3年起每年收费不超过合同额6%。", "contract", ("free_maintenance P2Y",)),
    ("含一年免费维护（自上线之日起）。", "contract", ("free_maintenance P1Y",)),
    (
        "免费维护期与质保期相同，均为24个月。",
        "contract",
        (
            "free_maintenance P24M",
            "warranty P24M",
        ),
    ),
    ("首年维护免费，次年起每年8万元。", "contract", ("free_maintenance P1Y",)),
    ("维护期内（三年）免费升级", "contract", ("free_maintenance P3Y",)),
)

NONE: tuple[tuple[str, str], ...] = (
    ("免费维护期满后，双方另行签订维护合同。", "contract"),
    ("免费维护期内，乙方每季度巡检一次。", "contract"),
    ("乙方提供终身免费技术咨询。", "contract"),
    ("项目原则上实行三年免费运行维护，为《示范市管理办法》第二十一条的规定。", "contract"),
    ("合同履行期限：自合同签订之日起3年（运维服务）。", "contract"),
    ("本项目运维服务采购，运维期一年，预算30万元", "procurement_document"),
    ("头两年的运维费用已含在合同总价之内。", "contract"),
    ("系统交付后，乙方须免费跟踪服务12个月。", "contract"),
    ("三年期满后，每年维护费为合同价的8%。", "contract"),
    ("本次采购2年云主机运维服务，预算18万元。", "procurement_document"),
    ("乙方免费提供培训3天。", "contract"),
    ("用户注册后30天内免费使用全部功能，逾期按年收费。", "other"),
    ("每年提供两次免费巡检，每次不少于2天。", "contract"),
    ("驻场运维服务期一年，服务费24万元。", "contract"),
    ("软件授权一年，含一年升级服务费3万元。", "contract"),
)


@pytest.mark.parametrize(("text", "kind", "expected"), STATED, ids=range(len(STATED)))
def test_stated(period_facts: Callable[[str, str], set[str]], text: str, kind: str, expected: tuple[str, ...]) -> None:
    assert period_facts(text, kind) == set(expected), text


@pytest.mark.parametrize(("text", "kind"), NONE, ids=range(len(NONE)))
def test_none(period_facts: Callable[[str, str], set[str]], text: str, kind: str) -> None:
    assert period_facts(text, kind) == set(), text
