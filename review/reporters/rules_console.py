"""Rules on a terminal: the list, one rule in full, how the examples went, what is wrong with the data."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import cast

import msgspec

from checks.conditions import Conditions
from checks.rule import LEVELS, Binding, Example, Rule
from checks.rulebook import Regulation, Status
from checks.submission import STAGE_NAMES, CarrierMode
from checks.wording import value_words
from extractor.fact import KIND_NAMES
from review.layout import Paper, cut, one_line, width
from review.reporters.words import KIND_WORDS, LEVEL_WORDS, MARKS
from review.rules_report import BookLine, ExamplesReport, RuleReport, ShownRule, ValidateReport

STATUS: dict[Status, str] = {"in_force": "现行", "trial": "试行", "repealed": "已废止", "unknown": "效力不明"}
MODES: dict[CarrierMode, str] = {"first": "依次取第一种", "each": "每一份", "all": "须齐备"}
BINDINGS: dict[Binding, str] = {"mandatory": "必须、应当、不得", "default": "一般、原则上", "advisory": "鼓励"}


def list_text(books: Sequence[BookLine], paper: Paper) -> str:
    """Return the rulebooks and their rules as text for a terminal."""
    column = max((width(rule.id) for book in books for rule in book.rules), default=0) + 2
    for book in books:
        paper.rule(f"{book.id}  {book.title}")
        about = [part for part in (book.number, STATUS[book.status]) if part and book.kind == "regulation"]
        if book.effective:
            about.append(f"自{book.effective}起施行")
        if book.repealed:
            about.append(f"自{book.repealed}起废止")
        if about:
            paper.line("，".join(about), "dim", indent=2)
        for rule in book.rules:
            gap = " " * (column - width(rule.id))
            paper.line(f"{rule.id}{gap}{LEVEL_WORDS[rule.level]}  {rule.title}（{rule.article}）", indent=2)
        paper.line()
    paper.line(f"共{len(books)}部，{sum(len(book.rules) for book in books)}条规则。", "bold")
    return paper.text()


def show_text(report: RuleReport, paper: Paper) -> str:
    """Return rules in full as text for a terminal."""
    for shown in report.rules:
        _rule(paper, shown)
        paper.line()
    return paper.text()


def _rule(paper: Paper, shown: ShownRule) -> None:
    rule = shown.rule
    paper.rule(f"{rule.title}  {rule.id}")
    paper.labelled("出处", f"{_regulation(shown.regulation)} {rule.article}", indent=2)
    level = LEVEL_WORDS[LEVELS[rule.binding]]
    paper.labelled("力度", f"{BINDINGS[rule.binding]}（不符合时为{level}）", indent=2)
    if rule.carriers is not None:
        kinds = "、".join(KIND_NAMES[kind] for kind in rule.carriers.kinds)
        paper.labelled("材料", f"{MODES[rule.carriers.mode]}：{kinds}", indent=2)
    elif rule.reads:
        paper.labelled("材料", "、".join(KIND_NAMES[kind] for kind in rule.reads), indent=2)
    paper.labelled("检查", _check(rule), indent=2)
    said = _conditions(rule.conditions)
    if said:
        paper.labelled("条件", "；".join(said), indent=2)
    for version in rule.versions:
        span = f"自{version.effective}起" if version.effective else "一直"
        until = f"，至{version.until}前" if version.until else ""
        value = f"：{value_words(version.value)}" if version.value else ""
        paper.labelled("时间", f"{span}{until}{value}", indent=2)
    for label, text in (("人工", rule.settle), ("建议", rule.suggestion), ("缺失", rule.lost), ("说明", rule.note)):
        if text:
            paper.labelled(label, text, indent=2)
    counts = Counter(example.expect for example in rule.examples)
    numbers = "，".join(f"{KIND_WORDS[kind]}{counts[kind]}" for kind in MARKS if counts[kind])
    paper.labelled("试例", f"{len(rule.examples)}个（{numbers}）" if rule.examples else "没有", indent=2)
    for example in rule.examples:
        mark, colour = MARKS[example.expect]
        paper.marked(mark, colour, cut(one_line(_example(example)), 2 * (paper.columns - 9)), indent=6)


def _regulation(regulation: Regulation) -> str:
    number = f"（{regulation.number}）" if regulation.number else ""
    return f"{regulation.title}{number}"


def _check(rule: Rule) -> str:
    fields = cast("Mapping[str, object]", msgspec.to_builtins(rule.check))
    return "；".join(f"{name}: {_plain(value)}" for name, value in fields.items())


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return "、".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return "，".join(f"{name} {_plain(one)}" for name, one in value.items())
    return "是" if value is True else "否" if value is False else str(value)


def _conditions(conditions: Conditions) -> list[str]:
    fields = cast("Mapping[str, object]", msgspec.to_builtins(conditions))
    said = [_condition(name, value) for name, value in fields.items() if name not in ("amount", "when", "unless")]
    if conditions.amount is not None:
        said.append(conditions.amount.words())
    said += [f"材料中有{conditions.when.name}"] if conditions.when is not None else []
    said += [f"材料中没有{conditions.unless.name}"] if conditions.unless is not None else []
    return said


def _condition(name: str, value: object) -> str:
    if name == "stage" and isinstance(value, list | tuple):
        stages: dict[str, str] = dict(STAGE_NAMES.items())
        return f"阶段为{'、'.join(stages.get(str(one), str(one)) for one in value)}"
    return f"{name} {_plain(value)}"


def _example(example: Example) -> str:
    reason = f"（{example.why}）" if example.why else ""
    if example.text is not None:
        return f"{example.text}{reason}"
    texts = (document.text or "（没有文字）" for document in example.documents)
    return f"{' ／ '.join(texts)}{reason}"


def examples_text(report: ExamplesReport, paper: Paper) -> str:
    """Return how the examples went as text for a terminal; those that went wrong in full."""
    for example in report.examples:
        if example.ok:
            continue
        asked = f"{KIND_WORDS[example.expected]}{f'（{example.expected_reason}）' if example.expected_reason else ''}"
        got = f"{KIND_WORDS[example.got]}（{example.got_reason}）"
        paper.marked("✗", "red", f"{example.rule} 第{example.number}例：应为{asked}，得到{got}", "bold")
        paper.labelled("结论", example.message, indent=3)
        paper.labelled("试例", cut(one_line(example.text), 3 * (paper.columns - 8)), indent=3)
    paper.line(f"共{report.passed + report.failed}个试例：{report.passed}个符合预期，{report.failed}个不符。", "bold")
    return paper.text()


def validate_text(report: ValidateReport, paper: Paper) -> str:
    """Return what is wrong with the rule files as text for a terminal."""
    for problem in report.problems:
        paper.line(f"{problem.file}:{problem.line}:{problem.column}: {problem.message}")
    said = f"{len(report.problems)}处问题" if report.problems else "没有问题"
    paper.line(f"共{report.rulebooks}部，{report.rules}条规则：{said}。", "bold")
    return paper.text()
