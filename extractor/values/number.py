"""Plain numbers: 3,500台, 叁拾台, 2万5千户, 二十余项, 三分之一, 1又3/4, -12.

A Han digit alone is a number only where something shows it: a measure word, or nothing but punctuation around it
(九江, 三亚, 一体化, 两化融合 and 统一 hold none).
"""

import re
from decimal import Decimal, localcontext

from extractor.values.numeral import Numeral, scan
from extractor.values.prepare import Prepared, Spanned, carry_back, prepare

_MEASURE = re.compile(
    r"[多余来几]?(?:"
    r"平方?(?:公里|千米|米)|立方米|公里|千米|厘米|毫米|海里|公斤|千克|千瓦|兆瓦|公顷|小时|分钟|工作日|星期|百分点|人[天月年日次]"
    r"|个(?!别|性|体|人信息)|台|套|人(?![民工事员大社力才机])|名(?!称|义|单|录|牌)|家(?!庭|具|电|长|属)|次(?!性|要|日|年|月|数|序|级)"
    r"|项(?!目)|份(?!额)|户(?!型|籍|口)|路(?!径|由|线|演)|张(?!家|掖|北)|件(?!事)|条(?!件|款|例)|座(?!谈|位|机)|处(?!理|置|罚|于|长|室)"
    r"|组(?!织|合|件|成|建|态|装)|批(?!准|复|量|次|示)|种|类(?!别|型|似)|款(?!项)|只(?![要有能是])|枚|根(?!据|本)|块|部(?![分署门队件])|册|本"
    r"|页|篇|章(?!程)|节(?!点|能|日|约)|字(?!段|典|符|节)|字节|行(?!政|业|为|动|程|使|驶)|列(?!入|出|表|支|示)|层(?!面|次|级)|栋|幢|间|室|辆|架(?!构)"
    r"|艘|片(?!区)|米|亩|吨|斤|克(?!服|隆)|升(?!级)|度(?!假)|倍|位(?!于|置)|周?岁|期(?!间|限|货|望)|轮(?!换|岗|流)|场(?!景|所|地)|门(?!户|槛|诊|源|头|峡|市)"
    r"|科(?!技|学|目)|镇|村|社区|街道|站(?!式|位|点)|所|颗|箱|瓶|包(?!括|含|头)|支(?!持|付|撑|出|部|行|队)|笔|单(?![位元])|例(?!如|外)|滴|对(?!应|接|齐|比|账|方)|双"
    r"|打|盏|桶|袋|副|幅|口(?!径|岸|令)|道(?!路|德)|段(?!落)|集(?!成|团|群|中|约)|年(?!度|级|代|检|报)|月(?!度|报|份)|[日天](?!常|志|津)|周(?!边|期|围|转)|秒"
    r"|时(?![间期段限代任])|分(?![之类析布级析配别工包级支期批步析发担])|点(?=[半钟前后至到,，。;；]|$)|[Gg][Bb]|[Tt][Bb]|[Mm][Bb]|核|线(?![上下路索程性])|瓦|元(?![组素数])"
    r")"
)
_EDGE = r"\s，。、；：！？,.;:!?()（）\[\]【】“”\"'‘’《》<>=+*|/~—…"
_EDGE_BEFORE = re.compile(rf"(?:^|[{_EDGE}\-负])$")
_EDGE_AFTER = re.compile(rf"$|[{_EDGE}\-]")
_SAID = re.compile(r"(?:[是为点前于]|等于)$")
_SAID_AFTER = re.compile(rf"[这那不而却的]|$|[{_EDGE}]")
# 一企一策, 一户一档: each its own; 一次性, 一期工程, 一类设备: a kind or an ordinal.
_EACH_ITS_OWN = re.compile(r"一[^\s，。一]{1,2}一[^\s，。]")
_FIRST = re.compile(r"一(?:路(?!视频|信号)|次(?:性|支?付|包|签)|[期级类代道行线流门单度片所部口包支]|条龙|点(?!半))")
# 一、 and （一） at the head of a line number the line.
_LINE_START = re.compile(r"(?:^|\s)$|[^\d\s][(]$|^[(]$|\s[(]$")
_LIST_MARK = re.compile(r"[、)．.](?=[^\s一二三四五六七八九十])")
_ONE_WORDS = frozenset("逐统唯之单合归划专")
_HALF_OF_ONE = re.compile(rf"半(?=[{_EDGE}的以]|$)")
_HALF = re.compile(r"半百|(?<![一-鿿\d])半个(?![年月天小日])|(?<=[是有约])半个(?![年月天小日])")
_SIGN = re.compile(r"负$|(?:^|[^\d\-−A-Za-z)%一-鿿]|[为是于:：约至到])[-−]$")
_PRECISION = 28


class Number(Spanned, frozen=True, kw_only=True):
    """A plain number; ``maximum`` is set for neighbours that mean a range (三五个). ``measure`` is its measure word."""

    value: Decimal
    maximum: Decimal | None = None
    measure: str = ""


