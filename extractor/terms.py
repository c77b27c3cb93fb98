"""The term lexicon: which words name a subject, in which role, and which words only look like them.

One YAML file per topic in ``lexicons/terms``. All words of all topics are found in one pass of a multi-pattern
automaton over normalised text; a word inside a longer word of its own topic, and whatever of a topic stands inside one
of its look-alikes, is no hit. Topics do not hide each other's words: a new file changes what no other file finds.
"""

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


class Lexicon:
    """All topics, with the automaton over their words."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        import ahocorasick  # noqa: PLC0415  only extraction needs it

        self.topics = {topic.id: topic for topic in topics}
        self._meanings: dict[str, dict[str, list[str]]] = {}  # word -> topic -> groups, none for a look-alike
        for topic in self.topics.values():
            for group, words in topic.words.items():
                for word in words:
                    self._meanings.setdefault(word, {}).setdefault(topic.id, []).append(group)
            for word in topic.look_alikes:
                self._meanings.setdefault(word, {}).setdefault(topic.id, [])
        self._automaton = ahocorasick.Automaton()
        for word, meanings in self._meanings.items():
            entries = tuple((topic, tuple(groups)) for topic, groups in meanings.items())
            self._automaton.add_word(word, (len(word), entries))
        self._automaton.make_automaton()

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
        spans = [(end - size + 1, -end, entries) for end, (size, entries) in self._automaton.iter(text)]
        if not spans:
            return ()
        spans.sort()
        out: list[Hit] = []
        covered: dict[str, int] = {}
        for start, last, entries in spans:
            end = 1 - last
            for topic, groups in entries:
                before = covered.get(topic, 0)
                if end <= before or (start < before and not groups):
                    continue
                covered[topic] = end
                for group in groups:
                    out.append(Hit(topic, group, start, end))  # noqa: PERF401  the hottest loop there is
        return tuple(out)


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of the package's own data."""
    return Lexicon(load_folder("terms", Topic))
