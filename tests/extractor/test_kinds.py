"""What a document is, from its title, its file name and its content."""

import pytest

from extractor.fact import DocumentKind
from extractor.kinds import classify, kind_of_name, kind_of_title
from extractor.pipeline import extract_text
from extractor.readers import read
from extractor.readers.source import Source

TITLES: list[tuple[str, DocumentKind | None]] = [
    ("云泽市智慧水利平台建设项目合同书", "contract"),
    ("政府采购合同（货物类）", "contract"),
    ("某某中心合同审批表", "other"),
    ("关于一网通办升级改造项目的补充协议（二）", "contract"),
    ("软件开发委托协议", "contract"),
    ("技术开发（委托）合同", "contract"),
    ("计算机软件著作权许可使用合同", "contract"),
    ("服务器采购及安装合同", "contract"),
    ("信息系统运维服务合同", "contract"),
    ("框架协议", "contract"),
    ("技术服务合同书", "contract"),
    ("技术协议书", "contract"),
    ("合同专用条款", "contract"),
    ("政务云租用服务协议", "contract"),
    ("云泽市数字城管项目监理服务合同", "supervision_contract"),
    ("等级保护测评服务合同", "supervision_contract"),
    ("商用密码应用安全性评估服务合同", "supervision_contract"),
    ("工程造价咨询合同", "supervision_contract"),
    ("信息化工程监理委托合同", "supervision_contract"),
    ("第三方软件测试合同", "supervision_contract"),
    ("可行性研究报告编制合同", "supervision_contract"),
    ("全过程咨询服务合同", "supervision_contract"),
    ("云泽市智慧停车项目可行性研究报告", "feasibility_report"),
    ("智慧停车项目可行性研究报告（报批稿）", "feasibility_report"),
    ("智慧停车项目建议书", "feasibility_report"),
    ("智慧停车项目建议书（代可行性研究报告）", "feasibility_report"),
    ("项目可研报告（修订版）", "feasibility_report"),
    ("关于智慧停车项目可行性研究报告的批复", "approval"),
    ("关于同意智慧停车项目立项的批复", "approval"),
    ("关于智慧停车项目初步设计方案和投资概算的批复", "approval"),
    ("智慧停车项目初步设计方案", "preliminary_design"),
    ("智慧停车项目初步设计方案及投资概算报告", "preliminary_design"),
    ("初步设计说明书", "preliminary_design"),
    ("智慧停车项目建设方案", "construction_plan"),
    ("数字乡村项目实施方案（送审稿）", "construction_plan"),
    ("市级部门政务信息化项目建设方案", "construction_plan"),
    ("项目总体设计方案", "construction_plan"),
    ("系统升级改造技术方案", "construction_plan"),
    ("智慧停车平台密码应用方案", "crypto_plan"),
    ("信息系统商用密码应用方案（评审稿）", "crypto_plan"),
    ("密码应用改造方案", "crypto_plan"),
    ("网络安全等级保护建设方案", "security_plan"),
    ("网络安全保障方案", "security_plan"),
    ("政务信息化项目申报表", "application_form"),
    ("2025年度信息化项目立项申请表", "application_form"),
    ("信息化项目需求申报书", "application_form"),
    ("项目投资概算表", "budget_estimate"),
    ("云栖市智慧档案平台投资估算", "budget_estimate"),
    ("项目预算书", "budget_estimate"),
    ("软硬件配置及概算明细表", "budget_estimate"),
    ("智慧停车项目公开招标文件", "procurement_document"),
    ("竞争性磋商文件", "procurement_document"),
    ("竞争性磋商采购文件", "procurement_document"),
    ("智慧停车平台采购项目采购需求", "procurement_document"),
    ("单一来源采购公告", "procurement_document"),
    ("网上询价公告", "procurement_document"),
    ("投标文件（正本）", "bid"),
    ("竞争性磋商响应文件", "bid"),
    ("投标函", "bid"),
    ("中标通知书", "award_notice"),
    ("成交通知书", "award_notice"),
    ("中标（成交）结果公告", "award_notice"),
    ("政府采购合同备案表", "filing_record"),
    ("项目备案证明", "filing_record"),
    ("智慧停车项目专家评审意见", "review_material"),
    ("建设方案评审意见表", "review_material"),
    ("初步设计专家论证意见", "review_material"),
    ("项目评估报告", "review_material"),
    ("政务数据共享清单", "sharing_list"),
    ("信息资源目录表", "sharing_list"),
    ("智慧停车平台云资源清单", None),
    ("软硬件产品安全可靠情况说明", "product_statement"),
    ("项目专题会议纪要", "minutes"),
    ("党组会议记录", "minutes"),
    ("项目建设主体责任书", "responsibility_letter"),
    ("保密承诺书", "responsibility_letter"),
    ("采购合同法律意见书", "legal_opinion"),
    ("合同合法性审查意见书", "legal_opinion"),
    ("项目变更申请表", "change_request"),
    ("关于项目建设内容变更的请示", "change_request"),
    ("项目竣工验收申请", "acceptance_application"),
    ("关于申请项目验收的函", "acceptance_application"),
    ("关于苇田补水系统终验的申请", "acceptance_application"),
    ("智慧管廊平台终验申请表", "acceptance_application"),
    ("关于提请组织终验的请示", "acceptance_application"),
    ("智慧管廊平台终验报告", "acceptance"),
    ("智慧停车项目竣工验收报告", "acceptance"),
    ("项目初步验收意见", "acceptance"),
    ("验收结论", "acceptance"),
    ("政府采购项目履约验收书", "acceptance"),
    ("系统试运行报告", "trial_report"),
    ("试运行情况总结报告", "trial_report"),
    ("网络安全等级保护测评报告", "test_report"),
    ("商用密码应用安全性评估报告", "test_report"),
    ("软件系统测试报告", "test_report"),
    ("信息安全风险评估报告", "risk_assessment"),
    ("项目绩效自评报告", "performance_report"),
    ("项目支出绩效目标申报表", "performance_report"),
    ("项目后评价报告", "performance_report"),
    ("项目建设进展情况报告", "progress_report"),
    ("项目进度月报", "progress_report"),
    ("竣工财务决算审计报告", "audit_report"),
    ("付款申请单", "payment_record"),
    ("2026年运维经费申请表", "om_request"),
    ("专项资金申请报告", "fund_document"),
    ("云江省数据产业专项资金管理办法", "fund_document"),
    ("数据产业专项资金申报指南", "fund_document"),
    ("关于下达2024年数据产业专项资金的通知", "fund_document"),
    ("专项资金使用情况报告", "fund_document"),
    ("专项资金绩效自评报告", "performance_report"),
    ("专项资金审计报告", "audit_report"),
    ("专项资金项目评审意见", "review_material"),
    ("专项资金项目验收申请", "acceptance_application"),
    ("一、项目概况", None),
    ("第一章 总则", None),
    ("合同编号：YZ-2026-017", None),
    ("云泽市政务服务局", None),
    ("法定代表人授权书", None),
    ("合同金额", None),
    ("验收标准", None),
    ("云泽市大数据局政务云服务采购合同", "contract"),
    ("项目建设及运维服务合同", "contract"),
    ("软件开发与测试合同", "contract"),
    ("招标代理合同", "supervision_contract"),
    ("商用密码应用方案专家评审意见", "review_material"),
    ("实施方案评审会议纪要", "minutes"),
    ("项目建议书的批复", "approval"),
    ("概算批复", "approval"),
    ("软件著作权登记证书", None),
    ("网络安全等级保护定级报告", None),
    ("测试方案", None),
    ("用户手册", None),
    ("需求规格说明书", None),
    ("关于印发管理办法的通知", None),
    ("开标一览表", None),
    ("到货验收单", "acceptance"),
]
NAMES: list[tuple[str, DocumentKind | None]] = [
    ("01-采购合同(盖章版).pdf", "contract"),
    ("合同扫描件20260301.pdf", "contract"),
    ("05合同会签单.txt", "other"),
    ("可研报告v3.2终稿.docx", "feasibility_report"),
    ("补充协议2.docx", "contract"),
    ("招标文件-发布稿.pdf", "procurement_document"),
    ("采购需求(第二次).doc", "procurement_document"),
    ("中标通知书.jpg", "award_notice"),
    ("建设方案0612改.docx", "construction_plan"),
    ("附件3：密码应用方案.pdf", "crypto_plan"),
    ("20250612会议纪要.doc", "minutes"),
    ("云发改〔2025〕18号批复.pdf", "approval"),
    ("专家评审意见（签字页）.pdf", "review_material"),
    ("验收报告-终.pdf", "acceptance"),
    ("投标文件_技术标.pdf", "bid"),
    ("扫描0001.pdf", None),
    ("新建文档.docx", None),
    ("监理合同.pdf", "supervision_contract"),
    ("申报表.xlsx", "application_form"),
    ("概算表(调整后).xlsx", "budget_estimate"),
    ("等保测评报告2025.pdf", "test_report"),
    ("运维经费申请.docx", "om_request"),
    ("第二次付款凭证.pdf", "payment_record"),
    ("package.zip!/项目/可研.docx", "feasibility_report"),
    ("智慧停车方案.docx", "construction_plan"),
    ("测试方案.docx", None),
    ("运维方案.pdf", None),
]


