"""The places in a sentence where the length or the date of a period stands or should stand: its slots.

A slot is a figure (a duration, a date, an interval) or the room left for one: ``质保期__年``, ``【】个月``, ``XX日``,
``{{ years }}年``, ``[请填写…]``, ``年月日``, or a unit whose figure has vanished (``提供个月的维护``).
"""

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from extractor.fact import Op
from extractor.values import Date, find_date_ranges, find_dates, find_durations, op_around
from extractor.values.numeral import parse_numeral

SlotKind = Literal["duration", "date", "interval", "blank", "blank_date"]

_FILL = (
    r"(?:(?<![\d一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾_\\])\\?_(?: ?\\?_){0,80}"
    r"|\[[ _]*\]|【[ _]*】|〔[ _]*〕|\([ _]*\)|<[ _]*>"
    r"|\{\{[^{}\n]{0,40}\}\}|\$\{[^{}\n]{0,40}\}"
    r"|(?<![A-Za-z])[Xx×]{1,6}|\*{2,8}|□{1,4}|…{1,4}|\.{3,12}|—{2,12}|-{2,12}|(?<![A-Za-z\d])[ANnM](?=个|年|月|天|日|周|工作日)"
    r"|[\[【(][Xx×*]{1,6}[\]】)])"
)
_UNIT = r"(?:个?工作日|个?(?:日历|自然|公历)[天日]|个?月|个?星期|个?季度|[年天日周])"
_FIGURE = r"[\d一二三四五六七八九十百零〇两半壹贰叁肆伍陆柒捌玖拾佰]"
_BLANK = re.compile(rf"{_FILL} ?{_UNIT}(?!度)")
_MAY_BLANK = re.compile(r"[_\]】〕)>}Xx×*□….\-—ANnM] ?[个工日自公天月星季年周]")
"""How room for a figure ends and its unit begins: what ``_BLANK`` is not found without."""
_NAMED = re.compile(
    r"[\[【(<]\s?(?:请|此处|待)?(?:填写|填入|填|输入|补充|注明)[^\]】)>\n]{0,20}[\]】)>]"
    r"|[\[【][^\]】\n]{0,8}(?:待定|待填|待补|年限|时长|期限|周期|天数|月数|年数|时间|日期)[^\]】\n]{0,8}[\]】]"
)
_VANISHED = re.compile(
    r"(?<![\d一二三四五六七八九十百千零〇两半几数每整多这那各哪某首逐上下头满隔壹贰叁肆伍陆柒捌玖拾佰仟)）\]】_Xx×*}>N—…A□\\])"
    r"(?:个(?:月|工作日|日历[天日]))(?!份)"
)
_VANISHED_WITHIN = re.compile(r"(?<=[后起])(?:个?工作日|个?(?:日历|自然)[天日]|[天日年])(?=以?内)")
_PART = rf"(?:{_FILL}|\d{{1,4}}|[12]\d[Xx×*_]{{2}})"
_BLANK_DATE = re.compile(
    rf"(?:{_PART} ?)?年 ?(?:{_PART} ?)?月 ?(?:{_PART} ?)?日|(?:{_FILL}|20[Xx×*_]{{2}}) ?年 ?{_PART} ?月(?!份?内)"
)
_FULL_DATE = re.compile(r"\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日")
_TO = re.compile(r"\s?(?:起|始)?\s?(?:至|到|—{1,2}|-{1,2}|~)\s?")
_BEFORE = re.compile(r"(?:[\u4e00-\u9fff]{0,1}[底末初]|[上中下]旬)?(?:\([^()]{1,8}\))?(?:之前|以前|前)")
# The last month of a year: 2025年底, 2025年年末; 于2025年内建成 may take as long.
_YEAR_END = re.compile(
    r"年?(?P<end>底|末|终)|(?:年度?)?(?:之内|以内|内)(?=[，,]?[^，。；]{0,16}(?:完成|建成|交付|上线|投))"
)
_PART_ENDS = re.compile(
    r"(?P<end>[底末]?)(?P<by>(?:之|以)?前|(?:之|以)?内)|(?<=[底末])|[底末](?!期)"
)  # 一季度末前, 上半年内
_OPTION = re.compile(r"(?:[□☐]|\([\s_]*\)|\[[\s_]*\])\s?$")  # a choice of a form that is not ticked
_UNTIL = re.compile(r"(?:止|为止)(?=[，。；,\s)]|$)")
_CLOCK_STARTS = re.compile(
    r"(?:之日)?(?:起|开始)(?!至|到)"
)  # 自2025年4月1日起36个月: the day is where the clock starts
_NO_LATER = re.compile(r"(?:不迟于|不晚于|最迟|最晚|至迟|截至|截止)[^，。；]{0,6}$")
_TWIN = re.compile(r"(?:以?内)?[(,，]?(?:约|即|合|共|折合|共计|合计|计|相当于|也即|亦即|约合|≈|大约|大写:?|小写:?)?")
_LONE_BRACKET = re.compile(
    r"(?<![一二三四五六七八九十百零两壹贰叁肆伍陆柒捌玖拾\d])[(\[【](\d{1,4}|[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3})[)\]】]"
    r"(?=个?(?:日历|自然|工作)?[月天日年周])"
)
_UNDERLINED = re.compile(
    r"(?<!_)_+ ?(?:\d{1,4}|[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,4}) ?_*(?=个?(?:日历|自然|工作)?[月天日年周])"
)
_BOUND_AFTER = re.compile(r"\*{0,2}(?:\([^()]{0,12}\))?(?:以上|以内|之内|以前|之前|内|底前|前)")
_FIRST_YEAR = re.compile(r"(?:首|第一|头一)(?:个)?(?:服务)?年(?:度)?")
_LINK = re.compile(r"≈|约|\(")


