"""The budget of a project: its total or ceiling price, its network-security part, and the lines of its tables."""

import re
from collections.abc import Iterator

from msgspec.structs import replace as msgspec_replace

from extractor.fact import DocumentKind, Fact
from extractor.facts.amount_labels import gather
from extractor.facts.amount_said import Label, Said, common_refusal, said_fact
from extractor.facts.amount_totals import Total, total_fact, totals
from extractor.facts.amount_units import caption
from extractor.facts.amounts import amounts
from extractor.facts.budget_lines import lines
from extractor.facts.budget_security import security
from extractor.facts.view import Unit, View

KIND = "budget.total"
PLANNING: frozenset[DocumentKind] = frozenset(
    {
        "feasibility_report", "construction_plan", "preliminary_design", "application_form", "budget_estimate",
        "approval", "review_material", "filing_record", "om_request", "fund_document", "procurement_document",
        "change_request",
        "crypto_plan", "security_plan", "minutes", "unknown",
    }
)  # fmt: skip
_CONTRACTS: frozenset[DocumentKind] = frozenset({"contract", "supervision_contract"})  # there it is the price
_FORMS: frozenset[DocumentKind] = frozenset({"application_form", "procurement_document", "filing_record"})
_SUM = re.compile(r"(?:\([^()]{0,20}\))?(?:总额|总计|共计|合计|总共|总数|共需|共|总需求)(?:为)?")
# 总投资由软件300万元、硬件200万元构成，合计500万元: the parts stand before the whole.
_COMPOSED = re.compile(
    r"(?:主要)?(?:由|包括|包含|分为)[^。；]{4,160}?(?:构成|组成|[两三四五六]部分)[^。；，]{0,6}[，,]?(?:总额|总数|金额|投资)?"
    r"(?:共计|合计|总计|总共|总额|共)(?:为|约)?"
)
_ABOVE = re.compile(
    r"(?:以上|上述|前述)(?:各项|[两二三四五六七八九]项|部分)?(?:费用|投资|经费|金额)?(?:共计|合计|总计|相加)(?:为|约)?"
)
# The last line of a list of costs: 总计：618万元.
_SUM_LINE = re.compile(
    r"[\s*\d.、一二三四五六七八九十()（）-]{0,8}(?P<sum>总计|合计|共计|总合计|费用合计|投资合计|合计金额)(?:\([^()]{0,8}\))?\**[:：]?(?=[\s*¥人约\d])"
)
_OF_A_YEAR = re.compile(r"20\d\d年(?:度)?(?:的)?$")
_PLANNED = re.compile(r"预算|概算|估算|匡算|投资")
_WEAK = re.compile(
    r"^(?:预算|概算|投资估算|投资概算|投资预算|投资匡算|预算金额|预算价|预算费用|预算总额|预算额|概算金额|估算金额|投资合计|投资总计|经费预算|资金需求|所需资金|所需经费|拟投资|计划投资)"
)
_WHOLE_PREFIX = re.compile(
    r"(?:项目|工程|系统|平台|课题|采购|[本该此]|总|建设|全部|计划|申请|申报|下达|安排|估算|财政|批复|核定|审定|审批|批准|政府|单位|期|包|标段|标项|分标|标|资金|初步设计|可研|估|成本|的|[:：)）\d、.*“\s]|为|年|人|金|拟|约|次|合同|中心|局|任务|服务|运维|项|内容)$"
)
_PART = re.compile(r"(?:其中|包括|包含|含|内含)[:：]?[^，,。；:]{0,14}$")
_COMPARED = re.compile(
    r"(?:超出?|超过|低于|高于|不足|未达|达到|突破|节约|节省|占|压减|核减|调减|调增|增加|追加|减少|不含|扣除|下浮|按|以|达|每|剩余|结余|上[一]?年|往年|往期|原)(?:的)?(?:原|本|该)?(?:项目|采购)?$"
)
_PART_WORDS = re.compile(
    r"(?:首年|第[一二三四五]年|每年|年度|前期|后期|后续|单项|分项|设备|硬件|软件(?!系统)|运维|运行|监理|设计|培训|测评|安全|密码|差旅|人员|人工|材料|测试|租赁|预备|装修|基建|场地|系统集成|其他|开发)[^，,。；:]{0,8}$"
)
_SOURCE = re.compile(r"(?:专项|申请|财政|自筹|配套|补助|补贴|上级|中央|省级|市级|区级|县级|拨付)$")
_OFFICE = re.compile(
    r"\d+个[^，,。；]{0,8}项目|预算执行|部门预算|项目数|各单位|全市|全区|全县|全省|全年|本年度|年初|年中"
)
_MANY_ROWS = "一栏多个项目，不是一个项目的预算"
_DETAIL = re.compile(
    r"明细|分项|[\u4e00-\u9fff]{2,8}费(?:用)?(?:投资)?(?:估算|概算|预算)?表|设备清单|软件清单|硬件|人员|工作量"
    r"|(?:网络安全|信息安全|安全防护|密码应用|系统集成|软件开发)(?:建设|部分|设备|服务)?(?:费用|经费|投资)?(?:估算|概算|预算)"
)
_SUMMARY = re.compile(r"汇总|总表|总投资|总概算|总估算|总预算")
_NOT_SET = re.compile(r"^[:：]?\s?(?:无|不设|不设置|未设|/|—|-)")


