"""A long run searches for garbage seldom, and never through what was loaded before it."""

import gc

import pytest

from review import garbage


@pytest.fixture
def put_back():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_is_loaded_is_left_out_and_searches_are_rare(put_back):
    garbage.spare()
    assert gc.get_freeze_count() > 10_000
    assert gc.get_threshold() == (garbage.YOUNG, garbage.OLDER, garbage.OLDEST)
    assert gc.isenabled()
