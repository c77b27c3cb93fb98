from importlib.resources import files
from pathlib import Path

import pytest

from checks.examples import run
from checks.rulebook import load_rulebook, load_rulebooks
from checks.validate import validate
from extractor.pipeline import extract_text
from extractor.strict_yaml import DataError

REGULATION = "id: toy\ntitle: 云栖市试行办法\nnumber: 云政〔2025〕1号\neffective: 2025-01-01\nplaces: [云栖市]\n"
RULE = """id: toy-1-warranty
title: 质保期不低于1年
article: 第一条
binding: mandatory
carriers: {first: [contract]}
check: {verb: at_least, fact: period.warranty}
versions:
  - {effective: 2025-01-01, value: P1Y}
message: {fail: "质保期为{actual}，低于{limit}。"}
examples:
  - {expect: pass, text: 质保期两年。}
  - {expect: pass, boundary: true, text: 质保期一年。}
  - {expect: fail, reason: below-limit, text: 质保期半年。}
  - {expect: notApplicable, text: 质保期半年。, on: 2024-12-31}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "regulation.yaml").write_text(REGULATION, encoding="utf-8")
    (folder / "toy-1-warranty.yaml").write_text(RULE, encoding="utf-8")
    return tmp_path


def put(root: Path, old: str, new: str) -> Path:
    file = root / "toy" / "toy-1-warranty.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return root


def test_the_projects_own_books(books) -> None:
    counts = {name: len(book.rules) for name, book in books.items()}
    assert (counts["baseline"], counts["integrity"]) == (5, 11)
    assert {"qufu", "wuhan", "wujin", "jiangsu138", "panjin", "shuangyashan"} <= set(counts)
    assert validate(books) == ()
    assert books["qufu"].number == "曲政字〔2024〕21号"
    assert books["wuhan"].regulation.lost
    assert all(book.hash.startswith("sha256:") and len(book.hash) == 71 for book in books.values())


def test_the_contract_names_these_integrity_rules(books) -> None:
    assert {rule.id for rule in books["integrity"].rules} == {
        "base-amount-words", "base-payment-shares", "base-table-sums", "base-unfilled-blanks",
        "base-price-within-budget", "base-terms-agree", "base-party-roles", "base-names-agree", "base-totals-agree",
        "base-periods-agree", "base-tracked-changes",
    }  # fmt: skip


def test_rule_files_stand_where_the_package_has_them(books) -> None:
    folder = files("lexicons").joinpath("regulations", "qufu")
    names = {entry.name.removesuffix(".yaml") for entry in folder.iterdir()} - {"regulation"}
    assert names == {rule.id for rule in books["qufu"].rules}


def test_a_folder_of_ones_own(root) -> None:
    books = load_rulebooks(root)
    assert validate(books) == ()
    before = books["toy"].hash
    assert load_rulebooks(put(root, "质保期两年", "质保期三年"))["toy"].hash != before


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("verb: at_least", "verb: atleast", "toy/toy-1-warranty.yaml:6:15: “verb”没有“atleast”，是不是“at_least”"),
        ("binding: mandatory", "binding: must", "toy/toy-1-warranty.yaml:4:10: 不能是“must”"),
        ("{first: [contract]}", "{first: [contract], each: [bid]}", "first、each、all"),
        ("{first: [contract]}", "{first: [contrat]}", "是不是“contract”"),
        ("{first: [contract]}", "{}", "first、each、all"),
        ("effective: 2025-01-01, value", "effective: 2025-02-30, value", "不是日期"),
        ("expect: pass, text", "expect: passed, text", "是不是“pass”"),
        ("text: 质保期两年。", "texts: 质保期两年。", "是不是“text”"),
        ("title: 质保期不低于1年", "title: a\ntitle: b", "“title”重复"),
        ("article: 第一条\n", "", "缺少“article”"),
        ("on: 2024-12-31", "on: 2024年", "不是日期"),
    ],
)
def test_a_broken_rule_file_is_refused_with_its_place(root, old, new, words) -> None:
    with pytest.raises(DataError) as caught:
        load_rulebooks(put(root, old, new))
    assert words in str(caught.value)
    assert all(problem.file == "toy/toy-1-warranty.yaml" and problem.line > 0 for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("id: toy-1-warranty", "id: toy-2", "与文件名"),
        ("fact: period.warranty", "fact: period.waranty", "是不是“period.warranty”"),
        ("article: 第一条", "article: '1'", "条款"),
        ("value: P1Y}", "value: 1年}", "不是时长"),
        (", value: P1Y}", "}", "需要value"),
        ("value: P1Y}", "value: PY}", "不是时长"),
        ("effective: 2025-01-01, value", "effective: 2024-01-01, value", "早于规章的施行日期"),
        ("value: P1Y}", "value: P1Y}\n  - {effective: 2025-01-01, value: P2Y}", "先后"),
        ("value: P1Y}", "until: 2026-01-01, value: P1Y}\n  - {effective: 2026-06-01, value: P2Y}", "没有有效的版本"),
        ("value: P1Y}", "until: 2026-07-01, value: P1Y}\n  - {effective: 2026-06-01, value: P2Y}", "有两个版本"),
        ("{actual}", "{actul}", "没有“{actul}”这个占位词"),
        ("{actual}", "{actual", "花括号"),
        ("{expect: pass, text: 质保期两年。}\n  - {expect: pass,", "{expect: fail,", "缺少一个通过"),
        ("expect: fail, reason: below-limit", "expect: notApplicable", "不通过"),
        ("expect: notApplicable", "expect: fail", "不适用"),
        ("boundary: true, ", "", "界线"),
        ("reason: below-limit", "reason: meets-limit", "不是fail的理由"),
        ("  - {expect: fail, reason: below-limit, text: 质保期半年。}",
         "  - {expect: fail, text: 质保期半年。}\n  - {expect: fail, text: 质保期半年。}", "相同"),
    ],
)  # fmt: skip
def test_rules_that_check_rules(root, old, new, words) -> None:
    problems = validate(load_rulebooks(put(root, old, new)))
    assert any(words in problem.message for problem in problems), problems


def test_ids_are_unique_over_all_books(root) -> None:
    other = root / "other"
    other.mkdir()
    (other / "regulation.yaml").write_text(REGULATION.replace("id: toy", "id: other"), encoding="utf-8")
    (other / "toy-1-warranty.yaml").write_text(RULE, encoding="utf-8")
    assert any("重复" in problem.message for problem in validate(load_rulebooks(root)))


def test_all_files_are_told_of_at_once(root) -> None:
    put(root, "binding: mandatory", "binding: must")
    (root / "toy" / "regulation.yaml").write_text("id: toyy\ntitle: x\neffective: 1\n", encoding="utf-8")
    (root / "toy" / "z.yaml").write_bytes(b"\xff\xfe")
    (root / "empty").mkdir()
    with pytest.raises(DataError) as caught:
        load_rulebooks(root)
    files_told = {problem.file for problem in caught.value.problems}
    assert files_told == {
        "toy/toy-1-warranty.yaml", "toy/regulation.yaml", "toy/z.yaml", "empty/regulation.yaml",
    }  # fmt: skip


def test_a_missing_folder_is_told(tmp_path) -> None:
    with pytest.raises(DataError, match="不存在"):
        load_rulebooks(tmp_path / "none")


def test_what_is_kept_is_what_is_read(root, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SHENYUE_HOME", str(tmp_path / "home"))
    books = root / "toy"
    fresh = load_rulebook(books, cached=False)
    assert load_rulebook(books) == fresh
    (entry,) = (tmp_path / "home" / "compiled").glob("rulebook-toy*")
    assert load_rulebook(books) == fresh
    entry.write_bytes(entry.read_bytes()[:-9] + b"\x00" * 9)
    assert load_rulebook(books) == fresh
    put(root, "质保期两年", "质保期三年")
    assert load_rulebook(books).rules[0].examples[0].text == "质保期三年。"
    put(root, "binding: mandatory", "binding: must")
    with pytest.raises(DataError, match="不能是“must”"):
        load_rulebook(books)


def test_folders_of_ones_own_stand_beside_the_projects(root, tmp_path) -> None:
    for more in (root, root / "toy"):  # a folder of rulebooks, and a rulebook
        books = load_rulebooks(more=[more])
        assert {"qufu", "toy"} <= set(books)
        assert list(books) == sorted(books)
    with pytest.raises(DataError, match="同名"):
        load_rulebooks(more=[root, root / "toy"])
    with pytest.raises(DataError, match="不存在"):
        load_rulebooks(more=[tmp_path / "none"])


SETTLED = """id: toy-2-plan
title: 列入年度计划并按政务云部署
article: 第二条
binding: mandatory
carriers: {first: [construction_plan]}
settle: 年度计划以批准的文本为准，请核对。
conditions:
  stage: application
  amount: {figure: invest_total, op: ">=", value: "500000.00", name: 投资匡算}
  unless: {name: 应急项目, titles: [应急]}
