"""A report made again from its sources: what it cannot tell of itself, what is caught, what is only doubted."""

import json
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from review.report import Tool
from review.schema import schema
from review.verify import again as making
from tests.extractor.archive_maker import File, make_zip

ROOT = Path(__file__).resolve().parents[3]
TODAY = datetime.now().astimezone().date()
RULE = "base-warranty-2y"


@pytest.fixture
def checked(shenyue, contract, monkeypatch):
    """Return a function that makes a report on a contract, with more options, and gives its file."""
    monkeypatch.chdir(contract.parent)

    def call(*options: str, name: str = "r.json") -> Path:
        done = shenyue("check", "项目", "--no-store", "--fail-on", "never", "-o", name, *options)
        assert done.code == 0, done.err
        return Path(name)

    return call


def tree_of(report: Path) -> dict:
    return json.loads(report.read_text(encoding="utf-8"))


def altered(report: Path, change) -> Path:
    tree = tree_of(report)
    change(tree["submissions"][0])
    report.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    return report


def finding_of(entry: dict, rule: str = RULE) -> dict:
    return next(one for one in entry["findings"] if one["rule"] == rule)


def told(done) -> dict:
    found = json.loads(done.out)
    Draft202012Validator(schema("verify")).validate(found)
    return found


def test_a_changed_message_is_told_with_both_sides(shenyue, checked):
    report = altered(checked(), lambda entry: finding_of(entry).update(message="合同质保期为1年，低于3年。"))
    done = shenyue("verify", report)
    assert done.code == 1
    for words in (
        f"findings[{RULE}].message",
        "低于3年",
        "低于基线的2年",
        "重新检查的结果与报告不同",
        "不要依据这份报告",
    ):
        assert words in done.out
    (one,) = told(shenyue("verify", report, "--format", "json"))["differences"]
    assert (one["verdict"], one["reason"], one["where"]) == ("failed", "differs", f"findings[{RULE}].message")


def test_quick_leaves_out_what_takes_a_check_and_says_so(shenyue, checked):
    report = altered(checked(), lambda entry: finding_of(entry).update(message="合同质保期为1年，低于3年。"))
    done = shenyue("verify", report, "--quick")
    assert done.code == 0
    assert "没有重新检查" in done.out
    assert told(shenyue("verify", report, "--quick", "--format", "json"))["again"] is None
    assert shenyue("verify", report, "--quick", "--on", "2026-11-21").code == 2


def set_fingerprint(entry):
    finding_of(entry)["fingerprint"] = "0" * 16


def set_title(entry):
    finding_of(entry)["title"] += "。"


def set_summary(entry):
    entry["summary"]["open"] += 1


def cut_quote(entry):
    quoted = finding_of(entry)["evidence"][0]
    quoted["quote"] = quoted["quote"][:-1]


def double(entry):
    entry["findings"].append(finding_of(entry))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (set_fingerprint, "fingerprint"),
        (cut_quote, "fingerprint"),
        (set_title, "rule-text"),
        (set_summary, "summary"),
        (double, "twice"),
    ],
)
def test_a_report_that_does_not_fit_itself_is_caught_without_checking(shenyue, checked, change, reason):
    done = shenyue("verify", altered(checked(), change), "--quick", "--format", "json")
    assert done.code == 1
    assert reason in {one["reason"] for one in told(done)["differences"]}


def test_another_way_to_write_the_same_is_not_ours(shenyue, checked):
    report = checked()
    text = report.read_text(encoding="utf-8")
    for old, new in ((".txt", "\\u002etxt"), ('"line": ', '"line": -0'), ('"notApplicable"', '"notApplicabl\\u0065"')):
        assert old in text
        report.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert shenyue("verify", report, "--quick").code in (1, 2)
    report.write_text(json.dumps(json.loads(text), ensure_ascii=False, indent=None), encoding="utf-8")
    assert shenyue("verify", report).code == 0  # white space between the tokens says nothing


def test_a_day_of_the_clock_is_doubted_until_it_is_told(shenyue, checked):
    report = checked()
    assert tree_of(report)["submissions"][0]["on"] == TODAY.isoformat()
    assert shenyue("verify", report).code == 0
    day = (TODAY - timedelta(days=3)).isoformat()
    altered(report, lambda entry: entry.update(on=day))
    done = shenyue("verify", report)
    assert done.code == 3
    assert f"--on {day}" in done.out
    assert shenyue("verify", report, "--on", day).code == 0
    assert shenyue("verify", report, "--on", TODAY.isoformat()).code == 1
    altered(report, lambda entry: entry.update(on=(TODAY + timedelta(days=3)).isoformat()))
    assert shenyue("verify", report).code == 1


