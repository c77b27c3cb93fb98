"""The order of extraction, in one place: read, outline, kind, view, facts."""

from msgspec.structs import replace

from extractor.division import divided
from extractor.document import Document, Unread
from extractor.fact import DocumentKind, Extracted, Fact
from extractor.facts import families
from extractor.facts.view import View
from extractor.kinds import classify
from extractor.ocr.trust import weighed
from extractor.outline import outline
from extractor.readers import read
from extractor.readers.source import Limits, Source

TOLD_KIND = "由使用者指定"  # why a document is of a kind that was not worked out
FACTS = 20_000  # of one document; more come from no report, and would fill the memory of who gathers them


def extract(
    source: Source, *, kind: DocumentKind | None = None, limits: Limits | None = None, explain: bool = False
) -> Extracted:
    """Read a file and return its document, kind and facts. ``kind`` skips classification.

    Never raises for a bad file: what could not be read stands in ``document.unread``. ``refusals`` are kept only with
    ``explain``.
    """
    document = read(source, limits)
    document = replace(document, blocks=outline(divided(document.blocks)))
    return from_document(document, kind=kind, explain=explain)


def from_document(document: Document, *, kind: DocumentKind | None = None, explain: bool = False) -> Extracted:
    """Return the kind and facts of a document that was read and outlined."""
    if kind is None:
        kind, reason = classify(document)
    else:
        reason = TOLD_KIND
    view = View(document, kind)
    # a value without a place does not exist: a family that found none for a fact has no fact
    facts = sorted((fact for family in families() for fact in family(view) if fact.evidence), key=_order)
    if len(facts) > FACTS:
        place = facts[FACTS].evidence[0].location
        message = f"文件中的陈述超过{FACTS}条，从这里起没有检查；请拆分后提交。"
        cut = Unread(place, "limit", message)
        if cut not in document.unread:  # a document whose facts are found once more says so already
            document = replace(document, status="partial", unread=(*document.unread, cut))
        del facts[FACTS:]
    document, facts, doubted = weighed(document, facts)
    refusals = (*view.refusals, *doubted) if explain else ()
    return Extracted(document=document, kind=kind, kind_reason=reason, facts=tuple(facts), refusals=refusals)


def extract_text(text: str, kind: DocumentKind | None = None, path: str = "示例.txt") -> Extracted:
    """Return the facts of a text given as a string; what the examples of rules are run with."""
    return extract(Source(path, text.encode()), kind=kind)


def _order(fact: Fact) -> tuple[int, int, int, int, str, str]:
    """Order facts by place, then by kind, so that the same input gives the same output."""
    first = fact.evidence[0]
    place = first.location
    return (first.block, place.row or 0, place.column or 0, first.start, fact.kind, fact.value or "")
