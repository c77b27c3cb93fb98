"""Accepted findings are marked and told, never hidden, and count again once their day has passed."""

import contextlib
import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.rulebook import load_rulebooks
from extractor.strict_yaml import DataError
from review.errors import CannotRun
from review.living.waivers import parse_waivers
from review.living.waivers import read_waivers as read

RUN = ("--on", "2026-01-01", "--rules", "qufu-30-warranty-2y")
ENTRY = """waivers:
  - rule: qufu-30-warranty-2y
    by: 张三（数据局）
    why: 由原厂质保，见会议纪要
    until: {until}
"""


def waivers(tmp_path, text: str):
    file = tmp_path / "waivers.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def finding(outcome) -> dict:
    (submission,) = json.loads(outcome.out)["submissions"]
    (found,) = submission["findings"]
    return found


def test_an_accepted_finding_is_marked_shown_and_does_not_count(shenyue, contract, tmp_path):
    plain = shenyue("check", contract, *RUN, "--format", "json")
    file = waivers(tmp_path, ENTRY.format(until="2026-01-01"))
    accepted = shenyue("check", contract, *RUN, "--waivers", file, "--format", "json")
    assert (plain.code, accepted.code) == (1, 0)
    assert "waived" not in finding(plain)
    marked = finding(accepted)
    assert marked.pop("waived") == {"by": "张三（数据局）", "why": "由原厂质保，见会议纪要", "until": "2026-01-01"}
    assert marked == finding(plain)
    shown = shenyue("check", contract, *RUN, "--waivers", file)
    for words in (
        "不符合 1项（其中1项已认可）",
        "已认可",
        "张三（数据局），至2026-01-01：由原厂质保，见会议纪要",
        "质保期",
    ):
        assert words in shown.out
    assert "其中1项已认可，不计入退出码" in shown.out


def test_an_expired_entry_counts_again_and_is_told(shenyue, contract, tmp_path):
    file = waivers(tmp_path, ENTRY.format(until="2025-12-31"))
    outcome = shenyue("check", contract, *RUN, "--waivers", file, "--format", "json")
    assert outcome.code == 1
    assert "waived" not in finding(outcome)
    assert "waivers.yaml:2:5：张三（数据局）的认可已于2025-12-31到期，它所指的1项结论重新计入。" in outcome.err


def test_an_entry_that_meets_nothing_is_told(shenyue, contract, tmp_path):
    text = ENTRY.format(until="2027-01-01").replace("qufu-30-warranty-2y", "base-table-sums")
    outcome = shenyue("check", contract, *RUN, "--waivers", waivers(tmp_path, text))
    assert outcome.code == 1
    assert "waivers.yaml:2:5：张三（数据局）的认可没有对上任何结论" in outcome.err


@pytest.mark.parametrize(
    ("which", "met"),
    [
        ("submission: '{path}'", True),
        ("submission: '*/项目'", True),
        ("submission: '*/别的项目'", False),
        ("rule: qufu-30-warranty-2y\n    submission: '*/别的项目'", False),
        ("submission: '*'\n    fingerprint: {fingerprint}", True),
        ("submission: '*'\n    fingerprint: '0000000000000000'", False),
        ("rule: base-table-sums\n    submission: '*'\n    fingerprint: {fingerprint}", False),
    ],
)
def test_all_that_an_entry_names_must_hold(shenyue, contract, tmp_path, which, met):
    fingerprint = finding(shenyue("check", contract, *RUN, "--format", "json"))["fingerprint"]
    named = which.format(path=contract, fingerprint=fingerprint)
    text = f"waivers:\n  - {named}\n    by: 张三\n    why: 已说明\n    until: 2026-06-01\n"
    outcome = shenyue("check", contract, *RUN, "--waivers", waivers(tmp_path, text), "--format", "json")
    assert ("waived" in finding(outcome)) is met
    assert outcome.code == (0 if met else 1)


def test_what_is_met_or_does_not_apply_is_never_marked(shenyue, contract, tmp_path):
    text = "waivers:\n  - submission: '*'\n    by: 张三\n    why: 全部认可\n    until: 2026-06-01\n"
    file = waivers(tmp_path, text)
    outcome = shenyue("check", contract, "--on", "2026-01-01", "--rules", "qufu", "--waivers", file, "--format", "json")
    (submission,) = json.loads(outcome.out)["submissions"]
    marked = {one["kind"] for one in submission["findings"] if "waived" in one}
    plain = {one["kind"] for one in submission["findings"] if "waived" not in one}
    assert marked == {"fail", "review", "open"}
    assert plain <= {"pass", "notApplicable"}


def test_a_file_among_the_papers_accepts_nothing(shenyue, contract):
    waivers(contract, ENTRY.format(until="2027-01-01"))
    outcome = shenyue("check", contract, *RUN, "--format", "json")
    assert outcome.code == 1
    assert "waived" not in finding(outcome)


