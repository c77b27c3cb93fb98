"""``shenyue annotate``: the original is never touched, nobody's work is overwritten, nothing is lost silently."""

import json
import os
import shutil
from pathlib import Path

import docx
import pytest

from review.annotate.word_package import rewritten
from tests.review.annotate.anchors import accepted, comments, part
from tests.review.annotate.word_made import contents, paragraph, run, word

LINES = (
    "软件开发合同",
    "甲方：云栖市数据资源局",
    "乙方：青岚科技有限公司",
    "第一条 合同价款为人民币壹佰万元整（￥1,000,000.00元）。",
    "第二条 实施周期为10个月。",
    "第三条 质量保证期为一年，自最终验收合格之日起计算。",
    "第四条 本合同一式四份。",
)


@pytest.fixture
def contract(tmp_path, monkeypatch) -> Path:
    """Return a contract whose warranty is a year and that says nothing of its results, in a folder of its own."""
    monkeypatch.setenv("SHENYUE_HOME", str(tmp_path / "home"))
    file = tmp_path / "项目" / "合同.docx"
    file.parent.mkdir()
    file.write_bytes(word("".join(paragraph(run(line)) for line in LINES)))
    return file


def test_a_copy_beside_the_original(contract, shenyue):
    before = contract.read_bytes()
    done = shenyue("annotate", contract)
    copy = contract.with_name("合同（批注）.docx")
    assert (done.code, contract.read_bytes()) == (0, before)
    shown = {comment.lines[0]: comment for comment in comments(copy.read_bytes())}
    warranty = next(comment for title, comment in shown.items() if "质保期" in title)
    assert warranty.anchor.startswith("质量保证期为一年") or warranty.anchor == "一年"
    assert warranty.author == "审阅"
    assert any("建议条款：" in line for line in warranty.lines)
    ownership = next(comment for title, comment in shown.items() if "知识产权" in title)
    assert ownership.anchor == ""
    for said in ("质保期不低于2年", "文首", "合同（批注）.docx", "不适用"):
        assert said in done.out


def test_again_changes_nothing(contract, shenyue):
    shenyue("annotate", contract)
    copy = contract.with_name("合同（批注）.docx")
    first, stamp = copy.read_bytes(), copy.stat().st_mtime_ns
    done = shenyue("annotate", contract)
    assert (done.code, copy.read_bytes(), copy.stat().st_mtime_ns) == (0, first, stamp)
    assert "没有重写" in done.out
    of_copy = shenyue("annotate", copy, "--format", "json")
    (document,) = json.loads(of_copy.out)["documents"]
    assert all(one["known"] for one in document["placed"])
    assert copy.with_name("合同（批注）（批注）.docx").read_bytes() == first


def test_work_of_people_is_not_overwritten(contract, shenyue):
    copy = contract.with_name("合同（批注）.docx")
    copy.write_bytes(b"work of a person")
    done = shenyue("annotate", contract)
    assert (done.code, copy.read_bytes()) == (2, b"work of a person")
    assert "--force" in done.err
    assert shenyue("annotate", contract, "--force").code == 0
    assert comments(copy.read_bytes())


@pytest.mark.parametrize("how", ["same", "symbolic", "hard", "way round"])
def test_the_original_is_never_written_to(contract, shenyue, how):
    target = contract.with_name("链接.docx")
    if how == "same":
        target = contract
    elif how == "symbolic":
        target.symlink_to(contract)
    elif how == "hard":
        os.link(contract, target)
    else:
        target = contract.parent / ".." / contract.parent.name / contract.name
    before = contract.read_bytes()
    done = shenyue("annotate", contract, "-o", target, "--force")
    assert (done.code, contract.read_bytes()) == (2, before)
    assert "原件" in done.err


def test_a_suggested_clause_is_inserted(contract, shenyue):
    done = shenyue("annotate", contract, "--suggest", "-o", contract.with_name("建议.docx"))
    texts = accepted(part(contract.with_name("建议.docx").read_bytes()))
    assert done.code == 0
    assert texts[6] == "本项目质保期为2年，自竣工验收合格之日起计算。"
    assert any("知识产权归甲方所有" in text for text in texts)
    assert "修订" in done.out


def test_a_suggestion_that_nobody_has_accepted_is_no_part_of_what_is_checked(contract, shenyue):
    copy = contract.with_name("合同（批注）.docx")
    assert shenyue("annotate", contract, "--suggest").code == 0
    assert shenyue("annotate", copy, "--suggest").code == 0
    assert copy.with_name("合同（批注）（批注）.docx").read_bytes() == copy.read_bytes()
    assert shenyue("annotate", copy, "-o", copy.with_name("无.docx")).code == 0
    assert copy.with_name("无.docx").read_bytes() == copy.read_bytes()


def test_the_findings_of_a_report(contract, shenyue, tmp_path):
    (contract.parent / "采购文件.txt").write_text("采购文件\n质保期不少于三年。\n", encoding="utf-8")
    report = tmp_path / "报告.json"
    assert shenyue("check", contract.parent, "--by", "folder", "-o", report).code == 1
    done = shenyue("annotate", contract, "--report", report, "--include", "fail,review,open,pass", "--format", "json")
    assert done.code == 0
    (document,) = json.loads(done.out)["documents"]
    findings = json.loads(report.read_text(encoding="utf-8"))["submissions"][0]["findings"]
    wanted = {one["fingerprint"] for one in findings if one["kind"] != "notApplicable"}
    told = {one["finding"] for part in ("placed", "left", "elsewhere") for one in document[part]}
    assert told == wanted
    assert document["passed_over"] == {"notApplicable": len(findings) - len(wanted)}
    changed = tmp_path / "项目" / "别的" / "合同.docx"
    changed.parent.mkdir()
    changed.write_bytes(rewritten(contract.read_bytes(), {"docProps/new.xml": b"<a/>"}))
    refused = shenyue("annotate", changed, "--report", report)
    assert (refused.code, "内容和报告" in refused.err) == (2, True)


