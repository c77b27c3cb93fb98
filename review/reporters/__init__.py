"""One report format per file, one registry.

A reporter is a function ``write(checked, paper) -> bytes`` that makes the whole report of a check. To add a format: one
module here with such a function, one line in ``REPORTERS``, and one in ``ENDINGS`` where files can be of it.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from review.errors import CannotRun, bad_choice
from review.layout import Paper
from review.report import Report


@dataclass(frozen=True)
class DocumentNotice:
    """What a person should know of a document beside its facts (unaccepted changes, hidden text)."""

    document: str
    message: str


@dataclass(frozen=True)
class Checked:
    """A report with what a person is told beside it; both tuples run parallel to ``report.submissions``."""

    report: Report
    chosen: tuple[str, ...]
    notices: tuple[tuple[DocumentNotice, ...], ...]
    verbose: bool = False


Reporter = Callable[[Checked, Paper], bytes]

# format -> "module:function"; imported when first needed
REPORTERS: dict[str, str] = {
    "console": "review.reporters.console:write",
    "json": "review.reporters.as_json:write",
}
# ending of a file given by -o -> format
ENDINGS: dict[str, str] = {".json": "json"}


def reporter(name: str) -> Reporter:
    """Return the reporter of a format. Raises CannotRun with the formats there are."""
    if name not in REPORTERS:
        raise bad_choice("--format", name, list(REPORTERS))
    module, function = REPORTERS[name].split(":")
    found: Reporter = getattr(importlib.import_module(module), function)
    return found


def format_of(file: PurePath) -> str:
    """Return the format that the ending of a report's file names. Raises CannotRun with the endings there are."""
    name = ENDINGS.get(file.suffix.lower())
    if name is None:
        raise CannotRun(f"-o {file}：不支持扩展名“{file.suffix}”，可用的有：{'、'.join(ENDINGS)}。")
    return name
