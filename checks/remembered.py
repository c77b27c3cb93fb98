"""What many rules ask of one document, answered once: kept for as long as a submission is being judged."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from typing import Any, Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

_ALL: "list[Once[Any, Any]]" = []


class Once(Generic[Asked, Answer]):
    """A function of one thing that is worked out once for each thing.

    Things are told apart by what they are, not by what they hold: to compare two documents would cost more than the
    answer. Those asked about are held until ``judging`` ends; outside of it nothing is kept.
    """

    def __init__(self, function: Callable[[Asked], Answer]) -> None:
        self._function = function
        self._kept: dict[int, tuple[Asked, Answer]] = {}
        update_wrapper(self, function)
        _ALL.append(self)

    def __call__(self, asked: Asked) -> Answer:
        """Return what the function returns."""
        if not _judging:
            return self._function(asked)
        found = self._kept.get(id(asked))
        if found is None:
            found = self._kept[id(asked)] = (asked, self._function(asked))
        return found[1]

    def forget(self) -> None:
        """Let go of all that was asked."""
        self._kept.clear()


_judging: list[None] = []  # one entry for each submission that is being judged


@contextmanager
def judging() -> Iterator[None]:
    """Keep answers within the ``with`` block; what was kept is let go when the last such block ends."""
    _judging.append(None)
    try:
        yield
    finally:
        _judging.pop()
        if not _judging:
            for one in _ALL:
                one.forget()
