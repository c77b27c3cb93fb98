"""Amounts of money: 1,234.56万元, 贰佰陆拾捌万元整（¥2,680,000.00）, 600万元至900万元, 30万美元, cells of a table."""

import re
from decimal import Decimal

from msgspec.structs import replace

from extractor.values.currency import CURRENCIES, PREFIX, SUFFIX
from extractor.values.date import tokens
from extractor.values.numeral import Numeral, scan
from extractor.values.prepare import DASH, Prepared, Spanned, carry_back, prepare

SCALES = {
    "元": 1, "圆": 1, "百元": 100, "千元": 1000, "仟元": 1000, "万元": 10**4, "万": 10**4,
    "十万元": 10**5, "百万元": 10**6, "千万元": 10**7, "亿元": 10**8, "亿": 10**8,
}  # fmt: skip
_SCALE = "百万元|千万元|十万元|亿元|万元|千元|仟元|百元|元|圆|亿|万"

# 元 also begins other words (三元组, 5元素), and 块, 角 and 分 count other things: see _Scan.
_TAIL = re.compile(
    rf"[多余来]?(?P<kilo>[kKwW](?=[元万]))?"
    rf"(?:(?P<foreign>{SUFFIX})|(?P<yuan>[元圆](?![组素件论化宇器首老气件里坊]|旦|结构|方程|区(?!间)|数据|代码|模型|函数))|(?P<change>[块角毛分](?!之)))?"
)
_BRACKET_UNIT = re.compile(rf"[(](?:{_SCALE})[)]")
_CLOSING = re.compile(rf"(?:人民币|RMB|CNY)?(?:[(]?(?P<foreign>{SUFFIX})[)]?)?[整正]?")
_BEFORE = re.compile(
    rf"(?:(?P<word>{PREFIX})|(?P<sign>HK\$|US\$|A\$|[¥$€£]))[:：]?(?:[(]?(?:大写|小写)[)]?)?(?:金额)?[:：]?[(]?"
    rf"\s?(?:约|近|计|共计|合计|总计)?\s?$"
)
_LABEL_UNIT = re.compile(
    rf"[(\[](?:(?:金额)?单位[:：]?)?(?:人民币)?[/、,，]?(?P<unit>{_SCALE})[)\]][为约是:：|\s]{{0,4}}[(]?¥?$"
)
_DECLARED = re.compile(rf"单位[:：]?(?:人民币|RMB)?[(]?(?P<unit>{_SCALE})(?![\d一-鿿])")
_CONNECT = re.compile(rf"(?:[(]不?含(?:本数)?[)])?(?:[{DASH}]{{1,2}}|至|到)(?:人民币|[¥$])?")
_NOUN = re.compile(
    "(?:预算|投资|金额|总价|价款|价格|费用?|金|罚款|资本|赔偿|报价|限价|货款|款|经费|[概决估]算|补[贴助]|自筹|配套|拨付|支付|投入|追加|核[减增]|结余|节约|收入|产值|成本)"
    "(?:总?额)?(?:[:：]|为|达到?|约|共计?|合计|总计|不?超过|不?得?[低高少多大小]于|近|逾|各|是|在|[(]含税[)])*$"
)
_ENDS = re.compile(r"$|[，。；、,;:()）\s]|[以左起至到的]")
_PER = re.compile(r"(?:人民币)?(?:[(]不?含税[)])?(?:[/／]|[(]?每)\s?[一-鿿A-Za-z\d]")
_EACH = re.compile(r"(?:每一?[一-鿿]{1,3}|单价)(?:为|按|[:：])?$")
_SPENT = re.compile(r"(?:花费?[你我他]?|价格?|[收付费]|[元块]钱?[一-鿿]{0,3}|钱)$")
_BETWEEN_TWINS = re.compile(
    r"[整正]?[，,、；;]?[(\[]?(?:大写|小写|即|计|¥|[:：]|金额|人民币|RMB|含税|[(),，、\[\]\s])*"
)
_CELL_EDGE = frozenset("|│\n\r\t :：\u3000")


class Money(Spanned, frozen=True, kw_only=True):
    """An amount in the units of its currency (ISO 4217), never in 万.

    ``maximum`` is the upper end of a range. ``has_unit`` is False for a bare number read in a unit given by its
    surroundings. ``capital`` says that it is written in capitals (壹贰叁); ``unit_price`` that it is a price per
    something (元/人天). ``twin`` is the index, in the list it came in, of the same statement in figures or capitals.
    """

    amount: Decimal
    maximum: Decimal | None = None
    currency: str = "CNY"
    has_unit: bool = True
    capital: bool = False
    unit_price: bool = False
    twin: int | None = None

    def normal(self) -> str:
        """Return the amount with two decimals, the normal form of facts.

        >>> find_money("总投资2,087.15万元")[0].normal()
        '20871500.00'
        """
        return f"{self.amount:.2f}"


