"""What must be there and is denied; items that a paper of its own stands for."""

import pytest

from checks.papers import Paper
from checks.rule import Carriers
from checks.verbs.all_present import AllPresent, Item
from checks.verbs.present import Present
from extractor.document import Place, Unread
from tests.checks.applied import applied

UNREAD = (Unread(Place(page=1), "no-text-layer", "第1页没有文字层。"),)
PLAN = Carriers(first=("construction_plan",))
CLOUD = Present(("statement.deploy_cloud",))
TWO = AllPresent((Item(("statement.deploy_cloud",)), Item(("statement.in_annual_plan",), name="年度计划")))


def plan(make, *facts, **fields):
    return make.document("construction_plan", facts, texts=["第一章 概述"], **fields)


def said(make, kind, value, text):
    return make.fact(f"statement.{kind}", value, text=text)


@pytest.mark.parametrize("check", [CLOUD, AllPresent((Item(("statement.deploy_cloud",)),))])
def test_a_denial_is_missing_with_its_evidence_and_a_conflict_is_a_persons(make, check) -> None:
    no, yes = (
        said(make, "deploy_cloud", "denied", "不部署于政务云"),
        said(make, "deploy_cloud", "present", "部署于政务云"),
    )
    found = applied(make.submission(plan(make, no)), check, carriers=PLAN)
    assert (found.kind, found.reason, found.searched) == ("fail", "missing", None)
    assert found.evidence[0].quote == "不部署于政务云"
    assert "“不部署于政务云”" in found.message
    unread = plan(make, no, status="partial", unread=UNREAD)
    assert applied(make.submission(unread), check, carriers=PLAN).kind == "fail"
    both = applied(make.submission(plan(make, no, yes)), check, carriers=PLAN)
    assert (both.kind, both.reason, len(both.evidence)) == ("review", "conflicting", 2)
    assert applied(make.submission(plan(make, yes)), check, carriers=PLAN).kind == "pass"


def test_of_several_items_the_denied_and_the_silent_are_named(make) -> None:
    no = said(make, "deploy_cloud", "denied", "不部署于政务云")
    found = applied(make.submission(plan(make, no)), TWO, carriers=PLAN)
    assert found.kind == "fail"
    assert "、年度计划" in found.message
    # what was not read may hold the silent one, and takes nothing from the denial
    part = applied(make.submission(plan(make, no, status="partial", unread=UNREAD)), TWO, carriers=PLAN)
    assert part.kind == "fail"
    assert "年度计划" not in part.message


PAPERS = AllPresent((
    Item(("statement.in_annual_plan",), name="年度计划"),
    Item(name="密评报告", papers=(Paper(kinds=("test_report",), titles=("密码应用安全性评估", "密评")),)),
))  # fmt: skip


def test_a_paper_stands_for_an_item_anywhere_in_the_submission(make) -> None:
    paper = plan(make, said(make, "in_annual_plan", "present", "已列入年度计划"))
    report = make.document("test_report", texts=["某系统密评报告"])
    found = applied(make.submission(paper, report), PAPERS, carriers=PLAN)
    assert (found.kind, found.reason) == ("pass", "present")
    assert {place.quote for place in found.evidence} == {"已列入年度计划", "某系统密评报告"}
    other = make.document("test_report", texts=["某系统等级保护测评报告"])
    found = applied(make.submission(paper, other), PAPERS, carriers=PLAN)
    assert (found.kind, found.reason) == ("fail", "missing")
    assert "密评报告" in found.message


def test_a_paper_that_was_not_read_leaves_its_item_open(make) -> None:
    paper = plan(make, said(make, "in_annual_plan", "present", "已列入年度计划"))
    for path, kind in (("密评报告.pdf", "test_report"), ("扫描件.pdf", "unknown")):
        scan = make.document(kind, path=path, status="unreadable", unread=UNREAD)
        found = applied(make.submission(paper, scan), PAPERS, carriers=PLAN)
        assert (found.kind, found.reason) == ("open", "unreadable")
        assert found.unread[0].document == path


def test_an_item_needs_a_fact_or_a_named_paper() -> None:
    with pytest.raises(ValueError, match="fact"):
        Item(name="密评报告")
    with pytest.raises(ValueError, match="name"):
        Item(documents=("test_report",))


