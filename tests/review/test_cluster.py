"""A cluster of two workers on this machine: the same report, workers that are lost, workers that must be refused."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as Word

from review import batch, cluster, cluster_words, far
from review.batch import read_all, read_packed
from review.cluster import connected
from review.errors import CannotRun
from review.keys import differences, versions
from review.reading import Watch
from tests.review.conftest import CONTRACT
from tests.review.grid import SECONDS, Grid
from tests.review.test_batch import EXTRACTOR, STUB, reasons, wanted

RULES = ("--rules", "baseline", "--on", "2026-01-01", "--fail-on", "never")


@pytest.fixture
def grid(tmp_path, request, monkeypatch) -> Iterator[Grid]:
    """Give a scheduler that gives a task up after so many lost workers (parameter, else the engine's own 3)."""
    (tmp_path / "grid").mkdir()
    one = Grid(tmp_path / "grid", getattr(request, "param", 3))
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", float(SECONDS))  # workers are still starting
    try:
        one.open()
        (one.lib / "shenyue_stub_pipeline.py").write_text(STUB, encoding="utf-8")
        yield one
    finally:
        one.close()


@pytest.fixture
def material(tmp_path) -> Path:
    """Return submissions with Word, text, an archive, equal files and a broken one."""
    root = tmp_path / "材料"
    for number in range(10):
        folder = root / f"项目{number:02}"
        folder.mkdir(parents=True)
        text = CONTRACT.replace("10个月", f"{number + 1}个月")
        (folder / "采购合同.txt").write_text(text, encoding="utf-8")
        word = Word()
        for line in text.splitlines():
            word.add_paragraph(line)
        word.save(folder / "合同.docx")
    (root / "项目03" / "坏.pdf").write_bytes(b"%PDF-1.7\n broken")
    (root / "项目04" / "副本.txt").write_bytes((root / "项目05" / "采购合同.txt").read_bytes())
    with zipfile.ZipFile(root / "项目06" / "附件.zip", "w") as archive:
        archive.writestr("补充协议.txt", "补充协议\n质保期变更为三年。")
    return root


def test_the_report_is_the_same_though_a_worker_is_killed_half_way(grid, material, shenyue, monkeypatch):
    asked = ("check", material, *RULES, "--format", "json", "--no-store")
    alone, two = (shenyue(*asked, "--jobs", jobs) for jobs in ("1", "2"))
    workers = [grid.worker(), grid.worker()]
    done: list[str] = []
    whole = Watch.done

    def counted(self: Watch, count: int, pages: int, path: str) -> None:
        done.append(path)
        if len(done) == 10:
            os.kill(workers[0].pid, signal.SIGKILL)
        whole(self, count, pages, path)

    monkeypatch.setattr(Watch, "done", counted)
    spread = shenyue(*asked, "--cluster", grid.address)
    assert workers[0].wait(10) == -signal.SIGKILL
    assert workers[1].poll() is None
    assert len(json.loads(alone.out)["submissions"]) == 10
    assert alone == two == spread


def test_the_commands_of_the_readme_start_workers_that_come_again(grid, material, shenyue):
    grid.workers()
    asked = ("check", material, *RULES, "--format", "json", "--no-store")
    first = shenyue(*asked, "--cluster", grid.address)
    with connected(grid.address, ship=False, tell=pytest.fail) as away:
        pids = away._client.run(os.getpid)
        os.kill(next(iter(pids.values())), signal.SIGKILL)
    assert shenyue(*asked, "--cluster", grid.address) == first
    assert first == shenyue(*asked)


def test_a_file_that_hangs_or_crashes_costs_itself_and_no_worker(grid, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(grid.lib))
    monkeypatch.setattr(batch, "WALL_SECONDS", 2.0)
    files = wanted(tmp_path, a="甲", b="segfault", c="hunger", d="hang", e="raise", f="leave 3", g="乙", h="丙")
    workers = [grid.worker(), grid.worker()]
    with connected(grid.address, ship=False, tell=pytest.fail) as away:
        read = [one.extracted() for one in read_packed(files, away=away, extractor=EXTRACTOR)]
    assert reasons(read) == [None, "crashed", "limit", "timed-out", "crashed", "crashed", None, None]
    assert read == read_all(files, jobs=2, extractor=EXTRACTOR)
    assert [one.poll() for one in workers] == [None, None]


KILLER = """
import os, pathlib, signal, time
import shenyue_stub_pipeline

def above(pid):
    return int(pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])

def extract(source, **given):
    if source.data == b"kill":
        time.sleep(1)  # let the others be read
        pid = os.getpid()
        while b"dask_worker" not in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes():
            pid = above(pid)
        os.kill(pid, signal.SIGKILL)
        time.sleep(60)
    return shenyue_stub_pipeline.extract(source, **given)
"""


@pytest.mark.parametrize("grid", [0], indirect=True, ids=["given up at once"])
def test_a_file_that_takes_workers_with_it_is_given_up(grid, tmp_path):
    (grid.lib / "shenyue_stub_killer.py").write_text(KILLER, encoding="utf-8")
    workers = [grid.worker(), grid.worker()]
    files = wanted(tmp_path, a="甲", b="乙", c="kill", d="丙")
    with connected(grid.address, ship=False, tell=pytest.fail) as away:
        assert away.places == 2
        read = [one.extracted() for one in read_packed(files, away=away, extractor="shenyue_stub_killer:extract")]
    assert reasons(read) == [None, None, "crashed", None]
    assert sorted(one.poll() is None for one in workers) == [False, True]


HANG = """
import os, time

def extract(source, **_):
    open(source.data, "w").write(str(os.getpid()))
    time.sleep(60)
"""


def test_what_the_last_worker_was_at_ends_with_it_and_so_does_the_run(grid, tmp_path, monkeypatch):
    (grid.lib / "shenyue_stub_hang.py").write_text(HANG, encoding="utf-8")
    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 0.5)
    monkeypatch.setattr(cluster, "TICK_SECONDS", 0.1)
    started, worker, told = tmp_path / "started", grid.worker(), []
    whole = cluster.Cluster._look

    def look(self: cluster.Cluster) -> None:
        if started.exists() and started.read_text():
            worker.kill()
        whole(self)

    monkeypatch.setattr(cluster.Cluster, "_look", look)
    with connected(grid.address, ship=False, tell=told.append) as away, pytest.raises(CannotRun, match="没有工作机"):
        read_packed(wanted(tmp_path, a=str(started)), away=away, extractor="shenyue_stub_hang:extract")
    assert told == [cluster_words.deserted(grid.address, 0.5)]
    end = time.monotonic() + 10
    while (running := alive(int(started.read_text()))) and time.monotonic() < end:
        time.sleep(0.05)
    assert not running
    assert not list(grid.folder.glob("shenyue-*"))


def alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return False


def test_files_are_sent_along_where_asked_and_members_of_archives_always(grid, material, shenyue, monkeypatch):
    sent: list[bytes] = []
    whole = cluster.Cluster._errand

    def noted(self, turn, *, again):
        errand = whole(self, turn, again=again)
        sent.extend(one.data for one in errand.sent if one.data is not None)
        return errand

    monkeypatch.setattr(cluster.Cluster, "_errand", noted)
    monkeypatch.setattr(cluster, "SHIP_BYTES", 20_000)
    grid.worker()
    asked = ("check", material / "项目06", *RULES, "--format", "json", "--no-store")
    alone = shenyue(*asked)
    assert shenyue(*asked, "--cluster", grid.address) == alone
    assert ["补充协议" in one.decode() for one in sent] == [True]
    sent.clear()
    shipped = shenyue(*asked, "--cluster", grid.address, "--ship")
    assert (shipped.out, len(sent)) == (alone.out, 2)
    assert "在本机读取" in shipped.err  # the Word file is above the limit set here


def test_another_file_in_the_place_of_ours_is_not_read(grid, tmp_path, monkeypatch):
    grid.worker()
    (file,) = wanted(tmp_path, a="甲")
    other = tmp_path / "别的.txt"
    other.write_text("乙", encoding="utf-8")
    whole = cluster.Cluster._errand

    def elsewhere(self, turn, *, again):
        errand = whole(self, turn, again=again)
        return replace(errand, turn=tuple(replace(task, file=str(other)) for task in errand.turn))

    monkeypatch.setattr(cluster.Cluster, "_errand", elsewhere)
    with (
        connected(grid.address, ship=False, tell=pytest.fail) as away,
        pytest.raises(CannotRun, match="--ship") as told,
    ):
        read_packed([file], away=away)
    assert str(file.file) in told.value.sentences[0]


def test_a_file_that_went_meanwhile_is_told(grid, tmp_path):
    grid.worker()
    (file,) = wanted(tmp_path, a="甲")
    with connected(grid.address, ship=False, tell=pytest.fail) as away:
        away.takes = lambda task: file.file.unlink() is None
        (read,) = read_packed([file], away=away)
    assert "移走或改动" in read.extracted().document.unread[0].message


def test_a_worker_with_other_programs_is_refused(grid, contract, shenyue):
    here = versions().programs["LibreOffice"]
    grid.worker(SHENYUE_SOFFICE="none" if here else "true")  # a program that every system has
    done = shenyue("check", contract, *RULES, "--cluster", grid.address)
    assert (done.code, done.out) == (2, "")
    assert "版本不一致" in done.err
    assert ("LibreOffice 本机有，对方没有" if here else "LibreOffice 本机没有，对方有") in done.err


def test_a_cluster_that_lacks_the_program_is_told(grid, contract, shenyue):
    (grid.lib / "sitecustomize.py").write_text(BARE, encoding="utf-8")
    worker = grid.worker()
    done = shenyue("check", contract, *RULES, "--cluster", grid.address)
    assert (done.code, done.out) == (2, "")
    assert "没有安装 shenyue" in done.err
    assert worker.poll() is None


