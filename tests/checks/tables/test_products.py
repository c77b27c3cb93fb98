"""Unit price times quantity: which rows are wrong, and the tables of which nothing is said."""

import pytest

HEAD = ("序号", "设备名称", "单价（元）", "数量", "金额（元）")


def judged(make, find, *rows, unit=None):
    return find("base-table-sums", make.document("budget_estimate", table=make.table(*rows, unit=unit)))


GOOD = (("1", "服务器", "50,000", "2台", "100,000"), ("2", "交换机", "3000", "4", "12000"))


def test_products_that_are_right(make, find) -> None:
    found = judged(make, find, HEAD, *GOOD)
    assert (found.kind, found.reason, len(found.evidence)) == ("pass", "consistent", 2)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("3", "网闸", "80000", "2", "150000"), "“网闸”的单价80000×数量2＝160000，表中为150000"),
        (("3", "网闸", "80000", "2", "16"), "“网闸”的单价80000×数量2＝160000，表中为16，相差一万倍，疑为元与万元混写"),
        (("3", "网闸", "80000", "2", "1600000"), "表中为1600000，相差十倍"),
    ],
)
def test_a_wrong_row_names_its_cell(make, find, row, said) -> None:
    found = judged(make, find, HEAD, *GOOD, row)
    assert (found.kind, found.reason) == ("fail", "inconsistent")
    assert said in found.message
    assert (found.evidence[0].quote, found.evidence[0].location.row) == (row[4], 4)
    assert (found.expected.value, found.actual.value) == ("160000.00", f"{row[4]}.00")


def test_units_of_price_and_amount_may_differ_where_both_are_said(make, find) -> None:
    head = ("设备名称", "单价（元）", "数量", "金额（万元）")
    right = (("服务器", "50000", "2", "10"), ("交换机", "3000", "4", "1.2"))
    assert judged(make, find, head, *right).reason == "consistent"
    found = judged(make, find, head, *right, ("网闸", "80000", "2", "160000"))
    assert (found.kind, found.expected.value) == ("fail", "160000.00")
    assert "相差一万倍" in found.message


def test_rounding_hides_nothing_more_than_its_digit(make, find) -> None:
    head = ("设备名称", "单价（万元）", "数量", "金额（万元）")
    right = (("服务器", "3.33", "3", "10.00"), ("交换机", "0.3", "4", "1.2"))
    assert judged(make, find, head, *right).reason == "consistent"
    assert judged(make, find, head, *right, ("网闸", "3.33", "3", "10.05")).kind == "fail"


SILENT = [
    (
        "a discount",
        ("名称", "单价（元）", "数量", "折扣", "金额（元）"),
        [("甲", "100", "2", "1", "200"), ("乙", "100", "2", "0.9", "180")],
    ),
    (
        "months",
        ("名称", "单价（元）", "数量", "月数", "金额（元）"),
        [("甲", "100", "2", "1", "200"), ("乙", "100", "2", "12", "2400")],
    ),
    (
        "a unit on one side only",
        ("名称", "单价（元）", "数量", "金额"),
        [("甲", "100", "2", "200"), ("乙", "100", "2", "300")],
    ),
    (
        "no row shows how the columns go together",
        ("名称", "单价（元）", "数量", "金额（元）"),
        [("甲", "100", "2", "300"), ("乙", "100", "2", "500")],
    ),
    (
        "most rows differ",
        ("名称", "单价（元）", "数量", "金额（元）"),
        [("甲", "100", "2", "200"), ("乙", "100", "2", "500"), ("丙", "100", "2", "600"), ("丁", "100", "2", "700")],
    ),
    (
        "two columns of amounts",
        ("名称", "单价（元）", "数量", "首年费用（元）", "总费用（元）"),
        [("甲", "100", "2", "200", "600"), ("乙", "100", "2", "300", "900")],
    ),
    (
        "tax on one side",
        ("名称", "不含税单价（元）", "数量", "含税金额（元）"),
        [("甲", "100", "2", "200"), ("乙", "100", "2", "226")],
    ),
    (
        "no plain figures",
        ("名称", "单价（元）", "数量", "金额（元）"),
        [("甲", "100", "若干", "200"), ("乙", "面议", "2", "300")],
    ),
]


@pytest.mark.parametrize(("head", "rows"), [pytest.param(head, rows, id=name) for name, head, rows in SILENT])
def test_silent(make, find, head, rows) -> None:
    found = judged(make, find, head, *rows)
    assert (found.kind, found.reason) == ("pass", "nothing-found"), found.message


def test_a_cell_that_fails_its_row_and_its_column_is_one_error(make, find) -> None:
    found = judged(make, find, HEAD, *GOOD, ("3", "网闸", "80000", "2", "1600000"), ("合计", "", "", "", "272000"))
    assert found.kind == "fail"
    assert found.message.count("网闸") == 1
    assert [place.quote for place in found.evidence] == ["1600000", "272000"]


def test_of_many_errors_five_are_told_and_all_are_shown(make, find) -> None:
    wrong = [(str(n), f"设备{n}", "100", "2", "300") for n in range(3, 9)]
    right = [(str(n), f"设备{n}", "100", "2", "200") for n in range(9, 15)]
    found = judged(make, find, HEAD, *wrong, *right)
    assert found.message.count("表中为300") == 5
    assert "另有1处" in found.message
    assert len(found.evidence) == 6
