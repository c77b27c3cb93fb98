"""Instalments of the price (payment.share): 首付款30%, 支付合同总价的40%, 余款10%, 一次性付清, tables with shares.

Each instalment is one fact, so equal shares stand as often as the document agrees them. A cumulative 付至80%, retention
money, bonds, penalties, tax and scores are no instalments.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

from msgspec import Struct

from extractor.fact import Fact
from extractor.facts.amount_said import CITED, EXAMPLE
from extractor.facts.amounts import FILL
from extractor.facts.payment_table import share, table_shares
from extractor.facts.payment_words import Scene
from extractor.facts.roles import roles
from extractor.facts.view import Unit, View
from extractor.facts.windows import REACH, hits_between, sentence_at
from extractor.terms import Hit
from extractor.values import find_percents

KIND = "payment.share"
_BLANK_SHARE = re.compile(
    rf"(?:{FILL}\s?)+%|百分之\s?{FILL}|(?<=[的价款额费用付计为:])\s?%(?=[^\d])|(?<=[的价款额费用付计为:])[A-N]%"
)
_HALF = re.compile(r"(?<=[价款额费用付清])的?(?:另外?|剩余|余下|其余)?的?(?:一半|二分之一|1/2)")
_BLANK_NEEDS = re.compile(r"(?<!\d)%|百分之")  # no room for a share without one of these
_FRACTION = re.compile(
    r"(?P<under>[三四五六七八九十])分之(?P<over>[一二两三四五六七八九])"
    r"(?=的?(?:本?合同|总|价|款|费|货|金额|余|报酬|经费|于|在|作为|给|予|后|时|待|付|支付|由|即|验收|终验|初验|竣工|签|交|到货|上线|试运行|安装|完|质保|[，。；,;()、\s]|$))|(?<=[价款额费用付的])(?P<top>[1-9])/(?P<base>[3-9])(?![\d/])"
)
# Several shares in a row that make up the whole: 30%-60%-10%.
_CHAIN = re.compile(r"\d{1,2}(?:\.\d)?%(?:\s?[-—~/+:]{1,2}\s?\d{1,2}(?:\.\d)?%){2,6}")
_LINED = re.compile(r"_+ ?(?=\d{1,3}(?:\.\d{1,2})? ?_*%)|(?<=\d)_+ ?(?=%)")
_ANNOUNCES = re.compile(r"(?:付款|支付|拨付|款项)[^，,。；%\d:：]{0,10}[:：]")
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
# What says nothing against a payment in one sum: an invoice's tax, a first payment that there is none of.
_TAXED = re.compile(
    r"(?:增值税)?(?:专用|普通)?(?:电子)?发票|(?:增值税)?专票|(?:不?含|价)税"
    r"|(?:不|无|未|没有)(?:再|另行?|设|设置|支付|收取|约定|安排)*(?:预付款?|定金|首付款?)"
)
_RATIO_LIST = re.compile(r"(?<![\d:])(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?::(\d{1,2}))?(?::(\d{1,2}))?(?![\d:])")
_POINTER = re.compile(
    r"(?:[，,:为]|及[^，。；]{0,8}|和[^，。；]{0,8}|等)?\s?(?:具体)?(?:详见|见|参见|按照?|依照?|依据|根据|以|执行)\s?[^，。；]{0,16}(?:附件|附表|附录|专用条款|合同条款|约定|计划|协议|方案|前附表)"
)
_LABEL_BLANK = re.compile(rf"(?:[:：]|为)\s?{FILL}")
_WHOLE = re.compile(
    r"(?:(?:全款|全部(?:的)?(?:合同|开发|服务|项目|技术服务)?(?:总)?(?:价款|款项|费用|货款|金额|价|款|报酬)|合同全款|(?:合同)?(?:总价款|价款|总价|金额|总额|款项|款|总金额)|总费用|费用|货款|报酬|经费)"
    r"[^，。；]{0,24}?(?:一次性|(?<![第每首任另再])一次|一笔)(?:全额|足额|全部)?(?:付清|支付|付讫|结清|付款|付给|拨付|支付完毕|结算|转账))"
    r"|(?:一次性|(?<![第每首任另再])一次|(?<!第)一笔)(?:全额|足额)?(?:向[^，。；]{1,12})?(?:付清|支付|付讫|结清|付给|拨付|支付给)[^，。；]{0,14}?(?:全款|全部|全额|合同价款|合同总价|合同总?款|合同总?金额|合同总?额|总价款|总金额|价款|总额|货款|服务费|费用|款项)"
    r"|一次性(?:将|把)[^，。；]{0,16}?(?:款项|价款|款|费用|费|金额|报酬)[^，。；]{0,6}?(?:支付|付给|付清|汇入|汇至|转入)"
    r"|(?:一次性|(?<![第每首任另再])一次)(?:付清|付讫|全额支付|全额付款|全额付清|付款|支付|总付|结清)(?=[。；，,)]|$)"
    r"|(?:支付|付清|结清|付给|拨付|付)[^，。；]{0,12}?(?:全部|全额|所有)(?:的)?(?:合同|项目|服务|技术服务|开发)?(?:总)?(?:价款|款项|费用|货款|金额|款|价)"
    r"|全[额款](?:支付|付款|付清|结清|拨付)"
)
_NOT_WHOLE = re.compile(
    r"剩余|余款|尾款|其余|余下|未付|违约|赔偿|逾期|分期|分次|分批|分[一二三四五六两几\d]+[次期笔批]|多次|退还|退回|返还|保证金|质保金|押金|代理|每月|每年|每季|按月|按季|第[一二三四五]期|首期|首付|预付|扣除|利息|罚|解除|终止|不予|不再|②|按年|税|报销|工资|每次|诉讼|未能?"
)
_TWIN = re.compile(r"\s?[(（,，]?\s?(?:即|大写|也即|亦即)?[:：]?\s?[(（]?")
_BETWEEN = re.compile(r"(?:[、，,和及与/:;\s-]|\([^()]{0,16}\)|的比例|比例)*")


_LISTED = re.compile(r"\s?(?:[、和及与/:+~]|[-—]{1,2})\s?")


class Slot(Struct, frozen=True):
    """A share, or the room for one, at ``start:end`` of a unit's text."""

    start: int
    end: int
    ratio: Decimal | None
    ranged: bool = False


