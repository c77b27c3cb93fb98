"""A document as fact families see it: normalised units of text, the words found in them, tables as labels and values.

Families look only at a ``View``; it makes evidence for them (``evidence``) and keeps what they refuse (``refuse``).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from extractor.document import Block, Cell, Document, Table
from extractor.fact import DocumentKind, Evidence, Refusal
from extractor.facts.boxes import not_chosen, only_chosen
from extractor.facts.changes import replaced_columns
from extractor.facts.options import choices, only_numbered
from extractor.quote import quote
from extractor.terms import Hit, Lexicon, lexicon
from extractor.text import NormalText, normalise

_SENTENCE_END = re.compile(r"[。；！？!?\n]+")
_CLAUSE_END = re.compile(r"[，,、：:]")


class Unit(Struct, frozen=True):
    """A paragraph, list item, heading or table cell; ``text`` is what is read, ``hits`` the words found in it.

    ``text`` is ``norm.text``. ``topics`` holds the same hits by topic, in order.
    """

    index: int
    block: Block
    norm: NormalText
    hits: tuple[Hit, ...]
    cell: Cell | None = None
    text: str = ""
    topics: Mapping[str, tuple[Hit, ...]] = {}
    spans: list[tuple[int, int]] = []  # the sentences, once they were asked for

    def hits_of(self, topic: str, *groups: str) -> tuple[Hit, ...]:
        """Return the hits of a topic, of the named groups only if any is named."""
        found = self.topics.get(topic, ())
        if not groups or not found:
            return found
        return tuple([h for h in found if h.group in groups])

    def sentences(self) -> list[tuple[int, int]]:
        """Return the half-open spans of the sentences: cut at 。；！？ and line breaks, empty ones left out."""
        spans = self.spans
        if spans or not self.text:
            return spans
        start = 0
        for match in _SENTENCE_END.finditer(self.text):
            end, after = match.span()
            if end > start:
                spans.append((start, end))
            start = after
        if start < len(self.text):
            spans.append((start, len(self.text)))
        return spans


class Labelled(Struct, frozen=True):
    """A value cell and what labels it: the cell to its left, the head of its column, and the name of its row.

    For a key/value table ``label`` is the key and ``head`` and ``row_name`` are None. For a table with heads ``label``
    is the head and ``row_name`` the first cell of the row. ``table_unit`` is the unit stated for the whole table.
    """

    label: Unit
    value: Unit
    row_name: Unit | None = None
    table_unit: str | None = None
    row: tuple[Unit, ...] = ()
    heads: dict[int, Unit] = {}


class Row(Struct, frozen=True):
    """A row of a table: its cells in order, the heads above them by column, and the table's block."""

    cells: tuple[Unit, ...]
    heads: dict[int, Unit]
    block: Block
    number: int
    is_head: bool = False

    def text(self) -> str:
        """Return the row's text, cells divided by bars."""
        return " | ".join(cell.text for cell in self.cells)


class _Read(Struct, frozen=True):
    """What a text gives, wherever it stands."""

    norm: NormalText
    hits: tuple[Hit, ...]
    topics: Mapping[str, tuple[Hit, ...]]


_NO_TOPICS: Mapping[str, tuple[Hit, ...]] = {}
_SHORT = 40  # characters of a text that may stand in many cells


