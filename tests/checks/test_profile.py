import pytest

from checks.profile import Profile, parse_profile
from extractor.strict_yaml import DataError


def test_every_key_of_the_contract() -> None:
    text = """
jurisdiction: qufu
kind: new
stage: [application, review]
classified: false
government_procurement: true
special_fund: false
unified_build: false
pure_equipment: false
merged_stage: false
audience: [public, internal]
complete: true
invest_total: "5000000.00"
contract_amount: 1000000
documents: {附件3.pdf: test_report}
"""
    profile, warnings = parse_profile(text)
    assert warnings == ()
    assert profile == Profile(
        jurisdiction="qufu", kind="new", stage=("application", "review"), classified=False,
        government_procurement=True, special_fund=False, unified_build=False, pure_equipment=False, merged_stage=False,
        audience=("public", "internal"), complete=True, invest_total="5000000.00", contract_amount="1000000.00",
        documents={"附件3.pdf": "test_report"},
    )  # fmt: skip


def test_json_is_the_same() -> None:
    assert parse_profile('{"classified": true, "invest_total": 120.5}')[0] == Profile(
        classified=True, invest_total="120.50"
    )


def test_an_empty_profile_says_nothing() -> None:
    assert parse_profile("")[0] == Profile()
    assert parse_profile("# 只有注释\n")[0] == Profile()


def test_an_unknown_key_warns_and_the_rest_holds() -> None:
    profile, warnings = parse_profile("juristiction: qufu\ncomplete: true\n", "a/submission.yaml")
    assert profile.complete is True
    assert warnings == ("a/submission.yaml:1:1: 没有“juristiction”这个键，是不是“jurisdiction”？",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("classified: no", "true或false"),
        ("classified: 'false'", "true或false"),
        ("stage: signing", "不能是“signing”"),
        ("invest_total: 很多", "不是金额"),
        ("contract_amount: -5", "不是金额"),
        ("invest_total: 1e99", "不是金额"),
        ("documents: {a.pdf: contrakt}", "是不是“contract”"),
        ("- a", "键: 值"),
        ("jurisdiction: [a, b]", "一个值"),
    ],
)
def test_a_wrong_value_is_an_error_with_its_place(text: str, words: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_profile(text)
    assert words in str(caught.value)
    assert str(caught.value).startswith("submission.yaml:1:")
