r"""From the paths of the command line to submissions: which files belong together, and what was left aside.

Opens no document. Paths are kept twice: as the system's own (``file``, any bytes) and as they are reported
(``path``, always valid Unicode; bytes that are no UTF-8 stand there as ``\xff``).
"""

import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from extractor.document import Format, UnreadReason
from review.errors import why
from review.filetypes import PROFILE_NAME, Role, annotated_name, is_lock_file, is_system_folder, role_of

By = Literal["auto", "folder", "file"]
ASIDE_WORDS = {Role.SYSTEM: "锁文件和系统文件", Role.ASIDE: "图纸、音视频、程序和数据文件"}
LISTED = (Role.DOCUMENT, Role.LIGHT, Role.ARCHIVE, Role.UNKNOWN)
DEPTH = 48  # folders below a path; more is a trap, not a project
ENTRIES = 200_000  # files and folders below a path


@dataclass(frozen=True)
class Lost:
    """Why there is nothing to open: of a member of an archive, or of an archive itself (``partial``: in part)."""

    reason: UnreadReason
    message: str
    format: Format = "unknown"
    bytes: int = 0
    sha256: str = ""
    partial: bool = False


@dataclass(frozen=True)
class Listing:
    """One document of a submission: ``file`` to open, ``path`` as it is reported, relative to the submission.

    ``archive`` is True for a file that is to be opened for its members (``review.unpack``), ``private`` for a
    member of one, which lies where no other machine sees it.
    """

    file: Path
    path: str
    archive: bool = False
    lost: Lost | None = None
    private: bool = False


@dataclass(frozen=True)
class Package:
    """One submission as found on disk.

    ``profile`` is its ``submission.yaml`` with the name a person knows it by; ``passed_by`` one that does not hold.
    """

    path: str
    listings: tuple[Listing, ...]
    profile: Listing | None = None
    passed_by: Path | None = None


@dataclass
class Intake:
    """What the paths held. ``aside`` counts what was left aside, by reason; ``problems`` are sentences for a person."""

    packages: list[Package] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    missing: int = 0
    own: frozenset[str] = frozenset()

    def aside_sentence(self) -> str | None:
        """Return one sentence that counts what was left aside, or None where nothing was."""
        if not self.aside:
            return None
        parts = [f"{reason}{count}个" for reason, count in sorted(self.aside.items())]
        return f"未作为材料处理：{'，'.join(parts)}。"


