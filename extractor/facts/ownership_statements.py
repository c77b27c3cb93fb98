"""How ownership is said in a sentence: a predicate (归…所有, 由…享有, 为…独有, 享有…著作权, 转让给…) and its owner."""

import re
from collections.abc import Iterator

from msgspec import Struct

from extractor.facts.roles import Owner, Roles, joint_words, last_named, owner_at, owner_before
from extractor.facts.view import Unit

_ADVERB = (
    r"(?:独家|单独|完整|完全|依法|共同|独立|均|仍|永久|始终|全部|各自|继续|平等|按份|一并|专有地?|独占地?|排他地?"
    r"|自动|当然|原始|无偿|直接|即|应当?|同时|一同|按[^，。；]{2,10}?)*"
)
_OWNER_AFTER = re.compile(
    r"(?<![不非未回])(?:(?P<gui>归属?于?(?![档还类纳口结责入案队零属因真]|集(?!团))(?!并))"
    r"|(?P<shu>(?:专|均|仍|皆|全|应|都|仍然|始终|独家)?属于?(?![性实地])(?!不可抗力))"
    r"|(?P<you>由(?!于|此|甲方支付|乙方支付))"
    r"|(?P<person>(?:权利|所有权|著作权|版权|专利权|申请权|所有|持有|知识产权|产权)(?:人|者|方|主体)(?:均|应当?|皆|登记|署名|依法)*(?:为|是|系|:))"
    r"|(?P<is>(?:即|均|皆|应|应当|都)?[为系是]))(?:由|为|:|是)?"
)
_HAS = re.compile(rf"{_ADVERB}(?:享有|拥有|保有|持有|保留|具有)")
_SHARED = re.compile(
    rf"{_ADVERB}(?:所有|共有|共享|独享|独有|各占|各持|享有|拥有)"
    r"(?=[\d%％百分之五十一半份额比例的]{0,10}(?:$|[，。；]))"
)
_GETS = re.compile(
    r"(?:取得|获得)(?=[^，。；]{0,30}(?:知识产权|所有权|著作权|产权|一切权利|全部权利|全部权益)(?!的?许可|证|登记))"
)
_PERSON_IS = re.compile(
    r"(?:为|是|系)(?=[^，。；]{0,40}(?:权利人|所有权人|所有人|著作权人|所有者|版权人|专利权人|知识产权人)(?:$|[，。；]))"
)
_VERB_AFTER_OWNER = re.compile(
    rf"{_ADVERB}(?:享有|拥有|保有|持有|保留|所有|共有|共享|取得|享受|独有|专有|独占|独享|专享|的(?:专有|专属|独有)?(?:财产|资产))"
)
_PROPERTY = re.compile(r"所有|共有|独有|专有|独占|共享|财产|资产")
_NOT_OWNING = re.compile(
    r"(?:统一|负责|自行|集中|单独|另行)*(?:管理|保管|负责|审核|审批|承担|支配|处理|处置|调度|指挥|领导|收取|汇总|存档|支付|缴纳|偿还"
    r"|赔偿|监督|使用|维护|提供|归档|组织|实施|牵头|编制|完成|决定|解释)"
)
_GOES_ON = re.compile(r"\s?[\u4e00-\u9fff]{2}")
_OF_OWNER = re.compile(r"的(?!财产|资产|权利|知识产权|专有|独有|合法|全部|所有|成果)[\u4e00-\u9fff]{2}")
_TRANSFERS = re.compile(
    r"(?:转让|移转|转移|让与|转归|让渡|转予|过户|移交|划转)(?:给|予|至|于|到|归)+|(?:转让|移转|转移|让与|让渡)(?![后前时的之])"
)
_OPEN = re.compile(
    r"(?:归属|归谁|权属|所有权|归属问题|归属事宜)?[^，。；]{0,6}(?:由|经|待)?(?:甲乙|合同)?(?:(?:双方|各方|当事人)(?:[根依视]据?[^，。；]{2,10}?)?)?(?:另行|另|再行|届时|协商|友好协商|共同)+(?:书面)?(?:商定|约定|协商|议定|确定|签订|协议|明确|签署)"
)
_POSTPONED = re.compile(
    r"(?:归属|权属|产权|著作权|版权|归谁)(?:的?(?:条款|事项|事宜|问题))?[^，。；]{0,4}(?:暂不|暂未|尚未|不作|未作|暂缓)(?:具体|明确)?(?:约定|确定|明确)(?!的)"
)
_BY_LAW = re.compile(
    r"(?:按照?|依照?|依据|根据|执行|遵照|遵循|遵守|适用)(?:国家|中华人民共和国|我国|现行|法律|法规|政策|有关|相关|行业|地方|本?省|本?市|及其?|、|和|与|的"
    r"|《[^》]{2,30}(?:法|法典|条例|办法|规定)》)*(?:规定|法律|法规|政策|规章|法》|法典》|条例》|办法》|规定》)"
)
_TO_THE_LAW = re.compile(r"(?:归属|归谁|权属|产权|所有权|著作权|版权|专利权|申请权|成果)[^，。；]{0,8}[，,]?$")
_RIGHTS_NAMED = re.compile(r"归属|归谁|权属|产权|所有权|著作权|版权|专利|权利归|权益归")
_REFERRED = re.compile(
    r"(?:见|详见|按|依|以|执行|适用)[^，。；]{0,8}(?:附件|附录|附表|另册|《[^》]{2,30}》|补充协议|技术协议|专用(?:合同)?条款|通用(?:合同)?条款|特别(?:约定|条款)"
    r"|(?:投标|响应|招标|采购|磋商)文件|承诺书|中标通知书|任务书)"
)
_BLANK_OWNER = re.compile(
    r"^(?:_+|\[[^\]]*\]|【[^】]*】|\(?\s*\)|[xX*＊]{2,}|\{\{[^}]*\}\}|\([^()]{0,24}[/、／或][^()]{0,24}\)方?)(?:方|单位|所有|享有|$|[，。；])|^(?:方)?(?:所有|享有)(?:[，。；]|$)"
)
# What a predicate cannot do without, looked for first: most sentences that name a system or its data hold none of it.
_AFTER_NEEDS = re.compile(r"[归属由为系是:]")
_AFTER_STARTS = re.compile(r"[归专均仍皆全应都始独属由权所著版申持知产即为系是]")
_HAS_NEEDS = re.compile(r"享有|拥有|保有|持有|保留|具有")
_SHARED_NEEDS = re.compile(r"所有|共有|共享|独享|独有|各占|各持|享有|拥有")
_PERSON_NEEDS = re.compile(r"[利权有]人|有者")
_LAW_NEEDS = re.compile(r"归|权|版|专利|成果")
_OPEN_NEEDS = re.compile(r"另|再行|届时|协商|共同")
_CLAUSE_STOP = re.compile(r"[，,；。]")
_ROLE_LEAD = re.compile(r"[^，。；]{0,6}(?:项目|本项目|国家|本次|合同|第三|上述|该)?[^，。；]{0,6}")
_ABOUT_IT = re.compile(r"对|就")
_AFTER_OWNER = re.compile(r"\)?(?:一方|方|单位|\([^()]{0,20}\))?")
_CHOICE = re.compile(r"\([^()]*[/、／][^()]*\)")
_PARTY_WHO = re.compile(r"[^，。；]{0,12}(?:的一方|一方|完成方|提出方|改进方)")
_SOMEBODY = re.compile(r"(?P<who>[\u4e00-\u9fff]{2,8}?)(?:单独|共同|依法)?(?:所有|享有|拥有)?(?=$|[，。；])")
_ENTERS = "录入|上传|填报|产生|生成|提交|存储|登记|导入|采集|报送|发布"
_PARTY_AT_END = re.compile(r"[方人者位商局司院府心](?:\([^()]{0,12}\))?$")
_EACH = re.compile(r"各自")
STRONG = (
    "知识产权",
    "著作权",
    "版权",
    "专利",
    "专利权",
    "产权",
    "技术秘密",
    "权属",
    "成果归属",
    "所有权",
    "著作财产权",
    "权益",
    "一切权利",
    "全部权利",
    "归属",
    "申请权",
)
"""Words of a right that are ownership by themselves; 权利 alone may be any right."""


