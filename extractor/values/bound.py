"""The operator that the words around a value put on it: 不少于6个月, 5%以上, 未超过50万元, 三年以内, 12月31日前.

以上, 以下, 以内 and 届满 include the figure; 不满, 超过 and 以外 do not (Civil Code, article 1259).
"""

import re
from typing import Literal

from extractor.values.prepare import prepare

Op = Literal[">=", "<=", ">", "<", "=="]
Kind = Literal["money", "ratio", "duration", "date", "number"]

_NEGATION = (
    r"(?P<no>(?:不(?:得|能|应|宜|可|会|许|准|予|再)?|未(?:能|曾)?|尚未|并未|从未|没有?|严禁|禁止|避免|防止|勿)(?:再)?)?"
)
_EQUAL = r"(?P<eq>(?:或者?|及|且)?(?:是)?等于)?"
_WORD = re.compile(
    rf"{_NEGATION}(?:"
    r"(?P<over>超过|超出|超|高于|高出|大于|多于|长于|晚于|迟于|后于|逾(?!期)|突破|[>＞](?!\s?=))"
    r"|(?P<under>低于|小于|少于|短于|早于|先于|[<＜](?!\s?=))"
    rf"){_EQUAL}"
    r"|(?P<short>不(?:足(?!以|之|额)|到(?![位场])|满(?![足意])|及|够)|[未没](?:能)?(?:满|足|到|达到?|及)|(?:尚|还)?未达到?)"
    r"|(?P<least>至少|最少|最低|最短|最早|最小|起码|下限|[≥≧]|>\s?=|大于等于)"
    r"|(?P<most>至多|最多|(?:最高)?(?:投标)?限价|最高|最长|最大|最[迟晚]|上限|控制价|拦标价|封顶|[≤≦]|<\s?=|截[止至])"
    r"|(?P<same>等于)"
    r"|(?P<than>比)"
)
_HINT = re.compile("[超高大多长晚迟后逾突低小少短早先不未没尚至最起下上限控拦封截等比<>≤≥≦≧＜＞]")
_SMALL_WORD = (
    r"约|近|为|是|在|到|至|达|了|有|于|共|计|合计|累计|总计|大约|人民币|RMB|大写|小写|不?含税?|连续|为期|的|其|应|须|需|提前|自|"
    r"每[年月次人日天台套家项个季]度?|[¥$:：()\s（）~]|本|个"
)
_FILLER = re.compile(rf"(?:{_SMALL_WORD})*")
# What may stand between a bound and its value besides small words: the base of a share, the name of an amount.
_BASE = {
    "ratio": re.compile(r"[^\d，。；;,、！？!?\n%]{0,26}"),
    "money": re.compile(r"[一-鿿]{0,10}[额价款算资费金](?:的|为|[:：])?(?:人民币)?[¥(]?"),
    "duration": re.compile(r"[一-鿿]{0,10}的"),
    "date": re.compile(r"[一-鿿]{0,4}"),
    "number": re.compile(r"[一-鿿]{0,6}"),
}
_VERB = re.compile(r"[一-鿿（()）]{0,10}")
_STOP = re.compile(r"[，。；;,、！？!?\n]")
_OTHER_VALUE = re.compile(r"[一二两三四五六七八九十][个年月天日周人名次项家台套份季小工万千百十]")
_SIGN = re.compile("[<>＞＜≥≤≧≦]")
_STRICT: dict[Op, Op] = {">=": ">", "<=": "<", ">": ">", "<": "<"}
_LOOSE: dict[Op, Op] = {">": ">=", "<": "<=", ">=": ">=", "<=": "<="}
_NAMES = frozenset(("上限", "限价", "最高限价", "投标限价", "最高投标限价", "控制价", "拦标价", "下限"))
# What may be included or not is the figure itself; tax and freight are another matter.
_SELF = r"(?:本?数?|[\d.,一二两三四五六七八九十百千万]+[^()税]{0,4})(?:[,，]下同)?[)]"
# 超过100万元（含） includes the figure in spite of its verb, 不超过3%（不含） leaves it out.
_INCLUDED = re.compile(rf"的?[(](?P<not>不)?(?:包[括含]|含){_SELF}")
_RIGHT = re.compile(
    rf"(?:整|的)?(?:[(]不?含税[)])?(?:[(](?P<in1>不?含|不?包[括含]){_SELF})?(?:或者?|及|含|以及)?"
    r"(?:(?P<least>以上(?!述|内容|所|各项|条款|[一二三四五六七八九十两]+[项条款])|之上|更多|更高|更长|起(?![点步始草止到来至]))"
    r"|(?P<most>以下(?!简称|称|述|内容|条款|所|各项|[一二三四五六七八九十两]+[项条款])|之下|以内|之内|封顶|为上限|为限|更少|更低|更短)"
    r"|(?P<inside>内(?![容部网外存控涵设置地审在生环嵌核]))"
    r"|(?P<beyond>以外|之外))"
    rf"(?:[(](?P<in2>不?含|不?包[括含]){_SELF})?"
)
_DATE_RIGHT = re.compile(
    r"(?:当?[日天]|[24零0\d:：点时]{0,6})?(?:[底末])?(?:[(]不?含[^()]{0,8}[)])?(?:及|或者?|含|以及)?"
    r"(?:(?P<until>以前|之前|前(?![期述款置端])|止|为止|截止|内)|(?P<since>以后|之后|后(?![期续备缀])|起|开始))"
)
_COMPARED = re.compile(r"(?:更)?(?:(?P<over>[大高多长晚])|(?P<under>[小低少短早]))")
_OPPOSITE: dict[Op, Op] = {">": "<=", "<": ">=", ">=": "<", "<=": ">", "==": "=="}
_DATE = re.compile(r"(?:19|20|21)\d\d|[二一][〇零一二三四五六七八九]{2,3}年|月.{1,3}[日号]")
_TIME = re.compile(r"(?:年|月|日|天|周|星期|礼拜|小时|钟头|分钟|秒|季度|[a-zA-Z])$")