def printable(path: str | os.PathLike[str]) -> str:
    r"""Return ``path`` as valid Unicode; bytes that are no UTF-8 are written out.

    >>> printable("合同\udcff.docx")
    '合同\\xff.docx'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def find_packages(paths: list[str], by: By, own: frozenset[str] = frozenset()) -> Intake:
    """Return the submissions that ``paths`` hold, sorted by path; files inside sorted by path too.

    ``own`` are real paths of reports that the command is to write again: they are no papers, and shape no submission.
    A path that does not exist is counted in ``missing`` and told in ``problems``; nothing is raised.
    """
    intake = Intake(own=own)
    seen: set[str] = set()
    for path in paths:
        key = os.path.realpath(path)
        if key in seen:
            intake.problems.append(f"{printable(path)}：重复给出，只检查一次。")
            continue
        seen.add(key)
        _take(path, by, intake)
    intake.packages.sort(key=lambda package: package.path)
    return intake


def find_files(paths: list[str]) -> tuple[list[Listing], Intake]:
    """Return every document under ``paths``, each reported under its path as given (or below the one given)."""
    intake = Intake()
    listings = []
    for path in paths:
        _take(path, "file", intake)
        for package in sorted(intake.packages, key=lambda package: package.path):
            (listing,) = package.listings
            listings.append(Listing(listing.file, package.path, archive=listing.archive))
        intake.packages.clear()
    return listings, intake


def _take(path: str, by: By, intake: Intake) -> None:
    given = Path(path)
    try:
        mode = given.stat().st_mode
    except (OSError, ValueError) as error:
        intake.missing += 1
        intake.problems.append(_missing_sentence(path, error))
        return
    if stat.S_ISREG(mode):
        _take_file(path, given, intake)
    elif stat.S_ISDIR(mode):
        _Walk(path, intake).take(by)
    else:
        intake.missing += 1
        intake.problems.append(f"{printable(path)}：既不是文件也不是文件夹，无法检查。")


def _missing_sentence(path: str, error: OSError | ValueError) -> str:
    if isinstance(error, PermissionError):
        return f"{printable(path)}：没有访问权限，请检查文件或文件夹的权限。"
    if isinstance(error, FileNotFoundError):
        return f"{printable(path)}：找不到这个文件或文件夹，请检查路径是否写对。"
    reason = why(error) if isinstance(error, OSError) else "路径无效"
    return f"{printable(path)}：无法打开（{reason}），请检查路径。"


def _take_file(path: str, file: Path, intake: Intake) -> None:
    """Take a file given directly as one submission, whatever its ending; but ``*.docx`` names lock files too."""
    if is_lock_file(file.name):
        intake.aside[ASIDE_WORDS[Role.SYSTEM]] += 1
        return
    profile = file.parent / PROFILE_NAME
    if file.name == PROFILE_NAME:
        intake.aside["项目信息文件"] += 1
        intake.problems.append(f"{printable(path)}：这是项目信息文件，不是材料；请给出它所在的文件夹。")
        return
    passed_by = profile if profile.is_file() else None
    listing = Listing(file, printable(file.name), archive=role_of(file) is Role.ARCHIVE)
    intake.packages.append(Package(printable(path), (listing,), passed_by=passed_by))


class _Folder:
    """One folder as listed: its files by role and its subfolders, both in the order of their names."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: list[tuple[Path, Role]] = []
        self.folders: list[_Folder] = []

    def has(self, *roles: Role) -> bool:
        return any(role in roles for _, role in self.files)

    def holds_any(self) -> bool:
        return self.has(*LISTED, Role.PROFILE) or any(folder.holds_any() for folder in self.folders)

    def everything(self) -> Iterator[tuple[Path, Role]]:
        yield from self.files
        for folder in self.folders:
            yield from folder.everything()


