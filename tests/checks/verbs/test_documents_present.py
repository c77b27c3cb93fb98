"""Papers that must be there: by kind, title or a statement, and the three ways in which one can be missing."""

import pytest

from checks.papers import Paper
from checks.verbs.documents_present import DocumentsPresent, Item, Order
from extractor.document import Place, Unread
from extractor.fact import PartKind
from tests.checks.applied import applied

FIRST_PAGE = (Unread(Place(page=1), "no-text-layer", "第1页没有文字层。"),)
LATER = (Unread(Place(page=3), "no-text-layer", "第3页没有文字层。"),)
TEXT = "本文件写明了项目的建设目标、建设内容、技术路线、资金来源和进度安排，并附有各项清单及其说明，供审核。"
FORM = Item(name="申报表", kinds=("application_form",))
ESTIMATE = Item(name="项目概算", kinds=("budget_estimate", "other"), titles=("概算",))
FILED = Item(name="备案记录", kinds=("filing_record",), facts=("form.field",))
BOTH = DocumentsPresent(all=(FORM, ESTIMATE))


def form(make, **fields):
    return make.document("application_form", texts=["某系统申报表", TEXT], **fields)


def estimate(make, **fields):
    return make.document("budget_estimate", texts=["某系统概算表", TEXT], **fields)


def test_all_are_there_with_their_titles(make) -> None:
    found = applied(make.submission(form(make), estimate(make)), BOTH)
    assert (found.kind, found.reason) == ("pass", "present")
    assert found.message == "已提交申报表、项目概算。"
    assert [place.quote for place in found.evidence] == ["某系统申报表", "某系统概算表"]


def test_one_that_is_not_there_is_open_and_missing_where_the_package_is_complete(make) -> None:
    mention = make.document("application_form", texts=["某系统申报表", TEXT, "项目概算另行报送。"])
    found = applied(make.submission(mention), BOTH)
    assert (found.kind, found.reason) == ("open", "no-carrier")
    assert found.message == "材料中没有项目概算，无法判断。"
    assert [place.quote for place in found.searched.nearest] == ["项目概算另行报送。"]
    assert found.evidence == ()
    found = applied(make.submission(mention, complete=True), BOTH)
    assert (found.kind, found.reason, found.level) == ("fail", "missing", "error")
    assert found.message == "未提交项目概算。材料写明已经齐全。"
    assert applied(make.submission(), BOTH).message == "材料中没有申报表、项目概算，无法判断。"


def test_an_unread_file_may_be_it(make) -> None:
    scan = make.document("unknown", path="扫描.pdf", status="unreadable", unread=FIRST_PAGE)
    found = applied(make.submission(form(make), scan, complete=True), BOTH)
    assert (found.kind, found.reason) == ("open", "unreadable")
    assert found.message == "扫描.pdf有未能读取的部分，无法判断是否已提交项目概算。"
    assert found.unread[0].document == "扫描.pdf"
    # it cannot matter where all is there
    assert applied(make.submission(form(make), estimate(make), scan), BOTH).kind == "pass"
    video = make.document("unknown", path="演示.mp4", status="unreadable", unread=FIRST_PAGE)
    assert applied(make.submission(form(make), video), BOTH).reason == "no-carrier"


def test_one_that_is_there_and_was_not_read_shows_nothing(make) -> None:
    sealed = make.document("application_form", path="申报表.pdf", status="unreadable", unread=FIRST_PAGE)
    assert applied(make.submission(sealed, estimate(make)), BOTH).reason == "unreadable"
    part = form(make, status="partial", unread=LATER)
    found = applied(make.submission(part, estimate(make)), BOTH)
    assert (found.kind, len(found.unread)) == ("pass", 1)
    short = make.document("application_form", texts=["申报表"], status="partial", unread=LATER)
    assert applied(make.submission(short, estimate(make)), BOTH).reason == "unreadable"


def test_a_title_that_was_not_read_may_be_the_one(make) -> None:
    other = make.document("other", texts=["工程量清单", TEXT])
    assert applied(make.submission(form(make), other), BOTH).reason == "no-carrier"
    later = make.document("other", texts=["工程量清单", TEXT], status="partial", unread=LATER)
    assert applied(make.submission(form(make), later), BOTH).reason == "no-carrier"
    first = make.document("other", texts=["工程量清单", TEXT], status="partial", unread=FIRST_PAGE)
    assert applied(make.submission(form(make), first), BOTH).reason == "unreadable"