def find(view: View) -> Iterator[Fact]:
    """Yield the budget facts of a document.

    ``budget.total`` in yuan, op ``<=`` for a ceiling price and 不超过, ``range`` for 800万元至1000万元, a lot as its
    ``subject``; ``budget.security`` and ``budget.item`` with the line's label as ``subject``.
    """
    for said in gather(view, lambda unit: _labels(view.kind, unit)):
        reason = _refusal(view, said)
        if reason is not None:
            view.refuse(KIND, said.pattern, reason, said.unit, said.start, said.end)
            continue
        yield said_fact(view, _plain_op(said), KIND, op_floor=said.label.group == "ceiling")
    if view.kind in PLANNING:
        yield from _from_totals(view)
    yield from security(view)
    yield from lines(view)


def _labels(kind: DocumentKind, unit: Unit) -> tuple[Label, ...]:
    out: list[Label] = []
    for hit in unit.hits_of("budget"):
        word = unit.text[hit.start : hit.end]
        if hit.group == "ceiling" or (hit.group == "total" and (kind not in _CONTRACTS or _PLANNED.search(word))):
            composed = _COMPOSED.match(unit.text, hit.end) if hit.group == "total" else None
            out.append(Label(hit.start, composed.end() if composed else hit.end, hit.group))
        elif hit.group == "funds" and kind not in _CONTRACTS:
            tail = _SUM.match(unit.text, hit.end) or _COMPOSED.match(unit.text, hit.end)
            if tail:
                out.append(Label(hit.start, tail.end(), "total"))
    if kind in PLANNING and unit.cell is None and (line := _SUM_LINE.match(unit.text)):
        out.append(Label(line.start("sum"), line.end(), "sum_line"))
    if kind == "budget_estimate":
        out.extend(Label(m.start(), m.end(), "total") for m in _ABOVE.finditer(unit.text))
    out.sort(key=lambda label: (label.start, -label.end))
    longest: list[Label] = []
    for label in out:
        if not longest or label.start >= longest[-1].end:
            longest.append(label)
        elif label.end > longest[-1].end:  # 项目估算 + 估算总投资
            longest[-1] = Label(longest[-1].start, label.end, label.group)
    return tuple(longest)


def _refusal(view: View, said: Said) -> str | None:
    """Return why a bound label states no budget of this project, or None."""
    before = said.before()
    if (common := common_refusal(said)) is not None:
        return common
    if said.label.group == "sum_line" and not _closes_costs(view, said):
        return "不是项目费用清单的合计"
    if said.bound.state == "unstated":
        return "预算未写金额"
    if said.bound.state == "blank" and said.pattern == "label_cell" and view.kind not in _FORMS:
        return "表中未填的一行"
    if said.bound.state == "blank" and (view.kind in ("contract", "supervision_contract") or _ticked_off(said)):
        return "空白，不是预算的约定"
    if _COMPARED.search(before):
        return "与预算比较，不是预算"
    if _PART.search(before):
        return "预算的一部分"
    if _OF_A_YEAR.search(before) and re.search(r"总(?:投资|预算|概算|经费|估算|额)", said.lead()[: -len(before) - 1]):
        return "一年的投资，另有总额"
    if said.bound.op in (">=", ">") or (said.bound.op == "<" and said.label.group != "ceiling"):
        return "条件或门槛，不是预算"
    if said.label.group == "total" and said.pattern != "head_and_row_in_one_line" and _narrow(view.kind, said, before):
        return "某一项的预算"
    if view.kind == "om_request":
        return None
    if _OFFICE.search(said.lead()) or _OFFICE.search(caption(view, said.unit.block) if said.unit.cell else ""):
        return "多个项目或一个单位的预算"
    if said.pattern == "column_head" and said.rows > 1 and said.subject is None:
        return _MANY_ROWS
    if (
        said.pattern == "label_cell"
        and _DETAIL.search(caption(view, said.unit.block))
        and _WEAK.match(said.label_unit.text[said.label.start :])
    ):
        return "明细表的一行"
    return None


