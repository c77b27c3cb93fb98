"""Fees for supervision and testing, and amounts settled."""

import pytest

from extractor.pipeline import extract_text

HEAD = "投资估算表（单位：万元）\n序号 | 费用名称 | 金额\n"

FEES = [
    ("lines", HEAD + "1 | 软件开发 | 90\n2 | 监理费 | 6\n3 | 软件测评费 | 4\n合计 | | 100",
     {("budget.supervision", "60000.00"), ("budget.testing", "40000.00")}),
    ("services", HEAD + "1 | 项目监理服务 | 6\n2 | 第三方测试 | 4\n合计 | | 10",
     {("budget.supervision", "60000.00"), ("budget.testing", "40000.00")}),
    ("one line for both", HEAD + "1 | 监理费及测评费 | 10\n合计 | | 10",
     {("budget.supervision", "100000.00"), ("budget.testing", "100000.00")}),
    ("empty and zero", HEAD + "1 | 软件开发 | 90\n2 | 监理费 | \n3 | 软件测评费 | 0\n合计 | | 90",
     {("budget.supervision", "blank"), ("budget.testing", "blank")}),
    ("a security test is none", HEAD + "1 | 等保测评费 | 6\n2 | 密码应用安全测评费 | 4\n合计 | | 10", set()),
    ("wares", HEAD + "1 | 工程监理系统 | 60\n2 | 软件测试平台 | 40\n合计 | | 100", set()),
    ("sentence", "概算列监理费6万元、软件测评费4万元。",
     {("budget.supervision", "60000.00"), ("budget.testing", "40000.00")}),
    ("not of this budget", "本预算不含监理费6万元。", set()),
    ("a rate", "监理费按总投资的2%计取。", set()),
    ("who supervises", "监理单位应在6个工作日内审核。", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [pytest.param(text, want, id=name) for name, text, want in FEES])
def test_fees(text, expected) -> None:
    facts = extract_text(text, kind="budget_estimate").facts
    found = {(f.kind, f.value or f.state) for f in facts if f.kind in ("budget.supervision", "budget.testing")}
    assert found == expected
    assert all(fact.evidence for fact in facts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本项目结算价172万元，未超批复178万元。", ["1720000.00"]),
        ("竣工决算金额为人民币壹佰柒拾贰万元整（¥1,720,000.00）。", ["1720000.00"]),
        ("项目决算：1720000元", ["1720000.00"]),
        ("结算金额（万元） | 172", ["1720000.00"]),
        ("结算价以审计结果为准。", []),
        ("预计结算价172万元。", []),
        ("依据《某市政府投资管理办法》规定，结算价超过100万元以上的须审计。", []),
    ],
)
def test_settled(text, expected) -> None:
    facts = extract_text(text, kind="acceptance").facts
    assert [f.value for f in facts if f.kind == "budget.settled"] == expected
    assert not [f for f in extract_text(text, kind="contract").facts if f.kind == "budget.settled"]