def _shown(text: str, numeral: Numeral) -> bool:
    """Say whether a numeral is used as a number where it stands."""
    before = text[max(0, numeral.start - 2) : numeral.start]
    written = text[numeral.start : numeral.end]
    if not numeral.han:
        return not (before[-1:].isascii() and (before[-1:].isalpha() or before[-1:] == "_"))
    if len(written) > 1 and not numeral.digits and not numeral.implied:
        return True
    if _LIST_MARK.match(text, numeral.end) and _LINE_START.search(before):
        return False
    edge = _EDGE_BEFORE.search(before)
    if edge and _EDGE_AFTER.match(text, numeral.end):
        return written != "两两"
    if before[-1:] in {"第", "万"} or (written == "一" and before[-1:] in _ONE_WORDS):
        return False
    if written == "一" and (
        _EACH_ITS_OWN.search(text, max(0, numeral.start - 3), numeral.end + 4) or _FIRST.match(text, numeral.start)
    ):
        return False
    measure = _MEASURE.match(text, numeral.end)
    if measure and measure.group() == "期" and before[-1:] not in {"分", "共", "为"}:
        return False
    if measure or (written == "一" and _HALF_OF_ONE.match(text, numeral.end)):
        return True
    return bool(edge or _SAID.search(before)) and bool(_SAID_AFTER.match(text, numeral.end))


class _Scan:
    def __init__(self, prepared: Prepared) -> None:
        self.text = prepared.text
        self.numerals = scan(prepared)

    def run(self) -> list[Number]:
        found: list[Number] = []
        index = 0
        while index < len(self.numerals):
            fraction = self._mixed(index) or self._fraction(index)
            if fraction is not None:
                found.append(fraction[0])
                index = fraction[1]
                continue
            numeral = self.numerals[index]
            index += 1
            if not _shown(self.text, numeral):
                continue
            value, end = numeral.value, numeral.end
            if value == 1 and _HALF_OF_ONE.match(self.text, end):
                value, end = Decimal("0.5"), end + 1
            found.append(self._number(numeral.start, end, value, numeral.maximum))
        found += [
            Number(start=match.start(), end=match.end(), value=Decimal(50 if match.group() == "半百" else "0.5"))
            for match in _HALF.finditer(self.text)
        ]
        return sorted(found, key=lambda item: item.start)

    def _gap(self, index: int) -> str | None:
        """Return what stands between numeral ``index`` and the next, None where there is none near."""
        if index + 1 >= len(self.numerals):
            return None
        start, end = self.numerals[index].end, self.numerals[index + 1].start
        return self.text[start:end] if end - start <= 4 else None

    def _fraction(self, index: int) -> tuple[Number, int] | None:
        """Read 三分之一 and 1/3; return it with the index after it."""
        gap = self._gap(index)
        if gap not in {"/", "分之", "分之负"}:
            return None
        first, second = self.numerals[index], self.numerals[index + 1]
        above, below = (first, second) if gap == "/" else (second, first)
        if gap == "/":
            dated = len(first.digits) == 4 or self._gap(index + 1) == "/" or self.text[: first.start].endswith("/")
            if dated or not _shown(self.text, first):
                return None
        if not below.value:
            return None
        with localcontext() as context:
            context.prec = _PRECISION
            value = above.value / below.value
        if gap.endswith("负"):
            value = -value
        return self._number(first.start, second.end, value, None), index + 2

    def _mixed(self, index: int) -> tuple[Number, int] | None:
        """Read a whole number with a fraction: 三又二分之一, 1 3/5, 一又十分一."""
        gap = self._gap(index)
        if gap not in {"又", " "}:
            return None
        whole = self.numerals[index]
        fraction = self._fraction(index + 1)
        if fraction is None and gap == "又" and self._gap(index + 1) == "分":
            below, above = self.numerals[index + 1], self.numerals[index + 2]
            fraction = Number(start=below.start, end=above.end, value=above.value / below.value), index + 3
        if fraction is None or whole.value != int(whole.value):
            return None
        return self._number(whole.start, fraction[0].end, whole.value + abs(fraction[0].value), None), fraction[1]

    def _number(self, start: int, end: int, value: Decimal, maximum: Decimal | None) -> Number:
        measure = _MEASURE.match(self.text, end)
        sign = _SIGN.search(self.text, max(0, start - 2), start)
        if sign is None and start == 2 and self.text[:2] in {"- ", "− "}:
            start, value = 0, -value
        elif sign is not None:
            start, value = start - 1, -value
        return Number(
            start=start,
            end=end,
            value=value,
            maximum=maximum,
            measure=measure.group().lstrip("多余来几") if measure else "",
        )


def scan_numbers(prepared: Prepared) -> list[Number]:
    """Return the plain numbers of a prepared text in order, spans in the prepared text."""
    return _Scan(prepared).run()


def find_numbers(text: str) -> list[Number]:
    """Return the plain numbers in ``text`` in order, spans in ``text``; figures of amounts and dates are numbers too.

    >>> [(str(n.value), n.measure) for n in find_numbers("配置终端1,250台，建设三千八百个点位")]
    [('1250', '台'), ('3800', '个')]
    >>> find_numbers("项目落地九江市和三亚市，推进一体化")
    []
    """
    prepared = prepare(text)
    return carry_back(scan_numbers(prepared), prepared)
