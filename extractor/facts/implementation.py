"""How long the project takes (period.implementation): 工期, 建设周期, 交付期, and delivery said without a label."""

import re
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.facts.implementation_sums import spans, sums_of_phases
from extractor.facts.implementation_years import spread_over_years
from extractor.facts.period_family import Taken, find_periods, is_near
from extractor.facts.period_slots import Slot, figure_end, slots
from extractor.facts.period_spec import Bound, Spec, make_fact, row_text
from extractor.facts.period_words import ORDERED
from extractor.facts.periods import REACH, Prose
from extractor.facts.roles import Roles, roles
from extractor.facts.view import Unit, View

_FOREIGN = re.compile(
    r"质保|保修|免费|维护|运维|试运行|试用期|验收(?:合格)?后(?!交)|违约|(?<![与及和、])地点|有效期|缴纳|递交|投递"
)
_SERVICE = re.compile(
    r"服务期|(?:保安|物业|保洁|运维|维保|运营|租赁|托管|维护|食堂|驻场|咨询|审计|监测)(?:服务|期|项目)?|服务\)|续签|一年一签|服务年|服务事项|至质保"
)
_DELIVERY = re.compile(
    r"交付|交货|供货|安装|调试|部署|上线|到货|竣工|完工|完成|开发|建设|施工|投入使用|通过验收|验收合格"
)
_PARTIAL = re.compile(r"安装(?:调试)?(?:期|工期|周期|时间)|调试期")


def _not_ours(view: View, unit: Unit, bound: Bound, begin: int, end: int) -> str | None:  # noqa: ARG001  a veto's form
    """Refuse one phase of a plan, a part whose sum is left to the reader, an extension of time."""
    before = re.split(r"[，。；]", unit.text[begin : bound.start])[-1] + unit.text[bound.start : bound.slot.start]
    if bound.slot.kind == "date" and (_STARTS.match(unit.text, bound.slot.end) or _BEGINS.search(before)):
        return "开工的日期，不是完工的日期"
    if re.search(
        r"第[一二三四五六七八九十\d]{1,2}(?:阶段|步|期(?!款))|(?:设计|调研|测试|联调|培训|准备|需求|试点|验收)(?:阶段|工期|期限?)",
        before,
    ):
        return "一个阶段的期限，不是总工期"
    stop = unit.text.find("。", end, end + 100)
    around = unit.text[begin : stop if stop >= 0 else end + 100]
    if _beside_whole(around, bound.start - begin, bound.slot.end - begin):
        return "一个阶段的期限，另写有总工期"
    if _MILESTONE.search(unit.text, max(0, bound.slot.start - 220), bound.slot.start):
        return "里程碑，不是总工期"
    if bound.slot.empty:
        return None  # room left in every part of a sum is still room left
    if _PART.search(unit.text[begin : bound.slot.start]) and slots(unit.text[begin : bound.start]):
        return "其中一部分的期限，不是总工期"
    if _PARTIAL.search(unit.text[bound.end : end]) and not re.search(r"安装", unit.text[bound.start : bound.end]):
        return "分段的期限，合计没有写明"
    return None


_STARTS = re.compile(r"(?:份|初|底|[上中下]旬)?(?:正式|全面)?(?:启动|开工|开始|进场|动工|开建)")
_BEGINS = re.compile(r"(?:开工|启动|开始|起始|进场|动工)(?:日期|时间|日)?(?:为|是|:)?$")
_MILESTONE = re.compile(r"(?:里程碑|节点计划|进度节点)[^。\n]{0,200}$")
_PART = re.compile(r"其中[:：]?[^，。；]{0,4}(?:开发|设计|测试|部署|安装|调试|实施|培训)[^，。；]{0,12}$")
_WHOLE_PERIOD = re.compile(
    r"(?:整体|总体|项目总|工程总|总)(?:项目|建设|交付|实施)*(?:周期|工期)|(?:周期|工期|建设期|交付期)(?:合计|共计|总计|总共)"
)


def _beside_whole(sentence: str, start: int, stop: int) -> bool:
    """Tell whether a sentence gives a whole period and ``start:stop`` is a part: 开发周期75天…整体交付周期合计150天."""
    whole = _WHOLE_PERIOD.search(sentence)
    if whole is None or start <= whole.start() < stop + 2 or not slots(sentence[whole.end() : whole.end() + 24]):
        return False
    return (
        re.search(r"开发|设计|建设|部署|测试|实施", sentence[max(0, start) : stop]) is not None and stop < whole.start()
    )