@pytest.mark.parametrize(("title", "kind"), TITLES)
def test_title(title: str, kind: DocumentKind | None) -> None:
    assert kind_of_title(title) == kind


@pytest.mark.parametrize(("name", "kind"), NAMES)
def test_file_name(name: str, kind: DocumentKind | None) -> None:
    assert kind_of_name(name) == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("《云泽市智慧水利平台建设方案》", "construction_plan"),
        ("云泽市智慧水利平台建设方案（2026年3月修订版）", "construction_plan"),
        ("附件2：云泽市智慧水利平台密码应用方案V1.2", "crypto_plan"),
        ("雲澤市智慧水利平台可行性研究報告", "feasibility_report"),
        ("云泽市智慧水利平台 可 行 性 研 究 报 告", "feasibility_report"),
    ],
)
def test_what_is_left_out_of_a_title(title: str, kind: DocumentKind) -> None:
    assert kind_of_title(title) == kind


def found(text: str, path: str = "扫描件.txt") -> tuple[DocumentKind, str]:
    return classify(read(Source(path, text.encode())))


LONG = "为进一步提升我市水利信息化水平，按照上级部署和实际需要，结合近年来的工作基础，对有关事项作如下说明，请予审阅。"


@pytest.mark.parametrize(
    ("text", "path", "kind", "because"),
    [
        (f"云泽市智慧水利平台建设方案\n{LONG}", "合同.txt", "construction_plan", "标题"),
        (f"云泽市智慧水利平台\n建设方案\n云泽市水利局\n{LONG}", "扫描件.txt", "construction_plan", "标题"),
        (f"关于智慧水利平台可行性研究报告\n的批复\n{LONG}", "扫描件.txt", "approval", "标题"),
        (LONG, "03-建设方案（报批稿）v2.txt", "construction_plan", "文件名"),
        (f"{LONG}\n甲方应按本合同付款，乙方应按期交付。", "扫描件.txt", "contract", "正文"),
        (f"{LONG}\n投标人须知前附表……评标办法……", "扫描件.txt", "procurement_document", "正文"),
        (LONG, "扫描件.txt", "unknown", "没有说明"),
        (f"{LONG}\n本方案依据采购合同编制。", "扫描件.txt", "unknown", "没有说明"),
    ],
)
def test_title_then_name_then_content(text: str, path: str, kind: DocumentKind, because: str) -> None:
    answer, reason = found(text, path)
    assert answer == kind
    assert because in reason


def test_a_word_in_the_text_is_no_title() -> None:
    assert found(f"{LONG}\n采购合同\n{LONG}")[0] == "unknown"


def test_a_label_is_no_title() -> None:
    assert found(f"合同编号：YZ-17\n签订地点：云泽市\n{LONG}")[0] == "unknown"


def test_a_kind_given_by_the_user_is_not_questioned() -> None:
    assert extract_text("采购合同", kind="minutes").kind == "minutes"
