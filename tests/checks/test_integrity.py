"""The integrity checks on hand-made facts: what they say, and above all where they keep silent."""

import pytest
from msgspec.structs import replace

from extractor.document import Notice, Place, Unread

UNREAD = (Unread(Place(page=3), "no-text-layer", "第3页没有文字层。"),)


def shares(make, *values: str, texts: tuple[str, ...] = (), **fields: object):
    facts = [make.fact("payment.share", value, text=f"第{n}笔支付") for n, value in enumerate(values, 1)]
    return make.document("contract", facts, texts=texts, **fields)


@pytest.mark.parametrize(
    ("values", "texts", "kind", "reason"),
    [
        (("0.30", "0.40", "0.25", "0.05"), (), "pass", "consistent"),
        (("0.30", "0.40", "0.25"), (), "fail", "inconsistent"),
        (("0.30", "0.40", "0.30", "0.05"), (), "fail", "inconsistent"),
        (("0.20", "0.40", "0.80", "0.20"), (), "fail", "inconsistent"),
        (("0.30", "0.40", "0.30", "0.30", "0.40", "0.30"), (), "pass", "consistent"),
        (("0.30", "0.40"), ("余款在验收合格后付清。",), "pass", "consistent"),
        (("0.30", "0.40"), ("验收合格后付至合同总价的100%。",), "pass", "consistent"),
        (("0.30",), ("初验合格后支付至合同总价的80%；", "终验合格后累计付至95%。"), "pass", "nothing-found"),
        (("0.30", "0.40", "0.25"), ("合同总价的5%作为质保金，满两年退还。",), "pass", "consistent"),
        (("0.30", "0.40", "0.20"), ("合同总价的5%作为质保金，满两年退还。",), "fail", "inconsistent"),
        (("0.30", "0.40", "0.30"), ("乙方缴纳合同总价5%的质量保证金。",), "pass", "consistent"),
        (("0.30", "0.20"), ("验收合格后再支付10万元。",), "review", "needs-person"),
        (("0.30",), (), "pass", "nothing-found"),
        ((), (), "pass", "nothing-found"),
    ],
)
def test_payment_shares(make, find, values, texts, kind, reason) -> None:
    found = find("base-payment-shares", shares(make, *values, texts=texts))
    assert (found.kind, found.reason) == (kind, reason), found.message


def test_payment_shares_of_two_contracts_are_not_mixed(make, find) -> None:
    first = shares(make, "0.50", "0.50", path="一.txt")
    second = shares(make, "0.30", "0.70", path="二.txt")
    assert find("base-payment-shares", first, second).kind == "pass"


def test_a_sum_with_an_unread_page_is_open(make, find) -> None:
    found = find("base-payment-shares", shares(make, "0.30", "0.40", status="partial", unread=UNREAD))
    assert (found.kind, found.reason) == ("open", "unreadable")


def test_a_cumulative_payment_lifts_the_sum(make, find) -> None:
    facts = [
        make.fact("payment.share", "0.30", text="签订后支付30%，初验后付至合同价的80%，终验后支付15%"),
        make.fact("payment.share", "0.15", text="终验后支付15%"),
        make.fact("payment.share", "0.05", text="质保期满支付5%"),
    ]
    assert find("base-payment-shares", make.document("contract", facts)).kind == "pass"


def test_capitals_and_figures(make, find) -> None:
    good = make.fact("amount.pair", "3000000.00", value_max="3000000.00")
    bad = make.fact("amount.pair", "3500000.00", value_max="3000000.00", text="叁佰万元整（3500000元）")
    assert find("base-amount-words", make.document("contract", [good])).reason == "consistent"
    found = find("base-amount-words", make.document("contract", [good, bad]))
    assert (found.kind, found.reason) == ("fail", "inconsistent")
    assert [place.quote for place in found.evidence] == ["叁佰万元整（3500000元）"]
    assert "小写350万元、大写300万元" in found.message


def test_blanks(make, find) -> None:
    blank = make.fact("form.blank", state="blank", text="质保期__年", subject="质保期")
    signed = make.fact("form.blank", state="blank", text="签订 日期：__", subject="签订 日期")
    value = make.fact("period.warranty", state="blank", text="质保期__年")
    rule = "base-unfilled-blanks"
    assert find(rule, make.document("contract", [blank])).message == "有1处空白未填写：质保期。"
    assert find(rule, make.document("contract", [signed])).kind == "pass"
    assert find(rule, make.document("contract", [value])).kind == "fail"
    assert find(rule, make.document("procurement_document", [blank])).kind == "notApplicable"
    assert find(rule, make.document("contract", status="partial", unread=UNREAD)).kind == "open"
    half = find(rule, make.document("contract", [blank], status="partial", unread=UNREAD))
    assert (half.kind, len(half.unread)) == ("fail", 1)


