"""Who is who: which side buys and which supplies, and which of them a word of the text means.

甲方 is the buyer unless the parties block says otherwise (甲方（供方）, 供应商（以下简称甲方）), the money flows the
other way (乙方向甲方支付), or 甲方 is a company that sells to a public body.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from extractor.fact import Holder, HolderRole
from extractor.facts.view import Unit, View

_NEXT_LABEL = (
    r"(?:[甲乙丙]方|[买卖供需]方|采购[人方]|供应商|供货[人方商]|中标[人方]|委托[方人]|受托[方人]|承包[方人]|发包[方人]|建设单位|承建单位"
    r"|地址|住所|住所地|法定代表人|负责人|联系人|联系电话|电话|统一社会信用代码|开户银?行|邮编|签订地点)"
)
_PARTY_LINE = re.compile(
    r"(?P<label>[甲乙]方|[^\s:(_]{2,10}?)\s?(?:\((?P<note>[^()]{1,24})\))?\s?(?:\(?全称\)?|名称)?:\s?"
    rf"(?P<name>(?:(?!{_NEXT_LABEL}\s?(?:\([^()]{{1,24}}\))?(?:名称)?:|\((?:以下)?(?:简称|称))[^\s:_，。；]){{0,60}})"
)
_COMPANY_NAME = re.compile(
    r"[^，。；:]{2,36}?(?:有限责任公司|股份有限公司|有限公司|集团公司|事务所(?:\([^()]{2,8}\))?)"
    r"(?!分公司|[\u4e00-\u9fff]{0,12}(?:分公司|分院|研究院|中心))"
)
_BODY_END = re.compile(r"局|委员会|办公室|中心|医院|学校|大学|学院|中学|小学|政府|管委会|法院|检察院|公司|集团")
_NAMED_SIDE = re.compile(
    r"(?:^|[由与和及，、:\s])(?:[^，。；:由]{0,8}由)?(?P<name>[\u4e00-\u9fff][\u4e00-\u9fff()]{3,36}?)"
    r"\s?\((?:(?:以下|下)?(?:简称|称为|称)为?:?[“\"「]?|[“\"「])(?P<side>[甲乙])方"
)
_CALLS = re.compile(r"称|\([“\"「][甲乙]方")  # what _NAMED_SIDE cannot do without
_CELL_LABEL = re.compile(r"(?P<label>[^\s:(_]{2,10})\s?(?:\((?P<note>[^()]{1,24})\))?(?:名称|\(?全称\)?)?:?")
_CALLED = re.compile(r"(?:以下)?(?:简称|称为|称)(?:为)?[“\"「『]?(?P<short>[甲乙])方")
# 甲方分三期支付：… and 甲方联系电话：… tell of the party, they do not name it
_ACTS = re.compile(
    r"(?!为|是)[^:]{0,8}?(?:付|应|须|需|分|将|提供|负责|承担|收到|享|权|义务|责任|要求|同意|按|代表|联系|电话|地址|账|开户|法定|授权|经办|签|指定|项目)"
)
_PAYS = re.compile(
    r"(?P<payer>[甲乙])方(?:应|须|需|将|按|同意|一次性|分期|在|于)?[^，。；]{0,16}?(?:向|给)(?P<payee>[甲乙])方[^，。；]{0,12}?(?:支付|付款|付清|缴纳|交纳|付)"
)
_COMMISSIONS = re.compile(
    r"(?P<buyer>[甲乙])方(?:现)?(?:委托|聘请|向(?P<from>[甲乙])方(?:采购|购买|订购))(?P<supplier>[甲乙])?"
)
_PUBLIC = re.compile(
    r"局$|站$|所$|处$|厅$|署$|园$|委$|办$|委员会$|办公室$|中心$|医院$|学校$|大学$|学院$|中学$|小学$|政府$|管委会$|街道办$|法院$|检察院$|总队$|支队$|大队$|图书馆$|档案馆$|博物馆$"
)
_COMPANY = re.compile(r"公司|集团|厂$|工作室|事务所|商行")
_ORGANISATION = re.compile(
    r"(?:局|委员会|委|办公室|办|中心|医院|学校|大学|学院|中学|小学|政府|管委会|法院|检察院|队|馆|公司|集团|厂|所|院|社|部|台|站)$"
)
_JOINING = re.compile(r"共同|共有|共享|双方|两家|各方")


_HOLDERS: dict[str, Holder] = {
    "buyer": "buyer",
    "supplier": "supplier",
    "joint": "joint",
    "third": "third",
    "body": "third",
}


class Roles(Struct, frozen=True):
    """Which holder 甲方 and 乙方 are, the names of the parties, and whether the sides are turned round."""

    first: Holder
    second: Holder
    names: tuple[tuple[str, Holder], ...]
    reason: str
    found: tuple[tuple[int, int, int, str], ...] = ()  # unit, start, end of a party's name, 甲方 or 乙方 or its word

    def of(self, group: str) -> Holder | None:
        """Return the holder of a group of the parties lexicon (first, second, buyer, supplier, joint, third, body)."""
        return self.first if group == "first" else self.second if group == "second" else _HOLDERS.get(group)


_BLOCK = 400  # units from the first party named to the last


def roles(view: View) -> Roles:
    """Return the roles of a document, from its parties block, its payment flow and its parties' names."""
    known = view.notes.get("roles")
    if not isinstance(known, Roles):
        known = _roles(view)
        view.notes["roles"] = known
    return known