@pytest.mark.parametrize(
    ("kind", "path", "texts", "counts"),
    [
        ("budget_estimate", "a.txt", ["某系统投资概算", TEXT], True),
        ("other", "项目概算（报审）.xlsx", ["序号", TEXT], True),
        ("other", "材料.zip!/子目录/概算.pdf", ["序号", TEXT], True),
        ("other", "概算/清单.pdf", ["序号", TEXT], False),
        ("other", "a.txt", ["某系统 概 算 表", TEXT], True),
        ("budget_estimate", "a.txt", ["某系统报价", TEXT], False),
        ("approval", "a.txt", ["关于概算的批复", TEXT], False),
        ("other", "a.txt", ["本项目的概算另行编制。", TEXT], False),
        ("other", "a.txt", [*["前文"] * 9, "概算", TEXT], False),
        ("other", "a.txt", ["某系统建设方案", "第一章 总论", "概算", TEXT], False),
        ("other", "a.txt", ["某系统", "附件：概算", TEXT], False),
        ("other", "a.txt", ["项目名称：某系统概算", TEXT], True),
    ],
)
def test_a_paper_is_known_by_kind_and_title(make, kind, path, texts, counts) -> None:
    paper = make.document(kind, texts=texts, path=path)
    found = applied(make.submission(paper), DocumentsPresent(all=(ESTIMATE,)))
    assert found.kind == ("pass" if counts else "open")


def test_a_worksheet_has_its_title_in_its_first_row(make) -> None:
    check = DocumentsPresent(all=(ESTIMATE,))
    titled = make.document("other", table=make.table(("某系统概算表", ""), ("服务器", TEXT)), path="a.xlsx")
    found = applied(make.submission(titled), check)
    assert (found.kind, found.evidence[0].quote) == ("pass", "某系统概算表")
    headed = make.document("other", table=make.table(("名称", "概算"), ("服务器", TEXT)), path="a.xlsx")
    assert applied(make.submission(headed), check).reason == "no-carrier"
    named = make.document("budget_estimate", table=make.table(("名称", "金额"), ("服务器", TEXT)), path="概算.xlsx")
    found = applied(make.submission(named), check)
    assert (found.kind, found.evidence[0].quote) == ("pass", "名称")


def test_parts_of_a_file_count_on_their_own(make) -> None:
    pages = ((1, "申报表"), (2, TEXT), (5, "概算书"), (6, TEXT))
    facts = [make.fact("budget.item", "1.00", text=text, page=page) for page, text in pages]
    parts = (PartKind("application_form", (1, 4)), PartKind("budget_estimate", (5, 9)))
    bound = make.document("application_form", facts, parts=parts, path="合订本.pdf")
    found = applied(make.submission(bound), BOTH)
    assert [place.quote for place in found.evidence] == ["申报表", "概算书"]
    alone = make.document("application_form", facts, parts=parts[:1], path="概算合订本.pdf")
    assert applied(make.submission(alone), BOTH).reason == "no-carrier"


def test_a_thin_paper_is_a_persons(make) -> None:
    thin = make.document("application_form", texts=["申报表", "无。"])
    found = applied(make.submission(thin, estimate(make)), BOTH)
    assert (found.kind, found.reason, found.message) == ("review", "thin", "申报表内容过少，请人工判断。")
    assert found.evidence[0].quote == "申报表"
    short = DocumentsPresent(all=(FORM,), minimum=4)
    assert applied(make.submission(thin), short).kind == "pass"
    table = make.document("application_form", texts=["申报表"], table=make.table(("项目名称", TEXT)))
    assert applied(make.submission(table), DocumentsPresent(all=(FORM,))).kind == "pass"


def test_one_of_several_is_enough(make) -> None:
    check = DocumentsPresent(any=(FORM, ESTIMATE))
    assert applied(make.submission(estimate(make)), check).message == "已提交项目概算。"
    found = applied(make.submission(make.document("bid", texts=["投标文件"])), check)
    assert found.message == "材料中没有申报表或项目概算，无法判断。"


def test_a_statement_shows_the_same_thing(make) -> None:
    check = DocumentsPresent(all=(FILED,))
    number = make.document("contract", [make.fact("form.field", "备〔2025〕3号", text="备案号：备〔2025〕3号")])
    found = applied(make.submission(number), check)
    assert (found.kind, found.evidence[0].quote) == ("pass", "备案号：备〔2025〕3号")
    blank = make.document("contract", [make.fact("form.field", state="blank")])
    assert applied(make.submission(blank), check).reason == "no-carrier"
    part = make.document("contract", texts=["第一条"], status="partial", unread=LATER)
    assert applied(make.submission(part), check).reason == "unreadable"


def test_only_the_papers_that_are_read_count(make) -> None:
    check = DocumentsPresent(all=(Item(name="概算", titles=("概算",)),))
    paper = make.document("contract", texts=["概算编制合同", TEXT])
    assert applied(make.submission(paper), check).kind == "pass"
    assert applied(make.submission(paper), check, reads=("budget_estimate",)).reason == "no-carrier"


