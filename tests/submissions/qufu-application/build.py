"""Builds the files of this folder; every name in them is made up. Run it after a change: ``python build.py``."""

from pathlib import Path

import docx
import xlsxwriter
from docx.document import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).resolve().parent
PROJECT = "防汛物资智慧调度平台"
UNIT = "曲阜市沂滨防汛物资服务中心"

PLAN = f"""
# 第一章 项目概况
项目名称：{PROJECT}
建设单位：{UNIT}
本项目由党组成员、副主任孟广川分管，综合科牵头组织，调度科、仓储科配合。联系人小夏，负责材料收发。
中心现有防汛物资仓库六处，物资三百余种。本项目属于民生实事项目，建成后为群众避险转移和抢险救援提供物资保障。
# 第二章 建设依据
按照《曲阜市政务信息化项目建设管理办法》，面向公众提供公共服务的业务系统，应依托一体化在线政务服务平台和“爱山东”移动政务服务平台进行建设；数据资源应纳入一体化大数据平台县级节点。
《山东省防汛条例》对物资储备和调用作了规定。
# 第三章 现状
现有的仓储台账系统2016年建成，部署在中心机房的两台服务器上，只供仓储科登记出入库，与市级平台没有数据往来，本项目建成后停用。
# 第四章 建设内容
## 4.1 调度子系统
系统供中心和各镇街干部职工使用，包括需求申报、物资调拨、在途跟踪、回收核销四个模块。移动端集成于“山东通”，统一登录和消息提醒。
## 4.2 公众服务
系统面向公众提供避险点查询和物资捐赠登记，公众端仅开发微信小程序。
## 4.3 指挥大屏
在调度值班室建设指挥大屏一块，接入雨情、水情和物资分布，供值班人员使用。
# 第五章 总体架构与部署
平台采用分层架构，全部应用和数据库部署于市政务云，申请云主机9台、云存储12TB，不新建机房，不购置服务器。
# 第六章 数据共享
本平台与市政务数据共享交换平台对接，提供物资库存、避险点两类数据，按日更新，责任科室为调度科，每季度核查一次数据质量。
需要共享的数据有水文站点雨量、镇街人口和道路通行三类，用途为测算物资需求，已与提供单位商定更新频率。
# 第七章 安全设计
平台按网络安全等级保护第二级建设，部署访问控制、日志审计和数据备份措施。用户密码长度不少于10位，每季度更换一次。系统应安全可靠地运行，全年可用率不低于99.5%。
# 第八章 投资概算
项目总投资532万元，其中软件开发318万元，详见投资概算表。
# 第九章 进度安排
项目建设周期为10个月，自立项之日起计算。需求确认一个月，开发六个月，部署和试运行三个月。
"""
CRYPTO = f"""
# 一、密码应用需求
{PROJECT}按网络安全等级保护第二级建设，在物理和环境、网络和通信、设备和计算、应用和数据四个层面使用商用密码。
# 二、技术方案
通信采用国密SSL VPN，管理员登录采用SM2数字证书，捐赠人姓名和电话以SM4算法加密存储，密钥由云上密码服务产生、轮换和销毁。
# 三、管理与评估
制定密钥管理制度，指定密钥管理员两名；平台上线前开展密码应用安全性评估，整改完成后投入运行。
"""
PRODUCTS = f"""
# 一、总体情况
{PROJECT}所用软件和硬件共七种，均为国产，逐项列明如下。
# 二、软件
操作系统、数据库和中间件选用列入安全可靠测评结果的产品，由政务云统一提供，版本和测评等级见附表。
# 三、硬件
指挥大屏控制终端两台，采用国产处理器，已完成与操作系统的适配。
"""
MINUTES = f"""
时间：2025年4月2日
地点：中心三楼会议室
出席：孟广川、颜清和、曾令仪、冉小雨、端木辰
议题：研究{PROJECT}申报事项
会议听取了综合科的汇报。党组会议研究认为，平台对提高物资调度效率是必要的，同意{PROJECT}整体方案，由综合科按程序办理。
"""
OPINION = f"""{PROJECT}需求评审意见

2025年5月16日，评审组听取了建设单位的汇报，审阅了需求材料，经质询和讨论，形成意见如下：
一、物资调度的业务需求明确，项目建设是必要的，建设内容基本合理。
二、建议避险点查询与已有的便民地图合并，不再单独采集避险点数据。
三、核定项目总投资520万元，其中软件开发费核减12万元。
四、请建设单位根据本意见编制建设方案，提交技术评审。

评审组组长：公冶文
2025年5月16日"""
FORM = (
    ("项目名称", PROJECT),
    ("申报单位", UNIT),
    ("联系人", "小夏"),
    ("建设依据", ""),
    ("建设内容", "物资调拨、在途跟踪、回收核销，避险点查询，指挥大屏"),
    ("建设目标", "物资从申请到出库的时间由三小时缩短到四十分钟，库存准确率达到98%"),
    ("预算需求", "532万元"),
    ("申报日期", "2025年3月20日"),
)
BUDGET = (
    ("应用软件开发", 1, 318.00),
    ("政务云资源", 1, 74.00),
    ("指挥大屏及控制终端", 1, 61.00),
    ("系统集成", 1, 38.00),
    ("网络安全防护", 1, 12.00),
    ("等级保护测评", 1, 8.00),
    ("密码应用安全性评估", 1, 6.00),
    ("项目监理", 1, 15.00),
)


