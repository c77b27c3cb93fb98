"""Reports written among the papers: they are no papers of the same command, and never take the place of one."""

import json
import shutil
from pathlib import Path

import pytest

from review.shelf import LIST

RUN = ("--on", "2026-01-01", "--rules", "qufu", "--fail-on", "never")
FORMS = ("html", "xlsx", "docx", "sarif", "csv", "jsonl", "json")


def outputs(folder: Path) -> list[str]:
    return [part for form in FORMS for part in ("-o", str(folder / f"r.{form}"))]


def aside(text: str) -> int:
    return int(text.partition("这条命令写的报告")[2].partition("个")[0] or 0)


def test_the_same_command_again_says_the_same(shenyue, contract, monkeypatch):
    monkeypatch.chdir(contract)
    said = []
    for _ in range(3):
        told = shenyue("check", ".", *RUN, *outputs(Path()), "--detail", "pages")
        said.append((told.out, *((contract / f"r.{form}").read_bytes() for form in FORMS)))
    assert said[0] == said[1] == said[2]
    assert aside(told.err) == len(FORMS)
    # a report that another command reads as a paper is at least told
    assert all(f"-o r.{form}：写在要检查的材料中间" in told.err for form in ("html", "xlsx", "docx", "csv"))
    assert "--detail pages：写在要检查的材料中间" in told.err
    assert "-o r.json：" not in told.err


def test_opinions_and_a_book_above_many_submissions_shape_none(shenyue, contract, tmp_path):
    root = tmp_path / "收件"
    for name in ("甲", "乙"):
        shutil.copytree(contract, root / name)
    given = [part for form in ("xlsx", "docx", "json") for part in ("-o", root / f"r.{form}")]
    for _ in range(2):
        assert shenyue("check", root, *RUN, *given).code == 0
        paths = [one["path"] for one in json.loads((root / "r.json").read_bytes())["submissions"]]
        assert paths == sorted(str(root / name) for name in ("甲", "乙"))
    # what a person has written in is a paper like any other
    (root / "r" / "甲.docx").write_bytes((root / "r" / "甲.docx").read_bytes() + b"x")
    assert LIST in {file.name for file in (root / "r").iterdir()}
    told = shenyue("check", root, *RUN, *given, "--format", "json")
    assert str(root / "r") in [one["path"] for one in json.loads(told.out)["submissions"]]


@pytest.mark.parametrize("ending", ["docx", "xlsx", "csv", "html"])
def test_a_report_never_takes_the_place_of_a_paper(shenyue, contract, ending):
    paper = contract / f"补充协议.{ending}"
    paper.write_bytes("补充协议\n\n质保期为一年。\n".encode())
    for path in (contract, paper):
        told = shenyue("check", path, *RUN, "-o", paper)
        assert (told.code, told.out) == (2, "")
        assert "这是要检查的材料，不能用报告覆盖" in told.err
    assert paper.read_bytes() == "补充协议\n\n质保期为一年。\n".encode()


def test_a_paper_that_calls_itself_a_report_is_read(shenyue, contract):
    """Only a file that the command names may be left aside: nobody hides a paper by a mark in it."""
    assert shenyue("check", contract, *RUN, "-o", contract / "r.html").code == 0
    (contract / "r.html").rename(contract / "补充协议.html")
    told = json.loads(shenyue("check", contract, *RUN, "--format", "json", "-o", contract / "r.html").out)
    assert "补充协议.html" in [one["path"] for one in told["submissions"][0]["documents"]]


@pytest.mark.parametrize("option", ["--profile", "--waivers"])
def test_a_report_never_takes_the_place_of_what_the_command_reads(shenyue, contract, tmp_path, option):
    file = tmp_path / "given.json"
    file.write_text('{"waivers": []}' if option == "--waivers" else "{}", encoding="utf-8")
    before = file.read_bytes()
    told = shenyue("check", contract, *RUN, option, file, "-o", file)
    assert told.code == 2
    assert "given.json" in told.err
    assert file.read_bytes() == before


def test_two_reports_never_have_one_name(shenyue, contract, tmp_path):
    told = shenyue("check", contract, *RUN, "-o", tmp_path / "r.csv", "-o", f"{tmp_path}/./r.csv")
    assert told.code == 2
    assert "给出了两次" in told.err


def test_recheck_never_overwrites_the_earlier_report(shenyue, contract, tmp_path):
    old = tmp_path / "old.json"
    assert shenyue("check", contract, *RUN, "-o", old).code == 0
    before = old.read_bytes()
    told = shenyue("recheck", old, contract, *RUN, "-o", old)
    assert told.code == 2
    assert "前次的报告" in told.err
    assert old.read_bytes() == before
