from decimal import Decimal

import pytest

from extractor.values import find_numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("终端1,250台", ["1250"]),
        ("伍台，拾套", ["5", "10"]),
        ("三千六百户", ["3600"]),
        ("三分之二", ["0.6666666666666666666666666667"]),
        ("3/4", ["0.75"]),
        ("1 3/4", ["1.75"]),
        ("二又二分之一", ["2.5"]),
        ("负十二", ["-12"]),
        ("温度为-5", ["-5"]),
        ("- 1,200", ["-1200"]),
        ("项目-5", ["5"]),
        ("一半", ["0.5"]),
        ("分三期支付", ["3"]),
        ("答案是七", ["7"]),
        ("包括：一是网络，二是软件", []),
        ("百余万条，二百余万条", ["2000000"]),
        ("数十家", []),
    ],
)
def test_numbers(text, values):
    assert [item.value for item in find_numbers(text)] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    "text",
    [
        "四川", "九江市", "三亚湾", "六安", "一体化", "一网通办", "两化融合", "统一门户", "一次性", "三农", "第三方",
        "逐一核对", "一次付清", "（三）款",
        "第二章", "一期工程", "二期项目", "三级等保",
        "十堰", "千岛湖", "百色", "万一", "一企一策", "队伍", "大陆", "收拾机房", "IPv6", "SM4", "一、总则",
        "（二）范围", "四大体系", "一路通畅",
    ],
)  # fmt: skip
def test_words_that_hold_a_digit(text):
    assert find_numbers(text) == []


def test_the_measure_word_is_told():
    assert [(item.value, item.measure) for item in find_numbers("配备3名工程师、２ 台服务器")] == [(3, "名"), (2, "台")]


def test_neighbours_are_a_range():
    assert [(item.value, item.maximum) for item in find_numbers("三四个")] == [(3, 4)]
