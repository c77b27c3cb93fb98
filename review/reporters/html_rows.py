"""What the HTML report keeps of each submission: rows for its script, and the strings that many of them share.

Rows are written as JSON arrays, their field names once. A text is itself, or the number of a shared string. Nothing in
a text can steer a browser's line: control and direction characters are written out, as on the console.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import astuple

from checks.finding import FindingKind
from review.layout import shown
from review.report import RulebookEntry, Tool

Text = int | str
Trimmed = tuple[object, ...]
"""The fields of a row, those at its end left out that are as they are by default."""
KINDS: tuple[FindingKind, ...] = ("fail", "review", "open", "pass", "notApplicable")
# what one report may hold in common; a string beyond stands where it is used
SHARED_CHARACTERS = 4_000_000
SHARED_FINDINGS = 20_000
LONGEST = 800


class RuleRow(Struct, frozen=True, array_like=True):
    """A requirement and where it stands."""

    id: str
    title: str
    regulation: str
    number: str | None
    article: str
    effective: str | None


class CellRow(Struct, frozen=True, array_like=True):
    """A cell of a table: the table's name (a sheet, or its number), row and column from 1."""

    table: str
    row: int
    column: int


class QuoteRow(Struct, frozen=True, array_like=True):
    """A quote in its context.

    ``document`` is its number in the submission, or its path where it is none of them. ``label`` is the place without
    the title that ``section`` ends with. ``lead`` and ``trail`` are the source's words around the quote, where they
    were read; ``value`` is where in ``quote`` the value stands (first character, length); ``before`` and ``after`` are
    the numbers of quotes of the same section or, for a cell, of the same row.
    """

    document: Text
    section: Text
    label: str
    quote: str
    value: tuple[int, int] | None = None
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    lead: str = ""
    trail: str = ""
    cell: CellRow | None = None
    ocr: bool = False


class UnreadRow(Struct, frozen=True, array_like=True):
    """A part that was not read, in words."""

    document: Text
    place: str
    message: Text


class SearchedRow(Struct, frozen=True, array_like=True):
    """What was searched; ``sections`` are titles, ``more`` how many were left out; ``nearest`` numbers of quotes."""

    documents: tuple[Text, ...]
    sections: tuple[Text, ...]
    more: int
    nearest: tuple[int, ...]


class GaugeRow(Struct, frozen=True, array_like=True):
    """Found against required, in one measure: from where to where each reaches (no end is null), and both in words."""

    room: tuple[float, float | None]
    found: tuple[float, float | None]
    asked: str
    said: str


class SumRow(Struct, frozen=True, array_like=True):
    """A sum made again, in words: its rows with their names, then what they make, what is stated, how the two differ.

    ``quote`` is which of the finding's quotes is the wrong figure, -1 where none is; ``short`` stands beside it.
    """

    quote: int
    short: str
    terms: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str], ...]


class PastRow(Struct, frozen=True, array_like=True):
    """A finding of an earlier report; ``kind`` is a number in the report's list."""

    rule: str
    title: Text
    kind: int
    message: Text


class FindingRow(Struct, frozen=True, array_like=True):
    """One finding. ``rule`` and ``kind`` are numbers in the report's lists, ``more`` is how many quotes are left out.

    A fingerprint stands where a person has to act. ``waived`` says in words who accepted the finding, ``change`` how it
    stands to an earlier report.
    """

    rule: int
    kind: int
    reason: Text
    level: Text | None
    message: Text
    suggestion: Text | None = None
    expected: Text | None = None
    actual: Text | None = None
    quotes: tuple[int, ...] = ()
    fingerprint: str = ""
    more: int = 0
    searched: SearchedRow | None = None
    unread: tuple[UnreadRow, ...] = ()
    waived: str = ""
    change: str = ""
    gauge: GaugeRow | None = None
    sum: SumRow | None = None


class DocumentRow(Struct, frozen=True, array_like=True):
    """One file: what it is, how much of it was read, what else a person should know; of its hash the first digits."""

    path: str
    kind: Text
    why: Text
    format: Text
    sha256: str
    pages: int | None = None
    status: Text = ""
    unread: tuple[UnreadRow, ...] = ()
    notices: tuple[Text, ...] = ()


