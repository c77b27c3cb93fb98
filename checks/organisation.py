"""When two names are the same organisation."""

import re
import unicodedata

from rapidfuzz import fuzz

NEAR = 88  # of 100: above it two names that differ are near enough for a person to look at
_NOISE = re.compile(r"[\s“”\"'《》·,，。;；:：]|[(][^()]*(?:盖章|公章|签章|甲方|乙方|牵头|联合体|成员|简称)[^()]*[)]")
_LEGAL_FORM = re.compile(r"(?:股份)?有限(?:责任)?公司|集团|公司$|[()]")


def plain(name: str) -> str:
    """Return a name without white space, quotation marks, brackets' width and notes such as （盖章）.

    >>> plain("青岚科技 有限公司（盖章）"), plain("云栖（北京）科技有限公司") == plain("云栖(北京)科技有限公司")
    ('青岚科技有限公司', True)
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", name))


def same(one: str, other: str) -> bool:
    """Tell whether two names are surely one organisation: equal once written alike.

    >>> same("青岚科技有限公司", "青岚科技有限公司（盖章）"), same("青岚科技有限公司", "青岚信息有限公司")
    (True, False)
    """
    return plain(one).replace("(", "").replace(")", "") == plain(other).replace("(", "").replace(")", "")


def near(one: str, other: str) -> bool:
    """Tell whether two names may be one organisation: a short form, a changed legal form, a slip of the pen.

    >>> near("青岚科技有限公司", "青岚科技股份有限公司"), near("云栖市大数据局", "云栖市档案局")
    (True, False)
    """
    a, b = _LEGAL_FORM.sub("", plain(one)), _LEGAL_FORM.sub("", plain(other))
    if min(len(a), len(b)) < 3:  # two characters name a kind of firm, not a firm
        return False
    return a in b or b in a or fuzz.ratio(a, b) >= NEAR