def test_a_given_day_is_doubted_until_it_is_told(shenyue, checked):
    report = checked("--on", "2025-03-01")
    done = shenyue("verify", report)
    assert (done.code, "--on 2025-03-01" in done.out) == (3, True)
    assert shenyue("verify", report, "--on", "2025-03-01").code == 0
    assert shenyue("verify", report, "--on", "2025-03-02").code == 1


@pytest.mark.parametrize("wanted", [RULE, "qufu", f"baseline,{RULE}", "integrity"])
def test_rules_that_were_asked_for(shenyue, checked, wanted):
    report = checked("--rules", wanted)
    assert shenyue("verify", report, "--rules", wanted).code == 0
    done = shenyue("verify", report)
    same = tree_of(report)["submissions"][0]["findings"] == tree_of(checked())["submissions"][0]["findings"]
    assert done.code == (0 if same else 3), done.out
    assert same or "--rules" in done.out


def test_a_finding_taken_out_with_its_count_is_not_confirmed(shenyue, checked):
    def take_out(entry):
        gone = finding_of(entry)
        entry["findings"].remove(gone)
        entry["summary"][gone["kind"]] -= 1

    report = altered(checked(), take_out)
    assert shenyue("verify", report).code == 3
    assert shenyue("verify", report, "--rules", "baseline").code == 1


def test_a_profile_is_taken_from_the_sources_or_as_it_is_given(shenyue, checked):
    Path("p.yaml").write_text("jurisdiction: qufu\nkind: new\n", encoding="utf-8")
    report = checked("--profile", "p.yaml")
    done = shenyue("verify", report)
    assert (done.code, "--profile" in done.out) == (1, True)
    assert shenyue("verify", report, "--profile", "p.yaml").code == 0
    shutil.copy("p.yaml", Path("项目/submission.yaml"))
    assert shenyue("verify", report).code == 0


def test_a_kind_that_was_told(shenyue, checked):
    report = checked("--kind", "bid")
    assert shenyue("verify", report).code == 0
    assert shenyue("verify", report, "--kind", "contract").code == 1


def test_marks_are_left_aside_or_made_again(shenyue, checked):
    old = checked(name="old.json")
    Path("w.yaml").write_text(
        f"waivers:\n  - rule: {RULE}\n    by: 王工\n    why: 已另行约定\n    until: 2099-01-01\n", encoding="utf-8"
    )
    report = checked("--waivers", "w.yaml", "--baseline", str(old))
    assert "waived" in finding_of(tree_of(report)["submissions"][0])
    done = shenyue("verify", report)
    assert (done.code, "--waivers" in done.out, "--baseline" in done.out) == (3, True, True)
    both = ("--waivers", "w.yaml", "--baseline", old)
    assert shenyue("verify", report, *both).code == 0
    altered(report, lambda entry: finding_of(entry)["waived"].update(by="李工"))
    assert shenyue("verify", report).code == 3
    assert shenyue("verify", report, *both).code == 1
    altered(report, lambda entry: finding_of(entry).update(message="。"))
    assert shenyue("verify", report).code == 1


def test_another_version_of_the_program_is_told_and_only_doubted(shenyue, checked, monkeypatch):
    report = checked()
    monkeypatch.setattr(making, "tool", lambda: Tool("shenyue", "99.0"))
    done = shenyue("verify", report)
    assert (done.code, "另一版本" in done.out) == (3, True)
    altered(report, lambda entry: finding_of(entry).update(message="别的话。"))
    found = told(shenyue("verify", report, "--format", "json"))
    assert {one["verdict"] for one in found["differences"]} == {"unchecked"}
    assert found["again"] == {"confirmed": 0, "failed": 0, "unchecked": 1}
    monkeypatch.setattr(making, "tool", lambda: Tool("other", "0.1.0"))
    assert shenyue("verify", report).code == 1


def test_rulebooks_are_compared(shenyue, checked):
    for field, value in (("hash", "sha256:0"), ("title", "别的要求"), ("id", "elsewhere")):
        report = checked()
        tree = tree_of(report)
        tree["rulebooks"][0][field] = value
        report.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
        assert shenyue("verify", report).code == 1, field