def kind_of(value: str) -> Kind:
    """Return the kind of value that a piece of text is.

    >>> kind_of("2024年12月31日"), kind_of("三（3）年"), kind_of("百分之五"), kind_of("50万元"), kind_of("5人")
    ('date', 'duration', 'ratio', 'money', 'number')
    """
    if "%" in value or "％" in value or "分之" in value or "‰" in value or value.endswith(("成", "点")):
        return "ratio"
    if _DATE.search(value) and not value.endswith(("元", "圆")):
        return "date"
    if "元" in value or "圆" in value or "¥" in value or "￥" in value or value[-1:] in {"万", "亿"}:
        return "money"
    return "duration" if _TIME.search(value) else "number"


def _left(window: str, kind: Kind) -> tuple[Op, int, bool] | None:
    """Return the operator before a value, the length of window from it on, and whether only small words part them."""
    if _HINT.search(window) is None:
        return None
    for match in reversed(list(_WORD.finditer(window))):
        if match["than"]:
            continue
        between = window[match.end() :]
        extreme = match["least"] or match["most"]
        if extreme and between.startswith("的"):
            continue  # 最高限价的45%: a base, no bound
        close = _FILLER.fullmatch(between) is not None
        if not close and _SIGN.search(match.group()):
            continue
        if not close and extreme in _NAMES:
            continue
        if not close:
            if _OTHER_VALUE.search(between):
                return None
            if not (_BASE[kind].fullmatch(between) or (extreme and _VERB.fullmatch(between))):
                return None
        return _operator(match), len(window) - match.start(), close
    return None


def _operator(last: re.Match[str]) -> Op:
    if last["least"]:
        op: Op = ">="
    elif last["most"]:
        op = "<="
    elif last["same"]:
        op = "=="
    elif last["short"]:
        op = "<"
    else:
        op = ">" if last["over"] else "<"
        if last["eq"]:
            op = ">=" if op == ">" else "<="
        if last["no"]:
            op = _OPPOSITE[op]
    return op


def _right(window: str, kind: Kind) -> tuple[Op, int] | None:
    """Return the operator after a value and how many characters it takes."""
    if kind == "date":
        match = _DATE_RIGHT.match(window)
        if match:
            return ("<=" if match["until"] else ">="), match.end()
    match = _RIGHT.match(window)
    if match is None or (match["inside"] and kind not in {"duration", "date"}):
        return None
    strict = any(match[name] and match[name].startswith("不") for name in ("in1", "in2"))
    if match["least"]:
        return (">" if strict else ">="), match.end()
    if match["beyond"]:
        return ">", match.end()
    return ("<" if strict else "<="), match.end()


def bound(text: str, start: int, end: int, kind: Kind) -> tuple[Op, int, int]:
    """Return the operator on the value at ``start:end`` of a prepared text and the span with its words.

    "==" and the value's own span where no word bounds it.
    """
    before = text[max(0, start - 36) : start]
    stops = [match.end() for match in _STOP.finditer(before)]
    window = before[stops[-1] :] if stops else before
    right = _right(text[end : end + 24], kind)
    left = _left(window, kind)
    if left is not None and (left[2] or right is None):
        included = _INCLUDED.match(text, end) if right is None and left[0] != "==" else None
        if included is None:
            return left[0], start - left[1], end
        return (_STRICT if included["not"] else _LOOSE)[left[0]], start - left[1], included.end()
    if right is not None:
        return right[0], start, end + right[1]
    if "比" in window[-6:]:
        compared = _COMPARED.match(text, end)
        if compared:
            return (">" if compared["over"] else "<"), start - len(window) + window.rindex("比"), compared.end()
    return "==", start, end


def op_around(text: str, start: int, end: int) -> Op:
    """Return the operator that the words around the value at ``start:end`` of ``text`` put on it, "==" if none.

    Only words of the value's own clause count, and only where nothing but small words, the base of a share or the
    name of an amount stands between.

    >>> op_around("质保期不少于两年", 6, 8), op_around("满3年以上", 1, 3), op_around("质保期两年", 3, 5)
    ('>=', '>=', '==')
    >>> op_around("超过工期的，质保期为2年", 10, 12)
    '=='
    """
    left = prepare(text[max(0, start - 48) : start]).text
    value = prepare(text[start:end]).text
    right = prepare(text[end : end + 32]).text
    joined = left + value + right
    return bound(joined, len(left), len(left) + len(value), kind_of(value))[0]
