"""The pages of a document as one flow: furniture set apart, paragraphs and tables running over page breaks."""

import re

from msgspec import Struct

from extractor.document import PartName
from extractor.readers.pdf_fill import Fragment
from extractor.readers.pdf_furniture import Sheet
from extractor.readers.pdf_lines import Line
from extractor.readers.pdf_paragraphs import Joiner, Paragraph
from extractor.readers.pdf_tables import TOTAL, Part, same_columns, unit_in

CONTINUED = re.compile(r"^[（(]?续|[（(]续[表）)]|续表")
FIRST_NUMBER = re.compile(r"\s*(?:1|一|（一）|\(一\))[.、．]?\s*")
NEAR = 48.0  # points above a table where its unit stands


class TableRun(Struct):
    """The fragments of one table with their positions (index of the page from 0, index of the item on it)."""

    parts: list[Part]
    positions: list[tuple[int, int]]
    unit: str | None


Element = Paragraph | TableRun


def elements(sheets: list[Sheet], furniture: dict[int, dict[int, PartName]]) -> list[Element]:
    """Return the paragraphs and tables of the body in reading order."""
    joiner = Joiner(
        [[item for at, item in enumerate(s.items) if at not in furniture[s.number]] for s in sheets],
        [sheet.width for sheet in sheets],
    )
    found: list[Element] = []
    run: list[tuple[int, Line]] = []
    for index, sheet in enumerate(sheets):
        for at, item in enumerate(sheet.items):
            if at in furniture[sheet.number]:
                continue
            if isinstance(item, Line):
                run.append((index, item))
                continue
            part = Part(sheet.number, item)
            last = found[-1] if found else None
            if (
                isinstance(last, TableRun)
                and last.parts[-1].page == sheet.number - 1
                and all(CONTINUED.search(line.text) for _, line in run)
                and _goes_on(last.parts, item)
            ):
                last.parts.append(part)
                last.positions.append((index, at))
                continue
            unit = _unit_above(run, index, item)
            found.extend(joiner.join(run))
            run = []
            found.append(TableRun([part], [(index, at)], unit))
    found.extend(joiner.join(run))
    return found


def _goes_on(parts: list[Part], below: Fragment) -> bool:
    """Tell whether a fragment at the top of a page goes on with the table at the foot of the page before."""
    above = parts[-1].fragment
    if not same_columns(above, below):
        return False
    first, last = _texts(parts[0].fragment, 0), _texts(above, above.rows - 1)
    top = _texts(below, 0)
    if top == first:
        restarts = below.rows > 1 and FIRST_NUMBER.fullmatch(_texts(below, 1)[0] or " ") is not None
        return not (restarts and any(TOTAL.search(text) for text in last))
    # another head over the same columns is another table
    return not (first[0] and top[0] == first[0] and len(parts[0].fragment.xs) > 2)


def _texts(fragment: Fragment, row: int) -> list[str]:
    texts = ["".join(cell.text.split()) for cell in fragment.cells if cell.row == row]
    return texts or [""]


def _unit_above(run: list[tuple[int, Line]], page: int, fragment: Fragment) -> str | None:
    """Return the unit stated in the last two lines right above a table."""
    edge = fragment.box[1]
    for at, line in reversed(run[-2:]):
        if at != page or not -2 <= edge - line.box[3] <= NEAR:
            return None
        unit = unit_in(line.text)
        if unit is not None:
            return unit
        edge = line.box[1]
    return None