def find(view: View) -> Iterator[Fact]:
    """Yield the instalments of a document: ``value`` the share of the price as a decimal (30% is ``0.30``)."""
    buyer_second = cache(lambda: roles(view).second == "buyer")  # read only where a share is found
    for unit in view.units:
        if unit.hits_of("payment", "pay", "instalment", "ratio", "whole", "cumulative"):
            yield from _in_text(view, unit, buyer_second)
        yield from _line_under_heading(view, unit)
    yield from table_shares(view)


_LINE = re.compile(
    r"\s?(?:[(]?[\d一二三四五六]{1,2}[)、.]|[①-⑳]|第[一二三四五六][期次笔]|[-*·•])\s?"
    r"(?P<what>[\u4e00-\u9fff\d()、]{2,20})\s?[:：]\s?(?P<share>\d{1,3}(?:\.\d{1,2})?%)[。；;]?"
)
_PAY_TITLE = re.compile(r"(?:付款|支付)(?!密码|平台|系统|接口|功能)")


def _line_under_heading(view: View, unit: Unit) -> Iterator[Fact]:
    """Yield the share of a list line that says only what the instalment waits for: 支付约定 / （1）签约后7日内：40%."""
    line = _LINE.fullmatch(unit.text) if unit.text.endswith(("%", "%。", "%；")) else None
    if line is None or unit.hits_of("payment", "pay", "instalment", "other", "cumulative"):
        return
    for above in reversed(view.units[max(0, unit.index - 6) : unit.index]):
        if _LINE.fullmatch(above.text):
            continue
        if len(above.text) <= 20 and _PAY_TITLE.search(above.text):
            start, end = line.start("what"), line.end("share")
            share_of = Decimal(line["share"].rstrip("%")) / 100
            yield _fact(view, unit, start, Slot(line.start("share"), end, share_of), "line_under_heading")
        return


