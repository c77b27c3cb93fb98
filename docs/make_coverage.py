"""The table of all requirements and how each is checked: ``docs/coverage.md``, made from the rules themselves."""

from checks.coverage import coverage
from checks.rulebook import load_rulebooks
from review.reporters.coverage_console import MANNER_WORDS, WHY, counted, source_words
from review.reporters.rules_console import STATUS
from review.rules_report import CoverageReport, CoveredBook, coverage_report

HEAD = """# 各部办法的要求怎样检查

本页由 `python docs/make_readme.py` 从规则文件生成，不要手工修改；同样的内容可用 `shenyue rules coverage` 查看。

| 怎样检查 | 意思 |
| --- | --- |
"""


def report() -> CoverageReport:
    """Return how the requirements of every regulation of the package are checked."""
    return coverage_report([coverage(book) for book in load_rulebooks().values() if book.kind == "regulation"])


def page() -> str:
    """Return the whole page."""
    told = report()
    meanings = "".join(f"| {MANNER_WORDS[manner]} | {WHY[manner]} |\n" for manner in MANNER_WORDS)
    parts = [HEAD + meanings, summary(told), *(_book(book) for book in told.rulebooks)]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def summary(told: CoverageReport) -> str:
    """Return the counts of each regulation and of all as a table."""
    lines = ["| 办法 | 要求 | 判断 | 部分判断 | 材料看不出 | 原文缺失 |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for book in told.rulebooks:
        one = book.counts
        cells = (one.total, one.judged, one.partly, one.outside, one.lost)
        lines.append(f"| {book.regulation.title}（`{book.regulation.id}`） | {' | '.join(map(str, cells))} |")
    every = told.counts
    cells = (every.total, every.judged, every.partly, every.outside, every.lost)
    lines.append(f"| 合计 | {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def _book(book: CoveredBook) -> str:
    regulation = book.regulation
    number = f"{regulation.number}，" if regulation.number else ""
    lines = [f"## {regulation.title}（`{regulation.id}`）", "",
             f"{number}{STATUS[regulation.status]}。{counted(book.counts)}。", ""]  # fmt: skip
    lines += [f"- {text}" for text in source_words(book)]
    if regulation.note:
        lines.append(f"- {regulation.note}")
    if regulation.scope.note:
        lines.append(f"- 适用范围：{regulation.scope.note}")
    if book.requirements:
        lines += ["", "| 条款 | 要求 | 怎样检查 | 编号 |", "| --- | --- | --- | --- |"]
    for one in book.requirements:
        why = f"：{one.why}" if one.why else ""
        cells = (one.article, one.title, f"{MANNER_WORDS[one.manner]}{why}", f"`{one.rule}`")
        lines.append(f"| {' | '.join(cell.replace('|', '／') for cell in cells)} |")
    if book.silent:
        lines += [
            "",
            f"没有列出要求的条：第{'、'.join(map(str, book.silent))}条（说明性条款，或者只规定主管部门的职责）。",
        ]
    return "\n".join(lines)