class _Amount(Spanned, frozen=True, kw_only=True):
    """An amount while it is being read; ``unit`` is the large unit it ends in, ``numeral`` its first numeral."""

    value: Decimal
    maximum: Decimal | None
    unit: int
    currency: str | None
    has_unit: bool = True
    first: int
    last: int


class _Scan:
    """One pass over the numerals of a text."""

    def __init__(self, prepared: Prepared, default_unit: str | None) -> None:
        self.prepared = prepared
        self.text = prepared.text
        self.numerals = scan(prepared)
        self.default = SCALES.get(default_unit.removeprefix("人民币")) if default_unit else None
        self.declared = None if default_unit else _DECLARED.search(self.text)
        self.days = [token for token in tokens(prepared) if token.day is not None] if default_unit else []

    def run(self) -> list[Money]:
        found: list[Money] = []
        index = 0
        ends_before = -1
        while index < len(self.numerals):
            amount = self._amount(index)
            if amount is None:
                index += 1
                continue
            money = self._money(amount)
            index = amount.last + 1
            lower = self._lower(amount, found, ends_before)
            if lower is not None:
                if found and found[-1].start == lower[0]:
                    found.pop()
                money = replace(money, start=lower[0], amount=lower[1], maximum=amount.maximum or amount.value)
            found.append(money)
            ends_before = amount.last
        return _with_twins(found, self.text)

    def _amount(self, index: int) -> _Amount | None:
        numeral = self.numerals[index]
        text = self.text
        before = text[max(0, numeral.start - 20) : numeral.start]
        if before[-1:] == "*" or _broken(before, numeral, text):
            return None
        tail = _TAIL.match(text, numeral.end)
        if tail is None:
            return None
        scale, end = 1, numeral.end
        if tail["kilo"]:
            scale, end = (1000 if tail["kilo"] in "kK" else 10**4), tail.end("kilo")
        prefix = _BEFORE.search(before)
        currency = CURRENCIES[prefix["word"] or prefix["sign"]] if prefix else None
        start = numeral.start
        if prefix and prefix["sign"]:
            start -= len(before) - prefix.start("sign")
        value, last, has_unit = numeral.value * scale, index, True
        if tail["foreign"]:
            currency, end = CURRENCIES[tail["foreign"]], tail.end("foreign")
            if currency != "CNY":
                value, last, end = self._cents(value, last, end)
        elif tail["yuan"]:
            value, last, end = self._change(value, last, tail.end("yuan"), "元")
            closing = _CLOSING.match(text, end)
            if closing is not None:
                end = closing.end()
                currency = CURRENCIES[closing["foreign"]] if closing["foreign"] else currency
        elif tail["change"]:
            read = self._small_money(index, tail.start("change"), before, marked=prefix is not None)
            if read is None:
                return None
            value, last, end = read
        else:
            own = self._bare_scale(numeral, end, before, scale, marked=prefix is not None)
            if own is None:
                return None
            own_scale, has_unit = own
            value, scale = value * own_scale, scale * own_scale
            minus = _MINUS.search(before) if self.default is not None else None
            if minus:
                value, start = -value, start - len(minus.group().lstrip())
        maximum = None if numeral.maximum is None else numeral.maximum * (value / numeral.value)
        return _Amount(
            start=start,
            end=end,
            value=value,
            maximum=maximum,
            unit=numeral.unit * scale,
            currency=currency,
            has_unit=has_unit,
            first=index,
            last=last,
        )

    def _bare_scale(
        self, numeral: Numeral, end: int, before: str, scale: int, *, marked: bool
    ) -> tuple[int, bool] | None:
        """Return what a number without 元 is to be multiplied by to be yuan, and whether that unit is its own.

        None where it is no amount.
        """
        text = self.text
        after = _BRACKET_UNIT.match(text, end)
        if after:
            return SCALES[after.group()[1:-1]], True
        if marked:
            return 1, True
        label = _LABEL_UNIT.search(before)
        if label and _ENDS.match(text, end):
            return SCALES[label["unit"]], False
        large = max(numeral.unit, scale) >= 10**4
        if large and (_PER.match(text, end) or (_ENDS.match(text, end) and _NOUN.search(before))):
            return 1, True
        if self.default is not None:
            dated = any(day.start <= numeral.start < day.end for day in self.days)
            return (self.default, False) if not dated and _stands_alone(text, numeral, end) else None
        if self.declared is not None and numeral.start >= self.declared.end() and self._fills_cell(numeral, end):
            return SCALES[self.declared["unit"]], False
        return None

    def _fills_cell(self, numeral: Numeral, end: int) -> bool:
        """Say whether a number is the only figure of a row of text, the number of the row aside.

        Where a row has several, one may be a count or a year: only a table's columns can tell.
        """
        raw = self.prepared.source
        start, stop = self.prepared.back(numeral.start, end)
        if not (stop == len(raw) or raw[stop] in _CELL_EDGE) or not (start == 0 or raw[start - 1] in _CELL_EDGE):
            return False
        left = raw[max(0, start - 60) : start].rpartition("\n")[2]
        right = raw[stop : stop + 60].partition("\n")[0]
        plain = raw[start:stop]
        if not left.strip("|│ \t\u3000") or _FIGURE.search(right) or _FIGURE.search(_ROW_NUMBER.sub("", left)):
            return False
        return not _YEAR.fullmatch(plain)

    def _change(self, value: Decimal, last: int, end: int, unit: str) -> tuple[Decimal, int, int]:
        """Add the 角 and 分 that follow; without their unit only after 块 and 角 (一块二, 两毛五)."""
        worth = {"元": Decimal("0.1"), "块": Decimal("0.1"), "角": Decimal("0.01"), "毛": Decimal("0.01")}
        while unit in worth and last + 1 < len(self.numerals):
            following = self.numerals[last + 1]
            gap = self.text[end : following.start]
            if gap not in {"", "又"} or following.value >= 10 or following.maximum is not None:
                break
            name = self.text[following.end : following.end + 1]
            if name in {"角", "毛"} and unit in {"元", "块"}:
                value += following.value / 10
            elif name == "分" and self.text[following.end + 1 : following.end + 2] != "之":
                value += following.value / 100
            elif unit != "元" and following.han and _ENDS.match(self.text, following.end):
                zero = self.text[following.start] in "零〇"
                value += following.value * (Decimal("0.01") if zero else worth[unit])
                return value, last + 1, following.end
            else:
                break
            last, end, unit = last + 1, following.end + 1, name
        return value, last, end

    def _cents(self, value: Decimal, last: int, end: int) -> tuple[Decimal, int, int]:
        if last + 1 < len(self.numerals):
            following = self.numerals[last + 1]
            if self.text[end : following.start] in {"", "又", "零"} and self.text.startswith("美分", following.end):
                return value + following.value / 100, last + 1, following.end + 2
        return value, last, end

    def _small_money(self, index: int, at: int, before: str, *, marked: bool) -> tuple[Decimal, int, int] | None:
        """Read 块, 角, 毛 and 分, which count other things too: only with change, 钱, a sign, or as all of the text."""
        numeral = self.numerals[index]
        unit = self.text[at]
        worth = {"块": Decimal(1), "角": Decimal("0.1"), "毛": Decimal("0.1"), "分": Decimal("0.01")}[unit]
        value, last, end = self._change(numeral.value * worth, index, at + 1, unit)
        sure = last > index or marked or (unit == "块" and numeral.value != int(numeral.value))
        if self.text.startswith("钱", end):
            return value, last, end + 1
        whole = self.default is None and not self.text[: numeral.start].strip() and not self.text[end:].strip()
        joined = _CONNECT.match(self.text, end) is not None
        if sure or whole or (_ENDS.match(self.text, end) and _SPENT.search(before)) or (joined and last > index):
            return value, last, end
        return None

    def _lower(self, amount: _Amount, found: list[Money], ends_before: int) -> tuple[int, Decimal] | None:
        """Return start and value of the lower end where a range leads up to ``amount``."""
        if amount.first == 0 or amount.maximum is not None:
            return None
        before = self.numerals[amount.first - 1]
        if found and ends_before == amount.first - 1:
            last = found[-1]
            if last.maximum is None and self._joined(last.end, amount.start) and last.amount < amount.value:
                return last.start, last.amount
            return None
        if not self._joined(before.end, amount.start) or before.maximum is not None:
            return None
        if (
            self.text[before.start - 1 : before.start].isascii()
            and self.text[before.start - 1 : before.start].isalnum()
        ):
            return None
        value = before.value
        if before.unit < amount.unit and value < amount.value / amount.unit:
            value *= amount.unit
        sign = before.start - (self.text[before.start - 1 : before.start] in {"¥", "$"})
        return (sign, value) if value < amount.value else None

    def _joined(self, end: int, start: int) -> bool:
        match = _CONNECT.match(self.text, end)
        return match is not None and match.end() in {start, start + 1}

    def _money(self, amount: _Amount) -> Money:
        text = self.text
        window = text[max(0, amount.start - 8) : amount.start]
        return Money(
            start=amount.start,
            end=amount.end,
            amount=amount.value,
            maximum=amount.maximum,
            currency=amount.currency or "CNY",
            has_unit=amount.has_unit,
            capital=self.numerals[amount.first].capital,
            unit_price=bool(_PER.match(text, amount.end) or _EACH.search(window)),
        )


