"""Word patterns over a sentence: spaCy's matcher on jieba's words, with the lexicon's words as single tokens.

A pattern is data: group names in order, ``a|b`` for one of them, ``..N`` for up to N words between that do not cross a
comma, ``..N+`` for up to N that may. The sentence is segmented by jieba and cut anew where a lexicon word begins or
ends, so that a word such as 签订合同 does not hide 合同.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from extractor.segment import boundaries, cuts, pipeline
from extractor.terms import Hit

_LONGEST = 300  # characters matched at a time; a longer "sentence" is a list without stops, read piece by piece
_OVERLAP = 100  # characters that two pieces share, so that a clause on the seam is whole in one of them
_MOST_WORDS = 40  # lexicon words in a piece beyond which it is no sentence but the same words over and over
_COMMAS = ("，", ",", "；", "。", "：", ":", "\n")
_OTHER = "O"  # what any other word is to the matcher; no group is called so


class Pattern(Struct, frozen=True, forbid_unknown_fields=True):
    """A named sequence of word groups.

    ``needs`` are groups the paragraph must hold (``a|b``: one of them), ``title`` words of its section. ``closes``: the
    match must end its clause. ``speaks``: words must follow it. ``alone``: no word of ``needs`` follows at once,
    because a longer pattern decides then. ``about`` is the subject of the fact it makes.
    """

    name: str
    tokens: str
    needs: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    closes: bool = False
    speaks: bool = False
    alone: bool = False
    about: Literal["third_party"] | None = None

    def groups(self) -> tuple[frozenset[str], ...]:
        """Return what a text must hold for the pattern to be found there: of each set, one group."""
        parts = [p for p in self.tokens.split() if not p.startswith("..") and not p.endswith("?")]
        return tuple(frozenset(part.split("|")) for part in (*parts, *self.needs))


class Match(Struct, frozen=True):
    """A pattern found at ``start:end`` of the sentence that was searched."""

    pattern: Pattern
    start: int
    end: int


def compile_tokens(tokens: str) -> tuple[list[dict[str, Any]], dict[int, int]]:
    """Return a pattern in spaCy's form, and how many words each of its gaps may hold, by position.

    A gap is ``*`` to the matcher and its length is checked afterwards: a bounded repeat is unrolled by spaCy, and two
    of them in a pattern take memory without end.

    >>> compile_tokens("right ..2 end")[0][0], compile_tokens("right ..2 end")[1]
    ({'ORTH': 'right'}, {1: 2})
    """
    out: list[dict[str, Any]] = []
    gaps: dict[int, int] = {}
    for part in tokens.split():
        gap = re.fullmatch(r"\.\.(\d+)(\+?)", part)
        if gap:
            gaps[len(out)] = int(gap[1])
            out.append({"OP": "*"} | ({} if gap[2] else {"SPACY": False}))
        else:
            named = part.removesuffix("?").split("|")
            token: dict[str, Any] = {"ORTH": named[0] if len(named) == 1 else {"IN": named}}
            out.append(token | ({"OP": "?"} if part.endswith("?") else {}))
    return out, gaps


class Phrases:
    """The patterns of one subject, compiled once."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns: Mapping[str, Pattern] = {p.name: p for p in patterns}
        self._matcher: Any = None
        self._gaps: dict[str, dict[int, int]] = {}
        ends = [part for p in self.patterns.values() for part in (p.tokens.split()[:1] + p.tokens.split()[-1:])]
        self._from_word_to_word = not any(part.startswith("..") for part in ends)

    def find(self, sentence: str, hits: Iterable[Hit]) -> tuple[Match, ...]:
        """Return the matches in ``sentence``, shortest first at each place; ``hits`` are its words, relative to it."""
        if self._matcher is None:
            vocabulary = pipeline().vocab
            from spacy.matcher import Matcher  # noqa: PLC0415  heavy; only sentences with a trigger need it

            self._matcher = Matcher(vocabulary)
            for pattern in self.patterns.values():
                compiled, self._gaps[pattern.name] = compile_tokens(pattern.tokens)
                self._matcher.add(pattern.name, [compiled])
        known = tuple(hits)
        found: set[tuple[int, int, str]] = set()
        for low in range(0, max(1, len(sentence) - _OVERLAP), _LONGEST - _OVERLAP):
            high = low + _LONGEST
            inside = [
                Hit(h.topic, h.group, h.start - low, h.end - low) for h in known if low <= h.start and h.end <= high
            ]
            if inside:
                found.update(self._piece(sentence[low:high], inside[:_MOST_WORDS], low))
        return tuple(Match(self.patterns[name], start, end) for start, end, name in sorted(found))

    def _piece(self, piece: str, hits: list[Hit], low: int) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and name of the matches in a piece that starts at ``low`` of its sentence."""
        doc, offsets = _document(piece, hits, inner=self._from_word_to_word)
        if len(doc) == 0:
            return
        strings = pipeline().vocab.strings
        for key, start, end, aligned in self._matcher(doc, with_alignments=True):
            name = strings[key]
            if all(aligned.count(gap) <= most for gap, most in self._gaps[name].items()):
                yield low + offsets[start], low + offsets[end], name


def _document(sentence: str, hits: Iterable[Hit], *, inner: bool) -> tuple[Any, list[int]]:
    """Return a spaCy document of the sentence and the offset of each of its tokens, the end of the last one last.

    A token is not its word but what a pattern can ask of it: the group of a lexicon word or anything else, and whether
    it is a comma, which is said by the space after it. So the vocabulary does not grow with what is read.
    With ``inner`` what stands before the first lexicon word and behind the last one is left out.
    A short lexicon word that takes parts of two neighbouring words is no word here (外传 in 境外传输).
    """
    from spacy.tokens import Doc  # noqa: PLC0415

    bounds, edges = boundaries(sentence)
    tokens: list[str] = []
    commas: list[bool] = []
    offsets: list[int] = []
    at = 0
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if hit.start < at or hit.end > len(sentence):
            continue
        if 2 <= hit.end - hit.start <= 3 and cuts(bounds, edges, hit.start, hit.end):
            continue
        if at or not inner:
            _cut(sentence, at, hit.start, bounds, tokens, commas, offsets)
        tokens.append(hit.group)
        commas.append(sentence[hit.start : hit.end] in _COMMAS)
        offsets.append(hit.start)
        at = hit.end
    if not inner:
        _cut(sentence, at, len(sentence), bounds, tokens, commas, offsets)
        at = len(sentence)
    doc = Doc(pipeline().vocab, words=tokens, spaces=commas)
    return doc, [*offsets, at]


def _cut(
    sentence: str,
    start: int,
    end: int,
    bounds: tuple[int, ...],
    tokens: list[str],
    commas: list[bool],
    offsets: list[int],
) -> None:
    """Append the words of ``start:end``, which lexicon words may have cut at either side."""
    at = start
    for bound in (*bounds[bisect_right(bounds, start) : bisect_left(bounds, end)], end):
        if bound > at:
            tokens.append(_OTHER)
            commas.append(sentence[at:bound] in _COMMAS)
            offsets.append(at)
            at = bound