_BARE = re.compile(
    r"^(?P<op>≥|>=|≧|>|＞|≤|<=|不少于|不低于|不得少于|至少|最少|不超过|不大于|不高于|最多)?\s?\(?(?P<number>\d{1,4}(?:\.\d{1,2})?|[一二两三四五六七八九十]{1,3}|[壹贰叁肆伍陆柒捌玖拾]{1,3})\)?$"
)
_UNITS = {
    "年": "Y",
    "月": "M",
    "个月": "M",
    "天": "D",
    "日": "D",
    "日历天": "D",
    "日历日": "D",
    "自然日": "D",
    "工作日": "D",
    "周": "W",
}


class Slot(Struct, frozen=True):
    """A figure or the room for one at ``start:end`` of a normalised text; ``value`` in the contract's form."""

    kind: SlotKind
    start: int
    end: int
    value: str | None = None
    op: Op = "=="
    value_max: str | None = None
    working: bool = False

    @property
    def empty(self) -> bool:
        """Tell whether this is room for a figure."""
        return self.value is None


@lru_cache(maxsize=4096)
def slots(text: str) -> tuple[Slot, ...]:
    """Return the slots of a normalised text in order, none overlapping, each thing said twice only once.

    Hours and minutes are no periods of a project and are left out.

    >>> [(s.value, s.op) for s in slots("在2.5个月(75天)以内")]
    [('P75D', '<=')]
    >>> [s.kind for s in slots("质保期【】年，工期__日，提供个月的维护")]
    ['blank', 'blank', 'blank']
    """
    if not re.search(r"[年月日天周期]|旬|星期|季度|\d[.\-/]\d|[\[【<]", text):
        return ()
    plain = _plain(text)
    found = [*_ranges(plain), *_blank_dates(text), *_dates(plain), *_durations(plain), *_blanks(text)]
    found.sort(key=lambda s: (s.start, -s.end))
    out: list[Slot] = []
    for slot in found:
        if out and slot.start < out[-1].end:
            continue
        out.append(slot)
    return tuple(_without_choices(text, _without_twins(text, out)))


