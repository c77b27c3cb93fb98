"""Amounts within others beside the price: a settlement within the approval, an estimate within the review."""

import pytest

from checks.verbs.within_budget import Bound, WithinBudget
from tests.checks.conftest import UNREAD
from tests.checks.rule_maker import ruled

SETTLED = WithinBudget(("acceptance", "audit_report"), (Bound(("approval", "acceptance"), "budget.total"),),
                       part=("budget.settled",), required=True)  # fmt: skip


def paper(make, kind, *facts, **fields):
    return make.document(kind, [make.fact(name, value) for name, value in facts], **fields)


@pytest.mark.parametrize(
    ("settled", "approved", "kind", "reason"),
    [
        ("1720000.00", "1780000.00", "pass", "consistent"),
        ("1780000.00", "1780000.00", "pass", "consistent"),
        ("1780000.01", "1780000.00", "fail", "above-limit"),
    ],
)
def test_a_settlement_within_the_approval(make, settled, approved, kind, reason) -> None:
    acceptance = paper(make, "acceptance", ("budget.settled", settled))
    found = ruled(SETTLED, acceptance, paper(make, "approval", ("budget.total", approved)))
    assert (found.kind, found.reason) == (kind, reason), found.message


def test_both_amounts_may_stand_in_one_paper(make) -> None:
    both = paper(make, "acceptance", ("budget.settled", "2050000.00"), ("budget.total", "1780000.00"))
    found = ruled(SETTLED, both)
    assert (found.kind, found.reason, len(found.evidence)) == ("fail", "above-limit", 2)


def test_what_a_regulation_asks_for_is_open_without_its_paper(make) -> None:
    approval = paper(make, "approval", ("budget.total", "1780000.00"))
    found = ruled(SETTLED, approval)
    assert (found.kind, found.reason) == ("open", "no-carrier")
    assert "验收材料、审计报告" in found.message
    silent = ruled(SETTLED, approval, paper(make, "acceptance"))
    assert (silent.kind, silent.reason) == ("review", "unstated")
    assert "结算（决算）金额" in silent.message
    unread = ruled(SETTLED, approval, paper(make, "acceptance", status="partial", unread=UNREAD))
    assert (unread.kind, unread.reason) == ("open", "unreadable")
