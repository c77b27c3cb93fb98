from datetime import date

import pytest
from msgspec.structs import replace

from checks.engine import judge
from checks.rulebook import requirements
from extractor.document import Place, Unread

UNREAD = (Unread(Place(page=3), "no-text-layer", "第3页没有文字层。"),)
WARRANTY, PERIOD = "qufu-30-warranty-2y", "qufu-30-period-3y"


def test_a_figure_at_the_limit_passes_with_evidence_and_citation(make, find) -> None:
    found = find(WARRANTY, make.document("contract", [make.fact("period.warranty", "P24M", text="质保期24个月")]))
    assert (found.kind, found.reason, found.level) == ("pass", "meets-limit", None)
    assert found.evidence[0].quote == "质保期24个月"
    assert (found.citation.number, found.citation.article) == ("曲政字〔2024〕21号", "第三十条第二款")
    assert found.citation.effective == "2024-07-01"
    assert (found.expected.op, found.expected.value, found.actual.value) == (">=", "P2Y", "P24M")


def test_a_breach_of_a_default_is_a_warning_that_asks_the_reason(make, find) -> None:
    found = find(WARRANTY, make.document("contract", [make.fact("period.warranty", "P1Y")]))
    assert (found.kind, found.reason, found.level) == ("fail", "below-limit", "warning")
    assert found.message == "合同的质保期为1年，低于2年。"
    assert "理由" in found.suggestion


def test_a_breach_of_a_duty_is_an_error(make, find) -> None:
    found = find(PERIOD, make.document("contract", [make.fact("period.implementation", "P40M")]))
    assert (found.kind, found.reason, found.level) == ("fail", "above-limit", "error")
    assert found.message == "合同的实施周期为40个月，超过3年。"


def test_a_reason_given_makes_a_review_with_both_quotes(make, find) -> None:
    facts = [
        make.fact("period.warranty", "P1Y", text="质保期一年"),
        make.fact("reason.period.warranty", "present", text="因设备为租赁"),
    ]
    found = find(WARRANTY, make.document("contract", facts))
    assert (found.kind, found.reason) == ("review", "reason-given")
    assert [place.quote for place in found.evidence] == ["质保期一年", "因设备为租赁"]


def test_a_reason_does_not_excuse_a_duty(make, find) -> None:
    facts = [make.fact("period.implementation", "P4Y"), make.fact("reason.period.implementation", "present")]
    assert find(PERIOD, make.document("contract", facts)).kind == "fail"


def test_missing_only_where_all_was_read(make, find) -> None:
    whole = find(WARRANTY, make.document("contract", texts=["质保金两年后退还。"]))
    assert (whole.kind, whole.reason, whole.evidence) == ("fail", "missing", ())
    assert whole.searched.documents == ("contract.txt",)
    assert whole.searched.nearest[0].quote == "质保金两年后退还。"
    part = find(WARRANTY, make.document("contract", texts=["第一条"], status="partial", unread=UNREAD))
    assert (part.kind, part.reason) == ("open", "unreadable")
    assert part.unread[0].unread.location.page == 3


def test_a_statement_that_was_read_is_judged_and_the_unread_named(make, find) -> None:
    facts = [make.fact("period.warranty", "P1Y")]
    found = find(WARRANTY, make.document("contract", facts, status="partial", unread=UNREAD))
    assert (found.kind, found.reason) == ("fail", "below-limit")
    assert found.unread[0].document == "contract.txt"


def test_no_carrier_is_open_and_missing_where_the_package_is_complete(make, find) -> None:
    tender = make.document("procurement_document", [make.fact("period.warranty", "P1Y")])
    assert (find(WARRANTY, tender).kind, find(WARRANTY, tender).reason) == ("open", "no-carrier")
    complete = find(WARRANTY, tender, complete=True)
    assert (complete.kind, complete.reason, complete.level) == ("fail", "missing", "warning")
    assert complete.searched.documents == ("procurement_document.txt",)


def test_an_unread_file_of_unknown_kind_may_be_the_carrier(make, find) -> None:
    scan = make.document("unknown", path="扫描.pdf", status="unreadable", unread=UNREAD)
    found = find(WARRANTY, scan, complete=True)
    assert (found.kind, found.reason) == ("open", "unreadable")
    assert found.unread[0].document == "扫描.pdf"
    read = make.document("contract", [make.fact("period.warranty", "P1Y")])
    assert find(WARRANTY, read, scan).unread == ()
    silent = make.document("contract", texts=["第一条"])
    assert find(WARRANTY, silent, scan).reason == "missing"


