"""Lines into paragraphs: a word broken over a line's or page's end is whole again, and a heading stays by itself.

Two lines are joined only if the first one is full (what follows did not fit on it) and nothing says that the second
begins something new: an indent, a larger gap, a number, another size. Order is the stream's; nothing is sorted.
"""

import itertools
import re
from collections import Counter
from statistics import quantiles

from msgspec import Struct

from extractor.readers.pdf_breaks import beginning
from extractor.readers.pdf_fill import Item
from extractor.readers.pdf_gaps import ALONE, LEADER
from extractor.readers.pdf_lines import Line

TERMINAL = re.compile(r"[。！？；：!?;:]['”’」』）)》〉]*$|\.$")
OPEN_END = re.compile(r"[，、（(“‘《—\-]$")
NUMBERED = re.compile(
    r"第[0-9一二三四五六七八九十百零〇]+[章节条款部编篇]|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十0-9]{1,3}[）)]"
    r"|\d{1,2}(?:[.．]\d{1,2}){0,4}(?:[.．、)）](?!\d)|\s+\S|(?<=[.．]\d)(?=[\u4e00-\u9fff])|(?<=[.．]\d\d)(?=[\u4e00-\u9fff]))"
    r"|[①-⑳●■◆▪•·➢□☑○\uf020-\uf0ff]|附[件录表][0-9一二三四五六七八九十]*[:：\s]|[A-Za-z][.．、)）]"
)
LABELLED = re.compile(r"[\u4e00-\u9fff（）() ]{2,14}[：:]")
ENTRY = re.compile(r"(?:[.·．‥]{3,}|…+|(?:[.·…]\s){3,})\s*[-—(（]?\s*(?:\d{1,4}|[ivxIVX]{1,6})\s*[-—)）]?$")
DATED = re.compile(r"(?:20\d\d|[二〇零○Oo一三四五六七八九十]{4}|_+|\s+)\s*年[^，。；]{0,8}日?\s*$")
WINDOW = 10
_SIGNED = 8.0  # em from the left edge of the text; no paragraph is set in so far
Placed = tuple[int, Line]  # page number and line


class Paragraph(Struct, frozen=True):
    """Lines that make one block, each with its page; ``centered`` where the first stands in the middle of the text."""

    lines: tuple[Placed, ...]
    centered: bool


class _Setting(Struct):
    """How the whole document is set: body size, line distance in em, the usual edges for each page width.

    ``indents`` and ``gaps`` say how a paragraph begins: with an indented line, after a wider gap.
    """

    size: float
    pitch: float
    edges: dict[int, tuple[float, float]]
    indents: bool
    gaps: bool


