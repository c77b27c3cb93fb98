"""Where words leave the tool: the report on standard output, everything else on standard error, files whole or not."""

import contextlib
import errno
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from review.errors import CannotRun, why
from review.layout import shown

_OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EFBIG)


def prepare_streams() -> None:
    """Let no character of a file name or a quote break the run, whatever the terminal's encoding is."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a stream put in place by another program may lack it
            reconfigure(errors="backslashreplace")


def say(sentence: str) -> None:
    """Tell a person something beside the report, on standard error."""
    with _quiet_pipe():
        sys.stderr.write(shown(sentence) + "\n")
        sys.stderr.flush()


def emit(report: bytes) -> None:
    """Write the report (UTF-8, or the terminal's own encoding where it is text for a person) to standard output.

    A reader that has gone away (``| head``) is no error.
    """
    with _quiet_pipe():
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(report.decode("utf-8"))
        else:
            sys.stdout.flush()
            buffer.write(report)
        sys.stdout.flush()


def emit_text(report: str) -> None:
    """Write text for a person to standard output, in its encoding."""
    with _quiet_pipe():
        sys.stdout.write(report)
        sys.stdout.flush()


def check_writable(file: Path) -> None:
    """Raise CannotRun where a report could not be written to ``file``, before an hour of reading is spent on it."""
    folder = file.parent
    if not folder.is_dir():
        raise CannotRun(f"-o {file}：文件夹 {folder} 不存在，请先建立。")
    if file.is_dir():
        raise CannotRun(f"-o {file}：这是一个文件夹，请给出文件名。")
    if not os.access(file if file.exists() else folder, os.W_OK):
        raise CannotRun(f"-o {file}：没有写入权限，请换一个位置。")


@contextlib.contextmanager
def written_whole(file: Path) -> Iterator[BinaryIO]:
    """Give a stream for a report that stands at ``file`` once the block has ended well, and not at all before.

    Raises CannotRun where it cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        raise _unwritten(file, error) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            try:
                yield stream
            except OSError as error:
                if error.errno in _OF_THE_DISK:
                    raise _unwritten(file, error) from error
                raise
        mode = file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask()
        os.chmod(name, mode)  # noqa: PTH101  mkstemp's own 0600 would hide the report from colleagues
        os.replace(name, file)  # noqa: PTH105  name and file are of two kinds
    except OSError as error:
        raise _unwritten(file, error) from error
    finally:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108  gone already where all went well


def _unwritten(file: Path, error: OSError) -> CannotRun:
    return CannotRun(f"-o {file}：写入失败（{why(error)}）。")


class Printed:
    """Standard output as the sink of a report: bytes as they are, or text for a person in the terminal's encoding."""

    def __init__(self, *, text: bool) -> None:
        self._text = text

    def write(self, data: bytes, /) -> int:
        """Print the next bytes. A reader that has gone away is no error."""
        if self._text:
            emit_text(data.decode("utf-8"))
        else:
            emit(data)
        return len(data)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


@contextlib.contextmanager
def _quiet_pipe() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        # what Python flushes at its end must find an open channel
        null = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(null, stream.fileno())
