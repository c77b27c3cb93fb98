"""One run over hostile files and three honest ones: only what cannot be read is lost, and that is told.

The run is a process of its own, as a person starts it. The recogniser of scans and LibreOffice are switched off in it:
whether they are installed must not decide what is expected here.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from review.intake import printable
from tests.hostile.every import every, good, write
from tests.hostile.made import Hostile

WALL = 240.0  # seconds for all of it, on two cores that others use too; some 60 are usual
PARENT = 600  # MiB that the parent may take at its peak, whatever its workers meet
CODE = "from review.cli import main; main()"
NO_RECOGNISER = "import sys\nsys.modules['rapidocr'] = None\n"
FILES = tuple(every())


@dataclass(frozen=True)
class Run:
    """What a run left: its exit code, its report by the name of the file, what it said, how long and how big it was."""

    code: int
    submissions: dict[str, dict[str, Any]]
    err: str
    seconds: float
    parent: float


def shenyue(folder: Path, home: Path) -> Run:
    """Check every file of ``folder`` as a submission of its own."""
    home.mkdir(exist_ok=True)
    (home / "sitecustomize.py").write_text(NO_RECOGNISER, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{Path.cwd()}", "SHENYUE_HOME": str(home)}
    env["SHENYUE_SOFFICE"] = "none"
    arguments = ("check", str(folder), "--by", "file", "--jobs", "2", "--format", "json", "--on", "2026-01-01")
    out, err = home / "out.json", home / "err.txt"
    started = time.monotonic()
    parent = 0.0
    with out.open("wb") as printed, err.open("wb") as said:
        process = subprocess.Popen([sys.executable, "-c", CODE, *arguments], stdout=printed, stderr=said, env=env)
        while process.poll() is None:
            parent = max(parent, resident(process.pid))
            time.sleep(0.1)
    report = json.loads(out.read_bytes())
    submissions = {one["path"].removeprefix(f"{folder}/"): one for one in report["submissions"]}
    assert len(submissions) == len(report["submissions"])
    seconds = time.monotonic() - started
    return Run(process.returncode, submissions, err.read_text(encoding="utf-8"), seconds, parent)


def resident(pid: int) -> float:
    """Return the most memory a process had in MiB, 0 where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("material")
    for file in FILES:
        write(folder, file.name, file.data)
    for name, data in good().items():
        write(folder, name, data)
    return shenyue(folder, tmp_path_factory.mktemp("home"))


def reported(file: Hostile) -> str:
    return printable(file.name if isinstance(file.name, str) else os.fsdecode(file.name))


def test_there_are_many_and_their_names_differ() -> None:
    assert len({reported(file) for file in FILES}) == len(FILES) > 150


def test_every_file_has_exactly_one_entry(run: Run) -> None:
    assert set(run.submissions) == {reported(file) for file in FILES} | set(good())
    for file in FILES:
        documents = run.submissions[reported(file)]["documents"]
        paths = [document["path"] for document in documents]
        assert len(set(paths)) == len(paths) > 0
        assert file.entries is None or len(paths) == file.entries


@pytest.mark.parametrize("file", FILES, ids=[reported(file).encode("ascii", "replace").decode() for file in FILES])
def test_it_ends_with_a_reason_that_fits(run: Run, file: Hostile) -> None:
    documents = run.submissions[reported(file)]["documents"]
    reasons = {unread["reason"] for document in documents for unread in document["unread"]}
    ends = {document["status"] for document in documents}
    assert reasons <= file.reasons
    assert reasons or "read" in file.ends
    if file.entries == 1:
        assert ends <= file.ends
    for document in documents:
        assert (document["status"] == "read") == (not document["unread"])
        assert all(any("\u4e00" <= char <= "\u9fff" for char in one["message"]) for one in document["unread"])


def test_honest_files_are_judged_as_they_are_alone(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "alone"
    folder.mkdir()
    for name, data in good().items():
        write(folder, name, data)
    alone = shenyue(folder, tmp_path / "home")
    assert alone.code == 1
    for name in good():
        assert [document["status"] for document in alone.submissions[name]["documents"]] == ["read"]
        for key in ("documents", "findings", "summary", "on"):
            assert run.submissions[name][key] == alone.submissions[name][key]
        kinds = {one["rule"]: one["kind"] for one in alone.submissions[name]["findings"]}
        assert kinds["base-warranty-2y"] == "fail"


def test_the_run_keeps_its_bounds(run: Run) -> None:
    assert run.code == 1  # the honest contracts have a warranty that is too short
    assert "Traceback" not in run.err
    assert all(any("\u4e00" <= char <= "\u9fff" for char in line) for line in run.err.splitlines() if line.strip())
    assert run.seconds < WALL
    assert run.parent < PARENT


def test_a_run_with_nothing_wrong_but_the_reading_is_3(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    lost = [file for file in FILES if file.name in ("pdf-user-password.pdf", "docx-cut-at-60.docx", "txt-empty.txt")]
    for file in lost:
        write(folder, file.name, file.data)
    done = shenyue(folder, tmp_path / "home")
    assert len(lost) == len(done.submissions) == 3
    assert (done.code, done.err) == (3, "")
