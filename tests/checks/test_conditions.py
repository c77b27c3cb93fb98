"""When a rule applies: amounts, what is in the papers, what a person settles, stages."""

import pytest

from checks.conditions import AmountLine, Conditions, Presence
from checks.papers import Paper
from checks.rule import Carriers
from checks.submission import stages_of
from checks.verbs.outside import Outside
from checks.verbs.present import Present
from extractor.document import Place, Unread
from extractor.fact import PartKind
from tests.checks.applied import applied

UNREAD = (Unread(Place(page=3), "no-text-layer", "第3页没有文字层。"),)
CRYPTO = Present(("chapter.crypto",))
PLAN = Carriers(first=("construction_plan",))
HALF_MILLION = AmountLine("invest_total", ">=", "500000.00", "投资匡算")


def asked(make, *documents, conditions, check=CRYPTO, carriers=PLAN, profile=None, **fields):
    return applied(
        make.submission(*documents, **(profile or {})), check, carriers=carriers, conditions=conditions, **fields
    )


def plan(make, *facts, **fields):
    return make.document("construction_plan", facts, texts=["第一章 概述"], **fields)


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [
        (">=", False, True, True),
        (">", False, False, True),
        ("<=", True, True, False),
        ("<", True, False, False),
    ],
)
@pytest.mark.parametrize("said_by", ["profile", "fact"])
def test_a_line_drawn_by_an_amount_is_kept_to_the_fen(make, op, below, at, above, said_by) -> None:
    line = Conditions(amount=AmountLine("invest_total", op, "500000.00"))
    for amount, applies in (("499999.99", below), ("500000.00", at), ("500000.01", above)):
        facts = [make.fact("budget.total", amount)] if said_by == "fact" else []
        profile = {"invest_total": amount} if said_by == "profile" else {}
        found = asked(make, plan(make, *facts), conditions=line, profile=profile)
        assert (found.kind, found.reason) == (("fail", "missing") if applies else ("notApplicable", "out-of-scope"))
        assert bool(found.evidence) == (said_by == "fact" and not applies)


def test_what_lies_outside_is_told_with_the_noun_of_the_article(make) -> None:
    line = Conditions(amount=HALF_MILLION)
    found = asked(make, plan(make, make.fact("budget.total", "480000.00", text="48万元")), conditions=line)
    assert found.message == "不在适用范围内：投资匡算按建设方案所写的48万元计，低于50万元。"
    assert found.evidence[0].quote == "48万元"
    told = asked(make, plan(make), conditions=line, profile={"invest_total": "48万元"})
    assert told.message == "不在适用范围内：项目说明写明投资匡算为48万元，低于50万元。"
    contract = make.document("contract", [make.fact("contract.price", "1000000.00")], texts=["第一条"])
    over = Conditions(amount=AmountLine("contract_amount", ">", "1000000.00"))
    found = asked(make, contract, conditions=over, carriers=Carriers(first=("contract",)))
    assert found.message == "不在适用范围内：合同金额按合同所写的100万元计，不超过100万元。"


def test_what_the_owner_states_beats_the_papers(make) -> None:
    line = Conditions(amount=HALF_MILLION)
    high = plan(make, make.fact("budget.total", "800000.00"))
    assert asked(make, high, conditions=line, profile={"invest_total": "400000.00"}).reason == "out-of-scope"


def test_an_unknown_amount_matters_only_where_the_verdict_would_differ(make) -> None:
    line = Conditions(amount=HALF_MILLION)
    found = asked(make, plan(make), conditions=line)
    assert (found.kind, found.reason) == ("review", "condition-unknown")
    assert "投资匡算是否达到50万元" in found.message
    assert found.message.startswith("建设方案未写明")
    assert asked(make, plan(make, make.fact("chapter.crypto", "present")), conditions=line).kind == "pass"
    assert asked(make, make.document("bid"), conditions=line).reason == "no-carrier"


def test_amounts_on_both_sides_are_left_to_a_person_with_all_of_them(make) -> None:
    papers = (
        plan(make, make.fact("budget.total", "480000.00", text="48万元")),
        make.document("approval", [make.fact("budget.total", "520000.00", text="52万元")]),
    )
    found = asked(make, *papers, conditions=Conditions(amount=HALF_MILLION))
    assert (found.kind, found.reason) == ("review", "condition-unknown")
    assert {place.quote for place in found.evidence} == {"48万元", "52万元"}
    assert "建设方案所写的48万元、批复所写的52万元" in found.message