check: {verb: present, fact: statement.in_annual_plan}
versions:
  - {effective: 2025-01-01}
examples:
  - expect: review
    reason: needs-person
    boundary: true
    text: 本项目已列入2025年度信息化项目建设计划。
    profile: {invest_total: "500000"}
  - {expect: review, reason: needs-person, text: 项目概况如下。, profile: {invest_total: 60万元}}
  - {expect: notApplicable, reason: out-of-scope, text: 项目概况如下。, profile: {invest_total: "499999.99"}}
"""
OUTSIDE = """id: toy-3-ledger
title: 已按期上云
article: 第三条
binding: mandatory
check: {verb: outside, why: 须查政务云台账。, near: [上云]}
versions:
  - {effective: 2025-01-01}
examples:
  - {expect: review, reason: needs-person, text: 我局系统已经上云。}
  - {expect: notApplicable, text: 我局系统已经上云。, on: 2024-12-31}
"""


@pytest.fixture
def wider(root: Path) -> Path:
    (root / "toy" / "toy-2-plan.yaml").write_text(SETTLED, encoding="utf-8")
    (root / "toy" / "toy-3-ledger.yaml").write_text(OUTSIDE, encoding="utf-8")
    return root


def test_rules_that_a_person_settles(wider) -> None:
    books = load_rulebooks(wider)
    assert validate(books) == ()
    outcomes = run(books, extract_text)
    assert [outcome.explain() for outcome in outcomes if not outcome.passed] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("toy-2-plan", "{expect: review, reason: needs-person", "{expect: pass", "没有通过（pass）或不通过"),
        ("toy-2-plan", "{expect: review, reason: needs-person", "{expect: fail", "没有通过（pass）或不通过"),
        ("toy-2-plan", "    boundary: true\n", "", "界线"),
        ("toy-2-plan", "请核对。", "请核对", "完整的句子"),
        ("toy-2-plan", "titles: [应急]", "facts: [statement.emergncy]", "没有“statement.emergncy”这种事实"),
        ("toy-2-plan", "  unless: {", "  when: {facts: [date.x], ", "没有“date.x”这种事实"),
        ("toy-3-ledger", "expect: review, reason: needs-person", "expect: pass", "没有通过（pass）或不通过"),
        ("toy-3-ledger", "  - {expect: review, reason: needs-person, text: 我局系统已经上云。}\n", "", "至少2个"),
    ],
)
def test_rules_that_check_what_a_person_settles(wider, file, old, new, words) -> None:
    path = wider / "toy" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    problems = validate(load_rulebooks(wider))
    assert any(words in problem.message for problem in problems), problems


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"500000.00", name', "50万元, name", "不是金额"),
        ('op: ">="', 'op: "=>"', "不能是“=>”"),
        ("figure: invest_total", "figure: total", "不能是“total”"),
        ("{name: 应急项目, titles: [应急]}", "{name: 应急项目}", "至少一个"),
        ("{name: 应急项目, titles", "{titles", "缺少“name”"),
        ("settle:", "settled:", "是不是“settle”"),
    ],
)
def test_a_broken_condition_is_refused(wider, old, new, words) -> None:
    path = wider / "toy" / "toy-2-plan.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=words):
        load_rulebooks(wider)