def _roles(view: View) -> Roles:
    first: Holder | None = None
    reason = "没有写明，按甲方为采购方、乙方为供应方处理"
    names: dict[str, str] = {}
    found: list[tuple[int, int, int, str]] = []
    for unit, label, note, start, end in _lines(view):
        name = unit.text[start:end]
        side = _side(view, label, note, name)
        if side is None:
            continue
        marked = _group(view, note) or _group(view, label if label[:1] not in "甲乙" else "") or _group(view, name)
        if len(name) >= 4 and not re.match(r"\(?(?:盖章|签章|签字|公章)", name):
            if side not in names:
                found.append((unit.index, start, end, side))
            names.setdefault(side, name)
        if marked in ("buyer", "supplier") and side in "甲乙" and first is None:
            buyer_is_first = (marked == "buyer") == (side == "甲")
            first = "buyer" if buyer_is_first else "supplier"
            reason = f"首部写明“{label}{f'({note})' if note else ''}:{name}”"[:60]
    first, reason = _called(view, first, reason)
    if first is None:
        first, reason = _paragraph_roles(view, reason)
    if first is None:
        first, reason = _money_flow(view, reason)
    if first is None:
        one, two = names.get("甲", ""), names.get("乙", "")
        if _COMPANY.search(one) and not _PUBLIC.search(one) and _PUBLIC.search(two):
            first, reason = "supplier", f"甲方“{one}”是企业而乙方“{two}”是公共机构"
    first = first or "buyer"
    second: Holder = "supplier" if first == "buyer" else "buyer"
    holders: list[tuple[str, Holder]] = []
    for side, name in names.items():
        holder = first if side == "甲" else second if side == "乙" else "buyer" if side == "采购方" else "supplier"
        holders.append((name, holder))
    return Roles(first, second, tuple(holders), reason, tuple(found))