def _closes_costs(view: View, said: Said) -> bool:
    """Tell whether a sum closes a list of amounts, line by line, under a title that is about the project's costs."""
    if view.kind == "procurement_document" or said.bound.state != "stated":
        return False
    for count, above in enumerate(reversed(view.units[max(0, said.unit.index - 24) : said.unit.index])):
        if above.hits_of("budget", "table", "total") and len(above.text) <= 30:
            return count >= 2 and _DETAIL.search(above.text) is None
        if above.cell is not None or above.block.kind == "heading" or not amounts(above.text):
            return False
    return False


def _plain_op(said: Said) -> Said:
    """Take back the bound that the word 最高限价 itself gave a budget: 项目预算（最高限价）：98万元 states both."""
    amount = said.bound.amount
    between = (
        said.unit.text[said.label.end : amount.start] if amount and said.unit.index == said.label_unit.index else ""
    )
    if said.label.group == "total" and said.bound.op == "<=" and re.search(r"限价|控制价", between):
        return msgspec_replace(said, bound=msgspec_replace(said.bound, op="=="))
    return said


def _ticked_off(said: Said) -> bool:
    """Tell whether the blank belongs to an option of a form (□设，金额__元) or says that nothing is set."""
    return "□" in said.sentence() or _NOT_SET.match(said.unit.text[said.label.end :]) is not None


def _narrow(kind: DocumentKind, said: Said, before: str) -> bool:
    """Tell whether what stands before the label narrows it: 设备购置预算, 首年总投资."""
    text = said.label_unit.text[said.label.start : said.label.end]
    prefix = re.search(r"[\u4e00-\u9fff\w)）\]】“]*$", before)
    words = prefix.group() if prefix else ""
    if not words or _LEADING.fullmatch(words):
        return False
    if _SOURCE.search(words) and text.startswith(("资金", "经费")):
        return True
    if kind == "om_request" and re.search(r"运维|运行|维护", words):
        return False
    if _PART_WORDS.search(words) and not re.search(r"(?:项目|工程|系统|平台|采购|课题)(?:的)?$", words):
        return True
    return bool(_WEAK.match(text)) and not _WHOLE_PREFIX.search(words)


_LEADING = re.compile(r"(?:[一二三四五六七八九十\d]{1,3}[)）]?)?")


def _from_totals(view: View) -> Iterator[Fact]:
    """Yield the sum rows of budget tables: of the only one, or of those that say they sum the project."""
    rows = [row for row in totals(view, "budget") if _is_budget_table(view, row)]
    values = {row.value for row in rows if row.value}
    for row in rows:
        if row.value is None:
            continue
        if len(values) > 1 and not (row.strong or _SUMMARY.search(row.context)):
            view.refuse(KIND, "sum_row", "有多张各有合计的费用表", row.unit, 0, len(row.unit.text))
        else:
            yield total_fact(view, row, KIND)


def _is_budget_table(view: View, row: Total) -> bool:
    """Tell a table of the project's costs from a part's details, instalments, or another year's money."""
    if _OFFICE.search(row.context) or re.search(r"评分|得分|付款|支付|期次|业绩|案例|工作量|人月$", row.context):
        return False
    if view.kind == "procurement_document" and re.search(r"报价|投标|响应|合价", row.context):
        return False
    heading = caption(view, row.block)
    own = heading.rpartition(" ")[2]  # the line right above; what stands before it may tell of the whole project
    if _DETAIL.search(own) and _SUMMARY.search(own) is None:
        return False
    if view.kind == "budget_estimate" and _DETAIL.search(heading) is None:
        return True  # the whole paper is about the project's costs
    if any(hit for hit in view.lexicon.hits(heading) if hit.topic == "budget" and hit.group in ("table", "total")):
        return _DETAIL.search(heading) is None or _SUMMARY.search(heading) is not None
    return (
        row.strong
        and re.search(r"预算|概算|估算|投资|经费", row.context) is not None
        and _DETAIL.search(heading) is None
    )
