"""Several statements of one thing: which of them holds, and where a statement points to."""

import re
from collections.abc import Iterable, Sequence

from checks.case import Case, Verdict, evidence_of
from checks.submission import Carrier, carriers_of
from extractor.fact import DocumentKind, Fact

# rights and terms of these are no statement about what the project delivers
FOREIGN_SUBJECTS = frozenset(("background", "buyer_materials", "third_party", "licence", "bid_documents"))
SUBJECT_NAMES = {
    "software": "软件",
    "hardware": "硬件",
    "background": "背景知识产权",
    "improvements": "改进成果",
    "buyer_materials": "采购方资料",
    "third_party": "第三方产品",
    "licence": "许可",
    "bid_documents": "投标文件",
}
_MINOR = re.compile("耗材|易损|易耗|配件|第三方|成品软件|外购|电池|灯泡")
_SUPPLEMENT = re.compile("补充(?:协议|合同|条款)|变更(?:协议|合同)")
_POINTERS: tuple[tuple[re.Pattern[str], tuple[DocumentKind, ...]], ...] = (
    (re.compile("招标|采购文件|磋商文件|谈判文件|询价"), ("procurement_document",)),
    (re.compile("投标|响应文件|报价文件|承诺"), ("bid",)),
    (re.compile("中标|成交"), ("award_notice",)),
    (re.compile("方案|设计"), ("construction_plan", "preliminary_design", "feasibility_report")),
    (re.compile("附件|附录|附表|协议|合同|清单"), ("contract",)),
)


def subject_words(subject: str | None) -> str:
    """Return the Chinese word for a subject; a label of the text is its own word.

    >>> subject_words("software"), subject_words("一标段"), subject_words(None)
    ('软件', '一标段', '')
    """
    return SUBJECT_NAMES.get(subject or "", subject or "")


def is_minor(subject: str | None) -> bool:
    """Tell whether a shorter term for this subject is a person's decision (consumables, third-party software).

    >>> is_minor("third_party"), is_minor("耗材"), is_minor("software"), is_minor(None)
    (True, True, False, False)
    """
    return subject == "third_party" or bool(subject and _MINOR.search(subject))


def stated(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts that state a value."""
    return [fact for fact in facts if fact.state == "stated" and fact.value is not None]


def affirmed(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts that state a thing and do not deny it."""
    return [fact for fact in stated(facts) if fact.value != "denied"]


def denied(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts that say a thing is not there (不新建机房)."""
    return [fact for fact in stated(facts) if fact.value == "denied"]


def contested(case: Case, yes: Sequence[Fact], no: Sequence[Fact], words: dict[str, str]) -> Verdict:
    """Return the verdict on a thing that must be there and is denied: a failure, a conflict where it is stated too."""
    denial = " ".join(no[0].text.split())
    if not yes:
        note = f"{case.text_at(evidence_of(no))}写明：“{denial}”。"
        return Verdict(kind="fail", reason="missing", words=words, note=note, evidence=evidence_of(no),
                       unread=case.unread(), fact=no[0].kind)  # fmt: skip
    actual = f"“{' '.join(yes[0].text.split())}”和“{denial}”"
    return Verdict(kind="review", reason="conflicting", words={**words, "actual": actual},
                   evidence=evidence_of([*yes, *no]), unread=case.unread(), fact=yes[0].kind)  # fmt: skip


def document_of(fact: Fact) -> str:
    """Return the path of the document a fact stands in."""
    return fact.evidence[0].document if fact.evidence else ""


def is_supplement(carrier: Carrier) -> bool:
    """Tell whether a contract document is a later instrument (补充协议) by its name or its first lines."""
    if _SUPPLEMENT.search(re.split(r"[/\\]", carrier.path)[-1]):
        return True
    heads = [block.text for block in carrier.extracted.document.blocks if block.layer == "body" and block.text.strip()]
    return any(len(head) <= 40 and _SUPPLEMENT.search(re.sub(r"\s", "", head)) for head in heads[:4])


def in_force(case: Case, facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts that hold: a later instrument's statement takes the place of earlier ones of its subject."""
    ranks = {}
    for carrier in case.group:
        signed = max((fact.value or "" for fact in carrier.facts(("date.signed",))), default="")
        ranks[carrier.path] = (1, signed) if carrier.kind == "contract" and is_supplement(carrier) else (0, "")
    base = (0, "")

    def rank(fact: Fact) -> tuple[int, str]:
        return ranks.get(document_of(fact), base)

    return [
        fact
        for fact in facts
        if not any(rank(later) > rank(fact) and later.subject in (None, fact.subject) for later in facts)
    ]


def by_subject(facts: Iterable[Fact]) -> dict[str | None, list[Fact]]:
    """Return the facts sorted by their subject, in the order of their first appearance."""
    groups: dict[str | None, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.subject, []).append(fact)
    return groups


def followed(case: Case, pointers: Iterable[Fact]) -> list[Fact]:
    """Return the statements, in other documents of the submission, that a ``referred`` fact points to."""
    found: list[Fact] = []
    for pointer in pointers:
        words = pointer.text + "".join(evidence.quote for evidence in pointer.evidence)
        kinds = next((kinds for pattern, kinds in _POINTERS if pattern.search(words)), ())
        for carrier in carriers_of(case.submission.documents, kinds):
            found += [fact for fact in stated(carrier.facts((pointer.kind,))) if fact not in found]
    return found
