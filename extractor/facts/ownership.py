"""Who owns the results and the data: ``ownership.results`` and ``ownership.data``.

A statement has a predicate (归…所有, 由…享有, 享有…著作权, 转让给…), an owner and an object. The object decides what it
is: intellectual property in what the project delivers, data, or something else (equipment, bid papers, a licence, a
right to be named), which is refused with its reason.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from extractor.fact import Fact, Holder
from extractor.facts.roles import Owner, Roles, joint_words, owner_at, roles
from extractor.facts.view import Unit, View
from extractor.terms import Hit

_OWNER_AFTER = re.compile(
    r"(?<![不非未回])(?:(?P<gui>归属?于?(?![档还类纳口结责入案队零]|集(?!团)))|(?P<shu>(?:专|均|仍|皆|全|应|都|仍然|始终|独家)?属于?(?![性实地])(?!不可抗力))|(?P<you>由(?!于|此|甲方支付|乙方支付)))(?:由|为|:|是)?"
)
_HAS = re.compile(r"(?:独家|单独|完整|完全|依法|共同|独立|均|仍|永久|各自|继续)*(?:享有|拥有|保有|持有|保留|具有)")
_VERB_AFTER_YOU = re.compile(
    r"(?:独家|单独|完整|完全|依法|共同|独立|均|仍|永久|始终|全部|各自|继续|平等|按份|一并|专有地?)*(?:享有|拥有|保有|持有|保留|所有|共有|共享|取得|享受)"
)
_TRANSFERS = re.compile(r"(?:转让|移转|转移|让与|转归|让渡|转予|过户)(?:给|予|至|于|到|归)*")
_OPEN = re.compile(
    r"(?:归属|归谁|权属|所有权|归属问题|归属事宜)?[^，。；]{0,6}(?:由|经|待)?(?:甲乙|合同)?(?:双方|各方|当事人)?(?:另行|另|再行|届时|协商|友好协商|共同)+(?:商定|约定|协商|议定|确定|签订|协议)"
)
_REFERRED = re.compile(
    r"(?:见|详见|按|依|以|执行|适用)[^，。；]{0,8}(?:附件|附录|附表|另册|《[^》]{2,30}》|补充协议|技术协议)"
)
_BLANK_OWNER = re.compile(
    r"^(?:_+|\[[^\]]*\]|【[^】]*】|\(?\s*\)|[xX*＊]{2,}|\{\{[^}]*\}\}|\([^()]{0,24}[/、／或][^()]{0,24}\)方?)(?:方|单位|所有|享有|$|[，。；])|^(?:方)?(?:所有|享有)(?:[，。；]|$)"
)
_TALK = re.compile(
    r"依照法律|依法律|法律规定|通常|务必|建议|一般(?:应|来说|情况下)|往往|不少单位|比如|例如|如何约定|写清|写明|应在合同中(?:约定|明确)|合同中应(?:当)?明确|应明确(?:约定)?.{0,12}归属"
)
_REGULATION = re.compile(
    r"《[^》]*(?:法|条例|办法|规定|规范|细则|通知)》[^。；]{0,30}(?:规定|明确|要求|指出)|第[一二三四五六七八九十百]+条(?:第[一二三四五六七八九十]+款)?规定"
)
_SCORED = re.compile(r"加\d|得\d|\d+分|评分|复印件|证书|登记证|资格|业绩|同类|类似|自主")
_REPRESENTS = re.compile(r"(?:保证|承诺|声明|确保|担保)[^，。；]{0,10}$")
_QUOTED_ADVICE = re.compile(r"(?:写明|约定|注明|写成|表述为)[:：]?[\"“「]")
_STILL = re.compile(r"仍|始终|继续|保留|原权利人|原所有")
_PROVIDED = re.compile(r"(?:提供|交付给?|提交|移交)[^，。；]{0,8}的")
_STRONG = (
    "知识产权",
    "著作权",
    "版权",
    "专利",
    "产权",
    "技术秘密",
    "权属",
    "成果归属",
    "所有权",
    "著作财产权",
    "权益",
    "一切权利",
    "全部权利",
)


class Object(Struct, frozen=True):
    """What is owned: the lines it belongs to (``results``, ``data``), its subject, or why it is neither."""

    lines: tuple[str, ...] = ()
    subject: str | None = None
    refused: str = ""


class Statement(Struct, frozen=True):
    """A predicate with its owner: spans are of a unit's normalised text, ``object_span`` where the object stands."""

    pattern: str
    start: int
    end: int
    object_span: tuple[int, int]
    owner: Owner | None
    state: str = "stated"


