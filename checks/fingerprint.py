"""A finding's identity across runs and re-exports: no page, no clause or table number, no path goes into it.

A rule stands once in a submission, so two findings of one submission never share a fingerprint. Two submissions may:
the same words in papers of the same kind say the same thing.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from checks.submission import Submission
from extractor.fact import Evidence

# what a figure counts: before one of these a number that begins a quote is a value, with or without a space
_UNIT = r"年月周天日元万亿个%％\-"
_COUNTED = _UNIT + "份名人位户台套件次倍时分秒米吨级层组批册页处号亩顷里克兆千百十A-Za-z"
# a clause number, never the figure of a value (1.5年, 30%)
_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十百零〇\d]+[章节条款篇部分]+|[（(]?[一二三四五六七八九十]+[）)、.．]"
    rf"|[（(]?\d+[）)、.．](?!\d)|\d+(?:[.．]\d+)+(?=\s+[^\d\s{_UNIT}]|[^\d\s.．{_COUNTED}]))\s*"
)
_BARE = re.compile(r"\d+(?:[.．]\d+)*[.．、]?")  # a heading that is only a number: 8.1
# a clause or table that the text refers to, never a count (报表3份)
_REFERENCE = re.compile(
    r"第\s*[一二三四五六七八九十百零〇\d]+\s*(?=[章节条款篇])"
    r"|(?<=[表图])\s*\d+(?:[-.–—]\d+)*(?![\d份张个套页项年月日元万亿%])"
)


def fingerprint(rule: str, reason: str, submission: Submission, evidence: tuple[Evidence, ...]) -> str:
    """Return 16 hexadecimal digits over the rule and, per evidence, document kind, section title and quote.

    A finding without evidence is told apart by its reason.
    """
    kinds = {extracted.document.path: extracted.kind for extracted in submission.documents}
    return of_places(rule, reason, ((kinds.get(one.document, ""), one.section, one.quote) for one in evidence))


def of_places(rule: str, reason: str, places: Iterable[tuple[str, str, str]]) -> str:
    """Return the fingerprint of a finding whose evidence has these document kinds, section paths and quotes."""
    parts = {"\x1f".join((kind, heading(section), normal(quote))) for kind, section, quote in places}
    text = "\x1e".join([rule, *(sorted(parts) or [reason])])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def heading(section: str) -> str:
    """Return the title that a section path ends in, without its number; empty where it has no number or nothing else.

    A line without a number is taken for a heading by how it looks beside the rest of the paper, which other pages
    change: a paper's own title, the body that signs.

    >>> heading("软件开发合同 > 第八条 质量保证"), heading("8.1"), heading("软件开发合同 > 云栖市数据局")
    ('质量保证', '', '')
    """
    last = unicodedata.normalize("NFKC", section.rsplit(" > ", maxsplit=1)[-1]).strip()
    return normal(last) if _NUMBER.match(last) and not _BARE.fullmatch(last) else ""


def normal(text: str) -> str:
    """Return a title or quote without its number and white space, in one width, references without their numbers.

    >>> normal("第八条 质量保证"), normal("8.1　质量 保证"), normal("（一）质量保证")
    ('质量保证', '质量保证', '质量保证')
    >>> normal("1年"), normal("1.5 年"), normal("30%")
    ('1年', '1.5年', '30%')
    >>> normal("质保期见第八条和表5-1"), normal("报表3份，第3方")
    ('质保期见第#条和表#', '报表3份,第3方')
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    return re.sub(r"\s", "", _REFERENCE.sub(_without_number, _NUMBER.sub("", plain)))


def _without_number(match: re.Match[str]) -> str:
    return "第#" if match[0].startswith("第") else "#"
