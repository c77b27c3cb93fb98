"""The term lexicon: its own examples, longest words, look-alikes, and that every word can fire."""

import pytest

from extractor.strict_yaml import decode
from extractor.terms import Lexicon, Topic, lexicon

TOPICS = sorted(lexicon().topics.values(), key=lambda t: t.id)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda t: t.id)
def test_examples_of_the_data(topic: Topic) -> None:
    assert topic.examples, "a topic without examples proves nothing"
    for example in topic.examples:
        groups = {h.group for h in lexicon().hits(example.text) if h.topic == topic.id}
        assert groups >= set(example.finds), example.text
        if not example.finds:
            assert not groups, example.text


@pytest.mark.parametrize("topic", TOPICS, ids=lambda t: t.id)
def test_every_word_fires_alone(topic: Topic) -> None:
    for group, words in topic.words.items():
        for word in words:
            hits = [h for h in lexicon().hits(word) if h.topic == topic.id]
            assert any(h.group == group and (h.start, h.end) == (0, len(word)) for h in hits), (group, word)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda t: t.id)
def test_no_word_twice_in_a_group(topic: Topic) -> None:
    for words in topic.words.values():
        assert len(words) == len(set(words))


def test_a_longer_word_hides_a_shorter_one_of_its_topic() -> None:
    words = Lexicon([Topic("t", "t", {"a": ("质保期", "质保")})])
    assert [(h.start, h.end) for h in words.hits("质保期与质保")] == [(0, 3), (4, 6)]


def test_a_look_alike_hides_the_words_in_it() -> None:
    words = Lexicon([Topic("t", "t", {"a": ("质保",)}, look_alikes=("质保金",))])
    assert [(h.start, h.end) for h in words.hits("质保金和质保")] == [(4, 6)]


def test_scalars_stay_strings() -> None:
    topic = decode("id: t\ntitle: 否\nwords: {a: [no, 1e3, 2024-07-01]}\n", Topic, "t.yaml").value
    assert topic.words["a"] == ("no", "1e3", "2024-07-01")


def test_half_a_character_of_a_broken_file_moves_nothing():
    whole, broken = lexicon().hits("甲方𠮷质保期两年"), lexicon().hits("甲方\ud842质保期两年")
    assert [(h.topic, h.group, h.start, h.end) for h in whole] == [(h.topic, h.group, h.start, h.end) for h in broken]
    assert any(h.topic == "warranty" for h in broken)