def _lines(view: View) -> Iterator[tuple[Unit, str, str, int, int]]:
    """Yield the labelled names of the parties block: unit, label, note in brackets, start and end of the name.

    The block may stand anywhere (a draft contract at the end of a tender); what follows far behind it is no part of it.
    """
    last = len(view.units)
    for unit in view.units:
        if unit.index >= last:
            break
        for match in _PARTY_LINE.finditer(unit.text) if ":" in unit.text else ():
            start, end = match.span("name")
            last = min(last, unit.index + _BLOCK)
            yield unit, match["label"], match["note"] or "", start, _name_end(unit.text, start, end)
        for match in _NAMED_SIDE.finditer(unit.text) if _CALLS.search(unit.text) else ():
            last = min(last, unit.index + _BLOCK)
            yield unit, f"{match['side']}方", "", *match.span("name")
    for pair in view.labelled:
        label = _CELL_LABEL.fullmatch(pair.label.text)
        if pair.value.index < last and label is not None and pair.row_name is None:
            yield pair.value, label["label"], label["note"] or "", 0, len(pair.value.text)


def _name_end(text: str, start: int, end: int) -> int:
    """Return where a name ends, though more text may follow on its line: behind the word for what body it is."""
    company = _COMPANY_NAME.match(text, start, end)
    if company:
        return company.end()
    if _ORGANISATION.search(text[start:end]):
        return end
    bodies = [m.end() for m in _BODY_END.finditer(text, start + 2, end)]
    return next((at for at, after in pairwise([*bodies, end + 99]) if after - at > 14), end)


def _side(view: View, label: str, note: str, name: str) -> str | None:
    """Return 甲 or 乙, or the side a role word names where the block uses no 甲乙 (采购人：某局), else None."""
    for word in (label, note):
        if word[:2] in ("甲方", "乙方") and not _ACTS.match(word, 2):
            return word[0]
        match = _CALLED.search(word) if word else None
        if match:
            return match["short"]
    group = _exact_group(view, label)
    if group and _ORGANISATION.search(name):
        return "采购方" if group == "buyer" else "供应方"
    return None


def _exact_group(view: View, label: str) -> str | None:
    """Return ``buyer`` or ``supplier`` where a label is exactly a word of the lexicon."""
    words = view.lexicon.topics["parties"].words
    return next((group for group in ("buyer", "supplier") if label in words[group]), None)


def _group(view: View, text: str) -> str | None:
    """Return ``buyer`` or ``supplier`` where a note such as 采购人 or 软件厂商 names a role, else None."""
    if not text or len(text) > 30:
        return None
    groups = {h.group for h in view.lexicon.hits(text) if h.topic == "parties"} & {"buyer", "supplier"}
    return next(iter(groups)) if len(groups) == 1 else None


def _called(view: View, first: Holder | None, reason: str) -> tuple[Holder | None, str]:
    """Read 采购人：某局（以下简称甲方） and 平台方（甲方）: a role word that is called 甲方 or 乙方."""
    if first is not None:
        return first, reason
    pattern = re.compile(
        r"(?P<role>[^\s，。；:()（）]{2,10})\s?\((?:以下)?(?:简称|称为|称)?[:“\"]?(?P<side>[甲乙])方[”\"]?\)"
    )
    back = re.compile(r"(?P<side>[甲乙])方\s?\((?P<role>[^()]{2,12})\)")
    for unit in view.units:
        if "(" not in unit.text or ("甲方" not in unit.text and "乙方" not in unit.text):
            continue
        for match in (*pattern.finditer(unit.text), *back.finditer(unit.text)):
            group = _group(view, match["role"])
            if group:
                buyer_is_first = (group == "buyer") == (match["side"] == "甲")
                return ("buyer" if buyer_is_first else "supplier"), f"文中写明“{match.group()}”"
    return None, reason


def _paragraph_roles(view: View, reason: str) -> tuple[Holder | None, str]:
    """Read who commissions or buys from whom: 甲方委托乙方, 乙方向甲方采购."""
    for unit in view.units[:200]:
        for match in _COMMISSIONS.finditer(unit.text):
            if match["supplier"] == match["buyer"] or match["from"] == match["buyer"]:
                continue
            if match["supplier"] is None and match["from"] is None:
                continue
            return ("buyer" if match["buyer"] == "甲" else "supplier"), f"文中写明“{match.group()}”"
    return None, reason