def _service_year(view: View, unit: Unit, bound: Bound, begin: int, end: int) -> str | None:
    """Refuse a 合同履行期限 that is the term of a running service and not the time of delivery."""
    around = unit.text[begin:end]
    if unit.cell is not None:
        around = row_text(view, unit)
    if _SERVICE.search(around):
        return "持续服务的合同期限，不是实施周期"
    rest = unit.text[bound.slot.end : end]
    years = bound.slot.kind == "duration" and (bound.slot.value or "").endswith("Y")
    if years and not _DELIVERY.search(rest[:40]):
        return "按年计的合同期限，没有写交付"
    if bound.slot.kind == "interval" and not _DELIVERY.search(around):
        return "合同起止时间，没有写交付"
    return _not_ours(view, unit, bound, begin, end)


SPEC = Spec(
    "period.implementation",
    "implementation",
    ("label",),
    bounded=True,
    dated=True,
    caps=False,
    foreign=_FOREIGN,
    veto=_not_ours,
)
PERFORMANCE = Spec(
    "period.implementation",
    "implementation",
    ("performance",),
    bounded=True,
    dated=True,
    caps=False,
    foreign=_FOREIGN,
    veto=_service_year,
)

# Where the clock of a delivery starts: the contract, the award, the order to start, the first payment, a date.
_START = re.compile(
    r"(?:合同|协议|订单|中标|成交|签约|签订|签署|签章|签字|盖章|生效|立项|批复|获批|下达|启动|开工|进场|首付款?|首期款?|首笔款?|预付款|定金|第一(?:期|笔)款|备案|本合同|项目)"
    r"[^，。；:]{0,22}$"
)
# … or the buyer's order to deliver; a call for service is none.
_ORDER = re.compile(
    r"(?:接到|收到|接|收)[^，。；]{0,8}(?:(?:供货|发货|送货|进场|开工|采购|订货|生产|实施)(?:通知书?|指令|单|函)|订单)(?:之日)?(?:后|起)"
)
_SPENT = re.compile(r"用(?:约|近|大约)?$")  # 用一年半时间建成
_LEAD = re.compile(
    r"(?:自|从|在|于|按|须|应|需|将|拟|计划|力争|确保|预计|争取|承诺|用|经|前|:|·|、|^|[，,])\s*(?:不超过|最迟|最晚|至迟|不迟于|不晚于|约|总共|共|全部)?(?:于|在)?$"
)
_WHOLE = re.compile(
    r"(?:完成|做完|建成|实现|达到|具备)[^，。；]{0,20}(?:上线|建设|开发|交付|竣工|投运|投入|运行|使用|供货|安装|部署|实施|移交|全部|项目|系统|平台|工程|验收)"
    r"|全面?(?:上线|建成|竣工|完工|投运|投入使用)|(?:交付|竣工|完工|建成|投入使用|上线运行|正式上线|供货|装好|送达|备妥|切换上线)"
)
_SUPPLY = re.compile(
    r"^(?P<gap>[^。；]{0,60}?)(?P<verb>交付|交货|交齐|到货|到场|运抵|供货|供齐|送达|送到|送至|备妥|配发|分发|装好|装调|装毕|安装|调通|部署|开通|竣工|完工|交工|建成|上线|投入使用|投入运行|投运|投产|启用|交清|建好|做好|做完|搭好|配齐|调好|架好|布好|装齐|[\u4e00-\u9fff]{2,6}?(?:完毕|到位|就绪)|通过(?:项目)?(?:终验|竣工验收|最终验收|验收)"
    r"|完成(?!初验|整改|修改|审核|评审|确认|支付|付款|结算|签|招标|采购|调研|需求|测评|备案))"
)
_OTHER_OBJECT = re.compile(
    r"整改|修改|补发|缺件|补齐|更换|换新|换货|维修|修复|返工|发票|保函|保证金|证书|报告|方案|文件|清单|计划|样品|样机|需求|调研|说明书|图纸|资料收集|名单|设计(?!、|开发)|培训|初稿|备件|(?<!交付)(?<!交付甲方)验收(?!合格|通过|后|并|、交付)|数据录入|录入|撤离|清场|账号|账户|权限|人员|团队|驻场|资金|付款|支付|支出|拨付|下达|结清"
)
_NAMED = re.compile(
    r"(?:^|[，。；\s\d.、)])(?P<verb>(?:系统|平台|项目|设备|货物|软件)?(?:全面|正式)?(?:上线|交付|交货|供货|到货|完工|竣工|建成|投用))(?:运行|使用)?:"
    r"(?:自|从)?(?:合同|协议)(?:签订|生效|签署|签字)(?:之日)?(?:后|起|之后)$"
)
_DELIVERABLE = re.compile(r"全部|所有|源程序|源代码|软件|系统|平台|设备|货物|成果|硬件|终验|竣工验收|最终验收")
_OTHER_START = re.compile(
    r"投标|响应文件|报名|申请|已(?:于|在|经)?|逾期|延误|通知|接到|发现|故障|损坏|终止|解除|到期|届满|期满|验收(?:合格|通过)?(?:之日)?后|验收合格之日|到货(?:之日)?(?:起|后)|确认后|质保|保修|变更|退|不合格|不达标|其后|再用|第[一二三四五六七八九十\d]+(?:阶段|步|期(?!款))|每"
    r"|提交|停工|暂停|复工|异议|收到(?![^，。；]{0,12}款)"
)


