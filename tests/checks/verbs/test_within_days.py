"""From one date to another: what is counted, what is said, and the three ways in which a date can be missing."""

import pytest

from checks.papers import Paper
from checks.verbs.within_days import WithinDays
from extractor.document import Place, Unread
from tests.checks.verbs.by_rule import by_rule

SIGN = WithinDays(start=("date.award",), end=("date.signed",), days="working")
APPLY = WithinDays(start=("date.completed",), end=("date.acceptance_applied",), days="months")
PASS_ON = WithinDays(start=("date.received",), end=("date.passed_on",), days="calendar")
EVALUATE = WithinDays(
    start=("date.accepted", "date.in_use"), end=("date.self_evaluated",), days="months", least="P6M", take_start="last"
)
TRIAL = WithinDays(
    start=("date.trial_start",), end=("date.trial_end",), days="months", bound="at_least", both_days=True,
    period=("period.trial_run",),
)  # fmt: skip
PAPERS = {
    "date.award": "award_notice", "date.signed": "contract", "date.completed": "acceptance",
    "date.acceptance_applied": "acceptance_application", "date.received": "fund_document",
    "date.passed_on": "fund_document", "date.accepted": "acceptance", "date.in_use": "acceptance",
    "date.self_evaluated": "performance_report", "date.trial_start": "trial_report", "date.trial_end": "trial_report",
}  # fmt: skip
UNREAD = (Unread(Place(page=3), "no-text-layer", "第3页没有文字层。"),)


def dates(make, **stated: str):
    """Return a document for each date; several values of one are divided by a blank."""
    return [
        make.document(PAPERS[f"date.{name}"], [make.fact(f"date.{name}", value)], path=f"{name}{number}.txt")
        for name, values in stated.items()
        for number, value in enumerate(values.split())
    ]


@pytest.mark.parametrize(
    ("check", "value", "start", "end", "kind", "reason"),
    [
        # ten working days: the day after is the first
        (SIGN, "P10D", "2025-03-03", "2025-03-14", "pass", "meets-limit"),
        (SIGN, "P10D", "2025-03-03", "2025-03-17", "pass", "meets-limit"),
        (SIGN, "P10D", "2025-03-03", "2025-03-18", "fail", "late"),
        (SIGN, "P10D", "2025-03-03", "2025-03-03", "pass", "meets-limit"),
        (SIGN, "P10D", "2025-03-03", "2025-03-01", "fail", "inconsistent"),
        # the National Day of 2024: 29 September and 12 October are worked
        (SIGN, "P7D", "2024-09-27", "2024-10-12", "pass", "meets-limit"),
        (SIGN, "P6D", "2024-09-27", "2024-10-12", "fail", "late"),
        # the Spring Festival of 2025: 26 January and 8 February are worked
        (SIGN, "P6D", "2025-01-24", "2025-02-08", "pass", "meets-limit"),
        (SIGN, "P5D", "2025-01-24", "2025-02-08", "fail", "late"),
        # a year whose arrangement is not known
        (SIGN, "P10D", "2026-12-25", "2027-01-12", "review", "needs-person"),
        (SIGN, "P10D", "2026-12-25", "2026-12-31", "pass", "meets-limit"),
        (SIGN, "P10D", "2027-03-01", "2027-03-05", "review", "needs-person"),
        # only the month is known
        (SIGN, "P10D", "2025-03-03", "2025-03", "review", "straddles-limit"),
        (SIGN, "P10D", "2025-03-03", "2025-05", "fail", "late"),
        (SIGN, "P40D", "2025-03", "2025-04", "review", "straddles-limit"),
        (SIGN, "P60D", "2025-03", "2025-04", "pass", "meets-limit"),
        (SIGN, "P10D", "2025-03", "2025-01", "fail", "inconsistent"),
        # corresponding days of months
        (APPLY, "P6M", "2024-08-31", "2025-02-28", "pass", "meets-limit"),
        (APPLY, "P6M", "2024-08-31", "2025-03-01", "fail", "late"),
        (APPLY, "P6M", "2024-03-31", "2024-09-30", "pass", "meets-limit"),
        (APPLY, "P6M", "2024-03-31", "2024-12-05", "fail", "late"),
        (APPLY, "P6M", "2024-03", "2024-09", "review", "straddles-limit"),
        (APPLY, "P6M", "2024-03", "2024-08", "pass", "meets-limit"),
        (APPLY, "P6M", "2024-03", "2024-10", "fail", "late"),
        # calendar days
        (PASS_ON, "P30D", "2025-04-02", "2025-05-02", "pass", "meets-limit"),
        (PASS_ON, "P30D", "2025-04-02", "2025-05-03", "fail", "late"),
        # at least: a trial run from the 1st to the 31st is a month
        (TRIAL, "P1M", "2025-03-01", "2025-03-31", "pass", "meets-limit"),
        (TRIAL, "P1M", "2025-03-01", "2025-03-30", "fail", "below-limit"),
        (TRIAL, "P1M", "2025-03", "2025-03", "review", "straddles-limit"),
        (TRIAL, "P1M", "2025-03", "2025-05", "pass", "meets-limit"),
    ],
)  # fmt: skip
def test_where_a_stretch_lies(make, check, value, start, end, kind, reason) -> None:
    names = {check.start[0].removeprefix("date."): start, check.end[0].removeprefix("date."): end}
    found = by_rule(make.submission(*dates(make, **names)), check, value)
    assert (found.kind, found.reason) == (kind, reason), found.message
    assert {evidence.quote for evidence in found.evidence} == {start, end}