@pytest.mark.parametrize(
    ("op", "value", "reason"),
    [
        ("<=", "480000.00", "out-of-scope"),
        ("<", "500000.00", "out-of-scope"),
        ("<=", "500000.00", "condition-unknown"),
        (">=", "500000.00", "missing"),
        (">", "499999.99", "missing"),
        (">=", "480000.00", "condition-unknown"),
    ],
)
def test_an_open_amount_counts_where_all_of_it_lies_on_one_side(make, op, value, reason) -> None:
    paper = plan(make, make.fact("budget.total", value, op=op))
    assert asked(make, paper, conditions=Conditions(amount=HALF_MILLION)).reason == reason


def test_a_ceiling_across_the_line_takes_nothing_from_what_others_state(make) -> None:
    ceiling = make.document("approval", [make.fact("budget.total", "4900000.00", op="<=")])
    stated = plan(make, make.fact("budget.total", "4860000.00"))
    assert asked(make, stated, ceiling, conditions=Conditions(amount=HALF_MILLION)).reason == "missing"
    under = Conditions(amount=AmountLine("invest_total", "<", "500000.00"))
    assert asked(make, stated, ceiling, conditions=under).reason == "out-of-scope"
    low = make.document("approval", [make.fact("budget.total", "400000.00", op="<=")])
    assert asked(make, stated, low, conditions=Conditions(amount=HALF_MILLION)).reason == "condition-unknown"


def test_a_project_is_not_classified_where_its_owner_says_nothing(make) -> None:
    for told, reason in ((None, "missing"), (False, "missing"), (True, "out-of-scope")):
        profile = {"classified": told}
        assert asked(make, plan(make), conditions=Conditions(classified=False), profile=profile).reason == reason
        other = asked(make, plan(make), conditions=Conditions(classified=True), profile=profile).reason
        assert other == ("missing" if told else "out-of-scope")


def test_a_lots_amount_and_a_ceiling_price_are_not_the_projects(make) -> None:
    lot = plan(make, make.fact("budget.total", "300000.00", subject="一标段"))
    tender = make.document("procurement_document", [make.fact("budget.total", "300000.00")])
    assert asked(make, lot, tender, conditions=Conditions(amount=HALF_MILLION)).reason == "condition-unknown"


@pytest.mark.parametrize("value", ["500000", "50万元", "500000.0", "-1.00"])
def test_a_line_is_money_in_its_normal_form(value) -> None:
    with pytest.raises(ValueError, match=r"500000\.00"):
        AmountLine("invest_total", ">=", value)


CHANGE = Presence(name="项目变更", facts=("statement.change",), documents=("change_request",), titles=("变更",))


def test_a_rule_for_a_case_that_must_be_in_the_papers(make) -> None:
    when = Conditions(when=CHANGE)
    for witness in (
        [make.document("change_request", texts=["申请增加内容。"])],
        [make.document("other", texts=["关于项目变更的说明", "增加内容。"])],
        [make.document("other", [make.fact("statement.change", "present")])],
    ):
        assert asked(make, plan(make), *witness, conditions=when).reason == "missing"
    found = asked(make, plan(make), conditions=when)
    assert (found.kind, found.message) == ("notApplicable", "不在适用范围内：材料中未见项目变更。")
    said_no = asked(
        make, plan(make, make.fact("statement.change", "denied", text="本项目未发生变更。")), conditions=when
    )
    assert (said_no.reason, said_no.evidence[0].quote) == ("out-of-scope", "本项目未发生变更。")
    torn = [make.fact("statement.change", "denied", text="本项目未变更。"), make.fact("statement.change", "present")]
    assert asked(make, plan(make, *torn), conditions=when).reason == "condition-unknown"


def test_what_was_not_read_may_hold_the_case(make) -> None:
    when = Conditions(when=CHANGE)
    part = plan(make, status="partial", unread=UNREAD)
    found = asked(make, part, conditions=when)
    assert (found.kind, found.reason) == ("open", "unreadable")
    assert found.unread
    assert found.searched is not None
    # only a paper is asked for: a page of another paper cannot be it, a file of unknown kind can
    paper = Conditions(when=Presence(name="变更申请", documents=("change_request",)))
    assert asked(make, part, conditions=paper).reason == "out-of-scope"
    scan = make.document("unknown", path="扫描.pdf", status="unreadable", unread=UNREAD)
    assert asked(make, plan(make), scan, conditions=paper).reason == "unreadable"
    drawing = make.document("unknown", path="平面图.dwg", status="unreadable", unread=UNREAD)
    assert asked(make, plan(make), drawing, conditions=paper).reason == "out-of-scope"


