"""How far facts from recognised text are trusted: their confidence, and shares that may be ten times too large.

A recogniser takes ‰ for %. A share below one per cent is rare where shares are paid (首付款30%) and usual where the
sign is ‰ (每日0.5‰), so a lone 0.x% is no fact: it is refused, its place counts as unread, and what rests on all
shares being known (their sum) stays open.
"""

from msgspec.structs import replace

from extractor.document import Block, Cell, Document, Piece, Unread
from extractor.fact import Evidence, Fact, Refusal
from extractor.ocr.told import RATE

SHARE = ".share"
REASON = "由识别得到的0.x%，原件可能是‰，不作为事实采用"


def weighed(document: Document, facts: list[Fact]) -> tuple[Document, list[Fact], list[Refusal]]:
    """Return the document and its facts, those from recognised text with confidence, doubtful shares refused."""
    if not any(block.ocr for block in document.blocks):
        return document, facts, []
    blocks = {block.id: block for block in document.blocks}
    kept: list[Fact] = []
    refused: list[Refusal] = []
    unread = list(document.unread)
    for fact in facts:
        if not any(evidence.ocr for evidence in fact.evidence):
            kept.append(fact)
        elif fact.kind.endswith(SHARE) and RATE.search(fact.text) and all(one.ocr for one in fact.evidence):
            first = fact.evidence[0]
            refused.append(Refusal(fact.kind, fact.pattern, REASON, first))
            message = f"{first.label}的“{fact.text}”由识别得到，原件可能是“‰”，未采用；请核对原件。"
            loss = Unread(first.location, "garbled-text", message)
            if loss not in unread:
                unread.append(loss)
        else:
            kept.append(replace(fact, confidence=_confidence(fact, blocks)))
    if len(unread) > len(document.unread):
        status = document.status if document.status == "unreadable" else "partial"
        document = replace(document, unread=tuple(unread), status=status)
    return document, kept, refused


def _confidence(fact: Fact, blocks: dict[int, Block]) -> float | None:
    """Return the least confidence of the lines a fact's evidence stands on, None where none is told."""
    found = [
        piece.confidence
        for evidence in fact.evidence
        if evidence.ocr and evidence.block in blocks
        for piece in _holder(evidence, blocks[evidence.block])
        if piece.confidence is not None and piece.start < evidence.end and evidence.start < piece.end
    ]
    return min(found) if found else None


def _holder(evidence: Evidence, block: Block) -> tuple[Piece, ...]:
    """Return the pieces of the block or of the cell that evidence stands in."""
    if block.table is None:
        return block.pieces
    at = evidence.location.row, evidence.location.column
    cell: Cell | None = next((cell for cell in block.table.cells if (cell.row, cell.column) == at), None)
    return cell.pieces if cell is not None else ()
