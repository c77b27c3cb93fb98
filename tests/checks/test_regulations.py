"""What a regulation says of itself: that it is about special funds, that it is repealed."""

import pytest
from msgspec.structs import replace

from checks.engine import judge
from checks.rulebook import Requirement


@pytest.fixture
def item(books):
    """Return a rule that any contract fails, put into the regulation on special funds."""
    rule = next(rule for rule in books["qufu"].rules if rule.id == "qufu-30-ip-stated")
    return Requirement(replace(rule, id="jiangsu138-x"), books["jiangsu138"].regulation)


@pytest.mark.parametrize(("told", "verdict"), [(True, "fail"), (None, "fail"), (False, "notApplicable")])
def test_it_holds_unless_the_money_is_said_to_be_another(make, item, told, verdict) -> None:
    submission = make.submission(make.document("contract"), special_fund=told)
    judgement = judge(submission, (item,))
    assert judgement.findings[0].kind == verdict
    assert ("按使用省级专项资金处理" in "".join(judgement.assumed)) is (told is None)


def test_other_regulations_do_not_ask(make, books) -> None:
    rule = next(rule for rule in books["qufu"].rules if rule.id == "qufu-30-ip-stated")
    judgement = judge(make.submission(make.document("contract")), (Requirement(rule, books["qufu"].regulation),))
    assert "专项资金" not in "".join(judgement.assumed)


def test_a_regulation_that_appears_repealed_counts_with_a_notice(make, books) -> None:
    rule = next(rule for rule in books["qufu"].rules if rule.id == "qufu-30-ip-stated")
    panjin = books["panjin"].regulation
    judgement = judge(make.submission(make.document("contract")), (Requirement(rule, panjin),))
    assert judgement.findings[0].kind == "fail"
    assert any("可能已经废止" in said and panjin.title in said for said in judgement.assumed)
    known = Requirement(rule, replace(panjin, repealed="2025-06-01"))
    judgement = judge(make.submission(make.document("contract")), (known,))
    assert (judgement.findings[0].kind, judgement.findings[0].reason) == ("notApplicable", "not-in-force")
