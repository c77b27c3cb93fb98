"""Whole submissions in files, one folder each: what the tool finds is what the regulation says of them.

``expected.yaml`` names the findings (``rule: kind reason``); rules that it does not name are not judged here.
"""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FOLDERS = sorted(path.parent for path in (Path(__file__).parent / "submissions").glob("*/expected.yaml"))
DAY = "2026-01-15"


@cache
def findings(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the findings of one submission by rule, as the command prints them."""
    command = [sys.executable, "-c", "from review.cli import main; main()", "check", str(folder.relative_to(ROOT))]
    command += ["--on", DAY, "--no-store", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    (submission,) = json.loads(done.stdout)["submissions"]
    assert all(document["status"] == "read" for document in submission["documents"])
    return {finding["rule"]: finding for finding in submission["findings"]}


def expected(folder: Path) -> dict[str, str]:
    named: dict[str, str] = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))["findings"]
    return named


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_findings_are_those_of_the_regulation(folder: Path) -> None:
    wanted = expected(folder)
    found = findings(folder)
    assert {rule: f"{found[rule]['kind']} {found[rule]['reason']}" for rule in wanted} == wanted


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_submission_shows_enough(folder: Path) -> None:
    kinds = [said.split()[0] for said in expected(folder).values()]
    assert len([kind for kind in kinds if kind != "notApplicable"]) >= 12
    assert {"pass", "fail", "review", "open"} <= set(kinds)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_rule_ends_in_an_error_and_what_is_found_can_be_looked_up(folder: Path) -> None:
    for finding in findings(folder).values():
        assert finding["reason"] != "error", finding["rule"]
        if finding["kind"] in ("fail", "review", "open"):
            assert finding["evidence"] or finding["searched"], finding["rule"]
