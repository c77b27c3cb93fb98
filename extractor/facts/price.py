"""The price of a contract: what its price clause, its price table or an award says (contract.price)."""

import re
from collections.abc import Iterator

from extractor.fact import DocumentKind, Fact
from extractor.facts.amount_labels import gather
from extractor.facts.amount_said import Label, Said, common_refusal, said_fact
from extractor.facts.amount_totals import Total, total_fact, totals
from extractor.facts.amount_units import caption
from extractor.facts.view import Unit, View
from extractor.facts.windows import hits_between, sentence_at

KIND = "contract.price"
PRICED: frozenset[DocumentKind] = frozenset({"contract", "supervision_contract", "award_notice", "bid"})
_DRAFTS: frozenset[DocumentKind] = frozenset({"procurement_document", "unknown"})
_SILENT: frozenset[DocumentKind] = frozenset(
    {
        "feasibility_report",
        "construction_plan",
        "preliminary_design",
        "crypto_plan",
        "security_plan",
        "sharing_list",
        "om_request",
    }
)
_SUM = re.compile(
    r"(?:\([^()]{0,20}\))?的?(?:总额|总计|共计|合计|总共|总价款|总价|总金额|总费用|总数|共为|共|计为|计)(?:款|额|为)?"
)
_TOTAL_FEE = re.compile(r"总(?:费用|经费|报酬|酬金|价款|造价|服务费|开发费)")
_SUMS = frozenset({"合计", "总计", "共计", "总额", "总金额", "总价", "总费用", "价格", "合计金额", "总计金额"})
_GENERIC = re.compile(r"费用|经费|款项|报酬|价款|酬金|货款")
_WHOLE_FEE = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|本|该|此|合同|协议|项目|工程|全部|总|各项|上述|以上|一切|所有|[两二三四五各]期|[两二三四五]项|部分|软件|系统|平台|服务|开发|研发|研制|技术|咨询|实施|建设|委托|的|为)$"
)
_CHANGE = re.compile(
    r"(?:增加|追加|新增|核减|减少|扣减|调增|调减|扣除|降低|减免|超出|超过|低于|高于|不足|达到|占|节约)(?:的)?(?:本)?$"
)
_PART = re.compile(
    r"其中[:：]?[^，,。；]{0,10}$|(?:首年|第[一二三四五]年|每年|年度|每月|单项|分项|单个|单次|每次|每人|人均|暂估|备用)[^，,。；]{0,4}$"
)
_BOND = re.compile(r"(?:保证金|质保金|押金|违约金|赔偿|代理费|税额|定金|保险)[^。；]{0,40}$")
_FORMER = re.compile(r"原(?:定|有|本)?(?:合同|协议)?(?:约定)?的?$")
_TAX_FREE = re.compile(r"(?:不含(?:增值)?税|未税|除税|税前)(?:的)?(?:合同)?$")
_TAX_FREE_AFTER = re.compile(r"\s?[(]?(?:不含(?:增值)?税|未税|除税)")
_INCLUSIVE = re.compile(r"(?<!不)含(?:增值)?税|价税合计|税价合计")
_OTHER_CONTRACT = re.compile(r"业绩|案例|同类|类似|承接|履历|历年|近[一二三四五两\d]年")
_FEE_HEAD = re.compile(r"价款|费用|报酬|经费|酬金|价格|金额|结算|支付|付款")
_OURS = re.compile(
    r"(?:本|该|此)(?:合同|项目|协议|次|工程)|合同|委托方|甲方|乙方|受托|^\s*$|[\d.、)]\s*$|技术|项目|[\u4e00-\u9fff]{0,8}$"
)


def find(view: View) -> Iterator[Fact]:
    """Yield the contract prices of a document in the order found; one fact a statement, however it is doubled.

    Stated amounts have op ``==``, or ``<=`` where the text says 不超过. A lot's name is the ``subject``.
    """
    if view.kind in _SILENT:
        return
    kept: list[tuple[Said, Fact]] = []
    spare: list[tuple[Said, Fact]] = []
    for said in gather(view, lambda unit: _labels(view.kind, unit)):
        reason = _refusal(view, said)
        if reason is not None:
            view.refuse(KIND, said.pattern, reason, said.unit, said.start, said.end)
            continue
        (spare if said.label.group == "fee" else kept).append((said, said_fact(view, said, KIND)))
    kept = _without_tax_free(view, kept)
    yield from (fact for _, fact in kept)
    if not kept:
        yield from _from_fees(view, spare)
    if view.kind in PRICED:
        yield from _from_totals(view)


