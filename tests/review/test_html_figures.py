"""Figures of findings in the HTML report: what may be drawn beside what, and which rows make a sum."""

import json
from decimal import Decimal

import msgspec
import pytest
from docx import Document

from review.report import ComparedEntry, SubmissionEntry
from review.reporters.html_figures import gauge, reckoned

RUN = ("--on", "2026-01-01", "--fail-on", "never")
ROWS = (("软件开发", "60.00"), ("硬件设备", "40.40"), ("系统集成", "20.00"), ("安全测评", "3.00"))


@pytest.fixture
def plan(shenyue, tmp_path):
    """Return the submission of a plan whose table states a total, as it was judged."""

    def made(total: str, rows=ROWS) -> SubmissionEntry:
        folder = tmp_path / "项目"
        folder.mkdir(exist_ok=True)
        document = Document()
        document.add_heading("云栖市政务数据平台建设方案", 0)
        document.add_heading("第一章 投资概算", 1)
        document.add_paragraph("投资概算表（单位：万元）")
        table = document.add_table(len(rows) + 2, 3)
        lines = (
            ("序号", "费用名称", "金额（万元）"),
            *((str(at), *row) for at, row in enumerate(rows, 1)),
            ("", "合计", total),
        )
        for row, texts in zip(table.rows, lines, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.save(folder / "建设方案.docx")
        target = tmp_path / "r.json"
        assert shenyue("check", folder, *RUN, "-o", target).code == 0
        return msgspec.convert(json.loads(target.read_bytes())["submissions"][0], SubmissionEntry)

    return made


def sums(entry: SubmissionEntry):
    """Return the finding about the sums of tables."""
    return next(one for one in entry.findings if one.rule == "base-table-sums")


@pytest.mark.parametrize("total", ["143.40", "103.40"])
def test_the_rows_of_a_wrong_sum_are_added_up_again(plan, total):
    entry = plan(total)
    row = reckoned(sums(entry), entry.documents)
    assert row is not None
    assert [name for name, _ in row.terms] == [name for name, _ in ROWS]
    assert row.terms[1] == ("硬件设备", "40.4万元")
    over = Decimal(total) - Decimal("123.40")
    assert row.lines[0] == ("4行相加", "123.4万元")
    assert row.lines[2] == ("相差", f"{'+' if over > 0 else '−'}20万元")
    assert sums(entry).evidence[row.quote].quote == total


def test_rows_that_do_not_make_the_sum_are_not_shown(plan):
    entry = plan("143.40")
    finding = sums(entry)
    other = msgspec.structs.replace(finding, expected=ComparedEntry("==", "1234001.00"))
    row = reckoned(other, entry.documents)
    assert row is not None
    assert row.terms == ()
    assert row.lines[0] == ("应为", "1234001元")
    assert reckoned(msgspec.structs.replace(finding, kind="pass"), entry.documents) is None
    assert reckoned(msgspec.structs.replace(finding, expected=None), entry.documents) is None


def test_a_right_sum_has_nothing_to_reckon(plan):
    entry = plan("123.40")
    assert sums(entry).kind == "pass"
    assert reckoned(sums(entry), entry.documents) is None


def test_a_row_from_a_hostile_table_is_made_plain(plan):
    entry = plan("99.00", (("<b>\u202e行", "60.00"), ("硬件设备", "40.40")))
    row = reckoned(sums(entry), entry.documents)
    assert row is not None
    assert "\u202e" not in "".join(name for name, _ in row.terms)


PAYMENTS = """软件开发合同

甲方：云栖市数据资源局
乙方：青岚科技有限公司

第一条 合同签订后支付合同总价的30%。
第二条 初步验收后支付合同总价的40%。
第三条 最终验收后支付合同总价的20%。
"""


@pytest.mark.parametrize(
    ("last", "terms", "made", "over"),
    [
        ("", ["30%", "40%", "20%"], "90%", "−10%"),
        ("第四条 合同总价的5%作为质保金，质保期满后无息退还。\n", ["30%", "40%", "20%", "5%"], "95%", "−5%"),
    ],
)
def test_shares_that_do_not_make_the_whole_are_listed(shenyue, tmp_path, last, terms, made, over):
    folder = tmp_path / "项目"
    folder.mkdir()
    (folder / "采购合同.txt").write_text(PAYMENTS + last, encoding="utf-8")
    assert shenyue("check", folder, *RUN, "--rules", "base-payment-shares", "-o", tmp_path / "r.json").code == 0
    entry = msgspec.convert(json.loads((tmp_path / "r.json").read_bytes())["submissions"][0], SubmissionEntry)
    row = reckoned(entry.findings[0], entry.documents)
    assert row is not None
    assert [value for _, value in row.terms] == terms
    assert row.lines == (("相加", made), ("应为", "100%"), ("相差", over))
    assert row.quote == -1


WORKING = "working_day"


@pytest.mark.parametrize(
    ("asked", "found", "room", "reach"),
    [
        (("<=", "P3Y"), ("==", "P40M"), (0, 36), (40, 40)),
        ((">=", "P2Y"), ("==", "P1Y"), (24, None), (12, 12)),
        ((">=", "P2Y"), ("==", "P365D"), (730, None), (365, 365)),
        ((">=", "P2Y"), (">=", "P1Y"), (24, None), (12, None)),
        ((">=", "P2Y"), ("range", "P1Y", "P3Y"), (24, None), (12, 36)),
        (("<=", "P3Y"), ("==", "2025-04-01/2028-07-31"), (0, 36), (40, 40)),
        (("<=", "P3Y"), ("==", "2024-03/2026-12"), (0, 36), (34, 34)),
        (("<=", "P10D", None, WORKING), ("==", "2025-03-07/2025-03-18"), (0, 10), (7, 7)),
        (("<=", "5000000.00"), ("==", "6200000.00"), (0, 5_000_000), (6_200_000, 6_200_000)),
        ((">=", "0.05"), ("==", "0.02"), (0.05, None), (0.02, 0.02)),
        (("==", "1"), ("==", "0.95"), (1, 1), (0.95, 0.95)),
        (("<=", "P3Y"), ("<=", "P5Y"), (0, 36), (0, 60)),
    ],
)
def test_what_is_of_one_measure_is_drawn(plan, asked, found, room, reach):
    finding = sums(plan("123.40"))
    row = gauge(msgspec.structs.replace(finding, expected=ComparedEntry(*asked), actual=ComparedEntry(*found)))
    assert row is not None
    assert (row.room, row.found) == (room, reach)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("in", "buyer"), ("==", "joint")),
        (("==", "1234000.00"), ("==", "1434000.00")),
        ((">=", "P2Y"), ("==", "P7M10D")),
        ((">=", "P18M"), ("==", "P400D")),
        ((">=", "P2Y"), ("==", "0.05")),
        (("<=", "P10D", None, WORKING), ("==", "P10D")),
        (("<=", "P3Y"), ("==", "2028-07-31/2025-04-01")),
        (("<=", "P3Y"), ("==", "2025-02-31/2025-04-01")),
        (("<=", "P3Y"), ("==", "2025-04-01/9999-12-31")),
        (("<=", "2025-04-01"), ("==", "2025-04-02")),
        ((">=", "P2Y"), ("==", None)),
    ],
)
def test_what_is_not_of_one_measure_is_not_drawn(plan, asked, found):
    finding = sums(plan("123.40"))
    pair = msgspec.structs.replace(finding, expected=ComparedEntry(*asked), actual=ComparedEntry(*found))
    assert gauge(pair) is None
    assert gauge(msgspec.structs.replace(pair, actual=None)) is None
