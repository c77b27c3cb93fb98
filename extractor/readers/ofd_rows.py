"""Runs into rows: one base line each, cut where wide gaps are; characters set twice, raised or stacked put in order.

OFD says nothing of lines or of the order of reading: producers write a character, a word or a line at a time, a form's
labels before its values. So the order here is that of the page.
"""

from msgspec import Struct

from extractor.readers.glyphs import Box
from extractor.readers.ofd_text import DESCENT, DOWN, Run

SAME_BASE = 0.3  # em: base lines closer than this are one
GAP = 1.0  # em: words farther apart are pieces that may belong to different columns
TWICE = 0.15  # em: the same text set again closer than this is bold print
RAISED = 0.8  # of the size of its neighbour: a smaller character beside it is raised or lowered
STEP = (0.8, 1.8)  # em: from one stacked character to the next
CROWD = 40  # of the same text in one spot; more are a drawing
LONG_ROW = 400  # words; raised characters are not looked for in longer rows
Char = tuple[str, Box]


class Word(Struct):
    """A stretch of one row without a wide gap: its characters in order, its box over the ink, its look in ``run``."""

    chars: list[Char]
    box: Box
    base: float
    run: Run

    @property
    def text(self) -> str:
        """Return its characters as one string."""
        return "".join(char for char, _ in self.chars)

    @property
    def size(self) -> float:
        """Return the size of its characters in points."""
        return self.run.size


Row = list[Word]


def without_doubles(runs: list[Run]) -> list[Run]:
    """Return the runs without those that repeat one at the same place; the one that stays counts as bold."""
    kept: list[Run] = []
    seen: dict[tuple[str, int, int], list[Run]] = {}
    for run in runs:
        text, (x, y) = run.text, run.start
        near = TWICE * run.size
        column, line = round(x / 3), round(y / 3)
        twin = next(
            (
                other
                for dx in (-1, 0, 1)
                for dy in (-1, 0, 1)
                for other in seen.get((text, column + dx, line + dy), ())[-CROWD:]
                if abs(other.start[0] - x) <= near and abs(other.start[1] - y) <= near
                and abs(other.size - run.size) <= near
            ),
            None,
        )  # fmt: skip
        if twin is not None:
            twin.bold = twin.bold or bool(text.strip())
            continue
        seen.setdefault((text, column, line), []).append(run)
        kept.append(run)
    return kept


def rows(runs: list[Run]) -> list[Row]:
    """Return the rows of level runs from the top, each a list of words from the left; runs of white space are lost."""
    words = [word for run in runs for word in _words(run)]
    words.sort(key=lambda word: (word.base, word.box[0]))
    found: list[Row] = []
    for word in words:
        for row in reversed(found[-3:]):
            first = row[0]
            if abs(word.base - first.base) <= SAME_BASE * min(word.size, first.size):
                row.append(word)
                break
        else:
            found.append([word])
    return [_joined(row) for row in _lowered(found)]


def _words(run: Run) -> list[Word]:
    """Cut a run at its wide gaps, and where it goes on at another height or further left."""
    found: list[Word] = []
    chars: list[Char] = []
    for char, box in zip(run.chars, run.boxes, strict=True):
        if chars and not char.isspace():
            last = chars[-1][1]
            lower = abs(box[3] - last[3]) > SAME_BASE * run.size
            if box[0] - last[2] > GAP * run.size or box[2] < chars[0][1][0] or lower:
                found += _word(chars, run)
                chars = []
        chars.append((char, box))
    return found + _word(chars, run)


def _word(chars: list[Char], run: Run) -> list[Word]:
    boxes = [box for char, box in chars if not char.isspace()]
    if not boxes:
        return []
    return [Word(chars, around(boxes), boxes[0][3] - DESCENT * run.size, run)]