_AFTER_CHANGE = re.compile(
    r"(?:调整|变更|调增|调减|核减|核增|增加|减少|修改|下浮|优惠)后(?:的?金额)?(?:共计|合计|为|是|即|:)+"
)


def _labels(kind: DocumentKind, unit: Unit) -> tuple[Label, ...]:
    groups = {"label"} | ({"plain"} if kind in PRICED else set()) | ({"bid"} if kind == "bid" else set())
    out = [Label(h.start, h.end, h.group) for h in unit.hits_of("price") if h.group in groups]
    for hit in unit.hits_of("price", "fee"):
        tail = _SUM.match(unit.text, hit.end)
        if tail and kind not in PRICED and (kind not in _DRAFTS or "经费" in unit.text[hit.start : hit.end]):
            continue
        if tail:
            out.append(Label(hit.start, tail.end(), "fee_sum"))
        elif kind in PRICED and kind != "bid":
            out.append(Label(hit.start, hit.end, "fee"))
    if kind in PRICED:
        out.extend(Label(m.start(), m.end(), "fee_sum") for m in _TOTAL_FEE.finditer(unit.text))
    if any(label.group == "label" for label in out):
        out.extend(Label(m.start(), m.end(), "label") for m in _AFTER_CHANGE.finditer(unit.text) if _changed(unit, m))
    out.sort(key=lambda label: (label.start, -label.end))
    longest: list[Label] = []
    for label in out:
        if longest and label.start < longest[-1].end:
            if label.end > longest[-1].end:
                group = longest[-1].group if label.group == "fee" else label.group
                longest[-1] = Label(longest[-1].start, label.end, group)
            continue
        longest.append(label)
    return tuple(longest)


def _changed(unit: Unit, change: re.Match[str]) -> bool:
    """Tell whether it is the price that is changed in the sentence: 合同总价调减6.8万元，调减后为61.2万元."""
    start, _ = sentence_at(unit.text, change.start())
    return bool(hits_between(unit, start, change.start(), "price", "label"))


def _refusal(view: View, said: Said) -> str | None:
    """Return why a bound label states no price of this contract, or None."""
    before = said.before()
    amount = said.bound.amount
    label_text = said.label_unit.text
    if (common := common_refusal(said)) is not None:
        return common
    if said.label.group == "plain" and label_text[said.label.start : said.label.end] in _SUMS:
        if said.pattern == "column_head" and said.rows == 1 and "总" in label_text:
            return None
        if said.pattern in ("label_cell", "column_head"):
            return "合计行另读"
        if not _plain_total(before):
            return "不是整份合同的合计"
    if (
        said.label.group in ("fee_sum", "plain")
        and _GENERIC.match(label_text, said.label.start)
        and not _WHOLE_FEE.search(before)
    ):
        return "某一项费用"
    if _CHANGE.search(before):
        return "价款的增减，不是价款"
    if _PART.search(before):
        return "价款的一部分"
    if said.bound.state == "referred" and re.match(r"(?:明细|清单|组成|构成)", label_text[said.label.end :]):
        return "价款的明细，不是价款"
    if said.label.group == "plain" and _BOND.search(said.lead()):
        return "保证金、违约金等的金额，不是价款"
    if said.bound.op in (">=", ">", "<"):
        return "条件或门槛，不是价款"
    if _FORMER.search(before) and re.search(r"变更|调整|修改|现", said.sentence()) and not _later_amount(said):
        return "变更前的价款"
    if said.pattern == "column_head":
        if view.kind == "procurement_document" and said.bound.state == "blank":
            return "待投标人填写的表格"
        if said.subject is None and said.rows > 1:
            return "一栏多项，不是一份合同的价款"
    if said.unit.cell is not None and _OTHER_CONTRACT.search(caption(view, said.unit.block)):
        return "其他合同的价款"
    if (
        said.bound.state == "stated"
        and amount is not None
        and said.label.group in ("fee", "fee_sum")
        and _instalment(said)
    ):
        return "分期付款的金额"
    if said.label.group == "fee" and said.bound.state not in ("stated", "blank"):
        return "费用未写金额"
    return None


def _plain_total(before: str) -> bool:
    """Tell whether a bare 合计, 总价 sums the contract: nothing narrower stands before it in its clause."""
    bare = re.sub(
        r"[\s\d.、)(:*“”]|[本该](?:合同|项目|协议|工程)|合同|项目|以上|上述|[一二三四五六七八九十]、|软件|系统|服务|价税|含税|各项|全部|费用|报酬|价款|金额|的|项下|人民币|价格|\|",
        "",
        before,
    )
    return len(bare) <= 2 or bool(re.search(r"(?:价款|费用|报价|金额|总价|以上|上述)[^，。；]{0,6}$", before))


