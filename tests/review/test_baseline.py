"""A report held against an earlier one: what is new, what is as it was, what is mended, what cannot be told."""

import csv
import io
import json

import pytest

from tests.review.conftest import CONTRACT

RUN = ("--on", "2026-01-01", "--rules", "qufu,base-amount-words")
LONGER = ("质量保证期为一年", "质量保证期为三年")


def write(folder, *changes: tuple[str, str], name: str = "采购合同.txt") -> None:
    text = CONTRACT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture(params=["json", "jsonl"])
def old(request, shenyue, contract, tmp_path):
    """Return the report of the contract as it was, in either form."""
    file = tmp_path / f"old.{request.param}"
    shenyue("check", contract, *RUN, "-o", file)
    return file


def judged(outcome) -> tuple[dict, dict[str, dict]]:
    (submission,) = json.loads(outcome.out)["submissions"]
    return submission, {one["rule"]: one for one in submission["findings"]}


def test_nothing_changed(shenyue, contract, old):
    outcome = shenyue("check", contract, *RUN, "--baseline", old, "--format", "json")
    submission, findings = judged(outcome)
    assert outcome.code == 1
    assert {one["change"] for one in findings.values()} == {"unchanged"}
    assert submission["baseline"] == {"path": str(contract), "fixed": [], "dropped": []}
    assert shenyue("check", contract, *RUN, "--baseline", old, "--fail-on-new").code == 0


def test_without_an_earlier_report_nothing_is_said_of_one(shenyue, contract):
    submission, findings = judged(shenyue("check", contract, *RUN, "--format", "json"))
    assert "baseline" not in submission
    assert not [one for one in findings.values() if "change" in one]


def test_a_mended_finding_is_told_as_fixed(shenyue, contract, old):
    write(contract, LONGER)
    submission, findings = judged(shenyue("check", contract, *RUN, "--baseline", old, "--format", "json"))
    assert findings["qufu-30-warranty-2y"]["change"] == "fixed"
    assert findings["qufu-30-warranty-2y"]["kind"] == "pass"
    (fixed,) = submission["baseline"]["fixed"]
    assert (fixed["rule"], fixed["kind"]) == ("qufu-30-warranty-2y", "fail")
    shown = shenyue("check", contract, *RUN, "--baseline", old)
    assert "已整改 质保期一般不低于2年" in shown.out
    assert "已整改1项" in shown.out.splitlines()[-1]


def test_another_value_is_a_change_and_a_new_defect_is_new(shenyue, contract, old):
    write(contract, ("质量保证期为一年", "质量保证期为半年"), ("壹佰万元整", "贰佰万元整"))
    outcome = shenyue("check", contract, *RUN, "--baseline", old, "--format", "json")
    _, findings = judged(outcome)
    assert findings["qufu-30-warranty-2y"]["change"] == "changed"
    assert findings["base-amount-words"]["change"] == "new"
    assert shenyue("check", contract, *RUN, "--baseline", old, "--fail-on-new").code == 1


def test_words_that_moved_are_unchanged(shenyue, contract, old):
    write(contract, ("第一条", "第二条"), ("第四条 质", "\n\n\n第九条 质"))
    _, findings = judged(shenyue("check", contract, *RUN, "--baseline", old, "--format", "json"))
    assert findings["qufu-30-warranty-2y"]["change"] == "unchanged"


def test_a_rule_that_did_not_run_before_is_new_and_one_that_does_not_run_is_dropped(shenyue, contract, old):
    only = ("--on", "2026-01-01", "--rules", "base-warranty-2y")
    submission, findings = judged(shenyue("check", contract, *only, "--baseline", old, "--format", "json"))
    assert findings["base-warranty-2y"]["change"] == "new"
    assert "qufu-30-warranty-2y" in {one["rule"] for one in submission["baseline"]["dropped"]}
    assert "次有问题" in shenyue("check", contract, *only, "--baseline", old).out


