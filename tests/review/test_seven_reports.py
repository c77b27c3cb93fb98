"""All forms of a report say the same: verdicts, words, quotes and counts, read back from what one run has written."""

import json
import shutil
from pathlib import Path

import pytest

from tests.review import seven

SAMPLES = Path(__file__).parents[2] / "samples"
FORMS = ("html", "xlsx", "docx", "sarif", "csv", "jsonl", "json")
RUN = ("--on", "2026-01-01", "--fail-on", "never")
HOSTILE = "=cmd|'/c calc'!A1</script><b>{{意见}}\u202e\x0b"


@pytest.fixture
def papers(tmp_path):
    """Return a folder of submissions: two samples, one damaged, one hostile, one in an archive."""
    root = tmp_path / "收 件"
    for name in ("violations-contract", "undecided-contract"):
        shutil.copytree(SAMPLES / name, root / name)
    shutil.make_archive(str(root / "包" / "成 交"), "zip", SAMPLES / "violations-contract")
    (root / "坏").mkdir()
    whole = (SAMPLES / "clean-contract" / "01建设合同.docx").read_bytes()
    (root / "坏" / "合同.docx").write_bytes(whole[: len(whole) // 2])
    hostile = root / "=1+1\n<i>"
    hostile.mkdir()
    (hostile / "合同.txt").write_text(
        f"采购合同\n\n甲方：某市{HOSTILE}数据局\n乙方：青岚公司\n\n质保期{HOSTILE}为一年。\n价款壹万元（￥2.00元）。\n",
        encoding="utf-8",
    )
    return root


def written(shenyue, papers: Path, folder: Path, *more: str | Path) -> list[str]:
    """Return in what the reports of one run contradict one another."""
    folder.mkdir()
    outputs = [part for form in FORMS for part in ("-o", folder / f"r.{form}")]
    told = shenyue("check", papers, *RUN, *outputs, *more)
    assert told.code in (0, 3), told.err
    return seven.differences(folder, told.out)


def test_all_forms_say_the_same(shenyue, papers, tmp_path):
    assert written(shenyue, papers, tmp_path / "一") == []
    assert len(seven.counted(seven.from_json(tmp_path / "一"))) == 5


def test_all_forms_say_the_same_of_one_submission(shenyue, papers, tmp_path):
    assert written(shenyue, papers / "violations-contract", tmp_path / "一") == []


def test_all_forms_say_the_same_of_what_is_accepted_and_new(shenyue, papers, tmp_path):
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(
        "waivers:\n  - {rule: qufu-30-warranty-2y, by: 张三, why: 会议纪要, until: 2027-01-01}\n", encoding="utf-8"
    )
    assert written(shenyue, papers, tmp_path / "前") == []
    (papers / "violations-contract" / "补充协议.docx").unlink()
    given = ("--waivers", waivers, "--baseline", tmp_path / "前" / "r.json")
    assert written(shenyue, papers, tmp_path / "后", *given) == []
    marked = [
        one
        for entry in json.loads((tmp_path / "后" / "r.json").read_bytes())["submissions"]
        for one in entry["findings"]
        if "waived" in one
    ]
    book = (tmp_path / "后" / "r.csv").read_text(encoding="utf-8-sig")
    log = json.loads((tmp_path / "后" / "r.sarif").read_bytes())["runs"][0]["results"]
    assert len(marked) == book.count("会议纪要") == sum(bool(one.get("suppressions")) for one in log) > 0


@pytest.mark.parametrize("form", ["csv", "sarif", "jsonl", "html"])
def test_a_report_that_says_otherwise_is_noticed(shenyue, papers, tmp_path, form):
    assert written(shenyue, papers / "violations-contract", tmp_path / "一") == []
    file = tmp_path / "一" / f"r.{form}"
    at, words = file.read_bytes(), "合同的软件质保期为1年，低于2年。"
    assert words.encode() in at
    file.write_bytes(at.replace(words.encode(), words.replace("1", "3").encode()))
    assert any("质保期为3年" in one for one in seven.differences(tmp_path / "一"))
