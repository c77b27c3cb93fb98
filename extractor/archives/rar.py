"""RAR by rarfile, which lists; unpacking needs the program unar (or unrar), except for members that are only stored."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import rarfile

from extractor.archives.contents import Problem
from extractor.archives.gathering import BROKEN, LOCKED, Gathering

CHUNK = 1 << 18
SECONDS = 45.0  # each member may start a program: what is not unpacked by then is told
CPU_SECONDS = 60  # of one run of that program
SPLIT = rarfile.RAR_FILE_SPLIT_BEFORE | rarfile.RAR_FILE_SPLIT_AFTER
NEEDS_TOOL = Problem(
    "needs-tool",
    "读取RAR压缩包需要程序unar，本机没有；请安装（Debian、Ubuntu：apt install unar；macOS：brew install unar），"
    "或改用zip重新压缩。",
)
LOCKED_WHOLE = Problem("encrypted", "压缩包已加密（需要密码），无法打开；请提交未加密的版本。")
BROKEN_WHOLE = Problem("corrupt", "压缩包不完整或已损坏，无法打开；请重新压缩后提交。")
CUT = Problem("corrupt", "压缩包不完整或已损坏，其中可能还有文件无法列出；请重新压缩后提交。")
VOLUME = Problem("unsupported-format", "这是分卷压缩包中的一卷，跨卷的文件未读取；请合并成一个压缩包后提交。")
TOO_SLOW = Problem("timed-out", "解压超过时限；请改用zip重新压缩后提交。")


def open_rar(file: Path, gathering: Gathering) -> None:
    """Read the members of a RAR into ``gathering``."""
    rarfile.HACK_TMP_DIR = str(gathering.store.folder)
    try:
        archive = rarfile.RarFile(str(file), charset="gb18030", part_only=True)
    except rarfile.PasswordRequired:
        gathering.fail(LOCKED_WHOLE)
        return
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  a hostile header makes the library raise anything
        gathering.fail(BROKEN_WHOLE)
        return
    with archive:
        infos = archive.infolist()
        if archive.needs_password() and not infos:
            gathering.fail(LOCKED_WHOLE)
            return
        if not infos and archive.strerror():
            gathering.fail(BROKEN_WHOLE)
            return
        if archive.strerror():
            gathering.fail(CUT)
        with _cpu_bounded():
            _take_all(archive, infos, gathering)


def _take_all(archive: rarfile.RarFile, infos: list[rarfile.RarInfo], gathering: Gathering) -> None:
    end = time.monotonic() + SECONDS
    for info in infos:
        if info.is_dir():
            continue
        if not info.is_file():
            gathering.link()
            continue
        path = gathering.admit(info.filename)
        if path is None:
            continue
        if info.flags & SPLIT:
            gathering.leave_out(VOLUME)
        elif info.needs_password():
            gathering.tell(path, info.file_size, LOCKED)
        elif time.monotonic() > end:
            gathering.leave_out(TOO_SLOW)
        else:
            packed = None if archive.is_solid() else info.compress_size
            gathering.keep(path, info.file_size, packed, _chunks(archive, info, end), _broken)


def _chunks(archive: rarfile.RarFile, info: rarfile.RarInfo, end: float) -> Iterator[bytes]:
    if info.compress_type != rarfile.RAR_M0:
        # the other programs that rarfile knows lose members (bsdtar) or cannot unpack at all (7zip of Debian)
        rarfile.tool_setup(unrar=True, unar=True, bsdtar=False, sevenzip=False, sevenzip2=False)
    with archive.open(info) as stream:
        while chunk := stream.read(CHUNK):
            if time.monotonic() > end:
                raise TimeoutError
            yield chunk


def _broken(error: Exception) -> Problem:
    if isinstance(error, rarfile.RarCannotExec):
        return NEEDS_TOOL
    return TOO_SLOW if isinstance(error, TimeoutError) else BROKEN


@contextlib.contextmanager
def _cpu_bounded() -> Iterator[None]:
    """Bound the processor time of programs started meanwhile; a program left alone by a dead worker ends too."""
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    used = int(time.process_time())
    bound = used + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