BARE = """
import sys
from importlib import metadata

whole = metadata.version

def version(name):
    if name == "shenyue":
        raise metadata.PackageNotFoundError(name)
    return whole(name)

class Without:
    def find_spec(self, name, *_):
        if name == "review":
            raise ModuleNotFoundError(name)

metadata.version = version
sys.meta_path.insert(0, Without())
"""


def test_a_cluster_without_workers_is_told(grid, contract, shenyue, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1.0)
    done = shenyue("check", contract, *RULES, "--cluster", grid.address)
    assert (done.code, done.out) == (2, "")
    assert f"dask worker {grid.address}" in done.err


def test_a_scheduler_that_goes_is_told(grid, tmp_path, monkeypatch):
    (grid.lib / "shenyue_stub_hang.py").write_text(HANG, encoding="utf-8")
    monkeypatch.setattr(cluster, "TICK_SECONDS", 0.1)
    grid.worker()
    started = tmp_path / "started"
    whole = cluster.Cluster._look

    def look(self: cluster.Cluster) -> None:
        if started.exists():
            grid.running[0].kill()
        whole(self)

    monkeypatch.setattr(cluster.Cluster, "_look", look)
    with connected(grid.address, ship=False, tell=pytest.fail) as away, pytest.raises(CannotRun, match="连接断了"):
        read_packed(wanted(tmp_path, a=str(started)), away=away, extractor="shenyue_stub_hang:extract")


WATCHED = """
import socket, sys
def seen(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        print("spoke", (arguments[0], "") if event == "socket.getaddrinfo" else arguments[1], file=sys.stderr)
sys.addaudithook(seen)
from review.cli import main
main()
"""


def test_nothing_but_the_scheduler_is_spoken_to(grid, contract):
    grid.worker()
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, "check", str(contract), *RULES, "--cluster", grid.address, "--ship"],
        capture_output=True, check=False, timeout=SECONDS,
    )  # fmt: skip
    assert done.returncode == 0
    # the processes of this machine speak over files
    spoke = {line for line in done.stderr.decode().splitlines() if line.startswith("spoke") and "/" not in line}
    port = grid.address.rpartition(":")[2]
    assert spoke - {"spoke ('127.0.0.1', '')"} == {f"spoke ('127.0.0.1', {port})"}


@pytest.mark.parametrize("address", ["", "127.0.0.1:8786", "http://127.0.0.1:8786", "tcp://a b:1", "tcp://127.0.0.1"])
def test_an_address_that_is_none_is_told(shenyue, contract, address):
    done = shenyue("check", contract, "--cluster", address)
    assert (done.code, done.out) == (2, "")
    assert "tcp://主机:端口" in done.err


@pytest.mark.parametrize("speaks", [None, b"HTTP/1.1 400 Bad Request\r\n"])
def test_another_server_is_told(shenyue, contract, monkeypatch, speaks):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        answering = threading.Thread(target=_answer, args=(server, speaks))
        answering.start()
        done = shenyue("check", contract, "--cluster", address)
        answering.join()
    assert (done.code, done.out) == (2, "")
    assert "连接不上" in done.err


def _answer(server: socket.socket, words: bytes | None) -> None:
    connection, _ = server.accept()
    with connection:
        if words:
            connection.sendall(words)
        time.sleep(1)


def test_nobody_at_the_address_is_told(shenyue, contract):
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))  # taken, so that nobody else is there, but nobody listens
        done = shenyue("check", contract, "--cluster", f"tcp://127.0.0.1:{one.getsockname()[1]}")
    assert (done.code, done.out) == (2, "")
    assert "dask scheduler" in done.err


def test_without_the_extra_it_is_named(shenyue, contract, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = shenyue("check", contract, "--cluster", "tcp://127.0.0.1:8786")
    assert (done.code, done.out) == (2, "")
    assert "shenyue[cluster]" in done.err


def test_ship_needs_a_cluster(shenyue, contract):
    done = shenyue("check", contract, "--ship")
    assert (done.code, done.out) == (2, "")
    assert "--cluster" in done.err


def test_what_differs_is_named():
    here = versions()
    there = replace(
        here,
        code="",
        terms="",
        libraries={**here.libraries, "lxml": "1.0", "spacy": "-"},
        programs={**here.programs, "unar": not here.programs["unar"]},
    )
    said = "；".join(differences(here, there))
    for part in ("程序代码不同", "词表不同", "对方为1.0", "spacy", "对方为未安装", "unar"):
        assert part in said
    assert differences(here, here) == []
    assert here.key() != there.key()


def test_a_desk_that_breaks_off_or_is_late_is_ended(monkeypatch):
    monkeypatch.setattr(far, "_started", lambda: desk("import sys; sys.stdin.read(8)"))
    assert far.ask(b"request", 1.0) == far.NO_DESK
    monkeypatch.setattr(far, "SLACK_SECONDS", 0.2)
    monkeypatch.setattr(far, "_started", lambda: desk("import time; time.sleep(60)"))
    assert far.ask(b"request", 0.0) == far.TOO_LATE


def desk(code: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
