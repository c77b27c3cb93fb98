"""A made-up document: what it says, apart from how a producer prints it. The truth that readers are held against."""

import unicodedata
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Role = Literal["paragraph", "item", "caption", "unit"]


class Heading(Struct, frozen=True, tag="heading"):
    """A heading: ``level`` from 1, its number as printed (第一章, 1.1) and its title."""

    level: int
    number: str
    title: str


class Text(Struct, frozen=True, tag="text"):
    """A paragraph, an item of a list with its printed number, the caption of a table or the unit over it."""

    text: str
    number: str = ""
    role: Role = "paragraph"


class GridCell(Struct, frozen=True):
    """A cell at ``row`` and ``column`` (from 0) with its spans."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


class Grid(Struct, frozen=True, tag="grid"):
    """A table: ``heads`` rows at the top are heads, ``totals`` the rows 合计, ``widths`` shares of the text's width."""

    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    heads: int
    totals: tuple[int, ...]
    widths: tuple[float, ...]

    def filled(self) -> list[tuple[str, ...]]:
        """Return the rows with every field filled: a merged cell stands in each field that it covers."""
        return filled(self.rows, self.columns, self.cells)

    def plain(self) -> list[tuple[str, ...]]:
        """Return the rows with a merged cell only in the first field that it covers."""
        return filled(self.rows, self.columns, [GridCell(c.row, c.column, c.text) for c in self.cells])


Item = Heading | Text | Grid


class Paper(Struct, frozen=True):
    """A whole document. ``footer`` has ``{page}`` and ``{pages}``; ``watermark`` may be empty.

    ``scheme`` tells how Word counts the headings: a name in ``to_word.SCHEMES``; empty where numbers are typed.
    """

    name: str
    title: str
    header: str
    footer: str
    scheme: str
    items: tuple[Item, ...]
    watermark: str = ""


def filled(rows: int, columns: int, cells: Iterable[GridCell]) -> list[tuple[str, ...]]:
    """Return a grid row by row, white space dropped, the text of a merged cell in each field that it covers."""
    grid = [[""] * columns for _ in range(rows)]
    for cell in cells:
        text = bare(cell.text)
        for row in range(cell.row, min(rows, cell.row + cell.row_span)):
            for column in range(cell.column, min(columns, cell.column + cell.column_span)):
                grid[row][column] = text
    return [tuple(row) for row in grid]


def bare(text: str) -> str:
    """Return a text without white space, in compatibility form: some PDFs write the radical ⽅ where 方 is meant."""
    return "".join(unicodedata.normalize("NFKC", text).split())
