"""How an amount of money stands behind its label: the shared grammar of the families of price, budget and payment.

``follow`` walks from the end of a label over the words that may stand between a label and its amount (为, 共计, 人民币,
大写, brackets) and stops at an amount, at room left for one, or at a pointer to another document. Whatever is not in
this small grammar ends the walk, so 合同总价的30% and 合同总价由双方另议 bind no amount.
"""

import re
from bisect import bisect_right
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from extractor.fact import Op, State
from extractor.values import Money, find_money, op_around

_SIGNS = "¥人民币RMBCNY: "
Form = Literal["figure", "capital", "blank"]

FILL = (
    r"(?>(?:\\?_)+|\[[ _]*\]|【[ _]*】|〔[ _]*〕|\{\{[^{}\n]{0,40}\}\}|\$\{[^{}\n]{0,40}\}|<[ _]*>"
    r"|(?<![A-Za-z\d])[Xx×]{1,8}(?![A-Za-z\d])|\*{3,}|\*{2}(?=[元万圆整亿角])|[.…]{3,12}(?![.…\s]{0,80}\d)|—{2,}|-{3,}|■{2,}|□{3,}"
    r"|[\[【(<]\s?(?:请|此处|待)?(?:填写|填入|填|输入|补充|插入|注明)[^\]】)>\n]{0,20}[\]】)>]"
    r"|[\[【][^\]】\n]{0,10}(?:金额|价款|总价|价格|比例|数字|大写|小写|待定|待填|待补)[^\]】\n]{0,6}[\]】]"
    r"|[\[【(][Xx×*]{1,8}[\]】)])"
)
_LETTER = r"(?<![A-Za-z\d])[A-NP-Z](?=万?元|[)\s,，。]|$)(?![A-Za-z\d])"
_MONEY_BLANK = re.compile(
    rf"(?:¥|RMB|人民币)?\s?(?:{FILL}|{_LETTER})(?:\s?(?:{FILL}|[亿万仟佰拾千百十元圆角分整正]))*|待定|待填|¥(?=\s?(?:元|[)\]，,。；]|$))"
)
_VANISHED = re.compile(r"(?:万)?[元圆](?:[整正]|(?=[,，。；;)(\s]|$))")
_VANISHES_AFTER = "币计为共:"
_NOTHING = re.compile(r"\s?(?:[。；;]|$)")
_NUMBER = re.compile(r"(?:\d{1,3}(?:[,，]\s?\d{3})+|\d+)(?:\.\s?\d+)?(?!\d|[.,]\d|[%‰年月日天个家人次条页台套份])")
_SCALE = {"元": 1, "圆": 1, "千元": 1000, "仟元": 1000, "万元": 10**4, "万": 10**4, "亿元": 10**8, "百万元": 10**6}
UNIT_NOTE = re.compile(
    r"[(\[/]\s?(?:金额)?(?:单位)?[:：]?\s?(?:人民币)?[/、]?(?P<unit>百万元|亿元|万元|千元|元|万)(?:人民币)?(?:[/、](?:年|项|套))?\s?[)\]]?"
    r"|(?:金额)?单位[:：]?\s?[(]?(?:人民币)?(?P<stated>百万元|亿元|万元|千元|元)"
)
_STEP = re.compile(
    r"[\s:=“”\"'|￥]|\*{1,2}(?![*元])|、(?=人民币|大写|小写)|人民币|RMB|CNY|[(\[【)\]】]|共计|总计|合计|总共|总额|共为|共|合|计|为|是|系|即"
    r"|约(?:为|合|计)?|大约|大概|暂定|暂估|预计|估算|匡算|概算|测算|估计|核定|确定|定|设定|设|汉字|数字|阿拉伯数字|中文|大写|小写|金额|数额|数"
    r"|含税价?|含\d{1,2}%增值税|(?:总价)?包干(?:价|总价)?|固定总?价|总价|不变|如下|分别|其中?总额"
    r"|不(?:得)?(?:超过|高于|大于|超出|突破)|不(?:低于|少于)|最高(?:为|不超过)?|控制在|上限为?|≤|<=|≥|>=|在|达到?|人民币金额|由(?:原(?:来)?的?)?"
    r"|(?:变更|调整|增加|减少|核减|核定|调增|调减|提高|降低|下调|上调)(?:为|至|到)|[,，、](?=\s?(?:即|共|合计|总计|计|人民币|大写|小写|RMB|¥|为|金额|总价|汉字|其中大写|总额|固定))"
)
_ASIDE = re.compile(r"\([^()]{1,60}\)|\[[^\[\]]{1,30}\]|【[^【】]{1,30}】")
_ASIDE_WORDS = re.compile(r"[¥元]|大写|小写|人民币|\d{3}|^\(\s?\)")
_REFERRED = re.compile(
    r"(?:[，,]?(?:具体|详细|明细|各[项期])?(?:内容|金额|数额|价格|比例)?)?"
    r"(?:(?:详见|见|参见|详|按照?|依照?|依据|根据|执行|遵照|同|以)\s?[《“]?[^，。；]{0,24}?"
    r"(?:附件|附表|附录|附图|清单|明细|报价|一览表|补充协议|中标通知书|成交通知书|投标文件|响应文件|专用条款|专用合同条款|合同条款|第[一二三四五六七八九十\d]+条|订单|计划|协议书|专用资料表|前附表))"
)
_NAMED_THERE = re.compile(r"[^，。；]{0,14}[，,]\s?(?:即|计|为|共计|合计)(?:为)?\s?(?:人民币)?")
# The units of an amount printed for the figures to be written between: 拾  万  仟  佰  拾  元整.
_FRAME = re.compile(r"[_\s]*(?:[亿万仟佰拾千百十元圆角分整][_\s]*){4,}")
_FRAME_ORDER = re.compile(r"[万亿][_\s]*[仟千]|[仟千][_\s]*[佰百]|[佰百][_\s]*[拾十][_\s]*[元圆]")
_UNSTATED = re.compile(
    r"[，,]?(?:由|经|待)?(?:甲乙|买卖|合同|供需)?(?:双方|各方)?(?:另行|再行|届时|后续|友好)?(?:协商|商定|商议|约定|议定|另议|面议|另定|确定)"
    r"|以?[^，。；]{0,8}(?:审计|审核|结算|决算)[^，。；]{0,6}为准|据实结算|按实结算"
)
_PAIR_GAP = re.compile(
    r"[整正元圆]{0,2}(?:[\s,，、;；()（）\[\]【】:*整正圆]|即|合|折合|共计|合计|计|大写|小写|汉字|数字|中文|阿拉伯数字|人民币|RMB|¥|为|金额|含税|元)*"
)
_THRESHOLD = re.compile(r"\s?(?:\(不?含(?:本数)?\))?(?:及|\(含\)|含)?(?:以上|以下)(?!简称)|起(?:拍|步)")
_UNIT_PRICE = re.compile(r"\s?[(]?(?:/|每|元/)\s?(?!项目|总|包干|合同)[\u4e00-\u9fffA-Za-z\d]")
_TAIL = re.compile(r"[元圆]?[整正]?[元圆]?\s?[)】\]]?")
_LINED = re.compile(r"_+\s?(?=[¥\d壹贰叁肆伍陆柒捌玖])")
_REPLACED = re.compile(
    r"[^。；]{0,12}?(?:变更|调整|修改|更改|增加|增|减少|减|核减|调增|调减|核定|修订|下调|上调|降|提高)(?:为|至|到|成)\s?(?:人民币)?[(]?(?:大写|小写)?[):]?¥?"
)