def test_a_rule_that_an_exception_sets_aside(make) -> None:
    unless = Conditions(unless=CHANGE)
    assert asked(make, plan(make), conditions=unless).reason == "missing"
    paper = make.document("change_request", texts=["项目变更申请"])
    found = asked(make, plan(make), paper, conditions=unless)
    assert (found.reason, found.evidence[0].quote) == ("out-of-scope", "项目变更申请")
    denial = plan(make, make.fact("statement.change", "denied"))
    assert asked(make, denial, conditions=unless).reason == "missing"


def test_an_exception_in_what_was_not_read_leaves_a_breach_to_a_person(make) -> None:
    unless = Conditions(unless=CHANGE)
    contract = make.document("contract", texts=["第一条"], status="partial", unread=UNREAD)
    found = asked(make, plan(make), contract, conditions=unless)
    assert (found.kind, found.reason) == ("review", "condition-unknown")
    assert found.unread[0].document == "contract.txt"
    good = plan(make, make.fact("chapter.crypto", "present"))
    assert asked(make, good, contract, conditions=unless).kind == "pass"


def test_a_kind_and_a_title_at_once(make) -> None:
    first = Presence(name="初步验收", papers=(Paper(kinds=("acceptance",), titles=("初步验收",)),))
    final = make.document("acceptance", texts=["竣工验收报告"])
    initial = make.document("acceptance", texts=["初步验收报告"], path="初验.txt")
    assert asked(make, plan(make), final, conditions=Conditions(when=first)).reason == "out-of-scope"
    assert asked(make, plan(make), initial, conditions=Conditions(when=first)).reason == "missing"
    # two lines of a cover make one title
    cover = make.document("acceptance", texts=["智慧园区平台初步", "验收报告"])
    assert asked(make, plan(make), cover, conditions=Conditions(when=first)).reason == "missing"


def test_a_condition_says_where_it_is_seen() -> None:
    with pytest.raises(ValueError, match="至少一个"):
        Presence(name="变更")


SETTLE = "请对照财政批复核对。"


def test_what_is_left_to_settle_is_a_review_that_keeps_what_was_found(make) -> None:
    none = Conditions()
    good = asked(make, plan(make, make.fact("chapter.crypto", "present")), conditions=none, settle=SETTLE)
    assert (good.kind, good.reason, good.level) == ("review", "needs-person", "error")
    assert good.message == f"建设方案已写明密码应用方案。{SETTLE}"
    assert good.evidence
    bad = asked(make, plan(make), conditions=none, settle=SETTLE, message={"missing": "没有密码应用方案。"})
    assert (bad.kind, bad.reason) == ("review", "needs-person")
    assert bad.message == f"没有密码应用方案。{SETTLE}"
    assert bad.searched is not None
    thin = asked(make, plan(make, make.fact("chapter.crypto", state="unstated")), conditions=none, settle=SETTLE)
    assert (thin.kind, thin.reason) == ("review", "thin")
    assert thin.message.endswith(SETTLE)


def test_words_that_are_lost_leave_a_review_that_says_what_was_not_clear(make) -> None:
    lost = "原文缺一个字。"
    good = asked(make, plan(make, make.fact("chapter.crypto", "present")), conditions=Conditions(), lost=lost)
    assert (good.reason, good.message) == ("needs-person", f"建设方案的密码应用方案需要人工判断。{lost}")
    thin = asked(make, plan(make, make.fact("chapter.crypto", state="unstated")), conditions=Conditions(), lost=lost)
    assert (thin.reason, thin.message) == ("needs-person", f"建设方案的密码应用方案内容过少，请人工判断。{lost}")


def test_what_was_not_submitted_or_read_stays_open(make) -> None:
    none = Conditions()
    assert asked(make, make.document("bid"), conditions=none, settle=SETTLE).reason == "no-carrier"
    part = plan(make, status="partial", unread=UNREAD)
    found = asked(make, part, conditions=none, settle=SETTLE)
    assert (found.kind, found.reason) == ("open", "unreadable")
    assert SETTLE not in found.message


def test_an_unknown_condition_beside_what_is_left_to_settle(make) -> None:
    found = asked(make, plan(make, make.fact("chapter.crypto", "present")),
                  conditions=Conditions(amount=HALF_MILLION), settle=SETTLE)  # fmt: skip
    assert (found.kind, found.reason) == ("review", "condition-unknown")
    assert found.message.startswith(f"建设方案已写明密码应用方案。{SETTLE}")
    assert "不符合" not in found.message