def _done(verb: str) -> str:
    """Return what a verb of several words says is done (支出完毕); nothing of a verb of delivery."""
    return verb if verb.endswith(("完毕", "到位", "就绪")) else ""


class Deliveries:
    """Delivery said with verbs and no label: 自合同生效之日起20日内，把设备送到并装好."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._roles: Roles | None = None

    def facts(self, taken: Taken) -> Iterator[Fact]:
        """Yield the facts of sentences with a delivery verb; ``taken`` holds the places other rules took."""
        for unit in self.view.with_hits("implementation", "act"):
            if len(unit.text) < 6 or not slots(unit.text):
                continue
            reader = Prose(self.view, SPEC, unit)
            for begin, end in unit.sentences():
                for slot in reader.slots_in(begin, end):
                    yield from self._named(reader, begin, end, slot, taken)
                    yield from self._one(reader, begin, end, slot, taken)

    def _named(self, reader: Prose, begin: int, end: int, slot: Slot, taken: Taken) -> Iterator[Fact]:
        """Yield the fact of a verb that serves as a label: 系统上线：合同签订后180日历天."""
        lead = max(begin, slot.start - 40)
        named = _NAMED.search(reader.text[lead : slot.start])
        if named is None or slot.kind != "duration" or is_near(taken, reader.unit, slot):
            return
        bound = Bound(slot, lead + named.start("verb"), figure_end(reader.text, slot), "delivery_verb_as_label")
        reason = reader.refusal(bound, begin, end)
        if reason:
            self.view.refuse(SPEC.kind, bound.pattern, reason, reader.unit, bound.start, bound.end)
            return
        fact = make_fact(self.view, SPEC, reader.unit, bound)
        if fact is not None:
            taken.add((reader.unit.index, slot.end))
            yield fact

    def _one(self, reader: Prose, begin: int, end: int, slot: Slot, taken: Taken) -> Iterator[Fact]:
        unit, text = reader.unit, reader.text
        begin, end = max(begin, slot.start - REACH), min(end, slot.end + REACH)
        if is_near(taken, unit, slot):
            return
        before = text[begin : slot.start]
        clause = _last_clause(before)
        after = text[slot.end : end]
        match = _SUPPLY.match(after)
        if match is None or self._bound_elsewhere(reader, slot, slot.end + match.start("verb")):
            return
        first_clause = re.split(r"[，,]", after[match.end() :])[0][:10]
        if not self._timed(slot, before, clause, after, match):
            return
        reason = None
        handed_over = match["verb"] in ("交付", "交齐", "移交") and _DELIVERABLE.search(first_clause)
        if handed_over and not _OTHER_START.search(clause[-40:]):
            reason = None
        elif _OTHER_START.search(ORDERED.sub("", clause)[-40:]):
            reason = "说的是其他事项的期限"
        elif _OTHER_OBJECT.search(f"{match['gap']} {_done(match['verb'])} {first_clause}"):
            reason = "交付的不是项目本身"
        elif re.search(r"，", match["gap"][2:]) and not re.search(
            r"(?:把|将|由|向|一次性|供应商|乙方|卖方|承建)", match["gap"]
        ):
            reason = "期限与交付不在一处"
        elif self._buyer_acts(clause, match["gap"]):
            reason = "说的是采购方的事项"
        bound = Bound(slot, self._start(text, begin, slot), slot.end + match.end(), "delivery_verb")
        reason = reason or reader.refusal(bound, begin, end)
        if reason:
            self.view.refuse(SPEC.kind, "delivery_verb", reason, unit, slot.start, slot.end + match.end())
            return
        fact = make_fact(self.view, SPEC, unit, bound)
        if fact is not None:
            taken.add((unit.index, slot.end))
            yield fact

    def _timed(self, slot: Slot, before: str, clause: str, after: str, match: re.Match[str]) -> bool:
        """Tell whether a slot is a deadline: 合同…后N日内, 于某日前, or N内完成 with the whole project as object."""
        within = (
            re.match(
                r"(?:\([^()]{0,12}\))?(?:以内|之内|内|里|以前|之前|底前|前|末前|[底末]?[以之]?前|\(含当日\)|左右)",
                after,
            )
            or slot.op == "<="
            or (_SPENT.search(before) and re.match(r"(?:的|左右的?)?(?:时间|左右)", after))
        )
        if slot.kind == "interval":
            return bool(re.match(r"(?:期间)?(?:全面|全部)?(?:完成|建成)", after)) and bool(_WHOLE.match(after))
        if slot.kind in ("date", "blank_date"):
            return bool(within or re.search(r"(?:于|在|至迟|最迟|最晚)$", clause)) and (
                match["verb"] != "完成" or bool(_WHOLE.search(after[:60]))
            )
        if _START.search(clause) or _ORDER.search(clause):
            return bool(within) or match.start("verb") <= 12
        return bool(within) and bool(_LEAD.search(before)) and bool(_WHOLE.search(after[:40]))

    def _bound_elsewhere(self, reader: Prose, slot: Slot, verb: int) -> bool:
        """Tell whether a label of another period, or another figure, stands between a slot and the verb."""
        others = (
            h for h in reader.labels_in(slot.end, verb) if h.topic in ("warranty", "free_maintenance", "trial_run")
        )
        return bool(reader.slots_in(slot.end, verb)) or next(others, None) is not None

    def _buyer_acts(self, clause: str, gap: str) -> bool:
        """Tell whether the buyer is who must act within the time."""
        actor = re.search(
            r"(甲方|乙方|采购人|采购单位|采购方|委托方|委托人|买方|买受人|需方|发包方|发包人|建设单位|业主(?:方|单位)?|用户(?:方|单位)?|招标人)(?:应当?|须|需|在|于|自|将|负责)",
            clause,
        ) or re.search(
            r"^[^，]{0,4}[，,]?\s?(?:由)?(甲方|采购人|采购单位|委托方|委托人|买方|需方|发包方|发包人|建设单位|业主)(?:应|须|需|负责|组织|提供|完成)",
            gap,
        )
        if actor is None:
            return False
        who = actor.group(1)
        if who in ("甲方", "乙方"):
            if self._roles is None:
                self._roles = roles(self.view)
            return (self._roles.first if who == "甲方" else self._roles.second) == "buyer"
        return True

    def _start(self, text: str, begin: int, slot: Slot) -> int:
        clause = max(text.rfind(mark, begin, slot.start) for mark in "，,:。；")
        return max(begin, clause + 1)


def _last_clause(before: str) -> str:
    """Return the last clause of the words before a figure, with the one before it where that starts the clock."""
    parts = re.split(r"[，,:。；、]", before)
    if len(parts) > 1 and (not parts[-1].strip() or re.search(r"(?:起|后|起算|起计)$", parts[-2])):
        if re.search(r"\d\s?(?:年|个月|月|天|日|台|套|万元|元)$|[年月天日元]$", parts[-2]) and not parts[-1].strip():
            return ""  # 质保5年，6月30日前到货: a list of terms
        if not parts[-1].strip() and re.search(r"\d[月日]底?(?:之|以)?前[^，]{2,}$", parts[-2]):
            return ""  # 4月30日前提交测试版，6月15日前上线: each day has its own task
        return "".join(parts[-2:])
    return parts[-1]


class OpenLabels:
    """A label that names nothing by itself (时间, 期限, 总体安排) under a heading that does (三、交货)."""

    _TOPIC = re.compile(
        r"交货|交付|供货|工期|建设期|建设周期|实施(?!方案$)|开发周期|开发期|开发进度|进度|施工|时限|期限要求|服务期限和地点"
    )
    _EXCLUDED = re.compile(r"验收|付款|支付|服务期|质保|售后|培训|保密|投标|响应|试运行|违约|争议")

    def __init__(self, view: View) -> None:
        self.view = view

    def facts(self, taken: Taken) -> Iterator[Fact]:
        """Yield the facts of such labels; ``taken`` holds the places other rules took."""
        for unit in self.view.with_hits("implementation", "open_label"):
            for hit in unit.hits_of("implementation", "open_label"):
                lead = unit.text[: hit.start]
                colon = re.match(r"(?:要求|安排)?(?:与地点|及地点)?:", unit.text[hit.end :])
                if colon is None or not re.search(r"(?:^|[\s.)、，。；;\d一二三四五六七八九十])$", lead):
                    continue
                if not self._under(unit, lead):
                    continue
                reader = Prose(self.view, SPEC, unit)
                at = hit.end + colon.end()
                sentence = next(((b, e) for b, e in unit.sentences() if b <= hit.start < e), None)
                slot = next(iter(reader.slots_in(at, at + REACH)), None)
                if sentence is None or slot is None or slot.end > sentence[1] or is_near(taken, unit, slot):
                    continue
                gap = unit.text[at : slot.start]
                if not reader.reaches(re.sub(r"^[^，。；:]{1,8}:", "", gap), at, slot, sentence[1], is_label=True):
                    continue
                bound = Bound(slot, hit.start, figure_end(reader.text, slot), "open_label_under_heading")
                if reader.refusal(bound, *sentence) is None:
                    fact = make_fact(self.view, SPEC, unit, bound)
                    if fact is not None:
                        taken.add((unit.index, slot.end))
                        yield fact

    def _under(self, unit: Unit, lead: str) -> bool:
        """Tell whether the heading above, or the words just before in the unit, are about delivery."""
        near = lead[-14:]
        if near.strip(" ()（）、.1234567890一二三四五六七八九十") and self._TOPIC.search(near):
            return True
        above = self.view.units[unit.index - 1].text if unit.index else ""
        titles = [*unit.block.section[-2:]] if unit.block.section else []
        if len(above) <= 16 and not re.search(r"[，。；:]", above):
            titles.append(above)
        for title in reversed(titles):
            if (
                title != unit.text.strip()
                and len(title) <= 30
                and self._TOPIC.search(title)
                and not self._EXCLUDED.search(title)
            ):
                return True
        return False


def find(view: View) -> Iterator[Fact]:
    """Yield implementation periods: labelled ones, 合同履行期限 that is one, then delivery said with verbs."""
    taken: Taken = set()
    for spec in (SPEC, PERFORMANCE):
        yield from _without_funds(view, find_periods(view, spec, taken))
    yield from OpenLabels(view).facts(taken)
    yield from spread_over_years(view, SPEC, taken)
    yield from sums_of_phases(view, SPEC, taken)
    yield from spans(view, SPEC, taken)
    yield from _without_milestones(view, list(Deliveries(view).facts(taken)))


def _without_funds(view: View, found: Iterator[Fact]) -> Iterator[Fact]:
    """Yield the facts without the 执行期限 of a special fund, which is no time to build something in."""
    for fact in found:
        first = view.first_unit.get(fact.evidence[0].block)
        if _FUND_TERM.search(fact.text) and first is not None:
            unit = view.units[first]
            if view.kind == "fund_document" or "专项资金" in unit.text:
                view.refuse(SPEC.kind, fact.pattern, "专项资金的执行期限，不是实施周期", unit, 0, len(unit.text))
                continue
        yield fact


def _without_milestones(view: View, found: list[Fact]) -> Iterator[Fact]:
    """Yield the facts without the items of a numbered schedule before its last: 2. …6月30日前完成 3. …9月30日前交付."""
    for number, fact in enumerate(found, 1):
        following = found[number] if number < len(found) else None
        first = view.first_unit.get(fact.evidence[0].block)
        unit = None if first is None else view.units[first]
        if following is not None and unit is not None and _is_item(fact) and _is_item(following):
            near = 0 < following.evidence[0].block - fact.evidence[0].block <= _SCHEDULE_GAP
            if near and (fact.value or "") < (following.value or ""):
                view.refuse(SPEC.kind, fact.pattern, "里程碑，不是总工期", unit, 0, len(unit.text))
                continue
        yield fact


def _is_item(fact: Fact) -> bool:
    """Tell whether a fact is a day in a numbered item of a list."""
    return _ITEM.match(fact.text) is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", fact.value or "") is not None


_FUND_TERM = re.compile(r"(?<!项目)(?<!合同)执行(?:期|年限)")
_SCHEDULE_GAP = 3  # blocks from one item of a schedule to the next
_ITEM = re.compile(r"\s*(?:[(（]?[\d一二三四五六七八九十]{1,2}[)）.．、]|[①-⑨])")
