"""Who may not be whom, and who must be there."""

import pytest

from checks.verbs.disjoint import Disjoint
from checks.verbs.parties_include import PartiesInclude
from tests.checks.conftest import UNREAD
from tests.checks.rule_maker import ruled

APART = Disjoint(("party.compiler",), ("party.bidder", "party.supplier", "party.reviewer"),
                 one_kinds=("construction_plan",), other_kinds=("bid", "contract"))  # fmt: skip
BUYER = PartiesInclude(("party.buyer",), ("智慧城市运行管理中心",))


def apart(make, compiler, *others, kind="party.bidder", **fields):
    plan = make.document("construction_plan", [make.fact("party.compiler", compiler)] if compiler else [])
    bid = make.document("bid", [make.fact(kind, name) for name in others], **fields)
    return ruled(APART, plan, bid)


@pytest.mark.parametrize(
    ("compiler", "others", "kind", "reason"),
    [
        ("青岚咨询有限公司", ("云帆科技有限公司",), "pass", "nothing-found"),
        ("青岚咨询有限公司", ("云帆科技有限公司", "青岚咨询有限公司（盖章）"), "fail", "forbidden"),
        ("青岚（云栖）咨询有限公司", ("青岚(云栖)咨询有限公司",), "fail", "forbidden"),
        ("青岚咨询有限公司", ("青岚咨询股份有限公司",), "review", "needs-person"),
        ("青岚咨询有限公司", ("青岚设计有限公司",), "pass", "nothing-found"),
        (None, ("云帆科技有限公司",), "review", "unstated"),
        ("青岚咨询有限公司", (), "review", "unstated"),
    ],
)
def test_disjoint(make, compiler, others, kind, reason) -> None:
    found = apart(make, compiler, *others)
    assert (found.kind, found.reason) == (kind, reason), found.message


def test_both_places_are_quoted(make) -> None:
    found = apart(make, "青岚咨询有限公司", "青岚咨询有限公司", kind="party.supplier")
    assert [place.document for place in found.evidence] == ["construction_plan.txt", "bid.txt"]
    assert "编制单位为青岚咨询有限公司，供应方为青岚咨询有限公司" in found.message


def test_disjoint_without_the_papers_that_name_them(make) -> None:
    plan = make.document("construction_plan", [make.fact("party.compiler", "青岚咨询有限公司")])
    found = ruled(APART, plan)
    assert (found.kind, found.reason) == ("open", "no-carrier")
    assert "投标文件、合同" in found.message


def test_disjoint_with_an_unread_page(make) -> None:
    found = apart(make, "青岚咨询有限公司", "云帆科技有限公司", status="partial", unread=UNREAD)
    assert (found.kind, found.reason) == ("open", "unreadable")
    hit = apart(make, "青岚咨询有限公司", "青岚咨询有限公司", status="partial", unread=UNREAD)
    assert (hit.kind, len(hit.unread)) == ("fail", 1)


def include(make, *names, **fields):
    contract = make.document("contract", [make.fact("party.buyer", name) for name in names], **fields)
    return ruled(BUYER, contract, first=["contract"])


@pytest.mark.parametrize(
    ("names", "kind", "reason"),
    [
        (("云栖市智慧城市运行管理中心",), "pass", "present"),
        (("云栖市档案局",), "fail", "missing"),
        (("云栖市档案局", "云栖市智慧城市 运行管理中心"), "pass", "present"),
        (("智慧城市运营管理中心",), "review", "needs-person"),
        ((), "fail", "missing"),
    ],
)
def test_parties_include(make, names, kind, reason) -> None:
    found = include(make, *names)
    assert (found.kind, found.reason) == (kind, reason), found.message


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("云栖市数据局", "云栖市档案局"), "pass"),
        (("云栖市数据局、云栖市档案局",), "pass"),
        (("云栖市数据局",), "review"),
        (("云栖市数据局", "衡远监理有限公司"), "review"),
        (("云栖市档案局",), "fail"),
    ],
)
def test_another_body_beside_the_one_asked_for(make, names, kind) -> None:
    both = PartiesInclude(("party.buyer", "party.other"), ("数据局",), with_another=True)
    contract = make.document("contract", [make.fact("party.buyer", name) for name in names])
    assert ruled(both, contract).kind == kind


def test_parties_include_and_the_other_absences(make) -> None:
    assert include(make, "云栖市档案局", status="partial", unread=UNREAD).kind == "open"
    none = ruled(BUYER, make.document("bid"), first=["contract"])
    assert (none.kind, none.reason) == ("open", "no-carrier")
