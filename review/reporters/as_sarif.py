"""The findings as SARIF 2.1.0 (OASIS), for build servers and editors.

SARIF's kinds of result are those of the contract. A result that is no ``fail`` has level ``none``, as the standard asks
(3.27.10); the level of the requirement then stands in its properties. A place in a text file is a region with its line;
other formats have no lines: there the place is a logical location (第6页) and, for programs, its properties. A verdict
that rests on having found nothing names what was searched, else the submission: build servers refuse a result without
any place. What was not read stands as a notification of the run.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import PurePath
from typing import BinaryIO, Literal, cast
from urllib.parse import quote

from msgspec import UNSET, Struct
from msgspec.structs import asdict

from review.encode import to_line
from review.entries import tool
from review.layout import name_shown, shown
from review.report import Change, DocumentEntry, EvidenceEntry, FindingEntry, Location, SubmissionEntry
from review.reporters import Checked, Ending, Look, Sink
from review.reporters.cells import LONE
from review.reporters.sarif_log import (
    Artifact,
    ArtifactEntry,
    DescriptorReference,
    Driver,
    Invocation,
    Log,
    Logical,
    Notification,
    Physical,
    PlaceProperties,
    Properties,
    Region,
    Result,
    RuleDescriptor,
    RuleProperties,
    Run,
    Snippet,
    Suppression,
    Text,
    ToolPart,
    Unit,
    Where,
)
from review.reporters.tables import place_label
from review.reporters.words import waived_words

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_SEARCHED = 10  # files that a result without a quote points at
# what is mended is still a result: it now says that the requirement is met
STATES: dict[Change, Literal["new", "unchanged", "updated"]] = {
    "new": "new", "unchanged": "unchanged", "changed": "updated", "fixed": "updated",
}  # fmt: skip


class Waiting:
    """Objects of a list that is written at the end; they wait in a file without a name."""

    def __init__(self, name: str, aside: Callable[[], BinaryIO]) -> None:
        self._empty = f'"{name}":[]'.encode()
        self._store = aside()
        self.count = 0

    def take(self, entry: Struct) -> None:
        """Keep one more."""
        self._store.write((b",\n" if self.count else b"\n") + to_line(entry).rstrip(b"\n"))
        self.count += 1

    def write(self, frame: bytes, sink: Sink) -> bytes:
        """Write ``frame`` up to the end of its empty list of this name, with the list; return the rest of it."""
        before, found, after = frame.partition(self._empty)
        sink.write(before + found[:-1])
        self._store.seek(0)
        shutil.copyfileobj(self._store, cast("BinaryIO", sink), 1 << 20)
        return (b"\n]" if self.count else b"]") + after


class Sarif:
    """Writes one log with one run; all lists wait aside until the rules that ran are known."""

    def __init__(self, sink: Sink, look: Look) -> None:
        self._sink = sink
        self._results = Waiting("results", look.aside)
        self._artifacts = Waiting("artifacts", look.aside)
        self._unread = Waiting("toolExecutionNotifications", look.aside)
        self._rules: dict[str, tuple[int, RuleDescriptor]] = {}

    def add(self, checked: Checked) -> None:
        """Take the findings of one submission, its files, and what of them was not read."""
        places = Places(checked.brief, self._artifacts.count)
        for document in checked.brief.documents:
            self._artifacts.take(places.artifact(document))
            for notification in places.unread(document):
                self._unread.take(notification)
        for finding in checked.brief.findings:
            index, _ = self._rules.setdefault(finding.rule, (len(self._rules), _descriptor(finding)))
            self._results.take(_result(places, finding, index))

    def close(self, _ending: Ending) -> None:
        """Write the log."""
        own = tool()
        driver = Driver(own.name, own.version, tuple(rule for _, rule in self._rules.values()))
        run = Run(
            ToolPart(driver),
            "unicodeCodePoints",
            "zh-CN",
            (Invocation(execution_successful=True, tool_execution_notifications=()),),
            (),
            (),
        )
        frame = to_line(Log(SCHEMA, "2.1.0", (run,)))
        # no title of a rule can pass for one of the lists: the quotation marks in it are written \"
        for waiting in (self._unread, self._artifacts, self._results):
            frame = waiting.write(frame, self._sink)
        self._sink.write(frame)


class Places:
    """The files of one submission as SARIF names them; ``first`` is the index of its first file in the run's list."""

    def __init__(self, entry: SubmissionEntry, first: int) -> None:
        self.entry = entry
        self._indices = {document.path: first + at for at, document in enumerate(entry.documents)}
        self._name = PurePath(entry.path).name
        inside = (self._name, f"{self._name}!/")
        # told by the names alone: what a run may see of the disk differs by its settings
        self._folder = not entry.documents or not all(
            document.path == inside[0] or document.path.startswith(inside[1]) for document in entry.documents
        )

    def of(self, evidence: EvidenceEntry) -> Where:
        """Return where a quote stands."""
        place = evidence.location
        words = verbatim(evidence.quote)
        region = UNSET if place.line is None else Region(place.line, Snippet(words))
        name = place_label(place) or "全文"
        titles = tuple(part for part in (evidence.document, evidence.section, name) if part)
        return Where(
            Physical(self._file(evidence.document), region),
            message(f"{evidence.label}：“{evidence.quote}”"),
            (Logical(shown(name), shown(" > ".join(titles)), _kind(place)),),
            PlaceProperties(
                words, **{**asdict(place), "sheet": None if place.sheet is None else verbatim(place.sheet)}
            ),
        )

    def of_nothing(self, finding: FindingEntry) -> tuple[Where, ...]:
        """Return where a verdict without a quote leads: to what was searched, else to the submission."""
        searched = finding.searched.documents if finding.searched is not None else ()
        files = [document for document in searched if document in self._indices][:MOST_SEARCHED]
        if files:
            return tuple(Where(Physical(self._file(file)), message(f"{name_shown(file)}：已查。")) for file in files)
        return (Where(Physical(Artifact(reference(self.entry.path, folder=self._folder))), message("整份报送材料")),)

    def artifact(self, document: DocumentEntry) -> ArtifactEntry:
        """Return a file as the run lists it."""
        hashes = {"sha-256": document.sha256} if document.sha256 is not None else UNSET
        return ArtifactEntry(self._file(document.path), document.bytes, hashes=hashes)

    def unread(self, document: DocumentEntry) -> tuple[Notification, ...]:
        """Return what of a file was not read."""
        level: Literal["error", "warning"] = "error" if document.status == "unreadable" else "warning"
        where = Physical(self._file(document.path))
        return tuple(
            Notification(
                DescriptorReference(part.reason),
                level,
                message(f"{name_shown(document.path)} {place_label(part.location)}".rstrip() + f"：{part.message}"),
                (Where(where, message(place_label(part.location) or "整个文件")),),
            )
            for part in document.unread
        )

    def _file(self, document: str) -> Artifact:
        within = f"/{document}" if self._folder else document[len(self._name) :]
        path = self.entry.path.rstrip("/") + within
        index = self._indices.get(document)
        return Artifact(reference(path), UNSET if index is None else index)


