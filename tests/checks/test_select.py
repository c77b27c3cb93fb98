from datetime import date

import pytest

from checks.select import UnknownRuleError, effective_date, select

TODAY = date(2026, 11, 21)
INTEGRITY = 11


def ids(selection) -> list[str]:
    return [book.id for book in selection.books]


def test_the_option_beats_the_profile_and_brings_integrity_along(make, books) -> None:
    chosen = select(make.submission(make.document("contract"), jurisdiction="wuhan"), books, ("qufu",))
    assert ids(chosen) == ["qufu", "integrity"]
    assert len(chosen.requirements) == len(books["qufu"].rules) + INTEGRITY
    assert "--rules" in chosen.reason


def test_a_single_rule_runs_alone(make, books) -> None:
    chosen = select(make.submission(), books, ("qufu-30-warranty-2y",))
    assert [item.rule.id for item in chosen.requirements] == ["qufu-30-warranty-2y"]
    assert ids(chosen) == ["qufu"]


def test_a_rule_named_beside_its_book_runs_once(make, books) -> None:
    chosen = select(make.submission(), books, ("qufu", "qufu-30-warranty-2y", "base-ip-owner"))
    rules = [item.rule.id for item in chosen.requirements]
    assert len(rules) == len(set(rules)) == len(books["qufu"].rules) + INTEGRITY + 1
    assert ids(chosen) == ["qufu", "integrity", "baseline"]


def test_baseline_brings_integrity_along_and_integrity_may_run_alone(make, books) -> None:
    assert len(select(make.submission(), books, ("baseline",)).requirements) == 5 + INTEGRITY
    assert len(select(make.submission(), books, ("integrity",)).requirements) == INTEGRITY


@pytest.mark.parametrize(("word", "near"), [("qfu", "qufu"), ("qufu-30-waranty-2y", "qufu-30-warranty-2y")])
def test_an_unknown_id_tells_the_nearest(make, books, word, near) -> None:
    with pytest.raises(UnknownRuleError, match=near):
        select(make.submission(), books, (word,))


@pytest.mark.parametrize("place", ["qufu", "QUFU", "曲阜市", "曲阜", "山东省济宁市曲阜市"])
def test_the_profile_names_a_place(make, books, place) -> None:
    head = make.document("contract", texts=["武汉市某某局"])
    assert ids(select(make.submission(head, jurisdiction=place), books)) == ["qufu", "integrity"]


def test_a_place_without_a_rulebook_gives_the_baseline(make, books) -> None:
    chosen = select(make.submission(make.document("contract", texts=["武汉市某某局"]), jurisdiction="云栖市"), books)
    assert ids(chosen) == ["baseline", "integrity"]
    assert "云栖市" in chosen.reason


@pytest.mark.parametrize(
    ("texts", "book"),
    [
        (["采购合同", "甲方：曲阜市档案局", "乙方：青岚科技有限公司"], "qufu"),
        (["甲方：云栖市档案局", "乙方：武汉市青岚科技有限公司"], "baseline"),
        (["甲方：云栖市档案局", "乙方：武汉市信息中心科技有限公司"], "baseline"),
        (["武 汉 市 档 案 局", "可行性研究报告"], "wuhan"),
        (["依据《曲阜市政务信息化项目建设管理办法》编制。"], "qufu"),
        (["根据武政办[2021]91号文件的规定编制。"], "wuhan"),
        (["根据武政办发〔2023〕85号文件的规定编制。"], "wujin"),
        (["根据苏政办发〔2021〕24号文件的规定编制。"], "baseline"),
        (["建设单位：常州市武进区民政局"], "wujin"),
        (["盘锦市档案馆", "建设方案"], "panjin"),
        (["雙鴨山市檔案局", "可行性研究報告"], "shuangyashan"),
        (["建设单位：江苏省民政厅"], "baseline"),
        (["甲方：曲阜师范大学附属企业有限公司"], "baseline"),
        (["曲阜市档案局", "武汉市档案局"], "baseline"),
        (["第一章 概述"], "baseline"),
    ],
)
def test_the_documents_own_words(make, books, texts, book) -> None:
    chosen = select(make.submission(make.document("contract", texts=texts)), books)
    assert ids(chosen)[0] == book
    assert chosen.reason


def test_the_buyer_beats_a_citation(make, books) -> None:
    facts = [make.fact("party.buyer", "曲阜市档案局", holder="buyer")]
    document = make.document("contract", facts, texts=["参照《武汉市政务信息化项目建设管理办法》。"])
    assert ids(select(make.submission(document), books))[0] == "qufu"
    company = [make.fact("party.buyer", "曲阜市青岚数字产业有限公司", holder="buyer")]
    assert ids(select(make.submission(make.document("contract", company)), books))[0] == "baseline"


