"""The papers of one project as a city's archive holds them: contract, plan, form, estimate, minutes, acceptance.

All are written for one made-up project; ``TELLING`` are the strings that tell it from another, each within one line, so
that a copy of the file can be made to speak of another project by replacing them.
"""

from collections.abc import Callable
from decimal import Decimal
from itertools import chain

from benchmarks.papers.compose import HAN, han, table
from benchmarks.papers.model import Grid, GridCell, Heading, Item, Paper, Text
from benchmarks.papers.words import GOODS, Writer

PROJECT, OWNER, SUPPLIER = "云溪市协同办公平台", "云溪市数据事务中心", "北岸数智工程有限公司"
NUMBER, PRICE, CAPITALS = "YX-2031-0147", "￥1860000.00元", "壹佰捌拾陆万元整"
WARRANTY, PERIOD, SIGNED = "质保期为两年", "建设周期为十个月", "2024年9月12日"
TELLING = (PROJECT, OWNER, SUPPLIER, NUMBER, PRICE, CAPITALS, WARRANTY, PERIOD, SIGNED)
"""What is replaced to make another project of it."""
SHORT_WIDTHS = (0.10, 0.40, 0.20, 0.30)

Made = tuple[str, list[Item]]


def paper(kind: str, seed: int) -> Paper:
    """Return a paper of a kind (a key of ``KINDS``); another seed gives another text. Raises KeyError."""
    title, items = KINDS[kind](Writer(1000 * list(KINDS).index(kind) + seed))
    return Paper(
        name=f"{kind}-{seed}",
        title=f"{PROJECT}{title}",
        header=f"{PROJECT}项目材料　{NUMBER}",
        footer="第 {page} 页 共 {pages} 页",
        scheme="",
        items=tuple(items),
    )


def _prose(writer: Writer, title: str, number: str, count: int) -> list[Item]:
    return [Heading(1, number, title), *(Text(writer.paragraph()) for _ in range(count))]


def _articles(writer: Writer, *articles: tuple[str, tuple[str, ...], int]) -> list[Item]:
    """Return articles: a title, the clauses that say something, and how many more are only words."""
    made: list[list[Item]] = []
    for at, (title, clauses, more) in enumerate(articles, start=1):
        texts = [*clauses, *(writer.sentence() for _ in range(more))]
        items = [Text(text, f"{at}.{number}", "item") for number, text in enumerate(texts, start=1)]
        made.append([Heading(1, f"第{han(at)}条", title), *items])
    return list(chain.from_iterable(made))


def _contract(writer: Writer) -> Made:
    items: list[Item] = [
        Text(f"合同编号：{NUMBER}"),
        Text(f"项目名称：{PROJECT}项目"),
        Text(f"甲方（采购人）：{OWNER}"),
        Text(f"乙方（供应商）：{SUPPLIER}"),
        Text(f"签订日期：{SIGNED}"),
        *_articles(
            writer,
            ("项目内容", ("乙方按照采购文件完成系统的设计、开发、部署和培训。",), 5),
            ("合同价款", (f"合同总价为人民币{CAPITALS}。", f"小写：{PRICE}。", "上述价款含税。"), 2),
            ("付款方式", ("合同签订后支付合同价款的30%。", "竣工验收合格后支付65%。", "质保期满后支付5%。"), 1),
            ("履行期限", (f"本项目{PERIOD}，自合同签订之日起算。", "试运行期为三个月。"), 3),
            ("质量保证", (f"{WARRANTY}，自竣工验收合格之日起算。", "质保期内乙方免费维护。"), 4),
            ("知识产权", ("项目成果的知识产权归甲方所有。", "侵犯第三方权利的，由乙方承担责任。"), 3),
            ("数据和保密", ("项目产生的数据归甲方所有。", "双方对知悉的秘密负有保密义务。"), 4),
            ("验收", ("甲方在收到验收申请后组织验收。",), 4),
            ("违约责任", ("逾期交付的，每日按合同价款的千分之一支付违约金。",), 3),
            ("合同解除", ("一方根本违约的，另一方可以解除合同。",), 2),
            ("争议解决", ("协商不成的，向甲方所在地人民法院起诉。",), 2),
        ),
        Text("甲方（盖章）：　　　　　　乙方（盖章）："),
    ]
    return "采购合同", items


def _plan(writer: Writer) -> Made:
    titles = ("项目概况", "建设内容", "数据资源共享", "密码应用方案", "网络安全", "投资估算", "实施计划", "运行维护")
    said = {
        0: f"建设单位：{OWNER}。",
        2: "编制数据资源共享清单，通过市级共享平台向有关部门提供数据，明确共享方式和更新周期。",
        3: "按照商用密码应用要求，身份鉴别、传输和存储采用国产密码算法，项目上线前开展密码应用安全性评估。",
        4: "系统按照网络安全等级保护第三级建设，网络安全投入占总投资的8%。",
        6: f"本项目{PERIOD}。",
        7: f"系统验收后{WARRANTY}。",
    }
    items: list[Item] = []
    for at, title in enumerate(titles):
        items += _prose(writer, title, f"第{han(at + 1)}章", 3)
        if at in said:
            items.append(Text(said[at]))
        if at == 5:
            items += table(writer, "表1", long=False, split=False)
    return "建设方案", items


