"""Statements that must agree: those without a value of their own are told apart by a word that stands in them."""

from checks.verbs.consistent import Consistent
from extractor.document import Place, Unread
from tests.checks.applied import applied

UNREAD = (Unread(Place(page=1), "no-text-layer", "第1页没有文字层。"),)
METHOD = "statement.procurement_method"
SAME = Consistent((METHOD,), words=("公开招标", "竞争性磋商", "单一来源"))


def said(make, kind, text, value="present"):
    return make.document(kind, [make.fact(METHOD, value, text=text)])


def test_statements_with_different_words_conflict_and_both_are_quoted(make) -> None:
    approved = said(make, "approval", "采购方式核准为公 开招标")
    tender = said(make, "procurement_document", "本项目采用竞争性磋商方式")
    found = applied(make.submission(approved, tender), SAME)
    assert (found.kind, found.reason) == ("review", "conflicting")
    assert "“公开招标”（approval.txt）、“竞争性磋商”（procurement_document.txt）" in found.message
    assert len(found.evidence) == 2


def test_statements_with_the_same_word_agree(make) -> None:
    approved = said(make, "approval", "核准为公开招标方式")
    tender = said(make, "procurement_document", "以公开招标方式采购")
    found = applied(make.submission(approved, tender), SAME)
    assert (found.kind, found.reason, len(found.evidence)) == ("pass", "consistent", 2)


def test_what_has_none_of_the_words_or_is_denied_is_not_compared(make) -> None:
    approved = said(make, "approval", "核准为公开招标方式")
    other = said(make, "procurement_document", "履行政府采购程序")
    denied = said(make, "contract", "不采用单一来源方式", "denied")
    found = applied(make.submission(approved, other, denied), SAME)
    assert (found.kind, found.reason) == ("pass", "nothing-found")


def test_a_paper_to_compare_with_must_be_there(make) -> None:
    both = Consistent((METHOD,), words=SAME.words, between=("approval", "procurement_document"))
    approved = said(make, "approval", "核准为公开招标方式")
    tender = said(make, "procurement_document", "以公开招标方式采购")
    found = applied(make.submission(tender), both)
    assert (found.kind, found.reason, found.message) == ("open", "no-carrier", "未提交批复，无法判断。")
    scan = make.document("unknown", path="扫描.pdf", status="unreadable", unread=UNREAD)
    found = applied(make.submission(tender, scan), both)
    assert (found.kind, found.reason, found.unread[0].document) == ("open", "unreadable", "扫描.pdf")
    assert applied(make.submission(approved, tender), both).kind == "pass"
