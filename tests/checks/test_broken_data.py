"""Data files broken in every way a person breaks them: each is told with its file, line, column and what was meant."""

from pathlib import Path

import pytest

from checks.rulebook import load_rulebooks
from checks.validate import validate
from extractor.strict_yaml import DataError, Problem

REGULATION = """\
id: yunqi
title: 云栖市数字项目管理办法
number: 云政〔2025〕1号
effective: 2025-01-01
status: in_force
places: [云栖市]
articles: 20
scope:
  classified: false
"""
RULE = """\
id: yunqi-3-warranty
title: 质保期不低于1年
article: 第三条
binding: mandatory
carriers:
  first: [contract]
check:
  verb: at_least
  fact: period.warranty
conditions:
  stage: [contract]
  amount: {figure: contract_amount, op: ">=", value: "100000.00"}
versions:
  - {effective: 2025-01-01, value: P1Y}
message:
  fail: "质保期为{actual}，低于{limit}。"
  missing: 合同没有约定质保期。
suggestion: 将质保期写明为不少于一年。
examples:
  - {expect: pass, text: 质保期两年。, profile: {contract_amount: 500000}}
  - {expect: pass, boundary: true, text: 质保期一年。, profile: {contract_amount: 100000}}
  - expect: fail
    reason: below-limit
    text: 质保期半年。
    profile: {contract_amount: 500000}
  - {expect: notApplicable, text: 质保期半年。, on: 2024-12-31}
"""
FILE = "yunqi/yunqi-3-warranty.yaml"
BOOK = "yunqi/regulation.yaml"