def _without_choices(text: str, found: list[Slot]) -> list[Slot]:
    """Make one blank of the options of a form of which none is ticked: □12个月 □24个月 □36个月."""
    options = [s for s in found if _OPTION.search(text, max(0, s.start - 8), s.start)]
    if len(options) < 2:
        return found
    out: list[Slot] = []
    for slot in found:
        if slot not in options:
            out.append(slot)
        elif out and out[-1].kind == "blank" and not re.search(r"[，。；:\n]", text[out[-1].end : slot.start]):
            out[-1] = Slot("blank", out[-1].start, slot.end)
        else:
            out.append(Slot("blank", slot.start, slot.end))
    return out


def _plain(text: str) -> str:
    """Return the text, of the same length, without what keeps a scanner of values from a figure.

    Bold marks of Markdown (**60日**), brackets around a figure alone ((240)天), and the 同 of 合同 before a figure,
    which reads like 同一年; the line under a figure written in (__60__天).
    """
    text = text.replace("**", "  ").replace("合同", "合约")
    text = _UNDERLINED.sub(lambda m: m.group().replace("_", " "), text)
    return _LONE_BRACKET.sub(lambda m: f" {m.group(1)} ", text)


def _op_by_name(mark: str | None) -> Op:
    """Return the operator of the comparison mark before a bare number in a cell."""
    if not mark:
        return "=="
    if mark in (">", "＞"):
        return ">"
    return ">=" if mark in ("≥", ">=", "≧", "不少于", "不低于", "不得少于", "至少", "最少") else "<="


def bare_number(text: str, unit_word: str | None) -> Slot | None:
    """Return the slot of a cell that holds a number alone, its unit in the label: 质保期（年） | ≥3."""
    match = _BARE.match(text.strip())
    if match is None or unit_word is None:
        return None
    number = parse_numeral(match["number"])
    if number is None or number <= 0:
        return None
    letter = _UNITS[unit_word]
    figure = f"{number.normalize():f}"
    op = _op_by_name(match["op"])
    return Slot("duration", 0, len(text), f"P{figure}{letter}", op, None, unit_word == "工作日")


def figure_end(text: str, slot: Slot) -> int:
    """Return the end of a slot with the words after it that bound it: 60日内, 2年以上, 6月30日之前."""
    more = _BOUND_AFTER.match(text, slot.end)
    return more.end() if more else slot.end


def first_years(text: str) -> tuple[Slot, ...]:
    """Return the slots of words for the first year (首年, 第一年内), a length only of what is granted for it."""
    return tuple(Slot("duration", m.start(), m.end(), "P1Y") for m in _FIRST_YEAR.finditer(text))


def _ranges(text: str) -> list[Slot]:
    out = []
    for found in find_date_ranges(text):
        if not found.first or not found.last:
            continue
        part = re.search(r"季|半年", text[found.start : found.end])
        ends = _PART_ENDS.match(text, found.end) if part else None
        if ends:
            op: Op = "<=" if ends["by"] else "=="
            out.append(Slot("date", found.start, ends.end("end"), found.last, op))
        else:
            out.append(Slot("interval", found.start, found.end, f"{found.first}/{found.last}"))
    return out


def _dates(text: str) -> list[Slot]:
    out = []
    for found in _with_years(text):
        if found.blank:
            out.append(Slot("blank_date", found.start, found.end))
        elif re.fullmatch(r"\d{4}", found.iso) and (last := _YEAR_END.match(text, found.end)):
            bound = last["end"] is None or _BEFORE.match(text, last.end())
            out.append(Slot("date", found.start, last.end(), f"{found.iso}-12", "<=" if bound else "=="))
        elif re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", found.iso) and not _CLOCK_STARTS.match(text, found.end):
            late = (
                _BEFORE.match(text, found.end)
                or _UNTIL.match(text, found.end)
                or _NO_LATER.search(text, max(0, found.start - 12), found.start)
            )
            out.append(Slot("date", found.start, found.end, found.iso, "<=" if late else "=="))
    return out


def _with_years(text: str) -> list[Date]:
    """Return the dates of a text; a later day of a sentence that leaves out the year has that of the last one."""
    out: list[Date] = []
    for found in find_dates(text):
        last = out[-1] if out else None
        carried = last and not last.blank and last.iso[:4].isdecimal() and found.iso.startswith("--")
        if last and carried and last.iso[5:] < found.iso[2:] and "。" not in text[last.end : found.start]:
            out.append(Date(start=found.start, end=found.end, iso=f"{last.iso[:4]}{found.iso[1:]}"))
        else:
            out.append(found)
    return out