def test_a_drawing_never_is_a_carrier(make, find) -> None:
    drawing = make.document("unknown", path="平面图.DWG", status="unreadable", unread=UNREAD)
    assert find(WARRANTY, drawing).reason == "no-carrier"


def test_an_unread_contract_is_not_cured_by_the_tender(make, find) -> None:
    contract = make.document("contract", status="unreadable", unread=UNREAD)
    tender = make.document("procurement_document", [make.fact("period.warranty", "P2Y")])
    assert find(WARRANTY, contract, tender).reason == "unreadable"
    assert find("base-warranty-2y", contract, tender).reason == "unreadable"
    assert find("base-warranty-2y", tender).reason == "meets-limit"


def test_only_the_pages_of_a_part_count(make, find) -> None:
    from extractor.fact import PartKind  # noqa: PLC0415 - used here alone

    facts = [make.fact("period.warranty", "P1Y", page=2), make.fact("period.warranty", "P3Y", page=9)]
    parts = (PartKind("procurement_document", (1, 5)), PartKind("contract", (6, 12)))
    assert find(WARRANTY, make.document("contract", facts, parts=parts)).kind == "pass"
    # page 3 was not read, but it belongs to the tender
    bound = make.document("contract", parts=parts, status="partial", unread=UNREAD)
    assert find(WARRANTY, bound).reason == "missing"


@pytest.mark.parametrize(
    ("states", "kind", "reason"),
    [
        (("blank",), "fail", "blank"),
        (("referred",), "review", "referred"),
        (("unstated",), "review", "unstated"),
        (("unstated", "blank"), "fail", "blank"),
        (("unstated", "referred"), "review", "referred"),
    ],
)
def test_a_clause_without_its_value(make, find, states, kind, reason) -> None:
    facts = [make.fact("period.warranty", state=state, text="质保期") for state in states]
    found = find(WARRANTY, make.document("contract", facts))
    assert (found.kind, found.reason) == (kind, reason)
    assert found.evidence


def test_a_stated_value_weighs_more_than_a_blank(make, find) -> None:
    facts = [make.fact("period.warranty", state="blank", text="____年"), make.fact("period.warranty", "P3Y")]
    assert find(WARRANTY, make.document("contract", facts)).kind == "pass"


def test_a_pointer_is_followed_to_a_submitted_document(make, find) -> None:
    contract = make.document("contract", [make.fact("period.warranty", state="referred", text="详见招标文件")])
    tender = make.document("procurement_document", [make.fact("period.warranty", "P1Y")])
    found = find(WARRANTY, contract, tender)
    assert (found.kind, found.reason) == ("fail", "below-limit")
    assert {place.document for place in found.evidence} == {"contract.txt", "procurement_document.txt"}


def test_the_worst_subject_is_judged_and_minor_ones_ask_a_person(make, find) -> None:
    facts = [make.fact("period.warranty", "P3Y", subject="hardware"),
             make.fact("period.warranty", "P1Y", subject="software")]  # fmt: skip
    found = find(WARRANTY, make.document("contract", facts))
    assert found.message == "合同的软件质保期为1年，低于2年。"
    assert len(found.evidence) == 2
    minor = [facts[0], make.fact("period.warranty", "P1Y", subject="耗材")]
    found = find(WARRANTY, make.document("contract", minor))
    assert (found.kind, found.reason) == ("review", "needs-person")


def test_statements_on_one_side_are_judged_together_on_both_sides_a_person_decides(make, find) -> None:
    low = [make.fact("period.warranty", "P1Y"), make.fact("period.warranty", "P18M")]
    assert (find(WARRANTY, make.document("contract", low)).kind) == "fail"
    both = [make.fact("period.warranty", "P1Y"), make.fact("period.warranty", "P3Y")]
    assert find(WARRANTY, make.document("contract", both)).reason == "conflicting"


def test_the_later_instrument_holds(make, find) -> None:
    main = make.document("contract", [make.fact("period.warranty", "P1Y")], path="合同.docx")
    later = make.document("contract", [make.fact("period.warranty", "P3Y")], path="补充协议.docx")
    assert find(WARRANTY, main, later).kind == "pass"
    assert find(WARRANTY, later, main).kind == "pass"
    second = make.document(
        "contract",
        [make.fact("period.warranty", "P1Y"), make.fact("date.signed", "2025-09-01")],
        path="补充协议二.docx",
    )
    assert find(WARRANTY, main, later, second).kind == "fail"