def _feasibility(writer: Writer) -> Made:
    items: list[Item] = []
    for at, title in enumerate(
        ("项目建设的必要性", "需求分析", "总体方案", "数据共享", "密码应用", "投资估算", "效益分析"), 1
    ):
        items += _prose(writer, title, f"第{han(at)}章", 3)
    items += [Text(f"项目总投资估算{PRICE}。"), *table(writer, "表1", long=False, split=True)]
    return "可行性研究报告", items


def _procurement(writer: Writer) -> Made:
    items: list[Item] = [
        Text(f"采购人：{OWNER}"),
        Text(f"最高限价：{PRICE}"),
        *_prose(writer, "供应商须知", "第一章", 5),
        *_prose(writer, "采购需求", "第二章", 8),
        Text(f"要求{PERIOD}。"),
        Text(f"要求{WARRANTY}。"),
        *_prose(writer, "评审办法", "第三章", 5),
    ]
    return "采购文件", items


def _award(writer: Writer) -> Made:
    items: list[Item] = [
        Text(f"{SUPPLIER}："),
        Text(f"你方在{PROJECT}项目中成交。"),
        Text(f"成交金额：{PRICE}"),
        Text(f"采购人：{OWNER}"),
        *(Text(writer.paragraph()) for _ in range(2)),
    ]
    return "成交通知书", items


def _minutes(writer: Writer) -> Made:
    items: list[Item] = [
        Text(f"会议议题：{PROJECT}项目进展"),
        *(Text(writer.statement(), f"{HAN[at]}、") for at in range(1, 8)),
        *(Text(writer.paragraph()) for _ in range(8)),
    ]
    return "项目例会会议纪要", items


def _acceptance(writer: Writer) -> Made:
    items: list[Item] = [
        Text(f"建设单位：{OWNER}"),
        Text(f"承建单位：{SUPPLIER}"),
        *_prose(writer, "项目完成情况", "一、", 7),
        *_prose(writer, "试运行情况", "二、", 6),
        *_prose(writer, "验收结论", "三、", 4),
        Text("验收组认为项目完成合同约定的全部内容，同意通过竣工验收。"),
    ]
    return "竣工验收报告", items


def _trial(writer: Writer) -> Made:
    items = [*_prose(writer, "运行环境", "一、", 6), *_prose(writer, "运行情况", "二、", 8)]
    return "试运行报告", [Text("系统试运行三个月，运行稳定。"), *items]


def _form(_writer: Writer) -> Made:
    rows = (
        ("项目名称", PROJECT), ("申报单位", OWNER), ("项目类型", "新建"), ("总投资", PRICE), ("建设周期", PERIOD),
        ("质量保证", WARRANTY), ("数据共享", "编制共享清单并接入市级共享平台"), ("密码应用", "已编制密码应用方案"),
    )  # fmt: skip
    cells = [
        GridCell(row, column, text)
        for row, (label, value) in enumerate((("序号与事项", "内容"), *rows))
        for column, text in enumerate((label, value))
    ]
    grid = Grid(tuple(cells), len(rows) + 1, 2, 1, (), (0.3, 0.7))
    return "项目申报表", [Text("填表说明：各栏应当如实填写。"), grid]


def _estimate(writer: Writer) -> Made:
    items: list[Item] = [Text(f"建设单位：{OWNER}")]
    for at in (1, 2):
        items += [Text(writer.paragraph()), *table(writer, f"表{at}", long=False, split=at == 2)]
    return "投资概算书", items


KINDS: dict[str, Callable[[Writer], Made]] = {
    "contract": _contract,
    "plan": _plan,
    "feasibility": _feasibility,
    "procurement": _procurement,
    "award": _award,
    "minutes": _minutes,
    "acceptance": _acceptance,
    "trial": _trial,
    "form": _form,
    "estimate": _estimate,
}


def lines(made: Paper) -> list[str]:
    """Return a paper as lines of plain text, its number above them, tables left out."""
    found = [f"编号：{NUMBER}", made.title]
    for item in made.items:
        if isinstance(item, Heading):
            found.append(f"{item.number} {item.title}")
        elif isinstance(item, Text):
            found.append(f"{item.number} {item.text}".strip())
    return found


def goods(writer: Writer, count: int) -> list[tuple[str, str, int, Decimal]]:
    """Return the rows of a price list: serial, name, number, price each in yuan."""
    return [
        (str(at), writer.pick(GOODS), writer.random.randrange(1, 30), Decimal(writer.random.randrange(500, 90_000)))
        for at in range(1, count + 1)
    ]
