"""Words of a sentence, where a short term cuts one in two, and where the segmenter keeps its dictionary."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.segment import cuts_word, words


def test_words_joined_are_the_sentence() -> None:
    for sentence in ("质保期为两年，自验收合格之日起。", "签订合同 ABC 3 年", "", "，", "𠮷野家系统"):
        assert "".join(words(sentence)) == sentence


@pytest.mark.parametrize(
    ("sentence", "term", "cut"),
    [
        ("承担环保修复义务", "保修", True),
        ("质保期为两年", "质保期", False),
        ("免费质保期两年", "质保期", False),
        ("保修三年", "保修", False),
    ],
)
def test_cuts_word(sentence: str, term: str, cut: bool) -> None:
    at = sentence.index(term)
    assert cuts_word(sentence, at, at + len(term)) is cut


def test_the_dictionary_is_kept_in_a_private_folder(tmp_path: Path) -> None:
    script = "from extractor.segment import words; print(len(words('签订合同')))"
    environment = {**os.environ, "SHENYUE_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True)
    folder = tmp_path / "segmenter"
    assert any(folder.iterdir())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_spacy_brings_no_client_of_the_network_and_its_commands_can_still_be_had() -> None:
    script = (
        "import sys; from extractor.segment import pipeline; pipeline()\n"
        "print(sorted({'requests', 'httpx', 'weasel', 'spacy.cli', 'pkg_resources'} & set(sys.modules)))\n"
        "from spacy.cli import info; print(callable(info))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["[]", "True"]


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    script = "import sys, extractor.segment, extractor.phrases; print('spacy' in sys.modules, 'jieba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"]
