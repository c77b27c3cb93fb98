"""The reports for programs: JSON lines, CSV, SARIF; each says what the JSON report says; hostile text does nothing."""

import csv
import io
import json
from urllib.parse import unquote

import pytest

RUN = ("--on", "2026-01-01", "--rules", "qufu", "--fail-on", "never")
FORMS = ("json", "jsonl", "csv", "sarif")
HOSTILE = "=cmd|'/c calc'!A1<script>alert(1)</script>\u202e\u2028\x0b"


@pytest.fixture
def reports(shenyue, contract, tmp_path):
    """Return the four reports of a submission with two documents, one hostile, by their format."""
    (contract / f"{HOSTILE[:12].replace('/', '')}合同.txt").write_text(
        f"软件开发合同\n\n甲方：云栖市数据资源局\n乙方：{HOSTILE}公司\n\n质保期为{HOSTILE}一年。\n", encoding="utf-8"
    )
    files = [tmp_path / f"r.{form}" for form in FORMS]
    outputs = [part for file in files for part in ("-o", file)]
    assert shenyue("check", contract, *RUN, *outputs).code == 0
    return {form: file.read_bytes() for form, file in zip(FORMS, files, strict=True)}


def test_standard_output_is_what_a_file_gets(shenyue, contract, reports):
    for form in FORMS:
        assert shenyue("check", contract, *RUN, "--format", form).out.encode() == reports[form]


def findings(reports) -> list[dict]:
    (submission,) = json.loads(reports["json"])["submissions"]
    return submission["findings"]


def test_lines_hold_the_findings_of_the_report(reports):
    lines = [json.loads(line) for line in reports["jsonl"].decode().split("\n")[:-1]]
    assert [line["line"] for line in lines[:2]] == ["run", "submission"]
    assert lines[-1]["line"] == "end"
    assert [line["finding"] for line in lines if line["line"] == "finding"] == findings(reports)
    whole = json.loads(reports["json"])
    (submission,) = whole["submissions"]
    told = {key: value for key, value in lines[1].items() if key != "line"}
    assert told == {key: value for key, value in submission.items() if key != "findings"}
    assert lines[-1]["rulebooks"] == whole["rulebooks"]
    assert sum(lines[-1]["kinds"].values()) == len(findings(reports))


def test_csv_has_a_line_for_each_finding_and_no_formula(reports):
    assert reports["csv"].startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(reports["csv"].decode("utf-8-sig"), newline="")))
    assert [row["规则"] for row in rows] == [finding["rule"] for finding in findings(reports)]
    assert [row["指纹"] for row in rows] == [finding["fingerprint"] for finding in findings(reports)]
    assert any("cmd" in "".join(row.values()) for row in rows)
    assert not [cell for row in rows for cell in row.values() if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_sarif_has_a_result_for_each_finding(reports):
    log = json.loads(reports["sarif"])
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [(r["ruleId"], r["kind"]) for r in run["results"]] == [(f["rule"], f["kind"]) for f in findings(reports)]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} == rules
    for result, finding in zip(run["results"], findings(reports), strict=True):
        assert result["level"] == (finding["level"] if finding["kind"] == "fail" else "none")
        if not finding["evidence"]:
            assert result["locations"]  # what was searched, or the submission: build servers refuse a result without
            continue
        for where, evidence in zip(result["locations"], finding["evidence"], strict=True):
            place = where["physicalLocation"]
            assert unquote(place["artifactLocation"]["uri"]).endswith(evidence["document"])
            assert place["artifactLocation"]["uri"].isascii()
            assert place["region"]["startLine"] == evidence["location"]["line"]
            assert where["properties"]["quote"] == evidence["quote"]


def test_a_file_given_alone_is_named_once(shenyue, contract):
    file = contract / "采购合同.txt"
    log = json.loads(shenyue("check", file, *RUN, "--format", "sarif").out)
    uris = {
        unquote(where["physicalLocation"]["artifactLocation"]["uri"])
        for result in log["runs"][0]["results"]
        for where in result["locations"]
    }
    assert uris == {f"file://{file}"}


@pytest.mark.parametrize("form", FORMS)
def test_two_runs_are_byte_equal(shenyue, contract, form):
    first, second = (shenyue("check", contract, *RUN, "--format", form, "--no-store") for _ in range(2))
    assert first == second


def test_a_report_is_whole_or_not_there(shenyue, contract, tmp_path, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("review.reporters.as_json.Json.close", broken)
    target = tmp_path / "r.json"
    target.write_text("the old report", encoding="utf-8")
    assert shenyue("check", contract, *RUN, "-o", target).code == 2
    assert target.read_text(encoding="utf-8") == "the old report"
    assert [file.name for file in tmp_path.glob(".r.json*")] == []
