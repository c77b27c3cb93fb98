"""A finding's identity across runs and re-exports: no page, no clause number, no path goes into it."""

import hashlib
import re
import unicodedata

from checks.submission import Submission
from extractor.fact import Evidence

# a clause number, never the figure of a value (1.5年, 30%)
_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十百零〇\d]+[章节条款篇部分]+|[（(]?[一二三四五六七八九十]+[）)、.．]"
    r"|[（(]?\d+[）)、.．](?!\d)|\d+(?:[.．]\d+)+(?=\s*[^\d\s年月周天日元万亿个%％-]))\s*"
)


def fingerprint(rule: str, reason: str, submission: Submission, evidence: tuple[Evidence, ...]) -> str:
    """Return 16 hexadecimal digits over the rule and, per evidence, document kind, section title and quote.

    A finding without evidence is told apart by its reason.
    """
    kinds = {extracted.document.path: extracted.kind for extracted in submission.documents}
    parts = sorted(
        "\x1f".join((kinds.get(place.document, ""), normal(place.section.split(" > ")[-1]), normal(place.quote)))
        for place in evidence
    )
    text = "\x1e".join([rule, *(parts or [reason])])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def normal(text: str) -> str:
    """Return a title or quote without its number and white space, in one width.

    >>> normal("第八条 质量保证"), normal("8.1　质量 保证"), normal("（一）质量保证")
    ('质量保证', '质量保证', '质量保证')
    >>> normal("1年"), normal("1.5 年"), normal("30%")
    ('1年', '1.5年', '30%')
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    return re.sub(r"\s", "", _NUMBER.sub("", plain))
