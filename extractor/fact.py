"""Facts and their evidence, as ``output-contract`` names them: a value never stands without its place in the source."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from extractor.document import Document, Place

State = Literal["stated", "blank", "referred", "unstated"]
Op = Literal["==", ">=", "<=", ">", "<", "range"]
Holder = Literal["buyer", "supplier", "joint", "third", "unspecified"]
HolderRole = Literal["building_unit", "demand_unit", "government", "centre"]
DocumentKind = Literal[
    "contract", "supervision_contract", "feasibility_report", "construction_plan", "preliminary_design", "crypto_plan",
    "application_form", "budget_estimate", "procurement_document", "bid", "award_notice", "filing_record", "approval",
    "review_material", "sharing_list", "security_plan", "product_statement", "minutes", "responsibility_letter",
    "legal_opinion", "change_request", "acceptance_application", "acceptance", "trial_report", "test_report",
    "risk_assessment", "performance_report", "progress_report", "audit_report", "payment_record", "om_request",
    "fund_document", "other", "unknown",
]  # fmt: skip
KIND_NAMES: dict[DocumentKind, str] = {
    "contract": "合同",
    "supervision_contract": "监理、测评或咨询合同",
    "feasibility_report": "可行性研究报告",
    "construction_plan": "建设方案",
    "preliminary_design": "初步设计",
    "crypto_plan": "密码应用方案",
    "application_form": "申报表",
    "budget_estimate": "概算",
    "procurement_document": "采购文件",
    "bid": "投标文件",
    "award_notice": "中标通知书",
    "filing_record": "备案记录",
    "approval": "批复",
    "review_material": "评审材料",
    "sharing_list": "共享清单",
    "security_plan": "安全方案",
    "product_statement": "安全可靠说明",
    "minutes": "会议纪要",
    "responsibility_letter": "责任书",
    "legal_opinion": "法律意见书",
    "change_request": "变更申请",
    "acceptance_application": "验收申请",
    "acceptance": "验收材料",
    "trial_report": "试运行报告",
    "test_report": "测评报告",
    "risk_assessment": "风险评估报告",
    "performance_report": "绩效评价",
    "progress_report": "进展报告",
    "audit_report": "审计报告",
    "payment_record": "付款记录",
    "om_request": "运维经费申请",
    "fund_document": "专项资金材料",
    "other": "其他",
    "unknown": "未识别",
}


class Evidence(Struct, frozen=True):
    """A verbatim stretch of a source.

    ``quote`` is ``text[start:end]`` of block ``block``, or of its cell at ``location``.
    ``section`` is the section path joined by " > "; ``label`` is the place in words for a person.
    """

    document: str
    section: str
    quote: str
    location: Place
    label: str
    block: int
    start: int
    end: int
    ocr: bool = False


class Fact(Struct, frozen=True):
    """One statement of a document, in the normal forms of the output contract.

    Money ``"1500000.00"`` in yuan; durations ISO 8601 as written (``P24M``); dates ``2024-06-03`` or ``2024-06``;
    intervals ``2024-03/2026-12``; shares ``"0.05"``; clauses and chapters ``"present"``; ownership ``"owner"`` with a
    holder. ``value`` is None unless ``state`` is ``stated``. ``text`` is the source's own words for the value and
    ``pattern`` the name of the rule that made the fact.
    """

    kind: str
    state: State
    text: str
    evidence: tuple[Evidence, ...]
    value: str | None = None
    op: Op = "=="
    value_max: str | None = None
    unit: Literal["working_day"] | None = None
    subject: str | None = None
    holder: Holder | None = None
    holder_text: str | None = None
    holder_role: HolderRole | None = None
    confidence: float | None = None
    related: tuple[Evidence, ...] = ()
    pattern: str = ""


class PartKind(Struct, frozen=True):
    """One of several documents bound in one file."""

    kind: DocumentKind
    pages: tuple[int, int] | None = None


class Refusal(Struct, frozen=True):
    """A candidate that was looked at and not taken, with the reason; what ``facts --explain`` shows."""

    kind: str
    pattern: str
    reason: str
    evidence: Evidence


class Extracted(Struct, frozen=True):
    """A document with its kind and facts: what ``checks`` judges. ``facts`` stand in the order of their places."""

    document: Document
    kind: DocumentKind
    kind_reason: str
    facts: tuple[Fact, ...] = ()
    parts: tuple[PartKind, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def renamed(extracted: Extracted, path: str) -> Extracted:
    """Return the same extraction for a document reported as ``path``, in all of its evidence too."""

    def moved(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(replace(one, document=path) for one in evidence)

    return replace(
        extracted,
        document=replace(extracted.document, path=path),
        facts=tuple(replace(f, evidence=moved(f.evidence), related=moved(f.related)) for f in extracted.facts),
        refusals=tuple(replace(r, evidence=replace(r.evidence, document=path)) for r in extracted.refusals),
    )
