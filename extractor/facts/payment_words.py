"""What the words around a share say it is a share of: an instalment, or a penalty, a bond, a tax, a running total."""

import re
from functools import cache

from extractor.facts.view import Unit
from extractor.facts.windows import REACH, hits_between
from extractor.terms import Hit, lexicon

_BASE_END = re.compile(
    r"(?:价款|总价|价格|金额|总额|款项|货款|总款|全款|价|款|费用|费|经费|报酬|酬金|合同额|标的额|造价|余额|余下|剩余|其余|额|用)(?:\([^()]{0,24}\))?\s?(?:的|之|总额的|中的)?\s?(?:人民币)?(?:约)?\s?$"
    r"|(?:^|[，,；;、])\s?余\s?$"
)
_SHORT = re.compile(
    r"^(?:[给予与向]|人民币|[:：]|总额|其中|即|按|为|计|的|合同|剩余|余下|其余|[\u4e00-\u9fff]{0,8})*\s?$"
)
_AFTER_NOUN = re.compile(
    r"\s?(?:的)?(?:合同)?(?:总)?(?:款项|价款|货款|合同款|费用|金额|款|服务费|开发费|项目款|工程款|货物款)"
)
_CLAUSE = re.compile(r"[，,。；;]")
_NOT_NEGATED = re.compile(r"(?:无|未|没有|不存在|不)(?:发生)?(?:任何)?$")
_MENTION = re.compile(r"(?:收到|收讫|收取|到账|取得|支付了|付了|已付|已支付|已经支付)[^，,。；]{0,18}$")
_PERIODIC = re.compile(
    r"每(?:个)?(?:年|月|季度?|半年|日|天|周|次|逾|迟|拖|延)|按(?:年|月|季|日|天)|逐年|逐月|年度|月度"
)
_TO_BUYER = re.compile(
    r"向\s?(?P<side>甲方|乙方|买方|采购人|采购单位|委托方|委托人|发包人|发包方|需方|建设单位|招标人|业主|学校|用户|对方)[^，,。；]{0,10}$"
)
_DUTY = re.compile(r"^(?:应当?|须|需|还应|另|必须|要|应按)*[^，,。；向]{0,8}$")
_NEW_SUBJECT = re.compile(r"[;；]")
_DONE = re.compile(r"后|时|前|之日|并|且|起")
_REST = re.compile(
    r"(?:[的:为即计,，()]|合同|项目|总|价款|款项|货款|款|金额|费用|服务费|开发费|部分|尾款|人民币|支付|付清|结清|付|全部)*\s?$"
)
_PAYS = re.compile(r"支付|付清|(?<![预首])付款|拨付|付给|结清")
_ORDINAL = re.compile(r"(?:第?[一二三四五六1-6][期笔次]|[首末尾][期笔次])(?:付款|支付|款)?\s?[:：为(,，]?\s?$")
_OPENS = re.compile(r"[:：，,、；;(（]\s?$")
_LEAD = re.compile(
    r"(?:付款|支付|拨付)(?:方式(?:及比例|和比例)?|安排|进度|节点|计划|条件|比例|办法|阶段)?(?:及[^，,。；%:]{1,6})?(?:如下|为|分为)?[:：]"
)
# What an instalment waits for, where the list says no more: 付款：签约30%，初验40%，质保期满5%.
_EVENT = re.compile(
    r"(?:合同|系统|项目|设备|平台|软件|最终|竣工|初步|正式|需求|中期)*(?:签订|签约|签署|生效|到货|交货|交付|进场|开工|部署|上线|试运行|初验|终验|验收|竣工|完工|检查|确认|质保期?(?:满|届满|结束))"
    r"(?:合格|通过|完成|报告|结束)?(?:之?后|时)?\s?"
)
_ANNOUNCED = re.compile(
    r"比例(?:[^，,。；%]{0,6})(?:支付|付款|拨付)[:：]|(?:付款|支付|款项)[^，,。；%]{0,12}(?:比例|占比)[^，,。；%]{0,6}[:：为]"
)
_PAREN = re.compile(r"\([^()]{0,40}\)")


