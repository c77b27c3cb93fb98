"""Fields and clauses left unfilled in a contract and the forms around it (form.blank); signature lines are none."""

import re
from collections.abc import Iterator

from msgspec import Struct

from extractor.document import Table
from extractor.fact import DocumentKind, Fact
from extractor.facts.amounts import FILL, amounts
from extractor.facts.view import Unit, View
from extractor.facts.windows import hits_between
from extractor.outline import numbered

KIND = "form.blank"
_FORMS: frozenset[DocumentKind] = frozenset(
    {
        "contract", "supervision_contract", "award_notice", "filing_record", "application_form",
        "responsibility_letter", "acceptance_application", "change_request", "payment_record", "unknown",
    }
)  # fmt: skip
_UNIT_AFTER = r"(?:个?(?:工作日|日历天|月|年|季度)|[年月日天元%份人次套台周号款条期家处万亿]|小时|分钟)"
_EMPTY = re.compile(
    rf"(?P<fill>(?:{FILL}\s?)+|\([\s_]*\)(?=\s?{_UNIT_AFTER}))|(?P<letter>(?<![A-Za-z\d])[A-NP-Z](?={_UNIT_AFTER})(?!\d))"
    rf"|(?P<date>(?:20[\dXx*_]{{2}}|(?<=[:：为于自至从在])|(?<=^))\s?年\s?(?:\d{{1,2}}\s?)?月\s?日)"
    rf"|(?P<unit>(?<=[提供前后期为于在满计付达行免共内:,，至])(?:个(?:月|工作日|日历天)|%))"
    rf"|(?P<money>(?<=[:计币])(?:万)?元(?=[,，。；;)整(]|$))"
    rf"|(?P<words>待定|待填(?:写)?|待补充|待明确|待确定)"
)
_REST = re.compile(rf"\s?(?:{FILL}|{_UNIT_AFTER}|[万仟佰拾元圆整正角分内]|\s(?={FILL}))*[)）\]]?")
_RULE_LINE = re.compile(r"[\s_\-*.…—=|]*$")
_REMARK = re.compile(r"(?:备注|说明|补充(?:条款|约定|事项)|其[他它](?:约定|事项|条款)?)\s?[:：]\s?$")
_PAGE = re.compile(r"第\s?_*\s?页|共\s?_*\s?页|页\s?码|-\s?\d+\s?-")
_ANNEX = re.compile(r"^\s*(?:附件|附表|附图|附录)\s*[一二三四五六七八九十\d]*\s*[:：]?")
_COUNTED = re.compile(r"目录|[.…]{4,}\s?\d{1,3}\s*$")
_LABEL_CUT = re.compile(r"[，,。；;、\n|]")
_MASKED = re.compile(r"¥?\s?\*{3,}")


class Gap(Struct, frozen=True):
    """Room to write at ``start:end`` of a unit's text, with the label in front of it."""

    start: int
    end: int
    label_start: int
    label: str


def find(view: View) -> Iterator[Fact]:
    """Yield the unfilled places of a contract-like document, one a sentence or cell; ``subject`` is the label."""
    if view.kind not in _FORMS:
        return
    near = _signature_neighbourhood(view)
    labels = {pair.value.index: pair.label for pair in reversed(view.labelled)}
    for unit in view.units:
        if not unit.text.strip():
            continue
        if unit.cell is None and _bare_field(view, unit, near):
            yield _blank(view, unit, Gap(0, len(unit.text), 0, unit.text.strip(" :")), None, "field_without_value")
            continue
        for start, end in unit.sentences():
            gap = _gap(unit, start, end)
            if gap is None:
                continue
            reason = _refusal(view, unit, gap, start, end, near)
            if reason is not None:
                view.refuse(KIND, "blank", reason, unit, gap.start, gap.end)
                continue
            yield _blank(view, unit, gap, labels.get(unit.index) if not gap.label else None, "blank")
    yield from _empty_cells(view, near)


