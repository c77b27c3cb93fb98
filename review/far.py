"""What runs inside a worker of a cluster: it hands a request to a desk, a process of its own, and brings the answer.

The engine of the cluster cannot end a task that hangs, and a reader that crashes would take its worker with it. So
each thread of a worker keeps a desk (``review.desk``), whose readers may be lost. Only bytes pass here: neither the
scheduler nor the worker itself loads a reader.
"""

import contextlib
import subprocess
import sys
import threading
from typing import IO

HEAD = 8  # bytes of a message's length
SLACK_SECONDS = 120.0  # for the desk to start, to take the files and to answer, beside what the reading may take
NO_DESK, TOO_LATE = b"", b"T"

_mine = threading.local()


def ask(request: bytes, seconds: float) -> bytes:
    """Return the desk's answer to a request whose reading may take ``seconds``.

    ``TOO_LATE`` where it has not answered by then, ``NO_DESK`` where it broke off twice.
    """
    for _ in range(2):
        desk = getattr(_mine, "desk", None) or _started()
        late = threading.Event()
        watch = threading.Timer(seconds + SLACK_SECONDS, _stop, (desk, late))
        watch.start()
        try:
            send(desk.stdin, request)
            answer = receive(desk.stdout)
        except OSError:
            answer = None
        finally:
            watch.cancel()
        if answer is not None:
            return answer
        _end(desk)
        if late.is_set():
            return TOO_LATE
    return NO_DESK


def send(channel: IO[bytes] | None, message: bytes) -> None:
    """Write one message. Raises OSError where nobody listens."""
    if channel is None:
        raise OSError
    channel.write(len(message).to_bytes(HEAD, "big"))
    channel.write(message)
    channel.flush()


def receive(channel: IO[bytes] | None) -> bytes | None:
    """Return the next message, None where the other side has gone."""
    head = b"" if channel is None else channel.read(HEAD)
    if channel is None or len(head) < HEAD:
        return None
    size = int.from_bytes(head, "big")
    message = channel.read(size)
    return message if len(message) == size else None


def _started() -> "subprocess.Popen[bytes]":
    # -P: what lies where the worker was started is no part of the program
    command = [sys.executable, "-P", "-m", "review.desk"]
    desk = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)  # noqa: S603  our own program
    _mine.desk = desk
    return desk


def _stop(desk: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    late.set()
    desk.kill()


def _end(desk: "subprocess.Popen[bytes]") -> None:
    """Let the desk end, with all that it started, and take its place away."""
    _mine.desk = None
    desk.kill()
    for channel in (desk.stdin, desk.stdout):
        with contextlib.suppress(OSError):
            if channel is not None:
                channel.close()
    desk.wait()
