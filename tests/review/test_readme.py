"""The READMEs say what the tool does today, and the commands they give are the ones that are proved."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.ocr import COMMAND
from extractor.readers import READERS, read
from extractor.readers.legacy_soffice import NONE, VARIABLE
from extractor.readers.source import Source
from review.filetypes import ARCHIVES, DOCUMENTS, LIGHT
from review.rulebooks import VARIABLE as RULEBOOKS

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


UNREADABLE = frozenset({".odt", ".ppt", ".pptx", ".dps", ".webp", ".heic"})  # taken for documents, told as not readable
SAME = {".markdown", ".jfif", ".gif"}  # other names of what the table has, or rare ones


@pytest.mark.parametrize("text", READMES)
def test_the_table_names_the_formats_that_are_read_and_no_others(text):
    rows = [line for line in text.splitlines() if re.match(r"\| [^|]*`\.\w+`", line)]
    named = {ending for row in rows for ending in re.findall(r"`(\.\w+)`", row.split("|")[1])}
    assert named == (DOCUMENTS | LIGHT | {".zip", ".7z", ".rar"}) - UNREADABLE - SAME
    assert {".zip", ".7z", ".rar"} <= ARCHIVES
    assert {f".{fmt}" for fmt in READERS} - {".image"} <= named
    (scans,) = (row for row in rows if COMMAND in row)
    assert ".tiff" in scans


def test_what_the_table_leaves_out_is_told_as_not_readable():
    for ending in UNREADABLE:
        found = read(Source(f"材料{ending}", b"\x00\x01\x02\x03" * 20))
        assert [unread.reason for unread in found.unread] == ["unsupported-format"]


def test_the_variables_are_those_of_the_code():
    code = (ROOT / "extractor" / "home.py").read_text(encoding="utf-8")
    assert '"SHENYUE_HOME"' in code
    for text in READMES:
        assert "`SHENYUE_HOME`" in text
        assert f"`{RULEBOOKS}`" in text
        assert f"`{VARIABLE}`" in text
        assert f"`{NONE}`" in text
        assert "`~/.cache/shenyue`" in text
