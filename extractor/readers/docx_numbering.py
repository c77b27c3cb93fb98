"""List numbers as Word prints them, rebuilt from ``numbering.xml`` while the paragraphs pass in document order."""

import re
from typing import Any

from extractor.readers.docx_names import ALTERNATE, CHOICE, VAL, W
from extractor.readers.docx_numerals import spell
from extractor.readers.docx_styles import ParagraphStyle, Styles, is_on, whole_number

Element = Any  # an lxml element

LEVELS = 9
_LARGEST = 1_000_000_000  # a start beyond this is damage
_PLACEHOLDER = re.compile(r"%([1-9])")


class Level:
    """One level of a list definition."""

    __slots__ = ("format", "legal", "restart", "start", "style", "text", "width")

    def __init__(self) -> None:
        self.format = "decimal"
        self.text = ""
        self.start = 0  # the standard's value where a level gives none
        self.restart: int | None = None
        self.legal = False
        self.style: str | None = None
        self.width = 0  # of a custom format such as 001, 002


class _List:
    """A w:num: the definition it counts with, its own levels where it overrides them, its own starts."""

    __slots__ = ("abstract", "levels", "starts")

    def __init__(self, abstract: str, levels: dict[int, Level], starts: dict[int, int]) -> None:
        self.abstract = abstract
        self.levels = levels
        self.starts = starts


class Numbered:
    """The number of one paragraph: ``text`` is "" for bullets and for levels that print nothing."""

    __slots__ = ("bullet", "text")

    def __init__(self, text: str, *, bullet: bool) -> None:
        self.text = text
        self.bullet = bullet


class Numbering:
    """Counters over all lists of a file. A missing or broken ``numbering.xml`` (root None) numbers nothing."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._nums: dict[str, Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is None:
            return
        for abstract in root.iter(W + "abstractNum"):
            identifier = abstract.get(W + "abstractNumId") or ""
            self._abstracts[identifier] = _read_levels(abstract)
            link = abstract.find(W + "numStyleLink")
            if link is not None and link.get(VAL):
                self._links[identifier] = link.get(VAL)
        for num in root.iter(W + "num"):
            self._nums.setdefault(num.get(W + "numId") or "", num)

    def next(self, num_id: str | None, ilvl: int | None, style: ParagraphStyle) -> Numbered | None:
        """Count one paragraph and return its number, or None where it is in no list.

        ``num_id`` and ``ilvl`` are what the paragraph itself says; ``style`` gives the rest.
        """
        if num_id is None:
            num_id = style.num_id
        if num_id is None or num_id == "0":
            return None
        found = self._list(num_id, 0)
        if found is None:
            return None
        if ilvl is None:
            ilvl = self._linked_level(found, style)
        ilvl = ilvl if ilvl is not None else style.ilvl if style.ilvl is not None else 0
        if not 0 <= ilvl < LEVELS:
            return None
        return self._count(num_id, found, ilvl)

    def _linked_level(self, found: _List, style: ParagraphStyle) -> int | None:
        # a level names the paragraph style it belongs to; the style then needs no ilvl of its own
        for identifier in style.chain:
            for index, level in found.levels.items():
                if level.style == identifier:
                    return index
        return None

    def _list(self, num_id: str, depth: int) -> _List | None:
        if num_id in self._lists:
            return self._lists[num_id]
        self._lists[num_id] = result = self._read_list(num_id, depth)
        return result

    def _read_list(self, num_id: str, depth: int) -> _List | None:
        num = self._nums.get(num_id)
        if num is None:
            return None
        reference = num.find(W + "abstractNumId")
        abstract = (reference.get(VAL) if reference is not None else None) or ""
        levels = self._abstracts.get(abstract)
        if levels is None:
            return None
        link = self._links.get(abstract)
        if link is not None and depth < 8:
            target = self._styles.number_of(link)
            linked = self._list(target, depth + 1) if target is not None and target != num_id else None
            if linked is not None:
                abstract, levels = linked.abstract, linked.levels
        starts: dict[int, int] = {}
        for override in num.iter(W + "lvlOverride"):
            index = whole_number(override.get(W + "ilvl"))
            if index is None or not 0 <= index < LEVELS:
                continue
            for element in override:
                if element.tag == W + "lvl":
                    levels = {**levels, index: _read_level(element)}
                elif element.tag == W + "startOverride":
                    start = whole_number(element.get(VAL))
                    if start is not None and 0 <= start < _LARGEST:
                        starts[index] = start
        return _List(abstract, levels, starts)

    def _count(self, num_id: str, found: _List, ilvl: int) -> Numbered | None:
        # lists of one definition go on counting together, unless a list brings its own start
        counters = self._counters.setdefault(found.abstract, [None] * LEVELS)
        level = found.levels.get(ilvl) or Level()
        current = counters[ilvl]
        if ilvl in found.starts and (num_id, ilvl) not in self._started:
            counters[ilvl] = found.starts[ilvl]
        elif current is None:
            counters[ilvl] = found.starts.get(ilvl, level.start)
        else:
            counters[ilvl] = current + 1
        self._started.add((num_id, ilvl))
        for deeper in range(ilvl + 1, LEVELS):
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or (restart and ilvl < restart):
                counters[deeper] = None
        return Numbered(self._print(found, counters, level, ilvl), bullet=level.format == "bullet")

    def _print(self, found: _List, counters: list[int | None], level: Level, ilvl: int) -> str:
        if level.format == "bullet":
            return ""

        def value(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            if index > ilvl:
                return ""
            part = found.levels.get(index) or Level()
            count = counters[index]
            if count is None:
                count = counters[index] = found.starts.get(index, part.start)  # a level that was passed over has begun
            if level.legal and part.format not in ("bullet", "none"):
                return str(count)
            return str(count).zfill(part.width) if part.width else spell(count, part.format)

        return _PLACEHOLDER.sub(value, level.text).strip()


def _read_levels(abstract: Element) -> dict[int, Level]:
    levels = {}
    for element in abstract.iterchildren(W + "lvl"):
        index = whole_number(element.get(W + "ilvl"))
        if index is not None and 0 <= index < LEVELS:
            levels[index] = _read_level(element)
    return levels


def _read_level(element: Element) -> Level:
    level = Level()
    for child in element:
        tag = child.tag
        if tag == W + "start":
            start = whole_number(child.get(VAL))
            level.start = start if start is not None and 0 <= start < _LARGEST else 1
        elif tag == W + "numFmt":
            _read_format(child, level)
        elif tag == ALTERNATE:
            # formats such as 001 stand in a choice, with plain decimal beside it for old programs
            for choice in child.iterchildren(CHOICE):
                for number_format in choice.iterchildren(W + "numFmt"):
                    _read_format(number_format, level)
        elif tag == W + "lvlText":
            level.text = child.get(VAL) or ""
        elif tag == W + "lvlRestart":
            level.restart = whole_number(child.get(VAL))
        elif tag == W + "isLgl":
            level.legal = is_on(child)
        elif tag == W + "pStyle":
            level.style = child.get(VAL)
    return level


def _read_format(element: Element, level: Level) -> None:
    level.format = element.get(VAL) or "decimal"
    first = (element.get(W + "format") or "").split(",")[0].strip()
    if level.format == "custom" and first.isdecimal() and len(first) <= LEVELS:
        level.format, level.width = "decimal", len(first)
