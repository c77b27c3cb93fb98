"""A desk on another machine: ``python -m review.desk`` takes errands one after the other and has them read.

It is started by a worker of the cluster (``review.far``) and reads with the pool that a single machine uses, of one
process: the same limits on time and memory, the same words for what was lost. Its end is that of its input: then it
removes what was sent and ends with all that it started.

A request is the key of the client's versions and an errand. An answer is a greeting, where no errand came or the
versions differ, or what became of the errand.
"""

import contextlib
import os
import pickle
import queue
import shutil
import signal
import socket
import sys
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import cast

import msgspec

from review import worker
from review.batch import Outcome, Turn, digest_of
from review.errand import ANSWER, GREETING, Answer, Errand, Greeting, NoRoom, Unseen
from review.errors import why
from review.far import receive, send
from review.keys import versions
from review.pool import Pool, recognisers


class Desk:
    """The errands of one process; ``folder`` is for the files that are sent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seconds = 0.0
        self._pool: Pool[Turn, tuple[Outcome, ...]] = Pool(worker.run_all, lambda _: self._seconds, 1)

    def answer(self, request: bytes) -> bytes:
        """Return the answer to a request."""
        key = versions().key()
        if request[: len(key)] != key or len(request) == len(key):
            return GREETING + msgspec.json.encode(Greeting(socket.gethostname(), versions(), recognisers()))
        errand = cast("Errand", pickle.loads(request[len(key) :]))  # noqa: S301  from a client with our own code
        return ANSWER + pickle.dumps(self._done(errand))

    def _done(self, errand: Errand) -> Answer:
        self._seconds = errand.seconds
        kept: list[Path] = []
        tasks = []
        try:
            for number, (task, sent) in enumerate(zip(errand.turn, errand.sent, strict=True)):
                if sent.data is None:
                    if digest_of(Path(task.file)) != sent.digest:
                        return Unseen(socket.gethostname(), number)
                    tasks.append(task)
                    continue
                file = self._folder / f"{number}"
                kept.append(file)
                file.write_bytes(sent.data)
                tasks.append(replace(task, file=str(file)))
            ((_, outcome),) = self._pool.run([tuple(tasks)], again=lambda _: errand.again)
        except OSError as error:
            return NoRoom(socket.gethostname(), why(error))
        finally:
            for file in kept:
                with contextlib.suppress(OSError):
                    file.unlink(missing_ok=True)
        return outcome


def main() -> None:
    """Answer what comes on standard input, until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    folder = Path(tempfile.mkdtemp(prefix="shenyue-"))
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, folder), daemon=True).start()
    desk = Desk(folder)
    while True:
        with contextlib.suppress(OSError):  # nobody waits for it any more
            send(answers, desk.answer(requests.get()))


def _listen(requests: "queue.SimpleQueue[bytes]", folder: Path) -> None:
    """Pass on what comes; at its end, whatever is being read, end this process and all that it started."""
    while (request := receive(sys.stdin.buffer)) is not None:
        requests.put(request)
    shutil.rmtree(folder, ignore_errors=True)
    if os.name == "posix":
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


if __name__ == "__main__":
    main()
