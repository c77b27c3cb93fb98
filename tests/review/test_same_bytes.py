"""The same input gives the same bytes, whatever the machine: zone, locale, hash seed, width, umask, jobs, store."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from review.reporters import ENDINGS

ROOT = Path(__file__).resolve().parents[2]
HERE = {
    "TZ": "Asia/Shanghai", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1", "COLUMNS": "60", "PYTHONUTF8": "0",
}  # fmt: skip
THERE = {
    "TZ": "America/St_Johns", "LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4711", "COLUMNS": "200",
    "PYTHONUTF8": "1",
}  # fmt: skip
COMMAND = "import os, sys; os.umask(int(sys.argv.pop(1), 8)); from review.cli import main; main()"


@pytest.fixture(scope="module")
def papers(tmp_path_factory) -> Path:
    """Return a folder with two of our submissions: Word, PDF, text."""
    root = tmp_path_factory.mktemp("bytes")
    for name in ("clean-contract", "violations-contract"):
        shutil.copytree(ROOT / "samples" / name, root / "材料" / name)
    return root


def told(root: Path, name: str, settings: dict[str, str], umask: str, *extra: str) -> dict[str, str]:
    """Run in ``root`` and return the hash of each report by its ending; all stand equally deep."""
    folder = root / name
    folder.mkdir()
    outputs = [part for ending in ENDINGS for part in ("-o", str(folder / f"r{ending}"))]
    words = [str(root / "材料"), "--on", "2026-01-01", "--fail-on", "never", *extra, *outputs]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, umask, "check", *words],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **settings},
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    assert {file.suffix for file in files} >= set(ENDINGS)
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_all_reports_are_byte_equal(papers, tmp_path):
    homes = [{"HOME": str(tmp_path / name), "SHENYUE_HOME": str(tmp_path / name / "s")} for name in ("here", "there")]
    cold = told(papers, "a", {**HERE, **homes[0]}, "077", "--jobs", "1")
    warm = told(papers, "b", {**THERE, **homes[0]}, "022", "--jobs", "2")
    other = told(papers, "c", {**THERE, **homes[1]}, "002", "--jobs", "2", "--no-store")
    assert cold == warm == other
    for package in (*papers.glob("a/*.xlsx"), *papers.glob("a/**/*.docx")):
        with zipfile.ZipFile(package) as members:
            assert {member.date_time[0] for member in members.infolist()} == {1980}
