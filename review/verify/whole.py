"""A report read whole and strictly, entry by entry, for the looks that concern every character of it."""

from collections.abc import Iterator
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct

from review.report import FactsReport, RulebookEntry, SubmissionEntry, Tool
from review.verify.claims import ReportClaims, decoded, unusable
from review.verify.written import compact, line_of, same

T = TypeVar("T")
_WRONG = (msgspec.DecodeError, ValueError, RecursionError)
_NONE = b"[]}"


class _Head(Struct, frozen=True):
    version: Literal[1]
    tool: Tool
    rulebooks: tuple[RulebookEntry, ...]
    submissions: tuple[msgspec.Raw, ...]


class Whole:
    """A report of ``check``, or of ``facts`` (then ``facts`` is it). Raises CannotRun where it is none."""

    def __init__(self, claims: ReportClaims) -> None:
        self.facts: FactsReport | None = None
        self.rulebooks: tuple[RulebookEntry, ...] = ()
        self._parts: tuple[msgspec.Raw, ...] = ()
        if claims.facts is not None:
            self.facts = _decoded(claims.data, FactsReport)
            self.tool = self.facts.tool
            self._as_written = same(compact(claims.data), self.facts)
            return
        head = _decoded(claims.data, _Head)
        self.tool, self.rulebooks, self._parts = head.tool, head.rulebooks, head.submissions
        before = line_of(_Head(1, head.tool, head.rulebooks, ())).removesuffix(_NONE)
        parts = b",".join(compact(bytes(part)) for part in head.submissions)
        self._as_written = claims.lines_hold and compact(claims.data) == b"%s[%s]}" % (before, parts)

    @property
    def as_written(self) -> bool:
        """Tell whether what stands around the submissions is as this program writes it."""
        return self._as_written

    @property
    def count(self) -> int:
        """Return how many submissions there are."""
        return len(self._parts)

    def entries(self) -> Iterator[tuple[SubmissionEntry, bytes]]:
        """Yield each submission, decoded and as it stands without white space. Raises CannotRun."""
        for number in range(self.count):
            yield self.entry(number)

    def entry(self, number: int) -> tuple[SubmissionEntry, bytes]:
        """Return one submission, counted from 0. Raises CannotRun."""
        data = bytes(self._parts[number])
        return _decoded(data, SubmissionEntry, f"第{number + 1}份报送材料："), compact(data)


def _decoded(data: bytes, kind: type[T], where: str = "") -> T:
    try:
        return decoded(data, kind)
    except _WRONG as error:
        raise unusable(f"{where}{error}") from error
