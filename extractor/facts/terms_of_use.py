"""How long the system is to be used (period.service_life), the contract runs and a special fund is paid.

``period.contract_term``, ``period.fund_term``.
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from extractor.fact import Fact
from extractor.facts.period_family import find_periods
from extractor.facts.period_spec import Bound, Spec
from extractor.facts.view import Unit, View

_LICENCE = re.compile(r"授权|许可|订阅|license|密钥|证书|保函|投标|报价|响应文件|资质|批复|文件|办法|规定|本通知|执照")


def _licence(view: View, unit: Unit, bound: Bound, begin: int, end: int) -> str | None:  # noqa: ARG001  a veto's form
    """Refuse the term of a licence, of a certificate or of an offer."""
    if _LICENCE.search(unit.text[max(begin, bound.start - 20) : bound.end]):
        return "许可、证书或报价的期限"
    return None


def _renewals(view: View, unit: Unit, bound: Bound, begin: int, end: int) -> str | None:
    """Refuse 1+1+1: a year that may be renewed has no fixed length, and the terms of licences and offers."""
    if bound.slot.kind == "date":
        return "只有一个日期，没有起止"
    if re.search(r"(?:质保|售后|保修|免费|维护|维保|保固|技术支持)$", unit.text[max(0, bound.start - 6) : bound.start]):
        return "质保或售后的期限，不是合同期限"
    if re.search(r"\d\s?\+\s?\d|一年一签|[一二三]\+[一二三]", unit.text[begin:end]):
        return "逐年续签，总期限没有写定"
    if re.search(r"(?:完成|交付|安装|上线|竣工)", unit.text[bound.end : bound.end + 24]):
        return "交付的期限，不是合同期限"
    return _licence(view, unit, bound, begin, end)


LIFE = Spec("period.service_life", "terms_of_use", ("life",), caps=False, veto=_licence)
TERM = Spec("period.contract_term", "terms_of_use", ("term",), bounded=True, dated=True, caps=False, veto=_renewals)
VALIDITY = Spec(
    "period.contract_term", "terms_of_use", ("open_term",), bounded=True, dated=True, caps=False, veto=_renewals
)
FUND = Spec("period.fund_term", "terms_of_use", ("fund_term",), bounded=True, dated=True, caps=False)
_OF_FUND = re.compile(r"资金")
_YEARS = re.compile(r"(\d{4})/(\d{4})")
_OF_CONTRACT = re.compile(r"合同|协议|本约")


def find(view: View) -> Iterator[Fact]:
    """Yield service lives, contract terms and terms of funds; 有效期 counts only where the clause names the contract.

    执行期限 is a fund's in papers about funds, and where the clause speaks of one. A fund is given by the year, so
    that years alone are whole years: 2025年至2029年 is 2025-01/2029-12.
    """
    yield from find_periods(view, LIFE)
    yield from find_periods(view, TERM)
    for fact in find_periods(view, VALIDITY):
        unit = view.units[view.first_unit[fact.evidence[0].block]]
        if _OF_CONTRACT.search(unit.text[:60]) or (view.kind == "contract" and unit.text.startswith("有效期")):
            yield fact
    for fact in find_periods(view, FUND):
        unit = view.units[view.first_unit[fact.evidence[0].block]]
        if view.kind != "fund_document" and not _OF_FUND.search(unit.text):
            continue
        years = _YEARS.fullmatch(fact.value or "")
        yield replace(fact, value=f"{years[1]}-01/{years[2]}-12") if years else fact