ORDERED = DocumentsPresent(all=(Item(name="批复", kinds=("approval",)),),
                           order=(Order(("date.opinion",), ("date.approved",)),))  # fmt: skip


@pytest.mark.parametrize(
    ("opinion", "approved", "kind", "note"),
    [
        ("2025-03-01", "2025-03-02", "pass", ""),
        ("2025-03-01", "2025-03-01", "pass", ""),
        ("2025-03-02", "2025-03-01", "fail", ""),
        ("2025-04", "2025-03", "fail", ""),
        ("2025-03", "2025-03-15", "pass", "先后不能确定"),
        (None, "2025-03-15", "pass", "未见评审意见日期"),
        (None, None, "pass", "未见评审意见日期、批复日期"),
    ],
)
def test_papers_stand_in_their_order_where_both_days_are_known(make, opinion, approved, kind, note) -> None:
    facts = [
        make.fact(name, value) for name, value in (("date.opinion", opinion), ("date.approved", approved)) if value
    ]
    paper = make.document("approval", facts, texts=["关于某系统的批复", TEXT])
    found = applied(make.submission(paper), ORDERED)
    assert (found.kind, found.reason) == (kind, "late" if kind == "fail" else "present")
    assert note in found.message
    if kind == "fail":
        assert len(found.evidence) == 2
        assert "晚于批复日期（2025年3月" in found.message


def test_parameters_that_ask_for_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="至少一个"):
        DocumentsPresent()
    with pytest.raises(ValueError, match="至少一个"):
        Item(name="概算")


def test_a_statement_that_denies_what_a_paper_would_show_is_missing_for_sure(make) -> None:
    filed = Item(name="备案", kinds=("filing_record",), facts=("statement.system_filed",))
    no = make.document("construction_plan", [make.fact("statement.system_filed", "denied", text="未备案")])
    found = applied(make.submission(no), DocumentsPresent(all=(filed, FORM)))
    assert (found.kind, found.reason) == ("fail", "missing")
    assert found.message == "未提交备案、申报表。文中写明：“未备案”。"
    assert [place.quote for place in found.evidence] == ["未备案"]
    record = make.document("filing_record", texts=["备案回执", TEXT])
    assert applied(make.submission(no, record), DocumentsPresent(all=(filed,))).kind == "pass"


def test_a_denial_of_one_of_several_wins_over_silence_on_the_others(make) -> None:
    filed = Item(name="备案", kinds=("filing_record",), facts=("statement.system_filed",))
    no = make.document("construction_plan", [make.fact("statement.system_filed", "denied", text="未备案")])
    either = DocumentsPresent(any=(FORM, filed))
    found = applied(make.submission(no), either)
    assert (found.kind, found.reason) == ("fail", "missing")
    assert found.message == "未提交申报表或备案。文中写明：“未备案”。"
    assert [place.quote for place in found.evidence] == ["未备案"]
    # another that stands, is thin or may be in what was not read is asked first
    assert applied(make.submission(no, form(make)), either).kind == "pass"
    thin = make.document("application_form", texts=["申报表"])
    assert applied(make.submission(no, thin), either).reason == "thin"
    scan = make.document("unknown", path="扫描.pdf", status="unreadable", unread=FIRST_PAGE)
    assert applied(make.submission(no, scan), either).reason == "unreadable"
    # without the denial nothing is told
    assert applied(make.submission(make.document("construction_plan")), either).reason == "no-carrier"


def test_a_denial_may_tell_of_a_paper_that_a_statement_does_not_show(make) -> None:
    tender = Item(name="采购文件", kinds=("procurement_document",), denials=("statement.procurement_method",))
    told = make.document("other", [make.fact("statement.procurement_method", "denied", text="直接委托，未采购")])
    found = applied(make.submission(told), DocumentsPresent(all=(tender,)))
    assert (found.kind, found.reason) == ("fail", "missing")
    assert found.message == "未提交采购文件。文中写明：“直接委托，未采购”。"
    stated = make.document("contract", [make.fact("statement.procurement_method", "present", text="以公开招标方式")])
    assert applied(make.submission(stated), DocumentsPresent(all=(tender,))).kind == "open"


BUREAU = DocumentsPresent(all=(Item(name="数据局评审意见", kinds=("review_material",), issuers=("数据局",)),))


