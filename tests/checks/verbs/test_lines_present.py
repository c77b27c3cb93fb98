"""Lines of a budget: there with money, empty, held in another line, absent."""

import pytest

from checks.verbs.lines_present import Line, LinesPresent
from tests.checks.conftest import UNREAD
from tests.checks.rule_maker import ruled

VERB = LinesPresent((
    Line("监理费", ("budget.supervision",), ("监理",), ("其他费用",)),
    Line("软件测评费", ("budget.testing",), ("测评费",), ("其他费用",)),
))  # fmt: skip


def found(make, *lines, **fields):
    facts = [make.fact(kind, value, subject=subject, state="" if value else "blank") for kind, subject, value in lines]
    return ruled(VERB, make.document("budget_estimate", facts, **fields), first=["budget_estimate"])


SUPERVISION = ("budget.supervision", "监理费", "60000.00")


@pytest.mark.parametrize(
    ("lines", "kind", "reason"),
    [
        ((SUPERVISION, ("budget.testing", "软件测评费", "40000.00")), "pass", "present"),
        ((SUPERVISION, ("budget.item", "第三方测评费", "40000.00")), "pass", "present"),
        ((SUPERVISION,), "fail", "missing"),
        ((SUPERVISION, ("budget.testing", "软件测评费", "0.00")), "fail", "blank"),
        ((SUPERVISION, ("budget.testing", "软件测评费", None)), "fail", "blank"),
        ((SUPERVISION, ("budget.item", "其他费用", "90000.00")), "review", "needs-person"),
        ((), "fail", "missing"),
    ],
)
def test_lines(make, lines, kind, reason) -> None:
    judged = found(make, *lines)
    assert (judged.kind, judged.reason) == (kind, reason), judged.message


def test_only_what_is_lacking_is_named(make) -> None:
    judged = found(make, SUPERVISION)
    assert judged.message == "概算未写明软件测评费。"
    assert judged.searched.nearest


def test_the_other_absences(make) -> None:
    assert found(make, SUPERVISION, status="partial", unread=UNREAD).reason == "unreadable"
    empty = found(make, ("budget.supervision", "监理费", None), status="partial", unread=UNREAD)
    assert (empty.kind, empty.reason) == ("fail", "blank")
    none = ruled(VERB, make.document("contract"), first=["budget_estimate"])
    assert (none.kind, none.reason) == ("open", "no-carrier")