class Statement(Struct, frozen=True):
    """A predicate with its owner: spans are of a unit's normalised text, ``object_span`` where the object stands.

    ``forward``: the object stands after the owner (甲方享有著作权), not before the predicate. ``each``: each side
    keeps its own, so that nobody's ownership is settled.
    """

    pattern: str
    start: int
    end: int
    object_span: tuple[int, int]
    owner: Owner | None
    state: str = "stated"
    forward: bool = False
    each: bool = False


def statements(who: Roles, unit: Unit, start: int, end: int) -> tuple[Statement, ...]:
    """Return the statements of the sentence ``start:end`` of a unit, in order, none twice."""
    text = unit.text
    found: list[Statement] = []
    for match in _owners_after(text, start, end):
        said = _after(who, unit, match, start, end)
        if said is not None and not any(o.start < said.end and said.start < o.end for o in found):
            found.append(said)
    for needs, pattern in ((_HAS_NEEDS, _HAS), (None, _GETS), (_PERSON_NEEDS, _PERSON_IS)):
        if needs is not None and needs.search(text, start, end) is None:
            continue
        for match in pattern.finditer(text, start, end):
            said = _before(who, unit, match, start, end)
            if said is not None and not any(o.start <= match.start() < o.end for o in found):
                found.append(said)
    for match in _SHARED.finditer(text, start, end) if _SHARED_NEEDS.search(text, start, end) else ():
        said = _bare(who, unit, match, start)
        if said is not None and not any(o.start <= match.start() < o.end for o in found):
            found.append(said)
    found.extend(_transfers(who, unit, start, end))
    if not found:
        found.extend(_unsettled(text, start, end))
    return tuple(sorted(found, key=lambda s: s.start))


