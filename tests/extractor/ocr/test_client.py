"""The recognising process dies, hangs, or answers: each page gets one reply, whatever happens."""

import sys

import pytest

from extractor.ocr import client
from extractor.ocr.result import Job, Lost

SPEAK = """
import sys
import msgspec
from extractor.ocr.child import LENGTH, take
from extractor.ocr.result import Done, Job, Page

def say(reply):
    data = msgspec.msgpack.encode(reply)
    sys.stdout.buffer.write(LENGTH.pack(len(data)) + data)
    sys.stdout.buffer.flush()

while (data := take(sys.stdin.buffer)) is not None:
    for number in msgspec.msgpack.decode(data, type=Job).pages:
        {deed}
        say(Page(number, 595.0, 842.0))
    say(Done())
"""


@pytest.fixture
def child(monkeypatch):
    def stand_in(deed):
        client.stop()
        monkeypatch.setattr(client, "COMMAND", (sys.executable, "-c", SPEAK.format(deed=deed)))

    yield stand_in
    client.stop()


def told(*pages):
    replies = list(client.recognise(Job(b"%PDF-", "pdf", pages)))
    assert [reply.number for reply in replies] == list(pages)
    return [reply.reason if isinstance(reply, Lost) else "page" for reply in replies]


def test_pages_come_in_order_and_the_process_is_kept(child):
    child("pass")
    assert told(3, 1, 2) == ["page"] * 3
    before = client._running()
    assert told(1) == ["page"]
    assert client._running() is before


def test_a_page_that_ends_the_process_costs_itself(child):
    child("number == 2 and sys.exit(9)")
    assert told(1, 2, 3) == ["page", "crashed", "page"]
    assert told(4) == ["page"]


def test_a_file_that_ends_it_again_and_again_is_given_up(child):
    child("sys.exit(9)")
    assert told(*range(1, 7)) == ["crashed"] * 6


def test_a_page_that_takes_too_long_costs_itself(child, monkeypatch):
    monkeypatch.setattr(client, "SECONDS_PER_PAGE", 0.5)
    monkeypatch.setattr(client, "START_SECONDS", 4.0)
    child("__import__('time').sleep(60 if number == 2 else 0)")
    assert told(1, 2, 3) == ["page", "timed-out", "page"]


def test_a_process_that_cannot_start_is_told(child, monkeypatch):
    client.stop()
    monkeypatch.setattr(client, "COMMAND", (sys.executable, "-c", "raise SystemExit(1)"))
    assert told(1, 2) == ["crashed"] * 2
    monkeypatch.setattr(client, "COMMAND", ("/nonexistent/python",))
    assert told(1, 2) == ["crashed"] * 2
