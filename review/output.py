"""Where words leave the tool: the report on standard output, everything else on standard error, files whole or not."""

import contextlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from review.errors import OF_THE_DISK, CannotRun, why
from review.layout import shown

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


def prepare_streams() -> None:
    """Let no character of a file name or a quote break the run, whatever the terminal's encoding is."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a stream put in place by another program may lack it
            reconfigure(errors="backslashreplace")


def say(sentence: str) -> None:
    """Tell a person something beside the report, on standard error."""
    try:
        sys.stderr.write(shown(sentence) + "\n")
        sys.stderr.flush()
    except BrokenPipeError:
        _let_go(sys.stdout, sys.stderr)
    except OSError:  # a full disk: the run is more than its words
        _let_go(sys.stderr)


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

    Where the system can do it the report has no name until then, so that a run which is killed leaves nothing behind.
    Raises CannotRun where it cannot be written.
    """
    beside: str | None = None
    handle: int | None
    try:
        try:
            handle = _nameless(file.parent)
            if handle is None:
                handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:60]}.")
            with io.BufferedWriter(_Told(handle, lambda error: _unwritten(file, error))) as stream:
                yield stream
                stream.flush()
                beside = beside or _named(stream, file)
            mode = file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask()
            os.chmod(beside, mode)  # noqa: PTH101  made as 0600, which would hide the report from colleagues
            os.replace(beside, file)  # noqa: PTH105  the two are of two kinds
        finally:
            if beside is not None:
                with contextlib.suppress(OSError):
                    os.unlink(beside)  # noqa: PTH108  gone already where all went well
    except OSError as error:
        raise _unwritten(file, error) from error


def _nameless(folder: Path) -> int | None:
    """Return a file without a name in ``folder``; None where the system or the file system knows no such thing."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None or not Path("/proc/self/fd").is_dir():
        return None
    try:
        return os.open(folder, flag | os.O_RDWR, 0o600)
    except OSError as error:
        if error.errno in OF_THE_DISK:
            raise
        return None


def _named(stream: BinaryIO, file: Path) -> str:
    """Give a file without a name one beside ``file`` and return it; what cannot be named is copied."""
    number = 0
    descriptors = os.open("/proc/self/fd", os.O_RDONLY | os.O_DIRECTORY)
    try:
        while True:
            name = f"{file.parent}/.{file.name[:60]}.{os.getpid()}-{number}"
            try:
                # with a folder given, Python lets the system follow the entry to the open file
                os.link(str(stream.fileno()), name, src_dir_fd=descriptors)
            except FileExistsError:
                number += 1
            else:
                return name
    except OSError:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".")
        with os.fdopen(handle, "wb") as copy, os.fdopen(os.dup(stream.fileno()), "rb") as whole:
            whole.seek(0)
            shutil.copyfileobj(whole, copy, 1 << 20)
        return name
    finally:
        os.close(descriptors)


def put_aside() -> BinaryIO:
    """Return a file without a name in the system's temporary folder, for what a report cannot write yet.

    Raises CannotRun where it cannot be made; so does its ``write`` on a full disk.
    """
    try:
        handle = _nameless(Path(tempfile.gettempdir()))
        if handle is None:
            with tempfile.TemporaryFile(buffering=0) as made:
                handle = os.dup(made.fileno())
    except OSError as error:
        raise _no_room(error) from error
    return io.BufferedRandom(_Told(handle, _no_room))


class _Told(io.FileIO):
    """An open file whose failures to write are told to a person by ``tell``."""

    def __init__(self, handle: int, tell: Callable[[OSError], CannotRun]) -> None:
        super().__init__(handle, "r+")
        self._tell = tell

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write bytes. Raises CannotRun."""
        try:
            return super().write(data)
        except OSError as error:
            raise self._tell(error) from error


def _no_room(error: OSError) -> CannotRun:
    return CannotRun(f"临时文件夹 {tempfile.gettempdir()} 无法写入（{why(error)}），请清理磁盘或用TMPDIR指定别处。")


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
        _let_go(sys.stdout, sys.stderr)
    except OSError as error:
        if error.errno not in OF_THE_DISK:
            raise
        _let_go(sys.stdout)
        raise CannotRun(f"标准输出写入失败（{why(error)}），已经输出的部分不完整。") from error


def _let_go(*streams: TextIO) -> None:
    """Let what Python flushes at its end find an open channel."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(null, stream.fileno())
    os.close(null)