def message(text: str) -> Text:
    r"""Return ``text`` as a message in which nothing is taken for a link or a placeholder (3.11.5, 3.11.6).

    Braces are doubled, a bracket that would begin a link's address is set apart, controls are written out.

    >>> message("见[此处](http://a.example){0}\x1b")
    Text(text='见[此处] (http://a.example){{0}}\\x1b')
    """
    return Text(shown(text).replace("](", "] (").replace("{", "{{").replace("}", "}}") or "（无）")


def verbatim(text: str) -> str:
    """Return ``text`` as it is, but for lone surrogates: strict readers of JSON refuse the whole log for one."""
    return LONE.sub("\ufffd", text)


def reference(path: str, *, folder: bool = False) -> str:
    """Return the reference (RFC 3986) of a path as it was given: relative, or a ``file`` URI where it is absolute.

    >>> reference("材料:一/a b.txt"), reference("//x"), reference("材料", folder=True)
    ('%E6%9D%90%E6%96%99%3A%E4%B8%80/a%20b.txt', 'file:///x', '%E6%9D%90%E6%96%99/')
    """
    way = quote(path.replace(os.sep, "/"), safe="/", errors="replace")
    if PurePath(path).is_absolute():
        way = f"file:///{way.lstrip('/')}"
    return way.rstrip("/") + "/" if folder else way


def _kind(place: Location) -> Unit:
    if place.cell is not None or place.row is not None:
        return "cell"
    known: dict[Unit, int | None] = {"page": place.page, "paragraph": place.paragraph, "line": place.line}
    return next((kind for kind, number in known.items() if number is not None), "document")


def _descriptor(finding: FindingEntry) -> RuleDescriptor:
    citation = finding.citation
    number = citation.number and verbatim(citation.number)
    about = RuleProperties(verbatim(citation.regulation), number, verbatim(citation.article), citation.effective)
    return RuleDescriptor(finding.rule, message(finding.title), about)


def _result(places: Places, finding: FindingEntry, index: int) -> Result:
    nearest = finding.searched.nearest if finding.searched is not None else ()
    accepted = waived_words(finding)
    return Result(
        rule_id=finding.rule,
        rule_index=index,
        kind=finding.kind,
        level=finding.level if finding.kind == "fail" and finding.level is not None else "none",
        message=message(finding.message),
        locations=tuple(map(places.of, finding.evidence)) or places.of_nothing(finding),
        partial_fingerprints={"shenyue/v1": finding.fingerprint},
        properties=Properties(
            verbatim(places.entry.path),
            finding.reason,
            finding.level,
            finding.suggestion and verbatim(finding.suggestion),
        ),
        related_locations=tuple(dict.fromkeys(map(places.of, nearest))),
        suppressions=(Suppression("external", "accepted", verbatim(accepted)),) if accepted else (),
        baseline_state=STATES[finding.change] if isinstance(finding.change, str) else UNSET,
    )
