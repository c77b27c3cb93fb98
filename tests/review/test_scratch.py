"""The folder that archives are unpacked into: gone with the run, or with the next one."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from review import scratch
from review.errors import CannotRun

HOLD = """
import sys, time
from review.scratch import scratch
with scratch() as folder:
    (folder / "member").write_text("x")
    print(folder, flush=True)
    time.sleep(60)
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="folders are locked by flock")


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """Let the system's temporary folder be the test's own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def old(folder) -> None:
    then = time.time() - 3600
    os.utime(folder, (then, then))


def test_the_folder_goes_with_the_run(temporary):
    with scratch.scratch() as folder:
        (folder / "member").write_text("x")
        assert folder.stat().st_mode & 0o777 == 0o700
    assert list(temporary.iterdir()) == []


def test_what_a_killed_run_left_goes_with_the_next_and_that_of_a_live_one_stays(temporary):
    running = [subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        folders = [one.stdout.readline().strip() for one in running]
        for folder in folders:
            old(folder)
        running[0].kill()
        running[0].wait()
        with scratch.scratch():
            assert [Path(folder).exists() for folder in folders] == [False, True]
    finally:
        for one in running:
            one.kill()
            one.communicate()


@pytest.mark.parametrize("make", ["young", "link", "file"])
def test_what_may_be_another_s_is_left_alone(temporary, make):
    name = temporary / f"{scratch.PREFIX}x"
    elsewhere = temporary / "elsewhere"
    elsewhere.mkdir()
    if make == "young":
        name.mkdir()
    elif make == "link":
        name.symlink_to(elsewhere)
    else:
        name.write_text("x")
        old(name)
    with scratch.scratch():
        pass
    assert name.exists()
    assert elsewhere.exists()


def test_no_room_is_a_sentence(monkeypatch, temporary):
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "gone"))
    with pytest.raises(CannotRun, match="无法写入"), scratch.scratch():
        pass
