"""Words of a sentence by spaCy with jieba, loaded when the first sentence with a trigger needs it.

Terms are found on characters, because the segmenter makes 签订合同 one word. What it is for is the opposite question:
does a short term that was found cut a word in two (环保修复 holds 保修, 开工期间 holds 工期)?
"""

import atexit
import logging
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from extractor.home import private_folder


@cache
def _jieba() -> Any:
    """Return jieba, its dictionary kept in our own folder."""
    import jieba  # noqa: PLC0415  165 MiB and half a second, once

    jieba.setLogLevel(logging.ERROR)
    jieba.dt.tmp_dir = str(_private_folder())
    return jieba


@cache
def pipeline() -> Any:  # a spaCy Language; spaCy's types are not usable under strict checking
    """Return spaCy's blank Chinese pipeline with jieba as its segmenter; its dictionary cached for the next run."""
    import spacy  # noqa: PLC0415

    _jieba()
    return spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})


def _private_folder() -> Path:
    """Return a folder only this user can write: jieba loads its cache unchecked, so a shared one is no place for it."""
    folder = private_folder("segmenter")
    if folder is not None:
        return folder
    scratch = tempfile.mkdtemp(prefix="shenyue-")  # the dictionary is then built anew in each process
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    return Path(scratch)


def words(sentence: str) -> tuple[str, ...]:
    """Return the words of a sentence, in order; joined they are the sentence.

    >>> "环保" in words("承担环保修复义务")
    True
    """
    if sentence.split() == [sentence]:  # spaCy adds nothing to jieba's words but what to make of spaces
        return tuple(word for word in _jieba().cut(sentence) if word)
    return tuple(token.text_with_ws for token in pipeline()(sentence))


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
    known = _dictionary()
    bounds = [0]
    edges = {0}
    for word in words(sentence):
        start, end = bounds[-1], bounds[-1] + len(word)
        bounds.append(end)
        edges.add(end)
        if len(word) > 1 and not known.get(word):
            edges.update(range(start + 1, end))
    return tuple(bounds), frozenset(edges)


@cache
def _dictionary() -> Mapping[str, int]:
    """Return jieba's dictionary: words and how frequent they are."""
    jieba = _jieba()
    jieba.initialize()
    frequencies: Mapping[str, int] = jieba.dt.FREQ
    return frequencies


def cuts(bounds: tuple[int, ...], edges: frozenset[int], start: int, end: int) -> bool:
    """Tell the same from what ``boundaries`` returns."""
    within_one = not any(start < bound < end for bound in bounds)
    return not within_one and (start not in edges or end not in edges)
