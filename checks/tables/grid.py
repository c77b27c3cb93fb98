"""A table as a sum sees it: its rows with their roles, its columns with their heads and units, amounts in cells."""

import re
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from checks.finding import Compared
from checks.remembered import Once
from extractor.document import Cell, Table
from extractor.fact import Evidence
from extractor.facts.view import all_head_rows

Role = Literal["item", "subtotal", "total"]

YUAN = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_TOTAL = re.compile(r"(?:总计|合计|总合计|共计|合计金额|总金额|项目总投资|总投资(?:合计)?)(?:[（(].*[）)])?[:：]?")
_SUBTOTAL = re.compile(r".{0,16}(?:小计|合计|总计|共计)(?:[（(].*[）)])?[:：]?")
_PART = re.compile("其中|内含|包括|备注")
_NOT_SUMMED = re.compile("单价|数量|序号|编号|比例|占比|%|％|规格|型号|单位|期限|年限|周期|电话|面积|台数|税率")
_SUMMED = re.compile("金额|合价|合计|总价|小计|费用|投资|预算|概算|价格|造价|经费|万元|[（(]元[）)]")
_NUMBER = re.compile(r"[￥¥]?(-?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)(?:万元|元)?")
_UNIT = re.compile(r"[(（/](?:金额)?(?:单位)?[:：]?(?:人民币)?(亿元|万元|千元|元)[)）]?")
_OWN_UNIT = re.compile(r"(亿元|万元|千元|元)$")
_SPACE = re.compile(r"\s")
EMPTY = re.compile(r"[\s/\\—－–\-]*|无|免费|含")
# 一、 and （一） over 1 and 1.1: rows of which one may be the sum of others
_LEVELS = (
    re.compile("[一二三四五六七八九十]+[、.．]?"),
    re.compile("[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"\d+[、.．]?"),
    re.compile(r"[（(]?\d+[）)]|\d+\.\d+"),
    re.compile(r"\d+\.\d+\.\d+"),
)


_head_rows = Once(all_head_rows)


class Mismatch(Struct, frozen=True):
    """A figure that is not what the others make it: ``said`` tells it in words, ``evidence`` names its cell first.

    ``unit`` is what one of the amounts is in yuan; None where the table does not say.
    """

    said: str
    found: Decimal
    expected: Decimal
    evidence: tuple[Evidence, ...]
    unit: Decimal | None

    def compared(self) -> tuple[Compared | None, Compared | None]:
        """Return what is expected and what was found, in yuan; None where the unit is not known."""
        return _yuan(self.expected, self.unit), _yuan(self.found, self.unit)


class Row(Struct, frozen=True):
    """A row below the heads: its role, its name, how deep it stands, and its cells by the column they begin in."""

    role: Role
    label: str
    level: int | None
    part: bool
    cells: dict[int, Cell]


@Once
def rows_of(table: Table) -> list[Row]:
    """Return the rows of a table below its heads."""
    grid: dict[int, dict[int, Cell]] = {}
    for cell in table.cells:
        grid.setdefault(cell.row, {})[cell.column] = cell
    return [_row(grid.get(number, {})) for number in range(_head_rows(table) + 1, table.rows + 1)]


def _row(cells: dict[int, Cell]) -> Row:
    texts = [_SPACE.sub("", cells[column].text) for column in sorted(cells)]
    label = next((text for text in texts if text and not _is_number(text)), "")
    role: Role = "item"
    if _TOTAL.fullmatch(label):
        role = "total"
    elif _SUBTOTAL.fullmatch(label):
        role = "subtotal"
    first = (cells[min(cells)].number or texts[0]) if cells else ""
    level = next((index for index, pattern in enumerate(_LEVELS) if pattern.fullmatch(first)), None)
    name = next((text for text in texts if text and level_of(text) is None and not _is_number(text)), label)
    return Row(role, label if role != "item" else name, level, bool(_PART.search(label)), cells)


def level_of(text: str) -> int | None:
    """Return how deep a number in front of a row stands (一、 above 1 above 1.1); None where it is no such number.

    >>> level_of("二、"), level_of("3"), level_of("3.1"), level_of("服务器")
    (0, 2, 3, None)
    """
    return next((index for index, pattern in enumerate(_LEVELS) if pattern.fullmatch(text)), None)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def heads(table: Table, column: int) -> str:
    """Return the heads over a column without white space, from the top."""
    return _all_heads(table).get(column, "")


@Once
def _all_heads(table: Table) -> dict[int, str]:
    last = max(_head_rows(table), 1)
    found: dict[int, str] = {}
    for cell in table.cells:
        if cell.row <= last:
            text = _SPACE.sub("", cell.text)
            for column in range(cell.column, cell.column + cell.column_span):
                found[column] = found.get(column, "") + text
    return found


def unit_of(table: Table, column: int) -> Decimal | None:
    """Return what one of a column's numbers is in yuan, by its head, else by the table; None where neither says."""
    said = _UNIT.search(heads(table, column)) or _UNIT.search(f"({table.unit})" if table.unit else "")
    return YUAN[said[1]] if said else None


def own_unit(text: str) -> Decimal | None:
    """Return the unit that a cell carries itself, in yuan.

    >>> own_unit("120.5万元"), own_unit("120.5")
    (Decimal('10000'), None)
    """
    said = _OWN_UNIT.search(_SPACE.sub("", text))
    return YUAN[said[1]] if said else None


def is_summed(table: Table, column: int) -> bool:
    """Tell whether the head of a column names amounts; a table with a unit and a plain head counts too."""
    text = re.sub("[（(]单位[^）)]*[）)]", "", heads(table, column))
    return bool(_SUMMED.search(heads(table, column))) and not _NOT_SUMMED.search(text)


def amount(text: str) -> Decimal | None:
    """Return the plain number of a cell, its own unit left out; None where more or less stands there.

    >>> amount(" 1,200.50万元 "), amount("约120"), amount("")
    (Decimal('1200.50'), None, None)
    """
    match = _NUMBER.fullmatch(_SPACE.sub("", text))
    return Decimal(re.sub("[,，]", "", match[1])) if match else None


def half_digit(number: Decimal) -> Decimal:
    """Return half of the last digit of a number written with decimals, what rounding may hide; whole numbers are exact.

    >>> half_digit(Decimal("33.33")), half_digit(Decimal("33"))
    (Decimal('0.005'), Decimal('0'))
    """
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0:
        return Decimal(0)
    return Decimal(5).scaleb(exponent - 1)


def _yuan(number: Decimal, unit: Decimal | None) -> Compared | None:
    return None if unit is None else Compared("==", f"{number * unit:.2f}")