def _blank(view: View, unit: Unit, gap: Gap, label: Unit | None, pattern: str) -> Fact:
    """Return the fact of a blank; where a cell holds nothing else, ``label`` is the cell that names it."""
    words = unit.norm.source[slice(*unit.norm.span(gap.label_start, gap.end))].strip()
    evidence = view.evidence(unit, gap.label_start, gap.end)
    subject = gap.label
    if label is not None:
        subject = label.norm.source.strip()
        words = f"{subject} {words}"
        evidence += view.whole(label)
    return Fact(KIND, "blank", words, evidence, subject=subject or None, pattern=f"{KIND}:{pattern}")


def _bare_field(view: View, unit: Unit, near: frozenset[int]) -> bool:
    """Tell whether a line is a field of a form with nothing behind its colon, among other fields (交货地点：)."""
    if not unit.text.rstrip().endswith(":") or len(unit.text) > 16 or unit.index in near:
        return False
    field = unit.hits_of("blanks", "field")
    if not field or field[-1].end < len(unit.text.rstrip()) - 1:
        return False
    following = view.after(unit)
    return not following or re.match(r"[^:，。；]{1,14}:", following[0].text) is not None


def _gap(unit: Unit, start: int, end: int) -> Gap | None:
    """Return the first room to write in a sentence."""
    text = unit.text
    for match in _EMPTY.finditer(text, start, end):
        if match.lastgroup == "fill" and not _is_room(text, match, start, end) and not _whole_cell(unit, match):
            continue
        if match.lastgroup == "money" and re.search(r"单\s?位\s?[:：]?$", text[start : match.start()]):
            continue
        label_start, label = _label(text, match.start(), start)
        return Gap(match.start(), _closed(text, match.end(), end), label_start, label)
    return None


def _whole_cell(unit: Unit, match: re.Match[str]) -> bool:
    """Tell whether a cell of a table holds nothing but room to write; a dash in a cell says that there is nothing."""
    if re.fullmatch(r"[—–－\-/／\s]+", match.group()):
        return False
    return unit.cell is not None and match.group().strip() == unit.text.strip() and len(unit.text) < 60


def _closed(text: str, at: int, end: int) -> int:
    """Return the end of a blank with the unit that goes with it: ____年, [ ]个工作日, 【】万元."""
    match = _REST.match(text, at, end)
    return match.end() if match else at


