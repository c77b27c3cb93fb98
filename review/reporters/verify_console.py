"""What ``verify`` found, on a terminal: the counts, then each claim that was not confirmed, with what and where."""

from collections.abc import Callable, Iterator
from itertools import chain

from checks.vocabulary import fact_name
from review.layout import Paper, cut, name_shown, one_line
from review.verify.results import Counts, Difference, Problem, UsedBy, Verified

_QUOTE_LINES = 3
_PARTS = {
    "tool": "程序", "rulebooks": "规则库", "path": "报送材料", "on_reason": "日期依据", "on": "判断日期",
    "profile": "项目信息", "assumed": "按此判断", "documents": "材料", "findings": "结论", "summary": "小计",
    "baseline": "与前次对照",
}  # fmt: skip


def verify_pages(name: str, told: Verified, problems: Callable[[], Iterator[Problem]], paper: Paper) -> Iterator[str]:
    """Yield the text for a terminal piece by piece: head and counts, each problem, the sum of it."""
    head = paper.fresh()
    head.rule(f"核对 {name_shown(name)}")
    head.labelled("报告", f"sha256:{told.report}", "dim", indent=2)
    head.labelled("材料", _counted(told.documents, "份", "校验值与报告一致"), indent=2)
    head.labelled("原文", _counted(told.evidence, "处", "在所说的位置找到"), indent=2)
    head.labelled("自身", _counted(told.itself, "项", "（指纹、小计、出处等）前后相符"), indent=2)
    if told.again is None:
        head.labelled("重查", "没有重新检查（--quick）：数值、说明、结论等改动过与否，没有核对。", "yellow", indent=2)
    else:
        head.labelled("重查", _counted(told.again, "份", "重新检查得到逐字相同的结果"), indent=2)
    yield head.text()
    for verdict, title in (("failed", "不符"), ("unchecked", "无法核对")):
        sheets = chain(
            (_problem(problem, paper.fresh()) for problem in problems() if problem.verdict == verdict),
            (_difference(one, paper.fresh()) for one in told.differences if one.verdict == verdict),
        )
        for number, sheet in enumerate(sheets):
            if not number:
                above = paper.fresh()
                above.line()
                above.line(title, "bold")
                yield above.text()
            yield sheet.text()
    end = paper.fresh()
    end.line()
    end.line(_sum(told), "bold")
    yield end.text()


def _counted(counts: Counts, measure: str, confirmed: str) -> str:
    total = counts.confirmed + counts.failed + counts.unchecked
    said = f"{total}{measure}：{counts.confirmed}{measure}{confirmed}"
    if counts.failed:
        said += f"，{counts.failed}{measure}不符"
    if counts.unchecked:
        said += f"，{counts.unchecked}{measure}无法核对"
    return f"{said}。"


def _problem(problem: Problem, sheet: Paper) -> Paper:
    mark, colour = ("✗", "red") if problem.verdict == "failed" else ("?", "yellow")
    evidence = problem.evidence
    where = name_shown(problem.document) + (f"  {one_line(evidence.label)}" if evidence is not None else "")
    sheet.marked(mark, colour, where, indent=2)
    sheet.line(one_line(problem.message), indent=4)
    if evidence is not None:
        quote = cut(f"“{one_line(evidence.quote)}”", _QUOTE_LINES * (sheet.columns - 12))
        sheet.labelled("原文", quote, indent=4)
    used = [words for words in map(_used, problem.used_by) if words]
    if used:
        sheet.labelled("用于", "；".join(used), "dim", indent=4)
    if problem.submission is not None:
        sheet.labelled("报送", name_shown(problem.submission), "dim", indent=4)
    return sheet


def _used(used: UsedBy) -> str:
    """Return what rests on a claim in words; empty for the file itself."""
    if used.about == "document":
        return ""
    if used.about in ("fact", "refusal"):
        words = "事实" if used.about == "fact" else "未采用的说法"
        return f"{words}“{fact_name(used.name)}”"
    return one_line(
        {"finding": "规则", "searched": "规则（查找范围）", "unread": "规则（未读部分）"}[used.about] + used.name
    )


def _where(way: str) -> str:
    """Return the way to a value with the name of the part that it is in."""
    part = next((name for begins, name in _PARTS.items() if way.startswith(begins)), "报告")
    return f"{part}（{one_line(way)}）" if way else part


def _difference(one: Difference, sheet: Paper) -> Paper:
    mark, colour = ("✗", "red") if one.verdict == "failed" else ("?", "yellow")
    sheet.marked(mark, colour, _where(one.where), indent=2)
    sheet.line(one_line(one.message), indent=4)
    for label, value in (("报告", one.reported), ("应为", one.found)):
        if value is not None:
            sheet.labelled(label, cut(one_line(value), _QUOTE_LINES * (sheet.columns - 12)), indent=4)
    if one.submission is not None:
        sheet.labelled("报送", name_shown(one.submission), "dim", indent=4)
    return sheet


def _sum(told: Verified) -> str:
    several = [told.documents, told.evidence, told.itself, *([told.again] if told.again is not None else [])]
    failed = sum(one.failed for one in several)
    unchecked = sum(one.unchecked for one in several)
    if failed:
        return f"有{failed}处不符，请不要依据这份报告下结论。"
    if unchecked:
        return f"核对到的全部相符，另有{unchecked}处无法核对，请人工对照。"
    return "全部得到确认。" if told.again is not None else "原文和位置全部得到确认；其余没有核对。"
