"""A place to let runs come to harm: a folder of submissions, a home of its own, runs that are killed, what they leave.

Linux only: the processes of a run are found by a mark in their environment.
"""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from review.store import DIGEST, FILE

ROOT = Path(__file__).parents[1]
STUB = "benchmarks.disaster_stub:extract"
REAL = "benchmarks.disaster_stub:logged"
MARK = "SHENYUE_STAGE"  # in the environment
ARGUMENTS = (
    "--rules", "base-warranty-2y,base-period-3y", "--on", "2026-01-01", "--jobs", "2",
    "--fail-on", "never", "--format", "jsonl",
)  # fmt: skip
CONTRACT = """软件开发合同（第{number}号）

甲方：云栖市数据资源局
乙方：青岚科技有限公司

第一条 项目名称：云栖市政务数据平台{number}期建设项目。
第二条 合同价款为人民币{number}0000元。
第三条 实施周期为{months}个月。
第四条 质量保证期为{years}年，自最终验收合格之日起计算。
"""
LOOK_SECONDS = 0.005  # between two looks at a run
PATIENCE = 150.0  # seconds, for a run to end


@dataclass(frozen=True)
class Run:
    """How a run ended: exit code, standard output, standard error, seconds."""

    code: int
    out: bytes
    err: str
    seconds: float


@dataclass
class Stage:
    """A folder with all that a run needs and leaves; ``extractor`` is the pipeline, None for the real one."""

    folder: Path
    extractor: str | None = STUB
    wall: float = 60.0
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mark = uuid.uuid4().hex
        self.inputs, self.home = self.folder / "材料", self.folder / "home"
        self.log, self.report = self.folder / "read.log", self.folder / "report.json"
        self.printed, self.said = self.folder / "stdout", self.folder / "stderr"

    def fill(self, files: int, each: int = 10) -> None:
        """Write contracts, no two alike, in submissions of ``each`` files; a name stands once on the stage."""
        for number in range(files):
            folder = self.inputs / f"项目{number // each:04d}"
            folder.mkdir(parents=True, exist_ok=True)
            text = CONTRACT.format(number=number + 1, months=number % 40 + 1, years="一二三"[number % 3])
            (folder / f"合同{number:05d}.txt").write_text(text, encoding="utf-8")

    def put(self, name: str, text: str) -> None:
        """Write one more file into the first submission."""
        (self.inputs / "项目0000" / name).write_text(text, encoding="utf-8")

    def start(self, *more: str) -> "subprocess.Popen[bytes]":
        """Start a run over the inputs that writes ``report``."""
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SHENYUE_HOME": str(self.home),
            MARK: self.mark,
            "READ_LOG": str(self.log),
            "SHENYUE_STAGE_EXTRACTOR": self.extractor or "",
            "SHENYUE_STAGE_WALL": str(self.wall),
            **self.environment,
        }
        command = [sys.executable, "-m", "benchmarks.disaster_child", "check", str(self.inputs), *ARGUMENTS]
        with self.printed.open("wb") as out, self.said.open("wb") as err:  # nobody reads a pipe of theirs meanwhile
            return subprocess.Popen(
                [*command, "-o", str(self.report), *more],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env=env,
                start_new_session=True,
            )

    def run(self, *more: str) -> Run:
        """Run to the end."""
        return self.ended(self.start(*more))

    def ended(self, process: "subprocess.Popen[bytes]") -> Run:
        """Wait for a run and return how it ended; one that takes too long is ended with all it started."""
        begun = time.monotonic()
        try:
            code = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        said = self.said.read_text(encoding="utf-8", errors="replace")
        return Run(code, self.printed.read_bytes(), said, time.monotonic() - begun)

    def processes(self) -> dict[int, int]:
        """Return the processes of this stage's runs that are alive, each with its parent."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    if f"{MARK}={self.mark}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                        state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                        if state != "Z":
                            found[int(entry.name)] = int(parent)
        return found

    def workers(self, run: "subprocess.Popen[bytes]") -> list[int]:
        """Return the workers of a run: what its server of processes has started."""
        alive = self.processes()
        return [pid for pid, parent in alive.items() if alive.get(parent) == run.pid]

    def deserted(self, seconds: float = 10.0) -> float:
        """Wait until no process of this stage is left and return how long that took. Raises TimeoutError."""
        begun = time.monotonic()
        while self.processes():
            if time.monotonic() - begun > seconds:
                raise TimeoutError(f"still there: {self.processes()}")
            time.sleep(LOOK_SECONDS)
        return time.monotonic() - begun

    def finished(self) -> set[str]:
        """Return the paths of the documents that are in the store."""
        return {
            msgspec.msgpack.decode(zlib.decompress(value[DIGEST:]))["document"]["path"]
            for (value,) in self._rows("SELECT value FROM entry WHERE layer = 'facts'")
        }

    def finished_count(self) -> int:
        """Return how many documents are in the store."""
        rows = self._rows("SELECT COUNT(*) FROM entry WHERE layer = 'facts'")
        return int(rows[0][0]) if rows else 0

    def _rows(self, query: str) -> list[tuple[bytes, ...]]:
        file = self.home / "store" / FILE
        if not file.exists():
            return []
        connection = sqlite3.connect(file, timeout=10)
        try:
            return connection.execute(query).fetchall()
        except sqlite3.OperationalError:  # not made yet
            return []
        finally:
            connection.close()

    def read(self) -> list[str]:
        """Return the paths of the files that the pipeline has begun to read, in order."""
        return self.log.read_text(encoding="utf-8").split("\n")[:-1] if self.log.exists() else []

    def litter(self) -> Sequence[str]:
        """Return what lies beside the report under names of its own."""
        known = {self.inputs, self.home, self.log, self.report, self.printed, self.said}
        return sorted(entry.name for entry in self.folder.iterdir() if entry not in known)