def around(boxes: list[Box]) -> Box:
    """Return the box around boxes; there must be one at least."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _lowered(found: list[Row]) -> list[Row]:
    """Move small characters that stand raised or lowered beside a word into its row: a note's number, m²."""
    kept: list[Row] = []
    for at, row in enumerate(found):
        near = [other for other in found[max(0, at - 2) : at + 3] if other is not row and len(other) <= LONG_ROW]
        near = near if len(row) <= LONG_ROW else []
        rest = []
        for word in row:
            target = next((other for other in near if any(_beside(word, large) for large in other)), None)
            if target is not None:
                target.append(word)
            else:
                rest.append(word)
        row[:] = rest
        if rest:
            kept.append(row)
    return [row for row in kept if row]


def _beside(word: Word, large: Word) -> bool:
    middle = (word.box[1] + word.box[3]) / 2
    apart = max(word.box[0] - large.box[2], large.box[0] - word.box[2])  # below zero inside the room of a gap
    return (
        word.size < RAISED * large.size
        and len(word.chars) <= 4
        and large.box[1] - 0.2 * large.size <= middle <= large.box[3] + 0.1 * large.size
        and apart <= 0.3 * large.size
    )


def _joined(row: Row) -> Row:
    """Return the words of a row from the left, those without a wide gap between them joined."""
    row.sort(key=lambda word: (word.box[0], word.box[2]))
    found: Row = []
    for word in row:
        last = found[-1] if found else None
        if last is not None and word.size < RAISED * last.size and word.box[0] < last.box[2]:
            _insert(last, word)
            continue
        alike = last is not None and 0.4 < last.size / max(word.size, 0.1) < 2.5
        if last is not None and alike and word.box[0] - last.box[2] <= GAP * max(word.size, last.size):
            larger = last.run if last.size >= word.size else word.run
            found[-1] = Word([*last.chars, *word.chars], around([last.box, word.box]), last.base, larger)
        else:
            found.append(word)
    return found


def _insert(large: Word, word: Word) -> None:
    """Put a raised word into the word it stands in, before the first character to its right."""
    middle = (word.box[0] + word.box[2]) / 2
    at = next((at for at, (_, box) in enumerate(large.chars) if (box[0] + box[2]) / 2 > middle), len(large.chars))
    large.chars = [*large.chars[:at], *word.chars, *large.chars[at:]]
    large.box = around([large.box, word.box])


def stacks(found: list[Row]) -> list[Run]:
    """Take characters that stand alone one under the other (购/买/方) from the rows; return each stack as one run.

    A column of a table (台/套/项) is none: its characters stand in the rows of the other columns.
    """
    single = [
        (row, word)
        for row in found
        for word in row
        if len(word.text.strip()) == 1 and "\u3400" <= word.text.strip() <= "\u9fff"
    ]
    open_stacks: list[list[tuple[Row, Word]]] = []
    done: list[list[tuple[Row, Word]]] = []
    for row, word in single:
        open_stacks = [stack for stack in open_stacks if word.base - stack[-1][1].base <= STEP[1] * word.size]
        for stack in open_stacks:
            if _under(stack[-1][1], word):
                stack.append((row, word))
                break
        else:
            open_stacks.append([(row, word)])
            done.append(open_stacks[-1])
    runs = []
    for stack in done:
        shared = sum(len(row) > 1 for row, _ in stack)
        if len(stack) < 2 or shared > 0.6 * len(stack):
            continue
        for row, word in stack:
            row.remove(word)
        runs.append(_stacked([word for _, word in stack]))
    found[:] = [row for row in found if row]
    return runs


def _under(upper: Word, lower: Word) -> bool:
    size = lower.size
    return (
        abs(upper.size - size) < 0.1 * size
        and abs(upper.box[0] - lower.box[0]) < 0.3 * size
        and STEP[0] * size <= lower.base - upper.base <= STEP[1] * size
    )


def _stacked(words: list[Word]) -> Run:
    run = words[0].run
    chars = [char for word in words for char in word.chars if not char[0].isspace()]
    return Run(
        chars=[char for char, _ in chars], boxes=[box for _, box in chars], base=run.base, start=run.start, end=run.end,
        size=run.size, bold=run.bold, font=run.font, angle=DOWN, alpha=run.alpha, shade=run.shade, mode=run.mode,
    )  # fmt: skip
