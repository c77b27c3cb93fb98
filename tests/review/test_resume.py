"""Runs that are killed: the next one goes on where it was, nothing that was finished is lost or done twice."""

import os
import signal
import sys
import time

import pytest

from benchmarks.disaster_stage import STUB, Stage
from benchmarks.disasters import parent_killed, workers_killed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
FILES = 24


def undisturbed(stage: Stage) -> bytes:
    """Return the report of a run on the stage that nothing happens to, and leave nothing else of it."""
    stage.environment["SHENYUE_HOME"] = str(stage.folder.parent / "elsewhere")
    stage.run()
    report = stage.report.read_bytes()
    stage.report.unlink()
    stage.log.unlink(missing_ok=True)
    stage.environment.clear()
    return report


@pytest.fixture
def stage(tmp_path):
    """Return a stage with a few submissions and the stub of the pipeline."""
    folder = tmp_path / "stage"
    folder.mkdir()
    made = Stage(folder)
    made.fill(FILES, each=6)
    return made


@pytest.mark.parametrize("extractor", [STUB, pytest.param(None, marks=pytest.mark.system)], ids=["stub", "real"])
def test_a_run_that_was_killed_goes_on_where_it_was(stage, extractor):
    stage.extractor = extractor
    files = FILES
    if extractor is None:  # small texts are read in no time: enough of them that a kill meets a run
        files = 20 * FILES
        stage.fill(files, each=6)
    whole = undisturbed(stage)
    harm = parent_killed(whole, stage, files, kills=4, seed=7)
    assert harm.kills
    assert harm.equal
    assert (harm.again, harm.partial, harm.litter) == (0, 0, ())
    assert harm.wasted <= harm.kills * 8  # what two workers had at hand, and what was on its way into the store
    assert harm.gone < 5


@pytest.mark.parametrize("extractor", [STUB, pytest.param(None, marks=pytest.mark.system)], ids=["stub", "real"])
def test_a_worker_that_was_killed_costs_nothing(stage, extractor):
    stage.extractor, stage.wall = extractor, 10.0  # a pool whose worker died in a bad moment may have to be given up
    whole = undisturbed(stage)
    harm = workers_killed(whole, stage, FILES, kills=2, seed=7)
    assert harm.kills
    assert harm.equal
    assert harm.litter == ()
    assert harm.wasted <= harm.kills * 4


@pytest.mark.system  # long
def test_the_server_of_the_workers_may_be_killed_too(stage):
    whole = undisturbed(stage)
    process = stage.start()
    while stage.finished_count() < FILES // 4 and process.poll() is None:
        time.sleep(0.005)
    (server,) = {stage.processes()[pid] for pid in stage.workers(process)}
    os.kill(server, signal.SIGKILL)
    stage.ended(process)
    assert stage.report.read_bytes() == whole


def test_workers_of_a_killed_run_end_even_where_a_library_never_returns(stage):
    for number in range(2):
        stage.put(f"挂起{number}.txt", f"deaf {number}")
    process = stage.start()
    while not [path for path in stage.read() if path.startswith("挂起")] and process.poll() is None:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    assert stage.deserted() < 5
    process.wait()


@pytest.mark.system  # long
def test_what_was_read_is_kept_while_another_file_hangs(stage):
    stage.put("挂起.txt", "hang")
    process = stage.start()
    deadline = time.monotonic() + 40  # less than the file may take
    while stage.finished_count() < FILES and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    kept = stage.finished_count()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert kept == FILES
