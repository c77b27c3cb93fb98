"""Done by a day of the year: of which year, and the three ways in which the date can be missing."""

import pytest

from checks.verbs.before_day import BeforeDay
from extractor.document import Place, Unread
from tests.checks.verbs.by_rule import by_rule

PLAN = BeforeDay(fact=("date.declared",), year="before")
REPORT = BeforeDay(fact=("date.self_evaluated",))
UNREAD = (Unread(Place(page=3), "no-text-layer", "第3页没有文字层。"),)


@pytest.mark.parametrize(
    ("check", "limit", "day", "year", "kind", "reason"),
    [
        (PLAN, "08-31", "2024-08-26", "2025", "pass", "meets-limit"),
        (PLAN, "08-31", "2024-08-31", "2025", "pass", "meets-limit"),
        (PLAN, "08-31", "2024-09-01", "2025", "fail", "late"),
        (PLAN, "08-31", "2025-08-26", "2025", "fail", "late"),
        (PLAN, "08-31", "2024-08", "2025", "pass", "meets-limit"),
        (PLAN, "08-15", "2024-08", "2025", "review", "straddles-limit"),
        (PLAN, "08-31", "2024-10-12", None, "review", "needs-person"),
        (REPORT, "12-31", "2024-12-31", "2024", "pass", "meets-limit"),
        (REPORT, "12-31", "2025-03", "2024", "fail", "late"),
        (REPORT, "02-29", "2025-02-28", "2025", "pass", "meets-limit"),
        (REPORT, "02-29", "2025-03-01", "2025", "fail", "late"),
    ],
)
def test_by_a_day_of_the_year(make, check, limit, day, year, kind, reason) -> None:
    paper = "application_form" if check is PLAN else "performance_report"
    facts = [make.fact(check.fact[0], day), *([make.fact("plan.year", year)] if year else [])]
    found = by_rule(make.submission(make.document(paper, facts)), check, limit)
    assert (found.kind, found.reason) == (kind, reason), found.message
    assert [evidence.quote for evidence in found.evidence] == [day, *([year] if year else [])]


def test_the_message_names_the_day_of_its_year(make) -> None:
    facts = [make.fact("date.declared", "2024-10-12"), make.fact("plan.year", "2025")]
    found = by_rule(make.submission(make.document("application_form", facts)), PLAN, "08-31")
    assert "申报日期为2024年10月12日，晚于2024年8月31日。（2025年度）" in found.message


def test_years_that_differ_are_put_to_a_person_where_the_verdict_does(make) -> None:
    facts = [make.fact("date.declared", "2024-10-12"), make.fact("plan.year", "2025"), make.fact("plan.year", "2026")]
    found = by_rule(make.submission(make.document("application_form", facts)), PLAN, "08-31")
    assert (found.kind, found.reason) == ("review", "conflicting")
    late = [make.fact("date.declared", "2025-10-12"), *facts[1:]]
    assert by_rule(make.submission(make.document("application_form", late)), PLAN, "08-31").reason == "late"


def test_the_three_ways_to_be_missing(make) -> None:
    other = by_rule(make.submission(make.document("contract")), PLAN, "08-31")
    assert (other.kind, other.reason) == ("open", "no-carrier")
    part = make.document("application_form", texts=["申报表"], status="partial", unread=UNREAD)
    assert by_rule(make.submission(part), PLAN, "08-31").reason == "unreadable"
    silent = by_rule(make.submission(make.document("application_form", texts=["申报表"])), PLAN, "08-31")
    assert (silent.kind, silent.reason) == ("review", "unstated")
    assert silent.searched.documents == ("application_form.txt",)


@pytest.mark.parametrize(("value", "wrong"), [("08-31", False), ("02-29", False), ("8-31", True), ("08-32", True)])
def test_the_value_is_a_day_of_a_year(value, wrong) -> None:
    assert (PLAN.wrong_limit(value) is not None) is wrong