def test_tracked_changes(make, find) -> None:
    notice = Notice("tracked-changes", "含3处插入、2处删除。")
    found = find("base-tracked-changes", make.document("contract", texts=["采购合同"], notices=[notice]))
    assert (found.kind, found.reason) == ("review", "needs-person")
    assert found.evidence[0].quote == "采购合同"
    assert "3处插入" in found.message


@pytest.mark.parametrize(
    ("mine", "theirs", "kind"),
    [
        (("P2Y", "=="), ("P2Y", ">="), "pass"),
        (("P24M", "=="), ("P2Y", "=="), "pass"),
        (("P3Y", "=="), ("P2Y", "=="), "pass"),
        (("P1Y", "=="), ("P2Y", ">="), "fail"),
        (("P1Y", ">="), ("P2Y", ">="), "review"),  # may well be two years, but two are not promised
        (("P2Y", ">="), ("P1Y", ">="), "pass"),
        (("P1Y", "<="), ("P2Y", "=="), "fail"),
    ],
)
def test_a_contract_is_no_worse_than_the_tender(make, find, mine, theirs, kind) -> None:
    contract = make.document("contract", [make.fact("period.warranty", mine[0], op=mine[1])])
    tender = make.document("procurement_document", [make.fact("period.warranty", theirs[0], op=theirs[1])])
    assert find("base-terms-agree", contract, tender).kind == kind


def test_a_delivery_later_than_offered(make, find) -> None:
    contract = make.document("contract", [make.fact("period.implementation", "P12M")])
    bid = make.document("bid", [make.fact("period.implementation", "P10M")])
    found = find("base-terms-agree", contract, bid)
    assert (found.kind, found.reason) == ("fail", "inconsistent")
    assert "合同为12个月，投标文件为10个月" in found.message


def test_terms_of_different_subjects_do_not_clash(make, find) -> None:
    facts = [make.fact("period.warranty", "P3Y", subject="hardware"),
             make.fact("period.warranty", "P1Y", subject="software")]  # fmt: skip
    assert find("base-terms-agree", make.document("contract", facts)).kind == "pass"


def test_a_general_term_of_the_tender_is_asked_of_every_main_part(make, find) -> None:
    facts = [make.fact("period.warranty", "P3Y", subject="hardware"),
             make.fact("period.warranty", "P1Y", subject="software"),
             make.fact("period.warranty", "P3M", subject="耗材")]  # fmt: skip
    tender = make.document("procurement_document", [make.fact("period.warranty", "P2Y", op=">=")])
    found = find("base-terms-agree", make.document("contract", facts), tender)
    assert (found.kind, found.message.count("采购文件")) == ("fail", 1)
    assert "软件质保期" in found.message


def test_a_supplement_is_no_contradiction(make, find) -> None:
    main = make.document("contract", [make.fact("period.warranty", "P1Y")], path="合同.txt")
    later = make.document("contract", [make.fact("period.warranty", "P3Y")], path="补充协议.txt")
    assert find("base-terms-agree", main, later).kind == "pass"


def price(make, value: str, kind: str = "contract", **fields: object):
    return make.document(kind, [make.fact("contract.price", value, **fields)])


def budget(make, kind: str, *values: str, op: str = "==", **fields: object):
    return make.document(kind, [make.fact("budget.total", value, op=op, **fields) for value in values])


def test_price_within_budget(make, find) -> None:
    rule = "base-price-within-budget"
    assert (
        find(rule, price(make, "2800000.00"), budget(make, "procurement_document", "3000000.00", op="<=")).kind
        == "pass"
    )
    over = find(rule, price(make, "3200000.00"), budget(make, "procurement_document", "3000000.00", op="<="))
    assert (over.kind, over.reason) == ("fail", "above-limit")
    assert over.message == "价款320万元超过采购文件的最高限价300万元。"
    award = find(rule, price(make, "2850000.00"), price(make, "2800000.00", "award_notice"))
    assert "中标通知书的中标价280万元" in award.message
    assert find(rule, price(make, "2800000.00")).reason == "out-of-scope"
    # of several totals the highest counts, of several prices the lowest: no failure out of a part
    assert (
        find(rule, price(make, "2800000.00"), budget(make, "feasibility_report", "800000.00", "3000000.00")).kind
        == "pass"
    )
    lots = find(rule, price(make, "2800000.00"), budget(make, "procurement_document", "900000.00", subject="一标段"))
    assert lots.kind == "notApplicable"


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("智慧档案平台建设项目", "云栖市智慧档案平台项目采购合同"), "pass"),
        (("智慧档案平台（一期）", "智慧档案平台（一期）"), "pass"),
        (("智慧档案平台建设项目", "智慧城管系统建设项目"), "review"),
        (("智慧档案平台一期", "智慧档案平台二期"), "review"),
    ],
)
def test_names(make, find, names, kind) -> None:
    documents = [make.document("contract", [make.fact("project.name", name)], path=f"{n}.txt")
                 for n, name in enumerate(names)]  # fmt: skip
    assert find("base-names-agree", *documents).kind == kind


