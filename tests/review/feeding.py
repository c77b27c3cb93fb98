"""Feeds a reporter with many submissions made from one, in a process of its own, and tells how much memory it took."""

import json
import resource
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import msgspec
from msgspec.structs import replace

from review.layout import Paper
from review.report import SubmissionEntry
from review.reporters import Checked, Ending, Look, Totals, reporter

ROOT = Path(__file__).resolve().parents[2]
WORDS = "原文很长" * 750  # what each submission says, in words of its own


def peak(form: str, entry: Path, count: int, target: Path) -> int:
    """Return the most memory in bytes that writing ``count`` submissions like that in ``entry`` took; they differ."""
    command = f"from tests.review.feeding import main; main({form!r}, {str(entry)!r}, {count}, {str(target)!r})"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, check=False, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return int(json.loads(done.stdout))


def fed(form: str, entry: SubmissionEntry, count: int, target: Path) -> None:
    """Write a report on ``count`` submissions to ``target``."""
    with ExitStack() as files:
        sink = files.enter_context(target.open("wb"))
        look = Look(Paper(), lambda: files.enter_context(tempfile.TemporaryFile()), folder=target.parent)
        writer = reporter(form)(sink, look)
        totals = Totals()
        for number in range(count):
            findings = tuple(replace(one, message=f"{number}：{WORDS}") for one in entry.findings[:4])
            facts = tuple(replace(one, text=f"{number}：{WORDS}") for one in entry.documents[0].facts[:2])
            documents = (replace(entry.documents[0], facts=facts),)
            other = replace(entry, path=f"材料/{number:06}", findings=findings, documents=documents)
            totals.add(other)
            writer.add(Checked(other, "", ()))
        writer.close(Ending((), totals))


def main(form: str, entry: str, count: int, target: str) -> None:
    """Feed and print the peak."""
    fed(form, msgspec.json.decode(Path(entry).read_bytes(), type=SubmissionEntry), count, Path(target))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
