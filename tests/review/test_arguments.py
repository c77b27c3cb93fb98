"""What people type is read strictly and refused with a sentence."""

from datetime import date

import pytest

from review.arguments import choice, day, job_count, kind_of
from review.errors import CannotRun


def test_good_words_pass():
    assert choice("--by", "auto", ("auto", "file")) == "auto"
    assert day("--on", "2024-02-29") == date(2024, 2, 29)
    assert day("--on", None) is None
    assert (job_count("4"), job_count(None)) == (4, None)
    assert (kind_of("contract"), kind_of("合同"), kind_of(None)) == ("contract", "contract", None)


@pytest.mark.parametrize("text", ["2023-02-29", "2024-13-01", "2024/01/02", "20240102", "", "昨天", "２０２４-01-02"])
def test_a_bad_day_is_refused(text):
    with pytest.raises(CannotRun, match="--on"):
        day("--on", text)


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "", "9999", "²"])
def test_a_bad_number_of_jobs_is_refused(text):
    with pytest.raises(CannotRun, match="--jobs"):
        job_count(text)


def test_a_word_outside_the_list_is_refused_with_the_nearest():
    with pytest.raises(CannotRun, match="您是否要用：warning"):
        choice("--fail-on", "warnning", ("error", "warning"))