class Amount(Struct, frozen=True):
    """An amount, or the room for one, at ``start:end`` of a text; ``value`` in yuan with two decimals."""

    start: int
    end: int
    form: Form
    value: str | None = None
    value_max: str | None = None
    currency: str = "CNY"
    per_unit: bool = False
    bare: bool = False


class Bound(Struct, frozen=True):
    """What a label is bound to: a state, its amount, the twin of that in the other script, and where the span ends."""

    state: State
    end: int
    amount: Amount | None = None
    twin: Amount | None = None
    op: Op = "=="
    empty: bool = False


@lru_cache(maxsize=2048)
def amounts(text: str, unit: str | None = None) -> tuple[Amount, ...]:
    """Return the amounts of a normalised text in order; bare numbers too where ``unit`` (万元) says how to read them.

    >>> [(a.value, a.form) for a in amounts("人民币480,000元(肆拾捌万元整)")]
    [('480000.00', 'figure'), ('480000.00', 'capital')]
    """
    out = [
        Amount(
            m.start,
            m.end,
            "capital" if m.capital else "figure",
            m.normal(),
            None if m.maximum is None else f"{m.maximum:.2f}",
            m.currency,
            m.unit_price,
            not m.has_unit,
        )
        for m in _money(text, unit)
    ]
    return tuple(out)


def _money(text: str, unit: str | None) -> list[Money]:
    return find_money(text, unit) if unit else find_money(text)


