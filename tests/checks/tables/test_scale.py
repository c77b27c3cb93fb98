"""Slips of ten and ten thousand: between a table and the text, between capitals and figures."""

import pytest

from extractor.pipeline import extract_text

TEXT = """本项目总投资{said}万元。

表3 项目投资估算表（单位：万元）
序号 | 费用名称 | 金额
1 | 软件 | {one}
2 | 硬件 | {two}
总计 | | {total}"""


def judged(find, **figures):
    return find("base-table-sums", extract_text(TEXT.format(**figures), kind="feasibility_report"))


def test_a_table_in_yuan_under_a_head_in_ten_thousands(find) -> None:
    found = judged(find, said="480", one="3000000", two="1800000", total="4800000")
    assert (found.kind, found.reason) == ("fail", "inconsistent")
    assert "表中为4800000万元，正文为480万元，相差一万倍，疑为元与万元混写" in found.message
    assert [place.quote for place in found.evidence if "480" in place.quote] == ["4800000", "项目总投资480万元"]
    assert (found.expected.value, found.actual.value) == ("4800000.00", "48000000000.00")


def test_a_point_in_the_wrong_place(find) -> None:
    found = judged(find, said="128.64", one="900", two="386.4", total="1286.4")
    assert (found.kind, found.reason) == ("fail", "inconsistent")
    assert "相差十倍" in found.message


@pytest.mark.parametrize(("said", "total"), [("500", "480"), ("480", "480"), ("4800", "480")])
def test_another_amount_is_no_slip(find, said, total) -> None:
    assert judged(find, said=said, one="300", two="180", total=total).kind == "pass"


def test_capitals_and_figures(make, find) -> None:
    pair = make.fact("amount.pair", "300.00", value_max="3000000.00", text="叁佰万元整（300元）")
    found = find("base-amount-words", make.document("contract", [pair]))
    assert (found.kind, "相差一万倍，疑为元与万元混写" in found.message) == ("fail", True)
