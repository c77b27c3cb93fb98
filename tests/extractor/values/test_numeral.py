from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values import find_money, to_capitals, to_chinese
from extractor.values.numeral import find_numerals, parse_numeral

SURFACES = {
    "7": ["7", "七", "柒", "07", "7.0", "７"],
    "10": ["10", "十", "一十", "拾", "壹拾", "零十"],
    "16": ["16", "十六", "一十六", "壹拾陆", "拾陆"],
    "27": ["27", "二十七", "廿七", "贰拾柒"],
    "105": ["105", "一百零五", "一百〇五", "壹佰零伍", "1百零5"],
    "150": ["150", "一百五", "一百五十", "百五", "壹佰伍拾"],
    "2026": ["2026", "二〇二六", "二零二六", "二○二六", "两千零二十六", "2,026"],
    "3600": ["3600", "三千六", "三千六百", "叁仟陆佰", "3千6", "3,600"],
    "12004": ["12004", "一万二千零四", "1万2千零4", "壹万贰仟零肆", "12,004"],
    "35000": ["35000", "三万五", "三万五千", "3.5万", "3万5千", "3万5000", "35,000"],
    "400000000": ["四亿", "四万万", "4亿", "肆亿", "4.0亿", "四个亿"],
    "1200000000000": ["一万二千亿", "1.2万亿", "一点二万亿", "12000亿"],
    "105.5": ["105.5", "一百零五点五", "一百〇五点五", "105点5"],
    "0.08": ["0.08", "零点零八", ".08", "0.080"],
    "5000000": ["五百万", "五百余万", "500多万", "500 万"],
}


@pytest.mark.parametrize(("value", "surface"), [(v, s) for v, surfaces in SURFACES.items() for s in surfaces])
def test_one_value_has_many_surfaces(value, surface):
    assert parse_numeral(surface) == Decimal(value)


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_what_is_written_is_read(number):
    assert parse_numeral(to_chinese(number)) == number


@given(st.integers(min_value=0, max_value=10**15))
def test_capitals_are_read_as_the_amount_they_were_written_from(cents):
    amount = Decimal(cents) / 100
    found = find_money(f"人民币{to_capitals(amount)}")
    assert [money.amount for money in found] == [amount]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.5", "伍角整"),
        ("10", "壹拾元整"),
        ("1000.05", "壹仟元零伍分"),
        ("1409.5", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("320000000", "叁亿贰仟万元整"),
    ],
)
def test_capitals_follow_the_rules_of_cheques(amount, words):
    assert to_capitals(Decimal(amount)) == words


@pytest.mark.parametrize("amount", [Decimal(-1), Decimal(10**16)])
def test_capitals_refuse_what_they_cannot_write(amount):
    with pytest.raises(ValueError, match=r"大写|太大"):
        to_capitals(amount)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("三五百", [("300", "500")]),
        ("七八个", [("7", "8")]),
        ("二三十", [("20", "30")]),
        ("2031十大工程", [("2031", None), ("10", None)]),
        ("2031百强", [("2031", None)]),
        ("30千瓦", [("30", None)]),
        ("十点四十分", [("10", None), ("40", None)]),
        ("七十千", [("70", None)]),
        ("1.2.3", [("1", None), ("2", None), ("3", None)]),
        ("十五五规划", []),
        ("数十家", []),
        ("百万千万", []),
    ],
)
def test_where_one_numeral_ends(text, values):
    found = find_numerals(text)
    assert [(str(n.value), None if n.maximum is None else str(n.maximum)) for n in found] == values


@given(st.integers(min_value=10, max_value=10**12), st.sampled_from(["共", "约 ", "其中：", "（", "为\n"]))
def test_spans_are_of_the_text_given(number, before):
    text = f"{before}{to_chinese(number)}个"
    assert [text[n.start : n.end] for n in find_numerals(text)] == [to_chinese(number)]
