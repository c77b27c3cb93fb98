"""The recognising process: jobs come in on standard input, pages go out on standard output, each with its length.

It ends when its input ends, in the middle of a page too, so that it does not outlive the one who asked.
"""

import os
import queue
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import IO, Any

import msgspec

from extractor.ocr.result import Done, Job, Lost, Reply

LENGTH = struct.Struct(">Q")


def main() -> None:
    """Answer jobs until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    jobs: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    decoder = msgspec.msgpack.Decoder(Job)
    worker = _Worker()
    while True:
        for reply in worker.replies(decoder.decode(jobs.get())):
            data = msgspec.msgpack.encode(reply)
            answers.write(LENGTH.pack(len(data)) + data)
            answers.flush()


def _listen(stream: IO[bytes], jobs: "queue.Queue[bytes]") -> None:
    while (data := take(stream)) is not None:
        jobs.put(data)
    os._exit(0)


def take(stream: IO[bytes]) -> bytes | None:
    """Return the next message of a stream, None at its end."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None


class _Worker:
    def __init__(self) -> None:
        from extractor.ocr.engine import Engine  # noqa: PLC0415  the process must listen before it loads

        self._engine = Engine()

    def replies(self, job: Job) -> Iterator[Reply]:
        """Yield a Page or a Lost for each page of a job, in order, and Done."""
        from extractor.ocr import compose, render  # noqa: PLC0415

        openers: dict[str, Callable[[bytes], AbstractContextManager[Any]]] = {
            "pdf": render.pdf,
            "image": render.frames,
            "drawing": compose.drawing,
        }
        done = 0
        try:
            with openers[job.format](job.data) as source:
                for number in job.pages:
                    yield self._page(source, job, number)
                    done += 1
        except MemoryError:
            yield from (Lost(number, "limit") for number in job.pages[done:])
        except Exception:  # noqa: BLE001  decoders of pictures raise anything; a bad file is told, not raised
            yield from (Lost(number, "corrupt") for number in job.pages[done:])
        yield Done()

    def _page(self, source: object, job: Job, number: int) -> Reply:
        from extractor.ocr import compose, page, render  # noqa: PLC0415

        drawers: dict[str, Callable[[Any, int], render.Drawn]] = {
            "pdf": render.pdf_page,
            "image": render.frame,
            "drawing": compose.drawn,
        }
        try:
            drawn = drawers[job.format](source, number)
            return page.read(drawn.rgb, number, drawn.scale, self._engine, offset=drawn.offset)
        except (MemoryError, render.TooLarge):
            return Lost(number, "limit")
        except Exception:  # noqa: BLE001  as above, for one page
            return Lost(number, "corrupt")


if __name__ == "__main__":
    main()