def test_who_builds_is_held_against_who_builds_and_who_buys_against_who_buys(make, find) -> None:
    def paper(kind: str, name: str, role: str | None):
        return make.document(kind, [make.fact("project.owner", name, holder_role=role)])

    plan = paper("construction_plan", "云栖市档案局", "building_unit")
    tender = paper("procurement_document", "云栖市政务服务保障中心", None)
    assert find("base-names-agree", plan, tender).kind == "pass"
    found = find("base-names-agree", plan, tender, paper("award_notice", "云栖市城市管理局", None))
    assert (found.kind, found.reason) == ("review", "conflicting")
    assert found.message.startswith("采购人有不同的写法：“云栖市政务服务保障中心”")
    found = find("base-names-agree", plan, paper("feasibility_report", "云栖市城市管理局", "building_unit"))
    assert found.message.startswith("建设单位有不同的写法")


def test_totals(make, find) -> None:
    rule = "base-totals-agree"
    same = [budget(make, "feasibility_report", "4800000.00"), budget(make, "application_form", "4800000.00")]
    assert find(rule, *same).kind == "pass"
    found = find(rule, same[0], budget(make, "application_form", "5200000.00"))
    assert (found.kind, found.reason) == ("review", "conflicting")
    assert find(rule, same[0], budget(make, "application_form", "6000000.00", op="<=")).kind == "pass"


def test_parties_turned_round(make, find) -> None:
    def parties(buyer: str, supplier: str):
        return make.document("contract", [
            make.fact("party.buyer", "云栖市档案局", holder="buyer", holder_text=buyer),
            make.fact("party.supplier", "青岚科技有限公司", holder="supplier", holder_text=supplier),
        ])  # fmt: skip

    assert find("base-party-roles", parties("甲方", "乙方")).reason == "consistent"
    turned = find("base-party-roles", parties("乙方", "甲方"))
    assert (turned.kind, turned.reason) == ("review", "needs-person")
    assert "甲方为青岚科技有限公司" in turned.message


def tables(make, find, *rows, unit=None):
    return find("base-table-sums", make.document("budget_estimate", table=make.table(*rows, unit=unit)))


HEAD = ("序号", "名称", "金额（万元）")


@pytest.mark.parametrize(
    ("rows", "kind", "reason"),
    [
        ((HEAD, ("1", "软件", "120.50"), ("2", "硬件", "79.50"), ("合计", "", "200.00")), "pass", "consistent"),
        ((HEAD, ("1", "软件", "120.50"), ("2", "硬件", "79.50"), ("合计", "", "210.00")), "fail", "inconsistent"),
        ((HEAD, ("1", "软件", "120.5万元"), ("2", "硬件", "79.5万元"), ("总 计：", "", "￥200")), "pass", "consistent"),
        ((HEAD, ("1", "软件", "1,200"), ("2", "硬件", "-"), ("3", "集成", "300"), ("合计", "", "1,500")),
         "pass", "consistent"),
        # rounding
        ((HEAD, ("1", "甲", "33.33"), ("2", "乙", "33.33"), ("3", "丙", "33.33"), ("合计", "", "100.00")),
         "pass", "consistent"),
        # what is not certain is not said
        ((HEAD, ("1", "软件", "约120"), ("2", "硬件", "80"), ("合计", "", "210")), "pass", "nothing-found"),
        ((HEAD, ("1", "软件", "120"), ("", "其中：移动端", "30"), ("2", "硬件", "80"), ("合计", "", "200")),
         "pass", "nothing-found"),
        ((HEAD, ("一", "软件", "130"), ("1", "平台", "100"), ("2", "接口", "20"), ("合计", "", "999")),
         "pass", "nothing-found"),
        ((("名称", "单价", "数量"), ("甲", "10", "2"), ("乙", "20", "3"), ("合计", "80", "9")),
         "pass", "nothing-found"),
        ((HEAD, ("1", "软件", "120"), ("合计", "", "130")), "pass", "nothing-found"),
        # parents over children, in either reading
        ((HEAD, ("一", "软件", "120"), ("1", "平台", "100"), ("2", "接口", "20"), ("二", "硬件", "80"),
          ("合计", "", "200")),
         "pass", "consistent"),
        # subtotals
        ((HEAD, ("1", "甲", "10"), ("2", "乙", "20"), ("小计", "", "30"), ("3", "丙", "5"), ("4", "丁", "6"),
          ("小计", "", "11"), ("合计", "", "41")), "pass", "consistent"),
        ((HEAD, ("1", "甲", "10"), ("2", "乙", "20"), ("小计", "", "30"), ("3", "丙", "5"), ("4", "丁", "6"),
          ("小计", "", "11"), ("合计", "", "51")), "fail", "inconsistent"),
    ],
)  # fmt: skip
def test_table_sums(make, find, rows, kind, reason) -> None:
    found = tables(make, find, *rows)
    assert (found.kind, found.reason) == (kind, reason), found.message