def test_rules_of_ones_own_are_doubted_where_they_are_not_here_or_have_changed(shenyue, checked, tmp_path):
    city = tmp_path / "规则" / "yunqi"
    shutil.copytree(ROOT / "docs" / "example-city" / "yunqi", city)
    report = checked("--rulebooks", "规则", "--rules", "yunqi")
    assert shenyue("verify", report, "--rulebooks", "规则", "--rules", "yunqi").code == 0
    done = shenyue("verify", report)
    assert (done.code, "--rulebooks" in done.out) == (3, True)
    file = next(iter(sorted(city.glob("*.yaml"))))
    file.write_text(file.read_text(encoding="utf-8") + "\n# 改过\n", encoding="utf-8")
    done = shenyue("verify", report, "--rulebooks", "规则", "--rules", "yunqi")
    assert (done.code, "规则库版本不同" in done.out) == (3, True)


def test_lines_are_verified_too(shenyue, checked):
    report = checked(name="r.jsonl")
    assert shenyue("verify", report).code == 0
    whole = report.read_text(encoding="utf-8")
    lines = whole.splitlines(keepends=True)
    for text in (
        whole.replace("低于基线的2年", "低于基线的3年"),
        whole.replace('"kinds":{"', '"kinds":{"x":1,"'),
        "".join(line for line in lines if RULE not in line or '"end"' in line),
    ):
        assert text != whole
        report.write_text(text, encoding="utf-8")
        assert shenyue("verify", report).code == 1
    for text in ("".join(lines[:-1]), "".join(lines[1:]), whole + lines[-1]):
        report.write_text(text, encoding="utf-8")
        done = shenyue("verify", report)
        assert (done.code, done.out) == (2, "")


def test_facts_are_read_again(shenyue, contract, monkeypatch):
    monkeypatch.chdir(contract)
    for options in ((), ("--explain",), ("--kind", "bid")):
        text = shenyue("facts", "采购合同.txt", "--format", "json", *options).out
        Path("f.json").write_text(text, encoding="utf-8")
        assert shenyue("verify", "f.json").code == 0
        assert '"value": "P1Y"' in text
        Path("f.json").write_text(text.replace('"value": "P1Y"', '"value": "P2Y"'), encoding="utf-8")
        done = shenyue("verify", "f.json")
        assert (done.code, "documents[采购合同.txt].facts[" in done.out) == (1, True)


def test_names_that_are_no_text_are_found_again(shenyue, contract, monkeypatch):
    monkeypatch.chdir(contract.parent)
    folder = Path(os.fsdecode(b"\xcf\xee"))
    try:
        contract.rename(folder)
    except OSError:
        pytest.skip("this file system knows only names that are text")
    (folder / "采购合同.txt").rename(folder / os.fsdecode(b"\xff.txt"))
    assert shenyue("check", folder, "--no-store", "--fail-on", "never", "-o", "r.json").code == 0
    assert shenyue("verify", "r.json").code == 0


def test_root_holds_for_checking_again_too(shenyue, checked, tmp_path_factory, monkeypatch):
    report = checked().resolve()
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert shenyue("verify", report, "--root", report.parent).code == 0
    altered(report, lambda entry: entry["assumed"].append("。"))
    assert shenyue("verify", report, "--root", report.parent).code == 1


def test_many_differences_are_bounded(shenyue, checked):
    def change(entry):
        for finding in entry["findings"]:
            finding["message"] += "x"
            finding["suggestion"] = "\x1b[31m" + "长" * 5_000

    done = shenyue("verify", altered(checked(), change))
    assert done.code == 1
    assert "此外还有" in done.out
    assert "\x1b" not in done.out
    assert len(done.out) < 30_000


def test_files_that_the_report_does_not_list_are_not_read_but_told(shenyue, checked):
    report = checked()
    Path("项目/补充协议.txt").write_text("补充协议\n\n质保期为三年。\n", encoding="utf-8")
    done = shenyue("verify", report)
    assert (done.code, "补充协议.txt" in done.out) == (3, True)
    altered(report, lambda entry: entry.update(path="/"))
    assert shenyue("verify", report).code == 1


def test_an_archive_of_which_nothing_is_listed_is_no_difference(shenyue, contract, monkeypatch):
    monkeypatch.chdir(contract.parent)
    (contract / "图纸.zip").write_bytes(make_zip(File("平面图.dwg".encode(), b"AC1032")))
    assert shenyue("check", "项目", "--no-store", "--fail-on", "never", "-o", "r.json").code == 0
    assert shenyue("verify", "r.json").code == 0
    (contract / "图纸.zip").write_bytes(make_zip(File("合同.txt".encode(), "合同\n\n质保期为三年。".encode())))
    assert shenyue("verify", "r.json").code == 1
