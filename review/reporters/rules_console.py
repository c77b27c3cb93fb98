"""Rules on a terminal: the list, one rule in full, how the examples went, what is wrong with the data."""

from collections import Counter
from collections.abc import Sequence
from typing import cast

from checks.finding import Reason
from checks.rule import LEVELS, Binding, Example
from checks.rulebook import Regulation, Status
from checks.submission import CarrierMode
from checks.wording import value_words
from extractor.fact import KIND_NAMES, DocumentKind
from review.layout import Paper, cut, one_line, width
from review.profiles import profile_entry
from review.reporters.profile_words import profile_words
from review.reporters.verb_words import check_words, condition_words
from review.reporters.words import KIND_WORDS, LEVEL_WORDS, MARKS, REASON_WORDS
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
    for text in _source(shown.regulation):
        paper.labelled("规章", text, indent=2)
    level = LEVEL_WORDS[LEVELS[rule.binding]]
    paper.labelled("力度", f"{BINDINGS[rule.binding]}（不符合时为{level}）", indent=2)
    applies = (*_scope(shown.regulation), *condition_words(rule.conditions))
    if shown.regulation.scope.note:
        paper.labelled("范围", shown.regulation.scope.note, indent=2)
    if applies:
        paper.labelled("适用", "；".join(applies), indent=2)
    if rule.carriers is not None:
        kinds = "、".join(KIND_NAMES[kind] for kind in rule.carriers.kinds)
        paper.labelled("材料", f"{MODES[rule.carriers.mode]}：{kinds}", indent=2)
    elif rule.reads:
        paper.labelled("材料", "、".join(KIND_NAMES[kind] for kind in rule.reads), indent=2)
    latest = rule.version_on(None)
    for text in check_words(rule.check, latest.value if latest else None):
        paper.labelled("判断", text, indent=2)
    for version in rule.versions:
        span = f"自{version.effective}起" if version.effective else "一直"
        until = f"，至{version.until}前" if version.until else ""
        value = f"：{value_words(version.value)}" if version.value else ""
        paper.labelled("时间", f"{span}{until}{value}", indent=2)
    for key, text in rule.message.items():
        paper.labelled("说法", f"{_message_key(key)}：{text}", indent=2)
    more = (
        ("建议", rule.suggestion),
        ("条款", rule.clause),
        ("确认", rule.settle),
        ("缺失", rule.lost),
        ("说明", rule.note),
    )
    for label, said in more:
        if said:
            paper.labelled(label, said, indent=2)
    counts = Counter(example.expect for example in rule.examples)
    numbers = "，".join(f"{KIND_WORDS[kind]}{counts[kind]}" for kind in MARKS if counts[kind])
    paper.labelled("试例", f"{len(rule.examples)}个（{numbers}）" if rule.examples else "没有", indent=2)
    for example in rule.examples:
        mark, colour = MARKS[example.expect]
        paper.marked(mark, colour, cut(one_line(_example(example)), 2 * (paper.columns - 9)), indent=6)


def _regulation(regulation: Regulation) -> str:
    number = f"（{regulation.number}）" if regulation.number else ""
    return f"{regulation.title}{number}"


def _source(regulation: Regulation) -> tuple[str, ...]:
    """Return who issued a regulation and when, from when it holds, and what is wrong with its source."""
    if regulation.kind != "regulation":
        return ()
    said = [regulation.issuer or "", f"{regulation.issued}印发" if regulation.issued else ""]
    said += [f"自{regulation.effective}起施行" if regulation.effective else ""]
    said += [f"自{regulation.repealed}起废止" if regulation.repealed else "", STATUS[regulation.status]]
    lost = (f"原文缺失：{regulation.lost}",) if regulation.lost else ()
    return ("，".join(part for part in said if part), *lost, *(f"原文存疑：{text}" for text in regulation.garbled))


def _scope(regulation: Regulation) -> tuple[str, ...]:
    said = ("非涉密项目",) if regulation.scope.classified is False else ()
    return (*said, "使用省级专项资金的项目") if regulation.scope.special_fund else said


def _message_key(key: str) -> str:
    return {str(kind): word for kind, word in KIND_WORDS.items()}.get(key) or REASON_WORDS.get(cast("Reason", key), key)


def _example(example: Example) -> str:
    about = [REASON_WORDS[example.reason] if example.reason else "", "正好在界线上" if example.boundary else ""]
    about += [profile_words(profile_entry(example.profile)), f"判断日期{example.on}" if example.on else ""]
    about.append(example.why or "")
    said = "，".join(part for part in about if part)
    note = f"（{said}）" if said else ""
    if example.text is not None:
        return f"{_kind(example.kind)}{example.text}{note}"
    texts = (f"{_kind(document.kind)}{document.text or '（没有文字）'}" for document in example.documents)
    return f"{' ／ '.join(texts)}{note}"


def _kind(kind: DocumentKind | None) -> str:
    return f"［{KIND_NAMES[kind]}］" if kind else ""


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