class SubmissionRow(Struct, frozen=True, array_like=True):
    """One submission; rows of documents, quotes and findings without the defaults at their ends.

    A finding that others may have word for word is a number in the report's list. ``before`` is the path in an earlier
    report that this one is held against: empty where it was not in it, null where there is none. ``fixed`` are findings
    of then that are mended, ``dropped`` those about which nothing is known, as their rule did not run.
    """

    path: str
    on: str | None
    on_reason: Text
    chosen: Text
    profile: Text
    assumed: tuple[Text, ...]
    documents: tuple[Trimmed, ...]
    quotes: tuple[Trimmed, ...]
    findings: tuple[Trimmed | int, ...]
    before: str | None
    fixed: tuple[PastRow, ...]
    dropped: tuple[PastRow, ...]


class KindRow(Struct, frozen=True, array_like=True):
    """A verdict: the contract's word, a person's word, a mark that needs no colour."""

    id: str
    name: str
    mark: str


class Common(Struct, frozen=True):
    """What all submissions share; written after them, when it is known."""

    fields: dict[str, tuple[str, ...]]
    defaults: dict[str, tuple[object, ...]]
    findings: tuple[Trimmed, ...]
    kinds: tuple[KindRow, ...]
    changes: tuple[str, ...]
    rules: tuple[RuleRow, ...]
    strings: tuple[str, ...]
    rulebooks: tuple[RulebookEntry, ...]
    tool: Tool


ROWS: tuple[type[Struct], ...] = (
    RuleRow, CellRow, QuoteRow, UnreadRow, SearchedRow, GaugeRow, SumRow, PastRow, FindingRow, DocumentRow,
    SubmissionRow, KindRow,
)  # fmt: skip


def fields() -> dict[str, tuple[str, ...]]:
    """Return the field names of every row, by its name without ``Row``, in small letters."""
    return {row.__name__.removesuffix("Row").lower(): row.__struct_fields__ for row in ROWS}


def defaults() -> dict[str, tuple[object, ...]]:
    """Return what the fields of a trimmed row are by default, by the row's name; those without stand as null."""
    return {row.__name__.removesuffix("Row").lower(): _defaults(row) for row in (QuoteRow, FindingRow, DocumentRow)}


def _defaults(row: type[Struct]) -> tuple[object, ...]:
    given = row.__struct_defaults__
    return (*([None] * (len(row.__struct_fields__) - len(given))), *given)


def trimmed(row: Struct) -> Trimmed:
    """Return the fields of a row without the defaults at its end."""
    values, usual = astuple(row), _defaults(type(row))
    least, length = len(values) - len(type(row).__struct_defaults__), len(values)
    while length > least and values[length - 1] == usual[length - 1]:
        length -= 1
    return values[:length]


def plain(text: str) -> str:
    r"""Return ``text`` as it may be shown: line ends stay, what could steer a line is written out, a long one is cut.

    >>> plain("质保期\t\u202e两年\0")
    '质保期 \\u202e两年\\x00'
    """
    kept = text if len(text) <= LONGEST else f"{text[:LONGEST]}…（共{len(text)}字，此处从略）"
    return shown(kept.replace("\t", " ").replace("\r\n", "\n"))


class Shared:
    """Strings by number, as many as a report may hold in common."""

    def __init__(self, limit: int = SHARED_CHARACTERS) -> None:
        self._numbers: dict[str, int] = {}
        self._left = limit

    def number(self, text: str) -> Text:
        """Return the number of ``text`` made plain, or the text itself where no more are held."""
        said = plain(text)
        known = self._numbers.get(said)
        if known is not None:
            return known
        if len(said) > self._left:
            return said
        self._left -= len(said)
        self._numbers[said] = len(self._numbers)
        return self._numbers[said]

    def numbers(self, texts: Iterable[str]) -> tuple[Text, ...]:
        """Return the numbers of several."""
        return tuple(map(self.number, texts))

    def strings(self) -> tuple[str, ...]:
        """Return the strings in the order of their numbers."""
        return tuple(self._numbers)


class Rules:
    """Requirements by number; one whose words changed on a day counts as another."""

    def __init__(self) -> None:
        self._numbers: dict[RuleRow, int] = {}
        self._findings: dict[Trimmed, int] = {}

    def finding(self, row: Trimmed) -> int | Trimmed:
        """Return the number of a finding that others may have too, or itself where no more are held."""
        if row not in self._findings and len(self._findings) >= SHARED_FINDINGS:
            return row
        return self._findings.setdefault(row, len(self._findings))

    def findings(self) -> tuple[Trimmed, ...]:
        """Return the findings in the order of their numbers."""
        return tuple(self._findings)

    def number(self, rule: RuleRow) -> int:
        """Return the number of a requirement."""
        return self._numbers.setdefault(rule, len(self._numbers))

    def rows(self) -> tuple[RuleRow, ...]:
        """Return the requirements in the order of their numbers."""
        return tuple(self._numbers)