def find(view: View) -> Iterator[Fact]:
    """Yield the ownership facts of a document."""
    who: Roles | None = None
    for unit in view.units:
        if not (unit.hits_of("ownership") and re.search(r"[归属有享让移权]", unit.text)) and "仍归" not in unit.text:
            continue
        who = who or roles(view)
        seen: set[tuple[str, Holder | None, str | None, str]] = set()
        for start, end in unit.sentences():
            for fact in _sentence(view, who, unit, start, end):
                key = (fact.kind, fact.holder, fact.subject, fact.state)
                if key not in seen:
                    seen.add(key)
                    yield fact


def _sentence(view: View, who: Roles, unit: Unit, start: int, end: int) -> Iterator[Fact]:
    text = unit.text[start:end]
    statements = list(_statements(who, unit, start, end))
    for index, said in enumerate(statements):
        object_from = statements[index - 1].end if index else start
        what = _object(view, who, unit, said, object_from)
        reason = what.refused or _not_committing(view, unit, said, text, start)
        if reason:
            view.refuse("ownership.results", said.pattern, reason, unit, said.start, said.end)
            continue
        left = min(said.object_span[0], said.start)
        quote_from = max(object_from, left)
        while quote_from < said.start and unit.text[quote_from] in "，、；: ":
            quote_from += 1
        for line in what.lines:
            yield _fact(view, unit, f"ownership.{line}", said, what.subject, quote_from)


def _fact(view: View, unit: Unit, kind: str, said: Statement, subject: str | None, start: int) -> Fact:
    first, last = unit.norm.span(start, said.end)
    stated = said.state == "stated"
    holder: Holder | None = said.owner.holder if said.owner and stated else None
    if said.state == "unstated":
        holder = "unspecified"
    return Fact(
        kind=kind,
        state=said.state,  # type: ignore[arg-type]  # one of the four states, set in this module
        text=unit.norm.source[first:last],
        evidence=view.evidence(unit, start, said.end),
        value="owner" if stated else None,
        subject=subject if kind == "ownership.results" else None,
        holder=holder,
        holder_text=said.owner.text if said.owner and stated else None,
        holder_role=said.owner.role if said.owner and stated else None,
        pattern=said.pattern,
    )


def _statements(who: Roles, unit: Unit, start: int, end: int) -> Iterator[Statement]:
    """Yield the predicates of a sentence with their owners, in order, none twice."""
    text = unit.text
    found: list[Statement] = []
    for match in _OWNER_AFTER.finditer(text, start, end):
        said = _after(who, unit, match, start, end)
        if said is not None:
            found.append(said)
    for match in _HAS.finditer(text, start, end):
        said = _before(who, unit, match, start, end)
        if said is not None and not any(o.start <= match.start() < o.end for o in found):
            found.append(said)
    for match in _TRANSFERS.finditer(text, start, end):
        stop = _clause_stop(text, match.end(), end)
        owner = owner_at(who, unit, match.end(), min(stop, match.end() + 16))
        if owner is not None and not re.search(
            r"不得|未经|禁止|擅自|不", text[max(start, match.start() - 14) : match.start()]
        ):
            found.append(Statement("transfer", match.start(), owner.end, (start, match.start()), owner))
    open_match = _OPEN.search(text, start, end)
    if open_match and not found:
        found.append(
            Statement("left-open", open_match.start(), open_match.end(), (start, open_match.end()), None, "unstated")
        )
    referred = _REFERRED.search(text, start, end)
    if referred and not found and re.search(r"归属|知识产权|权属", text[start : referred.start()]):
        found.append(
            Statement("referred", referred.start(), referred.end(), (start, referred.start()), None, "referred")
        )
    yield from sorted(found, key=lambda s: s.start)


def _clause_stop(text: str, at: int, end: int) -> int:
    match = re.compile(r"[，,；。]").search(text, at, end)
    return match.start() if match else end