@pytest.mark.parametrize(
    ("accepted", "in_use", "evaluated", "kind", "reason"),
    [
        ("2025-01-10", "2025-01-20", "2025-10-08", "pass", "meets-limit"),
        ("2025-01-10", "2025-01-20", "2025-07-20", "pass", "meets-limit"),
        ("2025-01-10", "2025-01-20", "2025-07-19", "fail", "below-limit"),
        ("2025-01-10", "2025-01-20", "2026-01-20", "pass", "meets-limit"),
        ("2025-01-10", "2025-01-20", "2026-01-21", "fail", "late"),
        ("2025-01", "2025-01-20", "2026-01-25", "review", "straddles-limit"),
    ],
)
def test_between_two_limits_from_the_later_of_two_dates(make, accepted, in_use, evaluated, kind, reason) -> None:
    documents = dates(make, accepted=accepted, in_use=in_use, self_evaluated=evaluated)
    found = by_rule(make.submission(*documents), EVALUATE, "P12M")
    assert (found.kind, found.reason) == (kind, reason), found.message
    assert (found.expected.op, found.expected.value, found.expected.value_max) == ("range", "P6M", "P12M")


def test_the_later_of_two_dates_is_not_known_where_one_is_not(make) -> None:
    documents = dates(make, accepted="2025-01-10", self_evaluated="2025-08-08")
    found = by_rule(make.submission(*documents), EVALUATE, "P12M")
    assert (found.kind, found.reason) == ("review", "unstated")
    assert "正式投用日期" in found.message
    assert found.searched.nearest[0].quote == "2025-01-10"


def test_the_message_says_what_was_counted(make) -> None:
    found = by_rule(make.submission(*dates(make, award="2025-03-03", signed="2025-04-08")), SIGN, "P10D")
    assert "2025年4月8日" in found.message
    assert "2025年3月3日" in found.message
    assert "25个工作日" in found.message
    assert "最迟2025年3月17日" in found.message
    assert (found.expected.value, found.expected.unit) == ("P10D", "working_day")


def test_a_missing_paper_is_open(make) -> None:
    found = by_rule(make.submission(*dates(make, signed="2025-04-08")), SIGN, "P10D")
    assert (found.kind, found.reason) == ("open", "no-carrier")
    assert "中标通知书" in found.message
    assert found.searched.documents == ("signed0.txt",)
    complete = by_rule(make.submission(*dates(make, signed="2025-04-08"), complete=True), SIGN, "P10D")
    assert (complete.kind, complete.reason) == ("fail", "missing")
    other = by_rule(make.submission(make.document("feasibility_report")), SIGN, "P10D")
    assert (other.kind, other.reason) == ("open", "no-carrier")
    assert "合同" in other.message


def test_an_unread_file_may_be_the_paper(make) -> None:
    scan = make.document("unknown", path="扫描.pdf", status="unreadable", unread=UNREAD)
    found = by_rule(make.submission(*dates(make, signed="2025-04-08"), scan), SIGN, "P10D")
    assert (found.kind, found.reason) == ("open", "unreadable")
    assert found.unread[0].document == "扫描.pdf"


def test_an_unread_page_may_hold_the_date(make) -> None:
    award = make.document("award_notice", texts=["确定贵单位为中标人。"], status="partial", unread=UNREAD)
    found = by_rule(make.submission(award, *dates(make, signed="2025-04-08")), SIGN, "P10D")
    assert (found.kind, found.reason) == ("open", "unreadable")
    assert found.unread[0].document == "award_notice.txt"


def test_an_unread_page_elsewhere_does_not_matter(make) -> None:
    report = make.document("feasibility_report", status="partial", unread=UNREAD)
    found = by_rule(make.submission(report, *dates(make, award="2025-03-03", signed="2025-03-10")), SIGN, "P10D")
    assert (found.kind, found.unread) == ("pass", ())


def test_a_paper_that_was_read_and_has_no_date_is_a_review(make) -> None:
    award = make.document("award_notice", texts=["确定贵单位为中标人。"])
    found = by_rule(make.submission(award, *dates(make, signed="2025-04-08")), SIGN, "P10D")
    assert (found.kind, found.reason) == ("review", "unstated")
    assert found.searched.documents == ("award_notice.txt",)


