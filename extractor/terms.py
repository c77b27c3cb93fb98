"""The term lexicon: which words name a subject, in which role, and which words only look like them.

One YAML file per topic in ``lexicons/terms``. All words of all topics are found in one pass of a multi-pattern
automaton over normalised text; a word inside a longer word of its own topic, and whatever of a topic stands inside one
of its look-alikes, is no hit. Topics do not hide each other's words: a new file changes what no other file finds.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from extractor.data import load_folder


class TermExample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A short text and the groups whose words must be found in it (none: it shows a look-alike)."""

    text: str
    finds: tuple[str, ...] = ()


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A subject's words: ``words`` by group (the canonical word first), ``look_alikes`` that are not about it."""

    id: str
    title: str
    words: Mapping[str, tuple[str, ...]]
    look_alikes: tuple[str, ...] = ()
    examples: tuple[TermExample, ...] = ()


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A word of the lexicon at ``start:end`` of a normalised text."""

    topic: str
    group: str
    start: int
    end: int


class Words:
    """Words to look for, all in one pass over a text."""

    def __init__(self, words: Iterable[str]) -> None:
        from ahocorasick_rs import AhoCorasick  # noqa: PLC0415  only extraction needs it

        self._automaton = AhoCorasick(words)

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Return number, start and end of every word in ``text``, overlapping ones too, in the order of their ends."""
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # half a character, as broken files have them
            whole = _HALVES.sub("\ufffd", text)
            return self._automaton.find_matches_as_indexes(whole, overlapping=True)


_HALVES = re.compile("[\ud800-\udfff]")


class Lexicon:
    """All topics, with the automaton over their words."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self.topics = {topic.id: topic for topic in topics}
        self._meanings: dict[str, dict[str, list[str]]] = {}  # word -> topic -> groups, none for a look-alike
        for topic in self.topics.values():
            for group, words in topic.words.items():
                for word in words:
                    self._meanings.setdefault(word, {}).setdefault(topic.id, []).append(group)
            for word in topic.look_alikes:
                self._meanings.setdefault(word, {}).setdefault(topic.id, [])
        self._entries = tuple(
            tuple((topic, tuple(groups)) for topic, groups in meanings.items()) for meanings in self._meanings.values()
        )
        self._words = Words(self._meanings)

    def words(self, topic: str, *groups: str) -> tuple[str, ...]:
        """Return the words of a topic's groups (all groups if none is named), longest first."""
        found = self.topics[topic].words
        names = groups or tuple(found)
        return tuple(sorted({w for name in names for w in found[name]}, key=lambda w: (-len(w), w)))

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Return the words found in normalised ``text``, longest at each place, in order.

        >>> [(h.topic, h.group) for h in lexicon().hits("质保期两年，质保金两年后返还") if h.topic == "warranty"]
        [('warranty', 'label')]
        """
        found = self._words.find(text)
        if not found:
            return ()
        found.sort(key=_first_and_longest)
        out: list[Hit] = []
        covered: dict[str, int] = {}
        for word, start, end in found:
            for topic, groups in self._entries[word]:
                before = covered.get(topic, 0)
                if end <= before or (start < before and not groups):
                    continue
                covered[topic] = end
                for group in groups:
                    out.append(Hit(topic, group, start, end))  # noqa: PERF401  the hottest loop there is
        return tuple(out)


def _first_and_longest(match: tuple[int, int, int]) -> tuple[int, int]:
    _, start, end = match
    return start, -end


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of the package's own data."""
    return Lexicon(load_folder("terms", Topic))