class View:
    """One document for the fact families. Only what belongs to the text is seen: body, text boxes, notes."""

    def __init__(self, document: Document, kind: DocumentKind, *, words: Lexicon | None = None) -> None:
        self.document = document
        self.kind: DocumentKind = kind
        self.lexicon = words or lexicon()
        self.refusals: list[Refusal] = []
        self.units: list[Unit] = []
        self.first_unit: dict[int, int] = {}  # by block: the index of its first unit
        self.notes: dict[
            int | str, object
        ] = {}  # what was found out once, of a table by its block or of the whole by name
        self._by_cell: dict[tuple[int, int, int], Unit] = {}
        self.choices = choices(document.blocks)
        self._left_out = not_chosen(document.blocks) | {block for one in self.choices for block in one.left_out}
        self._by_topic: dict[str, list[Unit]] = {}
        self._with: dict[tuple[str, ...], tuple[Unit, ...]] = {}
        self._sections: dict[tuple[str, ...], str] = {}
        read: dict[str, _Read] = {}  # short texts, which tables say again and again
        for block in document.blocks:
            if block.layer != "body":
                continue
            if block.table is not None:
                for cell in block.table.cells:
                    unit = self._unit(block, cell, cell.text, read)
                    self._by_cell[(block.id, cell.row, cell.column)] = unit
            else:
                self._unit(block, None, block.text, read)

    def _unit(self, block: Block, cell: Cell | None, source: str, read: dict[str, _Read]) -> Unit:
        if block.id in self._left_out:
            found = _Read(NormalText("", source, ()), (), _NO_TOPICS)
        else:
            known = read.get(source)
            found = known or self._read(source)
            if known is None and len(source) <= _SHORT:
                read[source] = found
        index = len(self.units)
        unit = Unit(index, block, found.norm, found.hits, cell, found.norm.text, found.topics)
        for topic in found.topics:
            self._by_topic.setdefault(topic, []).append(unit)
        self.first_unit.setdefault(block.id, index)
        self.units.append(unit)
        return unit

    def _read(self, source: str) -> _Read:
        norm = only_numbered(only_chosen(normalise(source)))
        hits = self.lexicon.hits(norm.text)
        if not hits:
            return _Read(norm, (), _NO_TOPICS)
        topics: dict[str, list[Hit]] = {}
        for hit in hits:
            topics.setdefault(hit.topic, []).append(hit)
        return _Read(norm, hits, {topic: tuple(found) for topic, found in topics.items()})

    def with_hits(self, topic: str, *groups: str) -> tuple[Unit, ...]:
        """Return the units in which a word of the topic stands (of the named groups, if any is named), in order.

        What a family does not find by its words it never looks at: this is what makes a long document cheap.
        """
        asked = (topic, *groups)
        found = self._with.get(asked)
        if found is None:
            units = self._by_topic.get(topic, ())
            found = tuple(u for u in units if not groups or any(h.group in groups for h in u.topics[topic]))
            self._with[asked] = found
        return found

    @cached_property
    def prose(self) -> tuple[Unit, ...]:
        """Return the units that are no table cells, in order."""
        return tuple(u for u in self.units if u.cell is None)

    def section(self, unit: Unit) -> str:
        """Return the normalised section path of a unit, outermost first, joined by " > "."""
        titles = unit.block.section
        known = self._sections.get(titles)
        if known is None:
            known = self._sections[titles] = " > ".join(normalise(title).text for title in titles)
        return known

    def after(self, unit: Unit, count: int = 1) -> tuple[Unit, ...]:
        """Return up to ``count`` units that follow."""
        return tuple(self.units[unit.index + 1 : unit.index + 1 + count])

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows of all tables. A cell that spans rows stands in each of them; one that spans columns once."""
        return tuple(row for block in self.document.blocks if block.table for row in self._rows(block, block.table))

    def _rows(self, block: Block, table: Table) -> Iterator[Row]:
        if block.layer != "body":
            return
        grid: dict[int, dict[int, Unit]] = {}
        replaced = replaced_columns(table)
        for cell in table.cells:
            if cell.column in replaced:
                continue
            unit = self._by_cell[(block.id, cell.row, cell.column)]
            for row in range(cell.row, cell.row + cell.row_span):
                grid.setdefault(row, {})[cell.column] = unit
        heads: dict[int, Unit] = {}
        head_rows = all_head_rows(table)
        for number in sorted(grid):
            cells = grid[number]
            is_head = number <= head_rows
            if is_head:
                for column, unit in cells.items():
                    span = unit.cell.column_span if unit.cell else 1
                    for covered in range(column, column + span):
                        if unit.text:
                            heads[covered] = unit
            yield Row(tuple(cells[c] for c in sorted(cells)), heads, block, number, is_head)

    @cached_property
    def labelled(self) -> tuple[Labelled, ...]:
        """Return every value of every table with its label: keys to the left, heads above."""
        return tuple(self._labelled())

    def _labelled(self) -> Iterator[Labelled]:
        for row in self.rows:
            if row.is_head:
                continue
            unit = row.block.table.unit if row.block.table else None
            cells = row.cells
            for left, right in pairwise(cells):
                if left.text and len(left.text) <= 40:
                    yield Labelled(left, right, None, unit, cells, row.heads)
            name = next((c for c in cells if re.search(r"[\u4e00-\u9fff]", c.text)), None)
            for cell in cells:
                head = row.heads.get(cell.cell.column) if cell.cell else None
                if head is not None and head is not cell and cell is not name:
                    yield Labelled(head, cell, name, unit, cells, row.heads)

    def evidence(self, unit: Unit, start: int, end: int) -> tuple[Evidence, ...]:
        """Return the evidence for the span ``start:end`` of a unit's normalised text; empty where it holds nothing."""
        return quote(self.document, unit.block, *unit.norm.span(start, end), unit.cell)

    def whole(self, unit: Unit) -> tuple[Evidence, ...]:
        """Return the evidence for all of a unit's text."""
        return self.evidence(unit, 0, len(unit.text))

    def refuse(self, kind: str, pattern: str, reason: str, unit: Unit, start: int, end: int) -> None:
        """Keep a candidate that was looked at and not taken, for ``facts --explain``."""
        for evidence in self.evidence(unit, start, end)[:1]:
            self.refusals.append(Refusal(kind, pattern, reason, evidence))


