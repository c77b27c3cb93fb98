"""Chapters a report owes, as ``chapter.*``: a heading of that name, with substance under it.

A line of a contents list is no chapter (the view does not show it), nor is a phrase in passing. What stands under the
heading decides: enough text about the subject is ``stated``; a template's blank is ``blank``; a pointer to a separate
document is ``referred``; a heading with nothing to say is ``unstated``. A document that is the plan itself carries the
chapter whole.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Literal

import msgspec

from extractor.data import load_folder
from extractor.document import Block
from extractor.fact import DocumentKind, Evidence, Fact, State
from extractor.facts.view import Unit, View
from extractor.outline import numbered
from extractor.terms import Words
from extractor.text import normalise


class ChapterExample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A short report and what it must give: the chapter present, absent, or a heading without substance."""

    expect: Literal["present", "absent", "unstated", "referred", "blank"]
    text: str


class Chapter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A chapter: how its title reads, what its titles are mistaken for, and what substance means.

    ``broad`` titles name more than the chapter (数据资源规划): they count only where what stands under them leaves no
    doubt. ``minimum`` is how many characters must stand under the heading, ``weight`` how much they must speak of the
    subject: each of ``words`` found counts 1, each of ``strong`` 2. Documents of ``whole_documents`` are the chapter.
    """

    id: str
    fact: str
    title: str
    titles: tuple[str, ...]
    title_look_alikes: tuple[str, ...]
    words: tuple[str, ...]
    strong: tuple[str, ...]
    minimum: int
    weight: int
    broad: tuple[str, ...] = ()
    whole_documents: tuple[str, ...] = ()
    examples: tuple[ChapterExample, ...] = ()


CARRIERS: frozenset[DocumentKind] = frozenset((
    "feasibility_report", "construction_plan", "preliminary_design", "crypto_plan", "security_plan", "application_form",
    "budget_estimate", "sharing_list", "product_statement", "bid", "performance_report", "risk_assessment",
    "om_request",
    "other", "unknown",
))  # fmt: skip
"""Kinds that are written in chapters; contracts, minutes and opinions only speak of chapters of other documents."""

_POINTER = re.compile(
    r"单独成册|另行(?:编制|报送|成册)|另册|(?:详|另|参)见[^。；]{0,40}(?:方案|附件|附录|附册|分册|专册|报告|清单|《)|随(?:报告|文)[^。；]{0,6}报送"
)
_BLANK = re.compile(r"[\[【{(]\s*(?:此处|请|待)[^\]】})]{0,40}[\]】})]|^[_\s]+$|^(?:略|待补充|待定|暂缺)[。.]?$")
_NONE = re.compile(r"^(?:本项目|本系统)?(?:不涉及|无|未涉及|不适用)[^。；]{0,20}[。；]?$")
_MAX_TITLE = 30
_HEAD = re.compile(r"([^。；，:]{2,20})(?:[:。]|$)")


@cache
def chapters() -> tuple[Chapter, ...]:
    """Return the chapter lexicon of the package, in the order of its file names."""
    return load_folder("chapters", Chapter)


def find(view: View) -> Iterator[Fact]:
    """Yield the chapter facts of a document written in chapters."""
    if view.kind not in CARRIERS:
        return
    index = _titles()
    titled = [(unit, title, index.near(title)) for unit in view.prose if (title := heading_title(unit)) is not None]
    for chapter in chapters():
        if view.kind in chapter.whole_documents:
            yield from _whole(view, chapter)
        else:
            yield from _headed(view, chapter, titled)


def _headed(view: View, chapter: Chapter, titled: list[tuple[Unit, str, frozenset[str]]]) -> Iterator[Fact]:
    inside: tuple[str, ...] | None = None
    for unit, title, near in titled:
        path = unit.block.section
        if inside is not None and path[: len(inside)] == inside:
            continue
        inside = None
        how = match_title(chapter, title) if chapter.id in near else None
        if how is None:
            continue
        if how == "look-alike":
            view.refuse(chapter.fact, "heading", "标题相近而所说不是这件事", unit, 0, min(len(unit.text), _MAX_TITLE))
            continue
        body = _under(view, unit)
        if how == "broad" and not _plentiful(chapter, body):
            continue
        fact = _judge(view, chapter, unit, title, body)
        if fact is not None:
            if unit.block.kind == "heading":
                inside = path
            yield fact


def heading_title(unit: Unit) -> str | None:
    """Return the title of a heading, or of an item that opens with a title (（二）数据共享：…); numbers left out."""
    found = numbered(unit.block.text, unit.block.number)
    if found is None and unit.block.kind not in ("heading", "list_item"):
        return None
    rest = found.rest if found else unit.block.text
    text = normalise(rest).text
    if unit.block.kind == "heading":
        return text if len(text) <= 60 else None
    head = _HEAD.match(text)
    return head.group(1) if head else None


def match_title(chapter: Chapter, title: str) -> Literal["title", "broad", "fuzzy", "look-alike"] | None:
    """Tell whether a title names the chapter: by its words, by those that name more, by likeness to one of its titles.

    >>> crypto = next(c for c in chapters() if c.id == "crypto")
    >>> match_title(crypto, "商用密码应用方案"), match_title(crypto, "用户密码管理")
    ('title', 'look-alike')
    """
    if _any_of(chapter.titles).search(title):
        bare = title
        for word in chapter.title_look_alikes:
            bare = bare.replace(word, "")
        return "title" if _any_of(chapter.titles).search(bare) else "look-alike"
    if _any_of(chapter.title_look_alikes).search(title):
        return "look-alike"
    if _any_of(chapter.broad).search(title):
        return "broad"
    if not 4 <= len(title) <= 14:
        return None
    from rapidfuzz import fuzz, process  # noqa: PLC0415  only titles that no word settles need it

    close = process.extractOne(title, _long_words(chapter.titles), scorer=fuzz.ratio, score_cutoff=80)
    return None if close is None else "fuzzy"


class _Titles:
    """The words of all chapters, found in one pass: a title is held only against the chapters it may name."""

    def __init__(self, found: tuple[Chapter, ...]) -> None:
        by_word: dict[str, set[str]] = {}
        for chapter in found:
            for word in (*chapter.titles, *chapter.title_look_alikes, *chapter.broad):
                by_word.setdefault(word, set()).add(chapter.id)
        self._chapters = tuple(by_word.values())
        self._words = Words(by_word)
        self._long = [(chapter.id, word) for chapter in found for word in _long_words(chapter.titles)]

    def near(self, title: str) -> frozenset[str]:
        """Return the ids of the chapters of which ``title`` has a word, or whose title it may be written like."""
        near = {chapter for number, _, _ in self._words.find(title) for chapter in self._chapters[number]}
        if 4 <= len(title) <= 14:
            from rapidfuzz import fuzz, process  # noqa: PLC0415  only titles that no word settles need it

            words = [word for _, word in self._long]
            close = process.extract(title, words, scorer=fuzz.ratio, score_cutoff=80, limit=None)
            near.update(self._long[at][0] for _, _, at in close)
        return frozenset(near)


@cache
def _titles() -> _Titles:
    return _Titles(chapters())


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds one of the words, nothing where there are none."""
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")


