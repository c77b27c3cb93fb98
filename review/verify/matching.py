"""When a quote stands in a text: character for character without white space, tick boxes by what they look like."""

import re
import unicodedata
from typing import Literal

from msgspec import Struct

from extractor.document import Place
from review.verify.claims import LONE

Verdict = Literal["confirmed", "failed", "unchecked"]
Why = Literal[
    "confirmed", "not-there", "elsewhere", "no-place", "bad-place", "label", "no-document", "not-found", "hash", "size",
    "format", "not-readable", "recognised", "no-second-reader", "lost-glyphs", "no-hash", "timed-out", "grid",
]  # fmt: skip

UNKNOWN_GLYPH = "\ufdd0"  # no character: stands for a glyph of a symbol face that has no character we know
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\xad": "-", "\ufffe": "-"}
_BOXES = dict.fromkeys("□❏❐❑❒◻▢", "☐")
# a font of which only the outlines are kept may call a whole character by its radical (⽅ for 方); programs differ in
# whether they tell the one or the other
_RADICALS = {radical: unicodedata.normalize("NFKC", radical) for radical in map(chr, range(0x2F00, 0x2FD6))}
_FOLDS = str.maketrans({**_LIGATURES, **_BOXES, **_RADICALS})


class Answer(Struct, frozen=True):
    """What became of one claim; ``said`` is a Chinese sentence for a person, empty where it is confirmed."""

    verdict: Verdict
    why: Why
    said: str = ""


CONFIRMED = Answer("confirmed", "confirmed")


def failed(why: Why, said: str) -> Answer:
    """Return that a claim does not hold."""
    return Answer("failed", why, said)


def unchecked(why: Why, said: str) -> Answer:
    """Return that a claim cannot be told here."""
    return Answer("unchecked", why, said)


def compact(text: str) -> str:
    r"""Return ``text`` without white space: ligatures taken apart, radicals as what they are, empty boxes alike.

    >>> compact("质保期\u3000□ 两\n年")
    '质保期☐两年'
    >>> compact("甲⽅")
    '甲方'
    """
    return LONE.sub("\ufffd", "".join(text.split()).translate(_FOLDS))


def stands(quote: str, text: str) -> Verdict:
    """Tell whether ``quote`` stands in ``text``, both compact; ``unchecked`` where only an unknown glyph is between.

    >>> stands("两年", "质保期两年"), stands("三年", "质保期两年")
    ('confirmed', 'failed')
    """
    if quote in text:
        return "confirmed"
    if UNKNOWN_GLYPH not in text:
        return "failed"
    pieces = (re.escape(piece) for piece in quote)
    glyph = f"{UNKNOWN_GLYPH}*"
    # a glyph may have been left out of the quote, or stand there as a sign; a letter or a figure it cannot be
    loose = glyph.join(
        piece if quote[i].isalnum() else f"(?:{piece}|{UNKNOWN_GLYPH})" for i, piece in enumerate(pieces)
    )
    return "unchecked" if re.search(loose, text) else "failed"


def judged(quote: str, text: str, spot: str) -> Answer:
    """Return the answer for a quote that should stand in ``text``, the whole of ``spot`` (第6页框内)."""
    verdict = stands(compact(quote), compact(text))
    if verdict == "confirmed":
        return CONFIRMED
    if verdict == "unchecked":
        return unchecked("lost-glyphs", f"{spot}有无法对应到字符的符号，不能确认引文里的符号。")
    return failed("not-there", f"{spot}没有这段原文。")


def missing(place: Place, names: tuple[str, ...]) -> Answer | None:
    """Return that a place lacks one of the fields ``names``, which its format always has; None where it has all."""
    if all(getattr(place, name) is not None for name in names):
        return None
    return failed("no-place", "位置不全，无法按位置打开。")
