"""A report in JSON lines (``.jsonl``) as the one JSON text that says the same, and whether its lines are whole."""

from typing import cast

import msgspec
from msgspec import structs

from review.encode import to_line
from review.report import FindingEntry, Report, SubmissionEntry, Tool
from review.reporters import Ending, Totals
from review.reporters.as_lines import EndLine, FindingLine, RunLine, SubmissionLine, end_line
from review.verify.claims import decoded
from review.verify.written import compact, same

_Line = RunLine | SubmissionLine | FindingLine | EndLine
_LINE = cast("type[_Line]", _Line)  # told apart by their tags


def is_lines(data: bytes) -> bool:
    """Tell whether a report is of lines, by its first."""
    return b'"line"' in data.split(b"\n", 1)[0][:40]


def as_one(data: bytes) -> tuple[bytes, bool]:
    """Return lines as one JSON text, and whether they are as this program writes them, with the sums of the last line.

    Raises ValueError or what the decoder raises where they are no whole report.
    """
    tool: Tool | None = None
    end: EndLine | None = None
    entries: list[SubmissionEntry] = []
    findings: list[list[FindingEntry]] = []
    as_written = True
    for number, text in enumerate(data.split(b"\n"), 1):
        if not text.strip():
            continue
        try:
            line = decoded(text, _LINE)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise ValueError(f"第{number}行：{error}") from error
        as_written = as_written and same(compact(text), line)
        if end is not None or (tool is None) != isinstance(line, RunLine):
            raise ValueError(f"第{number}行：行的顺序不对")
        if isinstance(line, RunLine):
            tool = line.tool
        elif isinstance(line, SubmissionLine):
            entries.append(_entry(line))
            findings.append([])
        elif isinstance(line, FindingLine):
            if not entries or line.submission != entries[-1].path:
                raise ValueError(f"第{number}行：结论所属的报送材料不在前面")
            findings[-1].append(line.finding)
        else:
            end = line
    if tool is None or end is None:
        raise ValueError("报告不完整，可能是中断的检查留下的")
    totals = Totals()
    whole = tuple(structs.replace(one, findings=tuple(own)) for one, own in zip(entries, findings, strict=True))
    for entry in whole:
        totals.add(entry)
    as_written = as_written and end == end_line(Ending(end.rulebooks, totals))
    return to_line(Report(1, tool, end.rulebooks, whole)), as_written


def _entry(line: SubmissionLine) -> SubmissionEntry:
    return SubmissionEntry(
        line.path, line.on, line.on_reason, line.profile, line.assumed, line.documents, (), line.summary, line.baseline
    )
