"""An annotated copy beside its original is no paper; a paper is one whatever its name says."""

import json
import shutil
from pathlib import Path

import docx
import pytest

from review.annotate.copies import adds_nothing

SAMPLES = Path(__file__).parents[3] / "samples"
RUN = ("--on", "2026-01-01", "--fail-on", "never", "--format", "json")


@pytest.fixture
def papers(tmp_path):
    """Return a folder with a contract in Word, whose warranty is left to a supplement, and one in PDF."""
    return Path(shutil.copytree(SAMPLES / "violations-contract", tmp_path / "项目"))


@pytest.fixture
def findings(shenyue):
    """Return a function that gives the findings of a folder, with the names of its papers."""

    def checked(folder):
        told = shenyue("check", folder, *RUN)
        (entry,) = json.loads(told.out)["submissions"]
        return [one["path"] for one in entry["documents"]], entry["findings"], told.err

    return checked


def test_a_suggested_clause_heals_nothing(shenyue, papers, findings):
    before = findings(papers)
    assert shenyue("annotate", papers / "补充协议.docx", papers / "采购合同.pdf", "--suggest").code == 0
    assert {"补充协议（批注）.docx", "采购合同（批注）.pdf"} <= {file.name for file in papers.iterdir()}
    after = findings(papers)
    assert after[:2] == before[:2]
    assert "补充协议（批注）.docx：" in after[2]


def test_an_accepted_clause_makes_it_a_paper(shenyue, papers, findings):
    """Whoever accepts a suggestion has another text; it is checked, and told."""
    copy = papers / "补充协议（批注）.docx"
    assert shenyue("annotate", papers / "补充协议.docx", "--suggest").code == 0
    paper = docx.Document(str(copy))
    paper.add_paragraph("质保期为三年。")
    paper.save(str(copy))
    paths, _, told = findings(papers)
    assert copy.name in paths
    assert "内容与“补充协议.docx”不同，作为材料检查" in told


def test_a_name_hides_no_paper(papers, findings):
    shutil.copy(papers / "竞争性磋商文件.docx", papers / "补充协议（批注）.docx")
    (papers / "采购合同（批注）.pdf").write_bytes(b"%PDF-1.4\nanother")
    paths, _, _ = findings(papers)
    assert {"补充协议（批注）.docx", "采购合同（批注）.pdf"} <= set(paths)


def test_what_cannot_be_told_is_a_paper(tmp_path):
    one, other = tmp_path / "合同.docx", tmp_path / "合同（批注）.docx"
    for first, second in ((b"PK\x03\x04", b"PK\x03\x05"), (b"", b"x"), (b"text", b"text and more")):
        one.write_bytes(first)
        other.write_bytes(second)
        assert not adds_nothing(one, other)
    assert not adds_nothing(tmp_path / "没有", other)
    assert not adds_nothing(tmp_path, other)