def test_a_denial_with_its_reason_is_weighed_by_a_person(make) -> None:
    check = Present(("statement.deploy_cloud",), except_facts=("statement.offcloud_reason",))
    no = said(make, "deploy_cloud", "denied", "部署在本局机房")
    why = said(make, "offcloud_reason", "present", "因须直连采集设备")
    found = applied(make.submission(plan(make, no, why)), check, carriers=PLAN)
    assert (found.kind, found.reason, len(found.evidence)) == ("review", "reason-given", 2)
    assert "部署在本局机房" in found.message
    assert "因须直连采集设备" in found.message
    assert applied(make.submission(plan(make, no)), check, carriers=PLAN).kind == "fail"
    denied = said(make, "offcloud_reason", "denied", "未说明原因")
    assert applied(make.submission(plan(make, no, denied)), check, carriers=PLAN).kind == "fail"


def test_a_reason_for_what_is_denied_among_several_is_weighed_by_a_person(make) -> None:
    check = AllPresent((Item(("statement.deploy_cloud",)),), except_facts=("statement.offcloud_reason",))
    no = said(make, "deploy_cloud", "denied", "部署在本局机房")
    why = said(make, "offcloud_reason", "present", "因须直连现场设备")
    found = applied(make.submission(plan(make, no, why)), check, carriers=PLAN)
    assert (found.kind, found.reason, len(found.evidence)) == ("review", "reason-given", 2)
    assert "因须直连现场设备" in found.message
    assert applied(make.submission(plan(make, no)), check, carriers=PLAN).kind == "fail"


def test_a_chapter_does_not_stand_for_a_document_of_its_own(make) -> None:
    check = Present(("chapter.crypto",), or_document=("crypto_plan",), own_document=True)
    chapter = make.fact("chapter.crypto", "present", text="第八章 密码应用")
    found = applied(make.submission(plan(make, chapter)), check, carriers=PLAN)
    assert (found.kind, found.reason) == ("review", "needs-person")
    own = make.document("crypto_plan", texts=["某系统密码应用方案"])
    assert applied(make.submission(plan(make, chapter), own), check, carriers=PLAN).kind == "pass"
    assert applied(make.submission(plan(make)), check, carriers=PLAN).kind == "fail"


def test_what_speaks_against_an_item_is_its_denial(make) -> None:
    shared = AllPresent((Item(("statement.deploy_cloud",), name="数据共享", against=("statement.sharing_refused",)),))
    yes, no = (
        said(make, "deploy_cloud", "present", "目录共享给各部门"),
        said(make, "sharing_refused", "present", "执法数据不予共享"),
    )
    found = applied(make.submission(plan(make, no)), shared, carriers=PLAN)
    assert (found.kind, found.reason, found.evidence[0].quote) == ("fail", "missing", "执法数据不予共享")
    assert applied(make.submission(plan(make, yes, no)), shared, carriers=PLAN).reason == "conflicting"
    none = said(make, "sharing_refused", "denied", "没有不予共享的数据")
    assert applied(make.submission(plan(make, yes, none)), shared, carriers=PLAN).kind == "pass"


def test_a_document_of_its_own_must_cover_what_a_chapter_must(make) -> None:
    check = Present(("chapter.products",), or_document=("product_statement",), covers=("软件", "数据库"))
    narrow = make.document("product_statement", texts=["产品安全可靠情况说明", "服务器均为国产。"])
    found = applied(make.submission(plan(make), narrow), check, carriers=PLAN)
    assert (found.kind, found.reason) == ("review", "needs-person")
    assert "未见“软件”" in found.message
    whole = make.document("product_statement", texts=["产品安全可靠情况说明", "数据库选用国产产品。"])
    assert applied(make.submission(plan(make), whole), check, carriers=PLAN).kind == "pass"


def test_what_need_not_be_written_down_is_a_persons_where_nothing_is_said_of_it(make) -> None:
    check = Present(("statement.deploy_cloud",), if_silent="review")
    found = applied(make.submission(plan(make)), check, carriers=PLAN)
    assert (found.kind, found.reason, found.evidence) == ("review", "unstated", ())
    assert found.message == "建设方案提到部署在政务云，但没有写明确定的内容（没有写明），请人工判断。"
    assert found.searched is not None
    no = plan(make, said(make, "deploy_cloud", "denied", "不部署于政务云"))
    assert applied(make.submission(no), check, carriers=PLAN).kind == "fail"
    unread = plan(make, status="partial", unread=UNREAD)
    assert applied(make.submission(unread), check, carriers=PLAN).reason == "unreadable"
