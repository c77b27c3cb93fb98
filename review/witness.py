"""What a process looked like before it died: how much memory it had and what it said last.

A library that gets no memory often aborts the process instead of reporting it. Its death then looks like that of any
defect; what tells them apart is that the process had grown, or its last words.
"""

import os
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

SECONDS = 0.01  # between two looks
TAIL = 4096  # bytes of its last words
# what the run-time libraries of C++ and Rust and the system say
LAST_WORDS = (b"bad_alloc", b"memory allocation of", b"out of memory", b"Cannot allocate memory")


class Witness:
    """Watches the first process that writes its number and a line end into ``channel``; what follows are its words."""

    def __init__(self, channel: Connection) -> None:
        self._channel = channel
        self._over = threading.Event()
        self._said = b""
        self._pid: int | None = None
        self._peak = 0
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def starved(self, loaded: int, cap: int) -> bool:
        """Tell whether the process died for want of memory; to be asked after the ``with`` block.

        ``cap`` is the most it could have, ``loaded`` what it has before any work, both in bytes of address space. A
        buffer that grows by doubling fails when half of what is between them is in use.
        """
        return self._peak >= loaded + (cap - loaded) // 2 or any(words in self._said for words in LAST_WORDS)

    def _look(self) -> None:
        while not self._over.is_set():
            self._listen(SECONDS)
            self._measure()
        self._listen(0)

    def _listen(self, seconds: float) -> None:
        with suppress(OSError, EOFError):
            while self._channel.poll(seconds):
                self._said += os.read(self._channel.fileno(), TAIL)
                if self._pid is None and b"\n" in self._said:
                    number, _, self._said = self._said.partition(b"\n")
                    self._pid = int(number)
                self._said = self._said[-TAIL:]
                seconds = 0
                self._measure()

    def _measure(self) -> None:
        if self._pid is None:
            return
        with suppress(OSError):  # it has ended, or the system has no such files
            for line in Path(f"/proc/{self._pid}/status").read_bytes().splitlines():
                if line.startswith(b"VmPeak:"):
                    self._peak = max(self._peak, int(line.split()[1]) * 1024)
