"""A box is that of its words: one digit of it changed is caught, as far as it moves a side off them."""

import copy
import functools
import io
import json
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.verify import examine as examining
from review.verify.claims import read_report
from review.verify.pdf import Glyph, Page, on_page
from review.verify.run import verify
from tests.review.verify.claims_maker import here

ROOT = Path(__file__).resolve().parents[3]
CHANCES = st.integers(0, 2**32).map(random.Random)
CELL = 10.0  # a character's height and width here


def line(text: str, left: float, top: float) -> list[Glyph]:
    return [
        Glyph(char, left + CELL * at, top, left + CELL * (at + 1), top + CELL, slanted=False)
        for at, char in enumerate(text)
    ]


def ruled(left: float, right: float, top: float, bottom: float) -> tuple[tuple, tuple]:
    return ((left, top, bottom), (right, top, bottom)), ((top, left, right), (bottom, left, right))


@pytest.mark.parametrize(("drawn", "verdict"), [("⽢⽅⼀⽉", "confirmed"), ("⽢⽅⼆⽉", "failed")])
def test_a_radical_is_the_character_it_is_drawn_for(drawn, verdict):
    page = Page(tuple(line(drawn, 100, 100)))
    assert on_page("甘方一月", 1, (100, 100, 140, 110), page).verdict == verdict


def test_a_cell_is_as_large_as_its_rules_and_no_larger():
    across, down = zip(*(ruled(at, at + 100, 100, 130) for at in (100, 200, 300)), strict=True)
    page = Page(tuple(line("合计", 240, 110)), sum(across, ()), sum(down, ()))
    assert on_page("合计", 1, (200, 100, 300, 130), page).verdict == "confirmed"
    assert on_page("合计", 1, (240, 110, 260, 120), page).verdict == "confirmed"
    for box in ((100, 100, 300, 130), (200, 100, 400, 130), (150, 100, 300, 130), (200, 60, 300, 130)):
        assert on_page("合计", 1, box, page).why == "bad-place"


def test_a_line_begins_where_it_begins():
    page = Page(tuple(line("质保期为两年", 100, 100)))
    for moved, verdict in ((0.0, "confirmed"), (2.0, "confirmed"), (-3.0, "failed"), (8.0, "failed")):
        assert on_page("质保期为两年", 1, (100 + moved, 100, 160, 110), page).verdict == verdict


def test_a_word_on_the_next_line_is_not_here():
    page = Page((*line("壹佰万元", 100, 100), *line("两佰万元", 100, 114)))
    assert on_page("两佰万元", 1, (100, 100, 140, 110), page).why == "elsewhere"
    assert on_page("两佰万元", 1, (100, 114, 140, 124), page).verdict == "confirmed"


class Judged(tuple):
    """A folder and the report on what is in it; too long to be shown."""

    def __new__(cls, *both):
        return super().__new__(cls, both)

    def __repr__(self):
        return "judged"


@pytest.fixture(scope="module", autouse=True)
def opened_once():
    """Let the files that all examples share be opened once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examining, "_opened", functools.lru_cache(maxsize=None)(examining._opened))
        yield


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """Return a folder with papers in PDF and the report on them."""
    from review.cli import run  # noqa: PLC0415  as it is started

    root = tmp_path_factory.mktemp("boxes")
    for paper in sorted((ROOT / "samples").glob("*/*.pdf")):
        shutil.copy(paper, root / f"{paper.parent.name}-{paper.name}")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert run(["check", ".", "--by", "folder", "--fail-on", "never", "-o", "r.json"]) == 0
    tree = json.loads((root / "r.json").read_text(encoding="utf-8"))
    for document in tree["submissions"][0]["documents"]:
        document["facts"] = [fact for fact in document["facts"] if fact["evidence"]]
    return Judged(root, tree)


def lines(document: dict) -> list[dict]:
    """Return the evidence outside of tables: in one, a box may be that of the words or of their cell."""
    every = [entry for fact in document["facts"] for entry in fact["evidence"]]
    return [entry for entry in every if entry["location"]["table"] is None]


@settings(
    deadline=None, max_examples=120, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(CHANCES)
def test_a_digit_of_a_box_that_moves_a_side_off_the_words_is_caught(judged, chance):
    root, original = judged
    (submission,) = original["submissions"]
    document = chance.choice([one for one in submission["documents"] if lines(one)])
    entry = copy.deepcopy(chance.choice(lines(document)))
    box = entry["location"]["bbox"]
    side = chance.randrange(4)
    text = str(box[side])
    at = chance.choice([place for place, char in enumerate(text) if char.isdigit()])
    other = chance.choice([char for char in "0123456789" if char != text[at]])
    moved = float(text[:at] + other + text[at + 1 :]) - box[side]
    outward = (moved < 0) == (side < 2)
    wide, high = box[2] - box[0], min(box[3] - box[1], 16.0)
    # what two programs may differ by: half a character and the margin within; see review.verify.pdf for without
    free = (2.6, 0.75 * high + 1, max(0.75 * high, 0.05 * wide) + 7, 0.75 * high + 4)[side] if outward else high / 2 + 4
    if abs(moved) <= free:
        return
    box[side] = float(text[:at] + other + text[at + 1 :])
    fact = {**document["facts"][0], "evidence": [entry], "related": []}
    tree = {**original, "submissions": [{**submission, "documents": [{**document, "facts": [fact]}], "findings": []}]}
    (root / "changed.json").write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    outcome = verify(read_report(root / "changed.json"), root, here, io.BytesIO())
    assert outcome.evidence.failed + outcome.evidence.unchecked == 1, (side, moved, entry)
