"""The value of a spreadsheet cell as the text a person reads there, and the names of cells and ranges (B7, A1:C3)."""

import datetime as dt
import re
from decimal import Decimal

Value = int | float | str | bool | dt.date | dt.time | dt.timedelta

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def shown(value: Value) -> str:
    """Return the text of a value: what stands in the cell, without the dress of its number format.

    Numbers have at most the 15 digits that Excel keeps, no exponent and no ``.0``; a share formatted as 30% is 0.3,
    because that is what the file holds and what a second program finds there. Dates and times are ISO, a date without
    a time of day is the date alone.

    >>> [shown(v) for v in (12.0, 0.1 + 0.2, 1286.40, 1e-05, -0.0, True)]
    ['12', '0.3', '1286.4', '0.00001', '0', 'TRUE']
    >>> shown(dt.datetime(2024, 6, 3)), shown(dt.datetime(2024, 6, 3, 14, 30))
    ('2024-06-03', '2024-06-03 14:30:00')
    """
    if isinstance(value, str):
        return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return value.date().isoformat()
        return value.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, dt.time):
        return value.replace(microsecond=0).isoformat()
    return str(value)


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124  not a number
        return "#NUM!"
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = format(value, ".15g")
    return text if abs(value) >= 1e21 or 0 < abs(value) < 1e-21 else f"{Decimal(text):f}"


def column_name(column: int) -> str:
    """Return the letters of a column counted from 1.

    >>> column_name(1), column_name(27), column_name(16384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, row and column counted from 1.

    >>> cell_name(7, 2)
    'B7'
    """
    return f"{column_name(column)}{row}"


def cell_position(name: str) -> tuple[int, int] | None:
    """Return (row, column) of a cell's name, counted from 1, None where it is none.

    >>> cell_position("B7"), cell_position("$XFD$1048576"), cell_position("7B")
    ((7, 2), (1048576, 16384), None)
    """
    match = _REFERENCE.fullmatch(name)
    if match is None:
        return None
    column = 0
    for letter in match.group(1).upper():
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)), column
