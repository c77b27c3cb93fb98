import pickle
from typing import Literal

import pytest
from msgspec import Struct

from extractor.strict_yaml import DataError, decode


class Inner(Struct, frozen=True):
    name: str


class Outer(Struct, frozen=True):
    id: str
    flag: bool = True
    word: Literal["mandatory", "default"] = "default"
    many: tuple[str, ...] = ()
    inner: Inner | None = None
    inners: tuple[Inner, ...] = ()


@pytest.mark.parametrize("word", ["2024-07-01", "no", "yes", "on", "1e3", "0x1F", "12:30", "1_000", "012", ".inf"])
def test_implicit_types_are_off(word: str) -> None:
    assert decode(f"id: {word}\n", Outer, "f").value.id == word


def test_json_is_read_too() -> None:
    assert decode('{"id": "a",\n\t"flag": false}', Outer, "f").value == Outer("a", flag=False)


def test_one_word_stands_for_a_list_of_one() -> None:
    assert decode("id: a\nmany: x", Outer, "f").value.many == ("x",)


def test_every_problem_is_told_at_once_with_its_place() -> None:
    text = "flag: 'true'\nword: mandatry\nmany: {a: 1}\ninners: [{nam: x}]\nflag: false\nextra: 1\n"
    with pytest.raises(DataError) as caught:
        decode(text, Outer, "rules/a.yaml")
    told = [str(problem) for problem in caught.value.problems]
    assert told[0].startswith("rules/a.yaml:1:1: 缺少“id”")
    assert any(line.startswith("rules/a.yaml:1:7:") and "true或false" in line for line in told)
    assert any(line.startswith("rules/a.yaml:2:7:") and "是不是“mandatory”" in line for line in told)
    assert any(line.startswith("rules/a.yaml:3:7:") and "列表" in line for line in told)
    assert any(line.startswith("rules/a.yaml:4:11:") and "是不是“name”" in line for line in told)
    assert any(line.startswith("rules/a.yaml:5:1:") and "重复" in line for line in told)
    assert any(line.startswith("rules/a.yaml:6:1:") and "extra" in line for line in told)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id: [", "不是有效的YAML"),
        ("id: &x b\nword: *x", "YAML引用"),
        ("id: !!python/object/apply:os.system [ls]", "类型标记"),
        ("id: !!int 3", "类型标记"),
        ("- a", "键: 值"),
        ("", "缺少“id”"),
        ("id:", "不能为空"),
        ("id: {a: b}", "一个值"),
        ("? [a]\n: b\nid: c", "键应是文字"),
        ("id: " + "[" * 3000, "过深"),
        ("id: " + "[" * 400_000 + "]" * 400_000, "过深"),
        ("id: '\ud800'", "不是有效的YAML"),
        ("\0", "YAML"),
        ("id: a" + " " * 1_000_001, "过大"),
    ],
)
def test_hostile_files_give_problems_never_a_traceback(text: str, words: str) -> None:
    with pytest.raises(DataError) as caught:
        decode(text, Outer, "f")
    assert words in str(caught.value)


def test_an_unknown_key_may_only_warn() -> None:
    decoded = decode("id: a\nidd: b\n", Outer, "f", unknown_key_warns=True)
    assert decoded.value.id == "a"
    assert "是不是“id”" in str(decoded.warnings[0])


def test_the_error_survives_a_process_border() -> None:
    with pytest.raises(DataError) as caught:
        decode("", Outer, "f")
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems  # noqa: S301 - our own bytes
