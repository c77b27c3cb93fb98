"""The share of network security of a budget, from files: a table over two pages, subtotals, other kinds of safety."""

import pytest

from checks.finding import Finding
from checks.verbs.share_at_least import ShareAtLeast
from extractor.pipeline import extract
from extractor.readers.source import Source
from tests.checks.rule_maker import ruled
from tests.extractor.readers.docx_maker import p, package, tbl
from tests.extractor.readers.pdf.conftest import Paper

HEAD = ["序号", "费用名称", "数量", "单价（万元）", "金额（万元）"]
VERB = ShareAtLeast(("budget.security",), ("budget.total",))
NOT_SECURITY = ("安全帽", "视频安防系统", "安全生产监管模块")


def rows(security: float) -> list[list[str]]:
    """Return a budget of 500万元: software and hardware on the first page, security and the rest on the second."""
    software = [["", f"业务系统{n}开发", "1", "12", "12"] for n in range(1, 26)]
    others = [["", name, "1", "10", "10"] for name in NOT_SECURITY]
    rest = 500 - 300 - 30 - security
    body = [*software, ["", "软件小计", "", "", "300"], *others, ["", "其他设备小计", "", "", "30"],
            ["", "安全设备", "1", f"{security - 14:g}", f"{security - 14:g}"],
            ["", "等保测评", "1", "8", "8"], ["", "密码应用改造", "1", "6", "6"],
            ["", "安全部分小计", "", "", f"{security:g}"],
            ["", "系统集成", "1", f"{rest:g}", f"{rest:g}"]]  # fmt: skip
    numbered = [[str(n), *row[1:]] for n, row in enumerate(body, 1)]
    return [*numbered, ["", "合计", "", "", "500"]]


def pdf(security: float) -> bytes:
    paper = Paper()
    paper.center(80, "云栖市智慧档案平台投资估算", 16)
    paper.text(72, 120, "表5 项目投资估算表（单位：万元）")
    body = rows(security)
    widths = (40, 180, 60, 80, 90)
    paper.table(72, 140, widths, [HEAD, *body[:30]])
    paper.page()
    paper.table(72, 72, widths, [HEAD, *body[30:]])
    return paper.data()


def docx(security: float) -> bytes:
    return package(
        p("云栖市智慧档案平台投资估算") + p("表5 项目投资估算表（单位：万元）") + tbl([HEAD, *rows(security)])
    )


def judged(name: str, data: bytes) -> Finding:
    extracted = extract(Source(name, data), kind="budget_estimate")
    return ruled(VERB, extracted, first=["budget_estimate"], limit="0.05")


@pytest.mark.parametrize(
    ("security", "kind", "share"), [(24.5, "fail", "0.0490"), (25, "pass", "0.0500"), (26, "pass", "0.0520")]
)
@pytest.mark.parametrize(("name", "make"), [("估算.pdf", pdf), ("估算.docx", docx)])
def test_the_share_of_a_table_over_two_pages(name, make, security, kind, share) -> None:
    found = judged(name, make(security))
    assert (found.kind, found.actual.value) == (kind, share), found.message
    assert f"（{security:g}万元÷500万元）" in found.message
    assert not any(word in found.message for word in NOT_SECURITY)
    if name.endswith("pdf"):
        assert {place.location.page for place in found.evidence} == {2}
