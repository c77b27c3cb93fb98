"""What a label of an amount is bound to, and why that may be no amount of this project: shared by price and budget."""

import re

from msgspec import Struct

from extractor.fact import Fact
from extractor.facts.amounts import Bound, threshold, unit_price
from extractor.facts.view import Unit, View
from extractor.facts.windows import sentence_at

NUMBERING = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]{1,4}[条章节款项]\s?|[(]?[一二三四五六七八九十\d]{1,3}(?:[)、]|\.(?!\d))\s?|\d{1,2}(?:\.\d{1,2}){1,4}\.?\s?|[①-⑳#>·•☆★▲*]\s?)*"
)
_DRESS = re.compile(
    r"[\s:*“”\"'|，,、=#]|\([^()]{0,30}\)|[(\[【)\]】]|大写|小写|人民币|金额|单位|[万亿千]?元|[本该](?:合同|项目|工程|协议|次)?|项目|工程|采购|合同|其中?总"
)
LOT = re.compile(
    r"(?:第\s?)?[一二三四五六七八九十\dA-Za-z]{1,3}\s?(?:分标|标段|标项|分包|包件|标包|包(?![装括含干])|品目)"
    r"|(?:分标|标段|标项|分包|包件|标包|包(?:组|号)?|品目)\s?[:：]?\s?(?:[一二三四五六七八九十]{1,3}|\d{1,3}(?![\d.,万元])|[A-Z](?![A-Za-z包标分]))"
)
_LOT_HEAD = re.compile(r"包号|标段|标项|分标|分包|包件|标包|包组|品目号|^包$|标的序号")
_SENTENCE_START = re.compile(r"[，,。；;：:、|\n]")
CITED = re.compile(
    r"《[^《》]{2,40}(?:法|条例|办法|规定|细则|通知|意见|规则|标准|制度)》[^。；]{0,20}(?:规定|要求|明确|指出|第[一二三四五六七八九十百\d]+条)"
)
EXAMPLE = re.compile(
    r"(?<!比)例如|比如|譬如|举例|假设|假如|示例|(?<!比)例[：:]|如某|类似业绩|同类业绩|业绩|案例|类似项目|同类项目|以往|往年|去年|上年度"
)
FOREIGN = "外币金额，不折算为人民币"


class Label(Struct, frozen=True):
    """A label of an amount at ``start:end`` of a unit; ``group`` is its group in the lexicon."""

    start: int
    end: int
    group: str


class Said(Struct, frozen=True):
    """A label and what it is bound to. ``start:end`` is the span in ``unit`` (label included where it stands there)."""

    label: Label
    label_unit: Unit
    unit: Unit
    start: int
    end: int
    bound: Bound
    pattern: str
    subject: str | None = None
    rows: int = 1

    def before(self) -> str:
        """Return the text before the label in its clause, nearest last."""
        text, at = self.label_unit.text, self.label.start
        low = max(0, at - 60)
        cut = [m.end() for m in _SENTENCE_START.finditer(text, low, at)]
        return text[cut[-1] if cut else low : at]

    def lead(self) -> str:
        """Return the sentence of the label up to its end."""
        start, _ = sentence_at(self.label_unit.text, self.label.start)
        return self.label_unit.text[start : self.label.end]

    def sentence(self) -> str:
        """Return the sentence of the label."""
        start, end = sentence_at(self.label_unit.text, self.label.start)
        return self.label_unit.text[start:end]


def is_pure(text: str, label: Label) -> bool:
    """Tell whether a text is a label and nothing else but its number, brackets and unit (1、合同价款(元):)."""
    lead = NUMBERING.match(text)
    before = text[lead.end() if lead and lead.end() <= label.start else 0 : label.start]
    return len(_DRESS.sub("", before)) <= 4 and not _DRESS.sub("", text[label.end :])


def lot_before(text: str, at: int) -> str | None:
    """Return the lot named in the same sentence before ``at``: 第一包：预算50万元."""
    start, _ = sentence_at(text, at)
    found = None
    for match in LOT.finditer(text, max(start, at - 40), at):
        found = match.group()
    return found


def lot_head(text: str) -> bool:
    """Tell whether the head of a column names lots."""
    return _LOT_HEAD.search(text) is not None


def common_refusal(said: Said) -> str | None:
    """Return why a bound amount is no amount of this project, or None: what holds for price and budget alike."""
    amount = said.bound.amount
    text = said.unit.text
    sentence = said.sentence()
    if amount is not None and amount.currency != "CNY":
        return FOREIGN
    if said.bound.state == "stated" and amount is not None:
        if threshold(text, amount.end):
            return "金额是划线的标准，不是本项目的金额"
        if unit_price(text, amount):
            return "单价，不是总额"
    if CITED.search(sentence):
        return "引用法规的内容"
    if EXAMPLE.search(sentence):
        return "举例或另一个项目的金额"
    return None


def said_fact(view: View, said: Said, kind: str, *, op_floor: bool = False) -> Fact:
    """Return the fact of a statement; evidence is the value first, then the label where it has a place of its own."""
    bound = said.bound
    unit = said.unit
    evidence = view.evidence(unit, said.start, said.end)
    words = unit.norm.source[slice(*unit.norm.span(said.start, said.end))].strip()
    if said.label_unit.index != unit.index:
        evidence += view.whole(said.label_unit)
        words = f"{said.label_unit.norm.source.strip()} {words}".strip()
    amount = bound.amount if bound.state == "stated" else None
    op = bound.op
    if op_floor and bound.state == "stated" and op == "==":
        op = "<="
    return Fact(
        kind=kind,
        state=bound.state,
        text=words,
        evidence=evidence,
        value=amount.value if amount else None,
        value_max=amount.value_max if amount else None,
        op=op if bound.state == "stated" else "==",
        subject=said.subject,
        pattern=f"{kind}:{said.pattern}",
    )
