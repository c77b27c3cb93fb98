"""The segmenter's dictionary as a table: every word as jieba has it, damage noticed, words the same."""

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.frequencies import ABSENT, Frequencies, keep, table_of, total_of

WORDS = {"签": 0, "签订": 7, "签订合": 0, "签订合同": 12, "合同": 90_000, "同": 3, "\ud800": 1, "a b": 2}


def test_every_word_is_found_with_its_frequency_and_nothing_else_is():
    found = Frequencies(table_of(WORDS, 99))
    assert {word: found[word] for word in WORDS} == WORDS
    for other in ("订", "合", "订合同", "签订合同书", "", "b", "合同\t90000\n", "\n合同", "\n"):
        assert found[other] == ABSENT
        assert found.get(other) is None
        assert other not in found
    assert found.get("合同") == 90_000
    assert "签订合" in found


@settings(deadline=None)  # a busy machine is no defect
@given(
    st.dictionaries(
        st.text(st.characters(exclude_characters="\t\n"), min_size=1, max_size=4), st.integers(0, 10**6), max_size=40
    )
)
def test_any_dictionary_survives(words: dict[str, int]):
    table = table_of(words, 5)
    assert total_of(table) == 5
    found = Frequencies(table)
    assert {word: found[word] for word in words} == words


def test_a_table_that_is_damaged_or_cut_is_none(tmp_path: Path):
    table = table_of(WORDS, 99)
    assert total_of(table) == 99
    for at in (0, 9, 14, 20, 4000, len(table) - 3):
        assert total_of(table[:at] + bytes([table[at] ^ 1]) + table[at + 1 :]) is None
    assert total_of(b"") is None
    assert total_of(table[:-1]) is None
    keep(table, tmp_path / "nowhere" / "words")
    keep(table, tmp_path / "words")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [table]


def test_the_words_of_a_sentence_are_those_of_jieba_itself(tmp_path: Path):
    script = (
        "import jieba\nfrom extractor.segment import words\n"
        "for s in ('乙方应于合同签订后三十日内完成软件部署', '云栖市政务数据局统建的𠮷字云', 'ABC 12.5% 系统'):\n"
        "    assert list(words(s)) == [w for w in jieba.cut(s)] or ' ' in s, s\n"
        "    assert ''.join(words(s)) == s\n"
    )
    home = tmp_path / "home"
    environment = {**os.environ, "SHENYUE_HOME": str(home)}
    for damage in (False, True, False):
        if damage:
            (kept,) = (home / "segmenter").glob("*.words")
            kept.write_bytes(kept.read_bytes()[:-100])
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