def _blank_dates(text: str) -> list[Slot]:
    if text.find("月", text.find("年") + 1) < 0:
        return []
    singles = [m.span() for m in _BLANK_DATE.finditer(text) if not _FULL_DATE.fullmatch(m.group())]
    out: list[Slot] = []
    for start, end in singles:
        if out and _TO.fullmatch(text, out[-1].end, start):
            out[-1] = Slot("blank_date", out[-1].start, end)
        else:
            out.append(Slot("blank_date", start, end))
    return out


def _durations(text: str) -> list[Slot]:
    out = []
    for found in find_durations(text):
        if "T" in found.iso or not re.search(r"[1-9]", found.iso):
            continue
        if found.iso_max:
            out.append(Slot("duration", found.start, found.end, found.iso, "range", found.iso_max, found.working))
            continue
        op: Op = op_around(text, found.start, found.end)
        if re.match(r"(?:\([^()]{1,12}\))?(?:以内|之内|内|里)", text[found.end : found.end + 20]) and op == "==":
            op = "<="
        out.append(Slot("duration", found.start, found.end, found.iso, op, None, found.working))
    return out


def _blanks(text: str) -> list[Slot]:
    out: list[Slot] = []
    if _MAY_BLANK.search(text) is not None:
        out += [Slot("blank", m.start(), m.end(), working="工作日" in m.group()) for m in _BLANK.finditer(text)]
    out += [Slot("blank", m.start(), m.end()) for m in _NAMED.finditer(text)]
    out += [Slot("blank", m.start(), m.end(), working="工作日" in m.group()) for m in _VANISHED_WITHIN.finditer(text)]
    out += [Slot("blank", m.start(), m.end(), working="工作日" in m.group()) for m in _VANISHED.finditer(text)]
    return out


def _length(iso: str) -> float | None:
    """Return a rough length in days, to see whether two figures can mean one thing."""
    match = re.fullmatch(r"P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?", iso)
    if match is None:
        return None
    years, months, weeks, days = (float(x or 0) for x in match.groups())
    return years * 365 + months * 30.4 + weeks * 7 + days


def _without_twins(text: str, found: list[Slot]) -> list[Slot]:
    """Drop what says the figure before it again in other units: 1.5个月（45天）, 5个月（3月至8月）."""
    out: list[Slot] = []
    for slot in found:
        last = out[-1] if out else None
        if last is None or last.empty or slot.empty or not _twin_gap(text[last.end : slot.start]):
            out.append(slot)
            continue
        if slot.kind == "interval" or last.kind == "interval":
            continue
        if slot.kind == "duration" and _alike(last, slot):
            value = slot.value if "." in (last.value or "") else last.value
            working = slot.working if "." in (last.value or "") else last.working
            op = _outer_op(text, slot) or (slot.op if last.op == "==" else last.op)
            out[-1] = Slot("duration", last.start, slot.end, value, op, None, working)
            continue
        out.append(slot)
    return out


def _alike(first: Slot, second: Slot) -> bool:
    """Tell whether two durations can mean one thing, a working day counted as such or as 7/5 of a day."""
    a, b = _length(first.value or ""), _length(second.value or "")
    if not a or not b:
        return False
    scale = (1.4 if first.working else 1.0) / (1.4 if second.working else 1.0)
    return any(0.8 <= a * factor / b <= 1.25 for factor in (1.0, scale))


def _twin_gap(gap: str) -> bool:
    return len(gap) <= 8 and bool(_LINK.search(gap)) and bool(_TWIN.fullmatch(gap))


def _outer_op(text: str, slot: Slot) -> Op | None:
    """Return ``<=`` where the bracket after a figure is followed by 内: 2.5个月（75天）以内."""
    if re.match(r"(?:的)?[)）]?(?:以内|之内|内)", text[slot.end : slot.end + 6]):
        return "<="
    return None
