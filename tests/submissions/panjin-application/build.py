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
PROJECT = "苇海湿地智慧巡护平台"
UNIT = "盘锦市苇海湿地巡护服务中心"

PLAN = f"""
# 第一章 项目概况
## 1.1 基本情况
项目名称：{PROJECT}
建设单位：{UNIT}
编制单位：辽滨远图信息咨询有限公司
本项目列为2022年度市重大项目。平台覆盖市、县两级湿地管护部门，由市级统一建设，各县区直接使用。
## 1.2 依据
《盘锦市政务信息化项目统筹建设管理办法》第十一条规定，严禁未批先建或将项目分拆、化整为零，规避监管。
# 第二章 项目建设必要性
湿地面积八万公顷，管护站二十二处，徒步巡护一遍需要九天。2020年漏报苇田侵占线索十一起，上级督察要求当年整改，现有手段已不能满足工作需要，建设十分必要。
# 第三章 现状
现有的巡护登记系统只支持线索录入，不支持图斑比对和现场核查，线索仍由专人送达。机房设在办公楼四层，2012年投入使用，放置服务器三台。
# 第四章 项目建设可行性
技术上采用遥感比对和移动端等成熟技术，已在两个管护站试点；组织上成立专班，人员、资金和网络条件均已具备，实施风险可控，具有可行性。
# 第五章 业务需求分析
业务需求包括线索登记、派单、现场核查和销号四个流程，用户约三百人，高峰并发五十。功能需求和性能需求逐项列于表5-1，信息量按每年四万条测算。
# 第六章 建设内容
建设内容包括线索管理、移动巡护、图斑比对三个子系统，配套移动端一套，购置巡护终端四十台，建设规模见表6-2。
鸟类声纹识别作为二期内容另行申报，本期预留接口。
# 第七章 部署与网络
平台采用云原生架构，全部应用和数据库部署在市级政务云平台，申请云主机十台。管护站通过电子政务外网访问，巡护终端经物联网卡回传定位。
# 第八章 数据共享
平台与市政务数据交换共享平台对接，提供湿地斑块、管护站点两类数据，按月更新。承包户的经营数据暂不共享。
平台数据仅供市级部门查看，县区用户可以登录填报。
# 第九章 信息安全设计
平台按网络安全等级保护第二级设计，边界防护由政务云统一提供，运维经堡垒机审计，业务数据每日备份，日志留存六个月。安全保障与主体工程同步规划、同步建设、同步运行。
平台应当安全可靠地运行，全年故障不超过四次。
# 第十章 进度与使用年限
项目建设周期为2022年3月至2024年6月。系统预计使用年限四至六年，巡护终端按三年计提折旧，软件质保期两年。
# 第十一章 投资概算
项目总投资268万元，明细见投资概算表。
"""
OPINION = f"""{PROJECT}建设方案评审意见

2021年10月21日，评审组听取了建设单位的汇报，审阅了方案，经讨论形成意见如下：
一、项目布局符合全市统筹要求，未见重复建设。
二、技术路线成熟可行，图斑比对的算法选型应进一步说明。
三、投资预算基本合理，建议核减巡护终端费8万元。
四、信息安全设计满足第二级的要求。

评审组组长：慕容柏
2021年10月21日"""
FORM = (
    ("项目名称", PROJECT),
    ("申报单位", UNIT),
    ("建设依据", "/"),
    ("目标需求", "苇田侵占线索七日内发现、核查、销号，巡护覆盖率由四成提高到九成"),
    ("年度实施计划", "2022年完成三个子系统开发，2023年至2024年推广到全部管护站"),
    ("总投资额", "268万元"),
    ("年度投资额", "2022年180万元，2023年88万元"),
    ("申报日期", "2021年9月13日"),
)
BUDGET = (
    ("应用软件开发", 1, 152.00),
    ("巡护终端", 40, 48.00),
    ("机房装修", 1, 18.00),
    ("系统集成", 1, 20.00),
    ("等保测评费", 1, 9.00),
    ("项目监理费", 1, 8.00),
    ("政务云资源", 1, 13.00),
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
    made.add_heading("盘锦市2022年度政务信息化项目申报表", 0).alignment = 1
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
    form().save(str(HERE / "01项目申报表.docx"))
    text(f"{PROJECT}建设方案", PLAN, f"{UNIT}　2021年8月").save(str(HERE / "02建设方案.docx"))
    budget(HERE / "03投资概算表.xlsx")
    opinion(HERE / "04方案评审意见.pdf")


if __name__ == "__main__":
    main()
