"""Totals and subtotals: what adds up in some reading, what does in none, and which cell is to blame."""

import pytest

HEAD = ("序号", "名称", "金额（万元）")


def judged(make, find, *rows, unit=None, kind="budget_estimate"):
    return find("base-table-sums", make.document(kind, table=make.table(*rows, unit=unit)))


RIGHT = [
    (
        "sections under names of their own",
        [
            ("1", "甲", "10"),
            ("2", "乙", "20"),
            ("", "软件部分合计", "30"),
            ("3", "丙", "5"),
            ("4", "丁", "6"),
            ("", "硬件部分合计", "11"),
            ("合计", "", "41"),
        ],
    ),
    (
        "rows in no section",
        [
            ("1", "甲", "10"),
            ("2", "乙", "20"),
            ("3", "丙", "5"),
            ("4", "丁", "6"),
            ("", "设备小计", "11"),
            ("5", "戊", "9"),
            ("合计", "", "50"),
        ],
    ),
    (
        "a sum over subtotals",
        [
            ("1", "甲", "10"),
            ("2", "乙", "20"),
            ("", "小计", "30"),
            ("3", "丙", "5"),
            ("4", "丁", "6"),
            ("", "小计", "11"),
            ("", "建设费用合计", "41"),
            ("5", "监理费", "2"),
            ("总计", "", "43"),
        ],
    ),
    (
        "tax after the sum",
        [
            ("1", "甲", "100"),
            ("2", "乙", "20"),
            ("合计", "", "120"),
            ("3", "税金", "6"),
            ("4", "预备费", "4"),
            ("总计", "", "130"),
        ],
    ),
    (
        "parents over children",
        [
            ("一", "软件", "120"),
            ("1", "平台", "100"),
            ("2", "接口", "20"),
            ("二", "硬件", "80"),
            ("1", "服务器", "60"),
            ("2", "交换机", "20"),
            ("合计", "", "200"),
        ],
    ),
    (
        "three depths",
        [
            ("一", "工程", "120"),
            ("1", "软件", "100"),
            ("1.1", "平台", "60"),
            ("1.2", "接口", "40"),
            ("2", "硬件", "20"),
            ("二", "其他", "10"),
            ("合计", "", "130"),
        ],
    ),
]
SILENT = [
    ("a part of a row", [("1", "甲", "100"), ("", "其中：移动端", "30"), ("2", "乙", "20"), ("合计", "", "130")]),
    (
        "parents that are more than their rows",
        [
            ("一", "软件", "150"),
            ("1", "平台", "100"),
            ("2", "接口", "20"),
            ("二", "硬件", "90"),
            ("1", "服务器", "60"),
            ("2", "交换机", "20"),
            ("合计", "", "230"),
        ],
    ),
    ("units of their own", [("1", "甲", "100"), ("2", "乙", "200000元"), ("合计", "", "120")]),
    ("a range", [("1", "甲", "100"), ("2", "乙", "20～30"), ("合计", "", "130")]),
    ("one row", [("1", "甲", "100"), ("合计", "", "130")]),
]
WRONG = [
    ("total", [("1", "甲", "100"), ("2", "乙", "20"), ("合计", "", "130")], "130", "“合计”为130，各行相加为120"),
    (
        "subtotal",
        [
            ("1", "甲", "100"),
            ("2", "乙", "20"),
            ("", "软件小计", "125"),
            ("3", "丙", "5"),
            ("4", "丁", "6"),
            ("", "硬件小计", "11"),
            ("合计", "", "131"),
        ],
        "125",
        "“软件小计”为125，各行相加为120",
    ),
    (
        "total over right parents",
        [
            ("一", "软件", "120"),
            ("1", "平台", "100"),
            ("2", "接口", "20"),
            ("二", "硬件", "80"),
            ("1", "服务器", "60"),
            ("2", "交换机", "20"),
            ("合计", "", "210"),
        ],
        "210",
        "“合计”为210，各行相加为200",
    ),
    (
        "one parent under a right total",
        [
            ("一", "软件", "120"),
            ("1", "平台", "100"),
            ("2", "接口", "30"),
            ("二", "硬件", "80"),
            ("1", "服务器", "60"),
            ("2", "交换机", "20"),
            ("合计", "", "200"),
        ],
        "120",
        "“软件”为120，下级各行相加为130",
    ),
    (
        "total ten times too large",
        [("1", "甲", "100"), ("2", "乙", "20"), ("合计", "", "1200")],
        "1200",
        "“合计”为1200，各行相加为120，相差十倍",
    ),
    (
        "a row in yuan",
        [("1", "甲", "100"), ("2", "乙", "200000"), ("3", "丙", "8"), ("合计", "", "128")],
        "200000",
        "“乙”为200000，按“合计”128推算应为20，相差一万倍，疑为元与万元混写",
    ),
    (
        "a row with its point in the wrong place",
        [("1", "甲", "100"), ("2", "乙", "250"), ("3", "丙", "8"), ("合计", "", "133")],
        "250",
        "“乙”为250，按“合计”133推算应为25，相差十倍",
    ),
]


@pytest.mark.parametrize("rows", [pytest.param(rows, id=name) for name, rows in RIGHT])
def test_right(make, find, rows) -> None:
    found = judged(make, find, HEAD, *rows)
    assert (found.kind, found.reason) == ("pass", "consistent"), found.message


@pytest.mark.parametrize("rows", [pytest.param(rows, id=name) for name, rows in SILENT])
def test_silent(make, find, rows) -> None:
    found = judged(make, find, HEAD, *rows)
    assert (found.kind, found.reason) == ("pass", "nothing-found"), found.message


@pytest.mark.parametrize(("rows", "cell", "said"), [pytest.param(*case, id=name) for name, *case in WRONG])
def test_wrong(make, find, rows, cell, said) -> None:
    found = judged(make, find, HEAD, *rows)
    assert (found.kind, found.reason) == ("fail", "inconsistent"), found.message
    assert said in found.message
    assert found.evidence[0].quote == cell
    assert found.evidence[0].location.row is not None