def _after(who: Roles, unit: Unit, match: re.Match[str], start: int, end: int) -> Statement | None:
    """Read 归 OWNER（所有）, 属于 OWNER, 由 OWNER 享有."""
    text = unit.text
    at = match.end()
    stop = _clause_stop(text, at, end)
    owner = owner_at(who, unit, at, min(stop, at + 24))
    tail = text[at:stop]
    object_span = (start, match.start())
    left_open = _OPEN.match(text, match.start(), end)
    if left_open:
        return Statement("left-open", match.start(), left_open.end(), object_span, None, "unstated")
    if match["gui"] and _BLANK_OWNER.match(text[at:end]) and not (owner and owner.start - at <= 1):
        return Statement("blank-owner", match.start(), min(stop, at + 30), object_span, None, "blank")
    if owner is None:
        if match["gui"] and re.match(r"[^，。；]{0,12}(?:的一方|一方|完成方|提出方|改进方)", tail):
            return Statement("left-open", match.start(), stop, object_span, None, "unstated")
        return None
    lead = text[at : owner.start]
    if len(lead) > 8 and not re.fullmatch(
        r"[^，。；]{0,6}(?:项目|本项目|国家|本次|合同|第三|上述|该)?[^，。；]{0,6}", lead
    ):
        return None
    choice = re.match(r"\(?[^()]{0,12}[/、／或][^()]{0,16}\)?", text[at : at + 30])
    if choice and re.match(r"\([^()]*[/、／][^()]*\)", text[at : at + 30]) and match["gui"]:
        return Statement("choice-unmade", match.start(), min(stop, at + 30), object_span, None, "blank")
    close = owner.end
    verb = _VERB_AFTER_YOU.match(text, re.compile(r"\)?(?:一方|方|单位|\([^()]{0,20}\))?").match(text, owner.end).end())  # type: ignore[union-attr]  # an optional group always matches
    if verb:
        close = verb.end()
        if joint_words(verb.group()) or (re.search(r"共[有享]", verb.group())):
            owner = Owner("joint", owner.text, owner.start, owner.end, owner.role)
    if match["you"] and not verb:
        return None
    if joint_words(text[at:close]) and owner.holder != "joint":
        owner = Owner("joint", owner.text, owner.start, owner.end, owner.role)
    name = "belongs-to" if not match["you"] else "held-by"
    return Statement(name, match.start(), close, object_span, owner)


def _before(who: Roles, unit: Unit, match: re.Match[str], start: int, end: int) -> Statement | None:
    """Read OWNER（对…）享有 RIGHT: the owner stands before the verb, the object after it or after 对."""
    text = unit.text
    left = max((text.rfind(mark, start, match.start()) for mark in "，,；。:"), default=-1)
    left = max(left + 1, start)
    owner = owner_at(who, unit, left, match.start())
    if owner is None:
        return None
    if re.search(r"(?:不|未|不得|无权)$", text[max(left, match.start() - 3) : match.start()]):
        return None
    between = text[owner.end : match.start()]
    if len(between) > 30:
        return None
    stop = _clause_stop(text, match.end(), end)
    hits = [h for h in unit.hits_of("ownership") if match.end() <= h.start < stop]
    if not any(text[h.start : h.end].endswith(_STRONG) or h.group == "right" for h in hits):
        return None
    last = max((h.end for h in hits), default=match.end())
    if re.search(r"共同|双方|各方", text[owner.start : match.end()]):
        owner = Owner("joint", owner.text, owner.start, owner.end, owner.role)
    return Statement("owner-has", owner.start, last, (owner.end, stop), owner)


def _object(view: View, who: Roles, unit: Unit, said: Statement, start: int) -> Object:
    """Return what a statement is about, from the words of its object; from the section's title where it has none."""
    text = unit.text
    low, high = said.object_span
    low = max(low, start) if said.pattern != "owner-has" else low
    hits = [h for h in unit.hits_of("ownership") if low <= h.start and h.end <= high]
    if said.pattern == "owner-has":
        hits += [h for h in unit.hits_of("ownership") if said.start <= h.start < high and h not in hits]
    groups = {h.group for h in hits}
    words = text[low:high]
    title = view.section(unit)
    if not groups & {"right", "results", "data"}:
        inherited = [h for h in unit.hits_of("ownership") if h.end <= said.start and h.start >= said.object_span[0]]
        hits = inherited or hits
        groups = {h.group for h in hits}
    nearest = _nearest(hits, said)
    strong = any(text[h.start : h.end].endswith(_STRONG) for h in hits if h.group == "right")
    intellectual = re.search(r"知识产权|著作权|版权|专利|技术秘密|著作财产权", words) is not None
    if "naming" in groups and not strong:
        return Object(refused="署名或荣誉，不是权利归属")
    if re.search(r"投标文件|响应文件|投标资料|磋商文件", words):
        return Object(refused="投标文件的归属，不是项目成果的归属")
    if "licence" in groups and not strong and said.pattern != "transfer":
        return Object(refused="使用许可，不是权利归属")
    if nearest is not None and nearest.group == "licence" and not re.search(r"[、和及与]", words):
        return Object(refused="使用许可，不是权利归属")
    if "things" in groups and not intellectual and not groups & {"data"}:
        thing_first = not any(h.group == "results" and h.start > _last(hits, "things") for h in hits)
        if thing_first or "购" in words:
            return Object(refused="设备或物品的所有权，不是项目成果的归属")
    if said.owner is not None and said.owner.holder == "buyer" and _gave(who, unit, said, low):
        if "data" in groups:
            return Object(lines=("data",))
        return Object(refused="采购方自己提供的资料，不是项目成果")
    if "data" in groups and not (intellectual and _last(hits, "data") < _last(hits, "right") and "results" in groups):
        alone = not groups & {"results"} or not strong
        if alone and not intellectual:
            return Object(lines=("data",))
        if not intellectual:
            return Object(lines=("results", "data"))
        if _last(hits, "data") > _last(hits, "right"):
            return Object(lines=("results", "data"))
        return Object(
            lines=("data",) if "results" not in groups and not re.search(r"成果|软件|系统", words) else ("results",)
        )
    subject = _subject(groups, words, text[said.start : said.end], said, title)
    if groups & {"right", "results", "background", "improvements"}:
        if not strong and "results" not in groups and not groups & {"background", "improvements"}:
            weak = "权利" in words and len(words) < 40
            if not weak:
                return Object(refused="没有写明归属的是什么权利")
        if (
            said.state in ("unstated", "referred")
            and not groups & {"right"}
            and "归" not in words + text[low : said.end]
        ):
            return Object(refused="不是归属条款")
        if not strong and said.pattern == "held-by" and "results" in groups and not re.search(r"成果|权", words):
            return Object(refused="由一方持有或提供，不是归属条款")
        return Object(lines=("results",), subject=subject)
    by_supplier = said.owner is not None and said.owner.holder == "supplier"
    stays = by_supplier and _STILL.search(text, max(0, said.start - 1), said.end)
    if said.pattern == "belongs-to" and stays and not re.search(r"费用|责任|风险|义务|负担|承担", words):
        return Object(lines=("results",), subject="background")
    if said.pattern == "belongs-to" and re.search(r"知识产权|成果|权属|产权", title.split(" > ")[-1] if title else ""):
        before = text[low : said.start].strip("，、: ")
        if len(before) <= 6:
            return Object(lines=("results",), subject=subject)
    return Object(refused="不是成果或数据的归属")


