"""Implementation period: texts with all the periods they state, then texts that only look like one."""

from collections.abc import Callable

import pytest

STATED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("合同工期：90日历天。", "contract", ("implementation P90D",)),
    ("工期不超过6个月。", "contract", ("implementation P6M <=",)),
    ("自合同签订之日起120日内完成全部建设内容并交付使用。", "contract", ("implementation P120D <=",)),
    ("合同签订后6个月内完成系统上线。", "contract", ("implementation P6M <=",)),
    ("建设周期为12个月，自2024年3月至2025年2月。", "contract", ("implementation P12M",)),
    ("项目建设期：2024年3月至2026年12月", "contract", ("implementation 2024-03/2026-12",)),
    ("项目应于2026年11月15日前完成竣工验收并交付使用。", "contract", ("implementation 2026-11-15 <=",)),
    ("交货期：合同签订之日起30个工作日内。", "contract", ("implementation P30D <= working",)),
    ("合同履行期限：自合同签订之日起60日历天内完成供货、安装和调试。", "contract", ("implementation P60D <=",)),
    ("第一阶段工期30天，第二阶段工期60天，总工期90天。", "contract", ("implementation P90D",)),
    ("项目实施周期：____个月", "contract", ("implementation blank",)),
    ("工期：见附件一《实施计划》。", "contract", ("implementation referred",)),
    ("工期由双方另行约定。", "contract", ("implementation unstated",)),
    ("自2024年5月10日至2024年9月30日完成项目建设。", "contract", ("implementation 2024-05-10/2024-09-30",)),
    ("乙方须在2025年6月底前完成平台部署并上线运行。", "contract", ("implementation 2025-06 <=",)),
    ("投标有效期：90日历天；工期：45日历天。", "contract", ("implementation P45D",)),
    ("开工日期：2025年3月1日；竣工日期：2025年8月31日。", "contract", ("implementation 2025-08-31",)),
    ("交付时间：合同生效后45个日历日内", "contract", ("implementation P45D <=",)),
    ("履约期限：2025年1月1日至2025年6月30日前完成交付", "contract", ("implementation 2025-01-01/2025-06-30",)),
    (
        "中标人应在合同签订之日起九十天内将全部货物运抵采购人指定地点并安装调试完毕。",
        "contract",
        ("implementation P90D <=",),
    ),
    ("工期从180日历天调整为240日历天。", "contract", ("implementation P240D",)),
    (
        "软件开发周期为3个月，试运行1个月，质保期1年。",
        "contract",
        (
            "implementation P3M",
            "trial_run P1M",
            "warranty P1Y",
        ),
    ),
    ("项目建设工期原则上不超过两年。", "contract", ("implementation P2Y <=",)),
    ("乙方收到预付款后20个工作日内完成供货。", "contract", ("implementation P20D <= working",)),
    ("交付期：签订合同后  天内", "contract", ("implementation blank",)),
    (
        "本项目计划10个月完成，2025年10月底前投入使用。",
        "contract",
        (
            "implementation 2025-10 <=",
            "implementation P10M",
        ),
    ),
    ("完成时间：2025年12月31日之前", "contract", ("implementation 2025-12-31 <=",)),
    ("2024年结转资金42万元，于2025年9月支出完毕。", "performance_report", ()),
    ("剩余款项于2025年9月30日前支付完毕，问题于10月15日前整改完毕。", "contract", ()),
    ("合同签订后的两个月内将系统安装、调试完毕", "contract", ("implementation P2M <=",)),
    (
        (
            "序号 | 名称 | 内容\n"
            "1 | 工期 | 合同签订后120日历天\n"
            "2 | 质保期 | 验收合格后24个月\n"
            "3 | 投标有效期 | 90日历天\n"
            "4 | 付款方式 | 验收后15个工作日内支付"
        ),
        "procurement_document",
        (
            "implementation P120D",
            "warranty P24M",
        ),
    ),
    (
        ("阶段 | 工作内容 | 工期（天）\n一 | 需求调研 | 15\n二 | 系统开发 | 60\n三 | 测试验收 | 15\n合计 |  | 90"),
        "construction_plan",
        ("implementation P90D",),
    ),
    (
        (
            "四、项目建设周期\n"
            "本项目建设周期为10个月，自2024年3月起至2024年12月止。\n"
            "（一）需求分析阶段：2个月\n"
            "（二）开发阶段：5个月"
        ),
        "feasibility_report",
        ("implementation P10M",),
    ),
    (
        "投标函附录\n工期：____日历天\n质保期：____年\n投标有效期：____日历天",
        "bid",
        (
            "implementation blank",
            "warranty blank",
        ),
    ),
    (
        "工期：\n质保期：\n付款方式：",
        "contract",
        (
            "implementation blank",
            "warranty blank",
        ),
    ),
    (
        "采购需求表\n标的名称：政务服务平台\n合同履行期限：合同签订后90日\n预算金额：120万元",
        "procurement_document",
        ("implementation P90D",),
    ),
    ("项目建设期限：2023-2025年", "feasibility_report", ("implementation 2023/2025",)),
    ("建设工期：2024年3月—2025年2月，共12个月。", "feasibility_report", ("implementation 2024-03/2025-02",)),
    (
        "本工程计划开工日期为2024年4月1日，计划竣工日期为2024年10月1日，工期总日历天数183天。",
        "contract",
        (
            "implementation 2024-10-01",
            "implementation P183D",
        ),
    ),
    ("交付日期：2025年9月30日前", "contract", ("implementation 2025-09-30 <=",)),
    ("乙方应于2025年9月30日前向甲方交付全部软件成果。", "contract", ("implementation 2025-09-30 <=",)),
    ("系统应在合同签订后四个月内建成并投入使用。", "contract", ("implementation P4M <=",)),
    ("合同签订之日起60天内完成软件安装、调试，并交付甲方验收。", "contract", ("implementation P60D <=",)),
    ("项目须在合同签订之日起 5 个月内完成全部工作内容并通过终验", "procurement_document", ("implementation P5M <=",)),
    ("工期为    日历天，自    年   月   日至     年   月   日。", "contract", ("implementation blank",)),
    ("开发周期：自合同签订之日起  个工作日", "contract", ("implementation blank",)),
    ("交付时间：    年    月    日前", "contract", ("implementation blank",)),
    (
        "项目分两期建设，一期工期6个月，二期工期8个月。",
        "contract",
        (
            "implementation P6M [一期]",
            "implementation P8M [二期]",
        ),
    ),
    (
        "建设周期：12个月（含试运行3个月）",
        "contract",
        (
            "implementation P12M",
            "trial_run P3M",
        ),
    ),
    ("工期：90天（日历天）", "contract", ("implementation P90D",)),
    ("总工期不得超过 180 个日历天，其中设计 30 天，施工 150 天", "contract", ("implementation P180D <=",)),
    (
        "供货期：合同签订后1个月内供货，2个月内安装调试完毕",
        "contract",
        (
            "implementation P1M <=",
            "implementation P2M <=",
        ),
    ),
    ("逾期交货超过15日，按合同总价日千分之三支付违约金；交货期为签约后30日。", "contract", ("implementation P30D",)),
    ("建设期3年，运营期10年", "feasibility_report", ("implementation P3Y",)),
    ("项目计算期15年，其中建设期1年", "feasibility_report", ("implementation P1Y",)),
    ("实施周期：拟用8个月（2025.3-2025.10）完成", "feasibility_report", ("implementation P8M",)),
    ("工期要求：签订合同后3个月。", "procurement_document", ("implementation P3M",)),
    ("服务期限：自合同签订之日起30日内完成系统开发并交付使用", "procurement_document", ("implementation P30D <=",)),
    ("供应商须在签约之日起75日内将全部摄像机架设到位并接入平台。", "procurement_document", ("implementation P75D <=",)),
    ("自合同签章之日起，乙方用100天做完软件编制、调测，交甲方使用。", "contract", ("implementation P100D",)),
    ("卖方收到首期款之后的四十日内，一次性把读写器、闸机交清。", "contract", ("implementation P40D <=",)),
    ("2026年6月30日以前，承建方完成全部点位的安装并通过竣工验收。", "contract", ("implementation 2026-06-30 <=",)),
    ("工程须于开工令下达后八个月内完工。", "contract", ("implementation P8M <=",)),
    ("本合同签订后半年内建成指挥大厅并投入运行。", "contract", ("implementation P6M <=",)),
    ("签约后两周内到货，逾期每日罚款500元。", "contract", ("implementation P2W <=",)),
    ("甲方应于签约后5日内提供机房平面图；乙方应于签约后50日内完工。", "contract", ("implementation P50D <=",)),
    ("实施工期由原来的4个月改为6个月。", "change_request", ("implementation P6M",)),
    ("建设周期 | 自批复之日起14个月", "feasibility_report", ("implementation P14M",)),
    ("三、建设工期\n12个月（2025年1月—12月）。", "feasibility_report", ("implementation P12M",)),
    ("工  期：__60__日历天", "contract", ("implementation P60D",)),
    ("交货期：款到发货后7天。", "contract", ("implementation P7D",)),
    ("乙方于签约之日起4个月内将本系统开发完毕，交甲方试用。", "contract", ("implementation P4M <=",)),
    ("全部工作应于2025年11月底以前做完。", "construction_plan", ("implementation 2025-11 <=",)),
    ("建设工期：约10个月。", "feasibility_report", ("implementation P10M",)),
    ("施工期 180 天（日历日），自监理签发开工令之日起计", "contract", ("implementation P180D",)),
    ("交付使用期限：签约后三个半月", "contract", ("implementation P3.5M",)),
    ("项目实施期为2024-2025年两年。", "feasibility_report", ("implementation 2024/2025",)),
    ("工期：开工令下达之日起计 （ 120 ） 个日历天", "contract", ("implementation P120D",)),
    ("项目建设周期：2025年6月～2026年5月（12个月）", "construction_plan", ("implementation 2025-06/2026-05",)),
    ("计划完工日：二〇二六年五月三十一日", "contract", ("implementation 2026-05-31",)),
    ("供货时限要求：合同生效之日起28天（含节假日）内全部到货。", "procurement_document", ("implementation P28D <=",)),
    ("卖方须于2025年8月15日（含）之前把全部终端配发到各乡镇。", "contract", ("implementation 2025-08-15 <=",)),
)