def _in_text(view: View, unit: Unit, buyer_second: Callable[[], bool]) -> Iterator[Fact]:
    slots = _slots(unit.text)
    announced = _announced(unit, slots)
    accepted: set[tuple[int, int]] = set()
    for start, end in unit.sentences():
        first = bisect_left(slots, start, key=lambda slot: slot.start)
        inside = slots[first : bisect_left(slots, end, key=lambda slot: slot.start)]
        if inside:
            yield from _sentence(view, unit, (start, end), inside, accepted, announced, buyer_second)
        elif end - start <= REACH and hits_between(unit, start, end, "payment", "pay", "instalment", "whole"):
            yield from _without_figures(view, unit, start, unit.text[start:end])
    for hit in unit.hits_of("payment", "ratio"):
        yield from _label(view, unit, hit)


def _slots(text: str) -> list[Slot]:
    """Return the shares of a text in order; one said twice (30%（百分之三十）) once."""
    lines = {m.end(): m.start() for m in _LINED.finditer(text)}  # 支付__30__%: the figure stands on a line
    text = _LINED.sub(lambda m: " " * len(m.group()), text)
    chained = list(_chained(text))
    single = [p for p in find_percents(text) if not any(c.start < p.end and p.start < c.end for c in chained)]
    found = [*chained, *(Slot(lines.get(p.start, p.start), p.end, p.ratio, p.maximum is not None) for p in single)]
    blank = _BLANK_NEEDS.search(text) is not None
    found += [Slot(m.start(), m.end(), None) for m in (_BLANK_SHARE.finditer(text) if blank else ())]
    found += [Slot(m.start(), m.end(), Decimal("0.5")) for m in _HALF.finditer(text)]
    found += [Slot(m.start(), m.end(), _fraction(m)) for m in _FRACTION.finditer(text)]
    found.sort(key=lambda s: (s.start, -s.end))
    out: list[Slot] = []
    for slot in found:
        if out and slot.start < out[-1].end:
            continue
        if (
            out
            and out[-1].ratio is not None
            and out[-1].ratio == slot.ratio
            and _TWIN.fullmatch(text[out[-1].end : slot.start])
            and slot.start > out[-1].end
        ):
            continue
        out.append(slot)
    return out


def _chained(text: str) -> Iterator[Slot]:
    """Yield the shares of chains that add up to the whole; two figures with a dash are a range."""
    for chain in _CHAIN.finditer(text):
        parts = list(re.finditer(r"[\d.]+(?=%)", chain.group()))
        if sum(Decimal(part.group()) for part in parts) == 100:
            for part in parts:
                yield Slot(chain.start() + part.start(), chain.start() + part.end() + 1, Decimal(part.group()) / 100)


def _fraction(match: re.Match[str]) -> Decimal:
    """Return a common fraction with four decimals: 三分之一 is 0.3333."""
    over, under = match["over"] or match["top"], match["under"] or match["base"]
    top, base = (int(part) if part.isdecimal() else _DIGITS[part] for part in (over, under))
    return (Decimal(top) / base).quantize(Decimal("0.0001"))


def _announced(unit: Unit, found: list[Slot]) -> frozenset[int]:
    """Return where the shares of a list begin that is announced as payments and makes up the whole.

    里程碑付款：M1蓝图确认15%，M2开发完成35%，M3上线30%，M4终验20%: whatever each of them waits for.
    """
    out: set[int] = set()
    for lead in _ANNOUNCES.finditer(unit.text):
        stop = unit.text.find("。", lead.end(), lead.end() + REACH)
        end = stop if stop >= 0 else min(len(unit.text), lead.end() + REACH)
        first = bisect_left(found, lead.end(), key=lambda slot: slot.start)
        listed = found[first : bisect_left(found, end, key=lambda slot: slot.start)]
        stated = [slot.ratio for slot in listed if slot.ratio is not None and not slot.ranged]
        if len(stated) < 2 or len(stated) != len(listed) or sum(stated) != 1:
            continue
        if not hits_between(unit, lead.end(), listed[-1].end, "payment", "other", "breach", "cumulative"):
            out.update(slot.start for slot in listed)
    return frozenset(out)


