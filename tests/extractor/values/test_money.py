from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values import distinct, find_money, pairs, to_capitals

SURFACES = {
    "2680000": [
        "268万元", "268 万元", "２６８万元", "268.00万元", "2,680,000元", "2 680 000元", "￥2,680,000.00",
        "¥2680000元",
        "RMB 2,680,000", "人民币268万元", "二百六十八万元", "贰佰陆拾捌万元整", "贰佰陆拾捌萬圓整", "贰佰陆拾捌万圆正",
        "268万元人民币", "2,68O,000元", "2.68百万元", "2, 680, 000. 00元", "268万元整元整",
    ],
    "450000000": ["4.5亿元", "四亿五千万元", "45000万元", "肆亿伍仟万元整", "4亿5000万元"],
    "12.35": ["12.35元", "十二元三角五分", "壹拾贰元叁角伍分", "12元3角5分", "十二块三毛五"],
    "7000.06": ["7,000.06元", "柒仟元零陆分", "七千元零六分"],
    "0": ["0元", "零元", "¥0.00"],
}  # fmt: skip
CARRIERS = ["{}", "合同总价为{}。", "（{}）", "其中：设备费{}，另计", "不超过{}的", "预算\n{}\n"]


@pytest.mark.parametrize(("value", "surface"), [(v, s) for v, surfaces in SURFACES.items() for s in surfaces])
def test_one_amount_has_many_surfaces(value, surface):
    for carrier in CARRIERS:
        found = distinct(find_money(carrier.format(surface)))
        assert [(money.amount, money.currency) for money in found] == [(Decimal(value), "CNY")], carrier


@pytest.mark.parametrize(
    "text",
    [
        "三元组入库，单元测试通过", "硬盘6块，网线9条", "演示得分15分，满分20分", "服务500万用户", "五角星广场",
        "￥*****.00",
        "（单位：万元）", "万元产值能耗", "1月1日元旦放假", "人民币（大写）：　　　元", "编号2031-0456",
        "建筑面积30万平方米",
        "数百万元", "三元里街道", "二元结构", "500 00元", "2万次/年", "分值3分，角色4个", "128,4567元",
    ],
)  # fmt: skip
def test_what_is_no_amount(text):
    assert find_money(text) == []


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("60～90万元", [("600000", "900000")]),
        ("60万至90万元", [("600000", "900000")]),
        ("60万元—90万元", [("600000", "900000")]),
        ("六十到九十万元", [("600000", "900000")]),
        ("8500元至3万元", [("8500", "30000")]),
        ("8500至3万元", [("8500", "30000")]),
        ("1.5-2亿元", [("150000000", "200000000")]),
        ("三五十万元", [("300000", "500000")]),
        ("90万元-60万元", [("900000", None), ("600000", None)]),
        ("60万元，90万元", [("600000", None), ("900000", None)]),
    ],
)
def test_ranges(text, ends):
    found = [(m.amount, m.maximum) for m in find_money(text)]
    assert found == [(Decimal(low), None if high is None else Decimal(high)) for low, high in ends]


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("12万美元", "USD"),
        ("$3,000", "USD"),
        ("日元800元", "JPY"),
        ("港币五千元", "HKD"),
        ("9千欧元", "EUR"),
        ("7元", "CNY"),
    ],
)
def test_currencies(text, currency):
    assert [money.currency for money in find_money(text)] == [currency]


@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        ("86.5", "万元", "865000"),
        ("1,280.50", "万元", "12805000"),
        ("3560000", "元", "3560000"),
        ("12", "千元", "12000"),
        ("0.8", "亿元", "80000000"),
        ("- 3.2", "万元", "-32000"),
        ("约40", "万元", "400000"),
        ("5万元", "元", "50000"),
    ],
)
def test_bare_numbers_take_the_unit_of_the_head(cell, unit, amount):
    assert [money.amount for money in find_money(cell, unit)] == [Decimal(amount)]


@pytest.mark.parametrize("cell", ["12台", "第3年", "30%", "2031年", "一、软件", "A12", "无", "5个月", "2031-03-02"])
def test_a_head_makes_no_amount_of_other_figures(cell):
    assert find_money(cell, "万元") == []


def test_a_unit_that_is_none_of_money_makes_no_amount():
    assert find_money("120", "台") == []


def test_a_bare_number_says_that_its_unit_is_not_its_own():
    assert [money.has_unit for money in find_money("86.5", "万元")] == [False]
    assert [money.has_unit for money in find_money("86.5万元", "万元")] == [True]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("估算投资（万元）：640.20", ["6402000"]),
        ("限价（元） | 98000", ["98000"]),
        ("金额单位：万元\n1 平台软件 66.4\n2 网络设备 120\n合计 186.4", ["664000", "1200000", "1864000"]),
        ("单位：万元\n2031 年度运维情况说明", []),
        ("单位：万元\n| 服务器 | 0.35 | 180 |\n| 小计 | 63.00 |", ["630000"]),
        ("赔偿金80万，接待80万人次", ["800000"]),
        ("上级补助80万、自筹20万", ["800000", "200000"]),
        ("运行费12万/年", ["120000"]),
        ("5 0 0 0 0元", ["50000"]),
        ("三元五分六", ["3.05"]),
    ],
)
def test_units_told_beside_the_number(text, amounts):
    assert [money.amount for money in find_money(text)] == [Decimal(amount) for amount in amounts]


@given(st.integers(min_value=1, max_value=10**12))
def test_an_amount_said_twice_is_one(cents):
    amount = Decimal(cents) / 100
    text = f"总价人民币{to_capitals(amount)}（小写：¥{amount:,.2f}元）"
    found = find_money(text)
    assert [money.amount for money in distinct(found)] == [amount]
    assert [(words.amount, figures.amount) for words, figures in pairs(found)] == [(amount, amount)]


@pytest.mark.parametrize(
    "text", ["（小写）¥52,000.00元，（大写）伍万贰仟元整", "伍万贰仟元整（52000元）", "￥52000（大写：伍万贰仟元整）"]
)
def test_twins_in_either_order(text):
    assert [(words.capital, figures.capital) for words, figures in pairs(find_money(text))] == [(True, False)]


def test_twins_that_differ_stay_two():
    found = find_money("贰佰捌拾万零伍佰元整（¥2,805,000.00）")
    assert [money.amount for money in distinct(found)] == [Decimal(2800500), Decimal(2805000)]
    assert len(pairs(found)) == 1


@pytest.mark.parametrize(
    ("text", "per"),
    [("900元/人天", True), ("12.5元每条", True), ("单价40元", True), ("每人60元", True), ("总价40元", False)],
)
def test_unit_prices(text, per):
    assert [money.unit_price for money in find_money(text)] == [per]


def test_spans_are_of_the_text_given():
    text = "合同价 ３ ２００ 万元（￥ 32,000,000.00）"
    assert [text[money.start : money.end] for money in find_money(text)] == ["３ ２００ 万元", "￥ 32,000,000.00"]
