"""Why a document departs from what is usual, as ``reason.<kind>``: so far for the warranty period.

A reason is a sentence that gives one (质保期为一年，原因是…) or the one that follows it (理由：…). What only says why
something broke (因使用不当造成的损坏不在质保范围) is none.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.facts.view import Unit, View

KIND = "reason.period.warranty"
_LABEL = r"(?:质保|保修|质量保证|质量保修|免费维护|缺陷责任)(?:服务)?期?(?:限|间)?"
_SPAN = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十半]+)(?:\(\d+\))?个?(?:年|月|日|天)"
_GIVES = re.compile(
    r"(?:原因|理由|缘由|依据|主要考虑)(?:说明|分析)?(?:如下|是|为|系|在于|有)?:?(?=[^，。；]{4,})|之所以[^。；]{2,60}(?:是因为|系因|是由于|因为)"
)
_NAMED = re.compile(r"(?:原因|理由|缘由)(?:说明|分析)?(?:如下|是|为|系|在于|有|:)|之所以|是因为|系因|主要考虑")
_BECAUSE = re.compile(
    rf"(?:鉴于|考虑到|由于|因为?)[^。；]{{4,80}}，(?:故|因此|所以|经[^，。；]{{2,12}}，?|特|现|遂)?[^，。；]{{0,12}}{_LABEL}"
    rf"[^，。；]{{0,12}}(?:为|至|按)[^，。；]{{0,4}}{_SPAN}"
)
_AFTER = re.compile(
    rf"{_LABEL}[^，。；]{{0,12}}{_SPAN}[^。；]{{0,12}}，(?:因为|系因|是因为|主要因|鉴于|考虑到)[^。；]{{4,}}"
)
_NO_REASON = re.compile(r"(?<!不再)(?<!不予)延长|顺延|重新(?:起算|计算)|相应推迟|损坏|故障|损失|不在|不属于|□")
_NEXT = re.compile(
    r"[\s\d.、()一二三四五六七八九十]*(?:其|上述|缩短|低于[^，。；:]{1,12}的?|短于[^，。；:]{1,12}的?)?"
    r"(?:主要)?(?:原因|理由|情况)(?:说明|分析)?(?:如下|是|为|系|在于|有|:)"
)


def find(view: View) -> Iterator[Fact]:
    """Yield the reasons a document gives for its warranty period; ``value`` is the text without white space."""
    previous: Unit | None = None
    for unit in view.units:
        if not unit.text:
            continue
        warranted = bool(unit.hits_of("warranty"))
        before_warranted = previous is not None and bool(previous.hits_of("warranty"))
        previous = unit
        if not warranted and not (before_warranted and _NEXT.match(unit.text)):
            continue
        for start, end in _spans(unit, follows=before_warranted):
            yield _fact(view, unit, start, end)


def _spans(unit: Unit, *, follows: bool) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a unit that give a reason; ``follows``: the unit before speaks of the warranty."""
    spoken = follows
    said = [hit.start for hit in unit.hits_of("warranty")]
    for start, end in unit.sentences():
        sentence = unit.text[start:end]
        about = bisect_left(said, start) < bisect_left(said, end)
        own = about and not _NO_REASON.search(sentence) and _says_why(sentence)
        next_to = not about and spoken and _NEXT.match(sentence) is not None and len(sentence) >= 8
        if own or next_to:
            yield start, end
        spoken = about


def _says_why(sentence: str) -> bool:
    if _BECAUSE.search(sentence) or _AFTER.search(sentence):
        return True
    return _NAMED.search(sentence) is not None and _GIVES.search(sentence) is not None


def _fact(view: View, unit: Unit, start: int, end: int) -> Fact:
    first, last = unit.norm.span(start, end)
    source = unit.norm.source[first:last].strip()
    return Fact(
        kind=KIND,
        state="stated",
        text=source,
        evidence=view.evidence(unit, start, end),
        value=re.sub(r"\s+", "", unicodedata.normalize("NFKC", source)),
        pattern="reason-given",
    )