def _sentence(
    view: View,
    unit: Unit,
    span: tuple[int, int],
    inside: list[Slot],
    accepted: set[tuple[int, int]],
    announced: frozenset[int],
    buyer_second: Callable[[], bool],
) -> Iterator[Fact]:
    start, end = span
    cited = CITED.search(unit.text, start, end) or EXAMPLE.search(unit.text, start, end)
    before: Slot | None = None
    groups = _lists(unit.text, inside)
    for number, group in enumerate(groups):
        following = groups[number + 1][0].start if number + 1 < len(groups) else end
        first, last = group[0], group[-1]
        scene = Scene(
            unit, start, end, first.start, last.end, before.end if before else start, following, turned=buyer_second()
        )
        reason: str | None
        if cited:
            reason = "引用、举例或其他项目"
        elif any(s.ranged or (s.ratio is not None and not Decimal("0.01") <= s.ratio <= 1) for s in group):
            reason = "不是一期付款的比例"
        elif (
            before is not None
            and (before.start, before.end) in accepted
            and _BETWEEN.fullmatch(unit.text[before.end : first.start])
            and not scene.object_of_other()
        ):
            reason = None
        else:
            reason = scene.refusal()
            if reason == "" and first.start in announced:
                reason = None
        before = last
        if reason is None:
            accepted.add((last.start, last.end))
            for slot in group:
                yield _fact(view, unit, scene.words_start() if slot is first else slot.start, slot, scene.pattern)
        elif reason:
            view.refuse(KIND, "share_in_text", reason, unit, first.start, last.end)


def _lists(text: str, inside: list[Slot]) -> list[list[Slot]]:
    """Group shares that are listed without other words between them: 30%、40%和30%."""
    groups: list[list[Slot]] = []
    for slot in inside:
        if groups and _LISTED.fullmatch(text[groups[-1][-1].end : slot.start]):
            groups[-1].append(slot)
        else:
            groups.append([slot])
    return groups


def _fact(view: View, unit: Unit, start: int, slot: Slot, pattern: str) -> Fact:
    return Fact(
        KIND,
        "stated" if slot.ratio is not None else "blank",
        unit.norm.source[slice(*unit.norm.span(start, slot.end))].strip(),
        view.evidence(unit, start, slot.end),
        value=None if slot.ratio is None else share(slot.ratio),
        pattern=f"{KIND}:{pattern}",
    )


def _without_figures(view: View, unit: Unit, start: int, sentence: str) -> Iterator[Fact]:
    """Yield the whole price paid in one sum (1.00), and shares given as a proportion (按3:4:3支付)."""
    if CITED.search(sentence) or EXAMPLE.search(sentence):
        return
    match = _WHOLE.search(sentence)
    if match is not None:
        if _NOT_WHOLE.search(_TAXED.sub("", sentence)) or re.search(r"[①②③]|□|/分|／分|或者?分|_{2,}\s?[(]", sentence):
            view.refuse(KIND, "whole_price", "不是一次付清全部价款", unit, start + match.start(), start + match.end())
        else:
            yield _fact(
                view,
                unit,
                start + match.start(),
                Slot(start + match.start(), start + match.end(), Decimal(1)),
                "whole_price",
            )
        return
    proportion = _RATIO_LIST.search(sentence)
    if proportion and re.search(r"支付|付款|分期|拨付", sentence):
        parts = [int(p) for p in proportion.groups() if p]
        if len(parts) >= 2 and sum(parts) in (10, 100) and not re.search(r"评|分值|权重|配比|负担|承担|分成", sentence):
            at = start + proportion.start()
            for part in parts:
                yield _fact(
                    view, unit, at, Slot(at, start + proportion.end(), Decimal(part) / sum(parts)), "proportion"
                )


def _label(view: View, unit: Unit, hit: Hit) -> Iterator[Fact]:
    """Yield 付款比例：[请填写…] as blank and 各期付款比例见附件一 as referred."""
    if hit.end - hit.start < 4:
        return
    _, end = sentence_at(unit.text, hit.start)
    empty = _LABEL_BLANK.match(unit.text, hit.end, end)
    pointer = _POINTER.match(unit.text, hit.end, end)
    if empty is not None and unit.text[empty.end() : empty.end() + 1] == "%":
        return
    stop = empty.end() if empty else pointer.end() if pointer else None
    if stop is None:
        return
    yield Fact(
        KIND,
        "blank" if empty else "referred",
        unit.norm.source[slice(*unit.norm.span(hit.start, stop))].strip(),
        view.evidence(unit, hit.start, stop),
        pattern=f"{KIND}:{'ratio_blank' if empty else 'ratio_referred'}",
    )
