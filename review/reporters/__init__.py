"""One report format per file, one registry.

A reporter is made by ``open(sink, look)`` and is given one submission after the other as they are judged, so that no
report need hold them all. To add a format: one module here with such a function, one line in ``REPORTERS``, and one in
``ENDINGS`` where files can be of it.
"""

import contextlib
import importlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO, Protocol

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from review.encode import part_of_line
from review.errors import CannotRun, bad_choice
from review.layout import Paper
from review.report import BaselineEntry, DocumentEntry, RulebookEntry, SubmissionEntry

if TYPE_CHECKING:
    from review.pictures import Pictures

TO_ACT_ON = frozenset(("fail", "review", "open"))


@dataclass(frozen=True)
class DocumentNotice:
    """What a person should know of a document beside its facts (unaccepted changes, hidden text)."""

    document: str
    message: str


class Checked:
    """One submission as it is reported: its entry, why which rulebooks were chosen, what is told beside, what ran.

    The facts are most of an entry, and few reports show them: ``brief`` is the entry without them, ``documents`` is the
    JSON of the documents with them. Where that can be given, ``entry`` may be brief; it is made whole when asked for.
    """

    def __init__(
        self,
        entry: SubmissionEntry,
        chosen: str,
        notices: tuple[DocumentNotice, ...],
        documents: Callable[[], bytes] | None = None,
        rulebooks: tuple[RulebookEntry, ...] = (),
    ) -> None:
        self.chosen = chosen
        self.rulebooks = rulebooks
        self.notices = notices
        self._given = entry
        self._documents = documents

    @cached_property
    def entry(self) -> SubmissionEntry:
        """Return the entry with all facts."""
        if self._documents is None:
            return self._given
        return replace(self._given, documents=_DOCUMENTS.decode(self._documents()))

    @cached_property
    def brief(self) -> SubmissionEntry:
        """Return the entry without the facts of its documents."""
        return replace(self._given, documents=tuple(replace(one, facts=()) for one in self._given.documents))

    @cached_property
    def documents(self) -> bytes | None:
        """Return the documents with their facts as they stand in a line of JSON; None where UTF-8 cannot carry them."""
        if self._documents is not None:
            return self._documents()
        with contextlib.suppress(UnicodeEncodeError):
            return part_of_line(self._given.documents)
        return None

    def changed(
        self, *, entry: SubmissionEntry | None = None, rulebooks: tuple[RulebookEntry, ...] | None = None
    ) -> "Checked":
        """Return it with another entry of the same documents, or with the rulebooks that ran."""
        ran = self.rulebooks if rulebooks is None else rulebooks
        if entry is None:
            return Checked(self._given, self.chosen, self.notices, self._documents, ran)
        whole = self._given.documents
        if self._documents is None:  # it may be brief now, and nothing else has the facts
            entry = replace(entry, documents=whole)
        return Checked(entry, self.chosen, self.notices, self._documents, ran)


_DOCUMENTS = msgspec.json.Decoder(tuple[DocumentEntry, ...])


@dataclass
class Totals:
    """What all submissions came to: findings by kind, by rule and kind, by reason; papers that were not read whole.

    ``waived`` counts the accepted findings, ``changes`` those that call for action and those that are mended, by how
    they stand to an earlier report; ``dropped`` those of the earlier report whose rule did not run.
    """

    submissions: int = 0
    documents: int = 0
    unread: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    waived: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    dropped: int = 0

    def add(self, entry: SubmissionEntry) -> None:
        """Count one submission."""
        self.submissions += 1
        self.documents += len(entry.documents)
        self.unread += sum(document.status != "read" for document in entry.documents)
        for finding in entry.findings:
            self.kinds[finding.kind] += 1
            self.rules[finding.rule, finding.kind] += 1
            self.reasons[finding.kind, finding.reason] += 1
            self.waived += finding.waived is not UNSET
            if isinstance(finding.change, str) and (finding.kind in TO_ACT_ON or finding.change == "fixed"):
                self.changes[finding.change] += 1
        if isinstance(entry.baseline, BaselineEntry):
            self.dropped += len(entry.baseline.dropped)


@dataclass(frozen=True)
class Ending:
    """What is known once all submissions are judged."""

    rulebooks: tuple[RulebookEntry, ...]
    totals: Totals


@dataclass(frozen=True)
class Look:
    """How a report for a person is to look, and what a reporter may use meanwhile.

    ``aside`` gives a file without a name for what has to wait; it is closed when the run ends. ``folder`` is where the
    report's file will stand, None where it goes to standard output. ``sums`` are the rules that reckon with money.
    ``template`` is the file that a report is made from where the office has its own.
    ``pictures`` starts what draws pages, None where a report is to have none; ``detail`` is the folder of whole pages.
    """

    paper: Paper
    aside: Callable[[], BinaryIO]
    verbose: bool = False
    folder: Path | None = None
    sums: frozenset[str] = frozenset()
    template: Path | None = None
    pictures: "Callable[[], Pictures] | None" = None
    detail: Path | None = None


class Sink(Protocol):
    """Where the bytes of a report go, in order."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""


class Files(Protocol):
    """Where the files of a report go that has one for each submission."""

    def put(self, name: str, data: bytes) -> None:
        """Take the file of the submission called ``name``."""


class Reporter(Protocol):
    """A report that is being written."""

    def add(self, checked: Checked) -> None:
        """Write one submission, or keep what of it is needed at the end."""

    def close(self, ending: Ending) -> None:
        """Write the rest."""


Open = Callable[[Sink, Look], Reporter]
OpenEach = Callable[[Files, Look], Reporter]

# format -> "module:function"; imported when first needed
REPORTERS: dict[str, str] = {
    "console": "review.reporters.console:Console",
    "csv": "review.reporters.as_csv:Csv",
    "html": "review.reporters.html_report:Html",
    "json": "review.reporters.as_json:Json",
    "jsonl": "review.reporters.as_lines:Lines",
    "sarif": "review.reporters.as_sarif:Sarif",
    "xlsx": "review.reporters.as_xlsx:Xlsx",
}
# those with a file for each submission, which only -o can name
EACH: dict[str, str] = {
    "docx": "review.reporters.as_docx:Docx",
}
# ending of a file given by -o -> format
ENDINGS: dict[str, str] = {
    ".csv": "csv",
    ".docx": "docx",
    ".html": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".sarif": "sarif",
    ".xlsx": "xlsx",
}


def reporter(name: str) -> Open:
    """Return the reporter of a format. Raises CannotRun with the formats there are."""
    if name in EACH:
        raise CannotRun(f"--format {name}：这种报告每份报送材料一个文件，请用 -o 文件.{name} 另存。")
    if name not in REPORTERS:
        raise bad_choice("--format", name, list(REPORTERS))
    module, function = REPORTERS[name].split(":")
    found: Open = getattr(importlib.import_module(module), function)
    return found


def reporter_of_each(name: str) -> OpenEach:
    """Return the reporter of a format in ``EACH``."""
    module, function = EACH[name].split(":")
    found: OpenEach = getattr(importlib.import_module(module), function)
    return found


def format_of(file: PurePath) -> str:
    """Return the format that the ending of a report's file names. Raises CannotRun with the endings there are."""
    name = ENDINGS.get(file.suffix.lower())
    if name is None:
        raise CannotRun(f"-o {file}：不支持扩展名“{file.suffix}”，可用的有：{'、'.join(ENDINGS)}。")
    return name