def _money_flow(view: View, reason: str) -> tuple[Holder | None, str]:
    """Read who pays the price to whom. Penalties, deposits and refunds flow the other way and do not count."""
    votes = {"甲": 0, "乙": 0}
    said = ""
    for unit in view.units:
        if "甲方" not in unit.text or "乙方" not in unit.text:
            continue
        if "付" not in unit.text and "缴" not in unit.text and "交纳" not in unit.text:
            continue
        for match in _PAYS.finditer(unit.text):
            if match["payer"] == match["payee"]:
                continue
            around = unit.text[max(0, match.start() - 20) : match.end() + 20]
            if re.search(r"违约|赔偿|罚|保证金|退还|返还|滞纳|逾期|利息|补偿|租金|扣", around):
                continue
            votes[match["payer"]] += 1
            said = said or match.group()
    if votes["甲"] == votes["乙"]:
        return None, reason
    return ("buyer" if votes["甲"] > votes["乙"] else "supplier"), f"价款由一方支付：“{said}”"


class Owner(Struct, frozen=True):
    """A word of the text that names a holder, at ``start:end`` of a unit's normalised text."""

    holder: Holder
    text: str
    start: int
    end: int
    role: HolderRole | None = None


_ROLE_WORDS: tuple[tuple[re.Pattern[str], HolderRole], ...] = (
    (re.compile(r"项目建设单位|建设单位|建设方"), "building_unit"),
    (re.compile(r"需求单位|使用单位|用户单位|业务部门"), "demand_unit"),
    (re.compile(r"政府(?!办公|采购|研究)"), "government"),
    (re.compile(r"大数据中心|大数据局|数据主管部门"), "centre"),
)


_JOINED = re.compile(r"[、和与及/／,或同 ]|以及|共同|双方|各方|\([^()]{0,24}\)")
_ABOUT = re.compile(r"\)?(?:单位|一方|方)?(?:依法)?(?:对|就|在|于|依|按|根据|自|从|为|因|基于|凭)")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,16}?(?:局|委员会|委(?![托派任员])|办公室|中心|集团公司|集团|公司|大学|学院|医院|研究院|研究所|政府|管委会|学校|事务所|协会|联盟)"
    r"(?![\u4e00-\u9fff]{0,4}(?:局|委员会|中心|公司|大学|学院|医院|研究院))"
)
_BODY_NEEDS = re.compile(r"局|委|办公室|中心|集团|公司|学|院|研究所|政府|事务所|协会|联盟")
_AND = re.compile(r"[和与及、]|以及|共同")
_AND_BODY = re.compile(rf"(?:[和与及、]|以及)(?P<body>{_BODY.pattern})")
_OFFICE_OF = re.compile(r"办公[厅室]|采购(?:管理)?中心|研究室")  # of a government, and not the government itself
_BARE_BODY = re.compile(r"学校|医院|公司|中心|机关|单位")


def owner_at(who: Roles, unit: Unit, start: int, end: int) -> Owner | None:
    """Return the holder named in ``start:end`` of a unit, None where nobody is named there.

    A named party counts as its side; two sides joined by 和 or 、, or a word of sharing, are joint. What stands apart
    from the first name is another's business (归甲方所有乙方可以使用).
    """
    found = _named(who, unit, start, end)
    if not found:
        return None
    text = unit.text
    group = [found[0]]
    for item in found[1:]:
        gap = text[group[-1][1] : item[0]]
        if _JOINED.sub("", gap):
            break
        group.append(item)
    return _owner(text, group)


def owner_before(who: Roles, unit: Unit, start: int, end: int) -> Owner | None:
    """Return who has what the verb at ``end`` says: the subject of the clause ``start:end``, None where nobody is.

    The first name, if what follows it speaks of the object (甲方对乙方开发的软件享有); else the one next to the verb.
    """
    found = _named(who, unit, start, end)
    if not found:
        return None
    text = unit.text
    first = found[0]
    if len(found) == 1 or _ABOUT.match(text, first[1], end):
        return owner_at(who, unit, start, end)
    if end - found[-1][1] > 4:
        return owner_at(who, unit, start, end)
    group = [found[-1]]
    for item in reversed(found[:-1]):
        if _JOINED.sub("", text[item[1] : group[0][0]]):
            break
        group.insert(0, item)
    return _owner(text, group)


