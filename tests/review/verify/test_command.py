"""``shenyue verify`` on the command line: exit codes, where sources lie, archives, both formats, hostile reports."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from review.schema import schema
from tests.extractor.archive_maker import File, make_zip

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = [ROOT / "samples", ROOT / "tests" / "submissions"]
TEXT = "软件开发合同\n\n甲方：云栖市数据资源局\n乙方：青岚科技有限公司\n\n质保期为一年。\n"


@pytest.fixture
def report(shenyue, contract, monkeypatch):
    """Return a report on a contract, made in the folder above it."""
    monkeypatch.chdir(contract.parent)
    assert shenyue("check", "项目", "--no-store", "--fail-on", "never", "-o", "r.json").code == 0
    return contract.parent / "r.json"


def altered(report: Path, change) -> Path:
    tree = json.loads(report.read_text(encoding="utf-8"))
    change(tree)
    report.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    return report


def first_evidence(tree) -> dict:
    documents = tree["submissions"][0]["documents"]
    return next(fact["evidence"][0] for document in documents for fact in document["facts"])


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: folder.name)
def test_every_quote_of_our_submissions_is_confirmed(shenyue, tmp_path, folder):
    file = tmp_path / "r.json"
    assert shenyue("check", folder, "--fail-on", "never", "-o", file).code == 0
    done = shenyue("verify", file, "--format", "json")
    told = json.loads(done.out)
    assert done.code == 0
    assert told["problems"] == []
    assert told["evidence"]["confirmed"] > 500
    assert told["evidence"]["failed"] == told["evidence"]["unchecked"] == told["documents"]["failed"] == 0


def test_a_confirmed_report(shenyue, report):
    done = shenyue("verify", report)
    assert done.code == 0
    assert "全部得到确认" in done.out


def test_root_says_where_the_paths_begin(shenyue, report, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert shenyue("verify", report).code == 1
    assert shenyue("verify", report, "--root", report.parent).code == 0
    done = shenyue("verify", report, "--root", "没有这里")
    assert (done.code, done.out) == (2, "")


def test_a_changed_source_is_told_with_what_rests_on_it(shenyue, report):
    file = report.parent / "项目" / "采购合同.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("质量保证期为一年", "质量保证期为三年"), encoding="utf-8")
    done = shenyue("verify", report)
    assert done.code == 1
    for words in ("校验值与报告不同", "没有这段原文", "采购合同.txt", "base-warranty-2y", "不要依据这份报告"):
        assert words in done.out
    told = json.loads(shenyue("verify", report, "--format", "json").out)
    Draft202012Validator(schema("verify")).validate(told)
    assert {problem["reason"] for problem in told["problems"]} >= {"hash", "not-there"}
    assert told["documents"]["failed"] == 1


def test_a_place_that_is_told_twice_and_differs_is_named(shenyue, report):
    altered(report, lambda tree: first_evidence(tree)["location"].update(line=99))
    done = shenyue("verify", report)
    assert done.code == 1
    assert "位置是“第99行”" in done.out


def test_the_help_is_chinese(shenyue):
    done = shenyue("verify", "--help")
    assert done.out.startswith("用法：shenyue verify")
    assert "--root" in done.out


def test_two_runs_print_the_same(shenyue, report):
    altered(report, lambda tree: first_evidence(tree).update(quote="没有这句话"))
    for form in ("console", "json"):
        assert shenyue("verify", report, "--format", form).out == shenyue("verify", report, "--format", form).out


def test_hostile_words_of_a_report_do_nothing(shenyue, report):
    hostile = "=cmd|'/c calc'!A1\x1b[31m\u202e<script>\u2028" + "长" * 10_000
    altered(report, lambda tree: first_evidence(tree).update(quote=hostile, label="第\x1b[2J页"))
    done = shenyue("verify", report)
    assert done.code == 1
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
    assert len(done.out) < 4_000


@pytest.mark.parametrize("path", ["../项目/采购合同.txt", "/etc/hostname", "..", "采购合同.txt/x"])
def test_no_path_leads_out_of_a_submission(shenyue, report, path):
    altered(report, lambda tree: tree["submissions"][0]["documents"][0].update(path=path))
    done = shenyue("verify", report, "--format", "json")
    assert done.code == 1
    assert {problem["reason"] for problem in json.loads(done.out)["problems"]} == {"not-found", "no-document"}


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 2, "submissions": []}', '{"version": 1, "submissions": [{}]}']
)
def test_what_is_no_report_is_refused(shenyue, tmp_path, text):
    (tmp_path / "r.json").write_text(text, encoding="utf-8")
    done = shenyue("verify", tmp_path / "r.json")
    assert (done.code, done.out) == (2, "")
    assert "不是可以核对的报告" in done.err


def test_a_missing_report_is_told(shenyue, tmp_path):
    for arguments in ((), (tmp_path / "没有.json",), (tmp_path,)):
        done = shenyue("verify", *arguments)
        assert (done.code, done.out) == (2, "")
        assert "Traceback" not in done.err


def test_a_report_of_facts(shenyue, contract):
    file = contract / "采购合同.txt"
    out = shenyue("facts", file, "--format", "json", "--explain").out
    (contract / "f.json").write_text(out, encoding="utf-8")
    assert shenyue("verify", contract / "f.json").code == 0
    file.write_text("别的", encoding="utf-8")
    assert shenyue("verify", contract / "f.json").code == 1


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("alone", [True, False])
def test_sources_inside_archives(shenyue, tmp_path, monkeypatch, encoding, alone):
    monkeypatch.chdir(tmp_path)
    inner = make_zip(File("内层/合同.txt".encode(encoding), TEXT.replace("一年", "两年").encode()))
    data = make_zip(File("材料/采购合同.txt".encode(encoding), TEXT.encode()), File("附件.zip".encode(encoding), inner))
    given = Path("申报.zip") if alone else Path("申报")
    file = given if alone else given / "全部.zip"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    assert shenyue("check", given, "--by", "folder", "--no-store", "--fail-on", "never", "-o", "r.json").code in (0, 3)
    documents = json.loads(Path("r.json").read_text(encoding="utf-8"))["submissions"][0]["documents"]
    assert sum("!/" in document["path"] for document in documents) == 2
    done = shenyue("verify", "r.json")
    assert (done.code, "全部得到确认" in done.out) == (0, True), done.out
    file.write_bytes(make_zip(File("材料/采购合同.txt".encode(encoding), TEXT.replace("一", "三").encode())))
    assert shenyue("verify", "r.json").code == 1


def test_what_has_no_second_program_gives_3(shenyue, report):
    def change(tree):
        document = tree["submissions"][0]["documents"][0]
        document["sha256"] = None

    assert shenyue("verify", altered(report, change), "--quick").code == 3
    done = shenyue("verify", report)
    assert done.code == 1  # read again, the file has a hash
    assert "无法核对" in done.out
    shutil.rmtree(report.parent / "项目")
    assert shenyue("verify", report).code == 1


@pytest.mark.parametrize("encoding", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}])
def test_sources_are_found_in_any_locale(shenyue_process, report, encoding):
    there = {**encoding, "PYTHONPATH": str(ROOT)}
    done = shenyue_process("verify", report, "--format", "json", env=there, cwd=report.parent)
    assert (done.code, json.loads(done.out)["problems"]) == (0, []), done.err
