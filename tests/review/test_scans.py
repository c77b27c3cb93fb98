"""Files with scans are read twice: once as they are, once with the time to recognise what has no text."""

import pytest

from extractor.ocr import SECONDS_PER_PAGE
from extractor.readers.source import Limits
from review import batch, worker
from review.batch import Wanted, read_all
from review.worker import Task

STUB = """
from extractor.document import Document, Place, Unread
from extractor.fact import Extracted

def extract(source, *, kind=None, limits=None, explain=False):
    if limits.ocr_pages == 0:
        unread = (Unread(Place(page=2), "no-text-layer", "第2页没有文字层。"),)
        document = Document(source.path, source.sha256, 1, "pdf", "partial", 3, (), unread, unrecognised=2)
    else:
        document = Document(source.path, source.sha256, 1, "pdf", "read", 3)
    return Extracted(document, "contract", "")
"""
EXTRACTOR = "shenyue_stub_scans:extract"


@pytest.fixture
def scan(tmp_path, monkeypatch):
    (tmp_path / "shenyue_stub_scans.py").write_text(STUB, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(worker, "available", lambda: True)
    file = tmp_path / "合同.pdf"
    file.write_bytes(b"%PDF-1.7")
    return Wanted(file, "合同.pdf", "contract")


@pytest.fixture
def rounds(monkeypatch):
    """Run the tasks here and keep them, round by round."""
    seen = []

    def here(tasks, _jobs, _pool):
        seen.append(list(tasks))
        yield from enumerate(map(worker.run, tasks))

    monkeypatch.setattr(batch, "_in_workers", here)
    return seen


def test_scans_are_recognised_in_a_second_reading(scan, rounds):
    done = []
    (read,) = read_all([scan], extractor=EXTRACTOR, progress=lambda count, pages, path: done.append(count))
    assert (read.document.status, read.document.unrecognised) == ("read", 0)
    assert [[task.scans for task in tasks] for tasks in rounds] == [[0], [2]]
    assert done == [1]


def test_without_the_extra_there_is_one_reading(scan, rounds, monkeypatch):
    monkeypatch.setattr(worker, "available", lambda: False)
    read_all([scan], extractor=EXTRACTOR)
    assert [[task.scans for task in tasks] for tasks in rounds] == [[0]]


@pytest.mark.parametrize("reason", ["timed-out", "crashed"])
def test_the_first_reading_holds_where_the_second_breaks_off(scan, monkeypatch, reason):
    def here(tasks, _jobs, _pool):
        for at, task in enumerate(tasks):
            yield at, worker.failed(task, reason, "读取没有完成。") if task.scans else worker.run(task)

    monkeypatch.setattr(batch, "_in_workers", here)
    (read,) = read_all([scan], extractor=EXTRACTOR)
    assert [unread.reason for unread in read.document.unread] == ["no-text-layer"]
    assert read.document.pages == 3


def test_a_file_with_scans_has_more_time(tmp_path):
    file = str(tmp_path / "a.pdf")
    plain, some, many = (batch._seconds(Task(file, ("a.pdf",), scans=count)) for count in (0, 10, 10_000))
    assert some - plain >= 10 * SECONDS_PER_PAGE
    assert many - plain <= (Limits().ocr_pages + 3) * SECONDS_PER_PAGE