def test_what_can_no_longer_be_read_is_never_fixed(shenyue, contract, old):
    (contract / "采购合同.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    submission, findings = judged(shenyue("check", contract, *RUN, "--baseline", old, "--format", "json"))
    assert submission["baseline"]["fixed"] == []
    assert "fixed" not in {one["change"] for one in findings.values()}
    assert findings["qufu-30-warranty-2y"]["change"] == "changed"


def test_a_renamed_submission_is_found_again(shenyue, contract, old):
    moved = contract.rename(contract.with_name("项目（修订）"))
    write(moved, LONGER)
    submission, findings = judged(shenyue("check", moved, *RUN, "--baseline", old, "--format", "json"))
    assert submission["baseline"]["path"] == str(contract)
    assert findings["qufu-30-warranty-2y"]["change"] == "fixed"


def test_a_submission_of_another_project_is_all_new_and_the_old_one_is_told(shenyue, tmp_path):
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, ("云栖市政务数据平台", f"云栖市{name}平台"))
    old = tmp_path / "old.json"
    shenyue("check", tmp_path / "甲", tmp_path / "乙", *RUN, "-o", old)
    (tmp_path / "丙").mkdir()
    write(tmp_path / "丙", ("云栖市政务数据平台", "云栖市丙平台"))
    outcome = shenyue("check", tmp_path / "甲", tmp_path / "丙", *RUN, "--baseline", old, "--format", "json")
    one, other = json.loads(outcome.out)["submissions"]
    submissions = {submission["path"]: submission for submission in (one, other)}
    assert submissions[str(tmp_path / "甲")]["baseline"]["path"] == str(tmp_path / "甲")
    assert submissions[str(tmp_path / "丙")]["baseline"]["path"] is None
    assert {finding["change"] for finding in submissions[str(tmp_path / "丙")]["findings"]} == {"new"}
    assert f"里有1份报送这次没有检查：{tmp_path / '乙'}。" in outcome.err


def test_the_other_reports_say_so(shenyue, contract, old, tmp_path):
    write(contract, LONGER, ("壹佰万元整", "贰佰万元整"))
    targets = [tmp_path / f"r.{form}" for form in ("jsonl", "csv", "sarif")]
    shenyue("check", contract, *RUN, "--baseline", old, *(part for one in targets for part in ("-o", one)))
    rows = csv.DictReader(io.StringIO(targets[1].read_text(encoding="utf-8-sig")))
    words = {row["规则"]: row["与前次相比"] for row in rows}
    assert words["qufu-30-warranty-2y"] == "已整改"
    assert words["base-amount-words"] == "新出现"
    results = json.loads(targets[2].read_text(encoding="utf-8"))["runs"][0]["results"]
    states = {result["ruleId"]: result["baselineState"] for result in results}
    assert states["qufu-30-warranty-2y"] == "updated"
    assert states["base-amount-words"] == "new"
    head = json.loads(targets[0].read_text(encoding="utf-8").splitlines()[1])
    assert [one["rule"] for one in head["baseline"]["fixed"]] == ["qufu-30-warranty-2y"]


def test_a_report_made_against_another_can_be_held_against_in_turn(shenyue, contract, old, tmp_path):
    second = tmp_path / "second.jsonl"
    shenyue("check", contract, *RUN, "--baseline", old, "-o", second)
    _, findings = judged(shenyue("check", contract, *RUN, "--baseline", second, "--format", "json"))
    assert {one["change"] for one in findings.values()} == {"unchanged"}


def broken(old, how: str) -> bytes:
    data = old.read_bytes()
    if how == "half":
        return data[: len(data) // 2]
    if how == "without its last line":
        return b"".join(data.splitlines(keepends=True)[:-1])
    if how == "another version":
        return data.replace(b'"version": 1', b'"version": 2').replace(b'"version":1', b'"version":2')
    if how == "a key renamed":
        return data.replace(b'"fingerprint"', b'"finger"')
    return how.encode("utf-8", "surrogateescape")


BROKEN = (
    "half", "without its last line", "another version", "a key renamed", "", "{}", "[]", "\udcff\udcfe", "[" * 5000,
    '{"line":"end"}', '{"version":1,"tool":{},"documents":[]}',
)  # fmt: skip


@pytest.mark.parametrize("how", BROKEN)
def test_a_report_that_is_not_whole_stops_the_run(shenyue, contract, old, how):
    data = broken(old, how)
    if data == old.read_bytes():
        pytest.fail("nothing was broken")
    old.write_bytes(data)
    outcome = shenyue("check", contract, *RUN, "--baseline", old)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"--baseline {old}：不是可以对照的报告（" in outcome.err
    assert "程序内部出错" not in outcome.err


def test_a_report_that_is_not_there_stops_the_run(shenyue, contract, tmp_path):
    outcome = shenyue("check", contract, *RUN, "--baseline", tmp_path / "没有.json")
    assert outcome.code == 2
    assert "无法读取" in outcome.err


def test_only_new_findings_can_count_only_against_a_report(shenyue, contract):
    outcome = shenyue("check", contract, *RUN, "--fail-on-new")
    assert outcome.code == 2
    assert "--baseline" in outcome.err


def test_two_runs_are_byte_equal(shenyue, contract, old):
    write(contract, LONGER)
    made = [
        shenyue("check", contract, *RUN, "--baseline", old, "--format", form).out for form in ("jsonl", "sarif") * 2
    ]
    assert made[:2] == made[2:]
