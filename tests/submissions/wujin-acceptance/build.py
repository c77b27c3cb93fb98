"""Builds the files of this folder; every name in them is made up. Run it after a change: ``python build.py``."""

from pathlib import Path

import docx
from docx.document import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).resolve().parent
PROJECT = "河道巡查智能管理平台"
BUYER = "武进区滆畔水务管理所"
SUPPLIER = "云帆智联科技有限公司"

APPROVAL = f"""
{BUYER}：
你单位报送的《{PROJECT}建设方案》收悉。经研究，原则同意该方案，批复如下：
一、建设内容为巡查任务、问题上报、闭环处置、统计分析四个模块。
二、核定项目总投资72万元，资金列入你单位2024年部门预算。
三、请严格按照批复的内容组织实施，委托监理，做好验收准备。
武进区大数据管理局
2024年3月20日
"""
AWARD = f"""
{SUPPLIER}：
{PROJECT}经竞争性磋商，确定贵公司为成交供应商，成交金额为70.8万元。请贵公司自本通知书发出之日起，按磋商文件的要求与采购人签订合同。
采购人：{BUYER}
2024年5月10日
"""
CONTRACT = f"""
甲方：{BUYER}
乙方：{SUPPLIER}
# 第一条 合同标的
乙方为甲方建设{PROJECT}，包括巡查任务、问题上报、闭环处置、统计分析四个模块。本项目已列入2024年度政务信息化项目建设计划（武数发〔2024〕2号，序号11）。
# 第二条 合同价款
本合同总价为人民币70.8万元（大写：柒拾万零捌仟元整）。
# 第三条 工期
实施周期为8个月，自合同签订之日起计算。乙方每逾期1天，按合同价款的千分之一支付违约金。
# 第四条 付款方式
合同签订后10个工作日内支付合同价款的30%；初验合格后支付合同价款的40%；竣工验收合格后15个工作日内支付合同价款的30%。
# 第五条 产品要求
平台所用的操作系统、数据库、中间件全部选用国产产品，型号见附件一。
# 第六条 变更
任何变更须经双方书面同意，合同内容方可调整。
# 第七条 监理
监理单位：恒正信息监理有限公司
签订日期：2024年5月24日
"""
SUPERVISION = f"""
委托人：{BUYER}
监理人：恒正信息监理有限公司
委托人委托监理人对{PROJECT}实施全过程监理，监理费3.2万元，监理期自2024年6月至竣工验收完成。监理人与承建单位没有隶属和利害关系。
"""
CHANGE = f"""
一、变更内容
因河长制考核口径变化，现申请调整{PROJECT}的建设内容，增加考核统计一个模块，取消短信群发模块。调整后的投资仍在概算批复之内，建设目标不变。
二、办理情况
变更已经甲方、监理、乙方三方签字确认，变更事项尚未报备案。
申请日期：2024年10月12日
"""
PROGRESS = f"""
一、总体情况
{PROJECT}因上游视频平台接口延迟，逾期3个月，逾期情况已于2025年2月向区大数据管理局书面报告。
二、本月工作
完成巡查任务模块联调，问题上报模块上线试用。目前已建立网络和数据安全管理制度，漏洞扫描完成一次。
三、下月安排
完成全部模块的用户测试，整理验收资料。
2025年3月5日
"""
APPLICATION = f"""
武进区大数据管理局：
{PROJECT}于2025年3月31日实施完成。受人员调整影响，项目未能按期申请竣工验收，现于2025年12月10日提出竣工验收申请，请予组织。
附件：1.建设合同 2.监理合同 3.第三方测试报告
联系人：冉小雨
"""
ACCEPTANCE = f"""{PROJECT}竣工验收意见

2025年12月26日，区大数据管理局组织召开竣工验收会议。
验收专家组听取了建设单位、承建单位、监理单位的汇报，查看了系统演示，
审阅了验收资料，经质询讨论，形成意见如下：
一、项目完成了合同约定的建设内容，系统运行稳定。
二、资料基本齐全。
三、专家组一致同意通过竣工验收。

专家组组长：凌若川"""
TEST = f"""
受{BUYER}委托，我中心对{PROJECT}进行了功能、性能和安全性测试，共执行用例312条，全部通过，平均响应时间0.8秒，未发现高危漏洞。
测试结论：系统满足合同要求。
"""


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


def acceptance(path: Path) -> None:
    """Write the acceptance opinion as a PDF page with an unembedded Chinese font."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = Canvas(str(path), pagesize=A4, invariant=1)
    top = 780.0
    for number, line in enumerate(ACCEPTANCE.splitlines()):
        page.setFont("STSong-Light", 12 if number else 18)
        page.drawString(70, top, line)
        top -= 24
    page.save()


if __name__ == "__main__":
    for name, title, body in (
        ("01建设方案批复", f"关于{PROJECT}建设方案的批复", APPROVAL),
        ("02成交通知书", "成交通知书", AWARD),
        ("03建设合同", f"{PROJECT}建设合同", CONTRACT),
        ("04监理合同", f"{PROJECT}监理合同", SUPERVISION),
        ("05变更申请", f"{PROJECT}建设内容变更申请", CHANGE),
        ("06进展报告", f"{PROJECT}2025年2月进展报告", PROGRESS),
        ("07竣工验收申请", f"{PROJECT}竣工验收申请", APPLICATION),
        ("08第三方测试报告", f"{PROJECT}第三方测试报告", TEST),
    ):
        text(title, body).save(str(HERE / f"{name}.docx"))
    acceptance(HERE / "09竣工验收意见.pdf")
