"""Submissions whose archives are opened: each archive in a worker of its own turn, its members listed in its place.

The members lie in a private folder, in files named by their hash, for as long as the ``with`` block lasts.
"""

import contextlib
import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as changed
from pathlib import Path, PurePosixPath

from extractor.archives import ArchiveLimits, Member, Opened, Problem, open_archive
from review.batch import digest_of, seconds_for, size_of
from review.errors import why
from review.filetypes import PROFILE_NAME, Role, is_system_folder, role_of, role_of_name
from review.intake import ASIDE_WORDS, Intake, Listing, Lost, Package
from review.pool import Loss, Pool, cores
from review.scratch import scratch

DEPTH = 5  # archives inside one another
NESTED = 1_000  # archives inside one that is given
LIMITS = ArchiveLimits()
FIRST_DOCUMENTS, GROUP_DOCUMENTS = 32, 512  # that are read as one portion; an archive counts as one
GROUP_BYTES = 1_000_000_000  # of archives that are open at a time; their members take room on the disk
EMPTY = Problem("empty", "压缩包里没有文件，请重新压缩后提交。")
TOO_DEEP = Problem("limit", f"压缩包嵌套超过{DEPTH}层，没有打开；请解压后提交。")
TOO_MANY = Problem("limit", f"压缩包内的压缩包超过{NESTED}个，没有打开；请拆分后提交。")
NO_MEMORY = Problem("limit", "打开压缩包所需内存超过上限，未读取；请重新压缩后提交。")


@dataclass(frozen=True)
class OpenTask:
    """One archive to open into ``folder``, with what is left of the limits of the archive it was given in."""

    file: str
    folder: str
    bytes_left: int
    members_left: int


@dataclass(frozen=True)
class _Pending:
    """An archive still to open: where it is, its path in the report, how deep it lies."""

    file: Path
    path: str
    depth: int


@dataclass
class _Root:
    """An archive that was given, with all that came out of it so far."""

    shown: str
    queue: deque[_Pending]
    bytes_left: int
    members_left: int
    nested: int = 0
    listings: list[Listing] = field(default_factory=list)
    profiles: list[tuple[str, Listing]] = field(default_factory=list)
    tops: set[str] = field(default_factory=set)


def grouped(packages: Sequence[Package]) -> Iterator[list[Package]]:
    """Yield the packages in their order, in groups whose archives may be open at the same time.

    The first groups are small, so that the first results come at once; no group holds more than the memory should.
    """
    group: list[Package] = []
    held = documents = 0
    most = FIRST_DOCUMENTS
    for package in packages:
        size = sum(size_of(listing.file) or 0 for listing in package.listings if listing.archive)
        if group and (held + size > GROUP_BYTES or documents + len(package.listings) > most):
            yield group
            group, held, documents = [], 0, 0
            most = min(2 * most, GROUP_DOCUMENTS)
        group.append(package)
        held += size
        documents += len(package.listings)
    if group:
        yield group


@contextlib.contextmanager
def unpacked(packages: Sequence[Package], intake: Intake, *, jobs: int | None) -> Iterator[list[Package]]:
    """Give the packages with the members of their archives listed; those that hold no document are left out.

    What a person should know of the archives is added to ``intake``. Raises nothing for a bad archive.
    """
    if not any(listing.archive for package in packages for listing in package.listings):
        yield list(packages)
        return
    with scratch() as folder:
        roots = {
            (number, listing.path): _root(package, listing)
            for number, package in enumerate(packages)
            for listing in package.listings
            if listing.archive
        }
        _open_all(list(roots.values()), folder, intake, jobs or cores())
        results = [_joined(package, number, roots, intake) for number, package in enumerate(packages)]
        yield [package for package in results if package.listings]


def open_one(task: OpenTask) -> Opened:
    """Open one archive; what runs in a worker. Never raises."""
    limits = ArchiveLimits(members=task.members_left, total_bytes=task.bytes_left)
    try:
        return open_archive(Path(task.file), Path(task.folder), _is_wanted, limits)
    except OSError as error:
        problem = Problem("corrupt", f"压缩包无法打开（{why(error)}），请检查权限和磁盘空间或重新提交。")
    except MemoryError:
        problem = NO_MEMORY
    return Opened(problems=(problem,))


def _is_wanted(path: str) -> bool:
    return not _in_system_folder(path) and role_of_name(PurePosixPath(path).name) not in ASIDE_WORDS


def _in_system_folder(path: str) -> bool:
    return any(is_system_folder(part) for part in PurePosixPath(path).parts[:-1])


def _open_all(roots: list[_Root], folder: Path, intake: Intake, jobs: int) -> None:
    """Open every archive, those inside archives too.

    One of each root at a time: what it leaves of the limits is what the next may spend, with any number of workers.
    """
    with Pool(open_one, _seconds, min(jobs, len(roots))) as pool:
        while turn := [(root, root.queue.popleft()) for root in roots if root.queue]:
            tasks = [
                OpenTask(str(pending.file), str(folder), root.bytes_left, root.members_left) for root, pending in turn
            ]
            outcomes = dict(pool.run(tasks))
            for position, (root, pending) in enumerate(turn):
                _take(root, pending, outcomes[position], folder, intake)


def _root(package: Package, listing: Listing) -> _Root:
    pending = _Pending(listing.file, listing.path, 1)
    return _Root(_shown(package, listing), deque([pending]), LIMITS.total_bytes, LIMITS.members)


