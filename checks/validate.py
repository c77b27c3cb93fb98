"""Rules that check rules: what the data files must be beyond their form."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from string import Formatter

import msgspec

from checks.coverage import articles_of
from checks.interval import first_day, parse_length
from checks.messages import DEFAULTS, PLACEHOLDERS
from checks.rule import Example, Rule
from checks.rulebook import Rulebook
from checks.verbs.figure import Figure
from checks.verbs.outside import Outside
from checks.vocabulary import fact_names, known_fact
from extractor.strict_yaml import Path, Problem, known_words

MANY = 4  # the least number of examples that shows a pass, a failure, a case out of scope and a boundary


def validate(books: Mapping[str, Rulebook]) -> tuple[Problem, ...]:
    """Return all that is wrong with the rules as rules; empty where nothing is.

    Ids are unique and equal to the file names, versions have no gaps or overlaps, fact kinds and the words of messages
    are known, and the examples show a pass, a failure (or review), a case out of scope and, for a limit, the boundary;
    a rule whose outcome a person settles shows a review and a case out of scope.
    """
    problems: list[Problem] = []
    owners: dict[str, str] = {}
    for book in books.values():
        for (stem, where), rule in zip(book.positions.items(), book.rules, strict=True):
            file = f"{book.id}/{stem}.yaml"
            at = _At(file, where)
            problems += _rule(rule, stem, book, at)
            if rule.id in owners:
                problems.append(at(("id",), f"id“{rule.id}”与{owners[rule.id]}重复。"))
            owners.setdefault(rule.id, file)
            if rule.id in books:
                problems.append(at(("id",), f"id“{rule.id}”与一个规则库同名。"))
    return tuple(sorted(problems))


class _At:
    """Places problems of one file."""

    def __init__(self, file: str, where: dict[Path, tuple[int, int]]) -> None:
        self.file = file
        self.where = where

    def __call__(self, path: Path, message: str) -> Problem:
        while path and path not in self.where:
            path = path[:-1]
        return Problem(self.file, *self.where.get(path, (1, 1)), message)


def _rule(rule: Rule, stem: str, book: Rulebook, at: _At) -> Iterator[Problem]:
    if rule.id != stem:
        yield at(("id",), f"id“{rule.id}”与文件名“{stem}”不一致。")
    if book.kind == "regulation" and not rule.article.startswith("第"):
        yield at(("article",), f"article应写明条款（第…条），这里是“{rule.article}”。")
    most = book.regulation.articles
    for number in articles_of(rule.article):
        if most is not None and number > most:
            yield at(("article",), f"《{book.title}》只有{most}条，没有第{number}条。")
    if not rule.article.strip() or not rule.title.strip():
        yield at((), "title和article不能为空。")
    for kind in rule.check.asks():
        if not known_fact(kind):
            yield at(("check", *_place(rule.check, kind)), f"没有“{kind}”这种事实{known_words(kind, fact_names())}")
    yield from _conditions(rule, at)
    yield from _versions(rule, book, at)
    yield from _messages(rule, at)
    yield from _examples(rule, at)
    if rule.carriers is not None and rule.reads:
        yield at(("reads",), "carriers和reads只能写一个。")


def _place(value: object, word: str) -> Path:
    """Return the keys that lead to a word in a block of data; empty where it stands nowhere in it."""
    inner = msgspec.to_builtins(value)
    pairs = inner.items() if isinstance(inner, dict) else enumerate(inner) if isinstance(inner, list | tuple) else ()
    for key, child in pairs:
        if child == word:
            return (key,)
        below = _place(child, word)
        if below:
            return (key, *below)
    return ()


def _conditions(rule: Rule, at: _At) -> Iterator[Problem]:
    for name in ("when", "unless", "audience_when"):
        presence = getattr(rule.conditions, name)
        for kind in presence.facts + presence.denials if presence is not None else ():
            if not known_fact(kind):
                yield at(("conditions", name, "facts"), f"没有“{kind}”这种事实{known_words(kind, fact_names())}")
    if rule.settle is not None and not rule.settle.strip().endswith(("。", "？")):
        yield at(("settle",), "settle应是完整的句子，以句号或问号结束。")
    if rule.clause is not None and not rule.clause.strip().endswith("。"):
        yield at(("clause",), "clause应是可以原样写进合同的条款，以句号结束。")


def _versions(rule: Rule, book: Rulebook, at: _At) -> Iterator[Problem]:
    if not rule.versions:
        yield at((), "缺少versions：至少写明一个版本。")
    for index, version in enumerate(rule.versions):
        path: Path = ("versions", index)
        needs = type(rule.check).needs_limit
        if needs and version.value is None:
            yield at(path, "这个判断方式需要value。")
        if not needs and version.value is not None:
            yield at((*path, "value"), "这个判断方式不用value。")
        value = version.value or ""
        if isinstance(rule.check, Figure) and value and parse_length(value) is None and not _is_number(value):
            yield at((*path, "value"), f"“{value}”不是时长或数字，应如P2Y、P24M、P180D、0.05。")
        wrong = rule.check.wrong_limit(value) if value and needs else None
        if wrong is not None:
            yield at((*path, "value"), wrong)
        if version.until is not None and version.effective is not None and version.until <= version.effective:
            yield at(path, "until应晚于effective。")
    for index, (old, new) in enumerate(pairwise(rule.versions)):
        path = ("versions", index + 1)
        if new.effective is None or (old.effective is not None and new.effective <= old.effective):
            yield at(path, "各版本应按effective先后排列，不能重复。")
        elif old.until is not None and old.until < new.effective:
            yield at(path, f"{old.until}至{new.effective}之间没有有效的版本。")
        elif old.until is not None and old.until > new.effective:
            yield at(path, f"{new.effective}至{old.until}之间有两个版本。")
    first = rule.versions[0].effective if rule.versions else None
    if first is None and rule.versions and book.kind == "regulation" and book.effective is not None:
        yield at(("versions", 0), "应写明effective。")
    start = first_day(book.effective) if book.effective else None
    begins = first_day(first) if first else None
    if start is not None and begins is not None and begins < start:
        yield at(("versions", 0), f"早于规章的施行日期{book.effective}。")


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", text) is not None


def _messages(rule: Rule, at: _At) -> Iterator[Problem]:
    texts = {**{str(key): text for key, text in rule.message.items()}}
    for key, text in texts.items():
        try:
            names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
        except ValueError as error:
            yield at(("message", key), f"花括号不成对：{error}。")
            continue
        for name in names:
            if name not in PLACEHOLDERS:
                yield at(("message", key), f"没有“{{{name}}}”这个占位词{known_words(name, PLACEHOLDERS)}")
        if "违反" in text and rule.id.startswith("base-"):
            yield at(("message", key), "基线和一致性检查不是法规，不能说“违反”。")


def _examples(rule: Rule, at: _At) -> Iterator[Problem]:
    path: Path = ("examples",)
    outcomes = {example.expect for example in rule.examples}
    # what a person settles is never a pass or a failure, and what papers cannot show is not even judged
    left = rule.settle is not None or isinstance(rule.check, Outside)
    if left and outcomes & {"pass", "fail"}:
        yield at(path, "需要人工确认的规则（settle、outside）没有通过（pass）或不通过（fail）的例子。")
    if not left and "pass" not in outcomes and rule.lost is None:
        yield at(path, "缺少一个通过（pass）的例子。")
    if not outcomes & {"fail", "review"}:
        yield at(path, "缺少一个不通过（fail）或需人工判断（review）的例子。")
    if "notApplicable" not in outcomes:
        yield at(path, "缺少一个不适用（notApplicable）的例子。")
    limited = type(rule.check).needs_limit or rule.conditions.amount is not None
    if limited and not any(example.boundary for example in rule.examples):
        yield at(path, "缺少一个正好在界线上的例子（boundary: true）。")
    least = 2 if isinstance(rule.check, Outside) else 3 if left else MANY
    if len(rule.examples) < least:
        yield at(path, f"例子太少，至少{least}个。")
    for index, example in enumerate(rule.examples):
        if example.reason is not None and not _fits(example):
            yield at((*path, index, "reason"), f"“{example.reason}”不是{example.expect}的理由。")
    seen: dict[tuple[str | None, str], int] = {}
    for index, example in enumerate(rule.examples):
        key = (example.text, repr((example.documents, example.profile, example.on, example.kind)))
        if key in seen:
            yield at((*path, index), f"与第{seen[key] + 1}个例子相同。")
        seen.setdefault(key, index)


def _fits(example: Example) -> bool:
    """Tell whether a reason belongs to the kind of verdict it is written with."""
    order = list(DEFAULTS)
    groups = {
        "pass": order[: order.index("below-limit")],
        "fail": order[order.index("below-limit") : order.index("straddles-limit")],
        "review": order[order.index("straddles-limit") : order.index("no-carrier")],
        "open": order[order.index("no-carrier") : order.index("out-of-scope")],
        "notApplicable": order[order.index("out-of-scope") :],
    }
    return example.reason in groups[example.expect]
