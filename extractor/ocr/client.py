"""Keeps the recognising process of this process and asks it; a page that kills it or takes too long costs itself."""

import atexit
import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import IO

import msgspec

from extractor.ocr import SECONDS_PER_PAGE, START_SECONDS
from extractor.ocr.child import LENGTH, take
from extractor.ocr.result import Done, Job, Lost, Page, Reply

COMMAND = (sys.executable, "-P", "-m", "extractor.ocr.child")
DEATHS = 3  # a file that ends the process so often is asked no more


def recognise(job: Job) -> Iterator[Page | Lost]:
    """Yield what each page of the job gave, in the order asked, as it is there; one reply a page, whatever happens."""
    left = list(job.pages)
    deaths = 0
    while left:
        if deaths == DEATHS:
            yield from (Lost(number, "crashed") for number in left)
            return
        try:
            child = _running()
        except OSError:  # no memory, no process to be had
            yield from (Lost(number, "crashed") for number in left)
            return
        for reply in child.ask(msgspec.structs.replace(job, pages=tuple(left))):
            if isinstance(reply, Page | Lost):
                left.pop(0)
                yield reply
        if not child.alive:
            deaths += 1
            if left:
                yield Lost(left.pop(0), "timed-out" if child.late else "crashed")


class _Child:
    """One recognising process; ``late`` says that it was ended because a page took too long."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.alive = True
        self.late = False
        self._fresh = True
        noise = None if os.environ.get("SHENYUE_DEBUG") else subprocess.DEVNULL
        self._process = subprocess.Popen(  # noqa: S603  our own module by our own interpreter
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=noise
        )
        self._replies: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)

    def ask(self, job: Job) -> Iterator[Page | Lost]:
        """Yield the replies to a job; fewer than its pages where the process died, which ``alive`` then says."""
        stdin, stdout = self._process.stdin, self._process.stdout
        data = msgspec.msgpack.encode(job)
        if stdin is None or stdout is None:
            return
        try:
            stdin.write(LENGTH.pack(len(data)) + data)
            stdin.flush()
        except OSError:
            self.end()
            return
        while True:
            reply = self._reply(stdout)
            if reply is None or isinstance(reply, Done):
                return
            yield reply

    def _reply(self, stdout: IO[bytes]) -> Reply | None:
        seconds = SECONDS_PER_PAGE + (START_SECONDS if self._fresh else 0.0)
        watch = threading.Timer(seconds, self._too_late)
        watch.daemon = True
        watch.start()
        try:
            data = take(stdout)
        finally:
            watch.cancel()
        self._fresh = False
        if data is None:
            self.end()
            return None
        return self._replies.decode(data)

    def _too_late(self) -> None:
        self.late = True
        self._process.kill()

    def end(self) -> None:
        """End the process, if it still runs."""
        self.alive = False
        if self.owner != os.getpid():
            return  # a copy that was forked with its owner's process in hand
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # the other end is gone, and what was not sent with it
                    stream.close()


_child: list[_Child] = []


def _running() -> _Child:
    """Return this process's recognising process, started where there is none."""
    if _child and _child[0].alive and _child[0].owner == os.getpid():
        return _child[0]
    _child[:] = [_Child()]
    return _child[0]


def stop() -> None:
    """End this process's recognising process; the next question starts another."""
    while _child:
        _child.pop().end()


atexit.register(stop)
