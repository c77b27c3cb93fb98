"""Unit price times quantity makes the amount, row by row.

Said only of a table whose other rows show that this is how its columns go together: a discount, a tax, months or units
that are not told make every row differ, and then nothing is said.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from checks.tables.grid import Mismatch, Row, amount, half_digit, heads, own_unit, rows_of, unit_of
from checks.tables.scale import slip_words
from extractor.document import Block, Cell, Table
from extractor.fact import Evidence, Extracted
from extractor.quote import quote

_PRICE = re.compile("单价")
_QUANTITY = re.compile("数量|台数|套数|工作量|人月数|人天数")
_AMOUNT = re.compile("合价|金额|总价|小计|合计|费用")
_NOT_AMOUNT = re.compile("单价|数量|名称|说明|依据|备注|比例|类别|科目")
# what else a row may be multiplied or reduced by
_FACTOR = re.compile("折扣|优惠|下浮|税|月数|年限|期限|年数|时长|天数|人数|次数|频次|系数|周期|比例|费率")
_QUANTITY_CELL = re.compile(r"(\d{1,3}(?:[,，]\d{3})+|\d+(?:\.\d+)?)\s*[\u4e00-\u9fffA-Za-z/]{0,5}")
_TAX = re.compile("不含税|未税")


class _Product(Struct, frozen=True):
    row: Row
    cell: Cell
    stated: Decimal
    made: Decimal
    slack: Decimal
    said: str

    @property
    def right(self) -> bool:
        """Tell whether the amount is the product, rounding allowed."""
        return abs(self.stated - self.made) <= self.slack


def product_errors(extracted: Extracted, block: Block, table: Table) -> Iterator[Mismatch | Evidence]:
    """Yield a mismatch for each row whose amount is not its product, the evidence of each row that is right."""
    columns = _columns(table)
    if columns is None:
        return
    price, quantity, total = columns
    units = unit_of(table, price), unit_of(table, total)
    if (units[0] is None) != (units[1] is None):
        return
    found = [
        product
        for row in rows_of(table)
        if row.role == "item" and not row.part
        and (product := _product(row, price, quantity, total, units)) is not None
    ]  # fmt: skip
    right = [product for product in found if product.right]
    if not right or 2 * len(right) < len(found):
        return
    for product in found:
        place = quote(extracted.document, block, 0, len(product.cell.text), product.cell)
        if product.right:
            yield place[0]
            continue
        said = f"“{product.row.label}”的{product.said}，表中为{product.stated:f}"
        yield Mismatch(
            f"{said}{slip_words(product.stated, product.made)}", product.stated, product.made, place, units[1]
        )


def _columns(table: Table) -> tuple[int, int, int] | None:
    """Return the columns of unit price, quantity and amount; None where one is missing or more may be meant."""
    named = {column: heads(table, column) for column in range(1, table.columns + 1)}
    if any(_FACTOR.search(re.sub("[不未]?含税|税[前后]", "", text)) for text in named.values()):
        return None
    price = [column for column, text in named.items() if _PRICE.search(text)]
    quantity = [column for column, text in named.items() if _QUANTITY.search(text) and not _PRICE.search(text)]
    total = [
        column
        for column, text in named.items()
        if _AMOUNT.search(text) and not _NOT_AMOUNT.search(text) and column not in quantity
    ]
    if not (len(price) == len(quantity) == len(total) == 1):
        return None
    if bool(_TAX.search(named[price[0]])) != bool(_TAX.search(named[total[0]])):
        return None
    return price[0], quantity[0], total[0]


def _product(
    row: Row, price: int, quantity: int, total: int, units: tuple[Decimal | None, Decimal | None]
) -> _Product | None:
    """Return what a row states and makes, in the unit of its amount; None where a figure is missing or not plain."""
    cells = [row.cells.get(column) for column in (price, quantity, total)]
    if any(cell is None or cell.row_span > 1 or cell.column_span > 1 for cell in cells):
        return None
    unit_cell, count_cell, cell = (cell for cell in cells if cell is not None)
    if own_unit(unit_cell.text) not in (None, units[0]) or own_unit(cell.text) not in (None, units[1]):
        return None
    each, stated = amount(unit_cell.text), amount(cell.text)
    counted = _QUANTITY_CELL.fullmatch(count_cell.text.strip())
    if each is None or stated is None or counted is None or not each or not stated:
        return None
    count = Decimal(re.sub("[,，]", "", counted[1]))
    scale = units[0] / units[1] if units[0] and units[1] else Decimal(1)
    made = each * count * scale
    last = half_digit(stated) or (Decimal("0.5") if made != made.to_integral_value() else Decimal(0))
    said = f"单价{each:f}×数量{count:f}＝{made.normalize():f}"
    return _Product(row, cell, stated, made.normalize(), last + half_digit(each) * count * scale, said)
