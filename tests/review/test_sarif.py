"""SARIF logs keep the standard's rules: on our submissions, archives, damaged papers, accepted findings.

Where the environment names the standard's own schema (``SHENYUE_SARIF_SCHEMA``, a file), each log is held to it.
"""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema.validators import validator_for

from tests.extractor.archive_maker import File, make_zip
from tests.review.hostile_maker import make
from tests.review.sarif_rules import problems

ROOT = Path(__file__).resolve().parents[2]
RUN = ("--on", "2026-01-01", "--fail-on", "never", "--format", "sarif")
TEXT = "软件开发合同\n\n甲方：云栖市数据资源局\n乙方：青岚科技有限公司\n\n质保期为一年。\n"


def checked(text: str) -> dict[str, Any]:
    """Return the one run of a log that keeps all rules."""
    log = json.loads(text)
    assert problems(log) == []
    given = os.environ.get("SHENYUE_SARIF_SCHEMA")
    if given:
        schema = json.loads(Path(given).read_text(encoding="utf-8-sig"))
        kind = validator_for(schema)
        assert [error.message for error in kind(schema, format_checker=kind.FORMAT_CHECKER).iter_errors(log)] == []
    (run,) = log["runs"]
    return run


@pytest.mark.parametrize("folder", ["samples", "tests/submissions"])
def test_our_submissions(shenyue, monkeypatch, folder):
    monkeypatch.chdir(ROOT)
    run = checked(shenyue("check", folder, *RUN).out)
    assert len(run["artifacts"]) > 10
    for artifact in run["artifacts"]:
        assert Path(unquote(artifact["location"]["uri"])).is_file()
    kinds = {
        logical["kind"]
        for result in run["results"]
        for where in result["locations"]
        for logical in where.get("logicalLocations", ())
    }
    assert kinds >= {"page", "paragraph", "cell"}


def test_a_page_and_a_paragraph_can_be_gone_to(shenyue, monkeypatch):
    monkeypatch.chdir(ROOT)
    run = checked(shenyue("check", "samples/violations-contract", *RUN).out)
    places = [where for result in run["results"] for where in result["locations"] if "properties" in where]
    assert places
    for where in places:
        told = where["properties"]
        (logical,) = where["logicalLocations"]
        assert told["quote"] in where["message"]["text"].replace("{{", "{").replace("}}", "}")
        if where["physicalLocation"]["artifactLocation"]["uri"].endswith(".pdf"):
            assert logical["name"].startswith(f"第{told['page']}页")
            assert len(told["bbox"]) == 4
        assert logical["fullyQualifiedName"].endswith(f" > {logical['name']}")


def test_an_archive_given_alone_is_named_once(shenyue, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("材料.zip").write_bytes(make_zip(File("合同/采购合同.txt".encode(), TEXT.encode())))
    run = checked(shenyue("check", "材料.zip", *RUN).out)
    assert [unquote(one["location"]["uri"]) for one in run["artifacts"]] == ["材料.zip!/合同/采购合同.txt"]


def test_hostile_names(shenyue, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "材料:=1")
    run = checked(shenyue("check", ".", "--by", "folder", *RUN).out)
    assert len(run["results"]) > 10


def test_what_was_not_read_is_told(shenyue, contract):
    (contract / "附件.pdf").write_bytes(b"%PDF-1.7 cut off")
    run = checked(shenyue("check", contract, *RUN).out)
    (invocation,) = run["invocations"]
    (told,) = invocation["toolExecutionNotifications"]
    assert told["level"] == "error"
    assert told["message"]["text"].startswith("附件.pdf")
    index = told["locations"][0]["physicalLocation"]["artifactLocation"]["index"]
    assert run["artifacts"][index]["location"]["uri"].endswith(".pdf")


def test_accepted_findings_and_an_earlier_report(shenyue, contract, tmp_path):
    old = tmp_path / "old.json"
    assert shenyue("check", contract, "--on", "2026-01-01", "--fail-on", "never", "-o", old).code == 0
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(
        "waivers:\n  - rule: base-warranty-2y\n    by: 王敏\n    why: 已说明[见](http://a.example){0}\n"
        "    until: 2099-12-31\n",
        encoding="utf-8",
    )
    text = (contract / "采购合同.txt").read_text(encoding="utf-8")
    (contract / "采购合同.txt").write_text(text.replace("10个月", "40个月"), encoding="utf-8")
    run = checked(shenyue("check", contract, *RUN, "--waivers", waivers, "--baseline", old).out)
    accepted = {result["ruleId"]: result["suppressions"] for result in run["results"] if result["suppressions"]}
    assert set(accepted) == {"base-warranty-2y"}
    assert accepted["base-warranty-2y"][0]["kind"] == "external"
    assert {result.get("baselineState") for result in run["results"]} >= {"unchanged"}