def last_named(who: Roles, unit: Unit, start: int, end: int) -> Owner | None:
    """Return the last holder named in ``start:end`` of a unit, None where nobody is."""
    found = _named(who, unit, start, end)
    return _owner(unit.text, found[-1:]) if found else None


def _named(who: Roles, unit: Unit, start: int, end: int) -> list[tuple[int, int, Holder]]:
    """Return the parties and bodies named in a stretch of a unit, in order, with the side each is on."""
    text = unit.text[start:end]
    found: list[tuple[int, int, Holder]] = []
    for name, side in who.names:
        at = text.find(name)
        if at >= 0:
            found.append((start + at, start + at + len(name), side))
    for hit in unit.hits_of("parties"):
        if hit.start >= end:
            break
        if hit.start < start or hit.end > end:
            continue
        named = who.of(hit.group)
        if named is not None and not any(a <= hit.start and hit.end <= b for a, b, _ in found):
            office = _OFFICE_OF.match(unit.text, hit.end) if hit.group == "body" else None
            found.append((hit.start, office.end() if office else hit.end, named))
    if not found:
        body = _BODY.search(text) if _BODY_NEEDS.search(text) else None
        body = body or (_BARE_BODY.match(text) if who.names else None)
        if body is not None:
            holder = _named_body(body.group(), who)
            if holder is not None:
                found.append((start + body.start(), start + body.end(), holder))
    found.sort()
    more = _AND_BODY.match(unit.text, found[-1][1], end) if found else None
    holder = _named_body(more["body"], who) if more else None
    if more and holder is not None:
        found.append((more.start("body"), more.end("body"), holder))
    return found


def _owner(text: str, group: list[tuple[int, int, Holder]]) -> Owner:
    """Return the owner that names standing together are."""
    holders = {side for _, _, side in group}
    first, last = group[0][0], group[-1][1]
    word = text[first:last]
    holder: Holder = group[0][2]
    joined = len(group) > 1 and _AND.search(word) is not None
    if "joint" in holders or {"buyer", "supplier"} <= holders or joined:
        holder = "joint"
    return Owner(holder, word, first, last, role_of(word))


def role_of(words: str) -> HolderRole | None:
    """Return the part in a project that a name or a note says: 项目需求单位, 建设单位, 人民政府; None where none.

    >>> role_of("项目需求单位"), role_of("市人民政府"), role_of("市政府办公室")
    ('demand_unit', 'government', None)
    """
    return next((role for pattern, role in _ROLE_WORDS if pattern.search(words)), None)


def _named_body(name: str, who: Roles) -> Holder | None:
    """Return which side a named body is: a party whose name it shortens (启衡公司), else a third.

    A bare word (公司, 学校) says nothing of its own: None where it shortens no party's name, or both.
    """
    sides = {holder for known, holder in who.names if name in known or known in name or _shortens(name, known)}
    if len(sides) == 1:
        return next(iter(sides))
    return None if _BARE_BODY.fullmatch(name) else "third"


def _shortens(short: str, name: str) -> bool:
    """Tell whether the characters of ``short`` stand in ``name`` in the same order, from what it begins or ends with.

    >>> _shortens("启衡公司", "启衡信息技术有限公司"), _shortens("市财政局", "云泽市水利局")
    (True, False)
    """
    rest = iter(name)
    return all(char in rest for char in short)


def joint_words(text: str) -> bool:
    """Tell whether a stretch of text says that something is shared (共有, 双方共享)."""
    return _JOINING.search(text) is not None
