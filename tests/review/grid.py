"""A scheduler and workers of a cluster as processes of this machine."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from review.cluster import _answers

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
SECONDS = 60  # for anything of the engine to start


@dataclass
class Grid:
    """A scheduler with its workers, each a process in a group of its own; ``lib`` is where they find stubs."""

    folder: Path
    allowed_failures: int
    address: str = ""
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def lib(self) -> Path:
        return self.folder / "lib"

    def start(self, module: str, *options: str, **env: str) -> "subprocess.Popen[bytes]":
        """Start a command of the engine."""
        path = os.pathsep.join([str(self.lib), *filter(None, [os.environ.get("PYTHONPATH")])])
        with (self.folder / "grid.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", *options, "--no-dashboard"],
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(self.folder), **env},
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def open(self) -> None:
        """Start the scheduler as the README says, and wait for it."""
        self.lib.mkdir()
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
        self.address = f"tcp://127.0.0.1:{port}"
        env = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(self.allowed_failures)}
        self.start("dask_scheduler", *self.told("scheduler"), **env)
        end = time.monotonic() + SECONDS
        while not _answers(self.address):
            assert time.monotonic() < end, self.log
            time.sleep(0.1)

    def told(self, command: str) -> list[str]:
        """Return the options that the README gives for a command of the engine, with our own address."""
        (line,) = re.findall(rf"^dask {command} (.*) --no-dashboard$", README, re.MULTILINE)
        return str(line).replace("8786", self.address.rpartition(":")[2]).split()

    def workers(self) -> "subprocess.Popen[bytes]":
        """Start two workers as the README says; whoever watches them starts a lost one again."""
        return self.start("dask_worker", *self.told("worker"))

    def worker(self, *options: str, **env: str) -> "subprocess.Popen[bytes]":
        """Start a worker that nothing starts again."""
        alone = ("--host", "127.0.0.1", "--nthreads", "1", "--no-nanny")
        return self.start("dask_worker", self.address, *alone, *options, **env)

    @property
    def log(self) -> str:
        return (self.folder / "grid.log").read_text(encoding="utf-8", errors="replace")

    def close(self) -> None:
        """End all that was started."""
        for process in reversed(self.running):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