class _Walk:
    """The walk below one folder given on the command line."""

    def __init__(self, given: str, intake: Intake) -> None:
        self.given = given
        self.intake = intake
        self.root = Path(given)
        self.real_root = Path(os.path.realpath(given))
        self.entries = 0

    def take(self, by: By) -> None:
        top = self._list(self.root, (self.real_root,))
        if by == "folder":
            self._whole(top)
        elif by == "file":
            self._each(top.everything())
        else:
            self._auto(top)

    def _auto(self, folder: _Folder) -> None:
        below = [sub for sub in folder.folders if sub.holds_any()]
        if folder.has(Role.PROFILE, Role.DOCUMENT) or (not below and folder.has(Role.LIGHT)):
            self._whole(folder)
            return
        self._each((file, role) for file, role in folder.files if role is Role.ARCHIVE)
        strays = sum(role in (Role.LIGHT, Role.UNKNOWN) for _, role in folder.files)
        if strays:
            self.intake.aside["不在任何一份报送材料文件夹中的说明文件等"] += strays
        for sub in below:
            self._auto(sub)

    def _whole(self, folder: _Folder) -> None:
        """Make one submission of all that is under ``folder``."""
        listings, nested = [], 0
        profile = None
        for file, role in folder.everything():
            if role is Role.PROFILE and file.parent == folder.path:
                profile = Listing(file, printable(file))
            elif role is Role.PROFILE:
                nested += 1
            elif role in LISTED:
                path = printable(file.relative_to(folder.path).as_posix())
                listings.append(Listing(file, path, archive=role is Role.ARCHIVE))
        if nested:
            self.intake.problems.append(
                f"{self._report(folder.path)}：其中下级文件夹的{PROFILE_NAME}未采用，整个文件夹按一份报送材料检查。"
            )
        if listings:
            listings.sort(key=lambda listing: listing.path)
            self.intake.packages.append(Package(self._report(folder.path), tuple(listings), profile))

    def _each(self, files: Iterator[tuple[Path, Role]]) -> None:
        """Make one submission of each file."""
        for file, role in files:
            if role in LISTED:
                listing = Listing(file, printable(file.name), archive=role is Role.ARCHIVE)
                self.intake.packages.append(Package(self._report(file), (listing,)))

    def _report(self, path: Path) -> str:
        """Return the path as given on the command line, with what lies below it."""
        below = path.relative_to(self.root)
        return printable(self.given if below == Path() else os.path.join(self.given, below))  # noqa: PTH118  keeps the path as given

    def _list(self, path: Path, above: tuple[Path, ...]) -> _Folder:
        """List ``path`` and all below. ``above`` are the real paths of the folders down to it, against circles."""
        folder = _Folder(path)
        try:
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError as error:
            self.intake.missing += 1
            self.intake.problems.append(_missing_sentence(str(path), error))
            return folder
        for entry in entries:
            self.entries += 1
            if self.entries > ENTRIES:
                self.intake.missing += 1
                self.intake.problems.append(
                    f"{printable(self.given)}：文件超过{ENTRIES}个，其余的没有列入；请分批检查。"
                )
                break
            self._add(folder, Path(entry.path), entry, above)
        self._part_from_copies(folder)
        return folder

    def _part_from_copies(self, folder: _Folder) -> None:
        """Leave aside what ``annotate`` wrote beside a file; else everything in it would be found twice.

        A name hides nothing: what says more than its original, but for our notes and clauses, is a paper.
        """
        originals = {annotated_name(file.name): file for file, _ in folder.files}
        for file, role in [one for one in folder.files if one[0].name in originals]:
            from review.annotate.copies import adds_nothing  # noqa: PLC0415  few folders have one

            original = originals[file.name]
            if not adds_nothing(original, file):
                self.intake.problems.append(
                    f"{printable(file)}：内容与“{printable(original.name)}”不同，作为材料检查；如果是以前的批注本，请移走。"
                )
                continue
            folder.files.remove((file, role))
            self.intake.aside["批注本"] += 1
            self.intake.problems.append(
                f"{printable(file)}：原件在旁边，这是它的批注本，未作为材料；要检查它请直接给出。"
            )

    def _add(self, folder: _Folder, path: Path, entry: "os.DirEntry[str]", above: tuple[Path, ...]) -> None:
        real = above[-1] / entry.name
        try:
            if entry.is_symlink():
                real = Path(os.path.realpath(path))
                if not real.is_relative_to(self.real_root):
                    self._refuse(path, "指向所给路径之外的链接")
                    return
            mode = entry.stat().st_mode
        except OSError as error:
            if entry.is_symlink():
                self._refuse(path, "失效的链接或无法访问的文件")
            else:  # it is there and may be what is looked for
                self.intake.missing += 1
                self.intake.problems.append(_missing_sentence(str(path), error))
            return
        if stat.S_ISDIR(mode):
            self._add_folder(folder, path, real, above)
        elif stat.S_ISREG(mode):
            role = role_of(path)
            if str(real) in self.intake.own:
                self.intake.aside["这条命令写的报告"] += 1
            elif role in ASIDE_WORDS:
                self.intake.aside[ASIDE_WORDS[role]] += 1
            else:
                folder.files.append((path, role))
        else:
            self._refuse(path, "设备、管道等特殊文件")

    def _add_folder(self, folder: _Folder, path: Path, real: Path, above: tuple[Path, ...]) -> None:
        if is_system_folder(path.name):
            self.intake.aside["系统文件夹"] += 1
        elif real in above:
            self._refuse(path, "绕回上级文件夹的链接")
        elif len(above) > DEPTH:
            self.intake.missing += 1
            self.intake.problems.append(f"{printable(path)}：文件夹嵌套超过{DEPTH}层，其中的文件没有列入。")
        else:
            folder.folders.append(self._list(path, (*above, real)))

    def _refuse(self, path: Path, why: str) -> None:
        self.intake.aside[why] += 1
        self.intake.problems.append(f"{printable(path)}：{why}，未读取。")
