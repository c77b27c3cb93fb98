import pytest

from extractor.values import find_comparisons, op_around

VALUES = {
    "36个月": ("P36M", "duration"),
    "两年": ("P2Y", "duration"),
    "80万元": ("800000.00", "CNY"),
    "15%": ("0.15", "ratio"),
    "6台": ("6", "台"),
}
PATTERNS = {
    ">=": [
        "不少于{}", "不得少于{}", "不应低于{}", "至少{}", "不低于{}", "≥{}", ">={}", "大于等于{}", "{}以上",
        "{}（含）以上", "{}及以上", "未低于{}", "起码{}",
    ],
    "<=": [
        "不超过{}", "不得超过{}", "不高于{}", "最多{}", "至多{}", "≤{}", "小于或等于{}", "{}以内", "{}以下",
        "{}（含）以下", "没有超过{}", "不能多于{}", "以{}为限",
    ],
    ">": ["超过{}", "高于{}", "大于{}", "多于{}", ">{}", "超出{}", "{}以外", "{}（不含）以上"],
    "<": [
        "低于{}", "少于{}", "不足{}", "不满{}", "未满{}", "未达到{}", "<{}", "{}以下（不含）", "尚未达到{}", "不到{}",
    ],
}  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(("op", "pattern"), [(o, p) for o, patterns in PATTERNS.items() for p in patterns])
def test_every_bound_on_every_kind(op, pattern, value):
    text = f"本项目按{pattern.format(value)}的要求执行"
    assert [(item.op, item.value, item.unit) for item in find_comparisons(text)] == [(op, *VALUES[value])]
    start = text.index(value)
    assert op_around(text, start, start + len(value)) == op


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("不得超过合同总额的{10%}", "<="),
        ("不低于项目年度预算的{5%}", ">="),
        ("报价低于最高限价的{45%}", "<"),
        ("投标报价不得高于最高限价{680万元}", "<="),
        ("注册资本不少于人民币{500万元}", ">="),
        ("至少派驻{5人}", ">="),
        ("最长不超过{三年}", "<="),
        ("不迟于{2031年3月2日}", "<="),
        ("{2031年3月2日}前完成", "<="),
        ("不早于{2031年3月2日}", ">="),
        ("自{2031年3月2日}起", ">="),
        ("收到发票后{10个工作日}内", "<="),
        ("质保期{3年}", "=="),
        ("超过工期的，质保期为{3年}", "=="),
        ("不低于国家标准，质保{3年}", "=="),
        ("逾期超过30日每日支付{0.5%}", "=="),
        ("不满足要求的{3年}", "=="),
        ("质保期{3年}内容如下", "=="),
        ("至少提供三年质保和{两年}延保", "=="),
        ("以上{3项}", "=="),
        ("{3项}以上述为准", "=="),
        ("不低于行业水平的质保期{2年}", "=="),
        ("超过{100万元}（含）的", ">="),
        ("不超过{3%}（不含）", "<"),
        ("超过{100万元}（含税）的", ">"),
        ("{50万元}（不含税）以上", ">="),
        ("{50万元}（含50万元）以下", "<="),
        ("> 逾期按日{0.1%}计", "=="),
        ("第{7周}起", ">="),
    ],
)
def test_only_the_words_of_the_value_itself_bind_it(text, op):
    start, end = text.index("{"), text.index("}") - 1
    assert op_around(text.replace("{", "").replace("}", ""), start, end) == op


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("30万元（含）以上60万元（不含）以下", [(">=", "300000.00"), ("<", "600000.00")]),
        ("3年以上5年以下", [(">=", "P3Y"), ("<=", "P5Y")]),
        ("高于3%且不超过6%", [(">", "0.03"), ("<=", "0.06")]),
        ("不少于{}人".format("__"), []),
        ("以下简称平台，以上所列", []),
        ("不低于国家标准", []),
        ("不超过3至5天", [("<=", "P5D")]),
        ("不少于3至5天", [(">=", "P3D")]),
        ("在5个工作日内", [("<=", "P5D")]),
        ("第7周起", []),
        ("决定》等>3项", [(">", "3")]),
    ],
)
def test_several_bounds(text, found):
    assert [(item.op, item.value) for item in find_comparisons(text)] == found


def test_spans_are_of_the_text_given():
    text = "工期 不超过 ３６ 个月，另行约定"
    (found,) = find_comparisons(text)
    assert text[found.value_start : found.value_end] == "３６ 个月"
    assert text[found.start : found.end] == "不超过 ３６ 个月"