def _owners_after(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield what ``_OWNER_AFTER`` finds in ``start:end``, tried only where it may begin."""
    if _AFTER_NEEDS.search(text, start, end) is None:
        return
    first = _AFTER_STARTS.search(text, start, end)
    while first is not None:
        match = _OWNER_AFTER.match(text, first.start(), end)
        if match is not None:
            yield match
        first = _AFTER_STARTS.search(text, match.end() if match is not None else first.end(), end)


def clause_stop(text: str, at: int, end: int) -> int:
    """Return where the clause that holds ``at`` ends: its comma or full stop, else ``end``."""
    match = _CLAUSE_STOP.search(text, at, end)
    return match.start() if match else end


def _transfers(who: Roles, unit: Unit, start: int, end: int) -> Iterator[Statement]:
    text = unit.text
    for match in _TRANSFERS.finditer(text, start, end):
        stop = clause_stop(text, match.end(), end)
        owner = owner_at(who, unit, match.end(), min(stop, match.end() + 16))
        if owner is None or owner.start - match.end() > 8:
            continue
        if re.search(r"不得|未经|禁止|擅自|不", text[max(start, match.start() - 14) : match.start()]):
            continue
        yield Statement("transfer", match.start(), owner.end, (start, match.start()), owner)


def _unsettled(text: str, start: int, end: int) -> Iterator[Statement]:
    """Yield what says only that the owner stands elsewhere, will be agreed, or is whoever the law says."""
    if _LAW_NEEDS.search(text, start, end) is None:
        return
    postponed = _POSTPONED.search(text, start, end)
    if postponed:
        yield Statement("left-open", postponed.start(), postponed.end(), (start, postponed.end()), None, "unstated")
        return
    by_law = _BY_LAW.search(text, start, end)
    if by_law and _TO_THE_LAW.search(text[start : by_law.start()]):
        yield Statement("by-law", by_law.start(), by_law.end(), (start, by_law.start()), None, "unstated")
        return
    if _RIGHTS_NAMED.search(text, start, end) is None:
        return
    open_match = _OPEN.search(text, start, end) if _OPEN_NEEDS.search(text, start, end) else None
    if open_match and _RIGHTS_NAMED.search(text, start, open_match.end()):
        yield Statement("left-open", open_match.start(), open_match.end(), (start, open_match.end()), None, "unstated")
    referred = _REFERRED.search(text, start, end)
    named = referred and re.search(r"归属|知识产权|权属", text[start : referred.start()])
    if referred and named and open_match is None:
        yield Statement("referred", referred.start(), referred.end(), (start, referred.start()), None, "referred")


def _after(who: Roles, unit: Unit, match: re.Match[str], start: int, end: int) -> Statement | None:
    """Read 归 OWNER（所有）, 属于 OWNER, 由 OWNER 享有, 为 OWNER 独有, 权利人为 OWNER."""
    text = unit.text
    at = match.end()
    stop = clause_stop(text, at, end)
    owner = owner_at(who, unit, at, min(stop, at + 24)) or _maker(unit, match, start, stop)
    object_span = (start, match.start())
    left_open = _OPEN.match(text, match.start(), end) if not match["is"] else None
    if left_open:
        return Statement("left-open", match.start(), left_open.end(), object_span, None, "unstated")
    blank = match["gui"] or match["person"]
    if blank and _BLANK_OWNER.match(text[at:end]) and not (owner and owner.start - at <= 1):
        return Statement("blank-owner", match.start(), min(stop, at + 30), object_span, None, "blank")
    if owner is not None and "《" in text[at : owner.start]:
        return None  # 归属依《政府采购合同》…: a word of a paper's title
    if owner is None:
        if match["gui"] and _PARTY_WHO.match(text, at, stop):
            return Statement("left-open", match.start(), stop, object_span, None, "unstated")
        return None
    if owner.start - at > (2 if match["is"] or match["person"] else 8) and not (
        match["gui"] and _ROLE_LEAD.fullmatch(text, at, owner.start)
    ):
        return None
    if match["gui"] and _CHOICE.match(text, at, min(end, at + 30)):
        return Statement("choice-unmade", match.start(), min(stop, at + 30), object_span, None, "blank")
    return _with_verb(unit, match, owner, object_span)


def _maker(unit: Unit, match: re.Match[str], start: int, stop: int) -> Owner | None:
    """Read 会员单位录入的数据归会员单位: whoever enters data is the system's user, whatever the text calls it."""
    named = _SOMEBODY.match(unit.text, match.end(), stop) if match["gui"] or match["shu"] else None
    if named is None:
        return None
    word = named["who"]
    if word in ("国家", "全民", "社会公众", "公众"):
        return Owner("third", word, named.start("who"), named.end("who"))
    if not re.search(rf"{word}(?:自行|依法)?(?:{_ENTERS})", unit.text[start : match.start()]):
        return None
    return Owner("buyer", word, named.start("who"), named.end("who"))


def _with_verb(unit: Unit, match: re.Match[str], owner: Owner, object_span: tuple[int, int]) -> Statement | None:
    """Read on behind the owner: the verb that 由 and 为 need, what makes it joint, what makes it no ownership."""
    text = unit.text
    tail = _AFTER_OWNER.match(text, owner.end)
    verb = _VERB_AFTER_OWNER.match(text, tail.end() if tail else owner.end)
    if verb is None and (match["you"] or match["is"] or _NOT_OWNING.match(text, owner.end)):
        return None
    if verb is None and _OF_OWNER.match(text, tail.end() if tail else owner.end):
        return None  # 属于甲方的保密信息: a kind of thing, not whose it is
    led = verb is None and owner.holder != "joint" and ":" in text[match.start() : owner.start]
    if led and _GOES_ON.match(text, tail.end() if tail else owner.end):
        return None  # 权利归属：乙方交付的…: the owner is the subject of what the label leads
    if match["is"] and verb is not None and not _PROPERTY.search(verb.group()):
        return None
    close = verb.end() if verb else owner.end
    said = text[match.end() : close]
    if joint_words(said) and owner.holder != "joint":
        owner = Owner("joint", owner.text, owner.start, owner.end, owner.role)
    name = "held-by" if match["you"] else "belongs-to"
    return Statement(name, match.start(), close, object_span, owner, each=_EACH.search(said) is not None)


def _bare(who: Roles, unit: Unit, match: re.Match[str], start: int) -> Statement | None:
    """Read RIGHT OWNER 共有 and RIGHT，OWNER 享有: the right first, the owner next to the verb that ends the clause."""
    text = unit.text
    left = max(start, match.start() - 24)
    owner = last_named(who, unit, left, match.start()) if _PARTY_AT_END.search(text, left, match.start()) else None
    owner = owner or (owner_before(who, unit, left, match.start()) if "各" in match.group() else None)
    if owner is None or match.start() - owner.end > 2:
        return None
    rights = [h for h in unit.hits_of("ownership", "right") if start <= h.start and h.end <= owner.start]
    if not rights or owner.start - rights[-1].end > 12 or re.search(r"[不未无非]", text[rights[-1].end : owner.start]):
        return None
    verb = match.group()
    if joint_words(verb) or "各占" in verb or "各持" in verb:
        owner = Owner("joint", owner.text, owner.start, owner.end, owner.role)
    each = _EACH.search(verb) is not None
    return Statement("held-bare", owner.start, match.end(), (start, owner.start), owner, each=each)


def _before(who: Roles, unit: Unit, match: re.Match[str], start: int, end: int) -> Statement | None:
    """Read OWNER（对…）享有 RIGHT: the owner stands before the verb, the object after it or after 对."""
    text = unit.text
    left = max((text.rfind(mark, start, match.start()) for mark in "，,；。:"), default=-1)
    left = max(left + 1, start)
    owner = owner_before(who, unit, left, match.start())
    if owner is None and _ABOUT_IT.match(text, left):  # 甲方依据本合同，对成果享有著作权
        earlier = max(text.rfind(mark, start, left - 1) for mark in "，,；。:")
        owner = owner_before(who, unit, max(earlier + 1, start), left - 1)
    if owner is None:
        return None
    if re.search(r"(?:不|未|不得|无权)$", text[max(left, match.start() - 3) : match.start()]):
        return None
    if match.start() - owner.end > 40:
        return None
    stop = clause_stop(text, match.end(), end)
    hits = [h for h in unit.hits_of("ownership") if match.end() <= h.start < stop]
    if not any(text[h.start : h.end].endswith(STRONG) or h.group == "right" for h in hits):
        return None
    last = max((h.end for h in hits), default=match.end())
    said = text[owner.start : match.end()]
    if re.search(r"共同|双方|各方", said) and owner.holder != "joint":
        owner = Owner("joint", owner.text, owner.start, owner.end, owner.role)
    each = _EACH.search(said) is not None
    return Statement("owner-has", owner.start, last, (owner.end, stop), owner, forward=True, each=each)
