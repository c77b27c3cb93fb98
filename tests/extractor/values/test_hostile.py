"""No input is slow and none is an error: the scanners read what others wrote."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.values import (
    find_comparisons,
    find_date_ranges,
    find_dates,
    find_durations,
    find_money,
    find_numbers,
    find_percents,
)

SCANNERS = [find_money, find_durations, find_dates, find_date_ranges, find_percents, find_numbers, find_comparisons]
PIECES = [
    "1", "1,", "111,", "1.", "1-", "1/", "1 ", "1至", "1元", "1元至", "1年至", "1年零", "(", "(1", "1)", "一", "十",
    "零", "1万", "一点", "半", "半年",
    "2031年", "2031-", "年_", "年  月", "月", "百分之", "%1", "¥1", "人民币", "（大写）", "不", "不超过", "3以上",
    "3年以上", "3年（含", "1O", "1,OO", "又", "_", "- ", "－",
    "单位：万元\n1 ", "2031年3月2日、", " ", "　", "\n", "参", "个", "几",
]  # fmt: skip
ALPHABET = (
    "0123456789一二三十百千万亿零〇点元圆角分年月日天周个半工作"
    "小时%‰成之至到-—～.,，()（）不超过少于以上下内前起¥$ \n\tOo贰拾佰整"
)


@pytest.mark.parametrize("scanner", SCANNERS, ids=lambda scanner: scanner.__name__)
@pytest.mark.parametrize("piece", PIECES)
def test_a_run_of_one_piece_is_read_in_no_time(scanner, piece):
    text = (piece * 5000)[:5000]
    began = time.process_time()
    scanner(text)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("scanner", SCANNERS, ids=lambda scanner: scanner.__name__)
@settings(max_examples=60, deadline=None)
@given(text=st.text(ALPHABET, max_size=60))
def test_whatever_stands_there_spans_are_good_and_in_order(scanner, text):
    found = scanner(text)
    assert all(0 <= item.start < item.end <= len(text) for item in found)
    starts = [item.start for item in found]
    assert starts == sorted(starts)


@pytest.mark.parametrize("scanner", SCANNERS, ids=lambda scanner: scanner.__name__)
def test_a_long_document_is_read_fast(scanner):
    sentence = (
        "本项目总投资1,234.56万元，质保期自验收合格之日起不少于三年，2031年6月3日前"
        "完成，运维费不低于总预算的5%，平台面向全市各部门提供服务。"
    )
    text = "\n".join(f"{number}. {sentence}" for number in range(300))
    began = time.process_time()
    scanner(text)
    assert (time.process_time() - began) * 20_000 < len(text)
