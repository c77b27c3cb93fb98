"""Who compiled the plan, who bid, who reviewed, who else signs: ``party.compiler`` and its like.

A name counts where a label gives it (编制单位：…, a cell, the column of a list), or where the text says that somebody
compiled this paper; a rule about who may compile names nobody.
"""

import re
from collections.abc import Iterator

from extractor.fact import DocumentKind, Fact
from extractor.facts.parties import plain_name
from extractor.facts.view import Unit, View
from extractor.terms import Hit

KINDS = {"compiler": "party.compiler", "bidder": "party.bidder", "reviewer": "party.reviewer", "other": "party.other"}
_REVIEWS: frozenset[DocumentKind] = frozenset({"review_material", "minutes", "approval", "unknown", "other"})
_CONTRACTS: frozenset[DocumentKind] = frozenset({"contract", "supervision_contract"})
_COLON = re.compile(r"\s?(?:\([^()]{1,14}\))?\s?(?:名称)?\s?(?:\([^()]{1,10}\))?[:：]\s?")
_BODY = (
    r"(?:公司|集团|事务所|研究院|设计院|规划院|科学院|信息院|研究所|设计所|大学|学院|学校|医院|局|委员会|办公室|中心|厅|政府|管委会"
    r"|协会|学会|联盟|站|队|馆|厂|院|委)"
)
_NAME = re.compile(
    rf"(?P<name>[\u4e00-\u9fffA-Za-z()（）·]{{2,40}}?{_BODY})(?:\((?:盖章|公章|盖单位章|牵头人|成员)\))?(?=$|[\s、,，;；。/和与及])"
)
_COMPILED = re.compile(
    rf"(?<![可应须需宜将])由\s?(?P<name>[\u4e00-\u9fff()]{{2,36}}?{_BODY})(?:具体|牵头|负责|组织|独立|联合){{0,2}}(?:编制|编写)(?!的?(?:单位|机构|资质))"
)
_RULE = re.compile(r"规定|要求|应当|可以|必须|不得|资质的|如需|如果")


def find(view: View) -> Iterator[Fact]:
    """Yield ``party.compiler``, ``party.bidder``, ``party.reviewer`` and ``party.other`` (丙方), each name once.

    ``value`` is the name without white space, quotation marks and （盖章）; evidence is the name, then its label.
    """
    seen: set[tuple[str, str]] = set()
    for fact in _all(view):
        key = (fact.kind, fact.value or "")
        if key not in seen:
            seen.add(key)
            yield fact


def _all(view: View) -> Iterator[Fact]:
    for unit in view.units:
        for hit in unit.hits_of("participants"):
            if _asked(view, hit):
                yield from _labelled(view, unit, hit)
    for pair in view.labelled:
        hits = [hit for hit in pair.label.hits_of("participants") if _asked(view, hit) and _pure(pair.label, hit)]
        if hits and pair.value.index != pair.label.index:
            yield from _names(view, KINDS[hits[0].group], pair.value, 0, len(pair.value.text), "table", pair.label)
    yield from _columns(view)
    yield from _compiled(view)


def _columns(view: View) -> Iterator[Fact]:
    """Yield the names under a head: 投标人名称, and 工作单位 in a list of experts."""
    first: dict[int, dict[int, Unit]] = {}
    for row in view.rows:
        if row.is_head:
            continue
        heads = row.heads
        if not heads and len(row.cells) > 2:  # a list whose first row was not taken for a head
            heads = first.setdefault(row.block.id, {unit.cell.column: unit for unit in row.cells if unit.cell})
        for cell in row.cells:
            head = heads.get(cell.cell.column) if cell.cell else None
            if head is None or head.index == cell.index or not head.hits:
                continue
            hits = [hit for hit in head.hits_of("participants") if _asked(view, hit) and _pure(head, hit)]
            if hits:
                yield from _names(view, KINDS[hits[0].group], cell, 0, len(cell.text), "column", head)


def _asked(view: View, hit: Hit) -> bool:
    """Tell whether a label means its party here: 设计单位 of a contract is a side of it, 工作单位 of a form a job."""
    if hit.group == "reviewer":
        return view.kind in _REVIEWS
    if hit.group == "other":
        return view.kind in _CONTRACTS
    return hit.group != "compiler" or view.kind not in _CONTRACTS


def _pure(label: Unit, hit: Hit) -> bool:
    return hit.start <= 4 and len(label.text) - hit.end <= 8


def _labelled(view: View, unit: Unit, hit: Hit) -> Iterator[Fact]:
    colon = _COLON.match(unit.text, hit.end)
    if colon is None or (hit.start > 0 and re.match(r"[\u4e00-\u9fff]", unit.text[hit.start - 1])):
        return
    stop = re.compile(r"[。；;\n]|\s(?=[^\s:]{2,10}:)").search(unit.text, colon.end())
    yield from _names(view, KINDS[hit.group], unit, colon.end(), stop.start() if stop else len(unit.text), "labelled")


def _names(
    view: View, kind: str, unit: Unit, start: int, end: int, pattern: str, label: Unit | None = None
) -> Iterator[Fact]:
    """Yield the organisations that stand in ``start:end`` of a unit, one after the other and nothing else first."""
    at = start
    while at < end:
        match = _NAME.match(unit.text, at, end)
        if match is None:
            return
        yield from _fact(view, kind, unit, *match.span("name"), pattern, label)
        gap = re.compile(r"[\s、,，;；/和与及]*").match(unit.text, match.end())
        at = gap.end() if gap else end


def _compiled(view: View) -> Iterator[Fact]:
    if view.kind in _CONTRACTS or view.kind == "procurement_document":
        return
    for unit in view.units:
        if "编制" not in unit.text and "编写" not in unit.text:
            continue
        for start, end in unit.sentences():
            match = _COMPILED.search(unit.text, start, end)
            if match is None:
                continue
            if _RULE.search(unit.text, start, end):
                view.refuse(KINDS["compiler"], "compiled_by", "对谁可以编制的规定", unit, start, end)
                continue
            yield from _fact(view, KINDS["compiler"], unit, *match.span("name"), "compiled_by", None)


def _fact(view: View, kind: str, unit: Unit, start: int, end: int, pattern: str, label: Unit | None) -> Iterator[Fact]:
    words = unit.norm.source[slice(*unit.norm.span(start, end))].strip()
    evidence = view.evidence(unit, start, end) + (view.whole(label) if label is not None else ())
    name = plain_name(unit.text[start:end])
    if len(name) > 3 and evidence:
        yield Fact(kind, "stated", words, evidence, value=name, pattern=f"{kind}:{pattern}")
