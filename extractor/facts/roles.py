"""Who is who: which side buys and which supplies, and which of them a word of the text means.

甲方 is the buyer unless the parties block says otherwise (甲方（供方）, 供应商（以下简称甲方）), the money flows the
other way (乙方向甲方支付), or 甲方 is a company that sells to a public body.
"""

import re

from msgspec import Struct

from extractor.fact import Holder, HolderRole
from extractor.facts.view import Unit, View

_PARTY_LINE = re.compile(
    r"(?P<label>[甲乙]方|[^\s:(_]{2,10}?)\s?(?:\((?P<note>[^()]{1,24})\))?\s?(?:\(?全称\)?|名称)?:\s?(?P<name>[^\s:_，。；]{0,60})"
)
_CALLED = re.compile(r"(?:以下)?(?:简称|称为|称)(?:为)?[“\"「『]?(?P<short>[甲乙])方")
_PAYS = re.compile(
    r"(?P<payer>[甲乙])方(?:应|须|需|将|按|同意|一次性|分期|在|于)?[^，。；]{0,16}?(?:向|给)(?P<payee>[甲乙])方[^，。；]{0,12}?(?:支付|付款|付清|缴纳|交纳|付)"
)
_COMMISSIONS = re.compile(
    r"(?P<buyer>[甲乙])方(?:现)?(?:委托|聘请|向(?P<from>[甲乙])方(?:采购|购买|订购))(?P<supplier>[甲乙])?"
)
_PUBLIC = re.compile(
    r"局$|委员会$|办公室$|中心$|医院$|学校$|大学$|学院$|中学$|小学$|政府$|管委会$|街道办$|法院$|检察院$|总队$|支队$|大队$|图书馆$|档案馆$|博物馆$"
)
_COMPANY = re.compile(r"公司|集团|厂$|工作室|事务所|商行")
_ORGANISATION = re.compile(
    r"(?:局|委员会|委|办公室|办|中心|医院|学校|大学|学院|中学|小学|政府|管委会|法院|检察院|队|馆|公司|集团|厂|所|院|社|部|台|站)$"
)
_JOINING = re.compile(r"共同|共有|共享|双方|两家|各方")


class Roles(Struct, frozen=True):
    """Which holder 甲方 and 乙方 are, the names of the parties, and whether the sides are turned round."""

    first: Holder
    second: Holder
    names: tuple[tuple[str, Holder], ...]
    reason: str
    found: tuple[tuple[int, int, int, str], ...] = ()  # unit, start, end of a party's name, 甲方 or 乙方 or its word

    def of(self, group: str) -> Holder | None:
        """Return the holder of a group of the parties lexicon (first, second, buyer, supplier, joint, third, body)."""
        table: dict[str, Holder] = {
            "first": self.first,
            "second": self.second,
            "buyer": "buyer",
            "supplier": "supplier",
            "joint": "joint",
            "third": "third",
            "body": "third",
        }
        return table.get(group)


def roles(view: View) -> Roles:
    """Return the roles of a document, from its parties block, its payment flow and its parties' names."""
    first: Holder | None = None
    reason = "没有写明，按甲方为采购方、乙方为供应方处理"
    names: dict[str, str] = {}
    found: list[tuple[int, int, int, str]] = []
    for unit in view.units[:400]:
        if "甲方" not in unit.text and "乙方" not in unit.text and ":" not in unit.text:
            continue
        for match in _PARTY_LINE.finditer(unit.text):
            label, note, name = match["label"], match["note"] or "", match["name"]
            side = _side(view, label, note, name)
            if side is None:
                continue
            marked = _group(view, note) or _group(view, label if label[:1] not in "甲乙" else "") or _group(view, name)
            if name and len(name) >= 4 and not re.match(r"\(?(?:盖章|签章|签字|公章)", name):
                if side not in names:
                    found.append((unit.index, match.start("name"), match.end("name"), side))
                names.setdefault(side, name)
            if marked in ("buyer", "supplier") and side in "甲乙":
                buyer_is_first = (marked == "buyer") == (side == "甲")
                if first is None:
                    first = "buyer" if buyer_is_first else "supplier"
                    reason = f"首部写明“{match.group().strip()[:40]}”"
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


def _side(view: View, label: str, note: str, name: str) -> str | None:
    """Return 甲 or 乙, or the side a role word names where the block uses no 甲乙 (采购人：某局), else None."""
    for word in (label, note):
        if word[:2] in ("甲方", "乙方"):
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
        if "甲方" not in unit.text and "乙方" not in unit.text:
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
    (re.compile(r"政府"), "government"),
    (re.compile(r"大数据中心|大数据局|数据主管部门"), "centre"),
)


def owner_at(who: Roles, unit: Unit, start: int, end: int) -> Owner | None:
    """Return the holder named in ``start:end`` of a unit, None where nobody is named there.

    A named party counts as its side; two sides together, or a word of sharing, are joint.
    """
    text = unit.text[start:end]
    hits = [h for h in unit.hits if h.topic == "parties" and h.start >= start and h.end <= end]
    found: list[tuple[int, int, Holder]] = []
    for name, side in who.names:
        at = text.find(name)
        if at >= 0:
            found.append((start + at, start + at + len(name), side))
    for hit in hits:
        named = who.of(hit.group)
        if named is not None and not any(a <= hit.start and hit.end <= b for a, b, _ in found):
            found.append((hit.start, hit.end, named))
    if not found:
        body = re.search(
            r"[\u4e00-\u9fff]{2,16}(?:局|委员会|委|办公室|中心|集团|公司|大学|学院|医院|研究院|研究所)", text
        )
        if body is None:
            return None
        found.append((start + body.start(), start + body.end(), _named_body(body.group(), who)))
    holders = {side for _, _, side in found}
    first, last = min(a for a, _, _ in found), max(b for _, b, _ in found)
    word = unit.text[first:last]
    holder: Holder
    if (
        "joint" in holders
        or {"buyer", "supplier"} <= holders
        or (len(holders) == 1 and len(found) > 1 and "和" in word)
    ):
        holder = "joint"
    elif len(holders) == 1:
        holder = next(iter(holders))
    else:
        holder = found[0][2]
    role = next((r for pattern, r in _ROLE_WORDS if pattern.search(word)), None)
    return Owner(holder, word, first, last, role)


def _named_body(name: str, who: Roles) -> Holder:
    """Return which side a named body is: a party whose name contains it, else a third."""
    for known, holder in who.names:
        if name in known or known in name:
            return holder
    return "third"


def joint_words(text: str) -> bool:
    """Tell whether a stretch of text says that something is shared (共有, 双方共享)."""
    return _JOINING.search(text) is not None