def test_a_blank_date_is_shown(make) -> None:
    blank = make.document("contract", [make.fact("date.signed", state="blank", text="____年__月__日")])
    found = by_rule(make.submission(blank, *dates(make, award="2025-03-03")), SIGN, "P10D")
    assert (found.kind, found.reason) == ("review", "unstated")
    assert found.evidence[0].quote == "____年__月__日"


def test_the_last_signature_counts_and_a_supplement_does_not(make) -> None:
    both = [make.fact("date.signed", "2025-03-14"), make.fact("date.signed", "2025-03-18")]
    award = dates(make, award="2025-03-03")
    found = by_rule(make.submission(*award, make.document("contract", both)), SIGN, "P10D")
    assert (found.kind, found.reason) == ("fail", "late")
    later = make.document("contract", [make.fact("date.signed", "2025-09-01")], path="补充协议.txt")
    found = by_rule(make.submission(*award, *dates(make, signed="2025-03-10"), later), SIGN, "P10D")
    assert found.kind == "pass"
    alone = by_rule(make.submission(*award, later), SIGN, "P10D")
    assert (alone.kind, alone.reason) == ("review", "unstated")


def test_a_date_told_by_another_paper_serves_where_its_own_is_silent(make) -> None:
    contract = make.document(
        "contract", [make.fact("date.award", "2025-03-03"), make.fact("date.signed", "2025-03-10")]
    )
    assert by_rule(make.submission(contract), SIGN, "P10D").kind == "pass"
    own = dates(make, award="2025-02-03")
    assert by_rule(make.submission(contract, *own), SIGN, "P10D").reason == "late"


def test_dates_that_differ_are_put_to_a_person_where_the_verdict_does(make) -> None:
    found = by_rule(make.submission(*dates(make, award="2025-03-03 2025-01-06", signed="2025-03-10")), SIGN, "P10D")
    assert (found.kind, found.reason) == ("review", "conflicting")
    assert len(found.evidence) == 3
    agreed = by_rule(make.submission(*dates(make, award="2025-03-03 2025-03-04", signed="2025-03-10")), SIGN, "P10D")
    assert agreed.kind == "pass"


@pytest.mark.parametrize(
    ("value", "kind", "reason"),
    [("P1M", "pass", "meets-limit"), ("P20D", "fail", "below-limit"), ("P30D", "review", "straddles-limit")],
)
def test_a_length_that_is_stated_serves_where_the_dates_are_not(make, value, kind, reason) -> None:
    report = make.document("trial_report", [make.fact("period.trial_run", value)])
    found = by_rule(make.submission(report), TRIAL, "P1M")
    assert (found.kind, found.reason) == (kind, reason)
    assert found.evidence[0].quote == value


def test_the_dates_weigh_more_than_the_length(make) -> None:
    facts = [make.fact("period.trial_run", "P3M"), make.fact("date.trial_start", "2025-03-01"),
             make.fact("date.trial_end", "2025-03-20")]  # fmt: skip
    found = by_rule(make.submission(make.document("trial_report", facts)), TRIAL, "P1M")
    assert (found.kind, found.reason) == ("fail", "below-limit")


@pytest.mark.parametrize(
    ("check", "value", "wrong"),
    [(SIGN, "P10D", False), (SIGN, "P1M", True), (SIGN, "10", True), (APPLY, "P6M", False), (APPLY, "P1Y", False),
     (APPLY, "P180D", True), (APPLY, "P0M", True)],
)  # fmt: skip
def test_the_value_of_a_rule_is_of_the_unit_that_is_counted(check, value, wrong) -> None:
    assert (check.wrong_limit(value) is not None) is wrong


def test_least_is_refused_where_it_means_nothing() -> None:
    with pytest.raises(ValueError, match="least"):
        WithinDays(start=("date.award",), end=("date.signed",), days="months", bound="at_least", least="P1M")
    with pytest.raises(ValueError, match="least"):
        WithinDays(start=("date.award",), end=("date.signed",), days="months", least="P10D")


def test_only_the_papers_meant_tell_the_date(make) -> None:
    opinion = Paper(kinds=("review_material",), issuers=("数据局",))
    check = WithinDays(
        start=("date.submitted",), end=("date.opinion",), days="working", start_papers=opinion, end_papers=opinion,
        start_kinds=("review_material",),
    )  # fmt: skip
    taken, said = make.fact("date.submitted", "2025-03-03"), make.fact("date.opinion", "2025-03-20")
    bureau = make.document("review_material", [taken, said], texts=["云栖市数据局"], path="意见.txt")
    experts = make.document("review_material", [make.fact("date.opinion", "2025-06-30")], path="专家.txt")
    found = by_rule(make.submission(experts, bureau), check, value="P15D")
    assert (found.kind, found.actual.value) == ("pass", "2025-03-03/2025-03-20")
    assert by_rule(make.submission(experts), check, value="P15D").reason == "no-carrier"
