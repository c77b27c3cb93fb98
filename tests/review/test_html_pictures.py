"""The pictures of the HTML report: which ones have room, whole pages beside, the same bytes twice."""

import io
import json
import re
import shutil
from pathlib import Path

import pytest

from review.pictures import Pictures
from review.reporters.html_pictures import TOTAL, HtmlPictures, StripRow

SAMPLE = Path(__file__).parents[2] / "samples" / "violations-contract"
RUN = ("--on", "2026-01-01", "--fail-on", "never")


def held(rows: list[tuple[int, int]]) -> HtmlPictures:
    """Return pictures of (submission, rank), each of a hundred characters."""
    pictures = HtmlPictures(Pictures, io.BytesIO(), None, None)
    for submission, rank in rows:
        pictures._keep(rank, StripRow(submission, rank, "x" * 100, ""))
    return pictures


def test_the_worst_finding_of_every_submission_comes_before_the_second_of_any():
    pictures = held([(0, 0), (0, 1), (1, 0), (1, 1)])
    size = len(pictures.chosen(0)[0]) + 2
    assert len(pictures.chosen(0)) == 4
    kept = [json.loads(row)[:2] for row in pictures.chosen(TOTAL - 3 * size)]
    assert kept == [[0, 0], [1, 0], [0, 1]]
    assert pictures.chosen(TOTAL) == []


def test_pages_stand_beside_and_two_runs_are_byte_equal(shenyue, tmp_path):
    seen = []
    for name in ("a", "b"):
        home = tmp_path / name
        home.mkdir()
        assert shenyue("check", SAMPLE, *RUN, "-o", home / "r.html", "--detail", home / "页").code == 0
        seen.append({file.relative_to(home): file.read_bytes() for file in home.rglob("*") if file.is_file()})
    assert seen[0] == seen[1]
    page = seen[0][Path("r.html")].decode("utf-8")
    (strips,) = re.findall(r'id="strips">(.*?)</script>', page, re.DOTALL)
    rows = json.loads(strips)
    assert len([row for row in rows if row[2]]) == 3
    assert all(re.fullmatch(r"%E9%A1%B5/\d{4}-\d{3}-p\d+\.png", row[3]) for row in rows)
    assert {f"页/{row[3].rpartition('/')[2]}" for row in rows} == {file.as_posix() for file in seen[0]} - {"r.html"}


def test_findings_that_share_a_page_share_its_picture(shenyue, tmp_path):
    done = shenyue(
        "check", SAMPLE, *RUN, "-o", tmp_path / "r.html", "--detail", tmp_path / "页", "-o", tmp_path / "r.json"
    )
    assert done.code == 0
    (strips,) = re.findall(r'id="strips">(.*?)</script>', (tmp_path / "r.html").read_text("utf-8"), re.DOTALL)
    links = [row[3] for row in json.loads(strips)]
    places = {
        (one["document"], one["location"]["page"])
        for finding in json.loads((tmp_path / "r.json").read_bytes())["submissions"][0]["findings"]
        if finding["kind"] in ("fail", "review")
        for one in finding["evidence"]
        if one["document"].endswith(".pdf")
    }
    assert len(links) > len(set(links)) == len(list((tmp_path / "页").iterdir())) <= len(places)


def test_a_report_on_standard_output_has_its_pictures(shenyue, tmp_path):
    told = shenyue("check", SAMPLE, *RUN, "--format", "html", "-o", tmp_path / "r.html")
    assert told.out.encode() == (tmp_path / "r.html").read_bytes()
    assert told.out.count("data:image/") == 3


def test_pictures_are_drawn_for_several_submissions_at_once(shenyue, tmp_path, monkeypatch):
    for number in range(3):
        shutil.copytree(SAMPLE, tmp_path / "报送" / str(number))
    asked = []
    whole = Pictures.strips

    def strips(self, wanted):
        asked.append(len(wanted))
        return whole(self, wanted)

    monkeypatch.setattr(Pictures, "strips", strips)
    assert shenyue("check", tmp_path / "报送", *RUN, "-o", tmp_path / "r.html").code == 0
    assert asked == [9]


@pytest.mark.parametrize(
    ("options", "told"),
    [(("--detail", "页"), "-o 报告.html"), (("-o", "r.html", "--detail", "无/页"), "--detail")],
)
def test_a_folder_that_cannot_serve_is_refused(shenyue, tmp_path, monkeypatch, options, told):
    monkeypatch.chdir(tmp_path)
    done = shenyue("check", SAMPLE, *RUN, *options)
    assert done.code == 2
    assert told in done.err
    assert "Traceback" not in done.err