def test_two_files_with_the_same_bytes_are_told_apart_by_their_paths(contract, shenyue, tmp_path, monkeypatch):
    twin = contract.with_name("合同副本.docx")
    shutil.copy(contract, twin)
    monkeypatch.chdir(tmp_path)
    shenyue("check", "项目", "--by", "folder", "-o", "报告.json")
    named = shenyue("annotate", "项目/合同副本.docx", "--report", "报告.json", "--format", "json", "--include", "pass")
    (document,) = json.loads(named.out)["documents"]
    assert {one["evidence"]["document"] for one in document["placed"] if one["evidence"]} <= {"合同副本.docx"}
    other = tmp_path / "不知.docx"
    shutil.copy(contract, other)
    refused = shenyue("annotate", other, "--report", "报告.json")
    assert (refused.code, "分不清" in refused.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "请给出要批注的文件"),
        (("没有.docx",), "找不到"),
        (("项目",), "文件夹"),
        (("项目/说明.txt",), "docx"),
        (("项目/合同.docx", "--include", "wrong"), "--include"),
        (("项目/合同.docx", "--include", ","), "--include"),
        (("项目/合同.docx", "--out-dir", "没有/批注"), "--out-dir"),
        (("项目/合同.docx", "-o", "a.docx", "--out-dir", "."), "-o"),
        (("项目/合同.docx", "--report", "项目/说明.txt"), "--report"),
        (("项目/合同.docx", "--report", "x.json", "--on", "2026-01-01"), "--report"),
        (("项目/合同.docx", "--rules", "wrong-rule"), "--rules"),
        (("项目/合同.docx", "--format", "xml"), "--format"),
        (("项目/坏.docx",), "损坏"),
        (("项目/旧.rtf",), "另存为.docx"),
    ],
)
def test_what_cannot_be_done_is_said(contract, shenyue, monkeypatch, arguments, said):
    (contract.parent / "说明.txt").write_text("说明", encoding="utf-8")
    (contract.parent / "坏.docx").write_bytes(contract.read_bytes()[:200])
    (contract.parent / "旧.rtf").write_text("{\\rtf1 abc}", encoding="utf-8")
    monkeypatch.chdir(contract.parent.parent)
    before = sorted(contract.parent.iterdir())
    done = shenyue("annotate", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert sorted(contract.parent.iterdir()) == before


def test_a_name_that_leaves_no_room_for_ours(contract, shenyue):
    long = contract.with_name("长" * 82 + ".docx")
    shutil.copy(contract, long)
    done = shenyue("annotate", long)
    assert (done.code, "名称过长" in done.err, "-o" in done.err) == (2, True, True)
    assert shenyue("annotate", long, "-o", contract.with_name("短.docx")).code == 0


def test_several_files_into_a_folder(contract, shenyue, tmp_path):
    other = contract.with_name("补充协议.docx")
    other.write_bytes(word(paragraph(run("补充协议")) + paragraph(run("质保期为一年。"))))
    done = shenyue("annotate", contract, other, "--out-dir", tmp_path / "out")  # made where it is not there
    assert done.code == 0
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["合同（批注）.docx", "补充协议（批注）.docx"]
    twice = tmp_path / "合同.docx"
    shutil.copy(contract, twice)
    refused = shenyue("annotate", contract, twice, "--out-dir", tmp_path / "out", "--force")
    assert (refused.code, "两个文件" in refused.err) == (2, True)


def test_where_one_copy_cannot_be_written_none_is(contract, shenyue, tmp_path):
    other = contract.with_name("补充协议.docx")
    other.write_bytes(contract.read_bytes())
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "补充协议（批注）.docx").write_bytes(b"work of a person")
    assert shenyue("annotate", contract, other, "--out-dir", tmp_path / "out").code == 2
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["补充协议（批注）.docx"]


def test_another_program_reads_the_comments(contract, shenyue):
    shenyue("annotate", contract, "--suggest")
    opened = docx.Document(str(contract.with_name("合同（批注）.docx")))
    said = [(one.author, one.initials, one.text.split("\n")[0]) for one in opened.comments]
    assert ("审阅", "审", "【不符合】质保期不低于2年") in said


def test_a_file_with_macros_keeps_them(contract, shenyue):
    macro = contract.with_name("合同.docm")
    macro.write_bytes(rewritten(contract.read_bytes(), {"word/vbaProject.bin": bytes(range(256))}))
    assert shenyue("annotate", macro).code == 0
    copy = macro.with_name("合同（批注）.docm")
    assert contents(copy.read_bytes())["word/vbaProject.bin"] == bytes(range(256))


def test_equal_copies_whatever_the_machine(contract, shenyue_process, tmp_path):
    made = set()
    for number, zone in enumerate(("UTC", "Asia/Shanghai")):
        target = tmp_path / f"{number}.docx"
        env = {"TZ": zone, "PYTHONHASHSEED": str(number), "LC_ALL": "C.UTF-8" if number else "C"}
        assert shenyue_process("annotate", contract, "-o", target, "--suggest", env=env).code == 0
        made.add(target.read_bytes())
    assert len(made) == 1
