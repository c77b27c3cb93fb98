"""An earlier report of ``check``, read back strictly: JSON, or JSON lines. One submission is decoded at a time."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import msgspec
from msgspec import Struct

from review.errors import CannotRun, why
from review.intake import printable
from review.report import DocumentEntry, FindingEntry, ProfileEntry, RulebookEntry, SubmissionEntry, Summary, Tool
from review.verify.claims import decoded


class _Head(Struct, frozen=True):
    version: Literal[1]
    tool: Tool
    rulebooks: tuple[RulebookEntry, ...]
    submissions: tuple[msgspec.Raw, ...]


class _RunLine(Struct, frozen=True, tag_field="line", tag="run"):
    version: Literal[1]
    tool: Tool


class _SubmissionLine(Struct, frozen=True, tag_field="line", tag="submission"):
    path: str
    on: str | None
    on_reason: str
    profile: ProfileEntry
    assumed: tuple[str, ...]
    documents: tuple[DocumentEntry, ...]
    summary: Summary


class _FindingLine(Struct, frozen=True, tag_field="line", tag="finding"):
    submission: str
    finding: FindingEntry


class _EndLine(Struct, frozen=True, tag_field="line", tag="end"):
    submissions: int
    rulebooks: tuple[RulebookEntry, ...]


_Line = _RunLine | _SubmissionLine | _FindingLine | _EndLine
_LINE = cast("type[_Line]", _Line)  # told apart by their tags
_WRONG = (msgspec.DecodeError, ValueError, RecursionError)


@dataclass(frozen=True)
class Past:
    """An earlier report: the hash of its bytes, what wrote it under which rules, and its submissions."""

    shown: str
    sha256: str
    tool: Tool
    rulebooks: tuple[RulebookEntry, ...]
    _parts: tuple[msgspec.Raw, ...]
    _lines: tuple[SubmissionEntry, ...] | None

    def submissions(self) -> Iterator[SubmissionEntry]:
        """Yield the submissions in their order. Raises CannotRun at one that is not as the contract says."""
        if self._lines is not None:
            yield from self._lines
        for number, part in enumerate(self._parts, 1):
            try:
                entry = decoded(bytes(part), SubmissionEntry)
            except _WRONG as error:
                raise _unusable(self.shown, f"第{number}份报送材料：{error}") from error
            yield _checked(entry, self.shown)


def read_past(file: str, option: str = "") -> Past:
    """Return the earlier report in ``file`` (that of ``check``, ``.json`` or ``.jsonl``, told apart by its content).

    Raises CannotRun where it cannot be read, is no such report, is not whole or is of another version.
    """
    shown = f"{option}{printable(file)}"
    try:
        data = Path(file).read_bytes()
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else "路径里有不能用的字符"
        raise CannotRun(f"{shown}：无法读取（{reason}），请检查路径和权限。") from error
    digest = hashlib.sha256(data).hexdigest()
    text = data.removeprefix(b"\xef\xbb\xbf")
    try:
        first = text.split(b"\n", 1)[0]
        if b'"line"' in first[:40]:
            return _from_lines(text, shown, digest)
        head = decoded(text, _Head)
    except _WRONG as error:
        raise _unusable(shown, str(error)) from error
    return Past(shown, digest, head.tool, head.rulebooks, head.submissions, None)


def _from_lines(data: bytes, shown: str, digest: str) -> Past:
    """Return what the lines say. Raises ValueError where they are not a whole report."""
    tool: Tool | None = None
    end: _EndLine | None = None
    heads: dict[str, _SubmissionLine] = {}
    findings: dict[str, list[FindingEntry]] = {}
    for number, text in enumerate(data.split(b"\n"), 1):
        if not text.strip():
            continue
        if end is not None:
            raise ValueError(f"第{number}行：结束行之后还有内容")
        try:
            line = decoded(text, _LINE)
        except _WRONG as error:
            raise ValueError(f"第{number}行：{error}") from error
        if isinstance(line, _RunLine):
            tool = line.tool
        elif isinstance(line, _SubmissionLine):
            if line.path in heads:
                raise ValueError(f"第{number}行：报送材料重复")
            heads[line.path] = line
            findings[line.path] = []
        elif isinstance(line, _FindingLine):
            if line.submission not in heads:
                raise ValueError(f"第{number}行：结论所属的报送材料不在前面")
            findings[line.submission].append(line.finding)
        else:
            end = line
    if tool is None or end is None or end.submissions != len(heads):
        raise ValueError("报告不完整，可能是中断的检查留下的")
    entries = tuple(
        _checked(
            SubmissionEntry(
                head.path, head.on, head.on_reason, head.profile, head.assumed, head.documents,
                tuple(findings[head.path]), head.summary,
            ),
            shown,
        )
        for head in heads.values()
    )  # fmt: skip
    return Past(shown, digest, tool, end.rulebooks, (), entries)


def _checked(entry: SubmissionEntry, shown: str) -> SubmissionEntry:
    """Return an entry in which each rule stands once and the sums are right, as ``check`` writes it."""
    if len({finding.rule for finding in entry.findings}) < len(entry.findings):
        raise _unusable(shown, "同一份报送材料里有重复的规则")
    summary = entry.summary
    told = summary.passed + summary.fail + summary.review + summary.open + summary.not_applicable
    if told != len(entry.findings):
        raise _unusable(shown, "结论的数目与小计不符")
    return entry


def _unusable(shown: str, said: str) -> CannotRun:
    return CannotRun(
        f"{shown}：不是可以对照的报告（{said}）。",
        "请给出 shenyue check 用 --format json 或 jsonl（或 -o 文件.json、文件.jsonl）得到的完整报告，且没有改动过。",
    )
