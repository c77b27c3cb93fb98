"""``shenyue rules``: coverage, one rule or rulebook tried alone, rulebooks of a user's own."""

import json
import os

import pytest

REGULATION = """id: yunqi
title: 云栖市数字项目管理办法
number: 云政〔2025〕1号
effective: 2025-01-01
places: [云栖市]
articles: 9
lost: 附件没有收录。
garbled: [第四条的天数看不清。]
"""
RULE = """id: yunqi-3-warranty
title: 质保期不低于1年
article: 第三条
binding: mandatory
carriers: {first: [contract]}
check: {verb: at_least, fact: period.warranty}
versions:
  - {effective: 2025-01-01, value: P1Y}
examples:
  - {expect: pass, text: 质保期两年。}
  - {expect: pass, boundary: true, text: 质保期一年。}
  - {expect: fail, reason: below-limit, text: 质保期半年。}
  - {expect: notApplicable, text: 质保期半年。, on: 2024-12-31}
"""


@pytest.fixture
def own(tmp_path):
    """Return a folder that holds a rulebook of a user's own."""
    book = tmp_path / "自有规则" / "yunqi"
    book.mkdir(parents=True)
    (book / "regulation.yaml").write_text(REGULATION, encoding="utf-8")
    (book / "yunqi-3-warranty.yaml").write_text(RULE, encoding="utf-8")
    return book.parent


def test_coverage_counts_every_requirement_of_every_regulation(shenyue):
    done = shenyue("rules", "coverage", "--format", "json")
    made = json.loads(done.out)
    assert done.code == 0
    books = {book["regulation"]["id"]: book for book in made["rulebooks"]}
    assert {"qufu", "wuhan", "wujin", "jiangsu138", "panjin", "shuangyashan"} <= set(books)
    assert {"baseline", "integrity"}.isdisjoint(books)
    for book in books.values():
        assert book["counts"]["total"] == len(book["requirements"])
    for name in ("judged", "partly", "outside", "lost", "total"):
        assert made["counts"][name] == sum(book["counts"][name] for book in books.values())
    assert books["wuhan"]["counts"]["lost"] >= 1


def test_coverage_shows_the_article_the_reason_and_what_the_source_lost(shenyue, own):
    done = shenyue("rules", "coverage", "wuhan")
    assert done.code == 0
    for part in ("wuhan-13-approval-content", "第十三条", "原文缺失", "中途截断"):
        assert part in done.out
    mine = shenyue("rules", "coverage", "yunqi", "--rulebooks", own)
    for part in ("附件没有收录", "第四条的天数看不清", "第1、2、4、5、6、7、8、9条", "1项要求：判断1"):
        assert part in mine.out


@pytest.mark.parametrize("command", ["show", "coverage", "test"])
def test_an_unknown_id_is_2_with_the_nearest(shenyue, command):
    done = shenyue("rules", command, "qfu")
    assert (done.code, done.out) == (2, "")
    assert "qufu" in done.err


def test_one_rulebook_or_one_rule_is_tried_alone(shenyue, own):
    one = json.loads(shenyue("rules", "test", "yunqi-3-warranty", "--rulebooks", own, "--format", "json").out)
    assert (one["passed"], one["failed"]) == (4, 0)
    assert {example["rule"] for example in one["examples"]} == {"yunqi-3-warranty"}
    book = json.loads(shenyue("rules", "test", "yunqi", "--rulebooks", own, "--format", "json").out)
    assert book["passed"] == 4


def test_a_rulebook_of_ones_own_judges(shenyue, own, contract):
    text = (contract / "采购合同.txt").read_text(encoding="utf-8").replace("质量保证期为一年", "质量保证期为六个月")
    (contract / "采购合同.txt").write_text(text, encoding="utf-8")
    done = shenyue("check", contract, "--rulebooks", own, "--format", "json", "--on", "2026-01-01")
    (submission,) = json.loads(done.out)["submissions"]
    verdicts = {finding["rule"]: finding["kind"] for finding in submission["findings"]}
    assert verdicts["yunqi-3-warranty"] == "fail"
    assert done.code == 1
    alone = shenyue("check", contract, "--format", "json", "--on", "2026-01-01")
    assert "yunqi-3-warranty" not in alone.out


def test_the_environment_may_name_the_folder_and_the_option_beats_it(shenyue, own, tmp_path, monkeypatch):
    monkeypatch.setenv("SHENYUE_RULEBOOKS", os.pathsep.join([str(own), ""]))
    assert "yunqi-3-warranty" in shenyue("rules", "list").out
    empty = tmp_path / "空"
    empty.mkdir()
    assert "yunqi-3-warranty" not in shenyue("rules", "list", "--rulebooks", empty).out


@pytest.mark.parametrize(
    "command", [("rules", "list"), ("rules", "coverage"), ("rules", "validate"), ("rules", "test"), ("check", "{}")]
)
def test_a_broken_rulebook_of_ones_own_is_2_with_its_place(shenyue, own, contract, command):
    (own / "yunqi" / "yunqi-3-warranty.yaml").write_text(RULE.replace("at_least", "at_lest"), encoding="utf-8")
    done = shenyue(*(part.format(contract) for part in command), "--rulebooks", own)
    assert done.code == 2
    assert "yunqi/yunqi-3-warranty.yaml:6:15" in done.out + done.err
    assert "at_least" in done.out + done.err


def test_a_folder_that_is_not_there_is_2(shenyue, tmp_path):
    done = shenyue("rules", "list", "--rulebooks", tmp_path / "没有")
    assert (done.code, done.out) == (2, "")
    assert "不存在" in done.err


def test_variants_are_counted_by_rule_and_by_change(shenyue):
    done = shenyue("rules", "test", "qufu-30-warranty-2y", "--mutate", "--format", "json")
    made = json.loads(done.out)
    assert done.code == 0
    (rule,) = made["rules"]
    assert rule["of"] == "qufu-30-warranty-2y"
    assert made["made"] == rule["made"] == sum(one["made"] for one in made["operators"]) > 50
    assert made["made"] - made["right"] == len(made["wrong"])
    assert float(made["rate"]) >= 0.9
    told = shenyue("rules", "test", "qufu-30-warranty-2y", "--mutate")
    assert f"共{made['made']}个变体" in told.out


def test_too_many_wrong_verdicts_are_2_and_told(shenyue, monkeypatch):
    monkeypatch.setattr("checks.verbs.figure.side", lambda *_, **__: "inside")
    done = shenyue("rules", "test", "qufu-30-warranty-2y", "--mutate")
    assert done.code == 2
    for part in ("界外", "应为不符合（below-limit），得到符合", "查出率"):
        assert part in done.out


def test_a_rulebook_without_judged_rules_has_no_variants(shenyue, own):
    (own / "yunqi" / "yunqi-3-warranty.yaml").unlink()
    done = shenyue("rules", "test", "yunqi", "--mutate", "--rulebooks", own, "--format", "json")
    made = json.loads(done.out)
    assert (done.code, made["made"], made["rate"]) == (0, 0, None)
