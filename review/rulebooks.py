"""The rulebooks for a command: loaded once, a broken data file told as the reason why the run cannot be made."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from checks.rulebook import Rulebook, load_rulebooks
from extractor.strict_yaml import DataError
from review.errors import CannotRun

VARIABLE = "SHENYUE_RULEBOOKS"


@contextmanager
def data_errors_told() -> Iterator[None]:
    """Turn the errors of a data file into the refusal of the run: each as ``file:line:column: message``."""
    try:
        yield
    except DataError as error:
        raise CannotRun(*(str(problem) for problem in error.problems), "请改正以上问题后再运行。") from error


def folders(given: Iterable[str]) -> tuple[Path, ...]:
    """Return the folders of a user's own rulebooks: as typed, else as the environment says."""
    typed = tuple(given) or tuple(os.environ.get(VARIABLE, "").split(os.pathsep))
    return tuple(dict.fromkeys(Path(one) for one in typed if one.strip()))


def loaded(given: Iterable[str] = ()) -> dict[str, Rulebook]:
    """Return every rulebook by id, the package's and those in the folders ``given``.

    Raises CannotRun with all problems of all files.
    """
    with data_errors_told():
        return load_rulebooks(more=folders(given))