def test_a_rule_without_its_papers_is_open_and_an_integrity_check_has_nothing_to_do(make) -> None:
    bid = make.submission(make.document("bid"))
    assert applied(bid, CRYPTO, reads=("construction_plan",)).reason == "no-carrier"
    assert applied(bid, CRYPTO, reads=("construction_plan",), book="integrity").kind == "notApplicable"
    scan = make.document("unknown", path="扫描.pdf", status="unreadable", unread=UNREAD)
    assert applied(make.submission(scan), CRYPTO, reads=("construction_plan",)).reason == "unreadable"
    assert applied(make.submission(), CRYPTO).reason == "no-carrier"


def test_documents_of_several_stages(make) -> None:
    both = make.submission(make.document("contract"), make.document("feasibility_report"), make.document("minutes"))
    assert stages_of(both) == ("application", "contract")
    bound = make.document("contract", parts=(PartKind("approval", (1, 2)), PartKind("acceptance", (3, 9))))
    assert stages_of(make.submission(bound)) == ("review", "contract", "acceptance")
    check = Outside(why="材料看不出。")
    for stage, kind in (("application", "review"), ("contract", "review"), ("acceptance", "notApplicable")):
        assert applied(both, check, conditions=Conditions(stage=(stage,))).kind == kind
    found = applied(both, check, conditions=Conditions(stage=("acceptance", "operation")))
    assert found.message == "本条属于验收、运维阶段，本次材料为申报、合同阶段。"
    minutes = make.submission(make.document("minutes"))
    assert applied(minutes, check, conditions=Conditions(stage=("review",))).kind == "review"


def test_a_catalogue_of_data_handed_in_for_acceptance_makes_no_application(make) -> None:
    catalogue = make.document("sharing_list")
    assert stages_of(make.submission(catalogue)) == ("application",)
    assert stages_of(make.submission(catalogue, make.document("acceptance"))) == ("acceptance",)
    plan = make.document("construction_plan")
    assert stages_of(make.submission(catalogue, plan, make.document("acceptance"))) == ("application", "acceptance")


def test_what_is_denied_may_be_what_a_rule_is_for(make) -> None:
    off_cloud = Conditions(when=Presence(name="未上云的系统", denials=("statement.deploy_cloud",)))
    no = make.fact("statement.deploy_cloud", "denied", text="部署在本局机房")
    yes = make.fact("statement.deploy_cloud", "present", text="部署于政务云")
    assert asked(make, plan(make, no), conditions=off_cloud).kind == "fail"
    assert asked(make, plan(make, yes), conditions=off_cloud).reason == "out-of-scope"
    assert asked(make, plan(make, no, yes), conditions=off_cloud).reason == "out-of-scope"
    assert asked(make, plan(make), conditions=off_cloud).reason == "out-of-scope"
    assert asked(make, plan(make, unread=UNREAD, status="partial"), conditions=off_cloud).kind == "open"
    # named in both, either way of speaking of it shows it
    spoken = Presence(name="上云", facts=("statement.deploy_cloud",), denials=("statement.deploy_cloud",))
    for facts in ((no,), (yes,), (no, yes)):
        assert asked(make, plan(make, *facts), conditions=Conditions(when=spoken)).reason == "missing"


def test_the_papers_tell_the_audience_where_the_owner_does_not(make) -> None:
    shown = Presence(name="面向公众的服务", facts=("statement.serves_public",))
    public = Conditions(audience=("public",), audience_when=shown)
    said = make.fact("statement.serves_public", "present", text="面向公众提供查询")
    assert asked(make, plan(make, said), conditions=public).reason == "missing"
    assert asked(make, plan(make), conditions=public).kind == "notApplicable"
    assert asked(make, plan(make), conditions=public, profile={"audience": ("public",)}).reason == "missing"
    other = asked(make, plan(make, said), conditions=public, profile={"audience": ("internal",)})
    assert other.kind == "notApplicable"


def test_the_owner_tells_whether_a_case_is_there_before_the_papers_do(make) -> None:
    bureau = Presence(name="数据局统一建设", facts=("statement.change",), flag="unified_build")
    said = make.fact("statement.change", "present", text="由市数据局统一建设。")
    for conditions, where_it_is in ((Conditions(when=bureau), "missing"), (Conditions(unless=bureau), "out-of-scope")):
        where_it_is_not = {"missing": "out-of-scope", "out-of-scope": "missing"}[where_it_is]
        for papers, told, reason in (
            ([said], None, where_it_is),
            ([], None, where_it_is_not),
            ([], True, where_it_is),
            ([said], False, where_it_is_not),
        ):
            profile = {} if told is None else {"unified_build": told}
            assert asked(make, plan(make, *papers), conditions=conditions, profile=profile).reason == reason


