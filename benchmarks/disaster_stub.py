"""A pipeline that does what the file says: reads a little, hangs, dies, or takes all the memory there is.

It writes the path of every file it begins into ``$READ_LOG``, so that what is read twice can be counted.
"""

import ctypes
import os
import signal
import time
from typing import Any

from extractor import pipeline
from extractor.document import Document, Place
from extractor.fact import DocumentKind, Evidence, Extracted, Fact
from extractor.readers.source import Limits, Source

SECONDS = 0.02  # that a file takes to read
LOG = "READ_LOG"
QUOTED = 80  # characters of the fact
BLOCK = 64 * 1024**2


def extract(
    source: Source,
    *,
    kind: DocumentKind | None = None,
    limits: Limits | None = None,  # noqa: ARG001  the interface of the pipeline
    explain: bool = False,  # noqa: ARG001  see above
) -> Extracted:
    """Return one fact, the head of the text, unless its first word orders something else."""
    text = source.data.decode("utf-8", "replace")
    _log(source)
    order = ORDERS.get(text.split(maxsplit=1)[0] if text.strip() else "")
    if order is None:
        time.sleep(SECONDS)
    else:
        order()
    text = text[:QUOTED]
    document = Document(source.path, source.sha256, len(source.data), "txt", "read")
    evidence = Evidence(source.path, "", text, Place(line=1), "第1行", 0, 0, len(text))
    return Extracted(document, kind or "contract", "", (Fact("project.name", "stated", text, (evidence,), value=text),))


def logged(
    source: Source, *, kind: DocumentKind | None = None, limits: Limits | None = None, explain: bool = False
) -> Extracted:
    """Return what the real pipeline makes of a file."""
    _log(source)
    return pipeline.extract(source, kind=kind, limits=limits, explain=explain)


def _log(source: Source) -> None:
    log = os.environ.get(LOG)
    if log:
        with open(log, "a", encoding="utf-8") as file:  # noqa: PTH123  appended in one write
            file.write(f"{source.path}\n")


def _hang() -> None:
    while True:
        time.sleep(3600)


def _deaf() -> None:
    """Hang as a library does that never lets another thread of Python have a turn."""
    library: Any = ctypes.PyDLL(None)
    library.sleep(3600)


def _hunger() -> None:
    held = []
    while True:
        held.append(bytearray(BLOCK))


def _starve() -> None:
    """Do as a C library does: take memory without end, and abort when there is no more."""
    library: Any = ctypes.CDLL(None)
    library.malloc.restype = ctypes.c_void_p
    while piece := library.malloc(ctypes.c_size_t(BLOCK)):
        library.memset(ctypes.c_void_p(piece), 1, ctypes.c_size_t(BLOCK))
    library.abort()


def _refused() -> None:
    """Do as the run-time library of C++ does when one large piece is refused."""
    os.write(2, b"terminate called after throwing an instance of 'std::bad_alloc'\n")
    os.abort()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


ORDERS = {
    "hang": _hang,
    "deaf": _deaf,
    "hunger": _hunger,
    "starve": _starve,
    "refused": _refused,
    "abort": os.abort,
    "die": _die,
}
