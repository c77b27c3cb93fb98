"""A clause that a rule suggests must itself meet the rule: put into a contract that lacks it, the verdict is a pass."""

import pytest
from msgspec.structs import replace

from checks.examples import run_rule
from checks.rule import Example
from checks.rulebook import load_rulebooks, requirements
from extractor.pipeline import extract_text

ASKED = [item for book in load_rulebooks().values() for item in requirements(book) if item.rule.clause is not None]
BEFORE = """软件开发合同

甲方：云栖市政务服务中心
乙方：青岚科技有限公司

第一条 合同价款为人民币壹佰万元整。
"""
AFTER = "\n第九条 本合同一式四份，双方各执两份。\n"


def verdict(item, text: str):
    """Return what a rule says of a contract, under the profile of an example that it passes."""
    passed = next((example for example in item.rule.examples if example.expect == "pass"), None)
    profile = passed.profile if passed is not None else Example(expect="pass", text="").profile
    asked = Example(expect="pass", text=text, kind="contract", profile=profile)
    (outcome,) = run_rule(replace(item, rule=replace(item.rule, examples=(asked,))), extract_text)
    return outcome


@pytest.mark.parametrize("item", ASKED, ids=lambda item: item.rule.id)
def test_a_clause_meets_its_own_rule(item):
    with_it = verdict(item, BEFORE + item.rule.clause + AFTER)
    # what a person has to settle anyway is never a pass
    assert with_it.kind == ("pass" if item.rule.settle is None else "review"), with_it.message
    without = verdict(item, BEFORE + AFTER)
    assert without.message != with_it.message, "the clause changes nothing"


def test_the_main_cases_have_a_clause():
    named = {item.rule.id for item in ASKED}
    assert {"base-warranty-2y", "base-ip-owner", "base-period-3y", "qufu-30-warranty-2y", "qufu-30-ip-breach"} <= named


def test_a_clause_is_whole_sentences():
    for item in ASKED:
        for line in item.rule.clause.split("\n"):
            assert line == line.strip()
            assert line.endswith("。"), (item.rule.id, line)
            assert "_" not in line
