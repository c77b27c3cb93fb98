"""The READMEs say what the tool does today, and the commands they give are the ones that are proved."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READMES = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")]
CHECK = "python -m pip install . && shenyue check samples --fail-on never"
TEST = 'python -m pip install ".[dev]" && pytest'


def test_the_generated_blocks_are_up_to_date():
    command = [sys.executable, "docs/make_readme.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr


def test_the_finding_shown_is_a_real_one():
    for text in READMES:
        (block,) = re.findall(r"<!-- generated: finding -->\n```text\n(.*?)```", text, re.DOTALL)
        for word in ("✗", "qufu-30-warranty-2y", "原文", "第", "依据", "建议"):
            assert word in block


def test_the_two_commands_stand_in_both():
    for text in READMES:
        commands = re.findall(r"```sh\n(.*?)\n```", text, re.DOTALL)
        assert commands == [CHECK, TEST]


def test_ci_runs_the_command_of_the_readme():
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    first = next(line for line in READMES[0].splitlines() if '".[dev]"' in line)
    assert first == TEST
    assert "grep -m1 -F '\".[dev]\"' README.md" in ci