def problems(root: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the rulebooks of a folder, whether they cannot be read or make no sense."""
    try:
        return validate(load_rulebooks(root))
    except DataError as error:
        return error.problems


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "yunqi"
    folder.mkdir()
    (folder / "regulation.yaml").write_text(REGULATION, encoding="utf-8")
    (folder / "yunqi-3-warranty.yaml").write_text(RULE, encoding="utf-8")
    return tmp_path


def test_the_files_are_sound_before_they_are_broken(root) -> None:
    assert problems(root) == ()


# what is replaced, by what, the line and column told, and words of the message
BROKEN_RULES = {
    "unknown key": ("binding:", "bindng:", (4, 1), "是不是“binding”"),
    "unknown key of a block": ("  first: [contract]", "  frist: [contract]", (6, 3), "是不是“first”"),
    "unknown key of an example": ("boundary: true", "boundry: true", (21, 20), "是不是“boundary”"),
    "doubled key": ("suggestion:", "title: 重复\nsuggestion:", (18, 1), "“title”重复"),
    "missing key": ("article: 第三条\n", "", (1, 1), "缺少“article”"),
    "unknown verb": ("verb: at_least", "verb: atleast", (8, 9), "是不是“at_least”"),
    "verb left out": ("  verb: at_least\n", "", (8, 3), "缺少“verb”"),
    "unknown parameter of a verb": ("  fact: period", "  facts: period", (9, 3), "是不是“fact”"),
    "unknown fact": ("period.warranty", "period.waranty", (9, 9), "是不是“period.warranty”"),
    "unknown kind of document": ("first: [contract]", "first: [contarct]", (6, 11), "是不是“contract”"),
    "unknown binding": ("binding: mandatory", "binding: mandatry", (4, 10), "是不是“mandatory”"),
    "unknown stage": ("stage: [contract]", "stage: [contracts]", (11, 11), "是不是“contract”"),
    "unknown verdict": ("  - expect: fail\n", "  - expect: fails\n", (22, 13), "是不是“fail”"),
    "unknown reason": ("reason: below-limit", "reason: below_limit", (23, 13), "是不是“below-limit”"),
    "reason of another verdict": ("reason: below-limit", "reason: meets-limit", (23, 13), "不是fail的理由"),
    "unknown key of a message": ("  missing: 合同", "  mising: 合同", (17, 3), "是不是“missing”"),
    "unknown placeholder": ("{actual}", "{actul}", (16, 9), "是不是“actual”"),
    "brace left open": ("{actual}", "{actual", (16, 9), "花括号不成对"),
    "unknown figure": ("figure: contract_amount", "figure: contract_amout", (12, 20), "是不是“contract_amount”"),
    "unknown comparison": ('op: ">="', 'op: "=>"', (12, 41), "不能是“=>”"),
    "amount in another form": ('value: "100000.00"', 'value: "10万"', (12, 11), "应写元和两位小数"),
    "day that is none": ("effective: 2025-01-01, value", "effective: 2025-02-30, value", (14, 5), "不是日期"),
    "version before the regulation": ("effective: 2025-01-01, v", "effective: 2024-01-01, v", (14, 5), "早于规章"),
    "limit left out": (", value: P1Y}", "}", (14, 5), "需要value"),
    "limit in Chinese": ("value: P1Y}", "value: 1年}", (14, 36), "应如P2Y"),
    "versions that overlap": ("P1Y}", "P1Y}\n  - {effective: 2025-01-01, value: P2Y}", (15, 5), "先后排列"),
    "a clause that is no sentence": ("不少于一年。\n", "不少于一年。\nclause: 质保期为一年\n", (19, 9), "以句号结束"),
    "article that is not there": ("article: 第三条", "article: 第二十一条", (3, 10), "只有20条，没有第21条"),
    "article without its number": ("article: 第三条", "article: 三", (3, 10), "应写明条款"),
    "id unlike the file": ("id: yunqi-3-warranty", "id: yunqi-3", (1, 5), "与文件名“yunqi-3-warranty”不一致"),
    "two ways of carrying": ("[contract]\ncheck", "[contract]\n  each: [bid]\ncheck", (6, 3), "each、all中的一个"),
    "a word where a block belongs": ("carriers:\n  first: [contract]", "carriers: contract", (5, 11), "键: 值"),
    "a block where a word belongs": ("binding: mandatory", "binding: [mandatory]", (4, 10), "不是列表"),
    "a truth in words": ("boundary: true", "boundary: 是", (21, 30), "true或false"),
    "a truth in quotes": ("boundary: true", 'boundary: "true"', (21, 30), "不加引号"),
    "empty value": ("suggestion: 将质保期写明为不少于一年。", "title2:", (18, 1), "没有“title2”"),
    "example without a text": ("    text: 质保期半年。\n", "", (22, 5), "text或documents"),
    "example told twice": ("质保期两年。, profile: {contract_amount: 500000}",
                           "质保期一年。, profile: {contract_amount: 100000}, boundary: true", (21, 5), "例子相同"),
    "no example that passes": ("expect: pass", "expect: review", (20, 3), "缺少一个通过"),
    "no example out of scope": ("expect: notApplicable, text: 质保期半年。, on: 2024-12-31",
                                "expect: fail, text: 质保期三个月。", (20, 3), "不适用"),
    "no example on the limit": ("boundary: true, ", "", (20, 3), "界线"),
    "tab for indentation": ("  first: [contract]", "\tfirst: [contract]", (6, 1), "缩进请用空格"),
    "bracket left open": ("first: [contract]", "first: [contract", (7, 6), "方括号没有结束"),
    "colon without room": ("suggestion: 将", "suggestion:将", (19, 1), "冒号后没有空格"),
    "anchor and alias": ("first: [contract]", "first: &a [contract]\nreads: *a", (6, 10), "YAML引用"),
    "tag": ("title: 质保期", "title: !!binary 质保期", (2, 8), "类型标记"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN_RULES.values(), ids=BROKEN_RULES)
def test_a_broken_rule_is_told_with_its_place(root, case) -> None:
    old, new, (line, column), words = case
    assert old in RULE
    (root / FILE).write_text(RULE.replace(old, new), encoding="utf-8")
    found = problems(root)
    told = [(one.file, one.line, one.column, one.message) for one in found]
    assert any(one[:3] == (FILE, line, column) and words in one[3] for one in told), told


BROKEN_REGULATIONS = {
    "unknown key": ("effective:", "efective:", (4, 1), "是不是“effective”"),
    "unknown status": ("status: in_force", "status: inforce", (5, 9), "是不是“in_force”"),
    "unknown key of the scope": ("  classified: false", "  clasified: false", (9, 3), "是不是“classified”"),
    "number of articles in words": ("articles: 20", "articles: 二十", (7, 11), "应为整数"),
    "day that is none": ("effective: 2025-01-01", "effective: 2025年1月1日", (1, 1), "不是日期"),
    "id unlike the folder": ("id: yunqi", "id: yunxi", (1, 1), "与目录名“yunqi”不一致"),
    "no title": ("title: 云栖市数字项目管理办法\n", "", (1, 1), "缺少“title”"),
}


@pytest.mark.parametrize("case", BROKEN_REGULATIONS.values(), ids=BROKEN_REGULATIONS)
def test_a_broken_regulation_is_told_with_its_place(root, case) -> None:
    old, new, (line, column), words = case
    assert old in REGULATION
    (root / BOOK).write_text(REGULATION.replace(old, new), encoding="utf-8")
    told = [(one.file, one.line, one.column, one.message) for one in problems(root)]
    assert any(one[:3] == (BOOK, line, column) and words in one[3] for one in told), told


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "缺少“id”"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"\x00", "YAML"),
        (b"- 1\n- 2\n", "键: 值"),
        ("云栖".encode("gb18030"), "UTF-8"),
        (b"[" * 200, "过深"),
        (b"id: a\n" * 3, "重复"),
        (b"a: " + b"x" * 1_000_001, "过大"),
    ],
    ids=["empty", "no text", "a zero byte", "a list", "another encoding", "too deep", "doubled", "too large"],
)
def test_a_file_that_is_no_rule_is_told(root, data, words) -> None:
    (root / FILE).write_bytes(data)
    found = problems(root)
    assert all(one.file == FILE for one in found)
    assert any(words in one.message for one in found), found


def test_all_that_is_wrong_is_told_at_once(root) -> None:
    (root / FILE).write_text(RULE.replace("at_least", "atleast").replace("mandatory", "must"), encoding="utf-8")
    (root / BOOK).write_text(REGULATION.replace("in_force", "inforce"), encoding="utf-8")
    assert {(one.file, one.line) for one in problems(root)} == {(FILE, 8), (FILE, 4), (BOOK, 5)}
