"""Reading held against small documents with known truth; and that the scores can tell good from bad."""

import shutil

import msgspec
import pytest

from benchmarks import inputs, reading
from benchmarks.papers import compose
from benchmarks.papers.model import Grid, Heading, Text, bare
from benchmarks.papers.score import Seen, score


@pytest.fixture(scope="module")
def paper():
    return compose.feasibility(chapters=1, tables=3)


def perfect(paper):
    texts = [item.number + item.text for item in paper.items if isinstance(item, Text)]
    titles = [item.number + item.title for item in paper.items if isinstance(item, Heading)]
    tables = [item.filled() for item in paper.items if isinstance(item, Grid)]
    return Seen("\n".join(texts), tables, titles, texts, fills=True)


def test_truth_itself_scores_full(paper):
    found = score(paper, perfect(paper)).shares()
    assert found.pop("furniture_left") == 0
    assert set(found.values()) == {1.0}


def test_each_fault_shows_in_its_own_share(paper):
    good = perfect(paper)

    def shares(**changes):
        return score(paper, msgspec.structs.replace(good, **changes)).shares()

    first, *others = good.tables
    assert shares(tables=[first[:4], first[4:], *others])["tables_joined"] == pytest.approx(2 / 3, abs=0.001)
    lost = [("",) * len(row) if "合计" in bare("".join(row)) and row is first[-1] else row for row in first]
    assert shares(tables=[lost, *others])["totals_exact"] == pytest.approx(2 / 3, abs=0.001)
    assert shares(tables=[lost, *others])["rows_exact"] < 1
    assert shares(headings=good.headings[1:])["heading_recall"] < 1
    assert shares(headings=[*good.headings, "表1 投资估算表"])["heading_precision"] < 1
    assert shares(text="\n".join(reversed(good.text.split("\n"))))["paragraphs_in_order"] < 0.2
    assert shares(text=good.text + "\n" + paper.header)["furniture_left"] == 1
    assert shares(text=good.text + "\n第 3 页 共 9 页")["furniture_left"] == 1


def test_same_seed_gives_the_same_paper():
    assert compose.plan(chapters=1, sections=2) == compose.plan(chapters=1, sections=2)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    if shutil.which("soffice") is None:
        pytest.fail("soffice is needed for the tests marked system")
    return inputs.made(tmp_path_factory.mktemp("papers"), small=True)


@pytest.mark.system
def test_small_papers_of_every_producer_are_read_well(made):
    scores = reading.quality(made, others=False)["ours"]
    producers = {entry.producer for entry in made}
    assert {"word", "libreoffice", "reportlab-cid"} <= producers
    for producer in producers:
        found = reading.summed([scores[entry.file.name] for entry in made if entry.producer == producer])
        shares = found.shares()
        assert shares["totals_exact"] == 1, producer
        assert shares["rows_exact"] >= 0.99, producer
        assert shares["tables_joined"] >= 0.97, producer
        assert shares["heading_recall"] >= 0.98, producer
        assert shares["heading_precision"] >= 0.95, producer
        assert shares["paragraphs_in_order"] >= 0.97, producer
        assert shares["furniture_left"] == 0, producer


@pytest.mark.system
def test_numbers_are_rebuilt_as_libreoffice_prints_them(made):
    found = reading.numbers(made)
    assert set(found) == {"feasibility", "plan"}
    for counts in found.values():
        assert counts["as_printed"] == counts["rebuilt"] > 20
