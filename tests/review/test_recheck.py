"""A resubmission held against the first report: every scripted edit of a contract gets its class."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from review.schema import schema
from tests.review.conftest import CONTRACT

RULE = "qufu-30-warranty-2y"
RUN = ("--on", "2026-01-01", "--rules", "qufu,base-amount-words,base-totals-agree")
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NAMED = "项目名称：云栖市政务数据平台建设项目"
ONE = CONTRACT.replace("甲方：", f"{NAMED}\n甲方：", 1) + "第六条 免费维护期为1年。\n"
NAME = "采购合同.txt"


@pytest.fixture
def first(shenyue, contract, tmp_path):
    """Return the report of the first submission; what lies in its folder is then edited by the test."""
    (contract / NAME).write_text(ONE, encoding="utf-8")
    file = tmp_path / "first.json"
    shenyue("check", contract, *RUN, "-o", file)
    return file


def edit(folder: Path, *changes: tuple[str, str]) -> None:
    text = (folder / NAME).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / NAME).write_text(text, encoding="utf-8")


def rechecked(shenyue, first, *paths, run=RUN) -> dict:
    outcome = shenyue("recheck", first, *paths, *run, "--format", "json")
    assert outcome.code in (0, 1, 3), outcome.err
    report = json.loads(outcome.out)
    Draft202012Validator(schema("recheck")).validate(report)
    (submission,) = report["submissions"]
    counted: dict[str, int] = {}
    for move in submission["findings"]:
        counted[move["outcome"]] = counted.get(move["outcome"], 0) + 1
    assert all(submission["summary"][name] == count for name, count in counted.items())
    return submission


def outcomes(submission: dict) -> dict[str, str]:
    return {one["rule"]: one["outcome"] for one in submission["findings"]}


def quiet(submission: dict) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (one["kind"], one["change"], *(one[side] and one[side]["value"] for side in ("old", "new")))
        for one in submission["facts"]
        if not one["findings"]
    ]


def test_nothing_was_edited(shenyue, contract, first):
    made = rechecked(shenyue, first, contract)
    assert set(outcomes(made).values()) <= {"not-fixed", "unsettled", "clear"}
    assert outcomes(made)[RULE] == "not-fixed"
    assert [one["change"] for one in made["documents"]] == ["unchanged"]
    assert made["facts"] == []
    assert (made["matched_by"], made["doubts"], made["profile"]) == ("path", [], [])


def test_the_warranty_is_lengthened(shenyue, contract, first):
    edit(contract, ("质量保证期为一年", "质量保证期为二年"))
    made = rechecked(shenyue, first, contract)
    assert outcomes(made)[RULE] == "fixed"
    (fact,) = [one for one in made["facts"] if one["kind"] == "period.warranty"]
    assert (fact["findings"], fact["old"]["value"], fact["new"]["value"]) == ([RULE], "P1Y", "P2Y")
    assert quiet(made) == []


def test_the_warranty_is_changed_and_still_too_short(shenyue, contract, first):
    edit(contract, ("质量保证期为一年", "质量保证期为18个月"))
    made = rechecked(shenyue, first, contract)
    (move,) = [one for one in made["findings"] if one["rule"] == RULE]
    assert move["outcome"] == "changed"
    assert (move["old"]["actual"]["value"], move["new"]["actual"]["value"]) == ("P1Y", "P18M")


def test_a_clause_is_removed(shenyue, contract, first):
    edit(contract, ("第五条 本项目形成的软件著作权及其他知识产权归甲方所有。\n", ""))
    made = rechecked(shenyue, first, contract)
    moved = {rule for rule, outcome in outcomes(made).items() if outcome == "new"}
    assert "qufu-30-ip-stated" in moved
    assert outcomes(made)[RULE] == "not-fixed"
    (fact,) = [one for one in made["facts"] if one["kind"] == "ownership.results"]
    assert (fact["change"], fact["new"]) == ("removed", None)
    assert "qufu-30-ip-stated" in fact["findings"]


def test_a_clause_with_a_defect_is_removed(shenyue, contract, first):
    edit(contract, ("第四条 质量保证期为一年，自最终验收合格之日起计算。\n", ""))
    made = rechecked(shenyue, first, contract)
    assert outcomes(made)[RULE] == "changed"


def test_the_amount_is_changed_in_figures_only(shenyue, contract, first):
    edit(contract, ("1,000,000.00", "1,200,000.00"))
    made = rechecked(shenyue, first, contract)
    assert outcomes(made)["base-amount-words"] == "new"


def test_the_amount_is_changed_in_both_and_nobody_would_be_told(shenyue, contract, first):
    edit(contract, ("1,000,000.00", "1,200,000.00"), ("壹佰万元", "壹佰贰拾万元"))
    made = rechecked(shenyue, first, contract)
    assert ("contract.price", "changed", "1000000.00", "1200000.00") in quiet(made)
    (fact,) = [one for one in made["facts"] if one["kind"] == "contract.price"]
    for side in ("old", "new"):
        assert fact[side]["evidence"][0]["label"]
        assert fact[side]["evidence"][0]["document"] == NAME


def test_facts_change_quietly(shenyue, contract, first):
    edit(contract, ("免费维护期为1年", "免费维护期为3个月"), ("青岚科技有限公司", "赤霞科技有限公司"))
    made = rechecked(shenyue, first, contract)
    assert ("period.free_maintenance", "changed", "P1Y", "P3M") in quiet(made)
    assert ("party.supplier", "changed", "青岚科技有限公司", "赤霞科技有限公司") in quiet(made)
    shown = shenyue("recheck", first, contract, *RUN).out
    assert "没有结论提到而变化了的事实" in shown
    assert "1年 → 3个月" in shown


def test_clauses_are_renumbered(shenyue, contract, first):
    edit(contract, ("第四条", "第九条"), ("第五条", "第十条"), ("第二条", "\n\n第三条"))
    made = rechecked(shenyue, first, contract)
    assert outcomes(made)[RULE] == "not-fixed"
    assert made["facts"] == []


def test_the_file_is_renamed(shenyue, contract, first):
    (contract / NAME).rename(contract / "合同（定稿）.txt")
    made = rechecked(shenyue, first, contract)
    (document,) = made["documents"]
    assert (document["change"], document["old_path"], document["path"]) == ("moved", NAME, "合同（定稿）.txt")
    assert outcomes(made)[RULE] == "not-fixed"


def test_the_file_is_renamed_and_edited(shenyue, contract, first):
    edit(contract, ("免费维护期为1年", "免费维护期为3个月"))
    (contract / NAME).rename(contract / "合同（定稿）.txt")
    made = rechecked(shenyue, first, contract)
    (document,) = made["documents"]
    assert (document["change"], document["old_path"]) == ("replaced", NAME)
    assert ("period.free_maintenance", "changed", "P1Y", "P3M") in quiet(made)


def test_the_folder_is_renamed(shenyue, contract, first):
    edit(contract, ("质量保证期为一年", "质量保证期为二年"))
    moved = contract.rename(contract.with_name("修订稿"))
    made = rechecked(shenyue, first, moved)
    assert (made["old_path"], made["matched_by"]) == (str(contract), "project")
    assert outcomes(made)[RULE] == "fixed"


@pytest.mark.parametrize("how", ["damaged", "emptied", "damaged and renamed"])
def test_a_damaged_file_settles_nothing(shenyue, contract, first, how):
    (contract / NAME).write_bytes(b"" if how == "emptied" else b"\x00\x01\x02" * 100)
    if how == "damaged and renamed":
        (contract / NAME).rename(contract / "1.txt")
    outcome = shenyue("recheck", first, contract, *RUN, "--format", "json")
    (made,) = json.loads(outcome.out)["submissions"]
    assert "fixed" not in outcomes(made).values()
    (move,) = [one for one in made["findings"] if one["rule"] == RULE]
    assert move["outcome"] == "unsettled"
    assert move["why"]
    assert outcome.code == 1


def test_a_damaged_file_among_others_settles_nothing(shenyue, contract, first, tmp_path):
    (contract / "说明.txt").write_text("项目情况说明\n\n本项目按计划推进。\n", encoding="utf-8")
    (contract / NAME).write_bytes(b"\x00\x01\x02" * 100)
    made = rechecked(shenyue, first, contract)
    assert "fixed" not in outcomes(made).values()


@pytest.fixture
def tendered(shenyue, contract, first, tmp_path):
    """Return the report of the contract with a tender beside it that asks for a longer warranty."""
    (contract / "招标文件.txt").write_text(
        "招标文件\n\n项目名称：云栖市政务数据平台建设项目\n采购人：云栖市数据资源局\n质量保证期为三年。\n",
        encoding="utf-8",
    )
    file = tmp_path / "tendered.json"
    shenyue("check", contract, "--on", "2026-01-01", "--rules", "base-terms-agree", "-o", file)
    (submission,) = json.loads(file.read_text(encoding="utf-8"))["submissions"]
    assert [one["kind"] for one in submission["findings"]] == ["fail"]
    return file


@pytest.mark.parametrize(
    ("tender", "wanted"),
    [
        ("招标文件\n\n项目名称：云栖市政务数据平台建设项目\n采购人：云栖市数据资源局\n质量保证期为一年。\n", "fixed"),
        ("招标文件\n\n项目名称：云栖市政务数据平台建设项目\n采购人：云栖市数据资源局\n", "unsettled"),
        ("招标文件\n", "unsettled"),
        ("略\n", "unsettled"),
        (None, "unsettled"),
    ],
)
def test_a_contradiction_is_mended_only_where_both_papers_still_speak(shenyue, contract, tendered, tender, wanted):
    if tender is None:
        (contract / "招标文件.txt").unlink()
    else:
        (contract / "招标文件.txt").write_text(tender, encoding="utf-8")
    made = rechecked(shenyue, tendered, contract, run=("--on", "2026-01-01", "--rules", "base-terms-agree"))
    assert outcomes(made) == {"base-terms-agree": wanted}


def test_a_paper_is_left_out(shenyue, contract, tmp_path):
    (contract / "补充协议.txt").write_text(
        "补充协议\n\n甲方：云栖市数据资源局\n乙方：青岚科技有限公司\n\n第一条 质量保证期为半年。\n", encoding="utf-8"
    )
    first = tmp_path / "first.json"
    shenyue("check", contract, *RUN, "-o", first)
    (contract / "补充协议.txt").unlink()
    edit(contract, ("质量保证期为一年", "质量保证期为三年"))
    made = rechecked(shenyue, first, contract)
    assert {one["change"] for one in made["documents"]} == {"replaced", "removed"}
    (move,) = [one for one in made["findings"] if one["rule"] == RULE]
    assert move["outcome"] == "unsettled"
    assert "补充协议.txt" in move["why"]
    assert shenyue("recheck", first, contract, *RUN, "--rules", RULE).code == 1


def test_a_paper_is_added(shenyue, contract, first):
    (contract / "会议纪要.txt").write_text("会议纪要\n\n会议同意该项目。\n", encoding="utf-8")
    made = rechecked(shenyue, first, contract)
    assert {one["change"]: one["path"] for one in made["documents"]} == {"unchanged": NAME, "added": "会议纪要.txt"}


def test_what_is_told_of_the_project_changes_quietly(shenyue, contract, first):
    (contract / "submission.yaml").write_text("classified: true\n", encoding="utf-8")
    made = rechecked(shenyue, first, contract)
    assert {"key": "classified", "old": "null", "new": "true"} in made["profile"]
    assert outcomes(made)[RULE] != "fixed"


def test_a_rule_that_does_not_run_settles_nothing(shenyue, contract, first):
    made = rechecked(shenyue, first, contract, run=("--on", "2026-01-01", "--rules", "base-amount-words"))
    assert outcomes(made)[RULE] == "unsettled"


DAMAGES = {"half": lambda data: data[: len(data) // 2], "gone": lambda _: None, "a shell": lambda _: "略".encode()}


@pytest.mark.parametrize("how", DAMAGES)
def test_no_damage_to_a_paper_of_a_sample_settles_anything(shenyue, tmp_path, how):
    folder = tmp_path / "材料"
    shutil.copytree(SAMPLES / "application-stage", folder, ignore=shutil.ignore_patterns("expected.yaml"))
    first = tmp_path / "first.json"
    run = ("--on", "2026-01-15")
    shenyue("check", folder, *run, "-o", first)
    papers = [one for one in sorted(folder.iterdir()) if one.suffix != ".yaml"]
    for paper in papers:
        data = paper.read_bytes()
        damaged = DAMAGES[how](data)
        if damaged is None:
            paper.unlink()
        else:
            paper.write_bytes(damaged)
        assert "fixed" not in outcomes(rechecked(shenyue, first, folder, run=run)).values(), paper.name
        paper.write_bytes(data)
    assert len(papers) >= 4


def test_another_day_is_told(shenyue, contract, first):
    made = rechecked(shenyue, first, contract, run=("--on", "2026-02-01", "--rules", RULE))
    assert any("判断的日期不同" in doubt for doubt in made["doubts"])


def test_one_of_many_is_handed_in_again(shenyue, tmp_path):
    for name in ("甲", "乙"):
        (tmp_path / "首次" / name).mkdir(parents=True)
        text = ONE.replace("云栖市政务数据平台", f"云栖市{name}区数据平台")
        (tmp_path / "首次" / name / NAME).write_text(text, encoding="utf-8")
    first = tmp_path / "first.jsonl"
    shenyue("check", tmp_path / "首次", *RUN, "-o", first)
    shutil.copytree(tmp_path / "首次" / "乙", tmp_path / "再次")
    edit(tmp_path / "再次", ("质量保证期为一年", "质量保证期为二年"))
    outcome = shenyue("recheck", first, tmp_path / "再次", *RUN, "--format", "json")
    report = json.loads(outcome.out)
    (made,) = report["submissions"]
    assert (made["old_path"], made["matched_by"]) == (str(tmp_path / "首次" / "乙"), "project")
    assert outcomes(made)[RULE] == "fixed"
    assert report["absent"] == [str(tmp_path / "首次" / "甲")]
    assert "没有复查" in outcome.err


def test_another_project_is_told_apart(shenyue, contract, first):
    edit(contract, ("云栖市政务数据平台", "云栖市智慧水务平台"))
    made = rechecked(shenyue, first, contract)
    assert "两次材料写的项目名称不同，请确认是同一个项目。" in made["doubts"]


def test_what_is_accepted_does_not_count(shenyue, contract, first, tmp_path):
    file = tmp_path / "waivers.yaml"
    file.write_text(f"waivers:\n- {{rule: {RULE}, by: 甲, why: 乙, until: 2026-12-31}}\n", encoding="utf-8")
    run = ("--on", "2026-01-01", "--rules", RULE)
    assert shenyue("recheck", first, contract, *run).code == 1
    assert shenyue("recheck", first, contract, "--on", "2026-01-01", "--rules", "base-amount-words").code == 0
    assert shenyue("recheck", first, contract, *run, "--waivers", file).code == 0


def test_a_sample_with_pages_put_in_and_a_figure_changed(shenyue, tmp_path):
    docx = pytest.importorskip("docx")
    folder = tmp_path / "合同"
    folder.mkdir()
    (source,) = (SAMPLES / "undecided-contract").glob("技术开发合同.docx")
    shutil.copy(source, folder)
    first = tmp_path / "first.json"
    shenyue("check", folder, *RUN, "-o", first)
    opened = docx.Document(str(folder / source.name))
    at = next(one for one in opened.paragraphs if one.text.strip() == "项目内容与范围")
    for _ in range(2):
        at.insert_paragraph_before("本页为内部流转单，由经办人员按次序传阅后存档。").add_run().add_break(
            docx.enum.text.WD_BREAK.PAGE
        )
    opened.save(str(folder / source.name))
    made = rechecked(shenyue, first, folder)
    assert set(outcomes(made).values()) <= {"not-fixed", "unsettled", "clear"}
    assert made["facts"] == []
    assert [one["change"] for one in made["documents"]] == ["replaced"]


def test_the_result_is_written_and_two_runs_are_equal(shenyue, contract, first, tmp_path):
    edit(contract, ("质量保证期为一年", "质量保证期为二年"))
    target = tmp_path / "r.json"
    printed = [shenyue("recheck", first, contract, *RUN, "--format", "json", "-o", target).out for _ in range(2)]
    assert printed[0] == printed[1] == target.read_text(encoding="utf-8")


def test_a_person_reads_what_became_of_each(shenyue, contract, first):
    edit(contract, ("质量保证期为一年", "质量保证期为二年"), ("1,000,000.00", "1,200,000.00"))
    shown = shenyue("recheck", first, contract, *RUN).out
    for words in (
        "复查",
        "新问题 ",
        "已整改 ",
        "前次 不符合：",
        "这次 符合：",
        "替换 采购合同.txt",
        "共1份报送：新问题",
    ):
        assert words in shown
    assert shown.index("新问题 ") < shown.index("已整改 ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "请给出前次的报告和这次的材料"),
        (("first",), "后面给出这次的材料"),
        (("没有.json", "folder"), "没有.json：无法读取"),
        (("folder", "folder"), "无法读取"),
        (("first", "folder", "-o", "r.html"), "复查结果只能存为 .json"),
        (("first", "folder", "--format", "csv"), "--format"),
        (("first", "没有的文件夹"), "没有的文件夹"),
        (("first", "folder", "--rules", "nix"), "--rules"),
    ],
)
def test_what_cannot_be_done_is_told(shenyue, contract, first, arguments, said):
    named = [{"first": first, "folder": contract}.get(word, word) for word in arguments]
    outcome = shenyue("recheck", *named)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert "程序内部出错" not in outcome.err


def test_hostile_names_and_words_steer_nothing(shenyue, contract, first):
    edit(contract, ("青岚科技有限公司", "\x1b[31m青\u202e岚公司"), ("质量保证期为一年", "质量保证期为半年"))
    (contract / "a\n  ✓ 已整改 \x1b[2J.txt").write_text("会议纪要\n\n同意。\n", encoding="utf-8")
    outcome = shenyue("recheck", first, contract, *RUN, "-v")
    for text in (outcome.out, outcome.err):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "\n  ✓ 已整改 \\x1b" not in outcome.out