_FIELD = re.compile(
    r"[\u4e00-\u9fff()、/\s]{0,12}(?:名称|单位|编号|类型|类别|性质|周期|期限|时间|日期|来源|方式|地点|地址|电话|手机|邮箱|邮编|联系人|负责人|法人|代表人?"
    r"|总投资|投资|预算|金额|概算|资金|依据|规模|内容|目标|部门|处室|等级|级别|涉密|密级|代码|账号|开户行|传真|意见|年度|阶段|情况)(?:\([^()]{1,12}\)|（[^（）]{1,12}）)?[:：]?"
)


def is_form(table: Table) -> bool:
    """Tell whether a table is a form of fields and values side by side, row after row (项目名称 | … | 申报单位 | …)."""
    if table.columns % 2 or table.columns > 6 or table.rows < 2:
        return False
    fields = values = named = 0
    for cell in table.cells:
        text = cell.text.strip()
        if cell.column % 2:
            fields += bool(text)
            named += _FIELD.fullmatch(text) is not None
        elif cell.row == 1 and _FIELD.fullmatch(text):
            return False
        values += cell.column % 2 == 0
    return table.columns > 2 and values > 0 and fields >= 4 and named * 4 >= fields * 3


def all_head_rows(table: Table) -> int:
    """Return how many rows at the top are heads: those found by the reader, and a second line of a head broken in two.

    Such a line has no figures, and nothing in its first column, or a head above it that spans its columns. A form has
    no heads: its first row is a field and its value like all others.
    """
    heads = table.header_rows
    if heads and is_form(table):
        return 0
    if heads != 1 or table.rows < 3:
        return heads
    first = [cell for cell in table.cells if cell.row == 1]
    second = [cell for cell in table.cells if cell.row == 2]
    words = [cell.text.strip() for cell in second if cell.text.strip()]
    if not words or any(len(text) > 12 or re.search(r"[0-9０-９]", text) for text in words):
        return heads
    over = any(cell.row_span > 1 for cell in first) or not any(c.column == 1 and c.text.strip() for c in second)
    gaps = any(cell.column_span > 1 for cell in first) or sum(1 for c in first if c.text.strip()) < table.columns
    return 2 if over and gaps else heads


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the clause around ``start:end``: from the last ，、：before it to the next one after it.

    >>> t = "硬件质保三年，软件质保一年"
    >>> t[slice(*clause(t, 8, 10))]
    '软件质保一年'
    """
    left = 0
    for match in _CLAUSE_END.finditer(text, 0, start):
        left = match.end()
    right = _CLAUSE_END.search(text, end)
    return left, right.start() if right else len(text)