@cache
def _long_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if len(word) >= 4)


@cache
def _bare_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.replace(" ", "") for word in words)


def _plentiful(chapter: Chapter, body: list[Unit]) -> bool:
    """Tell whether what stands under a broad title is without doubt about the chapter's subject."""
    text = "".join("".join(u.text for u in body).split())
    named = any(word in text for word in chapter.titles)
    return weight_of(chapter, text) >= chapter.weight + (0 if named else 3) and len(text) >= chapter.minimum


def _under(view: View, unit: Unit) -> list[Unit]:
    """Return the units under a heading: those whose section path goes on from it; for an item, itself."""
    if unit.block.kind != "heading":
        return [unit]
    path = unit.block.section
    out = []
    for later in islice(view.units, unit.index + 1, None):
        if later.block.kind == "heading" and later.block.section[: len(path)] != path:
            break
        if later.block.section[: len(path)] == path or later.block.place.part == "textbox":
            out.append(later)
    return out


def _judge(view: View, chapter: Chapter, unit: Unit, title: str, body: list[Unit]) -> Fact | None:
    texts = [u.text for u in body if u.text]
    own = unit.block.kind == "heading"
    text = "\n".join(texts)
    size = sum(len(t) for t in texts) - (0 if own else len(title))
    plain = "".join(text.split())
    if not own:
        plain = plain.replace(re.sub(r"\s+", "", title), "", 1)
    score = weight_of(chapter, plain)
    enough = size >= chapter.minimum and score >= chapter.weight
    first = next((u for u in body if u.block.kind != "heading" and u.text), None)
    if not enough:
        filled = next((u for u in body if _BLANK.search(u.text)), None)
        if filled is not None:
            match = _BLANK.search(filled.text)
            span = match.span() if match else (0, len(filled.text))
            return _fact(view, chapter, unit, "blank", "blank-chapter", view.evidence(filled, *span))
        pointing = next((u for u in body if _POINTER.search(u.text)), None)
        if pointing is not None:
            return _fact(view, chapter, unit, "referred", "separate-document", view.whole(pointing))
        if not own:
            return None
        if size >= chapter.minimum * 2 and score <= 1:
            view.refuse(chapter.fact, "heading", "标题下所写不是这件事", unit, 0, len(unit.text))
            return None
        reason = "thin-chapter" if first is not None and not _NONE.match(first.text) else "empty-chapter"
        extra = view.evidence(first, 0, min(len(first.text), 80)) if first is not None else ()
        return _fact(view, chapter, unit, "unstated", reason, extra)
    best = _best(chapter, [u for u in body if u.block.kind != "heading"])
    extra = view.evidence(best, 0, min(len(best.text), 120)) if best is not None and best is not unit else ()
    return _fact(view, chapter, unit, "stated", "heading" if own else "headed-item", extra)