def unit_note(text: str) -> str | None:
    """Return the unit a label or caption states for its amounts: 预算金额(万元) gives 万元, 单位：元 gives 元.

    >>> unit_note("预算金额(万元)"), unit_note("单位:元"), unit_note("预算金额")
    ('万元', '元', None)
    """
    match = UNIT_NOTE.search(text)
    return (match["unit"] or match["stated"]) if match else None


def amount_at(text: str, at: int, unit: str | None, *, bare: bool = True) -> Amount | None:
    """Return the amount that begins at ``at``: with its own unit, or a bare number read in ``unit`` (yuan if None).

    A bare number without any unit counts only from 1000 on: below, nothing tells yuan from 万元.
    """
    found = _found_at(text, at)
    if found is not None and not found.bare:
        return found
    match = _NUMBER.match(text, at + 1 if text[at : at + 1] == "¥" else at)
    if match is None or not bare:
        return None
    digits = re.sub(r"[,，\s]", "", match.group())
    if re.match(r"\s?[-~至]\s?\d", text[match.end() : match.end() + 4]) or len(digits) > 15:
        return None
    end = match.end()
    tail = re.match(r"\s?(百万元|亿元|万元|千元|万|元)", text[end : end + 5])
    scale = _SCALE[tail.group(1)] if tail else _SCALE.get(unit or "", 1)
    end += tail.end() if tail else 0
    value = float_free(digits, scale)
    if tail is None and unit is None and text[at : at + 1] != "¥" and (len(digits.split(".")[0]) < 4):
        return None
    return Amount(at, end, "figure", value, bare=tail is None)


def _found_at(text: str, at: int) -> Amount | None:
    """Return the amount that begins at ``at``; a currency sign may stand between."""
    known = amounts(text)
    place = bisect_right(known, at, key=lambda a: a.start) - 1
    for found in known[max(place, 0) : place + 2]:
        if found.start <= at < found.end and not text[found.start : at].strip(_SIGNS):
            return found
        if at < found.start <= at + 1 and text[at : found.start] == "¥":
            return found
    return None


def float_free(digits: str, scale: int) -> str:
    """Return ``digits`` times ``scale`` in yuan with two decimals, computed without binary fractions.

    >>> float_free("8.534", 10000)
    '85340.00'
    """
    return f"{Decimal(digits) * scale:.2f}"


def blank_at(text: str, at: int) -> int | None:
    """Return the end of the room left for an amount at ``at``: underscores, brackets, XX, stars, 人民币元整."""
    match = _MONEY_BLANK.match(text, at)
    if match and match.end() > at:
        return match.end()
    before = text[max(0, at - 4) : at].rstrip()[-1:]
    vanished = _VANISHED.match(text, at)
    told = before in tuple(_VANISHES_AFTER) or text[max(0, at - 3) : at] in ("大写)", "小写)")
    return vanished.end() if vanished and told else None


def follow(text: str, at: int, end: int, unit: str | None = None, *, closed: bool = False) -> Bound | None:
    """Return what the label that ends at ``at`` is bound to within ``text[at:end]``; None where it is bound to nothing.

    ``unit`` is how bare numbers are read. ``closed`` says that the value has a place of its own (a cell), so that
    nothing there is a blank. A zero counts as a blank. Linear: every step moves on.
    """
    start = at
    marked = False
    while at < end and at - start < 160:
        lined = _LINED.match(text, at, end)  # a figure written on a line of the form
        at = lined.end() if lined else at
        frame = _FRAME.match(text, at, end)
        if frame is not None and _FRAME_ORDER.search(frame.group()):
            return _blank(text, at, frame.end(), end, unit)
        found = amount_at(text, at, unit)
        if found is not None and found.end <= end:
            return _stated(text, found, end, unit)
        room = blank_at(text, at)
        if room is not None:
            return _blank(text, at, min(room, end), end, unit)
        noted = UNIT_NOTE.match(text, at)
        if noted and noted.end() <= end and (text[at] != "/" or at > start):
            unit = noted["unit"] or noted["stated"] or unit
            at = noted.end()
            continue
        pointer = _REFERRED.match(text, at)
        if pointer and pointer.end() <= end:
            named = _NAMED_THERE.match(text, pointer.end(), end)
            amount = amount_at(text, named.end(), unit, bare=False) if named else None
            if amount is not None and amount.end <= end:
                return _stated(text, amount, end, unit)
            return Bound("referred", pointer.end())
        open_ended = _UNSTATED.match(text, at)
        if open_ended and open_ended.end() <= end and open_ended.end() > at:
            return Bound("unstated", open_ended.end())
        aside = _ASIDE.match(text, at)
        if aside and aside.end() <= end and not _ASIDE_WORDS.search(aside.group()):
            at = aside.end()
            continue
        step = _STEP.match(text, at)
        if step is None:
            break
        marked = marked or step.group() in ("大写", "小写", "人民币", "元")
        at = step.end()
    rest = text[at:end]
    colon = ":" in text[start:at]
    bar = "|" in text[start:at]  # a cell of its own, though the row came as one line
    if _NOTHING.match(rest) and (marked or closed or bar or (colon and rest[:1] in "。；;" and rest)):
        return Bound("blank", at, Amount(at, at, "blank"), empty=True)
    if not rest.strip() and at > start:
        return Bound("blank", at, empty=True)
    return None


