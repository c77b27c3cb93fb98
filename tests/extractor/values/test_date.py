from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values import find_date_ranges, find_dates, to_chinese

SURFACES = {
    "2031-03-02": [
        "2031年3月2日", "2031年03月02日", "2031 年 3 月 2 日", "２０３１年３月２日", "二〇三一年三月二日",
        "二○三一年三月二日", "二零三一年三月二日",
        "贰零叁壹年零叁月零贰日", "2031-03-02", "2031-3-2", "2031.3.2", "2031.03.02", "2031/3/2", "20310302",
        "31年3月2日", "2031年3月2号",
    ],
    "2031-12": [
        "2031年12月", "二〇三一年十二月", "2031年十二月", "2031-12", "2031.12", "2031/12", "31年12月", "2031年12月份",
        "2031年第12个月",
    ],
    "2031": ["2031年", "二〇三一年", "二零三一年", "2031年度"],
}  # fmt: skip
CARRIERS = ["{}", "于{}签订", "（{}）", "日期：{}。", "乙方在{}，完成初验"]


@pytest.mark.parametrize(("iso", "surface"), [(v, s) for v, surfaces in SURFACES.items() for s in surfaces])
def test_one_date_has_many_surfaces(iso, surface):
    for carrier in CARRIERS:
        assert [item.iso for item in find_dates(carrier.format(surface))] == [iso], carrier


@given(st.dates(min_value=date(1951, 1, 1), max_value=date(2150, 12, 31)))
def test_every_day_in_every_common_form(day):
    han_year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    forms = [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}-{day.month:02d}-{day.day:02d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        f"{han_year}年{to_chinese(day.month)}月{to_chinese(day.day)}日",
    ]
    for form in forms:
        assert [item.iso for item in find_dates(f"于{form}起")] == [day.isoformat()], form


@pytest.mark.parametrize(
    "text",
    [
        "某政办发〔2031〕7号", "GB/T 20312-2031", "电话010-20310302", "10.20.31.2", "版本V2.1.20310302",
        "JX20310302007", "ABC-2031-03-02", "(2031)某01号",
        "2031年2月30日", "2031年13月", "3年2个月", "2031.5万元", "合计2031.12元", "V2031.03.02", "1月饼", "203103021",
    ],
)  # fmt: skip
def test_what_is_no_date(text):
    assert [item for item in find_dates(text) if not item.blank] == []


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2031年  月  日", "2031"), ("2031年 12  月   日", "2031-12"), ("____年__月__日", ""), ("20__年__月", ""),
        ("20xx年xx月", ""),
        ("2031年XX月XX日", "2031"), ("年 月 日", ""), ("二〇三一年　月　日", ""), ("[  ]年[  ]月[  ]日", ""),
    ],
)  # fmt: skip
def test_fields_left_open(text, iso):
    found = find_dates(f"签订日期：{text}")
    assert [item.blank for item in found] == [True]
    assert found[0].iso in {iso, "2031"}


@pytest.mark.parametrize(
    ("text", "isos"),
    [
        ("12月30日前付清", ["--12-30"]),
        ("2031年3月2日、5日和9日", ["2031-03-02", "2031-03-05", "2031-03-09"]),
        ("2031年上半年", []),
        ("2031年3-6月", []),
        ("07年投用，98年建成", ["2007"]),
        ("质保15年", []),
    ],
)
def test_partial_dates_and_lists(text, isos):
    assert [item.iso for item in find_dates(text)] == isos


RANGES = {
    ("2031-03", "2031-12"): [
        "2031年3月至12月", "2031年3-12月", "2031年3月—2031年12月", "2031.3—2031.12", "2031.03～2031.12",
        "二〇三一年三月至十二月",
    ],
    ("2031-03-01", "2031-06-30"): [
        "2031年3月1日至6月30日", "2031年3月1日至2031年6月30日", "自2031年3月1日起至2031年6月30日止",
        "2031.3.1-2031.6.30", "2031.3.1～6.30",
        "2031/3/1-2031/6/30", "2031-03-01至2031-06-30", "2031-03-01 ~ 2031-06-30", "20310301-20310630",
        "2031年3月1日9:00至2031年6月30日17:00",
    ],
    ("2031-03-01", "2031-03-15"): ["2031年3月1日至15日", "2031年3月1-15日", "2031年3月1日-3月15日"],
    ("2031", "2033"): [
        "2031-2033年", "2031年至2033年", "2031—2033年度", "二〇三一年至二〇三三年", "（2031-2033）", "2031至33年",
    ],
    ("2031-11", "2032-03"): ["2031年11月至次年3月", "2031年11月至2032年3月"],
    ("2031-01", "2031-06"): ["2031年上半年", "2031年前6个月", "2031年第一至第二季度", "2031年1-6月"],
    ("2031-07", "2032-06"): ["2031年下半年至2032年上半年", "2031年三季度至2032年二季度"],
    ("2032-12", "2031-03"): ["2032年12月至2031年3月"],
    (None, "2031-12-31"): ["2031年12月31日前", "截至2031年12月31日", "2031年12月31日为止"],
    ("2031-07-01", None): ["自2031年7月1日起", "2031年7月1日以后"],
}  # fmt: skip


@pytest.mark.parametrize(("ends", "surface"), [(e, s) for e, surfaces in RANGES.items() for s in surfaces])
def test_ranges_of_dates(ends, surface):
    for carrier in ("{}", "建设期为{}。", "运行阶段：{}，分批实施"):
        assert [(item.first, item.last) for item in find_date_ranges(carrier.format(surface))] == [ends], carrier


@pytest.mark.parametrize(
    "text",
    ["寿命3-5年", "转8101-8105", "GB/T 20310-2031", "编号2031-2033", "2031年", "2031年3月1日、2031年6月1日", "1.5-2.5"],
)
def test_what_is_no_range_of_dates(text):
    assert find_date_ranges(text) == []


def test_spans_are_of_the_text_given():
    text = "自 ２０３１ 年 3 月 1 日 至 6 月 30 日"
    assert [text[item.start : item.end] for item in find_date_ranges(text)] == ["２０３１ 年 3 月 1 日 至 6 月 30 日"]
    assert next(text[item.start : item.end] for item in find_dates(text)) == "２０３１ 年 3 月 1 日"


@pytest.mark.parametrize(
    ("text", "isos"),
    [
        ("民国120年3月5日", ["2031-03-05"]),
        ("中華民國一二〇年三月五日", ["2031-03-05"]),
        ("中华民国一百二十年三月", ["2031-03"]),
        ("民国时期的建筑", []),
        ("2031年3月廿五日，4月卅日", ["2031-03-25", "2031-04-30"]),
    ],
)
def test_years_of_the_republic_and_tens_of_one_sign(text, isos):
    assert [item.iso.replace("--", "2031-") for item in find_dates(text)] == isos
