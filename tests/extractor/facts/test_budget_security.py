"""Which lines of a budget are for network security, each yuan once."""

import pytest

from extractor.pipeline import extract, extract_text
from extractor.readers.source import Source
from tests.extractor.readers.docx_maker import p, package, tbl, tc, tr

HEAD = "投资估算表（单位：万元）\n序号 | 费用名称 | 金额\n"

TABLES = [
    (
        "a line among others",
        "1 | 软件开发 | 300\n2 | 安全设备 | 12\n3 | 等保测评 | 8\n4 | 密码应用改造 | 10\n合计 | | 330",
        [("安全设备", "120000.00"), ("等保测评", "80000.00"), ("密码应用改造", "100000.00")],
    ),
    (
        "other safety",
        "1 | 安全帽 | 3\n2 | 视频安防系统 | 40\n3 | 安全生产监管平台 | 60\n4 | 食品安全系统 | 20\n"
        "5 | 公共安全防护设施 | 9\n6 | 安全防护用品 | 2\n合计 | | 134",
        [],
    ),
    (
        "lines under their sum",
        "一 | 软件 | 300\n二 | 网络安全 | 45\n2.1 | 安全设备 | 30\n2.2 | 等保测评 | 15\n三 | 监理费 | 5\n合计 | | 350",
        [("网络安全", "450000.00")],
    ),
    (
        "lines under their sum, without numbers",
        " | 软件 | 300\n | 网络安全建设 | 45\n | 安全设备 | 30\n | 等保测评 | 15\n合计 | | 345",
        [("网络安全建设", "450000.00")],
    ),
    (
        "a heading without an amount",
        "一 | 软件 | \n1 | 平台 | 300\n二 | 网络安全 | \n1 | 边界设备 | 30\n2 | 巡检服务 | 15\n | 小计 | 45\n"
        "三 | 其他 | \n1 | 培训 | 5\n合计 | | 350",
        [("边界设备", "300000.00"), ("巡检服务", "150000.00")],
    ),
    (
        "a subtotal by name stands for its lines",
        "1 | 平台 | 300\n | 软件小计 | 300\n2 | 边界网关 | 30\n3 | 防火墙 | 15\n | 网络安全小计 | 45\n合计 | | 345",
        [("网络安全小计", "450000.00")],
    ),
    (
        "part of a line above",
        "1 | 软件开发 | 300\n | 其中：数据安全 | 20\n2 | 网络安全 | 30\n | 其中：安全设备 | 20\n合计 | | 330",
        [("其中：数据安全", "200000.00"), ("网络安全", "300000.00")],
    ),
    (
        "inside a line of something else",
        "一 | 软件开发 | 300\n1.1 | 业务系统 | 280\n1.2 | 安全审计系统 | 20\n合计 | | 300",
        [("安全审计系统", "200000.00")],
    ),
    (
        "sums and totals",
        "1 | 软件 | 300\n2 | 网络安全 | 30\n | 本页小计 | 330\n | 总计 | 330",
        [("网络安全", "300000.00")],
    ),
]


def lines(text: str, kind: str = "feasibility_report") -> list[tuple[str | None, str | None]]:
    return [(f.subject, f.value) for f in extract_text(text, kind=kind).facts if f.kind == "budget.security"]


@pytest.mark.parametrize(("rows", "expected"), [pytest.param(rows, want, id=name) for name, rows, want in TABLES])
def test_lines(rows, expected) -> None:
    assert lines(HEAD + rows) == expected


def test_a_heading_across_the_table() -> None:
    rows = [["序号", "费用名称", "金额"], tr([tc("一、软件", span=3)]), ["1", "平台", "300"],
            tr([tc("二、网络安全", span=3)]), ["1", "边界设备", "30"], ["合计", "", "330"]]  # fmt: skip
    data = package(p("投资估算表（单位：万元）") + tbl(rows))
    found = extract(Source("估算.docx", data), kind="feasibility_report").facts
    assert [(f.subject, f.value) for f in found if f.kind == "budget.security"] == [("边界设备", "300000.00")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("网络安全投资25万元。", ["250000.00"]),
        ("其中等保测评费8万元，密码应用改造费用10万元。", ["80000.00", "100000.00"]),
        ("食品安全投资25万元。", []),
        ("安全生产投入25万元。", []),
        ("消防安全设备费用9万元。", []),
        ("网络安全投入不低于25万元。", []),
    ],
)
def test_sentences(text, expected) -> None:
    assert [value for _, value in lines(text)] == expected
