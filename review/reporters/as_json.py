"""The report as JSON: the output contract's own form."""

import shutil
from typing import BinaryIO, cast

from msgspec import UNSET, Raw, Struct, UnsetType

from review.encode import to_json
from review.entries import tool
from review.report import VERSION, BaselineEntry, FindingEntry, ProfileEntry, Report, SubmissionEntry, Summary
from review.reporters import Checked, Ending, Look, Sink

_EMPTY = b'"submissions": []'


class _Around(Struct, frozen=True):
    """A ``SubmissionEntry`` whose documents are JSON already."""

    path: str
    on: str | None
    on_reason: str
    profile: ProfileEntry
    assumed: tuple[str, ...]
    documents: Raw
    findings: tuple[FindingEntry, ...]
    summary: Summary
    baseline: BaselineEntry | UnsetType = UNSET


class Json:
    """Writes the report as ``to_json`` writes the whole, but holds one submission at a time.

    The rulebooks that ran stand before the submissions and are known after them: these wait in a file without a name.
    """

    def __init__(self, sink: Sink, look: Look) -> None:
        self._sink = sink
        self._waiting = look.aside()
        self._count = 0

    def add(self, checked: Checked) -> None:
        """Write one submission."""
        self._waiting.write((b",\n" if self._count else b"\n") + _lines(checked))
        self._count += 1

    def close(self, ending: Ending) -> None:
        """Write what stands around the submissions."""
        whole = to_json(Report(VERSION, tool(), ending.rulebooks, ()))
        before, found, after = whole.rpartition(_EMPTY)
        if not self._count:
            self._sink.write(whole)
        else:
            self._sink.write(before + found[:-1])
            self._waiting.seek(0)
            shutil.copyfileobj(self._waiting, cast("BinaryIO", self._sink), 1 << 20)
            self._sink.write(b"\n  ]" + after)


def _lines(checked: Checked) -> bytes:
    entry = checked.brief
    whole: SubmissionEntry | _Around = checked.entry if checked.documents is None else _Around(
        entry.path, entry.on, entry.on_reason, entry.profile, entry.assumed, Raw(checked.documents),
        entry.findings, entry.summary, entry.baseline,
    )  # fmt: skip
    return b"    " + to_json(whole).rstrip(b"\n").replace(b"\n", b"\n    ")
