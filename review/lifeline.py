"""Workers that end with the process that asked for them, whatever they are at: nothing of a killed run goes on reading.

A worker that waits notices by itself that nobody is there. One that is inside a library which never returns does not,
nor does a thread of it get a turn there; so the system is asked to end it.
"""

import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import wait


def end_with_parent() -> None:
    """Let this process be killed as soon as the process that started it by ``multiprocessing`` is gone."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    line = parent.sentinel  # a pipe whose other end only the parent holds
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415  not on Windows

        fcntl.fcntl(line, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(line, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(line, fcntl.F_SETFL, fcntl.fcntl(line, fcntl.F_GETFL) | os.O_ASYNC)
        if wait([line], 0):  # it went before we asked
            os._exit(1)
    else:
        threading.Thread(target=_watch, args=(line,), daemon=True).start()


def _watch(line: int) -> None:
    wait([line])
    os._exit(1)
