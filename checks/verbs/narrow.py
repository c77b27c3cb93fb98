"""Whether a statement reaches as far as the requirement: which words must stand with it."""

from collections.abc import Sequence

from checks.case import Case, spaced
from extractor.fact import Fact


def narrow(case: Case, facts: Sequence[Fact], covers: tuple[str, ...]) -> str:
    """Return a sentence where none of the words of ``covers`` stands with any of the facts; empty where one does.

    The whole block of a statement is looked at, since its quote may be no more than the words of the value.
    """
    if not covers:
        return ""
    pattern = spaced(covers)
    texts = {
        (carrier.path, block.id): block.text
        for carrier in case.group
        for block in carrier.extracted.document.blocks
    }  # fmt: skip
    for fact in facts:
        for evidence in fact.evidence:
            text = evidence.quote + evidence.section + texts.get((evidence.document, evidence.block), "")
            if pattern.search(text):
                return ""
    return f"未见“{covers[0]}”等字样，是否覆盖请核对。"
