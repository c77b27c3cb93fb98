"""The rulebooks for a command: loaded once, a broken data file told as the reason why the run cannot be made."""

from collections.abc import Iterator
from contextlib import contextmanager

from checks.rulebook import Rulebook, load_rulebooks
from extractor.strict_yaml import DataError
from review.errors import CannotRun


@contextmanager
def data_errors_told() -> Iterator[None]:
    """Turn the errors of a data file into the refusal of the run: each as ``file:line:column: message``."""
    try:
        yield
    except DataError as error:
        raise CannotRun(*(str(problem) for problem in error.problems), "请改正以上问题后再运行。") from error


def loaded() -> dict[str, Rulebook]:
    """Return every rulebook of the package by id. Raises CannotRun with all problems of all files."""
    with data_errors_told():
        return load_rulebooks()