def body_size(pages: list[list[Item]]) -> float:
    """Return the size in points in which most of the text is set; 0 for a document without lines."""
    sizes: Counter[float] = Counter()
    for items in pages:
        for item in items:
            if isinstance(item, Line):
                sizes[round(item.size * 2) / 2] += len(item.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


class Joiner:
    """Joins the lines of one document; ``pages`` are the items of each page that are not furniture."""

    def __init__(self, pages: list[list[Item]], widths: list[float]) -> None:
        self.setting = _setting(pages, widths)
        self.page_lines: list[list[Line]] = [[item for item in items if isinstance(item, Line)] for items in pages]
        self.widths = widths
        self._edges: dict[tuple[int, int], tuple[float, float]] = {}
        self._where = [{id(line): at for at, line in enumerate(lines)} for lines in self.page_lines]

    def join(self, run: list[tuple[int, Line]]) -> list[Paragraph]:
        """Return the paragraphs of consecutive lines; each line comes with the index of its page from 0."""
        found: list[list[tuple[int, Line]]] = []
        for at, line in run:
            if found and self._continues(found[-1], at, line):
                found[-1].append((at, line))
            else:
                found.append([(at, line)])
        return [
            Paragraph(
                tuple((at, line) for at, line in lines),
                centered=all(self._centered(at, line) for at, line in lines[:3]),
            )
            for lines in found
        ]

    def _continues(self, paragraph: list[tuple[int, Line]], page: int, line: Line) -> bool:
        page_before, before = paragraph[-1]
        ratio = before.size / max(line.size, 0.1)
        if not (before.upright and line.upright) or not 0.84 <= ratio <= 1.19:
            return False
        resized = not 0.92 <= ratio <= 1.09
        if ALONE in (before.column, line.column) or _is_numbered_entry(before.text) or _is_numbered_entry(line.text):
            return False
        size = line.size
        down = line.box[1] - before.box[1]
        broken = page != page_before or before.column != line.column or down < -0.4 * size
        if not broken:
            if abs(down) <= 0.4 * size:
                return -0.5 * size <= line.box[0] - before.box[2] < 2.5 * size
            if down > 1.3 * self.setting.pitch * size and down > 1.3 * self._step(paragraph):
                return False
            apart = min(before.box[2], line.box[2]) < max(before.box[0], line.box[0])
            if apart:
                return False
        left, right = self._edge(page_before, before)
        if LABELLED.match(line.text) and LABELLED.match(before.text):
            return False
        full = right - before.box[2] < _needed(line)
        if self._centered(page, line) and self._off_middle(page_before, before) < 0.7 * size:
            left, right = self.setting.edges.get(round(self.widths[page]), (left, right))
            room = (right - left) - (before.box[2] - before.box[0])  # at both its ends
            return not resized and room < _needed(line)
        ended = TERMINAL.search(before.text) is not None
        if resized and (ended or not full):
            return False  # a line may begin or end in another size; only a full one goes on in it
        if not full:
            return not ended and not broken and OPEN_END.search(before.text) is not None and not _new(line)
        indent = line.box[0] - self._edge(page, line)[0]
        if not broken and self._signs(before, line, min(indent, before.box[0] - left)):
            return False
        if ended:
            starts = _new(line) or LABELLED.match(line.text) or before.bold != line.bold
            if starts or indent > 0.8 * size:
                return False
            if page == page_before and self.setting.gaps:
                return not broken and down < 1.15 * self.setting.pitch * size
            return self.setting.indents and (not broken or page != page_before)
        if indent > 1.2 * size and abs(indent - (before.box[0] - left)) > 0.6 * size:
            return _new(paragraph[0][1])
        return True

    @staticmethod
    def _signs(before: Line, line: Line, indent: float) -> bool:
        """Tell whether two lines are set against the right edge one by one, as who signs and the date below.

        A paragraph set in from the left has its lines begin below each other, its first one at most set in further.
        """
        if indent < _SIGNED * line.size or abs(before.box[2] - line.box[2]) > 0.5 * line.size:
            return False
        further = (before.box[0] - line.box[0]) / line.size
        ragged = abs(further) > 0.3 and abs(further - 2) > 0.3
        return ragged or LABELLED.match(line.text) is not None or DATED.match(line.text) is not None

    @staticmethod
    def _step(paragraph: list[tuple[int, Line]]) -> float:
        """Return the distance of the paragraph's own lines, where it has two on one page."""
        if len(paragraph) < 2:
            return 0.0
        (one, upper), (two, lower) = paragraph[-2:]
        return lower.box[1] - upper.box[1] if one == two else 0.0

    def _edge(self, page: int, line: Line) -> tuple[float, float]:
        """Return the left and right edge of the text around a line: of lines nearby, of its size and column."""
        at = self._where[page][id(line)]
        if (page, at) in self._edges:
            return self._edges[page, at]
        size, column, (begin, _, end, _) = line.size, line.column, line.box
        lefts: list[float] = []
        rights: list[float] = []
        for other in self.page_lines[page][max(0, at - WINDOW) : at + WINDOW + 1]:
            if other.column == column and abs(other.size - size) < 0.1 * size:
                low, _, high, _ = other.box
                if low < high > begin < end > low:  # one below the other
                    lefts.append(low)
                    rights.append(high)
        left, right = min(lefts), max(rights)
        usual = self.setting.edges.get(round(self.widths[page]))
        if usual is not None and column == 0 and sum([abs(high - right) < 0.7 * size for high in rights]) < 3:
            left, right = min(left, usual[0]), max(right, usual[1])
        self._edges[page, at] = (left, right)
        return left, right

    def _centered(self, page: int, line: Line) -> bool:
        left, right = self.setting.edges.get(round(self.widths[page]), (0.0, self.widths[page]))
        inset = min(line.box[0] - left, right - line.box[2])
        return self._off_middle(page, line) < 0.7 * line.size and inset > 3 * line.size

    def _off_middle(self, page: int, line: Line) -> float:
        """Return how far the middle of a line is from the middle of the text, or of the page if that is nearer."""
        left, right = self.setting.edges.get(round(self.widths[page]), (0.0, self.widths[page]))
        middle = (line.box[0] + line.box[2]) / 2
        return min(abs(middle - (left + right) / 2), abs(middle - self.widths[page] / 2))


def _new(line: Line) -> bool:
    return NUMBERED.match(line.text) is not None


def _needed(line: Line) -> float:
    """Return the room below which the beginning of a line did not fit on the line before it."""
    return (beginning(line.text) + 1.1) * line.size


def _setting(pages: list[list[Item]], widths: list[float]) -> _Setting:
    size = body_size(pages)
    steps: list[float] = []
    lefts: dict[int, Counter[int]] = {}
    rights: dict[int, Counter[int]] = {}
    indented = flush = 0
    for items, width in zip(pages, widths, strict=True):
        key = round(width)
        lines = [item for item in items if isinstance(item, Line) and abs(item.size - size) < 0.6 and item.upright]
        for before, line in itertools.pairwise(lines):
            step = (line.box[1] - before.box[1]) / max(1.0, line.size)
            if 0.8 < step < 3.5:
                steps.append(step)
        for line in lines:
            lefts.setdefault(key, Counter())[round(line.box[0])] += 1
            if len(line.text) >= 10:
                rights.setdefault(key, Counter())[round(line.box[2])] += 1
    edges = {}
    for key, counter in lefts.items():
        edge = _edge_of(counter, 1)
        edges[key] = (edge, _edge_of(rights[key], -1) if key in rights else key - edge)
    for items, width in zip(pages, widths, strict=True):
        left = edges.get(round(width), (0.0, 0.0))[0]
        for item in items:
            if isinstance(item, Line) and abs(item.size - size) < 0.6:
                indented += 1.5 * size <= item.box[0] - left <= 2.7 * size
                flush += item.box[0] - left < 0.5 * size
    pitch = quantiles(steps, n=10)[2] if len(steps) >= 2 else 1.6
    gaps = _gaps(pages, size, pitch, {key: right for key, (_, right) in edges.items()}, widths)
    return _Setting(size, pitch, edges, indented >= 0.15 * max(1, flush) and indented >= 3, gaps)


def _gaps(pages: list[list[Item]], size: float, pitch: float, rights: dict[int, float], widths: list[float]) -> bool:
    """Tell whether paragraphs are set apart by a gap: seen after lines that surely end one, short and with a stop."""
    wider = ends = 0
    for items, width in zip(pages, widths, strict=True):
        for before, line in itertools.pairwise(items):
            if not (isinstance(before, Line) and isinstance(line, Line)) or abs(before.size - line.size) > 0.6:
                continue
            step = line.box[1] - before.box[1]
            short = before.box[2] < rights.get(round(width), width) - 4 * size
            if abs(line.size - size) < 0.6 and short and step > 0 and TERMINAL.search(before.text):
                ends += 1
                wider += step > 1.15 * pitch * size
    return ends >= 3 and wider > 0.7 * ends


def _edge_of(counter: Counter[int], direction: int) -> float:
    """Return the outermost position that a fair share of the lines keeps; ``direction`` 1 for left, -1 for right."""
    least = max(2.0, 0.04 * counter.total())
    common = [at for at in counter if sum(counter[at + near] for near in (-2, -1, 0, 1, 2)) >= least]
    if not common:
        common = list(counter)
    return float(min(common) if direction > 0 else max(common))


def is_entry(text: str) -> bool:
    """Tell whether a line is an entry of a contents list: dot leaders, then a page number at its end."""
    return _is_numbered_entry(text) or (text[-1:].isdigit() and LEADER.search(text) is not None)


def _is_numbered_entry(text: str) -> bool:
    """Tell whether ``ENTRY`` is found, which is tried only where the text ends as an entry does."""
    last = text[-1:]
    return (last.isdecimal() or last in "ivxIVX-—)）" or last.isspace()) and ENTRY.search(text) is not None