def _seconds(task: OpenTask) -> float:
    return seconds_for(Path(task.file))


def _take(root: _Root, pending: _Pending, outcome: Opened | Loss, folder: Path, intake: Intake) -> None:
    """Add to ``root`` what came out of one of its archives."""
    if isinstance(outcome, Loss):
        outcome = Opened(problems=(Problem(outcome.reason, outcome.message),))
    if not outcome.is_archive:
        root.listings.append(Listing(pending.file, pending.path, private=pending.depth > 1))
        return
    root.bytes_left -= outcome.bytes_kept
    root.members_left -= len(outcome.members) + len(outcome.unwanted)
    for member in outcome.members:
        _take_member(root, pending, member, folder)
    for path in outcome.unwanted:
        role = Role.SYSTEM if _in_system_folder(path) else role_of_name(PurePosixPath(path).name)
        intake.aside[ASIDE_WORDS[role or Role.SYSTEM]] += 1
    if pending.depth == 1:
        files = [*(member.path for member in outcome.members), *outcome.unwanted]
        root.tops = {PurePosixPath(path).parts[0] for path in files if not _in_system_folder(path)}
    problems = outcome.problems
    if not (outcome.members or outcome.unwanted or problems):
        problems = (EMPTY,)
    if problems:
        partial = any(member.sha256 is not None for member in outcome.members)
        root.listings.append(_lost_archive(pending, problems, partial=partial))
    _tell(root, pending, outcome, intake)


def _take_member(root: _Root, pending: _Pending, member: Member, folder: Path) -> None:
    path = f"{pending.path}!/{member.path}"
    if member.sha256 is None:
        problem = member.problem or EMPTY
        lost = Lost(problem.reason, problem.message, bytes=member.bytes)
        root.listings.append(Listing(pending.file, path, lost=lost))
        return
    file = folder / member.sha256
    role = role_of(file, PurePosixPath(member.path).name)
    if role is Role.PROFILE:
        inner = path.partition("!/")[2]
        root.profiles.append((inner, Listing(file, f"{root.shown}!/{inner}")))
    elif role is not Role.ARCHIVE:
        root.listings.append(Listing(file, path, private=True))
    elif pending.depth == DEPTH or root.nested == NESTED:
        problem = TOO_DEEP if pending.depth == DEPTH else TOO_MANY
        root.listings.append(_lost_archive(_Pending(file, path, pending.depth), (problem,), partial=False))
    else:
        root.nested += 1
        root.queue.append(_Pending(file, path, pending.depth + 1))


def _lost_archive(pending: _Pending, problems: Sequence[Problem], *, partial: bool) -> Listing:
    """Return the listing of an archive as a document of its own, for what of it was not read."""
    digest = digest_of(pending.file)
    lost = Lost(
        reason=problems[0].reason,
        message="".join(problem.message for problem in problems),
        format="archive",
        bytes=size_of(pending.file) or 0,
        sha256="" if digest is None else digest.hex(),
        partial=partial,
    )
    return Listing(pending.file, pending.path, lost=lost)


def _tell(root: _Root, pending: _Pending, outcome: Opened, intake: Intake) -> None:
    """Say in one sentence each what an archive holds that a careful person would look at."""
    inner = pending.path.partition("!/")[2]
    name = f"{root.shown}!/{inner}" if inner else root.shown
    if outcome.links:
        intake.aside["压缩包内的链接等特殊文件"] += outcome.links
        intake.problems.append(f"{name}：压缩包内有{outcome.links}个链接等特殊文件，未读取。")
    if outcome.escaping:
        count, first = len(outcome.escaping), outcome.escaping[0]
        intake.problems.append(f"{name}：压缩包内有{count}个文件的路径指向包外（如{first!r}），已去掉越界部分后读取。")
    if outcome.renamed:
        count, first = len(outcome.renamed), outcome.renamed[0]
        intake.problems.append(f"{name}：压缩包内有{count}个文件与别的文件同名，已加序号区分（如“{first}”）。")


def _joined(package: Package, number: int, roots: dict[tuple[int, str], _Root], intake: Intake) -> Package:
    """Return the package with the members of its archives in their place, sorted by path."""
    listings: list[Listing] = []
    mine = [root for (owner, _), root in roots.items() if owner == number]
    for listing in package.listings:
        listings += roots[number, listing.path].listings if listing.archive else [listing]
    profile = package.profile
    if profile is None and len(package.listings) == 1 and mine:
        profile = _own_profile(mine[0])
    nested = sum(one is not profile for root in mine for _, one in root.profiles)
    if nested:
        intake.problems.append(f"{package.path}：压缩包里另有{nested}个{PROFILE_NAME}未采用，按一份报送材料检查。")
    listings.sort(key=lambda listing: listing.path)
    return changed(package, listings=tuple(listings), profile=profile)


def _own_profile(root: _Root) -> Listing | None:
    """Return the ``submission.yaml`` at the top of an archive, or at the top of its only folder."""
    at = dict(root.profiles)
    if PROFILE_NAME in at:
        return at[PROFILE_NAME]
    return at.get(f"{next(iter(root.tops))}/{PROFILE_NAME}") if len(root.tops) == 1 else None


def _shown(package: Package, listing: Listing) -> str:
    """Return the path of an archive as a person gave it."""
    if package.path == listing.path or package.path.endswith(f"/{listing.path}"):
        return package.path
    return os.path.join(package.path, listing.path)  # noqa: PTH118  keeps the path as given
