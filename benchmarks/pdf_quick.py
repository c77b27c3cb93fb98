"""Time the PDF reader against pdfplumber's plain text on files given by name, by hand.

CPU time, the median of three rounds each, in milliseconds a page: ``python benchmarks/pdf_quick.py a.pdf b.pdf``.
"""

import io
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pdfplumber

from extractor.readers.pdf import read
from extractor.readers.source import Limits, Source


def plumber(data: bytes) -> int:
    """Return the number of characters pdfplumber reads, each page closed so that memory stays flat."""
    count = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            count += len(page.extract_text())
            page.close()
    return count


def timed(run: Callable[[], object]) -> float:
    """Return the median CPU time of three runs in seconds."""
    rounds = []
    for _ in range(3):
        start = time.process_time()
        run()
        rounds.append(time.process_time() - start)
    return statistics.median(rounds)


def main() -> None:
    """Print one line for each file."""
    for name in sys.argv[1:]:
        source = Source.open(Path(name))
        pages = read(source, Limits()).pages or 1
        ours = timed(partial(read, source, Limits())) / pages * 1e3
        theirs = timed(partial(plumber, source.data)) / pages * 1e3
        print(f"{name}: {pages} pages, {ours:.1f} ms against {theirs:.1f} ms a page: {theirs / ours:.1f} times")


if __name__ == "__main__":
    main()
