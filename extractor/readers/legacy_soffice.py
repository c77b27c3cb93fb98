"""LibreOffice as a converter: legacy Word bytes in, .docx bytes out, nothing trusted and nothing left behind.

``SHENYUE_SOFFICE`` is the path of the program, or ``none`` to do without it; otherwise ``soffice`` or ``libreoffice``
is looked for on the PATH. Each process has a profile of its own, used again from call to call and removed by
``legacy_keeper`` when the process ends: two programs on one profile fail without a word. The profile forbids macros
and everything a file would fetch; LibreOffice left as it comes loads linked pictures from the network.
"""

import atexit
import contextlib
import errno
import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from extractor.document import Format, UnreadReason
from extractor.readers import legacy_keeper

VARIABLE = "SHENYUE_SOFFICE"
NONE = "none"
WALL_SECONDS = 45.0  # a worker may read one file for 60 s: what is left is for reading it without LibreOffice
SECONDS_PER_BYTE = 0.05 / 50_000
SECONDS_PER_FILE = 2.0  # of a batch, beside what its size takes
ROOM = 20_000_000  # bytes; a conversion that failed on a disk with less left may have failed for that
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_MOST_OUTPUT = 600_000_000  # bytes
_ENDINGS: dict[str, str] = {"doc": ".doc", "wps": ".doc", "rtf": ".rtf"}
# org.openoffice.Office.Common and the like: group, property, value
_SETTINGS = (
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Misc", "UseLocking", "false"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),  # whatever would still be fetched goes to a port where nobody listens
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


class Conversion(Struct, frozen=True):
    """What became of one file: the bytes of a .docx, or why there are none (a reason and a Chinese sentence)."""

    docx: bytes | None
    reason: UnreadReason = "corrupt"
    message: str = ""


class LegacyFile(Struct, frozen=True):
    """One file to convert, and its true format: doc, wps or rtf."""

    data: bytes
    format: Format


FULL = Conversion(None, "limit", "临时目录空间不足，LibreOffice未能转换；请清理磁盘或用TMPDIR指定别处后重新检查")


def program() -> str | None:
    """Return the path of LibreOffice's program, None where it is switched off or not installed."""
    told = os.environ.get(VARIABLE, "").strip()
    if told.lower() == NONE:
        return None
    if told:
        return shutil.which(told)
    return shutil.which("soffice") or shutil.which("libreoffice")


def missing() -> Conversion:
    """Return the failure of a conversion for want of the program."""
    told = os.environ.get(VARIABLE, "").strip()
    if told.lower() == NONE:
        return Conversion(None, "needs-tool", "已设置不使用LibreOffice")
    if told:
        return Conversion(None, "needs-tool", f"{VARIABLE}所指的LibreOffice程序不存在或不能运行")
    return Conversion(None, "needs-tool", "本机未安装LibreOffice")


def convert(file: LegacyFile) -> Conversion:
    """Return what LibreOffice makes of one file. Never raises for a bad file or a bad LibreOffice."""
    return convert_many([file])[0]


def convert_many(files: Sequence[LegacyFile]) -> list[Conversion]:
    """Convert files in one run of LibreOffice, which saves its start for all but the first.

    Returns one Conversion for each, in their order, the same that ``convert`` gives: a file that takes LibreOffice
    down, or all its time, costs those after it theirs, so what has none is tried once more, each alone.
    """
    soffice = program()
    if soffice is None:
        return [missing()] * len(files)
    done = _run(soffice, files)
    if len(files) > 1:
        for index, conversion in enumerate(done):
            if conversion.docx is None:
                (done[index],) = _run(soffice, files[index : index + 1])
    return done


def _run(soffice: str, files: Sequence[LegacyFile]) -> list[Conversion]:
    """Return what one run makes of the files."""
    failed = Conversion(None, "corrupt", "LibreOffice未能转换该文件")
    if not files:
        return []
    try:
        folder = _profile()
        work = Path(tempfile.mkdtemp(prefix="run-", dir=folder))
    except OSError as error:
        if error.errno in _NO_ROOM:
            return [FULL] * len(files)
        return [Conversion(None, "needs-tool", "无法为LibreOffice建立临时文件夹")] * len(files)
    try:
        (work / "out").mkdir()
        names = []
        for index, file in enumerate(files):
            name = f"{index:05d}"
            (work / (name + _ENDINGS.get(file.format, ".doc"))).write_bytes(file.data)
            names.append(name)
        size = sum(len(file.data) for file in files)
        seconds = WALL_SECONDS + size * SECONDS_PER_BYTE + (len(files) - 1) * SECONDS_PER_FILE
        inputs = sorted(str(path) for path in work.iterdir() if path.is_file())
        ended = _soffice(soffice, folder, work / "out", inputs, seconds)
        if not ended:
            failed = Conversion(None, "timed-out", f"LibreOffice在{seconds:.0f}秒内没有转换完")
        found = [_output(work / "out" / f"{name}.docx") for name in names]
        if ended and None in found and shutil.disk_usage(work).free < ROOM:  # the program does not tell why it failed
            failed = FULL
        return [failed if docx is None else Conversion(docx) for docx in found]
    except OSError as error:
        if error.errno in _NO_ROOM:
            return [FULL] * len(files)
        return [Conversion(None, "needs-tool", "LibreOffice不能运行，或临时文件夹无法写入")] * len(files)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _soffice(soffice: str, folder: Path, out: Path, inputs: list[str], seconds: float) -> bool:
    """Run the program to its end; return False where it was killed, with all it started, after ``seconds``."""
    options = ["--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, *options, "--convert-to", "docx", "--outdir", str(out), *inputs]
    keeper = _keeper(folder)
    process = subprocess.Popen(  # noqa: S603  the program is the user's own choice, the arguments are ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=out,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(out.parent), "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)},
    )
    _tell(keeper, f"+{process.pid}")
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    else:
        return True
    finally:
        # its helpers too: the program may have ended and left one of them
        legacy_keeper.end_group(process.pid)
        process.wait()
        _tell(keeper, f"-{process.pid}")


def _output(file: Path) -> bytes | None:
    """Return the bytes of a .docx that exists, is no link, not empty, not huge, and opens; else None."""
    try:
        if file.is_symlink() or not 0 < file.stat().st_size <= _MOST_OUTPUT:
            return None
        data = file.read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return data if "word/document.xml" in archive.namelist() else None
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return None


def _profile() -> Path:
    """Return this process's own folder, made when it is first needed. Raises OSError where it cannot be."""
    return _folder_of(os.getpid())


@cache
def _folder_of(pid: int) -> Path:  # a forked child is another process: the number is the key
    folder = Path(tempfile.mkdtemp(prefix=f"shenyue-{pid}-"))
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{group}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>\n"
        for group, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )
    return folder


@cache
def _keeper(folder: Path) -> "subprocess.Popen[bytes]":
    """Start the process that cleans ``folder`` up when this one is gone. Raises OSError where it cannot be started."""
    keeper = subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-I", "-S", legacy_keeper.__file__, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    atexit.register(_dismiss, keeper)
    return keeper


def _dismiss(keeper: "subprocess.Popen[bytes]") -> None:
    """Let the keeper clean up and wait for it, where this process ends in order."""
    if keeper.stdin is not None:
        with contextlib.suppress(OSError):
            keeper.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        keeper.wait(10)


def _tell(keeper: "subprocess.Popen[bytes]", word: str) -> None:
    if keeper.stdin is not None:
        with contextlib.suppress(OSError):  # the keeper is gone: what it would have cleaned up is only litter
            keeper.stdin.write(word.encode() + b"\n")
            keeper.stdin.flush()
