"""Warranty: texts with all the periods they state, then texts that only look like one."""

from collections.abc import Callable

import pytest

STATED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("质保期为两年，自终验合格之日起计算。", "contract", ("warranty P2Y",)),
    (
        "硬件质保三年，软件质保一年。",
        "contract",
        (
            "warranty P1Y [software]",
            "warranty P3Y [hardware]",
        ),
    ),
    ("质保期不少于2年。", "contract", ("warranty P2Y >=",)),
    ("质保期不超过2年。", "contract", ("warranty P2Y <=",)),
    ("原合同约定的质保期由一年变更为三年。", "contract", ("warranty P3Y",)),
    ("双方同意将质保期从24个月延长至36个月。", "contract", ("warranty P36M",)),
    ("将第八条“质保期一年”修改为“质保期三年”。", "contract", ("warranty P3Y",)),
    (
        "本项目整体质保3年，其中服务器质保5年。",
        "contract",
        (
            "warranty P3Y",
            "warranty P5Y [hardware]",
        ),
    ),
    ("乙方对所供设备提供三年原厂质保服务。", "contract", ("warranty P3Y [hardware]",)),
    ("自最终验收合格之日起三年内，乙方免费质保。", "contract", ("warranty P3Y",)),
    ("所有产品自验收之日起保修叁年。", "contract", ("warranty P3Y",)),
    (
        "质保期：硬件5年，软件3年，均自验收合格之日起算。",
        "contract",
        (
            "warranty P3Y [software]",
            "warranty P5Y [hardware]",
        ),
    ),
    ("质保期____年。", "contract", ("warranty blank",)),
    ("质保期：    个月，自验收之日起计。", "contract", ("warranty blank",)),
    ("质保期限：详见附件三《售后服务承诺》。", "contract", ("warranty referred",)),
    ("质保期由甲乙双方另行协商确定。", "contract", ("warranty unstated",)),
    ("按照《示范市政务信息化项目管理办法》要求，本项目质保期为2年。", "contract", ("warranty P2Y",)),
    ("质保期：三（3）年。", "contract", ("warranty P3Y",)),
    ("质保期三年（36个月）。", "contract", ("warranty P3Y",)),
    ("质保期1-3年。", "contract", ("warranty P1Y range P3Y",)),
    ("投标人须承诺质保期不少于2年，否则投标无效。", "contract", ("warranty P2Y >=",)),
    ("系统经连续稳定运行满12个月为质保期限。", "contract", ("warranty P12M",)),
    ("设备通电之日起24个月为缺陷修复期。", "contract", ("warranty P24M",)),
    (
        "本项目质保期（免费维护期）为3年。",
        "contract",
        (
            "free_maintenance P3Y",
            "warranty P3Y",
        ),
    ),
    ("保修期自交付使用之日起算，期限为五年。", "contract", ("warranty P5Y",)),
    ("提供不少于36个月的免费质保期保障。", "contract", ("warranty P36M >=",)),
    ("项目整体保修三年，其中主机按厂家承诺执行。", "contract", ("warranty P3Y",)),
    (
        "乙方承诺：软件部分质保期贰年，硬件部分按原厂标准质保叁年。",
        "contract",
        (
            "warranty P2Y [software]",
            "warranty P3Y [hardware]",
        ),
    ),
    ("供方对货物实行三包，保修期一年。", "contract", ("warranty P1Y",)),
    ("缺陷责任期24个月，自交工验收之日起算。", "contract", ("warranty P24M",)),
    ("质保期（自验收合格之日起）：24个月", "contract", ("warranty P24M",)),
    ("质量保证期限为系统终验通过后二十四个月", "contract", ("warranty P24M",)),
    ("乙方提供为期3年的质保。", "contract", ("warranty P3Y",)),
    ("全部设备免费上门保修3年，7×24小时响应。", "contract", ("warranty P3Y [hardware]",)),
    ("质保要求：原厂三年质保，终身维护。", "contract", ("warranty P3Y",)),
    ("质保期为自项目竣工验收合格且试运行期满后24个月。", "contract", ("warranty P24M",)),
    ("质保期：{{warranty}}个月", "contract", ("warranty blank",)),
    ("质保期为XX年。", "contract", ("warranty blank",)),
    ("质保期【】年，自【】起计算。", "contract", ("warranty blank",)),
    ("质保期[待定]。", "contract", ("warranty blank",)),
    ("质保期：待定", "contract", ("warranty blank",)),
    ("质保期3年（硬件原厂），其中易耗品6个月。", "contract", ("warranty P3Y [hardware]", "warranty P6M [易耗品]")),
    ("质保期自验收合格之日起至2028年12月31日止。", "contract", ("warranty unstated",)),
    ("质保期至2028年12月31日。", "contract", ("warranty unstated",)),
    ("投标有效期为90日，质保期为24个月。", "contract", ("warranty P24M",)),
    ("质保期以投标文件承诺为准。", "contract", ("warranty referred",)),
    (
        "质保期：自设备验收合格之日起，主机三年，耗材一年。",
        "contract",
        (
            "warranty P1Y [耗材]",
            "warranty P3Y [hardware]",
        ),
    ),
    (
        "A包质保期2年，B包质保期3年。",
        "contract",
        (
            "warranty P2Y [A包]",
            "warranty P3Y [B包]",
        ),
    ),
    ("软硬件质保期均为三年。", "contract", ("warranty P3Y",)),
    (
        "一、商务要求\n质保期\n自验收合格之日起三年。\n付款方式\n验收后支付95%。",
        "procurement_document",
        ("warranty P3Y",),
    ),
    (
        ("项目 | 质保期 | 备注\n服务器 | 5年 | 原厂\n应用软件 | 3年 | 自终验起\n耗材 | 不适用 | -"),
        "procurement_document",
        (
            "warranty P3Y [software]",
            "warranty P5Y [hardware]",
        ),
    ),
    (
        ("| 条款 | 内容 |\n| --- | --- |\n| 质量保证期 | 36个月 |\n| 免费运维期 | 1年 |\n| 建设周期 | ____ |"),
        "contract",
        (
            "free_maintenance P1Y",
            "implementation blank",
            "warranty P36M",
        ),
    ),
    (
        (
            "第六条 质量保证\n"
            "6.1 乙方保证所供货物为全新原装正品。\n"
            "6.2 货物质保期为验收合格之日起叁拾陆个月。\n"
            "6.3 质保期内，乙方免费维修、更换，并在4小时内响应。\n"
            "6.4 质保范围为本合同全部软硬件。"
        ),
        "contract",
        ("warranty P36M",),
    ),
    ("乙方保证软件在验收合格后12个月内免费修复缺陷。", "contract", ("warranty P12M [software]",)),
    (
        "服务器等硬件设备由原厂提供三年质保，软件系统由乙方提供一年质保。",
        "contract",
        (
            "warranty P1Y [software]",
            "warranty P3Y [hardware]",
        ),
    ),
    (
        "系统软件、第三方软件质保期1年，定制开发软件质保期3年。",
        "contract",
        (
            "warranty P1Y [third_party]",
            "warranty P3Y [software]",
        ),
    ),
    (
        "质保期：整体3年；其中：显示屏5年，摄像机2年",
        "contract",
        (
            "warranty P2Y [hardware]",
            "warranty P3Y",
            "warranty P5Y [hardware]",
        ),
    ),
    ("质保期从一年延长到两年", "contract", ("warranty P2Y",)),
    ("免费质保3年以上", "procurement_document", ("warranty P3Y >=",)),
    ("★质保期：≥3年", "procurement_document", ("warranty P3Y >=",)),
    ("根据《政府采购法》的有关规定，双方约定本合同项下软件质保期为两年。", "contract", ("warranty P2Y [software]",)),
    ("“质保期”是指自终验合格之日起24个月的期间。", "contract", ("warranty P24M",)),
    ("质保期一年，质保期内免费维修，质保期后终身维护。", "contract", ("warranty P1Y",)),
    ("质 保 期 ： 二 年", "contract", ("warranty P2Y",)),
    ("質保期為驗收合格後貳年。", "contract", ("warranty P2Y",)),
    ("保固期限:自驗收合格日起算2年。", "contract", ("warranty P2Y",)),
    ("保質保修：設備保修期12個(gè)月", "contract", ("warranty P12M [hardware]",)),
    ("质保期【24】个月", "contract", ("warranty P24M",)),
    ("质保期为[叁]年", "contract", ("warranty P3Y",)),
    ("质保期：____年（自____年____月____日起）", "contract", ("warranty blank",)),
    ("质保服务：乙方提供1年7*24小时的质保服务", "contract", ("warranty P1Y",)),
    (
        "质保期：验收合格后 12个月或货到现场后18个月，以先到为准。",
        "contract",
        (
            "warranty P12M",
            "warranty P18M",
        ),
    ),
    ("验收合格起12个月的质量保证期", "contract", ("warranty P12M",)),
    (
        "硬件设备质保期：3年，软件质保期：_____年",
        "contract",
        (
            "warranty P3Y [hardware]",
            "warranty blank [software]",
        ),
    ),
    (
        "设备 | 数量 | 质保（年）\n交换机 | 2 | 3\n防火墙 | 1 | 5",
        "procurement_document",
        (
            "warranty P3Y [hardware]",
            "warranty P5Y [hardware]",
        ),
    ),
    ("名称\n数量\n质保期\n政务平台软件\n1套\n3年", "contract", ("warranty P3Y",)),
    (
        "保修：整机三年，电池半年。",
        "contract",
        (
            "warranty P3Y",
            "warranty P6M [电池]",
        ),
    ),
    ("设备自验收之日起实行两年保修。", "contract", ("warranty P2Y [hardware]",)),
    ("卖方对货物承担36个月的质量保证。", "contract", ("warranty P36M",)),
    ("质保服务年限（年）：5", "bid", ("warranty P5Y",)),
    ("质保年限 5年", "bid", ("warranty P5Y",)),
    ("在18个月的保修期届满前，卖方应做一次全面检查。", "contract", ("warranty P18M",)),
    (
        "质保期2年（软件）、3年（硬件）。",
        "contract",
        (
            "warranty P2Y [software]",
            "warranty P3Y [hardware]",
        ),
    ),
    (
        "软件2年、硬件3年质保。",
        "contract",
        (
            "warranty P2Y [software]",
            "warranty P3Y [hardware]",
        ),
    ),
    ("乙方应出具三年质保承诺函。", "contract", ("warranty P3Y",)),
    ("质保期至少为合同签订后两年", "contract", ("warranty P2Y >=",)),
    ("质保期不少于三年（提供承诺函）", "procurement_document", ("warranty P3Y >=",)),
    (
        "质保期为验收合格之日起贰（2）年，其中易损件为六（6）个月。",
        "contract",
        (
            "warranty P2Y",
            "warranty P6M [易损件]",
        ),
    ),
    ("原质保期一年，现改为两年。", "contract", ("warranty P2Y",)),
    (
        "保修期限自工程竣工验收合格之日起计算，电气管线、设备安装为2年，防水为5年。",
        "contract",
        (
            "warranty P2Y [hardware]",
            "warranty P5Y [防水]",
        ),
    ),
    ("整体质保服务期限为五年（60个月）", "contract", ("warranty P5Y",)),
    (
        "本项目质保期：软件验收合格后1年；硬件自到货验收后3年。",
        "contract",
        (
            "warranty P1Y [software]",
            "warranty P3Y [hardware]",
        ),
    ),
    ("质保三年以上（含三年）", "procurement_document", ("warranty P3Y >=",)),
    ("提供原厂商3年7×24×4质保", "procurement_document", ("warranty P3Y",)),
    ("所投产品须提供三年原厂免费上门质保服务，提供原厂承诺函", "procurement_document", ("warranty P3Y",)),
    ("乙方对其开发的软件终身保修，硬件保修3年。", "contract", ("warranty P3Y [hardware]",)),
    ("在质保期（三年）内，乙方免费更换故障件。", "contract", ("warranty P3Y",)),
    ("质保期（24个月）满后支付5%尾款。", "contract", ("warranty P24M",)),
    ("一年质保期满后，甲方支付合同总价的5%。", "contract", ("warranty P1Y",)),
    ("质量保证金在质保期（一年）满后返还。", "contract", ("warranty P1Y",)),
    ("验收合格之日起12个月内，因产品质量造成的故障由乙方免费维修。", "contract", ("warranty P12M",)),
    ("质保期由投标人自行填报：____年", "procurement_document", ("warranty blank",)),
    ("质保期为 年", "contract", ("warranty blank",)),
    (
        "乙方承诺为本项目提供 叁 年质保、伍 年免费升级。",
        "contract",
        (
            "free_maintenance P5Y",
            "warranty P3Y",
        ),
    ),
)