def _later_amount(said: Said) -> bool:
    return (
        said.bound.amount is not None
        and re.search(r"变更|调整|修改|核定|增加|减少", said.unit.text[said.label.end : said.bound.amount.start])
        is not None
    )


_INSTALMENT_NAME = re.compile(r"首付|预付|首期|尾款|余款|进度款|第[一二三四五]\s?[期次笔]|分期")
_INSTALMENT = re.compile(r"首付|预付|首期|尾款|余款|进度款|第[一二三四五]\s?[期次笔]|分期|支付给|向[^，]{1,8}支付")


def _instalment(said: Said) -> bool:
    words = _INSTALMENT_NAME if said.label.group == "fee_sum" else _INSTALMENT
    return words.search(said.before()[-16:]) is not None


def _without_tax_free(view: View, found: list[tuple[Said, Fact]]) -> list[tuple[Said, Fact]]:
    """Leave out the tax-exclusive amount where the inclusive one is stated as well."""
    free = [_tax_free(said) for said, _ in found]
    if all(free):
        return found
    out = []
    for (said, fact), exclusive in zip(found, free, strict=True):
        if exclusive:
            view.refuse(KIND, said.pattern, "不含税部分，另有含税总价", said.unit, said.start, said.end)
        else:
            out.append((said, fact))
    return out


def _tax_free(said: Said) -> bool:
    text = said.label_unit.text
    label = text[said.label.start : said.label.end]
    if _INCLUSIVE.search(label):
        return text[said.label.start - 1 : said.label.start] in ("不", "未")
    return bool(_TAX_FREE.search(said.before()) or _TAX_FREE_AFTER.match(text, said.label.end))


def _from_fees(view: View, spare: list[tuple[Said, Fact]]) -> Iterator[Fact]:
    """Yield the price where only a fee is agreed (技术服务费为20万元): one amount, and nothing else in the document."""
    own = [(said, fact) for said, fact in spare if said.bound.state == "stated" and _own_fee(view, said)]
    values = {fact.value for _, fact in own}
    if len(values) == 1:
        yield own[0][1]
        return
    for said, _ in own:
        view.refuse(KIND, "fee", "有多项费用，未见总额", said.unit, said.start, said.end)
    if not own:
        blanks = [(said, fact) for said, fact in spare if said.bound.state == "blank" and _own_fee(view, said)]
        if blanks:
            yield blanks[0][1]


def _own_fee(view: View, said: Said) -> bool:
    """Tell whether a fee is what this contract pays for: its clause is about the price, and it is not for extras."""
    sentence = said.sentence()
    if re.search(
        r"另行|超出|超过|额外|增加|续|违约|逾期|赔偿|代理|公证|仲裁|诉讼|差旅|/|保证金|押金|补助|如需|如果|若",
        sentence,
    ):
        return False
    if re.search(r"每[年月日人次]", said.before() + said.label_unit.text[said.label.start : said.end + 8]):
        return False
    between = said.unit.text[said.label.end : said.label.end + 3] if said.unit.index == said.label_unit.index else ":"
    if not re.match(r"\s?(?:[:：为是(¥]|人民币|总|共|金)", between):
        return False
    headed = _FEE_HEAD.search(view.section(said.label_unit)) is not None
    named = (
        re.search(
            r"(?:本|该)(?:合同|项目|协议|次)|合同项下|甲方|委托方|委托人",
            sentence[: sentence.find(said.label_unit.text[said.label.start : said.label.end])],
        )
        is not None
    )
    line = said.before().strip() == "" or re.fullmatch(r"[\s\d.、()一二三四五六七八九十]*", said.before()) is not None
    return headed or named or line


def _from_totals(view: View) -> Iterator[Fact]:
    """Yield the sum rows of price tables."""
    rows = [row for row in totals(view, "price") if _is_price_table(row)]
    values = {row.value for row in rows if row.value}
    for row in rows:
        if len(values) > 1 and not row.strong:
            view.refuse(KIND, "sum_row", "有多张各有合计的价格表", row.unit, 0, len(row.unit.text))
        elif row.value is not None or row.strong:
            yield total_fact(view, row, KIND)


def _is_price_table(row: Total) -> bool:
    """Tell a price table from one of instalments, other contracts, staff or scores."""
    if re.search(
        r"评分|得分|人员|业绩|案例|付款|支付|期次|占比|比例|资金来源|预算|概算|估算|财务|资产|营业", row.context
    ):
        return False
    return re.search(r"单价|金额|小计|总价|合价|价格|报价|价款|费用|元", row.context) is not None