_MINUS = re.compile(r"(?:^|\s)[-−]\s?$")
_ZERO_REST = re.compile(r"0(?!\.)")
_LONG_REST = re.compile(r"\d{4}|\d+[,，]\d")
_ROW_NUMBER = re.compile(r"^[|│\s]*\d{1,3}(?:\.\d{1,2})*[、.．|│\s]")
_FIGURE = re.compile(r"(?<![^|│\s])[\d,]+(?:\.\d+)?(?![^|│\s])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ALONE_AFTER = re.compile(rf"$|[\s，。；,;()|/]|[{DASH}]")
_ALONE_BEFORE = re.compile(rf"(?:^|[\s:：=(|¥约共计为{DASH}]|[一-鿿])$")


def _stands_alone(text: str, numeral: Numeral, end: int) -> bool:
    """Say whether a number in a cell is its amount: no ordinal, serial number, count or part of a code."""
    if not _ALONE_AFTER.match(text, end) or not _ALONE_BEFORE.search(text[max(0, numeral.start - 1) : numeral.start]):
        return False
    if text[max(0, numeral.start - 1) : numeral.start] in {"第", "表", "图", "附"}:
        return False
    return not numeral.han or end - numeral.start > 1


def _broken(before: str, numeral: Numeral, text: str) -> bool:
    """Say whether a number is the rest of a figure with wrong groups (12,3456元, 500 00元): no value is safe."""
    if len(before) < 2 or not before[-2].isdecimal():
        return False
    if before[-1] in ",，":
        return _LONG_REST.match(text, numeral.start) is not None
    return before[-1] == " " and _ZERO_REST.match(text, numeral.start) is not None


def _with_twins(found: list[Money], text: str) -> list[Money]:
    """Link each amount in capitals with the same statement in figures beside it."""
    linked = list(found)
    for index in range(len(found) - 1):
        first, second = found[index], found[index + 1]
        if first.capital == second.capital or linked[index].twin is not None or second.start - first.end > 24:
            continue
        if first.currency == second.currency and _BETWEEN_TWINS.fullmatch(text, first.end, second.start):
            linked[index] = replace(first, twin=index + 1)
            linked[index + 1] = replace(second, twin=index)
    return linked


def scan_money(prepared: Prepared) -> list[Money]:
    """Return the amounts of a prepared text in order, spans in the prepared text."""
    return _Scan(prepared, None).run()


def find_money(text: str, default_unit: str | None = None) -> list[Money]:
    """Return the amounts of money in ``text`` in order, spans in ``text``.

    With ``default_unit`` (元, 千元, 万元, 亿元, ...) bare numbers are amounts too: the cells of a column whose head
    states the unit; a unit that is none of money makes no amounts. An amount in capitals and the same in figures stay
    two items, linked by ``twin``.

    >>> [str(m.amount) for m in find_money("总价：贰佰陆拾捌万元整（¥2,680,000.00）")]
    ['2680000', '2680000.00']
    >>> [(str(m.amount), str(m.maximum)) for m in find_money("拟投60～90万元")]
    [('600000', '900000')]
    >>> [str(m.amount) for m in find_money("1,075.40", "万元")]
    ['10754000.00']
    """
    prepared = prepare(text)
    return carry_back(_Scan(prepared, default_unit).run(), prepared)


def pairs(found: list[Money]) -> list[tuple[Money, Money]]:
    """Return the statements made twice, each as (in capitals, in figures), in order; ``found`` as from find_money.

    >>> [(str(a.amount), str(b.amount)) for a, b in pairs(find_money("叁拾陆万元整（¥350,000.00）"))]
    [('360000', '350000.00')]
    """
    doubled = []
    for index, money in enumerate(found):
        if money.twin is not None and money.twin > index:
            other = found[money.twin]
            doubled.append((money, other) if money.capital else (other, money))
    return doubled


def distinct(found: list[Money]) -> list[Money]:
    """Return ``found`` without the second statement of each pair that agrees; ``twin`` no longer holds in it."""
    return [
        money
        for index, money in enumerate(found)
        if money.twin is None or money.twin > index or found[money.twin].amount != money.amount
    ]
