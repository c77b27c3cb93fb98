"""``shenyue check``: what it prints, and its exit codes."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from checks.citation import Citation
from checks.finding import Finding
from extractor.document import Document, Place, Unread
from extractor.fact import Extracted
from review.commands.check import FAIL_ON, counts, exit_code
from review.entries import finding_entry
from review.reading import is_unread
from review.schema import schema

WARRANTY = ("--rules", "base-warranty-2y", "--on", "2026-01-01")


def code(*verdicts: str, fail_on: str, status: str = "read", fmt: str = "docx", kind: str = "contract") -> int:
    """Return the exit code for a submission of one document with verdicts such as ``fail/error``."""
    found = False
    for verdict in verdicts:
        word, _, level = verdict.partition("/")
        one = Finding("r", "t", word, "missing", "m", Citation("x", None, "第一条", None), level or None)
        found = found or counts(finding_entry(one), fail_on)
    unread = (Unread(Place(), "unsupported-format", "未读取"),) if status != "read" else ()
    name = "平面图.dwg" if fmt == "unknown" else "合同.docx"
    document = Extracted(Document(name, "0", 1, fmt, status, unread=unread), kind, "")
    return exit_code(found=found, unread=is_unread(document))


# what each level of --fail-on gives 1 for
BITES = {
    "error": {"fail/error"},
    "warning": {"fail/error", "fail/warning"},
    "review": {"fail/error", "fail/warning", "review/error", "review/note"},
    "open": {"fail/error", "fail/warning", "review/error", "review/note", "open"},
    "never": set(),
}


@pytest.mark.parametrize("fail_on", FAIL_ON)
@pytest.mark.parametrize(
    "verdict", ["fail/error", "fail/warning", "review/error", "review/note", "open", "pass", "notApplicable"]
)
def test_fail_on_decides_what_is_a_finding(fail_on, verdict):
    found = verdict in BITES[fail_on]
    assert code("pass", verdict, fail_on=fail_on) == (1 if found else 0)
    assert code("pass", verdict, fail_on=fail_on, status="partial") == (1 if found else 3)


def test_what_was_not_read_gives_3():
    assert code(fail_on="warning", status="unreadable") == 3


def test_an_unread_drawing_does_not_give_3():
    assert code(fail_on="open", status="unreadable", fmt="unknown", kind="unknown") == 0


def test_a_path_that_is_not_there_gives_3(shenyue, contract, tmp_path):
    done = shenyue("check", contract, tmp_path / "没有", *WARRANTY, "--fail-on", "never")
    assert done.code == 3
    assert "找不到" in done.err


def test_a_short_warranty_is_found(shenyue, contract):
    done = shenyue("check", contract, *WARRANTY, "--format", "json")
    assert done.code == 1
    report = json.loads(done.out)
    Draft202012Validator(schema("check")).validate(report)
    (submission,) = report["submissions"]
    assert (submission["path"], submission["on"], submission["on_reason"]) == (str(contract), "2026-01-01", "--on")
    (finding,) = submission["findings"]
    assert (finding["kind"], finding["reason"], finding["level"]) == ("fail", "below-limit", "warning")
    assert finding["evidence"][0]["document"] == "采购合同.txt"
    assert "一年" in finding["evidence"][0]["quote"]
    assert submission["summary"] == {"pass": 0, "fail": 1, "review": 0, "open": 0, "notApplicable": 0}
    assert [book["id"] for book in report["rulebooks"]] == ["baseline"]


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_the_exit_code_follows_fail_on(shenyue, contract, fail_on, code):
    assert shenyue("check", contract, *WARRANTY, "--fail-on", fail_on).code == code


def test_the_console_shows_all_that_is_needed_to_check_by_hand(shenyue, contract):
    done = shenyue("check", contract, *WARRANTY)
    for part in ("base-warranty-2y", "1年", "2年", "一年", "采购合同.txt", "第9行", "基线", "建议", "不符合 1项"):
        assert part in done.out
    assert "\x1b" not in done.out


def test_reports_are_written_whole_beside_the_console(shenyue, contract, tmp_path):
    saved = tmp_path / "报告.json"
    done = shenyue("check", contract, *WARRANTY, "-o", saved)
    printed = shenyue("check", contract, *WARRANTY, "--format", "json")
    assert "不符合 1项" in done.out
    assert saved.read_text(encoding="utf-8") == printed.out
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["报告.json"]


def test_a_profile_in_the_folder_holds(shenyue, contract):
    (contract / "submission.yaml").write_text("classified: true\ndocuments: {采购合同.txt: bid}\n", encoding="utf-8")
    report = json.loads(shenyue("check", contract, *WARRANTY, "--format", "json").out)
    (submission,) = report["submissions"]
    assert submission["profile"]["classified"] is True
    assert submission["documents"][0]["kind"] == "bid"
    assert [document["path"] for document in submission["documents"]] == ["采购合同.txt"]


def test_the_profile_option_beats_the_folders_own(shenyue, contract, tmp_path):
    (contract / "submission.yaml").write_text("invest_total: 1万元\n", encoding="utf-8")
    other = tmp_path / "项目信息.json"
    other.write_text('{"invest_total": 5000000}', encoding="utf-8")
    done = shenyue("check", contract, *WARRANTY, "--profile", other, "--format", "json")
    assert json.loads(done.out)["submissions"][0]["profile"]["invest_total"] == "5000000.00"


def test_an_unknown_key_of_a_profile_warns(shenyue, contract):
    (contract / "submission.yaml").write_text("clasified: true\n", encoding="utf-8")
    done = shenyue("check", contract, *WARRANTY)
    assert "classified" in done.err
    assert "submission.yaml:1:1" in done.err


def test_the_kind_option_skips_classification(shenyue, contract):
    done = shenyue("check", contract, *WARRANTY, "--kind", "bid", "--format", "json")
    assert json.loads(done.out)["submissions"][0]["documents"][0]["kind"] == "bid"


def test_a_missing_path_is_told_and_the_rest_goes_on(shenyue, contract, tmp_path):
    done = shenyue("check", contract, tmp_path / "没有", *WARRANTY, "--fail-on", "error")
    assert done.code == 3
    assert "没有：找不到" in done.err
    assert "base-warranty-2y" in done.out


def test_not_applicable_is_counted_and_listed_on_demand(shenyue, contract):
    brief = shenyue("check", contract, "--rules", "qufu", "--on", "2020-01-01")
    full = shenyue("check", contract, "--rules", "qufu", "--on", "2020-01-01", "-v")
    assert "加 -v 列出" in brief.out
    assert "qufu-30-warranty-2y" not in brief.out
    assert "qufu-30-warranty-2y" in full.out


def test_a_regulation_out_of_force_is_told_without_being_asked(shenyue, contract):
    done = shenyue("check", contract, "--rules", "qufu", "--on", "2023-01-01")
    assert re.search(r"当日没有施行\d+项", done.out)


def test_pass_lines_are_whole_where_everything_is_asked_for(shenyue, contract):
    done = shenyue("check", contract, "--rules", "base-ip-owner,base-period-3y", "-v")
    assert "…" not in done.out
    assert "合同已写明成果的知识产权归属：采购方（甲方）。" in done.out


def test_facts_name_formats_and_subjects_in_chinese(shenyue, tmp_path):
    page = tmp_path / "合同.html"
    page.write_text("<p>软件质保期为两年，硬件质保期为三年。</p>", encoding="utf-8")
    done = shenyue("facts", page, "--kind", "contract")
    assert "合同，网页" in done.out
    assert "质保期（软件）：2年" in done.out
    assert done.out.count(str(page)) == 1


def test_only_the_report_is_on_standard_output(shenyue_process, contract):
    (contract / "~$采购合同.docx").write_bytes(b"x")
    (contract / "附件.txt").write_text("附件一 设备清单", encoding="utf-8")
    done = shenyue_process("check", contract, *WARRANTY, "--format", "json")
    json.loads(done.out)
    assert "锁文件和系统文件1个" in done.err


def test_the_report_is_the_same_for_any_seed_and_any_number_of_workers(shenyue_process, contract):
    for number in range(3):
        (contract / f"附件{number}.txt").write_text(f"附件{number} 实施周期为{number + 1}年。", encoding="utf-8")
    command = ("check", contract, "--rules", "baseline", "--on", "2026-01-01", "--format", "json")
    runs = [
        shenyue_process(*command, "--jobs", jobs, env={"PYTHONHASHSEED": seed})
        for seed, jobs in (("1", "1"), ("2", "3"))
    ]
    assert runs[0].out == runs[1].out
    assert json.loads(runs[0].out)["submissions"][0]["documents"][0]["path"] == "采购合同.txt"
