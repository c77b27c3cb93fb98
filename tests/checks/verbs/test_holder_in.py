"""Whom a right may belong to: a side, a body in a role, and a buyer that buys for somebody else."""

import pytest

from checks.verbs.holder_in import HolderIn
from tests.checks.rule_maker import ruled

DATA = HolderIn(fact=("ownership.data",), roles=("government",))
RESULTS = HolderIn(
    fact=("ownership.results",), allowed=("buyer",), roles=("demand_unit",), buys_for_others=("运行管理中心",)
)


def owner(make, kind: str, holder: str, text: str, role: str | None = None):
    return make.fact(kind, "owner", holder=holder, holder_text=text, holder_role=role)


@pytest.mark.parametrize(
    ("holder", "text", "role", "kind"),
    [
        ("third", "市人民政府", "government", "pass"),
        ("buyer", "甲方", None, "fail"),
        ("supplier", "乙方", None, "fail"),
        ("third", "某研究院", None, "fail"),
    ],
)
def test_a_body_in_a_role_alone_may_hold_it(make, holder, text, role, kind) -> None:
    contract = make.document("contract", [owner(make, "ownership.data", holder, text, role)])
    found = ruled(DATA, contract, first=["contract"])
    assert found.kind == kind
    assert found.expected is not None
    assert found.expected.value == "government"
    assert found.actual is not None
    assert found.actual.value == (role or holder)
    if kind == "fail":
        assert "应为本级人民政府" in found.message


@pytest.mark.parametrize(
    ("buyer", "holder", "text", "role", "kind"),
    [
        ("云栖市林业局", "buyer", "甲方", None, "pass"),
        ("云栖市林业局", "third", "丙方", None, "fail"),
        ("云栖市城市运行管理中心", "buyer", "甲方", None, "review"),
        ("云栖市城市运行管理中心", "third", "丙方", None, "review"),
        ("云栖市城市运行管理中心", "buyer", "需求单位", "demand_unit", "pass"),
        ("云栖市城市运行管理中心", "third", "青岚数据公司", None, "fail"),
        ("云栖市城市运行管理中心", "supplier", "乙方", None, "fail"),
    ],
)
def test_a_buyer_that_buys_for_others_is_not_taken_for_the_owner(make, buyer, holder, text, role, kind) -> None:
    party = make.fact("party.buyer", buyer)
    contract = make.document("contract", [party, owner(make, "ownership.results", holder, text, role)])
    found = ruled(RESULTS, contract, first=["contract"])
    assert found.kind == kind
    if kind == "review":
        assert found.reason == "needs-person"
        assert f"“{text}”是否即项目需求单位" in found.message
        assert buyer in {place.quote for place in found.evidence}


def test_another_body_of_the_same_role_may_not_hold_it(make) -> None:
    city = HolderIn(fact=DATA.fact, roles=DATA.roles, not_named=("县人民政府",))
    for text, kind in (("市人民政府", "pass"), ("县人民政府", "fail")):
        contract = make.document("contract", [owner(make, "ownership.data", "third", text, "government")])
        assert ruled(city, contract, first=["contract"]).kind == kind


def test_a_side_is_called_by_its_part_in_the_project(make) -> None:
    contract = make.document("contract", [owner(make, "ownership.results", "third", "丙方", "demand_unit")])
    found = ruled(RESULTS, contract, first=["contract"])
    assert (found.kind, found.message) == ("pass", "合同约定成果知识产权归属为丙方（项目需求单位）。")


def test_nobody_allowed_is_no_rule() -> None:
    with pytest.raises(ValueError, match="allowed、roles"):
        HolderIn(fact=("ownership.data",))
