"""How the requirements of regulations are checked, on a terminal and as tables for people to read elsewhere."""

from checks.coverage import MANNERS, Manner
from review.layout import Paper, width
from review.reporters.rules_console import STATUS
from review.rules_report import CoverageCounts, CoverageReport, CoveredBook

MANNER_WORDS: dict[Manner, str] = {
    "judged": "判断",
    "partly": "部分判断",
    "outside": "材料看不出",
    "lost": "原文缺失",
}
_MARKS: dict[Manner, tuple[str, str]] = {
    "judged": ("●", "green"),
    "partly": ("◐", "yellow"),
    "outside": ("○", "blue"),
    "lost": ("✗", "red"),
}
WHY = {
    "judged": "凭材料能够得出结论",
    "partly": "材料只能看出一部分，其余由人确认，结论为“需人工判断”",
    "outside": "列出相关的原文，由人判断",
    "lost": "所据的条文不完整，最多给出“需人工判断”",
}


def coverage_text(report: CoverageReport, paper: Paper) -> str:
    """Return every requirement with how it is checked as text for a terminal, counted by regulation and in all."""
    for book in report.rulebooks:
        _book(book, paper)
        paper.line()
    for manner in MANNERS:
        mark, colour = _MARKS[manner]
        paper.marked(mark, colour, f"{MANNER_WORDS[manner]}：{WHY[manner]}", "dim")
    paper.line(f"共{len(report.rulebooks)}部，{counted(report.counts)}。", "bold")
    return paper.text()


def _book(book: CoveredBook, paper: Paper) -> None:
    paper.rule(f"{book.regulation.id}  {book.regulation.title}")
    number = [book.regulation.number] if book.regulation.number else []
    paper.line("，".join([*number, STATUS[book.regulation.status], counted(book.counts)]), "dim", indent=2)
    for text in source_words(book):
        paper.marked("!", "red", text, indent=2)
    column = max((width(one.rule) for one in book.requirements), default=0) + 2
    for one in book.requirements:
        mark, colour = _MARKS[one.manner]
        gap = " " * (column - width(one.rule))
        paper.marked(mark, colour, f"{one.rule}{gap}{one.title}（{one.article}）", indent=2)
        if one.why:
            paper.line(one.why, "dim", indent=6)
    if book.silent:
        listed = "、".join(map(str, book.silent))
        paper.line(f"没有列出要求的条：第{listed}条（说明性条款，或者只规定主管部门的职责）", "dim", indent=2)


def counted(counts: CoverageCounts) -> str:
    """Return the counts in words.

    >>> counted(CoverageCounts(4, 2, 1, 0, 7))
    '7项要求：判断4，部分判断2，材料看不出1，原文缺失0'
    """
    each = (counts.judged, counts.partly, counts.outside, counts.lost)
    words = "，".join(f"{MANNER_WORDS[manner]}{number}" for manner, number in zip(MANNERS, each, strict=True))
    return f"{counts.total}项要求：{words}"


def source_words(book: CoveredBook) -> tuple[str, ...]:
    """Return what of a regulation's text is lost, and where it is doubtful."""
    lost = (f"原文缺失：{book.regulation.lost}",) if book.regulation.lost else ()
    return lost + tuple(f"原文存疑：{text}" for text in book.regulation.garbled)