def test_the_kind_of_project_tells_it_too(make) -> None:
    upgrade = Conditions(when=Presence(name="升级改造", facts=("statement.change",), kinds=("upgrade",)))
    assert asked(make, plan(make), conditions=upgrade, profile={"kind": "upgrade"}).reason == "missing"
    found = asked(
        make, plan(make, make.fact("statement.change", "present")), conditions=upgrade, profile={"kind": "new"}
    )
    assert found.message == "不在适用范围内：项目说明写明的情况不是升级改造。"


def test_a_finding_says_by_which_figure_its_line_is_reached(make) -> None:
    line = Conditions(amount=AmountLine("invest_total", ">=", "5000000.00"))
    said = asked(make, plan(make, make.fact("budget.total", "6200000.00", text="620万元")), conditions=line)
    assert (said.kind, said.evidence) == ("fail", ())
    assert said.message.endswith("总投资按建设方案所写的620万元计。")
    told = asked(make, plan(make), conditions=line, profile={"invest_total": "620万元"})
    assert told.message.endswith("项目说明写明总投资为620万元。")


def test_a_project_of_a_kind_lies_on_one_side_of_the_line_whatever_it_costs(make) -> None:
    small = Conditions(amount=AmountLine("invest_total", "<", "500000.00", or_flag="pure_equipment"))
    for told, applies in ((True, True), (False, False), (None, False)):
        profile = {"invest_total": "1200000.00", "pure_equipment": told}
        found = asked(make, plan(make), conditions=small, profile=profile)
        assert found.kind == ("fail" if applies else "notApplicable")


def test_a_finding_shows_the_place_for_which_a_rule_applies(make) -> None:
    when = Conditions(when=CHANGE)
    cloud = Present(("statement.deploy_cloud",))
    changed = make.fact("statement.change", "present", text="工期由5个月变更为7个月。")
    silent = asked(make, plan(make, changed), conditions=when, check=cloud)
    # what rests on having found nothing keeps its evidence empty
    assert (silent.reason, silent.evidence) == ("missing", ())
    assert silent.searched.nearest[0].quote == "工期由5个月变更为7个月。"
    denied = make.fact("statement.deploy_cloud", "denied", text="不部署在政务云")
    found = asked(make, plan(make, changed, denied), conditions=when, check=cloud)
    assert [place.quote for place in found.evidence] == ["不部署在政务云", "工期由5个月变更为7个月。"]
    there = make.fact("statement.deploy_cloud", "present", text="部署在政务云")
    passed = asked(make, plan(make, changed, there), conditions=when, check=cloud)
    assert [place.quote for place in passed.evidence] == ["部署在政务云"]


def test_a_paper_that_only_its_kind_makes_the_occasion_is_not_quoted(make) -> None:
    cloud = Present(("statement.deploy_cloud",))
    when = Conditions(when=CHANGE)
    bare = make.document("change_request", texts=["某系统情况说明"])
    silent = asked(make, plan(make), bare, conditions=when, check=cloud)
    assert silent.reason == "missing"
    assert "某系统情况说明" not in [place.quote for place in silent.searched.nearest]
    titled = make.document("other", texts=["某系统变更说明"])
    silent = asked(make, plan(make), titled, conditions=when, check=cloud)
    assert [place.quote for place in silent.searched.nearest] == ["某系统变更说明"]
    # beside the bare kind a statement is still quoted
    changed = make.fact("statement.change", "present", text="工期变更为7个月。")
    silent = asked(make, plan(make, changed), bare, conditions=when, check=cloud)
    assert [place.quote for place in silent.searched.nearest] == ["工期变更为7个月。"]


def test_what_is_open_says_on_what_it_depends_whether_the_rule_applies(make) -> None:
    line = Conditions(amount=HALF_MILLION)
    sheet = make.document("budget_estimate", texts=["投资另行测算。"])
    unknown = asked(make, sheet, conditions=line)
    assert (unknown.kind, unknown.reason) == ("open", "no-carrier")
    assert "投资匡算是否达到50万元" in unknown.message
    known = asked(make, sheet, conditions=line, profile={"invest_total": "680000.00"})
    assert (known.kind, known.reason) == ("open", "no-carrier")
    assert "是否达到" not in known.message
