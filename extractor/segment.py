"""Words of a sentence by spaCy with jieba, loaded when the first sentence with a trigger needs it.

Terms are found on characters, because the segmenter makes 签订合同 one word. What it is for is the opposite question:
does a short term that was found cut a word in two (环保修复 holds 保修, 开工期间 holds 工期)?
"""

import logging
import sys
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from math import log
from types import ModuleType
from typing import TYPE_CHECKING, Any

from extractor.frequencies import Frequencies, keep, table_of, total_of
from extractor.home import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def pipeline() -> Any:  # a spaCy Language; spaCy's types are not usable under strict checking
    """Return spaCy's blank Chinese pipeline, whose vocabulary the patterns are matched with."""
    with _without_commands():
        import spacy  # noqa: PLC0415  a third of a second, once

    return spacy.blank("zh")


@cache
def _segmenter() -> Any:
    """Return jieba's segmenter over the dictionary as ``frequencies`` keeps it.

    The file lies in our own folder: jieba would load its own cache unchecked from where anyone may write.
    """
    with _without("pkg_resources"):  # jieba needs it for nothing but finding its own files
        import jieba  # noqa: PLC0415  only sentences with a trigger need it

    jieba.setLogLevel(logging.ERROR)

    class Segmenter(jieba.Tokenizer):  # type: ignore[misc]  # jieba has no types
        """jieba's segmenter, which finds the best way in one pass and asks the dictionary once for each piece."""

        def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: ARG002, N802  jieba's name
            """Return nothing: ``calc`` looks at the dictionary itself."""
            return {}

        def calc(self, sentence: str, DAG: dict[int, list[int]], route: dict[int, tuple[float, int]]) -> None:  # noqa: ARG002, N803
            """Fill ``route`` with the score of the best segmentation from each place on, and its first word's end."""
            frequencies, logtotal = self.FREQ, log(self.total)
            size = len(sentence)
            scores = [0.0] * (size + 1)
            route[size] = (0, 0)
            for start in range(size - 1, -1, -1):
                best, last = 0.0, -1
                for end in range(start, size):
                    frequency = frequencies[sentence[start : end + 1]]
                    if frequency > 0:
                        score = log(frequency) - logtotal + scores[end + 1]
                        if last < 0 or score >= best:
                            best, last = score, end
                    elif frequency < 0:
                        break
                if last < 0:
                    best, last = log(1) - logtotal + scores[start + 1], start
                scores[start] = best
                route[start] = (best, last)

    segmenter = Segmenter()
    folder = private_folder("segmenter")
    path = None if folder is None else folder / f"jieba-{jieba.__version__}.words"
    table = b""
    if path is not None:
        with suppress(OSError):
            table = path.read_bytes()
    total = total_of(table)
    if total is None:
        frequencies, total = segmenter.gen_pfdict(segmenter.get_dict_file())
        table = table_of(frequencies, total)
        if path is not None:
            keep(table, path)
    segmenter.FREQ, segmenter.total, segmenter.initialized = Frequencies(table), total, True
    return segmenter


@contextmanager
def _without_commands() -> "Iterator[None]":
    """Let spaCy be imported without its commands: they bring along clients of the network, and half of the time."""
    hidden = [name for name in ("spacy.cli", "spacy.cli.info") if name not in sys.modules]
    if "spacy" in sys.modules or len(hidden) < 2:
        yield
        return
    for name in hidden:
        sys.modules[name] = ModuleType(name)
    sys.modules["spacy.cli.info"].info = None  # type: ignore[attr-defined]  # the one name spaCy takes from there
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


@contextmanager
def _without(module: str) -> "Iterator[None]":
    """Let a module that costs a tenth of a second not be found, unless it is loaded already."""
    hidden = module not in sys.modules
    if hidden:
        sys.modules[module] = None  # type: ignore[assignment]  # how Python marks a module as not to be found
    try:
        yield
    finally:
        if hidden:
            del sys.modules[module]


def words(sentence: str) -> tuple[str, ...]:
    """Return the words of a sentence, in order; joined they are the sentence.

    >>> "环保" in words("承担环保修复义务")
    True
    """
    found = [word for word in _segmenter().cut(sentence) if word]
    if sentence.split() == [sentence]:
        return tuple(found)
    from spacy.util import get_words_and_spaces  # noqa: PLC0415  only where there are spaces

    return tuple(word + " " * space for word, space in zip(*get_words_and_spaces(found, sentence), strict=True))


def cuts_word(sentence: str, start: int, end: int) -> bool:
    """Tell whether the span ``start:end`` of ``sentence`` takes only part of two neighbouring words.

    A term that lies within one longer word (质保期 in 免费质保期), or that is made of whole words, cuts nothing.

    >>> cuts_word("承担环保修复义务", 3, 5)
    True
    >>> cuts_word("质保期为两年", 0, 3)
    False
    """
    bounds, edges = boundaries(sentence)
    return cuts(bounds, edges, start, end)


@lru_cache(maxsize=256)
def boundaries(sentence: str) -> tuple[tuple[int, ...], frozenset[int]]:
    """Return where words begin and end, in order from 0 to the length, and where a term may begin and end uncut.

    Inside a word that is in no dictionary and that jieba made up (期为 in 质保期为两年) a term cuts nothing.

    >>> boundaries("质保期为两年")
    ((0, 2, 4, 6), frozenset({0, 2, 3, 4, 6}))
    """
    known = _segmenter().FREQ
    bounds = [0]
    edges = {0}
    for word in words(sentence):
        start, end = bounds[-1], bounds[-1] + len(word)
        bounds.append(end)
        edges.add(end)
        if len(word) > 1 and not known.get(word):
            edges.update(range(start + 1, end))
    return tuple(bounds), frozenset(edges)


def cuts(bounds: tuple[int, ...], edges: frozenset[int], start: int, end: int) -> bool:
    """Tell the same from what ``boundaries`` returns."""
    within_one = not any(start < bound < end for bound in bounds)
    return not within_one and (start not in edges or end not in edges)
