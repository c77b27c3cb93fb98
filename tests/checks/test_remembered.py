"""What rules ask of a document is answered once while a submission is judged, and never longer."""

import pytest

from checks.remembered import Once, judging


class Thing:
    """Equal to every other of its kind: only identity tells two apart."""

    def __eq__(self, other):
        return isinstance(other, Thing)

    __hash__ = None


def counted():
    asked = []

    @Once
    def answer(thing):
        asked.append(thing)
        return len(asked)

    return answer, asked


def test_outside_of_judging_nothing_is_kept():
    answer, asked = counted()
    thing = Thing()
    assert [answer(thing), answer(thing)] == [1, 2]
    assert len(asked) == 2


def test_each_thing_is_asked_once_though_things_are_equal():
    answer, asked = counted()
    one, other = Thing(), Thing()
    with judging():
        assert [answer(one), answer(other), answer(one), answer(other)] == [1, 2, 1, 2]
    assert len(asked) == 2


def test_an_answer_of_nothing_is_kept_too():
    asked = []
    answer = Once(asked.append)
    thing = Thing()
    with judging():
        assert answer(thing) is None
        assert answer(thing) is None
    assert len(asked) == 1


def test_after_judging_all_is_forgotten_even_after_an_error():
    answer, asked = counted()
    thing = Thing()

    def broken():
        with judging():
            with judging():
                answer(thing)
            answer(thing)
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        broken()
    with judging():
        answer(thing)
    assert len(asked) == 2
