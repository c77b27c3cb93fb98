"""Normalising: what is evened out, what stays, and that every span leads back to the source's own characters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.text import normalise, to_simplified

FORMS = [
    ("质保期为２年", "质保期为2年"),
    ("质 保 期 为 两 年", "质保期为两年"),
    ("合同金额的  45 %  付款", "合同金额的45%付款"),
    ("¥ 222,000. 00 元", "¥222,000.00元"),
    ("质\u200b保\u00ad期", "质保期"),
    ("數(shù)據(jù)歸(guī)甲方", "数据归甲方"),
    ("軟體著作權歸乙方", "软件著作权归乙方"),
    ("⾦额", "金额"),  # a Kangxi radical, as PDF fonts bring it
    ("保修期     年", "保修期_年"),
    ("总价：        元（大写        ）", "总价:_元(大写_)"),
    ("归  甲乙双方  共同所有", "归甲乙双方共同所有"),
    ("甲方：某局      乙方：某公司", "甲方:某局 乙方:某公司"),
    ("第一章    总则", "第一章总则"),
    ("GB/T 22239-2019 三级", "GB/T 22239-2019三级"),
]


@pytest.mark.parametrize(("source", "expected"), FORMS)
def test_forms(source: str, expected: str) -> None:
    assert normalise(source).text == expected


@pytest.mark.parametrize("text", ["著作权归乙方，后续开发", "皇后路面粉厂", "质保期（一）", "（wan）", "SM2（含软件）"])
def test_simplified_text_keeps_its_characters(text: str) -> None:
    assert to_simplified(text) == text


def test_a_bracketed_item_is_no_reading() -> None:
    assert normalise("質量(一)和標準(a)").text == "质量(一)和标准(a)"


def test_a_traditional_clause_reads_as_the_simplified_one() -> None:
    source = "質保期為自竣工驗收合格之日起二十四個月"
    assert normalise(source).text == "质保期为自竣工验收合格之日起二十四个月"
    assert len(to_simplified(source)) == len(source)


SOURCE = st.text(
    alphabet=st.sampled_from("质保期为2两年，。；：（）() \u3000\t\n２％%¥￥_甲乙方數據(shù)質著后後\u200b⾦a1.,"),
    max_size=60,
)


@given(SOURCE)
@settings(max_examples=300, deadline=None)
def test_spans_lead_back(source: str) -> None:
    found = normalise(source)
    assert found.source == source
    for at in range(len(found.text)):
        start, end = found.span(at, at + 1)
        assert 0 <= start < end <= len(source)
    if found.text:
        start, end = found.span(0, len(found.text))
        again = normalise(source[start:end])
        assert "".join(again.text.split()).replace("_", "") == "".join(found.text.split()).replace("_", "")


@given(SOURCE)
@settings(max_examples=200, deadline=None)
def test_normalising_twice_changes_nothing_more(source: str) -> None:
    once = normalise(source).text
    assert normalise(once).text.replace(" ", "") == once.replace(" ", "") or "(" in once


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("3. 2025年9月30日前交付", "3、2025年9月30日前交付"),
        ("3.2025年9月30日前交付", "3、2025年9月30日前交付"),
        ("进度：1．2024年完成设计；2．2025年完成建设", "进度:1、2024年完成设计；2、2025年完成建设"),
        ("12. 5年", "12.5年"),
        ("2025. 3年", "2025.3年"),
        ("共3.2025万元", "共3.2025万元"),
    ],
)
def test_the_number_of_an_item_is_no_part_of_a_year(source: str, expected: str) -> None:
    assert normalise(source).text == expected
