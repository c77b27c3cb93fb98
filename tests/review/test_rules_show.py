"""``shenyue rules show``: all that is known about a rule, in words."""

import re

import pytest
from msgspec.structs import replace

from checks.conditions import AmountLine, Conditions, Presence
from checks.finding import Reason
from checks.rulebook import load_rulebooks
from review.layout import Paper
from review.report import ComparedEntry, Tool
from review.reporters.rules_console import show_text
from review.reporters.verb_words import all_verbs, check_words, condition_words, said_verbs
from review.reporters.words import REASON_WORDS, compared_words
from review.rules_report import RuleReport, ShownRule

BOOKS = load_rulebooks()
SHOWN = [ShownRule(book.regulation, rule) for book in BOOKS.values() for rule in book.rules]


def text_of(shown: ShownRule) -> str:
    paper = Paper(120)
    return show_text(RuleReport(1, Tool("shenyue", "0"), (shown,)), paper)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_verb_and_every_reason_has_words() -> None:
    assert said_verbs() == all_verbs()
    assert set(REASON_WORDS) == set(Reason.__args__)  # type: ignore[attr-defined]  # of a Literal


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.rule.id)
def test_all_that_is_known_is_shown(shown: ShownRule) -> None:
    said, rule = bare(text_of(shown)), shown.rule
    for part in (rule.id, rule.title, rule.article, shown.regulation.title, shown.regulation.number,
                 shown.regulation.issuer, shown.regulation.scope.note, rule.suggestion, rule.note, rule.settle,
                 rule.lost, *rule.message.values()):  # fmt: skip
        assert bare(part or "") in said
    for version in rule.versions:
        assert (version.effective or "一直") in said
    assert f"{len(rule.examples)}个" in said
    assert len(re.findall(r"(?m)^      [✗✓?○-]", text_of(shown))) == len(rule.examples)


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.rule.id)
def test_what_is_asked_is_said_without_the_words_of_the_data(shown: ShownRule) -> None:
    latest = shown.rule.version_on(None)
    for sentence in check_words(shown.rule.check, latest.value if latest else None):
        assert not re.search(r"[a-z]+[._][a-z]|None|\(|\[", sentence), sentence


def test_conditions_in_words() -> None:
    conditions = Conditions(
        stage=("application",),
        kind=("new",),
        audience=("public",),
        special_fund=True,
        amount=AmountLine("invest_total", ">=", "500000.00", name="投资匡算"),
        when=Presence(name="项目变更", documents=("change_request",), titles=("变更",)),
        unless=Presence(name="延期", titles=("延期",)),
    )
    assert condition_words(conditions) == (
        "申报阶段",
        "项目类型为新建",
        "服务对象为面向公众",
        "使用省级专项资金",
        "投资匡算不少于50万元",
        "材料中有项目变更（变更申请或标题含“变更”的文件）",
        "材料中没有延期（标题含“延期”的文件）",
    )


def test_what_a_person_settles_is_shown() -> None:
    shown = SHOWN[0]
    said = text_of(replace(shown, rule=replace(shown.rule, settle="请核对批复台账。")))
    assert "确认 请核对批复台账。" in said


def test_who_may_hold_a_right_is_said_in_words() -> None:
    (shown,) = (one for one in SHOWN if one.rule.id == "panjin-29-data-owner")
    (sentence, *_) = check_words(shown.rule.check, None)
    assert sentence.startswith("数据归属须属于本级人民政府；名称有县人民政府")
    asked = ComparedEntry(op="in", value="government")
    assert compared_words(asked) == "本级人民政府"