def _is_room(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Tell room to write from a rule of a form, bold marks, an ellipsis, a dash between words."""
    words = match.group().strip()
    before, after = text[start : match.start()], text[match.end() : end]
    if _RULE_LINE.match(before) and _RULE_LINE.match(after):
        return False
    if re.fullmatch(r"[.…]+", words):
        return re.match(rf"\s?{_UNIT_AFTER}", after) is not None or (before.rstrip()[-1:] in "::" and not after.strip())
    if "*" in words and re.search(r"[\dA-Za-z-]\s?$", before):
        return False
    if re.fullmatch(r"[—–-]+", words) and _REMARK.search(before) and not after.strip():
        return False  # 备注：——: struck out, nothing to add
    if re.fullmatch(r"[—-]+|\*+", words):
        return re.match(rf"\s?{_UNIT_AFTER}", after) is not None or before.rstrip()[-1:] in (":", "¥", "为")
    if re.fullmatch(r"[Xx×]+", words):
        left, right = before[-1:], after[:1]
        if re.match(r"[-—_/]?[A-Za-z\d]", after):
            return False
        han = re.compile(r"[\u4e00-\u9fff:(（¥、，]|^$")
        if len(words) == 1:
            return bool(re.match(_UNIT_AFTER, after)) and bool(han.match(left)) and words in "Xx"
        return bool(han.match(left) or han.match(right)) and not re.match(r"[A-Za-z\d*]", left + right)
    return re.fullmatch(r"□+", words) is None


def _label(text: str, at: int, start: int) -> tuple[int, str]:
    """Return where the words that name a blank begin, and the name: the label before its colon, else its clause."""
    cuts = [m.end() for m in _LABEL_CUT.finditer(text, max(start, at - 80), at)]
    begin = cuts[-1] if cuts else max(start, at - 80)
    words = text[begin:at]
    labelled = re.match(r"\s*(?:[(]?[\d一二三四五六七八九十.]{1,6}[)、.]?\s?)?\**([^:：]{1,24}?)\**\s?[:：]", words)
    name = labelled.group(1) if labelled else re.sub(r"^[\s\d.、()*]+", "", words)
    name = re.sub(r"[\s_*\[\]【】(（¥]+$|^[\s\d.、*·•]+", "", name)
    lead = numbered(name)
    return begin, (lead.rest if lead and lead.rest else name)[-24:].strip()


def _signature_neighbourhood(view: View) -> frozenset[int]:
    """Return the indexes of the units that belong to a signature block: near a line to be signed or sealed."""
    marks = [u.index for u in view.units if _signs(u)]
    near: set[int] = set()
    for mark in marks:
        near.update(range(mark - 6, mark + 9))
    return frozenset(near)


def _signs(unit: Unit) -> bool:
    """Tell whether a unit is a line or cell of a signature block (甲方（盖章）：)."""
    if len(unit.text) > 120:
        return False
    for hit in unit.hits_of("blanks", "signature"):
        word = unit.text[hit.start : hit.end]
        after = unit.text[hit.end : hit.end + 10]
        if word in ("法定代表人", "法人代表", "经办人", "授权代表", "委托代理人") and not re.search(
            r"签|章", unit.text
        ):
            continue
        if re.match(r"[)）]?\s?(?:[(（][^()（）]{0,10}[)）])?\s?(?:[:：_]|$|\s|[处栏])", after):
            return True
    return False


def _refusal(view: View, unit: Unit, gap: Gap, start: int, end: int, near: frozenset[int]) -> str | None:
    sentence = unit.text[start:end]
    if _MASKED.match(unit.text, gap.start) and any(start <= a.start < end for a in amounts(unit.text)):
        return "金额另以大写写明，数字被遮盖"
    if _PAGE.search(sentence):
        return "页码"
    if _COUNTED.search(sentence):
        return "目录"
    if _ANNEX.match(sentence) and len(sentence) < 40:
        return "附件的占位"
    if not gap.label and any(_ANNEX.match(u.text) for u in view.units[max(0, unit.index - 4) : unit.index]):
        return "附件的占位"
    if len(sentence) <= 120 and hits_between(unit, start, gap.start, "blanks", "signature"):
        return "签章栏"
    if unit.index in near and (
        _party_line(unit, start, gap.start) or not gap.label or re.search(r"年|月|日", unit.text[gap.start : gap.end])
    ):
        return "签章栏一带"
    return None


def _party_line(unit: Unit, start: int, at: int) -> bool:
    """Tell whether the words before a blank are a field of a signature block (电话、开户行、日期)."""
    return at - start <= 60 and bool(hits_between(unit, start, at, "blanks", "party", "signature"))


def _empty_cells(view: View, near: frozenset[int]) -> Iterator[Fact]:
    """Yield the empty value cells of key/value tables: 合同价款 | (nothing)."""
    for row in view.rows:
        # Two columns are a form even where the first row looks like a head: keys stand left, values right.
        if row.is_head or len(row.cells) not in (2, 4) or (row.heads and len(row.cells) == 4):
            continue
        for key, value in zip(row.cells[::2], row.cells[1::2], strict=True):
            if not key.text or value.text.strip() or len(key.text) > 20 or key.index in near:
                continue
            if key.hits_of("blanks", "signature", "party") or re.search(
                r"备注|说明|签|章|意见|\d{3}|[。；]|合计|小计", key.text
            ):
                continue
            if _filled_form(row.block.table):
                yield Fact(
                    KIND,
                    "blank",
                    key.norm.source.strip(),
                    view.whole(key),
                    subject=key.norm.source.strip(),
                    pattern=f"{KIND}:empty_cell",
                )


def _filled_form(table: Table | None) -> bool:
    """Tell whether a table is a form that was filled in for the most part, so that an empty cell is one left out."""
    if table is None or not table.cells:
        return False
    empty = sum(1 for cell in table.cells if not cell.text.strip())
    return empty * 2 < len(table.cells)
