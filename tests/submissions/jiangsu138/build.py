"""Builds the files of this folder; every name in them is made up. Run it after a change: ``python build.py``."""

from pathlib import Path

import docx
import xlsxwriter
from docx.document import Document

HERE = Path(__file__).resolve().parent
PROJECT = "园区企业碳数据管理平台"
UNIT = "武进区芦荡湾产业园管理办公室"

RULES = """
第一条 为规范数字化转型专项资金管理，根据省有关规定，制定本办法。
第二条 本办法所称专项资金用于支持园区和企业的数字化转型，使用范围包括平台开发、数据治理、测评和培训。
第三条 省财政厅负责预算和资金拨付，省数字经济发展厅负责组织申报、评审和项目管理。
第四条 专项资金执行期限为2024年至2029年。
第五条 专项资金采取项目法分配，经竞争性评审、公示后，由两部门审核确定。
第六条 资金支付按照国库集中支付的规定办理，支出须符合本办法规定的用途。
第七条 专项资金实行全过程绩效管理，开展绩效评价。
第八条 财政、审计部门对专项资金进行监督检查。
第九条 本办法自2024年3月1日起施行。
"""
APPLICATION = f"""
# 一、申报单位基本情况
申报单位：{UNIT}
本单位依据《2024年度数字化转型专项资金申报指南》支持方向二申报，申请专项资金180万元。
# 二、项目内容
项目名称：{PROJECT}
平台归集园区86家企业的用能和排放数据，按月核算，供企业和园区查询。项目总投资260万元，其中专项资金180万元，单位自筹80万元。
# 三、绩效目标
产出指标：接入企业不少于80家，数据完成率98%；效益指标：核算用时缩短至3个工作日；满意度指标：企业满意度不低于90%。
# 四、承诺
本单位承诺所提供的申报材料真实、合法、完整，如有虚假愿承担相应责任。
2024年4月26日
"""
TRANSFER = """
各设区市、县（市）财政局：
2024年1月26日省人民代表大会批准年度预算，现于2024年3月20日下达2024年数字化转型专项资金，项目和金额见附件。
各市县须按1:1比例落实配套资金，配套资金未到位的不予拨付。
2024年度分配结果已于门户网站公示7个工作日。
江苏省财政厅
2024年3月20日
"""
PASSED_ON = f"""
{UNIT}：
我局于2024年4月8日接到专项转移支付文件，2024年6月3日分解下达到项目单位，其中{PROJECT}180万元。
请专款专用，按时报送使用情况。
武进区芦荡湾财政分局
2024年6月3日
"""
CONTRACT = f"""
甲方：{UNIT}
乙方：常州苇航信息技术有限公司
双方就{PROJECT}建设签订本合同。
第一条 合同标的
乙方负责平台的开发、部署和培训，合同价款为人民币236万元。
第二条 付款
合同签订后支付30%，初验合格支付40%，终验合格支付30%。
第三条 工期
自合同签订之日起10个月。
第四条 违约责任
乙方逾期交付的，每日按合同价款的万分之五支付违约金；甲方逾期付款的，按同期贷款利率支付利息。
第五条 其他
本合同一式四份，未尽事宜另行签订补充协议。
签订日期：2024年7月10日
"""
CHANGE = f"""
江苏省数字经济发展厅：
因部分企业已接入国家平台，现申请调整{PROJECT}的建设内容，取消企业端移动模块，增加能耗预测模块，资金总额不变。双方已就此签订补充协议。
{UNIT}
2024年11月12日
"""
PAYMENT = f"""
项目名称：{PROJECT}
收款单位：常州苇航信息技术有限公司
事由：项目已完成初验，按合同支付至70%，本次申请支付94.4万元。
申请日期：2025年1月15日
"""
SELF_EVALUATION = f"""
# 一、基本情况
{PROJECT}由专项资金支持180万元。本单位于2025年6月开展绩效自评，得分88分，等级为良。
# 二、绩效目标完成情况
接入企业79家，目标为80家；满意度93%。上半年预算执行率仅为31%，进度滞后于计划。针对滞后，本单位约谈承建单位并重新排期，三季度末执行率达到92%。
# 三、结转情况
2024年结转资金42万元，于2025年9月支出完毕。
2025年10月20日
"""
REPORT = f"""
# 一、管理情况
{UNIT}对专项资金设专账核算，由财务科审核、按季报送使用情况，支出与批复用途一致。
# 二、支出情况
支出明细见附表。专项资金用于支付公务接待费1.2万元、开发费152万元。
2025年10月28日
"""
ACCEPTANCE = f"""
江苏省数字经济发展厅：
我单位承担的{PROJECT}已于2025年10月15日完成全部建设内容，专项资金使用情况报告和绩效自评报告附后，恳请主管部门组织验收。
{UNIT}
2025年11月3日
"""
SPENDING = (("平台开发费", 152.0), ("数据治理费", 16.8), ("测评费", 10.0), ("公务接待费", 1.2))


def text(title: str, body: str) -> Document:
    """Return a Word document: a centred title, headings for the lines that begin with #, paragraphs for the rest."""
    made = docx.Document()
    made.add_heading(title, 0).alignment = 1
    for line in body.strip().splitlines():
        marks = len(line) - len(line.lstrip("#"))
        if marks:
            made.add_heading(line[marks + 1 :], marks)
        else:
            made.add_paragraph(line)
    return made


def spending(path: Path) -> None:
    """Write the table of what was spent; its last line is the sum of the others."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("支出")
        sheet.write(0, 0, f"{PROJECT}专项资金支出预算执行表")
        sheet.write(1, 0, "单位：万元")
        for column, head in enumerate(("序号", "费用名称", "金额")):
            sheet.write(2, column, head)
        for number, (name, amount) in enumerate(SPENDING, 1):
            for column, value in enumerate((number, name, amount)):
                sheet.write(number + 2, column, value)
        sheet.write(len(SPENDING) + 3, 1, "合计")
        sheet.write(len(SPENDING) + 3, 2, sum(amount for _, amount in SPENDING))


def main() -> None:
    """Build every file."""
    papers = {
        "01专项资金管理办法": ("江苏省数字化转型专项资金管理办法", RULES),
        "02专项资金申请报告": (f"{PROJECT}专项资金申请报告", APPLICATION),
        "03资金下达通知": ("关于下达2024年数字化转型专项资金的通知", TRANSFER),
        "04资金分解下达通知": ("关于分解下达2024年数字化转型专项资金的通知", PASSED_ON),
        "05建设合同": (f"{PROJECT}建设合同", CONTRACT),
        "06变更申请": (f"关于{PROJECT}变更的申请", CHANGE),
        "08绩效自评报告": (f"{PROJECT}专项资金绩效自评报告", SELF_EVALUATION),
        "09资金使用情况报告": (f"{PROJECT}专项资金使用情况报告", REPORT),
        "11验收申请": (f"关于{PROJECT}的验收申请", ACCEPTANCE),
    }
    for file, (title, body) in papers.items():
        text(title, body).save(str(HERE / f"{file}.docx"))
    (HERE / "07付款申请.txt").write_text(f"付款申请单\n{PAYMENT}", encoding="utf-8")
    spending(HERE / "10支出明细表.xlsx")


if __name__ == "__main__":
    main()
