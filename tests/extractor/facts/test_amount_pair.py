"""Amounts written in capitals and in figures: paired where they are one statement, equal or not."""

import pytest
from msgspec.structs import replace

from extractor.facts.amount_pair import find
from extractor.facts.view import View
from extractor.outline import outline
from extractor.readers import read
from extractor.readers.source import Source

CASES = [
    ("equal", "合同金额：叁佰万元整（¥3,000,000.00）。", [("3000000.00", "3000000.00")]),
    ("differ", "合同金额（大写）叁佰万元整，（小写）¥3,500,000.00元。", [("3500000.00", "3000000.00")]),
    ("figures first", "合同总价480,000元（肆拾捌万元整）。", [("480000.00", "480000.00")]),
    ("that is", "价款共计128600元，即人民币壹拾贰万捌仟陆佰圆整。", [("128600.00", "128600.00")]),
    ("instalment", "第一期支付30%，即人民币贰拾柒万元整（270,000.00元）。", [("270000.00", "270000.00")]),
    ("two", "预付款壹万元整（¥10000），尾款贰万元整（¥20000）。", [("10000.00", "10000.00"), ("20000.00", "20000.00")]),
    ("lines", "合同总价\n大写：壹佰贰拾万元整\n小写：¥1,200,000.00", [("1200000.00", "1200000.00")]),
    (
        "price said again further on",
        "合同总价见报价表，大写：壹佰零捌万元整。\n质保期两年。\n付款分两次。\n合同总价小写：¥1,800,000.00元",
        [("1800000.00", "1080000.00")],
    ),
    ("another price further on", "合同总价大写：壹万元整。\n质保期两年。\n成交价小写：¥8000.00元", []),
    (
        "two prices further on",
        "合同总价大写：壹万元整。\n质保期两年。\n一包合同总价小写：¥4000元\n期限\n二包合同总价小写：¥6000元",
        [],
    ),
    ("cells", "大写 | 叁万元整 | 小写 | ¥30,000.00", [("30000.00", "30000.00")]),
    ("two statements", "合同总价叁拾万元整，其中首付款90,000元。", []),
    ("part of it", "合同总价叁拾万元整。首付款¥90000元。", []),
    ("capitals only", "合同金额：叁拾万元整。", []),
    ("figures only", "合同金额：300000元（含税）。", []),
    ("blank half", "合同金额：叁拾万元整（小写：____元）。", []),
    ("range", "罚款5000元至10000元。", []),
    ("in wan", "合同总价：30万元（大写：叁拾万元整）", [("300000.00", "300000.00")]),
    ("in another unit, differ", "中标价：98.6万元（大写：玖拾捌万陆佰元整）", [("986000.00", "980600.00")]),
]


def test_a_table_between_the_capitals_and_the_figures():
    text = "合同价大写：壹佰零捌万元整\n\n| 内容 | 金额 |\n| --- | --- |\n| 软件 | 900000 |\n\n小写：¥1,800,000.00元"
    document = read(Source("甲.md", text.encode()), None)
    facts = list(find(View(replace(document, blocks=outline(document.blocks)), "contract")))
    assert [(f.value, f.value_max) for f in facts] == [("1800000.00", "1080000.00")]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in CASES])
def test_pairs(text, expected):
    document = read(Source("甲.txt", text.encode()), None)
    facts = list(find(View(replace(document, blocks=outline(document.blocks)), "contract")))
    assert [(f.value, f.value_max) for f in facts] == expected
    for fact in facts:
        quotes = "".join("".join(e.quote.split()) for e in fact.evidence)
        assert all("".join(e.quote.split()) in "".join(text.split()) for e in fact.evidence)
        assert any(c in quotes for c in "壹贰叁肆伍陆柒捌玖")
        assert any(c.isdigit() for c in quotes)
