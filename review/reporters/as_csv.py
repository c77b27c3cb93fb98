"""The findings as CSV: a line each, for a spreadsheet or a script.

UTF-8 with a byte order mark, so that Excel reads the Han characters; lines end as RFC 4180 says. All cells are quoted:
whatever a program takes for a separator, none is cut in two. A cell that a spreadsheet would take for a formula begins
with an apostrophe; a finding takes one line, line ends and tabs within a text are spaces.
"""

import csv
import io

from extractor.fact import KIND_NAMES
from review.layout import name_shown
from review.report import EvidenceEntry, FindingEntry, SubmissionEntry
from review.reporters import Checked, Ending, Look, Sink
from review.reporters.cells import cell_text
from review.reporters.words import KIND_WORDS, LEVEL_WORDS, change_words, compared_words, waived_words

HEADS = (
    "报送材料", "规则", "要求", "结论", "级别", "理由", "说明", "要求值", "实际值", "文件", "文件类别", "位置", "原文",
    "办法", "文号", "条款", "施行日期", "未读部分", "建议", "指纹", "认可", "与前次相比",
)  # fmt: skip
_FORMULA = tuple("=+-@＝＋－＠")  # the wide ones are read as the narrow by some
_BEFORE = " \u3000\xa0\"'“‘"  # what a program may take away before it looks


class Csv:
    """Writes the findings of each submission as they come; one line for a finding, its first evidence quoted."""

    def __init__(self, sink: Sink, _look: Look) -> None:
        self._sink = sink
        self._sink.write(b"\xef\xbb\xbf" + _line(HEADS))

    def add(self, checked: Checked) -> None:
        """Write the findings of one submission."""
        entry = checked.brief
        kinds = {document.path: KIND_NAMES[document.kind] for document in entry.documents}
        self._sink.write(b"".join(_line(_cells(entry, finding, kinds)) for finding in entry.findings))

    def close(self, _ending: Ending) -> None:
        """Write nothing: the lines are all there is."""


def _cells(entry: SubmissionEntry, finding: FindingEntry, kinds: dict[str, str]) -> tuple[str, ...]:
    first: EvidenceEntry | None = finding.evidence[0] if finding.evidence else None
    citation = finding.citation
    return (
        name_shown(entry.path),
        finding.rule,
        finding.title,
        KIND_WORDS[finding.kind],
        LEVEL_WORDS[finding.level] if finding.kind == "fail" and finding.level is not None else "",
        finding.reason,
        finding.message,
        compared_words(finding.expected) if finding.expected is not None else "",
        compared_words(finding.actual) if finding.actual is not None else "",
        name_shown(first.document) if first is not None else "",
        kinds.get(first.document, "") if first is not None else "",
        first.label if first is not None else "",
        first.quote if first is not None else "",
        citation.regulation,
        citation.number or "",
        citation.article,
        citation.effective or "",
        "；".join(f"{name_shown(part.document)}：{part.message}" for part in finding.unread),
        finding.suggestion or "",
        finding.fingerprint,
        waived_words(finding),
        change_words(finding),
    )


def _line(cells: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerow([harmless(cell) for cell in cells])
    return text.getvalue().encode("utf-8")


def harmless(cell: str) -> str:
    r"""Return a cell's text on one line and so that no spreadsheet runs it, without what no cell can hold.

    >>> harmless("=cmd|'/c calc'!A1"), harmless("-5"), harmless("质保期\0两\n年"), harmless(' "＝1')
    ("'=cmd|'/c calc'!A1", "'-5", '质保期两 年', '\' "＝1')
    """
    text = cell_text(cell).replace("\n", " ").replace("\t", " ")
    return f"'{text}" if text.lstrip(_BEFORE).startswith(_FORMULA) else text
