"""A figure that is not stated, and another that may mean the same: the one that decides is the one that is told."""

from checks.verbs.at_least import AtLeast
from tests.checks.rule_maker import ruled

FREE = AtLeast(("period.free_maintenance",), instead=("period.warranty",))


def test_of_several_subjects_the_worst_is_told(make) -> None:
    hardware = make.fact("period.warranty", "P3Y", subject="hardware")
    software = make.fact("period.warranty", "P1Y", subject="software")
    found = ruled(FREE, make.document("contract", [hardware, software]), first=["contract"], limit="P3Y")
    assert (found.kind, found.reason) == ("fail", "missing")
    assert "文中约定了软件质保期1年，是否即免费维护期，请核对。" in found.message


def test_what_may_mean_the_same_and_is_long_enough_is_for_a_person(make) -> None:
    whole = make.document("contract", [make.fact("period.warranty", "P3Y")])
    found = ruled(FREE, whole, first=["contract"], limit="P3Y")
    assert (found.kind, found.reason) == ("review", "needs-person")
    assert "文中约定了质保期3年" in found.message
