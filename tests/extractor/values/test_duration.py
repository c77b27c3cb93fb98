import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values import compare, days, find_durations, months, to_chinese

SURFACES = {
    "P3Y": ["3年", "三年", "叁年", "３年", "三 年", "三（3）年", "叁（3）年", "3（三）年", "3周年"],
    "P18M": ["18个月", "十八个月", "18 个月", "壹拾捌个月", "18（十八）个月", "十八（18）个月", "18個月"],
    "P1Y6M": ["一年半", "1年半", "1年6个月", "一年零六个月", "一年又六个月", "1年零6个月"],
    "P90D": ["90天", "90日", "九十日", "90个日历天", "90日历日", "九十个自然日"],
    "P6M": ["半年", "六个月", "两个季度"],
    "P2W": ["两周", "2周", "两个星期"],
    "PT1H30M": ["一个半小时", "1小时30分钟", "一小时三十分"],
    "P1.5M": ["一个半月", "1.5个月"],
}
CARRIERS = ["{}", "质保期为{}。", "自验收合格之日起{}内", "不少于{}的", "（{}）", "期限：{}，期满另议"]


@pytest.mark.parametrize(("iso", "surface"), [(v, s) for v, surfaces in SURFACES.items() for s in surfaces])
def test_one_length_has_many_surfaces(iso, surface):
    for carrier in CARRIERS:
        found = find_durations(carrier.format(surface))
        assert [(item.iso, item.iso_max, item.working) for item in found] == [(iso, None, False)] or (
            months(found[0].iso) == months(iso) and len(found) == 1
        ), carrier


@pytest.mark.parametrize(
    "surface",
    [
        "15个工作日",
        "十五个工作日",
        "15（十五）个工作日",
        "15工作日",
        "15 个 工作日",
        "15日（工作日）",
        "15个法定工作日",
    ],
)
def test_working_days(surface):
    assert [(item.iso, item.working) for item in find_durations(f"收到通知后{surface}内")] == [("P15D", True)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("6-12个月", "P6M", "P12M"),
        ("1至3年", "P1Y", "P3Y"),
        ("1年至3年", "P1Y", "P3Y"),
        ("三到五年", "P3Y", "P5Y"),
        ("6个月—1年", "P6M", "P1Y"),
        ("两三年", "P2Y", "P3Y"),
        ("5~10个工作日", "P5D", "P10D"),
        ("2年以上4年以下", "P2Y", "P4Y"),
    ],
)
def test_ranges(text, low, high):
    assert [(item.iso, item.iso_max) for item in find_durations(text)] == [(low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "第三年起", "每两个月巡检", "每半年一次", "近五年业绩", "过去三年", "8年以上项目管理经验", "7×24小时值守",
        "5*8小时", "五年规划纲要",
        "三年行动计划", "2031年度预算", "2031年3月2日", "2029-2031年", "2031年3月10日-25日", "一年级学生",
        "年满一周岁", "双4天线终端",
        "每月15日前", "次月10日前", "一年期LPR", "24小时不间断", "30日元", "上半年", "这一年", "保修期限为__年",
        "百年大计",
    ],
)  # fmt: skip
def test_what_is_no_term(text):
    assert find_durations(text) == []


@pytest.mark.parametrize(
    ("text", "isos"),
    [
        ("设备三年，软件一年", ["P3Y", "P1Y"]),
        ("质保期三年（24个月）", ["P3Y", "P24M"]),
        ("30分钟响应，4小时到场，24小时内修复", ["PT30M", "PT4H", "PT24H"]),
        ("自2031年6月1日起两年", ["P2Y"]),
        ("开标前15日", ["P15D"]),
        ("提前30日通知", ["P30D"]),
        ("延时低于200毫秒", ["PT0.2S"]),
        ("质保期24月", ["P24M"]),
        ("于6月完工", []),
        ("三（5）年", ["P3Y", "P5Y"]),
        ("一年一签，合同三年", ["P3Y"]),
        ("( 300) 天", ["P300D"]),
        ("两个自然月", ["P2M"]),
        ("十年来", []),
        ("202499日", []),
        ("合同一年，责任三年，另加两年", ["P1Y", "P3Y", "P2Y"]),
        ("同一年、另一年", []),
    ],
)
def test_several_and_look_alikes(text, isos):
    assert [item.iso for item in find_durations(text)] == isos


@given(
    st.integers(min_value=1, max_value=1800), st.sampled_from([("年", "Y"), ("个月", "M"), ("天", "D"), ("周", "W")])
)
def test_any_whole_number_of_units(count, unit):
    word, letter = unit
    for written in (str(count), to_chinese(count)):
        if word == "年" and written.isdecimal() and len(written) == 4:
            continue
        assert [item.iso for item in find_durations(f"期限为{written}{word}。")] == [f"P{count}{letter}"]


def test_spans_are_of_the_text_given():
    text = "质保期 三（ 3 ）年，试运行 ６ 个月"
    assert [text[item.start : item.end] for item in find_durations(text)] == ["三（ 3 ）年", "６ 个月"]


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("P12M", "P1Y", 0), ("P365D", "P1Y", 0), ("P730D", "P24M", 0), ("P24M", "P2Y", 0), ("P729D", "P2Y", -1),
        ("P1Y6M", "P18M", 0),
        ("P180D", "P6M", -1), ("P182D", "P6M", None), ("P30D", "P1M", None), ("P27D", "P1M", -1), ("P32D", "P1M", 1),
        ("P2W", "P14D", 0),
        ("PT48H", "P2D", 0), ("P3Y", "P35M", 1), ("P1.5Y", "P18M", 0), ("P2Y3M", "P27M", 0),
    ],
)  # fmt: skip
def test_comparing_without_thirty_day_months(first, second, order):
    assert compare(first, second) == order
    assert compare(second, first) == (None if order is None else -order)


def test_days_and_months_only_where_the_law_lets_them_change():
    assert (months("P365D"), months("P30D"), days("P1Y"), days("P6M")) == (12, None, 365, None)


@pytest.mark.parametrize("iso", ["", "P", "3年", "PT"])
def test_no_duration(iso):
    with pytest.raises(ValueError, match="不是期限"):
        months(iso)
