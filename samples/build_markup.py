"""The small markup the sample texts are written in, and what it becomes.

One line is one paragraph. A source begins with a YAML head between two ``---`` lines and may say::

    # ## ###        headings of level 1 to 3, the number typed by the author
    § title         a clause title that Word numbers itself (第X条)
    §§ text         a sub-clause that Word numbers itself (1.1)
    * text          a bullet that Word makes itself
    > text          a paragraph without indent; ^ text centred; >> text right aligned
    ! n text        a centred bold line of n points (covers)
    ~ n             n empty lines
    | a | b |       a row of a table; ``<`` joins the cell with its left, ``^`` with its upper neighbour
    @table k=v …    opens a table (see ``TableOptions``); @toc, @break, @body, @box text, @ghost 1 page title

Inline: ``**bold**``, ``{+inserted+}``, ``{-deleted-}``, ``{_underlined_}``, ``[[footnote]]``.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Literal

import yaml
from msgspec import Struct, convert

NodeKind = Literal[
    "heading", "clause", "subclause", "bullet", "paragraph", "flush", "center", "right",
    "big", "space", "table", "toc", "break", "body", "box", "ghost",
]  # fmt: skip
RunKind = Literal["plain", "bold", "insert", "delete", "underline", "footnote"]

INLINE = re.compile(r"\*\*(.+?)\*\*|\{\+(.+?)\+\}|\{-(.+?)-\}|\{_(.+?)_\}|\[\[(.+?)\]\]")
INLINE_KINDS: tuple[RunKind, ...] = ("bold", "insert", "delete", "underline", "footnote")
PREFIXES: tuple[tuple[str, NodeKind], ...] = (
    ("§§ ", "subclause"), ("§ ", "clause"), ("* ", "bullet"), (">> ", "right"), ("> ", "flush"), ("^ ", "center"),
)  # fmt: skip


class Head(Struct, frozen=True, forbid_unknown_fields=True):
    """The head of a source: what the finished document is called and how it looks.

    ``size`` and ``line`` are points; ``headings`` says how the file marks its headings: by style, by the outline level
    of the paragraph, or by look alone. ``number`` is the form of the page number.
    """

    title: str
    author: str
    header: str = ""
    size: float = 12
    line: float = 22
    headings: Literal["style", "outline", "look"] = "style"
    number: Literal["dash", "of", "plain", "none"] = "of"
    chapter_break: bool = False
    cover: bool = True
    date: str = "2025-01-06"


class TableOptions(Struct, frozen=True, forbid_unknown_fields=True):
    """How a table is built: relative widths, head rows, and which columns hold quantity, price and amount.

    In the amount column ``=`` is quantity times price, ``=s`` the sum since the last sum, ``=t`` the grand total;
    ``total`` is what the grand total must be, so that prose and table cannot drift apart.
    """

    widths: str = ""
    head: int = 1
    repeat: bool = True
    grid: bool = True
    qty: int = 0
    price: int = 0
    amount: int = 0
    money: Literal["yuan", "wan"] = "wan"
    total: str = ""
    align: str = ""
    size: float = 10.5


class Run(Struct, frozen=True):
    """A stretch of text of one look."""

    kind: RunKind
    text: str


class Node(Struct, frozen=True):
    """One paragraph, table or mark of a source; ``number`` is a level, a size or a count, by kind."""

    kind: NodeKind
    runs: tuple[Run, ...] = ()
    number: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    options: TableOptions = TableOptions()
    page: str = ""

    @property
    def text(self) -> str:
        """Return the text as it stands once insertions are accepted and deletions are gone."""
        return "".join(run.text for run in self.runs if run.kind not in {"delete", "footnote"})


class Source(Struct, frozen=True):
    """A whole text: its head and its nodes in order."""

    head: Head
    nodes: tuple[Node, ...]


def runs(text: str) -> tuple[Run, ...]:
    """Return the runs of one paragraph.

    >>> [(r.kind, r.text) for r in runs("付{-三-}{+二+}成")]
    [('plain', '付'), ('delete', '三'), ('insert', '二'), ('plain', '成')]
    """
    found: list[Run] = []
    end = 0
    for match in INLINE.finditer(text):
        if match.start() > end:
            found.append(Run("plain", text[end : match.start()]))
        index = next(i for i in range(1, 6) if match.group(i) is not None)
        found.append(Run(INLINE_KINDS[index - 1], match.group(index)))
        end = match.end()
    if end < len(text):
        found.append(Run("plain", text[end:]))
    return tuple(found)


def money(value: Decimal, form: str) -> str:
    """Return an amount as the tables print it: ``1,234,000.00`` for yuan, ``123.40`` for 万元."""
    value = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{value:,.2f}" if form == "yuan" else f"{value:.2f}"


def reckon(rows: list[list[str]], options: TableOptions) -> tuple[tuple[str, ...], ...]:
    """Return the rows with every ``=`` of the amount column worked out.

    Raises:
        ValueError: if the grand total is not what the text says it is.
    """
    since, total = Decimal(0), Decimal(0)
    for row in rows:
        if not options.amount:
            break
        cell = row[options.amount - 1]
        if cell == "=":
            quantity = Decimal(row[options.qty - 1]) if options.qty else Decimal(1)
            value = quantity * Decimal(row[options.price - 1].replace(",", ""))
            since, total = since + value, total + value
            row[options.amount - 1] = money(value, options.money)
        elif cell == "=s":
            row[options.amount - 1] = money(since, options.money)
            since = Decimal(0)
        elif cell == "=t":
            row[options.amount - 1] = money(total, options.money)
            if options.total and money(total, options.money) != options.total:
                raise ValueError(f"table adds up to {money(total, options.money)}, the text says {options.total}")
        elif cell.startswith("+"):
            value = Decimal(cell[1:].replace(",", ""))
            since, total = since + value, total + value
            row[options.amount - 1] = money(value, options.money)
    return tuple(tuple(row) for row in rows)


def parse(path: Path) -> Source:
    """Return the source written at ``path``.

    Raises:
        ValueError: if a line opens something unknown or a table does not add up.
    """
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    nodes: list[Node] = []
    rows: list[list[str]] = []
    options = TableOptions()

    def close_table() -> None:
        nonlocal options
        if rows:
            width = max(len(row) for row in rows)
            if any(len(row) != width for row in rows):
                raise ValueError(f"{path.name}: a row of the table that begins {rows[0]} has another width")
            nodes.append(Node("table", rows=reckon(rows, options), options=options))
            rows.clear()
        options = TableOptions()

    for raw in body.splitlines():
        line = raw.rstrip()
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if line.startswith("@table"):
            close_table()
            pairs = dict(word.split("=", 1) for word in line.split()[1:])
            options = convert(pairs, TableOptions, strict=False)
            continue
        if not line:
            continue
        close_table()
        nodes.append(_node(line, path))
    close_table()
    return Source(convert(yaml.safe_load(head), Head, strict=False), tuple(nodes))


def _node(line: str, path: Path) -> Node:
    """Return the node of one line that is no row of a table."""
    if line.startswith("#"):
        marks, text = line.split(" ", 1)
        return Node("heading", runs(text), number=len(marks))
    for prefix, kind in PREFIXES:
        if line.startswith(prefix):
            return Node(kind, runs(line[len(prefix) :]))
    if line.startswith("! "):
        _, size, text = line.split(" ", 2)
        return Node("big", runs(text), number=int(size))
    if line.startswith("~ "):
        return Node("space", number=int(line[2:]))
    if line in {"@toc", "@break", "@body"}:
        return Node("toc" if line == "@toc" else "break" if line == "@break" else "body")
    if line.startswith("@box "):
        return Node("box", runs(line[5:]))
    if line.startswith("@ghost "):
        _, level, page, text = line.split(" ", 3)
        return Node("ghost", runs(text), number=int(level), page=page)
    if line.startswith("@"):
        raise ValueError(f"{path.name}: unknown mark {line}")
    return Node("paragraph", runs(line))


def spans(rows: tuple[tuple[str, ...], ...]) -> list[tuple[int, int, int, int]]:
    """Return the joined rectangles of a table as (top, left, bottom, right), counted from 0, ends included.

    >>> spans((("a", "<"), ("b", "c"), ("^", "d")))
    [(0, 0, 0, 1), (1, 0, 2, 0)]
    """
    found = []
    for top, row in enumerate(rows):
        for left, cell in enumerate(row):
            if cell in {"<", "^"}:
                continue
            right = left
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            bottom = top
            while bottom + 1 < len(rows) and rows[bottom + 1][left] == "^":
                bottom += 1
            if (bottom, right) != (top, left):
                found.append((top, left, bottom, right))
    return found


def widths(node: Node, whole: float) -> list[float]:
    """Return the column widths of a table that is ``whole`` wide, in the unit of ``whole``."""
    count = len(node.rows[0])
    parts = [float(part) for part in node.options.widths.split(",")] if node.options.widths else [1.0] * count
    return [whole * part / sum(parts) for part in parts]