def test_the_day_whose_rules_apply(make) -> None:
    signed = make.document("contract", [make.fact("date.signed", "2025-03-01")], path="合同.docx")
    later = make.document("contract", [make.fact("date.signed", "2026-03-01")], path="补充协议.docx")
    form = make.document("application_form", [make.fact("date.declared", "2024-09")])
    assert effective_date((signed,), given=date(2020, 1, 1), today=TODAY) == (date(2020, 1, 1), "--on")
    assert effective_date((later, signed, form), given=None, today=TODAY) == (
        date(2025, 3, 1),
        "合同签订日期（合同.docx）",
    )
    assert effective_date((form,), given=None, today=TODAY)[0] == date(2024, 9, 1)
    day, reason = effective_date((make.document("bid"),), given=None, today=TODAY)
    assert day == TODAY
    assert "当日" in reason
    blank = make.document("contract", [make.fact("date.signed", state="blank", text="  年  月  日")])
    assert effective_date((blank,), given=None, today=TODAY)[0] == TODAY


def test_a_contract_of_supervision_alone_counts_from_its_signing(make) -> None:
    supervision = make.document("supervision_contract", [make.fact("date.signed", "2025-04-01")])
    day, reason = effective_date((supervision,), given=None, today=TODAY)
    assert (day, reason.startswith("监理")) == (date(2025, 4, 1), True)
    main = make.document("contract", [make.fact("date.signed", "2024-06-03")])
    assert effective_date((supervision, main), given=None, today=TODAY)[0] == date(2024, 6, 3)


def test_a_regulation_on_special_funds_is_never_chosen_by_the_place(make, books) -> None:
    document = make.document("contract", texts=["江苏省民政厅", "依据《江苏省省级财政专项资金管理办法》编制。"])
    assert ids(select(make.submission(document), books)) == ["baseline", "integrity"]
    assert ids(select(make.submission(document, jurisdiction="江苏省"), books)) == ["baseline", "integrity"]
    assert ids(select(make.submission(document), books, ("jiangsu138",))) == ["jiangsu138", "integrity"]


@pytest.mark.parametrize(
    ("place", "chosen"),
    [
        ("武进区", ["wujin", "jiangsu138", "integrity"]),
        (None, ["baseline", "jiangsu138", "integrity"]),
        ("江苏省云栖市", ["baseline", "jiangsu138", "integrity"]),
        ("云栖市", ["baseline", "integrity"]),
        ("盘锦市", ["panjin", "integrity"]),
    ],
)
def test_a_regulation_on_special_funds_joins_the_one_of_the_place(make, books, place, chosen) -> None:
    selection = select(make.submission(special_fund=True, jurisdiction=place), books)
    assert ids(selection) == chosen
    assert ("一并检查《江苏省省级财政专项资金管理办法》" in selection.reason) == ("jiangsu138" in chosen)
    without = select(make.submission(special_fund=False, jurisdiction=place), books)
    assert "jiangsu138" not in ids(without)


def test_regulations_named_side_by_side_are_never_merged(make, books) -> None:
    chosen = select(make.submission(), books, ("qufu", "wuhan"))
    assert ids(chosen) == ["qufu", "wuhan", "integrity"]
    rules = [item.rule.id for item in chosen.requirements]
    assert len(rules) == len(set(rules)) == len(books["qufu"].rules) + len(books["wuhan"].rules) + INTEGRITY
    for item in chosen.requirements:
        assert item.citation(None).regulation == item.regulation.title
        if item.rule.id.startswith(("qufu-", "wuhan-")):
            assert item.rule.id.startswith(item.regulation.id)


@pytest.mark.parametrize("place", ["武进区", "武进", "常州市武进区", "江苏省常州市武进区"])
def test_a_district_is_named_with_or_without_what_it_lies_in(make, books, place) -> None:
    chosen = select(make.submission(jurisdiction=place), books)
    assert ids(chosen) == ["wujin", "integrity"]
    assert place in chosen.reason


def test_a_larger_place_does_not_choose_the_rules_of_a_part_of_it(make, books) -> None:
    assert ids(select(make.submission(jurisdiction="江苏省常州市"), books))[0] == "baseline"


def test_documents_that_point_to_two_places_choose_none(make, books) -> None:
    texts = ["依据《曲阜市政务信息化项目建设管理办法》和武政办〔2021〕91号文件编制。"]
    chosen = select(make.submission(make.document("feasibility_report", texts=texts)), books)
    assert ids(chosen) == ["baseline", "integrity"]
    assert "指向多地" in chosen.reason
    assert "--rules" in chosen.reason
