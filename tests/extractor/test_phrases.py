"""Word patterns: groups, gaps and commas, and what a hostile sentence may cost."""

import resource
import time

import pytest

from extractor.phrases import Pattern, Phrases, compile_tokens
from extractor.pipeline import extract_text
from extractor.segment import pipeline
from extractor.terms import Hit


def hits(sentence: str, words: dict[str, str]) -> list[Hit]:
    """Every place of the given words, with their groups."""
    out = []
    for word, group in words.items():
        at = sentence.find(word)
        while at >= 0:
            out.append(Hit("t", group, at, at + len(word)))
            at = sentence.find(word, at + 1)
    return sorted(out, key=lambda h: h.start)


WORDS = {"有权": "right", "可以": "right", "解除": "end", "终止": "end", "合同": "thing", "协议": "thing"}


def spans(tokens: str, sentence: str) -> set[str]:
    found = Phrases([Pattern("p", tokens)]).find(sentence, hits(sentence, WORDS))
    return {sentence[m.start : m.end] for m in found}


@pytest.mark.parametrize(
    ("tokens", "sentence", "expected"),
    [
        ("right end", "甲方有权解除合同", {"有权解除"}),
        ("right end", "甲方有权书面解除合同", set()),
        ("right ..2 end", "甲方有权书面解除合同", {"有权书面解除"}),
        ("right ..2 end", "甲方有权，解除合同", set()),
        ("right ..2+ end", "甲方有权，解除合同", {"有权，解除"}),
        ("right ..1 end", "甲方有权随时书面单方解除合同", set()),
        ("right|thing end", "合同解除后有权终止", {"合同解除", "有权终止"}),
        ("right thing? end", "有权解除，可以合同终止", {"有权解除", "可以合同终止"}),
        ("end thing", "签订合同，终止协议", {"终止协议"}),
    ],
)
def test_patterns(tokens: str, sentence: str, expected: set[str]) -> None:
    assert spans(tokens, sentence) == expected


def test_a_lexicon_word_is_a_token_of_its_own() -> None:
    assert spans("thing", "双方签订合同") == {"合同"}


def test_a_short_word_that_cuts_two_others_is_none() -> None:
    sentence = "数据向境外传输"
    found = Phrases([Pattern("p", "leak")]).find(sentence, [Hit("t", "leak", 4, 6)])
    assert found == ()


def test_groups_a_text_must_hold() -> None:
    pattern = Pattern("p", "a ..3 b|c d?", needs=("e|f",))
    assert pattern.groups() == (frozenset("a"), frozenset("bc"), frozenset("ef"))


def test_gaps_are_counted_afterwards() -> None:
    compiled, gaps = compile_tokens("a ..5 b ..3+ c|d")
    assert gaps == {1: 5, 3: 3}
    assert compiled[4] == {"ORTH": {"IN": ["c", "d"]}}


def test_what_stands_far_into_a_long_sentence_is_found() -> None:
    sentence = "双方约定的事项包括设备、材料、人工和其他" * 30 + "，甲方有权解除合同"
    found = Phrases([Pattern("p", "right ..3 end")]).find(sentence, hits(sentence, WORDS))
    assert [sentence[m.start : m.end] for m in found] == ["有权解除"]


HOSTILE = [
    "不得泄露",
    "有权解除合同",
    "侵权纠纷承担赔偿",
    "甲方应组织验收，乙方不得泄露，侵犯著作权承担赔偿有权终止",
    "防止泄露商业秘密甲方",
    "知识产权归",
    "知识产权、",
    "知识产权:甲方;",
    "著作权甲方乙方",
    "由甲方",
    "归_",
    "(",
    "□归甲方",
    "甲方，",
    "采购人(以下简称",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_sentence_is_cheap(unit: str) -> None:
    extract_text("甲方有权解除合同，知识产权归甲方。质保期两年，保密。", kind="contract")  # the segmenter is loaded
    text = (unit * (5000 // len(unit) + 1))[:5000] + "。"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    extract_text(text, kind="contract")
    assert time.process_time() - started < 0.5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024  # KiB


def test_cost_grows_with_the_text_and_no_faster() -> None:
    def seconds(times: int) -> float:
        text = "甲方应组织验收，乙方不得泄露，侵犯著作权承担赔偿有权终止" * times
        started = time.process_time()
        extract_text(text, kind="contract")
        return time.process_time() - started

    seconds(10)
    assert seconds(160) < 8 * max(seconds(40), 0.02)


def test_a_comma_that_is_a_word_of_a_group_is_still_a_comma() -> None:
    sentence = "甲方有权：书面解除"
    words = WORDS | {"：": "colon"}
    within = Phrases([Pattern("p", "right ..4 end")]).find(sentence, hits(sentence, words))
    across = Phrases([Pattern("p", "right colon ..4 end")]).find(sentence, hits(sentence, words))
    assert (len(within), len(across)) == (0, 1)


def test_the_vocabulary_does_not_grow_with_what_is_read() -> None:
    reader = Phrases([Pattern("p", "right ..9 end")])
    reader.find("甲方有权解除", hits("甲方有权解除", WORDS))
    before = len(pipeline().vocab)
    sentence = "甲方有权经书面催告、公示、听证后解除合同"
    assert reader.find(sentence, hits(sentence, WORDS))
    assert len(pipeline().vocab) == before