class Scene:
    """One share in its sentence: ``start:end`` the sentence, ``at:stop`` the share, ``left`` and ``right`` next.

    ``turned`` says that 甲方 sells and 乙方 pays.
    """

    def __init__(
        self, unit: Unit, start: int, end: int, at: int, stop: int, left: int, right: int, *, turned: bool = False
    ) -> None:
        self.unit = unit
        self._seller = "甲方" if turned else "乙方"
        self.text = unit.text
        self.start, self.end = max(start, at - REACH), min(end, stop + REACH)
        self.at, self.stop = at, stop
        self.left, self.right = max(left, self.start), min(right, self.end)
        self.pattern = "share_in_list"
        self._from = at
        self.hits = hits_between(unit, self.start, self.end, "payment")

    def words_start(self) -> int:
        """Return where the words that state the share begin: at its verb, its instalment or its base."""
        return self._from

    def refusal(self) -> str | None:
        """Return None where the share is an instalment, else why not; an empty string where nothing speaks for one."""
        head = self._head()
        after = self._after()
        if head is None and after is None:
            return ""
        if self.cumulative():
            return "累计付至的比例，不是一期"
        if re.search(r"\([^()]{0,6}其中[^()]{0,16}$", self.text[self.left : self.at]):
            return "一期付款中的一部分"
        if self._breach():
            return "违约或解除的后果，不是付款"
        if self.object_of_other():
            return "保证金、违约金、税、质保金等的比例"
        if (other := self._left_other(head)) is not None:
            return f"“{self.text[other.start : other.end]}”的比例，不是付款"
        if head is None and _MENTION.search(self.text[self.start : self.at]):
            return "提到已约定的付款"
        if (
            head is not None
            and _MENTION.search(self.text[self._clause_start() : self.at])
            and head.group == "instalment"
        ):
            return "提到已约定的付款"
        if _PERIODIC.search(self.text[self._clause_start() : self.at]):
            return "按期重复的付款"
        if self._paid_by_supplier(head):
            return "由收款一方支付，不是付款"
        self._settle(head)
        return None

    def cumulative(self) -> bool:
        """Tell whether the share is a running total: 付至合同总价的80%."""
        if re.match(r"\s?[(（]?累计", self.text[self.stop : self.stop + 5]):
            return True
        for hit in self.hits:
            if hit.group == "cumulative" and self.left <= hit.start and hit.end <= self.at and self.at - hit.end <= 24:
                between = self.text[hit.end : self.at]
                if not _CLAUSE.search(between):
                    return True
        return (
            re.search(r"累计[^，,。；]{0,12}$|合计(?:支付|付|达)[^，,。；]{0,10}$", self.text[self.left : self.at])
            is not None
        )

    def object_of_other(self) -> bool:
        """Tell whether what follows the share names something else it is of: 10%的违约金, 5%作为质保金."""
        tail = _PAREN.sub("", self.text[self.stop : min(self.right, self.stop + 60)])
        cut = _CLAUSE.search(tail)
        tail = tail[: cut.start() if cut else len(tail)][:20]
        if re.match(r"(?:以上|以下|以内|左右)?的?(?:增值税|普通)?(?:专用)?发票", tail):
            return True
        words = _pattern("other")
        found = words.search(tail)
        if found is None:
            return False
        lead = tail[: found.start()]
        if _PAYS.search(lead) and found.group() not in _PENAL:
            return False
        return not re.search(r"后|时|之日", lead)

    def _head(self) -> Hit | None:
        """Return the verb or the instalment before the share that governs it."""
        for hit in reversed(self.hits):
            if hit.start < self.left or hit.end > self.at or hit.group not in ("pay", "instalment", "ratio"):
                continue
            between = self.text[hit.end : self.at]
            if hit.group == "pay":
                if self._is_noun(hit):
                    continue
                if (
                    len(between) <= 44
                    and len(_CLAUSE.findall(between)) <= 1
                    and (_BASE_END.search(between) or _SHORT.match(between) or _AFTER_NOUN.match(self.text, self.stop))
                ):
                    return hit
            elif hit.group == "instalment":
                if len(between) <= 70 and len(_CLAUSE.findall(between)) <= 3 and self._instalment_bound(hit, between):
                    return hit
            elif hit.end - hit.start >= 4 and re.fullmatch(
                r"[:：]|为|分别为|依次为|[:：]?[\u4e00-\u9fff]{0,8}", between
            ):
                return hit
        ordinal = _ORDINAL.search(self.text, self.left, self.at)
        if ordinal is not None:
            return Hit("payment", "instalment", ordinal.start(), ordinal.end())
        if _OPENS.search(self.text, max(self.start, self.at - 4), self.at) or self.at == self.start:
            lead = _LEAD.search(self.text, max(0, self.at - REACH // 2), self.at)
            if lead is not None and "。" not in self.text[lead.end() : self.at]:
                return Hit("payment", "ratio", lead.start(), lead.end())
        named = max(self._clause_start(), self.text.rfind(":", self.start, self.at) + 1)
        if _EVENT.fullmatch(self.text, named, self.at):
            lead = _LEAD.search(self.text, max(0, self.at - REACH // 2), self.at)
            if lead is not None and "。" not in self.text[lead.end() : self.at]:
                return Hit("payment", "ratio", lead.start(), lead.end())
        announced = _ANNOUNCED.search(self.text, self.start, self.at)
        if announced is not None:
            return Hit("payment", "ratio", announced.start(), announced.end())
        return None

    def _is_noun(self, hit: Hit) -> bool:
        """Tell whether a word of paying is part of another word here: 付款条件, 支付方式, 结算单."""
        return (
            re.match(
                r"(?:条件|方式|凭证|申请|期限|时间|周期|节点|阶段|责任|义务|单|依据|手续|账户|比例|价|款|书|审核|系统|平台|人)",
                self.text[hit.end : hit.end + 2],
            )
            is not None
        )

    def _instalment_bound(self, hit: Hit, between: str) -> bool:
        word = self.text[hit.start : hit.end]
        if word in ("剩余", "余下", "其余"):
            return _REST.match(between) is not None
        if re.fullmatch(r"第[一二三四五][期次笔]", word) or word in ("首期", "首笔", "首付"):
            return len(between) <= 24 or re.search(r"支付|付款|付", between) is not None
        return True

    def _after(self) -> Hit | None:
        """Return the verb or the instalment after the share: 合同总价的30%于验收后支付, 30%作为预付款."""
        based = _BASE_END.search(self.text[self.left : self.at]) is not None
        for hit in self.hits:
            if hit.start < self.stop or hit.end > max(self.right, self.stop) or hit.group not in ("pay", "instalment"):
                continue
            between = _PAREN.sub("", self.text[self.stop : hit.start])
            if hit.group == "instalment" and re.fullmatch(
                r"\s?(?:的)?(?:合同)?(?:总)?(?:价款|款项|款|货款|金额)?(?:作为|为|用作|系|做为|即|计入)?(?:本合同|合同|项目)?(?:的)?",
                between,
            ):
                return hit
            if (
                hit.group == "pay"
                and not self._is_noun(hit)
                and len(between) <= 34
                and len(_CLAUSE.findall(between)) <= 1
                and (based or _AFTER_NOUN.match(between) or re.match(r"\s?的?比例", between) or self._list_line())
            ):
                return hit
        return None

    def _list_line(self) -> bool:
        """Tell whether the share opens its line or clause: 30%：合同签订后支付."""
        lead = re.sub(r"其中|其余|剩余|余下|先|再|另", "", self.text[self._clause_start() : self.at])
        return not re.search(r"[\u4e00-\u9fff]", lead)

    def _clause_start(self) -> int:
        cuts = [m.end() for m in _CLAUSE.finditer(self.text, self.start, self.at)]
        return max([max(self.start, self.left), *cuts])

    def _left_other(self, head: Hit | None) -> Hit | None:
        """Return what the clause of the share is about where that is no payment: 履约保证金为合同价的5%."""
        begin = self._clause_start()
        if head is not None and head.start < begin:
            begin = head.end
        for hit in self.hits:
            if hit.group != "other" or hit.start < begin or hit.end > self.at or self._aside(hit):
                continue
            if head is not None and hit.end <= head.start:
                word = self.text[hit.start : hit.end]
                if word not in _PENAL and head.group == "pay" and _DONE.search(self.text[hit.end : head.start]):
                    continue
                if head.group == "instalment":
                    continue
            return hit
        return None

    def _aside(self, hit: Hit) -> bool:
        """Tell whether a word stands in brackets before the share: 合同价（扣除暂列金额）的10%."""
        return any(m.start() < hit.start and hit.end < m.end() for m in _PAREN.finditer(self.text, self.start, self.at))

    def _breach(self) -> bool:
        for hit in self.hits:
            if hit.group == "breach" and hit.start < self.at:
                if _NOT_NEGATED.search(self.text[max(self.start, hit.start - 5) : hit.start]):
                    continue
                return True
        return False

    def _paid_by_supplier(self, head: Hit | None) -> bool:
        if head is None or head.group != "pay":
            return False
        begin = max([self.start, *(m.end() for m in _CLAUSE.finditer(self.text, self.start, head.start))])
        clause = self.text[begin : head.start]
        given = _TO_BUYER.search(clause)
        if given is not None and given["side"] != self._seller:
            return True
        if any(h.group == "instalment" for h in self.hits):
            return False
        payers = [h for h in self.hits if h.group == "supplier" and begin <= h.start and h.end <= head.start]
        for payer in payers:
            if self.text[payer.start : payer.end] == "乙方" and self._seller != "乙方":
                continue
            if self.text[payer.start - 1 : payer.start] in ("向", "给", "与", "予"):
                continue
            if re.match(r"(?:应当?|须|需|还应|另|必须|要)", self.text[payer.end : payer.end + 2]) and _DUTY.match(
                self.text[payer.end : head.start]
            ):
                return True
        return False

    def _settle(self, head: Hit | None) -> None:
        if head is not None:
            self.pattern = {"pay": "pay_share", "instalment": "instalment_share", "ratio": "ratio_list"}[head.group]
            self._from = head.start
            if head.start >= self.left:
                return
        else:
            self.pattern = "share_paid_after"
        cuts = [m.end() for m in re.finditer(r"[，,。；;:：]", self.text[self.start : self.at])]
        self._from = max(self.start + (cuts[-1] if cuts else 0), self.left)


_PENAL = frozenset(
    {"违约金", "滞纳金", "赔偿", "赔偿金", "赔付", "补偿", "罚款", "罚金", "扣款", "扣罚", "扣减", "利息"}
)


@cache
def _pattern(group: str) -> re.Pattern[str]:
    """Return a pattern of all words of a group of the payment lexicon, longest first."""
    return re.compile("|".join(map(re.escape, lexicon().words("payment", group))))
