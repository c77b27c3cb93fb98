"""The accuracy benchmark counts right, wrong, missed and trapped facts, and shows what a change gained and lost."""

from pathlib import Path

import pytest

from benchmarks.accuracy import changes, measure, shown
from benchmarks.labelled import Label, Passage, Trap, compare, load
from extractor.pipeline import extract_text

TEXT = "质保期三年。质保金两年后返还。合同签订后支付30%。"


def passage(*labels: Label, **fields: object) -> Passage:
    return Passage(id="A", doc_kind="contract", text=TEXT, facts=labels, **fields)  # type: ignore[arg-type]  # of a test


def outcome_of(given: Passage):  # the facts read from it, compared with it
    facts = [f for f in extract_text(given.text, kind=given.doc_kind).facts if f.kind in given.kinds()]
    return compare(given, facts)


def test_equal_lengths_are_right() -> None:
    found = outcome_of(passage(Label("period.warranty", "质保期三年", value="P36M")))
    assert (found.right, found.wrong, found.missed) == (("period.warranty",), (), ())


def test_a_wrong_value_is_wrong_and_missed() -> None:
    found = outcome_of(passage(Label("period.warranty", "质保期三年", value="P2Y")))
    assert not found.right
    assert [kind for kind, _ in found.wrong] == ["period.warranty"]
    assert [kind for kind, _ in found.missed] == ["period.warranty"]


def test_a_trap_is_counted() -> None:
    found = outcome_of(passage(traps=(Trap("period.warranty", "质保期三年"),)))
    assert found.trapped == ("period.warranty",)


def test_optional_and_accepted_readings_are_neither_asked_for_nor_punished() -> None:
    optional = Label("period.warranty", "质保期三年", value="P3Y", optional=True)
    assert outcome_of(passage(optional)).wrong == ()
    elsewhere = Label("period.warranty", value="P3Y")
    assert outcome_of(passage(traps=(Trap("period.warranty", "返还"),), accept=(elsewhere,))).wrong == ()


def test_instalments_are_counted_one_by_one() -> None:
    twice = [Label("payment.share", "支付30%", value="0.3")] * 2
    found = outcome_of(passage(*twice))
    assert (found.right, len(found.missed)) == (("payment.share",), 1)


def test_a_result_against_its_baseline() -> None:
    good = measure([[passage(Label("period.warranty", "质保期三年", value="P3Y"))]])
    bad = measure([[passage(Label("period.warranty", "质保期三年", value="P2Y"))]])
    assert good.whole.f1 == 1.0
    gained, lost = changes(bad, good)
    assert len(gained) == 2
    assert not lost
    assert len(changes(good, bad)[1]) == 2
    assert "period.warranty" in shown(bad)


def test_a_line_that_is_no_passage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "A"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"set\.jsonl:1"):
        load(path)