def _gave(who: Roles, unit: Unit, said: Statement, low: int) -> bool:
    """Tell whether the object is material that the owner itself handed over (买方提供的图样)."""
    match = _PROVIDED.search(unit.text, low, said.start)
    if match is None or said.owner is None:
        return False
    giver = owner_at(who, unit, low, match.start())
    return giver is not None and giver.holder == said.owner.holder


def _nearest(hits: list[Hit], said: Statement) -> Hit | None:
    before = [h for h in hits if h.end <= said.start]
    return max(before, key=lambda h: h.end) if before else None


def _last(hits: list[Hit], group: str) -> int:
    return max((h.start for h in hits if h.group == group), default=-1)


def _subject(groups: set[str], words: str, predicate: str, said: Statement, title: str) -> str | None:
    if "background" in groups or (
        said.owner and said.owner.holder == "supplier" and _STILL.search(predicate + words[-4:])
    ):
        return "background"
    if "improvements" in groups or re.search(r"后续(?:改进|开发)|改进成果", title):
        return "improvements"
    if "third_party" in groups and said.owner and said.owner.holder == "third":
        return "third_party"
    if re.search(r"惟|其中|除外", words) and re.search(r"软件著作权", words):
        return "software"
    return None


def _not_committing(view: View, unit: Unit, said: Statement, sentence: str, start: int) -> str:
    """Return why a statement commits the document to nothing, an empty string where it does."""
    before = unit.text[start : said.start]
    if _REGULATION.search(sentence):
        return "引用法规条文，不是约定"
    if _TALK.search(sentence) and view.kind in ("other", "unknown", "review_material", "minutes"):
        return "一般性论述或建议，不是约定"
    if _QUOTED_ADVICE.search(before):
        return "示例或建议的措辞，不是约定"
    tail = unit.text[said.end : said.end + 30]
    if said.pattern == "owner-has":
        if _SCORED.search(unit.text[max(0, said.start - 6) : said.end] + tail):
            return "资格或评分要求，不是归属条款"
        if (
            re.search(r"保证|承诺|声明|确保|担保", unit.text[max(start, said.start - 8) : said.end])
            and said.owner
            and said.owner.holder == "supplier"
        ):
            return "权利瑕疵担保，不是归属条款"
    if _REPRESENTS.search(before) and said.owner and said.owner.holder == "supplier":
        return "权利瑕疵担保，不是归属条款"
    if re.match(r"的?(?:，|情形|情况|时)?[^。；]{0,6}(?:加|得)\d", tail):
        return "评分标准，不是归属条款"
    if re.match(r"[^，。；]{0,4}的，", tail) and re.search(r"如|若|凡|倘", before[-12:]):
        return "假设的情形，不是归属条款"
    return ""
