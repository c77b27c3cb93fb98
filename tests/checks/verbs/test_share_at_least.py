"""The share of network security: exact at the limit, subtotals and repeated tables not counted twice."""

import pytest
from msgspec.structs import replace

from checks.verbs.share_at_least import ShareAtLeast
from extractor.pipeline import extract_text
from tests.checks.conftest import UNREAD
from tests.checks.rule_maker import ruled

VERB = ShareAtLeast(("budget.security",), ("budget.total",), near=("网络安全",))


def share(make, parts, totals=("5000000.00",), **fields):
    facts = [make.fact("budget.security", value, subject=f"安全{n}") for n, value in enumerate(parts)]
    facts += [make.fact("budget.total", value) for value in totals]
    return ruled(VERB, make.document("budget_estimate", facts, **fields), first=["budget_estimate"], limit="0.05")


@pytest.mark.parametrize(
    ("parts", "totals", "kind", "reason", "actual"),
    [
        (("245000.00",), ("5000000.00",), "fail", "below-limit", "0.0490"),
        (("250000.00",), ("5000000.00",), "pass", "meets-limit", "0.0500"),
        (("260000.00",), ("5000000.00",), "pass", "meets-limit", "0.0520"),
        (("249999.99",), ("5000000.00",), "fail", "below-limit", "0.0499"),
        (("250000.00",), ("5000000.01",), "fail", "below-limit", "0.0499"),
        (("250000.00", "150000.00"), ("5000000.00",), "review", "conflicting", "0.0300"),
        (("250000.00",), ("5000000.00", "6000000.00"), "review", "conflicting", "0.0416"),
        (("200000.00",), ("5000000.00", "6000000.00"), "fail", "below-limit", "0.0333"),
    ],
)
def test_the_share_is_cut_and_not_rounded(make, parts, totals, kind, reason, actual) -> None:
    found = share(make, parts, totals)
    assert (found.kind, found.reason) == (kind, reason), found.message
    assert (found.expected.value, found.actual.value) == ("0.05", actual)


def test_both_sums_and_their_rows_are_said(make) -> None:
    found = share(make, ("245000.00",))
    assert "4.9%（24.5万元÷500万元）" in found.message
    assert "计入的有：安全024.5万元；合计24.5万元，总投资（预算）500万元" in found.message
    assert len(found.evidence) == 2


def test_a_ceiling_is_no_certain_whole(make) -> None:
    facts = [make.fact("budget.security", "245000.00"), make.fact("budget.total", "5000000.00", op="<=")]
    found = ruled(VERB, make.document("budget_estimate", facts), first=["budget_estimate"], limit="0.05")
    assert (found.kind, found.reason) == ("review", "straddles-limit")


def test_the_three_absences(make) -> None:
    total = make.fact("budget.total", "5000000.00")
    none = ruled(VERB, make.document("contract"), first=["budget_estimate"], limit="0.05")
    assert (none.kind, none.reason) == ("open", "no-carrier")
    half = make.document("budget_estimate", [total], status="partial", unread=UNREAD)
    unread = ruled(VERB, half, first=["budget_estimate"], limit="0.05")
    assert (unread.kind, unread.reason) == ("open", "unreadable")
    missing = ruled(VERB, make.document("budget_estimate", [total]), first=["budget_estimate"], limit="0.05")
    assert (missing.kind, missing.reason) == ("fail", "missing")
    assert "网络安全投资" in missing.message
    assert missing.searched.nearest


def test_a_part_without_its_whole_is_for_a_person(make) -> None:
    found = share(make, ("245000.00",), ())
    assert (found.kind, found.reason) == ("review", "unstated")
    assert "24.5万元" in found.message


TABLE = """
表9 项目投资估算表（单位：万元）
| 序号 | 费用名称 | 金额 |
| --- | --- | --- |
| 一 | 软件开发 | {software} |
| 二 | 网络安全 | {security} |
| 2.1 | 安全设备 | 15 |
| 2.2 | 等保测评 | {assessed} |
| 三 | 安全生产监管模块 | 20 |
| 合计 | | 500 |
"""


@pytest.mark.parametrize(("security", "kind"), [("24.5", "fail"), ("25", "pass"), ("26", "pass")])
def test_a_table_whose_lines_stand_under_their_sum(security, kind) -> None:
    text = TABLE.format(software=480 - float(security), security=security, assessed=float(security) - 15)
    found = ruled(VERB, extract_text(text, kind="budget_estimate"), first=["budget_estimate"], limit="0.05")
    assert found.kind == kind, found.message
    assert f"网络安全{security}万元" in found.message


def test_a_sentence_that_says_more_than_the_table(make) -> None:
    text = "本项目网络安全投资为25万元。\n" + TABLE.format(software=465, security=15, assessed=0)
    found = ruled(VERB, extract_text(text, kind="budget_estimate"), first=["budget_estimate"], limit="0.05")
    assert (found.kind, found.reason) == ("review", "conflicting")


def test_details_of_the_same_money_in_a_second_table_are_not_added(make) -> None:
    rows = [make.fact("budget.security", value, pattern="budget.security:table_line") for value in ("240000.00",) * 2]
    document = make.document("budget_estimate", [*rows, make.fact("budget.total", "5000000.00")])
    found = ruled(VERB, document, first=["budget_estimate"], limit="0.05")
    assert found.kind == "fail"
    other = replace(rows[1], value="20000.00")
    document = make.document("budget_estimate", [rows[0], other, make.fact("budget.total", "5000000.00")])
    found = ruled(VERB, document, first=["budget_estimate"], limit="0.05")
    assert (found.kind, found.reason) == ("review", "straddles-limit")


PARTS = """
本项目总投资{total}万元。

表2 硬件投资估算表（单位：万元）
序号 | 名称 | 金额
1 | 服务器 | 90
2 | 防火墙 | 12
合计 | | 102

表3 服务费投资估算表（单位：万元）
序号 | 名称 | 金额
1 | 等保测评 | 8
2 | 密码测评 | 6
合计 | | 14
"""


@pytest.mark.parametrize(
    ("total", "kind", "reason"),
    [("200", "pass", "meets-limit"), ("500", "review", "straddles-limit"), ("600", "fail", "below-limit")],
)
def test_security_in_tables_of_parts_is_between_the_largest_and_all_of_them(total, kind, reason) -> None:
    extracted = extract_text(PARTS.format(total=total), kind="feasibility_report")
    found = ruled(VERB, extracted, first=["feasibility_report"], limit="0.05")
    assert (found.kind, found.reason) == (kind, reason), found.message
    assert "合计14万元至26万元（几张表各有列支，是否重复请核对）" in found.message