def _stated(text: str, first: Amount, end: int, unit: str | None) -> Bound:
    replaced = _REPLACED.match(text, first.end, end)
    if replaced:
        later = amount_at(text, replaced.end(), unit, bare=False)
        if later is not None and later.end <= end:
            first = later
    other = twin_of(text, first, end, unit)
    last = max(first.end, other.end if other else 0)
    if _zero(first) and (other is None or other.form == "blank" or _zero(other)):
        return Bound("blank", last, Amount(first.start, first.end, "blank"))
    if _zero(first) and other is not None:
        first, other = other, None
    last = _close(text, last, end)
    op: Op = op_around(text, first.start, first.end)
    if first.value_max is not None:
        op = "range"
    elif op == "==" and re.match(
        r"(?:\([^()]{1,8}\))?[整正元]*(?:以内|之内|范围内|内(?![\u4e00-\u9fff]))", text[first.end : first.end + 14]
    ):
        op = "<="
    return Bound("stated", last, first, other, op)


def _close(text: str, at: int, end: int) -> int:
    """Take the 元整, 正 and the closing bracket that belong to an amount into its span."""
    match = _TAIL.match(text, at, end)
    return match.end() if match and text[at : match.end()].strip() else at


def _blank(text: str, at: int, room: int, end: int, unit: str | None) -> Bound | None:
    """Return the blank, or the amount where only one of the two scripts was left open."""
    if re.match(r"\s?[%‰]", text[room : room + 2]):
        return None  # room for a share
    first = Amount(at, room, "blank")
    other = twin_of(text, first, end, unit)
    if other is None or other.form == "blank" or _zero(other):
        last = other.end if other else room
        return Bound("blank", _close(text, last, end), first)
    return Bound("stated", _close(text, other.end, end), other, first)


def _zero(amount: Amount) -> bool:
    return amount.value is not None and not amount.value.strip("0.")


def twin_of(text: str, first: Amount, end: int, unit: str | None) -> Amount | None:
    """Return the amount after ``first`` that says it again in the other script (or leaves room for it)."""
    gap = _PAIR_GAP.match(text, first.end, min(end, first.end + 30))
    if gap is None or gap.end() == first.end:
        return None
    signs = gap.group()
    for at in range(first.end + 1, gap.end() + 1):
        found = amount_at(text, at, unit, bare=False)
        if found is not None and found.start >= first.end and found.end <= end:
            return found if _same_statement(signs, first, found) else None
    room = blank_at(text, gap.end())
    if room is None and signs.endswith(("¥", "小写", "大写")):
        room = blank_at(text, gap.end() - 1)
    if room is not None and room <= end and re.search(r"大写|小写|[¥(]|即", signs):
        return Amount(gap.end(), room, "blank")
    return None


def _same_statement(signs: str, first: Amount, found: Amount) -> bool:
    """Tell whether two neighbouring amounts are one: one in figures, one in capitals, or the first left open."""
    if first.form == "blank":
        return re.search(r"大写|小写|[¥(]|即", signs) is not None
    return first.form != found.form and re.search(r"大写|小写|人民币|[¥(（,，:]|即|合", signs) is not None


def threshold(text: str, end: int) -> bool:
    """Tell whether the amount that ends at ``end`` draws a line (50万元以上的项目) and is no amount of the project."""
    return _THRESHOLD.match(text, end) is not None


def unit_price(text: str, amount: Amount) -> bool:
    """Tell whether an amount is a price per something: 12元/条, 每年5万元."""
    if amount.per_unit or _UNIT_PRICE.match(text, amount.end):
        return True
    return (
        re.search(
            r"(?:每[一]?[\u4e00-\u9fff]{1,2}|单价)(?:为|是|[:：])?¥?$", text[max(0, amount.start - 8) : amount.start]
        )
        is not None
    )
