"""A report that was made before, as the source of what is to be noted in a file."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec
from msgspec import Struct

from review.errors import CannotRun, why
from review.intake import printable
from review.report import FindingEntry


class _Document(Struct, frozen=True):
    path: str
    sha256: str | None


class _Submission(Struct, frozen=True):
    path: str
    documents: tuple[_Document, ...]
    findings: tuple[FindingEntry, ...]


class _Report(Struct, frozen=True):
    version: Literal[1]
    submissions: tuple[msgspec.Raw, ...]


@dataclass(frozen=True)
class Told:
    """What a report says of a file: the path it names it by, whether it is all of its submission, the findings."""

    document: str
    alone: bool
    findings: tuple[FindingEntry, ...]


@dataclass(frozen=True)
class _Match:
    submission: str
    told: Told

    def path(self) -> str:
        """Return the path of the file as the report gives it, the submission's before the document's."""
        inside = self.told.document
        return (
            inside
            if self.told.alone and inside == PurePosixPath(self.submission).name
            else f"{self.submission}/{inside}"
        )


class PastReport:
    """A report of ``check`` in JSON. Raises CannotRun where it cannot be read or is none."""

    def __init__(self, file: Path) -> None:
        self._name = printable(file)
        try:
            self._report = msgspec.json.decode(file.read_bytes(), type=_Report)
        except OSError as error:
            raise CannotRun(f"--report {self._name}：无法读取（{why(error)}）。") from error
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise self._unusable(error) from error

    def of(self, file: Path, data: bytes) -> Told:
        """Return what the report says of a file with these bytes.

        Where several have the same bytes the one of the same path is meant. Raises CannotRun where none has, or where
        the paths do not tell which is meant.
        """
        digest = hashlib.sha256(data).hexdigest()
        found: list[_Match] = []
        named = False
        for submission in self._submissions():
            alone = len(submission.documents) == 1
            for document in submission.documents:
                match = _Match(submission.path, Told(document.path, alone, submission.findings))
                if document.sha256 == digest:
                    found.append(match)
                named = named or _ends(file, document.path)
        several = [one for one in found if _same(file, submission_file(one))] or [
            one for one in found if _ends(file, one.told.document)
        ]
        chosen = found if len(found) == 1 else several
        if len(chosen) == 1:
            return chosen[0].told
        shown = printable(file)
        if chosen or found:
            places = "、".join(one.path() for one in (chosen or found)[:5])
            raise CannotRun(
                f"{shown}：报告 {self._name} 里有{len(chosen or found)}份内容相同的材料（{places}），分不清是哪一份。",
                "请在检查时的目录里，用报告中的路径给出文件。",
            )
        if named:
            raise CannotRun(f"{shown}：内容和报告 {self._name} 检查时的不同，请重新检查后再批注。")
        raise CannotRun(f"{shown}：不在报告 {self._name} 里。", "不加 --report 可以单独检查这份文件并批注。")

    def _submissions(self) -> Iterator[_Submission]:
        for part in self._report.submissions:
            try:
                yield msgspec.json.decode(part, type=_Submission)
            except (msgspec.DecodeError, ValueError, RecursionError) as error:
                raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> CannotRun:
        return CannotRun(
            f"--report {self._name}：不是可以使用的报告（{error}）。",
            "请给出 shenyue check 用 --format json（或 -o 文件.json）得到的报告。",
        )


def submission_file(match: _Match) -> Path:
    """Return where the report's file lies, seen from the current folder."""
    return Path(match.path())


def _same(file: Path, other: Path) -> bool:
    try:
        return file.resolve() == other.resolve()
    except (OSError, RuntimeError, ValueError):
        return False


def _ends(file: Path, path: str) -> bool:
    """Tell whether a file's path ends as the report names a document."""
    parts = PurePosixPath(path).parts
    return bool(parts) and file.parts[-len(parts) :] == parts
