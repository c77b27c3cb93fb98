"""A report that is a file for one submission and a folder of files for several, which only the end of the run tells.

Until then all of it waits in a file without a name. A run that does not end well leaves nothing; a rerun puts its
files in the place of those before, and takes away what an earlier run left there unless a person has changed it.
"""

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from review.errors import CannotRun, why
from review.layout import shown
from review.output import check_writable, say, written_whole

# lists the files of the last run with their hashes, as sha256sum does; what stands in it and is unchanged is ours
LIST = ".shenyue-files"
LONGEST = 150  # bytes of a name; systems allow 255, with an ending and a number
MOST_FOLDERS = 100
_BETWEEN = re.compile(r"/|\\(?!x[0-9a-f]{2})")  # what parts a path; a byte that is no text stands as \xff in it
_LINE = re.compile(r"([0-9a-f]{64})  ([^/\\\x00-\x1f]+)")
_NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)


def folder_of(file: Path) -> Path:
    """Return the folder that holds the reports where they are several: ``r`` for ``r.docx``.

    A folder that holds other things may be what is checked, and reports among its papers would be checked with them
    the next time: then it is the first free of ``r（意见书）``, ``r（意见书2）`` and so on.
    """
    wanted = file.with_suffix("")
    others = (wanted.with_name(f"{wanted.name}（意见书{number}）") for number in ("", *range(2, MOST_FOLDERS)))
    return next((folder for folder in (wanted, *others) if _is_free(folder)), wanted)


def _is_free(folder: Path) -> bool:
    """Tell whether reports may be put into ``folder``: it is not there, is empty, or is that of an earlier run."""
    if not os.path.lexists(folder):
        return True
    return folder.is_dir() and ((folder / LIST).is_file() or next(folder.iterdir(), None) is None)


def check_shelf(file: Path) -> None:
    """Raise CannotRun where neither ``file`` nor a folder beside it could be written at the end of the run."""
    check_writable(file)
    if not os.access(file.parent, os.W_OK):
        raise CannotRun(f"-o {file}：没有写入权限，请换一个位置。")


class Shelf:
    """Takes the files of a report one by one; none is held in memory."""

    def __init__(self, waiting: BinaryIO, ending: str) -> None:
        self._waiting = waiting
        self._ending = ending
        self._files: list[tuple[str, int]] = []

    def put(self, name: str, data: bytes) -> None:
        """Take the file of the submission that is called ``name`` (any text). Raises CannotRun on a full disk."""
        self._waiting.write(data)
        self._files.append((name, len(data)))

    def __len__(self) -> int:
        return len(self._files)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Give back every file under the name it may have on any system, in the order they came."""
        self._waiting.seek(0)
        names = safe_names(name for name, _ in self._files)
        for name, (_, size) in zip(names, self._files, strict=True):
            yield name + self._ending, self._waiting.read(size)


@contextlib.contextmanager
def written_each(file: Path, aside: Callable[[], BinaryIO]) -> Iterator[Shelf]:
    """Give a shelf whose files stand once the block has ended well: one as ``file``, several in ``folder_of(file)``.

    ``aside`` gives the file without a name in which they wait. Raises CannotRun where they cannot be written.
    """
    shelf = Shelf(aside(), file.suffix)
    yield shelf
    if len(shelf) == 1:
        (whole,) = shelf.files()
        with written_whole(file) as stream:
            stream.write(whole[1])
    elif len(shelf) > 1:
        try:
            folder = folder_of(file)
            _fill(folder, shelf)
        except OSError as error:
            raise CannotRun(f"-o {file}：同名的文件夹写入失败（{why(error)}）。") from error
        if folder != file.with_suffix(""):
            say(f"-o {file}：文件夹 {file.with_suffix('')} 里有别的内容，{len(shelf)}份意见书写入 {folder}。")


def _fill(folder: Path, shelf: Shelf) -> None:
    """Write the files of a shelf beside ``folder``, then move them there; ``folder`` may hold other files."""
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name[:60]}."))
    try:
        digests = {}
        for name, data in shelf.files():
            (beside / name).write_bytes(data)
            digests[name] = hashlib.sha256(data).hexdigest()
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
        (beside / LIST).write_text(lines, encoding="utf-8", newline="\n")
        if not folder.exists():
            beside.chmod(0o777 & ~_umask())
            beside.rename(folder)
            return
        earlier = listed(folder)
        for name in (*digests, LIST):
            (beside / name).replace(folder / name)
        for name, digest in earlier.items():
            if name not in digests:
                _take_away(folder / name, digest)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def listed(folder: Path) -> dict[str, str]:
    """Return names of the files of the last run in ``folder``, with their SHA-256; empty where there are none."""
    try:
        lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    matches = filter(None, map(_LINE.fullmatch, lines))
    return {match[2]: match[1] for match in matches}


def _take_away(file: Path, digest: str) -> None:
    """Remove a file of an earlier run, unless a person has written in it."""
    with contextlib.suppress(OSError):
        if not file.is_symlink() and hashlib.sha256(file.read_bytes()).hexdigest() == digest:
            file.unlink()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def safe_names(paths: Iterable[str]) -> list[str]:
    r"""Return a file name for each path, its last part, such as any system takes, no two alike; numbered in order.

    >>> safe_names(["送审/医院", "上报/医院", "合同.pdf", "../..", "a/NUL", "x:y?", r"C:\送审\甲", r"送审/\xbb\xb5"])
    ['医院', '医院 (2)', '合同.pdf', '报送材料', '_NUL', 'x_y_', '甲', '_xbb_xb5']
    """
    taken: set[str] = set()
    names = []
    for path in paths:
        plain = _safe(path)
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names


def _safe(path: str) -> str:
    last = next((part for part in reversed(_BETWEEN.split(path)) if part.strip(" .")), "")
    written = unicodedata.normalize("NFC", _NOT_IN_A_NAME.sub("_", last))
    # what is left and cannot be shown is written out, and its backslash is none of a path
    name = shown(written).replace("\\", "_").strip(" .")
    while len(name.encode("utf-8", "replace")) > LONGEST:
        name = name[:-1].rstrip(" .")
    if not name:
        return "报送材料"
    # a device of one system, an option, a hidden file or a lock file of another
    return f"_{name}" if _DEVICES.fullmatch(name) or name[0] in "-~$" else name
