"""Instalments that a contract states twice, in a clause and in a table or an annex, are one schedule, added up once."""

import pytest

from extractor.pipeline import extract_text

CLAUSE = "付款方式：合同签订后支付合同总价的30%；初验合格后支付合同总价的40%；终验合格后支付合同总价的30%。\n"
TABLE = "付款节点 | 付款比例\n合同签订 | 30%\n初验合格 | 40%\n终验合格 | 30%\n"
LINES = "合同签订后支付30%。\n初验合格后支付40%。\n终验合格后支付30%。\n"
PROSE = "各方按约定履行义务。\n"


@pytest.mark.parametrize(
    "text",
    [
        CLAUSE + TABLE,
        TABLE + CLAUSE,
        CLAUSE + PROSE * 3 + TABLE,
        CLAUSE + PROSE * 40 + "附件一 付款计划\n" + TABLE,
        LINES + PROSE + TABLE,
        LINES + PROSE * 20 + CLAUSE,
        CLAUSE + TABLE + PROSE * 20 + LINES,
        # the second statement names only one of the instalments
        CLAUSE + PROSE * 20 + "甲方在初验合格后支付合同总价的40%。\n",
        # the clause keeps 5% back, the table lists it
        "签约后支付合同总价的30%；终验后支付合同总价的65%；质保期满后支付合同总价的5%。\n"
        "付款节点 | 付款比例\n签约 | 30%\n终验 | 65%\n质保期满 | 5%\n",
    ],
)
def test_a_schedule_stated_twice_is_added_up_once(find, text: str) -> None:
    found = find("base-payment-shares", extract_text(text, kind="contract"))
    assert (found.kind, found.reason) == ("pass", "consistent"), found.message


@pytest.mark.parametrize(
    "text",
    [
        CLAUSE + TABLE.replace("终验合格 | 30%", "终验合格 | 20%"),
        CLAUSE.replace("终验合格后支付合同总价的30%", "终验合格后支付合同总价的20%") + PROSE * 40 + TABLE,
        TABLE.replace("40%", "50%"),
    ],
)
def test_two_schedules_of_which_one_is_wrong_fail(find, text: str) -> None:
    found = find("base-payment-shares", extract_text(text, kind="contract"))
    assert found.kind == "fail", found.message


def test_who_pays_is_told_by_the_roles(find) -> None:
    parties = "甲方（卖方）：启衡软件有限公司\n乙方（买方）：临河县档案馆\n"
    text = f"{parties}乙方应支付合同总价30%，验收后乙方应支付合同总价70%。\n"
    found = find("base-payment-shares", extract_text(text, kind="contract"))
    assert (found.kind, found.reason) == ("pass", "consistent"), found.message
