"""A workbook (.xlsx) by openpyxl: the cell of a quote holds it, and the numbers of its table agree with each other."""

import datetime as dt
import io
import math
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from review.verify.claims import EvidenceClaim
from review.verify.matching import CONFIRMED, Answer, compact, failed, missing
from review.verify.packages import CannotOpen

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LARGEST = 10**15  # from here on a number has no digits to spare, and is shown as it is held


class Workbook:
    """The cells of a workbook, by its results and by its formulas. Raises CannotOpen where openpyxl cannot open it."""

    def __init__(self, data: bytes) -> None:
        import openpyxl  # noqa: PLC0415  takes its time

        try:
            self._results: Any = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            self._data = data
        except MemoryError:
            raise
        except Exception as error:  # openpyxl raises whatever a damaged file leads it to
            raise CannotOpen("另一程序无法打开这个工作簿。") from error
        self._formulas: Any = None

    def answer(self, claim: EvidenceClaim) -> Answer:
        """Tell whether the quote stands in its cell; one without a cell is the name of its sheet."""
        place = claim.location
        lacking = missing(place, ("sheet",))
        if lacking is not None or place.sheet is None:
            return lacking or failed("no-place", "位置不全，无法按位置打开。")
        if (place.page, place.bbox, place.paragraph, place.line) != (None,) * 4:
            return failed("bad-place", "位置里有工作簿没有的项目。")
        if place.sheet not in self._results.sheetnames:
            return failed("bad-place", f"没有工作表“{place.sheet}”。")
        quote = compact(claim.quote)
        if place.cell is None:
            return CONFIRMED if quote == compact(place.sheet) else failed("not-there", "工作表的名称不是这段原文。")
        if position(place.cell) is None:
            return failed("bad-place", f"“{place.cell}”不是单元格。")
        value = self._value(self._results, place.sheet, place.cell)
        if value is None:
            value = self._value(self._with_formulas(), place.sheet, place.cell)
            value = getattr(value, "text", value)  # an array formula is an object of its own
        text = compact(_CONTROL.sub("", said(value)))
        there = quote in text if isinstance(value, str) else quote == text
        return CONFIRMED if there else failed("not-there", f"单元格{place.cell}里没有这段原文。")

    def _with_formulas(self) -> Any:
        import openpyxl  # noqa: PLC0415  see above

        if self._formulas is None:
            self._formulas = openpyxl.load_workbook(io.BytesIO(self._data))
        return self._formulas

    @staticmethod
    def _value(book: Any, sheet: str, cell: str) -> Any:
        try:
            return book[sheet][cell].value
        except (AttributeError, KeyError, ValueError, IndexError):  # a chart's sheet has no cells
            return None


def position(cell: str) -> tuple[int, int] | None:
    """Return (row, column) of a cell's name, from 1; None where it is none.

    >>> position("B7"), position("7B")
    ((7, 2), None)
    """
    match = _CELL.fullmatch(cell)
    if match is None:
        return None
    column = 0
    for letter in match.group(1):
        column = 26 * column + ord(letter) - 64
    return int(match.group(2)), column


def said(value: object) -> str:
    """Return a value as it is written without the dress of a number format: 0.3 for 30%, ISO dates.

    >>> said(12.0), said(0.1 + 0.2), said(dt.datetime(2024, 6, 3)), said(True), said(None)
    ('12', '0.3', '2024-06-03', 'TRUE', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        if not math.isfinite(value):
            return "#NUM!"
        return str(int(value)) if value == int(value) and abs(value) < _LARGEST else f"{Decimal(f'{value:.15g}'):f}"
    if isinstance(value, dt.datetime):
        whole = value.replace(microsecond=0)
        return whole.date().isoformat() if whole.time() == dt.time() else f"{whole:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, dt.time):
        return value.replace(microsecond=0).isoformat()
    return str(value)


def at_odds(claims: Sequence[EvidenceClaim]) -> dict[EvidenceClaim, Answer]:
    """Return the claims of one workbook whose table, row or column cannot be right beside the others.

    The number of a table is the tool's own: where it begins is not written in the file. But it begins in one cell, so
    cell, row and column of all its quotes must lead to the same corner, and a corner belongs to one table.
    """
    corners: dict[EvidenceClaim, tuple[int, int]] = {}
    wrong: dict[EvidenceClaim, Answer] = {}
    for claim in claims:
        place = claim.location
        at = position(place.cell or "")
        if (place.table, place.row, place.column) == (None, None, None) or at is None:
            continue
        corner = at[0] - (place.row or 0) + 1, at[1] - (place.column or 0) + 1
        if None in (place.table, place.row, place.column) or (place.row or 0) < 1 or (place.column or 0) < 1:
            wrong[claim] = failed("grid", "表格的行列位置不全。")
        elif min(corner) < 1 or (place.table or 0) < 1:
            wrong[claim] = failed("grid", "表格的行列与单元格对不上。")
        else:
            corners[claim] = corner
    votes = Counter((claim.location.sheet, claim.location.table, corner) for claim, corner in corners.items())
    for claim, corner in corners.items():
        sheet, table = claim.location.sheet, claim.location.table
        mine = votes[sheet, table, corner]
        others = [n for (s, t, c), n in votes.items() if s == sheet and (t == table) != (c == corner)]
        if any(n >= mine for n in others):
            wrong[claim] = failed("grid", "表格的行列与同表其他原文的单元格对不上。")
    return wrong
