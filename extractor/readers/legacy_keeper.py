"""A process beside LibreOffice that cleans up when the one that started it is gone, killed ones included.

Run as a program: ``python legacy_keeper.py FOLDER``. On standard input it is told ``+PID`` when a process group begins
and ``-PID`` when it has ended. At the end of the input, which comes however its owner dies, it kills the groups that
are left and removes FOLDER. It needs nothing but the standard library.
"""

import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Iterable


def keep(folder: str, told: Iterable[str]) -> None:
    """Follow what is ``told`` to its end, then end the groups left and remove ``folder``."""
    groups: set[int] = set()
    for line in told:
        word = line.strip()
        if word[:1] == "+" and word[1:].isdigit():
            groups.add(int(word[1:]))
        elif word[:1] == "-" and word[1:].isdigit():
            groups.discard(int(word[1:]))
    for group in groups:
        end_group(group)
    shutil.rmtree(folder, ignore_errors=True)


def end_group(group: int) -> None:
    """Kill a process group and all in it; one that is gone already is no error."""
    if os.name == "posix":
        with contextlib.suppress(OSError):
            os.killpg(group, signal.SIGKILL)
    else:
        import subprocess  # noqa: PLC0415  only where there are no process groups to signal

        command = [os.path.join(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")]  # noqa: PTH118  no file is meant, a program is
        subprocess.run([*command, "/T", "/F", "/PID", str(group)], check=False, capture_output=True)  # noqa: S603  our own argument


if __name__ == "__main__":
    if os.name == "posix":
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner is told; we outlive it to clean up
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    keep(sys.argv[1], sys.stdin)