def test_every_report_says_so(shenyue, contract, tmp_path):
    file = waivers(tmp_path, ENTRY.format(until="2026-01-01"))
    targets = [tmp_path / f"r.{form}" for form in ("json", "jsonl", "csv", "sarif")]
    outputs = [part for target in targets for part in ("-o", target)]
    assert shenyue("check", contract, *RUN, "--waivers", file, *outputs).code == 0
    assert '"waived":{"by":"张三（数据局）"' in targets[1].read_text(encoding="utf-8")
    (row,) = csv.DictReader(io.StringIO(targets[2].read_text(encoding="utf-8-sig")))
    assert row["认可"] == "张三（数据局），至2026-01-01：由原厂质保，见会议纪要"
    (result,) = json.loads(targets[3].read_text(encoding="utf-8"))["runs"][0]["results"]
    (suppression,) = result["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert "由原厂质保" in suppression["justification"]


def test_the_day_of_the_clock_holds_where_none_is_given(shenyue, contract, tmp_path):
    file = waivers(tmp_path, ENTRY.format(until="2999-01-01"))
    assert shenyue("check", contract, "--rules", "qufu-30-warranty-2y", "--waivers", file).code == 0
    file = waivers(tmp_path, ENTRY.format(until="2001-01-01"))
    assert shenyue("check", contract, "--rules", "qufu-30-warranty-2y", "--waivers", file).code == 1


WRONG = {
    "waivers:\n  - rule: qufu-30-waranty-2y\n    by: 甲\n    why: 乙\n    until: 2026-06-01\n": (
        "w.yaml:2:11: 没有“qufu-30-waranty-2y”这条规则，是不是“qufu-30-warranty-2y”？"
    ),
    "waivers:\n  - rule: qufu-30-warranty-2y\n    by: 甲\n    until: 2026-06-01\n": "w.yaml:2:5: 缺少“why”。",
    "waivers:\n  - rule: qufu-30-warranty-2y\n    by: ' '\n    why: 乙\n    until: 2026-06-01\n": (
        "w.yaml:3:9: “by”不能为空白。"
    ),
    "waivers:\n  - rule: qufu-30-warranty-2y\n    by: 甲\n    why: 乙\n    until: 2026-02-30\n": (
        "w.yaml:5:12: “until”应为日期，如 2027-06-30，这里是“2026-02-30”。"
    ),
    "waivers:\n  - by: 甲\n    why: 乙\n    until: 2026-06-01\n": (
        "w.yaml:2:5: 没有说明认可哪些结论，请写明“rule”、“submission”或“fingerprint”。"
    ),
    "waivers:\n  - fingerprint: 0123456789abcdef\n    by: 甲\n    why: 乙\n    until: 2026-06-01\n": (
        "w.yaml:2:18: 请同时写明“submission”：另一份报送里同样的文字有同样的指纹。"
    ),
    "waivers:\n  - fingerprint: 0123\n    submission: a\n    by: 甲\n    why: 乙\n    until: 2026-06-01\n": (
        "w.yaml:2:18: 指纹是16位小写十六进制数，请从报告里照抄，这里是“0123”。"
    ),
    "waivers:\n  - rules: x\n    by: 甲\n    why: 乙\n    until: 2026-06-01\n": (
        "w.yaml:2:5: 没有“rules”这个键，是不是“rule”？"
    ),
    "waiver: []\n": "w.yaml:1:1: 没有“waiver”这个键，是不是“waivers”？",
    "": "w.yaml:1:1: 缺少“waivers”。",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_entry_is_told_with_its_place_and_what_was_meant(text):
    with pytest.raises(DataError) as told:
        parse_waivers(text, "w.yaml", ["qufu-30-warranty-2y", "base-table-sums"])
    assert WRONG[text] in str(told.value).splitlines()


def test_every_error_of_a_file_is_told_at_once(shenyue, contract, tmp_path):
    file = waivers(tmp_path, "waivers:\n  - rule: x\n    by: ''\n    why: ''\n    until: morgen\n")
    outcome = shenyue("check", contract, *RUN, "--waivers", file)
    assert outcome.code == 2
    assert [line.partition("waivers.yaml:")[2][:2] for line in outcome.err.splitlines()[:4]] == ["2:", "3:", "4:", "5:"]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a: [", b"waivers: &a [*a]", b"[" * 100])
def test_a_file_that_is_no_list_stops_the_run(shenyue, contract, tmp_path, data):
    file = tmp_path / "waivers.yaml"
    file.write_bytes(data)
    outcome = shenyue("check", contract, *RUN, "--waivers", file)
    assert outcome.code == 2
    assert "waivers.yaml" in outcome.err
    assert "程序内部出错" not in outcome.err


@pytest.mark.parametrize("name", ["没有.yaml", "", "a\0b"])
def test_a_file_that_is_not_there_stops_the_run(name):
    with pytest.raises(CannotRun, match="无法读取"):
        read(name, ())


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text):
    with contextlib.suppress(DataError):
        assert parse_waivers(text, "w.yaml", ("a",)) == ()


@pytest.mark.parametrize("page", ["living-with-findings.md", "living-with-findings.zh-CN.md"])
def test_the_example_of_the_documentation_is_one(page):
    text = (Path(__file__).resolve().parents[2] / "docs" / page).read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    rules = [rule.id for book in load_rulebooks().values() for rule in book.rules]
    one, other = parse_waivers(example, page, rules)
    assert (one.rule, other.fingerprint) == ("qufu-30-warranty-2y", "0123456789abcdef")
