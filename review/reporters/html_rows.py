"""What the HTML report keeps of each submission: rows for its script, and the strings that many of them share.

Rows are written as JSON arrays, their field names once. A text is itself, or the number of a shared string. Nothing in
a text can steer a browser's line: control and direction characters are written out, as on the console.
"""

from collections.abc import Iterable

from msgspec import Struct

from checks.finding import FindingKind
from review.layout import shown
from review.report import RulebookEntry, Tool

Text = int | str
KINDS: tuple[FindingKind, ...] = ("fail", "review", "open", "pass", "notApplicable")
# what one report may hold in common; a string beyond stands where it is used
SHARED_CHARACTERS = 4_000_000
LONGEST = 1200


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

    ``document`` is its number in the submission, or its path where it is none of them. ``lead`` and ``trail`` are the
    source's words around it, where they were read; ``value`` is where in ``quote`` the value stands (first character,
    length); ``before`` and ``after`` are the numbers of quotes of the same section or, for a cell, of the same row.
    """

    document: Text
    section: Text
    label: str
    quote: str
    ocr: bool
    lead: str
    trail: str
    value: tuple[int, int] | None
    cell: CellRow | None
    before: tuple[int, ...]
    after: tuple[int, ...]


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


class FindingRow(Struct, frozen=True, array_like=True):
    """One finding. ``rule``, ``kind``, ``reason``, ``level`` are numbers in the report's own lists."""

    rule: int
    kind: int
    reason: Text
    level: Text | None
    message: Text
    expected: Text | None
    actual: Text | None
    quotes: tuple[int, ...]
    more: int
    searched: SearchedRow | None
    unread: tuple[UnreadRow, ...]
    suggestion: Text | None
    fingerprint: str


class DocumentRow(Struct, frozen=True, array_like=True):
    """One file: what it is, how much of it was read, what else a person should know."""

    path: str
    kind: str
    why: Text
    format: str
    pages: int | None
    status: str
    status_words: str
    sha256: str | None
    unread: tuple[UnreadRow, ...]
    notices: tuple[Text, ...]


class SubmissionRow(Struct, frozen=True, array_like=True):
    """One submission."""

    path: str
    on: str | None
    on_reason: Text
    chosen: Text
    profile: Text
    assumed: tuple[Text, ...]
    documents: tuple[DocumentRow, ...]
    quotes: tuple[QuoteRow, ...]
    findings: tuple[FindingRow, ...]


class KindRow(Struct, frozen=True, array_like=True):
    """A verdict: the contract's word, a person's word, a mark that needs no colour."""

    id: str
    name: str
    mark: str


class Common(Struct, frozen=True):
    """What all submissions share; written after them, when it is known."""

    fields: dict[str, tuple[str, ...]]
    kinds: tuple[KindRow, ...]
    rules: tuple[RuleRow, ...]
    strings: tuple[str, ...]
    rulebooks: tuple[RulebookEntry, ...]
    tool: Tool


ROWS: tuple[type[Struct], ...] = (
    RuleRow, CellRow, QuoteRow, UnreadRow, SearchedRow, FindingRow, DocumentRow, SubmissionRow, KindRow,
)  # fmt: skip


def fields() -> dict[str, tuple[str, ...]]:
    """Return the field names of every row, by its name without ``Row``, in small letters."""
    return {row.__name__.removesuffix("Row").lower(): row.__struct_fields__ for row in ROWS}


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

    def number(self, rule: RuleRow) -> int:
        """Return the number of a requirement."""
        return self._numbers.setdefault(rule, len(self._numbers))

    def rows(self) -> tuple[RuleRow, ...]:
        """Return the requirements in the order of their numbers."""
        return tuple(self._numbers)
