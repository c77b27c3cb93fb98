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
PROJECT = "城市内涝监测调度平台"
UNIT = "武汉市澜湖排水调度中心"

REPORT = f"""
# 第一章 项目概况
项目名称：{PROJECT}
申报单位：{UNIT}
编制单位：武汉栖云数字规划有限公司
本项目估算总投资486万元，资金来源为市级财政性资金，建设周期12个月。
中心不承担涉密业务，本项目不涉及国家秘密。
# 第二章 立项情况
项目建议书已于2025年2月18日批复，现编报可行性研究报告。
本项目未列入2025年度政务信息化项目年度实施计划。因入汛提前，经市政府专题会议研究同意，申请追加紧急建设任务，申请补充列入的材料已报送市数据局。
按照《武汉市政务信息化项目建设管理办法》，市级党政机关不得新建机房、专网等基础设施。
# 第三章 需求分析
中心管理泵站41座、易涝点126处，汛期日均处理积水告警3200条，值班人员54人。现有系统只有水位曲线，告警靠电话转达，从发现积水到派出泵车平均用时47分钟，需要把告警、派单和回访放到一个流程里。
# 第四章 建设内容
## 4.1 监测与预警
接入泵站水位、雨量和道路积水三类数据，按分级阈值预警，预警结果推送值班席位。
## 4.2 调度指挥
建设派单、跟踪、回访三个模块，支持泵车和抢险队伍的就近调度。
## 4.3 公众服务
面向市民开发独立微信小程序，提供积水点查询和绕行提示，由中心自行运营。
## 4.4 值守用房
在排水调度楼二层新建设备机房一间，面积36平方米，放置视频存储和大屏控制设备。
## 4.5 感知终端
新增积水监测终端60套，其中18套随后湖泵站土建工程同步设计、同步施工。
# 第五章 总体架构与部署
平台分为感知层、数据层、支撑层和应用层。应用和数据库部署于政务云，申请云主机14台、云存储20TB，通过市电子政务网连接各泵站。
统一身份认证、地理信息服务由市级智慧城市基础平台提供；告警研判模型由承建单位开发，随平台部署。
# 第六章 信息资源共享分析
## 6.1 可提供共享的信息资源
本项目通过市政务数据共享平台向交管、应急、城管三个部门提供积水点位置、水深和影响路段三类数据，每10分钟更新一次，以接口方式提供，已编入共享目录。
## 6.2 需要其他部门共享的信息资源
需要气象部门的短临降雨、交管部门的路段拥堵和城管部门的井盖处置三类数据，用途为测算积水时长，已列入共享需求清单。
# 第七章 安全设计
平台按网络安全等级保护第二级建设，部署防火墙、日志审计和数据备份。用户密码长度不少于12位，每季度更换，连续五次输入错误的锁定账号。
# 第八章 投资估算
项目总投资486万元，详见投资估算表。
"""
PROPOSAL = f"""
武栖发改审〔2025〕27号
{UNIT}：
报来《关于{PROJECT}项目建议书的请示》收悉。经研究，批复如下：
一、同意建设{PROJECT}，项目建设单位为{UNIT}。
二、总投资控制在490万元以内，所需资金由市级财政安排。
三、请据此编制可行性研究报告，做好与市级平台的数据共享。
武汉市栖霞山发展改革委员会
2025年2月18日
"""
ASSESSMENT = f"""{PROJECT}可行性研究报告咨询评估报告

受项目审批部门委托，评估组对{PROJECT}可行性研究报告进行了评估，意见如下：
一、对信息资源共享的评估意见
报告第六章列出了提供和需要的数据，共享目录基本完整，更新频率明确，评估认为可行。
二、对密码应用的评估意见
报告没有密码应用方案，只有口令管理要求，评估认为不符合要求，建议补充。
三、对投资的评估意见
感知终端单价偏高，建议核减6万元。

评估单位：武汉明衡工程咨询有限公司
2025年5月20日"""
FORM = (
    ("项目名称", PROJECT),
    ("申报单位", UNIT),
    ("项目类型", "新建"),
    ("总投资", "486万元"),
    ("建设内容", "监测预警、调度指挥、公众服务、感知终端"),
    ("申报日期", "2025年4月28日"),
)
BUDGET = (
    ("应用软件开发", 268.00),
    ("积水监测终端60套", 96.00),
    ("设备机房装修", 31.00),
    ("系统集成", 45.00),
    ("等级保护测评", 12.00),
    ("项目监理", 14.00),
    ("预备费", 20.00),
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
    made.add_heading("武汉市政务信息化项目申报表", 0).alignment = 1
    table = made.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in FORM:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    return made


def budget(path: Path) -> None:
    """Write the estimate as a worksheet; its last line is the sum of the others."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("估算")
        sheet.write(0, 0, f"{PROJECT}投资估算表")
        sheet.write(1, 0, "单位：万元")
        for column, head in enumerate(("序号", "费用名称", "金额")):
            sheet.write(2, column, head)
        for number, (name, amount) in enumerate(BUDGET, 1):
            for column, value in enumerate((number, name, amount)):
                sheet.write(number + 2, column, value)
        sheet.write(len(BUDGET) + 3, 1, "合计")
        sheet.write(len(BUDGET) + 3, 2, sum(amount for _, amount in BUDGET))


def assessment(path: Path) -> None:
    """Write the assessor's report as a PDF page with an unembedded Chinese font."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = Canvas(str(path), pagesize=A4, invariant=1)
    top = 780.0
    for number, line in enumerate(ASSESSMENT.splitlines()):
        page.setFont("STSong-Light", 12 if number else 16)
        for start in range(0, max(len(line), 1), 40):
            page.drawString(56, top, line[start : start + 40])
            top -= 22
    page.save()


def main() -> None:
    """Build every file."""
    text(f"{PROJECT}可行性研究报告", REPORT, f"{UNIT}　2025年4月").save(str(HERE / "01可行性研究报告.docx"))
    form().save(str(HERE / "02项目申报表.docx"))
    budget(HERE / "03投资估算表.xlsx")
    text(f"关于{PROJECT}项目建议书的批复", PROPOSAL).save(str(HERE / "04项目建议书批复.docx"))
    assessment(HERE / "05咨询评估报告.pdf")


if __name__ == "__main__":
    main()
