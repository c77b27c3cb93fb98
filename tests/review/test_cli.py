"""The command line itself: help, version, start-up, and the commands that judge nothing."""

import json
import subprocess
import sys
import time

import pytest
from jsonschema import Draft202012Validator

from review.schema import schema

HEAVY = {
    "spacy", "jieba", "pdfplumber", "pypdfium2", "lxml", "docx", "msgspec", "yaml", "rapidfuzz", "opencc",
    "ahocorasick_rs", "pebble", "multiprocessing", "rich", "pydantic", "extractor", "checks", "lexicons",
}  # fmt: skip


def test_help_imports_nothing_heavy():
    script = "import sys\nfrom review.cli import run\nrun(['--help'])\nsys.stderr.write('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert loaded & HEAVY == set()
    assert "check" in done.stdout


def seconds(code: str) -> float:
    """Return the least of five runs, so that a busy machine does not decide."""
    spans = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, check=True)
        spans.append(time.perf_counter() - start)
    return min(spans)


def test_help_answers_at_once():
    assert seconds("from review.cli import main; main()") <= 4 * seconds("import typer")


@pytest.mark.parametrize("command", [(), ("check",), ("facts",), ("outline",), ("rules",), ("rules", "show")])
def test_help_is_chinese_and_fits(shenyue, command):
    done = shenyue(*command, "--help")
    assert done.code == 0
    for word in ("Usage", "Options", "Show this", "default", "[OPTIONS]"):
        assert word not in done.out
    assert done.out.startswith("用法：shenyue")


def test_version(shenyue):
    done = shenyue("--version")
    assert (done.code, done.out.split()[0]) == (0, "shenyue")


def test_facts_keeps_the_order_and_the_paths_given(shenyue, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text("质保期为两年。", encoding="utf-8")
    done = shenyue("facts", "b.txt", "./a.txt", "b.txt", "--format", "json", "--kind", "contract")
    report = json.loads(done.out)
    assert done.code == 0
    assert [document["path"] for document in report["documents"]] == ["b.txt", "./a.txt", "b.txt"]
    assert [document["kind"] for document in report["documents"]] == ["contract"] * 3
    for document in report["documents"]:
        assert {evidence["document"] for fact in document["facts"] for evidence in fact["evidence"]} == {
            document["path"]
        }
    Draft202012Validator(schema("facts")).validate(report)


def test_facts_never_gives_1(shenyue, contract):
    assert shenyue("facts", contract / "采购合同.txt").code == 0
    (contract / "空.txt").write_bytes(b"")
    done = shenyue("facts", contract / "采购合同.txt", contract / "空.txt")
    assert done.code == 3
    assert "空的" in done.out


def test_facts_explain_tells_the_pattern_of_each_fact(shenyue, contract):
    plain = shenyue("facts", contract / "采购合同.txt", "--format", "json")
    told = shenyue("facts", contract / "采购合同.txt", "--format", "json", "--explain")
    (document,) = json.loads(told.out)["documents"]
    assert len(document["explained"]["patterns"]) == len(document["facts"]) > 0
    assert "explained" not in json.loads(plain.out)["documents"][0]


def test_outline_shows_what_was_read_and_what_not(shenyue, contract):
    (contract / "空.txt").write_bytes(b"")
    done = shenyue("outline", contract)
    assert done.code == 3
    for part in ("采购合同.txt", "空.txt", "未读", "文件是空的"):
        assert part in done.out
    made = json.loads(shenyue("outline", contract, "--format", "json").out)
    Draft202012Validator(schema("outline")).validate(made)
    assert [document["status"] for document in made["documents"]] == ["unreadable", "read"]


def test_rules_list_shows_every_rule(shenyue):
    done = shenyue("rules", "list")
    made = json.loads(shenyue("rules", "list", "--format", "json").out)
    assert done.code == 0
    ids = [rule["id"] for book in made["rulebooks"] for rule in book["rules"]]
    assert "base-warranty-2y" in ids
    assert all(rule in done.out for rule in ids)


def test_rules_show_shows_a_rule_or_a_whole_rulebook(shenyue):
    one = shenyue("rules", "show", "base-warranty-2y")
    assert one.code == 0
    assert "试例" in one.out
    made = json.loads(shenyue("rules", "show", "baseline", "--format", "json").out)
    assert len(made["rules"]) == 5
    assert {shown["regulation"]["id"] for shown in made["rules"]} == {"baseline"}


def test_rules_validate_finds_the_shipped_rules_sound(shenyue):
    done = shenyue("rules", "validate")
    assert (done.code, "没有问题" in done.out) == (0, True)
