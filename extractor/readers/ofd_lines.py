"""The text of a page in the order of reading, as lines with places: what the PDF code makes paragraphs and cells of."""

from msgspec import Struct

from extractor.readers.glyphs import Box
from extractor.readers.ofd_columns import bands
from extractor.readers.ofd_rows import Char, Row, Word, around, rows, stacks, without_doubles
from extractor.readers.ofd_text import DOWN, Run
from extractor.readers.pdf_lines import Line

ROOM = 0.5  # em: so much between two characters is a space
LATIN_ROOM = 0.25  # between letters or figures


class Laid:
    """A page's characters in the order of reading, line after line. Serves as ``Glyphs``."""

    def __init__(self) -> None:
        self._chars: list[str] = []
        self._boxes: list[Box | None] = []
        self._text: str | None = None

    @property
    def text(self) -> str:
        """Return the page's text, a line break after each line."""
        if self._text is None:
            self._text = "".join(self._chars)
        return self._text

    def box(self, offset: int) -> Box | None:
        """Return the box of the character at ``offset``; white space and line breaks have none."""
        return self._boxes[offset]

    def generated(self, offset: int) -> bool:  # noqa: ARG002  (spaces are set only where the page shows one)
        """Tell that no character here is mere spacing."""
        return False

    def add(self, chars: list[Char], run: Run, size: float, *, bold: bool, column: int = 0) -> Line | None:
        """Append a line of these characters, spaces set where the page shows room; None where it holds only space."""
        spaced: list[tuple[str, Box | None]] = [*chars] if run.angle else _spaced(chars, size)
        while spaced and spaced[0][0].isspace():
            spaced.pop(0)
        while spaced and spaced[-1][0].isspace():
            spaced.pop()
        if not spaced:
            return None
        first = len(self._chars)
        self._chars += [char for char, _ in spaced] + ["\n"]
        self._boxes += [None if char.isspace() else box for char, box in spaced] + [None]
        self._text = None
        box = around([box for char, box in spaced if box is not None and not char.isspace()])
        line = run.line("".join(char for char, _ in spaced), box, first, len(self._chars) - 2)
        return Line(
            line.text, line.box, round(size, 1), bold, line.font, line.angle, line.alpha, line.shade, line.mode,
            line.first, line.last, column=column,
        )  # fmt: skip


class _Entry(Struct):
    """Something that has its turn in the order of reading: lines to be, and where they stand."""

    top: float
    left: float
    rows: list[tuple[Row, int]]
    run: Run | None = None


def lines(laid: Laid, runs: list[Run], tables: list[Box]) -> list[Line]:
    """Return the lines of these runs in the order of reading, their characters appended to ``laid``.

    Rows go from the top; columns of prose one after the other; inside ``tables`` nothing is taken for a column.
    """
    runs = without_doubles(runs)
    level = rows([run for run in runs if not run.angle])
    free, ruled = _parted(level, tables)
    others = [*_turned([run for run in runs if run.angle]), *stacks(free)]
    columned = bands(free, tables)
    entries = [_Entry(_top(row), row[0].box[0], [(row, 0)]) for row in (*free, *ruled)]
    entries += [
        _Entry(band.box[1], band.box[0], [(row, at + 1) for at, column in enumerate(band.columns) for row in column])
        for band in columned
    ]
    for run in others:
        boxes = [box for char, box in zip(run.chars, run.boxes, strict=True) if not char.isspace()]
        if boxes:
            box = around(boxes)
            # stacked columns are read from the right
            entries.append(_Entry(round(box[1]), -box[0] if run.angle == DOWN else box[0], [], run))
    entries.sort(key=lambda entry: (entry.top, entry.left))
    found: list[Line | None] = []
    for entry in entries:
        if entry.run is not None:
            chars = list(zip(entry.run.chars, entry.run.boxes, strict=True))
            found.append(laid.add(chars, entry.run, entry.run.size, bold=entry.run.bold))
        found += [_line(laid, row, column) for row, column in entry.rows]
    return [line for line in found if line is not None]


def _line(laid: Laid, row: Row, column: int) -> Line | None:
    chars = [char for word in row for char in word.chars]
    telling = next((word.run for word in row if any(char.isalnum() for char, _ in word.chars)), row[0].run)
    size = max(word.size for word in row)
    return laid.add(chars, telling, size, bold=all(word.run.bold for word in row), column=column)


def _top(row: Row) -> float:
    """Return the upper edge of most of a row: raised characters do not lift it."""
    largest = max(row, key=lambda word: word.size)
    return largest.box[1]


def _parted(level: list[Row], tables: list[Box]) -> tuple[list[Row], list[Row]]:
    """Part each row into what stands in tables and what does not."""
    if not tables:
        return level, []
    free, ruled = [], []
    for row in level:
        inside = [word for word in row if any(_holds(box, word) for box in tables)]
        taken = set(map(id, inside))
        outside = [word for word in row if id(word) not in taken]
        if outside:
            free.append(outside)
        if inside:
            ruled.append(inside)
    return free, ruled


def _holds(box: Box, word: Word) -> bool:
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _turned(runs: list[Run]) -> list[Run]:
    """Join runs that go on where the one before ended, in its direction: some producers write each character."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        near = 0.6 * run.size
        if (
            last is not None
            and abs(last.angle - run.angle) < 1
            and abs(last.size - run.size) < 0.1 * run.size
            and abs(last.end[0] - run.start[0]) <= near
            and abs(last.end[1] - run.start[1]) <= near
        ):
            last.chars += run.chars
            last.boxes += run.boxes
            last.end = run.end
        else:
            found.append(run)
    return found


def _spaced(chars: list[Char], size: float) -> list[tuple[str, Box | None]]:
    """Set one space where two characters stand so far apart that the page shows one and the file has none."""
    found: list[tuple[str, Box | None]] = []
    right: float | None = None
    for char, box in chars:
        if right is not None and found and not char.isspace() and not found[-1][0].isspace():
            latin = char.isascii() and found[-1][0].isascii() and char.isalnum() and found[-1][0].isalnum()
            if box[0] - right >= (LATIN_ROOM if latin else ROOM) * size:
                found.append((" ", None))
        found.append((char, box))
        right = box[2]
    return found
