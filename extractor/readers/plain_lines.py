"""Which lines of a plain text are one paragraph: broken at a margin or inside a sentence, and which stand alone.

Titles, numbered heads and the lines of a form are whole, however long the other lines of the file are. A line is
joined to the next where it is as long as the margin at which several lines of the file are broken, or where it plainly
stops inside a sentence or a word.
"""

import re

from msgspec import Struct

from extractor.terms import lexicon
from extractor.text import normalise

_TERMINAL = "。；：！？!?;:…"
_STARTS_ITEM = re.compile(
    r"\s*(?:第[\s〇零一二三四五六七八九十百0-9]{1,8}[章节条款部分编篇]|[（(][一二三四五六七八九十0-9a-zA-Z]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、．.]"
    r"|\d{1,2}(?:[.．]\d{1,2}){1,4}(?!\d)|\d{1,3}[、．.)）](?!\d)|[①-⑳]|[-*•·●■◆▪]\s?|[☑☐□√]|附[件表录]|表\s?\d|图\s?\d)"
)
_LABEL_LINE = re.compile(r"\s*\**[^\s：:，。；、（(]{1,14}(?:[（(][^（）()]{1,12}[）)])?\**\s*[：:]")
# 质保期　　一年: a field and its value kept apart by room instead of a colon.
_SPACED_FIELD = re.compile(r"\s*[^\s：:，。；、]{2,14}(?:\s{2,}|\u3000)\s*[^\s，。；][^，。；]{0,40}$")
_PROSE = re.compile(r"[，、].{0,40}$")
_CHAPTER = re.compile(r"\s*第[\s〇零一二三四五六七八九十百0-9]{1,8}[章篇编]\s*[^，。；：,;:]{2,24}(?<!、)\s*$")
_GOES_ON = "，、。；）)】》”’％%"
"""Marks that no line of its own begins with."""
_PAPER = re.compile(
    r"(?:报告书?|方案|批复|意见书?|合同书?|协议书?|通知书?|函|纪要|请示|说明|清单|目录|登记表|申报[书表]|申请[书表]|备案表|承诺书|责任书|决定|办法|规划|计划书?|概算书?|预算书?|公告|记录|证明|证书|总结|公示|复函)"
    r"(?:[（(][^（）()]{1,12}[）)])?\s*$"
)
"""The word a paper's title ends in: titles are head-final."""
_SAYS = re.compile(
    r"应(?!用|急|答|对)|须|(?<!必)需(?!求)|将|不得|可以|已|由|乙方|甲方|双方|买方|卖方|采购人|供应商|中标人|承包人|委托人|受托人|我[局委办院厅单司]|本[项合系平工协]|按(?!键)|经(?!开|济|营|信|贸|办|管)|根据|依据|(?:^|[^作行认])为|是|均|予以|进行|其(?!他|它)"
)
"""A word by which a line is a sentence and no title."""
_ABOUT = re.compile(r"\s*关于")
_DATED = re.compile(r"\s*(?:19|20)\d\d\s*[年.．/-]")
_TITLE_LONGEST = 45
_NARROWEST = 16


class Margin(Struct, frozen=True):
    """The width at which a file's lines are broken, 0 where they are not; ``sure`` where several lines show it."""

    width: int = 0
    sure: bool = False


def starts_item(text: str) -> bool:
    """Tell whether a line begins with a number, a bullet or a tick: it opens a paragraph of its own."""
    return _STARTS_ITEM.match(text) is not None


def _width(line: str) -> int:
    return sum(1 if c.isascii() else 2 for c in line.rstrip())


def margin_of(lines: list[str]) -> Margin:
    """Return the margin of a file: nearly the greatest width, where lines of it end inside a sentence.

    It is sure where two lines at least are broken there; titles, lines of forms and lines with nothing that could go
    on below them show no margin.
    """
    widths = sorted((_width(line) for line in lines if line.strip() and "|" not in line), reverse=True)
    if len(widths) < 2 or widths[0] < 24 or widths[0] > 160:
        return Margin()
    top = widths[min(len(widths) - 1, len(widths) // 20)]
    full = [at for at, line in enumerate(lines) if abs(_width(line) - top) <= max(6, top // 6) and _open(line)]
    if not full:
        return Margin()
    broken = [at for at in full if at + 1 < len(lines) and not _opens(lines[at + 1]) and not _title(lines[at])]
    return Margin(top, sure=len(broken) > 1)


def _open(line: str) -> bool:
    return "|" not in line and line.rstrip()[-1:] not in _TERMINAL


def _opens(line: str) -> bool:
    """Tell whether a line begins something of its own, or is empty."""
    return not line.strip() or "|" in line or starts_item(line) or _LABEL_LINE.match(line) is not None


def _title(line: str) -> bool:
    """Tell whether a line at the start of a paragraph is a title: a paper's name or a numbered head, no sentence."""
    text = line.strip()
    if not text or len(text) > _TITLE_LONGEST or re.search(r"[，,。；;]|[：:、]$", text):
        return False
    if _PAPER.search(text):
        return _ABOUT.match(text) is not None or _SAYS.search(text) is None
    number = _STARTS_ITEM.match(text)
    return number is not None and len(text) - number.end() <= 24 and _SAYS.search(text, number.end()) is None


def continues(lines: list[str], at: int, first: int, margin: Margin) -> bool:
    """Tell whether the line ``at`` goes on with the paragraph that starts on the line ``first`` and reaches it."""
    before, line = lines[at - 1], lines[at]
    if not line.strip() or "|" in line or not _open(before):
        return False
    if line.lstrip()[:1] in ("：", ":") and len(before.strip()) <= 24:
        return True  # 采购预算⏎：120万元
    if line.lstrip()[0] in _GOES_ON:
        return True
    if starts_item(line) or _LABEL_LINE.match(line):
        return False
    if line[:2] in ("　　", "  ") and before[:1] not in (" ", "　"):
        return False
    if _SPACED_FIELD.match(before) and _SPACED_FIELD.match(line):
        return False
    if at - 1 == first and _DATED.match(before) and _DATED.match(line):
        return False  # the lines of a timetable
    if _CHAPTER.match(before):
        return False  # a chapter's title is whole, however long the other lines are
    if _LABEL_LINE.match(before) and not _PROSE.search(before):
        return False  # 乙方：某公司: a line of a form is whole
    alone = at - 1 == first and _title(before)
    if not alone and _at_margin(before, margin) and (margin.sure or at - 1 > first or _sentence(before)):
        return True
    if _PROSE.search(before) and re.search(r"[。；]", line) and _width(before) >= 30:
        return True  # 卖方交齐全部设备，买方⏎核对无误之后…：a sentence that stopped at a comma's distance from its end
    if alone and _width(before) < _NARROWEST:
        return False  # no margin is so narrow: 二、报价⏎合计… is a head and its text
    return _cuts_term(before.rstrip()[-8:], line.strip()[:8])


def _at_margin(line: str, margin: Margin) -> bool:
    return margin.width > 0 and margin.width - max(8, margin.width // 5) <= _width(line) <= margin.width + 12


def _sentence(line: str) -> bool:
    return _PROSE.search(line) is not None or _SAYS.search(line) is not None


def _cuts_term(tail: str, head: str) -> bool:
    """Tell whether a word of the lexicon runs over the line break (质量保⏎证期), wherever the margin is."""
    joint = len(normalise(tail).text)
    hits = lexicon().hits(normalise(tail).text + normalise(head).text)
    return any(hit.start < joint < hit.end and hit.end - hit.start >= 3 for hit in hits)
