"""Room for the members of archives while a run reads them: a private folder that does not outlast the run for long.

A run that is killed cannot remove its own; the next one does, as the lock on such a folder ends with its process.
"""

import contextlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from review.errors import CannotRun, why

PREFIX = "shenyue-unpacked-"
SECONDS = 60.0  # a folder younger than this may be one that is not locked yet


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Give a private folder in the system's temporary folder, which goes with the ``with`` block.

    Raises CannotRun where none can be made.
    """
    above = Path(tempfile.gettempdir())
    _sweep(above)
    try:
        made = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
    except OSError as error:
        raise CannotRun(f"临时文件夹 {above} 无法写入（{why(error)}），请清理磁盘或用TMPDIR指定别处。") from error
    with made as name, _locked(Path(name)):
        yield Path(name)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Lock a folder for as long as the block lasts, or the process; False where another process has it."""
    try:
        import fcntl  # noqa: PLC0415  not on Windows
    except ImportError:
        yield False
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # it is another's, or the file system knows no locks
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _sweep(above: Path) -> None:
    """Remove what runs of this user left that are no more."""
    if not hasattr(os, "getuid"):
        return
    with contextlib.suppress(OSError):
        for folder in above.glob(f"{PREFIX}*"):
            with contextlib.suppress(OSError):
                found = folder.lstat()
                ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
                if ours and time.time() - found.st_mtime > SECONDS:
                    with _locked(folder) as free:
                        if free:
                            shutil.rmtree(folder, ignore_errors=True)
