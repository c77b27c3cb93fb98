"""Reading in workers that may hang, crash or eat the memory: one file lost, never the run."""

from pathlib import Path

import pytest

from review import batch
from review.batch import Wanted, read_all

STUB = """
import os, signal, sys, time
from extractor.document import Document
from extractor.fact import Evidence, Extracted, Fact
from extractor.document import Place

def extract(source, *, kind=None, limits=None, explain=False):
    text = source.data.decode("utf-8", "replace")
    order = text.split()[0] if text.split() else ""
    if order == "hang":
        time.sleep(600)
    if order == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if order == "leave":
        os._exit(3)
    if order == "hunger":
        bytearray(5 * 1024**3)
    if order == "raise":
        raise LookupError("a defect")
    if order == "print":
        print("noise")
        os.write(1, b"noise")
    if order == "log":
        with open(os.environ["READ_LOG"], "a") as log:
            log.write(source.path + "\\n")
    document = Document(source.path, source.sha256, len(source.data), "txt", "read")
    evidence = Evidence(source.path, "", text, Place(line=1), "第1行", 0, 0, len(text))
    return Extracted(document, kind or "other", "", (Fact("project.name", "stated", text, (evidence,), value=text),))
"""
EXTRACTOR = "shenyue_stub_pipeline:extract"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder to put files in, with a stub of the pipeline that workers can import."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "shenyue_stub_pipeline.py").write_text(STUB, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "lib"))
    return tmp_path


def wanted(folder: Path, **files: str) -> list[Wanted]:
    found = []
    for name, text in files.items():
        file = folder / f"{name}.txt"
        file.write_text(text, encoding="utf-8")
        found.append(Wanted(file, file.name, "contract"))
    return found


def reasons(read) -> list[str | None]:
    return [one.document.unread[0].reason if one.document.unread else None for one in read]


def test_a_file_that_kills_its_worker_costs_one_document(folder, monkeypatch, capfd):
    monkeypatch.setattr(batch, "WALL_SECONDS", 2.0)
    files = wanted(
        folder, a="甲", b="segfault", c="hunger", d="hang", e="raise", f="leave 3", g="乙", h="segfault again", i="丙"
    )
    read = read_all(files, jobs=2, extractor=EXTRACTOR)
    assert [one.document.path for one in read] == [one.path for one in files]
    assert reasons(read) == [None, "crashed", "limit", "timed-out", "crashed", "crashed", None, "crashed", None]
    lost = [one for one in read if one.document.unread]
    assert all(one.document.status == "unreadable" and one.document.unread[0].message for one in lost)
    assert capfd.readouterr() == ("", "")
    assert all(len(one.document.sha256) == 64 and one.document.format == "txt" for one in lost)


def test_the_result_does_not_depend_on_the_number_of_workers(folder):
    files = wanted(folder, **{f"f{number}": f"第{number}份" for number in range(7)}, bad="raise")
    one, three = (read_all(files, jobs=jobs, extractor=EXTRACTOR) for jobs in (1, 3))
    assert one == three


def test_one_small_text_is_read_without_a_worker_and_comes_out_the_same(folder, monkeypatch):
    files = wanted(folder, a="甲")
    in_worker = read_all(files, jobs=2, extractor=EXTRACTOR)
    monkeypatch.setattr(batch, "_in_workers", None)
    assert read_all(files, extractor=EXTRACTOR) == in_worker


def test_equal_bytes_are_read_once_and_listed_each(folder, monkeypatch, tmp_path):
    log = tmp_path / "log"
    monkeypatch.setenv("READ_LOG", str(log))
    monkeypatch.setattr(batch, "_in_workers", lambda tasks, _jobs, _pool: batch._here(tasks))
    files = wanted(folder, a="log 同样", b="log 同样", c="log 不同")
    read = read_all(files, extractor=EXTRACTOR)
    assert log.read_text(encoding="utf-8").split() == ["a.txt", "c.txt"]
    assert [one.document.path for one in read] == ["a.txt", "b.txt", "c.txt"]
    assert [one.facts[0].evidence[0].document for one in read] == ["a.txt", "b.txt", "c.txt"]


def test_equal_bytes_of_two_endings_are_two_formats(folder, monkeypatch, tmp_path):
    monkeypatch.setenv("READ_LOG", str(tmp_path / "log"))
    monkeypatch.setattr(batch, "_in_workers", lambda tasks, _jobs, _pool: batch._here(tasks))
    (first,) = wanted(folder, a="log 同样")
    second = Wanted(folder / "a.md", "a.md")
    second.file.write_text("log 同样", encoding="utf-8")
    read_all([first, second], extractor=EXTRACTOR)
    assert (tmp_path / "log").read_text(encoding="utf-8").split() == ["a.txt", "a.md"]


def test_equal_bytes_under_names_that_tell_two_kinds(folder):
    text = "第一条 质保期为两年。"
    for name in ("采购合同.txt", "招标文件.txt"):
        (folder / name).write_text(text, encoding="utf-8")
    files = [Wanted(folder / name, name) for name in ("招标文件.txt", "采购合同.txt")]
    together = read_all(files, jobs=1)
    assert together == [read_all([one])[0] for one in files]


def test_a_library_that_prints_does_not_reach_the_report(folder, capfd):
    read_all(wanted(folder, a="print", b="print it"), jobs=2, extractor=EXTRACTOR)
    assert capfd.readouterr().out == ""


def test_a_file_that_vanished_is_told(folder):
    (read,) = read_all([Wanted(folder / "没有.txt", "没有.txt")], extractor=EXTRACTOR)
    assert read.document.status == "unreadable"
    assert "无法打开" in read.document.unread[0].message


def test_progress_counts_every_document(folder):
    done = []
    read_all(
        wanted(folder, a="同样", b="同样", c="不同"),
        jobs=2,
        extractor=EXTRACTOR,
        progress=lambda count, pages, path: done.append(count),
    )
    assert sum(done) == 3


def test_a_pool_that_cannot_start_its_workers_is_told(folder, monkeypatch):
    for name in ("prepare", "prepare_watched"):
        monkeypatch.setattr(f"review.worker.{name}", _refuse)
    read = read_all(wanted(folder, a="甲", b="乙"), jobs=2, extractor=EXTRACTOR)
    assert reasons(read) == ["crashed", "crashed"]


def _refuse(*_given) -> None:
    raise OSError