NONE: tuple[tuple[str, str], ...] = (
    ("保密期限为合同终止后三年。", "contract"),
    ("供货周期30天，安装调试周期15天。", "contract"),
    ("合同履行期限：一年。", "contract"),
    ("工期延误10日以上的，按日支付违约金。", "contract"),
    ("工期相应顺延15日。", "contract"),
    ("甲方应在合同签订后10日内提供办公场地。", "contract"),
    ("乙方应在收到甲方通知后5日内完成整改。", "contract"),
    ("乙方应于合同签订后15日内提交实施方案。", "contract"),
    ("交货7日、安装7日。", "contract"),
    ("付款期限：收到发票后15个工作日内。", "contract"),
    ("逾期交付超过30日的，甲方有权解除合同。", "contract"),
    (("进度安排\n时间 | 任务\n2024年3月 | 需求调研\n2024年6月 | 系统开发\n2024年12月 | 终验"), "construction_plan"),
    ("合同履行期限：2025年1月1日至2025年12月31日（物业服务）", "procurement_document"),
    ("验收合格满一年后支付合同价款的5%。", "contract"),
    ("乙方应在接到甲方通知后3个工作日内完成安装调试。", "contract"),
    ("到货后5个工作日内完成安装调试。", "contract"),
    ("合同生效后10个工作日内支付预付款。", "contract"),
    ("中标通知书发出之日起30日内签订合同。", "procurement_document"),
    ("培训期限：3天。", "contract"),
    ("备份数据保留期限不少于6个月。", "contract"),
    ("乙方应于2025年9月30日前提交初步设计方案。", "contract"),
    ("甲方应于2025年9月30日前支付合同款。", "contract"),
    ("投标文件应于2025年9月30日前送达采购代理机构。", "procurement_document"),
    ("在甲方书面通知后15日内供货到指定地点", "contract"),
    ("项目于2024年6月启动，计划2025年5月完成竣工验收。", "feasibility_report"),
    ("项目已于2023年12月完成建设并投入使用。", "acceptance"),
    ("疫情期间工期可顺延，但最长不超过30日。", "contract"),
    ("竣工验收后10日内退还履约保证金", "contract"),
    ("乙方应在验收合格后7日内移交全部源代码和文档。", "contract"),
    ("乙方应在合同终止后10日内交付全部数据。", "contract"),
    ("甲方应当自收到乙方交付的成果之日起10日内组织验收", "contract"),
    ("卖方应在收到信用证后60日内将设备运抵买方现场", "contract"),
    ("交付期限：根据甲方通知要求。", "contract"),
    ("乙方提交的需求说明书经甲方确认后10日内开工。", "contract"),
    ("整体进度：自2025年2月启动，至2025年11月完成终验。", "construction_plan"),
    ("工期：以开工令载明的日期起算，共计85个晴天。", "contract"),
    ("割接后设一个月的观察期。", "contract"),
    ("本系统采用7×24小时服务，月均处理工单3万件，平均办理时限由15天缩短至3天。", "feasibility_report"),
    ("企业开办时间压缩至1个工作日以内。", "feasibility_report"),
    ("平台上线后3个月内完成历史数据迁移。", "contract"),
    ("日志保存期限不少于六个月，审计记录保存三年。", "contract"),
    ("甲方逾期付款超过60日的，乙方有权中止服务。", "contract"),
    ("乙方应在合同签订后5个工作日内组建项目团队并进驻现场。", "contract"),
    ("乙方应于合同签订后10个工作日内提交详细设计说明书。", "contract"),
    ("争议发生后30日内协商不成的，提交仲裁。", "contract"),
    ("本协议签订后3日内，双方完成账号开通。", "contract"),
    ("专利申请费由乙方承担，维持费缴纳至授权后第三年。", "contract"),
    ("货物到达现场后7日内开箱验收。", "contract"),
    ("建议项目分三年实施，2025年完成一期。", "feasibility_report"),
)