def test_a_latest_day_needs_a_start(make, find) -> None:
    latest = make.fact("period.implementation", "2027-11-15", op="<=")
    found = find(PERIOD, make.document("contract", [latest]))
    assert (found.kind, found.reason) == ("review", "straddles-limit")
    signed = make.document("contract", [latest, make.fact("date.signed", "2025-03-01")])
    assert find(PERIOD, signed).kind == "pass"
    early = make.document("contract", [latest, make.fact("date.signed", "2024-08-01")])
    assert find(PERIOD, early).kind == "fail"
    vague = make.document("contract", [latest, make.fact("date.signed", "2025-03")])
    assert find(PERIOD, vague).kind == "review"


def test_each_means_every_document(make, find) -> None:
    rule = "wuhan-13-sharing-chapter"
    good = make.document("feasibility_report", [make.fact("chapter.data_sharing", "present")])
    bad = make.document("preliminary_design", texts=["第一章 概述"])
    assert find(rule, good).kind == "pass"
    found = find(rule, good, bad)
    assert (found.kind, found.reason) == ("fail", "missing")
    assert "preliminary_design.txt" in found.message
    assert "feasibility_report.txt" not in found.message


def test_the_right_holder(make, find) -> None:
    rule = "qufu-30-data-owner"

    def holder(*holders: str, **fields: object):
        return make.document("contract", [make.fact("ownership.data", "owner", text=f"数据及衍生数据归{n}", holder=name,
                                                    **fields) for n, name in enumerate(holders)])  # fmt: skip

    assert find(rule, holder("buyer")).reason == "allowed-holder"
    assert find(rule, holder("joint")).reason == "wrong-holder"
    assert find(rule, holder("supplier")).level == "error"
    assert find(rule, holder("buyer", "joint")).reason == "conflicting"
    assert find(rule, holder("third")).kind == "fail"
    assert find(rule, holder("third", holder_role="building_unit")).kind == "pass"
    assert find(rule, holder("third"), unified_build=True).kind == "review"
    foreign = make.document("contract", [make.fact("ownership.data", "owner", holder="supplier", subject="background")])
    assert find(rule, foreign).reason == "missing"


def test_scope_time_and_stage(make, find) -> None:
    contract = make.document("contract", [make.fact("period.warranty", "P1Y")])
    assert find(WARRANTY, contract, classified=True).reason == "out-of-scope"
    assert find(WARRANTY, contract, on=date(2024, 6, 30)).reason == "not-in-force"
    assert find(WARRANTY, contract, on=date(2024, 7, 1)).reason == "below-limit"
    assert find(WARRANTY, contract, stage=("application",)).reason == "other-stage"
    assert find(WARRANTY, make.document("feasibility_report")).reason == "other-stage"


def test_lost_text_gives_a_review_at_most(make, find) -> None:
    rule = "wuhan-13-approval-content"
    found = find(rule, make.document("approval", texts=["同意建设。"]))
    assert (found.kind, found.reason, found.level) == ("review", "needs-person", "error")
    assert "截断" in found.message


def test_advisory_never_fails(make, books) -> None:
    item = next(item for item in requirements(books["qufu"]) if item.rule.id == WARRANTY)
    soft = replace(item, rule=replace(item.rule, binding="advisory"))
    contract = make.document("contract", [make.fact("period.warranty", "P1Y")])
    found = judge(make.submission(contract), (soft,)).findings[0]
    assert (found.kind, found.level) == ("review", "note")


def test_an_unknown_condition_matters_only_where_the_verdict_would_differ(make, books) -> None:
    item = next(item for item in requirements(books["qufu"]) if item.rule.id == WARRANTY)
    conditions = replace(item.rule.conditions, government_procurement=True)
    only = (replace(item, rule=replace(item.rule, conditions=conditions)),)
    low = make.document("contract", [make.fact("period.warranty", "P1Y")])
    high = make.document("contract", [make.fact("period.warranty", "P3Y")])
    assert judge(make.submission(low), only).findings[0].reason == "condition-unknown"
    assert judge(make.submission(high), only).findings[0].kind == "pass"
    assert judge(make.submission(low, government_procurement=True), only).findings[0].kind == "fail"
    assert judge(make.submission(low, government_procurement=False), only).findings[0].reason == "out-of-scope"


