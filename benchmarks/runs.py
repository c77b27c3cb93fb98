"""The program run as a user runs it, and what that took: wall time, CPU of all its processes, memory of the parent.

Linux only: the processes that a run leaves behind are handed to this one, so that the CPU of every worker is counted,
and memory is read from ``/proc``.
"""

import ctypes
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("lexicons", "extractor", "checks", "review")
PROGRAM = "import sys; from review.cli import main; sys.argv[0] = 'shenyue'; main()"
_TAKE_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER
EVERY = 1.0  # seconds between two looks at the memory


@dataclass(frozen=True)
class Sample:
    """The memory of the parent in MiB when so many documents were reported: resident, and its own share of it."""

    documents: int
    resident: float
    proportional: float


@dataclass(frozen=True)
class Took:
    """What a run took, in seconds."""

    wall: float
    cpu: float
    code: int
    samples: list[Sample] = field(default_factory=list)


def take_orphans() -> None:
    """Become the parent of what the runs leave behind."""
    ctypes.CDLL(None).prctl(_TAKE_ORPHANS, 1, 0, 0, 0)


def timed(
    command: Sequence[str], out: Path, env: Mapping[str, str], look: Callable[[int], Sample] | None = None
) -> Took:
    """Run a command with its output in a file; ``look`` is called every second with its process id."""
    samples = []
    _reaped()  # what an earlier program left behind is not part of this one
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with out.open("wb") as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=subprocess.DEVNULL, env={**os.environ, **env})
        while True:
            try:
                code = process.wait(timeout=EVERY if look else None)
                break
            except subprocess.TimeoutExpired:
                if look is not None:
                    samples.append(look(process.pid))
    wall = time.perf_counter() - start
    _reaped()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(round(wall, 3), round(cpu, 3), code, samples)


def _reaped() -> None:
    """Wait for every process that was left to this one."""
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


class Installed:
    """A copy of the program with a store of its own, so that a rule or a term can be changed in it."""

    def __init__(self, folder: Path) -> None:
        self.code, self.home = folder / "code", folder / "home"
        for package in PACKAGES:
            shutil.copytree(ROOT / package, self.code / package, ignore=shutil.ignore_patterns("__pycache__"))
        self.home.mkdir(mode=0o700)
        self.env = {"PYTHONPATH": str(self.code), "SHENYUE_HOME": str(self.home)}

    def check(self, paths: Sequence[Path], out: Path, *more: str, look: bool = False) -> Took:
        """Check submissions with JSON lines as the report. Raises RuntimeError where the run could not be made."""
        seen = _Reported(out)
        words = ["check", *map(str, paths), "--format", "jsonl", *more]
        took = timed([sys.executable, "-P", "-c", PROGRAM, *words], out, self.env, seen.sample if look else None)
        if took.code not in (0, 1, 3):
            raise RuntimeError(f"exit code {took.code}: {' '.join(words)}")
        return took

    def change(self, file: str) -> None:
        """Change a file of the program, so that what rests on it is done again."""
        with (self.code / file).open("a", encoding="utf-8") as stream:
            stream.write("# changed\n")

    def retitle(self, rule: str) -> None:
        """Change what a rule says. A comment would not do: a rule that says the same is not judged again."""
        file = self.code / rule
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"^title: (.*)$", r"title: \1甲", text, count=1, flags=re.MULTILINE), encoding="utf-8")

    def store_bytes(self) -> int:
        """Return the bytes of the store."""
        return sum(file.stat().st_size for file in (self.home / "store").iterdir())


class _Reported:
    """Counts the documents reported so far in a file that is being written."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._at = self._documents = 0

    def sample(self, process: int) -> Sample:
        with self._out.open("rb") as stream:
            stream.seek(self._at)
            text = stream.read()
        end = text.rfind(b"\n") + 1
        self._at += end
        self._documents += text.count(b'"sha256":', 0, end)
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        except (OSError, ValueError):  # it has just ended
            return Sample(self._documents, 0, 0)
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in rollup.splitlines()[1:]}
        return Sample(self._documents, round(sizes["Rss"] / 1024, 1), round(sizes["Pss"] / 1024, 1))
