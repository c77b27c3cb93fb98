"""One thing before another: the order of dates, and the three ways in which one can be missing."""

import pytest

from checks.verbs.in_order import InOrder, Step
from extractor.document import Place, Unread
from tests.checks.verbs.by_rule import by_rule

BUILD = InOrder(
    steps=(
        Step(("date.approved",), name="批复"),
        Step(("date.signed", "date.started"), ("contract", "progress_report")),
    )
)
THREE = InOrder(steps=(Step(("date.opinion",)), Step(("date.approved",)), Step(("date.signed",))))
USE = InOrder(steps=(Step(("date.accepted",)), Step(("date.in_use",), optional=True)), strict=False)
UNREAD = (Unread(Place(page=3), "no-text-layer", "第3页没有文字层。"),)
KINDS = {"approved": "approval", "signed": "contract", "started": "progress_report", "opinion": "review_material",
         "accepted": "acceptance", "in_use": "acceptance"}  # fmt: skip


def dates(make, **stated: str):
    """Return a document for each date; several values of one are divided by a blank."""
    return [
        make.document(KINDS[name], [make.fact(f"date.{name}", value)], path=f"{name}{number}.txt")
        for name, values in stated.items()
        for number, value in enumerate(values.split())
    ]


@pytest.mark.parametrize(
    ("stated", "kind", "reason"),
    [
        ({"approved": "2024-04-09", "signed": "2024-06-03"}, "pass", "consistent"),
        ({"approved": "2024-04-09", "signed": "2024-04-09"}, "pass", "consistent"),
        ({"approved": "2024-07-01", "signed": "2024-06-03"}, "fail", "late"),
        ({"approved": "2024-04", "signed": "2024-04-20"}, "review", "straddles-limit"),
        ({"approved": "2024-04", "signed": "2024-05-01"}, "pass", "consistent"),
        ({"approved": "2024-05", "signed": "2024-04"}, "fail", "late"),
        # of a later step every kind of date must be late enough
        ({"approved": "2024-04-09", "signed": "2024-06-03", "started": "2024-03-01"}, "fail", "late"),
        ({"approved": "2024-04-09", "signed": "2024-06-03", "started": "2024-06-10"}, "pass", "consistent"),
        # several approvals: which of them is meant, a person tells
        ({"approved": "2024-04-09 2024-07-01", "signed": "2024-06-03"}, "review", "conflicting"),
        ({"approved": "2024-08-09 2024-07-01", "signed": "2024-06-03"}, "fail", "late"),
    ],
)
def test_order(make, stated, kind, reason) -> None:
    found = by_rule(make.submission(*dates(make, **stated)), BUILD)
    assert (found.kind, found.reason) == (kind, reason), found.message
    assert {evidence.quote for evidence in found.evidence} == set(" ".join(stated.values()).split())


def test_on_one_day_is_too_late_where_the_order_is_strict(make) -> None:
    strict = InOrder(steps=BUILD.steps, strict=True)
    same = dates(make, approved="2024-04-09", signed="2024-04-09")
    assert by_rule(make.submission(*same), strict).reason == "late"
    assert by_rule(make.submission(*dates(make, approved="2024-04-09", signed="2024-04-10")), strict).kind == "pass"


def test_the_message_names_both_with_their_dates(make) -> None:
    found = by_rule(make.submission(*dates(make, approved="2024-07-01", signed="2024-06-03")), BUILD)
    assert "签订日期（2024年6月3日）早于批复（2024年7月1日）" in found.message


def test_of_an_earlier_step_one_kind_suffices(make) -> None:
    either = InOrder(steps=(Step(("date.approved", "date.filed")), Step(("date.signed",))))
    filed = make.document("filing_record", [make.fact("date.filed", "2024-03-01")])
    documents = dates(make, approved="2024-07-01", signed="2024-06-03")
    assert by_rule(make.submission(*documents, filed), either).kind == "pass"
    assert by_rule(make.submission(*documents), either).kind == "fail"


def test_a_breach_that_is_known_is_said_although_another_paper_is_not_there(make) -> None:
    found = by_rule(make.submission(*dates(make, approved="2024-07-01", signed="2024-06-03")), THREE)
    assert (found.kind, found.reason) == ("fail", "late")
    first_and_last = by_rule(make.submission(*dates(make, opinion="2024-07-01", signed="2024-06-03")), THREE)
    assert first_and_last.reason == "late"


def test_a_missing_paper_is_open(make) -> None:
    found = by_rule(make.submission(*dates(make, signed="2024-06-03")), BUILD)
    assert (found.kind, found.reason) == ("open", "no-carrier")
    assert "批复" in found.message
    complete = by_rule(make.submission(*dates(make, signed="2024-06-03"), complete=True), BUILD)
    assert (complete.kind, complete.reason) == ("fail", "missing")


def test_what_was_not_read_may_hold_the_date(make) -> None:
    approval = make.document("approval", texts=["同意实施。"], status="partial", unread=UNREAD)
    found = by_rule(make.submission(approval, *dates(make, signed="2024-06-03")), BUILD)
    assert (found.kind, found.reason) == ("open", "unreadable")
    scan = make.document("unknown", path="扫描.pdf", status="unreadable", unread=UNREAD)
    found = by_rule(make.submission(scan, *dates(make, signed="2024-06-03")), BUILD)
    assert (found.kind, found.reason) == ("open", "unreadable")


def test_a_paper_that_was_read_and_has_no_date_is_a_review(make) -> None:
    approval = make.document("approval", texts=["同意实施。"])
    found = by_rule(make.submission(approval, *dates(make, signed="2024-06-03")), BUILD)
    assert (found.kind, found.reason) == ("review", "unstated")
    assert found.searched.documents == ("approval.txt",)


def test_nothing_is_asked_of_an_optional_step(make) -> None:
    found = by_rule(make.submission(*dates(make, accepted="2024-11-20")), USE)
    assert (found.kind, found.reason) == ("pass", "nothing-found")
    assert found.searched.documents == ("accepted0.txt",)
    early = by_rule(make.submission(*dates(make, accepted="2024-11-20", in_use="2024-05")), USE)
    assert (early.kind, early.reason) == ("fail", "late")
    part = make.document("acceptance", [make.fact("date.accepted", "2024-11-20")], status="partial", unread=UNREAD)
    assert by_rule(make.submission(part), USE).reason == "unreadable"
    assert by_rule(make.submission(*dates(make, in_use="2024-05")), USE).reason == "unstated"


def test_an_order_needs_two_steps() -> None:
    with pytest.raises(ValueError, match="steps"):
        InOrder(steps=(Step(("date.approved",)),))
    with pytest.raises(ValueError, match="facts"):
        Step(())


ADMITS = InOrder(steps=BUILD.steps, admits=("statement.prebuilt",))


def test_papers_that_admit_the_wrong_order_fail_whatever_the_dates_are(make) -> None:
    told = make.document("application_form", [make.fact("statement.prebuilt", "present")], path="申报表.txt")
    denied = make.document("application_form", [make.fact("statement.prebuilt", "denied")], path="申报表.txt")
    in_order = dates(make, approved="2024-04-09", signed="2024-06-03")
    for others in ([], in_order):
        found = by_rule(make.submission(told, *others), ADMITS)
        assert (found.kind, found.reason) == ("fail", "forbidden")
        assert {place.document for place in found.evidence} == {"申报表.txt"}
    assert by_rule(make.submission(denied, *in_order), ADMITS).kind == "pass"
