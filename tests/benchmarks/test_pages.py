"""The pages of speed and scale say what was measured, and nothing that was not."""

import copy
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results"


@pytest.fixture(scope="module")
def pages():
    spec = importlib.util.spec_from_file_location("make_performance", ROOT / "docs" / "make_performance.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def measured():
    names = ("reading", "facts", "screening")
    return [json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8")) for name in names]


def test_the_pages_are_as_the_results_make_them():
    command = [sys.executable, "docs/make_performance.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr


def test_other_figures_make_other_pages(pages, measured):
    before = pages.performance(*measured), pages.scale(measured[2])
    other = copy.deepcopy(measured)
    other[2]["screening"]["cold"]["cpu"] *= 2
    after = pages.performance(*other), pages.scale(other[2])
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_hours_and_disk_of_a_million_follow_from_one_file(pages, measured):
    screening = measured[2]
    screening["folder"]["files"] = 1_000
    screening["screening"]["cold"]["cpu"] = 36.0  # 36 ms a file: 10 hours of work
    screening["screening"]["after_rule"]["wall"] = 1.8
    screening["screening"]["warm"]["cpu"] = 1.8
    screening["screening"]["store_bytes"] = 1024**3 // 1000 * 1_000
    page = pages.scale(screening)
    assert "| work of all workers | 10 CPU hours |" in page
    assert "| 2 | 5.0 hours |" in page
    assert "| again, a rule changed | 30 minutes |" in page
    # 64 workers would be faster than the parent can hash and write
    assert "| 64 | 30 minutes |" in page
    assert "about 20 workers" in " ".join(page.split())


def test_every_file_of_the_measured_folder_had_one_result(measured):
    found = measured[2]["screening"]["results"]
    assert found["once"] == found["files"] == measured[2]["folder"]["files"]
    assert found["missing"] == found["twice"] == 0
