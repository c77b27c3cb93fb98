from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values import find_percents, to_chinese

SURFACES = {
    "0.15": [
        "15%",
        "15 %",
        "１５％",
        "百分之十五",
        "百分之15",
        "15.0%",
        "一成半",
        "1.5成",
        "15个百分点",
        "十五个百分点",
    ],
    "0.003": ["3‰", "千分之三", "0.3%", "仟分之叁", "30个基点"],
    "0.0005": ["万分之五", "0.05%", "0.5‰"],
    "1": ["100%", "百分之百", "百分百", "百分之一百", "十成"],
    "-0.021": ["-2.1%", "负百分之二点一", "负2.1%"],
}
CARRIERS = ["{}", "占比为{}。", "（{}）", "支付合同总价的{}，余款另付"]


@pytest.mark.parametrize(("value", "surface"), [(v, s) for v, surfaces in SURFACES.items() for s in surfaces])
def test_one_share_has_many_surfaces(value, surface):
    for carrier in CARRIERS:
        assert [item.ratio for item in find_percents(carrier.format(surface))] == [Decimal(value)], carrier


@pytest.mark.parametrize("text", ["6%-8%", "6-8%", "6%至8%", "百分之六至百分之八", "百分之六至八", "6～8％", "60‰-80‰"])
def test_ranges(text):
    assert [(item.ratio, item.maximum) for item in find_percents(text)] == [(Decimal("0.06"), Decimal("0.08"))]


@pytest.mark.parametrize(
    "text",
    [
        "百分制",
        "第三成员",
        "两成果",
        "一成不变",
        "三成立方案",
        "__%",
        "百分之__",
        "五百分之二",
        "2.5倍",
        "百分比",
        "第二成品",
        "%E4%BD%A0",
    ],
)
def test_what_is_no_share(text):
    assert find_percents(text) == []


@given(st.integers(min_value=1, max_value=999))
def test_figures_and_words_agree(number):
    expected = [Decimal(number) / 100]
    assert [item.ratio for item in find_percents(f"{number}%")] == expected
    assert [item.ratio for item in find_percents(f"百分之{to_chinese(number)}")] == expected


def test_instalments_in_order_with_spans():
    text = "按 30 %、百分之五十、20％支付"
    assert [text[item.start : item.end] for item in find_percents(text)] == ["30 %", "百分之五十", "20％"]
