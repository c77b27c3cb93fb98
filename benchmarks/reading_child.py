"""One task of ``reading_tools`` on one file, in a process of its own: what is measured stands here alone.

It prints the CPU seconds that loading took and the peak of its memory, and leaves without tidying up: how long an
interpreter takes to die is no part of reading.
"""

import importlib
import json
import os
import sys
import time
from pathlib import Path

from benchmarks.reading_tools import TASKS


def peak() -> float:
    """Return the peak memory of this process in MiB: the kernel's figure; getrusage would hand down the parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def main(task: str, file: Path) -> None:
    """Load what the task needs, do it, tell."""
    modules, work = TASKS[task]
    for module in modules:
        importlib.import_module(module)
    loading = time.process_time()
    result = work(file)  # kept, so that freeing it is not measured either
    print(json.dumps({"loading": loading, "peak": peak(), "read": bool(result)}), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
