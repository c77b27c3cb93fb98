"""``facts --explain``: each fact with how it was read and its sentence, and what was not taken, with the reason."""

import pytest

from extractor.pipeline import extract
from extractor.readers.source import Source
from review.layout import Paper
from review.reporters.facts_console import facts_text, said, sentence_of
from review.reporters.pattern_words import pattern_words

TEXT = """第八条 质量保证
设备质保期为三年，自验收合格之日起算；质保金为合同总价的5%，两年后返还。
签约后支付合同总价的30%。
乙方逾期的，应支付合同总价的5%作为违约金。
项目 | 质保年限
存储 | 五年
"""


@pytest.fixture
def shown() -> str:
    extracted = extract(Source("合同.txt", TEXT.encode()), kind="contract", explain=True)
    return facts_text([extracted], Paper(100), explain=True)


def test_a_fact_shows_how_it_was_read_and_its_sentence(shown: str) -> None:
    assert "读法 名称在前、数值在后（label_before_figure）" in shown
    assert "全句 设备质保期为三年，自验收合格之日起算；" in shown


def test_a_cell_shows_its_row(shown: str) -> None:
    assert "全句 存储 | 五年" in shown


def test_what_was_refused_shows_its_reason(shown: str) -> None:
    assert "看过而没有采用的" in shown
    assert "付款比例：违约或解除的后果，不是付款" in shown or "付款比例：保证金、违约金、税、质保金等的比例" in shown


def test_a_share_is_a_percentage(shown: str) -> None:
    assert "付款比例：30%" in shown


def test_without_explain_nothing_of_it_is_shown() -> None:
    extracted = extract(Source("合同.txt", TEXT.encode()), kind="contract")
    assert "读法" not in facts_text([extracted], Paper(100), explain=False)


def test_a_quote_of_an_unknown_block_has_no_sentence() -> None:
    extracted = extract(Source("合同.txt", TEXT.encode()), kind="contract")
    fact = next(f for f in extracted.facts if f.kind == "period.warranty")
    assert sentence_of(fact.evidence[0], {}) == ""
    assert said(fact)


def test_a_pattern_without_words_keeps_its_name() -> None:
    assert pattern_words("right-to-end") == "right-to-end"
