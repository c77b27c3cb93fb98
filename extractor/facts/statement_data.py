"""The statement lexicon: one file of ``lexicons/statements`` for each thing a document may commit to or deny.

``lexicons/statements/deploy_cloud.yaml`` explains the fields to who writes one. All words of all files are found in one
pass of one automaton; only a sentence that has a word for every place of some pattern is read closely.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Literal

import msgspec

from extractor.data import load_folder
from extractor.phrases import Pattern, Phrases
from extractor.terms import Hit, Lexicon, Topic, Words

Aside = Literal["rule", "condition", "example", "definition", "past", "others", "future", "advice"]
"""Ways of speaking that state nothing of this project; a file's ``may`` names those that do for its statement."""


class StatementExample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A short text and what it must give; ``kind`` is the kind of document it is read as."""

    expect: Literal["present", "denied", "absent"]
    text: str
    kind: str = "construction_plan"


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a form: its label has a word of group ``label`` and is not much longer.

    Without ``value`` any entry states it and 无, 否, 不涉及 deny it; with it, the entry must have a word of that group.
    ``denies`` is a group whose words in the entry deny it.
    """

    label: str
    value: str | None = None
    denies: str | None = None


class StatementData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A statement as its file states it.

    ``things`` are groups of nouns that deny it where 没有, 不涉及, 无 and the like stand right before: 不涉及机房.
    """

    id: str
    fact: str
    title: str
    kinds: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = {}
    look_alikes: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    denials: tuple[Pattern, ...] = ()
    things: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    headings: tuple[str, ...] = ()
    may: tuple[Aside, ...] = ()
    refused_before: tuple[str, ...] = ()
    refused_after: tuple[str, ...] = ()
    refused_inside: tuple[str, ...] = ()
    refused_sentence: tuple[str, ...] = ()
    examples: tuple[StatementExample, ...] = ()


FORMS: dict[str, re.Pattern[str]] = {
    "doc_number": re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[(【（]\s?20\d\d\s?[〕\])】）]\s?第?\s?\d{1,5}\s?号"),
    "standard_number": re.compile(
        r"(?<![0-9A-Za-z])(?:GB|GM|GA|YD|SJ|DB\d{2,6}|CJJ|JGJ|GW|DL|JR|HJ|CJ|JT|WS|LD|MH|TD)(?:/[TZ])?\s?-?\d{2,6}(?:\.\d{1,3})?(?:[-—–]\d{4})?"
        r"|ISO(?:/IEC)?\s?\d{4,5}"
    ),
    "code": re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Za-z\-_/]*\d)[0-9A-Za-z][0-9A-Za-z\-_/]{3,40}"),
    "number": re.compile(r"\d+(?:\.\d+)?|[一二两三四五六七八九十百]+(?=[台套人名个项次处条张份级])"),
    "year": re.compile(r"20\d\d\s?年"),
    "person": re.compile(r"[\u4e00-\u9fff]{2,4}(?=[\s，。；、(]|$)"),
}
"""Groups that are forms and not words; a pattern may use them by name."""


NONE_OF = "none-of"
"""The name of the pattern that ``things`` make: one of them alone."""


class Statement:
    """A statement with its patterns compiled."""

    def __init__(self, data: StatementData) -> None:
        self.data = data
        bare = (Pattern(NONE_OF, "|".join(data.things)),) if data.things else ()
        self.all = (*data.patterns, *data.denials, *bare)
        self.denials = frozenset(p.name for p in (*data.denials, *bare))
        self.phrases = Phrases(self.all)
        self.steps = {p.name: _steps(p.tokens) for p in self.all}
        used = {name for p in self.all for group in p.groups() for name in group}
        self.forms = tuple(name for name in FORMS if name in used and name not in data.words)
        heads = {f.label for f in data.fields} | set(data.rows)
        entries = {name for f in data.fields for name in (f.value, f.denies) if name is not None}
        self.lexicon = self._lexicon(used)  # apart, so that a label (系统部署) hides no word of a sentence (部署)
        self.labels = {name: self._lexicon({name}) for name in heads | entries}
        self.bits = {name: 1 << at for at, name in enumerate((*data.words, *self.forms))}
        self.forms_mask = sum(self.bits[name] for name in self.forms)
        self.masks = tuple((p, tuple(sum(self.bits[name] for name in group) for group in p.groups())) for p in self.all)
        self._possible: dict[int, list[Pattern]] = {}
        self.heads_mask = sum(self.bits[name] for name in heads)

    def _lexicon(self, groups: set[str]) -> Lexicon:
        words = {name: words for name, words in self.data.words.items() if name in groups}
        return Lexicon((Topic(self.data.id, self.data.title, words, self.data.look_alikes),))

    def possible(self, bits: int) -> list[Pattern]:
        """Return the patterns for which a text with words of these groups has all that they need."""
        known = self._possible.get(bits)
        if known is None:
            held = bits | self.forms_mask
            known = [pattern for pattern, masks in self.masks if all(held & mask for mask in masks)]
            self._possible[bits] = known
        return known

    def hits(self, text: str) -> list[Hit]:
        """Return the words and forms in ``text``, in order."""
        found = list(self.lexicon.hits(text))
        for name in self.forms:
            found.extend(Hit(self.data.id, name, *m.span()) for m in FORMS[name].finditer(text))
        found.sort(key=lambda h: (h.start, -h.end))
        return found

    def words_of(self, group: str, text: str) -> bool:
        """Tell whether a word of a group of labels or entries stands in ``text``, outside of look-alikes."""
        return bool(self.labels[group].hits(text))


Step = tuple[frozenset[str], bool, int, bool]
"""Groups, whether optional, how many words may stand before, whether these may cross a comma."""


def _steps(tokens: str) -> tuple[Step, ...]:
    out: list[Step] = []
    gap, crosses = 0, False
    for part in tokens.split():
        if part.startswith(".."):
            gap, crosses = int(part.strip(".+")), part.endswith("+")
            continue
        out.append((frozenset(part.removesuffix("?").split("|")), part.endswith("?"), gap, crosses))
        gap, crosses = 0, False
    return tuple(out)


_LONG_WORD = 7  # characters; no gap of N words is read that is longer than N of these


def in_order(steps: Iterable[Step], hits: list[Hit], text: str) -> bool:
    """Tell whether the words of a pattern can stand in their order in ``text``, before anything is segmented."""
    ends: set[int] | None = None
    for groups, optional, gap, crosses in steps:
        reached: set[int] = set()
        for hit in hits:
            if hit.group not in groups:
                continue
            if ends is None:
                reached.add(hit.end)
                continue
            for end in ends:
                between = hit.start - end
                if 0 <= between <= gap * _LONG_WORD and (crosses or not _COMMA.search(text, end, hit.start)):
                    reached.add(hit.end)
                    break
        if optional:
            ends = (ends or set()) | reached if ends is not None else (reached or None)
        elif not reached:
            return False
        else:
            ends = reached
    return True


_COMMA = re.compile(r"[，,；。：:\n]")


class Index:
    """All statements, with one automaton over their words that tells which groups of which statement a text has."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.statements = tuple(statements)
        numbers: dict[str, int] = {}
        self._bits: list[dict[int, int]] = []  # by statement: the groups of each of its words
        anchored: dict[int, list[int]] = {}  # by word: the statements that cannot be made without it or its like
        headed: dict[int, list[int]] = {}  # by word: the statements of whose labels and rows it is one
        for at, statement in enumerate(self.statements):
            bits: dict[int, int] = {}
            for group, words in statement.data.words.items():
                for word in words:
                    number = numbers.setdefault(word, len(numbers))
                    bits[number] = bits.get(number, 0) | statement.bits[group]
            self._bits.append(bits)
            anchors = _anchors(statement)
            for number, held in bits.items():
                if held & anchors:
                    anchored.setdefault(number, []).append(at)
                if held & statement.heads_mask:
                    headed.setdefault(number, []).append(at)
        self._anchored = {number: frozenset(at) for number, at in anchored.items()}
        self._anchors = frozenset(anchored)
        self._headed = {number: frozenset(at) for number, at in headed.items()}
        self._words = Words(numbers)

    def words(self, text: str) -> list[tuple[int, int, int]]:
        """Return number, start and end of every word in ``text``, by their ends."""
        return self._words.find(text)

    def named(self, text: str) -> Iterator[tuple[Statement, int]]:
        """Yield the statements of whose labels or rows ``text`` has a word, with the bits of all groups it has."""
        found = {number for number, _, _ in self.words(text)}
        for at in self._of(found, self._headed):
            statement = self.statements[at]
            bits = self._held(at, found)
            if bits & statement.heads_mask:
                yield statement, bits

    def may_state(self, words: Collection[int]) -> bool:
        """Tell whether one of these words (by number) stands in the rarest place of some pattern."""
        return not self._anchors.isdisjoint(words)

    def candidates(self, words: Collection[int]) -> Iterator[tuple[Statement, list[Pattern]]]:
        """Yield the statements of which a text with these words (by number) has all of a pattern, with the patterns."""
        if not self.may_state(words):
            return
        for at in self._of(words, self._anchored):
            possible = self.statements[at].possible(self._held(at, words))
            if possible:
                yield self.statements[at], possible

    def _of(self, words: Collection[int], by_word: Mapping[int, frozenset[int]]) -> list[int]:
        """Return the statements that one of the words points to, in order."""
        found: set[int] = set()
        for number in words:
            if number in by_word:
                found |= by_word[number]
        return sorted(found)

    def _held(self, at: int, words: Iterable[int]) -> int:
        """Return the bits of the groups of a statement that have one of the words."""
        known = self._bits[at]
        bits = 0
        for number in words:
            if number in known:
                bits |= known[number]
        return bits


def _anchors(statement: Statement) -> int:
    """Return the bits of groups of which every pattern needs one: of each pattern those of its rarest place.

    Long words are rarer than short ones; a place that a form may fill, or all of a pattern of forms, is no anchor.
    """
    rarity = {
        bit: sum(30.0 ** -len(word) for word in statement.data.words.get(name, ()))
        for name, bit in statement.bits.items()
    }
    anchors = 0
    for _, masks in statement.masks:
        places = [mask for mask in masks if not mask & statement.forms_mask]
        if not places:
            return -1
        anchors |= min(places, key=lambda mask: sum(rate for bit, rate in rarity.items() if bit & mask))
    return anchors


@cache
def statement_data() -> tuple[StatementData, ...]:
    """Return the statement lexicon of the package, in the order of its file names."""
    return load_folder("statements", StatementData)


@cache
def index() -> Index:
    """Return the statements of the package, compiled."""
    return Index(Statement(data) for data in statement_data())