NONE: tuple[tuple[str, str], ...] = (
    ("质保金为合同价的5%，两年后无息退还。", "contract"),
    ("质保期内，乙方应在接到通知后2小时内响应，24小时内修复。", "contract"),
    ("质保期满后30日内，甲方退还履约保证金。", "contract"),
    ("质量保证期满两年后10个工作日内支付尾款。", "contract"),
    ("根据《示范市政务信息化项目管理办法》第三十条规定，质保期一般不低于2年。", "contract"),
    ("我公司曾为临江县医院信息系统提供五年免费质保。", "contract"),
    ("质保期在2年基础上每延长1年加1分，最多加3分。", "contract"),
    ("更换的部件自更换之日起质保12个月。", "contract"),
    ("不提供超过一年的质保服务。", "contract"),
    ("质保期最迟于设备到货后第18个月届满。", "contract"),
    ("缺陷责任期为24个月，期满退还质量保证金。", "contract"),
    ("付款方式：验收合格付95%，留5%作为质保金，质保期满一年后付清。", "contract"),
    ("质保期延长一年。", "contract"),
    ("如因甲方原因未能验收的，质保期最长至到货后18个月。", "contract"),
    ("通常软件厂商的质保期为一年。", "contract"),
    (("类似业绩一览\n项目名称 | 合同金额 | 质保期\n甲市云平台 | 300万元 | 3年\n乙县数据中心 | 200万元 | 2年"), "bid"),
    ("合同履行期限：自合同签订之日起至质保期满", "procurement_document"),
    ("甲方在质保期满一年后30日内支付剩余款项。", "contract"),
    ("经双方协商，质保期延长6个月，即延长至2026年6月。", "contract"),
    ("质保期≥3年的得5分，≥5年的得10分。", "procurement_document"),
    ("评分标准：质保期每增加一年得2分", "procurement_document"),
    ("供应商承诺的免费质保期在采购文件要求基础上增加1年的，得3分", "procurement_document"),
    ("《电子产品三包规定》要求整机保修期不少于一年。", "contract"),
    ("例如，某项目约定质保期为两年。", "other"),
    ("“质保期”指自终验合格之日起至合同约定期限届满的期间。", "contract"),
    ("售后服务期限：质保期满后提供2年有偿维护", "contract"),
    ("质保期内提供每年4次巡检", "contract"),
    ("质保期按国家三包规定执行。", "contract"),
    ("质量保证期届满前一个月，双方联合检查。", "contract"),
    ("质保期内同一故障出现三次的，整机质保期自更换之日起重新起算两年。", "contract"),
    ("质保期内累计停机超过30天的，质保期相应顺延。", "contract"),
    ("质保期应与主设备保持一致。", "contract"),
    ("免费升级服务在质保期内有效。", "contract"),
    ("质量保证期内乙方派驻2名工程师，驻场期3个月。", "contract"),
    ("乙方近三年无重大质量事故，质保服务满意率达98%。", "bid"),
    ("质保期不得少于国家规定的年限。", "procurement_document"),
    ("质保期超出国家三包规定的，按约定执行。", "contract"),
    ("投标人提供的质保期低于2年的，其投标无效。", "procurement_document"),
)


@pytest.mark.parametrize(("text", "kind", "expected"), STATED, ids=range(len(STATED)))
def test_stated(period_facts: Callable[[str, str], set[str]], text: str, kind: str, expected: tuple[str, ...]) -> None:
    assert period_facts(text, kind) == set(expected), text


@pytest.mark.parametrize(("text", "kind"), NONE, ids=range(len(NONE)))
def test_none(period_facts: Callable[[str, str], set[str]], text: str, kind: str) -> None:
    assert period_facts(text, kind) == set(), text