def text(title: str, body: str, cover: str = "") -> Document:
    """Return a Word document: a centred title, headings for the lines that begin with #, paragraphs for the rest."""
    made = docx.Document()
    made.add_heading(title, 0).alignment = 1
    if cover:
        made.add_paragraph(cover).alignment = 1
    for line in body.strip().splitlines():
        marks = len(line) - len(line.lstrip("#"))
        if marks:
            made.add_heading(line[marks + 1 :], marks)
        else:
            made.add_paragraph(line)
    return made


def form() -> Document:
    """Return the form: one table of two columns."""
    made = docx.Document()
    made.add_heading("曲阜市政务信息化项目需求申报表", 0).alignment = 1
    table = made.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in FORM:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    return made


def budget(path: Path) -> None:
    """Write the estimate as a worksheet; its last line is the sum of the others."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("概算")
        sheet.write(0, 0, f"{PROJECT}投资概算表")
        sheet.write(1, 0, "单位：万元")
        for column, head in enumerate(("序号", "费用名称", "数量", "金额")):
            sheet.write(2, column, head)
        for number, (name, count, amount) in enumerate(BUDGET, 1):
            for column, value in enumerate((number, name, count, amount)):
                sheet.write(number + 2, column, value)
        sheet.write(len(BUDGET) + 3, 1, "合计")
        sheet.write(len(BUDGET) + 3, 3, sum(amount for *_, amount in BUDGET))


def opinion(path: Path) -> None:
    """Write the reviewers' opinion as a PDF page with an unembedded Chinese font."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = Canvas(str(path), pagesize=A4, invariant=1)
    top = 780.0
    for number, line in enumerate(OPINION.splitlines()):
        page.setFont("STSong-Light", 12 if number else 18)
        for start in range(0, max(len(line), 1), 40):
            page.drawString(56, top, line[start : start + 40])
            top -= 22
    page.save()


def main() -> None:
    """Build every file."""
    text(f"{PROJECT}项目建设方案", PLAN, f"{UNIT}　2025年6月").save(str(HERE / "01建设方案.docx"))
    text(f"{PROJECT}密码应用方案", CRYPTO).save(str(HERE / "02密码应用方案.docx"))
    text("产品安全可靠情况说明", PRODUCTS).save(str(HERE / "03产品安全可靠情况说明.docx"))
    text("中共曲阜市沂滨防汛物资服务中心党组会议纪要", MINUTES).save(str(HERE / "04党组会议纪要.docx"))
    form().save(str(HERE / "05需求申报表.docx"))
    budget(HERE / "06投资概算表.xlsx")
    opinion(HERE / "07需求评审意见.pdf")


if __name__ == "__main__":
    main()
