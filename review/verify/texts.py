"""Text, Markdown and CSV: decoded plainly, a quote looked for from its line on, a CSV field also by the csv module."""

import codecs
import csv
import re

from review.verify.claims import EvidenceClaim
from review.verify.matching import CONFIRMED, Answer, compact, failed, missing

_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_ENDS_OF_RECORDS = re.compile("\r\n|\n|\r")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DIVIDERS = ",;\t|"


def decoded(data: bytes) -> str:
    """Return the text of ``data``: by its byte order mark, else UTF-8, else GB 18030; what is neither as U+FFFD."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


class TextFile:
    """The lines of a text; ``table`` is True for CSV."""

    def __init__(self, data: bytes, *, table: bool) -> None:
        text = decoded(data)
        self._table = table
        self._records: dict[str, list[tuple[int, int, list[str]]]] = {}
        self._lines = (_ENDS_OF_RECORDS if table else _ENDS).split(text)

    def answer(self, claim: EvidenceClaim) -> Answer:
        """Tell whether the quote begins on its line, and in a CSV stands in its column."""
        place = claim.location
        lacking = missing(place, ("line",))
        if lacking is not None or place.line is None:
            return lacking or failed("no-place", "位置不全，无法按位置打开。")
        if (place.page, place.bbox, place.paragraph, place.sheet, place.cell) != (None,) * 5:
            return failed("bad-place", "位置里有文本文件没有的项目。")
        if not 1 <= place.line <= len(self._lines):
            return failed("bad-place", f"文件没有第{place.line}行。")
        quote = compact(claim.quote)
        begins = self._begins(quote, place.line, claim.quote.count("\n"))
        if self._table and place.column is not None:
            there = self._in_column(quote, place.line, place.column, begins=begins)
            said = f"第{place.line}行的第{place.column}列没有这段原文。"
            return CONFIRMED if there else failed("bad-place" if begins else "not-there", said)
        return CONFIRMED if begins else failed("not-there", f"第{place.line}行没有这段原文。")

    def _begins(self, quote: str, line: int, breaks: int) -> bool:
        """Tell whether a quote begins on ``line``; in a CSV also without the quotation marks its fields stand in."""
        lines = [compact(text) for text in self._lines[line - 1 : line + len(quote) + breaks]]
        if _is_first(quote, lines):
            return True
        bare = [text.replace('"', "") for text in lines]
        return self._table and _is_first(quote.replace('"', ""), bare)

    def _in_column(self, quote: str, line: int, column: int, *, begins: bool) -> bool:
        """Tell whether the record on ``line`` has the quote in this column, by whatever divides the file.

        A record may run over lines: its place is its first line, that of a field in it the line where the quote begins.
        """
        for divider in _DIVIDERS:
            for first, last, fields in self._read(divider):
                placed = line == first or (begins and first < line <= last)
                if placed and 0 < column <= len(fields) and quote in compact(fields[column - 1]):
                    return True
        return False

    def _read(self, divider: str) -> list[tuple[int, int, list[str]]]:
        """Return the records with their first and last line: with quotation marks around fields, then without."""
        if divider not in self._records:
            found: list[tuple[int, int, list[str]]] = []
            for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
                reader = csv.reader((f"{text}\n" for text in self._lines), delimiter=divider, quoting=quoting)
                before = 0
                try:
                    for fields in reader:
                        found.append((before + 1, reader.line_num, fields))
                        before = reader.line_num
                except csv.Error:  # a field over the limit of the module: what stands before it has been read
                    continue
            self._records[divider] = found
        return self._records[divider]


def _is_first(quote: str, lines: list[str]) -> bool:
    """Tell whether a quote begins on the first of the lines and goes on over the next ones."""
    found, left = [lines[0]], len(quote)
    for text in lines[1:]:
        if left <= 0:
            break
        found.append(text[:left])
        left -= len(text)
    return bool(quote) and 0 <= "".join(found).find(quote) < len(lines[0])