@pytest.mark.parametrize(("text", "kind", "expected"), STATED, ids=range(len(STATED)))
def test_stated(period_facts: Callable[[str, str], set[str]], text: str, kind: str, expected: tuple[str, ...]) -> None:
    assert period_facts(text, kind) == set(expected), text


@pytest.mark.parametrize(("text", "kind"), NONE, ids=range(len(NONE)))
def test_none(period_facts: Callable[[str, str], set[str]], text: str, kind: str) -> None:
    assert period_facts(text, kind) == set(), text


def test_room_left_in_each_part_of_a_sum(period_facts) -> None:
    text = "交货期：合同签订后【  】日内交货，安装调试期【  】日。"
    assert period_facts(text, "contract") == {"implementation blank"}


def test_the_last_item_of_a_numbered_schedule_is_the_whole(period_facts) -> None:
    items = (
        "1. 2024年12月20日前完成需求分析；",
        "2. 2025年6月30日前完成系统开发；",
        "3. 2025年9月30日前完成系统部署并交付甲方。",
    )
    text = "第三条 乙方应按下列进度完成研究开发工作：\n" + "\n".join(items)
    assert {fact.split()[1] for fact in period_facts(text, "contract")} == {"2025-09-30"}


def test_a_first_payment_that_starts_the_clock_is_no_phase(period_facts) -> None:
    assert period_facts("自足额支付第一期款之日起2年内交付。", "contract") == {"implementation P2Y <="}
    assert period_facts("第一期2年内交付样机。", "contract") == set()
