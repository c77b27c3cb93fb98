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
        if not self._begins(quote, place.line, claim.quote.count("\n")):
            return failed("not-there", f"第{place.line}行没有这段原文。")
        if self._table and place.column is not None and not self._in_column(quote, place.line, place.column):
            return failed("bad-place", f"第{place.line}行的第{place.column}列没有这段原文。")
        return CONFIRMED

    def _begins(self, quote: str, line: int, breaks: int) -> bool:
        """Tell whether a quote begins on ``line``; in a CSV whatever quotation marks its fields stand in."""
        marks = '"' if self._table else ""
        wanted = quote.replace(marks, "") if marks else quote
        most = len(quote) + breaks + 1
        lines = [
            compact(text).replace(marks, "") if marks else compact(text) for text in self._lines[line - 1 : line + most]
        ]
        at = _joined(lines[0], lines[1:], len(wanted)).find(wanted)
        return 0 <= at < len(lines[0])

    def _in_column(self, quote: str, line: int, column: int) -> bool:
        """Tell whether the record over ``line`` has the quote in this column, by whatever divides the file."""
        for divider in _DIVIDERS:
            for first, last, fields in self._read(divider):
                if first <= line <= last and 0 < column <= len(fields) and quote in compact(fields[column - 1]):
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


def _joined(first: str, rest: list[str], most: int) -> str:
    """Return a line and as much of those after it as a quote of ``most`` characters may reach into."""
    found, left = [first], most
    for line in rest:
        if left <= 0:
            break
        found.append(line[:left])
        left -= len(line)
    return "".join(found)
