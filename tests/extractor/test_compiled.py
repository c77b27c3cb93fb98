import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from extractor.compiled import compiled
from extractor.data import load_folder
from extractor.facts.chapters import Chapter
from extractor.facts.clauses import ClauseData
from extractor.strict_yaml import DataError, Problem
from extractor.terms import Topic


class Word(msgspec.Struct, frozen=True):
    text: str
    places: dict[tuple[str | int, ...], tuple[int, int]] = {}


WORDS = (Word("质保期", {("words", 0): (3, 5)}), Word("工期"))
KIND = tuple[Word, ...]


class Builder:
    """Builds the words and counts how often it was asked to."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> tuple[Word, ...]:
        self.asked += 1
        return WORDS


@pytest.fixture
def build() -> Builder:
    return Builder()


def ask(build: Callable[[], tuple[Word, ...]], folder: Path, data: bytes = b"a") -> tuple[Word, ...]:
    return compiled("words", KIND, [data], build, folder=folder)


def test_what_was_built_once_comes_back_the_same_without_building(build: Builder, tmp_path: Path):
    assert ask(build, tmp_path) == ask(build, tmp_path) == WORDS
    assert build.asked == 1


def test_other_bytes_of_the_data_or_other_code_build_anew(build: Builder, tmp_path: Path):
    ask(build, tmp_path)
    ask(build, tmp_path, b"b")
    assert build.asked == 2
    ask(build, tmp_path, b"b")
    assert build.asked == 2
    compiled("words", KIND, [b"b"], build, packages=("extractor", "lexicons"), folder=tmp_path)
    assert build.asked == 3


def test_names_and_contents_of_files_are_told_apart(build: Builder, tmp_path: Path):
    compiled("words", KIND, [b"ab", b"c"], build, folder=tmp_path)
    compiled("words", KIND, [b"a", b"bc"], build, folder=tmp_path)
    assert build.asked == 2


def test_a_bit_wrong_anywhere_or_an_end_missing_is_no_entry(build: Builder, tmp_path: Path):
    ask(build, tmp_path)
    (entry,) = tmp_path.iterdir()
    sound = entry.read_bytes()
    damaged = [sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :] for at in range(0, len(sound), 7)]
    for count, content in enumerate([*damaged, b"", sound[:40], sound[:-1]], 2):
        entry.write_bytes(content)
        assert ask(build, tmp_path) == WORDS
        assert build.asked == count
        assert entry.read_bytes() == sound


def test_an_entry_of_another_type_is_no_entry(build: Builder, tmp_path: Path):
    compiled("words", list[int], [b"a"], lambda: [1], folder=tmp_path)
    assert ask(build, tmp_path) == WORDS


def test_where_nothing_can_be_written_it_is_built_each_time(build: Builder, tmp_path: Path):
    file = tmp_path / "file"
    file.write_text("")
    assert ask(build, file / "no folder") == ask(build, file / "no folder") == WORDS
    assert build.asked == 2
    (tmp_path / "words.msgpack").mkdir()
    assert ask(build, tmp_path) == WORDS
    assert {path.name for path in tmp_path.iterdir()} == {"file", "words.msgpack"}  # nothing half written stays


def test_what_fails_is_not_kept(tmp_path: Path):
    def failing() -> tuple[Word, ...]:
        raise DataError([Problem("words.yaml", 1, 1, "不对。")])

    for _ in range(2):
        with pytest.raises(DataError):
            ask(failing, tmp_path)
    assert not list(tmp_path.iterdir())


def test_several_at_once_get_whole_entries(tmp_path: Path):
    found: list[tuple[Word, ...]] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(ask(Builder(), tmp_path, str(n % 2).encode())))
        for n in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [WORDS] * 16
    assert [path.name for path in tmp_path.iterdir()] == ["words.msgpack"]


@pytest.mark.parametrize(("folder", "kind"), [("terms", Topic), ("clauses", ClauseData), ("chapters", Chapter)])
def test_the_lexicons_are_the_same_with_and_without(folder: str, kind: type, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("SHENYUE_HOME", str(tmp_path / "home"))
    built, kept = load_folder(folder, kind), load_folder(folder, kind)
    assert list((tmp_path / "home" / "compiled").iterdir())
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SHENYUE_HOME", str(tmp_path / "file"))
    assert built == kept == load_folder(folder, kind)


def test_a_home_that_is_no_folder_stops_nothing(tmp_path: Path):
    (tmp_path / "file").write_text("")
    code = "from extractor.terms import lexicon; print(len(lexicon().topics))"
    environment = {**os.environ, "SHENYUE_HOME": str(tmp_path / "file")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert int(done.stdout) > 5
    assert done.stderr == ""