def weight_of(chapter: Chapter, text: str) -> int:
    """Return how much a text speaks of a chapter's subject: 1 for each word found, 2 for each strong one."""
    plain = sum([word in text for word in chapter.words])
    return plain + 2 * sum([word in text for word in _bare_words(chapter.strong)])


def _best(chapter: Chapter, units: list[Unit]) -> Unit | None:
    """Return the unit that says most of the subject, the first of equals; it is quoted beside the heading."""
    best: Unit | None = None
    most = 0
    for unit in units[:200]:
        weight = weight_of(chapter, unit.text)
        if weight > most:
            best, most = unit, weight
    return best


def _fact(view: View, chapter: Chapter, unit: Unit, state: State, pattern: str, extra: tuple[Evidence, ...]) -> Fact:
    end = len(unit.text) if unit.block.kind == "heading" else min(len(unit.text), 80)
    heading = view.evidence(unit, 0, end)
    evidence = (*extra, *heading) if state in ("blank", "referred") else (*heading, *extra)
    first, last = unit.norm.span(0, end)
    text = unit.norm.source[first:last].strip() if state not in ("blank", "referred") else evidence[0].quote
    return Fact(
        kind=chapter.fact,
        state=state,
        text=text,
        evidence=evidence,
        value="present" if state == "stated" else None,
        pattern=pattern,
    )


def _whole(view: View, chapter: Chapter) -> Iterator[Fact]:
    """Read a document that is the chapter itself: its title is the heading, all of it the substance."""
    title = next((u for u in view.prose if _titled(chapter, u.block) and len(u.text) <= 60), None)
    units = [u for u in view.units if u.text]
    if not units:
        return
    unit = title or units[0]
    text = "\n".join(u.text for u in units)
    enough = len(text) >= chapter.minimum and weight_of(chapter, re.sub(r"\s+", "", text)) >= chapter.weight
    best = _best(chapter, [u for u in units if u is not unit and u.block.kind != "heading"])
    extra = view.evidence(best, 0, min(len(best.text), 120)) if best is not None else ()
    state: State = "stated" if enough else "unstated"
    yield _fact(view, chapter, unit, state, "whole-document", extra)


def _titled(chapter: Chapter, block: Block) -> bool:
    bare = re.sub(r"\s+", "", block.text)
    return any(word in bare for word in chapter.titles)
