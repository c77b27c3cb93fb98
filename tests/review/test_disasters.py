"""What may befall a run besides being killed: files that hang or eat the memory, disks without room."""

import json
import os
import subprocess
import sys
import zipfile

import pytest

from benchmarks.disaster_stage import Stage
from tests.review.test_resume import undisturbed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
FILES = 6


@pytest.fixture
def stage(tmp_path):
    """Return a stage with one submission and the stub of the pipeline."""
    folder = tmp_path / "stage"
    folder.mkdir()
    made = Stage(folder)
    made.fill(FILES)
    return made


disks = pytest.mark.system  # only root may make them


@pytest.fixture
def small_disk(tmp_path):
    """Return a function that makes a disk of so many bytes and gives its folder; needs the right to mount."""
    made = []

    def make(name: str, size: int):
        folder = tmp_path / name
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except OSError as error:
            pytest.skip(f"no disk can be made here: {error}")
        if done.returncode:
            pytest.skip(f"no disk can be made here: {done.stderr.decode(errors='replace').strip()}")
        made.append(folder)
        return folder

    yield make
    for folder in made:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def documents(report: bytes) -> dict[str, dict]:
    return {document["path"]: document for one in json.loads(report)["submissions"] for document in one["documents"]}


def test_each_bad_file_has_its_own_reason_and_the_rest_its_result(stage):
    reasons = {
        "hang": "timed-out",
        "hunger": "limit",  # Python says so
        "starve": "limit",  # a library aborts for want of memory
        "refused": "limit",  # another says so before it aborts
        "abort": "crashed",
        "die": "crashed",
    }
    for order in reasons:
        stage.put(f"{order}.txt", order)
    stage.wall = 3.0
    run = stage.run()
    found = documents(stage.report.read_bytes())
    assert {order: found[f"{order}.txt"]["unread"][0]["reason"] for order in reasons} == reasons
    assert sum(one["status"] == "read" for one in found.values()) == FILES
    assert run.code == 3
    assert stage.litter() == []


@pytest.mark.system  # long
def test_a_bad_file_changes_nothing_for_the_others_on_the_next_run(stage):
    stage.put("abort.txt", "abort")
    first = stage.run()
    report = stage.report.read_bytes()
    logged = len(stage.read())
    assert stage.run().code == first.code == 3
    assert stage.report.read_bytes() == report
    assert set(stage.read()[logged:]) == {"abort.txt"}  # it may have been bad luck; nothing else is read again


@disks
@pytest.mark.parametrize("size", ["64k", "300k"])
def test_a_full_disk_under_the_store_costs_the_store_only(stage, small_disk, size):
    whole = undisturbed(stage)
    home = small_disk("home", size)
    stage.environment["SHENYUE_HOME"] = str(home)
    for number in range(60):  # not of the report: enough for the disk to run full on the way
        stage.put(f"附图{number}.txt", f"{number}" + os.urandom(15_000).hex())
    run = stage.run()
    assert run.code == 0
    assert "结果不受影响" in run.err
    assert "Traceback" not in run.err
    read = documents(stage.report.read_bytes())
    assert {path: one for path, one in read.items() if path in documents(whole)} == documents(whole)


@disks
def test_a_full_disk_under_the_report_is_told_and_leaves_no_report(stage, small_disk):
    disk = small_disk("disk", "8k")
    run = stage.run("-o", str(disk / "结论.json"))
    assert run.code == 2
    assert "结论.json：写入失败（磁盘空间不足）" in run.err
    assert list(disk.iterdir()) == []
    assert not stage.report.exists()  # nor another one that looks as if all had gone well
    again = stage.run()
    assert (again.code, stage.report.exists()) == (0, True)
    assert len(stage.read()) == FILES  # what was read before the disk was full is not read again


@disks
def test_a_full_disk_under_standard_output_is_told(stage, small_disk):
    disk = small_disk("disk", "8k")
    stage.printed = disk / "结论.jsonl"
    run = stage.run()
    assert run.code == 2
    assert "标准输出写入失败（磁盘空间不足）" in run.err
    assert "Traceback" not in run.err
    assert '"line":"end"' not in run.out.decode("utf-8", "replace")


@disks
def test_a_full_temporary_disk_costs_the_archive_and_says_so(stage, small_disk):
    disk = small_disk("tmp", "1m")
    with zipfile.ZipFile(stage.inputs / "项目0000" / "附件.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"清单{number}.txt", f"第{number}份" + "设备清单。" * 25_000)
    stage.environment["TMPDIR"] = str(disk)
    run = stage.run()
    found = documents(stage.report.read_bytes())
    assert run.code == 3
    assert found["附件.zip"]["unread"][0]["reason"] == "limit"
    assert "TMPDIR" in found["附件.zip"]["unread"][0]["message"]
    assert sum(path.startswith("合同") and one["status"] == "read" for path, one in found.items()) == FILES
    stage.environment.clear()
    assert stage.run().code == 0
    assert documents(stage.report.read_bytes())["附件.zip!/清单2.txt"]["status"] == "read"
