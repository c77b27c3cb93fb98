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
PROJECT = "社区服务一网通平台"
UNIT = "武进区滆畔社区服务指导中心"

PLAN = f"""
# 第一章 项目概况
项目名称：{PROJECT}
建设单位：{UNIT}
本项目为社区居民办理便民服务事项提供统一入口，总投资84.6万元，建设周期8个月。
根据有关办法，涉密项目按国家有关规定另行管理，各单位涉密系统不适用普通申报；本项目不涉及国家秘密。
项目由我中心单独建设，区残联配合提供持证人员数据。
# 第二章 建设依据
本项目对应《武进区数字政府建设规划（2024—2026年）》中“便民服务一网通办”任务第9项。
网络安全按《信息安全技术 信息系统安全等级保护基本要求》（GB/T 22239-2008）设计。
密码应用按GB/T 39786-2021设计，政务信息系统的范围按GB/T 40692-2021界定。
# 第三章 现状与利旧
中心现有受理台账系统一套，2018年建成，部署在局域网内，只供窗口登记。
本期利旧现有自助终端12台、高拍仪20台，继续用于各社区窗口，不再购置同类设备。
# 第四章 建设内容
## 4.1 受理与办理
建设事项受理、部门流转、办结反馈三个模块，窗口人员、网格员共用。
## 4.2 基础数据
项目启动后组织各社区重新填报全部居民基础信息，形成居民数据库，由网格员逐户核对。
## 4.3 应急联动
接入区应急指挥平台的预警信息，向独居老人家庭推送提醒。如遇临时性任务，由平台统一分派。
# 第五章 总体架构与技术路线
平台采用前后端分离的微服务架构，分为基础设施、数据、支撑、应用四层，接口统一由网关发布，服务以容器方式运行，支持横向扩展和灰度发布，数据库读写分离。
操作系统、数据库、中间件全部选用国产产品，满足自主可控要求，逐项型号见概算书。
# 第六章 部署
平台全部应用和数据库部署于市政务云，申请云主机8台；各街道、社区通过电子政务外网访问。
另在中心四楼新建机房一间，存放窗口影像和离线备份。
# 第七章 网络安全
平台按网络安全等级保护第二级建设，互联网边界部署防火墙和入侵检测，运维经堡垒机审计，网络分域隔离，日志留存六个月以上。
制定网络和数据安全管理制度，明确账号、日志和备份要求。每半年开展一次网络安全检测，每年开展一次风险评估。
# 第八章 密码应用方案
居民登录采用国产密码算法的证书，姓名、住址和电话以SM4算法加密存储，通信采用国密SSL VPN。
密钥由云上密码服务产生、轮换和销毁，上线前完成密码应用安全性评估。
# 第九章 数据共享
平台对接武进区政务数据资源共享交换平台，向平台提供事项办理结果等4类数据，按日更新。
需要公安户籍、人社参保和民政低保三类数据，用于免填表单。政务数据资源共享清单见附件2。
# 第十章 投资概算
项目总投资84.6万元，明细见概算书。资金分两年安排，2026年安排50万元，2027年安排34.6万元。
# 第十一章 进度安排
建设周期8个月，自合同签订之日起计算：需求确认一个月，开发五个月，部署和试运行两个月。
"""
OPINION = f"""{PROJECT}专家评审意见

2025年10月16日，专家组听取了建设单位的汇报，审阅了建设方案建议书，经质询和讨论，形成意见如下：
一、便民服务的业务需求明确，建设内容基本合理，总体可行。
二、建议居民基础信息优先从共享平台获取，核减重新填报的工作量。
三、建议补充数据分类分级和数据安全的内容。
四、请建设单位修改完善后实施。

专家组组长：凌若川
2025年10月16日"""
FORM = (
    ("项目名称", PROJECT),
    ("申报单位", UNIT),
    ("主要负责人", "许砚秋（中心主任）"),
    ("联系人", "小夏"),
    ("是否涉密", "否"),
    ("建设内容", "事项受理、部门流转、办结反馈三个模块，居民基础数据库一个"),
    ("总投资", "86.4万元"),
    ("资金来源", "区级财政资金"),
    ("资金落实情况", "拟请区财政统筹解决"),
    ("项目代码", "尚未取得"),
    ("申报日期", "2025年9月2日"),
)
BUDGET = (
    ("事项受理与流转软件", 1, 36.00),
    ("居民基础数据库", 1, 14.60),
    ("政务云资源", 1, 12.00),
    ("系统集成", 1, 9.00),
    ("等级保护测评", 1, 5.00),
    ("密码应用安全性评估", 1, 4.00),
    ("项目监理", 1, 4.00),
)


def plan() -> Document:
    """Return the proposal: a centred title, headings for the lines that begin with #, paragraphs for the rest."""
    made = docx.Document()
    made.add_heading(f"{PROJECT}建设方案建议书", 0).alignment = 1
    for line in PLAN.strip().splitlines():
        marks = len(line) - len(line.lstrip("#"))
        if marks:
            made.add_heading(line[marks + 1 :], marks)
        else:
            made.add_paragraph(line)
    return made


def form() -> Document:
    """Return the form: one table of two columns."""
    made = docx.Document()
    made.add_heading("武进区2026年度政务信息化项目计划申报表", 0).alignment = 1
    table = made.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in FORM:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    return made


def budget(path: Path) -> None:
    """Write the estimate as a worksheet; its last line is the sum of the others."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("概算")
        sheet.write(0, 0, f"{PROJECT}项目概算书")
        sheet.write(1, 0, "单位：万元")
        for column, head in enumerate(("序号", "费用名称", "数量", "金额")):
            sheet.write(2, column, head)
        for number, (name, count, amount) in enumerate(BUDGET, 1):
            for column, value in enumerate((number, name, count, amount)):
                sheet.write(number + 2, column, value)
        sheet.write(len(BUDGET) + 3, 1, "合计")
        sheet.write(len(BUDGET) + 3, 3, sum(amount for *_, amount in BUDGET))


def opinion(path: Path) -> None:
    """Write the experts' opinion as a PDF page with an unembedded Chinese font."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = Canvas(str(path), pagesize=A4, invariant=1)
    top = 780.0
    for number, line in enumerate(OPINION.splitlines()):
        page.setFont("STSong-Light", 12 if number else 18)
        for start in range(0, max(len(line), 1), 40):
            page.drawString(70, top, line[start : start + 40])
            top -= 24
    page.save()


if __name__ == "__main__":
    form().save(str(HERE / "01项目计划申报表.docx"))
    plan().save(str(HERE / "02建设方案建议书.docx"))
    budget(HERE / "03项目概算书.xlsx")
    opinion(HERE / "04专家评审意见.pdf")
