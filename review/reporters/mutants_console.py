"""How the rules did on variants of their examples, on a terminal."""

from checks.mutants.seed import Operator
from review.layout import Paper, cut, one_line, width
from review.mutants_report import MutantCount, MutantsReport, WrongVerdict
from review.reporters.words import KIND_WORDS

OPERATOR_WORDS: dict[str, str] = {
    "boundary": "界线",
    "unit": "单位",
    "negation": "否定和删去",
    "paraphrase": "换一种说法",
    "table": "改成表格",
    "carriers": "换材料",
}


def mutants_text(report: MutantsReport, paper: Paper) -> str:
    """Return how many wrong verdicts each rule lets through, what they are, and the share that is right."""
    for wrong in report.wrong:
        _wrong(wrong, paper)
    column = max((width(rule.of) for rule in report.rules), default=0) + 2
    for rule in report.rules:
        gap = " " * (column - width(rule.of))
        missed = rule.made - rule.right
        said = f"{rule.made}个变体，放过{missed}个" if rule.made else "没有能够造出的变体"
        paper.marked(
            "✗" if missed else "✓" if rule.made else "-", "red" if missed else "green", f"{rule.of}{gap}{said}"
        )
    paper.line()
    for operator in report.operators:
        paper.line(_count(operator), "dim")
    missed = report.made - report.right
    paper.line(f"共{report.made}个变体，放过{missed}个，查出率{_percent(report)}。", "bold")
    return paper.text()


def _wrong(wrong: WrongVerdict, paper: Paper) -> None:
    reason = f"（{wrong.expected_reason}）" if wrong.expected_reason else ""
    asked = "或".join(KIND_WORDS[kind] for kind in wrong.expected) + reason
    got = f"{KIND_WORDS[wrong.got]}（{wrong.got_reason}）"
    head = f"{wrong.rule} 第{wrong.number}例，{operator_words(wrong.operator)}：{wrong.change}"
    paper.marked("✗", "red", head, "bold")
    paper.labelled("结论", f"应为{asked}，得到{got}：{wrong.message}", indent=3)
    paper.labelled("变体", cut(one_line(wrong.text), 3 * (paper.columns - 8)), indent=3)


def operator_words(operator: Operator) -> str:
    """Return what a person calls a kind of change.

    >>> operator_words("table")
    '改成表格'
    """
    return OPERATOR_WORDS[operator]


def _count(count: MutantCount) -> str:
    return f"{OPERATOR_WORDS[count.of]}：{count.made}个，放过{count.made - count.right}个"


def _percent(report: MutantsReport) -> str:
    if not report.made:
        return "无从计算"
    return f"{report.right * 1000 // report.made / 10:.1f}%"
