"""Paragraphs and tables as WordprocessingML; whatever a document says is text in it, never markup.

Every function returns a string of elements in the prefix ``w``; styles are named by their ids.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from review.layout import one_line, shown

LONGEST = 1200  # characters of one text; the JSON report has it whole
INKS = {"fail": "9C0006", "review": "7F6000", "open": "1F4E78", "pass": "006100", "notApplicable": "595959"}
HEAD_FILL = "E7E6E6"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(frozen=True)
class Run:
    """Text with one look; ``ink`` is a colour in hexadecimal digits."""

    text: str
    bold: bool = False
    ink: str | None = None


CellText = str | tuple[Run, ...]


@dataclass(frozen=True)
class Column:
    """A column: its head, its share of the width, and whether its text stands in the middle."""

    head: str
    share: int
    middle: bool = False


def plain(text: str) -> str:
    r"""Return ``text`` as it may stand in a document: line ends stay, what steers a line is written out, cut if long.

    >>> plain("质保期\t\u202e两年\0")
    '质保期 \\u202e两年\\x00'
    """
    kept = text if len(text) <= LONGEST else f"{text[:LONGEST]}…（共{len(text)}字，此处从略，全文见JSON报告）"
    return shown(kept.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n"))


def inline(text: str) -> str:
    """Return ``text`` on one line as the content of ``w:t``."""
    return escape(one_line(plain(text)))


def run(piece: Run | str) -> str:
    """Return a run; line ends in its text are breaks."""
    one = piece if isinstance(piece, Run) else Run(piece)
    look = ("<w:b/>" if one.bold else "") + (f'<w:color w:val="{one.ink}"/>' if one.ink else "")
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    lines = plain(one.text).split("\n")
    text = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r>{properties}{text}</w:r>"


def paragraph(
    style: str, pieces: Iterable[Run | str], *, keep: bool = False, middle: bool = False, heading: bool = False
) -> str:
    """Return a paragraph in the style with the id ``style``; ``keep`` keeps it on the page of the next one.

    A ``heading`` has its number in its text: what the style would count is put out.
    """
    look = f"<w:pStyle w:val={quoteattr(style)}/>" + ("<w:keepNext/>" if keep else "")
    look += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>' if heading else ""
    look += '<w:jc w:val="center"/>' if middle else ""
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(map(run, pieces))}</w:p>"


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[CellText]],
    style: str,
    width: int,
    *,
    head: bool,
    together: bool = False,
) -> str:
    """Return a table ``width`` twentieths of a point wide, its text in the style ``style``.

    With ``head`` the heads stand on each page. A row of a single cell spans all columns, as a title of what follows.
    With ``together`` no page ends inside the table, where one page can hold it.
    """
    whole = sum(column.share for column in columns)
    widths = [width * column.share // whole for column in columns]
    parts = [
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr><w:tblGrid>",
        *(f'<w:gridCol w:w="{one}"/>' for one in widths),
        "</w:tblGrid>",
    ]
    if head:
        cells = "".join(
            _cell((Run(column.head, bold=True),), style, one, fill=HEAD_FILL, middle=True)
            for column, one in zip(columns, widths, strict=True)
        )
        parts.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>")
    those = list(rows)
    for number, row in enumerate(those, start=1):
        if len(row) == 1:
            title = _cell(_pieces(row[0]), style, sum(widths), fill="F7F7F7", span=len(columns), keep=True)
            parts.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{title}</w:tr>")
            continue
        cells = "".join(
            _cell(_pieces(cell), style, one, middle=column.middle, keep=together and number < len(those))
            for cell, column, one in zip(row, columns, widths, strict=True)
        )
        parts.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    parts.append("</w:tbl>")
    return "".join(parts)


def _pieces(cell: CellText) -> Sequence[Run | str]:
    return (cell,) if isinstance(cell, str) else cell


def _cell(
    pieces: Sequence[Run | str],
    style: str,
    width: int,
    *,
    fill: str | None = None,
    span: int = 1,
    middle: bool = False,
    keep: bool = False,
) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(style, pieces, keep=keep, middle=middle)}</w:tc>"
    )