@pytest.mark.parametrize(
    ("texts", "there"),
    [
        (["云栖市数据局关于某系统的评审意见", TEXT], True),
        (["云栖市数据局文件", "云数〔2025〕3号", "关于某系统的评审意见", TEXT], True),
        (["关于某系统的评审意见", TEXT, "云栖市数据局", "2025年3月2日"], True),
        (["关于某系统的评审意见", TEXT, "云栖市数据局（盖章）2025年3月2日"], True),
        (["市数据局评审意见", TEXT], True),
        (["某系统专家评审意见", TEXT, "专家组成员：张和、李平（云栖市数据局）"], False),
        (["关于报请市数据局评审某系统的意见", TEXT], False),
        (["关于某系统的评审意见", "云栖市数据局：", TEXT, "某咨询有限公司"], False),
        (["专家评审意见", TEXT, "本意见报云栖市数据局存档。"], False),
    ],
)
def test_who_issued_a_paper(make, texts, there) -> None:
    found = applied(make.submission(make.document("review_material", texts=texts)), BUREAU)
    assert found.kind == ("pass" if there else "open")


def test_a_paper_that_does_not_name_the_project_is_for_a_person(make) -> None:
    minutes = Item(name="党组会议纪要", kinds=("minutes",), facts=("statement.party_decision",), about_project=True)
    check = DocumentsPresent(all=(minutes,))
    name = make.fact("project.name", "云栖市智慧档案平台建设项目")
    form_ = make.document("application_form", [name], texts=["某系统申报表"])

    def held(*texts, facts=()):
        return make.document("minutes", facts, texts=["某局党组会议纪要", *texts])

    named = applied(make.submission(form_, held("会议同意申报云栖市智慧档案平台。", TEXT)), check)
    assert named.kind == "pass"
    decided = make.fact("statement.party_decision", "present", text="党组会议研究了半年工作")
    for facts in ((), (decided,)):
        found = applied(make.submission(form_, held("会议传达了上级精神。", TEXT, facts=facts)), check)
        assert (found.kind, found.reason) == ("review", "needs-person")
        assert "云栖市智慧档案平台建设项目" in found.message
    told = make.document("application_form", [name, decided], texts=["某系统申报表"])
    assert applied(make.submission(told, held("会议传达了上级精神。", TEXT)), check).kind == "pass"
    # nothing tells what the project is called
    assert applied(make.submission(held("会议传达了上级精神。", TEXT)), check).kind == "pass"


def test_a_reason_why_a_paper_is_not_needed_is_weighed_by_a_person(make) -> None:
    check = DocumentsPresent(all=(FORM, ESTIMATE), except_facts=("statement.assessment_exempt",))
    why = make.fact("statement.assessment_exempt", "present", text="按规定不需要概算")
    said = make.document("application_form", facts=[why], texts=["某系统申报表", TEXT, "按规定不需要概算"])
    found = applied(make.submission(said), check)
    assert (found.kind, found.reason) == ("review", "reason-given")
    assert found.message == "未提交项目概算，材料写有不需提交的理由，是否成立请人工判断。理由：“按规定不需要概算”。"
    assert [place.quote for place in found.evidence] == ["按规定不需要概算"]
    assert applied(make.submission(said, estimate(make)), check).kind == "pass"
    assert applied(make.submission(form(make)), check).kind == "open"


def test_each_of_several_dates_may_be_asked_to_be_early_enough(make) -> None:
    dates = [
        make.fact("date.assessed", "2025-05-06"),
        make.fact("date.assessed", "2025-09-06"),
        make.fact("date.accepted", "2025-08-01"),
    ]
    paper = make.document("application_form", facts=dates, texts=["某系统申报表", TEXT])
    for each, kind in ((False, "pass"), (True, "fail")):
        order = Order(before=("date.assessed",), after=("date.accepted",), each=each)
        found = applied(make.submission(paper), DocumentsPresent(all=(FORM,), order=(order,)))
        assert found.kind == kind
    assert found.reason == "late"
    assert found.message == "测评报告日期为2025年9月6日，晚于竣工验收日期（2025年8月1日）。"


def test_the_order_of_the_papers_meant(make) -> None:
    meant = Order(
        before=("date.opinion",), after=("date.approved",), before_papers=Paper(issuers=("数据局",)),
        after_papers=Paper(kinds=("approval",), titles=("可研",)),
    )  # fmt: skip
    check = DocumentsPresent(all=BUREAU.all, order=(meant,))
    approval = make.document("approval", [make.fact("date.approved", "2025-04-09")], texts=["可研批复", TEXT])
    experts = make.document("review_material", [make.fact("date.opinion", "2025-06-30")], path="专家.txt")
    for day, kind in (("2025-03-28", "pass"), ("2025-04-10", "fail")):
        opinion = make.document("review_material", [make.fact("date.opinion", day)], texts=[TEXT, "云栖市数据局"])
        found = applied(make.submission(experts, opinion, approval), check)
        assert (found.kind, "不能确定" in found.message) == (kind, False)
