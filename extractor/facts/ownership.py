"""Who owns the results and the data: ``ownership.results`` and ``ownership.data``.

A statement has a predicate (归…所有, 由…享有, 享有…著作权, 转让给…), an owner and an object. The object decides what it
is: intellectual property in what the project delivers, data, or something else (equipment, bid papers, a licence, a
right to be named), which is refused with its reason.
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from extractor.fact import Fact, Holder
from extractor.facts.options import open_choice
from extractor.facts.ownership_forms import ANY_BOX, Form, forms, led_boxes, table_forms
from extractor.facts.ownership_objects import Object, object_of
from extractor.facts.ownership_statements import Statement, statements
from extractor.facts.roles import Owner, Roles, joint_words, owner_at, roles
from extractor.facts.side_roles import side_role
from extractor.facts.view import Unit, View

_TRIGGER = re.compile(r"[归属有享让移为系是取获占持由另留按依适执:□☐]")
# 仍归乙方, 付清后归甲方所有: what is owned may be named only by the title or the sentence before
_ELIDED = re.compile(r"仍[归属]|归(?:属于?)?[^，。；归]{1,14}所有")
_TALK = re.compile(
    r"依照法律|依法律|法律规定|通常|务必|建议|一般(?:应|来说|情况下|归|约定)|往往|不少单位|比如|例如|如何约定|写清|写明|应在合同中(?:约定|明确)|合同中应(?:当)?明确|应明确(?:约定)?.{0,12}归属|在合同[里中](?:约定|明确)"
)
_TALKING_KINDS = frozenset((
    "other", "unknown", "review_material", "minutes", "feasibility_report", "construction_plan", "preliminary_design",
    "legal_opinion", "approval",
))  # fmt: skip
_REGULATION = re.compile(
    r"《[^》]*(?:法|条例|办法|规定|规范|细则|通知)》[^。；]{0,30}(?:规定|明确|要求|指出)|第[一二三四五六七八九十百]+条(?:第[一二三四五六七八九十]+款)?规定"
)
_SCORED = re.compile(r"加\d|得\d|\d+分|评分|复印件|证书|登记证|资格|业绩|同类|类似|自主")
_WARRANTS = re.compile(r"保证|承诺|声明|确保|担保|合法")
_REPRESENTS = re.compile(r"(?:保证|承诺|声明|确保|担保)[^，。；]{0,10}$")
# 付清后，归甲方所有: a predicate whose object stands in the sentence before it
_ELLIPTIC = re.compile(
    r"(?:[^，。；]{0,24}(?:后|前|时|起|的|下|以前|之内))?[，,]?(?:则|才|方|即|自动|均|也|亦|其|全部|再|转而|相应|仍|由[甲乙双]方?)*$"
)
_PAID = re.compile(r"[^，。；]{0,30}(?:付清|结清|付讫|支付|付款|缴清|交清|付至)[^，。；]{0,24}(?:后|前|时|起|的|之日)")
_QUOTED_ADVICE = re.compile(r"(?:写明|约定|注明|写成|表述为|明确)[:：]?[\"“「]")


def find(view: View) -> Iterator[Fact]:
    """Yield the ownership facts of a document."""
    who: Roles | None = None
    tables: dict[int, Form] = {}
    for unit in view.units:
        hit = unit.hits_of("ownership") and (unit.cell is not None or _TRIGGER.search(unit.text))
        boxed = ANY_BOX.search(unit.norm.source) is not None
        if not hit and not boxed and not _ELIDED.search(unit.text):
            continue
        if who is None:
            who = roles(view)
            tables = table_forms(view, who)
        seen: set[tuple[str, Holder | None, str | None, str]] = set()
        chosen = _chosen(view, who, unit)
        led = led_boxes(view, who, unit) if boxed else None
        if led is not None:
            for fact in _of_form(view, unit, led[1]):
                yield replace(fact, evidence=(*fact.evidence, *view.whole(led[0])))
            continue
        for fact in (chosen,) if chosen else _unit(view, who, unit, tables.get(unit.index)):
            key = (fact.kind, fact.holder, fact.subject, fact.state)
            if key not in seen:
                seen.add(key)
                yield fact


def _chosen(view: View, who: Roles, unit: Unit) -> Fact | None:
    """Return what a clause settles by the number of an option (归属按下列第2种方式处理), as a fact.

    The option's own words name no object (双方共同享有); the clause that leads it does. None where a unit leads no such
    choice, or where the option names nobody.
    """
    if unit.cell is not None or not re.search(r"归属|权属|所有权|产权", unit.text):
        return None
    unfilled = open_choice(unit.text)
    if unfilled is not None:
        said = Statement("choice-unmade", *unfilled, unfilled, None, "blank")
        return _fact(view, unit, _line(unit), said, None, 0)
    block = next((one.chosen[0] for one in view.choices if one.lead == unit.block.id and one.chosen), None)
    option = next((u for u in view.units[unit.index + 1 :] if u.block.id == block), None) if block is not None else None
    if option is None:
        return None
    clause = re.search(r"[，。；]|$", option.text)
    end = clause.start() if clause else len(option.text)
    owner = owner_at(who, option, 0, end)
    if owner is None or any(fact.state == "stated" for fact in _unit(view, who, option, None)):
        return None
    if joint_words(option.text[:end]) and owner.holder != "joint":
        owner = Owner("joint", owner.text, owner.start, owner.end, owner.role)
    said = Statement("chosen-option", owner.start, end, (owner.start, end), owner)
    fact = _fact(view, option, _line(unit), said, None, owner.start)
    return replace(fact, evidence=(*fact.evidence, *view.whole(unit)))


def _line(unit: Unit) -> str:
    groups = {hit.group for hit in unit.hits_of("ownership")}
    return "ownership.data" if "data" in groups and "results" not in groups else "ownership.results"


def _unit(view: View, who: Roles, unit: Unit, row: Form | None) -> Iterator[Fact]:
    formed = (row,) if row is not None else forms(view, who, unit)
    for form in formed:
        yield from _of_form(view, unit, form)
    if not formed:
        carried: tuple[str, ...] = ()
        for start, end in unit.sentences():
            found = tuple(_sentence(view, who, unit, start, end, carried))
            carried = tuple(dict.fromkeys(f.kind.rpartition(".")[2] for f in found if f.subject is None))
            yield from found


def _of_form(view: View, unit: Unit, form: Form) -> Iterator[Fact]:
    for line in form.lines:
        fact = _fact(view, unit, f"ownership.{line}", form.said, form.subject, form.said.object_span[0])
        if form.owner_cell is not None:
            fact = replace(fact, evidence=(*fact.evidence, *view.whole(form.owner_cell)))
        yield fact


def _sentence(view: View, who: Roles, unit: Unit, start: int, end: int, carried: tuple[str, ...]) -> Iterator[Fact]:
    """Yield the facts of a sentence; ``carried`` is what the sentence before it spoke of."""
    text = unit.text[start:end]
    found = statements(who, unit, start, end)
    for index, said in enumerate(found):
        object_from = found[index - 1].end if index else start
        what = object_of(view, who, unit, said, object_from)
        elided = carried and index == 0 and what.refused and said.pattern == "belongs-to"
        if elided and _ELLIPTIC.fullmatch(unit.text, start, said.start):
            what = Object(lines=carried)
        reason = what.refused or _not_committing(view, unit, said, text, start)
        if reason:
            view.refuse("ownership.results", said.pattern, reason, unit, said.start, said.end)
            continue
        left = min(said.object_span[0], said.start)
        quote_from = max(object_from, left)
        while quote_from < said.start and unit.text[quote_from] in "，、；: ":
            quote_from += 1
        paid = _PAID.search(unit.text, start, said.end)
        condition = view.evidence(unit, *paid.span()) if paid and said.state == "stated" else ()
        for line in what.lines:
            yield replace(_fact(view, unit, f"ownership.{line}", said, what.subject, quote_from), related=condition)


def _fact(view: View, unit: Unit, kind: str, said: Statement, subject: str | None, start: int) -> Fact:
    first, last = unit.norm.span(start, said.end)
    stated = said.state == "stated"
    holder: Holder | None = said.owner.holder if said.owner and stated else None
    if said.state == "unstated":
        holder = "unspecified"
    return Fact(
        kind=kind,
        state=said.state,  # type: ignore[arg-type]  # one of the four states, set where statements are made
        text=unit.norm.source[first:last],
        evidence=view.evidence(unit, start, said.end),
        value="owner" if stated else None,
        subject=subject if kind == "ownership.results" else None,
        holder=holder,
        holder_text=said.owner.text if said.owner and stated else None,
        holder_role=(said.owner.role or side_role(view, said.owner.text)) if said.owner and stated else None,
        pattern=said.pattern,
    )


def _not_committing(view: View, unit: Unit, said: Statement, sentence: str, start: int) -> str:
    """Return why a statement commits the document to nothing, an empty string where it does."""
    before = unit.text[start : said.start]
    if said.each:
        return "各方保留各自的权利，没有约定归谁"
    if said.pattern != "by-law" and _REGULATION.search(sentence):
        return "引用法规条文，不是约定"
    talking = view.kind in _TALKING_KINDS
    if talking and _REGULATION.search(unit.text, unit.text.rfind("。", 0, start) + 1, said.start):
        return "引用法规条文，不是约定"
    if talking and _TALK.search(sentence):
        return "一般性论述或建议，不是约定"
    if _QUOTED_ADVICE.search(before):
        return "示例或建议的措辞，不是约定"
    tail = unit.text[said.end : said.end + 30]
    supplier = said.owner is not None and said.owner.holder == "supplier"
    if said.forward:
        if _SCORED.search(unit.text[max(0, said.start - 6) : said.end] + tail):
            return "资格或评分要求，不是归属条款"
        if supplier and _WARRANTS.search(unit.text[max(start, said.start - 8) : said.end]):
            return "权利瑕疵担保，不是归属条款"
    if supplier and _REPRESENTS.search(before):
        return "权利瑕疵担保，不是归属条款"
    if re.match(r"的?(?:，|情形|情况|时)?[^。；]{0,6}(?:加|得)\d", tail):
        return "评分标准，不是归属条款"
    if re.match(r"[^，。；]{0,4}的，", tail) and re.search(r"如|若|凡|倘", before[-12:]):
        return "假设的情形，不是归属条款"
    return ""
