"""Words with a rule through them are told; edges, underlines and the sides of tables are none."""

import pytest

CLAUSE = "质保期自验收合格之日起36个月12个月，期内免费维修。"


def told(document):
    return [notice.message for notice in document.notices if notice.code == "tracked-changes"]


def ruled(paper, begin, end, *, above, text=CLAUSE):
    """Return a page with a line of text and a rule so many points above its base line."""
    page = paper()
    page.text(72, 100, text)
    page.canvas.line(begin, page.height - 100 + above, end, page.height - 100 + above)
    return page.read()


def test_struck_words_are_told_with_their_page(paper):
    found = told(ruled(paper, 204, 240, above=4))
    assert len(found) == 1
    assert "第1页" in found[0]
    assert "“36个月”" in found[0]
    assert "12个月" not in found[0]


def test_struck_words_stay_in_the_text(paper, body):
    assert body(ruled(paper, 204, 240, above=4)) == [CLAUSE]


@pytest.mark.parametrize("above", [-1.5, 11])
def test_underlines_and_edges_strike_nothing(paper, above):
    assert told(ruled(paper, 204, 240, above=above)) == []


def test_a_rule_over_the_page_strikes_nothing(paper):
    assert told(ruled(paper, 40, 555, above=4)) == []


def test_pieces_of_one_stroke_are_one_stretch(paper):
    page = paper()
    page.text(72, 100, CLAUSE)
    for begin, end in ((204, 216), (216, 240)):
        page.canvas.line(begin, page.height - 96, end, page.height - 96)
    assert "“36个月”" in told(page.read())[0]
