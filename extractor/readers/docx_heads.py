"""What a table says about itself: how many rows are heads, and the unit its amounts are in."""

import re
from collections.abc import Sequence

from extractor.document import Cell

_UNIT = re.compile(
    r"[单單]\s*位\s*[:：]?\s*(?:人\s*民\s*币|RMB)?\s*[:：/、]?\s*[（(]?\s*"
    r"([亿億]\s*元|[万萬]\s*元|百\s*[万萬]\s*元|千\s*元|元)\s*(?:人民币)?(?=$|[）)\]】\s，,；;。、])"
)
_UNIT_ALONE = re.compile(
    r"\s*[（(]?\s*(?:币\s*种\s*[:：]?\s*\S{1,6}\s*)?(?:金\s*额|计\s*量|计\s*价|货\s*币|计\s*算)?\s*"
    + _UNIT.pattern.replace("(?=$|[）)\\]】\\s，,；;。、])", "")
    + r"\s*[）)]?\s*"
)
_CAPTION_UNIT = re.compile(r"[（(]\s*(?:人民币)?\s*([亿億]元|[万萬]元|千元|元)\s*[）)]\s*$")
_CAPTION_LENGTH = 60
_MOST_HEADS = 4
_AMOUNT = re.compile(
    r"[¥￥]?\s*[-－+]?\d[\d,，\s]*(?:[.．]\d+)?\s*(?:%|％|‰|亿元|万元|千元|元|个|台|套|项|人月|人|年|月|天|日)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_SIMPLIFIED = str.maketrans("億萬", "亿万")


def unit_of(before: Sequence[str], cells: Sequence[Cell], columns: int) -> str | None:
    """Return the unit stated for a whole table (万元), or None.

    ``before`` are the paragraphs right before it, nearest last. A unit in the head of one column (金额（万元）) is that
    column's own and is not taken.

    >>> unit_of(["表3 投资估算表", "金额单位：人民币万元"], [], 4)
    '万元'
    >>> unit_of(["采购单位：元方公司"], [], 4)
    """
    for text in reversed(before):
        if len(text) > _CAPTION_LENGTH:
            break
        found = _UNIT.search(text) or _CAPTION_UNIT.search(text)
        if found:
            return _unit(found.group(1))
    for cell in cells:
        if cell.row > 2:
            break
        wide = columns > 2 and cell.column_span > columns // 2
        found = _UNIT.search(cell.text) if wide else _UNIT_ALONE.fullmatch(cell.text)
        if found:
            return _unit(found.group(1))
    return None


def header_rows(cells: Sequence[Cell], rows: int, columns: int, marked: int) -> int:
    """Return how many rows at the top are heads.

    ``marked`` is how many the file itself repeats on every page; where it says nothing, heads are the rows without
    figures above columns of figures, or a first row of short distinct labels in a table of three columns or more.
    """
    if marked:
        return min(marked, rows)
    if rows < 2 or columns < 2:
        return 0
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    first = 1
    # a title or unit line across the whole table stands above the head
    while first < rows and all(cell.column_span >= columns or not cell.text.strip() for cell in by_row.get(first, [])):
        first += 1
    head = by_row.get(first, [])
    if first >= rows or not _all_labels(head):
        return 0
    last = max((cell.row + cell.row_span - 1 for cell in head), default=first)
    if last == first and any(1 < cell.column_span < columns for cell in head):
        last = first + 1  # group heads have their columns' heads below them
    if last >= rows or last > _MOST_HEADS:
        return 0
    for row in range(first + 1, last + 1):
        if not _all_labels(by_row.get(row, [])):
            return 0
    if _has_figures_below(cells, last) or _are_labels(head, columns):
        return last
    return 0


def _unit(text: str) -> str:
    return re.sub(r"\s", "", text).translate(_SIMPLIFIED)


def _is_figure(text: str) -> bool:
    text = text.strip()
    return _AMOUNT.fullmatch(text) is not None and _YEAR.fullmatch(text) is None


def _all_labels(cells: Sequence[Cell]) -> bool:
    return any(cell.text.strip() for cell in cells) and not any(_is_figure(cell.text) for cell in cells)


def _has_figures_below(cells: Sequence[Cell], last: int) -> bool:
    """Return whether some column below row ``last`` is mostly figures."""
    filled: dict[int, int] = {}
    figures: dict[int, int] = {}
    for cell in cells:
        if cell.row > last and cell.column_span == 1 and (cell.text.strip() or cell.number):
            filled[cell.column] = filled.get(cell.column, 0) + 1
            if _is_figure(cell.text) or (cell.number and not cell.text.strip()):
                figures[cell.column] = figures.get(cell.column, 0) + 1
    return any(2 * count > filled[column] for column, count in figures.items())


def _are_labels(head: Sequence[Cell], columns: int) -> bool:
    texts = [cell.text.strip() for cell in head]
    return (
        columns >= 3
        and len(texts) >= 3
        and all(texts)
        and len(set(texts)) == len(texts)
        and all(len(text) <= 15 and not text.endswith(("：", ":")) for text in texts)
    )
