"""What stops a run, and the exit codes of the output contract."""

import errno
from enum import IntEnum

WHY = {
    errno.ENOENT: "找不到文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一级不是文件夹",
    errno.ENAMETOOLONG: "名称过长",
    errno.ELOOP: "链接绕成了圈",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件过大",
    errno.EMFILE: "打开的文件过多",
    errno.ENFILE: "打开的文件过多",
    errno.ENOMEM: "内存不足",
}
OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EFBIG)  # not of what is written there


class ExitCode(IntEnum):
    """The exit codes of the output contract."""

    CLEAN = 0
    FINDINGS = 1
    NOT_RUN = 2
    UNREAD = 3
    INTERRUPTED = 130


class CannotRun(Exception):  # noqa: N818  it is a state of the run, told as a sentence, not an error of the program
    """The run could not be made; ``sentences`` tell a person what, where and what to do, one line each."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def why(error: OSError) -> str:
    """Return in Chinese why the system refused a file.

    >>> why(PermissionError(errno.EACCES, "Permission denied"))
    '没有权限'
    """
    return WHY.get(error.errno or 0) or error.strerror or "系统没有说明原因"


def nearest(word: str, known: list[str] | tuple[str, ...], most: int = 3) -> list[str]:
    """Return the ``known`` words that ``word`` was most likely meant to be, best first; empty where none is close.

    >>> nearest("concole", ["console", "json"])
    ['console']
    """
    import difflib  # noqa: PLC0415  only needed once something is wrong

    return difflib.get_close_matches(word, known, n=most, cutoff=0.55)


def bad_choice(option: str, word: str, known: list[str] | tuple[str, ...]) -> CannotRun:
    """Return the refusal of a word outside a closed list, with the nearest words and the whole list."""
    close = nearest(word, known)
    hint = f"您是否要用：{'、'.join(close)}？" if close else ""
    return CannotRun(f"{option} 不认识“{word}”。{hint}可用的有：{'、'.join(known)}。")