def test_all_means_every_kind(make, books) -> None:
    from checks.rule import Carriers  # noqa: PLC0415 - used here alone

    item = next(item for item in requirements(books["wuhan"]) if item.rule.id == "wuhan-13-sharing-chapter")
    both = (
        replace(item, rule=replace(item.rule, carriers=Carriers(all=("feasibility_report", "preliminary_design")))),
    )
    good = make.document("feasibility_report", [make.fact("chapter.data_sharing", "present")])
    assert judge(make.submission(good), both).findings[0].reason == "no-carrier"
    assert judge(make.submission(good, complete=True), both).findings[0].reason == "missing"


def test_an_error_in_a_rule_costs_that_rule_alone(make, books, monkeypatch) -> None:
    from checks.verbs.at_least import AtLeast  # noqa: PLC0415 - used here alone

    def broken(_self: object, _case: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(AtLeast, "judge", broken)
    contract = make.document("contract", [make.fact("period.warranty", "P1Y")])
    findings = judge(make.submission(contract), requirements(books["qufu"])).findings
    by_rule = {finding.rule: finding for finding in findings}
    assert (by_rule[WARRANTY].kind, by_rule[WARRANTY].reason) == ("open", "error")
    assert by_rule["qufu-30-ip-stated"].reason == "missing"


def test_every_rule_exactly_once_in_order_whatever_is_submitted(make, books) -> None:
    rules = tuple(item for book in books.values() for item in requirements(book))
    for documents in (
        (),
        (make.document("contract"),),
        (make.document("unknown", status="unreadable", unread=UNREAD),),
    ):
        findings = judge(make.submission(*documents), rules).findings
        assert [finding.rule for finding in findings] == [item.rule.id for item in rules]
        for finding in findings:
            assert finding.reason != "error"
            assert (finding.level is None) == (finding.kind in ("pass", "open", "notApplicable"))
            assert finding.evidence or finding.searched or finding.kind == "notApplicable"


def test_judging_is_pure(make, books) -> None:
    rules = tuple(item for book in books.values() for item in requirements(book))
    documents = (make.document("contract", [make.fact("period.warranty", "P1Y")]), make.document("feasibility_report"))
    assert judge(make.submission(*documents), rules) == judge(make.submission(*documents), rules)


def test_what_was_assumed_is_told(make, books) -> None:
    contract = make.document("contract")
    assumed = judge(make.submission(contract), requirements(books["qufu"])).assumed
    assert assumed == ("未见涉密说明，按非涉密处理", "未说明阶段，按提交的材料推定为合同阶段")
    stated = judge(make.submission(contract, classified=False, stage=("contract",)), requirements(books["qufu"]))
    assert stated.assumed == ()


def test_a_repealed_regulation_without_a_day_counts_as_in_force_with_a_notice(make, books) -> None:
    rules = [
        replace(item, regulation=replace(item.regulation, status="repealed")) for item in requirements(books["qufu"])
    ]
    contract = make.document("contract", [make.fact("period.warranty", "P1Y")])
    judged = judge(make.submission(contract, classified=False, stage=("contract",)), rules)
    assert "可能已经废止" in judged.assumed[0]
    assert {finding.reason for finding in judged.findings} != {"not-in-force"}
    ended = [replace(item, regulation=replace(item.regulation, repealed="2025-12-31")) for item in rules]
    assert {finding.reason for finding in judge(make.submission(contract), ended).findings} == {"not-in-force"}


def test_a_fingerprint_outlives_pages_clause_numbers_and_paths(make, find) -> None:
    def finding(section: str, text: str, page: int, path: str) -> str:
        fact = make.fact("period.warranty", "P1Y", text=text, section=section, page=page)
        return find(WARRANTY, make.document("contract", [fact], path=path)).fingerprint

    first = finding("第八条 质量保证 > 8.1 期限", "质保期为一年", 6, "合同.docx")
    assert first == finding("第九条 质量保证 > 9.2 期限", "质保期 为一年", 11, "合同（定稿）.pdf")
    assert first != finding("第八条 质量保证 > 8.1 期限", "质保期为半年", 6, "合同.docx")
    assert len(first) == 16


def test_the_baseline_never_says_violation_and_asks_for_the_regulation(make, books) -> None:
    for documents in ([make.document("contract", texts=["x"])], [make.document("feasibility_report", texts=["x"])]):
        for finding in judge(make.submission(*documents), requirements(books["baseline"])).findings:
            assert "违反" not in finding.message + (finding.suggestion or "")
            assert finding.citation.regulation == "基线要求（非法规条文）"
            if finding.kind == "fail":
                assert finding.level == "warning"
                assert "适用哪部规章" in finding.suggestion