def test_the_wrong_total_is_shown(make, find) -> None:
    found = tables(make, find, HEAD, ("1", "软件", "120"), ("2", "硬件", "80"), ("合计", "", "240"))
    assert found.evidence[0].quote == "240"
    assert (found.evidence[0].location.row, found.evidence[0].location.column) == (4, 3)
    assert (found.expected.value, found.actual.value) == ("2000000.00", "2400000.00")  # the head says 万元
    assert "“合计”为240，各行相加为200" in found.message


def test_a_total_is_compared_in_yuan_only_where_its_unit_is_said(make, find) -> None:
    rows = (("名称", "金额"), ("软件", "620.5"), ("硬件", "730"), ("合计", "1360.5"))
    found = tables(make, find, *rows)
    assert (found.kind, found.expected, found.actual) == ("fail", None, None)
    found = tables(make, find, *rows, unit="万元")
    assert (found.expected.value, found.actual.value) == ("13505000.00", "13605000.00")


def test_within_ten_months_where_eight_were_asked(make, find) -> None:
    contract = make.document("contract", [make.fact("period.implementation", "P10M", op="<=")])
    tender = make.document("procurement_document", [make.fact("period.implementation", "P8M", op="<=")])
    assert find("base-terms-agree", contract, tender).kind == "review"
    earlier = make.document("contract", [make.fact("period.implementation", "P6M", op="<=")])
    assert find("base-terms-agree", earlier, tender).kind == "pass"


def test_two_contracts_that_differ_are_told_apart_by_name(make, find) -> None:
    one = make.document("contract", [make.fact("period.warranty", "P1Y")], path="甲.txt")
    two = make.document("contract", [make.fact("period.warranty", "P3Y")], path="乙.txt")
    found = find("base-terms-agree", one, two)
    assert "合同（甲.txt）为1年，合同（乙.txt）为3年" in found.message


def test_what_was_not_read_is_named_in_a_whole_sentence(make, find) -> None:
    unread = make.document("contract", texts=["合同"], path="合同.pdf", status="partial", unread=UNREAD)
    found = find("base-tracked-changes", unread)
    assert found.message == "合同.pdf有未能读取的部分，无法判断“文件中没有未接受的修订”。"


def test_a_blank_is_not_said_as_a_value_out_of_its_limit(make, find) -> None:
    blank = make.document("contract", [make.fact("period.warranty", state="blank", text="质保期：____年")])
    found = find("base-warranty-2y", blank)
    assert (found.kind, found.reason) == ("fail", "blank")
    assert found.message == "合同的质保期留空未填。"


def test_the_share_kept_back_may_stand_in_a_row_of_its_own(make, find) -> None:
    rows = (("首付款", "合同签订后", "60%"), ("验收款", "验收合格", "35%"), ("质保金", "质保期满后无息支付", "5%"))
    table = make.table(("阶段", "付款条件", "比例"), *rows)
    paid = make.document("contract", [make.fact("payment.share", share) for share in ("0.60", "0.35")], table=table)
    assert find("base-payment-shares", paid).kind == "pass"
    short = make.document("contract", [make.fact("payment.share", share) for share in ("0.60", "0.30")], table=table)
    assert find("base-payment-shares", short).kind == "fail"


def test_two_clocks_of_one_term_contradict_nothing(make, find) -> None:
    contract = make.document("contract", [make.fact("period.warranty", "P18M"), make.fact("period.warranty", "P30M")])
    assert find("base-terms-agree", contract).kind == "fail"
    first, second = contract.facts
    linked = replace(contract, facts=(first, replace(second, related=first.evidence)))
    assert find("base-terms-agree", linked).kind == "pass"


def test_every_owner_of_a_split_right_is_named(make, find) -> None:
    owners = [("buyer", "甲方"), ("supplier", "乙方")]
    facts = [make.fact("ownership.results", "owner", holder=who, holder_text=word) for who, word in owners]
    found = find("base-ip-owner", make.document("contract", facts))
    assert found.message == "合同已写明成果的知识产权归属：采购方（甲方）、供应方（乙方）。"
